//! The methods behind the gateway. Each reads its business content strictly and answers in Alipay's codes.

use super::notify;
use super::trade::{Refunded, Status, Trade, fen, fresh_token, yuan};
use crate::clock::{cst_text, parse_cst};
use crate::sign::Fields;
use crate::sim::{Shared, Sim};
use crate::wire;
use serde_json::{Value, json};

/// What this gateway can do.
pub const KNOWN: [&str; 8] = [
    "alipay.trade.page.pay",
    "alipay.trade.wap.pay",
    "alipay.trade.precreate",
    "alipay.trade.query",
    "alipay.trade.close",
    "alipay.trade.refund",
    "alipay.trade.fastpay.refund.query",
    "alipay.data.dataservice.bill.downloadurl.query",
];

/// The longest time that paying may take, in milliseconds (15 days).
const EXPIRY_MS_MAX: i64 = 15 * 86_400_000;
/// How long a precreated code lives when nothing is said, in milliseconds (2 hours).
const CODE_MS: i64 = 2 * 3_600_000;
/// How long after paying money can go back, in milliseconds (12 months).
const REFUND_MS_MAX: i64 = 365 * 86_400_000;

/// The inner object of an answer.
pub struct Reply {
    /// As it will be written.
    pub body: Value,
}

impl Reply {
    /// Handled.
    fn done(mut body: Value) -> Self {
        body["code"] = json!("10000");
        body["msg"] = json!("Success");
        Self { body }
    }

    /// Refused by the gateway.
    pub fn refused(code: &str, sub_code: &str, sub_msg: &str) -> Self {
        let msg = match code {
            "20000" => "Service Currently Unavailable",
            "40001" => "Missing Required Arguments",
            "40002" => "Invalid Arguments",
            _ => "Business Failed",
        };
        Self { body: json!({ "code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg }) }
    }

    /// Refused by the business.
    pub fn business(sub_code: &str) -> Self {
        Self::refused("40004", sub_code, "业务处理失败")
    }
}

impl From<&'static str> for Reply {
    fn from(sub_code: &'static str) -> Self {
        Self::business(sub_code)
    }
}

/// Runs a method that answers with data.
pub fn run(sim: &Shared, method: &str, fields: &Fields, biz: &Value) -> Reply {
    let answer = match method {
        "alipay.trade.precreate" => precreate(sim, method, fields, biz),
        "alipay.trade.query" => query(sim, biz),
        "alipay.trade.close" => close(sim, biz),
        "alipay.trade.refund" => refund(sim, biz),
        "alipay.data.dataservice.bill.downloadurl.query" => bill_address(sim, biz),
        _ => refund_query(sim, biz),
    };
    answer.unwrap_or_else(|refused| refused)
}

fn text<'a>(biz: &'a Value, name: &str) -> Option<&'a str> {
    biz.get(name).and_then(Value::as_str).filter(|t| !t.is_empty())
}

fn invalid() -> Reply {
    Reply::business("ACQ.INVALID_PARAMETER")
}

/// Writes down what the merchant wants to collect. The same number must come with the same content.
pub fn register(sim: &Sim, method: &str, fields: &Fields, biz: &Value) -> Result<Trade, Reply> {
    let asked = read(sim, method, fields, biz)?;
    let mut book = sim.book();
    if let Some(known) = book.get_mut(&asked.out_trade_no) {
        known.pass_time(sim.clock.now_ms());
        match known.status {
            Status::TradeSuccess | Status::TradeFinished => {
                return Err("ACQ.TRADE_HAS_SUCCESS".into());
            }
            Status::TradeClosed => return Err("ACQ.TRADE_HAS_CLOSE".into()),
            Status::Unopened | Status::WaitBuyerPay => {}
        }
        if known.total_fen != asked.total_fen || known.subject != asked.subject {
            return Err("ACQ.CONTEXT_INCONSISTENT".into());
        }
        return Ok(known.clone());
    }
    book.put(asked.clone()).ok_or_else(|| Reply::business("ACQ.SYSTEM_ERROR"))?;
    sim.note(&crate::journal::Line::Trade(asked.clone()));
    Ok(asked)
}

