//! What each fact posts. The table:
//!
//! | fact                          | debit                                   | credit                                     |
//! |-------------------------------|-----------------------------------------|--------------------------------------------|
//! | capture, per order            | source of money: paid; coupon_subsidy   | escrow:{order}: paid + subsidy             |
//! | capture, surplus, late, second| source of money                         | buyer_refund_due:{purchase}                |
//! | capture, wrong currency       | source of money                         | suspense                                   |
//! | refund before receipt         | escrow:{order}: paid + subsidy          | buyer_refund_due: paid; coupon_subsidy     |
//! | refund after receipt          | merchant_pending: net; commission       | buyer_refund_due: paid; coupon_subsidy     |
//! | refund after settlement       | merchant_available, merchant_deposit,   | buyer_refund_due: paid; coupon_subsidy     |
//! |                               | merchant_receivable: net; commission    |                                            |
//! | refund sent                   | buyer_refund_due                        | where the money goes                       |
//! | release on receipt            | escrow:{order}: all that is left        | merchant_pending: net; commission          |
//! | settlement after the window   | merchant_pending: net                   | merchant_receivable; merchant_available    |
//! | top-up                        | source of money                         | buyer_balance                              |
//! | fee of a merchant             | merchant_available, merchant_pending    | service_fees                               |
//! | fee back                      | service_fees                            | merchant_pending, merchant_available       |
//!
//! *paid* is what the buyer paid, *subsidy* what the platform added for its coupons, *net* is paid + subsidy −
//! commission. The shares of each unit are frozen at purchase, so partial refunds and the reversed commission add up
//! exactly (I8, I12).

use super::{Account, Entry, Posting, Purpose, Unbalanced};
use crate::id::{AccountId, AttemptId, MerchantId, OrderId, PostingId, PurchaseId, RefundId};
use crate::{Moment, Money};
use serde::{Deserialize, Serialize};

/// Where a buyer's money comes from or goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Till {
    /// A payment provider, by its word.
    Provider(String),
    /// The buyer's platform balance.
    Balance(AccountId),
}

impl Till {
    /// The account that stands for it.
    pub fn account(&self) -> Account {
        match self {
            Self::Provider(word) => Account::PspClearing(word.clone()),
            Self::Balance(buyer) => Account::BuyerBalance(buyer.clone()),
        }
    }
}

/// What is known of an order's money, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShare {
    /// Which order.
    pub order: OrderId,
    /// Whose.
    pub merchant: MerchantId,
    /// What the buyer paid.
    pub paid: Money,
    /// What the platform added for its coupons.
    pub subsidy: Money,
    /// The platform's commission.
    pub commission: Money,
}

/// The head of a posting: its id and moment.
#[derive(Clone, Debug)]
pub struct Head {
    /// The id of the posting to be.
    pub id: PostingId,
    /// When.
    pub at: Moment,
}

/// What arrived with one attempt and where it belongs.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The attempt.
    pub attempt: AttemptId,
    /// The purchase it was for.
    pub purchase: PurchaseId,
    /// Where the money lies.
    pub till: Till,
    /// What goes to each order; empty when the purchase is not paid by it.
    pub orders: Vec<OrderShare>,
    /// What is owed back.
    pub to_buyer: Money,
    /// What nobody can assign.
    pub to_suspense: Money,
}

/// Money arrived.
pub fn capture(head: Head, arrival: &Arrival) -> Result<Posting, Unbalanced> {
    let till = arrival.till.account();
    let mut book = Book::default();
    for share in &arrival.orders {
        let order = Some(&share.order);
        book.debit(&till, share.paid, order)?;
        book.debit(&Account::CouponSubsidy, share.subsidy, order)?;
        book.credit(&Account::Escrow(share.order.clone()), gross(share)?, order)?;
    }
    let due = Account::BuyerRefundDue(arrival.purchase.clone());
    book.debit(&till, arrival.to_buyer, None)?;
    book.credit(&due, arrival.to_buyer, None)?;
    book.debit(&till, arrival.to_suspense, None)?;
    book.credit(&Account::Suspense, arrival.to_suspense, None)?;
    Posting::new(head.id, arrival.attempt.to_string(), Purpose::Capture, head.at, book.0)
}

