//! A self-signed certificate, written byte by byte: nobody checks more of it than its number and its key.

use crate::sign::{RsaKeyPair, rsa2};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The PEM of a certificate with this number (hex) for this key (X.509 DER).
pub fn make(serial: &str, public_der: &[u8], pair: &RsaKeyPair) -> Option<String> {
    let digits: Option<Vec<u8>> = (0..serial.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(serial.get(at..at + 2)?, 16).ok())
        .collect();
    // sha256WithRSAEncryption, no parameters.
    let algorithm = put(
        0x30,
        &[put(0x06, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]), put(0x05, &[])]
            .concat(),
    );
    let common = [put(0x06, &[0x55, 0x04, 0x03]), put(0x0C, b"Stand-in, not WeChat Pay")].concat();
    let name = put(0x30, &put(0x31, &put(0x30, &common)));
    let validity = put(0x30, &[put(0x17, b"200101000000Z"), put(0x17, b"491231235959Z")].concat());
    let body = put(
        0x30,
        &[
            put(0xA0, &put(0x02, &[2])),
            put(0x02, &digits?),
            algorithm.clone(),
            name.clone(),
            validity,
            name,
            public_der.to_vec(),
        ]
        .concat(),
    );
    let mut signature = vec![0];
    signature.extend(STANDARD.decode(rsa2(pair, &body)).ok()?);
    let whole = put(0x30, &[body, algorithm, put(0x03, &signature)].concat());
    let text = STANDARD.encode(whole);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for (nth, letter) in text.chars().enumerate() {
        if nth > 0 && nth % 64 == 0 {
            pem.push('\n');
        }
        pem.push(letter);
    }
    pem.push_str("\n-----END CERTIFICATE-----\n");
    Some(pem)
}

/// One DER element.
fn put(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    match digits.as_slice() {
        [] => element.push(0),
        [short] if *short < 0x80 => element.push(*short),
        long => {
            element.push(0x80 + u8::try_from(long.len()).unwrap_or(0));
            element.extend_from_slice(long);
        }
    }
    element.extend_from_slice(content);
    element
}
