//! The chart of accounts. An account is written as one text (`escrow:ord_…`), which is also its key in the store.

use crate::id::{AccountId, MerchantId, OrderId, PurchaseId, TypedId};
use serde::{Deserialize, Serialize};

/// On which side an account grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// What the house has or is owed, and what it spends: grows by debits.
    Debit,
    /// What the house owes, and what it earns: grows by credits.
    Credit,
}

impl Nature {
    /// A debit-positive sum in the account's own sign.
    pub const fn natural(self, sum: i64) -> i64 {
        match self {
            Self::Debit => sum,
            Self::Credit => sum.saturating_neg(),
        }
    }
}

/// An account of the books.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Account {
    /// Money lying at a payment provider, by its word. Asset.
    PspClearing(String),
    /// Money in the house's bank account. Asset.
    Bank,
    /// Payouts on their way. Asset.
    PayoutInTransit,
    /// What a merchant owes because a refund after settlement found neither free money nor a deposit. Asset; the next
    /// settled orders pay it off first.
    MerchantReceivable(MerchantId),
    /// Charge-backs to be recovered. Asset.
    ChargebackReceivable,
    /// What was paid for an order and belongs to nobody yet. Liability; one per order, zero when the order is over.
    Escrow(OrderId),
    /// What is owed back to the buyer of a purchase. Liability.
    BuyerRefundDue(PurchaseId),
    /// A consumer's platform balance. Liability.
    BuyerBalance(AccountId),
    /// A merchant's money that is still inside the after-sales time. Liability.
    MerchantPending(MerchantId),
    /// A merchant's money that may be paid out. Liability.
    MerchantAvailable(MerchantId),
    /// A merchant's money that is frozen. Liability.
    MerchantHold(MerchantId),
    /// A merchant's deposit. Liability, never mixed with spendable money.
    MerchantDeposit(MerchantId),
    /// Tax to be handed on. Liability.
    TaxPayable,
    /// Money nobody could assign yet; a person looks. Liability.
    Suspense,
    /// The platform's commission. Income.
    Commission,
    /// Penalties. Income.
    PenaltyIncome,
    /// What merchants pay the house for besides the commission, such as paid places. Income.
    ServiceFees,
    /// Fractions. Income.
    Rounding,
    /// Coupons the platform pays for. Expense.
    CouponSubsidy,
    /// What payment providers charge. Expense.
    PspFee,
}

impl Account {
    /// The account as text.
    pub fn code(&self) -> String {
        match self {
            Self::PspClearing(provider) => format!("psp_clearing:{provider}"),
            Self::Bank => "bank".into(),
            Self::PayoutInTransit => "payout_in_transit".into(),
            Self::ChargebackReceivable => "chargeback_receivable".into(),
            Self::Escrow(order) => format!("escrow:{order}"),
            Self::BuyerRefundDue(purchase) => format!("buyer_refund_due:{purchase}"),
            Self::BuyerBalance(account) => format!("buyer_balance:{account}"),
            Self::MerchantReceivable(merchant) => format!("merchant_receivable:{merchant}"),
            Self::MerchantPending(merchant) => format!("merchant_pending:{merchant}"),
            Self::MerchantAvailable(merchant) => format!("merchant_available:{merchant}"),
            Self::MerchantHold(merchant) => format!("merchant_hold:{merchant}"),
            Self::MerchantDeposit(merchant) => format!("merchant_deposit:{merchant}"),
            Self::TaxPayable => "tax_payable".into(),
            Self::Suspense => "suspense".into(),
            Self::Commission => "commission".into(),
            Self::PenaltyIncome => "penalty_income".into(),
            Self::ServiceFees => "service_fees".into(),
            Self::Rounding => "rounding".into(),
            Self::CouponSubsidy => "coupon_subsidy".into(),
            Self::PspFee => "psp_fee".into(),
        }
    }

    /// Reads the text.
    pub fn parse(code: &str) -> Option<Self> {
        let plain = [
            Self::Bank,
            Self::PayoutInTransit,
            Self::ChargebackReceivable,
            Self::TaxPayable,
            Self::Suspense,
            Self::Commission,
            Self::PenaltyIncome,
            Self::ServiceFees,
            Self::Rounding,
            Self::CouponSubsidy,
            Self::PspFee,
        ];
        let Some((kind, of)) = code.split_once(':') else {
            return plain.into_iter().find(|a| a.code() == code);
        };
        match kind {
            "psp_clearing" if !of.is_empty() => Some(Self::PspClearing(of.to_owned())),
            "escrow" => OrderId::parse(of).ok().map(Self::Escrow),
            "buyer_refund_due" => PurchaseId::parse(of).ok().map(Self::BuyerRefundDue),
            "buyer_balance" => AccountId::parse(of).ok().map(Self::BuyerBalance),
            "merchant_receivable" => MerchantId::parse(of).ok().map(Self::MerchantReceivable),
            "merchant_pending" => MerchantId::parse(of).ok().map(Self::MerchantPending),
            "merchant_available" => MerchantId::parse(of).ok().map(Self::MerchantAvailable),
            "merchant_hold" => MerchantId::parse(of).ok().map(Self::MerchantHold),
            "merchant_deposit" => MerchantId::parse(of).ok().map(Self::MerchantDeposit),
            _ => None,
        }
    }

    /// On which side it grows.
    pub const fn nature(&self) -> Nature {
        match self {
            Self::PspClearing(_)
            | Self::Bank
            | Self::PayoutInTransit
            | Self::MerchantReceivable(_)
            | Self::ChargebackReceivable
            | Self::CouponSubsidy
            | Self::PspFee => Nature::Debit,
            _ => Nature::Credit,
        }
    }

    /// Whether its balance may fall below zero in its own sign. Clearing may: a provider lends a refund until the next
    /// takings. What a merchant has to give back may exceed what lies there: a buyer's refund is never blocked by it.
    pub const fn may_be_negative(&self) -> bool {
        matches!(
            self,
            Self::PspClearing(_)
                | Self::Bank
                | Self::MerchantPending(_)
                | Self::MerchantAvailable(_)
                | Self::Rounding
        )
    }
}

impl From<Account> for String {
    fn from(account: Account) -> Self {
        account.code()
    }
}

impl TryFrom<String> for Account {
    type Error = crate::id::IdError;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code).ok_or(crate::id::IdError::Shape)
    }
}
