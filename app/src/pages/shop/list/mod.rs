//! Lists of goods: a category, a shop, a search. Filters are a GET form and links; everything that is chosen stands in the
//! address, so that a list can be kept, shared and gone back to (2.1.1).

mod filters;

use crate::api::browse::list;
use crate::fetched::fetched;
use crate::pages::parts::{addresses, failure, use_locale, waited, words};
use crate::pages::shop::goods::grid_of_list;
use domain::browse::{Ask, ListPage, Place};
use domain::catalogue::{CategoryView, ShopView};
use domain::search::{FacetKind, Sort};
use filters::{applied, filters, value_name, values};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_location, use_params_map};
use ui::{Crumb, Crumbs, Empty, Glyph, Icon, LinkButton, Pager, Tab, Tabs};

const PICTURES_SEEN_FIRST: usize = 4;

/// `/search?q=`.
#[component]
pub fn SearchPage() -> impl IntoView {
    any_list(|| Place::Search)
}

/// `/c/{category}`.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let params = use_params_map();
    any_list(move || Place::Category(params.with(|p| p.get("category").unwrap_or_default())))
}

/// `/shop/{merchant}`.
#[component]
pub fn ShopPage() -> impl IntoView {
    let params = use_params_map();
    any_list(move || Place::Shop(params.with(|p| p.get("shop").unwrap_or_default())))
}

fn any_list(place: impl Fn() -> Place + Copy + Send + Sync + 'static) -> AnyView {
    let l = use_locale();
    let search = use_location().search;
    let asked = Memo::new(move |_| (place(), search.get()));
    let page = fetched(
        move || asked.get(),
        move |(place, query)| {
            let (category, shop) = match place {
                Place::Search => (String::new(), String::new()),
                Place::Category(slug) => (slug, String::new()),
                Place::Shop(slug) => (String::new(), slug),
            };
            list(category, shop, query, l == Locale::En)
        },
    );
    view! {
        <main id="main" class="wrap list">
            {waited(l, move || async move {
                    match page.await {
                        Ok(page) => body(l, page),
                        Err(error) => view! { <Title text=i18n::common::not_found_title(l)/> {failure(l, &error)} }.into_any(),
                    }
                })}
        </main>
    }
    .into_any()
}

/// The path of the list in the page's language.
fn path_of(page: &ListPage) -> String {
    match (&page.shop, page.trail.last()) {
        (Some(shop), _) => format!("/shop/{}", shop.slug),
        (None, Some(category)) => format!("/c/{}", category.slug),
        (None, None) => "/search".to_owned(),
    }
}

/// The address that asks this question of the same list.
fn link(l: Locale, path: &str, ask: &Ask) -> String {
    let pairs = ask.pairs();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}", i18n::href(l, path))
}

fn title(l: Locale, page: &ListPage) -> String {
    match (&page.shop, page.trail.last()) {
        (Some(shop), _) => words(l, &shop.name),
        (None, Some(category)) => words(l, &category.name),
        (None, None) if page.ask.words.is_empty() => t::list_all_title(l).to_owned(),
        (None, None) => t::list_search_title(l, &page.ask.words),
    }
}

/// What the list is about, for search engines: a shop says it in its own words.
fn about(l: Locale, page: &ListPage, heading: &str) -> String {
    match &page.shop {
        Some(shop) => words(l, &shop.intro),
        None => t::list_about(l, heading),
    }
}

fn body(l: Locale, page: ListPage) -> AnyView {
    let path = path_of(&page);
    let heading = title(l, &page);
    // Only the list itself is worth keeping by a search engine, not every way of narrowing it.
    let narrowed = page.ask != Ask::default();
    view! {
        <Title text=i18n::common::brand_title(l, &heading)/>
        <Meta name="description" content=about(l, &page, &heading)/>
        {addresses(l, &path)}
        {narrowed.then(|| view! { <Meta name="robots" content="noindex, follow"/> })}
        {crumbs(l, &page.trail)}
        {page.shop.as_ref().map(|shop| shop_head(l, shop))}
        {head(l, &page, heading)}
        {below(l, &path, &page)}
        {(!page.cards.is_empty() || page.ask.filters() > 0).then(|| sorts(l, &path, &page))}
        {applied(l, &path, &page)}
        <div class="lcols">
            {filters(l, &path, &page)}
            {results(l, &path, page)}
        </div>
    }
    .into_any()
}

fn crumbs(l: Locale, trail: &[CategoryView]) -> Option<AnyView> {
    let (last, above) = trail.split_last()?;
    let home = Crumb { label: t::nav_home(l).to_owned(), href: Some(i18n::href(l, "/")) };
    let above = above.iter().map(|c| Crumb {
        label: words(l, &c.name),
        href: Some(i18n::href(l, &format!("/c/{}", c.slug))),
    });
    let here = Crumb { label: words(l, &last.name), href: None };
    let way = [home].into_iter().chain(above).chain([here]).collect();
    Some(view! { <Crumbs locale=l way=way/> }.into_any())
}