fn read(sim: &Sim, method: &str, fields: &Fields, biz: &Value) -> Result<Trade, Reply> {
    let number = text(biz, "out_trade_no").ok_or_else(invalid)?;
    let letters = number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if number.len() > 64 || !letters {
        return Err(invalid());
    }
    let total_fen = text(biz, "total_amount").and_then(fen).ok_or_else(invalid)?;
    let subject = text(biz, "subject").ok_or_else(invalid)?;
    if subject.len() > 256 || subject.contains(['/', '=', '&']) {
        return Err(invalid());
    }
    let product = text(biz, "product_code");
    let fits = match method {
        "alipay.trade.page.pay" => product == Some("FAST_INSTANT_TRADE_PAY"),
        "alipay.trade.wap.pay" => product == Some("QUICK_WAP_WAY"),
        _ => matches!(product, None | Some("QR_CODE_OFFLINE" | "FACE_TO_FACE_PAYMENT")),
    };
    let address = |name: &str| -> Result<String, Reply> {
        let url = fields.get(name).cloned().unwrap_or_default();
        let web = |u: url::Url| matches!(u.scheme(), "http" | "https");
        let good = url.is_empty() || url.len() <= 256 && url::Url::parse(&url).is_ok_and(web);
        if good { Ok(url) } else { Err(invalid()) }
    };
    let passback_params = text(biz, "passback_params").unwrap_or_default();
    if !fits || passback_params.len() > 512 {
        return Err(invalid());
    }
    Ok(Trade {
        out_trade_no: number.to_owned(),
        trade_no: None,
        token: fresh_token(),
        method: method.to_owned(),
        total_fen,
        subject: subject.to_owned(),
        notify_url: address("notify_url")?,
        return_url: address("return_url")?,
        passback_params: passback_params.to_owned(),
        expires_ms: expiry(sim.clock.now_ms(), method, biz)?,
        created_ms: sim.clock.now_ms(),
        opened_ms: None,
        paid_ms: None,
        closed_ms: None,
        status: Status::Unopened,
        refunds: Vec::new(),
    })
}

/// `time_expire` wins over `timeout_express`; a code lives two hours at most before somebody scans it.
fn expiry(now_ms: i64, method: &str, biz: &Value) -> Result<i64, Reply> {
    let longest = now_ms + EXPIRY_MS_MAX;
    let at = match (text(biz, "time_expire"), text(biz, "timeout_express")) {
        (Some(at), _) => parse_cst(at).ok_or_else(invalid)?,
        (None, Some(span)) => now_ms + span_ms(span).ok_or_else(invalid)?,
        (None, None) => longest,
    };
    if at <= now_ms || at > longest {
        return Err(invalid());
    }
    let code = method == "alipay.trade.precreate";
    Ok(if code { at.min(now_ms + CODE_MS) } else { at })
}

fn span_ms(span: &str) -> Option<i64> {
    let unit = span.chars().last()?;
    let count: i64 = span[..span.len() - unit.len_utf8()].parse().ok().filter(|n| *n > 0)?;
    let ms = match unit {
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => return None,
    };
    count.checked_mul(ms)
}

fn precreate(sim: &Shared, method: &str, fields: &Fields, biz: &Value) -> Result<Reply, Reply> {
    let trade = register(sim, method, fields, biz)?;
    let code = format!("{}/cashier/{}", sim.base, trade.token);
    Ok(Reply::done(json!({ "out_trade_no": trade.out_trade_no, "qr_code": code })))
}

/// Runs `work` on the trade that `biz` names. Alipay's own number wins; a trade that nobody opened does not exist.
fn on_trade<T>(
    sim: &Sim,
    biz: &Value,
    work: impl FnOnce(&mut Trade, i64) -> Result<T, Reply>,
) -> Result<T, Reply> {
    let absent = || Reply::business("ACQ.TRADE_NOT_EXIST");
    let number = match (text(biz, "trade_no"), text(biz, "out_trade_no")) {
        (Some(trade_no), _) => sim.book().number_of_trade_no(trade_no).ok_or_else(absent)?,
        (None, Some(number)) => number.to_owned(),
        (None, None) => return Err(invalid()),
    };
    if sim.book().get_mut(&number).is_none() {
        super::past::learn(sim);
    }
    sim.with_trade(&number, |trade, sim| {
        if trade.status == Status::Unopened {
            return Err(absent());
        }
        work(trade, sim.clock.now_ms())
    })
    .ok_or_else(absent)?
}

