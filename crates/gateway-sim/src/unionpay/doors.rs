//! The three doors. Each checks the version, the merchant, its certificate's number and its signature before anything else.

use super::{Order, result, seal};
use crate::chance;
use crate::clock::parse_cst;
use crate::faults::{Fault, Struck};
use crate::sign::{self, Fields};
use crate::sim::{Shared, Sim};
use crate::wire;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

/// `yyyyMMddHHmmss` as Unix milliseconds.
fn moment(text: &str) -> Option<i64> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let at = |from: usize, to: usize| &text[from..to];
    parse_cst(&format!(
        "{}-{}-{} {}:{}:{}",
        at(0, 4),
        at(4, 6),
        at(6, 8),
        at(8, 10),
        at(10, 12),
        at(12, 14)
    ))
}

/// What every door checks; the code of the refusal otherwise.
fn check(sim: &Sim, body: &[u8], kind: &[&str]) -> Result<Fields, (&'static str, Fields)> {
    let fields = wire::fields(None, body).ok_or_else(|| ("10", Fields::new()))?;
    let get = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let fixed =
        [("version", "5.1.0"), ("encoding", "UTF-8"), ("signMethod", "01"), ("accessType", "0")];
    let number = get("orderId");
    let good = fixed.iter().all(|(name, value)| get(name) == *value)
        && kind.contains(&get("txnType"))
        && (8..=40).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && moment(get("txnTime")).is_some();
    let own = get("merId") == sim.keys.cards.mer_id()
        && get("certId") == sim.keys.cards.merchant_cert_id();
    let text = sign::unionpay_text(&fields);
    let signed = sign::rsa2_holds(&sim.keys.cards.merchant_public, &text, get("signature"));
    match (own, signed, good) {
        (true, true, true) => Ok(fields),
        (false, ..) => Err(("13", fields)),
        (true, false, _) => Err(("11", fields)),
        (true, true, false) => Err(("10", fields)),
    }
}

fn read_order(sim: &Sim, fields: &Fields) -> Option<Order> {
    let get = |name: &str| fields.get(name).cloned().filter(|v| !v.is_empty());
    let fen: i64 = get("txnAmt")?.parse().ok().filter(|fen| *fen > 0)?;
    let web = |url: &String| url::Url::parse(url).is_ok();
    if get("currencyCode")? != "156" || get("bizType")? != "000201" {
        return None;
    }
    Some(Order {
        order_id: get("orderId")?,
        txn_time: get("txnTime")?,
        txn_type: get("txnType")?,
        fen,
        query_id: chance::digits(21),
        original: get("origQryId"),
        token: String::new(),
        front_url: get("frontUrl").unwrap_or_default(),
        back_url: get("backUrl").filter(web)?,
        expires_ms: get("payTimeout")
            .map_or(Some(sim.clock.now_ms() + 3_600_000), |t| moment(&t))?,
        done_ms: None,
    })
}

/// The browser comes with a form.
pub async fn front(State(sim): State<Shared>, body: Bytes) -> Response {
    let fields = match check(&sim, &body, &["01"]) {
        Ok(fields) => fields,
        Err((code, _)) => return super::told(StatusCode::OK, &format!("respCode {code}")),
    };
    let Some(mut order) = read_order(&sim, &fields).filter(|o| o.front_url.starts_with("http"))
    else {
        return super::told(StatusCode::OK, "respCode 10");
    };
    let token = {
        let mut orders = sim.bank_orders();
        match orders.get(&order.order_id) {
            Some(known) if (&known.txn_time, known.fen) != (&order.txn_time, order.fen) => {
                return super::told(StatusCode::OK, "respCode 12");
            }
            Some(known) => known.token.clone(),
            None => {
                order.token = chance::token();
                sim.note(&crate::journal::Line::Unionpay(order.clone()));
                let token = order.token.clone();
                orders.insert(order.order_id.clone(), order);
                token
            }
        }
    };
    Redirect::to(&format!("/unionpay/pay/{token}")).into_response()
}

