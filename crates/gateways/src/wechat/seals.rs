//! Who speaks for WeChat Pay: its public key from the configuration, or its certificates, which it hands out sealed with
//! the key that it shares with the merchant. Everything it says is checked here, on the raw bytes.

use crate::config::ConfigError;
use crate::signing::{Aes256Gcm, Certificate, RsaSealer, RsaVerifier, parse_rfc3339};
use domain::{Duration, Moment};
use serde_json::Value;
use services::ports::payment::Rejected;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// How far its clock and ours may be apart, in seconds.
const SKEW_S_MAX: u64 = 300;
/// How long fetched certificates are taken for all there are.
const FRESH: Duration = Duration::hours(12);
/// How soon they are fetched again when something was signed by one that is not known, or fetching failed.
const AGAIN: Duration = Duration::minutes(1);
/// How many certificates are read of one answer.
const CERTIFICATES_MAX: usize = 20;
/// The only way of signing that is believed, whatever a message says.
const SIGNATURE_TYPE: &str = "WECHATPAY2-SHA256-RSA2048";

/// A key of WeChat Pay.
struct Voice {
    verifier: RsaVerifier,
    sealer: RsaSealer,
    /// When it stops speaking; a public key never does.
    until: Option<Moment>,
}

#[derive(Default)]
struct Fetched {
    by_serial: BTreeMap<String, Voice>,
    at: Option<Moment>,
    asked: Option<Moment>,
    /// Something came that was signed by a certificate that is not known.
    stranger: bool,
}

/// All keys of WeChat Pay.
pub(super) struct Seals {
    opener: Aes256Gcm,
    public: Option<(String, Voice)>,
    /// Certificates, when they are used at all.
    certificates: Option<RwLock<Fetched>>,
}

impl Seals {
    pub(super) fn new(
        opener: Aes256Gcm,
        public: Option<(&str, &str)>,
        certificates: bool,
    ) -> Result<Self, ConfigError> {
        let malformed =
            |e: crate::signing::KeyError| ConfigError::malformed("wechat.public_key", e.why());
        let public = match public {
            Some((id, text)) => {
                let verifier = RsaVerifier::load(text).map_err(malformed)?;
                let sealer = RsaSealer::load(text).map_err(malformed)?;
                Some((id.to_owned(), Voice { verifier, sealer, until: None }))
            }
            None => None,
        };
        Ok(Self { opener, public, certificates: certificates.then(RwLock::default) })
    }

    /// The public key that WeChat Pay is asked to sign with, in public-key mode.
    pub(super) fn wanted(&self) -> Option<&str> {
        self.public.as_ref().map(|(id, _)| id.as_str())
    }

    /// Opens what was sealed with the shared key.
    pub(super) fn open(&self, resource: &Value) -> Option<Vec<u8>> {
        let text = |key: &str| resource.get(key).and_then(Value::as_str);
        if text("algorithm") != Some("AEAD_AES_256_GCM") {
            return None;
        }
        let associated = text("associated_data").unwrap_or_default();
        self.opener.open(text("nonce")?, associated, text("ciphertext")?)
    }

    /// Seals a text for WeChat Pay: the number of the key, and the text.
    pub(super) fn seal(&self, plain: &str) -> Option<(String, String)> {
        if let Some((id, voice)) = &self.public {
            return Some((id.clone(), voice.sealer.seal(plain)?));
        }
        let known = read(self.certificates.as_ref()?);
        let (serial, voice) = known.by_serial.iter().max_by_key(|(_, voice)| voice.until)?;
        Some((serial.clone(), voice.sealer.seal(plain)?))
    }

