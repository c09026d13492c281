//! One signed call. The body is serialised once: what is signed is what is sent. An answer of success that does not carry
//! WeChat Pay's signature is nobody's; errors travel unsigned, so nothing is taken from them but that nothing happened.

use super::Wechat;
use crate::http::{ANSWER_BYTES_MAX, CallError, Raw, exchange};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Moment;
use reqwest::{Method, Request};
use serde_json::Value;
use services::{Error, Result};
use url::Url;

/// What may be concluded from a call.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Success, authentic: what was said. `Null` when nothing was.
    Handled(Value),
    /// The business refused, with its code.
    Business(String),
    /// Nothing may be concluded: no answer, a forged one, or "ask again".
    Silent(CallError),
    /// WeChat Pay does not take our requests (signature, permission): a matter for the operator.
    Refused(String),
}

impl Wechat {
    /// Posts a content, asks without one.
    pub(super) async fn call(&self, path: &str, content: Option<&Value>, now: Moment) -> Outcome {
        self.call_sealed(path, content, None, now).await
    }

    /// The same with something in the content sealed for the key with this number.
    pub(super) async fn call_sealed(
        &self,
        path: &str,
        content: Option<&Value>,
        sealed_for: Option<&str>,
        now: Moment,
    ) -> Outcome {
        self.refresh(now).await;
        let method = if content.is_some() { Method::POST } else { Method::GET };
        let body = content.map(Value::to_string).unwrap_or_default();
        let Ok(url) = self.api.join(path) else {
            return Outcome::Refused("an address that cannot be".to_owned());
        };
        let signed = self.signed(method, url, body, sealed_for, now);
        let request = match signed {
            Ok(request) => request,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        match exchange(&self.http, request, ANSWER_BYTES_MAX).await {
            Ok(raw) => self.judge(path, &raw, now),
            Err(error) => {
                tracing::warn!(path, %error, "wechat pay did not answer; the outcome is unknown");
                Outcome::Silent(error)
            }
        }
    }

    fn judge(&self, path: &str, raw: &Raw, now: Moment) -> Outcome {
        if (200..300).contains(&raw.status) {
            if let Err(why) = self.seals.check(|name| raw.header(name), &raw.body, now) {
                tracing::warn!(path, %why, "an answer is not wechat pay's; the outcome is unknown");
                return Outcome::Silent(CallError::NoAnswer);
            }
            if raw.body.is_empty() {
                return Outcome::Handled(Value::Null);
            }
            return serde_json::from_slice(&raw.body)
                .map_or(Outcome::Silent(CallError::NoAnswer), Outcome::Handled);
        }
        let said: Value = serde_json::from_slice(&raw.body).unwrap_or_default();
        let code = super::text(&said, "code").unwrap_or_default();
        match (raw.status, code) {
            (401, _) | (_, "NO_AUTH" | "SIGN_ERROR" | "APPID_MCHID_NOT_MATCH") => {
                Outcome::Refused(format!("{} {code}", raw.status))
            }
            (400..500, code) if raw.status != 429 && !code.is_empty() && !ask_again(code) => {
                Outcome::Business(code.to_owned())
            }
            (status, code) => {
                tracing::warn!(path, status, code, "wechat pay's answer proves nothing; unknown");
                Outcome::Silent(CallError::Status(status))
            }
        }
    }

    /// A request with its signature.
    pub(super) fn signed(
        &self,
        method: Method,
        url: Url,
        body: String,
        sealed_for: Option<&str>,
        now: Moment,
    ) -> Result<Request> {
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let (seconds, nonce) = (now.millis().div_euclid(1000), nonce()?);
        let text = format!("{method}\n{target}\n{seconds}\n{nonce}\n{body}\n");
        let signature =
            self.signer.sign(&text).map_err(|_| Error::broken("the merchant's key cannot sign"))?;
        let credentials = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{nonce}\",timestamp=\"{seconds}\",\
             serial_no=\"{}\",signature=\"{signature}\"",
            self.mchid, self.merchant_serial,
        );
        let mut request = self
            .http
            .request(method, url)
            .header("authorization", credentials)
            .header("accept", "application/json");
        if let Some(key) = sealed_for.or_else(|| self.seals.wanted()) {
            request = request.header("wechatpay-serial", key);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json").body(body);
        }
        request.build().map_err(|_| Error::broken("a request to wechat pay cannot be written"))
    }

    /// Fetches WeChat Pay's certificates when it is time. A failure is told; the call itself goes on with what is known.
    async fn refresh(&self, now: Moment) {
        if !self.seals.due(now) {
            return;
        }
        let Ok(url) = self.api.join("/v3/certificates") else { return };
        let Ok(request) = self.signed(Method::GET, url, String::new(), None, now) else { return };
        match exchange(&self.http, request, ANSWER_BYTES_MAX).await {
            Ok(raw) if raw.status == 200 => {
                if let Err(why) = self.seals.learn(|name| raw.header(name), &raw.body, now) {
                    tracing::warn!(%why, "wechat pay's certificates cannot be believed");
                }
            }
            Ok(raw) => tracing::warn!(raw.status, "wechat pay shows no certificates"),
            Err(error) => tracing::warn!(%error, "wechat pay's certificates did not come"),
        }
    }
}

/// Codes that only say "something went wrong here": the outcome is unknown.
fn ask_again(code: &str) -> bool {
    matches!(code, "SYSTEM_ERROR" | "FREQUENCY_LIMITED" | "RATELIMIT_EXCEEDED" | "BANK_ERROR")
}

/// A text that never comes twice; it guards against replay there and means nothing here.
fn nonce() -> Result<String> {
    let mut bytes = [0_u8; 24];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| Error::broken("the operating system gives no chance"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes).replace(['-', '_'], "0"))
}
