//! THE MEMORY. The only room with SQL: SQLite and PostgreSQL from one text, behind the ports of `services`.
//!
//! What never happens here: a statement put together from what somebody typed, a read that is not narrowed by a scope, a
//! business rule, a call to anything but the database while a transaction is open.

mod accounts;
mod addresses;
mod carts;
mod catalogue;
mod console;
mod coupons;
mod db;
mod drafts;
mod favourites;
mod invoices;
mod ledger;
mod migrate;
mod orders;
mod payments;
mod places;
mod postgres;
mod prices;
mod reconciliation;
mod returns;
mod reviews;
mod rules;
mod scoped;
mod sessions;
mod shipments;
mod sqlite;
mod stock;
mod tally;
#[cfg(feature = "testing")]
pub mod testing;
mod work;

use services::ports::{Clock, Reader, Store, Tx};
use services::{Error, Result};
use std::sync::Arc;

/// The forms of address this store understands, for messages to operators.
pub const URL_FORMS: &str = "sqlite://path/to/file.db or postgres://user:password@host/database";

/// Opens the store at `url`, brings its tables up to date and answers when it is ready to serve.
/// Fails when the address is not understood, the engine is too old or the tables belong to a newer version.
pub async fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Arc<dyn Store>> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Arc::new(sqlite::SqliteStore::open(url, clock).await?)),
        Some(("postgres" | "postgresql", _)) => {
            Ok(Arc::new(postgres::PostgresStore::open(url, clock).await?))
        }
        _ => Err(Error::broken(format_args!("a store address must be {URL_FORMS}"))),
    }
}

impl Reader for db::Session {}
impl Tx for db::Session {}
