//! What the shop's configuration says of UnionPay.

use super::certificates::{Trust, read_all};
use crate::config::{ConfigError, Secret, partner_url, web_url};
use crate::signing::RsaSigner;
use serde::Deserialize;
use url::Url;

/// Who signs for UnionPay when nothing else is said: the third part of the certificate's name.
const SIGNER: &str = "中国银联股份有限公司";

/// The section `[unionpay]`. Needed once any of it is given: the merchant's number, key and certificate, and either
/// UnionPay's own certificate or those it is issued under.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The interface: `https://gateway.95516.com/gateway/api`, the test one, or a stand-in's. UnionPay's own when blank.
    pub gateway_url: String,
    /// The interface as browsers reach it, when that differs (a stand-in behind a proxy).
    pub page_url: String,
    /// The merchant's number (15 digits).
    pub mer_id: String,
    /// The merchant's private key: PKCS#8 or PKCS#1, one line of base64 or PEM.
    pub private_key: Secret,
    /// The merchant's certificate, PEM or one line of base64; its serial number goes with every request.
    pub certificate: String,
    /// UnionPay's certificate, when only that one is to be believed.
    pub unionpay_certificate: String,
    /// The middle certificate that UnionPay's are issued under, and the root it is issued under: PEM, one after the other.
    pub issuer_certificates: String,
    /// Who must have signed, when that is not UnionPay itself (its test environment).
    pub signer: String,
}

/// The section, read and checked.
pub(super) struct Keys {
    pub gateway: Url,
    pub page: Url,
    pub mer_id: String,
    pub signer: RsaSigner,
    pub cert_id: String,
    pub trust: Trust,
}

impl Settings {
    /// Whether the section holds nothing that identifies an account: then UnionPay is absent.
    pub fn is_blank(&self) -> bool {
        [&self.mer_id, &self.certificate].into_iter().all(|t| t.trim().is_empty())
            && self.private_key.is_blank()
    }

    pub(super) fn read(&self) -> Result<Keys, ConfigError> {
        let gateway = match self.gateway_url.trim() {
            "" => "https://gateway.95516.com/gateway/api",
            text => text,
        };
        let gateway = partner_url("unionpay.gateway_url", gateway)?;
        let page = match self.page_url.trim() {
            "" => gateway.clone(),
            text => web_url("unionpay.page_url", text)?,
        };
        let mer_id = ConfigError::require("unionpay.mer_id", &self.mer_id)?.to_owned();
        let private = "unionpay.private_key";
        let signer = RsaSigner::load(ConfigError::require(private, self.private_key.reveal())?)
            .map_err(|e| ConfigError::malformed(private, e.why()))?;
        let own = "unionpay.certificate";
        let certificate = read_all(ConfigError::require(own, &self.certificate)?)
            .and_then(|all| all.into_iter().next())
            .ok_or_else(|| ConfigError::malformed(own, "is not a certificate"))?;
        Ok(Keys {
            gateway,
            page,
            mer_id,
            signer,
            cert_id: certificate.serial,
            trust: self.trust()?,
        })
    }

    fn trust(&self) -> Result<Trust, ConfigError> {
        if !self.unionpay_certificate.trim().is_empty() {
            return Trust::only(&self.unionpay_certificate)
                .map_err(|why| ConfigError::malformed("unionpay.unionpay_certificate", why));
        }
        let key = "unionpay.issuer_certificates";
        let issuers = ConfigError::require(key, &self.issuer_certificates)?;
        let signer = match self.signer.trim() {
            "" => SIGNER,
            text => text,
        };
        Trust::issued_under(issuers, signer).map_err(|why| ConfigError::malformed(key, why))
    }
}
