//! The daily bill: asked for by day, fetched from an address that lives for seconds, an archive of GBK tables. It is read
//! strictly and within bounds. A bill that is cut short, does not count what it says it counts, or cannot be read to its
//! last line is no bill: half a bill would make honest money look missing.

use super::answer::Outcome;
use super::{Alipay, text, trade};
use crate::http::get_file;
use crate::signing::{cst_text, parse_cst};
use domain::{Moment, Money, fairness};
use serde_json::json;
use services::ports::payment::{BillKind, BillLine};
use services::{Error, Result};
use std::io::{Cursor, Read as _};
use url::Url;

/// The largest archive that is fetched, in bytes.
const ARCHIVE_BYTES_MAX: usize = 16 << 20;
/// The largest table that is unpacked, in bytes, whatever the archive says of itself.
const TABLE_BYTES_MAX: u64 = 96 << 20;
/// How many files an archive may hold; Alipay's hold two.
const FILES_MAX: usize = 16;
/// How many lines a bill may have.
const LINES_MAX: usize = 200_000;

/// How the name of the table of details ends.
const TABLE: &str = "业务明细.csv";
const METHOD: &str = "alipay.data.dataservice.bill.downloadurl.query";

/// Why a bill cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it is no archive, or a damaged one")]
    Archive,
    #[error("it does not hold one table of details")]
    NoTable,
    #[error("it is larger than any bill may be")]
    TooLarge,
    #[error("it is not written in GBK")]
    Letters,
    #[error("a column is missing")]
    Columns,
    #[error("line {0} cannot be read")]
    Line(usize),
    #[error("it ends before its end")]
    CutShort,
    #[error("it does not hold as many lines as it says")]
    Count,
}

impl Alipay {
    /// The bill of a day; `None` while Alipay has none. A day without any business never has one.
    pub(super) async fn daily_bill(&self, day: i64, now: Moment) -> Result<Option<Vec<BillLine>>> {
        let begin = cst_text(fairness::begin_of(day));
        let date = begin.get(..10).unwrap_or_default();
        let biz = json!({ "bill_type": "trade", "bill_date": date });
        let url = match self.call(METHOD, biz, None, now).await {
            Outcome::Handled(body) => text(&body, "bill_download_url").map(str::to_owned),
            Outcome::Business(code) if code.ends_with("bill_not_exist") => return Ok(None),
            Outcome::Business(code) | Outcome::Refused(code) => {
                return Err(Error::broken(format!("alipay bill: {code}")));
            }
            Outcome::Silent(error) => return Err(Error::Busy(format!("alipay bill: {error}"))),
        };
        let url = url.and_then(|url| self.bill_address(&url));
        let url =
            url.ok_or_else(|| Error::broken("alipay's bill lies at an address not its own"))?;
        let archive = get_file(&self.http, url, ARCHIVE_BYTES_MAX)
            .await
            .map_err(|error| Error::Busy(format!("alipay bill: {error}")))?;
        let lines = read(&archive).map_err(|why| Error::broken(format!("alipay bill: {why}")))?;
        Ok(Some(lines))
    }

    /// An address at the gateway itself or at Alipay, there always encrypted: the file bears no signature of its own.
    fn bill_address(&self, told: &str) -> Option<Url> {
        let mut url = Url::parse(told).ok()?;
        if url.origin() == self.gateway.origin() {
            return Some(url);
        }
        let host = url.host_str()?;
        let theirs = [".alipay.com", ".alipaydev.com"].iter().any(|end| host.ends_with(end));
        let plain = url.username().is_empty() && url.port().is_none();
        (theirs && plain && url.set_scheme("https").is_ok()).then_some(url)
    }
}

/// Reads an archive.
pub(super) fn read(archive: &[u8]) -> Result<Vec<BillLine>, Unreadable> {
    let table = unpack(archive)?;
    let text = encoding_rs::GBK
        .decode_without_bom_handling_and_without_replacement(&table)
        .ok_or(Unreadable::Letters)?;
    lines(&text)
}

/// The table of details. The other file of the archive, and there is one for sums alone, is not looked at.
fn unpack(archive: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(archive)).map_err(|_| Unreadable::Archive)?;
    if archive.len() > FILES_MAX {
        return Err(Unreadable::TooLarge);
    }
    let mut found = None;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|_| Unreadable::Archive)?;
        // Names are in GBK like the table; an archive that says so may have them in UTF-8.
        let (gbk, _, _) = encoding_rs::GBK.decode(file.name_raw());
        if !gbk.ends_with(TABLE) && !file.name_raw().ends_with(TABLE.as_bytes()) {
            continue;
        }
        let mut table = Vec::new();
        let read = file.by_ref().take(TABLE_BYTES_MAX + 1).read_to_end(&mut table);
        let bytes = read.map_err(|_| Unreadable::Archive)?;
        if u64::try_from(bytes).unwrap_or(u64::MAX) > TABLE_BYTES_MAX {
            return Err(Unreadable::TooLarge);
        }
        if found.replace(table).is_some() {
            return Err(Unreadable::NoTable);
        }
    }
    found.ok_or(Unreadable::NoTable)
}

