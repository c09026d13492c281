//! The purchase: what is paid at once. It is open until it is paid by exactly one attempt or closed; everything a buyer
//! reads as its status is derived from its merchant orders.

use super::OrderState;
use crate::clocks::words;
use crate::error::Refusal;
use crate::id::{AccountId, AttemptId, CouponId, PurchaseId, RuleVersionId};
use crate::payments::{PurchaseFacts, PurchaseState};
use crate::{Code, Moment, Money};
use serde::{Deserialize, Serialize};

/// Where goods go: region code and a snapshot of the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Who receives.
    pub recipient: String,
    /// Their mobile number.
    pub phone: String,
    /// The six-digit code of the district; freight looks at it.
    pub region_code: String,
    /// The region in words.
    pub region: String,
    /// Street, house, door.
    pub detail: String,
}

impl Address {
    /// The last four digits of the telephone number, which carriers ask for.
    pub fn phone_last4(&self) -> String {
        let start = self.phone.len().saturating_sub(4);
        self.phone.get(start..).unwrap_or_default().to_owned()
    }
}

words! {
    /// Why a purchase closed without payment.
    CloseReason {
        /// The buyer cancelled it.
        Buyer = "buyer",
        /// The time for paying was over (3.2.1).
        TimeOver = "time_over",
    }
}

/// A purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// Which.
    pub id: PurchaseId,
    /// The human number.
    pub number: String,
    /// Who buys.
    pub buyer: AccountId,
    /// Where it stands as far as paying is concerned.
    pub state: PurchaseState,
    /// What it costs.
    pub payable: Money,
    /// Where it goes.
    pub address: Address,
    /// The coupons it redeemed.
    pub coupons: Vec<CouponId>,
    /// The version of the rulebook it was placed under (5.2).
    pub rule_version: Option<RuleVersionId>,
    /// When it was placed.
    pub placed_at: Moment,
    /// When paying ends.
    pub expires_at: Moment,
    /// When it was paid.
    pub paid_at: Option<Moment>,
    /// The attempt that paid it.
    pub paid_by: Option<AttemptId>,
    /// When it closed without payment.
    pub closed_at: Option<Moment>,
    /// Why it closed.
    pub close_reason: Option<CloseReason>,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// Something that happens to a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PurchaseEvent {
    /// An attempt settled it.
    Paid(AttemptId),
    /// It closes without payment.
    Close(CloseReason),
}

impl Purchase {
    /// What the settlement decision needs to know.
    pub fn facts(&self) -> PurchaseFacts {
        PurchaseFacts { state: self.state, due: self.payable, paid_by: self.paid_by.clone() }
    }

    /// Whether a payment may still be started at `now`.
    pub fn payable_at(&self, now: Moment) -> Result<(), Refusal> {
        match self.state {
            PurchaseState::Paid => Err(Code::AlreadyPaid.into()),
            PurchaseState::Closed => Err(Code::PurchaseClosed.into()),
            PurchaseState::Open if now >= self.expires_at => Err(Code::PurchaseClosed.into()),
            PurchaseState::Open => Ok(()),
        }
    }

    /// What happens when `event` happens at `now`. Paid and closed are final.
    pub fn apply(&self, event: &PurchaseEvent, now: Moment) -> Result<Self, Refusal> {
        match self.state {
            PurchaseState::Open => {}
            PurchaseState::Paid => return Err(Code::AlreadyPaid.into()),
            PurchaseState::Closed => return Err(Code::PurchaseClosed.into()),
        }
        let mut after = self.clone();
        match event {
            PurchaseEvent::Paid(attempt) => {
                after.state = PurchaseState::Paid;
                after.paid_at = Some(now);
                after.paid_by = Some(attempt.clone());
            }
            PurchaseEvent::Close(reason) => {
                after.state = PurchaseState::Closed;
                after.closed_at = Some(now);
                after.close_reason = Some(*reason);
            }
        }
        Ok(after)
    }
}

words! {
    /// What a buyer reads as the status of a purchase.
    PurchaseStatus {
        /// Waiting for its money.
        AwaitingPayment = "awaiting_payment",
        /// Ended without payment.
        Cancelled = "cancelled",
        /// Paid, nothing shipped.
        Paid = "paid",
        /// Some orders shipped.
        PartlyShipped = "partly_shipped",
        /// Everything that is still open is shipped.
        Shipped = "shipped",
        /// Everything is received or closed.
        Finished = "finished",
        /// Everything was refunded.
        Closed = "closed",
    }
}

/// The status of a purchase, derived from its orders.
pub fn status(orders: &[OrderState]) -> PurchaseStatus {
    use OrderState::{AwaitingPayment, Cancelled, Closed, Paid, Received, Shipped};
    let any = |state| orders.contains(&state);
    let all = |states: &[OrderState]| orders.iter().all(|s| states.contains(s));
    if any(AwaitingPayment) {
        PurchaseStatus::AwaitingPayment
    } else if all(&[Cancelled]) {
        PurchaseStatus::Cancelled
    } else if all(&[Closed, Cancelled]) {
        PurchaseStatus::Closed
    } else if any(Paid) {
        let moved = any(Shipped) || any(Received);
        if moved { PurchaseStatus::PartlyShipped } else { PurchaseStatus::Paid }
    } else if any(Shipped) {
        PurchaseStatus::Shipped
    } else {
        PurchaseStatus::Finished
    }
}