/// Goods are refunded: the debt to the buyer arises and merchant, platform and coupon give back their shares.
/// `source` is the return or the cancelled order; `released` says whether the order's escrow was already released.
pub fn refund(
    head: Head,
    source: &str,
    purchase: &PurchaseId,
    share: &OrderShare,
    released: bool,
) -> Result<Posting, Unbalanced> {
    let order = Some(&share.order);
    let mut book = Book::default();
    if released {
        let pending = Account::MerchantPending(share.merchant.clone());
        book.debit(&pending, net(share)?, order)?;
        book.debit(&Account::Commission, share.commission, order)?;
    } else {
        book.debit(&Account::Escrow(share.order.clone()), gross(share)?, order)?;
    }
    book.credit(&Account::BuyerRefundDue(purchase.clone()), share.paid, order)?;
    book.credit(&Account::CouponSubsidy, share.subsidy, order)?;
    Posting::new(head.id, source, Purpose::Refund, head.at, book.0)
}

/// From where a merchant whose order is settled gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// From the money that may be paid out.
    pub available: Money,
    /// From the deposit.
    pub deposit: Money,
    /// What neither covers: the merchant owes it from now on.
    pub owed: Money,
}

impl Cover {
    /// How `amount` is given back by a merchant who has so much: the free money first, then the deposit, and what is
    /// still missing becomes a debt of its own account. So nothing falls below zero unseen, and the buyer never waits.
    pub fn of(amount: Money, available: Money, deposit: Money) -> Result<Self, Unbalanced> {
        let range = |_| Unbalanced::Range;
        if amount.minor < 0 {
            return Err(Unbalanced::Sign);
        }
        let has = |lies: Money| Money::new(lies.minor.max(0), lies.currency);
        let available = amount.min(has(available)).map_err(range)?;
        let rest = amount.sub(available).map_err(range)?;
        let deposit = rest.min(has(deposit)).map_err(range)?;
        Ok(Self { available, deposit, owed: rest.sub(deposit).map_err(range)? })
    }
}

/// Goods of an order that is settled already are refunded; `cover` is how the merchant gives back the net of `share`.
pub fn refund_settled(
    head: Head,
    source: &str,
    purchase: &PurchaseId,
    share: &OrderShare,
    cover: &Cover,
) -> Result<Posting, Unbalanced> {
    let order = Some(&share.order);
    let mut book = Book::default();
    book.debit(&Account::MerchantAvailable(share.merchant.clone()), cover.available, order)?;
    book.debit(&Account::MerchantDeposit(share.merchant.clone()), cover.deposit, order)?;
    book.debit(&Account::MerchantReceivable(share.merchant.clone()), cover.owed, order)?;
    book.debit(&Account::Commission, share.commission, order)?;
    book.credit(&Account::BuyerRefundDue(purchase.clone()), share.paid, order)?;
    book.credit(&Account::CouponSubsidy, share.subsidy, order)?;
    Posting::new(head.id, source, Purpose::Refund, head.at, book.0)
}

/// Money went back to the buyer.
pub fn refund_sent(
    head: Head,
    refund: &RefundId,
    purchase: &PurchaseId,
    amount: Money,
    till: &Till,
    order: Option<&OrderId>,
) -> Result<Posting, Unbalanced> {
    let mut book = Book::default();
    book.debit(&Account::BuyerRefundDue(purchase.clone()), amount, order)?;
    book.credit(&till.account(), amount, order)?;
    Posting::new(head.id, refund.to_string(), Purpose::RefundSent, head.at, book.0)
}

/// An order was received: what is left of its escrow goes to the merchant, less the commission. `left` is the sum of the
/// shares of all units that were not refunded.
pub fn release(head: Head, left: &OrderShare) -> Result<Posting, Unbalanced> {
    let order = Some(&left.order);
    let mut book = Book::default();
    book.debit(&Account::Escrow(left.order.clone()), gross(left)?, order)?;
    book.credit(&Account::MerchantPending(left.merchant.clone()), net(left)?, order)?;
    book.credit(&Account::Commission, left.commission, order)?;
    Posting::new(head.id, left.order.to_string(), Purpose::Release, head.at, book.0)
}

/// The after-sales time of a received order is over: what it earned may be paid out. Of it the merchant first pays off what
/// it `owes` from refunds after earlier settlements. `left` is the sum of the shares of all units that were not refunded.
pub fn settle(head: Head, left: &OrderShare, owes: Money) -> Result<Posting, Unbalanced> {
    let range = |_| Unbalanced::Range;
    let (order, earned) = (Some(&left.order), net(left)?);
    let pays_off = earned.min(owes).map_err(range)?;
    let mut book = Book::default();
    book.debit(&Account::MerchantPending(left.merchant.clone()), earned, order)?;
    book.credit(&Account::MerchantReceivable(left.merchant.clone()), pays_off, order)?;
    let free = earned.sub(pays_off).map_err(range)?;
    book.credit(&Account::MerchantAvailable(left.merchant.clone()), free, order)?;
    Posting::new(head.id, left.order.to_string(), Purpose::Settle, head.at, book.0)
}

