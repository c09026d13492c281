//! The market: everything a use case may lean on, cloned cheaply and provided in context to pages and server functions.

use crate::passwords::Passwords;
use crate::ports::payment::Payments;
use crate::ports::search::SearchIndex;
use crate::ports::tracking::Tracking;
use crate::ports::{Clock, EventBus, Ids, Rng, Store};
use crate::tally::Tally;
use domain::Moment;
use std::sync::Arc;

/// The ports, wired by `server`.
#[derive(Clone)]
pub struct Market {
    /// Memory.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
    /// Committed events, told inside this process.
    pub bus: Arc<dyn EventBus>,
    /// The one place where passwords are hashed.
    pub passwords: Passwords,
    /// Payment partners.
    pub payments: Payments,
    /// The carriers' partner.
    pub tracking: Tracking,
    /// The index of goods; without one, search goes through the lists of the store.
    pub search: Option<Arc<dyn SearchIndex>>,
    /// What was shown, clicked and looked at and is not yet stored.
    pub tally: Arc<Tally>,
    /// Our own origin, for addresses that partners call: `https://shop.example`.
    pub origin: Arc<str>,
}

impl Market {
    /// The present moment.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A fresh id.
    pub fn id<T: domain::id::TypedId>(&self) -> T {
        self.ids.make()
    }
}
