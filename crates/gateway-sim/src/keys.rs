//! The accounts of the shop at its partners: made by chance on the first start, kept in the data folder, readable by the
//! owner only, and written out as the configuration that the shop's server reads.

use crate::cards::Cards;
use crate::chance;
use crate::sign::RsaKeyPair;
use crate::wechat;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What is kept in `keys.json`.
#[derive(Serialize, Deserialize)]
struct Stored {
    app_id: String,
    seller_id: String,
    app_private_key: String,
    alipay_private_key: String,
    customer: String,
    key: String,
    /// Missing in a folder that is older than this stand-in's WeChat Pay.
    wechat: Option<wechat::Stored>,
}

/// The keys at work.
pub struct Keys {
    stored: Stored,
    /// Alipay's own pair.
    pub alipay: RsaKeyPair,
    /// The application's public key, DER.
    pub app_public: Vec<u8>,
    alipay_public: String,
    /// The account and the keys at WeChat Pay.
    pub wechat: wechat::Keys,
    /// The accounts at the card partners.
    pub cards: Cards,
}

impl Keys {
    /// The keys of this folder, made now when there are none.
    pub fn load_or_make(data: &Path) -> io::Result<Self> {
        let path = data.join("keys.json");
        let mut stored = match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(io::Error::other)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make()?,
            Err(error) => return Err(error),
        };
        let wechat = match &stored.wechat {
            Some(wechat) => wechat.clone(),
            None => {
                let made = wechat::Stored::make()?;
                stored.wechat = Some(made.clone());
                let text = serde_json::to_string_pretty(&stored).map_err(io::Error::other)?;
                write_private(&path, &text)?;
                made
            }
        };
        Self::open(stored, wechat::Keys::open(wechat)?, Cards::load_or_make(data)?)
    }

    fn open(stored: Stored, wechat: wechat::Keys, cards: Cards) -> io::Result<Self> {
        let alipay = pair(&stored.alipay_private_key)?;
        let app = pair(&stored.app_private_key)?;
        let (app_public, alipay_public) =
            (public_der(&app)?, STANDARD.encode(public_der(&alipay)?));
        Ok(Self { stored, alipay, app_public, alipay_public, wechat, cards })
    }

    /// The shop's application at Alipay.
    pub fn app_id(&self) -> &str {
        &self.stored.app_id
    }
    /// The payee at Alipay.
    pub fn seller_id(&self) -> &str {
        &self.stored.seller_id
    }
    /// The shop's number at 快递100.
    pub fn customer(&self) -> &str {
        &self.stored.customer
    }
    /// The shop's key at 快递100.
    pub fn tracking_key(&self) -> &str {
        &self.stored.key
    }

    /// Writes `gateways.toml` with the address that is in use now.
    pub fn write_config(
        &self,
        data: &Path,
        addr: SocketAddr,
        public_url: Option<&str>,
    ) -> io::Result<PathBuf> {
        let Stored { app_id, seller_id, app_private_key, customer, key, .. } = &self.stored;
        let base = public_url.map_or_else(|| format!("http://{addr}"), str::to_owned);
        let base = base.trim_end_matches('/');
        let page = public_url.map_or_else(String::new, |url| {
            format!("page_url = \"{}/gateway.do\"\n", url.trim_end_matches('/'))
        });
        let text = format!(
            "# Written by gateway-sim at every start. These partners are stand-ins: no real money, no real parcels.\n\
             [alipay]\n\
             gateway_url = \"http://{addr}/gateway.do\"\n\
             {page}\
             app_id = \"{app_id}\"\n\
             seller_id = \"{seller_id}\"\n\
             app_private_key = \"{app_private_key}\"\n\
             alipay_public_key = \"{}\"\n\n\
             [kuaidi100]\n\
             poll_url = \"http://{addr}/poll\"\n\
             query_url = \"http://{addr}/poll/query.do\"\n\
             customer = \"{customer}\"\n\
             key = \"{key}\"\n{}{}",
            self.alipay_public,
            self.wechat.section(addr, base),
            self.cards.config(addr, public_url),
        );
        let path = data.join("gateways.toml");
        write_private(&path, &text)?;
        Ok(path)
    }
}

fn make() -> io::Result<Stored> {
    Ok(Stored {
        app_id: format!("2021{}", chance::digits(12)),
        seller_id: format!("2088{}", chance::digits(12)),
        app_private_key: private_text()?,
        alipay_private_key: private_text()?,
        customer: chance::letters(b"0123456789ABCDEF", 32),
        key: chance::letters(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 12),
        wechat: None,
    })
}

/// A fresh private key, PKCS#8 in base64.
pub fn private_text() -> io::Result<String> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(io::Error::other)?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(io::Error::other)?;
    Ok(STANDARD.encode(der.as_ref()))
}

/// The public half of a pair, DER.
pub fn public_der(pair: &RsaKeyPair) -> io::Result<Vec<u8>> {
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(io::Error::other)?;
    Ok(der.as_ref().to_vec())
}

/// The pair of a private key as it is kept.
pub fn pair(text: &str) -> io::Result<RsaKeyPair> {
    let der = STANDARD.decode(text).map_err(io::Error::other)?;
    RsaKeyPair::from_pkcs8(&der).map_err(io::Error::other)
}

/// Replaces the file as a whole, readable by its owner only.
pub fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    io::Write::write_all(&mut options.open(&fresh)?, text.as_bytes())?;
    std::fs::rename(&fresh, path)
}
