//! What pages show of orders. Plain views, safe for the browser: no salts, and nothing a party must not see; what only some
//! may see is `None` for the others.
//! Filled by `services`; which actions are offered is decided there by the same machine that carries them out.

use super::{Address, By, CloseReason, Order, OrderLine, OrderState, PageAsSold, PurchaseStatus};
use crate::catalogue::Words;
use crate::clocks::{ClockKind, ClockState, words};
use crate::id::{
    OrderId, OrderLineId, ProductId, PurchaseId, RefundId, ReturnId, ShipmentId, SkuId,
    TrackingNodeId,
};
use crate::payments::{RefundReason, RefundStatus};
use crate::quote::Step;
use crate::returns::{Return, ReturnKind, ReturnReason, ReturnState, Returnable};
use crate::reviews::views::LineReview;
use crate::rules::{Param, Source};
use crate::shipping::{Carrier, Node, ParcelState};
use crate::{Code, Moment, Money, Refusal};
use serde::{Deserialize, Serialize};

/// A line as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// Which.
    pub id: OrderLineId,
    /// What was bought.
    pub sku: SkuId,
    /// The product.
    pub product: ProductId,
    /// The product's place in addresses.
    pub slug: String,
    /// The name as sold.
    pub name: Words,
    /// The choice as sold.
    pub spec: Words,
    /// The picture as sold.
    pub picture: String,
    /// The price of one.
    pub unit_price: Money,
    /// How many.
    pub qty: i64,
    /// What was paid for the line.
    pub paid: Money,
    /// Units in an open return.
    pub returning: i64,
    /// Units refunded.
    pub refunded: i64,
    /// Whether it can be sent back without a reason, frozen at purchase.
    pub returnable: Returnable,
    /// The hash of the page as sold.
    pub page: String,
}

impl LineView {
    /// Units neither refunded nor in an open return.
    pub const fn free_units(&self) -> i64 {
        self.qty - self.returning - self.refunded
    }
}

impl From<&OrderLine> for LineView {
    fn from(line: &OrderLine) -> Self {
        let none = Money::zero(line.unit_price.currency);
        Self {
            id: line.id.clone(),
            sku: line.sku.clone(),
            product: line.product.clone(),
            slug: line.slug.clone(),
            name: line.name.clone(),
            spec: line.spec.clone(),
            picture: line.picture.clone(),
            unit_price: line.unit_price,
            qty: line.qty,
            paid: line.shares.of(0, line.qty).map_or(none, |s| s.paid),
            returning: line.returning,
            refunded: line.refunded,
            returnable: line.returnable,
            page: line.page.clone(),
        }
    }
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCard {
    /// Which.
    pub id: OrderId,
    /// The human number.
    pub number: String,
    /// The purchase it is part of.
    pub purchase: PurchaseId,
    /// The shop's name.
    pub merchant_name: Words,
    /// The shop's place in addresses.
    pub merchant_slug: String,
    /// Who receives, for the merchant's list.
    pub recipient: String,
    /// Where it stands.
    pub state: OrderState,
    /// What the buyer pays.
    pub payable: Money,
    /// When it was placed.
    pub placed_at: Moment,
    /// When it was paid.
    pub paid_at: Option<Moment>,
    /// By when it is to leave the shop, as was promised (3.2.3).
    pub ship_by: Option<Moment>,
    /// When it was handed to a carrier.
    pub shipped_at: Option<Moment>,
    /// When its last parcel was signed for.
    pub delivered_at: Option<Moment>,
    /// When it was received.
    pub received_at: Option<Moment>,
    /// When it was cancelled or closed.
    pub ended_at: Option<Moment>,
    /// The lines.
    pub lines: Vec<LineView>,
    /// The returns of it that are open, where the list is about them; empty elsewhere.
    pub returns: Vec<ReturnBrief>,
    /// Counts changes.
    pub version: i64,
}

/// A return as the card of its order tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnBrief {
    /// Which.
    pub id: ReturnId,
    /// How many units.
    pub qty: i64,
    /// Where it stands.
    pub state: ReturnState,
}

