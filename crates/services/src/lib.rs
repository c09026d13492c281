//! THE WORK. Use cases and the ports they need. A use case reads like a paragraph: who asks, what the rules say, what is
//! written, what is told. This room knows no SQL, no HTTP and no Leptos, and nothing remote ever happens inside a
//! transaction.

pub mod accounts;
pub mod actor;
pub mod addresses;
pub mod broken;
pub mod browse;
pub mod carts;
pub mod catalogue;
pub mod checkout;
pub mod console;
pub mod drafts;
pub mod error;
pub mod favourites;
pub mod feed;
pub mod invoices;
pub mod ledger;
pub mod market;
pub mod orders;
pub mod passwords;
pub mod payment;
pub mod places;
pub mod ports;
pub mod prices;
pub mod refunds;
pub mod regions;
pub mod returns;
pub mod reviews;
pub mod rules;
pub mod search;
pub mod seed;
pub mod sessions;
pub mod settings;
pub mod shipping;
pub mod shops;
pub mod tally;
pub mod tokens;
mod trade;
pub mod work;
pub mod worker;

pub use actor::Actor;
pub use error::{Error, Result};
pub use market::Market;
