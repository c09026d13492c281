//! What the desk shows of money on its way back. Filled by `services`.

use super::{RefundReason, RefundStatus};
use crate::id::{OrderId, PurchaseId, RefundId};
use crate::{Moment, Money};
use serde::{Deserialize, Serialize};

/// A refund with where it came from and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundCase {
    /// Which.
    pub id: RefundId,
    /// The number the provider knows.
    pub no: String,
    /// The purchase that was paid.
    pub purchase: PurchaseId,
    /// The order it belongs to; `None` for money that belonged to no order.
    pub order: Option<OrderId>,
    /// Why.
    pub reason: RefundReason,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
    /// The way it goes: the provider's word, or `balance`.
    pub provider: String,
    /// How often the provider was asked.
    pub tries: i64,
    /// What the provider said when it refused, as its code.
    pub failure: Option<String>,
    /// When it became due.
    pub created_at: Moment,
    /// When the provider confirmed it.
    pub done_at: Option<Moment>,
}
