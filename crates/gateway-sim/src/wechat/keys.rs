//! The shop's account at WeChat Pay, and WeChat Pay's own keys: one that it hands out as a public key, and one in a
//! certificate. They are two, so that a shop that takes the one for the other is found out.

use super::certificate;
use crate::chance;
use crate::keys::{pair, private_text, public_der};
use crate::sign::RsaKeyPair;
use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use aws_lc_rs::rsa::{OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::io;
use std::net::SocketAddr;

/// What is kept of it in `keys.json`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Stored {
    mchid: String,
    appid: String,
    merchant_serial: String,
    merchant_private_key: String,
    api_v3_key: String,
    public_key_id: String,
    public_private_key: String,
    certificate_serial: String,
    certificate_private_key: String,
}

impl Stored {
    /// Made by chance.
    pub fn make() -> io::Result<Self> {
        let hex = |count| chance::letters(b"0123456789ABCDEF", count);
        Ok(Self {
            mchid: format!("19{}", chance::digits(8)),
            appid: format!("wx{}", chance::letters(b"0123456789abcdef", 16)),
            merchant_serial: format!("5{}", hex(39)),
            merchant_private_key: private_text()?,
            api_v3_key: chance::letters(
                b"ABCDEFGHIJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789",
                32,
            ),
            public_key_id: format!("PUB_KEY_ID_0{}", chance::digits(30)),
            public_private_key: private_text()?,
            certificate_serial: format!("7{}", hex(39)),
            certificate_private_key: private_text()?,
        })
    }
}

/// The keys at work.
pub struct Keys {
    stored: Stored,
    /// The merchant's public key, DER.
    pub merchant_public: Vec<u8>,
    public: RsaKeyPair,
    certified: RsaKeyPair,
    public_der: Vec<u8>,
    /// The certificate, PEM.
    pub certificate: String,
}

impl Keys {
    /// Opens what is stored.
    pub fn open(stored: Stored) -> io::Result<Self> {
        let public = pair(&stored.public_private_key)?;
        let certified = pair(&stored.certificate_private_key)?;
        let certificate =
            certificate::make(&stored.certificate_serial, &public_der(&certified)?, &certified)
                .ok_or_else(|| io::Error::other("no certificate could be made"))?;
        Ok(Self {
            merchant_public: public_der(&pair(&stored.merchant_private_key)?)?,
            public_der: public_der(&public)?,
            public,
            certified,
            certificate,
            stored,
        })
    }

    /// The merchant.
    pub fn mchid(&self) -> &str {
        &self.stored.mchid
    }
    /// Its application.
    pub fn appid(&self) -> &str {
        &self.stored.appid
    }
    /// The number of its certificate.
    pub fn merchant_serial(&self) -> &str {
        &self.stored.merchant_serial
    }
    /// The number of WeChat Pay's public key.
    pub fn public_key_id(&self) -> &str {
        &self.stored.public_key_id
    }
    /// The number of WeChat Pay's certificate.
    pub fn certificate_serial(&self) -> &str {
        &self.stored.certificate_serial
    }
    /// The key with this number.
    pub fn voice(&self, serial: &str) -> &RsaKeyPair {
        if serial == self.stored.public_key_id { &self.public } else { &self.certified }
    }

    /// What seals contents for the merchant.
    pub fn sealer(&self) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, self.stored.api_v3_key.as_bytes()).ok()?;
        Some(LessSafeKey::new(key))
    }

    /// What opens texts that the merchant sealed for the key with this number.
    pub fn opener(&self, serial: &str) -> Option<OaepPrivateDecryptingKey> {
        let text = if serial == self.stored.public_key_id {
            &self.stored.public_private_key
        } else {
            &self.stored.certificate_private_key
        };
        let key = PrivateDecryptingKey::from_pkcs8(&STANDARD.decode(text).ok()?).ok()?;
        OaepPrivateDecryptingKey::new(key).ok()
    }

    /// The section of the shop's configuration.
    pub fn section(&self, addr: SocketAddr, base: &str) -> String {
        let Stored {
            mchid,
            appid,
            merchant_serial,
            merchant_private_key,
            api_v3_key,
            public_key_id,
            ..
        } = &self.stored;
        format!(
            "\n[wechat]\n\
             api_url = \"http://{addr}\"\n\
             page_url = \"{base}\"\n\
             mchid = \"{mchid}\"\n\
             appid = \"{appid}\"\n\
             merchant_serial = \"{merchant_serial}\"\n\
             merchant_private_key = \"{merchant_private_key}\"\n\
             api_v3_key = \"{api_v3_key}\"\n\
             public_key_id = \"{public_key_id}\"\n\
             public_key = \"{}\"\n\
             platform_certificates = false\n\
             profit_sharing = false\n",
            STANDARD.encode(&self.public_der),
        )
    }
}
