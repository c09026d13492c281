//! Payment attempts and the one decision about money that arrived. An attempt only moves forward; `closed → paid` is
//! legal and means late money. [`settle`] is pure: the attempt, the purchase and what the provider says go in, what is to
//! be done comes out. Only [`Verdict::Settled`] and [`Verdict::Over`] advance a purchase; all other money goes back.

pub mod views;

use crate::clocks::words;
use crate::id::{AccountId, AttemptId, PurchaseId, RefundId};
use crate::{Moment, Money};
use serde::{Deserialize, Serialize};

words! {
    /// Where an attempt stands.
    AttemptState {
        /// The row is stored; the provider was not called yet or has not answered.
        Created = "created",
        /// The provider expects the payment.
        Pending = "pending",
        /// The provider did not say what happened; ask again.
        Unknown = "unknown",
        /// Money arrived.
        Paid = "paid",
        /// It cannot be paid any more.
        Closed = "closed",
        /// The provider refused it for good.
        Failed = "failed",
    }
}

impl AttemptState {
    /// Whether money may still be expected from it.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Created | Self::Pending | Self::Unknown)
    }

    /// How far along it is; an attempt never moves to a smaller figure, except back and forth between pending and
    /// unknown, which share one.
    const fn rank(self) -> u8 {
        match self {
            Self::Created => 0,
            Self::Pending | Self::Unknown => 1,
            Self::Closed | Self::Failed => 2,
            Self::Paid => 3,
        }
    }

    /// Whether an attempt may go from here to `next`.
    pub const fn may_become(self, next: Self) -> bool {
        if self.rank() == next.rank() { self.is_live() } else { self.rank() < next.rank() }
    }
}

words! {
    /// Where an attempt stands at the provider.
    RemoteState {
        /// Not paid yet, or the provider has not heard of it yet.
        Pending = "pending",
        /// Paid.
        Paid = "paid",
        /// Closed without payment.
        Closed = "closed",
        /// The provider did not say; ask again.
        Unknown = "unknown",
    }
}

/// What a provider says of one attempt, from whatever channel it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Our number.
    pub attempt_no: String,
    /// Where it stands.
    pub state: RemoteState,
    /// What was paid; `None` when not told.
    pub paid: Option<Money>,
    /// Refunded so far, cumulatively.
    pub refunded: Option<Money>,
    /// The provider's own number.
    pub provider_ref: Option<String>,
    /// The payee the provider names; compared with ours.
    pub payee: Option<String>,
    /// When it was paid.
    pub paid_at: Option<Moment>,
}

/// One try at paying a purchase. Stored before the provider is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which.
    pub id: AttemptId,
    /// The number the provider knows (`out_trade_no`): `P` and the 26 characters of the id.
    pub no: String,
    /// What is being paid.
    pub purchase: PurchaseId,
    /// Who pays.
    pub buyer: AccountId,
    /// The provider's stable word: `alipay`, `balance`.
    pub provider: String,
    /// What is due.
    pub due: Money,
    /// Where it stands.
    pub state: AttemptState,
    /// The provider's own number, once told.
    pub provider_ref: Option<String>,
    /// What arrived, once something did.
    pub paid: Option<Money>,
    /// What was decided about the money, once it arrived.
    pub verdict: Option<Verdict>,
    /// When it was made.
    pub created_at: Moment,
    /// When paying ends.
    pub expires_at: Moment,
    /// When the money arrived, by the provider's word or else by ours.
    pub paid_at: Option<Moment>,
    /// How often the provider was asked; the poller backs off with it.
    pub polls: i64,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// The number a provider gets for an attempt.
pub fn attempt_no(id: &AttemptId) -> String {
    provider_no('P', &id.to_string())
}

/// The number a provider gets for a refund.
pub fn refund_no(id: &RefundId) -> String {
    provider_no('R', &id.to_string())
}

fn provider_no(letter: char, id: &str) -> String {
    format!("{letter}{}", id.split_once('_').map_or(id, |(_, rest)| rest))
}

