//! A word about a thing. Outline is a fact, fill is a promise, and paid places are never coloured.

use crate::{Glyph, Icon};
use i18n::{Locale, common, href};
use leptos::prelude::*;

/// What kind of word it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Fact,
    /// A promise of the house or the shop.
    Promise,
    /// Something off the price.
    Offer,
    /// The house speaking.
    Trust,
    /// Something to watch.
    Watch,
    /// Overdue or refused. Always with an icon.
    Late,
    /// A paid place.
    Ad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Fact => "mark",
            Self::Promise => "mark mark--promise",
            Self::Offer => "mark mark--offer",
            Self::Trust => "mark mark--trust",
            Self::Watch => "mark mark--watch",
            Self::Late => "mark mark--late",
            Self::Ad => "mark mark--ad",
        }
    }
}

/// A short word with a ground.
#[component]
pub fn Mark(
    /// The word.
    #[prop(into)]
    text: String,
    /// What kind of word.
    #[prop(optional)]
    tone: Tone,
    /// A drawing before it.
    #[prop(optional, into)]
    icon: Option<Glyph>,
) -> impl IntoView {
    // State is never colour alone.
    let icon = icon.or_else(|| (tone == Tone::Late).then_some(Glyph::Warn));
    view! { <span class=tone.class()>{icon.map(|of| view! { <Icon of/> })}{text}</span> }
}

/// The clause a promise rests on; leads to the rule.
#[component]
pub fn ClauseChip(
    /// The language.
    locale: Locale,
    /// The number: `3.3.1`.
    clause: &'static str,
    /// The rules lie behind another door (merchant and desk pages).
    #[prop(optional)]
    external: bool,
) -> impl IntoView {
    let anchor = format!("/rules#c{}", clause.replace('.', "-"));
    view! {
        <a
            class="clause"
            href=href(locale, &anchor)
            rel=external.then_some("external")
            aria-label=common::word_clause(locale, clause)
        >
            {clause}
        </a>
    }
}
