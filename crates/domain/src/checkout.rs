//! What checkout and cashier show and are told. Nothing that comes back from a browser is used as a price: the buyer's
//! [`Place`] names goods, quantities, coupons and the fingerprint of what was seen, and the house prices it anew.

use crate::accounts::{AddressView, Region};
use crate::catalogue::Words;
use crate::id::{AddressId, AttemptId, CouponId, MerchantId, OrderId, PurchaseId, SkuId};
use crate::orders::views::RefundView;
use crate::orders::{CloseReason, PurchaseStatus};
use crate::payments::{AttemptState, PurchaseState};
use crate::quote::{Quote, Unusable};
use crate::returns::Returnable;
use crate::{Moment, Money};
use serde::{Deserialize, Serialize};

/// The longest message to a merchant.
pub const NOTE_CHARS_MAX: usize = 200;

/// What is to be bought: the ticked lines of the cart, or one SKU straight from its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Basket {
    /// The ticked lines of the buyer's cart.
    #[default]
    Cart,
    /// One SKU, bought at once.
    Now {
        /// Which.
        sku: SkuId,
        /// How many.
        qty: i64,
    },
}

/// Which coupons are to count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "ids", rename_all = "snake_case")]
pub enum CouponChoice {
    /// Those that save most.
    #[default]
    Best,
    /// Exactly these; none when empty.
    These(Vec<CouponId>),
}

/// What checkout is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutAsk {
    /// What is to be bought.
    #[serde(default)]
    pub basket: Basket,
    /// Where it goes; the preferred address when `None`.
    #[serde(default)]
    pub address: Option<AddressId>,
    /// Which coupons are to count.
    #[serde(default)]
    pub coupons: CouponChoice,
}

/// A line on the checkout page; its price stands in the quote under the same SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutLine {
    /// Which.
    pub sku: SkuId,
    /// The product's place in addresses.
    pub slug: String,
    /// The product's name.
    pub name: Words,
    /// The choice in words.
    pub spec: Words,
    /// The picture.
    pub picture: String,
    /// Whether it can be sent back without a reason (3.3.1); an exception must be confirmed.
    pub returnable: Returnable,
    /// How many can be had now; fewer than wanted means that it cannot be ordered.
    pub available: i64,
}

/// A shop on the checkout page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutShop {
    /// Which.
    pub merchant: MerchantId,
    /// Its name.
    pub name: Words,
    /// Its place in addresses.
    pub slug: String,
}

/// A coupon on the checkout page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponView {
    /// Which.
    pub id: CouponId,
    /// What it is called.
    pub name: Words,
    /// Whose; `None` is the platform's.
    pub merchant: Option<MerchantId>,
    /// From which value of goods on it counts.
    pub threshold: Money,
    /// What it takes off.
    pub off: Money,
    /// Whether it counts now.
    pub applied: bool,
    /// Why it would not count if chosen alone in its slot.
    pub unusable: Option<Unusable>,
}

/// What one of a SKU costs, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which.
    pub sku: SkuId,
    /// Its price tree, with the coupons that save most.
    pub quote: Quote,
}

/// What stands about the price on the product page itself (3.2.1): each SKU explained, freight for a region, the coupons
/// there are, the ways to pay. The same for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductOffers {
    /// One per SKU that can be bought.
    pub offers: Vec<Offer>,
    /// The region freight is reckoned for; an empty text while none is chosen.
    pub region: String,
    /// The regions to choose from.
    pub regions: Vec<Region>,
    /// The coupons that apply to the product.
    pub coupons: Vec<CouponView>,
    /// The ways to pay, by their stable words.
    pub methods: Vec<String>,
}

