//! What the adapters need to be told, as one TOML file that `server` reads. Secrets never show in `Debug`, and every
//! error names the key at fault.

use crate::{alipay, kuaidi100, stripe, unionpay, wechat};
use serde::Deserialize;
use url::Url;

/// The partners and how to reach them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// How long to wait, and through which proxy.
    #[serde(default)]
    pub http: Http,
    /// Alipay (支付宝), when used.
    pub alipay: Option<alipay::Settings>,
    /// WeChat Pay (微信支付), when used.
    pub wechat: Option<wechat::Settings>,
    /// Stripe, when used.
    pub stripe: Option<stripe::Settings>,
    /// UnionPay (银联), when used.
    pub unionpay: Option<unionpay::Settings>,
    /// 快递100, when used.
    pub kuaidi100: Option<kuaidi100::Settings>,
}

impl Config {
    /// Reads the text of a `gateways.toml`.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        // The parser's message may quote a value, which may be a key: only the names it complains of are told.
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).map_or(0, |before| before.matches('\n').count() + 1);
            let named = error.message().starts_with("unknown field");
            let why = if named { error.message() } else { "not the expected text" };
            ConfigError::Unreadable { line, why: why.to_owned() }
        })
    }
}

/// How calls leave the house.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// How long connecting may take, in milliseconds.
    pub connect_ms: u64,
    /// How long a whole call may take, in milliseconds. Longer means unknown.
    pub total_ms: u64,
    /// A forward proxy, when the house has one; the environment is not asked.
    pub proxy: Option<String>,
}

impl Default for Http {
    fn default() -> Self {
        Self { connect_ms: 3_000, total_ms: 12_000, proxy: None }
    }
}

/// A text that must not show in logs.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
    /// Whether there is nothing to hide.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_blank() { "(blank)" } else { "(hidden)" })
    }
}

/// What is wrong with the configuration of the partners.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file is not the TOML that is expected.
    #[error("the gateways' configuration cannot be read (line {line}): {why}")]
    Unreadable {
        /// The line, counted from one.
        line: usize,
        /// The parser's words, without the text of the line.
        why: String,
    },
    /// A key is missing though its neighbours are there.
    #[error("`{key}` is missing from the gateways' configuration")]
    Missing {
        /// The full name of the key: `alipay.app_private_key`.
        key: String,
    },
    /// A key cannot be what it should be.
    #[error("`{key}` in the gateways' configuration is malformed: {why}")]
    Malformed {
        /// The full name of the key: `alipay.app_private_key`.
        key: String,
        /// What is wrong; never the value.
        why: &'static str,
    },
}

impl ConfigError {
    /// The key is there but wrong.
    pub(crate) fn malformed(key: &str, why: &'static str) -> Self {
        Self::Malformed { key: key.to_owned(), why }
    }

    /// Asks for a text that is not blank, trimmed.
    pub(crate) fn require<'a>(key: &str, text: &'a str) -> Result<&'a str, Self> {
        match text.trim() {
            "" => Err(Self::Missing { key: key.to_owned() }),
            text => Ok(text),
        }
    }
}

/// Reads an address that secrets or money travel to: HTTPS, or plain HTTP to this very machine.
pub(crate) fn partner_url(key: &str, text: &str) -> Result<Url, ConfigError> {
    let url = web_url(key, text)?;
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if url.scheme() == "https" || loopback {
        return Ok(url);
    }
    Err(ConfigError::malformed(key, "must be https, or http to this machine"))
}

/// Reads an address that a browser is sent to.
pub(crate) fn web_url(key: &str, text: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(ConfigError::require(key, text)?)
        .map_err(|_| ConfigError::malformed(key, "is not an address"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(ConfigError::malformed(key, "must be an http or https address"));
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(ConfigError::malformed(key, "must not carry a query, a fragment or a user"));
    }
    Ok(url)
}
