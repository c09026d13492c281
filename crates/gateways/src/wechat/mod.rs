//! WeChat Pay (微信支付), API v3, behind [`PaymentProvider`]: a code to scan (native), a page for phones (h5), bills, and the
//! handing on of shares (分账). Amounts are whole fen. JSAPI is left out: it needs the payer's openid, which only a page
//! inside WeChat has.
//!
//! What it must never do: take an unsigned answer of success or a foreign one for a fact, take silence for a failure, take
//! a split that is finished for one that succeeded, send its signature anywhere but to WeChat Pay, or mint a number.

mod bill;
mod call;
mod notify;
mod seals;
mod settings;
mod split;
mod trade;

pub use settings::Settings;

use crate::config::ConfigError;
use crate::signing::{RsaSigner, cst_rfc3339};
use async_trait::async_trait;
use call::Outcome;
use domain::{Currency, Moment, Money};
use seals::Seals;
use serde_json::{Value, json};
use services::ports::payment::{
    AttemptRef, Begun, BillLine, Closed, CreateIntent, HttpAck, NextStep, Notification, PayFlow,
    PaymentProvider, RefundRef, RefundRequest, RefundState, Rejected, RemoteState, Snapshot,
    SplitProvider, VerifiedEvent,
};
use services::{Error, Result};
use url::Url;

/// The longest line that a payer sees, in characters; WeChat Pay takes 127 of them.
const SUBJECT_CHARS_MAX: usize = 100;
/// The longest reason of a refund, in characters; WeChat Pay takes 80 bytes of it.
const REASON_CHARS_MAX: usize = 26;
/// The largest amount that is sent, in fen (1,000,000 yuan): what a bank card may pay at most stands below it.
const AMOUNT_FEN_MAX: i64 = 100_000_000;

/// The adapter. One per merchant at WeChat Pay.
pub struct Wechat {
    api: Url,
    page: Url,
    mchid: String,
    appid: String,
    merchant_serial: String,
    signer: RsaSigner,
    seals: Seals,
    profit_sharing: bool,
    http: reqwest::Client,
}

impl Wechat {
    /// Opens the adapter; refuses to open without every key.
    pub fn new(settings: &Settings, http: reqwest::Client) -> Result<Self, ConfigError> {
        let keys = settings.read()?;
        Ok(Self {
            api: keys.api,
            page: keys.page,
            mchid: keys.mchid,
            appid: keys.appid,
            merchant_serial: keys.merchant_serial,
            signer: keys.signer,
            seals: keys.seals,
            profit_sharing: keys.profit_sharing,
            http,
        })
    }

    /// What every way of paying tells WeChat Pay. Unused members are left out: nulls are refused.
    fn order(&self, intent: &CreateIntent) -> Value {
        let mut order = json!({
            "appid": self.appid,
            "mchid": self.mchid,
            "description": line(&intent.subject, SUBJECT_CHARS_MAX),
            "out_trade_no": intent.attempt_no,
            "time_expire": cst_rfc3339(intent.expires_at),
            "notify_url": intent.notify_url,
            "amount": { "total": intent.amount.minor, "currency": intent.amount.currency.code() },
        });
        if self.profit_sharing {
            order["settle_info"] = json!({ "profit_sharing": true });
        }
        order
    }

    async fn qr_code(&self, intent: &CreateIntent) -> Result<NextStep> {
        let order = self.order(intent);
        let said = self.call("/v3/pay/transactions/native", Some(&order), intent.now).await;
        let body = begun(said)?;
        match text(&body, "code_url").filter(|code| !code.is_empty()) {
            Some(code) => Ok(NextStep::QrCode(code.to_owned())),
            None => Err(Error::Busy("wechat pay answered without a code".into())),
        }
    }