impl From<&Order> for OrderCard {
    fn from(order: &Order) -> Self {
        Self {
            id: order.id.clone(),
            number: order.number.clone(),
            purchase: order.purchase.clone(),
            merchant_name: order.merchant_name.clone(),
            merchant_slug: order.merchant_slug.clone(),
            recipient: order.address.recipient.clone(),
            state: order.state,
            payable: order.payable,
            placed_at: order.placed_at,
            paid_at: order.paid_at,
            ship_by: order.ship_by(),
            shipped_at: order.shipped_at,
            delivered_at: order.delivered_at,
            received_at: order.received_at,
            ended_at: order.ended_at,
            lines: order.lines.iter().map(LineView::from).collect(),
            returns: Vec::new(),
            version: order.version,
        }
    }
}

/// A node as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    /// Which.
    pub id: TrackingNodeId,
    /// What the carrier told.
    pub node: Node,
    /// Who told it.
    pub source: String,
    /// When we heard of it.
    pub heard_at: Moment,
}

/// A parcel as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentView {
    /// Which.
    pub id: ShipmentId,
    /// The human number.
    pub number: String,
    /// Who carries it.
    pub carrier: Carrier,
    /// The carrier's number.
    pub waybill: String,
    /// Where it stands.
    pub state: ParcelState,
    /// When it was handed over.
    pub shipped_at: Moment,
    /// When it was signed for.
    pub delivered_at: Option<Moment>,
    /// Its nodes, the newest first.
    pub nodes: Vec<NodeView>,
}

/// A return as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnView {
    /// Which.
    pub id: ReturnId,
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: OrderLineId,
    /// How many units.
    pub qty: i64,
    /// What is asked for.
    pub kind: ReturnKind,
    /// Why.
    pub reason: ReturnReason,
    /// What the buyer wrote.
    pub note: String,
    /// What goes back.
    pub amount: Money,
    /// How much of it is freight; the rest was paid for the goods.
    pub freight: Money,
    /// Where it stands.
    pub state: ReturnState,
    /// What the merchant wrote.
    pub answer: String,
    /// With whom the goods go back.
    pub carrier: Option<Carrier>,
    /// Under which waybill.
    pub waybill: Option<String>,
    /// When it was applied for.
    pub requested_at: Moment,
    /// Who decided.
    pub decided_by: Option<By>,
    /// When it was agreed or refused.
    pub decided_at: Option<Moment>,
    /// When the money went back.
    pub refunded_at: Option<Moment>,
    /// The running clock of it, if any.
    pub clock: Option<ClockView>,
    /// Where the goods go, once they are to be sent back and the shop has told it.
    pub send_to: Option<Address>,
}

impl ReturnView {
    /// What goes back of the price of the goods: all but the freight.
    pub fn for_goods(&self) -> Result<Money, Refusal> {
        self.amount.sub(self.freight).map_err(|_| Code::TooMuch.into())
    }
}

impl From<&Return> for ReturnView {
    fn from(ret: &Return) -> Self {
        Self {
            id: ret.id.clone(),
            order: ret.order.clone(),
            line: ret.line.clone(),
            qty: ret.qty,
            kind: ret.kind,
            reason: ret.reason,
            note: ret.note.clone(),
            amount: ret.share.paid,
            freight: ret.share.freight,
            state: ret.state,
            answer: ret.answer.clone(),
            carrier: ret.carrier,
            waybill: ret.waybill.clone(),
            requested_at: ret.requested_at,
            decided_by: ret.decided_by,
            decided_at: ret.decided_at,
            refunded_at: ret.refunded_at,
            clock: None,
            send_to: ret.send_to.clone(),
        }
    }
}

/// Money going back, as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundView {
    /// Which.
    pub id: RefundId,
    /// Why.
    pub reason: RefundReason,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
    /// The way it goes: the provider's word, or `balance`.
    pub provider: String,
    /// When it became due.
    pub created_at: Moment,
    /// When the provider confirmed it.
    pub done_at: Option<Moment>,
}

/// A promise with a time, as shown to both parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// What happens when the time is up.
    pub kind: ClockKind,
    /// Where it stands.
    pub state: ClockState,
    /// When it was started.
    pub started_at: Moment,
    /// When it falls due.
    pub due_at: Moment,
}

