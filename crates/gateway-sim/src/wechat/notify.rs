//! What WeChat Pay tells the shop by itself: a content sealed with the key of the merchant, in an envelope that is signed
//! anew on every delivery.

use super::door::signature;
use super::order::{Order, Refund};
use super::pay::{rfc3339_text, transaction};
use super::refund::told;
use crate::chance;
use crate::delivery::{Letter, Notice, Sender, send};
use crate::faults::{Fault, Struck};
use crate::sign::Fields;
use crate::sim::{Shared, Sim};
use aws_lc_rs::aead::{Aad, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Tells that an order is paid.
pub fn payment(sim: &Shared, order: &Order) {
    let mut content = transaction(sim, order);
    content["trade_state"] = json!("SUCCESS");
    tell(sim, order, "TRANSACTION.SUCCESS", "transaction", &content);
}

/// Tells that money went back. The address is the one of the payment: what a merchant writes down in WeChat Pay's own
/// pages for refunds.
pub fn refund(sim: &Shared, order: &Order, refund: &Refund) {
    tell(sim, order, "REFUND.SUCCESS", "refund", &told(sim, order, refund));
}

fn tell(sim: &Shared, order: &Order, event: &str, kind: &str, content: &Value) {
    let fields: Fields = [
        ("event_type", event),
        ("original_type", kind),
        ("content", &content.to_string()),
        ("created", &rfc3339_text(sim.clock.now_ms())),
        ("serial", &order.serial),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    send(sim, Sender::Wechat, &order.out_trade_no, &order.notify_url, fields, "");
}

/// A text sealed for the merchant, as it stands in answers and notifications.
pub fn seal(sim: &Sim, associated: &str, plain: &str) -> Value {
    let nonce = chance::letters(b"abcdefghijklmnopqrstuvwxyz0123456789", 12);
    let mut bytes = plain.as_bytes().to_vec();
    let sealed = sim.keys.wechat.sealer().and_then(|key| {
        let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
        let aad = Aad::from(associated.as_bytes());
        key.seal_in_place_append_tag(nonce, aad, &mut bytes).ok()
    });
    if sealed.is_none() {
        // Nothing may leave the house unsealed; what is empty, no one can open.
        bytes.clear();
    }
    json!({
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": nonce,
        "associated_data": associated,
        "ciphertext": STANDARD.encode(bytes),
    })
}

/// The notification as it goes out now: with its id, its time and its signature, and with what goes wrong.
pub fn sealed(sim: &Sim, notice: &Notice, struck: &Struck) -> Letter {
    let field = |name: &str| notice.fields.get(name).map_or("", String::as_str);
    let mut content: Value = serde_json::from_str(field("content")).unwrap_or_default();
    if let (Some(rule), Some(total)) =
        (struck.by(Fault::WrongAmount), content["amount"]["total"].as_i64())
    {
        content["amount"]["total"] = json!(total + rule.fen);
    }
    if struck.is(Fault::OtherApp) {
        content["mchid"] = json!("1900000000");
    }
    let kind = field("original_type");
    let mut resource = seal(sim, kind, &content.to_string());
    resource["original_type"] = json!(kind);
    let body = json!({
        "id": notice.id,
        "create_time": field("created"),
        "resource_type": "encrypt-resource",
        "event_type": field("event_type"),
        "summary": "演示 stand-in",
        "resource": resource,
    })
    .to_string();
    let mut headers = signature(sim, field("serial"), &body, struck);
    headers.push(("Content-Type", "application/json".to_owned()));
    Letter { headers, body }
}