fn query(sim: &Shared, biz: &Value) -> Result<Reply, Reply> {
    let trade = on_trade(sim, biz, |trade, _| Ok(trade.clone()))?;
    let paid = trade.paid_ms.is_some();
    let mut body = json!({
        "trade_no": trade.trade_no,
        "out_trade_no": trade.out_trade_no,
        "buyer_logon_id": "pay***@example.com",
        "trade_status": trade.status.word(),
        "total_amount": yuan(trade.total_fen),
        "receipt_amount": yuan(if paid { trade.total_fen } else { 0 }),
        "buyer_pay_amount": yuan(if paid { trade.total_fen } else { 0 }),
        "invoice_amount": yuan(if paid { trade.total_fen } else { 0 }),
        "point_amount": "0.00",
        "store_name": "集市/stand-in",
    });
    if let Some(at_ms) = trade.paid_ms {
        body["send_pay_date"] = json!(cst_text(at_ms));
    }
    Ok(Reply::done(body))
}

fn close(sim: &Shared, biz: &Value) -> Result<Reply, Reply> {
    let trade = on_trade(sim, biz, |trade, now_ms| {
        trade.close(now_ms)?;
        Ok(trade.clone())
    })?;
    Ok(Reply::done(json!({ "trade_no": trade.trade_no, "out_trade_no": trade.out_trade_no })))
}

fn refund(sim: &Shared, biz: &Value) -> Result<Reply, Reply> {
    let amount = text(biz, "refund_amount").and_then(fen).ok_or_else(invalid)?;
    let reason = text(biz, "refund_reason").unwrap_or_default();
    if reason.len() > 256 || text(biz, "out_request_no").is_some_and(|n| n.len() > 64) {
        return Err(invalid());
    }
    let (trade, done) = on_trade(sim, biz, |trade, now_ms| {
        if trade.paid_ms.is_some_and(|at| now_ms - at > REFUND_MS_MAX) {
            return Err("ACQ.TRADE_NOT_ALLOW_REFUND".into());
        }
        // Without a number of its own only the whole can go back, and it carries the trade's number.
        let number = match text(biz, "out_request_no") {
            Some(number) => number.to_owned(),
            None if amount == trade.total_fen => trade.out_trade_no.clone(),
            None => return Err(invalid()),
        };
        let done = trade.refund(&number, amount, reason, now_ms)?;
        Ok((trade.clone(), done))
    })?;
    let moved = matches!(done, Refunded::Moved(_));
    let mut body = json!({
        "trade_no": trade.trade_no,
        "out_trade_no": trade.out_trade_no,
        "buyer_logon_id": "pay***@example.com",
        "fund_change": if moved { "Y" } else { "N" },
        "refund_fee": yuan(trade.refunded_fen()),
        "send_back_fee": yuan(if moved { amount } else { 0 }),
    });
    if let Refunded::Moved(refund) = &done {
        body["gmt_refund_pay"] = json!(cst_text(refund.at_ms));
        // A full refund closes the trade, and closing tells nobody unless the merchant has asked for it.
        if trade.status == Status::TradeSuccess {
            notify::refund(sim, &trade, refund);
        }
    }
    Ok(Reply::done(body))
}

fn bill_address(sim: &Shared, biz: &Value) -> Result<Reply, Reply> {
    let kind = text(biz, "bill_type").filter(|kind| *kind == "trade");
    let date = text(biz, "bill_date").ok_or_else(invalid)?;
    let day = kind.and(parse_cst(&format!("{date} 00:00:00"))).ok_or_else(invalid)?;
    let address = super::bill::address(sim, day).ok_or("isp.bill_not_exist")?;
    Ok(Reply::done(json!({ "bill_download_url": address })))
}

fn refund_query(sim: &Shared, biz: &Value) -> Result<Reply, Reply> {
    let number = text(biz, "out_request_no").ok_or_else(invalid)?.to_owned();
    let trade = on_trade(sim, biz, |trade, _| Ok(trade.clone()))?;
    let Some(refund) = trade.refunds.iter().find(|r| r.out_request_no == number) else {
        // Alipay says "handled" here too; what is missing is the status.
        return Ok(Reply::done(json!({})));
    };
    Ok(Reply::done(json!({
        "trade_no": trade.trade_no,
        "out_trade_no": trade.out_trade_no,
        "out_request_no": refund.out_request_no,
        "total_amount": yuan(trade.total_fen),
        "refund_amount": yuan(refund.fen),
        "refund_status": "REFUND_SUCCESS",
        "gmt_refund_pay": cst_text(refund.at_ms),
    })))
}

/// Whether the stand-in may call this address; told on the page, so that nobody waits for a message that cannot come.
pub fn reachable(sim: &Sim, address: &str) -> bool {
    sim.options.allow_remote || url::Url::parse(address).is_ok_and(|url| wire::is_loopback(&url))
}
