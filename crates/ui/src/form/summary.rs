//! The list of what needs mending, on top of the form, each with a link to its field.

use super::field_id;
use crate::{Glyph, Icon};
use domain::FieldError;
use i18n::{Locale, common, errors};
use leptos::prelude::*;

/// The sentence for the field called `name`, if it needs mending.
pub fn error_of(l: Locale, errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|e| e.field == name).map(|e| errors::field_sentence(l, e))
}

/// What needs mending; nothing when nothing does. `labels` are form names with what the form calls them.
#[component]
pub fn ErrorSummary(
    /// The language.
    locale: Locale,
    /// What needs mending.
    #[prop(into)]
    errors: Signal<Vec<FieldError>>,
    /// Form name and label of each field.
    labels: Vec<(&'static str, String)>,
) -> impl IntoView {
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| list(locale, &errors, &labels))
    }
}

fn list(l: Locale, errors: &[FieldError], labels: &[(&'static str, String)]) -> AnyView {
    let items = errors.iter().map(|e| {
        let label =
            labels.iter().find(|(name, _)| *name == e.field).map(|(_, label)| label.clone());
        let label = label.map(|label| format!("{label}{}", common::word_colon(l)));
        let href = format!("#{}", field_id(&e.field));
        // A fragment of this page is the browser's business, not the router's.
        view! { <li><a href=href rel="external">{label}{errors::field_sentence(l, e)}</a></li> }
    });
    let items = items.collect_view();
    view! {
        <section class="summary" role="alert" tabindex="-1">
            <Icon of=Glyph::Warn/>
            <h2>{common::form_summary(l, errors.len())}</h2>
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}
