//! What WeChat Pay's words for trades, refunds and notifications mean in ours. Amounts are fen; what cannot be read is not
//! told.

use super::text;
use crate::signing::parse_rfc3339;
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

/// An amount of an answer: whole fen, of the one currency we take.
pub(super) fn fen(amount: &Value, key: &str) -> Option<Money> {
    let ours = amount.get("currency").is_none_or(|c| c.as_str() == Some(Currency::Cny.code()));
    let fen = amount.get(key).and_then(Value::as_i64).filter(|fen| ours && *fen >= 0)?;
    Some(Money::fen(fen))
}

/// What a trade says of an attempt: the content of a query and of a notification are the same.
pub(super) fn snapshot(trade: &Value, attempt_no: &str) -> Snapshot {
    let status = text(trade, "trade_state").unwrap_or_default();
    let mut snapshot = bare(attempt_no, state(status));
    snapshot.provider_ref = text(trade, "transaction_id").map(str::to_owned);
    snapshot.payee = text(trade, "mchid").map(str::to_owned);
    if snapshot.state == RemoteState::Paid {
        snapshot.paid = trade.get("amount").and_then(|amount| fen(amount, "total"));
        snapshot.paid_at = text(trade, "success_time").and_then(parse_rfc3339);
    }
    if snapshot.state == RemoteState::Paid && snapshot.paid.is_none() {
        // Paid without a readable amount is not something to act on.
        return bare(attempt_no, RemoteState::Unknown);
    }
    snapshot
}

/// `REFUND` says that something was given back, not that everything was: it was paid.
fn state(status: &str) -> RemoteState {
    match status {
        "NOTPAY" => RemoteState::Pending,
        "SUCCESS" | "REFUND" => RemoteState::Paid,
        "CLOSED" => RemoteState::Closed,
        _ => RemoteState::Unknown,
    }
}

/// Where a refund stands. An answer about another refund, or of another amount, says nothing about this one.
pub(super) fn of_refund(
    body: &Value,
    attempt_no: &str,
    refund_no: &str,
    amount: Option<Money>,
) -> RefundState {
    let about = text(body, "out_trade_no") == Some(attempt_no)
        && text(body, "out_refund_no") == Some(refund_no);
    let told = body.get("amount").and_then(|told| fen(told, "refund"));
    if !about || amount.is_some_and(|amount| told != Some(amount)) {
        tracing::warn!(refund_no, "wechat pay answered about another refund than {refund_no}");
        return RefundState::Pending;
    }
    match text(body, "status").unwrap_or_default() {
        "SUCCESS" => RefundState::Done,
        // The money left the merchant and did not reach the payer: only a person can help.
        "ABNORMAL" => RefundState::Failed("ABNORMAL".to_owned()),
        "CLOSED" => RefundState::Failed("CLOSED".to_owned()),
        _ => RefundState::Pending,
    }
}

/// A refused refund: for good, or until somebody has acted. An unknown code may mean anything, so it is asked again.
pub(super) fn refund_refused(code: String) -> RefundState {
    match code.as_str() {
        "NOT_ENOUGH" => RefundState::NotAccepted(code),
        "PARAM_ERROR"
        | "INVALID_REQUEST"
        | "RESOURCE_NOT_EXISTS"
        | "MCH_NOT_EXISTS"
        | "USER_ACCOUNT_ABNORMAL" => RefundState::Failed(code),
        _ => {
            tracing::warn!(code, "wechat pay refused a refund with an unknown code; unknown");
            RefundState::Pending
        }
    }
}
