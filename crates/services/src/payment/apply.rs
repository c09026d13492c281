//! The one place where money that arrived becomes a fact. Idempotent: applying the same word twice changes nothing, and
//! whoever comes second reads the first one's result.

use super::new_attempt;
use crate::broken::{Fault, is};
use crate::ports::Tx;
use crate::trade::{self, BALANCE, Hand, MACHINE};
use crate::{Market, Result};
use domain::Code;
use domain::clocks::ClockKind;
use domain::id::{AttemptId, PurchaseId, TypedId as _};
use domain::ledger::rules::{Arrival, capture};
use domain::orders::{Order, OrderEvent, Purchase, PurchaseEvent};
use domain::payments::{Attempt, AttemptState, RemoteState, Settlement, Snapshot, Verdict, settle};

/// Applies what a provider says of an attempt, from whatever channel it came, and answers what was decided. A number
/// nobody knows is refused with `NotFound`.
pub async fn apply(market: &Market, provider: &str, said: &Snapshot) -> Result<Verdict> {
    let payee = market.payments.get(provider).map(|p| p.payee().to_owned()).unwrap_or_default();
    let work = Applying {
        hand: Hand::of(market),
        provider: provider.to_owned(),
        payee,
        said: said.clone(),
    };
    let key = format!("payment.apply:{}", work.hand.id::<AttemptId>());
    let verdict = trade::write_again(market, key, move |tx| {
        let work = work.clone();
        Box::pin(async move { work.run(tx).await })
    })
    .await?;
    if verdict.needs_a_person() {
        let no = &said.attempt_no;
        tracing::error!(attempt = %no, ?verdict, "money of attempt {no} needs a person");
    }
    Ok(verdict)
}

#[derive(Clone)]
struct Applying {
    hand: Hand,
    provider: String,
    payee: String,
    said: Snapshot,
}

impl Applying {
    async fn run(&self, tx: &mut dyn Tx) -> Result<Verdict> {
        let found = tx.attempt_by_no(&MACHINE, &self.said.attempt_no).await?;
        // A provider may speak only of its own attempts.
        let attempt = found.filter(|a| a.provider == self.provider).ok_or(Code::NotFound)?;
        let (purchase, orders) = trade::whole(tx, &attempt.purchase).await?;
        let mut said = self.said.clone();
        if is(Fault::AnyAmount) && said.paid.is_some() {
            said.paid = Some(purchase.facts().due);
        }
        let settled = settle(&attempt, &purchase.facts(), &self.payee, &said, self.hand.now);
        book(tx, &self.hand, &attempt, &purchase, orders, &settled).await?;
        Ok(settled.verdict)
    }
}

/// Pays a purchase from its buyer's balance, inside the caller's transaction. The purchase is looked at once more behind the
/// attempt: two clicks at once wait for each other there, and the second one must read that it is paid. Else its money
/// would be taken as money that came twice, and sent back.
pub(crate) async fn settle_from_balance(
    tx: &mut dyn Tx,
    hand: &Hand,
    purchase: &Purchase,
) -> Result<()> {
    let attempt = Attempt { state: AttemptState::Pending, ..new_attempt(hand, purchase, BALANCE) };
    tx.add_attempt(&MACHINE, &attempt).await?;
    let said = Snapshot {
        attempt_no: attempt.no.clone(),
        state: RemoteState::Paid,
        paid: Some(attempt.due),
        refunded: None,
        provider_ref: None,
        payee: None,
        paid_at: Some(hand.now),
    };
    let (purchase, orders) = trade::whole(tx, &purchase.id).await?;
    purchase.payable_at(hand.now)?;
    let settled = settle(&attempt, &purchase.facts(), "", &said, hand.now);
    book(tx, hand, &attempt, &purchase, orders, &settled).await
}

