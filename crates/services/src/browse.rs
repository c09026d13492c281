//! Lists of goods: a category, a shop, a search. Everything here is the same for everybody, so whole pages may be kept.

use crate::{Market, Result};
use crate::{catalogue, places, search};
use domain::browse::{Ask, LIST_SIZE, ListCard, ListPage, Place};
use domain::catalogue::CategoryView;
use domain::display::places::PlaceKind;
use domain::id::TypedId as _;
use domain::search::{FacetKind, FacetValue, Query};
use domain::{Code, Scope};

/// How many of the words that others search for an empty list offers.
const HOT_SHOWN_MAX: usize = 8;

/// One page of a list. Refuses with `NotFound` when there is no such category or shop; a filter by one that does not exist is
/// as if it were not there.
pub async fn list(market: &Market, place: &Place, mut ask: Ask, english: bool) -> Result<ListPage> {
    let (mut page, categories) = whereabouts(market, place).await?;
    let here = narrowed(&mut ask, &mut page, &categories);
    let shop = page.shop.as_ref().map(|s| s.id.clone()).or_else(|| ask.shop.clone());
    let query = Query {
        words: ask.words.clone(),
        category: here.map(|c| c.id.clone()),
        price_from: ask.from,
        price_until: ask.to,
        attributes: ask.facets.clone(),
        merchant: shop,
        services: ask.services.clone(),
        sort: ask.sort,
        after: ask.after.clone(),
        limit: LIST_SIZE,
        english,
    };
    let found = search::search(market, &query).await?;
    page.cards = if is_first(&ask) && page.shop.is_none() {
        let places =
            places::laid_out(market, found.items, query.category.as_ref(), english).await?;
        places.into_iter().map(|p| ListCard { result: p.item, place: p.kind }).collect()
    } else {
        let ordered = |result| ListCard { result, place: PlaceKind::Ordered };
        found.items.into_iter().map(ordered).collect()
    };
    page.ask = ask;
    // Without an index nobody has counted.
    page.total = market.search.as_ref().map(|_| found.total);
    page.facets = found.facets;
    one_step_away(&mut page);
    page.next = found.next;
    page.corrected = found.corrected;
    page.loosened = found.loosened;
    page.suggestions = found.suggestions;
    if page.cards.is_empty() && page.suggestions.is_empty() {
        page.suggestions = search::hot(market, HOT_SHOWN_MAX).await?;
    }
    Ok(page)
}

/// The category that counts: the list's own, or the one it is narrowed to. What the list itself says is no filter of it.
fn narrowed<'a>(
    ask: &mut Ask,
    page: &mut ListPage,
    categories: &'a [CategoryView],
) -> Option<&'a CategoryView> {
    if page.shop.is_some() {
        ask.shop = None;
    }
    if let Some(own) = page.trail.last() {
        ask.category = None;
        return categories.iter().find(|c| c.id == own.id);
    }
    let chosen = ask.category.as_ref().and_then(|slug| categories.iter().find(|c| c.slug == *slug));
    ask.category = chosen.map(|c| c.slug.clone());
    page.below = below(categories, chosen);
    // Below a category of the first level it stands itself, so that it can be named and taken back.
    if let Some(chosen) = chosen.filter(|c| !page.below.iter().any(|b| b.id == c.id)) {
        page.below.insert(0, chosen.clone());
    }
    chosen
}

/// Of all the categories that were counted, those one step away are offered, by their slugs and in the market's order.
fn one_step_away(page: &mut ListPage) {
    let (below, chosen) = (&page.below, &page.ask.category);
    for facet in page.facets.iter_mut().filter(|f| f.kind == FacetKind::Category) {
        let counted = |c: &CategoryView| {
            let count = facet.values.iter().find(|v| v.key == c.id.as_str()).map(|v| v.count);
            let chosen = chosen.as_ref() == Some(&c.slug);
            count.or(chosen.then_some(0)).map(|count| FacetValue {
                key: c.slug.clone(),
                name: c.name.clone(),
                count,
                chosen,
            })
        };
        facet.values = below.iter().filter_map(counted).collect();
    }
    if page.shop.is_some() {
        // The lists of categories are not this shop's: only its own goods in them are offered, by the filter.
        page.below.clear();
    }
}

/// Whether this is how a list begins: only there are places drawn or paid for, never in a search or a narrowed list, where
/// they would stand for what nobody asked.
fn is_first(ask: &Ask) -> bool {
    *ask == Ask::default()
}

/// Where the list stands, and what is one step away.
async fn whereabouts(market: &Market, place: &Place) -> Result<(ListPage, Vec<CategoryView>)> {
    let mut reader = market.store.read().await?;
    let mut page = ListPage::default();
    let categories = reader.categories(&Scope::Public).await?;
    match place {
        Place::Search => {}
        Place::Category(slug) => {
            page.trail = catalogue::trail(&categories, slug).ok_or(Code::NotFound)?;
            page.below = below(&categories, page.trail.last());
        }
        Place::Shop(slug) => {
            page.shop = Some(reader.shop(&Scope::Public, slug).await?.ok_or(Code::NotFound)?);
        }
    }
    Ok((page, categories))
}

/// The categories directly below; beside a leaf stand its siblings, so that one can go on.
fn below(all: &[CategoryView], here: Option<&CategoryView>) -> Vec<CategoryView> {
    let under = |id| all.iter().filter(move |c| c.parent.as_ref() == id).cloned().collect();
    let children: Vec<_> = under(here.map(|c| &c.id));
    match here {
        Some(leaf) if children.is_empty() => under(leaf.parent.as_ref()),
        _ => children,
    }
}
