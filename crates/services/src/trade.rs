//! What the use cases of trade share: the machine's scope, the moment and ids of one write, events, clocks and jobs in the
//! business transaction, and carrying out the effects that the machines of `domain` answer with.

use crate::broken::{Fault, is};
use crate::ports::work::{NewAudit, NewClock, NewEvent, NewJob};
use crate::ports::{Ids, Reader, StoreExt as _, Tx};
use crate::{Error, Market, Result};
use domain::clocks::ClockKind;
use domain::id::{AccountId, MerchantId, PurchaseId, TypedId};
use domain::ledger::rules::{
    Cover, Head, OrderShare, Till, net, refund, refund_settled, release, settle,
};
use domain::ledger::{Account, Posting, Unbalanced};
use domain::orders::{Effect, Order, OrderEvent, Purchase};
use domain::payments::{Attempt, Refund, RefundReason, RefundStatus, refund_no};
use domain::{Code, Duration, Moment, Money, Scope};
use futures::future::BoxFuture;
use std::sync::Arc;

/// The machine: it books, holds and releases on behalf of whoever was allowed to ask.
pub(crate) const MACHINE: Scope = Scope::System("trade");
/// How often a write is repeated when somebody else was faster.
const STALE_TRIES_MAX: usize = 5;
/// How often a refund is tried before a person must look.
pub(crate) const REFUND_TRIES_MAX: i64 = 60;
/// The word of the platform balance among payment methods.
pub const BALANCE: &str = "balance";

/// The moment and the ids of one write.
#[derive(Clone)]
pub(crate) struct Hand {
    ids: Arc<dyn Ids>,
    pub(crate) now: Moment,
}

impl Hand {
    pub(crate) fn of(market: &Market) -> Self {
        Self { ids: Arc::clone(&market.ids), now: market.now() }
    }

    /// A hand in another moment, with ids of that moment.
    pub(crate) const fn at(ids: Arc<dyn Ids>, now: Moment) -> Self {
        Self { ids, now }
    }

    pub(crate) fn id<T: TypedId>(&self) -> T {
        self.ids.make()
    }

    pub(crate) fn head(&self) -> Head {
        Head { id: self.id(), at: self.now }
    }
}

/// Runs `work` in one transaction, for the machine's own writes: when somebody else was faster it looks again and decides anew.
pub(crate) async fn write_again<T, F>(market: &Market, key: String, work: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'t> Fn(&'t mut dyn Tx) -> BoxFuture<'t, Result<T>> + Send + Sync + Clone + 'static,
{
    let mut tries = 1;
    loop {
        match market.store.write(format!("{key}:{tries}"), work.clone()).await {
            Err(Error::Refused(refusal))
                if refusal.code == Code::Stale && tries < STALE_TRIES_MAX =>
            {
                tries += 1;
            }
            answer => return answer,
        }
    }
}

impl From<Unbalanced> for Error {
    fn from(error: Unbalanced) -> Self {
        Self::broken(error)
    }
}

/// Who may hear of something.
#[derive(Clone, Copy)]
pub(crate) struct Parties<'a> {
    pub(crate) buyer: &'a AccountId,
    pub(crate) merchant: Option<&'a MerchantId>,
}

impl<'a> Parties<'a> {
    pub(crate) const fn of(order: &'a Order) -> Self {
        Self { buyer: &order.buyer, merchant: Some(&order.merchant) }
    }
}

/// Appends "this changed, version n".
pub(crate) async fn announce(
    tx: &mut dyn Tx,
    hand: &Hand,
    kind: &str,
    subject: &str,
    version: i64,
    parties: Parties<'_>,
) -> Result<()> {
    let event = NewEvent {
        id: hand.id(),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        version,
        buyer: Some(parties.buyer.clone()),
        merchant: parties.merchant.cloned(),
        body_json: "{}".to_owned(),
        at: hand.now,
    };
    tx.append_event(&MACHINE, &event).await
}

/// Tells the live pages of a purchase that it changed.
pub(crate) async fn announce_purchase(
    tx: &mut dyn Tx,
    hand: &Hand,
    kind: &str,
    purchase: &Purchase,
) -> Result<()> {
    let parties = Parties { buyer: &purchase.buyer, merchant: None };
    announce(tx, hand, kind, purchase.id.as_str(), purchase.version, parties).await
}

