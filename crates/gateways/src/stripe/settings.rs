//! What the shop's configuration says of Stripe.

use crate::config::{ConfigError, Secret, partner_url, web_url};
use serde::Deserialize;
use url::Url;

/// The section `[stripe]`. Every key but the addresses is needed once any of them is given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The interface: `https://api.stripe.com`, or a stand-in's. Stripe's own when blank.
    pub api_url: String,
    /// Where the hosted page lives: `https://checkout.stripe.com`, or a stand-in's. Stripe's own when blank.
    pub page_url: String,
    /// The account (`acct_…`) that is paid.
    pub account: String,
    /// The secret key (`sk_live_…`, `sk_test_…`, or a restricted `rk_…`).
    pub secret_key: Secret,
    /// What signs notifications (`whsec_…`).
    pub webhook_secret: Secret,
}

/// The section, read and checked.
pub(super) struct Keys {
    pub api: Url,
    pub page: Url,
    pub account: String,
    pub secret: Secret,
    pub webhook: Secret,
    /// Whether the key moves real money; a notification of the other world is none of ours.
    pub live: bool,
}

impl Settings {
    /// Whether the section holds nothing that identifies an account: then Stripe is absent.
    pub fn is_blank(&self) -> bool {
        self.account.trim().is_empty()
            && self.secret_key.is_blank()
            && self.webhook_secret.is_blank()
    }

    pub(super) fn read(&self) -> Result<Keys, ConfigError> {
        let or = |text: &str, real: &str| match text.trim() {
            "" => real.to_owned(),
            text => text.to_owned(),
        };
        let api = partner_url("stripe.api_url", &or(&self.api_url, "https://api.stripe.com"))?;
        let page = web_url("stripe.page_url", &or(&self.page_url, "https://checkout.stripe.com"))?;
        let account = ConfigError::require("stripe.account", &self.account)?.to_owned();
        let secret = key("stripe.secret_key", &self.secret_key, &["sk_", "rk_"])?;
        let webhook = key("stripe.webhook_secret", &self.webhook_secret, &["whsec_"])?;
        let live = secret.reveal().get(3..).is_some_and(|rest| rest.starts_with("live_"));
        Ok(Keys { api, page, account, secret, webhook, live })
    }
}

/// A secret of printable letters that begins as Stripe's do.
fn key(name: &str, secret: &Secret, heads: &[&str]) -> Result<Secret, ConfigError> {
    let text = ConfigError::require(name, secret.reveal())?;
    let printable = text.bytes().all(|b| b.is_ascii_graphic());
    if !printable || !heads.iter().any(|head| text.starts_with(head) && text.len() > head.len()) {
        return Err(ConfigError::malformed(name, "does not begin as such a key does"));
    }
    Ok(Secret::new(text))
}
