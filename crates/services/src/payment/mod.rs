//! Paying. An attempt is stored before its provider is called; whatever comes back, by notification, return page, poll or
//! "I have paid", goes through the one idempotent [`apply`]. Unknown is pending, never failed. Nothing remote happens inside
//! a transaction, and once an attempt has left the house nothing is taken back: it is asked about.

mod apply;
mod cashier;
mod close;
mod notify;

pub use crate::trade::BALANCE;
pub use apply::apply;
pub(crate) use apply::{settle_at, settle_from_balance};
pub use cashier::cashier;
pub(crate) use close::{close_purchase, write_closed};
pub use notify::notify;

use crate::accounts::PayProof;
use crate::ports::payment::{AttemptRef, CreateIntent, NextStep, PayFlow, PaymentProvider};
use crate::trade::{self, Hand, MACHINE};
use crate::{Actor, Error, Market, Result};
use domain::checkout::PayStep;
use domain::id::{AttemptId, PurchaseId, TypedId as _};
use domain::orders::Purchase;
use domain::payments::{Attempt, AttemptState, PurchaseState, RemoteState, Snapshot, attempt_no};
use domain::{Code, Duration, Moment};
use std::net::IpAddr;
use std::sync::Arc;

/// When an attempt is asked about: after the first of these, then after the next, the last one over and over.
const POLL_SECONDS: [i64; 8] = [15, 30, 60, 120, 300, 600, 900, 1_800];
/// How long after its end an attempt is still asked about.
const POLL_TAIL: Duration = Duration::hours(2);
/// How often at most an attempt is asked about before a person must look.
const POLL_TRIES_MAX: i64 = 200;

/// Reads the word of a flow: `page`, `wap`, `qr`.
pub fn parse_flow(word: &str) -> Option<PayFlow> {
    [PayFlow::Page, PayFlow::Wap, PayFlow::Qr].into_iter().find(|f| flow_word(*f) == word)
}

/// The word of a flow.
pub const fn flow_word(flow: PayFlow) -> &'static str {
    match flow {
        PayFlow::Page => "page",
        PayFlow::Wap => "wap",
        PayFlow::Qr => "qr",
    }
}

/// How a buyer is taken to a provider, and back.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// By which kind of page.
    pub flow: PayFlow,
    /// What stands before the paths of the buyer's language. It is a part of the path and no field, for not every provider
    /// lets a return address have fields of its own.
    pub base: &'a str,
    /// From which network address the payer asks, where it is known.
    pub payer_ip: Option<IpAddr>,
}

impl From<PayFlow> for Way<'_> {
    /// Back to the pages without a language in their paths.
    fn from(flow: PayFlow) -> Self {
        Self { flow, base: "", payer_ip: None }
    }
}

/// Begins (or takes up again) paying a purchase with a provider and says what the browser does next. A live attempt with
/// another provider is closed there first; if it turns out to be paid, that is the answer. Refuses with `AlreadyPaid`,
/// `PurchaseClosed`, `MethodUnavailable`, or `ProviderDown` when the provider does not answer: then nothing was taken and
/// the same call may be repeated.
pub async fn start(
    market: &Market,
    actor: &Actor,
    purchase: &PurchaseId,
    provider: &str,
    way: impl Into<Way<'_>>,
) -> Result<PayStep> {
    let way: Way<'_> = way.into();
    let (scope, flow) = (actor.buyer()?, way.flow);
    let adapter = market.payments.get(provider).ok_or(Code::MethodUnavailable)?;
    if !adapter.flows().contains(&flow) {
        return Err(Code::MethodUnavailable.into());
    }
    let (purchase, live) = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let found = reader.purchase(&scope, purchase).await?.ok_or(Code::NotFound)?;
        let attempts = reader.attempts_of(&scope, &found.id).await?;
        (found, attempts.into_iter().find(|a| a.state.is_live()))
    };
    purchase.payable_at(market.now())?;
    let attempt = match live {
        Some(live) if live.provider == provider => live,
        other => {
            if let Some(other) = other {
                close::close_attempt(market, &other).await?.or_still_open()?;
            }
            add_attempt(market, &purchase, provider).await?
        }
    };
    create(market, adapter, &attempt, way).await
}

