//! Where one is and where one can go: crumbs, tabs, pages of a list. All links; the state lives in the address.

use crate::{Glyph, Icon};
use i18n::{Locale, common, shop};
use leptos::prelude::*;

/// One step of the way to this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its address; `None` for this page.
    pub href: Option<String>,
}

/// The way to this page.
#[component]
pub fn Crumbs(
    /// The language.
    locale: Locale,
    /// From the front page to this one.
    way: Vec<Crumb>,
) -> impl IntoView {
    let items = way.into_iter().map(|crumb| match crumb.href {
        Some(href) => view! { <li><a href=href>{crumb.label}</a></li> }.into_any(),
        None => view! { <li><span aria-current="page">{crumb.label}</span></li> }.into_any(),
    });
    view! {
        <nav class="crumbs" aria-label=shop::nav_breadcrumb(locale)><ol>{items.collect_view()}</ol></nav>
    }
    .into_any()
}

/// One tab: a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many things lie behind it, as it is written, if that is known.
    pub count: Option<String>,
    /// Whether it is this one.
    pub current: bool,
}

/// A row of tabs; `segmented` draws them as one control, for sorting.
#[component]
pub fn Tabs(
    /// What they choose, for those who listen.
    #[prop(into)]
    label: String,
    /// The tabs, in order.
    tabs: Vec<Tab>,
    /// Drawn as one control.
    #[prop(optional)]
    segmented: bool,
) -> impl IntoView {
    let links = tabs.into_iter().map(|tab| {
        let count = tab.count.map(|n| view! { <small>{n}</small> });
        view! { <a href=tab.href aria-current=tab.current.then_some("true")>{tab.label}{count}</a> }
    });
    let class = if segmented { "seg" } else { "tabs" };
    view! { <nav class=class aria-label=label>{links.collect_view()}</nav> }.into_any()
}

/// On and back through a list.
#[component]
pub fn Pager(
    /// The language.
    locale: Locale,
    /// The address of the page before, if there is one.
    #[prop(into)]
    previous: Option<String>,
    /// The address of the next page, if there is one.
    #[prop(into)]
    next: Option<String>,
) -> impl IntoView {
    let link = |href: String, rel: &'static str, label: &'static str| {
        view! {
            <a class="btn" href=href rel=rel>
                {(rel == "prev").then(|| view! { <Icon of=Glyph::Left/> })}
                {label}
                {(rel == "next").then(|| view! { <Icon of=Glyph::Right/> })}
            </a>
        }
    };
    let any = previous.is_some() || next.is_some();
    let previous = previous.map(|href| link(href, "prev", common::pager_previous(locale)));
    let next = next.map(|href| link(href, "next", common::pager_next(locale)));
    any.then(|| view! { <nav class="pager" aria-label=common::pager_label(locale)>{previous}{next}</nav> })
}