    /// The page for phones. It takes the way back in its address; it is ours only when it is where pages are expected.
    async fn phone_page(&self, intent: &CreateIntent) -> Result<NextStep> {
        let Some(ip) = intent.payer_ip else {
            return Err(domain::Code::MethodUnavailable.into());
        };
        let mut order = self.order(intent);
        order["scene_info"] =
            json!({ "payer_client_ip": ip.to_string(), "h5_info": { "type": "Wap" } });
        let said = self.call("/v3/pay/transactions/h5", Some(&order), intent.now).await;
        let body = begun(said)?;
        let url = text(&body, "h5_url").and_then(|url| Url::parse(url).ok());
        let Some(mut url) = url.filter(|url| url.origin() == self.page.origin()) else {
            return Err(Error::Busy("wechat pay answered without a page of its own".into()));
        };
        url.query_pairs_mut().append_pair("redirect_url", &intent.return_url);
        Ok(NextStep::Redirect(url.into()))
    }
}

/// What was said when a payment was asked for. Repeating it with the same number is harmless, so silence may be tried again.
fn begun(said: Outcome) -> Result<Value> {
    match said {
        Outcome::Handled(body) => Ok(body),
        Outcome::Business(code) if code == "ORDERPAID" => Err(domain::Code::AlreadyPaid.into()),
        Outcome::Business(code) if code == "ORDER_CLOSED" => {
            Err(domain::Code::PurchaseClosed.into())
        }
        Outcome::Silent(error) => Err(Error::Busy(format!("wechat pay: {error}"))),
        Outcome::Business(code) | Outcome::Refused(code) => {
            Err(Error::broken(format!("wechat pay takes no order: {code}")))
        }
    }
}

