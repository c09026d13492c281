//! Living through one purchase of the past, from placing to wherever it stands today. Every step is the one that a live
//! market takes, at the moment at which it would have taken it; a step whose moment has not come does not happen.

use super::super::hash;
use super::super::make::Maker;
use super::buyers::{Buyer, Buyers, place};
use super::dice::Dice;
use super::ids::PastIds;
use super::journey::{Way, nodes};
use super::opinions::Told;
use super::plan::{Fate, Outcome, Planned};
use super::words::{CHANGED_MIND, REFUSALS, WRONG};
use crate::payment::{settle_at, write_closed};
use crate::ports::Tx;
use crate::shipping::{Telling, delivered, hand_over};
use crate::trade::{self, Hand, MACHINE};
use crate::worker::fire_at;
use crate::{Error, Market, Result, checkout, refunds, returns, reviews, tokens};
use domain::clocks::ClockKind;
use domain::id::{MerchantId, OrderId, PurchaseId, ReturnId, TypedId as _};
use domain::orders::{By, CloseReason, Order, OrderEvent};
use domain::payments::RefundStatus;
use domain::returns::{ReturnAsk, ReturnEvent, ReturnKind, ReturnReason, Returnable};
use domain::shipping::{Carrier, ParcelState, Shipment};
use domain::{Code, Duration, Moment, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// With what everybody paid.
const PAID_WITH: &str = "alipay";
/// Who told of the parcels.
const TOLD_BY: &str = "kuaidi100";
/// Odd and no multiple of five: multiplied with it, neighbours come to lie far apart, and no two purchases of a hundred
/// million get one number.
const NUMBER_STRIDE: u64 = 38_268_187;

/// What stands for chance in the number of the `n`th purchase.
pub const fn chance(n: u64) -> u64 {
    n.wrapping_mul(NUMBER_STRIDE)
}

/// Who plays in the past, and when it ends.
pub struct Cast {
    present: Moment,
    buyers: Vec<Buyer>,
    /// Where each shop sends from.
    places: BTreeMap<MerchantId, String>,
    /// Signs what partners could say of the parcels, so that nobody who reads this file can say it.
    secret: String,
}

impl Cast {
    /// The shops of a market and those who buy there.
    pub fn new(market: &Market, maker: &Maker<'_>, buyers: &Buyers) -> Self {
        let shops = maker.merchants();
        Self {
            present: maker.opened_at,
            buyers: buyers.all().to_vec(),
            places: shops.into_iter().map(|shop| (shop.id, shop.region.zh)).collect(),
            secret: tokens::fresh(&*market.rng),
        }
    }

    /// Lives through one purchase, inside the caller's transaction.
    pub async fn live(&self, tx: &mut dyn Tx, planned: &Planned) -> Result<()> {
        let buyer = self.buyers.get(planned.buyer).ok_or(Code::NotFound)?;
        let seed = format!("{}:{}", self.present.millis(), planned.n);
        let dice = Dice::of(planned.n, "life");
        let (seed, count) = (Arc::from(seed), Arc::new(AtomicU64::new(0)));
        Life { cast: self, planned, buyer, dice, seed, count }.run(tx).await
    }
}

struct Life<'a> {
    cast: &'a Cast,
    planned: &'a Planned,
    buyer: &'a Buyer,
    dice: Dice,
    seed: Arc<str>,
    count: Arc<AtomicU64>,
}

