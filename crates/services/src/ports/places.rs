//! Places on pages that the formula does not give: draws for new shops, and what is paid for (2.1.1). Both are public.

use crate::Result;
use async_trait::async_trait;
use domain::display::draw::Draw;
use domain::id::{CategoryId, MerchantId, PlacementId, ProductId};
use domain::{Moment, Scope};

/// A place that somebody pays for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementRow {
    /// Which.
    pub id: PlacementId,
    /// Who pays.
    pub merchant: MerchantId,
    /// For what.
    pub product: ProductId,
    /// From when on (inclusive).
    pub from: Moment,
    /// Until when (exclusive).
    pub until: Moment,
}

/// Reading places.
#[async_trait]
pub trait PlacesRead: Send {
    /// The draw of an hour, if it was held.
    async fn draw(&mut self, scope: &Scope, hour: i64) -> Result<Option<Draw<MerchantId>>>;
    /// The draws before an hour, the youngest first.
    async fn draws(
        &mut self,
        scope: &Scope,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Draw<MerchantId>>>;
    /// The open shops that opened after a moment.
    async fn shops_since(&mut self, scope: &Scope, since: Moment) -> Result<Vec<MerchantId>>;
    /// What is paid for at a moment, in the order in which it was booked; with a category only goods of it and of those
    /// below it.
    async fn placements(
        &mut self,
        scope: &Scope,
        category: Option<&CategoryId>,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<PlacementRow>>;
}

/// Writing places.
#[async_trait]
pub trait PlacesWrite: Send {
    /// Keeps a draw, once for each hour; `false` when that hour has one. System only.
    async fn keep_draw(
        &mut self,
        scope: &Scope,
        draw: &Draw<MerchantId>,
        now: Moment,
    ) -> Result<bool>;
    /// Books a place for a merchant's own goods. `NotFound` when they are not that merchant's.
    async fn add_placement(
        &mut self,
        scope: &Scope,
        placement: &PlacementRow,
        now: Moment,
    ) -> Result<()>;
}
