//! Counting what is shown and clicked (2.1.1) without slowing a page down. A page adds to figures in memory; every process
//! that shows pages brings its figures to the store every two seconds, in one transaction. What was counted in the last two
//! seconds before a crash is lost, and nothing else: these are sums for a report and no business fact.
//!
//! What never happens here: a figure about who looked. The browsing history of buyers takes the same way to the store, but
//! is theirs alone and counted nowhere.

use crate::ports::StoreExt as _;
use crate::ports::favourites::SeenRow;
use crate::ports::tally::ExposureRow;
use crate::{Market, Result};
use domain::fairness::{Place, Report, day_of, report as sum_up};
use domain::favourites::HISTORY_MAX;
use domain::id::{AccountId, JobId, MerchantId, ProductId};
use domain::{Moment, Scope};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OwnedMutexGuard;

mod kept;
#[cfg(test)]
mod tests;

pub use kept::report_kept;

const SCOPE: Scope = Scope::System("tally");
/// How often figures are brought to the store.
pub const PAUSE_MS: u64 = 2_000;
/// How many lists are watched before their figures are added up early.
const LISTS_MAX: usize = 4_096;
/// How much looking is remembered while the store cannot take it.
const SEEN_MAX: usize = 50_000;
/// How many merchants one query of the report reads.
const MERCHANTS_AT_ONCE: i64 = 1_000;

/// The cards of one list or page, counted as a whole each time it is shown.
#[derive(Debug, Default)]
pub struct Shown {
    cards: Vec<(MerchantId, Place, i64)>,
    times: AtomicI64,
}

impl Shown {
    /// It was shown once more. One addition, so that a page kept in memory leaves as quickly as before.
    pub fn again(&self) {
        self.times.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    impressions: i64,
    clicks: i64,
}

/// What is not yet stored.
#[derive(Debug, Default)]
struct Held {
    lists: Vec<Arc<Shown>>,
    sums: HashMap<(MerchantId, Place), Sums>,
    seen: HashMap<(AccountId, ProductId), Moment>,
}

impl Held {
    /// Adds up the lists that were shown; those that nobody can show any more are let go.
    fn add_up(&mut self) {
        let Self { lists, sums, .. } = self;
        lists.retain(|list| {
            // Asked first: a list that is held here alone cannot be shown again before its figure is taken.
            let alone = Arc::strong_count(list) == 1;
            let times = list.times.swap(0, Ordering::Relaxed);
            for (merchant, place, cards) in list.cards.iter().filter(|_| times > 0) {
                sums.entry((merchant.clone(), *place)).or_default().impressions += cards * times;
            }
            !alone
        });
    }
}

/// The figures of this process.
#[derive(Debug, Default)]
pub struct Tally {
    held: Mutex<Held>,
    on_its_way: Arc<tokio::sync::Mutex<()>>,
    reported: kept::Reported,
}

impl Tally {
    /// A list with these cards, to be counted each time it is shown.
    pub fn list(&self, cards: &[(MerchantId, Place)]) -> Arc<Shown> {
        let mut counted: HashMap<&(MerchantId, Place), i64> = HashMap::new();
        for card in cards {
            *counted.entry(card).or_default() += 1;
        }
        let cards = counted.into_iter().map(|((m, place), n)| (m.clone(), *place, n)).collect();
        let list = Arc::new(Shown { cards, times: AtomicI64::new(0) });
        let mut held = self.held();
        if held.lists.len() >= LISTS_MAX {
            held.add_up();
        }
        held.lists.push(list.clone());
        list
    }

    /// Somebody went on from a list to goods of this merchant.
    pub fn clicked(&self, merchant: &MerchantId, place: Place) {
        self.held().sums.entry((merchant.clone(), place)).or_default().clicks += 1;
    }

    /// A buyer looked at a product.
    pub fn seen(&self, account: &AccountId, product: &ProductId, now: Moment) {
        let mut held = self.held();
        let key = (account.clone(), product.clone());
        if held.seen.len() < SEEN_MAX || held.seen.contains_key(&key) {
            held.seen.insert(key, now);
        }
    }

