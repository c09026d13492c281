//! Sums of what was shown and clicked, per merchant, day and kind of place (2.1.1). Only the machine adds; the sums are
//! public.

use crate::Result;
use async_trait::async_trait;
use domain::fairness::{Exposed, Place};
use domain::id::MerchantId;
use domain::{Moment, Scope};

/// What is added for one merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposureRow {
    /// The merchant.
    pub merchant: MerchantId,
    /// The day of the market's calendar, counted from 1970.
    pub day: i64,
    /// By what right it was shown.
    pub place: Place,
    /// How often it was shown.
    pub impressions: i64,
    /// How often somebody went on from there.
    pub clicks: i64,
}

/// Reading the sums.
#[async_trait]
pub trait TallyRead: Send {
    /// Every open merchant with the goods that may be shown at `now` and its sums in places of that kind, from `from` to
    /// `until` (days, exclusive), by the merchants' ids behind `after`.
    async fn exposure(
        &mut self,
        scope: &Scope,
        place: Place,
        days: (i64, i64),
        after: Option<&MerchantId>,
        limit: i64,
        now: Moment,
    ) -> Result<Vec<(MerchantId, Exposed)>>;
}

/// Adding to the sums.
#[async_trait]
pub trait TallyWrite: Send {
    /// Adds to the sums; a merchant that is not there is passed over. Places beside the formula's order never have more
    /// clicks than impressions: what is above is dropped. System only.
    async fn add_exposure(&mut self, scope: &Scope, rows: &[ExposureRow]) -> Result<()>;
}
