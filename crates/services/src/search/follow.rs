//! Keeping the index true. It is filled from the store page by page, and then follows the sealed outbox: whatever an event
//! names is read anew and put into the index as it is now. An event is only a hint, so hearing one twice or late does no
//! harm, and a filling remembers the end of the outbox from before it began.

use crate::ports::search::{Change, SearchDoc, SearchIndex};
use crate::ports::work::SealedEvent;
use crate::{Error, Market, Result};
use domain::Scope;
use domain::catalogue::{PAGE_SIZE_MAX, ProductFilter};
use domain::id::{CategoryId, MerchantId, ProductId, TypedId as _};
use std::collections::{BTreeSet, HashSet};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration as Pause;

const SCOPE: Scope = Scope::System("search");
/// How many products are read at once.
const DOCS_MAX: i64 = 200;
/// How many events are read at once.
const EVENTS_MAX: i64 = 200;
/// How far the index may lag behind events that do not concern it before its position is written down.
const IDLE_EVENTS_MAX: i64 = 2_000;
const FOLLOW_PAUSE_MS: u64 = 200;
/// Somebody else writes; should they end, we take over.
const WAIT_PAUSE_MS: u64 = 3_000;
const TROUBLE_PAUSE_MS: u64 = 2_000;
/// How many products a check-up looks for in the index.
const SAMPLE: usize = 100;

fn index(market: &Market) -> Result<Arc<dyn SearchIndex>> {
    market.search.clone().ok_or_else(|| Error::broken("this market has no index"))
}

/// Fills the index anew from the store and tells after every page how many products are in it; how many in the end.
pub async fn reindex(market: &Market, mut progress: impl FnMut(u64) + Send) -> Result<u64> {
    let index = index(market)?;
    if !index.lead().await? {
        return Err(Error::Busy("another process writes the index".to_owned()));
    }
    let mut reader = market.store.read().await?;
    // What is committed while we read has its event behind this one and is read again.
    let followed = reader.last_event(&SCOPE).await?;
    index.begin().await?;
    let (mut count, mut after) = (0, None);
    loop {
        let docs = reader.search_docs(&SCOPE, after.as_ref(), DOCS_MAX).await?;
        let Some(last) = docs.last() else { break };
        after = Some(last.id.clone());
        count += u64::try_from(docs.len()).unwrap_or_default();
        index.fill(docs).await?;
        progress(count);
    }
    index.commit(followed).await?;
    Ok(count)
}

/// Keeps the index true until `ending`. Every process that has an index calls this; on each machine one of them writes.
pub async fn follow(market: &Market, ending: impl Future<Output = ()>) {
    tokio::pin!(ending);
    let mut heard = None;
    loop {
        let pause = match step(market, &mut heard).await {
            Ok(Step::More) => 0,
            Ok(Step::Idle) => FOLLOW_PAUSE_MS,
            Ok(Step::Wait) => WAIT_PAUSE_MS,
            Err(error) => {
                tracing::warn!(%error, "the index cannot follow just now");
                // What was heard may not have been written.
                heard = None;
                TROUBLE_PAUSE_MS
            }
        };
        tokio::select! {
            () = &mut ending => return,
            () = tokio::time::sleep(Pause::from_millis(pause)) => {}
        }
    }
}

enum Step {
    More,
    Idle,
    Wait,
}

/// Follows once; for those who do not wait for the loop. Whether there may be more to follow.
pub async fn catch_up(market: &Market) -> Result<bool> {
    Ok(matches!(step(market, &mut None).await?, Step::More))
}

/// One step of the follower. `heard` is up to where it has listened in this life.
async fn step(market: &Market, heard: &mut Option<i64>) -> Result<Step> {
    let index = index(market)?;
    if !index.lead().await? {
        *heard = None;
        return Ok(Step::Wait);
    }
    let followed = index.followed().await?;
    let mut reader = market.store.read().await?;
    let last = reader.last_event(&SCOPE).await?;
    // An index that has followed further than the outbox goes is the copy of another database.
    let Some(followed) = followed.filter(|followed| *followed <= last) else {
        drop(reader);
        tracing::info!("the index is filled from the store");
        let count = reindex(market, |_| {}).await?;
        tracing::info!(count, "the index is filled");
        *heard = None;
        return Ok(Step::More);
    };
    let from = heard.unwrap_or(followed).max(followed);
    let events = reader.events_after(&SCOPE, from, EVENTS_MAX).await?;
    let Some(end) = events.last().map(|e| e.seq) else { return Ok(Step::Idle) };
    let ids = touched(market, &events).await?;
    let changes = changes(market, &ids).await?;
    if !changes.is_empty() || end - followed > IDLE_EVENTS_MAX {
        index.apply(changes, end).await?;
    }
    *heard = Some(end);
    Ok(Step::More)
}