/// What the browser has to do for the live attempt of a purchase, told once more: for the page from which a form is posted to
/// the provider. Begins nothing; refuses with `NotFound` when no attempt is live.
pub async fn take_up(
    market: &Market,
    actor: &Actor,
    purchase: &PurchaseId,
    way: impl Into<Way<'_>>,
) -> Result<PayStep> {
    let mut way: Way<'_> = way.into();
    let scope = actor.buyer()?;
    let live = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let found = reader.purchase(&scope, purchase).await?.ok_or(Code::NotFound)?;
        found.payable_at(market.now())?;
        let attempts = reader.attempts_of(&scope, &found.id).await?;
        attempts.into_iter().find(|a| a.state.is_live()).ok_or(Code::NotFound)?
    };
    let adapter = market.payments.get(&live.provider).ok_or(Code::MethodUnavailable)?;
    if !adapter.flows().contains(&way.flow) {
        way.flow = *adapter.flows().first().ok_or(Code::MethodUnavailable)?;
    }
    create(market, adapter, &live, way).await
}

/// Asks the provider about every attempt of a purchase that could still bring money: what "I have paid" does.
pub async fn check_now(market: &Market, actor: &Actor, purchase: &PurchaseId) -> Result<()> {
    let scope = actor.buyer()?;
    let attempts = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let found = reader.purchase(&scope, purchase).await?.ok_or(Code::NotFound)?;
        reader.attempts_of(&scope, &found.id).await?
    };
    for attempt in attempts.iter().filter(|a| a.state != AttemptState::Paid) {
        ask(market, attempt).await?;
    }
    Ok(())
}

/// Asks the provider about the attempt with this number; what a return page does. A number nobody knows is no failure.
pub async fn check_attempt_no(market: &Market, no: &str) -> Result<Option<PurchaseId>> {
    let attempt = {
        let mut reader = market.store.read().await?;
        reader.attempt_by_no(&MACHINE, no).await?
    };
    let Some(attempt) = attempt else { return Ok(None) };
    if attempt.state != AttemptState::Paid {
        ask(market, &attempt).await?;
    }
    Ok(Some(attempt.purchase))
}

/// Whether the asking buyer may still pay a purchase; refuses with `NotFound`, `AlreadyPaid` or `PurchaseClosed`. Asked before a
/// payment password is: whose purchase it is not learns nothing of passwords here.
pub async fn may_pay(market: &Market, actor: &Actor, purchase: &PurchaseId) -> Result<()> {
    let scope = actor.buyer()?;
    let found = market.store.read().await?.purchase(&scope, purchase).await?;
    found.ok_or(Code::NotFound)?.payable_at(market.now())?;
    Ok(())
}

/// Pays a purchase from the buyer's platform balance in one transaction; `proof` is the payment password, checked. Refuses with
/// `BalanceShort`.
pub async fn pay_by_balance(
    market: &Market,
    actor: &Actor,
    proof: &PayProof,
    purchase: &PurchaseId,
) -> Result<()> {
    let scope = actor.buyer()?;
    if scope.account() != Some(proof.account()) {
        return Err(Code::Forbidden.into());
    }
    let live = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let found = reader.purchase(&scope, purchase).await?.ok_or(Code::NotFound)?;
        found.payable_at(market.now())?;
        let attempts = reader.attempts_of(&scope, &found.id).await?;
        attempts.into_iter().find(|a| a.state.is_live())
    };
    if let Some(live) = live {
        close::close_attempt(market, &live).await?.or_still_open()?;
    }
    let (hand, id) = (Hand::of(market), purchase.clone());
    let key = format!("payment.balance:{}", hand.id::<AttemptId>());
    trade::write_again(market, key, move |tx| {
        let (hand, scope, id) = (hand.clone(), scope.clone(), id.clone());
        Box::pin(async move {
            let purchase = tx.purchase(&scope, &id).await?.ok_or(Code::NotFound)?;
            purchase.payable_at(hand.now)?;
            settle_from_balance(tx, &hand, &purchase).await
        })
    })
    .await
}

