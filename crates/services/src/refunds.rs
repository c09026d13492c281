//! Money going back the way it came. The row is stored before the provider is asked; requested is not done, unknown is
//! pending and is asked about, and a repeat always carries the same number. The desk looks at them here too.

use crate::broken::{Fault, is};
use crate::payment::reference;
use crate::ports::payment::{RefundRef, RefundRequest, RefundState};
use crate::ports::{Reader, StoreExt as _, Tx};
use crate::trade::{self, BALANCE, Hand, MACHINE, Parties, till};
use crate::{Market, Result};
use domain::catalogue::Paged;
use domain::id::{OrderId, RefundId, ReturnId, TypedId as _};
use domain::ledger::rules::refund_sent;
use domain::payments::views::RefundCase;
use domain::payments::{Attempt, Refund, RefundReason, RefundStatus};
use domain::{Code, Duration, Moment, Scope};

/// After how many seconds a refund that is under way is asked about, by tries; the last one over and over.
const ASK_SECONDS: [i64; 6] = [5, 15, 60, 300, 1_800, 7_200];

/// The refunds in a state, the oldest first. Staff only.
pub async fn list_as(
    market: &Market,
    scope: &Scope,
    status: RefundStatus,
    after: Option<&RefundId>,
    limit: i64,
) -> Result<Paged<RefundCase>> {
    let limit = limit.clamp(1, crate::orders::PAGE_SIZE_MAX);
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let mut rows = reader.refunds(scope, status, after, limit + 1).await?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|r| r.id.to_string());
    let mut items = Vec::with_capacity(rows.len());
    for refund in rows {
        items.push(case(reader, scope, refund).await?);
    }
    Ok(Paged { items, next })
}

async fn case(reader: &mut dyn Reader, scope: &Scope, refund: Refund) -> Result<RefundCase> {
    let attempt = reader.attempt(scope, &refund.attempt).await?.ok_or(Code::NotFound)?;
    let order = match refund.reason {
        RefundReason::Cancel => Some(OrderId::parse(&refund.origin)?),
        RefundReason::Return => {
            let id = ReturnId::parse(&refund.origin)?;
            reader.return_by_id(scope, &id).await?.map(|ret| ret.order)
        }
        _ => None,
    };
    Ok(RefundCase {
        id: refund.id,
        no: refund.no,
        purchase: refund.purchase,
        order,
        reason: refund.reason,
        amount: refund.amount,
        status: refund.status,
        provider: attempt.provider,
        tries: refund.tries,
        failure: refund.failure,
        created_at: refund.created_at,
        done_at: refund.done_at,
    })
}

/// The job that sends a refund. Answers when to look again, `None` when it is over.
pub(crate) async fn send(market: &Market, id: &RefundId) -> Result<Option<Moment>> {
    let (refund, attempt) = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let refund = reader.refund(&MACHINE, id).await?.ok_or(Code::NotFound)?;
        let attempt = reader.attempt(&MACHINE, &refund.attempt).await?.ok_or(Code::NotFound)?;
        (refund, attempt)
    };
    if refund.status != RefundStatus::Pending || attempt.provider == BALANCE {
        return Ok(None);
    }
    let provider = market.payments.get(&attempt.provider).ok_or(Code::MethodUnavailable)?;
    let now = market.now();
    let request = RefundRequest {
        refund: RefundRef { no: number(&refund), made_at: refund.created_at },
        attempt: reference(&attempt),
        amount: refund.amount,
        total: attempt.paid.unwrap_or(refund.amount),
        reason: refund.reason.as_str().to_owned(),
        now,
    };
    count_try(market, &refund).await?;
    let asked_before = refund.tries > 0;
    let state = if asked_before {
        match provider.query_refund(&request.attempt, &request.refund, now).await? {
            // Not taken up: the same request again, under the same number.
            RefundState::NotAccepted(_) => provider.refund(&request).await?,
            state => state,
        }
    } else {
        provider.refund(&request).await?
    };
    match state {
        RefundState::Done => finish(market, id, None).await.map(|()| None),
        RefundState::Failed(code) => finish(market, id, Some(code)).await.map(|()| None),
        RefundState::Pending | RefundState::NotAccepted(_) => {
            let step = usize::try_from(refund.tries).unwrap_or(0).min(ASK_SECONDS.len() - 1);
            Ok(Some(now.plus(Duration::seconds(ASK_SECONDS[step]))))
        }
    }
}

/// The number under which a refund is asked for: the same however often.
fn number(refund: &Refund) -> String {
    if is(Fault::NewNumber) { format!("{}{}", refund.no, refund.tries) } else { refund.no.clone() }
}

