//! Notifications: an HMAC over the moment and the raw bytes, checked before anything in them is believed. Pure.

use super::session::{mark, moment, snapshot, text};
use crate::config::Secret;
use domain::Moment;
use serde_json::Value;
use services::ports::payment::{News, Notification, Rejected, VerifiedEvent};

/// The largest notification that is read, in bytes.
const NOTIFICATION_BYTES_MAX: usize = 256 * 1024;
/// How far a notification's moment may be from ours, in seconds.
const TOLERANCE_S: i64 = 300;
/// How many signatures of one notification are looked at; more than one stand there while a secret is being changed.
const SIGNATURES_MAX: usize = 8;

/// Checks a notification and says what it tells. Order: size, signature, age, world, account, meaning.
pub(super) fn verify(
    message: &Notification,
    secret: &Secret,
    account: &str,
    live: bool,
    now: Moment,
) -> Result<VerifiedEvent, Rejected> {
    if message.body.len() > NOTIFICATION_BYTES_MAX {
        return Err(Rejected::Malformed);
    }
    let header = message.header("stripe-signature").ok_or(Rejected::Signature)?;
    let at = signed_at(header, &message.body, secret).ok_or(Rejected::Signature)?;
    let age = (now.millis() / 1000).checked_sub(at).ok_or(Rejected::Stale)?;
    if !(-TOLERANCE_S..=TOLERANCE_S).contains(&age) {
        return Err(Rejected::Stale);
    }
    let event: Value = serde_json::from_slice(&message.body).map_err(|_| Rejected::Malformed)?;
    if event.get("livemode").and_then(Value::as_bool) != Some(live)
        || text(&event, "account").is_some_and(|told| told != account)
    {
        return Err(Rejected::Foreign);
    }
    let id = text(&event, "id").filter(|id| id.starts_with("evt_")).ok_or(Rejected::Malformed)?;
    Ok(VerifiedEvent { event_id: id.to_owned(), news: news(&event)? })
}

/// The moment of the header, when one of its signatures holds over that moment and these bytes.
fn signed_at(header: &str, body: &[u8], secret: &Secret) -> Option<i64> {
    let pairs = || header.split(',').filter_map(|pair| pair.trim().split_once('='));
    let mut moments = pairs().filter(|(name, _)| *name == "t");
    let (_, at) = moments.next()?;
    if moments.next().is_some() || at.is_empty() || !at.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut covered = format!("{at}.").into_bytes();
    covered.extend_from_slice(body);
    // The whole text of the secret is the key, its `whsec_` included.
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.reveal().as_bytes());
    let holds = pairs().filter(|(name, _)| *name == "v1").take(SIGNATURES_MAX).any(|(_, hex)| {
        unhex(hex).is_some_and(|tag| aws_lc_rs::hmac::verify(&key, &covered, &tag).is_ok())
    });
    if holds { at.parse().ok() } else { None }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let nibble = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    bytes.chunks(2).map(|two| Some(nibble(two[0])? << 4 | nibble(two[1])?)).collect()
}

fn news(event: &Value) -> Result<News, Rejected> {
    let kind = text(event, "type").ok_or(Rejected::Malformed)?;
    let object = event.get("data").and_then(|d| d.get("object")).ok_or(Rejected::Malformed)?;
    Ok(match kind {
        "checkout.session.completed"
        | "checkout.session.async_payment_succeeded"
        | "checkout.session.async_payment_failed"
        | "checkout.session.expired" => match text(object, "client_reference_id") {
            Some(no) => News::Payment(snapshot(object, no, moment(event, "created"))),
            None => News::Other,
        },
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => {
            match (mark(object, "attempt_no"), mark(object, "refund_no")) {
                (Some(attempt), Some(refund)) => {
                    News::Refund { attempt_no: attempt.to_owned(), refund_no: refund.to_owned() }
                }
                _ => News::Other,
            }
        }
        _ => News::Other,
    })
}
