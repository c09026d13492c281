//! The stand-in's own signatures and canonical texts. Written apart from the adapters on purpose: never share code.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use std::collections::BTreeMap;

pub use aws_lc_rs::signature::RsaKeyPair;

/// Fields of a form, by name.
pub type Fields = BTreeMap<String, String>;

/// Alipay's text to sign over `fields` without the `omitted` ones: walks the sorted map and appends.
pub fn alipay_text(fields: &Fields, omitted: &[&str]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if value.is_empty() || omitted.contains(&name.as_str()) {
            continue;
        }
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// RSA2 in base64; empty when the key cannot sign, which no one will accept.
pub fn rsa2(pair: &RsaKeyPair, text: impl AsRef<[u8]>) -> String {
    let mut signature = vec![0; pair.public_modulus_len()];
    match pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_ref(), &mut signature) {
        Ok(()) => STANDARD.encode(signature),
        Err(_) => String::new(),
    }
}

/// Whether the base64 signature holds over the text, for a public key in DER.
pub fn rsa2_holds(public_der: &[u8], text: &str, signature: &str) -> bool {
    let Ok(bytes) = STANDARD.decode(signature) else { return false };
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public_der)
        .verify(text.as_bytes(), &bytes)
        .is_ok()
}

/// 快递100's digest: upper-case hex of MD5.
pub fn md5_hex(text: &str) -> String {
    let mut hex = String::with_capacity(32);
    for byte in Md5::digest(text.as_bytes()) {
        for half in [byte >> 4, byte & 15] {
            hex.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
        }
    }
    hex
}

/// Lower-case hex.
fn low_hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            hex.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
    hex
}

/// What UnionPay's signature covers: the digest of the fields' text as lower-case hex.
pub fn unionpay_text(fields: &Fields) -> String {
    let text = alipay_text(fields, &["signature"]);
    low_hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()).as_ref())
}

/// Stripe's signature over the second and the body, as lower-case hex.
pub fn stripe_tag(secret: &str, at_s: i64, body: &str) -> String {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    low_hex(aws_lc_rs::hmac::sign(&key, format!("{at_s}.{body}").as_bytes()).as_ref())
}