/// A provider reports that something happened to a refund: it is asked about at once, whatever the report says of it.
pub(crate) async fn ask_again(
    market: &Market,
    provider: &str,
    attempt_no: &str,
    refund_no: &str,
) -> Result<()> {
    let refund = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let attempt = reader.attempt_by_no(&MACHINE, attempt_no).await?;
        let Some(attempt) = attempt.filter(|a| a.provider == provider) else { return Ok(()) };
        let refunds = reader.refunds_of(&MACHINE, &attempt.purchase).await?;
        refunds.into_iter().find(|r| r.no == refund_no && r.attempt == attempt.id)
    };
    let Some(refund) = refund.filter(|r| r.status == RefundStatus::Pending) else { return Ok(()) };
    if let Err(error) = send(market, &refund.id).await {
        // Its job asks again by itself.
        tracing::warn!(%error, "a refund that was reported could not be asked about yet");
    }
    Ok(())
}

/// The try is counted before the provider is asked, so that a crash in between leads to a question, not to a guess.
async fn count_try(market: &Market, refund: &Refund) -> Result<()> {
    let mut counted = refund.clone();
    counted.tries += 1;
    let key = format!("refund.try:{}:{}", refund.id, counted.tries);
    market
        .store
        .write(key, move |tx| {
            let counted = counted.clone();
            Box::pin(async move { tx.save_refund(&MACHINE, &counted).await })
        })
        .await
}

async fn finish(market: &Market, id: &RefundId, failure: Option<String>) -> Result<()> {
    let (hand, id) = (Hand::of(market), id.clone());
    let key = format!("refund.finish:{}", hand.id::<RefundId>());
    trade::write_again(market, key, move |tx| {
        let (hand, id, failure) = (hand.clone(), id.clone(), failure.clone());
        Box::pin(async move {
            let refund = tx.refund(&MACHINE, &id).await?.ok_or(Code::NotFound)?;
            if refund.status != RefundStatus::Pending {
                return Ok(());
            }
            let attempt = tx.attempt(&MACHINE, &refund.attempt).await?.ok_or(Code::NotFound)?;
            match failure {
                None => done(tx, &hand, &refund, &attempt).await,
                Some(code) => failed(tx, &hand, &refund, code).await,
            }
        })
    })
    .await
}

/// The money went back: books it and ends the return it came from.
pub(crate) async fn done(
    tx: &mut dyn Tx,
    hand: &Hand,
    refund: &Refund,
    attempt: &Attempt,
) -> Result<()> {
    let mut sent = refund.clone();
    sent.status = RefundStatus::Done;
    sent.done_at = Some(hand.now);
    tx.save_refund(&MACHINE, &sent).await?;
    let order = order_of(tx, refund).await?;
    let posting = refund_sent(
        hand.head(),
        &refund.id,
        &refund.purchase,
        refund.amount,
        &till(attempt),
        order.as_ref(),
    )?;
    trade::post_once(tx, &posting).await?;
    let parties = Parties { buyer: &refund.buyer, merchant: None };
    let subject = refund.purchase.as_str();
    trade::announce(tx, hand, "purchase.refund", subject, refund.version + 1, parties).await?;
    nothing_to_send(tx, hand, &refund.origin, refund.reason).await
}

/// Ends the return a refund came from: the money went back, or there was none to send.
pub(crate) async fn nothing_to_send(
    tx: &mut dyn Tx,
    hand: &Hand,
    origin: &str,
    reason: RefundReason,
) -> Result<()> {
    if reason != RefundReason::Return {
        return Ok(());
    }
    let id = ReturnId::parse(origin)?;
    crate::returns::money_went_back(tx, hand, &id).await
}

async fn failed(tx: &mut dyn Tx, hand: &Hand, refund: &Refund, code: String) -> Result<()> {
    let mut failed = refund.clone();
    failed.status = RefundStatus::Failed;
    failed.failure = Some(code.clone());
    tx.save_refund(&MACHINE, &failed).await?;
    let id = &refund.id;
    tracing::error!(refund = %id, code, "refund {id} was refused and needs a person");
    let body = serde_json::json!({ "code": code });
    trade::audit(tx, hand, &MACHINE, "refund.failed", id.as_str(), body).await
}

/// The order a refund belongs to, so that its entries are booked under it.
async fn order_of(tx: &mut dyn Tx, refund: &Refund) -> Result<Option<OrderId>> {
    match refund.reason {
        RefundReason::Cancel => Ok(Some(OrderId::parse(&refund.origin)?)),
        RefundReason::Return => {
            let id = ReturnId::parse(&refund.origin)?;
            Ok(tx.return_by_id(&MACHINE, &id).await?.map(|r| r.order))
        }
        _ => Ok(None),
    }
}
