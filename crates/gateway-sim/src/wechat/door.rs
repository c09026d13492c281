//! The door of the interface: who asks, when, never twice, and with whose signature; then the deed, and an answer signed
//! with the key that the shop expects. Refusals are not signed, so that a shop that believes too much is found out.

use super::{bill, pay, refund, split};
use crate::chance;
use crate::faults::{Fault, Struck};
use crate::sign;
use crate::sim::{Shared, Sim};
use crate::wire;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response as Answer, StatusCode, Uri, header};
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::HashMap;

/// How far the request's time may be from this one, in milliseconds.
const TIMESTAMP_MS_MAX: i64 = 5 * 60 * 1000;
/// The only way of signing.
const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// A refusal: HTTP status and code.
pub type Refused = (u16, &'static str);

/// What was asked, by whom it is known now.
pub struct Asked {
    pub path: String,
    pub query: HashMap<String, String>,
    /// The content; nothing when there is none.
    pub content: Value,
    /// The number of the key that the shop expects answers from.
    pub serial: String,
    /// Where the shop reaches this program.
    pub host: String,
}

/// What is answered.
pub enum Said {
    /// 200 with a content.
    Content(Value),
    /// 204 without one.
    Nothing,
    /// A file, unsigned.
    File(Vec<u8>),
}

/// Everything under `/v3`.
pub async fn serve(
    State(sim): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let place = place(&method, uri.path());
    let struck = sim.strike(place);
    struck.wait(Fault::Delay).await;
    if let Some(rule) = struck.by(Fault::Status) {
        return wire::status(rule.status);
    }
    if struck.is(Fault::DropRequest) {
        return wire::broken_off();
    }
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let response = match check(&sim, &method, target, &headers, &body) {
        Err(refused) => refusal(refused.0, refused.1),
        Ok(_) if struck.is(Fault::SystemError) => refusal(500, "SYSTEM_ERROR"),
        Ok(asked) => match struck.by(Fault::Refuse) {
            Some(rule) => refusal(403, &rule.code),
            None => match run(&sim, place, &asked) {
                Err(refused) => refusal(refused.0, refused.1),
                Ok(_) if struck.is(Fault::SystemErrorAfter) => refusal(500, "SYSTEM_ERROR"),
                Ok(said) => answer(&sim, said, &asked.serial, &struck),
            },
        },
    };
    struck.wait(Fault::DelayAnswer).await;
    if struck.is(Fault::DropAnswer) { wire::broken_off() } else { response }
}

/// The name of a deed, for the plan of faults. An unknown one has none.
fn place(method: &Method, path: &str) -> &'static str {
    let parts: Vec<&str> = path.trim_start_matches("/v3/").split('/').collect();
    match (method.as_str(), parts.as_slice()) {
        ("POST", ["pay", "transactions", "native"]) => "wechat.native",
        ("POST", ["pay", "transactions", "h5"]) => "wechat.h5",
        ("GET", ["pay", "transactions", "out-trade-no" | "id", _]) => "wechat.query",
        ("POST", ["pay", "transactions", "out-trade-no", _, "close"]) => "wechat.close",
        ("POST", ["refund", "domestic", "refunds"]) => "wechat.refund",
        ("GET", ["refund", "domestic", "refunds", _]) => "wechat.refund.query",
        ("GET", ["certificates"]) => "wechat.certificates",
        ("GET", ["bill", "tradebill"]) => "wechat.bill",
        ("GET", ["billdownload", "file"]) => "wechat.bill.file",
        ("POST", ["profitsharing", "receivers", "add"]) => "wechat.receiver",
        ("POST", ["profitsharing", "orders"]) => "wechat.split",
        ("GET", ["profitsharing", "orders", _]) => "wechat.split.query",
        _ => "",
    }
}

fn run(sim: &Shared, place: &str, asked: &Asked) -> Result<Said, Refused> {
    match place {
        "wechat.native" => pay::order(sim, asked, "NATIVE"),
        "wechat.h5" => pay::order(sim, asked, "MWEB"),
        "wechat.query" => pay::query(sim, asked),
        "wechat.close" => pay::close(sim, asked),
        "wechat.refund" => refund::refund(sim, asked),
        "wechat.refund.query" => refund::query(sim, asked),
        "wechat.certificates" => certificates(sim),
        "wechat.bill" => bill::named(sim, asked),
        "wechat.bill.file" => bill::file(sim, asked),
        "wechat.receiver" => split::receiver(sim, asked),
        "wechat.split" => split::split(sim, asked),
        "wechat.split.query" => split::query(sim, asked),
        _ => Err((404, "RESOURCE_NOT_EXISTS")),
    }
}

