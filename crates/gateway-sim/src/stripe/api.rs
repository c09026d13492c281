//! The interface under `/v1`: who asks, in which version, under which number; then what is asked. Unknown fields are refused.

use super::till::{Answered, Moved, Payment, fresh};
use crate::faults::Fault;
use crate::sign::Fields;
use crate::sim::{Shared, Sim};
use crate::wire;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The one version this stand-in speaks.
const VERSION: &str = "2025-03-31.basil";
/// How soon and how late a session may end, in seconds after the call.
const LIFE_S: std::ops::RangeInclusive<i64> = 30 * 60 - 5..=24 * 3600;

type Answer = (u16, Value);

fn refused(status: u16, kind: &str, code: &str, message: &str) -> Answer {
    let mut error = json!({ "type": kind, "message": message });
    if !code.is_empty() {
        error["code"] = json!(code);
    }
    (status, json!({ "error": error }))
}

fn invalid(code: &str, message: &str) -> Answer {
    refused(400, "invalid_request_error", code, message)
}

/// Everything under `/v1/`.
pub async fn serve(
    State(sim): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().trim_start_matches("/v1/").to_owned();
    let verb = if method == Method::POST { "post" } else { "get" };
    let head = path.split('/').next().unwrap_or_default();
    let expire = if path.ends_with("/expire") { ".expire" } else { "" };
    let struck = sim.strike(&format!("stripe.{verb}.{head}{expire}"));
    struck.wait(Fault::Delay).await;
    if let Some(rule) = struck.by(Fault::Status) {
        return wire::status(rule.status);
    }
    if struck.is(Fault::DropRequest) {
        return wire::broken_off();
    }
    let (status, mut said) = if struck.is(Fault::SystemError) {
        refused(500, "api_error", "", "planned")
    } else if let Some(rule) = struck.by(Fault::Refuse) {
        invalid(&rule.code, "planned")
    } else {
        let done = admit(&sim, &method, &headers)
            .unwrap_or_else(|| number(&sim, &method, &path, uri.query(), &headers, &body));
        if struck.is(Fault::SystemErrorAfter) {
            refused(500, "api_error", "", "planned")
        } else {
            done
        }
    };
    if let (Some(rule), Some(told)) =
        (struck.by(Fault::WrongAmount), said.get("amount_total").and_then(Value::as_i64))
    {
        said["amount_total"] = json!(told + rule.fen);
    }
    struck.wait(Fault::DelayAnswer).await;
    if struck.is(Fault::DropAnswer) {
        return wire::broken_off();
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(said)).into_response()
}

/// The key and the version; `None` lets the request in.
fn admit(sim: &Sim, method: &Method, headers: &HeaderMap) -> Option<Answer> {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let key = format!("Bearer {}", sim.keys.cards.secret_key());
    if header("authorization") != key {
        return Some(refused(401, "invalid_request_error", "", "Invalid API Key provided"));
    }
    if header("stripe-version") != VERSION {
        return Some(invalid("", "a version this stand-in does not speak"));
    }
    let form = header("content-type").starts_with("application/x-www-form-urlencoded");
    if method == Method::POST && !form {
        return Some(invalid("", "a body that is no form"));
    }
    if method == Method::POST && !(1..=255).contains(&header("idempotency-key").len()) {
        return Some(invalid("", "this stand-in wants an Idempotency-Key"));
    }
    None
}

/// A number that was used before gets the same answer; with other words it is refused.
fn number(
    sim: &Shared,
    method: &Method,
    path: &str,
    query: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Answer {
    let Some(fields) = wire::fields(query, body) else {
        return invalid("parameter_invalid", "a parameter comes twice");
    };
    if method != Method::POST {
        return super::lists::read(sim, path, &fields);
    }
    let number = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let asked = format!("{path}?{}", String::from_utf8_lossy(body));
    if let Some(known) = sim.till().numbers.get(number).cloned() {
        if known.asked == asked {
            return (known.status, known.body);
        }
        let why = "Keys for idempotent requests can only be used with the same parameters";
        return refused(400, "idempotency_error", "", why);
    }
    let parts: Vec<&str> = path.split('/').collect();
    let (status, said) = match parts.as_slice() {
        ["checkout", "sessions"] => create(sim, fields),
        ["checkout", "sessions", id, "expire"] => expire(sim, id),
        ["refunds"] => refund(sim, fields),
        ["transfers"] => transfer(sim, fields),
        _ => refused(404, "invalid_request_error", "", "Unrecognized request URL"),
    };
    // What was refused before anything was done is not remembered.
    if status == 200 {
        sim.till().remember(number, Answered { asked, status, body: said.clone() });
    }
    (status, said)
}

/// Takes fields out of a form, and complains of what is left.
struct Form(Fields);

impl Form {
    fn take(&mut self, name: &str) -> Result<String, Answer> {
        let missing = || invalid("parameter_missing", &format!("Missing required param: {name}"));
        self.0.remove(name).filter(|v| !v.is_empty()).ok_or_else(missing)
    }

    fn is(&mut self, name: &str, wanted: &str) -> Result<(), Answer> {
        if self.take(name)? == wanted { Ok(()) } else { Err(invalid("parameter_invalid", name)) }
    }

    fn number(&mut self, name: &str) -> Result<i64, Answer> {
        let text = self.take(name)?;
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse()
            .ok()
            .filter(|n: &i64| digits && *n > 0)
            .ok_or_else(|| invalid("parameter_invalid_integer", name))
    }

    fn metadata(&mut self, head: &str) -> BTreeMap<String, String> {
        let names: Vec<String> = self.0.keys().filter(|k| k.starts_with(head)).cloned().collect();
        let inner = |name: &str| name[head.len()..].trim_end_matches(']').to_owned();
        names.into_iter().filter_map(|n| Some((inner(&n), self.0.remove(&n)?))).collect()
    }

    fn end(self) -> Result<(), Answer> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => {
                Err(invalid("parameter_unknown", &format!("Received unknown parameter: {name}")))
            }
        }
    }
}