/// A refund.
pub async fn back(State(sim): State<Shared>, body: Bytes) -> Response {
    serve(&sim, "unionpay.back", &body, &["04"], refund).await
}

/// A question.
pub async fn query(State(sim): State<Shared>, body: Bytes) -> Response {
    serve(&sim, "unionpay.query", &body, &["00"], ask).await
}

async fn serve(
    sim: &Shared,
    place: &str,
    body: &[u8],
    kind: &[&str],
    work: fn(&Sim, &Fields) -> (&'static str, Fields),
) -> Response {
    let struck = sim.strike(place);
    struck.wait(Fault::Delay).await;
    if let Some(rule) = struck.by(Fault::Status) {
        return wire::status(rule.status);
    }
    if struck.is(Fault::DropRequest) {
        return wire::broken_off();
    }
    let (code, mut said) = match check(sim, body, kind) {
        Err((code, asked)) => (code.to_owned(), echo(&asked)),
        Ok(asked) if struck.is(Fault::SystemError) => ("06".to_owned(), echo(&asked)),
        Ok(asked) => match struck.by(Fault::Refuse) {
            Some(rule) => (rule.code.clone(), echo(&asked)),
            None => {
                let (code, said) = work(sim, &asked);
                let lost = struck.is(Fault::SystemErrorAfter);
                (if lost { "03" } else { code }.to_owned(), said)
            }
        },
    };
    said.insert("respCode".to_owned(), code);
    said.insert("signPubKeyCert".to_owned(), sim.keys.cards.unionpay_pem.clone());
    let answer = write(sim, said, &struck);
    struck.wait(Fault::DelayAnswer).await;
    if struck.is(Fault::DropAnswer) { wire::broken_off() } else { answer }
}

/// Writes an answer as UnionPay does: nothing encoded.
fn write(sim: &Sim, said: Fields, struck: &Struck) -> Response {
    let sealed = seal(sim, said, struck);
    let pairs: Vec<String> = sealed.iter().map(|(k, v)| format!("{k}={v}")).collect();
    wire::typed("text/plain;charset=UTF-8", pairs.join("&"))
}

/// What of a request comes back in its answer.
fn echo(asked: &Fields) -> Fields {
    const NAMES: [&str; 10] = [
        "version",
        "encoding",
        "signMethod",
        "txnType",
        "txnSubType",
        "bizType",
        "accessType",
        "merId",
        "orderId",
        "txnTime",
    ];
    asked
        .iter()
        .filter(|(k, _)| NAMES.contains(&k.as_str()))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn refund(sim: &Sim, asked: &Fields) -> (&'static str, Fields) {
    let said = echo(asked);
    let Some(mut order) = read_order(sim, asked) else { return ("10", said) };
    let mut orders = sim.bank_orders();
    if orders.contains_key(&order.order_id) {
        return ("12", said);
    }
    let paid = orders.values().find(|o| {
        Some(&o.query_id) == order.original.as_ref() && o.txn_type == "01" && o.done_ms.is_some()
    });
    let Some(paid) = paid else { return ("34", said) };
    let back: i64 = orders
        .values()
        .filter(|o| o.original.as_ref() == Some(&paid.query_id))
        .map(|o| o.fen)
        .sum();
    if back + order.fen > paid.fen {
        return ("61", said);
    }
    order.done_ms = Some(sim.clock.now_ms());
    sim.note(&crate::journal::Line::Unionpay(order.clone()));
    orders.insert(order.order_id.clone(), order);
    ("00", said)
}

fn ask(sim: &Sim, asked: &Fields) -> (&'static str, Fields) {
    let order = asked.get("orderId").and_then(|no| sim.bank_orders().get(no).cloned());
    let order = order.filter(|o| Some(&o.txn_time) == asked.get("txnTime"));
    let Some(order) = order else { return ("34", echo(asked)) };
    let mut said = result(sim, &order);
    let code = if order.done_ms.is_some() { "00" } else { return ("34", echo(asked)) };
    said.insert("origRespCode".to_owned(), code.to_owned());
    said.remove("respMsg");
    ("00", said)
}