/// Queues a job named by kind and subject; one live job per name.
pub(crate) async fn enqueue(
    tx: &mut dyn Tx,
    hand: &Hand,
    kind: &str,
    subject: &str,
    run_at: Moment,
    attempts_max: i64,
) -> Result<()> {
    let job = NewJob {
        id: hand.id(),
        kind: kind.to_owned(),
        key: format!("{kind}:{subject}"),
        body_json: serde_json::json!({ "subject": subject }).to_string(),
        run_at,
        attempts_max,
        created_at: hand.now,
    };
    tx.enqueue(&MACHINE, &job).await.map(|_| ())
}

/// Starts a clock about a subject.
pub(crate) async fn start_clock(
    tx: &mut dyn Tx,
    hand: &Hand,
    kind: ClockKind,
    subject: &str,
    started_by: &str,
    length: Duration,
    parties: Parties<'_>,
) -> Result<()> {
    let clock = NewClock {
        id: hand.id(),
        kind: kind.as_str().to_owned(),
        subject: subject.to_owned(),
        started_by: started_by.to_owned(),
        buyer: Some(parties.buyer.clone()),
        merchant: parties.merchant.cloned(),
        started_at: hand.now,
        due_at: hand.now.plus(length),
    };
    tx.start_clock(&MACHINE, &clock).await.map(|_| ())
}

/// Writes the audit log on behalf of the machine.
pub(crate) async fn audit(
    tx: &mut dyn Tx,
    hand: &Hand,
    actor: &Scope,
    action: &str,
    subject: &str,
    body: serde_json::Value,
) -> Result<()> {
    let actor = match actor {
        Scope::System(part) => (*part).to_owned(),
        scope => scope.account().map_or_else(String::new, ToString::to_string),
    };
    let row = NewAudit {
        id: hand.id(),
        actor,
        action: action.to_owned(),
        subject: subject.to_owned(),
        body_json: body.to_string(),
        at: hand.now,
    };
    tx.audit(&MACHINE, &row).await
}

/// Books a posting that must not have been booked before.
pub(crate) async fn post_once(tx: &mut dyn Tx, posting: &Posting) -> Result<()> {
    if tx.post(&MACHINE, posting).await? {
        return Ok(());
    }
    let (source, purpose) = (posting.source(), posting.purpose().as_str());
    Err(Error::broken(format!("{purpose} of {source} is booked already")))
}

/// Lets something happen to an order and carries out what follows from it. `source` is the fact that refunds and
/// restocking come from: a return, or the order itself.
pub(crate) async fn move_order(
    tx: &mut dyn Tx,
    hand: &Hand,
    order: &Order,
    event: &OrderEvent,
    source: &str,
) -> Result<Order> {
    let (mut after, effects) = order.apply(event, hand.now)?;
    tx.save_order(&MACHINE, &after).await?;
    after.version += 1;
    for effect in effects {
        carry_out(tx, hand, &after, effect, source).await?;
    }
    Ok(after)
}

/// Counts a change that the order's own row does not show, such as one more parcel. Whoever decided by what was there before
/// is then refused as stale and decides anew; without it two who look at once would each see only half.
pub(crate) async fn touch_order(tx: &mut dyn Tx, order: &Order) -> Result<Order> {
    tx.save_order(&MACHINE, order).await?;
    Ok(Order { version: order.version + 1, ..order.clone() })
}

async fn carry_out(
    tx: &mut dyn Tx,
    hand: &Hand,
    order: &Order,
    effect: Effect,
    source: &str,
) -> Result<()> {
    let subject = order.id.as_str();
    let parties = Parties::of(order);
    match effect {
        Effect::StartClock { kind, length, started_by } => {
            start_clock(tx, hand, kind, subject, started_by, length, parties).await
        }
        Effect::StopClock { kind, outcome } => {
            tx.stop_clock(&MACHINE, kind.as_str(), subject, outcome, hand.now).await.map(|_| ())
        }
        Effect::PauseClock(kind) => {
            tx.pause_clock(&MACHINE, kind.as_str(), subject, hand.now).await.map(|_| ())
        }
        Effect::ResumeClock(kind) => {
            tx.resume_clock(&MACHINE, kind.as_str(), subject, hand.now).await.map(|_| ())
        }
        Effect::PostRelease(share) => post_once(tx, &release(hand.head(), &share)?).await,
        Effect::PostSettle(share) => {
            let debt = Account::MerchantReceivable(share.merchant.clone());
            let owes = tx.balance(&MACHINE, &debt, order.currency).await?;
            post_once(tx, &settle(hand.head(), &share, owes)?).await
        }
        Effect::PostRefund { share, released } => {
            owe_for_goods(tx, hand, order, &share, released, source).await?;
            crate::invoices::after_refund(tx, hand, order).await
        }
        Effect::Restock(demand) => {
            for (item, qty) in &demand {
                tx.restock(&MACHINE, item, *qty, source, hand.now).await?;
            }
            Ok(())
        }
        Effect::Count(units) => {
            for (product, qty) in &units {
                // The version makes two refunds of one order two facts.
                let fact = format!("{source}:{}", order.version);
                tx.count_sold(&MACHINE, product, *qty, &fact, hand.now).await?;
            }
            Ok(())
        }
        Effect::Announce(kind) => announce(tx, hand, kind, subject, order.version, parties).await,
    }
}

