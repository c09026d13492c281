//! Lists of goods: a category, a shop, a search. Everything here is the same for everybody, so whole pages may be kept.

use crate::{Market, Result};
use crate::{catalogue, places, search};
use domain::browse::{Ask, LIST_SIZE, ListCard, ListPage, Place};
use domain::catalogue::CategoryView;
use domain::display::places::PlaceKind;
use domain::search::Query;
use domain::{Code, Scope};

/// How many of the words that others search for an empty list offers.
const HOT_SHOWN_MAX: usize = 8;

/// One page of a list. Refuses with `NotFound` when there is no such category or shop.
pub async fn list(market: &Market, place: &Place, ask: Ask, english: bool) -> Result<ListPage> {
    let mut page = whereabouts(market, place).await?;
    let query = Query {
        words: ask.words.clone(),
        category: page.trail.last().map(|c| c.id.clone()),
        price_from: ask.from,
        price_until: ask.to,
        attributes: ask.facets.clone(),
        merchant: page.shop.as_ref().map(|s| s.id.clone()),
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
    page.next = found.next;
    page.corrected = found.corrected;
    page.loosened = found.loosened;
    page.suggestions = found.suggestions;
    if page.cards.is_empty() && page.suggestions.is_empty() {
        page.suggestions = search::hot(market, HOT_SHOWN_MAX).await?;
    }
    Ok(page)
}

/// Whether this is how a list begins: only there are places drawn or paid for, never in a search or a narrowed list, where
/// they would stand for what nobody asked.
fn is_first(ask: &Ask) -> bool {
    *ask == Ask::default()
}

/// Where the list stands, and what is one step away.
async fn whereabouts(market: &Market, place: &Place) -> Result<ListPage> {
    let mut reader = market.store.read().await?;
    let mut page = ListPage::default();
    let categories = reader.categories(&Scope::Public).await?;
    match place {
        Place::Search => page.below = below(&categories, None),
        Place::Category(slug) => {
            page.trail = catalogue::trail(&categories, slug).ok_or(Code::NotFound)?;
            page.below = below(&categories, page.trail.last());
        }
        Place::Shop(slug) => {
            page.shop = Some(reader.shop(&Scope::Public, slug).await?.ok_or(Code::NotFound)?);
        }
    }
    Ok(page)
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