/// The poll job of an attempt: asks, applies, and says when to ask again. `None` when there is nothing more to expect.
///
/// An attempt that we closed is asked about as long as its page may still be paid at the provider: where no payer had come
/// there was nothing to close, and the report of a payment after all may get lost.
pub(crate) async fn poll(market: &Market, id: &AttemptId) -> Result<Option<Moment>> {
    let over =
        |attempt: &Attempt| matches!(attempt.state, AttemptState::Paid | AttemptState::Failed);
    let attempt = attempt(market, id).await?;
    if over(&attempt) {
        return Ok(None);
    }
    let said = ask(market, &attempt).await?;
    let after = self::attempt(market, id).await?;
    let now = market.now();
    if over(&after) || said.is_none_or(|said| said.state == RemoteState::Closed) {
        return Ok(None);
    }
    let ends = now >= after.expires_at.plus(POLL_TAIL);
    // Its purchase may be paid by an earlier attempt that was closed with its code still in somebody's hand: nobody shall
    // pay a second time who need not.
    if after.state.is_live() && (ends || !still_open(market, &after.purchase).await?) {
        close::close_attempt(market, &after).await?;
    }
    if ends {
        return Ok(None);
    }
    Ok(Some(now.plus(poll_pause(now.since(after.created_at)))))
}

async fn still_open(market: &Market, id: &PurchaseId) -> Result<bool> {
    let mut reader = market.store.read().await?;
    let found = reader.purchase(&MACHINE, id).await?.ok_or(Code::NotFound)?;
    Ok(found.state == PurchaseState::Open)
}

/// How long to wait before asking again about an attempt of this age: the longer it lasts, the rarer.
fn poll_pause(age: Duration) -> Duration {
    let mut reached = Duration::ZERO;
    for seconds in POLL_SECONDS {
        let pause = Duration::seconds(seconds);
        reached = Duration(reached.as_millis() + pause.as_millis());
        if age < reached {
            return pause;
        }
    }
    Duration::seconds(POLL_SECONDS[POLL_SECONDS.len() - 1])
}

/// Asks the provider about an attempt, applies the answer and tells it. An attempt of the balance has nobody to ask.
async fn ask(market: &Market, attempt: &Attempt) -> Result<Option<Snapshot>> {
    let Some(provider) = market.payments.get(&attempt.provider) else { return Ok(None) };
    let said =
        provider.query(&reference(attempt), market.now()).await.map_err(|e| provider_error(&e))?;
    apply(market, &attempt.provider, &said).await?;
    Ok(Some(said))
}

/// An attempt as its provider finds it.
pub(crate) fn reference(attempt: &Attempt) -> AttemptRef {
    AttemptRef {
        no: attempt.no.clone(),
        provider_ref: attempt.provider_ref.clone(),
        due: attempt.due,
        made_at: attempt.created_at,
    }
}

pub(crate) async fn attempt(market: &Market, id: &AttemptId) -> Result<Attempt> {
    let mut reader = market.store.read().await?;
    let found = reader.attempt(&MACHINE, id).await?;
    found.ok_or_else(|| Code::NotFound.into())
}

