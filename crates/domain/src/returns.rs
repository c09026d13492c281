//! Sending back (3.3.1). What can be sent back is frozen on the order line at purchase; the windows are computed from
//! receipt, never stored; the amount is the sum of the frozen shares of the units. The merchant agrees, or the clock
//! agrees by itself.

mod asking;
pub mod views;

pub use asking::{Reach, asks_open, may_ask, quote_return, window_ends};

use crate::clocks::{ClockKind, words};
use crate::error::Refusal;
use crate::id::{AccountId, MerchantId, OrderId, OrderLineId, ReturnId};
use crate::orders::{Address, By, Order};
use crate::quote::Share;
use crate::rules::{Param, Terms};
use crate::shipping::Carrier;
use crate::{Code, Duration, Moment};
use serde::{Deserialize, Serialize};

/// The longest text a party writes about a return.
pub const NOTE_CHARS_MAX: usize = 500;

words! {
    /// Whether goods can be sent back without a reason, as told before buying and confirmed at purchase.
    Returnable {
        /// Seven days without a reason.
        NoReason = "no_reason",
        /// Excepted; the product page says why.
        Excepted = "excepted",
        /// Excepted: made to order (定制).
        Custom = "custom",
        /// Excepted: fresh and perishable.
        Perishable = "perishable",
        /// Excepted: easily damaged (易损品).
        Fragile = "fragile",
        /// Excepted: unsealed recordings and software, digital goods.
        Digital = "digital",
        /// Excepted: newspapers and periodicals.
        Periodical = "periodical",
        /// Excepted: hygiene goods once opened.
        Hygiene = "hygiene",
    }
}

words! {
    /// Why a buyer wants to send something back.
    ReturnReason {
        /// No reason needed.
        NoReason = "no_reason",
        /// Not as described.
        NotAsDescribed = "not_as_described",
        /// Defective.
        Quality = "quality",
        /// Something else was sent.
        WrongGoods = "wrong_goods",
        /// Damaged on the way.
        Damaged = "damaged",
        /// Never arrived.
        NotReceived = "not_received",
    }
}

words! {
    /// What is asked for.
    ReturnKind {
        /// Money back; nothing is sent.
        RefundOnly = "refund_only",
        /// The goods go back, then the money.
        SendBack = "send_back",
    }
}

words! {
    /// Where a return stands.
    ReturnState {
        /// Applied for.
        Requested = "requested",
        /// Agreed; the goods are to be sent back.
        Agreed = "agreed",
        /// The goods are on their way back.
        SentBack = "sent_back",
        /// The merchant refused; within the window the buyer may ask again.
        Refused = "refused",
        /// The buyer withdrew it, or the clock did because nothing was sent back.
        Withdrawn = "withdrawn",
        /// The money is owed and on its way.
        Refunding = "refunding",
        /// The money went back.
        Refunded = "refunded",
    }
}

impl ReturnState {
    /// Whether it waits for somebody: for an answer, for the goods, or for the money.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Agreed | Self::SentBack | Self::Refunding)
    }
}

/// A request to send units of one line back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// Which.
    pub id: ReturnId,
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: OrderLineId,
    /// Who sells.
    pub merchant: MerchantId,
    /// Who bought.
    pub buyer: AccountId,
    /// How many units.
    pub qty: i64,
    /// What is asked for.
    pub kind: ReturnKind,
    /// Why.
    pub reason: ReturnReason,
    /// What the buyer wrote.
    pub note: String,
    /// What the units were paid for; what will be refunded.
    pub share: Share,
    /// Where it stands.
    pub state: ReturnState,
    /// Who decided; of a withdrawn one, who ended it.
    pub decided_by: Option<By>,
    /// What the merchant wrote.
    pub answer: String,
    /// Where the goods go, as the merchant had told it when it was agreed: what is agreed does not move afterwards. `None`
    /// while nothing is agreed, and when the clock agreed for a merchant who had told nothing.
    pub send_to: Option<Address>,
    /// With whom the goods go back.
    pub carrier: Option<Carrier>,
    /// Under which waybill.
    pub waybill: Option<String>,
    /// When it was applied for.
    pub requested_at: Moment,
    /// When it was agreed or refused.
    pub decided_at: Option<Moment>,
    /// When the money went back.
    pub refunded_at: Option<Moment>,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// What a buyer asks for.
#[derive(Clone, Debug)]
pub struct ReturnAsk {
    /// The line.
    pub line: OrderLineId,
    /// How many units.
    pub qty: i64,
    /// What is asked for.
    pub kind: ReturnKind,
    /// Why.
    pub reason: ReturnReason,
    /// In the buyer's words.
    pub note: String,
}

/// Something that happens to a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnEvent {
    /// It is agreed to; the address is where the merchant takes goods back now.
    Agree(By, Option<Address>),
    /// The merchant refuses it, with reasons.
    Refuse(String),
    /// The buyer withdraws it.
    Withdraw,
    /// The time to send the goods back ran out.
    Lapse,
    /// The buyer handed the goods to a carrier.
    SendBack(Carrier, String),
    /// The goods are back and in order.
    GoodsBack(By),
    /// The money went back.
    Refunded,
}

/// What is to be done in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnEffect {
    /// Start a clock about the return.
    StartClock(ClockKind, Duration),
    /// The awaited fact came first.
    StopClock(ClockKind),
    /// The units are refunded: tell the order.
    RefundUnits,
    /// The return came to nothing: tell the order.
    DropUnits,
    /// Tell both parties and the live pages: `return.<word>`.
    Announce(&'static str),
}