    /// Forgets what a person looked at, all of it or one product, and holds back what would be stored meanwhile for as long
    /// as the answer lives: what is on its way there must not arrive after the erasing.
    pub async fn forget(
        &self,
        account: &AccountId,
        product: Option<&ProductId>,
    ) -> OwnedMutexGuard<()> {
        let guard = self.on_its_way.clone().lock_owned().await;
        let goes = |a: &AccountId, p: &ProductId| a == account && product.is_none_or(|x| x == p);
        self.held().seen.retain(|(a, p), _| !goes(a, p));
        guard
    }

    /// Takes everything out to be stored.
    fn take(&self) -> Held {
        let mut held = self.held();
        held.add_up();
        Held {
            lists: Vec::new(),
            sums: std::mem::take(&mut held.sums),
            seen: std::mem::take(&mut held.seen),
        }
    }

    /// Puts back what could not be stored.
    fn give_back(&self, taken: Held) {
        let mut held = self.held();
        for (key, sums) in taken.sums {
            let entry = held.sums.entry(key).or_default();
            entry.impressions += sums.impressions;
            entry.clicks += sums.clicks;
        }
        for (key, at) in taken.seen {
            let entry = held.seen.entry(key).or_insert(at);
            *entry = (*entry).max(at);
        }
    }

    /// Additions cannot be left half done, so a thread that panicked has spoiled nothing.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings what was counted to the store. What it refuses is counted again the next time.
pub async fn flush(market: &Market) -> Result<()> {
    let _one_at_a_time = market.tally.on_its_way.lock().await;
    let taken = market.tally.take();
    if taken.sums.is_empty() && taken.seen.is_empty() {
        return Ok(());
    }
    let day = day_of(market.now());
    let mut rows: Vec<ExposureRow> = taken.sums.iter().map(|(key, s)| row(key, *s, day)).collect();
    // Always in one order, so that two servers never wait for each other's rows.
    rows.sort_unstable_by(|a, b| (&a.merchant, a.place).cmp(&(&b.merchant, b.place)));
    let mut seen: Vec<SeenRow> = taken
        .seen
        .iter()
        .map(|((a, p), at)| SeenRow { account: a.clone(), product: p.clone(), at: *at })
        .collect();
    seen.sort_unstable_by(|a, b| (&a.account, &a.product).cmp(&(&b.account, &b.product)));
    let (rows, seen): (Arc<[ExposureRow]>, Arc<[SeenRow]>) = (rows.into(), seen.into());
    let stored = market
        .store
        .write(format!("tally:{}", market.id::<JobId>()), move |tx| {
            let (rows, seen) = (rows.clone(), seen.clone());
            Box::pin(async move {
                tx.add_exposure(&SCOPE, &rows).await?;
                tx.add_seen(&SCOPE, &seen, HISTORY_MAX).await
            })
        })
        .await;
    if stored.is_err() {
        market.tally.give_back(taken);
    }
    stored
}

fn row((merchant, place): &(MerchantId, Place), sums: Sums, day: i64) -> ExposureRow {
    ExposureRow {
        merchant: merchant.clone(),
        day,
        place: *place,
        impressions: sums.impressions,
        clicks: sums.clicks,
    }
}

/// The public report: exposure by the published formula against the share of the catalogue, from day `from` to day `until`
/// (exclusive). Paid places and the seats for new shops are no part of it. It counts every good, so pages show
/// [`report_kept`].
pub async fn report(market: &Market, from: i64, until: i64) -> Result<Report> {
    let now = market.now();
    let mut reader = market.store.read().await?;
    let mut merchants = Vec::new();
    let mut after: Option<MerchantId> = None;
    loop {
        let page = reader
            .exposure(
                &Scope::Public,
                Place::Organic,
                (from, until),
                after.as_ref(),
                MERCHANTS_AT_ONCE,
                now,
            )
            .await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        merchants.extend(page.into_iter().map(|(_, exposed)| exposed));
    }
    Ok(sum_up(&merchants))
}
