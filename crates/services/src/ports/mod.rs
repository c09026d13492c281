//! What the use cases need from outside, as object-safe traits: memory, time, chance, payment providers, carriers, the
//! event bus. One file per area; the same noun as in `domain`, `store` and `app`.

pub mod accounts;
pub mod addresses;
pub mod carts;
pub mod catalogue;
pub mod chance;
pub mod console;
pub mod coupons;
pub mod drafts;
pub mod events;
pub mod favourites;
pub mod invoices;
pub mod ledger;
pub mod orders;
pub mod payment;
pub mod payments;
pub mod places;
pub mod prices;
pub mod reconciliation;
pub mod returns;
pub mod reviews;
pub mod rules;
pub mod search;
pub mod sessions;
pub mod shipments;
pub mod stock;
pub mod store;
pub mod tally;
pub mod tracking;
pub mod work;

pub use chance::{Clock, Ids, Rng, SystemClock, SystemIds, SystemRng};
pub use events::{EventBus, LocalBus};
pub use payment::PaymentProvider;
pub use search::SearchIndex;
pub use store::{Reader, Store, StoreExt, Tx};
pub use tracking::TrackingProvider;
