//! The accounts of the shop at the two card partners: made on the first start, kept in `cards.json`, and written into the
//! shop's configuration. UnionPay's side has certificates, made by hand in `x509`.

use crate::chance;
use crate::keys::{pair, private_text, public_der, write_private};
use crate::sign::RsaKeyPair;
use crate::x509;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::io;
use std::net::SocketAddr;
use std::path::Path;

/// The name under which UnionPay's own certificates are issued.
const UNIONPAY: &str = "040@Z12@中国银联股份有限公司@00040000:SIGN";
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What is kept in `cards.json`.
#[derive(Serialize, Deserialize)]
struct Stored {
    account: String,
    secret_key: String,
    webhook_secret: String,
    mer_id: String,
    merchant_private: String,
    merchant_serial: u64,
    unionpay_private: String,
    issuer_private: String,
}

/// The keys at work.
pub struct Cards {
    stored: Stored,
    /// UnionPay's own pair.
    pub unionpay: RsaKeyPair,
    /// UnionPay's certificate, PEM.
    pub unionpay_pem: String,
    /// The merchant's public key, DER.
    pub merchant_public: Vec<u8>,
    merchant_pem: String,
    issuer_pem: String,
}

impl Cards {
    /// The keys of this folder, made now when there are none.
    pub fn load_or_make(data: &Path) -> io::Result<Self> {
        let path = data.join("cards.json");
        let stored = match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(io::Error::other)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = make()?;
                let text = serde_json::to_string_pretty(&made).map_err(io::Error::other)?;
                write_private(&path, &text)?;
                made
            }
            Err(error) => return Err(error),
        };
        Self::open(stored)
    }

    fn open(stored: Stored) -> io::Result<Self> {
        let issuer = pair(&stored.issuer_private)?;
        let unionpay = pair(&stored.unionpay_private)?;
        let merchant_public = public_der(&pair(&stored.merchant_private)?)?;
        let middle = "Stand-in OCA1";
        let certify = |serial, name: &str, key: &[u8], issues| {
            x509::pem(&x509::certificate(serial, middle, name, key, issues, &issuer))
        };
        Ok(Self {
            issuer_pem: certify(1, middle, &public_der(&issuer)?, true),
            unionpay_pem: certify(2, UNIONPAY, &public_der(&unionpay)?, false),
            merchant_pem: certify(stored.merchant_serial, &stored.mer_id, &merchant_public, false),
            merchant_public,
            unionpay,
            stored,
        })
    }

    /// The shop's key at Stripe.
    pub fn secret_key(&self) -> &str {
        &self.stored.secret_key
    }
    /// What signs Stripe's notifications.
    pub fn webhook_secret(&self) -> &str {
        &self.stored.webhook_secret
    }
    /// The merchant's number at UnionPay.
    pub fn mer_id(&self) -> &str {
        &self.stored.mer_id
    }
    /// The number of the merchant's certificate.
    pub fn merchant_cert_id(&self) -> String {
        self.stored.merchant_serial.to_string()
    }

    /// The sections of `gateways.toml`.
    pub fn config(&self, addr: SocketAddr, public_url: Option<&str>) -> String {
        let page = |path: &str| {
            public_url.map_or_else(String::new, |url| {
                format!("page_url = \"{}{path}\"\n", url.trim_end_matches('/'))
            })
        };
        let Stored { account, secret_key, webhook_secret, mer_id, merchant_private, .. } =
            &self.stored;
        format!(
            "\n[stripe]\n\
             api_url = \"http://{addr}\"\n\
             {stripe_page}\
             account = \"{account}\"\n\
             secret_key = \"{secret_key}\"\n\
             webhook_secret = \"{webhook_secret}\"\n\n\
             [unionpay]\n\
             gateway_url = \"http://{addr}/gateway/api\"\n\
             {unionpay_page}\
             mer_id = \"{mer_id}\"\n\
             private_key = \"{merchant_private}\"\n\
             certificate = \"\"\"\n{merchant}\"\"\"\n\
             issuer_certificates = \"\"\"\n{issuer}\"\"\"\n",
            stripe_page = match page("") {
                none if none.is_empty() => format!("page_url = \"http://{addr}\"\n"),
                told => told,
            },
            unionpay_page = page("/gateway/api"),
            merchant = self.merchant_pem,
            issuer = self.issuer_pem,
        )
    }
}

fn make() -> io::Result<Stored> {
    let serial = chance::digits(15).parse().map_err(io::Error::other)?;
    Ok(Stored {
        account: format!("acct_{}", chance::letters(LETTERS, 16)),
        secret_key: format!("sk_test_{}", chance::letters(LETTERS, 32)),
        webhook_secret: format!("whsec_{}", chance::letters(LETTERS, 32)),
        mer_id: format!("7772{}", chance::digits(11)),
        merchant_private: private_text()?,
        merchant_serial: serial,
        unionpay_private: private_text()?,
        issuer_private: private_text()?,
    })
}

/// The base64 SHA-256 RSA signature of bytes, for certificates.
pub fn sign_bytes(pair: &RsaKeyPair, bytes: &[u8]) -> Vec<u8> {
    STANDARD.decode(crate::sign::rsa2(pair, bytes)).unwrap_or_default()
}
