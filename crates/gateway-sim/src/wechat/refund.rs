//! Money that goes back: taken up at once, with the payer a while later, and told then.

use super::door::{Asked, Refused, Said};
use super::notify;
use super::order::{Order, Refund, Status};
use super::pay::{fen, number, rfc3339_text, text};
use crate::sim::{Shared, Sim};
use serde_json::{Value, json};
use std::time::Duration;

const PARAM: Refused = (400, "PARAM_ERROR");
const INVALID: Refused = (400, "INVALID_REQUEST");
const ABSENT: Refused = (404, "RESOURCE_NOT_EXISTS");

/// How long a refund takes, in the partner's own time.
const REFUND_TAKES: Duration = Duration::from_secs(60);
/// How long after paying money can go back, in milliseconds (a year).
const REFUND_MS_MAX: i64 = 365 * 86_400_000;

/// Gives money back. A number that comes again must come with the same content, and moves nothing.
pub fn refund(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let content = &asked.content;
    let refund_no = number(content, "out_refund_no", 1, 64).ok_or(PARAM)?;
    let amount = content.get("amount").filter(|a| a.get("currency").is_some()).ok_or(PARAM)?;
    let (back, total) = (fen(amount, "refund").ok_or(PARAM)?, fen(amount, "total").ok_or(PARAM)?);
    let reason = text(content, "reason").unwrap_or_default();
    if reason.len() > 80 {
        return Err(PARAM);
    }
    let trade = match (text(content, "transaction_id"), text(content, "out_trade_no")) {
        (Some(id), None) => {
            sim.orders().number_where(|o| o.transaction_id.as_deref() == Some(id)).ok_or(ABSENT)?
        }
        (None, Some(number)) => number.to_owned(),
        _ => return Err(PARAM),
    };
    let owner =
        sim.orders().number_where(|o| o.refunds.iter().any(|r| r.out_refund_no == refund_no));
    if owner.is_some_and(|owner| owner != trade) {
        return Err(INVALID);
    }
    let taken = sim.with_order(&trade, |order, sim| {
        if let Some(before) = order.refunds.iter().find(|r| r.out_refund_no == refund_no) {
            let same = before.fen == back && total == order.total_fen && before.reason == reason;
            return if same { Ok((order.clone(), before.clone(), false)) } else { Err(INVALID) };
        }
        allowed(order, back, total, sim.clock.now_ms())?;
        let now_ms = sim.clock.now_ms();
        let takes = i64::try_from(sim.hasten(REFUND_TAKES).as_millis()).unwrap_or(i64::MAX);
        let refund = Refund {
            out_refund_no: refund_no.to_owned(),
            refund_id: format!("50{}", sim.number()),
            fen: back,
            reason: reason.to_owned(),
            at_ms: now_ms,
            done_ms: now_ms.saturating_add(takes),
        };
        order.refunds.push(refund.clone());
        order.status = Status::Refund;
        Ok((order.clone(), refund, true))
    });
    let (order, refund, fresh) = taken.ok_or(ABSENT)??;
    if fresh {
        let (shared, order, refund) = (sim.clone(), order.clone(), refund.clone());
        sim.spawn(async move {
            tokio::time::sleep(shared.hasten(REFUND_TAKES)).await;
            notify::refund(&shared, &order, &refund);
        });
    }
    Ok(Said::Content(shown(&order, &refund, sim.clock.now_ms())))
}

fn allowed(order: &Order, back: i64, total: i64, now_ms: i64) -> Result<(), Refused> {
    let Some(paid_ms) = order.paid_ms else { return Err(INVALID) };
    if total != order.total_fen || back > total {
        return Err(PARAM);
    }
    let over = order.refunded_fen() + back > order.total_fen;
    if over || order.full() || now_ms - paid_ms > REFUND_MS_MAX {
        return Err(INVALID);
    }
    // What was handed on is not there any more.
    if order.refunded_fen() + back + order.split_fen() > order.total_fen {
        return Err((403, "NOT_ENOUGH"));
    }
    Ok(())
}

fn shown(order: &Order, refund: &Refund, now_ms: i64) -> Value {
    let status = refund.word(now_ms);
    let mut shown = json!({
        "refund_id": refund.refund_id,
        "out_refund_no": refund.out_refund_no,
        "transaction_id": order.transaction_id.clone().unwrap_or_default(),
        "out_trade_no": order.out_trade_no,
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": rfc3339_text(refund.at_ms),
        "status": status,
        "funds_account": "AVAILABLE",
        "amount": {
            "total": order.total_fen,
            "refund": refund.fen,
            "payer_total": order.total_fen,
            "payer_refund": refund.fen,
            "settlement_total": order.total_fen,
            "settlement_refund": refund.fen,
            "discount_refund": 0,
            "currency": "CNY",
        },
    });
    if status == "SUCCESS" {
        shown["success_time"] = json!(rfc3339_text(refund.done_ms));
    }
    shown
}

/// By the merchant's number of the refund.
pub fn query(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let number = asked.path.rsplit('/').next().unwrap_or_default();
    let trade = sim.orders().number_where(|o| o.refunds.iter().any(|r| r.out_refund_no == number));
    let order = trade.and_then(|trade| sim.with_order(&trade, |order, _| order.clone()));
    let order = order.ok_or(ABSENT)?;
    let refund = order.refunds.iter().find(|r| r.out_refund_no == number).ok_or(ABSENT)?;
    Ok(Said::Content(shown(&order, refund, sim.clock.now_ms())))
}

/// What a notification says of it.
pub fn told(sim: &Sim, order: &Order, refund: &Refund) -> Value {
    json!({
        "mchid": sim.keys.wechat.mchid(),
        "transaction_id": order.transaction_id.clone().unwrap_or_default(),
        "out_trade_no": order.out_trade_no,
        "refund_id": refund.refund_id,
        "out_refund_no": refund.out_refund_no,
        "refund_status": "SUCCESS",
        "success_time": rfc3339_text(refund.done_ms),
        "user_received_account": "支付用户零钱",
        "amount": {
            "total": order.total_fen,
            "refund": refund.fen,
            "payer_total": order.total_fen,
            "payer_refund": refund.fen,
        },
    })
}
