//! Alipay (支付宝), gateway v2, key mode, behind [`PaymentProvider`]. Amounts are CNY; times on the wire are UTC+8.
//!
//! What it must never do: take `10000` for paid or refunded, take an unsigned or foreign answer for a fact, take silence
//! for a failure, or mint a number of its own.

mod answer;
mod bill;
mod notify;
mod request;
mod settings;
mod trade;

pub use settings::Settings;

use crate::config::ConfigError;
use crate::http::{CallError, post_form};
use crate::signing::{RsaSigner, RsaVerifier, cst_text};
use answer::{Answer, Outcome};
use async_trait::async_trait;
use domain::{Currency, Moment, Money};
use serde_json::{Value, json};
use services::ports::payment::{
    AttemptRef, Begun, BillLine, Closed, CreateIntent, HttpAck, NextStep, Notification, PayFlow,
    PaymentProvider, RefundRef, RefundRequest, RefundState, Rejected, RemoteState, Snapshot,
    VerifiedEvent,
};
use services::{Error, Result};
use url::Url;

/// The longest line that a payer sees, in characters; Alipay takes 256 bytes of it.
const SUBJECT_CHARS_MAX: usize = 80;
/// The longest reason of a refund, in characters.
const REASON_CHARS_MAX: usize = 80;
/// The largest amount Alipay takes, in fen (100,000,000 yuan).
const AMOUNT_FEN_MAX: i64 = 10_000_000_000;

/// The adapter. One per application at Alipay.
pub struct Alipay {
    gateway: Url,
    page: Url,
    app_id: String,
    seller_id: String,
    signer: RsaSigner,
    verifier: RsaVerifier,
    http: reqwest::Client,
}

impl Alipay {
    /// Opens the adapter; refuses to open without every key.
    pub fn new(settings: &Settings, http: reqwest::Client) -> Result<Self, ConfigError> {
        let keys = settings.read()?;
        Ok(Self {
            gateway: keys.gateway,
            page: keys.page,
            app_id: keys.app_id,
            seller_id: keys.seller_id,
            signer: keys.signer,
            verifier: keys.verifier,
            http,
        })
    }

    /// One signed call and its answer, sorted by what may be concluded from it.
    async fn call(&self, method: &str, biz: Value, notify: Option<&str>, now: Moment) -> Outcome {
        let form = match self.signed(method, &biz, request::Urls { notify, back: None }, now) {
            Ok(form) => form,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        let text = match post_form(&self.http, &self.gateway, &form).await {
            Ok(text) => text,
            Err(error) => return Outcome::silent(method, error),
        };
        Answer::read(&text, method, &self.verifier).map_or_else(
            || {
                tracing::warn!(method, "alipay's answer to {method} cannot be read; unknown");
                Outcome::Silent(CallError::NoAnswer)
            },
            |answer| answer.judge(method),
        )
    }

    /// The address of a page at Alipay: the whole request in its query, nothing sent by us.
    fn page_url(&self, intent: &CreateIntent, method: &str, product: &str) -> Result<NextStep> {
        let biz = pay_biz(intent, Some(product));
        let urls =
            request::Urls { notify: Some(&intent.notify_url), back: Some(&intent.return_url) };
        let form = self.signed(method, &biz, urls, intent.now)?;
        let mut url = self.page.clone();
        url.query_pairs_mut().extend_pairs(form);
        Ok(NextStep::Redirect(url.into()))
    }

    async fn qr_code(&self, intent: &CreateIntent) -> Result<NextStep> {
        let method = "alipay.trade.precreate";
        let biz = pay_biz(intent, None);
        match self.call(method, biz, Some(&intent.notify_url), intent.now).await {
            Outcome::Handled(body) => {
                let same = text(&body, "out_trade_no") == Some(&intent.attempt_no);
                match text(&body, "qr_code").filter(|_| same) {
                    Some(code) => Ok(NextStep::QrCode(code.to_owned())),
                    None => Err(Error::Busy("alipay answered precreate without a code".into())),
                }
            }
            Outcome::Business(code) if code == "ACQ.TRADE_HAS_SUCCESS" => {
                Err(domain::Code::AlreadyPaid.into())
            }
            Outcome::Business(code) if code == "ACQ.TRADE_HAS_CLOSE" => {
                Err(domain::Code::PurchaseClosed.into())
            }
            Outcome::Business(code) => Err(Error::broken(format!("alipay precreate: {code}"))),
            // Repeating precreate with the same number is harmless, so silence may simply be tried again.
            Outcome::Silent(error) => Err(Error::Busy(format!("alipay precreate: {error}"))),
            Outcome::Refused(code) => Err(Error::broken(format!("alipay precreate: {code}"))),
        }
    }
}

#[async_trait]
impl PaymentProvider for Alipay {
    fn id(&self) -> &'static str {
        "alipay"
    }

