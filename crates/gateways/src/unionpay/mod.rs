//! UnionPay (银联全渠道 5.1.0) behind [`PaymentProvider`]: domestic cards, paid on the bank's page. The browser posts a signed
//! form there. Amounts are CNY in fen; an order is known by its number and its moment together.
//!
//! What it must never do: take the way back for a payment, take `00` of a request for money that moved, believe a
//! certificate because it came along, or take silence for a failure.

mod certificates;
mod message;
mod settings;

pub use settings::Settings;

use crate::config::ConfigError;
use crate::http::{CallError, post_form};
use crate::signing::RsaSigner;
use async_trait::async_trait;
use certificates::Trust;
use domain::{Currency, Moment, Money};
use message::{Fields, authentic, digest_text, get, read_answer, read_form, time_text};
use services::ports::payment::{
    AttemptRef, Begun, Closed, CreateIntent, HttpAck, News, NextStep, Notification, PayFlow,
    PaymentProvider, RefundRef, RefundRequest, RefundState, Rejected, RemoteState, Snapshot,
    VerifiedEvent,
};
use services::{Error, Result};
use url::Url;

/// The largest amount UnionPay's field holds, in fen.
const AMOUNT_FEN_MAX: i64 = 999_999_999_999;
/// What UnionPay takes for "do not report": refunds are asked about.
const NO_REPORT: &str = "http://www.specialUrl.com";

/// The adapter. One per merchant at UnionPay.
pub struct UnionPay {
    gateway: Url,
    page: Url,
    mer_id: String,
    signer: RsaSigner,
    cert_id: String,
    trust: Trust,
    http: reqwest::Client,
}

/// What may be concluded from a call.
enum Outcome {
    /// Signed, and about this order: all its fields, `respCode` among them.
    Told(Fields),
    /// Nothing may be concluded.
    Silent,
}

/// What is said of an order that was asked about.
enum Standing {
    /// UnionPay does not know it.
    Absent,
    /// It succeeded.
    Done(Fields),
    /// It failed, with its code.
    Failed(String),
    /// Nobody knows yet.
    Unknown,
}

impl UnionPay {
    /// Opens the adapter; refuses to open without every key.
    pub fn new(settings: &Settings, http: reqwest::Client) -> Result<Self, ConfigError> {
        let keys = settings.read()?;
        Ok(Self {
            gateway: keys.gateway,
            page: keys.page,
            mer_id: keys.mer_id,
            signer: keys.signer,
            cert_id: keys.cert_id,
            trust: keys.trust,
            http,
        })
    }

