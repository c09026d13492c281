//! One call to Stripe and what may be concluded from its answer. What makes an answer Stripe's is TLS, so only the
//! configured address is spoken to and no redirect is followed.

use super::Stripe;
use crate::http::{CallError, read_bounded};
use serde_json::Value;

/// The version of the interface whose words this adapter knows. The account's own setting never decides.
pub(super) const VERSION: &str = "2025-03-31.basil";

/// What may be concluded from a call.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Handled. What that means is in the body.
    Handled(Value),
    /// Understood and refused: `code`, else `type`, of the error.
    Business(String),
    /// The number was used before with other words.
    OtherWords,
    /// No such object.
    Absent,
    /// Not taken up now: too many requests, or another one for the same number is at work.
    Later,
    /// Nothing may be concluded.
    Silent(CallError),
    /// Stripe does not take our requests (key, permission): a matter for the operator.
    Refused(String),
}

/// The fields of a form, brackets in their names.
pub(super) type Form = Vec<(&'static str, String)>;

impl Stripe {
    /// Reads an object or a list.
    pub(super) async fn get(&self, path: &str, query: &Form) -> Outcome {
        let mut url = self.address(path);
        url.query_pairs_mut().extend_pairs(query);
        self.send(path, self.http.get(url)).await
    }

    /// Changes something under a number that makes repeating it harmless.
    pub(super) async fn post(&self, path: &str, number: &str, form: &Form) -> Outcome {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self
            .http
            .post(self.address(path))
            .header("idempotency-key", number)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        self.send(path, request).await
    }

    fn address(&self, path: &str) -> url::Url {
        let mut url = self.api.clone();
        url.set_path(&format!("{}/v1/{path}", self.api.path().trim_end_matches('/')));
        url
    }

    async fn send(&self, path: &str, request: reqwest::RequestBuilder) -> Outcome {
        let request = request.bearer_auth(self.secret.reveal()).header("stripe-version", VERSION);
        let sent = request.send().await;
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => return silent(path, CallError::NotReached),
            Err(_) => return silent(path, CallError::NoAnswer),
        };
        let status = answer.status().as_u16();
        match read_bounded(answer).await {
            Ok(text) => judge(path, status, &text),
            Err(error) => silent(path, error),
        }
    }
}

fn silent(path: &str, error: CallError) -> Outcome {
    tracing::warn!(path, %error, "stripe did not answer {path}; the outcome is unknown");
    Outcome::Silent(error)
}

/// Sorts an answer by what may be concluded from it.
pub(super) fn judge(path: &str, status: u16, text: &str) -> Outcome {
    let body: Option<Value> = serde_json::from_str(text).ok().filter(Value::is_object);
    let word = |name: &str| {
        let error = body.as_ref().and_then(|b| b.get("error"))?;
        error.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let kind = word("type").unwrap_or_default();
    match (status, body.is_some()) {
        (200, true) => Outcome::Handled(body.unwrap_or_default()),
        (401 | 403, _) => {
            Outcome::Refused(word("code").unwrap_or_else(|| format!("HTTP {status}")))
        }
        (404, true) if word("code").as_deref() == Some("resource_missing") => Outcome::Absent,
        (409 | 429, _) => Outcome::Later,
        (400, true) if kind == "idempotency_error" => Outcome::OtherWords,
        (400 | 402, true) if !kind.is_empty() => Outcome::Business(word("code").unwrap_or(kind)),
        _ => silent(path, CallError::Status(status)),
    }
}
