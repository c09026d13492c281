//! Several lines to type in.
//!
//! The rendering library writes the children of a `textarea` unescaped on the server, so a note could close the element
//! and bring a script with it. Therefore no other file may write a `textarea`, and this one gives it neither children nor
//! inner HTML: the text is put in once the browser's half has loaded, and only once: a page that is drawn again while
//! somebody types leaves the text alone.

use super::{below_view, described_by, field_id, label_view};
use i18n::Locale;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

/// A labelled box for several lines.
#[component]
pub fn TextArea(
    /// The language.
    locale: Locale,
    /// The form name.
    name: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it may not stay empty.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional)]
    max: Option<u32>,
    /// How many lines are shown.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    let id = field_id(name);
    let has_hint = !hint.is_empty();
    let described = {
        let id = id.clone();
        move || described_by(&id, has_hint, error.get().is_some())
    };
    let area = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        if let Some(area) = area.get() {
            fill_once(&area, &value);
        }
    });
    view! {
        <div class="field">
            {label_view(locale, &id, label, required)}
            <textarea
                class="input"
                node_ref=area
                id=id.clone()
                name=name
                rows=rows
                maxlength=max
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
            ></textarea>
            {below_view(id, hint, error)}
        </div>
    }
    .into_any()
}

/// Puts the text in unless that was done before; the element remembers.
fn fill_once(area: &HtmlTextAreaElement, text: &str) {
    const FILLED: &str = "data-filled";
    if text.is_empty() || area.has_attribute(FILLED) {
        return;
    }
    area.set_value(text);
    if area.set_attribute(FILLED, "").is_err() {
        leptos::logging::error!("a text field forgets that it was filled");
    }
}
