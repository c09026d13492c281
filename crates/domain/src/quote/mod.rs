//! The one price engine: product page, cart, checkout, order and refund ask it and nobody else adds up prices (3.2.1).
//! Integers only, explained line by line by typed reasons, no prose. The pipeline has a fixed order and each step sees
//! the result of the one before:
//!
//! 1. goods: unit price × quantity,
//! 2. shop coupons, spread over the lines of their merchant by value,
//! 3. platform coupons, spread over all lines by the value left,
//! 4. freight per merchant and template; free-over thresholds look at the goods after shop coupons.
//!
//! Parts add up: steps of a line to what is paid for it, lines to their merchant, merchants to the whole.

mod engine;
mod freight;
mod reading;
mod shares;
#[cfg(test)]
mod tests;

pub use engine::{best_coupons, quote};
pub use freight::{Basis, FreightRules, FreightTemplate, Zone};
pub use shares::{Share, Shares, UnitShare};

use crate::clocks::words;
use crate::error::Refusal;
use crate::id::{CouponId, FreightTemplateId, MerchantId, SkuId};
use crate::{Code, Currency, Moment, Money};
use serde::{Deserialize, Serialize};

/// The highest unit price, in minor units, that is quoted.
pub const UNIT_PRICE_MINOR_MAX: i64 = 100_000_000_000;
/// The most of one SKU in one line.
pub const LINE_QTY_MAX: i64 = 9_999;
/// The most lines in one quote.
pub const LINES_MAX: usize = 200;
/// The heaviest unit, in grams, that is quoted.
pub const UNIT_GRAMS_MAX: i64 = 10_000_000;

words! {
    /// Who bears a discount.
    Funder {
        /// The merchant earns less.
        Merchant = "merchant",
        /// The platform pays the merchant the difference.
        Platform = "platform",
    }
}

words! {
    /// The place a coupon takes; one coupon per slot (and merchant) counts.
    Slot {
        /// A shop's coupon.
        Shop = "shop",
        /// The platform's coupon.
        Platform = "platform",
    }
}

/// Where a coupon applies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "merchant", rename_all = "snake_case")]
pub enum CouponScope {
    /// To the goods of one merchant.
    Merchant(MerchantId),
    /// To everything in the purchase.
    Platform,
}

/// A coupon: an amount off from a threshold on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Which.
    pub id: CouponId,
    /// Where it applies.
    pub scope: CouponScope,
    /// Which slot it takes.
    pub slot: Slot,
    /// Who bears it.
    pub funder: Funder,
    /// From which value of goods on it counts.
    pub threshold: Money,
    /// What it takes off.
    pub off: Money,
    /// From when on (inclusive).
    pub from: Moment,
    /// Until when (exclusive).
    pub until: Moment,
}

/// One line that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskLine {
    /// What.
    pub sku: SkuId,
    /// Whose.
    pub merchant: MerchantId,
    /// The freight template of the product.
    pub template: FreightTemplateId,
    /// The price of one.
    pub unit_price: Money,
    /// How many.
    pub qty: i64,
    /// What one weighs.
    pub unit_grams: i64,
}

/// A question to the price engine. Everything it needs is in here.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The currency of the purchase.
    pub currency: Currency,
    /// The lines, in the order they are shown.
    pub lines: Vec<AskLine>,
    /// The coupons that were chosen.
    pub coupons: Vec<Coupon>,
    /// The freight templates the lines name.
    pub templates: Vec<FreightTemplate>,
    /// Where it goes: a six-digit region code; `None` while unknown.
    pub destination: Option<String>,
    /// When.
    pub now: Moment,
}

/// Why an amount is there. `i18n` writes the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "reading::Fields")]
pub enum Reason {
    /// Goods: so many at this price.
    Goods {
        /// The price of one.
        unit_price: Money,
        /// How many.
        qty: i64,
    },
    /// All goods of a merchant.
    GoodsTotal,
    /// A coupon, or a share of it.
    Coupon {
        /// Which.
        coupon: CouponId,
        /// Shop or platform.
        slot: Slot,
        /// Who bears it.
        funder: Funder,
        /// Its threshold.
        threshold: Money,
        /// What it takes off in all.
        off: Money,
    },
    /// Freight by a template.
    Freight {
        /// Which.
        template: FreightTemplateId,
        /// What is counted.
        basis: Basis,
        /// Pieces or grams charged for.
        units: i64,
        /// What the first fee covers.
        first: i64,
        /// The first fee.
        first_fee: Money,
        /// How many steps came on top.
        steps: i64,
        /// The fee per step.
        step_fee: Money,
    },
    /// Freight is free from this value on.
    FreightFree {
        /// Which template.
        template: FreightTemplateId,
        /// The threshold that was reached.
        over: Money,
    },
    /// A line's share of the freight of its template.
    FreightShare {
        /// Which template.
        template: FreightTemplateId,
    },
}

