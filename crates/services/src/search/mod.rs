//! Finding goods (2.1.1, 2.3.2). The index says what fits and in which order; whether it may be seen and what it costs is
//! asked of the store at every reading, so that something taken down is gone at once, whatever the index still thinks.

mod follow;
pub mod judge;
mod lists;

pub use follow::{Checkup, catch_up, check_up, follow, reindex};

use crate::ports::search::SearchIndex;
use crate::{Error, Market, Result};
use domain::catalogue::ProductCard;
use domain::id::ProductId;
use domain::search::{Found, Hit, Query, RESULTS_MAX, ResultCard, Results, Suggestion, mark};
use domain::{Moment, Scope};
use std::collections::HashMap;

/// How often the index is asked again to fill the places of goods that may no longer be seen.
const ROUNDS_MAX: usize = 4;
/// How many suggestions there are at most.
const SUGGESTIONS_MAX: usize = 12;

/// A page of results, for a visitor: words that find something are counted for the hot ones.
pub async fn search(market: &Market, query: &Query) -> Result<Results> {
    let results = look(market, query).await?;
    let asked = query.after.is_none() && !query.words.trim().is_empty();
    let as_typed = results.corrected.is_none() && !results.loosened && results.total > 0;
    if let Some(index) = market.search.as_ref().filter(|_| asked && as_typed) {
        index.heard(&query.words, market.now()).await?;
    }
    Ok(results)
}

/// The first of each query's results that may be seen now; a query that finds nothing has none. The cards of all of them are
/// read at once.
pub(crate) async fn first_of_each(market: &Market, queries: Vec<Query>) -> Result<Vec<ResultCard>> {
    let mut firsts = Vec::with_capacity(queries.len());
    let Some(index) = market.search.as_ref().filter(|_| !queries.is_empty()) else {
        for query in queries {
            firsts.extend(look(market, &query).await?.items.into_iter().next());
        }
        return Ok(firsts);
    };
    let (now, mut all) = (market.now(), Found::default());
    let mut hits = Vec::with_capacity(queries.len());
    for query in &queries {
        match index.search(query, now).await {
            Ok(found) => {
                hits.push(found.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>());
                all.hits.extend(found.hits);
            }
            // A market whose index is broken has lists none the less, only without these places.
            Err(Error::Broken(error)) => tracing::error!(%error, "the index does not answer"),
            Err(error) => return Err(error),
        }
    }
    let english = queries.first().is_some_and(|query| query.english);
    let cards = seen(market, &all, english, now).await?;
    let first = |ids: &Vec<ProductId>| cards.iter().find(|c| ids.contains(&c.card.id)).cloned();
    firsts.extend(hits.iter().filter_map(first));
    Ok(firsts)
}

/// A page of results. Without an index, or with one that was never filled, the lists of the store answer by name.
async fn look(market: &Market, query: &Query) -> Result<Results> {
    let Some(index) = &market.search else { return lists::search(market, query).await };
    match of_index(market, &**index, query).await {
        // A market whose index is broken still finds things, only worse.
        Err(Error::Broken(error)) => {
            tracing::error!(%error, "the index does not answer; the lists of the store do");
            lists::search(market, query).await
        }
        Ok(results) if results.total == 0 && index.count().await? == 0 => {
            lists::search(market, query).await
        }
        answer => answer,
    }
}

async fn of_index(market: &Market, index: &dyn SearchIndex, query: &Query) -> Result<Results> {
    let now = market.now();
    let mut query = query.clone();
    query.limit = query.limit.clamp(1, RESULTS_MAX);
    let wanted = query.limit;
    let mut found = index.search(&query, now).await?;
    let mut items = seen(market, &found, query.english, now).await?;
    for _ in 1..ROUNDS_MAX {
        let Some(next) = found.next.clone().filter(|_| items.len() < wanted) else { break };
        query.after = Some(next);
        query.limit = wanted - items.len();
        let more = index.search(&query, now).await?;
        items.extend(seen(market, &more, query.english, now).await?);
        found.next = more.next;
    }
    Ok(Results {
        items,
        next: found.next,
        total: found.total,
        facets: found.facets,
        corrected: found.corrected,
        loosened: found.loosened,
        suggestions: found.suggestions,
    })
}

/// The cards of what was found, as far as they may be seen now.
async fn seen(
    market: &Market,
    found: &Found,
    english: bool,
    now: Moment,
) -> Result<Vec<ResultCard>> {
    let ids: Vec<ProductId> = found.hits.iter().map(|hit| hit.id.clone()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let cards = market.store.read().await?.product_cards(&Scope::Public, &ids, now).await?;
    let mut cards: HashMap<ProductId, ProductCard> =
        cards.into_iter().map(|card| (card.id.clone(), card)).collect();
    let card = |hit: &Hit| {
        let card = cards.remove(&hit.id)?;
        let marks = mark(card.name.pick(english), &found.marks);
        Some(ResultCard { card, score: hit.score, terms: hit.terms.clone(), marks })
    };
    Ok(found.hits.iter().filter_map(card).collect())
}

/// What the visitor may be about to type.
pub async fn suggest(
    market: &Market,
    typed: &str,
    english: bool,
    limit: usize,
) -> Result<Vec<Suggestion>> {
    match &market.search {
        Some(index) => index.suggest(typed, english, limit.clamp(1, SUGGESTIONS_MAX)).await,
        None => Ok(Vec::new()),
    }
}

/// What is searched for most these days.
pub async fn hot(market: &Market, limit: usize) -> Result<Vec<String>> {
    match &market.search {
        Some(index) => index.hot(market.now(), limit.clamp(1, SUGGESTIONS_MAX)).await,
        None => Ok(Vec::new()),
    }
}
