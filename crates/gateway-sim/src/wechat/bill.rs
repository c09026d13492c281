//! The daily trade bill: named by a signed answer with its SHA-1, fetched unsigned, in yuan, every figure behind a
//! back-tick, with the sums of the day at its end.

use super::door::{Asked, Refused, Said};
use super::order::{Order, Refund, fee};
use crate::clock::{cst_text, parse_cst};
use crate::sim::{Shared, Sim};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::json;

const PARAM: Refused = (400, "PARAM_ERROR");
const DAY_MS: i64 = 86_400_000;
/// When the bill of the day before is there, in milliseconds of the day (10 o'clock).
const READY_MS: i64 = 10 * 3_600_000;
/// How long bills are kept, in days.
const KEPT_DAYS: i64 = 90;

const HEAD: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,\
    货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,\
    商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

/// Where the bill of a day is, and what its SHA-1 must be.
pub fn named(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let date = asked.query.get("bill_date").ok_or(PARAM)?;
    if asked.query.get("bill_type").is_some_and(|kind| kind != "ALL") {
        return Err(PARAM);
    }
    let bill = write(sim, date)?;
    let hash: String = digest(&SHA1_FOR_LEGACY_USE_ONLY, bill.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Said::Content(json!({
        "hash_type": "SHA1",
        "hash_value": hash,
        "download_url": format!("http://{}/v3/billdownload/file?token={date}", asked.host),
    })))
}

/// The bill itself.
pub fn file(sim: &Shared, asked: &Asked) -> Result<Said, Refused> {
    let mut bill = write(sim, asked.query.get("token").ok_or(PARAM)?)?;
    if sim.strike("wechat.bill.content").is(crate::faults::Fault::WrongAmount) {
        bill.push_str("`1");
    }
    Ok(Said::File(bill.into_bytes()))
}

fn write(sim: &Sim, date: &str) -> Result<String, Refused> {
    let begin = parse_cst(&format!("{date} 00:00:00")).ok_or(PARAM)?;
    let now_ms = sim.clock.now_ms();
    if begin + DAY_MS > now_ms || now_ms - begin > KEPT_DAYS * DAY_MS {
        return Err((400, "NO_STATEMENT_EXIST"));
    }
    if now_ms < begin + DAY_MS + READY_MS {
        return Err((400, "STATEMENT_CREATING"));
    }
    let within = |at_ms: i64| (begin..begin + DAY_MS).contains(&at_ms);
    let (mut rows, mut paid, mut back) = (Vec::new(), 0, 0);
    for order in sim.orders().after("") {
        if let Some(at_ms) = order.paid_ms.filter(|at_ms| within(*at_ms)) {
            paid += order.total_fen;
            rows.push((at_ms, row(sim, order, None)));
        }
        for refund in order.refunds.iter().filter(|refund| within(refund.at_ms)) {
            back += refund.fen;
            rows.push((refund.at_ms, row(sim, order, Some(refund))));
        }
    }
    if rows.is_empty() {
        return Err((400, "NO_STATEMENT_EXIST"));
    }
    rows.sort();
    let count = rows.len();
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    Ok(format!(
        "\u{feff}{HEAD}\r\n{}\r\n总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n\
         `{count},`{paid},`{back},`0.00,`0.00000,`{paid},`{back}\r\n",
        rows.join("\r\n"),
        paid = yuan(paid),
        back = yuan(back),
    ))
}

fn row(sim: &Sim, order: &Order, refund: Option<&Refund>) -> String {
    let keys = &sim.keys.wechat;
    let part = |fen: i64| yuan(fen);
    let (at_ms, state) = match refund {
        Some(refund) => (refund.at_ms, "REFUND"),
        None => (order.paid_ms.unwrap_or_default(), "SUCCESS"),
    };
    let (fee_fen, total) = match refund {
        Some(refund) => (-fee(refund.fen), 0),
        None => (order.fee_fen(), order.total_fen),
    };
    let back = refund.map_or(0, |refund| refund.fen);
    let cells = [
        cst_text(at_ms),
        keys.appid().to_owned(),
        keys.mchid().to_owned(),
        "0".to_owned(),
        String::new(),
        order.transaction_id.clone().unwrap_or_default(),
        order.out_trade_no.clone(),
        "o-stand-in".to_owned(),
        order.trade_type.clone(),
        state.to_owned(),
        "OTHERS".to_owned(),
        "CNY".to_owned(),
        part(total),
        part(0),
        refund.map_or("0", |refund| &refund.refund_id).to_owned(),
        refund.map_or("0", |refund| &refund.out_refund_no).to_owned(),
        part(back),
        part(0),
        refund.map_or("", |_| "ORIGINAL").to_owned(),
        refund.map_or("", |refund| refund.word(sim.clock.now_ms())).to_owned(),
        order.description.clone(),
        // A comma in a cell breaks a reader who cuts at commas alone.
        "a,b".to_owned(),
        format!("{}000", part(fee_fen)),
        "0.60%".to_owned(),
        part(total),
        part(back),
        String::new(),
    ];
    cells.map(|cell| format!("`{cell}")).join(",")
}

/// Fen as the bill writes yuan, with a sign where they go back.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}
