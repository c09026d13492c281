//! Purchases and merchant orders, and the pages as they were sold. A buyer reaches their own rows, a merchant theirs,
//! staff and the system all. Every `save_…` is a conditional write on the version that was read: it stores `version + 1`
//! or refuses with `Stale` and changes nothing.

use crate::Result;
use async_trait::async_trait;
use domain::id::{OrderId, PurchaseId};
use domain::orders::{Order, OrderState, Purchase};
use domain::{Moment, Scope};

/// Which orders a list shows, the youngest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Only these states; empty means all.
    pub states: Vec<OrderState>,
    /// Only orders with units in an open return.
    pub returning: bool,
}

/// Reading purchases and orders.
#[async_trait]
pub trait OrdersRead: Send {
    /// A purchase the scope may see. Merchants see none: a purchase is between the buyer and the platform.
    async fn purchase(&mut self, scope: &Scope, id: &PurchaseId) -> Result<Option<Purchase>>;
    /// The price tree as it was accepted, JSON of `domain::quote::Quote`.
    async fn purchase_quote(&mut self, scope: &Scope, id: &PurchaseId) -> Result<Option<String>>;
    /// The merchant orders of a purchase that the scope may see, in the order of their numbers, with lines.
    async fn orders_of(&mut self, scope: &Scope, purchase: &PurchaseId) -> Result<Vec<Order>>;
    /// The same by the human number of the purchase, which stands in front of the numbers of its orders.
    async fn orders_numbered(&mut self, scope: &Scope, purchase: &str) -> Result<Vec<Order>>;
    /// The paid orders of a merchant that have not left the shop, the promise that ends first in front and those of which
    /// nothing was promised behind, with lines. A merchant alone has any.
    async fn orders_to_ship(&mut self, scope: &Scope, limit: i64) -> Result<Vec<Order>>;
    /// An order the scope may see, by its id or its human number, with lines.
    async fn order(&mut self, scope: &Scope, id_or_number: &str) -> Result<Option<Order>>;
    /// Orders the scope may see, the youngest first, with lines; `after` is the id of the last row seen.
    async fn orders(
        &mut self,
        scope: &Scope,
        filter: &OrderFilter,
        after: Option<&OrderId>,
        limit: i64,
    ) -> Result<Vec<Order>>;
    /// The purchases that are open although their time is over at `now`, the longest overdue first. System only; a net
    /// under the clocks.
    async fn overdue_purchases(
        &mut self,
        scope: &Scope,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<PurchaseId>>;
    /// A page as it was sold, JSON, by its content hash. Whoever knows the hash of their order line may see it; the use
    /// case checks that.
    async fn page_as_sold(&mut self, scope: &Scope, hash: &str) -> Result<Option<String>>;
}

/// Writing purchases and orders.
#[async_trait]
pub trait OrdersWrite: Send {
    /// Stores a purchase with the price tree as it was accepted. `Conflict("purchase_number")` when the number is taken.
    async fn add_purchase(
        &mut self,
        scope: &Scope,
        purchase: &Purchase,
        quote_json: &str,
    ) -> Result<()>;
    /// Stores a merchant order with its lines.
    async fn add_order(&mut self, scope: &Scope, order: &Order) -> Result<()>;
    /// Stores a purchase anew; `Stale` when its version moved.
    async fn save_purchase(&mut self, scope: &Scope, purchase: &Purchase) -> Result<()>;
    /// Stores an order with its lines' counts anew; `Stale` when its version moved.
    async fn save_order(&mut self, scope: &Scope, order: &Order) -> Result<()>;
    /// Keeps a page as sold under its content hash; a hash that is there already stays as it is.
    async fn keep_page(
        &mut self,
        scope: &Scope,
        hash: &str,
        body_json: &str,
        now: Moment,
    ) -> Result<()>;
}