/// The debt to the buyer arises in the books, and the money is sent back the way it came.
async fn owe_for_goods(
    tx: &mut dyn Tx,
    hand: &Hand,
    order: &Order,
    share: &OrderShare,
    released: bool,
    source: &str,
) -> Result<()> {
    let mut back = share.clone();
    if is(Fault::Commission) && released {
        back.commission = Money::new(0, share.commission.currency);
    }
    let owed = if order.settled_at.is_some() {
        let available = Account::MerchantAvailable(order.merchant.clone());
        let deposit = Account::MerchantDeposit(order.merchant.clone());
        let available = tx.balance(&MACHINE, &available, order.currency).await?;
        let deposit = tx.balance(&MACHINE, &deposit, order.currency).await?;
        let cover = Cover::of(net(&back)?, available, deposit)?;
        refund_settled(hand.head(), source, &order.purchase, &back, &cover)?
    } else {
        refund(hand.head(), source, &order.purchase, &back, released)?
    };
    post_once(tx, &owed).await?;
    let purchase = tx.purchase(&MACHINE, &order.purchase).await?.ok_or(Code::NotFound)?;
    let paid_by = purchase.paid_by.as_ref().ok_or(Code::WrongState)?;
    let attempt = tx.attempt(&MACHINE, paid_by).await?.ok_or(Code::NotFound)?;
    let reason =
        if source == order.id.as_str() { RefundReason::Cancel } else { RefundReason::Return };
    owe(tx, hand, &attempt, source, reason, share.paid).await
}

/// Stores that money goes back to the payment it came with and sees to it that it is sent. A debt of nothing is none.
/// More than arrived never goes back (I10).
pub(crate) async fn owe(
    tx: &mut dyn Tx,
    hand: &Hand,
    attempt: &Attempt,
    origin: &str,
    reason: RefundReason,
    amount: Money,
) -> Result<()> {
    if amount.is_zero() {
        return crate::refunds::nothing_to_send(tx, hand, origin, reason).await;
    }
    let arrived = attempt.paid.ok_or(Code::WrongState)?;
    let mut going_back = amount;
    for before in tx.refunds_of(&MACHINE, &attempt.purchase).await? {
        if before.attempt == attempt.id {
            going_back = going_back.add(before.amount)?;
        }
    }
    if going_back.minor > arrived.minor {
        return Err(Error::broken(format!("more than arrived would go back of {}", attempt.id)));
    }
    let id = hand.id();
    let refund = Refund {
        no: refund_no(&id),
        id,
        attempt: attempt.id.clone(),
        purchase: attempt.purchase.clone(),
        buyer: attempt.buyer.clone(),
        origin: origin.to_owned(),
        reason,
        amount,
        status: RefundStatus::Pending,
        failure: None,
        created_at: hand.now,
        done_at: None,
        tries: 0,
        version: 0,
    };
    if !tx.add_refund(&MACHINE, &refund).await? {
        return Err(Error::broken(format!("a refund for {origin} is stored already")));
    }
    if attempt.provider == BALANCE {
        return crate::refunds::done(tx, hand, &refund, attempt).await;
    }
    enqueue(tx, hand, "refund.send", refund.id.as_str(), hand.now, REFUND_TRIES_MAX).await
}

/// Where the money of an attempt lies.
pub(crate) fn till(attempt: &Attempt) -> Till {
    if attempt.provider == BALANCE {
        Till::Balance(attempt.buyer.clone())
    } else {
        Till::Provider(attempt.provider.clone())
    }
}

/// The purchase and its orders as the machine sees them.
pub(crate) async fn whole(
    reader: &mut dyn Reader,
    id: &PurchaseId,
) -> Result<(Purchase, Vec<Order>)> {
    let purchase = reader.purchase(&MACHINE, id).await?.ok_or(Code::NotFound)?;
    let orders = reader.orders_of(&MACHINE, id).await?;
    Ok((purchase, orders))
}