async fn add_attempt(market: &Market, purchase: &Purchase, provider: &str) -> Result<Attempt> {
    let hand = Hand::of(market);
    let attempt = new_attempt(&hand, purchase, provider);
    let stored = attempt.clone();
    let key = format!("payment.attempt:{}", attempt.id);
    let added = trade::write_again(market, key, move |tx| {
        let (hand, attempt) = (hand.clone(), attempt.clone());
        Box::pin(async move {
            let purchase = tx.purchase(&MACHINE, &attempt.purchase).await?.ok_or(Code::NotFound)?;
            purchase.payable_at(hand.now)?;
            // Counted, so that a closing that looked for attempts before this one has to look again.
            tx.save_purchase(&MACHINE, &purchase).await?;
            tx.add_attempt(&MACHINE, &attempt).await?;
            let first = hand.now.plus(Duration::seconds(POLL_SECONDS[0]));
            let subject = attempt.id.as_str();
            trade::enqueue(tx, &hand, "payment.poll", subject, first, POLL_TRIES_MAX).await
        })
    })
    .await;
    match added {
        Ok(()) => Ok(stored),
        // Two tabs at once: the other one's attempt is live now.
        Err(Error::Conflict(what)) if what.starts_with("attempt") => Err(Code::Stale.into()),
        Err(error) => Err(error),
    }
}

fn new_attempt(hand: &Hand, purchase: &Purchase, provider: &str) -> Attempt {
    let id = hand.id();
    Attempt {
        no: attempt_no(&id),
        id,
        purchase: purchase.id.clone(),
        buyer: purchase.buyer.clone(),
        provider: provider.to_owned(),
        due: purchase.payable,
        state: AttemptState::Created,
        provider_ref: None,
        paid: None,
        verdict: None,
        created_at: hand.now,
        expires_at: purchase.expires_at,
        paid_at: None,
        polls: 0,
        version: 0,
    }
}

/// Makes the provider expect the attempt. A failed call leaves it as it is: repeating it with the same number is harmless.
async fn create(
    market: &Market,
    provider: &Arc<dyn PaymentProvider>,
    attempt: &Attempt,
    way: Way<'_>,
) -> Result<PayStep> {
    let number = attempt.no.clone();
    let intent = CreateIntent {
        attempt_no: number.clone(),
        made_at: attempt.created_at,
        amount: attempt.due,
        subject: format!("Jishi {}", number.get(..12).unwrap_or(&number)),
        expires_at: attempt.expires_at,
        return_url: format!("{}{}/pay/return/{}", market.origin, way.base, attempt.provider),
        notify_url: format!("{}/hooks/payment/{}", market.origin, attempt.provider),
        flow: way.flow,
        payer_ip: way.payer_ip,
        now: market.now(),
    };
    let begun = provider.create(&intent).await.map_err(|e| provider_error(&e))?;
    let pending = Snapshot {
        attempt_no: number,
        state: RemoteState::Pending,
        paid: None,
        refunded: None,
        provider_ref: begun.provider_ref,
        payee: None,
        paid_at: None,
    };
    apply(market, &attempt.provider, &pending).await?;
    Ok(match begun.step {
        NextStep::Redirect(url) => PayStep::Redirect(url),
        NextStep::QrCode(text) => PayStep::QrCode(text),
        NextStep::Post { url, fields } => PayStep::Post { url, fields },
    })
}

/// A provider that does not answer is down for the buyer; refusals keep their word. Logged here once.
fn provider_error(error: &Error) -> Error {
    if let Error::Refused(refusal) = error {
        return refusal.clone().into();
    }
    tracing::warn!(%error, "a payment provider did not answer as expected");
    Code::ProviderDown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_asked_about_ever_more_rarely() {
        let pause = |seconds| poll_pause(Duration::seconds(seconds)).as_millis() / 1_000;
        assert_eq!([pause(0), pause(20), pause(50), pause(5_000)], [15, 30, 60, 1_800]);
    }

    #[test]
    fn every_flow_has_a_word() {
        for flow in [PayFlow::Page, PayFlow::Wap, PayFlow::Qr] {
            assert_eq!(parse_flow(flow_word(flow)), Some(flow));
        }
        assert_eq!(parse_flow("cash"), None);
        assert_eq!(BALANCE, "balance");
    }
}
