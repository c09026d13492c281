//! A line to type in.

use super::{below_view, described_by, field_id, label_view};
use i18n::Locale;
use leptos::prelude::*;

/// A labelled line to type in.
#[component]
pub fn Field(
    /// The language.
    locale: Locale,
    /// The form name.
    name: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: String,
    /// What stands in it at first: what was typed before, or what is known.
    #[prop(into, optional)]
    value: String,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The `type`: `text`, `tel`, `email`, `password`, `number`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The `autocomplete` token, so that nobody types twice what the browser knows.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Whether it may not stay empty. Fields that may are marked.
    #[prop(default = true)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional)]
    max: Option<u32>,
    /// Whether capitals and corrections would only harm: logins, codes, waybill numbers.
    #[prop(optional)]
    verbatim: bool,
) -> impl IntoView {
    let id = field_id(name);
    let has_hint = !hint.is_empty();
    let described = {
        let id = id.clone();
        move || described_by(&id, has_hint, error.get().is_some())
    };
    // `required` is said to those who listen, but the browser's own bubble is not used: it speaks the browser's language
    // and shows one field at a time.
    view! {
        <div class="field">
            {label_view(locale, &id, label, required)}
            <input
                class="input"
                id=id.clone()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=max
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
            />
            {below_view(id, hint, error)}
        </div>
    }
    .into_any()
}