/// What is checked before any business.
fn check(
    sim: &Sim,
    method: &Method,
    target: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Asked, Refused> {
    const SIGN: Refused = (401, "SIGN_ERROR");
    const PARAM: Refused = (400, "PARAM_ERROR");
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let keys = &sim.keys.wechat;
    let said = header("authorization").and_then(credentials).ok_or(SIGN)?;
    let get = |name: &str| said.get(name).copied().filter(|v| !v.is_empty()).ok_or(SIGN);
    let (seconds, nonce) = (get("timestamp")?, get("nonce_str")?);
    if get("mchid")? != keys.mchid() || get("serial_no")? != keys.merchant_serial() {
        return Err(SIGN);
    }
    let at_ms = seconds.parse::<i64>().ok().and_then(|s| s.checked_mul(1000)).ok_or(SIGN)?;
    if (sim.clock.now_ms() - at_ms).abs() > TIMESTAMP_MS_MAX {
        return Err(SIGN);
    }
    let mut text = String::new();
    for line in [method.as_str(), target, seconds, nonce] {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(std::str::from_utf8(body).map_err(|_| PARAM)?);
    text.push('\n');
    let holds = sign::rsa2_holds(&keys.merchant_public, &text, get("signature")?);
    if !holds || nonce.len() > 32 || !sim.orders().fresh(nonce) {
        return Err(SIGN);
    }
    if header("user-agent").is_none_or(str::is_empty) || header("accept").is_none() {
        return Err((406, "PARAM_ERROR"));
    }
    let serial = header("wechatpay-serial").unwrap_or_else(|| keys.certificate_serial());
    if serial != keys.public_key_id() && serial != keys.certificate_serial() {
        return Err(PARAM);
    }
    let content = if body.is_empty() {
        Value::Null
    } else {
        let json = header("content-type").is_some_and(|t| t.starts_with("application/json"));
        let content: Option<Value> = serde_json::from_slice(body).ok();
        content.filter(|content| json && content.is_object() && !has_null(content)).ok_or(PARAM)?
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok(Asked {
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        content,
        serial: serial.to_owned(),
        host: header("host").unwrap_or_default().to_owned(),
    })
}

/// `SCHEME name="value",name="value"`: nothing else, and no name twice.
fn credentials(text: &str) -> Option<HashMap<&str, &str>> {
    let mut said = HashMap::new();
    for part in text.strip_prefix(SCHEME)?.strip_prefix(' ')?.split(',') {
        let (name, value) = part.split_once('=')?;
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        if said.insert(name, value).is_some() {
            return None;
        }
    }
    Some(said)
}

/// A member that is there but nothing is refused, as by the real one.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(members) => members.values().any(has_null),
        Value::Array(items) => items.iter().any(has_null),
        _ => false,
    }
}

fn certificates(sim: &Sim) -> Result<Said, Refused> {
    let keys = &sim.keys.wechat;
    let sealed = super::notify::seal(sim, "certificate", &keys.certificate);
    Ok(Said::Content(json!({ "data": [{
        "serial_no": keys.certificate_serial(),
        "effective_time": "2020-01-01T08:00:00+08:00",
        "expire_time": "2049-12-31T23:59:59+08:00",
        "encrypt_certificate": sealed,
    }] })))
}

fn refusal(status: u16, code: &str) -> Response {
    let body = json!({ "code": code, "message": "请求被拒绝" }).to_string();
    let mut response = wire::typed("application/json; charset=utf-8", body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    response
}

fn answer(sim: &Sim, said: Said, serial: &str, struck: &Struck) -> Response {
    let (status, body) = match said {
        Said::File(bytes) => return wire::typed("application/octet-stream", bytes),
        Said::Nothing => (StatusCode::NO_CONTENT, String::new()),
        Said::Content(mut content) => {
            if let Some(rule) = struck.by(Fault::WrongAmount) {
                for key in ["total", "refund"] {
                    if let Some(fen) = content["amount"][key].as_i64() {
                        content["amount"][key] = json!(fen + rule.fen);
                    }
                }
            }
            let odd = struck.is(Fault::OddSpacing);
            let odd = odd.then(|| serde_json::to_string_pretty(&content).unwrap_or_default());
            (StatusCode::OK, odd.unwrap_or_else(|| content.to_string()))
        }
    };
    let mut builder = Answer::builder().status(status);
    for (name, value) in signature(sim, serial, &body, struck) {
        builder = builder.header(name, value);
    }
    if !body.is_empty() {
        builder = builder.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
    }
    builder.body(Body::from(body)).unwrap_or_else(|_| wire::status(500))
}

/// The headers that say who speaks; none when the fault wants none.
pub fn signature(
    sim: &Sim,
    serial: &str,
    body: &str,
    struck: &Struck,
) -> Vec<(&'static str, String)> {
    if struck.is(Fault::NoSignature) {
        return Vec::new();
    }
    let (seconds, nonce) = (sim.clock.now_ms() / 1000, chance::token());
    let covered = if struck.is(Fault::WrongSignature) { "something else" } else { body };
    let text = format!("{seconds}\n{nonce}\n{covered}\n");
    vec![
        ("Wechatpay-Timestamp", seconds.to_string()),
        ("Wechatpay-Nonce", nonce),
        ("Wechatpay-Serial", serial.to_owned()),
        ("Wechatpay-Signature", sign::rsa2(sim.keys.wechat.voice(serial), text.as_bytes())),
        ("Wechatpay-Signature-Type", SCHEME.to_owned()),
    ]
}