/// One step of the explanation. Deductions are negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Why.
    pub reason: Reason,
    /// How much.
    pub amount: Money,
}

words! {
    /// Whether a merchant delivers there.
    Delivery {
        /// Yes; the freight is known.
        Possible = "possible",
        /// The region is not known yet; freight is not included.
        RegionNeeded = "region_needed",
        /// Not to this region.
        Excluded = "excluded",
    }
}

words! {
    /// Why a chosen coupon does not count.
    Unusable {
        /// Not yet or no longer valid.
        OutOfTime = "out_of_time",
        /// The goods are worth less than its threshold.
        BelowThreshold = "below_threshold",
        /// Nothing in the purchase falls under it.
        NothingInScope = "nothing_in_scope",
        /// Another coupon takes its slot.
        SlotTaken = "slot_taken",
        /// It is in another currency.
        OtherCurrency = "other_currency",
    }
}

/// A coupon that was chosen but does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Which.
    pub coupon: CouponId,
    /// Why.
    pub why: Unusable,
    /// How much is missing to its threshold, if that is why.
    pub missing: Money,
}

/// One line, priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuote {
    /// What.
    pub sku: SkuId,
    /// How many.
    pub qty: i64,
    /// The price of one.
    pub unit_price: Money,
    /// Unit price × quantity.
    pub goods: Money,
    /// Discount the merchant bears (positive).
    pub by_merchant: Money,
    /// Discount the platform bears (positive).
    pub by_platform: Money,
    /// The share of the freight.
    pub freight: Money,
    /// What is paid for the line: goods − discounts + freight.
    pub paid: Money,
    /// The explanation; adds up to `paid`.
    pub steps: Vec<Step>,
}

/// One merchant's part, priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantQuote {
    /// Whose.
    pub merchant: MerchantId,
    /// The lines, in the order asked.
    pub lines: Vec<LineQuote>,
    /// All goods.
    pub goods: Money,
    /// Discount the merchant bears (positive).
    pub by_merchant: Money,
    /// Discount the platform bears (positive).
    pub by_platform: Money,
    /// Freight.
    pub freight: Money,
    /// What is paid.
    pub payable: Money,
    /// Whether it can be delivered.
    pub delivery: Delivery,
    /// The explanation; adds up to `payable`.
    pub steps: Vec<Step>,
}

/// The whole, priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The currency.
    pub currency: Currency,
    /// The merchants, in the order their first line was asked.
    pub merchants: Vec<MerchantQuote>,
    /// All goods.
    pub goods: Money,
    /// Discount the merchants bear (positive).
    pub by_merchant: Money,
    /// Discount the platform bears (positive).
    pub by_platform: Money,
    /// Freight.
    pub freight: Money,
    /// What is paid.
    pub payable: Money,
    /// The coupons that count.
    pub applied: Vec<CouponId>,
    /// The coupons that were chosen but do not count.
    pub rejected: Vec<Rejected>,
}

impl Quote {
    /// The fingerprint of what the buyer saw; a checkout brings it back, and another one means that something changed.
    pub fn fingerprint(&self) -> String {
        crate::text::content_hash(self)
    }

    /// Whether it can be ordered as it stands: address known, delivery possible, every chosen coupon usable.
    pub fn ready(&self) -> Result<(), Refusal> {
        if self.merchants.iter().any(|m| m.delivery == Delivery::Excluded) {
            return Err(Code::NoDelivery.into());
        }
        if self.merchants.iter().any(|m| m.delivery == Delivery::RegionNeeded) {
            return Err(Code::AddressNeeded.into());
        }
        if !self.rejected.is_empty() {
            return Err(Code::CouponUnusable.into());
        }
        Ok(())
    }

    /// All lines of all merchants.
    pub fn lines(&self) -> impl Iterator<Item = &LineQuote> {
        self.merchants.iter().flat_map(|m| &m.lines)
    }
}
