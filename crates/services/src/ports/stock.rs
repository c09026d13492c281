//! Stock: one level per stock item, `held` being the sum of its live reservations, `0 <= held <= on_hand` (I18). There is
//! no read-then-write here: a reservation is one conditional statement.

use crate::Result;
use async_trait::async_trait;
use domain::id::{PurchaseId, StockItemId};
use domain::stock::Reservation;
use domain::{Moment, Scope};

/// Reading stock.
#[async_trait]
pub trait StockRead: Send {
    /// On hand and held of an item. Its merchant, staff and the system.
    async fn stock_level(
        &mut self,
        scope: &Scope,
        item: &StockItemId,
    ) -> Result<Option<(i64, i64)>>;
    /// The reservations of a purchase, in the order of their items. System only.
    async fn reservations(
        &mut self,
        scope: &Scope,
        purchase: &PurchaseId,
    ) -> Result<Vec<Reservation>>;
}

/// Writing stock. System only.
#[async_trait]
pub trait StockWrite: Send {
    /// Holds goods: `held = held + qty WHERE on_hand - held >= qty`, and the reservation row. `false` when there are not
    /// as many left; nothing is changed then.
    async fn reserve(&mut self, scope: &Scope, reservation: &Reservation) -> Result<bool>;
    /// Turns the live reservations of a purchase into sales: on hand and held both fall. How many rows ended; doing it
    /// twice ends none.
    async fn consume(&mut self, scope: &Scope, purchase: &PurchaseId, now: Moment) -> Result<i64>;
    /// Gives the live reservations of a purchase back: held falls. How many rows ended; doing it twice ends none.
    async fn release(&mut self, scope: &Scope, purchase: &PurchaseId, now: Moment) -> Result<i64>;
    /// Puts goods back on the shelf. `source` is the fact it comes from (the text of an id); the same source puts an item
    /// back only once.
    async fn restock(
        &mut self,
        scope: &Scope,
        item: &StockItemId,
        qty: i64,
        source: &str,
        now: Moment,
    ) -> Result<bool>;
}
