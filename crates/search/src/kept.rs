//! Lists that were long in the making. Making one means looking at everything that fits, so its cost grows with the
//! catalogue; kept for a while, each of its pages is found by halving. A kept list may be a little old: what it names is read
//! from the store before it is shown, so it can be late with what is new and never shows what is gone.

use crate::lock;
use crate::pick::Sorted;
use crate::shelf::Shelf;
use domain::search::Query;
use domain::{Duration, Moment};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

/// From how many results on a list is kept: fewer are made anew in less than a few milliseconds.
pub const LONG: usize = 4_000;
/// How many lists are remembered, the short ones among them.
const LISTS_MAX: usize = 512;
/// How many results all kept lists hold together, twelve bytes each.
const RESULTS_MAX: usize = 6_000_000;
/// How long a list is good for each result that it holds, when the goods have changed: so that making it again and again costs
/// some thousandths of the machine, however long it is.
const MICROS_EACH: i64 = 200;
/// After so long it is made anew whether anything has changed or not.
const FRESH: Duration = Duration::seconds(60);
/// After so long nobody is shown it any more.
const SHOWN_MAX: Duration = Duration::minutes(10);

/// A list with everything that is said about it.
pub struct List {
    /// The generation that it was made from.
    pub shelf: Arc<Shelf>,
    /// The results in order, and the filters.
    pub sorted: Sorted,
    /// The words after a slip was mended.
    pub corrected: Option<String>,
    /// Whether only half of the words had to fit.
    pub loosened: bool,
    /// What to mark in names.
    pub marks: Vec<String>,
    /// When it was made.
    pub made_at: Moment,
}

impl List {
    /// Whether it may still be shown.
    pub fn is_good(&self, now: Moment) -> bool {
        now.since(self.made_at) < SHOWN_MAX
    }

    /// Whether it should be made anew. `hour` is the present one, `changed` whether there is a later generation.
    pub fn is_old(&self, now: Moment, hour: i64, changed: bool) -> bool {
        let age = now.since(self.made_at);
        let results = i64::try_from(self.sorted.total()).unwrap_or(i64::MAX);
        let lasts = Duration::millis(results.saturating_mul(MICROS_EACH) / 1_000);
        hour != self.sorted.hour() || age >= FRESH || (changed && age >= lasts)
    }
}

/// What is known of a list.
#[derive(Clone, Default)]
pub enum Known {
    /// Nobody has asked yet.
    #[default]
    Nothing,
    /// It is made sooner than kept.
    Short,
    /// It is kept.
    Long(Arc<List>),
}

/// The place of one list.
#[derive(Default)]
pub struct Slot {
    known: Mutex<Known>,
    /// Whoever makes the list for the first time holds this; the others wait and find it.
    pub making: Mutex<()>,
    /// Whether somebody makes it anew at this moment.
    remaking: AtomicBool,
    asked_at: AtomicI64,
}

impl Slot {
    /// What is known.
    pub fn known(&self) -> Known {
        lock(&self.known).clone()
    }

    /// Claims the remaking; `false` when somebody else is at it.
    pub fn claim(&self) -> bool {
        !self.remaking.swap(true, Ordering::AcqRel)
    }

    /// Gives the remaking back.
    pub fn release(&self) {
        self.remaking.store(false, Ordering::Release);
    }

    fn results(&self) -> usize {
        match &*lock(&self.known) {
            Known::Long(list) => list.sorted.total(),
            Known::Nothing | Known::Short => 0,
        }
    }
}

/// All lists.
#[derive(Default)]
pub struct Kept {
    slots: Mutex<HashMap<String, Arc<Slot>>>,
}

impl Kept {
    /// The place of the list that a query turns the pages of.
    pub fn slot(&self, query: &Query, now: Moment) -> Arc<Slot> {
        let whole = Query { after: None, limit: 0, english: false, ..query.clone() };
        let mut slots = lock(&self.slots);
        let slot = Arc::clone(slots.entry(format!("{whole:?}")).or_default());
        slot.asked_at.store(now.millis(), Ordering::Relaxed);
        if slots.len() > LISTS_MAX {
            forget(&mut slots, &slot);
        }
        slot
    }

    /// Notes what a list turned out to be.
    pub fn keep(&self, slot: &Arc<Slot>, known: Known) {
        let is_long = matches!(known, Known::Long(_));
        *lock(&slot.known) = known;
        if !is_long {
            return;
        }
        let mut slots = lock(&self.slots);
        while slots.values().map(|s| s.results()).sum::<usize>() > RESULTS_MAX && slots.len() > 1 {
            forget(&mut slots, slot);
        }
    }
}

/// Forgets the list that was not asked for longest, except one.
fn forget(slots: &mut HashMap<String, Arc<Slot>>, except: &Arc<Slot>) {
    let others = slots.iter().filter(|(_, slot)| !Arc::ptr_eq(slot, except));
    let oldest = others.min_by_key(|(_, slot)| slot.asked_at.load(Ordering::Relaxed));
    if let Some(key) = oldest.map(|(key, _)| key.clone()) {
        slots.remove(&key);
    }
}
