//! UnionPay sends its certificate with every message. It is believed only when it is the configured one, or was issued
//! under the configured ones, at this moment, to UnionPay.

use crate::signing::{RsaVerifier, same_text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Moment;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// RSA with SHA-256, the one way in which a certificate may be signed.
const SHA256_RSA: &str = "1.2.840.113549.1.1.11";
/// The most certificates of one text that are read.
const CERTIFICATES_MAX: usize = 4;

/// What is needed of a certificate.
pub(super) struct Certificate {
    der: Vec<u8>,
    /// The serial number as decimal text, which is UnionPay's `certId`.
    pub serial: String,
    name: String,
    from_s: i64,
    to_s: i64,
    issues: bool,
    key: Vec<u8>,
}

impl Certificate {
    fn of_der(der: Vec<u8>) -> Option<Self> {
        let (rest, read) = X509Certificate::from_der(&der).ok()?;
        if !rest.is_empty() {
            return None;
        }
        let name = read.subject().iter_common_name().next()?.as_str().ok()?.to_owned();
        let (serial, key) = (read.serial.to_string(), read.public_key().raw.to_vec());
        let (from_s, to_s) =
            (read.validity().not_before.timestamp(), read.validity().not_after.timestamp());
        let issues = read.is_ca();
        Some(Self { serial, name, from_s, to_s, issues, key, der })
    }

    /// Whether `issuer` signed this one: as an issuer, under its name, with its key.
    fn issued_by(&self, issuer: &Self) -> bool {
        let (Ok((_, child)), Ok((_, parent))) =
            (X509Certificate::from_der(&self.der), X509Certificate::from_der(&issuer.der))
        else {
            return false;
        };
        let Some(key) = issuer.verifier() else { return false };
        issuer.issues
            && child.signature_algorithm.algorithm.to_id_string() == SHA256_RSA
            && child.issuer().as_raw() == parent.subject().as_raw()
            && key.verify(
                child.tbs_certificate.as_ref(),
                &STANDARD.encode(&child.signature_value.data),
            )
    }

    fn valid_at(&self, now: Moment) -> bool {
        (self.from_s..=self.to_s).contains(&(now.millis() / 1000))
    }

    fn verifier(&self) -> Option<RsaVerifier> {
        RsaVerifier::load(&STANDARD.encode(&self.key)).ok()
    }

    /// Whom it was issued to: `…@…@中国银联股份有限公司@…`, or the whole name where it has no such parts.
    fn holder(&self) -> &str {
        self.name.split('@').nth(2).unwrap_or(&self.name)
    }
}

/// The certificates of a text: PEM, one after the other, or one line of base64. `None` when there is none, or one of them
/// cannot be read.
pub(super) fn read_all(text: &str) -> Option<Vec<Certificate>> {
    let parts: Vec<&str> = text
        .split("-----END CERTIFICATE-----")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() || parts.len() > CERTIFICATES_MAX {
        return None;
    }
    let one = |part: &str| {
        let base64: String = part
            .trim_start_matches("-----BEGIN CERTIFICATE-----")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        Certificate::of_der(STANDARD.decode(base64).ok()?)
    };
    parts.into_iter().map(one).collect()
}

/// Whose signature counts.
pub(super) enum Trust {
    /// This certificate's.
    Only(Box<(Certificate, RsaVerifier)>),
    /// Any certificate's that was issued under these to this holder.
    Issued {
        /// The certificates under which it may be issued.
        issuers: Vec<Certificate>,
        /// To whom.
        holder: String,
    },
}

impl Trust {
    /// Believes one certificate.
    pub(super) fn only(text: &str) -> Result<Self, &'static str> {
        let certificate = read_all(text)
            .filter(|all| all.len() == 1)
            .and_then(|mut all| all.pop())
            .ok_or("is not one certificate")?;
        let key = certificate.verifier().ok_or("holds no RSA key of at least 2048 bits")?;
        Ok(Self::Only(Box::new((certificate, key))))
    }

    /// Believes what was issued under these, which must hang together.
    pub(super) fn issued_under(text: &str, holder: &str) -> Result<Self, &'static str> {
        let issuers = read_all(text).ok_or("is not a list of certificates")?;
        let linked = issuers.windows(2).all(|two| two[0].issued_by(&two[1]));
        if !linked || !issuers.iter().all(|one| one.issues) {
            return Err("must be the middle certificate, then the one it was issued under");
        }
        Ok(Self::Issued { issuers, holder: holder.to_owned() })
    }

    /// Whether `signature` over `text` was made by whom we believe, given the certificate that came along.
    pub(super) fn holds(&self, text: &str, signature: &str, sent: &str, now: Moment) -> bool {
        match self {
            Self::Only(only) => only.0.valid_at(now) && only.1.verify(text.as_bytes(), signature),
            Self::Issued { issuers, holder } => {
                let Some(mut sent) = read_all(sent).filter(|all| all.len() == 1) else {
                    return false;
                };
                let Some(leaf) = sent.pop() else { return false };
                // The first of the configured ones issues; the others were checked when the shop started.
                let Some(middle) = issuers.first() else { return false };
                issuers.iter().all(|one| one.valid_at(now))
                    && leaf.valid_at(now)
                    && same_text(leaf.holder(), holder)
                    && leaf.issued_by(middle)
                    && leaf.verifier().is_some_and(|key| key.verify(text.as_bytes(), signature))
            }
        }
    }
}
