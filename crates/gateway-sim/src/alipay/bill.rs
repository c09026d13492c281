//! The daily bill, written from this stand-in's own ledger in Alipay's form: GBK, remarks around a table, sums below it. It
//! is there from nine in the morning of the next day, and the address of it dies after thirty seconds.

use super::archive;
use super::trade::{Trade, fresh_token, yuan};
use crate::clock::cst_text;
use crate::faults::Fault;
use crate::sim::{Shared, Sim};
use crate::wire;
use axum::extract::{Path, State};
use axum::response::Response;
use std::collections::HashMap;

const DAY_MS: i64 = 86_400_000;
/// When the bill of a day is there, after the day's beginning: at nine of the next.
const READY_MS: i64 = DAY_MS + 9 * 3_600_000;
/// How long an address lives.
const ADDRESS_MS: i64 = 30_000;
/// What Alipay keeps, in ten-thousandths.
const FEE_RATE: i64 = 60;
/// How many lines a bill has at most.
const LINES_MAX: usize = 200_000;

const HEADER: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,\
    对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,\
    券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

/// The addresses that were told: the day's beginning, and when each was told.
#[derive(Default)]
pub struct Bills(HashMap<String, (i64, i64)>);

/// An address for the bill of the day that begins then; `None` while there is no bill, and on a day without business.
pub fn address(sim: &Sim, day_ms: i64) -> Option<String> {
    super::past::learn(sim);
    let now_ms = sim.clock.now_ms();
    if now_ms < day_ms + READY_MS || lines(sim, day_ms).is_empty() {
        return None;
    }
    let token = fresh_token();
    let mut bills = sim.bills();
    bills.0.retain(|_, (_, told_ms)| now_ms - *told_ms <= ADDRESS_MS);
    bills.0.insert(token.clone(), (day_ms, now_ms));
    Some(format!("{}/bill/{token}", sim.base))
}

/// `GET /bill/{token}`.
pub async fn download(State(sim): State<Shared>, Path(token): Path<String>) -> Response {
    let struck = sim.strike("alipay.bill");
    struck.wait(Fault::Delay).await;
    if let Some(rule) = struck.by(Fault::Status) {
        return wire::status(rule.status);
    }
    if struck.is(Fault::DropRequest) || struck.is(Fault::DropAnswer) {
        return wire::broken_off();
    }
    let told = sim.bills().0.get(&token).copied();
    let alive = told.filter(|(_, told_ms)| sim.clock.now_ms() - told_ms <= ADDRESS_MS);
    let Some((day_ms, _)) = alive else { return wire::status(403) };
    let lines = faulty(&sim, lines(&sim, day_ms));
    let day = cst_text(day_ms).get(..10).unwrap_or_default().replace('-', "");
    let head = format!("{}_{day}_业务明细", sim.keys.app_id());
    let text = table(&sim, day_ms, &lines);
    let (details, _, _) = encoding_rs::GBK.encode(&text);
    let sums = format!("#支付宝业务汇总查询\r\n#导出时间：[{}]\r\n", cst_text(sim.clock.now_ms()));
    let (sums, _, _) = encoding_rs::GBK.encode(&sums);
    let files = [(&*format!("{head}(汇总).csv"), &*sums), (&*format!("{head}.csv"), &*details)];
    archive::write(&files)
        .map_or_else(|| wire::status(500), |bytes| wire::typed("application/octet-stream", bytes))
}

/// A line before it is written: refunds below nothing, fees as the payee loses them.
#[derive(Clone)]
struct Line {
    trade_no: String,
    out_trade_no: String,
    request_no: String,
    subject: String,
    created_ms: i64,
    at_ms: i64,
    fen: i64,
    fee_fen: i64,
}

/// What the ledger has of a day, in the order in which it happened.
fn lines(sim: &Sim, day_ms: i64) -> Vec<Line> {
    let of_day = |at_ms: &i64| (day_ms..day_ms + DAY_MS).contains(at_ms);
    let mut found = Vec::new();
    for trade in sim.book().after("") {
        if let Some(at_ms) = trade.paid_ms.filter(of_day) {
            found.push(line(trade, "", trade.total_fen, at_ms));
        }
        for refund in trade.refunds.iter().filter(|r| of_day(&r.at_ms)) {
            found.push(line(trade, &refund.out_request_no, -refund.fen, refund.at_ms));
        }
    }
    found.sort_by(|a, b| (a.at_ms, &a.out_trade_no).cmp(&(b.at_ms, &b.out_trade_no)));
    found.truncate(LINES_MAX);
    found
}