    /// Every field of a request, signed.
    fn signed(&self, kind: [&str; 3], own: &[(&str, String)]) -> Result<Vec<(String, String)>> {
        let [kind, sub, business] = kind;
        let mut pairs: Vec<(String, String)> = [
            ("version", "5.1.0"),
            ("encoding", "UTF-8"),
            ("signMethod", "01"),
            ("txnType", kind),
            ("txnSubType", sub),
            ("bizType", business),
            ("accessType", "0"),
            ("merId", &self.mer_id),
            ("certId", &self.cert_id),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        pairs.extend(own.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let text = digest_text(pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        let signature =
            self.signer.sign(&text).map_err(|_| Error::broken("the merchant's key cannot sign"))?;
        pairs.push(("signature".to_owned(), signature));
        Ok(pairs)
    }

    /// One call about one order. An answer about another one, or one that UnionPay did not sign, proves nothing.
    async fn call(&self, door: &str, form: &[(String, String)], now: Moment) -> Outcome {
        let sent = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let text = match post_form(&self.http, &at(&self.gateway, door), form).await {
            Ok(text) => text,
            Err(error) => return silent(door, error),
        };
        let Some(fields) = read_answer(&text) else {
            return silent(door, CallError::NoAnswer);
        };
        let same = |name| get(&fields, name) == sent(name);
        if !authentic(&fields, &self.trust, now)
            || !["merId", "orderId", "txnTime"].into_iter().all(same)
            || get(&fields, "respCode").is_none()
        {
            let said = get(&fields, "respCode").unwrap_or_default();
            tracing::warn!(door, said, "unionpay's answer to {door} proves nothing; unknown");
            return Outcome::Silent;
        }
        Outcome::Told(fields)
    }

    /// Where the order with this number and moment stands; `kind` is what it must be.
    async fn standing(&self, kind: &str, no: &str, at: Moment, now: Moment) -> Result<Standing> {
        let own = [
            ("channelType", "07".to_owned()),
            ("orderId", no.to_owned()),
            ("txnTime", time_text(at)),
        ];
        let form = self.signed(["00", "00", "000000"], &own)?;
        let Outcome::Told(fields) = self.call("queryTrans.do", &form, now).await else {
            return Ok(Standing::Unknown);
        };
        Ok(match (get(&fields, "respCode"), get(&fields, "origRespCode")) {
            (Some("34"), _) => Standing::Absent,
            (Some("00"), Some("00" | "A6")) if get(&fields, "txnType") == Some(kind) => {
                Standing::Done(fields)
            }
            (Some("00"), Some("00" | "A6" | "01" | "03" | "04" | "05")) => Standing::Unknown,
            (Some("00"), Some(code)) => Standing::Failed(code.to_owned()),
            _ => Standing::Unknown,
        })
    }
}

#[async_trait]
impl PaymentProvider for UnionPay {
    fn id(&self) -> &'static str {
        "unionpay"
    }

    fn flows(&self) -> &'static [PayFlow] {
        &[PayFlow::Page, PayFlow::Wap]
    }

    fn payee(&self) -> &str {
        &self.mer_id
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
        let channel = if intent.flow == PayFlow::Wap { "08" } else { "07" };
        let own = [
            ("channelType", channel.to_owned()),
            ("orderId", intent.attempt_no.clone()),
            ("txnTime", time_text(intent.made_at)),
            ("txnAmt", intent.amount.minor.to_string()),
            ("currencyCode", "156".to_owned()),
            ("frontUrl", intent.return_url.clone()),
            ("backUrl", intent.notify_url.clone()),
            // There is no call that closes an order; this ends it.
            ("payTimeout", time_text(intent.expires_at)),
        ];
        let fields = self.signed(["01", "01", "000201"], &own)?;
        let url = at(&self.page, "frontTransReq.do").into();
        Ok(Begun::from(NextStep::Post { url, fields }))
    }

    async fn query(&self, attempt: &AttemptRef, now: Moment) -> Result<Snapshot> {
        Ok(match self.standing("01", &attempt.no, attempt.made_at, now).await? {
            Standing::Done(fields) => paid(&fields, &attempt.no),
            // A failed try is no end: until `payTimeout` the payer may try another card.
            Standing::Absent | Standing::Failed(_) => bare(&attempt.no, RemoteState::Pending),
            Standing::Unknown => bare(&attempt.no, RemoteState::Unknown),
        })
    }

    async fn close(&self, attempt: &AttemptRef, now: Moment) -> Result<Closed> {
        let said = self.query(attempt, now).await?;
        Ok(match said.state {
            RemoteState::Paid => Closed::AlreadyPaid(said),
            // The page stays usable until `payTimeout`; what is paid after all is late and goes back.
            RemoteState::Pending | RemoteState::Closed => Closed::Unopened,
            RemoteState::Unknown => Closed::Unknown,
        })
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundState> {
        check_number(&request.refund.no)?;
        check_amount(request.amount)?;
        let original = match &request.attempt.provider_ref {
            Some(known) => known.clone(),
            None => match self.query(&request.attempt, request.now).await? {
                Snapshot { state: RemoteState::Paid, provider_ref: Some(known), .. } => known,
                Snapshot { state: RemoteState::Unknown, .. } => return Ok(RefundState::Pending),
                _ => return Ok(RefundState::Failed("34".to_owned())),
            },
        };
        let own = [
            ("channelType", "07".to_owned()),
            ("orderId", request.refund.no.clone()),
            ("txnTime", time_text(request.refund.made_at)),
            ("txnAmt", request.amount.minor.to_string()),
            ("currencyCode", "156".to_owned()),
            ("origQryId", original),
            ("backUrl", NO_REPORT.to_owned()),
        ];
        let form = self.signed(["04", "00", "000201"], &own)?;
        let Outcome::Told(fields) = self.call("backTransReq.do", &form, request.now).await else {
            return Ok(RefundState::Pending);
        };
        Ok(match get(&fields, "respCode").unwrap_or_default() {
            // `00` says that the request was taken; whether money moved, a query tells. `12` says that it came before.
            "00" | "A6" | "01" | "03" | "04" | "05" | "12" => RefundState::Pending,
            // Closed or busy for now.
            code @ ("02" | "06") => RefundState::NotAccepted(code.to_owned()),
            code => RefundState::Failed(code.to_owned()),
        })
    }

    async fn query_refund(
        &self,
        _attempt: &AttemptRef,
        refund: &RefundRef,
        now: Moment,
    ) -> Result<RefundState> {
        Ok(match self.standing("04", &refund.no, refund.made_at, now).await? {
            Standing::Absent => RefundState::NotAccepted(String::new()),
            Standing::Done(_) => RefundState::Done,
            Standing::Failed(code) => RefundState::Failed(code),
            Standing::Unknown => RefundState::Pending,
        })
    }

    fn verify_notification(
        &self,
        message: &Notification,
        now: Moment,
    ) -> Result<VerifiedEvent, Rejected> {
        let fields = read_form(&message.body).ok_or(Rejected::Malformed)?;
        if !authentic(&fields, &self.trust, now) {
            return Err(Rejected::Signature);
        }
        if get(&fields, "merId") != Some(&self.mer_id) {
            return Err(Rejected::Foreign);
        }
        let need = |name| get(&fields, name).ok_or(Rejected::Malformed);
        let (order, kind, code) = (need("orderId")?, need("txnType")?, need("respCode")?);
        let event_id = format!("{}/{code}", need("queryId")?);
        // Refunds are asked about, and a failed try of the payer is no end.
        let news = match (kind, code) {
            ("01", "00" | "A6") => News::Payment(paid(&fields, order)),
            _ => News::Other,
        };
        Ok(VerifiedEvent { event_id, news })
    }

    fn ack(&self, stored: bool) -> HttpAck {
        let (status, body) = if stored { (200, "ok") } else { (500, "fail") };
        HttpAck { status, content_type: "text/plain; charset=utf-8", body: body.to_owned() }
    }
}

/// A door of the interface.
fn at(base: &Url, door: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}/{door}", base.path().trim_end_matches('/')));
    url
}

fn silent(door: &str, error: CallError) -> Outcome {
    tracing::warn!(door, %error, "unionpay did not answer {door}; the outcome is unknown");
    Outcome::Silent
}

/// A snapshot that says nothing but the state.
fn bare(attempt_no: &str, state: RemoteState) -> Snapshot {
    Snapshot {
        attempt_no: attempt_no.to_owned(),
        state,
        paid: None,
        refunded: None,
        provider_ref: None,
        payee: None,
        paid_at: None,
    }
}

/// A payment that succeeded. Without a readable amount and a number it is not something to act on.
fn paid(fields: &Fields, attempt_no: &str) -> Snapshot {
    let amount = get(fields, "txnAmt")
        .filter(|text| text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|_| get(fields, "currencyCode") == Some("156"));
    let (Some(fen), Some(number)) = (amount, get(fields, "queryId")) else {
        return bare(attempt_no, RemoteState::Unknown);
    };
    Snapshot {
        paid: Some(Money::fen(fen)),
        provider_ref: Some(number.to_owned()),
        payee: get(fields, "merId").map(str::to_owned),
        ..bare(attempt_no, RemoteState::Paid)
    }
}

fn check_number(number: &str) -> Result<()> {
    let letters = number.bytes().all(|b| b.is_ascii_alphanumeric());
    if !(8..=40).contains(&number.len()) || !letters {
        return Err(Error::broken("a number that unionpay cannot carry"));
    }
    Ok(())
}

fn check_amount(amount: Money) -> Result<()> {
    if amount.currency != Currency::Cny {
        return Err(domain::Code::MethodUnavailable.into());
    }
    if !(1..=AMOUNT_FEN_MAX).contains(&amount.minor) {
        return Err(Error::broken("an amount that unionpay does not take"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
