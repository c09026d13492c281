//! What may be asked for, and when (3.3.1): how far the goods have come decides the kinds and reasons, receipt begins the
//! windows. Pages ask here which choices to offer, so that none of them leads to a refusal by rule.

use super::{ReturnAsk, ReturnKind, ReturnReason, Returnable};
use crate::error::Refusal;
use crate::orders::{Order, OrderLine, OrderState};
use crate::quote::Share;
use crate::rules::Param;
use crate::{Code, Moment};

/// How far the goods have come when something is asked for; it decides what may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Paid, and still with the merchant.
    Unsent,
    /// With a carrier.
    OnTheWay,
    /// Signed for; the buyer has not confirmed receipt.
    Delivered,
    /// Received.
    Received,
}

impl Reach {
    /// How far an order has come; `None` when nothing can be asked for.
    pub const fn of(state: OrderState, delivered: bool) -> Option<Self> {
        match state {
            OrderState::Paid => Some(Self::Unsent),
            OrderState::Shipped if delivered => Some(Self::Delivered),
            OrderState::Shipped => Some(Self::OnTheWay),
            OrderState::Received => Some(Self::Received),
            OrderState::AwaitingPayment | OrderState::Cancelled | OrderState::Closed => None,
        }
    }

    /// Whether the buyer has the goods, by the carrier's word or their own.
    pub const fn arrived(self) -> bool {
        matches!(self, Self::Delivered | Self::Received)
    }

    /// Whether a kind goes with a reason here. A carrier's signature may be wrong, so "never arrived" ends only with the
    /// buyer's own word; of several parcels one may come broken while the others travel, so faults begin with shipping.
    pub fn fits(self, kind: ReturnKind, reason: ReturnReason) -> Result<(), Code> {
        use ReturnKind::{RefundOnly, SendBack};
        use ReturnReason::{Damaged, NoReason, NotAsDescribed, NotReceived, Quality, WrongGoods};
        match (kind, reason) {
            (SendBack, _) if !self.arrived() => Err(Code::NotArrived),
            (SendBack, NotReceived) => Err(Code::ReasonUnfit),
            (RefundOnly, NotReceived) if self == Self::Received => Err(Code::ReasonUnfit),
            (RefundOnly, NoReason) if self.arrived() => Err(Code::GoodsKept),
            (_, NotAsDescribed | Quality | WrongGoods | Damaged) if self == Self::Unsent => {
                Err(Code::ReasonUnfit)
            }
            _ => Ok(()),
        }
    }
}

/// When the window of a reason closes for an order; `None` while it has not begun. It begins with receipt, which comes by
/// itself some days after delivery: delivered goods may be sent back all the while, and a window never closes to open again.
pub fn window_ends(order: &Order, reason: ReturnReason) -> Option<Moment> {
    let param = match reason {
        ReturnReason::NoReason => Param::NoReasonWindow,
        _ => Param::ReturnApply,
    };
    order.received_at.map(|at| at.plus(order.terms.duration(param)))
}

/// Whether a kind may be asked for with a reason now, for goods that were sold as `returnable`.
pub fn may_ask(
    order: &Order,
    returnable: Returnable,
    kind: ReturnKind,
    reason: ReturnReason,
    now: Moment,
) -> Result<(), Refusal> {
    let reach = Reach::of(order.state, order.delivered_at.is_some()).ok_or(Code::WrongState)?;
    reach.fits(kind, reason)?;
    // What never arrived has no window: nothing began with it.
    if !reach.arrived() || reason == ReturnReason::NotReceived {
        return Ok(());
    }
    if window_ends(order, reason).is_some_and(|end| now >= end) {
        return Err(Code::WindowOver.into());
    }
    if reason == ReturnReason::NoReason && returnable != Returnable::NoReason {
        return Err(Code::NotReturnable.into());
    }
    Ok(())
}

/// Whether anything may be asked for about a line now.
pub fn asks_open(order: &Order, line: &OrderLine, now: Moment) -> bool {
    let may = |kind: ReturnKind, reason: ReturnReason| {
        may_ask(order, line.returnable, kind, reason, now).is_ok()
    };
    let any = |kind: &ReturnKind| ReturnReason::ALL.iter().any(|reason| may(*kind, *reason));
    line.returning == 0 && line.free_units() > 0 && ReturnKind::ALL.iter().any(any)
}

/// Whether a return may be applied for, and what it would refund.
pub fn quote_return(order: &Order, ask: &ReturnAsk, now: Moment) -> Result<Share, Refusal> {
    let line = order.line(&ask.line)?;
    may_ask(order, line.returnable, ask.kind, ask.reason, now)?;
    if line.returning > 0 {
        return Err(Code::AlreadyRequested.into());
    }
    if ask.qty < 1 || ask.qty > line.free_units() {
        return Err(Code::TooMuch.into());
    }
    line.shares.of(line.refunded, ask.qty)
}
