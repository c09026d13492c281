//! Certificates, written byte by byte: just enough of DER for an issuer and what it issues. The adapters read them with a
//! library, so that a mistake on one side shows on the other.

use crate::sign::RsaKeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// sha256WithRSAEncryption with its NULL.
const SHA256_RSA: &[u8] = &[0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b, 5, 0];
/// commonName.
const COMMON_NAME: &[u8] = &[6, 3, 0x55, 4, 3];
/// basicConstraints.
const CONSTRAINTS: &[u8] = &[6, 3, 0x55, 0x1d, 0x13];

/// A value with its tag and its length.
fn put(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|b| *b == 0).collect();
    let mut out = vec![tag];
    match (content.len(), u8::try_from(content.len())) {
        (0..=127, Ok(short)) => out.push(short),
        _ => {
            out.push(0x80 | u8::try_from(length.len()).unwrap_or(0));
            out.extend(length);
        }
    }
    out.extend(content);
    out
}

fn name(common: &str) -> Vec<u8> {
    let pair = put(0x30, &[COMMON_NAME, &put(0x0c, &[common.as_bytes()])]);
    put(0x30, &[&put(0x31, &[&pair])])
}

/// A certificate for `key` (a public key in DER), valid from 2020 to 2049.
pub fn certificate(
    serial: u64,
    issuer: &str,
    subject: &str,
    key: &[u8],
    issues: bool,
    signer: &RsaKeyPair,
) -> Vec<u8> {
    // A leading zero keeps the number positive; the smallest form has no more of them than that.
    let mut number = vec![0];
    number.extend(serial.to_be_bytes());
    while number.len() > 1 && number[0] == 0 && number[1] < 0x80 {
        number.remove(0);
    }
    let validity = put(0x30, &[&put(0x17, &[b"200101000000Z"]), &put(0x17, &[b"491231235959Z"])]);
    let limits = if issues { put(0x30, &[&[1, 1, 0xff]]) } else { put(0x30, &[]) };
    let extension = put(0x30, &[CONSTRAINTS, &[1, 1, 0xff], &put(4, &[&limits])]);
    let covered = put(
        0x30,
        &[
            &put(0xa0, &[&[2, 1, 2]]),
            &put(2, &[&number]),
            SHA256_RSA,
            &name(issuer),
            &validity,
            &name(subject),
            key,
            &put(0xa3, &[&put(0x30, &[&extension])]),
        ],
    );
    let signature = crate::cards::sign_bytes(signer, &covered);
    put(0x30, &[&covered, SHA256_RSA, &put(3, &[&[0], &signature])])
}

/// The certificate as text.
pub fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut out = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out.push_str("-----END CERTIFICATE-----\n");
    out
}
