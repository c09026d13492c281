//! How a list is narrowed: what is chosen, and what may be, each with what it leaves (2.1.1).

use super::link;
use crate::pages::parts::words;
use crate::post::GetForm;
use domain::browse::{Ask, FACET_PREFIX, ListPage, as_typed};
use domain::search::{Facet, FacetKind, FacetValue, Service, Sort};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Glyph, Icon};

/// How many groups of attributes are offered: more are a wall and not a help.
const GROUPS_MAX: usize = 5;
/// How many values of a filter are shown before the rest folds away.
const VALUES_OPEN_MAX: usize = 6;

/// The values of the filter of this kind.
pub fn values(facets: &[Facet], kind: FacetKind) -> &[FacetValue] {
    facets.iter().find(|f| f.kind == kind).map_or(&[], |f| &f.values)
}

/// What is chosen, each with the link that takes it away.
pub fn applied(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    let ask = Ask { after: None, ..page.ask.clone() };
    let mut chosen: Vec<(String, Ask)> = Vec::new();
    if ask.from.is_some() || ask.to.is_some() {
        chosen.push((price_band(l, ask.from, ask.to), Ask { from: None, to: None, ..ask.clone() }));
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

pub fn value_name(l: Locale, value: &FacetValue) -> String {
    if value.name.zh.is_empty() { value.key.clone() } else { words(l, &value.name) }
}

/// All filters as one GET form: a sheet that rises on narrow windows, a column beside the list on wide ones.
pub fn filters(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
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

/// A band of prices in words, the same where it is offered and where it is taken away. A band ends one fen before the next one
/// begins, and is called by where the next one begins.
fn price_band(l: Locale, from: Option<i64>, to: Option<i64>) -> String {
    let low = as_typed(from.unwrap_or_default());
    match to {
        Some(to) if to % 100 == 99 => format!("¥{low}–{}", as_typed(to + 1)),
        Some(to) => format!("¥{low}–{}", as_typed(to)),
        None => t::list_filter_above(l, low),
    }
}

/// Bands of prices with what each would leave, as links: most people know about how much and not exactly.
fn bands(l: Locale, path: &str, page: &ListPage) -> Option<AnyView> {
    let bands = values(&page.facets, FacetKind::Price).iter().filter_map(|v| {
        let (from, to) = v.key.split_once('-')?;
        let (from, to): (i64, Option<i64>) = (from.parse().ok()?, to.parse().ok());
        let ask = Ask { from: Some(from), to, after: None, ..page.ask.clone() };
        Some(choice(link(l, path, &ask), price_band(l, Some(from), to), v))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_of_prices_is_called_the_same_before_and_after_it_is_chosen() {
        let says = |from, to| price_band(Locale::ZhCn, from, to);
        // The band as it is offered is read from the address as these two figures.
        let ask = Ask::read([("from", "60"), ("to", "99.99")]);
        assert_eq!(says(ask.from, ask.to), "¥60–100");
        assert_eq!(says(Some(6_000), Some(9_950)), "¥60–99.50");
        assert_eq!(says(None, Some(5_000)), "¥0–50");
        assert_eq!(says(Some(10_000), None), t::list_filter_above(Locale::ZhCn, "100"));
    }
}
