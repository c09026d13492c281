//! Bearer tokens: 256 bits of chance in a cookie, their SHA-256 in the store. Whoever reads the database can use none.

use crate::ports::Rng;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// How many characters a token has.
pub const TOKEN_CHARS: usize = 43;

/// A fresh token for a cookie.
pub fn fresh(rng: &dyn Rng) -> String {
    let mut bytes = [0u8; 32];
    rng.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a token, or `None` for a text that cannot be one, so that rubbish never reaches the store.
pub fn hash(token: &str) -> Option<String> {
    let shape = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (token.len() == TOKEN_CHARS && token.bytes().all(shape)).then(|| sha256_hex(token.as_bytes()))
}

/// SHA-256 as 64 lower-case hex characters.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::SystemRng;

    #[test]
    fn what_is_stored_of_a_token_is_not_the_token() {
        let token = fresh(&SystemRng);
        let stored = hash(&token).unwrap();
        assert_eq!(token.len(), TOKEN_CHARS);
        assert_eq!(stored.len(), 64);
        assert_ne!(fresh(&SystemRng), token);
        assert_eq!(hash(&token), Some(stored));
    }

    #[test]
    fn rubbish_is_no_token() {
        for bad in ["", "short", &"x".repeat(44), &"集".repeat(15), &format!("{} ", "x".repeat(42))]
        {
            assert_eq!(hash(bad), None, "{bad}");
        }
    }
}