/// The products that events are about.
async fn touched(market: &Market, events: &[SealedEvent]) -> Result<Vec<ProductId>> {
    let mut ids = BTreeSet::new();
    let mut filters: Vec<ProductFilter> = Vec::new();
    for sealed in events.iter().filter(|e| e.event.kind.starts_with("catalogue.")) {
        let subject = &sealed.event.subject;
        if let Ok(id) = ProductId::parse(subject) {
            ids.insert(id);
        } else if let Ok(id) = MerchantId::parse(subject) {
            filters.push(ProductFilter { merchant: Some(id), ..ProductFilter::default() });
        } else if let Ok(id) = CategoryId::parse(subject) {
            filters.push(ProductFilter { category: Some(id), ..ProductFilter::default() });
        }
    }
    filters.dedup();
    for filter in &filters {
        let (mut reader, mut after) = (market.store.read().await?, None::<String>);
        loop {
            let now = market.now();
            let page =
                reader.products(&SCOPE, filter, after.as_deref(), PAGE_SIZE_MAX, now).await?;
            ids.extend(page.items.into_iter().map(|card| card.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(ids.into_iter().collect())
}

/// How these products are now.
async fn changes(market: &Market, ids: &[ProductId]) -> Result<Vec<Change>> {
    let mut changes = Vec::with_capacity(ids.len());
    let mut reader = market.store.read().await?;
    for some in ids.chunks(usize::try_from(DOCS_MAX).unwrap_or(1)) {
        let docs: Vec<SearchDoc> = reader.search_docs_of(&SCOPE, some).await?;
        let there: HashSet<&ProductId> = docs.iter().map(|doc| &doc.id).collect();
        let gone = some.iter().filter(|id| !there.contains(id)).cloned().map(Change::Remove);
        changes.extend(gone.collect::<Vec<_>>());
        changes.extend(docs.into_iter().map(|doc| Change::Put(Box::new(doc))));
    }
    Ok(changes)
}

/// How well the index agrees with the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// How many products the index holds.
    pub indexed: u64,
    /// How many the store offers.
    pub offered: u64,
    /// By how many events the index lags; `None` when it was never filled.
    pub behind: Option<i64>,
    /// How many products were looked for, the oldest and the youngest.
    pub sampled: usize,
    /// Which of those the index does not hold.
    pub missing: Vec<ProductId>,
}

impl Checkup {
    /// Whether nothing needs to be done.
    pub fn is_sound(&self) -> bool {
        self.behind.is_some() && self.indexed == self.offered && self.missing.is_empty()
    }
}

/// Compares the index with the store: how many, and whether a sample is there.
pub async fn check_up(market: &Market) -> Result<Checkup> {
    let index = index(market)?;
    let mut reader = market.store.read().await?;
    let half = i64::try_from(SAMPLE / 2).unwrap_or_default().min(PAGE_SIZE_MAX);
    let oldest = reader.search_docs(&SCOPE, None, half).await?;
    let youngest = reader
        .products(&Scope::Public, &ProductFilter::default(), None, half, market.now())
        .await?;
    let mut sample: BTreeSet<ProductId> = oldest.into_iter().map(|doc| doc.id).collect();
    sample.extend(youngest.items.into_iter().map(|card| card.id));
    let sample: Vec<ProductId> = sample.into_iter().collect();
    let held = index.holds(&sample).await?;
    let missing = sample.iter().zip(held).filter(|(_, held)| !held).map(|(id, _)| id.clone());
    let last = reader.last_event(&SCOPE).await?;
    Ok(Checkup {
        indexed: index.count().await?,
        offered: u64::try_from(reader.search_docs_count(&SCOPE).await?).unwrap_or_default(),
        behind: index.followed().await?.map(|followed| (last - followed).max(0)),
        sampled: sample.len(),
        missing: missing.collect(),
    })
}
