//! RSA keys as partners hand them out: one line of base64 or PEM; PKCS#8 or PKCS#1 (private), X.509 or PKCS#1 (public).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Why a text is not a usable key. Never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Neither base64 nor PEM.
    #[error("is neither base64 nor PEM")]
    Encoding,
    /// Decodes, but is no RSA key of 2048 to 8192 bits of the wanted kind.
    #[error("is not an RSA key of at least 2048 bits of the wanted kind (private or public)")]
    Kind,
}

impl KeyError {
    /// The sentence for a configuration error.
    pub const fn why(self) -> &'static str {
        match self {
            Self::Encoding => "is neither base64 nor PEM",
            Self::Kind => {
                "is not an RSA key of at least 2048 bits of the wanted kind (private or public)"
            }
        }
    }
}

/// Signs with RSA PKCS#1 v1.5 and SHA-256 (Alipay's RSA2).
pub struct RsaSigner(RsaKeyPair);

impl RsaSigner {
    /// Reads a private key.
    pub fn load(text: &str) -> Result<Self, KeyError> {
        let der = decode(text)?;
        let pair = RsaKeyPair::from_pkcs8(&der).or_else(|_| RsaKeyPair::from_der(&der));
        pair.map(Self).map_err(|_| KeyError::Kind)
    }

    /// The signature of `text` in standard base64. Fails only when the crypto library does.
    pub fn sign(&self, text: &str) -> Result<String, aws_lc_rs::error::Unspecified> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)?;
        Ok(STANDARD.encode(signature))
    }
}

/// Verifies RSA PKCS#1 v1.5 with SHA-256.
pub struct RsaVerifier(ParsedPublicKey);

impl RsaVerifier {
    /// Reads a public key.
    pub fn load(text: &str) -> Result<Self, KeyError> {
        Self::of_der(decode(text)?)
    }

    /// Takes a public key in DER.
    pub fn of_der(der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der);
        key.map(Self).map_err(|_| KeyError::Kind)
    }

    /// Whether `signature` (standard base64) was made over exactly these bytes.
    pub fn verify(&self, text: &[u8], signature: &str) -> bool {
        STANDARD
            .decode(signature.trim())
            .is_ok_and(|signature| self.0.verify_sig(text, &signature).is_ok())
    }
}

/// The bytes of base64 or PEM.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, KeyError> {
    let body: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("-----"))
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect();
    if body.is_empty() {
        return Err(KeyError::Encoding);
    }
    STANDARD.decode(body).map_err(|_| KeyError::Encoding)
}