words! {
    /// Where a purchase stands as far as paying is concerned.
    PurchaseState {
        /// Waiting for its money.
        Open = "open",
        /// Paid in full by one attempt.
        Paid = "paid",
        /// Closed without payment.
        Closed = "closed",
    }
}

/// What the decision needs to know of the purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseFacts {
    /// Where it stands.
    pub state: PurchaseState,
    /// What it costs.
    pub due: Money,
    /// The attempt that paid it, when paid.
    pub paid_by: Option<AttemptId>,
}

words! {
    /// What was decided about what a provider said.
    Verdict {
        /// Nothing moved: pending, unknown, or an old story.
        Nothing = "nothing",
        /// The attempt closed without money; it concerns this attempt alone.
        ClosedUnpaid = "closed_unpaid",
        /// Exactly what was due arrived in time.
        Settled = "settled",
        /// More than was due arrived; the surplus goes back.
        Over = "over",
        /// Less than was due arrived; all of it goes back.
        Short = "short",
        /// Another currency arrived; it is booked as suspense and a person looks.
        WrongCurrency = "wrong_currency",
        /// It was paid to somebody else; nothing is booked and a person looks.
        WrongPayee = "wrong_payee",
        /// The purchase had closed before the money came; all of it goes back.
        Late = "late",
        /// Another attempt had already paid; all of it goes back.
        Second = "second",
        /// This attempt's money is already booked.
        Duplicate = "duplicate",
        /// This attempt's money is already booked, but the provider now names another amount; a person looks.
        Conflicting = "conflicting",
        /// The provider says paid but not how much; ask again.
        AmountMissing = "amount_missing",
    }
}

impl Verdict {
    /// Whether a person of the finance staff has to look at it.
    pub const fn needs_a_person(self) -> bool {
        matches!(self, Self::WrongCurrency | Self::WrongPayee | Self::Conflicting)
    }
}

/// What is to be done. Amounts are zero where nothing is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The decision.
    pub verdict: Verdict,
    /// The attempt as it stands afterwards.
    pub attempt: Attempt,
    /// What goes to the orders; zero or exactly what was due.
    pub to_orders: Money,
    /// What is owed back to the buyer.
    pub to_buyer: Money,
    /// What is booked as suspense until a person decides.
    pub to_suspense: Money,
}

impl Settlement {
    /// Whether the purchase is paid by this.
    pub const fn pays_the_purchase(&self) -> bool {
        matches!(self.verdict, Verdict::Settled | Verdict::Over)
    }

    /// Whether anything is to be written at all.
    pub fn changes(&self, before: &Attempt) -> bool {
        self.attempt != *before
    }
}

/// Decides about what a provider says. Idempotent: applied to its own result it answers [`Verdict::Duplicate`] or
/// [`Verdict::Nothing`] and changes nothing. `payee` is ours at this provider.
pub fn settle(
    attempt: &Attempt,
    purchase: &PurchaseFacts,
    payee: &str,
    said: &Snapshot,
    now: Moment,
) -> Settlement {
    if attempt.state == AttemptState::Paid {
        let other =
            said.state == RemoteState::Paid && said.paid.is_some_and(|p| attempt.paid != Some(p));
        return still(attempt, if other { Verdict::Conflicting } else { Verdict::Duplicate });
    }
    match said.state {
        RemoteState::Pending => moved(attempt, AttemptState::Pending, Verdict::Nothing, said),
        RemoteState::Unknown => moved(attempt, AttemptState::Unknown, Verdict::Nothing, said),
        RemoteState::Closed => moved(attempt, AttemptState::Closed, Verdict::ClosedUnpaid, said),
        RemoteState::Paid => arrived(attempt, purchase, payee, said, now),
    }
}