/// Opens a return; the caller applies `ReturnOpened` to the order in the same transaction.
pub fn open(
    id: ReturnId,
    order: &Order,
    ask: &ReturnAsk,
    now: Moment,
) -> Result<(Return, Vec<ReturnEffect>), Refusal> {
    if ask.note.chars().count() > NOTE_CHARS_MAX {
        return Err(Refusal::field("note", Code::TooLong));
    }
    let share = quote_return(order, ask, now)?;
    let opened = Return {
        id,
        order: order.id.clone(),
        line: ask.line.clone(),
        merchant: order.merchant.clone(),
        buyer: order.buyer.clone(),
        qty: ask.qty,
        kind: ask.kind,
        reason: ask.reason,
        note: ask.note.trim().to_owned(),
        share,
        state: ReturnState::Requested,
        decided_by: None,
        answer: String::new(),
        send_to: None,
        carrier: None,
        waybill: None,
        requested_at: now,
        decided_at: None,
        refunded_at: None,
        version: 0,
    };
    let length = order.terms.duration(Param::MerchantRefundConfirm);
    let effects = vec![
        ReturnEffect::StartClock(ClockKind::ReturnDecide, length),
        ReturnEffect::Announce("return.requested"),
    ];
    Ok((opened, effects))
}

impl Return {
    /// What happens when `event` happens at `now`; `terms` are those of the order. A refusal changes nothing.
    pub fn apply(
        &self,
        event: &ReturnEvent,
        terms: &Terms,
        now: Moment,
    ) -> Result<(Self, Vec<ReturnEffect>), Refusal> {
        use ReturnState::{Agreed, Refunded, Refunding, Refused, Requested, SentBack, Withdrawn};
        let mut after = self.clone();
        let (decide, confirm) = (ClockKind::ReturnDecide, ClockKind::ReturnConfirm);
        let send = ClockKind::ReturnSend;
        let effects = match (event, self.state) {
            (ReturnEvent::Agree(by, send_to), Requested) => {
                let goes_back = self.kind == ReturnKind::SendBack;
                // Silence is agreement even of who never told an address; who agrees aloud has to tell it first.
                if goes_back && *by == By::Merchant && send_to.is_none() {
                    return Err(Code::ReturnAddressNeeded.into());
                }
                after.send_to = send_to.clone().filter(|_| goes_back);
                after.decided_by = Some(*by);
                after.decided_at = Some(now);
                let mut effects = vec![ReturnEffect::StopClock(decide)];
                if goes_back {
                    after.state = Agreed;
                    let length = terms.duration(Param::ReturnSend);
                    effects.push(ReturnEffect::StartClock(send, length));
                } else {
                    after.state = Refunding;
                    effects.push(ReturnEffect::RefundUnits);
                }
                effects.push(ReturnEffect::Announce("return.agreed"));
                effects
            }
            (ReturnEvent::Refuse(answer), Requested | SentBack) => {
                let answer = answer.trim();
                if answer.is_empty() {
                    return Err(Refusal::field("answer", Code::Required));
                }
                if answer.chars().count() > NOTE_CHARS_MAX {
                    return Err(Refusal::field("answer", Code::TooLong));
                }
                after.state = Refused;
                after.answer = answer.to_owned();
                after.decided_by = Some(By::Merchant);
                after.decided_at = Some(now);
                let clock = if self.state == Requested { decide } else { confirm };
                vec![
                    ReturnEffect::StopClock(clock),
                    ReturnEffect::DropUnits,
                    ReturnEffect::Announce("return.refused"),
                ]
            }
            (ReturnEvent::Withdraw, Requested | Agreed) => {
                after.state = Withdrawn;
                after.decided_by = Some(By::Buyer);
                after.decided_at = Some(now);
                let clock = if self.state == Requested { decide } else { send };
                vec![
                    ReturnEffect::StopClock(clock),
                    ReturnEffect::DropUnits,
                    ReturnEffect::Announce("return.withdrawn"),
                ]
            }
            (ReturnEvent::Lapse, Agreed) => {
                after.state = Withdrawn;
                after.decided_by = Some(By::Clock);
                after.decided_at = Some(now);
                vec![
                    ReturnEffect::StopClock(send),
                    ReturnEffect::DropUnits,
                    ReturnEffect::Announce("return.lapsed"),
                ]
            }
            (ReturnEvent::SendBack(carrier, waybill), Agreed) => {
                after.state = SentBack;
                after.carrier = Some(*carrier);
                after.waybill = Some(waybill.clone());
                let length = terms.duration(Param::MerchantRefundConfirm);
                vec![
                    ReturnEffect::StopClock(send),
                    ReturnEffect::StartClock(confirm, length),
                    ReturnEffect::Announce("return.sent_back"),
                ]
            }
            (ReturnEvent::GoodsBack(by), SentBack) => {
                after.state = Refunding;
                after.decided_by = Some(*by);
                vec![
                    ReturnEffect::StopClock(confirm),
                    ReturnEffect::RefundUnits,
                    ReturnEffect::Announce("return.goods_back"),
                ]
            }
            (ReturnEvent::Refunded, Refunding) => {
                after.state = Refunded;
                after.refunded_at = Some(now);
                vec![ReturnEffect::Announce("return.refunded")]
            }
            _ => return Err(Code::WrongState.into()),
        };
        Ok((after, effects))
    }
}

#[cfg(test)]
mod tests;