/// Where the columns stand that are read.
struct Columns {
    count: usize,
    subject: usize,
    trade_no: usize,
    out_trade_no: usize,
    kind: usize,
    done_at: usize,
    amount: usize,
    request_no: usize,
    fee: usize,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        // Brackets come in either width.
        let plain = |name: &str| name.trim().replace('（', "(").replace('）', ")");
        let find = |wanted: &str| header.iter().position(|name| plain(name) == wanted);
        Some(Self {
            count: header.len(),
            subject: find("商品名称")?,
            trade_no: find("支付宝交易号")?,
            out_trade_no: find("商户订单号")?,
            kind: find("业务类型")?,
            done_at: find("完成时间")?,
            amount: find("订单金额(元)")?,
            request_no: find("退款批次号/请求号")?,
            fee: find("服务费(元)")?,
        })
    }

    /// A cell. A subject is what a merchant wrote and may part its line; what stands behind it is then counted from the end.
    fn cell<'a>(&self, row: &'a csv::StringRecord, at: usize) -> Option<&'a str> {
        let surplus = row.len().checked_sub(self.count)?;
        let at = if at > self.subject { at + surplus } else { at };
        row.get(at).map(str::trim)
    }

    fn line(&self, row: &csv::StringRecord) -> Option<BillLine> {
        let cell = |at| self.cell(row, at);
        let (amount, fee) = (signed(cell(self.amount)?)?, signed(cell(self.fee)?)?);
        let (kind, amount) = match cell(self.kind)? {
            "交易" => (BillKind::Payment, amount),
            "退款" => (BillKind::Refund, amount.negated().ok()?),
            _ => return None,
        };
        let named = |at| cell(at).filter(|told| !told.is_empty()).map(str::to_owned);
        let request_no = named(self.request_no).filter(|_| kind == BillKind::Refund);
        if amount.minor < 0 || (kind == BillKind::Refund && request_no.is_none()) {
            return None;
        }
        Some(BillLine {
            kind,
            attempt_no: named(self.out_trade_no)?,
            refund_no: request_no,
            provider_ref: named(self.trade_no)?,
            amount,
            // What Alipay keeps stands there as what the payee loses.
            fee: fee.negated().ok()?,
            at: parse_cst(cell(self.done_at)?)?,
        })
    }
}

/// An amount that may be below nothing.
fn signed(text: &str) -> Option<Money> {
    match text.strip_prefix('-') {
        Some(rest) => trade::money(rest)?.negated().ok(),
        None => trade::money(text),
    }
}

/// Reads the table: remarks before and after, a header, the lines, and how many of them there are.
fn lines(text: &str) -> Result<Vec<BillLine>, Unreadable> {
    let end = text
        .lines()
        .position(|line| line.starts_with('#') && line.contains("业务明细列表结束"))
        .ok_or(Unreadable::CutShort)?;
    let table: Vec<&str> = text.lines().take(end).filter(|line| !line.starts_with('#')).collect();
    if table.len() > LINES_MAX {
        return Err(Unreadable::TooLarge);
    }
    let table = table.join("\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(false)
        .from_reader(table.as_bytes());
    let mut rows = reader.records().enumerate();
    let Some((_, Ok(header))) = rows.next() else { return Err(Unreadable::Columns) };
    let columns = Columns::of(&header).ok_or(Unreadable::Columns)?;
    let mut found = Vec::new();
    for (nth, row) in rows {
        let line = row.ok().and_then(|row| columns.line(&row));
        found.push(line.ok_or(Unreadable::Line(nth))?);
    }
    let says = |word: &str| {
        let line = text.lines().skip(end).find(|line| line.starts_with(&format!("#{word}：")))?;
        line.split_once('：')?.1.split_once('笔')?.0.parse::<usize>().ok()
    };
    let counted = |kind| found.iter().filter(|line| line.kind == kind).count();
    let whole = says("交易合计") == Some(counted(BillKind::Payment))
        && says("退款合计") == Some(counted(BillKind::Refund));
    if whole { Ok(found) } else { Err(Unreadable::Count) }
}

#[cfg(test)]
mod tests;