fn whole(answer: Result<Value, Answer>) -> Answer {
    answer.map_or_else(|refused| refused, |said| (200, said))
}

fn now_s(sim: &Sim) -> i64 {
    sim.clock.now_ms() / 1000
}

fn create(sim: &Shared, fields: Fields) -> Answer {
    whole(read_session(sim, Form(fields)).map(|payment| {
        let said = payment.session(&sim.base, false);
        sim.note(&crate::journal::Line::Stripe(payment.clone()));
        sim.till().payments.insert(payment.id.clone(), payment);
        said
    }))
}

fn read_session(sim: &Sim, mut form: Form) -> Result<Payment, Answer> {
    form.is("mode", "payment")?;
    form.is("line_items[0][quantity]", "1")?;
    form.is("line_items[0][price_data][currency]", "cny")?;
    let minor = form.number("line_items[0][price_data][unit_amount]")?;
    let subject = form.take("line_items[0][price_data][product_data][name]")?;
    let (success_url, cancel) = (form.take("success_url")?, form.take("cancel_url")?);
    let web =
        |url: &str| url::Url::parse(url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
    if !web(&success_url) || !web(&cancel) {
        return Err(invalid("url_invalid", "Not a valid URL"));
    }
    let (now, expires_s) = (now_s(sim), form.number("expires_at")?);
    if !LIFE_S.contains(&(expires_s - now)) {
        return Err(invalid("", "The `expires_at` timestamp must be 30 minutes to 24 hours away"));
    }
    let no = form.take("client_reference_id")?;
    let _own = form.metadata("metadata[");
    let metadata = form.metadata("payment_intent_data[metadata][");
    let _group = form.take("payment_intent_data[transfer_group]")?;
    form.end()?;
    Ok(Payment {
        id: fresh("cs_test_"),
        intent: fresh("pi_"),
        charge: fresh("ch_"),
        no,
        minor,
        subject,
        success_url,
        metadata,
        created_s: now,
        expires_s,
        paid_s: None,
        expired: false,
        refunds: Vec::new(),
        transfers: Vec::new(),
    })
}

fn expire(sim: &Shared, id: &str) -> Answer {
    let done = super::with_payment(sim, id, |payment| {
        if payment.paid_s.is_some() || payment.expired {
            let why = "Only Checkout Sessions with a status in [\"open\"] can be expired";
            return Err(invalid("", why));
        }
        payment.expired = true;
        Ok(payment.session(&sim.base, false))
    });
    done.map_or_else(missing, whole)
}

/// No such object.
pub fn missing() -> Answer {
    refused(404, "invalid_request_error", "resource_missing", "No such object")
}

fn refund(sim: &Shared, fields: Fields) -> Answer {
    let mut form = Form(fields);
    let mut read = || -> Result<(String, Moved), Answer> {
        let intent = form.take("payment_intent")?;
        let minor = form.number("amount")?;
        form.is("reason", "requested_by_customer")?;
        let metadata = form.metadata("metadata[");
        let moved =
            Moved { id: fresh("re_"), minor, at_s: now_s(sim), to: String::new(), metadata };
        Ok((intent, moved))
    };
    let (intent, moved) = match read() {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    if let Err(refused) = form.end() {
        return refused;
    }
    let found = sim.till().payments.values().find(|p| p.intent == intent).map(|p| p.id.clone());
    let Some(id) = found else { return missing() };
    let done = super::with_payment(sim, &id, |payment| {
        let left = payment.minor - payment.refunded();
        if payment.paid_s.is_none() {
            return Err(invalid("payment_intent_unexpected_state", "not paid"));
        }
        if left == 0 {
            return Err(invalid("charge_already_refunded", "already refunded"));
        }
        if moved.minor > left {
            return Err(invalid("", "Refund amount is greater than unrefunded amount on charge"));
        }
        payment.refunds.push(moved.clone());
        Ok(payment.refund(&moved))
    });
    if let Some(Ok(said)) = &done {
        super::tell(sim, &id, "refund.created", said.clone());
    }
    done.map_or_else(missing, whole)
}

fn transfer(sim: &Shared, fields: Fields) -> Answer {
    let mut form = Form(fields);
    let mut read = || -> Result<(String, Moved), Answer> {
        form.is("currency", "cny")?;
        let charge = form.take("source_transaction")?;
        let _group = form.take("transfer_group")?;
        let moved = Moved {
            id: fresh("tr_"),
            minor: form.number("amount")?,
            at_s: now_s(sim),
            to: form.take("destination")?,
            metadata: form.metadata("metadata["),
        };
        Ok((charge, moved))
    };
    let (charge, moved) = match read() {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    if let Err(refused) = form.end() {
        return refused;
    }
    if !moved.to.starts_with("acct_") {
        return invalid("resource_missing", "No such destination");
    }
    let found = sim.till().payments.values().find(|p| p.charge == charge).map(|p| p.id.clone());
    let Some(id) = found else { return missing() };
    let done = super::with_payment(sim, &id, |payment| {
        if payment.handed_on() + moved.minor > payment.minor - payment.refunded() {
            return Err(invalid("balance_insufficient", "more than is left of the charge"));
        }
        payment.transfers.push(moved.clone());
        Ok(payment.transfer(&moved))
    });
    done.map_or_else(missing, whole)
}
