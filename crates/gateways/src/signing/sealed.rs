//! Content that travels encrypted: opened with a key shared with the partner, or sealed for the partner's public key.

use super::keys::{KeyError, decode};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// AES-256 in GCM. A key of any other length than 32 bytes is no key.
pub struct Aes256Gcm(LessSafeKey);

impl Aes256Gcm {
    /// Takes a key of exactly 32 bytes.
    pub fn new(key: &[u8]) -> Option<Self> {
        if key.len() != AES_256_GCM.key_len() {
            return None;
        }
        Some(Self(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?)))
    }

    /// Opens base64 whose last 16 bytes are the tag; `None` when anything in it is not what was sealed.
    pub fn open(&self, nonce: &str, associated: &str, sealed: &str) -> Option<Vec<u8>> {
        let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
        let mut bytes = STANDARD.decode(sealed).ok()?;
        let open = self.0.open_in_place(nonce, Aad::from(associated.as_bytes()), &mut bytes);
        let length = open.ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

/// Seals short texts for a partner (RSA-OAEP with SHA-1, the way WeChat Pay asks for names).
pub struct RsaSealer(OaepPublicEncryptingKey);

impl RsaSealer {
    /// Reads an X.509 public key: base64 or PEM.
    pub fn load(text: &str) -> Result<Self, KeyError> {
        Self::of_der(&decode(text)?)
    }

    /// Takes an X.509 public key in DER.
    pub fn of_der(der: &[u8]) -> Result<Self, KeyError> {
        let key = PublicEncryptingKey::from_der(der).map_err(|_| KeyError::Kind)?;
        OaepPublicEncryptingKey::new(key).map(Self).map_err(|_| KeyError::Kind)
    }

    /// The sealed text in base64; `None` when it is too long for the key.
    pub fn seal(&self, text: &str) -> Option<String> {
        let mut sealed = vec![0; self.0.ciphertext_size()];
        let sealed = self.0.encrypt(&OAEP_SHA1_MGF1SHA1, text.as_bytes(), &mut sealed, None);
        sealed.ok().map(|bytes| STANDARD.encode(bytes))
    }
}

/// SHA-1 as lower-case hex. Only for partners that know nothing better for whole files.
pub fn sha1_hex(bytes: &[u8]) -> String {
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
