//! What Alipay tells the shop by itself, and the signed way back to it.

use super::trade::{Refund, Trade, fen, yuan};
use crate::clock::cst_text;
use crate::delivery::{Notice, Sender, send};
use crate::faults::{Fault, Struck};
use crate::sign::{self, Fields};
use crate::sim::{Shared, Sim};

/// Tells how the trade stands.
pub fn payment(sim: &Shared, trade: &Trade) {
    tell(sim, trade, fields(sim, trade));
}

/// Tells that money went back: the same address, the same state, and how much in all.
pub fn refund(sim: &Shared, trade: &Trade, refund: &Refund) {
    let mut fields = fields(sim, trade);
    let mut put = |name: &str, value: String| fields.insert(name.to_owned(), value);
    put("out_biz_no", refund.out_request_no.clone());
    put("refund_fee", yuan(refund.cumulative_fen));
    put("send_back_fee", yuan(refund.fen));
    put("gmt_refund", format!("{}.000", cst_text(refund.at_ms)));
    tell(sim, trade, fields);
}

fn tell(sim: &Shared, trade: &Trade, fields: Fields) {
    if !trade.notify_url.is_empty() {
        send(sim, Sender::Alipay, &trade.out_trade_no, &trade.notify_url, fields, "");
    }
}

fn fields(sim: &Sim, trade: &Trade) -> Fields {
    let amount = yuan(trade.total_fen);
    let funds = format!("[{{\"amount\":\"{amount}\",\"fundChannel\":\"ALIPAYACCOUNT\"}}]");
    let mut fields: Fields = [
        ("notify_type", "trade_status_sync"),
        ("charset", "utf-8"),
        ("version", "1.0"),
        ("sign_type", "RSA2"),
        ("app_id", sim.keys.app_id()),
        ("auth_app_id", sim.keys.app_id()),
        ("seller_id", sim.keys.seller_id()),
        ("seller_email", "stand-in+seller@example.com"),
        ("buyer_id", "2088000000000000"),
        ("buyer_logon_id", "pay***@example.com"),
        ("out_trade_no", &trade.out_trade_no),
        ("trade_no", trade.trade_no.as_deref().unwrap_or_default()),
        ("trade_status", trade.status.word()),
        ("subject", &trade.subject),
        // Letters that break a reader who decodes twice.
        ("body", "100% 集市+stand-in %2B"),
        ("passback_params", &trade.passback_params),
        ("total_amount", &amount),
        ("fund_bill_list", &funds),
        ("gmt_create", &cst_text(trade.opened_ms.unwrap_or(trade.created_ms))),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    if let Some(at_ms) = trade.paid_ms {
        for name in ["receipt_amount", "buyer_pay_amount", "invoice_amount"] {
            fields.insert(name.to_owned(), amount.clone());
        }
        fields.insert("point_amount".to_owned(), "0.00".to_owned());
        fields.insert("gmt_payment".to_owned(), cst_text(at_ms));
    }
    if let Some(at_ms) = trade.closed_ms {
        fields.insert("gmt_close".to_owned(), cst_text(at_ms));
    }
    fields
}

/// The notification as it goes out now: with its id, its time and its signature, and with what goes wrong.
pub fn sealed(sim: &Sim, notice: &Notice, struck: &Struck) -> Fields {
    let mut fields = notice.fields.clone();
    fields.insert("notify_id".to_owned(), notice.id.clone());
    fields.insert("notify_time".to_owned(), cst_text(sim.clock.now_ms()));
    if let Some(rule) = struck.by(Fault::WrongAmount) {
        let told = fields.get("total_amount").and_then(|text| fen(text)).unwrap_or_default();
        fields.insert("total_amount".to_owned(), yuan(told + rule.fen));
    }
    if struck.is(Fault::OtherApp) {
        fields.insert("app_id".to_owned(), "2021000000000000".to_owned());
    }
    let mut text = sign::alipay_text(&fields, &["sign", "sign_type"]);
    if struck.is(Fault::WrongSignature) {
        text.push('!');
    }
    if !struck.is(Fault::NoSignature) {
        fields.insert("sign".to_owned(), sign::rsa2(&sim.keys.alipay, &text));
    }
    // Empty values travel too; they are only left out of the signed text.
    fields
}

/// Where the browser goes after paying: the shop's own address with signed parameters. It proves nothing.
pub fn way_back(sim: &Sim, trade: &Trade) -> Option<String> {
    let mut url = url::Url::parse(&trade.return_url).ok()?;
    let mut fields: Fields = [
        ("charset", "utf-8"),
        ("version", "1.0"),
        ("sign_type", "RSA2"),
        ("app_id", sim.keys.app_id()),
        ("auth_app_id", sim.keys.app_id()),
        ("seller_id", sim.keys.seller_id()),
        ("method", &format!("{}.return", trade.method)),
        ("out_trade_no", &trade.out_trade_no),
        ("trade_no", trade.trade_no.as_deref().unwrap_or_default()),
        ("total_amount", &yuan(trade.total_fen)),
        ("timestamp", &cst_text(sim.clock.now_ms())),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let sign = sign::rsa2(&sim.keys.alipay, sign::alipay_text(&fields, &["sign", "sign_type"]));
    fields.insert("sign".to_owned(), sign);
    url.query_pairs_mut().extend_pairs(&fields);
    Some(url.into())
}
