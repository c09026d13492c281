//! Merchant orders: one merchant's part of a purchase, as a state machine (3.2.1 – 3.3.1). `apply` answers the order as
//! it stands afterwards and what is to be done as data; the use case writes both in one transaction. A purchase is paid
//! or closed as a whole, so only its machine in [`purchase`] starts and ends that.

mod purchase;
mod sold;
#[cfg(test)]
pub(crate) mod tests;
pub mod views;

pub use sold::PageAsSold;

pub use purchase::{Address, CloseReason, Purchase, PurchaseEvent, PurchaseStatus, status};

use crate::catalogue::Words;
use crate::clocks::{ClockKind, words};
use crate::error::Refusal;
use crate::id::{AccountId, MerchantId, OrderId, OrderLineId, ProductId, PurchaseId, SkuId};
use crate::ledger::rules::OrderShare;
use crate::quote::{Share, Shares, Step};
use crate::returns::Returnable;
use crate::rules::{Param, Terms};
use crate::stock::{Demand, Draw};
use crate::{Code, Currency, Duration, Moment, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// Where a merchant order stands.
    OrderState {
        /// Placed, not paid.
        AwaitingPayment = "awaiting_payment",
        /// Paid, not shipped.
        Paid = "paid",
        /// Handed to a carrier.
        Shipped = "shipped",
        /// Received; the money went to the merchant.
        Received = "received",
        /// Ended without payment.
        Cancelled = "cancelled",
        /// Paid once, then cancelled or refunded entirely.
        Closed = "closed",
    }
}

impl OrderState {
    /// Whether nothing more can come of it but after-sales.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Received | Self::Cancelled | Self::Closed)
    }
}

words! {
    /// Who brought something about.
    By {
        /// The consumer.
        Buyer = "buyer",
        /// The merchant.
        Merchant = "merchant",
        /// Platform staff.
        Platform = "platform",
        /// A clock that ran out.
        Clock = "clock",
    }
}

/// One line of a merchant order: a snapshot that later edits of the product never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Which.
    pub id: OrderLineId,
    /// What was bought.
    pub sku: SkuId,
    /// The product it belongs to.
    pub product: ProductId,
    /// The product's place in addresses.
    pub slug: String,
    /// The name as sold.
    pub name: Words,
    /// The choice as sold, in words.
    pub spec: Words,
    /// The picture as sold.
    pub picture: String,
    /// The price of one.
    pub unit_price: Money,
    /// How many.
    pub qty: i64,
    /// What each unit was paid for, frozen.
    pub shares: Shares,
    /// What one unit took from stock.
    pub draws: Vec<Draw>,
    /// The hash of the page as sold.
    pub page: String,
    /// Whether it can be sent back without a reason, frozen.
    pub returnable: Returnable,
    /// Units in an open return.
    pub returning: i64,
    /// Units refunded.
    pub refunded: i64,
}

impl OrderLine {
    /// Units neither refunded nor in an open return.
    pub const fn free_units(&self) -> i64 {
        self.qty - self.returning - self.refunded
    }

    /// The shares of the units that were not refunded.
    pub fn left(&self) -> Result<Share, Refusal> {
        self.shares.of(self.refunded, self.qty - self.refunded)
    }
}

/// A merchant order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which.
    pub id: OrderId,
    /// The human number: the purchase's with `-1`.
    pub number: String,
    /// The purchase it is part of.
    pub purchase: PurchaseId,
    /// Who sells.
    pub merchant: MerchantId,
    /// The shop's name as it was.
    pub merchant_name: Words,
    /// The shop's place in addresses.
    pub merchant_slug: String,
    /// Who buys.
    pub buyer: AccountId,
    /// Where it goes; the merchant needs it to ship.
    pub address: Address,
    /// Where it stands.
    pub state: OrderState,
    /// The currency.
    pub currency: Currency,
    /// Goods before discounts.
    pub goods: Money,
    /// Discount the merchant bears.
    pub by_merchant: Money,
    /// Discount the platform bears.
    pub by_platform: Money,
    /// Freight.
    pub freight: Money,
    /// What the buyer pays.
    pub payable: Money,
    /// The figures it was placed under (5.2).
    pub terms: Terms,
    /// Within how many hours of payment it is to leave the shop: the longest promise of its goods, frozen (3.2.3). Zero:
    /// nothing was promised.
    pub ship_hours: i64,
    /// What the buyer wrote to the merchant.
    pub note: String,
    /// How the price came about; adds up to `payable`.
    pub steps: Vec<Step>,
    /// When it was placed.
    pub placed_at: Moment,
    /// When it was paid.
    pub paid_at: Option<Moment>,
    /// When it was handed to a carrier.
    pub shipped_at: Option<Moment>,
    /// When its last parcel was signed for.
    pub delivered_at: Option<Moment>,
    /// When it was received; the windows of 3.3.1 count from here, and until then from delivery.
    pub received_at: Option<Moment>,
    /// When what it earned became the shop's to be paid out: after the windows of 3.3.1.
    pub settled_at: Option<Moment>,
    /// When it was cancelled or closed.
    pub ended_at: Option<Moment>,
    /// The lines.
    pub lines: Vec<OrderLine>,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// Something that happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderEvent {
    /// Its purchase was paid.
    Paid,
    /// Its purchase was closed without payment.
    Cancelled,
    /// It is cancelled after payment and before shipping; everything goes back.
    CalledOff(By),
    /// The merchant handed it to a carrier.
    Shipped,
    /// All its parcels were signed for.
    Delivered,
    /// It was received.
    Confirmed(By),
    /// Nobody can send it back any more.
    Settled,
    /// A return of so many units of a line was applied for.
    ReturnOpened(OrderLineId, i64),
    /// A return of so many units of a line came to nothing.
    ReturnDropped(OrderLineId, i64),
    /// So many units of a line are refunded.
    UnitsRefunded(OrderLineId, i64),
}