    fn flows(&self) -> &'static [PayFlow] {
        &[PayFlow::Page, PayFlow::Wap, PayFlow::Qr]
    }

    fn payee(&self) -> &str {
        &self.seller_id
    }

    fn origins(&self) -> Vec<String> {
        vec![self.page.origin().ascii_serialization()]
    }

    async fn create(&self, intent: &CreateIntent) -> Result<Begun> {
        check_intent(intent)?;
        match intent.flow {
            PayFlow::Page => {
                self.page_url(intent, "alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY")
            }
            PayFlow::Wap => self.page_url(intent, "alipay.trade.wap.pay", "QUICK_WAP_WAY"),
            PayFlow::Qr => self.qr_code(intent).await,
        }
        .map(Begun::from)
    }

    async fn query(&self, attempt: &AttemptRef, now: Moment) -> Result<Snapshot> {
        let attempt_no = attempt.no.as_str();
        let biz = json!({ "out_trade_no": attempt_no });
        match self.call("alipay.trade.query", biz, None, now).await {
            Outcome::Handled(body) => Ok(trade::of_query(&body, attempt_no)),
            // Before the payer has opened the page or scanned the code Alipay has no trade: not paid yet.
            Outcome::Business(code) if code == "ACQ.TRADE_NOT_EXIST" => {
                Ok(trade::bare(attempt_no, RemoteState::Pending))
            }
            Outcome::Refused(code) => Err(Error::broken(format!("alipay query: {code}"))),
            _ => Ok(trade::bare(attempt_no, RemoteState::Unknown)),
        }
    }

    async fn close(&self, attempt: &AttemptRef, now: Moment) -> Result<Closed> {
        let attempt_no = attempt.no.as_str();
        let biz = json!({ "out_trade_no": attempt_no });
        match self.call("alipay.trade.close", biz, None, now).await {
            Outcome::Handled(body) if text(&body, "out_trade_no") == Some(attempt_no) => {
                Ok(Closed::Closed)
            }
            Outcome::Business(code) if code == "ACQ.TRADE_NOT_EXIST" => Ok(Closed::Unopened),
            // Any other state than "waiting" refuses to close; which one it is, only a query tells.
            Outcome::Business(_) => {
                let snapshot = self.query(attempt, now).await?;
                Ok(match snapshot.state {
                    RemoteState::Paid => Closed::AlreadyPaid(snapshot),
                    RemoteState::Closed => Closed::Closed,
                    RemoteState::Pending | RemoteState::Unknown => Closed::Unknown,
                })
            }
            Outcome::Refused(code) => Err(Error::broken(format!("alipay close: {code}"))),
            _ => Ok(Closed::Unknown),
        }
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundState> {
        check_amount(request.amount)?;
        let biz = json!({
            "out_trade_no": request.attempt.no,
            "refund_amount": request.amount.decimal_text(),
            "out_request_no": request.refund.no,
            "refund_reason": clean(&request.reason, REASON_CHARS_MAX),
        });
        match self.call("alipay.trade.refund", biz, None, request.now).await {
            // `10000` only says that the request was handled; the money moved when `fund_change` is `Y`.
            Outcome::Handled(body) => {
                let same = text(&body, "out_trade_no") == Some(&request.attempt.no);
                let moved = text(&body, "fund_change") == Some("Y");
                Ok(if same && moved { RefundState::Done } else { RefundState::Pending })
            }
            Outcome::Business(code) => Ok(trade::refund_refused(code)),
            Outcome::Refused(code) => Err(Error::broken(format!("alipay refund: {code}"))),
            Outcome::Silent(_) => Ok(RefundState::Pending),
        }
    }

    async fn query_refund(
        &self,
        attempt: &AttemptRef,
        refund: &RefundRef,
        now: Moment,
    ) -> Result<RefundState> {
        let (attempt_no, refund_no) = (attempt.no.as_str(), refund.no.as_str());
        let biz = json!({ "out_trade_no": attempt_no, "out_request_no": refund_no });
        match self.call("alipay.trade.fastpay.refund.query", biz, None, now).await {
            Outcome::Handled(body) => Ok(trade::of_refund_query(&body, attempt_no, refund_no)),
            Outcome::Business(code) if code == "ACQ.TRADE_NOT_EXIST" => {
                Ok(RefundState::NotAccepted(code))
            }
            Outcome::Refused(code) => Err(Error::broken(format!("alipay refund query: {code}"))),
            _ => Ok(RefundState::Pending),
        }
    }

    fn verify_notification(
        &self,
        message: &Notification,
        _now: Moment,
    ) -> Result<VerifiedEvent, Rejected> {
        // Deliveries go on for 25 hours and facts do not age, so there is no window of time here.
        notify::verify(&message.body, &self.verifier, &self.app_id, &self.seller_id)
    }

    async fn bill(&self, day: i64, now: Moment) -> Result<Option<Vec<BillLine>>> {
        self.daily_bill(day, now).await
    }

    fn ack(&self, stored: bool) -> HttpAck {
        // Exactly seven bytes; anything else makes Alipay deliver again.
        let (status, body) = if stored { (200, "success") } else { (500, "fail") };
        HttpAck { status, content_type: "text/plain; charset=utf-8", body: body.to_owned() }
    }
}