fn shop_head(l: Locale, shop: &ShopView) -> AnyView {
    view! {
        <section class="panel shopcard">
            <div class="shopcard__who">
                <img src=shop.picture.clone() alt="" width="64" height="64"/>
                <div>
                    <p>{words(l, &shop.intro)}</p>
                    <small>{words(l, &shop.region)}" · "{t::product_shop_since(l, i18n::date(l, shop.opened_at))}</small>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn head(l: Locale, page: &ListPage, heading: String) -> AnyView {
    let total = page.total.map(|n| view! { " "<small class="num">{t::list_found(l, n)}</small> });
    let note = match &page.corrected {
        Some(other) => t::list_corrected(l, t::Other(other), t::Query(&page.ask.words)),
        None if page.loosened => t::list_loosened(l).to_owned(),
        None => t::list_note(l).to_owned(),
    };
    view! {
        <header class="lhead">
            <h1>{heading}{total}</h1>
            <p class="hint">{note}<ui::ClauseChip locale=l clause="2.1.1"/></p>
        </header>
    }
    .into_any()
}

/// The categories one step away, as links: to their own lists, or, where something is asked, to this list within them.
fn below(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    let here = page.trail.last().map(|c| c.slug.as_str());
    let counted = values(&page.facets, FacetKind::Category);
    let within = here.is_none()
        && !counted.is_empty()
        && (page.shop.is_some() || page.ask != Ask::default());
    let ask = Ask { after: None, ..page.ask.clone() };
    let link_to = |slug: Option<&str>, says: String, current: bool, count: Option<u64>| {
        let href = match slug {
            Some(slug) if !within => i18n::href(l, &format!("/c/{slug}")),
            slug => link(l, path, &Ask { category: slug.map(str::to_owned), ..ask.clone() }),
        };
        let count = count.map(|n| view! { " "<small class="num">{n}</small> });
        view! { <li><a href=href aria-current=current.then_some("page")>{says}{count}</a></li> }
    };
    let links: Vec<_> = if within {
        let all = ask
            .category
            .is_some()
            .then(|| link_to(None, t::list_all_categories(l).to_owned(), false, None));
        let some = counted
            .iter()
            .map(|v| link_to(Some(&v.key), value_name(l, v), v.chosen, Some(v.count)));
        all.into_iter().chain(some).collect()
    } else {
        let count = |slug: &str| counted.iter().find(|v| v.key == slug).map(|v| v.count);
        let link = |c: &CategoryView| {
            link_to(Some(&c.slug), words(l, &c.name), here == Some(&c.slug), count(&c.slug))
        };
        page.below.iter().map(link).collect()
    };
    (!links.is_empty()).then(|| {
        view! { <nav class="lcats" aria-label=t::home_categories(l)><ul>{links}</ul></nav> }
            .into_any()
    })
}

fn sorts(l: Locale, path: &str, page: &ListPage) -> AnyView {
    let tab = |sort: Sort, label: &'static str| {
        let ask = Ask { sort, after: None, ..page.ask.clone() };
        Tab {
            label: label.to_owned(),
            href: link(l, path, &ask),
            count: None,
            current: page.ask.sort == sort,
        }
    };
    let tabs = vec![
        tab(Sort::Rank, t::list_sort_default(l)),
        tab(Sort::Sales, t::list_sort_sales(l)),
        tab(Sort::PriceUp, t::list_sort_price_up(l)),
        tab(Sort::PriceDown, t::list_sort_price_down(l)),
        tab(Sort::Newest, t::list_sort_new(l)),
    ];
    let count = page.ask.filters();
    let opens = (!page.facets.is_empty()).then(|| {
        view! {
            <button class="btn btn--sm lsort__filters" type="button" popovertarget="filters">
                <Icon of=Glyph::Filter/>" "{t::list_filters(l)}
                {(count > 0).then(|| view! { " "<span class="num">{count}</span> })}
            </button>
        }
    });
    view! {
        <div class="lsort"><Tabs label=t::list_sort_label(l) tabs=tabs segmented=true/>{opens}</div>
    }
    .into_any()
}

fn results(l: Locale, path: &str, page: ListPage) -> AnyView {
    if page.cards.is_empty() {
        return nothing(l, path, &page);
    }
    let next = page
        .next
        .clone()
        .map(|after| link(l, path, &Ask { after: Some(after), ..page.ask.clone() }));
    let first =
        page.ask.after.is_some().then(|| link(l, path, &Ask { after: None, ..page.ask.clone() }));
    view! {
        <div>
            <h2 class="sr">{t::list_results(l)}</h2>
            {grid_of_list(l, page.cards, PICTURES_SEEN_FIRST)}
            <Pager locale=l previous=first next=next/>
        </div>
    }
    .into_any()
}

/// Nothing was found: what to do next is said and offered.
fn nothing(l: Locale, path: &str, page: &ListPage) -> AnyView {
    let (heading, text) = if page.ask.filters() > 0 {
        (t::list_empty_filtered_title(l).to_owned(), t::list_empty_filtered_text(l))
    } else if page.ask.words.is_empty() {
        (t::list_empty_category_title(l).to_owned(), t::list_empty_category_text(l))
    } else {
        (t::list_empty_title(l, &page.ask.words), t::list_empty_text(l))
    };
    let (href, label) = if page.ask.filters() > 0 {
        (link(l, path, &page.ask.unfiltered()), t::list_filter_clear(l))
    } else {
        (i18n::href(l, "/"), t::list_browse(l))
    };
    let words = page.suggestions.iter().map(|said| {
        let ask = Ask { words: said.clone(), ..Ask::default() };
        view! { <li><a href=link(l, "/search", &ask)>{said.clone()}</a></li> }
    });
    let words = words.collect_view();
    let tried = (!page.suggestions.is_empty()).then(|| {
        view! { <nav class="lcats" aria-label=t::list_try(l)><p>{t::list_try(l)}</p><ul>{words}</ul></nav> }
    });
    view! {
        <section class="panel">
            <Empty title=heading text=text><LinkButton href=href>{label}</LinkButton></Empty>
            {tried}
        </section>
    }
    .into_any()
}
