//! What one presses. One primary button per screen; the verb says what happens and how much it costs.

use crate::{Glyph, Icon};
use leptos::prelude::*;

/// The weight of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Ink on paper: everything that is not one of the others.
    #[default]
    Plain,
    /// Cinnabar: the one primary act of a screen.
    Primary,
    /// Persimmon: the second buying button.
    Second,
    /// Azurite: the house's own acts (search, batch work).
    Trust,
    /// No border: a quiet way out.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Primary => "btn btn--primary",
            Self::Second => "btn btn--second",
            Self::Trust => "btn btn--trust",
            Self::Quiet => "btn btn--plain",
        }
    }
}

fn class_of(kind: ButtonKind, small: bool, large: bool, wide: bool) -> String {
    let add = |on: bool, class: &'static str| if on { class } else { "" };
    let [s, l, w] = [add(small, " btn--sm"), add(large, " btn--lg"), add(wide, " btn--wide")];
    format!("{}{s}{l}{w}", kind.class())
}

/// A button in a form. Submits unless `kind_of="button"`.
#[component]
pub fn Button(
    /// The weight.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// 32 px high, for lists.
    #[prop(optional)]
    small: bool,
    /// 48 px high, for the act of the page.
    #[prop(optional)]
    large: bool,
    /// As wide as its room.
    #[prop(optional)]
    wide: bool,
    /// The form field this button sets when it is the one pressed.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value for `name`.
    #[prop(into, optional)]
    value: Option<String>,
    /// Whether it can be pressed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// `submit` or `button`.
    #[prop(default = "submit")]
    kind_of: &'static str,
    /// What it says to those who listen, when the words alone are not enough.
    #[prop(into, optional)]
    label: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=class_of(kind, small, large, wide)
            type=kind_of
            name=name
            value=value
            disabled=disabled
            aria-label=label
        >
            {icon.map(|of| view! { <Icon of/> })}
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The weight.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// 32 px high, for lists.
    #[prop(optional)]
    small: bool,
    /// 48 px high, for the act of the page.
    #[prop(optional)]
    large: bool,
    /// As wide as its room.
    #[prop(optional)]
    wide: bool,
    /// The link leaves this door or this language: the browser loads the page anew.
    #[prop(optional)]
    external: bool,
    /// What it says to those who listen, when the words alone are not enough.
    #[prop(into, optional)]
    label: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=class_of(kind, small, large, wide)
            href=href
            rel=external.then_some("external")
            aria-label=label
        >
            {icon.map(|of| view! { <Icon of/> })}
            {children()}
        </a>
    }
    .into_any()
}
