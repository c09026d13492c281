//! Notifications: verified on the raw bytes before anything in them is believed. Pure; the caller stores and answers.

use super::trade::{bare, money, settled, state};
use crate::signing::{RsaVerifier, parse_cst, sorted_pairs};
use services::ports::payment::{News, Rejected, RemoteState, VerifiedEvent};
use std::collections::BTreeMap;

/// The largest notification that is read, in bytes.
const NOTIFICATION_BYTES_MAX: usize = 256 * 1024;

/// Checks a notification and says what it tells. Order: shape, signature, application, payee, meaning.
pub(super) fn verify(
    body: &[u8],
    verifier: &RsaVerifier,
    app_id: &str,
    seller_id: &str,
) -> Result<VerifiedEvent, Rejected> {
    let fields = decode(body)?;
    let get = |key: &str| fields.get(key).map(String::as_str).filter(|v| !v.is_empty());
    let sign = get("sign").ok_or(Rejected::Signature)?;
    // Unlike in requests, `sign_type` is not part of the signed text here.
    let signed = fields.iter().filter(|(k, _)| !matches!(k.as_str(), "sign" | "sign_type"));
    let text = sorted_pairs(signed.map(|(k, v)| (k.as_str(), v.as_str())));
    if !verifier.verify(text.as_bytes(), sign) {
        return Err(Rejected::Signature);
    }
    if get("app_id") != Some(app_id) || get("seller_id") != Some(seller_id) {
        return Err(Rejected::Foreign);
    }
    if get("notify_type") != Some("trade_status_sync") {
        return Err(Rejected::Malformed);
    }
    let attempt_no = get("out_trade_no").ok_or(Rejected::Malformed)?;
    let trade_no = get("trade_no").ok_or(Rejected::Malformed)?;
    let status = get("trade_status").ok_or(Rejected::Malformed)?;
    let paid_at = get("gmt_payment").and_then(parse_cst);
    let refunded = get("refund_fee").and_then(money).filter(|fee| fee.minor > 0);
    let mut snapshot = bare(attempt_no, state(status, paid_at.is_some() || refunded.is_some()));
    if snapshot.state == RemoteState::Paid {
        snapshot.paid = get("total_amount").and_then(money);
        snapshot.refunded = refunded;
    }
    snapshot.provider_ref = Some(trade_no.to_owned());
    snapshot.payee = Some(seller_id.to_owned());
    snapshot.paid_at = paid_at;
    // The same fact has the same name whatever `notify_id` it travels under; a refund is told apart by its sum.
    let event_id = format!("{trade_no}/{status}/{}", refunded.map_or(0, |fee| fee.minor));
    Ok(VerifiedEvent { event_id, news: News::Payment(settled(snapshot)) })
}

/// Decodes each value exactly once. A name that comes twice has no meaning.
fn decode(body: &[u8]) -> Result<BTreeMap<String, String>, Rejected> {
    if body.len() > NOTIFICATION_BYTES_MAX {
        return Err(Rejected::Malformed);
    }
    let mut fields = BTreeMap::new();
    for (key, value) in url::form_urlencoded::parse(body) {
        if fields.insert(key.into_owned(), value.into_owned()).is_some() {
            return Err(Rejected::Malformed);
        }
    }
    Ok(fields)
}