/// Money was put on a platform balance. `source` is the fact that vouches for it.
pub fn top_up(
    head: Head,
    source: &str,
    buyer: &AccountId,
    amount: Money,
    from: &Account,
) -> Result<Posting, Unbalanced> {
    let mut book = Book::default();
    book.debit(from, amount, None)?;
    book.credit(&Account::BuyerBalance(buyer.clone()), amount, None)?;
    Posting::new(head.id, source, Purpose::TopUp, head.at, book.0)
}

/// From which of a merchant's accounts a fee is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeParts {
    /// From the money that may be paid out.
    pub available: Money,
    /// From the money that is still inside the after-sales time.
    pub pending: Money,
}

impl FeeParts {
    /// How `fee` is paid by a merchant who has so much: from what may be paid out first, and the rest from what is still
    /// inside the after-sales time. `None` when both together do not suffice: a fee never makes debts.
    pub fn of(fee: Money, available: Money, pending: Money) -> Result<Option<Self>, Unbalanced> {
        let range = |_| Unbalanced::Range;
        if fee.minor < 0 {
            return Err(Unbalanced::Sign);
        }
        let all = available.add(pending).map_err(range)?;
        if all.minor < fee.minor {
            return Ok(None);
        }
        let free = Money::new(available.minor.max(0), fee.currency);
        let from_available = fee.min(free).map_err(range)?;
        let pending = fee.sub(from_available).map_err(range)?;
        Ok(Some(Self { available: from_available, pending }))
    }

    /// How `back` of the fee returns: where the last of it came from is filled up first.
    pub fn back(&self, back: Money) -> Result<Self, Unbalanced> {
        let range = |_| Unbalanced::Range;
        let paid = self.available.add(self.pending).map_err(range)?;
        if back.minor < 0 || back.minor > paid.minor {
            return Err(Unbalanced::Sign);
        }
        let pending = back.min(self.pending).map_err(range)?;
        Ok(Self { available: back.sub(pending).map_err(range)?, pending })
    }
}

/// A merchant paid the house for something. `source` is the booking.
pub fn fee(
    head: Head,
    source: &str,
    merchant: &MerchantId,
    parts: &FeeParts,
) -> Result<Posting, Unbalanced> {
    let mut book = Book::default();
    book.debit(&Account::MerchantAvailable(merchant.clone()), parts.available, None)?;
    book.debit(&Account::MerchantPending(merchant.clone()), parts.pending, None)?;
    book.credit(&Account::ServiceFees, parts.available, None)?;
    book.credit(&Account::ServiceFees, parts.pending, None)?;
    Posting::new(head.id, source, Purpose::Fee, head.at, book.0)
}

/// A fee, or what is left of it, went back to the merchant. `source` is the booking.
pub fn fee_back(
    head: Head,
    source: &str,
    merchant: &MerchantId,
    parts: &FeeParts,
) -> Result<Posting, Unbalanced> {
    let mut book = Book::default();
    book.debit(&Account::ServiceFees, parts.available, None)?;
    book.debit(&Account::ServiceFees, parts.pending, None)?;
    book.credit(&Account::MerchantPending(merchant.clone()), parts.pending, None)?;
    book.credit(&Account::MerchantAvailable(merchant.clone()), parts.available, None)?;
    Posting::new(head.id, source, Purpose::FeeBack, head.at, book.0)
}

/// What the merchant's side of an order is worth before commission.
fn gross(share: &OrderShare) -> Result<Money, Unbalanced> {
    share.paid.add(share.subsidy).map_err(|_| Unbalanced::Range)
}

/// What the merchant gets.
pub fn net(share: &OrderShare) -> Result<Money, Unbalanced> {
    gross(share)?.sub(share.commission).map_err(|_| Unbalanced::Range)
}

#[derive(Default)]
struct Book(Vec<Entry>);

impl Book {
    fn debit(
        &mut self,
        account: &Account,
        amount: Money,
        order: Option<&OrderId>,
    ) -> Result<(), Unbalanced> {
        if amount.minor < 0 {
            return Err(Unbalanced::Sign);
        }
        self.0.push(Entry { account: account.clone(), amount, order: order.cloned() });
        Ok(())
    }

    fn credit(
        &mut self,
        account: &Account,
        amount: Money,
        order: Option<&OrderId>,
    ) -> Result<(), Unbalanced> {
        if amount.minor < 0 {
            return Err(Unbalanced::Sign);
        }
        let amount = amount.negated().map_err(|_| Unbalanced::Range)?;
        self.0.push(Entry { account: account.clone(), amount, order: order.cloned() });
        Ok(())
    }
}
