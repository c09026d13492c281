//! The memory port. A write is a repeatable closure over a [`Tx`]; the store may run it several times (a lost lock, a
//! serialisation failure, a group replayed after a broken connection), so it must not touch anything but the database.

use super::accounts::{AccountsRead, AccountsWrite};
use super::addresses::{AddressesRead, AddressesWrite};
use super::carts::{CartsRead, CartsWrite};
use super::catalogue::{CatalogueRead, CatalogueWrite};
use super::console::ConsoleRead;
use super::coupons::{CouponsRead, CouponsWrite};
use super::drafts::{DraftsRead, DraftsWrite};
use super::favourites::{FavouritesRead, FavouritesWrite};
use super::invoices::{InvoicesRead, InvoicesWrite};
use super::ledger::{LedgerRead, LedgerWrite};
use super::orders::{OrdersRead, OrdersWrite};
use super::payments::{PaymentsRead, PaymentsWrite};
use super::places::{PlacesRead, PlacesWrite};
use super::prices::PricesRead;
use super::reconciliation::{ReconciliationRead, ReconciliationWrite};
use super::returns::{ReturnsRead, ReturnsWrite};
use super::reviews::{ReviewsRead, ReviewsWrite};
use super::rules::{RulesRead, RulesWrite};
use super::sessions::{SessionsRead, SessionsWrite};
use super::shipments::{ShipmentsRead, ShipmentsWrite};
use super::stock::{StockRead, StockWrite};
use super::tally::{TallyRead, TallyWrite};
use super::work::{WorkRead, WorkWrite};
use crate::Result;
use async_trait::async_trait;
use futures::future::BoxFuture;
use std::any::Any;
use std::sync::Arc;

/// Everything that can be read: one line per area.
pub trait Reader:
    Send
    + AccountsRead
    + SessionsRead
    + CatalogueRead
    + CartsRead
    + AddressesRead
    + DraftsRead
    + WorkRead
    + ConsoleRead
    + OrdersRead
    + StockRead
    + CouponsRead
    + PaymentsRead
    + ReconciliationRead
    + ShipmentsRead
    + ReturnsRead
    + ReviewsRead
    + InvoicesRead
    + LedgerRead
    + RulesRead
    + PlacesRead
    + FavouritesRead
    + TallyRead
    + PricesRead
{
}

/// Everything that can be done inside one transaction: one line per area.
pub trait Tx:
    Reader
    + AccountsWrite
    + SessionsWrite
    + CatalogueWrite
    + CartsWrite
    + AddressesWrite
    + DraftsWrite
    + WorkWrite
    + OrdersWrite
    + StockWrite
    + CouponsWrite
    + PaymentsWrite
    + ReconciliationWrite
    + ShipmentsWrite
    + ReturnsWrite
    + ReviewsWrite
    + InvoicesWrite
    + LedgerWrite
    + RulesWrite
    + PlacesWrite
    + FavouritesWrite
    + TallyWrite
{
}

/// A repeatable write with its result erased, so that [`Store`] stays object-safe.
pub type ErasedWrite =
    Arc<dyn for<'t> Fn(&'t mut dyn Tx) -> BoxFuture<'t, Result<Box<dyn Any + Send>>> + Send + Sync>;

/// The memory of the market.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// A read-only view on one connection; sees committed rows.
    async fn read(&self) -> Result<Box<dyn Reader>>;

    /// Runs `work` in one transaction and answers after COMMIT. `key` names the write: when the answer of a COMMIT is
    /// lost, the store looks the key up to learn whether it happened.
    async fn write_erased(&self, key: String, work: ErasedWrite) -> Result<Box<dyn Any + Send>>;

    /// Lets the engine look at how its tables are filled, after a great many rows came at once. Until it has, an engine that
    /// plans by what it has seen plans badly.
    async fn survey(&self) -> Result<()>;
}

/// The typed way to write.
#[async_trait]
pub trait StoreExt {
    /// Runs `work` in one transaction; see [`Store::write_erased`].
    async fn write<T, F>(&self, key: impl Into<String> + Send, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut dyn Tx) -> BoxFuture<'t, Result<T>> + Send + Sync + 'static;
}

#[async_trait]
impl StoreExt for dyn Store {
    async fn write<T, F>(&self, key: impl Into<String> + Send, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut dyn Tx) -> BoxFuture<'t, Result<T>> + Send + Sync + 'static,
    {
        let work = Arc::new(work);
        let erased: ErasedWrite = Arc::new(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move { work(tx).await.map(|t| Box::new(t) as Box<dyn Any + Send>) })
        });
        let answer = self.write_erased(key.into(), erased).await?;
        answer
            .downcast::<T>()
            .map(|t| *t)
            .map_err(|_| crate::Error::broken("a write answered another type"))
    }
}
