//! THE RULES. What the marketplace means by money, goods, orders, promises and books.
//!
//! This room is synchronous and pure: no IO, no clock, no chance, no floats, safe to compile for the browser.
//! Time and chance arrive as arguments; effects leave as data. It must never import another room.
#![deny(clippy::float_arithmetic)]

pub mod accounts;
pub mod browse;
pub mod carts;
pub mod catalogue;
pub mod checkout;
pub mod clocks;
pub mod console;
pub mod display;
pub mod error;
pub mod fairness;
pub mod favourites;
pub mod id;
pub mod invoices;
pub mod ledger;
pub mod listing;
pub mod money;
pub mod orders;
pub mod payments;
pub mod prices;
pub mod privacy;
pub mod quote;
pub mod reconciliation;
pub mod returns;
pub mod reviews;
pub mod rules;
pub mod scope;
pub mod search;
pub mod shipping;
pub mod stock;
pub mod text;
pub mod time;

pub use error::{Code, FieldError, Refusal};
pub use money::{Currency, Money};
pub use scope::{MerchantRole, Permission, Permissions, Scope, StaffRole};
pub use time::{Duration, Moment};