/// What every way of paying tells Alipay. A precreated code takes its product from the contract.
fn pay_biz(intent: &CreateIntent, product: Option<&str>) -> Value {
    let mut biz = json!({
        "out_trade_no": intent.attempt_no,
        "total_amount": intent.amount.decimal_text(),
        "subject": clean(&intent.subject, SUBJECT_CHARS_MAX),
        "time_expire": cst_text(intent.expires_at),
    });
    if let Some(product) = product {
        biz["product_code"] = json!(product);
    }
    if intent.flow == PayFlow::Wap {
        biz["quit_url"] = json!(intent.return_url);
    }
    biz
}

fn check_intent(intent: &CreateIntent) -> Result<()> {
    let number = &intent.attempt_no;
    if number.is_empty()
        || number.len() > 64
        || !number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    {
        return Err(Error::broken("an attempt number that alipay cannot carry"));
    }
    if intent.expires_at <= intent.now {
        return Err(domain::Code::PurchaseClosed.into());
    }
    check_amount(intent.amount)
}

fn check_amount(amount: Money) -> Result<()> {
    if amount.currency != Currency::Cny {
        return Err(domain::Code::MethodUnavailable.into());
    }
    if !(1..=AMOUNT_FEN_MAX).contains(&amount.minor) {
        return Err(Error::broken("an amount that alipay does not take"));
    }
    Ok(())
}

/// A line without the characters that Alipay forbids in it, and without those that would part a line of its bill, cut to
/// length, never empty.
fn clean(line: &str, chars_max: usize) -> String {
    let kept = line.chars().map(|c| if c.is_control() || "/=&,\"".contains(c) { ' ' } else { c });
    let kept: String = kept.take(chars_max).collect();
    let kept = kept.trim();
    if kept.is_empty() { "订单".to_owned() } else { kept.to_owned() }
}

/// A text member of an answer.
fn text<'a>(body: &'a Value, key: &str) -> Option<&'a str> {
    body.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