words! {
    /// What the asking party may do with an order now.
    Action {
        /// Pay its purchase.
        Pay = "pay",
        /// Cancel it.
        Cancel = "cancel",
        /// Confirm receipt.
        Confirm = "confirm",
        /// Apply for a return or refund of a line.
        Return = "return",
        /// Ship it.
        Ship = "ship",
        /// Add another parcel.
        AddParcel = "add_parcel",
    }
}

/// A figure of the rules that holds for the order, with its source (5.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureView {
    /// The figure in its unit.
    pub figure: i64,
    /// Where it came from.
    pub source: Source,
}

/// How what the buyer paid becomes what the merchant gets: `paid + by_platform − gone − commission = net`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomeView {
    /// What the buyer paid.
    pub paid: Money,
    /// What the platform adds for its coupons.
    pub by_platform: Money,
    /// What is not the merchant's any more because goods were refunded.
    pub gone: Money,
    /// The platform's commission on what is left.
    pub commission: Money,
    /// The rate of the commission, in basis points, frozen when the order was placed.
    pub commission_rate: i64,
    /// What the merchant gets.
    pub net: Money,
}

impl IncomeView {
    /// How it stands with an order as it is now.
    pub fn of(order: &Order) -> Result<Self, Refusal> {
        let (whole, left) = (order.whole_share()?, order.left()?);
        let too_much = |_| Code::TooMuch;
        let sold = whole.paid.add(whole.subsidy).map_err(too_much)?;
        let kept = left.paid.add(left.by_platform).map_err(too_much)?;
        Ok(Self {
            paid: whole.paid,
            by_platform: whole.subsidy,
            gone: sold.sub(kept).map_err(too_much)?,
            commission: left.commission,
            commission_rate: order.terms.get(Param::Commission).figure,
            net: kept.sub(left.commission).map_err(too_much)?,
        })
    }
}

/// The order page, for buyer, merchant and staff alike; what a party must not see is left empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// The order.
    pub card: OrderCard,
    /// Where it goes.
    pub address: Address,
    /// Goods before discounts.
    pub goods: Money,
    /// Discount the merchant bears.
    pub by_merchant: Money,
    /// Discount the platform bears.
    pub by_platform: Money,
    /// Freight.
    pub freight: Money,
    /// How the price came about; adds up to the amount paid.
    pub steps: Vec<Step>,
    /// What the buyer wrote to the merchant.
    pub note: String,
    /// The parcels.
    pub shipments: Vec<ShipmentView>,
    /// The returns, oldest first.
    pub returns: Vec<ReturnView>,
    /// The money that went or goes back for this order.
    pub refunds: Vec<RefundView>,
    /// What the buyer said, or may say, about each line (3.3.3); empty for the other parties.
    pub reviews: Vec<LineReview>,
    /// The clocks of the order that run or are paused, and a promise of dispatch that was broken.
    pub clocks: Vec<ClockView>,
    /// What the asking party may do now.
    pub actions: Vec<Action>,
    /// The lines about which the buyer may ask for something now (3.3.1); empty for the other parties.
    pub askable: Vec<OrderLineId>,
    /// The method it was paid with: a provider's word, or `balance`.
    pub paid_with: Option<String>,
    /// When the seven days without a reason end (3.3.1).
    pub no_reason_ends: Option<Moment>,
    /// When returns can no longer be applied for (3.3.1).
    pub apply_ends: Option<Moment>,
    /// Why its purchase closed without payment.
    pub close_reason: Option<CloseReason>,
    /// The human number of the rulebook's version it was placed under; `None` before the first was published.
    pub rule_version: Option<i64>,
    /// What the merchant gets of it; only for those who may see a shop's money.
    pub income: Option<IncomeView>,
    /// The moment this was put together, for countdowns.
    pub now: Moment,
}

/// A page as it was sold, as its buyer looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldView {
    /// What was frozen.
    pub sold: PageAsSold,
    /// The human number of the rulebook's version that was in force; `None` before the first was published.
    pub rule_version: Option<i64>,
}

/// A purchase as its orders show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseView {
    /// Which.
    pub id: PurchaseId,
    /// The human number.
    pub number: String,
    /// What a buyer reads.
    pub status: PurchaseStatus,
    /// Its orders.
    pub orders: Vec<OrderCard>,
}
