//! Payment attempts, providers' raw events, refunds. (The partners themselves are in `payment`.) A purchase has at most one
//! live attempt, kept by a partial unique index over `created`, `pending`, `unknown`. Every `save_…` is conditional on the
//! version: `Stale` when it moved.

use crate::Result;
use async_trait::async_trait;
use domain::id::{AttemptId, PaymentEventId, PurchaseId, RefundId};
use domain::payments::{Attempt, Refund, RefundStatus};
use domain::{Moment, Scope};

/// A notification as it came, kept before anything is decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentEvent {
    /// The id.
    pub id: PaymentEventId,
    /// Which provider.
    pub provider: String,
    /// The provider's name for what happened; with the provider unique (I7).
    pub event_id: String,
    /// The attempt it is about, by our number.
    pub attempt_no: String,
    /// The headers in which the signature stands, a line each; empty when it stands in the body.
    pub signature: String,
    /// The bytes as they came, as text.
    pub raw: String,
    /// When it came.
    pub heard_at: Moment,
}

/// Reading payments. Buyers see their own; merchants see none.
#[async_trait]
pub trait PaymentsRead: Send {
    /// An attempt by its id.
    async fn attempt(&mut self, scope: &Scope, id: &AttemptId) -> Result<Option<Attempt>>;
    /// An attempt by the number the provider knows. System only.
    async fn attempt_by_no(&mut self, scope: &Scope, no: &str) -> Result<Option<Attempt>>;
    /// The attempts of a purchase, oldest first.
    async fn attempts_of(&mut self, scope: &Scope, purchase: &PurchaseId) -> Result<Vec<Attempt>>;
    /// A refund by its id.
    async fn refund(&mut self, scope: &Scope, id: &RefundId) -> Result<Option<Refund>>;
    /// The refunds of a purchase, oldest first.
    async fn refunds_of(&mut self, scope: &Scope, purchase: &PurchaseId) -> Result<Vec<Refund>>;
    /// Refunds in a state, oldest first; `after` is the id of the last row seen. Staff and system only.
    async fn refunds(
        &mut self,
        scope: &Scope,
        status: RefundStatus,
        after: Option<&RefundId>,
        limit: i64,
    ) -> Result<Vec<Refund>>;
}

/// Writing payments.
#[async_trait]
pub trait PaymentsWrite: Send {
    /// Stores an attempt. `Conflict("attempt_live")` when the purchase has a live one.
    async fn add_attempt(&mut self, scope: &Scope, attempt: &Attempt) -> Result<()>;
    /// Stores an attempt anew; `Stale` when its version moved. System only.
    async fn save_attempt(&mut self, scope: &Scope, attempt: &Attempt) -> Result<()>;
    /// Keeps a raw event; `false` when (provider, event id) is known. System only.
    async fn keep_payment_event(&mut self, scope: &Scope, event: &PaymentEvent) -> Result<bool>;
    /// Stores a refund; `false` when there is one with this origin and reason. System only.
    async fn add_refund(&mut self, scope: &Scope, refund: &Refund) -> Result<bool>;
    /// Stores a refund anew; `Stale` when its version moved. System only.
    async fn save_refund(&mut self, scope: &Scope, refund: &Refund) -> Result<()>;
}