fn line(trade: &Trade, request_no: &str, fen: i64, at_ms: i64) -> Line {
    Line {
        trade_no: trade.trade_no.clone().unwrap_or_default(),
        out_trade_no: trade.out_trade_no.clone(),
        request_no: request_no.to_owned(),
        subject: trade.subject.clone(),
        created_ms: trade.created_ms,
        at_ms,
        fen,
        fee_fen: -((fen.abs() * FEE_RATE + 5_000) / 10_000) * fen.signum(),
    }
}

/// What goes wrong with lines: one is left out, tells another amount, stands twice, or has a stranger beside it.
fn faulty(sim: &Sim, lines: Vec<Line>) -> Vec<Line> {
    let mut told = Vec::new();
    for mut line in lines {
        let struck = sim.strike("alipay.bill.line");
        if struck.is(Fault::Stranger) {
            let number = sim.number();
            told.push(Line { trade_no: number.clone(), out_trade_no: number, ..line.clone() });
        }
        if struck.is(Fault::Never) {
            continue;
        }
        if let Some(rule) = struck.by(Fault::WrongAmount) {
            line.fen += rule.fen * line.fen.signum();
        }
        for _ in 0..struck.by(Fault::Duplicate).map_or(0, |rule| rule.n) {
            told.push(line.clone());
        }
        told.push(line);
    }
    told
}

/// Fen that may be below nothing.
fn signed(fen: i64) -> String {
    format!("{}{}", if fen < 0 { "-" } else { "" }, yuan(fen.abs()))
}

fn table(sim: &Sim, day_ms: i64, lines: &[Line]) -> String {
    let chinese = |ms: i64| {
        let text = cst_text(ms);
        let (date, time) = text.split_once(' ').unwrap_or_default();
        let mut parts = date.split('-');
        let mut next = || parts.next().unwrap_or_default();
        format!("[{}年{}月{}日 {time}]", next(), next(), next())
    };
    let rule = "-".repeat(41);
    let mut out = format!(
        "#支付宝业务明细查询\r\n#账号：[{}0156]\r\n#起始日期：{}   终止日期：{}\r\n#{rule}业务明细列表{rule}\r\n{HEADER}\r\n",
        sim.keys.app_id(),
        chinese(day_ms),
        chinese(day_ms + DAY_MS),
    );
    for line in lines {
        out.push_str(&row(line));
    }
    let sum = |refunds: bool| {
        let of = lines.iter().filter(|line| line.request_no.is_empty() != refunds);
        of.fold((0, 0), |(count, fen), line| (count + 1, fen + line.fen))
    };
    let ((paid, in_fen), (refunds, back_fen)) = (sum(false), sum(true));
    out.push_str(&format!(
        "#{rule}业务明细列表结束{rule}\r\n\
         #交易合计：{paid}笔，商家实收共{}元，商家优惠共0.00元\r\n\
         #退款合计：{refunds}笔，商家实收退款共{}元，商家优惠退款共0.00元\r\n\
         #导出时间：{}\r\n",
        signed(in_fen),
        signed(back_fen),
        chinese(sim.clock.now_ms()),
    ));
    out
}

/// Numbers bear a tab, so that a table program takes them for text; kinds are padded.
fn row(line: &Line) -> String {
    let kind = if line.request_no.is_empty() { "交易" } else { "退款" };
    let (amount, fee) = (signed(line.fen), signed(line.fee_fen));
    format!(
        "{}\t,{}\t,{kind}    ,{},{},{},\t,,,\t,pay***@example.com,{amount},{amount},0.00,0.00,0.00,0.00,0.00,,0.00,\
         0.00,{}\t,{fee},0.00,\r\n",
        line.trade_no,
        line.out_trade_no,
        line.subject,
        cst_text(line.created_ms),
        cst_text(line.at_ms),
        line.request_no,
    )
}
