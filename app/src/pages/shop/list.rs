//! Lists of goods: a category, a shop, a search. Filters are a GET form and links; everything that is chosen stands in the
//! address, so that a list can be kept, shared and gone back to (2.1.1).

use crate::api::browse::list;
use crate::fetched::fetched;
use crate::pages::parts::{addresses, failure, use_locale, waited, words};
use crate::pages::shop::goods::grid_of_list;
use crate::post::GetForm;
use domain::browse::{Ask, FACET_PREFIX, ListPage, Place, as_typed};
use domain::catalogue::{CategoryView, ShopView};
use domain::search::{Facet, FacetKind, FacetValue, Service, Sort};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_location, use_params_map};
use ui::{Crumb, Crumbs, Empty, Glyph, Icon, LinkButton, Pager, Tab, Tabs};

const PICTURES_SEEN_FIRST: usize = 4;
/// How many groups of attributes are offered: more are a wall and not a help.
const GROUPS_MAX: usize = 5;
/// How many values of a filter are shown before the rest folds away.
const VALUES_OPEN_MAX: usize = 6;

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
        {sorts(l, &path, &page)}
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
        Some(other) => t::list_corrected(l, other, &page.ask.words),
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

/// The values of the filter of this kind.
fn values(facets: &[Facet], kind: FacetKind) -> &[FacetValue] {
    facets.iter().find(|f| f.kind == kind).map_or(&[], |f| &f.values)
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

/// What is chosen, each with the link that takes it away.
fn applied(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    let ask = Ask { after: None, ..page.ask.clone() };
    let mut chosen: Vec<(String, Ask)> = Vec::new();
    if ask.from.is_some() || ask.to.is_some() {
        let says = |fen: Option<i64>| fen.map(|f| format!("¥{}", as_typed(f))).unwrap_or_default();
        let label = format!("{}–{}", says(ask.from), says(ask.to));
        chosen.push((label, Ask { from: None, to: None, ..ask.clone() }));
    }
    for (key, value) in &ask.facets {
        let mut without = ask.clone();
        without.facets.retain(|pair| pair != &(key.clone(), value.clone()));
        chosen.push((label_of(l, &page.facets, key, value), without));
    }
    for service in &ask.services {
        let mut without = ask.clone();
        without.services.retain(|s| s != service);
        chosen.push((i18n::words::service(l, *service).to_owned(), without));
    }
    if ask.category.is_some() {
        let value = values(&page.facets, FacetKind::Category).iter().find(|v| v.chosen);
        let label =
            value.map_or_else(|| ask.category.clone().unwrap_or_default(), |v| value_name(l, v));
        chosen.push((label, Ask { category: None, ..ask.clone() }));
    }
    if ask.shop.is_some() {
        let value = values(&page.facets, FacetKind::Merchant).iter().find(|v| v.chosen);
        let label = value.map_or_else(|| t::list_filter_shop(l).to_owned(), |v| value_name(l, v));
        chosen.push((label, Ask { shop: None, ..ask.clone() }));
    }
    if chosen.is_empty() {
        return None;
    }
    let items = chosen
        .into_iter()
        .map(|(label, without)| {
            let says = t::list_take_away(l, &label);
            view! { <li><a href=link(l, path, &without) aria-label=says>{label}<Icon of=Glyph::X/></a></li> }
        })
        .collect_view();
    let all = link(l, path, &ask.unfiltered());
    Some(
        view! {
            <ul class="applied" aria-label=t::list_applied(l)>
                {items}<li><a class="clear" href=all>{t::list_filter_clear(l)}</a></li>
            </ul>
        }
        .into_any(),
    )
}

fn label_of(l: Locale, facets: &[Facet], key: &str, value: &str) -> String {
    let same = |f: &&Facet| f.kind == FacetKind::Attribute && f.key == key;
    let found = facets.iter().filter(same).flat_map(|f| &f.values).find(|v| v.key == value);
    found.map_or_else(|| value.to_owned(), |v| value_name(l, v))
}

fn value_name(l: Locale, value: &FacetValue) -> String {
    if value.name.zh.is_empty() { value.key.clone() } else { words(l, &value.name) }
}

/// All filters as one GET form: a sheet that rises on narrow windows, a column beside the list on wide ones.
fn filters(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    if page.facets.is_empty() {
        return None;
    }
    let ask = &page.ask;
    let attributes = page.facets.iter().filter(|f| f.kind == FacetKind::Attribute);
    let groups = attributes.take(GROUPS_MAX).map(|facet| group(l, ask, facet)).collect_view();
    let promises = page.facets.iter().filter(|f| f.kind == FacetKind::Service);
    let service = promises.flat_map(|f| &f.values).filter_map(|v| {
        let service = Service::parse(&v.key)?;
        let label = i18n::words::service(l, service).to_owned();
        let checked = ask.services.contains(&service);
        Some(tick("service", v.key.clone(), label, checked, Some(v.count)))
    });
    let service: Vec<AnyView> = service.collect();
    let price = |fen: Option<i64>| fen.map(as_typed).unwrap_or_default();
    let (from, to) = (price(ask.from), price(ask.to));
    let sort = (ask.sort != Sort::Rank)
        .then(|| view! { <input type="hidden" name="sort" value=ask.sort.as_str()/> });
    let kept = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <input type="hidden" name=name value=value/> })
    };
    let said = (!ask.words.is_empty()).then(|| ask.words.clone());
    let shop = ask.shop.as_ref().map(ToString::to_string);
    let (category, bands, shops) =
        (ask.category.clone(), bands(l, path, page), shops(l, path, page));
    Some(
        view! {
            <GetForm action=i18n::href(l, path) attr:class="filters" attr:id="filters" attr:popover="auto"
                attr:aria-label=t::list_filters(l)>
                <div class="filters__head">
                    <h2>{t::list_filters(l)}</h2>
                    <button class="iconbtn" type="button" popovertarget="filters" popovertargetaction="hide"
                        aria-label=i18n::common::action_close(l)><Icon of=Glyph::X/></button>
                </div>
                {kept("q", said)}{kept("category", category)}{kept("shop", shop)}{sort}
                <fieldset><legend>{t::list_filter_service(l)}</legend>{service}</fieldset>
                <fieldset>
                    <legend>{t::list_filter_price(l)}</legend>
                    <div class="range">
                        <input class="input" name="from" inputmode="decimal" aria-label=t::list_filter_min(l) value=from/>
                        <span>"–"</span>
                        <input class="input" name="to" inputmode="decimal" aria-label=t::list_filter_max(l) value=to/>
                    </div>
                    {bands}
                </fieldset>
                {groups}
                {shops}
                <button class="btn btn--trust btn--wide" type="submit" on:click=fold>{t::list_filter_apply(l)}</button>
            </GetForm>
        }
        .into_any(),
    )
}

