//! The list of what needs mending, on top of the form, each with a link to its field.

use super::field_id;
use crate::{Glyph, Icon};
use domain::FieldError;
use i18n::{Locale, common, errors};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

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
    let order: Vec<&'static str> = labels.iter().map(|(name, _)| *name).collect();
    Effect::new(move |_| errors.with(|errors| focus_first(errors, &order)));
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| list(locale, &errors, &labels))
    }
}

/// Whoever types goes on typing: the first field that needs mending has the focus.
fn focus_first(errors: &[FieldError], order: &[&'static str]) {
    let Some(first) = order.iter().find(|name| errors.iter().any(|e| e.field == **name)) else {
        return;
    };
    let document = window().document();
    let field = document.and_then(|d| d.get_element_by_id(&field_id(first)));
    // A fieldset of choices has no field with that name of its own, and a focus that fails hurts nobody.
    let field = field.and_then(|field| field.dyn_into::<HtmlElement>().ok());
    let _focused = field.map(|field| field.focus());
}

fn list(l: Locale, errors: &[FieldError], labels: &[(&'static str, String)]) -> AnyView {
    // In the order of the form, whatever was checked first.
    let place = |e: &&FieldError| labels.iter().position(|(name, _)| *name == e.field);
    let mut errors: Vec<&FieldError> = errors.iter().collect();
    errors.sort_by_key(|e| place(e).unwrap_or(usize::MAX));
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
