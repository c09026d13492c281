//! The worker's hands: fires clocks that are due and does jobs that are queued. A clock is marked as fired in the very
//! transaction in which its action happens, so that it happens once; a job's claim is a lease, so that a worker that died
//! holds nothing for long.

use crate::ports::work::{ClockRow, JobRow};
use crate::ports::{StoreExt as _, Tx};
use crate::trade::{self, Hand, MACHINE};
use crate::{Error, Market, Result, orders, payment, places, refunds, returns, shipping};
use domain::clocks::ClockKind;
use domain::id::{AttemptId, JobId, OrderId, PurchaseId, RefundId, ReturnId, ShipmentId, TypedId};
use domain::orders::CloseReason;
use domain::{Code, Duration, Moment};
use serde::Deserialize;

/// How many clocks and jobs one round takes.
const ROUND_ROWS_MAX: i64 = 50;
/// How long a claim on a job lasts.
const LEASE: Duration = Duration::minutes(2);
/// How often a closing is tried: a provider may be away for hours.
const CLOSE_TRIES_MAX: i64 = 500;
/// The pauses between failed tries; the last one over and over.
const RETRY_SECONDS: [i64; 6] = [2, 10, 30, 120, 600, 1_800];
/// The kinds of jobs this worker does.
pub const JOB_KINDS: [&str; 5] =
    ["payment.poll", "purchase.close", "refund.send", "shipment.watch", "shipment.confirm"];

/// Fires what is due and does what is queued, until a round finds nothing; how many things were done. Failures are logged
/// here and do not stop the round.
pub async fn run_due(market: &Market) -> Result<usize> {
    let mut done = 0;
    loop {
        let clocks = fire_due(market).await?;
        let jobs = do_queued(market).await?;
        if let Err(error) = places::hold_due(market).await {
            tracing::error!(%error, "the draw of this hour could not be held");
        }
        if clocks + jobs == 0 {
            return Ok(done);
        }
        done += clocks + jobs;
    }
}

/// One round of clocks; how many fired.
async fn fire_due(market: &Market) -> Result<usize> {
    let due = {
        let mut reader = market.store.read().await?;
        reader.due_clocks(&MACHINE, market.now(), ROUND_ROWS_MAX).await?
    };
    let mut fired = 0;
    for row in due {
        match fire(market, &row).await {
            Ok(true) => fired += 1,
            Ok(false) => {}
            Err(error) => {
                let (id, kind) = (&row.clock.id, &row.clock.kind);
                tracing::error!(clock = %id, kind, %error, "clock {id} could not fire");
            }
        }
    }
    Ok(fired)
}

/// Fires one clock with its action; `false` when somebody else was faster.
async fn fire(market: &Market, row: &ClockRow) -> Result<bool> {
    let kind = ClockKind::parse(&row.clock.kind)
        .ok_or_else(|| Error::broken(format!("an unknown clock {}", row.clock.kind)))?;
    let (hand, row) = (Hand::of(market), row.clone());
    let key = format!("clock.fire:{}:{}", row.clock.id, hand.id::<JobId>());
    trade::write_again(market, key, move |tx| {
        let (hand, row) = (hand.clone(), row.clone());
        Box::pin(async move { fire_at(tx, &hand, &row, kind).await })
    })
    .await
}

/// Fires one clock with its action inside the caller's transaction; `false` when there is nothing to fire any more.
pub(crate) async fn fire_at(
    tx: &mut dyn Tx,
    hand: &Hand,
    row: &ClockRow,
    kind: ClockKind,
) -> Result<bool> {
    if !tx.fire_clock(&MACHINE, &row.clock.id, outcome(kind), hand.now).await? {
        return Ok(false);
    }
    let subject = row.clock.subject.as_str();
    match kind {
        // Closing asks the provider first, which must not happen in here.
        ClockKind::UnpaidClose => {
            let kind = "purchase.close";
            trade::enqueue(tx, hand, kind, subject, hand.now, CLOSE_TRIES_MAX).await?;
        }
        ClockKind::AutoConfirm => {
            orders::confirm_by_clock(tx, hand, &OrderId::parse(subject)?).await?;
        }
        ClockKind::Dispatch => {
            orders::late_by_clock(tx, hand, &OrderId::parse(subject)?).await?;
        }
        ClockKind::Settle => {
            orders::settle_by_clock(tx, hand, &OrderId::parse(subject)?).await?;
        }
        ClockKind::ReturnDecide | ClockKind::ReturnSend | ClockKind::ReturnConfirm => {
            returns::by_clock(tx, hand, &ReturnId::parse(subject)?, kind).await?;
        }
    }
    Ok(true)
}