fn arrived(
    attempt: &Attempt,
    purchase: &PurchaseFacts,
    payee: &str,
    said: &Snapshot,
    now: Moment,
) -> Settlement {
    if said.payee.as_deref().is_some_and(|p| p != payee) {
        return still(attempt, Verdict::WrongPayee);
    }
    let Some(paid) = said.paid else { return still(attempt, Verdict::AmountMissing) };
    let none = Money::zero(paid.currency);
    let (verdict, to_orders, to_buyer, to_suspense) = if paid.currency != attempt.due.currency {
        (Verdict::WrongCurrency, none, none, paid)
    } else if purchase.state == PurchaseState::Paid {
        (Verdict::Second, none, paid, none)
    } else if purchase.state == PurchaseState::Closed {
        (Verdict::Late, none, paid, none)
    } else if paid.minor < purchase.due.minor {
        (Verdict::Short, none, paid, none)
    } else {
        let surplus = Money::new(paid.minor.saturating_sub(purchase.due.minor), paid.currency);
        let verdict = if surplus.is_zero() { Verdict::Settled } else { Verdict::Over };
        (verdict, purchase.due, surplus, none)
    };
    let mut after = moved(attempt, AttemptState::Paid, verdict, said);
    after.attempt.paid = Some(paid);
    after.attempt.verdict = Some(verdict);
    after.attempt.paid_at = Some(said.paid_at.unwrap_or(now));
    Settlement { to_orders, to_buyer, to_suspense, ..after }
}

fn still(attempt: &Attempt, verdict: Verdict) -> Settlement {
    let none = Money::zero(attempt.due.currency);
    Settlement {
        verdict,
        attempt: attempt.clone(),
        to_orders: none,
        to_buyer: none,
        to_suspense: none,
    }
}

fn moved(attempt: &Attempt, next: AttemptState, verdict: Verdict, said: &Snapshot) -> Settlement {
    if attempt.state == next || !attempt.state.may_become(next) {
        return still(attempt, Verdict::Nothing);
    }
    let mut after = still(attempt, verdict);
    after.attempt.state = next;
    if said.provider_ref.is_some() {
        after.attempt.provider_ref.clone_from(&said.provider_ref);
    }
    after
}

words! {
    /// Why money goes back.
    RefundReason {
        /// A return or refund of goods (3.3.1).
        Return = "return",
        /// A paid order was cancelled before it was shipped.
        Cancel = "cancel",
        /// More than was due.
        Surplus = "surplus",
        /// Less than was due.
        Short = "short",
        /// The purchase had closed.
        Late = "late",
        /// The purchase was already paid.
        Second = "second",
    }
}

words! {
    /// Where a refund stands. Requested is not done.
    RefundStatus {
        /// Owed; the provider was not asked yet, or did not say.
        Pending = "pending",
        /// The provider has confirmed it.
        Done = "done",
        /// The provider refused it for good; a person looks.
        Failed = "failed",
    }
}

/// Money going back the way it came. Stored before the provider is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Which.
    pub id: RefundId,
    /// The number the provider knows: `R` and the 26 characters of the id.
    pub no: String,
    /// The payment it goes back to.
    pub attempt: AttemptId,
    /// The purchase that was paid.
    pub purchase: PurchaseId,
    /// Who gets it.
    pub buyer: AccountId,
    /// What it comes from, as the text of an id: a return, an order, an attempt. One refund per origin.
    pub origin: String,
    /// Why.
    pub reason: RefundReason,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
    /// What the provider said when it refused, as its code.
    pub failure: Option<String>,
    /// When it became due.
    pub created_at: Moment,
    /// When the provider confirmed it.
    pub done_at: Option<Moment>,
    /// How often the provider was asked.
    pub tries: i64,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

impl Verdict {
    /// Why the money that was decided about goes back, if it does.
    pub const fn refund_reason(self) -> Option<RefundReason> {
        match self {
            Self::Over => Some(RefundReason::Surplus),
            Self::Short => Some(RefundReason::Short),
            Self::Late => Some(RefundReason::Late),
            Self::Second => Some(RefundReason::Second),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
