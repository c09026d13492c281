//! What the shop's configuration says of WeChat Pay.

use super::seals::Seals;
use crate::config::{ConfigError, Secret, partner_url, web_url};
use crate::signing::{Aes256Gcm, RsaSigner};
use serde::Deserialize;
use url::Url;

/// Where a phone's browser is sent to pay, at the real WeChat Pay.
const H5_PAGES: &str = "https://wx.tenpay.com";

/// The section `[wechat]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The interface: `https://api.mch.weixin.qq.com`, or a stand-in's.
    pub api_url: String,
    /// Where the pages for phones are; without it, WeChat Pay's own.
    pub page_url: String,
    /// The merchant's number (`mchid`), compared with every notification.
    pub mchid: String,
    /// The number of the application that the payments belong to (`appid`, wx…).
    pub appid: String,
    /// The number of the merchant's certificate, hex.
    pub merchant_serial: String,
    /// The merchant's private key (`apiclient_key.pem`).
    pub merchant_private_key: Secret,
    /// The APIv3 key: 32 letters that open what WeChat Pay seals.
    pub api_v3_key: Secret,
    /// The number of WeChat Pay's public key (`PUB_KEY_ID_…`), in public-key mode.
    pub public_key_id: String,
    /// WeChat Pay's public key, in public-key mode.
    pub public_key: Secret,
    /// Whether WeChat Pay's certificates are fetched and believed: the mode without a public key, and beside one while a
    /// merchant changes from one to the other.
    pub platform_certificates: bool,
    /// Whether payments are made so that shares can be handed on to merchants (分账). The money then waits at WeChat Pay.
    pub profit_sharing: bool,
}

/// The section, read and checked.
pub(super) struct Keys {
    pub api: Url,
    pub page: Url,
    pub mchid: String,
    pub appid: String,
    pub merchant_serial: String,
    pub signer: RsaSigner,
    pub seals: Seals,
    pub profit_sharing: bool,
}

impl Settings {
    /// Whether the section holds nothing that identifies an account: then WeChat Pay is absent.
    pub fn is_blank(&self) -> bool {
        let names = [&self.mchid, &self.appid, &self.merchant_serial, &self.public_key_id];
        names.into_iter().all(|text| text.trim().is_empty())
            && [&self.merchant_private_key, &self.api_v3_key, &self.public_key]
                .into_iter()
                .all(Secret::is_blank)
    }

    pub(super) fn read(&self) -> Result<Keys, ConfigError> {
        let api = partner_url("wechat.api_url", &self.api_url)?;
        let page = match self.page_url.trim() {
            "" => web_url("wechat.page_url", H5_PAGES)?,
            text => web_url("wechat.page_url", text)?,
        };
        let require = |key: &str, text: &str| ConfigError::require(key, text).map(str::to_owned);
        let mchid = require("wechat.mchid", &self.mchid)?;
        let appid = require("wechat.appid", &self.appid)?;
        let merchant_serial = require("wechat.merchant_serial", &self.merchant_serial)?;
        if !merchant_serial.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ConfigError::malformed("wechat.merchant_serial", "is not hex"));
        }
        let key = "wechat.merchant_private_key";
        let signer =
            RsaSigner::load(ConfigError::require(key, self.merchant_private_key.reveal())?)
                .map_err(|e| ConfigError::malformed(key, e.why()))?;
        let key = "wechat.api_v3_key";
        let opener =
            Aes256Gcm::new(ConfigError::require(key, self.api_v3_key.reveal())?.as_bytes())
                .ok_or_else(|| ConfigError::malformed(key, "is not 32 bytes long"))?;
        let public = self.public_key()?;
        let seals = Seals::new(opener, public, self.platform_certificates)?;
        let profit_sharing = self.profit_sharing;
        Ok(Keys { api, page, mchid, appid, merchant_serial, signer, seals, profit_sharing })
    }

    /// The number and text of WeChat Pay's public key. Without certificates it is the only way to check who speaks.
    fn public_key(&self) -> Result<Option<(&str, &str)>, ConfigError> {
        let none = self.public_key_id.trim().is_empty() && self.public_key.is_blank();
        if none && self.platform_certificates {
            return Ok(None);
        }
        let id = ConfigError::require("wechat.public_key_id", &self.public_key_id)?;
        if !id.starts_with("PUB_KEY_ID_") {
            let why = "does not begin with PUB_KEY_ID_";
            return Err(ConfigError::malformed("wechat.public_key_id", why));
        }
        let text = ConfigError::require("wechat.public_key", self.public_key.reveal())?;
        Ok(Some((id, text)))
    }
}
