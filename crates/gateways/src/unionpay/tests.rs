//! The texts that are signed and read. Certificates are met in the stories against the stand-in, which makes its own.

use super::message::{digest_text, get, read_answer, read_form, time_text};
use super::{Settings, certificates};
use crate::Secret;
use domain::Moment;

#[test]
fn the_digest_covers_the_sorted_fields_without_the_signature_and_the_empty_ones() {
    let fields = [("version", "5.1.0"), ("merId", "777"), ("signature", "x"), ("reserved", "")];
    // The digest of `merId=777&version=5.1.0`.
    let text = digest_text(fields);
    assert_eq!(text.len(), 64);
    assert_eq!(text, digest_text([("merId", "777"), ("version", "5.1.0")]));
    assert_ne!(text, digest_text([("merId", "778"), ("version", "5.1.0")]));
    // The one of nothing is known to everybody.
    assert_eq!(digest_text([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

#[test]
fn an_answer_is_read_as_it_is_and_never_decoded() {
    let text = "a=1&signature=AB+/C==&reserved={x=1&y=2}&cert=-----BEGIN\nQ%2B\n-----END";
    let fields = read_answer(text).unwrap();
    assert_eq!(get(&fields, "signature"), Some("AB+/C=="));
    assert_eq!(get(&fields, "reserved"), Some("{x=1&y=2}"));
    assert_eq!(get(&fields, "cert"), Some("-----BEGIN\nQ%2B\n-----END"));
    for bad in ["", "a", "a=1&a=2", "a=1&&b=2", "<html>"] {
        assert!(read_answer(bad).is_none(), "{bad}");
    }
}

#[test]
fn a_posted_form_is_decoded_once() {
    let fields = read_form(b"a=%252B&b=1+2").unwrap();
    assert_eq!((get(&fields, "a"), get(&fields, "b")), (Some("%2B"), Some("1 2")));
    assert!(read_form(b"a=1&a=1").is_none());
    assert!(read_form(&vec![b'a'; 256 * 1024 + 1]).is_none());
}

#[test]
fn moments_are_written_in_beijing() {
    assert_eq!(time_text(Moment(1_767_225_599_000)), "20260101075959");
}

#[test]
fn what_is_no_certificate_is_none_and_half_a_section_names_what_is_missing() {
    for bad in ["", "MIIB", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
        assert!(certificates::read_all(bad).is_none(), "{bad}");
    }
    let half = Settings { mer_id: "777290058110048".into(), ..Settings::default() };
    assert!(!half.is_blank() && Settings::default().is_blank());
    let said = |s: &Settings| s.read().err().unwrap().to_string();
    assert!(said(&half).contains("unionpay.private_key"));
    let wrong = Settings { private_key: Secret::new("MIIB"), ..half };
    assert!(said(&wrong).contains("unionpay.private_key"));
}
