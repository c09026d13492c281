//! What the shop calls. Answers are HTTP 200 with a code inside, refusals too.

use super::parcel::{Parcel, QUERY_PAUSE_MS, key};
use super::script::Script;
use crate::faults::{Fault, Struck};
use crate::journal::Line;
use crate::sign::{Fields, md5_hex};
use crate::sim::{Shared, Sim};
use crate::wire;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::{Value, json};

/// The carriers that are known here.
const CARRIERS: [&str; 10] = [
    "shunfeng",
    "zhongtong",
    "yuantong",
    "shentong",
    "yunda",
    "jtexpress",
    "youzhengguonei",
    "ems",
    "jd",
    "debangkuaidi",
];

/// Subscribes to the journey of a parcel; it starts to play.
pub async fn subscribe(State(sim): State<Shared>, body: Bytes) -> Response {
    let shared = sim.clone();
    serve(&sim, "kuaidi100.poll", &body, move |fields| subscribed(&shared, fields)).await
}

/// Answers with the history of a parcel.
pub async fn query(State(sim): State<Shared>, body: Bytes) -> Response {
    let shared = sim.clone();
    serve(&sim, "kuaidi100.query", &body, move |fields| queried(&shared, fields)).await
}

/// The button of the front page.
pub async fn next_stop(
    State(sim): State<Shared>,
    Path((com, num)): Path<(String, String)>,
) -> Response {
    if sim.options.allow_remote || super::advance(&sim, &key(&com, &num), 1).is_none() {
        return wire::status(404);
    }
    Redirect::to("/").into_response()
}

async fn serve(
    sim: &Shared,
    place: &str,
    body: &[u8],
    work: impl FnOnce(&Fields) -> Value,
) -> Response {
    let struck = sim.strike(place);
    struck.wait(Fault::Delay).await;
    if let Some(rule) = struck.by(Fault::Status) {
        return wire::status(rule.status);
    }
    if struck.is(Fault::DropRequest) {
        return wire::broken_off();
    }
    let answer = planned(&struck).unwrap_or_else(|| {
        wire::fields(None, body).map_or_else(|| refused("400", "参数重复"), |fields| work(&fields))
    });
    struck.wait(Fault::DelayAnswer).await;
    if struck.is(Fault::DropAnswer) {
        return wire::broken_off();
    }
    wire::typed("application/json;charset=UTF-8", answer.to_string())
}

fn planned(struck: &Struck) -> Option<Value> {
    if let Some(rule) = struck.by(Fault::Refuse) {
        return Some(refused(&rule.code, "计划中的故障"));
    }
    struck.is(Fault::SystemError).then(|| refused("502", "服务器繁忙"))
}

fn refused(code: &str, message: &str) -> Value {
    json!({ "result": false, "returnCode": code, "message": message })
}

fn param(fields: &Fields) -> Option<Value> {
    let param: Value = serde_json::from_str(fields.get("param")?).ok()?;
    param.is_object().then_some(param)
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn subscribed(sim: &Shared, fields: &Fields) -> Value {
    let Some(param) = param(fields).filter(|_| fields.get("schema").is_some_and(|s| s == "json"))
    else {
        return refused("700", "订阅方的订阅数据存在错误");
    };
    if word(&param, "key") != sim.keys.tracking_key() {
        return refused("600", "您不是合法的订阅者");
    }
    let (com, num, more) = (word(&param, "company"), word(&param, "number"), &param["parameters"]);
    if !CARRIERS.contains(&com) {
        return refused("702", "识别不到该单号对应的快递公司");
    }
    let phone = word(more, "phone");
    if !number_fits(num)
        || !callback_fits(sim, word(more, "callbackurl"))
        || !phone_fits(com, phone)
    {
        return refused("700", "订阅方的订阅数据存在错误（单号、回调地址或电话）");
    }
    let now_ms = sim.clock.now_ms();
    let mut parcels = sim.parcels();
    let known = parcels.get(&key(com, num)).cloned();
    if known.as_ref().is_some_and(|p| p.callback.is_some() && !p.over()) {
        return refused("501", "重复订阅");
    }
    let mut parcel = known.unwrap_or_else(|| unseen(com, num, now_ms));
    parcel.phone = phone.to_owned();
    parcel.callback = Some(word(more, "callbackurl").to_owned());
    parcel.salt = word(more, "salt").to_owned();
    if parcels.put(parcel.clone()).is_none() {
        return refused("500", "服务器错误");
    }
    drop(parcels);
    sim.note(&Line::Parcel(parcel.clone()));
    if parcel.over() {
        super::push(sim, &parcel);
    } else {
        super::play(sim, parcel.key());
    }
    json!({ "result": true, "returnCode": "200", "message": "提交成功" })
}

/// A parcel nobody has asked for yet.
pub fn unseen(com: &str, num: &str, now_ms: i64) -> Parcel {
    Parcel {
        com: com.to_owned(),
        num: num.to_owned(),
        phone: String::new(),
        callback: None,
        salt: String::new(),
        script: Script::default(),
        created_ms: now_ms,
        nodes: Vec::new(),
        queried_ms: None,
        queried_too_soon: 0,
    }
}

fn number_fits(num: &str) -> bool {
    (6..=32).contains(&num.len()) && num.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn phone_fits(com: &str, phone: &str) -> bool {
    let digits = phone.bytes().all(|b| b.is_ascii_digit());
    let needed = matches!(com, "shunfeng" | "zhongtong");
    digits && (matches!(phone.len(), 4 | 11) || (phone.is_empty() && !needed))
}

fn callback_fits(sim: &Sim, address: &str) -> bool {
    let allowed = |url: url::Url| {
        matches!(url.scheme(), "http" | "https")
            && (sim.options.allow_remote || wire::is_loopback(&url))
    };
    address.len() <= 512 && url::Url::parse(address).is_ok_and(allowed)
}

fn queried(sim: &Shared, fields: &Fields) -> Value {
    let get = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let (customer, raw) = (get("customer"), get("param"));
    let Some(param) = param(fields).filter(|_| !customer.is_empty() && !get("sign").is_empty())
    else {
        return refused("400", "提交的数据不完整，或者贵公司没授权");
    };
    if customer != sim.keys.customer() {
        return refused("601", "POLL:KEY已过期");
    }
    if get("sign") != md5_hex(&format!("{raw}{}{customer}", sim.keys.tracking_key())) {
        return refused("503", "验证签名失败");
    }
    let (com, num) = (word(&param, "com"), word(&param, "num"));
    if !CARRIERS.contains(&com) || !number_fits(num) {
        return refused("400", "提交的数据不完整，或者贵公司没授权");
    }
    let pause_ms = QUERY_PAUSE_MS / i64::from(sim.options.speedup.max(1));
    let answer = sim.with_parcel(&key(com, num), |parcel, now_ms| {
        if parcel.queried_ms.is_some_and(|at| now_ms - at < pause_ms) {
            parcel.queried_too_soon += 1;
        }
        parcel.queried_ms = Some(now_ms);
        let last4 = |phone: &str| phone.get(phone.len().saturating_sub(4)..).map(str::to_owned);
        let guarded = matches!(com, "shunfeng" | "zhongtong");
        if guarded && last4(word(&param, "phone")) != last4(&parcel.phone) {
            return refused("408", "快递公司参数异常：验证码错误");
        }
        if parcel.nodes.is_empty() { no_result() } else { parcel.result() }
    });
    answer.unwrap_or_else(no_result)
}

fn no_result() -> Value {
    refused("500", "查询无结果，请隔段时间再查")
}
