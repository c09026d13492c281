//! Several lines to type in.
//!
//! The rendering library writes the children of a `textarea` unescaped on the server, so a note could close the element
//! and bring a script with it. Therefore no other file may write a `textarea`, and this one gives it no children: the
//! text goes in as inner HTML that is escaped here, which also keeps it for visitors without script.

use super::{below_view, described_by, field_id, label_view};
use i18n::Locale;
use leptos::prelude::*;

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
    /// What stands in it at first. May be hostile: it is escaped here.
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
    view! {
        <div class="field">
            {label_view(locale, &id, label, required)}
            <textarea
                class="input"
                id=id.clone()
                name=name
                rows=rows
                maxlength=max
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                inner_html=escaped(&value)
            ></textarea>
            {below_view(id, hint, error)}
        </div>
    }
    .into_any()
}

/// Text that stays text between the tags of a `textarea`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}
