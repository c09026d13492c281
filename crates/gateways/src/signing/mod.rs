//! Signatures and the texts they cover, shared by every adapter. Nothing here chooses an algorithm from a message: the
//! caller's type decides.

mod certificate;
mod keys;
mod sealed;
mod time;

pub use certificate::Certificate;
pub use keys::{KeyError, RsaSigner, RsaVerifier};
pub use sealed::{Aes256Gcm, RsaSealer, sha1_hex};
pub use time::{cst_day, cst_rfc3339, cst_text, parse_cst, parse_rfc3339};

use md5::{Digest as _, Md5};
use subtle::ConstantTimeEq as _;

/// The canonical text of parameters: empty values left out, sorted by key, `k=v` joined with `&`, nothing encoded.
/// The caller leaves out what the protocol does not sign.
pub fn sorted_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    pairs.sort_unstable();
    let joined: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
    joined.join("&")
}

/// The MD5 digest of the joined parts as upper-case hex. Only for partners that know nothing better.
pub fn md5_upper(parts: &[&str]) -> String {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part.as_bytes());
    }
    digest.finalize().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Compares two texts in a time that does not tell where they differ.
pub fn same_text(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

#[cfg(test)]
mod tests;
