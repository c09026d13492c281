//! Fields: label above, hint under it, an error that says how to mend. What was typed is kept. Errors are signals, so that
//! they change without the field being drawn anew and losing what was typed since.

mod choice;
mod field;
mod stars;
mod stepper;
mod summary;
mod textarea;

pub use choice::{Check, Pick, Picks, Select};
pub use field::Field;
pub use stars::StarPicks;
pub use stepper::Stepper;
pub use summary::{ErrorSummary, error_of};
pub use textarea::TextArea;

use crate::{Glyph, Icon};
use i18n::{Locale, common};
use leptos::prelude::*;

/// The `id` of the field with this form name: what labels, errors and the summary point at.
pub fn field_id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    core::iter::once("f-").flat_map(str::chars).chain(name.chars().map(plain)).collect()
}

/// What `aria-describedby` says: the hint, and the error while there is one.
fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-error {id}-hint")),
    }
}

fn label_view(l: Locale, id: &str, label: String, required: bool) -> AnyView {
    let optional =
        (!required).then(|| view! { " "<span class="opt">{common::word_optional(l)}</span> });
    view! { <label for=id.to_owned()>{label}{optional}</label> }.into_any()
}

fn below_view(id: String, hint: String, error: Signal<Option<String>>) -> AnyView {
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    let error = move || {
        let id = format!("{id}-error");
        error.get().map(
            |text| view! { <p class="error" id=id><Icon of=Glyph::Warn/><span>{text}</span></p> },
        )
    };
    view! { {error}{hint} }.into_any()
}