/// Bands of prices with what each would leave, as links: most people know about how much and not exactly.
fn bands(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    let bands = values(&page.facets, FacetKind::Price).iter().filter_map(|v| {
        let (from, to) = v.key.split_once('-')?;
        let (from, to): (i64, Option<i64>) = (from.parse().ok()?, to.parse().ok());
        let says = match to {
            Some(to) => format!("¥{}–{}", as_typed(from), as_typed(to + 1)),
            None => t::list_filter_above(l, as_typed(from)),
        };
        let ask = Ask { from: Some(from), to, after: None, ..page.ask.clone() };
        Some(choice(link(l, path, &ask), says, v))
    });
    choices(l, bands.collect())
}

/// Whose goods they are, as links.
fn shops(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    let shops = values(&page.facets, FacetKind::Merchant).iter().filter_map(|v| {
        let ask = Ask { shop: Some(v.key.parse().ok()?), after: None, ..page.ask.clone() };
        Some(choice(link(l, path, &ask), value_name(l, v), v))
    });
    let shops: Vec<AnyView> = shops.collect();
    // One shop is no choice.
    if page.shop.is_some() || (shops.len() < 2 && page.ask.shop.is_none()) {
        return None;
    }
    let legend = t::list_filter_shop(l);
    Some(view! { <fieldset><legend>{legend}</legend>{choices(l, shops)}</fieldset> }.into_any())
}

fn choice(href: String, says: String, value: &FacetValue) -> AnyView {
    let current = value.chosen.then_some("true");
    view! { <li><a href=href aria-current=current on:click=fold><span>{says}</span><small class="num">{value.count}</small></a></li> }
        .into_any()
}

fn choices(l: Locale, mut links: Vec<AnyView>) -> Option<AnyView> {
    let folded = links.split_off(links.len().min(VALUES_OPEN_MAX));
    let more = (!folded.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t::list_filter_more(l)}<Icon of=Glyph::Down/></summary>
                <ul class="choices">{folded}</ul>
            </details>
        }
    });
    (!links.is_empty()).then(|| view! { <ul class="choices">{links}</ul>{more} }.into_any())
}

/// A sheet that rose folds away when its answer comes without a new document.
fn fold(event: leptos::ev::MouseEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast as _;
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let sheet = target.and_then(|t| t.closest(":popover-open").ok().flatten());
        if let Some(sheet) = sheet.and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok()) {
            // The form is sent first: what is hidden in the same moment is sent all the same.
            set_timeout(move || drop(sheet.hide_popover()), std::time::Duration::ZERO);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    drop(event);
}

fn group(l: Locale, ask: &Ask, facet: &Facet) -> AnyView {
    let field = format!("{FACET_PREFIX}{}", facet.key);
    let mut ticks = facet.values.iter().map(|v| {
        let checked = ask.ticked(&facet.key, &v.key);
        tick(&field, v.key.clone(), value_name(l, v), checked, Some(v.count))
    });
    let open: Vec<AnyView> = ticks.by_ref().take(VALUES_OPEN_MAX).collect();
    let folded: Vec<AnyView> = ticks.collect();
    let more = (!folded.is_empty()).then(|| {
        view! { <details><summary>{t::list_filter_more(l)}<Icon of=Glyph::Down/></summary>{folded}</details> }
    });
    view! { <fieldset><legend>{words(l, &facet.name)}</legend>{open}{more}</fieldset> }.into_any()
}

fn tick(name: &str, value: String, label: String, checked: bool, count: Option<u64>) -> AnyView {
    let count = count.map(|n| view! { <small class="num">{n}</small> });
    view! {
        <label class="check">
            <input type="checkbox" name=name.to_owned() value=value checked=checked prop:checked=checked/>
            <span>{label}</span>{count}
        </label>
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
