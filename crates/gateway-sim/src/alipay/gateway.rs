//! `gateway.do`: who asks, when, and with whose signature, in the gateway's own order; then the method.

use super::methods::{self, Reply};
use super::page;
use crate::clock::parse_cst;
use crate::faults::{Fault, Struck};
use crate::sign::{self, Fields};
use crate::sim::{Shared, Sim};
use crate::wire;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};

/// How far the request's time may be from the gateway's, in milliseconds.
const TIMESTAMP_MS_MAX: i64 = 10 * 60 * 1000;

/// A request in the query: how a browser is sent to a page.
pub async fn by_get(State(sim): State<Shared>, RawQuery(query): RawQuery) -> Response {
    serve(sim, query, Bytes::new()).await
}

/// A request in the form, with or without public parameters in the query.
pub async fn by_post(
    State(sim): State<Shared>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    serve(sim, query, body).await
}

async fn serve(sim: Shared, query: Option<String>, body: Bytes) -> Response {
    let Some(fields) = wire::fields(query.as_deref(), &body) else {
        let refused = Reply::refused("40002", "isv.invalid-parameter", "a parameter comes twice");
        return answer(&sim, "", refused, &Struck::default(), false);
    };
    let method = fields.get("method").cloned().unwrap_or_default();
    let struck = sim.strike(&method);
    struck.wait(Fault::Delay).await;
    if let Some(rule) = struck.by(Fault::Status) {
        return wire::status(rule.status);
    }
    if struck.is(Fault::DropRequest) {
        return wire::broken_off();
    }
    let browser = matches!(method.as_str(), "alipay.trade.page.pay" | "alipay.trade.wap.pay");
    let response = match check(&sim, &fields) {
        Err(refused) if browser => page::refusal(&refused),
        Err(refused) => answer(&sim, &method, refused, &struck, false),
        Ok(biz) if browser => match methods::register(&sim, &method, &fields, &biz) {
            Ok(trade) => page::go_to(&trade.token),
            Err(refused) => page::refusal(&refused),
        },
        Ok(biz) => {
            answer(&sim, &method, handle(&sim, &method, &fields, &biz, &struck), &struck, true)
        }
    };
    struck.wait(Fault::DelayAnswer).await;
    if struck.is(Fault::DropAnswer) { wire::broken_off() } else { response }
}

/// What the gateway checks before any business: application, time, signature, shape.
fn check(sim: &Sim, fields: &Fields) -> Result<Value, Reply> {
    let get = |name: &str| fields.get(name).map(String::as_str).filter(|v| !v.is_empty());
    let missing = |code| Reply::refused("40001", code, "缺少必选参数");
    let invalid = |code| Reply::refused("40002", code, "非法的参数");
    let app_id = get("app_id").ok_or_else(|| missing("isv.missing-app-id"))?;
    let method = get("method").ok_or_else(|| missing("isv.missing-method"))?;
    let sign_type = get("sign_type").ok_or_else(|| missing("isv.missing-signature-type"))?;
    let timestamp = get("timestamp").ok_or_else(|| missing("isv.missing-timestamp"))?;
    let version = get("version").ok_or_else(|| missing("isv.missing-version"))?;
    if app_id != sim.keys.app_id() {
        return Err(invalid("isv.invalid-app-id"));
    }
    let at_ms = parse_cst(timestamp).ok_or_else(|| invalid("isv.invalid-timestamp"))?;
    if (sim.clock.now_ms() - at_ms).abs() > TIMESTAMP_MS_MAX {
        return Err(invalid("isv.invalid-timestamp"));
    }
    if sign_type != "RSA2" {
        return Err(invalid("isv.invalid-signature-type"));
    }
    let signature = get("sign").ok_or_else(|| missing("isv.missing-signature"))?;
    let text = sign::alipay_text(fields, &["sign"]);
    if !sign::rsa2_holds(&sim.keys.app_public, &text, signature) {
        return Err(invalid("isv.invalid-signature"));
    }
    if version != "1.0" {
        return Err(invalid("isv.invalid-version"));
    }
    if !get("charset").is_some_and(|c| c.eq_ignore_ascii_case("utf-8")) {
        return Err(invalid("isv.invalid-charset"));
    }
    if get("format").is_some_and(|f| f != "JSON") {
        return Err(invalid("isv.invalid-format"));
    }
    if !methods::KNOWN.contains(&method) {
        return Err(invalid("isv.invalid-method"));
    }
    let content = get("biz_content").ok_or_else(|| missing("isv.missing-parameter"))?;
    let biz: Option<Value> = serde_json::from_str(content).ok();
    biz.filter(Value::is_object).ok_or_else(|| Reply::business("ACQ.INVALID_PARAMETER"))
}

fn handle(sim: &Shared, method: &str, fields: &Fields, biz: &Value, struck: &Struck) -> Reply {
    if struck.is(Fault::SystemError) {
        return Reply::business("ACQ.SYSTEM_ERROR");
    }
    if let Some(rule) = struck.by(Fault::Refuse) {
        return Reply::business(&rule.code);
    }
    let reply = methods::run(sim, method, fields, biz);
    if struck.is(Fault::SystemErrorAfter) {
        return Reply::refused("20000", "isp.unknow-error", "系统繁忙");
    }
    reply
}

/// Writes the answer and signs exactly what was written. Refusals from before the signature check are not signed.
fn answer(sim: &Sim, method: &str, reply: Reply, struck: &Struck, signed: bool) -> Response {
    let name = if methods::KNOWN.contains(&method) {
        format!("{}_response", method.replace('.', "_"))
    } else {
        "error_response".to_owned()
    };
    let odd = struck.is(Fault::OddSpacing);
    let mut body = reply.body;
    if let (Some(rule), true) = (struck.by(Fault::WrongAmount), body["total_amount"].is_string()) {
        let told = super::trade::fen(body["total_amount"].as_str().unwrap_or_default());
        body["total_amount"] = json!(super::yuan(told.unwrap_or(0) + rule.fen));
    }
    let inner = if odd {
        serde_json::to_string_pretty(&body).unwrap_or_default()
    } else {
        body.to_string()
    };
    let covered =
        if struck.is(Fault::EscapedSlash) { inner.replace('/', "\\/") } else { inner.clone() };
    let covered = if struck.is(Fault::WrongSignature) { "something else" } else { &covered };
    let text = if !signed || struck.is(Fault::NoSignature) {
        format!("{{\"{name}\":{inner}}}")
    } else {
        let sign = sign::rsa2(&sim.keys.alipay, covered);
        let gap = if odd { " \n " } else { "" };
        format!("{{{gap}\"{name}\"{gap}:{gap}{inner}{gap},{gap}\"sign\":\"{sign}\"{gap}}}")
    };
    // The real gateway calls its JSON a web page, and an error is 200 too.
    wire::typed("text/html;charset=utf-8", text)
}
