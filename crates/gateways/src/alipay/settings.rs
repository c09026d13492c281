//! What the shop's configuration says of Alipay.

use crate::config::{ConfigError, Secret, partner_url, web_url};
use crate::signing::{RsaSigner, RsaVerifier};
use serde::Deserialize;
use url::Url;

/// The section `[alipay]`. Every key but `page_url` is needed once any of them is given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The gateway: `https://openapi.alipay.com/gateway.do`, the sandbox's, or a stand-in's.
    pub gateway_url: String,
    /// The gateway as browsers reach it, when that differs (a stand-in behind a proxy).
    pub page_url: String,
    /// The application's number (`app_id`).
    pub app_id: String,
    /// The payee's number (`seller_id`, 2088…), compared with every notification.
    pub seller_id: String,
    /// The application's private key.
    pub app_private_key: Secret,
    /// Alipay's public key; not the application's.
    pub alipay_public_key: Secret,
}

/// The section, read and checked.
pub(super) struct Keys {
    pub gateway: Url,
    pub page: Url,
    pub app_id: String,
    pub seller_id: String,
    pub signer: RsaSigner,
    pub verifier: RsaVerifier,
}

impl Settings {
    /// Whether the section holds nothing that identifies an account: then Alipay is absent.
    pub fn is_blank(&self) -> bool {
        [&self.app_id, &self.seller_id].into_iter().all(|t| t.trim().is_empty())
            && self.app_private_key.is_blank()
            && self.alipay_public_key.is_blank()
    }

    pub(super) fn read(&self) -> Result<Keys, ConfigError> {
        let gateway = partner_url("alipay.gateway_url", &self.gateway_url)?;
        let page = match self.page_url.trim() {
            "" => gateway.clone(),
            text => web_url("alipay.page_url", text)?,
        };
        let app_id = ConfigError::require("alipay.app_id", &self.app_id)?.to_owned();
        let seller_id = ConfigError::require("alipay.seller_id", &self.seller_id)?.to_owned();
        let private = "alipay.app_private_key";
        let signer = RsaSigner::load(ConfigError::require(private, self.app_private_key.reveal())?)
            .map_err(|e| ConfigError::malformed(private, e.why()))?;
        let public = "alipay.alipay_public_key";
        let verifier =
            RsaVerifier::load(ConfigError::require(public, self.alipay_public_key.reveal())?)
                .map_err(|e| ConfigError::malformed(public, e.why()))?;
        Ok(Keys { gateway, page, app_id, seller_id, signer, verifier })
    }
}