/// Pays a purchase in a market that makes its own past: as if the provider had been asked at the hand's moment and had said
/// that all of it arrived. Inside the caller's transaction; nobody is asked about it any more.
pub(crate) async fn settle_at(
    tx: &mut dyn Tx,
    begun: &Hand,
    paid: &Hand,
    id: &PurchaseId,
    provider: &str,
) -> Result<()> {
    let purchase = tx.purchase(&MACHINE, id).await?.ok_or(Code::NotFound)?;
    let attempt = new_attempt(begun, &purchase, provider);
    tx.add_attempt(&MACHINE, &attempt).await?;
    let said = Snapshot {
        attempt_no: attempt.no.clone(),
        state: RemoteState::Paid,
        paid: Some(attempt.due),
        refunded: None,
        provider_ref: Some(format!("{}{}", crate::seed::MARK, attempt.no)),
        payee: None,
        paid_at: Some(paid.now),
    };
    let (hand, provider) = (paid.clone(), provider.to_owned());
    Applying { hand, provider, payee: String::new(), said }.run(tx).await.map(|_| ())
}

/// Writes a decision: attempt, books, purchase, orders, stock, clock, money to go back, and who is told.
async fn book(
    tx: &mut dyn Tx,
    hand: &Hand,
    before: &Attempt,
    purchase: &Purchase,
    orders: Vec<Order>,
    settled: &Settlement,
) -> Result<()> {
    if !settled.changes(before) {
        if settled.verdict.needs_a_person() {
            attention(tx, hand, settled).await?;
        }
        return Ok(());
    }
    tx.save_attempt(&MACHINE, &settled.attempt).await?;
    let pays = settled.pays_the_purchase();
    if settled.attempt.paid.is_some() {
        post_arrival(tx, hand, purchase, &orders, settled).await?;
    }
    if pays {
        pay_purchase(tx, hand, purchase, &orders, &settled.attempt).await?;
    } else {
        trade::announce_purchase(tx, hand, "purchase.payment", purchase).await?;
    }
    if let Some(reason) = settled.verdict.refund_reason() {
        let origin = settled.attempt.id.to_string();
        trade::owe(tx, hand, &settled.attempt, &origin, reason, settled.to_buyer).await?;
    }
    if settled.verdict.needs_a_person() {
        attention(tx, hand, settled).await?;
    }
    Ok(())
}

async fn post_arrival(
    tx: &mut dyn Tx,
    hand: &Hand,
    purchase: &Purchase,
    orders: &[Order],
    settled: &Settlement,
) -> Result<()> {
    let mut shares = Vec::with_capacity(orders.len());
    if settled.pays_the_purchase() {
        for order in orders {
            shares.push(order.whole_share()?);
        }
    }
    let arrival = Arrival {
        attempt: settled.attempt.id.clone(),
        purchase: purchase.id.clone(),
        till: trade::till(&settled.attempt),
        orders: shares,
        to_buyer: settled.to_buyer,
        to_suspense: settled.to_suspense,
    };
    trade::post_once(tx, &capture(hand.head(), &arrival)?).await
}

async fn pay_purchase(
    tx: &mut dyn Tx,
    hand: &Hand,
    purchase: &Purchase,
    orders: &[Order],
    attempt: &Attempt,
) -> Result<()> {
    let mut paid = purchase.apply(&PurchaseEvent::Paid(attempt.id.clone()), hand.now)?;
    tx.save_purchase(&MACHINE, &paid).await?;
    paid.version += 1;
    tx.consume(&MACHINE, &purchase.id, hand.now).await?;
    let (kind, subject) = (ClockKind::UnpaidClose.as_str(), purchase.id.as_str());
    tx.stop_clock(&MACHINE, kind, subject, "paid", hand.now).await?;
    for order in orders {
        trade::move_order(tx, hand, order, &OrderEvent::Paid, order.id.as_str()).await?;
    }
    trade::announce_purchase(tx, hand, "purchase.paid", &paid).await
}

/// Leaves a trace that finance finds.
async fn attention(tx: &mut dyn Tx, hand: &Hand, settled: &Settlement) -> Result<()> {
    let subject = settled.attempt.id.as_str();
    let body = serde_json::json!({ "verdict": settled.verdict.as_str() });
    trade::audit(tx, hand, &MACHINE, "payment.attention", subject, body).await
}
