//! What the shop's configuration says of 快递100.

use crate::config::{ConfigError, Secret, partner_url};
use serde::Deserialize;
use url::Url;

/// The section `[kuaidi100]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where subscriptions go.
    pub poll_url: String,
    /// Where questions go.
    pub query_url: String,
    /// The customer's number.
    pub customer: String,
    /// The authorisation key.
    pub key: Secret,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            poll_url: "https://poll.kuaidi100.com/poll".to_owned(),
            query_url: "https://poll.kuaidi100.com/poll/query.do".to_owned(),
            customer: String::new(),
            key: Secret::default(),
        }
    }
}

impl Settings {
    /// Whether the section holds no account: then nobody is asked for journeys.
    pub fn is_blank(&self) -> bool {
        self.customer.trim().is_empty() && self.key.is_blank()
    }

    /// Where to subscribe and where to ask.
    pub(super) fn addresses(&self) -> Result<(Url, Url), ConfigError> {
        Ok((
            partner_url("kuaidi100.poll_url", &self.poll_url)?,
            partner_url("kuaidi100.query_url", &self.query_url)?,
        ))
    }
}
