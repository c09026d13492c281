//! The daily trade bill. It names yuan where the interface names fen, puts a back-tick before every figure, and travels
//! unsigned: the signed answer before it tells its SHA-1. A line that cannot be read spoils the whole bill, for a bill with
//! a hole is worse than none.

use super::call::Outcome;
use super::{Wechat, text};
use crate::http::exchange;
use crate::signing::{cst_day, parse_cst, sha1_hex};
use domain::{Moment, Money, fairness};
use reqwest::Method;
use services::ports::payment::{BillKind, BillLine};
use services::{Error, Result};
use url::Url;

/// The largest bill that is read, in bytes.
const BILL_BYTES_MAX: usize = 64 << 20;
/// When a day's bill is there for certain, counted from the end of the day (10 o'clock).
const READY: domain::Duration = domain::Duration::hours(10);

impl Wechat {
    pub(super) async fn trade_bill(&self, day: i64, now: Moment) -> Result<Option<Vec<BillLine>>> {
        let date = cst_day(fairness::begin_of(day));
        let path = format!("/v3/bill/tradebill?bill_date={date}&bill_type=ALL");
        let said = match self.call(&path, None, now).await {
            Outcome::Handled(body) => body,
            // A day without trade has no bill; before ten o'clock that may also mean "not yet".
            Outcome::Business(code) if code == "NO_STATEMENT_EXIST" => {
                let ready = fairness::begin_of(day.saturating_add(1)).plus(READY);
                return Ok((now >= ready).then(Vec::new));
            }
            Outcome::Business(code) if code == "STATEMENT_CREATING" => return Ok(None),
            Outcome::Silent(error) => return Err(Error::Busy(format!("wechat pay bill: {error}"))),
            Outcome::Business(code) | Outcome::Refused(code) => {
                return Err(Error::broken(format!("wechat pay bill: {code}")));
            }
        };
        let url = text(&said, "download_url").and_then(|url| Url::parse(url).ok());
        // A signed request goes to nobody but WeChat Pay, whatever an answer names.
        let url = url.filter(|url| url.origin() == self.api.origin());
        let hash = text(&said, "hash_value").filter(|_| text(&said, "hash_type") == Some("SHA1"));
        let (Some(url), Some(hash)) = (url, hash) else {
            return Err(Error::broken("wechat pay names no bill to fetch"));
        };
        let file = self.download(url, now).await?;
        if !sha1_hex(&file).eq_ignore_ascii_case(hash) {
            return Err(Error::Busy("the bill is not the one that wechat pay named".into()));
        }
        read(&file, &self.mchid).map(Some)
    }

    async fn download(&self, url: Url, now: Moment) -> Result<Vec<u8>> {
        let request = self.signed(Method::GET, url, String::new(), None, now)?;
        match exchange(&self.http, request, BILL_BYTES_MAX).await {
            Ok(raw) if raw.status == 200 => Ok(raw.body),
            Ok(raw) => Err(Error::Busy(format!("wechat pay bill: HTTP status {}", raw.status))),
            Err(error) => Err(Error::Busy(format!("wechat pay bill: {error}"))),
        }
    }
}

/// Where in a line the things stand that we read; found by the names in the first line, so that new columns do no harm.
struct Columns {
    at: usize,
    mchid: usize,
    transaction: usize,
    attempt: usize,
    status: usize,
    currency: usize,
    refund_no: usize,
    refund_status: usize,
    fee: usize,
    total: usize,
    refund: usize,
}

impl Columns {
    fn find(head: &str) -> Option<Self> {
        let names: Vec<&str> = head.split(',').map(str::trim).collect();
        let of = |name: &str| names.iter().position(|n| *n == name);
        Some(Self {
            at: of("交易时间")?,
            mchid: of("商户号")?,
            transaction: of("微信订单号")?,
            attempt: of("商户订单号")?,
            status: of("交易状态")?,
            currency: of("货币种类")?,
            refund_no: of("商户退款单号")?,
            refund_status: of("退款状态")?,
            fee: of("手续费")?,
            total: of("订单金额")?,
            refund: of("申请退款金额")?,
        })
    }
}

/// The lines of a bill that stand for money.
pub(super) fn read(file: &[u8], mchid: &str) -> Result<Vec<BillLine>> {
    let spoilt = |what: &str| Error::broken(format!("wechat pay's bill cannot be read: {what}"));
    let text = std::str::from_utf8(file).map_err(|_| spoilt("not UTF-8"))?;
    let mut rows = text.trim_start_matches('\u{feff}').lines();
    let columns = rows.next().and_then(Columns::find).ok_or_else(|| spoilt("its first line"))?;
    let mut lines = Vec::new();
    // Everything in a line begins with a back-tick; the sums at the end have a heading of their own, which does not.
    for row in rows.take_while(|row| row.starts_with('`')) {
        let cells: Vec<&str> = row.trim_start_matches('`').split(",`").map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        if cell(columns.mchid) != mchid {
            return Err(spoilt("a line of another merchant"));
        }
        let line = one(&columns, cell).ok_or_else(|| spoilt("a line"))?;
        lines.extend(line);
    }
    Ok(lines)
}

/// One line: `None` when it cannot be read, nothing in it when no money moved.
fn one<'a>(columns: &Columns, cell: impl Fn(usize) -> &'a str) -> Option<Option<BillLine>> {
    let kind = match cell(columns.status) {
        "SUCCESS" => BillKind::Payment,
        // A refund that failed gave nothing back.
        "REFUND" if matches!(cell(columns.refund_status), "FAIL" | "CHANGE") => return Some(None),
        "REFUND" => BillKind::Refund,
        "REVOKED" => return Some(None),
        _ => return None,
    };
    let amount = match kind {
        BillKind::Payment => cell(columns.total),
        BillKind::Refund => cell(columns.refund),
    };
    let amount = yuan(amount).filter(|amount| amount.minor >= 0)?;
    let attempt_no = Some(cell(columns.attempt)).filter(|no| !no.is_empty())?.to_owned();
    let refund_no = match kind {
        BillKind::Payment => None,
        BillKind::Refund => Some(cell(columns.refund_no)).filter(|no| !no.is_empty()),
    };
    if cell(columns.currency) != "CNY" || (kind == BillKind::Refund && refund_no.is_none()) {
        return None;
    }
    Some(Some(BillLine {
        kind,
        attempt_no,
        refund_no: refund_no.map(str::to_owned),
        provider_ref: cell(columns.transaction).to_owned(),
        amount,
        fee: yuan(cell(columns.fee))?,
        at: parse_cst(cell(columns.at))?,
    }))
}

/// Yuan as a bill writes them: a sign, and as many decimals as it likes, of which only two may say something.
fn yuan(cell: &str) -> Option<Money> {
    let (negative, figure) = match cell.strip_prefix('-') {
        Some(figure) => (true, figure),
        None => (false, cell),
    };
    let (whole, decimals) = figure.split_once('.').unwrap_or((figure, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (fen, rest) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    if whole.is_empty() || !digits(whole) || !digits(fen) || rest.bytes().any(|b| b != b'0') {
        return None;
    }
    let fen: i64 = format!("{whole}{fen:0<2}").parse().ok()?;
    Some(Money::fen(if negative { -fen } else { fen }))
}
