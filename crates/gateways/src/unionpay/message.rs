//! Messages: the text that is signed, the plain answer of the interface, and the form that is posted to us.

use super::certificates::Trust;
use crate::signing::sorted_pairs;
use domain::Moment;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The largest notification that is read, in bytes.
const NOTIFICATION_BYTES_MAX: usize = 256 * 1024;

/// The fields of a message, by name.
pub(super) type Fields = BTreeMap<String, String>;

/// What the RSA signature covers: the SHA-256 of the sorted fields, as lower-case hex text.
pub(super) fn digest_text<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let signed = fields.into_iter().filter(|(name, _)| *name != "signature");
    let text = sorted_pairs(signed);
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The moment as UnionPay writes it: `yyyyMMddHHmmss` in UTC+8.
pub(super) fn time_text(at: Moment) -> String {
    let Ok(instant) = Timestamp::from_millisecond(at.millis()) else { return String::new() };
    jiff::tz::offset(8).to_datetime(instant).strftime("%Y%m%d%H%M%S").to_string()
}

/// A field that is there and not empty.
pub(super) fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).map(String::as_str).filter(|value| !value.is_empty())
}

/// Whether UnionPay signed these fields.
pub(super) fn authentic(fields: &Fields, trust: &Trust, now: Moment) -> bool {
    let (Some(signature), Some("01"), Some("5.1.0")) =
        (get(fields, "signature"), get(fields, "signMethod"), get(fields, "version"))
    else {
        return false;
    };
    let text = digest_text(fields.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    let sent = get(fields, "signPubKeyCert").unwrap_or_default();
    trust.holds(&text, signature, sent, now)
}

/// The plain answer of the interface: `k=v&k=v`, nothing encoded; what stands in braces belongs to its value.
/// `None` when it is no such text or names a field twice.
pub(super) fn read_answer(text: &str) -> Option<Fields> {
    let mut fields = Fields::new();
    let (mut depth, mut start) = (0_u32, 0);
    let ends = text.char_indices().filter_map(|(at, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '&' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    });
    for end in ends.chain(std::iter::once(text.len())).collect::<Vec<_>>() {
        let (name, value) = text.get(start..end)?.split_once('=')?;
        if fields.insert(name.to_owned(), value.to_owned()).is_some() {
            return None;
        }
        start = end + 1;
    }
    Some(fields)
}

/// The fields of a posted form, each decoded once. `None` when it is too large, no text, or names a field twice.
pub(super) fn read_form(body: &[u8]) -> Option<Fields> {
    if body.len() > NOTIFICATION_BYTES_MAX {
        return None;
    }
    let mut fields = Fields::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        if fields.insert(name.into_owned(), value.into_owned()).is_some() {
            return None;
        }
    }
    Some(fields)
}
