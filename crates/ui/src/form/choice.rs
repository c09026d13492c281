//! Ticking and choosing.

use super::{below_view, described_by, field_id, label_view};
use i18n::{Locale, common};
use leptos::prelude::*;

/// A box to tick. Never ticked beforehand unless the visitor ticked it.
#[component]
pub fn Check(
    /// The form name.
    name: &'static str,
    /// What is sent when it is ticked.
    #[prop(into, default = "on".to_owned())]
    value: String,
    /// Whether it is ticked.
    #[prop(optional)]
    checked: bool,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The words; links are welcome.
    children: Children,
) -> impl IntoView {
    let id = field_id(name);
    let described = {
        let id = id.clone();
        move || described_by(&id, false, error.get().is_some())
    };
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                />
                <span>{children()}</span>
            </label>
            {below_view(id, String::new(), error)}
        </div>
    }
    .into_any()
}

/// One of the choices of a [`Select`] or [`Picks`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// What it means; may be empty.
    pub hint: String,
    /// Whether it cannot be chosen; the hint says why.
    pub disabled: bool,
}

impl Pick {
    /// A choice without a hint.
    pub fn of(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }
}

/// One of many, folded. The first option is the one without a value and needs no mark: when a page is drawn again every
/// attribute is written anew, and a fresh `selected` would undo what was chosen since.
#[component]
pub fn Select(
    /// The language.
    locale: Locale,
    /// The form name.
    name: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: String,
    /// The choices.
    picks: Vec<Pick>,
    /// The value chosen so far; empty for none.
    #[prop(into, optional)]
    value: String,
    /// What helps to choose.
    #[prop(into, optional)]
    hint: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The `autocomplete` token.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = field_id(name);
    let has_hint = !hint.is_empty();
    let described = {
        let id = id.clone();
        move || described_by(&id, has_hint, error.get().is_some())
    };
    let options = picks.into_iter().map(|pick| {
        let selected = pick.value == value;
        view! { <option value=pick.value selected=selected disabled=pick.disabled>{pick.label}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            {label_view(locale, &id, label, true)}
            <select
                class="input select"
                id=id.clone()
                name=name
                autocomplete=autocomplete
                aria-required="true"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
            >
                <option value="">{common::form_choose(locale)}</option>
                {options}
            </select>
            {below_view(id, hint, error)}
        </div>
    }
    .into_any()
}

/// One of a few, all in view, each with what it means.
#[component]
pub fn Picks(
    /// The form name.
    name: &'static str,
    /// What is wanted.
    #[prop(into)]
    legend: String,
    /// The choices.
    picks: Vec<Pick>,
    /// The value chosen so far; empty for none.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = field_id(name);
    let first = id.clone();
    let items = picks.into_iter().enumerate().map(|(i, pick)| {
        let hint = (!pick.hint.is_empty()).then(|| view! { <small>{pick.hint}</small> });
        view! {
            <label>
                <input
                    type="radio"
                    id=(i == 0).then(|| first.clone())
                    name=name
                    checked=pick.value == value
                    value=pick.value
                    disabled=pick.disabled
                />
                <b>{pick.label}</b>
                {hint}
            </label>
        }
    });
    let items = items.collect_view();
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="picks">{items}</div>
            {below_view(id, String::new(), error)}
        </fieldset>
    }
    .into_any()
}