/// The checkout page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutView {
    /// What is to be bought.
    pub basket: Basket,
    /// The address it is reckoned for.
    pub address: Option<AddressView>,
    /// The lines, in the order of the quote.
    pub lines: Vec<CheckoutLine>,
    /// The shops, in the order of the quote.
    pub shops: Vec<CheckoutShop>,
    /// The price tree.
    pub quote: Quote,
    /// What the buyer brings back to say "this is what I saw".
    pub fingerprint: String,
    /// The coupons there are.
    pub coupons: Vec<CouponView>,
    /// For how many minutes an unpaid order is kept (3.2.1).
    pub unpaid_minutes: i64,
    /// For how many days goods may be sent back without a reason (3.3.1).
    pub no_reason_days: i64,
    /// For how many days returns may be applied for (3.3.1).
    pub apply_days: i64,
}

/// An order to be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Made by the browser before the first send and sent again on every repeat: 16 to 64 of `[A-Za-z0-9_-]`.
    pub key: String,
    /// What is to be bought.
    pub basket: Basket,
    /// Where it goes.
    pub address: AddressId,
    /// The coupons that were shown as counting.
    pub coupons: Vec<CouponId>,
    /// The fingerprint of the quote that was shown.
    pub fingerprint: String,
    /// Messages to merchants.
    #[serde(default)]
    pub notes: Vec<(MerchantId, String)>,
    /// Whether the exceptions from sending back without a reason were confirmed (3.3.1).
    #[serde(default)]
    pub exceptions_confirmed: bool,
}

/// What came of placing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The purchase.
    pub purchase: PurchaseId,
    /// Its human number.
    pub number: String,
    /// Whether nothing is left to pay.
    pub paid: bool,
}

/// A way to pay on the cashier's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodView {
    /// The provider's stable word, or `balance`.
    pub provider: String,
    /// The ways to be taken there: `page`, `wap`, `qr`; empty for the balance.
    pub flows: Vec<String>,
    /// What the balance holds; only for the balance.
    pub balance: Option<Money>,
    /// Whether a payment password is set, which the balance asks for; only for the balance.
    pub pay_password: Option<bool>,
    /// Whether it can be used now.
    pub available: bool,
}

/// An attempt as the cashier shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// Which.
    pub id: AttemptId,
    /// The provider's stable word.
    pub provider: String,
    /// Where it stands.
    pub state: AttemptState,
    /// When it was begun.
    pub created_at: Moment,
}

/// An order as the cashier lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashierOrder {
    /// Which.
    pub id: OrderId,
    /// Its human number.
    pub number: String,
    /// The shop's name.
    pub merchant_name: Words,
    /// What is paid for it.
    pub payable: Money,
}

/// The cashier's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashierView {
    /// The purchase.
    pub purchase: PurchaseId,
    /// Its human number.
    pub number: String,
    /// Where it stands as far as paying is concerned.
    pub state: PurchaseState,
    /// What a buyer reads.
    pub status: PurchaseStatus,
    /// Why it closed without payment.
    pub close_reason: Option<CloseReason>,
    /// What is to be paid.
    pub payable: Money,
    /// All goods before discounts (3.2.2: the cashier itself shows the breakdown).
    pub goods: Money,
    /// All discounts (positive).
    pub discount: Money,
    /// Freight.
    pub freight: Money,
    /// The orders it pays.
    pub orders: Vec<CashierOrder>,
    /// When paying ends.
    pub expires_at: Moment,
    /// The ways to pay.
    pub methods: Vec<MethodView>,
    /// The attempt that is under way.
    pub live: Option<AttemptView>,
    /// The way it was paid.
    pub paid_with: Option<String>,
    /// Money that goes back: late, second, surplus.
    pub refunds: Vec<RefundView>,
    /// Counts changes, for the live page.
    pub version: i64,
    /// The moment this was put together, for the countdown.
    pub now: Moment,
}

/// What the browser does next to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum PayStep {
    /// Follow this address.
    Redirect(String),
    /// Show this text as a QR code.
    QrCode(String),
    /// Post these fields to this address.
    Post {
        /// The address.
        url: String,
        /// The fields, in their order.
        fields: Vec<(String, String)>,
    },
    /// Nothing: it is paid.
    Paid,
}