    /// Whether it is WeChat Pay that says `body`, now. The headers name the key; which algorithm it is, they do not choose.
    pub(super) fn check<'a>(
        &self,
        header: impl Fn(&str) -> Option<&'a str>,
        body: &[u8],
        now: Moment,
    ) -> Result<(), Rejected> {
        let signed = Signed::read(header, body, now)?;
        if let Some((id, voice)) = &self.public
            && id == signed.serial
        {
            return signed.by(voice, now);
        }
        let Some(certificates) = &self.certificates else { return Err(Rejected::Signature) };
        let serial = signed.serial.to_ascii_uppercase();
        match read(certificates).by_serial.get(&serial) {
            Some(voice) => return signed.by(voice, now),
            None => tracing::warn!("something is signed by an unknown certificate of wechat pay"),
        }
        write(certificates).stranger = true;
        Err(Rejected::Signature)
    }

    /// Whether certificates should be fetched now. Says so once a minute at most.
    pub(super) fn due(&self, now: Moment) -> bool {
        let Some(certificates) = &self.certificates else { return false };
        let mut known = write(certificates);
        let old = known.at.is_none_or(|at| now.since(at) > FRESH);
        let lately = known.asked.is_some_and(|at| now.since(at) < AGAIN);
        // The very first call may not wait for a failed one before it: nothing could be checked.
        let due = (old || known.stranger) && (!lately || known.by_serial.is_empty());
        if due {
            known.asked = Some(now);
        }
        due
    }

    /// Takes certificates from an answer. They are sealed with the shared key, and one of them must have signed the answer.
    pub(super) fn learn<'a>(
        &self,
        header: impl Fn(&str) -> Option<&'a str>,
        body: &[u8],
        now: Moment,
    ) -> Result<(), Rejected> {
        let Some(certificates) = &self.certificates else { return Err(Rejected::Foreign) };
        let signed = Signed::read(header, body, now)?;
        let answer: Value = serde_json::from_slice(body).map_err(|_| Rejected::Malformed)?;
        let list = answer.get("data").and_then(Value::as_array).ok_or(Rejected::Malformed)?;
        let told = list.iter().take(CERTIFICATES_MAX).filter_map(|one| self.read_one(one, now));
        let by_serial: BTreeMap<String, Voice> = told.collect();
        let signer = by_serial.get(&signed.serial.to_ascii_uppercase());
        signed.by(signer.ok_or(Rejected::Signature)?, now)?;
        let mut known = write(certificates);
        *known = Fetched { by_serial, at: Some(now), asked: Some(now), stranger: false };
        drop(known);
        Ok(())
    }

    fn read_one(&self, one: &Value, now: Moment) -> Option<(String, Voice)> {
        let text = |key: &str| one.get(key).and_then(Value::as_str);
        let until = text("expire_time").and_then(parse_rfc3339)?;
        let opened = self.open(one.get("encrypt_certificate")?)?;
        let certificate = Certificate::read(std::str::from_utf8(&opened).ok()?)?;
        let named = text("serial_no").is_some_and(|s| s.eq_ignore_ascii_case(&certificate.serial));
        if !named || until <= now {
            return None;
        }
        let verifier = RsaVerifier::of_der(&certificate.public_key).ok()?;
        let sealer = RsaSealer::of_der(&certificate.public_key).ok()?;
        Some((certificate.serial, Voice { verifier, sealer, until: Some(until) }))
    }
}

/// A message with what its headers say about its signature.
struct Signed<'a> {
    serial: &'a str,
    signature: &'a str,
    text: Vec<u8>,
}

impl<'a> Signed<'a> {
    fn read(
        header: impl Fn(&str) -> Option<&'a str>,
        body: &[u8],
        now: Moment,
    ) -> Result<Self, Rejected> {
        let need = |name: &str| header(name).filter(|v| !v.is_empty()).ok_or(Rejected::Signature);
        let (time, nonce) = (need("wechatpay-timestamp")?, need("wechatpay-nonce")?);
        let (serial, signature) = (need("wechatpay-serial")?, need("wechatpay-signature")?);
        let other = header("wechatpay-signature-type").is_some_and(|kind| kind != SIGNATURE_TYPE);
        // WeChat Pay itself sends such signatures to see whether anybody looks.
        if other || signature.contains("WECHATPAY/SIGNTEST/") {
            return Err(Rejected::Signature);
        }
        let seconds: i64 = time.parse().map_err(|_| Rejected::Malformed)?;
        if now.millis().div_euclid(1000).abs_diff(seconds) > SKEW_S_MAX {
            return Err(Rejected::Stale);
        }
        let text = [time.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat();
        Ok(Self { serial, signature, text })
    }

    fn by(&self, voice: &Voice, now: Moment) -> Result<(), Rejected> {
        let speaks = voice.until.is_none_or(|until| now < until);
        let holds = speaks && voice.verifier.verify(&self.text, self.signature);
        if holds { Ok(()) } else { Err(Rejected::Signature) }
    }
}

fn read(lock: &RwLock<Fetched>) -> RwLockReadGuard<'_, Fetched> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(lock: &RwLock<Fetched>) -> RwLockWriteGuard<'_, Fetched> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
