//! Orders: asked for, asked about, closed.

use super::door::{Asked, Refused, Said};
use super::order::{Order, Status};
use crate::chance;
use crate::clock::{cst_text, parse_cst};
use crate::sim::{Shared, Sim};
use serde_json::{Value, json};

const PARAM: Refused = (400, "PARAM_ERROR");
const ABSENT: Refused = (404, "ORDER_NOT_EXIST");

/// How long a code lives, in milliseconds (2 hours).
const CODE_MS: i64 = 2 * 3_600_000;
/// How long the address of a page for phones lives, in milliseconds (5 minutes).
const PAGE_MS: i64 = 5 * 60_000;
/// The longest time that paying may take, in milliseconds (7 days).
const EXPIRY_MS_MAX: i64 = 7 * 86_400_000;

/// A text member that is there and not empty.
pub fn text<'a>(content: &'a Value, name: &str) -> Option<&'a str> {
    content.get(name).and_then(Value::as_str).filter(|t| !t.is_empty())
}

/// A number that merchants give: 6 to so many letters, digits and few signs.
pub fn number<'a>(content: &'a Value, name: &str, least: usize, most: usize) -> Option<&'a str> {
    let good = |b: u8| b.is_ascii_alphanumeric() || b"_-|*@".contains(&b);
    text(content, name).filter(|n| (least..=most).contains(&n.len()) && n.bytes().all(good))
}

/// Whole fen of the one currency.
pub fn fen(amount: &Value, name: &str) -> Option<i64> {
    let cny = amount.get("currency").is_none_or(|c| c == "CNY");
    amount.get(name).and_then(Value::as_i64).filter(|fen| cny && *fen > 0)
}

/// `2026-12-31T23:59:59+08:00`, read letter by letter; no other zone is taken.
fn rfc3339(text: &str) -> Option<i64> {
    let local = text.strip_suffix("+08:00")?;
    let (day, time) = local.split_once('T')?;
    parse_cst(&format!("{day} {time}"))
}

/// The same, written.
pub fn rfc3339_text(at_ms: i64) -> String {
    format!("{}+08:00", cst_text(at_ms).replace(' ', "T"))
}

/// Writes down what the merchant wants to collect. The same number must come with the same content.
pub fn order(sim: &Shared, asked: &Asked, trade_type: &str) -> Result<Said, Refused> {
    let wanted = read(sim, asked, trade_type)?;
    let now_ms = sim.clock.now_ms();
    let mut orders = sim.orders();
    if let Some(known) = orders.get_mut(&wanted.out_trade_no) {
        known.pass_time(now_ms);
        match known.status {
            Status::Success | Status::Refund => return Err((400, "ORDERPAID")),
            Status::Closed => return Err((400, "ORDER_CLOSED")),
            Status::Notpay => {}
        }
        let same = known.total_fen == wanted.total_fen
            && known.description == wanted.description
            && known.trade_type == wanted.trade_type
            && known.time_expire == wanted.time_expire
            && known.notify_url == wanted.notify_url
            && known.profit_sharing == wanted.profit_sharing;
        if !same {
            return Err((403, "OUT_TRADE_NO_USED"));
        }
        known.page_until_ms = now_ms + PAGE_MS;
        let said = Ok(Said::Content(way_to_pay(sim, known)));
        sim.note(&crate::journal::Line::Order(known.clone()));
        return said;
    }
    let said = way_to_pay(sim, &wanted);
    sim.note(&crate::journal::Line::Order(wanted.clone()));
    orders.put(wanted).ok_or((500, "SYSTEM_ERROR"))?;
    Ok(Said::Content(said))
}

fn way_to_pay(sim: &Sim, order: &Order) -> Value {
    let url = format!("{}/wechat/cashier/{}", sim.base, order.token);
    if order.trade_type == "NATIVE" {
        json!({ "code_url": url })
    } else {
        json!({ "h5_url": format!("{url}?prepay_id=wx{}", order.created_ms) })
    }
}

