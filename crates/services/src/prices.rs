//! What goods cost in the last thirty days (3.2.1).

use crate::{Market, Result};
use domain::Scope;
use domain::id::ProductId;
use domain::prices::{PriceHistory, WINDOW, histories};

/// The histories of a product's SKUs, in the order in which its page offers them.
pub async fn history(market: &Market, id: &ProductId) -> Result<Vec<PriceHistory>> {
    let now = market.now();
    let mut reader = market.store.read().await?;
    let changes = reader.price_changes(&Scope::Public, id, now.minus(WINDOW), now).await?;
    Ok(histories(&changes, now))
}
