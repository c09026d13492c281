//! What goods cost before (3.2.1). The changes are written where prices are; here they are read.

use crate::Result;
use async_trait::async_trait;
use domain::id::{ProductId, SkuId};
use domain::prices::PriceStep;
use domain::{Moment, Scope};

/// Reading former prices.
#[async_trait]
pub trait PricesRead: Send {
    /// The price changes of a product's SKUs from `since` on, and for each SKU the price that was asked then; by SKU and
    /// time. Nothing of a product that the scope may not see at `now`.
    async fn price_changes(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        since: Moment,
        now: Moment,
    ) -> Result<Vec<(SkuId, PriceStep)>>;
}
