//! What the house has to say: notices, what was just done, empty rooms, what is still coming.

use crate::{Glyph, Icon};
use i18n::{Locale, common};
use leptos::prelude::*;

/// How grave a notice is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeTone {
    /// Good to know.
    #[default]
    Info,
    /// A promise kept, money back.
    Kept,
    /// Something to watch.
    Watch,
    /// Refused, overdue, wrong.
    Late,
}

/// A sentence one should read, with the next step in it.
#[component]
pub fn Notice(
    /// How grave.
    #[prop(optional)]
    tone: NoticeTone,
    /// It came up while the page was open: it is read out at once.
    #[prop(optional)]
    alert: bool,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let (class, icon) = match tone {
        NoticeTone::Info => ("notice", Glyph::Info),
        NoticeTone::Kept => ("notice notice--kept", Glyph::Check),
        NoticeTone::Watch => ("notice notice--watch", Glyph::Clock),
        NoticeTone::Late => ("notice notice--late", Glyph::Warn),
    };
    view! {
        <div class=class role=alert.then_some("alert")>
            <Icon of=icon/>
            <div>{children()}</div>
        </div>
    }
    .into_any()
}

/// What was just done, with a way to go on.
#[component]
pub fn Toast(
    /// What was done.
    #[prop(into)]
    text: String,
    /// Where one may go on; empty for nowhere.
    #[prop(into, optional)]
    href: String,
    /// The words of the way on.
    #[prop(into, optional)]
    go: String,
) -> impl IntoView {
    view! {
        <div class="toast" role="status">
            <Icon of=Glyph::Check/>
            <span>{text}</span>
            {(!href.is_empty()).then(|| view! { <a href=href>{go}</a> })}
        </div>
    }
    .into_any()
}

/// An empty room says what will appear in it and offers the step that makes it so.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What will appear, and how.
    #[prop(into)]
    text: String,
    /// The step: a button or a link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <svg viewBox="0 0 136 96" width="136" height="96" aria-hidden="true">
                <ellipse class="empty__ground" cx="68" cy="84" rx="54" ry="7"></ellipse>
                <path
                    class="empty__awning"
                    d="M30 30h76l8 14a9 9 0 0 1-18 0 9 9 0 0 1-19 0 9 9 0 0 1-18 0 9 9 0 0 1-19 0 9 9 0 0 1-18 0z"
                ></path>
                <path class="empty__posts" d="M34 54v28M102 54v28M28 70h80"></path>
            </svg>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// The shape of cards that are still coming.
#[component]
pub fn Skeleton(
    /// The language.
    locale: Locale,
    /// How many.
    #[prop(default = 5)]
    cards: usize,
) -> impl IntoView {
    let cards = (0..cards).map(|_| {
        view! { <li class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></li> }
    });
    view! {
        <p class="sr" role="status">{common::word_loading(locale)}</p>
        <div class="goods"><ul class="goods__grid">{cards.collect_view()}</ul></div>
    }
    .into_any()
}

/// Whether the page updates by itself.
#[component]
pub fn LiveDot(
    /// The language.
    locale: Locale,
    /// Whether the stream stands. `None` before the browser's half has loaded.
    #[prop(into)]
    on: Signal<Option<bool>>,
) -> impl IntoView {
    let text = move || match on.get() {
        Some(true) => common::live_on(locale),
        Some(false) => common::live_off(locale),
        None => common::live_manual(locale),
    };
    view! {
        <span class="livedot" class:is-off=move || on.get() != Some(true) role="status">
            <i aria-hidden="true"></i>
            {text}
        </span>
    }
    .into_any()
}
