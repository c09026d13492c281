//! What Stripe's objects mean in our words. Amounts are integers of the smallest unit; what is not one is not told.

use domain::{Currency, Moment, Money};
use serde_json::Value;
use services::ports::payment::{RefundState, RemoteState, Snapshot, SplitState};

/// A text member.
pub(super) fn text<'a>(body: &'a Value, key: &str) -> Option<&'a str> {
    body.get(key).and_then(Value::as_str).filter(|t| !t.is_empty())
}

/// A number of ours that we attached to an object.
pub(super) fn mark<'a>(body: &'a Value, key: &str) -> Option<&'a str> {
    text(body.get("metadata")?, key)
}

/// The id of a member that is written out or only named.
pub(super) fn id_of<'a>(body: &'a Value, key: &str) -> Option<&'a str> {
    match body.get(key)? {
        Value::String(id) => Some(id),
        whole => text(whole, "id"),
    }
}

/// An amount in the market's currency.
pub(super) fn money(body: &Value, key: &str) -> Option<Money> {
    let minor = body.get(key)?.as_i64().filter(|minor| *minor >= 0)?;
    (text(body, "currency")? == "cny").then(|| Money::new(minor, Currency::Cny))
}

/// A moment, told in seconds.
pub(super) fn moment(body: &Value, key: &str) -> Option<Moment> {
    body.get(key)?.as_i64()?.checked_mul(1000).map(Moment)
}

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

/// Where a hosted session stands. One that belongs to another attempt says nothing about this one. `at` is when it was
/// said to be paid, where the charge itself is not written out.
pub(super) fn snapshot(session: &Value, attempt_no: &str, at: Option<Moment>) -> Snapshot {
    if text(session, "client_reference_id") != Some(attempt_no) {
        tracing::warn!(attempt_no, "stripe told of another attempt than {attempt_no}");
        return bare(attempt_no, RemoteState::Unknown);
    }
    let state = match (text(session, "status"), text(session, "payment_status")) {
        (Some("complete"), Some("paid")) => RemoteState::Paid,
        (Some("expired"), Some("unpaid")) => RemoteState::Closed,
        (Some("open" | "complete"), Some("unpaid")) => RemoteState::Pending,
        _ => RemoteState::Unknown,
    };
    let mut said = bare(attempt_no, state);
    said.provider_ref = text(session, "id").map(str::to_owned);
    if state == RemoteState::Paid {
        said.paid = money(session, "amount_total");
        let charge = session.get("payment_intent").and_then(|intent| intent.get("latest_charge"));
        said.paid_at = charge.and_then(|charge| moment(charge, "created")).or(at);
        said.refunded =
            charge.and_then(|charge| money(charge, "amount_refunded")).filter(|m| m.minor > 0);
        if said.paid.is_none() {
            // Paid without a readable amount is not something to act on.
            return bare(attempt_no, RemoteState::Unknown);
        }
    }
    said
}

/// Where a refund stands.
pub(super) fn refund_state(refund: &Value) -> RefundState {
    match text(refund, "status") {
        Some("succeeded") => RefundState::Done,
        Some(word @ ("failed" | "canceled")) => {
            RefundState::Failed(text(refund, "failure_reason").unwrap_or(word).to_owned())
        }
        _ => RefundState::Pending,
    }
}

/// Where a transfer to a merchant stands: it is done when it exists, unless it was taken back.
pub(super) fn split_state(transfer: &Value) -> SplitState {
    match transfer.get("reversed").and_then(Value::as_bool) {
        Some(false) => SplitState::Done,
        Some(true) => SplitState::Failed("reversed".to_owned()),
        None => SplitState::Pending,
    }
}
