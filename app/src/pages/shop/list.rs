//! Lists of goods: a category, a shop, a search. Filters are a GET form and links; everything that is chosen stands in the
//! address, so that a list can be kept, shared and gone back to (2.1.1).

use crate::api::browse::list;
use crate::fetched::fetched;
use crate::pages::parts::{failure, use_locale, waited, words};
use crate::pages::shop::goods::grid_of_list;
use crate::post::GetForm;
use domain::browse::{Ask, FACET_PREFIX, ListPage, Place, as_typed};
use domain::catalogue::{CategoryView, ShopView};
use domain::search::{Facet, FacetKind, FacetValue, Service, Sort};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};
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

fn body(l: Locale, page: ListPage) -> AnyView {
    let path = path_of(&page);
    let heading = title(l, &page);
    // Only the list itself is worth keeping by a search engine, not every way of narrowing it.
    let narrowed = page.ask != Ask::default();
    view! {
        <Title text=i18n::common::brand_title(l, &heading)/>
        <Link rel="canonical" href=i18n::href(l, &path)/>
        <Link rel="alternate" hreflang="zh-CN" href=i18n::href(Locale::ZhCn, &path)/>
        <Link rel="alternate" hreflang="en" href=i18n::href(Locale::En, &path)/>
        {narrowed.then(|| view! { <Meta name="robots" content="noindex, follow"/> })}
        {crumbs(l, &page.trail)}
        {page.shop.as_ref().map(|shop| shop_head(l, shop))}
        {head(l, &page, heading)}
        {below(l, &page)}
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
        Some(other) => t::list_corrected(l, &page.ask.words, other),
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

/// The categories one step away, as links.
fn below(l: Locale, page: &ListPage) -> Option<AnyView> {
    let here = page.trail.last().map(|c| c.id.clone());
    let links = page
        .below
        .iter()
        .map(|c| {
            let current = (Some(&c.id) == here.as_ref()).then_some("page");
            let href = i18n::href(l, &format!("/c/{}", c.slug));
            view! { <li><a href=href aria-current=current>{words(l, &c.name)}</a></li> }
        })
        .collect_view();
    (!page.below.is_empty()).then(|| {
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
    let said = (!ask.words.is_empty())
        .then(|| view! { <input type="hidden" name="q" value=ask.words.clone()/> });
    Some(
        view! {
            <GetForm action=i18n::href(l, path) attr:class="filters" attr:id="filters" attr:popover="auto"
                attr:aria-label=t::list_filters(l)>
                <div class="filters__head">
                    <h2>{t::list_filters(l)}</h2>
                    <button class="iconbtn" type="button" popovertarget="filters" popovertargetaction="hide"
                        aria-label=i18n::common::action_close(l)><Icon of=Glyph::X/></button>
                </div>
                {said}{sort}
                <fieldset><legend>{t::list_filter_service(l)}</legend>{service}</fieldset>
                <fieldset>
                    <legend>{t::list_filter_price(l)}</legend>
                    <div class="range">
                        <input class="input" name="from" inputmode="decimal" aria-label=t::list_filter_min(l) value=from/>
                        <span>"–"</span>
                        <input class="input" name="to" inputmode="decimal" aria-label=t::list_filter_max(l) value=to/>
                    </div>
                </fieldset>
                {groups}
                <button class="btn btn--trust btn--wide" type="submit" on:click=fold>{t::list_filter_apply(l)}</button>
            </GetForm>
        }
        .into_any(),
    )
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