/// What is to be done in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Start a clock about the order.
    StartClock {
        /// Which kind.
        kind: ClockKind,
        /// For how long.
        length: Duration,
        /// By which fact.
        started_by: &'static str,
    },
    /// The awaited fact came first.
    StopClock {
        /// Which kind.
        kind: ClockKind,
        /// What came.
        outcome: &'static str,
    },
    /// Suspend a clock about the order.
    PauseClock(ClockKind),
    /// Let it run on.
    ResumeClock(ClockKind),
    /// Post the release of what is left of the escrow.
    PostRelease(OrderShare),
    /// Post that what the order earned may be paid out.
    PostSettle(OrderShare),
    /// Post the debt to the buyer for these shares, and send the money back.
    PostRefund {
        /// The shares.
        share: OrderShare,
        /// Whether the escrow was already released.
        released: bool,
    },
    /// Put goods back on the shelf.
    Restock(Demand),
    /// Count so many more units of these products as sold, or so many fewer when they are refunded. What counts is what is
    /// paid for: an order that is placed may still come to nothing, and receipt is days away.
    Count(BTreeMap<ProductId, i64>),
    /// Tell both parties and the live pages: `order.<word>`.
    Announce(&'static str),
}

impl Order {
    /// The line with this id.
    pub fn line(&self, id: &OrderLineId) -> Result<&OrderLine, Refusal> {
        self.lines.iter().find(|l| l.id == *id).ok_or_else(|| Code::NotFound.into())
    }

    /// The shares of all units that were not refunded.
    pub fn left(&self) -> Result<Share, Refusal> {
        let mut sum = Share::zero(self.currency);
        for line in &self.lines {
            sum = sum.plus(line.left()?).map_err(|_| Code::TooMuch)?;
        }
        Ok(sum)
    }

    /// `share` of this order in the words of the ledger.
    pub fn ledger_share(&self, share: Share) -> OrderShare {
        OrderShare {
            order: self.id.clone(),
            merchant: self.merchant.clone(),
            paid: share.paid,
            subsidy: share.by_platform,
            commission: share.commission,
        }
    }

    /// What capture books for the order.
    pub fn whole_share(&self) -> Result<OrderShare, Refusal> {
        let mut sum = Share::zero(self.currency);
        for line in &self.lines {
            let whole = line.shares.of(0, line.qty)?;
            sum = sum.plus(whole).map_err(|_| Code::TooMuch)?;
        }
        Ok(self.ledger_share(sum))
    }

    /// By when it is to leave the shop; `None` before it is paid and when nothing was promised.
    pub fn ship_by(&self) -> Option<Moment> {
        let paid_at = self.paid_at.filter(|_| self.ship_hours > 0);
        paid_at.map(|at| at.plus(Duration::hours(self.ship_hours)))
    }

    /// What happens when `event` happens at `now`. A refusal changes nothing.
    pub fn apply(&self, event: &OrderEvent, now: Moment) -> Result<(Self, Vec<Effect>), Refusal> {
        let mut order = self.clone();
        let effects = match event {
            OrderEvent::Paid => order.paid(now)?,
            OrderEvent::Cancelled => order.cancelled(now)?,
            OrderEvent::CalledOff(by) => order.called_off(*by, now)?,
            OrderEvent::Shipped => order.shipped(now)?,
            OrderEvent::Delivered => order.delivered(now)?,
            OrderEvent::Confirmed(by) => order.confirmed(*by, now)?,
            OrderEvent::Settled => order.settled(now)?,
            OrderEvent::ReturnOpened(line, qty) => order.return_opened(line, *qty)?,
            OrderEvent::ReturnDropped(line, qty) => order.return_dropped(line, *qty)?,
            OrderEvent::UnitsRefunded(line, qty) => order.units_refunded(line, *qty, now)?,
        };
        Ok((order, effects))
    }