const fn outcome(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::UnpaidClose => "closing",
        ClockKind::Dispatch => "late",
        ClockKind::AutoConfirm => "received",
        ClockKind::ReturnDecide => "agreed",
        ClockKind::ReturnSend => "lapsed",
        ClockKind::ReturnConfirm => "refunded",
        ClockKind::Settle => "settled",
    }
}

/// One round of jobs; how many were claimed.
async fn do_queued(market: &Market) -> Result<usize> {
    let (lease, now) = (market.id::<JobId>().to_string(), market.now());
    let claimed = {
        let lease = lease.clone();
        market
            .store
            .write(format!("jobs.claim:{lease}"), move |tx| {
                let lease = lease.clone();
                Box::pin(async move {
                    let until = now.plus(LEASE);
                    tx.claim_jobs(&MACHINE, &JOB_KINDS, &lease, now, until, ROUND_ROWS_MAX).await
                })
            })
            .await?
    };
    for job in &claimed {
        let ended = work(market, job).await;
        settle(market, job, &lease, ended).await?;
    }
    Ok(claimed.len())
}

#[derive(Deserialize)]
struct Body {
    subject: String,
}

/// Does one job. Answers when it wants to be done again, `None` when it is over.
async fn work(market: &Market, job: &JobRow) -> Result<Option<Moment>> {
    let body: Body = serde_json::from_str(&job.body_json).map_err(Error::broken)?;
    let subject = body.subject.as_str();
    match job.kind.as_str() {
        "payment.poll" => payment::poll(market, &AttemptId::parse(subject)?).await,
        "refund.send" => refunds::send(market, &RefundId::parse(subject)?).await,
        "shipment.watch" => {
            shipping::watch(market, &ShipmentId::parse(subject)?).await.map(|()| None)
        }
        "shipment.confirm" => {
            shipping::confirm_delivery(market, &ShipmentId::parse(subject)?).await.map(|()| None)
        }
        "purchase.close" => {
            let id = PurchaseId::parse(subject)?;
            match payment::close_purchase(market, &id, CloseReason::TimeOver).await {
                // Money turned up in time: there is nothing to close.
                Err(Error::Refused(refusal)) if refusal.code == Code::AlreadyPaid => Ok(None),
                ended => ended.map(|()| None),
            }
        }
        kind => Err(Error::broken(format!("an unknown job {kind}"))),
    }
}

/// Notes what became of a job.
async fn settle(
    market: &Market,
    job: &JobRow,
    lease: &str,
    ended: Result<Option<Moment>>,
) -> Result<()> {
    let (id, lease, now) = (job.id.clone(), lease.to_owned(), market.now());
    let again = match ended {
        Ok(None) => {
            let key = format!("jobs.done:{id}:{lease}");
            return market
                .store
                .write(key, move |tx| {
                    let (id, lease) = (id.clone(), lease.clone());
                    Box::pin(
                        async move { tx.finish_job(&MACHINE, &id, &lease, now).await.map(|_| ()) },
                    )
                })
                .await;
        }
        Ok(Some(at)) => (String::new(), at),
        Err(error) => {
            let kind = &job.kind;
            tracing::warn!(job = %id, kind, %error, "job {id} failed and is tried again");
            (error.to_string(), now.plus(retry_pause(job.attempts)))
        }
    };
    let (text, at) = again;
    market
        .store
        .write(format!("jobs.again:{id}:{lease}"), move |tx| {
            let (id, lease, text) = (id.clone(), lease.clone(), text.clone());
            Box::pin(async move {
                tx.fail_job(&MACHINE, &id, &lease, &text, Some(at), now).await.map(|_| ())
            })
        })
        .await
}

fn retry_pause(attempts: i64) -> Duration {
    let step = usize::try_from(attempts.max(1) - 1).unwrap_or(0).min(RETRY_SECONDS.len() - 1);
    Duration::seconds(RETRY_SECONDS[step])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_job_is_tried_ever_more_rarely() {
        let pause = |n| retry_pause(n).as_millis() / 1_000;
        assert_eq!([pause(0), pause(1), pause(2), pause(99)], [2, 2, 10, 1_800]);
    }
}
