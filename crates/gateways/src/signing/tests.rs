//! The signing room against keys made for this very run.

use super::*;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Moment;

struct Fresh {
    pkcs8: Vec<u8>,
    spki: Vec<u8>,
    pkcs1_public: Vec<u8>,
}

fn fresh() -> Fresh {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let pkcs8: Pkcs8V1Der = pair.as_der().unwrap();
    let spki: PublicKeyX509Der = pair.public_key().as_der().unwrap();
    Fresh {
        pkcs8: pkcs8.as_ref().to_vec(),
        spki: spki.as_ref().to_vec(),
        pkcs1_public: pair.public_key().as_ref().to_vec(),
    }
}

/// PKCS#8 is a fixed head (version, RSA's name, two lengths) around the PKCS#1 key, 26 bytes for 2048 bits.
fn pkcs1_of(pkcs8: &[u8]) -> Vec<u8> {
    pkcs8[26..].to_vec()
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect();
    format!("-----BEGIN {label}-----\r\n{}\r\n-----END {label}-----\r\n", lines.join("\r\n"))
}

#[test]
fn a_key_works_in_every_shape_in_which_it_is_handed_out() {
    let key = fresh();
    let privates = [
        STANDARD.encode(&key.pkcs8),
        pem("PRIVATE KEY", &key.pkcs8),
        STANDARD.encode(pkcs1_of(&key.pkcs8)),
        pem("RSA PRIVATE KEY", &pkcs1_of(&key.pkcs8)),
    ];
    let publics = [
        STANDARD.encode(&key.spki),
        pem("PUBLIC KEY", &key.spki),
        pem("RSA PUBLIC KEY", &key.pkcs1_public),
    ];
    for private in &privates {
        let signature = RsaSigner::load(private).unwrap().sign("应付=88.88").unwrap();
        for public in &publics {
            let verifier = RsaVerifier::load(public).unwrap();
            assert!(verifier.verify("应付=88.88".as_bytes(), &signature));
            assert!(!verifier.verify("应付=88.89".as_bytes(), &signature));
        }
    }
}

#[test]
fn the_wrong_kind_of_key_is_not_taken() {
    let key = fresh();
    let check = |text: &str, expect| assert_eq!(RsaSigner::load(text).err(), Some(expect));
    check("", KeyError::Encoding);
    check("not base64!", KeyError::Encoding);
    check(&STANDARD.encode(&key.spki), KeyError::Kind);
    check(&STANDARD.encode(b"short"), KeyError::Kind);
    assert_eq!(RsaVerifier::load(&STANDARD.encode(&key.pkcs8)).err(), Some(KeyError::Kind));
}

#[test]
fn a_signature_of_another_key_or_no_signature_does_not_hold() {
    let (ours, theirs) = (fresh(), fresh());
    let signature = RsaSigner::load(&STANDARD.encode(&theirs.pkcs8)).unwrap().sign("a").unwrap();
    let verifier = RsaVerifier::load(&STANDARD.encode(&ours.spki)).unwrap();
    for bad in [signature.as_str(), "", "AAAA", "%%%"] {
        assert!(!verifier.verify(b"a", bad));
    }
}

#[test]
fn parameters_are_sorted_and_empty_ones_left_out() {
    let text = sorted_pairs([("b", "2"), ("a", "1 +%"), ("c", ""), ("A", "大/写")]);
    assert_eq!(text, "A=大/写&a=1 +%&b=2");
    assert_eq!(sorted_pairs([]), "");
}

#[test]
fn md5_is_the_known_digest_in_upper_case() {
    // RFC 1321, appendix A.5.
    assert_eq!(md5_upper(&["message", " ", "digest"]), "F96B697D7CB7938D525A2F31AAF161D0");
    assert!(same_text("ABC", "ABC") && !same_text("ABC", "ABc") && !same_text("ABC", "AB"));
}

#[test]
fn times_are_told_in_beijing() {
    let check = |text: &str, millis| {
        assert_eq!(parse_cst(text), Some(Moment(millis)));
        assert_eq!(cst_text(Moment(millis)), text);
    };
    check("1970-01-01 08:00:00", 0);
    check("2024-02-29 00:00:00", 1_709_136_000_000);
    check("2026-12-31 23:59:59", 1_798_732_799_000);
    assert_eq!(cst_text(Moment(999)), "1970-01-01 08:00:00");
    for bad in [
        "",
        "2026-02-30 00:00:00",
        "2026-1-1 00:00:00",
        "2026-01-01T00:00:00",
        "26-01-01 00:00:00xx",
    ] {
        assert_eq!(parse_cst(bad), None, "{bad}");
    }
}