fn read(sim: &Sim, asked: &Asked, trade_type: &str) -> Result<Order, Refused> {
    let (content, keys, now_ms) = (&asked.content, &sim.keys.wechat, sim.clock.now_ms());
    if text(content, "mchid") != Some(keys.mchid()) {
        return Err(PARAM);
    }
    if text(content, "appid") != Some(keys.appid()) {
        return Err((400, "APPID_MCHID_NOT_MATCH"));
    }
    let out_trade_no = number(content, "out_trade_no", 2, 32).ok_or(PARAM)?;
    let description = text(content, "description").filter(|d| d.chars().count() <= 127);
    let notify_url = text(content, "notify_url").filter(|url| notifiable(url)).ok_or(PARAM)?;
    let total_fen = content.get("amount").and_then(|a| fen(a, "total")).ok_or(PARAM)?;
    if trade_type == "MWEB" {
        let scene = content.get("scene_info").ok_or(PARAM)?;
        let ip = text(scene, "payer_client_ip").map(str::parse::<std::net::IpAddr>);
        let kind = scene.get("h5_info").and_then(|info| text(info, "type"));
        if !matches!(ip, Some(Ok(_))) || !matches!(kind, Some("Wap" | "iOS" | "Android")) {
            return Err(PARAM);
        }
    }
    let time_expire = text(content, "time_expire").unwrap_or_default();
    let expires_ms = match time_expire {
        "" => now_ms + CODE_MS,
        at => rfc3339(at).ok_or(PARAM)?,
    };
    if expires_ms <= now_ms || expires_ms > now_ms + EXPIRY_MS_MAX {
        return Err(PARAM);
    }
    let sharing = content.get("settle_info").and_then(|s| s.get("profit_sharing"));
    Ok(Order {
        out_trade_no: out_trade_no.to_owned(),
        transaction_id: None,
        token: chance::token(),
        trade_type: trade_type.to_owned(),
        description: description.ok_or(PARAM)?.to_owned(),
        total_fen,
        notify_url: notify_url.to_owned(),
        time_expire: time_expire.to_owned(),
        expires_ms: expires_ms.min(now_ms + CODE_MS),
        created_ms: now_ms,
        page_until_ms: now_ms + PAGE_MS,
        paid_ms: None,
        profit_sharing: sharing.is_some_and(|s| s == true),
        serial: asked.serial.clone(),
        status: Status::Notpay,
        refunds: Vec::new(),
        splits: Vec::new(),
    })
}

/// An address that may be told: no query; HTTPS, or this very machine.
fn notifiable(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| {
        let safe = url.scheme() == "https" || crate::wire::is_loopback(&url);
        safe && url.query().is_none() && url.as_str().len() <= 255
    })
}

/// By the merchant's number, or by WeChat Pay's.
pub fn query(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    if asked.query.get("mchid").map(String::as_str) != Some(sim.keys.wechat.mchid()) {
        return Err(PARAM);
    }
    let mut parts = asked.path.rsplit('/');
    let (number, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let number = match kind {
        "id" => sim
            .orders()
            .number_where(|o| o.transaction_id.as_deref() == Some(number))
            .ok_or(ABSENT)?,
        _ => number.to_owned(),
    };
    let order = sim.with_order(&number, |order, _| order.clone()).ok_or(ABSENT)?;
    Ok(Said::Content(transaction(sim, &order)))
}

/// The order as answers and notifications show it.
pub fn transaction(sim: &Sim, order: &Order) -> Value {
    let keys = &sim.keys.wechat;
    let mut shown = json!({
        "appid": keys.appid(),
        "mchid": keys.mchid(),
        "out_trade_no": order.out_trade_no,
        "trade_state": order.status.word(),
        "trade_state_desc": "演示 stand-in",
        "amount": { "total": order.total_fen, "currency": "CNY" },
    });
    if let (Some(id), Some(at_ms)) = (&order.transaction_id, order.paid_ms) {
        shown["transaction_id"] = json!(id);
        shown["trade_type"] = json!(order.trade_type);
        shown["bank_type"] = json!("OTHERS");
        shown["success_time"] = json!(rfc3339_text(at_ms));
        shown["payer"] = json!({ "openid": "o-stand-in" });
        shown["amount"]["payer_total"] = json!(order.total_fen);
        shown["amount"]["payer_currency"] = json!("CNY");
    }
    shown
}

/// Only what is not paid can be closed; closing what is closed is harmless.
pub fn close(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    if text(&asked.content, "mchid") != Some(sim.keys.wechat.mchid()) {
        return Err(PARAM);
    }
    let number = asked.path.trim_end_matches("/close").rsplit('/').next().unwrap_or_default();
    sim.with_order(number, |order, _| match order.status {
        Status::Notpay | Status::Closed => {
            order.status = Status::Closed;
            Ok(Said::Nothing)
        }
        Status::Success | Status::Refund => Err((400, "ORDERPAID")),
    })
    .ok_or(ABSENT)?
}