    fn go(&mut self, allowed: &[OrderState], to: OrderState) -> Result<(), Refusal> {
        if !allowed.contains(&self.state) {
            return Err(Code::WrongState.into());
        }
        self.state = to;
        Ok(())
    }

    fn paid(&mut self, now: Moment) -> Result<Vec<Effect>, Refusal> {
        self.go(&[OrderState::AwaitingPayment], OrderState::Paid)?;
        self.paid_at = Some(now);
        let sold = units(self.lines.iter().map(|l| (&l.product, l.qty)));
        let mut effects = vec![Effect::Count(sold), Effect::Announce("order.paid")];
        if self.ship_hours > 0 {
            let length = Duration::hours(self.ship_hours);
            let kind = ClockKind::Dispatch;
            effects.push(Effect::StartClock { kind, length, started_by: "paid" });
        }
        Ok(effects)
    }

    fn cancelled(&mut self, now: Moment) -> Result<Vec<Effect>, Refusal> {
        self.go(&[OrderState::AwaitingPayment], OrderState::Cancelled)?;
        self.ended_at = Some(now);
        Ok(vec![Effect::Announce("order.cancelled")])
    }

    fn called_off(&mut self, by: By, now: Moment) -> Result<Vec<Effect>, Refusal> {
        if by == By::Clock || self.lines.iter().any(|l| l.returning > 0) {
            return Err(Code::WrongState.into());
        }
        self.go(&[OrderState::Paid], OrderState::Closed)?;
        self.ended_at = Some(now);
        let share = self.ledger_share(self.left()?);
        let back = self.lines.iter().map(|l| (&l.sku, l.qty - l.refunded, l.draws.as_slice()));
        let restock = crate::stock::demand(back.filter(|(_, qty, _)| *qty > 0))?;
        let unsold = units(self.lines.iter().map(|l| (&l.product, l.refunded - l.qty)));
        for line in &mut self.lines {
            line.refunded = line.qty;
        }
        Ok(vec![
            Effect::StopClock { kind: ClockKind::Dispatch, outcome: "called_off" },
            Effect::PostRefund { share, released: false },
            Effect::Restock(restock),
            Effect::Count(unsold),
            Effect::Announce("order.closed"),
        ])
    }

    fn shipped(&mut self, now: Moment) -> Result<Vec<Effect>, Refusal> {
        self.go(&[OrderState::Paid], OrderState::Shipped)?;
        self.shipped_at = Some(now);
        let length = self.terms.duration(Param::AutoConfirmShipped);
        let mut effects = vec![
            Effect::StopClock { kind: ClockKind::Dispatch, outcome: "shipped" },
            Effect::StartClock { kind: ClockKind::AutoConfirm, length, started_by: "shipped" },
            Effect::Announce("order.shipped"),
        ];
        if self.lines.iter().any(|l| l.returning > 0) {
            effects.push(Effect::PauseClock(ClockKind::AutoConfirm));
        }
        Ok(effects)
    }

    /// A delivered node starts the clock of 3.2.3 anew, from the signature; told twice it changes nothing.
    fn delivered(&mut self, now: Moment) -> Result<Vec<Effect>, Refusal> {
        if self.state != OrderState::Shipped || self.delivered_at.is_some() {
            return Ok(Vec::new());
        }
        self.delivered_at = Some(now);
        let length = self.terms.duration(Param::AutoConfirmReceipt);
        let mut effects = vec![
            Effect::StopClock { kind: ClockKind::AutoConfirm, outcome: "delivered" },
            Effect::StartClock { kind: ClockKind::AutoConfirm, length, started_by: "delivered" },
            Effect::Announce("order.delivered"),
        ];
        if self.lines.iter().any(|l| l.returning > 0) {
            effects.push(Effect::PauseClock(ClockKind::AutoConfirm));
        }
        Ok(effects)
    }

    fn confirmed(&mut self, by: By, now: Moment) -> Result<Vec<Effect>, Refusal> {
        let share = self.ledger_share(self.left()?);
        self.go(&[OrderState::Shipped], OrderState::Received)?;
        self.received_at = Some(now);
        let outcome = if by == By::Clock { "received_by_clock" } else { "received" };
        Ok(vec![
            Effect::StopClock { kind: ClockKind::AutoConfirm, outcome },
            Effect::PostRelease(share),
            Effect::StartClock {
                kind: ClockKind::Settle,
                length: self.longest_window(),
                started_by: "received",
            },
            Effect::Announce("order.received"),
        ])
    }

