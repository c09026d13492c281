//! What a payment partner would know of the demo market's past. The past was lived without a partner; the stand-in for one is
//! told of it by the server, so that what was bought then can still be refunded.

use super::SCOPE;
use crate::ports::orders::OrderFilter;
use crate::{Market, Result};
use domain::id::OrderId;
use domain::orders::Order;
use domain::payments::{Attempt, Refund, RefundStatus};
use serde::Serialize;

/// What the partner's number of a payment of the past begins with.
pub const MARK: &str = "DEMO";
/// How many orders are looked through at once.
const PAGE: i64 = 100;

/// A payment of the past. Its names are those of the partner's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastTrade {
    /// Our number of the attempt.
    pub out_trade_no: String,
    /// The partner's number.
    pub trade_no: String,
    /// What was paid.
    pub total_fen: i64,
    /// When, in Unix milliseconds.
    pub paid_ms: i64,
    /// What went back.
    pub refunds: Vec<PastRefund>,
}

/// Money that went back in the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastRefund {
    /// Our number of the refund.
    pub out_request_no: String,
    /// How much.
    pub fen: i64,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
}

/// Some of the payments.
pub struct PastTrades {
    /// Them.
    pub trades: Vec<PastTrade>,
    /// Hand this back for more.
    pub next: Option<OrderId>,
}

/// What was paid in the past and what went back of it until now, some orders at a time.
pub async fn past_trades(market: &Market, after: Option<&OrderId>) -> Result<PastTrades> {
    let mut reader = market.store.read().await?;
    let orders = reader.orders(&SCOPE, &OrderFilter::default(), after, PAGE).await?;
    let mut trades = Vec::new();
    for order in orders.iter().filter(|order| is_first(order)) {
        let refunds = reader.refunds_of(&SCOPE, &order.purchase).await?;
        for attempt in reader.attempts_of(&SCOPE, &order.purchase).await? {
            trades.extend(trade(&attempt, &refunds));
        }
    }
    Ok(PastTrades { trades, next: orders.last().map(|order| order.id.clone()) })
}

/// Whether it is the first order of its purchase; each has one.
fn is_first(order: &Order) -> bool {
    order.number.ends_with("-1")
}

/// The payment as the partner would know it; `None` for one of the present, which the partner knows by itself.
fn trade(attempt: &Attempt, refunds: &[Refund]) -> Option<PastTrade> {
    let trade_no = attempt.provider_ref.clone().filter(|no| no.starts_with(MARK))?;
    let (paid, at) = attempt.paid.zip(attempt.paid_at)?;
    let done = refunds.iter().filter(|r| r.attempt == attempt.id);
    let done = done.filter(|r| r.status == RefundStatus::Done).filter_map(|refund| {
        let at_ms = refund.done_at?.millis();
        Some(PastRefund { out_request_no: refund.no.clone(), fen: refund.amount.minor, at_ms })
    });
    Some(PastTrade {
        out_trade_no: attempt.no.clone(),
        trade_no,
        total_fen: paid.minor,
        paid_ms: at.millis(),
        refunds: done.collect(),
    })
}