impl Life<'_> {
    /// The hand of a moment; `None` when it has not come.
    fn hand(&self, at: Moment) -> Option<Hand> {
        let ids = PastIds { at, seed: Arc::clone(&self.seed), count: Arc::clone(&self.count) };
        (at <= self.cast.present).then(|| Hand::at(Arc::new(ids), at))
    }

    /// So many minutes, or somewhere between the two when not everything takes its usual time.
    fn pause(&mut self, even: i64, from: i64, to: i64) -> Duration {
        let drawn = self.dice.between(from * 60_000, to * 60_000);
        if self.planned.even { Duration::minutes(even) } else { Duration::millis(drawn) }
    }

    async fn run(mut self, tx: &mut dyn Tx) -> Result<()> {
        let Some(id) = self.place(tx).await? else { return Ok(()) };
        let at = self.planned.at;
        match self.planned.fate {
            Fate::Abandoned => return self.abandon(tx, &id).await,
            Fate::Cancelled => {
                let cancelled = self.hand(at.plus(Duration::minutes(8)));
                let Some(hand) = cancelled else { return Ok(()) };
                return write_closed(tx, &hand, &id, CloseReason::Buyer).await;
            }
            _ => {}
        }
        let paid_at = at.plus(self.pause(2, 1, 12));
        let begun = self.hand(at.plus(Duration::seconds(20)));
        let (Some(begun), Some(paid)) = (begun, self.hand(paid_at)) else { return Ok(()) };
        settle_at(tx, &begun, &paid, &id, PAID_WITH).await?;
        for (n, order) in tx.orders_of(&MACHINE, &id).await?.into_iter().enumerate() {
            let fate = if n == 0 { self.planned.fate } else { Fate::Kept };
            self.order(tx, &order, fate, paid_at).await?;
        }
        Ok(())
    }

    /// Places it; `None` where the shop does not deliver, or does not sell this any more: then nothing is bought.
    async fn place(&self, tx: &mut dyn Tx) -> Result<Option<PurchaseId>> {
        let hand = self.hand(self.planned.at).ok_or(Code::Invalid)?;
        let address = self.dice_address()?;
        let wanted: Vec<_> = self.planned.lines.iter().map(|l| (l.sku.clone(), l.qty)).collect();
        let chance = chance(self.planned.n);
        let buyer = &self.buyer.account;
        match checkout::place_at(tx, hand, buyer, &wanted, address, chance).await {
            Ok(id) => Ok(Some(id)),
            Err(Error::Refused(r)) if matches!(r.code, Code::NoDelivery | Code::NotForSale) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn dice_address(&self) -> Result<&domain::accounts::AddressView> {
        let all = &self.buyer.addresses;
        let n = if self.planned.n.is_multiple_of(5) { all.len().saturating_sub(1) } else { 0 };
        all.get(n).ok_or_else(|| Code::AddressNeeded.into())
    }

    /// Nobody pays until the clock runs out.
    async fn abandon(&self, tx: &mut dyn Tx, id: &PurchaseId) -> Result<()> {
        let running = tx.clocks_of(&MACHINE, id.as_str()).await?;
        for row in running.iter().filter(|row| row.state == "running") {
            let Some(hand) = self.hand(row.clock.due_at) else { continue };
            // What the worker does here is to queue the closing; there is no provider to be asked first.
            tx.fire_clock(&MACHINE, &row.clock.id, "closing", hand.now).await?;
            write_closed(tx, &hand, id, CloseReason::TimeOver).await?;
        }
        Ok(())
    }

    /// What becomes of one paid order.
    async fn order(
        &mut self,
        tx: &mut dyn Tx,
        order: &Order,
        fate: Fate,
        paid_at: Moment,
    ) -> Result<()> {
        if let Fate::CalledOff(by) = fate {
            let waited = self.pause(180, 20, 600);
            let Some(hand) = self.hand(paid_at.plus(waited)) else { return Ok(()) };
            let source = order.id.as_str();
            trade::move_order(tx, &hand, order, &OrderEvent::CalledOff(by), source).await?;
            let back_at = hand.now.plus(self.pause(10, 2, 30));
            return self.money_back(tx, &order.purchase, source, back_at).await;
        }
        let Some(signed_at) = self.parcel(tx, order, paid_at).await? else { return Ok(()) };
        let Some(received_at) = self.receipt(tx, &order.id, signed_at).await? else {
            return Ok(());
        };
        self.tell(tx, &order.id, fate, signed_at.since(paid_at), received_at).await?;
        if let Fate::Returned(outcome) = fate {
            self.give_back(tx, &order.id, outcome, received_at).await?;
        }
        self.fire(tx, order.id.as_str(), |kind| kind == ClockKind::Settle).await.map(|_| ())
    }

    /// Hands it to a carrier and follows the parcel; when it was signed for.
    async fn parcel(
        &mut self,
        tx: &mut dyn Tx,
        order: &Order,
        paid_at: Moment,
    ) -> Result<Option<Moment>> {
        let line = self.planned.lines.iter().find(|l| l.merchant == order.merchant);
        let minutes = line.map_or(48, |l| l.hours).max(2) * 54;
        let packed = self.pause(600.min(minutes), minutes / 8, minutes);
        let Some(hand) = self.hand(paid_at.plus(packed)) else { return Ok(None) };
        let carrier = *self.dice.one(Carrier::ALL);
        let waybill = self.waybill(carrier, order.id.as_str());
        let shipment = Shipment {
            id: hand.id(),
            order: order.id.clone(),
            number: String::new(),
            carrier,
            waybill,
            state: ParcelState::AwaitingPickup,
            salt: tokens::sha256_hex(format!("{}{}", self.cast.secret, order.id).as_bytes()),
            shipped_at: hand.now,
            delivered_at: None,
            watched: true,
            version: 0,
        };
        hand_over(tx, &hand, &MACHINE, &shipment).await?;
        let from = self.cast.places.get(&order.merchant).map_or("", String::as_str);
        let (city, district) = place(self.dice_address()?);
        let way = Way { from, city: &city, district: &district, handed_at: hand.now };
        let all = nodes(&way, self.planned.even, &mut self.dice);
        // The partner tells of it twice: when it is under way, and at the end.
        for part in [&all[..all.len() - 2], &all[..]] {
            let known: Vec<_> =
                part.iter().filter(|n| n.at <= self.cast.present).cloned().collect();
            let Some(hand) = known.last().and_then(|n| self.hand(n.at)) else { return Ok(None) };
            let (id, source) = (shipment.id.clone(), TOLD_BY.to_owned());
            let telling = Telling { hand: hand.clone(), id, nodes: known.clone(), source };
            if telling.run(tx).await? {
                delivered(tx, &hand, &shipment.id, &known).await?;
                return Ok(Some(hand.now));
            }
        }
        Ok(None)
    }

    fn waybill(&self, carrier: Carrier, what: &str) -> String {
        let word = carrier.as_str().to_ascii_uppercase();
        let mark: String = word.chars().take(2).collect();
        format!("{mark}{:013}", hash(what, "waybill") % 10_000_000_000_000)
    }

    /// The buyer confirms receipt, or the clock does; when.
    async fn receipt(
        &mut self,
        tx: &mut dyn Tx,
        id: &OrderId,
        signed_at: Moment,
    ) -> Result<Option<Moment>> {
        let confirms = self.dice.luck(68) || self.planned.even;
        if confirms {
            let at = signed_at.plus(self.pause(30 * 60, 30, 6 * 24 * 60));
            let Some(hand) = self.hand(at) else { return Ok(None) };
            let order = tx.order(&MACHINE, id.as_str()).await?.ok_or(Code::NotFound)?;
            let event = OrderEvent::Confirmed(By::Buyer);
            trade::move_order(tx, &hand, &order, &event, id.as_str()).await?;
            return Ok(Some(at));
        }
        self.fire_due(tx, id.as_str()).await
    }

    /// The buyer says what there is to say of it. Of a purchase with a return only what goes back is spoken of, so that no
    /// other shop is blamed for it.
    async fn tell(
        &self,
        tx: &mut dyn Tx,
        id: &OrderId,
        fate: Fate,
        waited: Duration,
        received_at: Moment,
    ) -> Result<()> {
        let spoken = self.planned.lines.iter().any(|l| l.opinion.is_some());
        if !spoken || fate != self.planned.fate {
            return Ok(());
        }
        let order = tx.order(&MACHINE, id.as_str()).await?.ok_or(Code::NotFound)?;
        let some = if matches!(fate, Fate::Returned(_)) { 1 } else { order.lines.len() };
        let mut all = Vec::new();
        for line in order.lines.iter().take(some) {
            let planned = self.planned.lines.iter().find(|l| l.sku == line.sku);
            let Some(opinion) = planned.and_then(|l| l.opinion.as_ref()) else { continue };
            let at = received_at.plus(opinion.after);
            let Some(hand) = self.hand(at) else { continue };
            let (line, present) = (&line.id, self.cast.present);
            let told = Told { id: hand.id(), order: &order, line, at, waited, present };
            all.push(opinion.written(told));
        }
        reviews::write_past(tx, &all).await
    }

    /// Fires what runs for an order or a return and is due, and what that starts in turn; when the last one fired. An order
    /// is settled after everything else that happens to it.
    async fn fire_due(&self, tx: &mut dyn Tx, subject: &str) -> Result<Option<Moment>> {
        self.fire(tx, subject, |kind| kind != ClockKind::Settle).await
    }

    async fn fire(
        &self,
        tx: &mut dyn Tx,
        subject: &str,
        fits: fn(ClockKind) -> bool,
    ) -> Result<Option<Moment>> {
        let mut last = None;
        loop {
            let clocks = tx.clocks_of(&MACHINE, subject).await?;
            let fits = |word: &str| ClockKind::parse(word).is_some_and(fits);
            let due = clocks.iter().find(|c| {
                c.state == "running" && c.clock.due_at <= self.cast.present && fits(&c.clock.kind)
            });
            let kind = due.and_then(|row| ClockKind::parse(&row.clock.kind));
            let (Some(row), Some(kind)) = (due, kind) else { return Ok(last) };
            let Some(hand) = self.hand(row.clock.due_at) else { return Ok(last) };
            if !fire_at(tx, &hand, row, kind).await? {
                return Ok(last);
            }
            last = Some(hand.now);
        }
    }

    /// Sends units of the first line back, or asks for the money only.
    async fn give_back(
        &mut self,
        tx: &mut dyn Tx,
        id: &OrderId,
        outcome: Outcome,
        received_at: Moment,
    ) -> Result<()> {
        let tried = self.pause(26 * 60, 120, 5 * 24 * 60);
        let Some(hand) = self.hand(received_at.plus(tried)) else { return Ok(()) };
        let order = tx.order(&MACHINE, id.as_str()).await?.ok_or(Code::NotFound)?;
        let line = order.lines.first().ok_or(Code::NotFound)?;
        let luck = self.dice.luck(70) || self.planned.even;
        let free = line.returnable == Returnable::NoReason && luck;
        let (reason, note, kind) = if free {
            (ReturnReason::NoReason, *self.dice.one(&CHANGED_MIND), ReturnKind::SendBack)
        } else {
            (ReturnReason::Quality, *self.dice.one(&WRONG), ReturnKind::RefundOnly)
        };
        let qty = if self.dice.luck(75) { line.qty } else { 1 };
        let ask = ReturnAsk { line: line.id.clone(), qty, kind, reason, note: note.to_owned() };
        let (ret, scope) = (hand.id::<ReturnId>(), Scope::Buyer(self.buyer.account.clone()));
        returns::apply_for(tx, &hand, &scope, id, &ask, ret.clone()).await?;
        let Some(ended_at) = self.settle_return(tx, &ret, outcome, kind, hand.now).await? else {
            return Ok(());
        };
        let back_at = ended_at.plus(self.pause(120, 5, 240));
        self.money_back(tx, &order.purchase, ret.as_str(), back_at).await
    }

    /// What the parties do about a return; when the money was owed, if it came to that.
    async fn settle_return(
        &mut self,
        tx: &mut dyn Tx,
        id: &ReturnId,
        outcome: Outcome,
        kind: ReturnKind,
        asked_at: Moment,
    ) -> Result<Option<Moment>> {
        if outcome == Outcome::Unanswered {
            let agreed = self.fire_due(tx, id.as_str()).await?;
            return Ok(agreed.filter(|_| kind == ReturnKind::RefundOnly));
        }
        let answered = asked_at.plus(self.pause(12 * 60, 90, 60 * 60));
        let sent = answered.plus(self.pause(24 * 60, 300, 48 * 60));
        let back = sent.plus(self.pause(50 * 60, 36 * 60, 68 * 60));
        let agree = ReturnEvent::Agree(By::Merchant, None);
        let carrier = *self.dice.one(Carrier::ALL);
        let waybill = self.waybill(carrier, id.as_str());
        let refusal = (*self.dice.one(&REFUSALS)).to_owned();
        let steps = match (outcome, kind) {
            (Outcome::Refused, _) => vec![(answered, ReturnEvent::Refuse(refusal))],
            (Outcome::Withdrawn, _) => vec![(answered, ReturnEvent::Withdraw)],
            (Outcome::NeverSent, _) | (_, ReturnKind::RefundOnly) => vec![(answered, agree)],
            _ => vec![
                (answered, agree),
                (sent, ReturnEvent::SendBack(carrier, waybill)),
                (back, ReturnEvent::GoodsBack(By::Merchant)),
            ],
        };
        let owed = match (outcome, kind) {
            (Outcome::Refused | Outcome::Withdrawn, _) => None,
            (Outcome::NeverSent, ReturnKind::SendBack) => None,
            _ => steps.last().map(|(at, _)| *at),
        };
        for (at, event) in steps {
            let Some(hand) = self.hand(at) else { return Ok(None) };
            returns::step(tx, &hand, &MACHINE, id, &event).await?;
        }
        if outcome == Outcome::NeverSent {
            self.fire_due(tx, id.as_str()).await?;
        }
        Ok(owed)
    }

    /// The provider sent the money back, now at the latest: no partner could be asked for it after the past has ended. The job
    /// that would have asked finds that done.
    async fn money_back(
        &self,
        tx: &mut dyn Tx,
        purchase: &PurchaseId,
        origin: &str,
        at: Moment,
    ) -> Result<()> {
        let Some(hand) = self.hand(at.min(self.cast.present)) else { return Ok(()) };
        let waiting = tx.refunds_of(&MACHINE, purchase).await?;
        let mine =
            |r: &&domain::payments::Refund| r.origin == origin && r.status == RefundStatus::Pending;
        for refund in waiting.iter().filter(mine) {
            let attempt = tx.attempt(&MACHINE, &refund.attempt).await?.ok_or(Code::NotFound)?;
            refunds::done(tx, &hand, refund, &attempt).await?;
        }
        Ok(())
    }
}
