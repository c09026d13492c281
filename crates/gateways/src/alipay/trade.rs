//! What Alipay's words for trades and refunds mean in ours. Money is read strictly; what cannot be read is not told.

use super::text;
use crate::signing::parse_cst;
use domain::{Currency, Money};
use serde_json::Value;
use services::ports::payment::{RefundState, RemoteState, Snapshot};

/// A snapshot that says nothing but the state.
pub(super) fn bare(attempt_no: &str, state: RemoteState) -> Snapshot {
    Snapshot {
        attempt_no: attempt_no.to_owned(),
        state,
        paid: None,
        refunded: None,
        provider_ref: None,
        payee: None,
        paid_at: None,
    }
}

/// An amount as Alipay writes it.
pub(super) fn money(amount: &str) -> Option<Money> {
    Money::parse_decimal(amount, Currency::Cny).ok()
}

/// The answer to a query. One that speaks of another attempt says nothing about this one.
pub(super) fn of_query(body: &Value, attempt_no: &str) -> Snapshot {
    if text(body, "out_trade_no") != Some(attempt_no) {
        tracing::warn!(attempt_no, "alipay answered about another attempt than {attempt_no}");
        return bare(attempt_no, RemoteState::Unknown);
    }
    let total = text(body, "total_amount").and_then(money);
    let paid_at = text(body, "send_pay_date").and_then(parse_cst);
    let status = text(body, "trade_status").unwrap_or_default();
    let mut snapshot = bare(attempt_no, state(status, paid_at.is_some()));
    snapshot.provider_ref = text(body, "trade_no").map(str::to_owned);
    snapshot.paid_at = paid_at;
    if snapshot.state == RemoteState::Paid {
        snapshot.paid = total;
        // A trade that is closed though it was paid was given back in full.
        snapshot.refunded = total.filter(|_| status == "TRADE_CLOSED");
    }
    settled(snapshot)
}

/// `TRADE_CLOSED` is two things: never paid, or paid and given back in full.
pub(super) fn state(status: &str, was_paid: bool) -> RemoteState {
    match status {
        "WAIT_BUYER_PAY" => RemoteState::Pending,
        "TRADE_SUCCESS" | "TRADE_FINISHED" => RemoteState::Paid,
        "TRADE_CLOSED" if was_paid => RemoteState::Paid,
        "TRADE_CLOSED" => RemoteState::Closed,
        _ => RemoteState::Unknown,
    }
}

/// Paid without a readable amount is not something to act on.
pub(super) fn settled(snapshot: Snapshot) -> Snapshot {
    if snapshot.state == RemoteState::Paid && snapshot.paid.is_none() {
        return bare(&snapshot.attempt_no, RemoteState::Unknown);
    }
    snapshot
}

/// The answer to a refund query: a missing status means that no such refund was taken up.
pub(super) fn of_refund_query(body: &Value, attempt_no: &str, refund_no: &str) -> RefundState {
    let about = |key, ours| text(body, key).is_none_or(|told| told == ours);
    if !about("out_trade_no", attempt_no) || !about("out_request_no", refund_no) {
        return RefundState::Pending;
    }
    match text(body, "refund_status") {
        Some("REFUND_SUCCESS") if text(body, "out_request_no") == Some(refund_no) => {
            RefundState::Done
        }
        Some("REFUND_FAIL") => RefundState::Failed("REFUND_FAIL".to_owned()),
        Some(_) => RefundState::Pending,
        None => RefundState::NotAccepted(String::new()),
    }
}

/// A refused refund: for good, or until somebody has acted. An unknown code may mean anything, so it is asked again.
pub(super) fn refund_refused(code: String) -> RefundState {
    match code.as_str() {
        "ACQ.SELLER_BALANCE_NOT_ENOUGH"
        | "ACQ.REFUND_CHARGE_ERROR"
        | "ACQ.REFUNDALLOC_UNAUTH_LIMIT" => RefundState::NotAccepted(code),
        "ACQ.TRADE_NOT_EXIST"
        | "ACQ.TRADE_STATUS_ERROR"
        | "ACQ.TRADE_HAS_FINISHED"
        | "ACQ.TRADE_HAS_CLOSE"
        | "ACQ.DISCORDANT_REPEAT_REQUEST"
        | "ACQ.REASON_TRADE_REFUND_FEE_ERR"
        | "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"
        | "ACQ.TRADE_NOT_ALLOW_REFUND"
        | "ACQ.INVALID_PARAMETER" => RefundState::Failed(code),
        _ => {
            tracing::warn!(code, "alipay refused a refund with an unknown code {code}; unknown");
            RefundState::Pending
        }
    }
}
