//! The one HTTP client of the adapters: bounded in time and size, no redirects, no cookies, no proxy from the environment.

use crate::config::{ConfigError, Http};
use std::time::Duration;

/// The largest ordinary answer that is read, in bytes.
pub(crate) const ANSWER_BYTES_MAX: usize = 1 << 20;

/// Why a call has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallError {
    /// The partner was not reached: nothing happened there.
    #[error("could not connect")]
    NotReached,
    /// Asked, but no whole answer came: it may or may not have happened there.
    #[error("no answer in time")]
    NoAnswer,
    /// Answered with an HTTP status that is no answer of this protocol.
    #[error("HTTP status {0}")]
    Status(u16),
}

/// The client that every adapter shares.
pub(crate) fn client(settings: &Http) -> Result<reqwest::Client, ConfigError> {
    let mut builder = reqwest::Client::builder()
        .connect_timeout(Duration::from_millis(settings.connect_ms))
        .timeout(Duration::from_millis(settings.total_ms))
        .pool_idle_timeout(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("jishi/", env!("CARGO_PKG_VERSION")))
        .no_proxy();
    if let Some(proxy) = settings.proxy.as_deref().filter(|p| !p.trim().is_empty()) {
        let proxy = reqwest::Proxy::all(proxy)
            .map_err(|_| ConfigError::malformed("http.proxy", "is not a proxy address"))?;
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|_| ConfigError::malformed("http", "no TLS client could be made"))
}

/// Posts a form and reads the whole answer as text, whatever content type it claims.
pub(crate) async fn post_form(
    client: &reqwest::Client,
    url: &url::Url,
    form: &[(String, String)],
) -> Result<String, CallError> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let sent = client
        .post(url.clone())
        .header("content-type", "application/x-www-form-urlencoded;charset=utf-8")
        .body(body)
        .send()
        .await
        .map_err(|e| if e.is_connect() { CallError::NotReached } else { CallError::NoAnswer })?;
    if !sent.status().is_success() {
        return Err(CallError::Status(sent.status().as_u16()));
    }
    read_bounded(sent).await
}

/// Fetches a file of at most `bytes_max`, whatever content type it claims.
pub(crate) async fn get_file(
    client: &reqwest::Client,
    url: url::Url,
    bytes_max: usize,
) -> Result<Vec<u8>, CallError> {
    let sent =
        client.get(url).send().await.map_err(|e| {
            if e.is_connect() { CallError::NotReached } else { CallError::NoAnswer }
        })?;
    if !sent.status().is_success() {
        return Err(CallError::Status(sent.status().as_u16()));
    }
    read_bytes(sent, bytes_max).await
}

/// An answer as it came, whatever its status.
pub(crate) struct Raw {
    /// The HTTP status.
    pub status: u16,
    headers: reqwest::header::HeaderMap,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Raw {
    /// A header that is text and came once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.get_all(name).iter();
        let value = found.next()?;
        if found.next().is_some() {
            return None;
        }
        value.to_str().ok()
    }
}

/// Sends a request that is written already and reads its whole answer, at most so many bytes of it.
pub(crate) async fn exchange(
    client: &reqwest::Client,
    request: reqwest::Request,
    bytes_max: usize,
) -> Result<Raw, CallError> {
    let sent = client
        .execute(request)
        .await
        .map_err(|e| if e.is_connect() { CallError::NotReached } else { CallError::NoAnswer })?;
    let (status, headers) = (sent.status().as_u16(), sent.headers().clone());
    Ok(Raw { status, headers, body: read_bytes(sent, bytes_max).await? })
}

pub(crate) async fn read_bounded(answer: reqwest::Response) -> Result<String, CallError> {
    let bytes = read_bytes(answer, ANSWER_BYTES_MAX).await?;
    String::from_utf8(bytes).map_err(|_| CallError::NoAnswer)
}

async fn read_bytes(mut answer: reqwest::Response, max: usize) -> Result<Vec<u8>, CallError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| CallError::NoAnswer)? {
        if bytes.len() + chunk.len() > max {
            return Err(CallError::NoAnswer);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
