//! Handing on shares (分账): receivers are added first, splits are looked at a while later, and `FINISHED` says nothing about
//! whether a receiver has anything. The ceiling of 30 % that WeChat Pay sets by default is raised for this merchant, as for
//! a marketplace; what is left over after the fee is the limit.

use super::door::{Asked, Refused, Said};
use super::order::{Order, Split};
use super::pay::{number, rfc3339_text, text};
use crate::sim::Shared;
use aws_lc_rs::rsa::OAEP_SHA1_MGF1SHA1;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::time::Duration;

const PARAM: Refused = (400, "PARAM_ERROR");
const INVALID: Refused = (400, "INVALID_REQUEST");
const ABSENT: Refused = (404, "RESOURCE_NOT_EXISTS");

/// How long after paying the first split is taken, and how long it takes, in the partner's own time.
const SPLIT_WAITS: Duration = Duration::from_secs(60);

/// Adds a receiver. Its name must come sealed for the key that the request names.
pub fn receiver(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let content = &asked.content;
    if text(content, "appid") != Some(sim.keys.wechat.appid()) {
        return Err(PARAM);
    }
    let account = account(content).ok_or(PARAM)?;
    let relation = text(content, "relation_type");
    if !matches!(relation, Some("PARTNER" | "STORE" | "SUPPLIER" | "SERVICE_PROVIDER" | "OTHERS")) {
        return Err(PARAM);
    }
    let sealed = text(content, "name").and_then(|name| STANDARD.decode(name).ok()).ok_or(PARAM)?;
    let opener = sim.keys.wechat.opener(&asked.serial).ok_or((500, "SYSTEM_ERROR"))?;
    let mut plain = vec![0; opener.min_output_size()];
    let name = opener.decrypt(&OAEP_SHA1_MGF1SHA1, &sealed, &mut plain, None).map_err(|_| PARAM)?;
    if std::str::from_utf8(name).map_or(true, |name| name.trim().is_empty()) {
        return Err(PARAM);
    }
    if !sim.orders().add_receiver(account) {
        return Err((403, "RULE_LIMIT"));
    }
    Ok(Said::Content(json!({
        "type": "MERCHANT_ID",
        "account": account,
        "relation_type": relation,
    })))
}

fn account(content: &Value) -> Option<&str> {
    let merchant = text(content, "type") == Some("MERCHANT_ID");
    text(content, "account").filter(|a| merchant && a.bytes().all(|b| b.is_ascii_digit()))
}

/// Splits a payment. A number that comes again must come with the same content, and moves nothing.
pub fn split(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let content = &asked.content;
    if text(content, "appid") != Some(sim.keys.wechat.appid()) {
        return Err(PARAM);
    }
    let split_no = number(content, "out_order_no", 1, 64).ok_or(PARAM)?;
    let transaction = text(content, "transaction_id").ok_or(PARAM)?;
    let unfreeze = content.get("unfreeze_unsplit").and_then(Value::as_bool);
    let list = content.get("receivers").and_then(Value::as_array).ok_or(PARAM)?;
    // The stand-in keeps one receiver a split; that is all the market sends.
    let ([only], Some(false)) = (list.as_slice(), unfreeze) else { return Err(PARAM) };
    let account = account(only).ok_or(PARAM)?;
    let fen = only.get("amount").and_then(Value::as_i64).filter(|f| *f > 0).ok_or(PARAM)?;
    let description = text(only, "description").filter(|d| d.len() <= 80).ok_or(PARAM)?;
    if !sim.orders().receives(account) {
        return Err(INVALID);
    }
    let fits = |order: &Order| order.transaction_id.as_deref() == Some(transaction);
    let trade = sim.orders().number_where(fits).ok_or(ABSENT)?;
    let waits = i64::try_from(sim.hasten(SPLIT_WAITS).as_millis()).unwrap_or(i64::MAX);
    let taken = sim.with_order(&trade, |order, sim| {
        let now_ms = sim.clock.now_ms();
        if let Some(before) = order.splits.iter().find(|s| s.out_order_no == split_no) {
            let same = before.account == account && before.fen == fen;
            return if same { Ok(shown(order, before, now_ms)) } else { Err(PARAM) };
        }
        let early = order.paid_ms.is_none_or(|at_ms| now_ms - at_ms < waits);
        if !order.profit_sharing || early {
            return Err(INVALID);
        }
        let left = order.total_fen - order.fee_fen() - order.refunded_fen() - order.split_fen();
        if fen > left || order.full() {
            return Err((403, "NOT_ENOUGH"));
        }
        let split = Split {
            out_order_no: split_no.to_owned(),
            order_id: format!("30{}", sim.number()),
            account: account.to_owned(),
            description: description.to_owned(),
            fen,
            at_ms: now_ms,
            done_ms: now_ms.saturating_add(waits),
        };
        order.splits.push(split.clone());
        Ok(shown(order, &split, now_ms))
    });
    Ok(Said::Content(taken.ok_or(ABSENT)??))
}

fn shown(order: &Order, split: &Split, now_ms: i64) -> Value {
    let finished = now_ms >= split.done_ms;
    let result = match (finished, split.fails()) {
        (false, _) => "PENDING",
        (true, false) => "SUCCESS",
        (true, true) => "CLOSED",
    };
    let mut receiver = json!({
        "type": "MERCHANT_ID",
        "account": split.account,
        "amount": split.fen,
        "description": split.description,
        "result": result,
        "create_time": rfc3339_text(split.at_ms),
        "detail_id": format!("36{}", split.order_id),
    });
    if finished {
        receiver["finish_time"] = json!(rfc3339_text(split.done_ms));
    }
    if result == "CLOSED" {
        receiver["fail_reason"] = json!("ACCOUNT_ABNORMAL");
    }
    json!({
        "transaction_id": order.transaction_id.clone().unwrap_or_default(),
        "out_order_no": split.out_order_no,
        "order_id": split.order_id,
        "state": if finished { "FINISHED" } else { "PROCESSING" },
        "receivers": [receiver],
    })
}

/// By the merchant's number of the split, together with the payment's.
pub fn query(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let number = asked.path.rsplit('/').next().unwrap_or_default();
    let transaction = asked.query.get("transaction_id").ok_or(PARAM)?;
    let fits = |order: &Order| order.transaction_id.as_ref() == Some(transaction);
    let trade = sim.orders().number_where(fits).ok_or(ABSENT)?;
    let order = sim.with_order(&trade, |order, _| order.clone()).ok_or(ABSENT)?;
    let split = order.splits.iter().find(|s| s.out_order_no == number).ok_or(ABSENT)?;
    Ok(Said::Content(shown(&order, split, sim.clock.now_ms())))
}
