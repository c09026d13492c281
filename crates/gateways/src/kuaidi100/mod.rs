//! 快递100 behind [`TrackingProvider`]: subscribe, be pushed to, ask once. Each subscription has a salt of its own, and a
//! push without a good signature over that salt is nobody's. What a code means is data (`states.toml`).
//!
//! A delivered parcel starts clocks and releases money, so the use case confirms `delivered` by one [`query`] of its own.
//!
//! [`query`]: TrackingProvider::query

mod carriers;
mod journey;
mod settings;

pub use settings::Settings;

use crate::config::ConfigError;
use crate::http::{CallError, post_form};
use crate::signing::{md5_upper, same_text};
use async_trait::async_trait;
use domain::{Code, Refusal};
use journey::States;
use serde_json::{Value, json};
use services::ports::payment::{HttpAck, Rejected};
use services::ports::tracking::{Journey, TrackingProvider, Watch};
use services::{Error, Result};
use url::Url;

/// The largest push that is read, in bytes.
const PUSH_BYTES_MAX: usize = 256 * 1024;

/// The adapter. One per contract with 快递100.
pub struct Kuaidi100 {
    poll: Url,
    query: Url,
    customer: String,
    key: crate::Secret,
    states: States,
    http: reqwest::Client,
}

impl Kuaidi100 {
    /// Opens the adapter; refuses to open without every key.
    pub fn new(settings: &Settings, http: reqwest::Client) -> Result<Self, ConfigError> {
        let (poll, query) = settings.addresses()?;
        let customer = ConfigError::require("kuaidi100.customer", &settings.customer)?.to_owned();
        let key = ConfigError::require("kuaidi100.key", settings.key.reveal())?;
        let key = crate::Secret::new(key);
        Ok(Self { poll, query, customer, key, states: States::load()?, http })
    }
}

#[async_trait]
impl TrackingProvider for Kuaidi100 {
    fn id(&self) -> &'static str {
        "kuaidi100"
    }

    fn carriers(&self) -> &'static [&'static str] {
        &carriers::OURS
    }

    async fn subscribe(&self, watch: &Watch) -> Result<()> {
        if watch.salt.trim().is_empty() {
            return Err(Error::broken("a subscription without a salt could not be verified"));
        }
        let param = json!({
            "company": theirs(&watch.carrier)?,
            "number": watch.waybill,
            "key": self.key.reveal(),
            "parameters": {
                "callbackurl": watch.callback_url,
                "salt": watch.salt,
                "resultv2": "4",
                "phone": watch.phone_last4,
            },
        });
        let form = [("schema", "json".to_owned()), ("param", param.to_string())];
        let answer = self.post(&self.poll, &form).await?;
        match code_of(&answer).as_str() {
            // 501: already subscribed and still polling, which is what we wanted.
            "200" | "501" => Ok(()),
            "700" | "701" | "702" => Err(waybill_refused()),
            code @ ("600" | "601") => Err(Error::broken(format!("kuaidi100 subscribe: {code}"))),
            code => Err(Error::Busy(format!("kuaidi100 subscribe: {code}"))),
        }
    }

    async fn query(&self, watch: &Watch) -> Result<Journey> {
        let param = json!({
            "com": theirs(&watch.carrier)?,
            "num": watch.waybill,
            "phone": watch.phone_last4,
            "resultv2": "4",
            "show": "0",
            "order": "desc",
        });
        let param = param.to_string();
        let sign = md5_upper(&[&param, self.key.reveal(), &self.customer]);
        let form = [("customer", self.customer.clone()), ("sign", sign), ("param", param)];
        let answer = self.post(&self.query, &form).await?;
        if answer.get("data").is_some_and(Value::is_array) {
            let journey = self.states.journey(&answer, false);
            let journey = journey.ok_or_else(|| Error::Busy("kuaidi100 query: shape".into()))?;
            // An answer about another parcel says nothing about this one.
            if journey.waybill != watch.waybill {
                return Err(Error::Busy("kuaidi100 answered about another parcel".into()));
            }
            return Ok(journey);
        }
        match code_of(&answer).as_str() {
            // No result yet: the carrier has not seen the parcel.
            "500" => Ok(Journey {
                carrier: watch.carrier.clone(),
                waybill: watch.waybill.clone(),
                nodes: Vec::new(),
                ended: false,
            }),
            "408" => Err(Refusal::field("phone", Code::Invalid).into()),
            code @ ("400" | "503" | "601") => {
                Err(Error::broken(format!("kuaidi100 query: {code}")))
            }
            code => Err(Error::Busy(format!("kuaidi100 query: {code}"))),
        }
    }

    fn push_subject(&self, body: &[u8]) -> Result<(String, String), Rejected> {
        let (_, param) = decode(body)?;
        journey::subject(&param).ok_or(Rejected::Malformed)
    }

    fn verify_push(&self, body: &[u8], salt: &str) -> Result<Journey, Rejected> {
        let (sign, param) = decode(body)?;
        let expected = md5_upper(&[&param, salt]);
        if salt.trim().is_empty() || !same_text(&sign, &expected) {
            return Err(Rejected::Signature);
        }
        self.states.pushed(&param).ok_or(Rejected::Malformed)
    }

    fn ack(&self, stored: bool) -> HttpAck {
        let (status, result, code, message) =
            if stored { (200, true, "200", "成功") } else { (500, false, "500", "失败") };
        let body = json!({ "result": result, "returnCode": code, "message": message });
        HttpAck { status, content_type: "application/json; charset=utf-8", body: body.to_string() }
    }
}

impl Kuaidi100 {
    /// Both calls may be repeated without harm, so silence is only "busy".
    async fn post(&self, url: &Url, form: &[(&str, String)]) -> Result<Value> {
        let form: Vec<_> = form.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        let busy = |error: CallError| Error::Busy(format!("kuaidi100: {error}"));
        let text = post_form(&self.http, url, &form).await.map_err(busy)?;
        serde_json::from_str(&text).map_err(|_| busy(CallError::NoAnswer))
    }
}

fn theirs(carrier: &str) -> Result<&'static str> {
    carriers::theirs(carrier).ok_or_else(|| Refusal::field("carrier", Code::ChoiceUnknown).into())
}

fn waybill_refused() -> Error {
    Refusal::field("waybill", Code::Invalid).into()
}

/// The code of an answer, which comes as text or as a number.
fn code_of(answer: &Value) -> String {
    match answer.get("returnCode") {
        Some(Value::String(code)) => code.clone(),
        Some(Value::Number(code)) => code.to_string(),
        _ => String::new(),
    }
}

/// The two fields of a push, each decoded exactly once. A field that comes twice has no meaning.
fn decode(body: &[u8]) -> Result<(String, String), Rejected> {
    if body.len() > PUSH_BYTES_MAX {
        return Err(Rejected::Malformed);
    }
    let (mut sign, mut param) = (None, None);
    for (key, value) in url::form_urlencoded::parse(body) {
        let place = match &*key {
            "sign" => &mut sign,
            "param" => &mut param,
            _ => continue,
        };
        if place.replace(value.into_owned()).is_some() {
            return Err(Rejected::Malformed);
        }
    }
    Ok((sign.unwrap_or_default(), param.ok_or(Rejected::Malformed)?))
}

#[cfg(test)]
mod tests;
