//! 快递100's rules. The digests are of texts written out here.

use super::*;
use crate::config::{Http, Secret};
use domain::Moment;
use md5::{Digest as _, Md5};
use services::ports::tracking::{Node, ParcelState, Position};

fn adapter() -> Kuaidi100 {
    let settings = Settings { customer: "C".into(), key: Secret::new("K"), ..Settings::default() };
    Kuaidi100::new(&settings, crate::http::client(&Http::default()).unwrap()).unwrap()
}

fn push(param: &str, salt: &str) -> Vec<u8> {
    let digest = Md5::digest(format!("{param}{salt}"));
    let sign: String = digest.iter().map(|b| format!("{b:02X}")).collect();
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("sign", &sign).append_pair("param", param).finish().into_bytes()
}

const PUSH: &str = r#"{"status":"shutdown","message":"","comOld":"","comNew":"","lastResult":{
 "nu":"YT1","com":"yuantong","ischeck":"1","state":"3","status":"200","data":[
 {"time":"2026-11-24 12:00:00","ftime":"2026-11-24 12:00:00","context":"已签收 100%+","status":"签收","statusCode":"301",
  "areaName":"北京,朝阳区","areaCenter":"116.443108,-39.92"},
 {"time":"2026-11-23 12:00:00","ftime":"","context":"?","status":"x","statusCode":"9999","location":"南京"},
 {"time":"yesterday","context":"no time"}]}}"#;

#[test]
fn a_push_is_believed_only_with_the_salt_of_its_subscription() {
    let adapter = adapter();
    let journey = adapter.verify_push(&push(PUSH, "salt1"), "salt1").unwrap();
    assert_eq!((journey.carrier.as_str(), journey.waybill.as_str()), ("yto", "YT1"));
    assert!(journey.ended);
    let first = Node {
        at: Moment(1_795_492_800_000),
        state: Some(ParcelState::Delivered),
        raw_code: "301".into(),
        text: "已签收 100%+".into(),
        place: Some("北京,朝阳区".into()),
        position: Some(Position { lng_micro: 116_443_108, lat_micro: -39_920_000 }),
    };
    // A code nobody knows keeps its text and changes nothing; a node without a time has no place in a history.
    let second = Node {
        at: Moment(1_795_406_400_000),
        state: None,
        raw_code: "9999".into(),
        text: "?".into(),
        place: Some("南京".into()),
        position: None,
    };
    assert_eq!(journey.nodes, [first, second]);
    let check = |body: &[u8], salt: &str, expect| {
        assert_eq!(adapter.verify_push(body, salt).err(), Some(expect));
    };
    check(&push(PUSH, "salt1"), "salt2", Rejected::Signature);
    check(&push(PUSH, ""), "", Rejected::Signature);
    check(&push("{}", "salt1"), "salt1", Rejected::Malformed);
    check(b"param=%7B%7D", "salt1", Rejected::Signature);
    check(b"sign=A", "salt1", Rejected::Malformed);
    let twice = [push(PUSH, "salt1"), b"&param=%7B%7D".to_vec()].concat();
    check(&twice, "salt1", Rejected::Malformed);
}

#[test]
fn a_push_names_its_parcel_as_it_was_subscribed() {
    let adapter = adapter();
    let subject = |param: &str| adapter.push_subject(&push(param, ""));
    assert_eq!(subject(PUSH), Ok(("yto".into(), "YT1".into())));
    let corrected = PUSH.replace(r#""comOld":"""#, r#""comOld":"ems""#);
    assert_eq!(subject(&corrected), Ok(("ems".into(), "YT1".into())));
    let corrected = corrected.replace(r#""comNew":"""#, r#""comNew":"yuantong""#);
    let journey = adapter.verify_push(&push(&corrected, "s"), "s").unwrap();
    assert_eq!(journey.carrier, "yto");
    assert_eq!(subject("{}"), Err(Rejected::Malformed));
}

#[test]
fn codes_mean_what_the_table_says_and_finer_ones_follow_their_kind() {
    let states = States::load().unwrap();
    for (code, expect) in [
        ("103", Some(ParcelState::PickedUp)),
        ("0", Some(ParcelState::InTransit)),
        ("1002", Some(ParcelState::InTransit)),
        ("5", Some(ParcelState::OutForDelivery)),
        ("501", Some(ParcelState::AtPickupPoint)),
        ("207", Some(ParcelState::Exception)),
        ("3", Some(ParcelState::Delivered)),
        ("14", Some(ParcelState::Refused)),
        ("6", Some(ParcelState::Returning)),
        ("4", Some(ParcelState::Returned)),
        ("", None),
        ("99", None),
        ("签收", None),
    ] {
        assert_eq!(states.meaning(code), expect, "{code}");
    }
}

#[test]
fn every_carrier_has_a_word_on_both_sides() {
    let adapter = adapter();
    for word in adapter.carriers() {
        assert_eq!(carriers::theirs(word).and_then(carriers::ours), Some(*word));
    }
    assert_eq!(adapter.ack(true).body, r#"{"message":"成功","result":true,"returnCode":"200"}"#);
    assert!(!adapter.ack(false).body.contains("true"));
}