    /// How long after receipt somebody may still ask for a return, whatever the reason (3.3.1).
    fn longest_window(&self) -> Duration {
        let length = |param| self.terms.duration(param);
        length(Param::NoReasonWindow).max(length(Param::ReturnApply))
    }

    /// Once per order, never before its windows are over and never while a return is open.
    fn settled(&mut self, now: Moment) -> Result<Vec<Effect>, Refusal> {
        let over = self.received_at.map(|at| at.plus(self.longest_window()));
        let open = self.lines.iter().any(|l| l.returning > 0);
        if open || self.settled_at.is_some() || over.is_none_or(|end| now < end) {
            return Err(Code::WrongState.into());
        }
        self.go(&[OrderState::Received], OrderState::Received)?;
        self.settled_at = Some(now);
        let share = self.ledger_share(self.left()?);
        Ok(vec![Effect::PostSettle(share), Effect::Announce("order.settled")])
    }

    fn line_mut(&mut self, id: &OrderLineId) -> Result<&mut OrderLine, Refusal> {
        self.lines.iter_mut().find(|l| l.id == *id).ok_or_else(|| Code::NotFound.into())
    }

    fn return_opened(&mut self, line: &OrderLineId, qty: i64) -> Result<Vec<Effect>, Refusal> {
        self.go(&[OrderState::Paid, OrderState::Shipped, OrderState::Received], self.state)?;
        let line = self.line_mut(line)?;
        if line.returning > 0 {
            return Err(Code::AlreadyRequested.into());
        }
        if qty < 1 || qty > line.free_units() {
            return Err(Code::TooMuch.into());
        }
        line.returning = qty;
        Ok(self.with_clock(Effect::PauseClock, "order.return"))
    }

    fn return_dropped(&mut self, line: &OrderLineId, qty: i64) -> Result<Vec<Effect>, Refusal> {
        let line = self.line_mut(line)?;
        if line.returning != qty {
            return Err(Code::WrongState.into());
        }
        line.returning = 0;
        if self.lines.iter().any(|l| l.returning > 0) {
            return Ok(vec![Effect::Announce("order.return")]);
        }
        Ok(self.with_clock(Effect::ResumeClock, "order.return"))
    }

    fn units_refunded(
        &mut self,
        line: &OrderLineId,
        qty: i64,
        now: Moment,
    ) -> Result<Vec<Effect>, Refusal> {
        let released = self.received_at.is_some();
        let line = self.line_mut(line)?;
        if line.returning != qty || qty < 1 {
            return Err(Code::WrongState.into());
        }
        let share = line.shares.of(line.refunded, qty)?;
        let unshipped = (line.sku.clone(), line.draws.clone());
        let unsold = units([(&line.product, -qty)]);
        line.returning = 0;
        line.refunded += qty;
        let share = self.ledger_share(share);
        let mut effects = vec![Effect::PostRefund { share, released }, Effect::Count(unsold)];
        if self.state == OrderState::Paid {
            let restock = crate::stock::demand([(&unshipped.0, qty, unshipped.1.as_slice())])?;
            effects.push(Effect::Restock(restock));
        }
        if self.lines.iter().all(|l| l.refunded == l.qty) {
            if let Some(kind) = self.clock() {
                effects.push(Effect::StopClock { kind, outcome: "refunded" });
            }
            self.state = OrderState::Closed;
            self.ended_at = Some(now);
            effects.push(Effect::Announce("order.closed"));
        } else if self.lines.iter().any(|l| l.returning > 0) {
            effects.push(Effect::Announce("order.refunded"));
        } else {
            effects.extend(self.with_clock(Effect::ResumeClock, "order.refunded"));
        }
        Ok(effects)
    }

    /// The clock that runs about the order where it stands.
    const fn clock(&self) -> Option<ClockKind> {
        match self.state {
            OrderState::Paid => Some(ClockKind::Dispatch),
            OrderState::Shipped => Some(ClockKind::AutoConfirm),
            OrderState::Received if self.settled_at.is_none() => Some(ClockKind::Settle),
            _ => None,
        }
    }

    fn with_clock(&self, effect: fn(ClockKind) -> Effect, announce: &'static str) -> Vec<Effect> {
        let mut effects = vec![Effect::Announce(announce)];
        effects.extend(self.clock().map(effect));
        effects
    }
}

/// Units per product, products whose count does not change left out.
fn units<'a>(lines: impl IntoIterator<Item = (&'a ProductId, i64)>) -> BTreeMap<ProductId, i64> {
    let mut sum = BTreeMap::new();
    for (product, qty) in lines {
        *sum.entry(product.clone()).or_insert(0) += qty;
    }
    sum.retain(|_, qty| *qty != 0);
    sum
}
