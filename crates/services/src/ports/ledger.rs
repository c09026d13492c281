//! The books. Postings are only ever added; a stored balance per account and currency is moved in the same transaction by
//! conditional statements in the order of the accounts' codes, and the sum of each posting is re-read there.

use crate::Result;
use async_trait::async_trait;
use domain::id::{OrderId, PostingId};
use domain::ledger::{Account, Posting, Purpose};
use domain::{Currency, Moment, Money, Scope};

/// One line of an account's statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// The posting.
    pub posting: PostingId,
    /// What it was for.
    pub purpose: Purpose,
    /// The fact it comes from.
    pub source: String,
    /// The order it belongs to.
    pub order: Option<OrderId>,
    /// By how much the account grew, in its own sign.
    pub amount: Money,
    /// When.
    pub at: Moment,
}

/// What the verifier looks at, one row per fact that does not hold. The numbers are those of the invariants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// I1: a posting's entries do not sum to zero per currency (and per order).
    PostingUnbalanced,
    /// I2: all entries of a currency do not sum to zero.
    BooksUnbalanced,
    /// I3: a stored balance is not the sum of its entries (in the account's own sign).
    BalanceDrift,
    /// I4: a balance is below zero where it must not be.
    BalanceNegative,
    /// I5: a sealed posting or one of its entries is not what was sealed, or is gone: the chain of hashes does not lead
    /// through it. `expected` is its number in the chain, `found` is 0.
    ChainBroken,
    /// I8: of an order, captured and subsidy minus refunded and released is not what lies in its escrow. The facts come
    /// from the entries by order: `escrow:{order}` must equal the sum of the order's `capture`, `refund` and `release`
    /// entries on it, and all entries of an order must sum to zero.
    OrderUnbalanced,
    /// I9: an order is over (received, cancelled, closed) and its escrow is not zero.
    EscrowLeft,
    /// I10: of a purchase more was refunded than arrived.
    RefundedTooMuch,
    /// I11: an order has more than one release, or one although it is not received; of a settled order money is pending
    /// still, or what it earned was made payable and the order does not know of it.
    ReleasedTwice,
    /// I12: commission of an order is below zero: more reversed than taken.
    CommissionNegative,
    /// I18: a stock level is out of bounds, `held` is not the sum of live reservations, or goods are held for a purchase
    /// that is not open.
    StockDrift,
    /// I19: a coupon is redeemed more often than it may be, its count is not that of live redemptions, or it is redeemed
    /// for a purchase that closed.
    CouponDrift,
    /// I20: an order counts as paid and no capture names it, or the other way round.
    PaidWithoutCapture,
}

impl Check {
    /// Every check.
    pub const ALL: [Self; 13] = [
        Self::PostingUnbalanced,
        Self::BooksUnbalanced,
        Self::BalanceDrift,
        Self::BalanceNegative,
        Self::ChainBroken,
        Self::OrderUnbalanced,
        Self::EscrowLeft,
        Self::RefundedTooMuch,
        Self::ReleasedTwice,
        Self::CommissionNegative,
        Self::StockDrift,
        Self::CouponDrift,
        Self::PaidWithoutCapture,
    ];

    /// The stable word, as used in locale keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PostingUnbalanced => "posting_unbalanced",
            Self::BooksUnbalanced => "books_unbalanced",
            Self::BalanceDrift => "balance_drift",
            Self::BalanceNegative => "balance_negative",
            Self::ChainBroken => "chain_broken",
            Self::OrderUnbalanced => "order_unbalanced",
            Self::EscrowLeft => "escrow_left",
            Self::RefundedTooMuch => "refunded_too_much",
            Self::ReleasedTwice => "released_twice",
            Self::CommissionNegative => "commission_negative",
            Self::StockDrift => "stock_drift",
            Self::CouponDrift => "coupon_drift",
            Self::PaidWithoutCapture => "paid_without_capture",
        }
    }

    /// The invariant's number.
    pub const fn invariant(self) -> &'static str {
        match self {
            Self::PostingUnbalanced => "I1",
            Self::BooksUnbalanced => "I2",
            Self::BalanceDrift => "I3",
            Self::BalanceNegative => "I4",
            Self::ChainBroken => "I5",
            Self::OrderUnbalanced => "I8",
            Self::EscrowLeft => "I9",
            Self::RefundedTooMuch => "I10",
            Self::ReleasedTwice => "I11",
            Self::CommissionNegative => "I12",
            Self::StockDrift => "I18",
            Self::CouponDrift => "I19",
            Self::PaidWithoutCapture => "I20",
        }
    }
}

/// A fact that should hold and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which check found it.
    pub check: Check,
    /// What it is about: the text of an id, or an account.
    pub subject: String,
    /// What should be there, in minor units or pieces.
    pub expected: i64,
    /// What is there.
    pub found: i64,
}

/// Reading the books.
#[async_trait]
pub trait LedgerRead: Send {
    /// The balance of an account in its own sign. Buyers see their balance, merchants their accounts, finance, auditors
    /// and the system all.
    async fn balance(
        &mut self,
        scope: &Scope,
        account: &Account,
        currency: Currency,
    ) -> Result<Money>;
    /// The statement of an account, the youngest line first; `after` is the id of the last posting seen.
    async fn statement(
        &mut self,
        scope: &Scope,
        account: &Account,
        after: Option<&PostingId>,
        limit: i64,
    ) -> Result<Vec<StatementRow>>;
    /// How many postings there are, and how many entries in them. Staff and system only.
    async fn extent(&mut self, scope: &Scope) -> Result<(i64, i64)>;
    /// At most `limit` violations of one check. Staff and system only.
    async fn violations(
        &mut self,
        scope: &Scope,
        check: Check,
        limit: i64,
    ) -> Result<Vec<Violation>>;
}

/// Writing the books. System only.
#[async_trait]
pub trait LedgerWrite: Send {
    /// Books a posting: the head, its entries, and the balances. `false` when (source, purpose) is booked already; then
    /// nothing is changed. Refuses with `BalanceShort` when an account that must not be negative would become so.
    async fn post(&mut self, scope: &Scope, posting: &Posting) -> Result<bool>;
}