#[async_trait]
impl PaymentProvider for Wechat {
    fn id(&self) -> &'static str {
        "wechat"
    }

    fn flows(&self) -> &'static [PayFlow] {
        &[PayFlow::Qr, PayFlow::Wap]
    }

    fn payee(&self) -> &str {
        &self.mchid
    }

    fn origins(&self) -> Vec<String> {
        vec![self.page.origin().ascii_serialization()]
    }

    async fn create(&self, intent: &CreateIntent) -> Result<Begun> {
        check_number(&intent.attempt_no)?;
        check_amount(intent.amount)?;
        if intent.expires_at <= intent.now {
            return Err(domain::Code::PurchaseClosed.into());
        }
        match intent.flow {
            PayFlow::Qr => self.qr_code(intent).await.map(Begun::from),
            PayFlow::Wap => self.phone_page(intent).await.map(Begun::from),
            PayFlow::Page => Err(domain::Code::MethodUnavailable.into()),
        }
    }

    async fn query(&self, attempt: &AttemptRef, now: Moment) -> Result<Snapshot> {
        check_number(&attempt.no)?;
        let no = attempt.no.as_str();
        let path = format!("/v3/pay/transactions/out-trade-no/{no}?mchid={}", self.mchid);
        match self.call(&path, None, now).await {
            Outcome::Handled(body) => {
                let ours = text(&body, "out_trade_no") == Some(no)
                    && text(&body, "mchid") == Some(&self.mchid)
                    && text(&body, "appid") == Some(&self.appid);
                if !ours {
                    tracing::warn!(no, "wechat pay answered about another attempt than {no}");
                    return Ok(trade::bare(no, RemoteState::Unknown));
                }
                Ok(trade::snapshot(&body, no))
            }
            // The order was never heard of there: not paid yet.
            Outcome::Business(code) if absent(&code) => Ok(trade::bare(no, RemoteState::Pending)),
            Outcome::Refused(code) => Err(Error::broken(format!("wechat pay query: {code}"))),
            Outcome::Business(_) | Outcome::Silent(_) => Ok(trade::bare(no, RemoteState::Unknown)),
        }
    }

    async fn close(&self, attempt: &AttemptRef, now: Moment) -> Result<Closed> {
        check_number(&attempt.no)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{}/close", attempt.no);
        match self.call(&path, Some(&json!({ "mchid": self.mchid })), now).await {
            Outcome::Handled(_) => Ok(Closed::Closed),
            Outcome::Business(code) if absent(&code) => Ok(Closed::Unopened),
            // Why it was refused, only a query tells for certain.
            Outcome::Business(_) => {
                let snapshot = self.query(attempt, now).await?;
                Ok(match snapshot.state {
                    RemoteState::Paid => Closed::AlreadyPaid(snapshot),
                    RemoteState::Closed => Closed::Closed,
                    RemoteState::Pending | RemoteState::Unknown => Closed::Unknown,
                })
            }
            Outcome::Refused(code) => Err(Error::broken(format!("wechat pay close: {code}"))),
            Outcome::Silent(_) => Ok(Closed::Unknown),
        }
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundState> {
        check_amount(request.amount)?;
        check_amount(request.total)?;
        let (attempt_no, refund_no) = (request.attempt.no.as_str(), request.refund.no.as_str());
        let content = json!({
            "out_trade_no": attempt_no,
            "out_refund_no": refund_no,
            "reason": line(&request.reason, REASON_CHARS_MAX),
            "amount": {
                "refund": request.amount.minor,
                "total": request.total.minor,
                "currency": request.amount.currency.code(),
            },
        });
        match self.call("/v3/refund/domestic/refunds", Some(&content), request.now).await {
            Outcome::Handled(body) => {
                Ok(trade::of_refund(&body, attempt_no, refund_no, Some(request.amount)))
            }
            Outcome::Business(code) => Ok(trade::refund_refused(code)),
            Outcome::Refused(code) => Err(Error::broken(format!("wechat pay refund: {code}"))),
            Outcome::Silent(_) => Ok(RefundState::Pending),
        }
    }

    async fn query_refund(
        &self,
        attempt: &AttemptRef,
        refund: &RefundRef,
        now: Moment,
    ) -> Result<RefundState> {
        check_number(&refund.no)?;
        let path = format!("/v3/refund/domestic/refunds/{}", refund.no);
        match self.call(&path, None, now).await {
            Outcome::Handled(body) => Ok(trade::of_refund(&body, &attempt.no, &refund.no, None)),
            Outcome::Business(code) if absent(&code) => Ok(RefundState::NotAccepted(String::new())),
            Outcome::Refused(code) => {
                Err(Error::broken(format!("wechat pay refund query: {code}")))
            }
            Outcome::Business(_) | Outcome::Silent(_) => Ok(RefundState::Pending),
        }
    }

    fn verify_notification(
        &self,
        message: &Notification,
        now: Moment,
    ) -> Result<VerifiedEvent, Rejected> {
        self.hear(message, now)
    }

    fn signature_headers(&self) -> &'static [&'static str] {
        &["wechatpay-timestamp", "wechatpay-nonce", "wechatpay-serial", "wechatpay-signature"]
    }

    async fn bill(&self, day: i64, now: Moment) -> Result<Option<Vec<BillLine>>> {
        self.trade_bill(day, now).await
    }

    fn splits(&self) -> Option<&dyn SplitProvider> {
        self.profit_sharing.then_some(self)
    }

    fn ack(&self, stored: bool) -> HttpAck {
        let (status, body) = if stored {
            (200, r#"{"code":"SUCCESS","message":"成功"}"#)
        } else {
            (500, r#"{"code":"FAIL","message":"失败"}"#)
        };
        HttpAck { status, content_type: "application/json", body: body.to_owned() }
    }
}

/// Codes that say that there is no such thing there.
fn absent(code: &str) -> bool {
    matches!(code, "ORDER_NOT_EXIST" | "RESOURCE_NOT_EXISTS")
}

/// A number that goes into an address: ours are letters and digits, and nothing else may come near a path.
fn check_number(number: &str) -> Result<()> {
    let fits = number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if number.is_empty() || number.len() > 64 || !fits {
        return Err(Error::broken("a number that wechat pay cannot carry"));
    }
    Ok(())
}

fn check_amount(amount: Money) -> Result<()> {
    if amount.currency != Currency::Cny {
        return Err(domain::Code::MethodUnavailable.into());
    }
    if !(1..=AMOUNT_FEN_MAX).contains(&amount.minor) {
        return Err(Error::broken("an amount that wechat pay does not take"));
    }
    Ok(())
}

/// A line without control letters, cut to length, never empty.
fn line(text: &str, chars_max: usize) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).take(chars_max).collect();
    let kept = kept.trim();
    if kept.is_empty() { "订单".to_owned() } else { kept.to_owned() }
}

/// A text member of an answer.
fn text<'a>(body: &'a Value, key: &str) -> Option<&'a str> {
    body.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
