//! WeChat Pay's rules against keys made for this very run. The signed texts are written out by hand here, so that the
//! adapter's way of making them is not tested against itself.

use super::*;
use crate::config::{Http, Secret};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use services::ports::payment::{BillKind, News};
use std::sync::LazyLock;

const NOW: Moment = Moment(1_795_500_000_000);
const NOW_TEXT: &str = "1795500000";
const KEY: &str = "0123456789abcdef0123456789abcdef";
const KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";

struct House {
    adapter: Wechat,
    merchant: RsaKeyPair,
    wechat: RsaKeyPair,
    settings: Settings,
}

/// Making keys takes a while, so all stories share one house.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let (merchant, wechat) = (fresh(), fresh());
    let settings = Settings {
        api_url: "https://api.mch.weixin.qq.com".into(),
        mchid: "1900000001".into(),
        appid: "wx0000000000000001".into(),
        merchant_serial: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1".into(),
        merchant_private_key: Secret::new(private(&merchant)),
        api_v3_key: Secret::new(KEY),
        public_key_id: KEY_ID.into(),
        public_key: Secret::new(public(&wechat)),
        ..Settings::default()
    };
    let adapter = open(&settings).ok().unwrap();
    House { adapter, merchant, wechat, settings }
});

fn open(settings: &Settings) -> Result<Wechat, ConfigError> {
    Wechat::new(settings, crate::http::client(&Http::default())?)
}

fn fresh() -> RsaKeyPair {
    RsaKeyPair::generate(KeySize::Rsa2048).unwrap()
}

fn private(pair: &RsaKeyPair) -> String {
    let der: Pkcs8V1Der = pair.as_der().unwrap();
    STANDARD.encode(der.as_ref())
}

fn public(pair: &RsaKeyPair) -> String {
    let der: PublicKeyX509Der = pair.public_key().as_der().unwrap();
    STANDARD.encode(der.as_ref())
}

fn sign(pair: &RsaKeyPair, text: &[u8]) -> String {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
    STANDARD.encode(signature)
}

fn seal(content: &str) -> String {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, KEY.as_bytes()).unwrap());
    let mut bytes = content.as_bytes().to_vec();
    let nonce = Nonce::try_assume_unique_for_key(b"fdasflkja484").unwrap();
    key.seal_in_place_append_tag(nonce, Aad::from(b"transaction"), &mut bytes).unwrap();
    STANDARD.encode(bytes)
}

fn envelope(event: &str, content: &str) -> String {
    format!(
        "{{\"id\":\"E1\", \"event_type\":\"{event}\",\"resource_type\":\"encrypt-resource\",\n \
         \"resource\":{{\"algorithm\":\"AEAD_AES_256_GCM\",\"associated_data\":\"transaction\",\
         \"nonce\":\"fdasflkja484\",\"ciphertext\":\"{}\"}}}}",
        seal(content),
    )
}

const PAID: &str = r#"{"mchid":"1900000001","appid":"wx0000000000000001","out_trade_no":"A1",
    "transaction_id":"T1","trade_state":"SUCCESS","success_time":"2026-11-24T12:00:00+08:00",
    "amount":{"total":8888,"payer_total":8888,"currency":"CNY","payer_currency":"CNY"}}"#;

fn message(body: &[u8], pair: &RsaKeyPair) -> Notification {
    let text = [NOW_TEXT.as_bytes(), b"\nN1\n", body, b"\n"].concat();
    let headers = [
        ("wechatpay-timestamp", NOW_TEXT.to_owned()),
        ("wechatpay-nonce", "N1".to_owned()),
        ("wechatpay-serial", KEY_ID.to_owned()),
        ("wechatpay-signature", sign(pair, &text)),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
    Notification { headers, body: body.to_vec() }
}

fn hear(message: &Notification) -> Result<VerifiedEvent, Rejected> {
    HOUSE.adapter.verify_notification(message, NOW)
}

fn told(event: &str, content: &str) -> Result<VerifiedEvent, Rejected> {
    hear(&message(envelope(event, content).as_bytes(), &HOUSE.wechat))
}

#[test]
fn a_paid_notice_tells_what_was_paid_and_to_whom() {
    let event = told("TRANSACTION.SUCCESS", PAID).unwrap();
    assert_eq!(event.event_id, "T1/SUCCESS");
    let expect = Snapshot {
        attempt_no: "A1".into(),
        state: RemoteState::Paid,
        paid: Some(Money::fen(8888)),
        refunded: None,
        provider_ref: Some("T1".into()),
        payee: Some("1900000001".into()),
        paid_at: Some(Moment(1_795_492_800_000)),
    };
    assert_eq!(event.snapshot(), Some(&expect));
}

#[test]
fn a_refund_notice_names_the_refund_and_an_unknown_event_is_taken_note_of() {
    let refund = r#"{"mchid":"1900000001","out_trade_no":"A1","out_refund_no":"R1",
        "refund_id":"50","refund_status":"SUCCESS","amount":{"total":8888,"refund":100}}"#;
    let event = told("REFUND.SUCCESS", refund).unwrap();
    let news = News::Refund { attempt_no: "A1".into(), refund_no: "R1".into() };
    assert_eq!((event.event_id.as_str(), event.news), ("50/SUCCESS", news));
    let foreign = told("REFUND.SUCCESS", &refund.replace("1900000001", "1900000002"));
    assert_eq!(foreign.err(), Some(Rejected::Foreign));
    assert_eq!(told("PROFITSHARING", "{}").unwrap().news, News::Other);
}

#[test]
fn a_notice_that_wechat_did_not_sign_is_nobodys() {
    let body = envelope("TRANSACTION.SUCCESS", PAID);
    let good = message(body.as_bytes(), &HOUSE.wechat);
    assert!(hear(&good).is_ok());
    let check = |change: &dyn Fn(&mut Notification), expect| {
        let mut bad = good.clone();
        change(&mut bad);
        assert_eq!(hear(&bad).err(), Some(expect));
    };
    let set = |name: &'static str, value: &'static str| {
        move |n: &mut Notification| {
            n.headers.retain(|(k, _)| k != name);
            n.headers.push((name.to_owned(), value.to_owned()));
        }
    };
    check(&|n| n.body.push(b' '), Rejected::Signature);
    check(&|n| n.body.truncate(40), Rejected::Signature);
    check(&|n| n.headers.clear(), Rejected::Signature);
    // One space less is the same JSON, and another text.
    check(&|n| n.body.retain(|byte| *byte != b' '), Rejected::Signature);
    check(&set("wechatpay-nonce", "N2"), Rejected::Signature);
    check(
        &set("wechatpay-serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E2"),
        Rejected::Signature,
    );
    check(&set("wechatpay-signature", "WECHATPAY/SIGNTEST/AAAA"), Rejected::Signature);
    check(&set("wechatpay-signature-type", "WECHATPAY2-NONE"), Rejected::Signature);
    check(&set("wechatpay-timestamp", "today"), Rejected::Malformed);
    check(&set("wechatpay-timestamp", "9223372036854775807"), Rejected::Stale);
    check(&|n| n.body = vec![b' '; 300 * 1024], Rejected::Malformed);
    let twice = |n: &mut Notification| n.headers.push(n.headers[3].clone());
    check(&twice, Rejected::Signature);
    // The merchant's own key does not speak for WeChat Pay.
    let own = message(body.as_bytes(), &HOUSE.merchant);
    assert_eq!(hear(&own).err(), Some(Rejected::Signature));
}

#[test]
fn a_true_notice_is_refused_five_minutes_later() {
    let good = message(envelope("TRANSACTION.SUCCESS", PAID).as_bytes(), &HOUSE.wechat);
    let at = |seconds: i64| Moment(NOW.millis() + seconds * 1000);
    let hear = |seconds| HOUSE.adapter.verify_notification(&good, at(seconds)).err();
    assert_eq!((hear(300), hear(-300)), (None, None));
    assert_eq!((hear(301), hear(-301)), (Some(Rejected::Stale), Some(Rejected::Stale)));
}

#[test]
fn what_is_signed_but_cannot_be_opened_or_read_is_refused() {
    let check = |body: &[u8]| {
        assert_eq!(hear(&message(body, &HOUSE.wechat)).err(), Some(Rejected::Malformed));
    };
    let good = envelope("TRANSACTION.SUCCESS", PAID);
    check(good.replace("fdasflkja484", "fdasflkja485").as_bytes());
    check(good.replace("fdasflkja484", "short").as_bytes());
    check(good.replace("\"transaction\"", "\"refund\"").as_bytes());
    check(good.replace("AEAD_AES_256_GCM", "NONE").as_bytes());
    check(good.replace("ciphertext\":\"", "ciphertext\":\"%%").as_bytes());
    check(&good.as_bytes()[..good.len() - 1]);
    check(b"\xff\xfe{}");
    check(b"");
    for (from, to) in [
        ("\"CNY\",\"payer_c", "\"USD\",\"payer_c"),
        ("8888,\"p", "88.88,\"p"),
        ("8888,\"p", "-1,\"p"),
        ("\"currency\":\"CNY\",", ""),
        ("out_trade_no", "out_trade"),
    ] {
        assert!(PAID.contains(from));
        let heard = told("TRANSACTION.SUCCESS", &PAID.replacen(from, to, 1));
        assert_eq!(heard.err(), Some(Rejected::Malformed), "{to}");
    }
    for ours in ["1900000001", "wx0000000000000001"] {
        let heard = told("TRANSACTION.SUCCESS", &PAID.replace(ours, "1900000002"));
        assert_eq!(heard.err(), Some(Rejected::Foreign), "{ours}");
    }
}

#[test]
fn a_request_is_signed_line_by_line_over_what_is_sent() {
    let url = Url::parse("https://api.mch.weixin.qq.com/v3/x?mchid=1&b=%20").unwrap();
    let body = "{\"a\":\"茶\"}".to_owned();
    let request =
        HOUSE.adapter.signed(reqwest::Method::POST, url, body.clone(), None, NOW).unwrap();
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    let said = header("authorization");
    let part = |name: &str| {
        let (_, rest) = said.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    assert!(said.starts_with("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\",nonce_str="));
    let nonce = part("nonce_str");
    assert!(nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_alphanumeric()));
    let text = format!("POST\n/v3/x?mchid=1&b=%20\n{NOW_TEXT}\n{nonce}\n{body}\n");
    let key = STANDARD.decode(public(&HOUSE.merchant)).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
        .verify(text.as_bytes(), &STANDARD.decode(part("signature")).unwrap())
        .unwrap();
    assert_eq!(part("serial_no"), HOUSE.settings.merchant_serial);
    assert_eq!(header("wechatpay-serial"), KEY_ID);
    assert_eq!(request.body().unwrap().as_bytes().unwrap(), body.as_bytes());
}

#[test]
fn every_key_is_asked_for_by_its_name_and_no_key_means_no_wechat() {
    assert!(Settings::default().is_blank() && !HOUSE.settings.is_blank());
    let said = |change: &dyn Fn(&mut Settings)| {
        let mut settings = HOUSE.settings.clone();
        change(&mut settings);
        open(&settings).err().unwrap().to_string()
    };
    for (key, change) in [
        ("wechat.api_url", (|s| s.api_url = "http://api.example".into()) as fn(&mut Settings)),
        ("wechat.mchid", |s| s.mchid.clear()),
        ("wechat.appid", |s| s.appid.clear()),
        ("wechat.merchant_serial", |s| s.merchant_serial = "not hex".into()),
        ("wechat.merchant_private_key", |s| s.merchant_private_key = Secret::new("AAAA")),
        ("wechat.api_v3_key", |s| s.api_v3_key = Secret::default()),
        ("wechat.api_v3_key", |s| s.api_v3_key = Secret::new("0123456789abcdef")),
        ("wechat.public_key_id", |s| s.public_key_id = "5157F09E".into()),
        ("wechat.public_key", |s| s.public_key = Secret::default()),
        ("wechat.public_key", |s| s.public_key = Secret::new("AAAA")),
        ("wechat.public_key_id", |s| {
            s.public_key_id.clear();
            s.public_key = Secret::default();
        }),
    ] {
        assert!(said(&change).contains(&format!("`{key}`")), "{key}: {}", said(&change));
    }
    assert!(!format!("{:?}", HOUSE.settings).contains(KEY));
}

const HEAD: &str = "\u{feff}交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,商户退款单号,退款状态,商品名称,手续费,订单金额,申请退款金额";

fn bill(rows: &str) -> Result<Vec<BillLine>> {
    let file = format!("{HEAD}\r\n{rows}总交易单数,手续费总金额\r\n`2,`0.00\r\n");
    bill::read(file.as_bytes(), "1900000001")
}

#[test]
fn a_bill_is_read_to_the_fen_and_a_comma_in_a_name_does_no_harm() {
    let lines = bill(
        "`2026-11-24 12:00:00,`wx1,`1900000001,`T1,`A1,`SUCCESS,`CNY,`0,`,`茶, 两盒,`0.53000,`88.88,`0.00\r\n\
         `2026-11-24 13:00:00,`wx1,`1900000001,`T1,`A1,`REFUND,`CNY,`R1,`PROCESSING,`茶,`-0.01000,`0.00,`1.5\r\n\
         `2026-11-24 14:00:00,`wx1,`1900000001,`T1,`A1,`REFUND,`CNY,`R2,`FAIL,`茶,`0.00000,`0.00,`1.50\r\n",
    )
    .unwrap();
    let told: Vec<_> = lines.iter().map(|l| (l.kind, l.amount.minor, l.fee.minor)).collect();
    assert_eq!(told, [(BillKind::Payment, 8888, 53), (BillKind::Refund, 150, -1)]);
    assert_eq!(lines[1].refund_no.as_deref(), Some("R1"));
    assert_eq!(lines[0].at, Moment(1_795_492_800_000));
}

#[test]
fn a_bill_with_a_hole_is_no_bill() {
    let row = "`2026-11-24 12:00:00,`wx1,`1900000001,`T1,`A1,`SUCCESS,`CNY,`0,`,`茶,`0.53000,`88.88,`0.00\r\n";
    assert!(bill(row).is_ok());
    for (from, to) in [
        ("88.88", "88.888"),
        ("88.88", "-88.88"),
        ("88.88", "８"),
        ("0.53000", "0.53001"),
        ("CNY", "USD"),
        ("SUCCESS", "MAYBE"),
        ("1900000001", "1900000002"),
        ("2026-11-24 12", "2026-11-31 12"),
        ("`A1", "`"),
    ] {
        assert!(row.contains(from) && bill(&row.replace(from, to)).is_err(), "{to}");
    }
    assert!(bill::read("nothing".as_bytes(), "1900000001").is_err());
    assert!(bill::read(b"\xff", "1900000001").is_err());
}

#[test]
fn the_words_of_refunds_are_sorted_into_final_later_and_unknown() {
    let said = |status: &str| {
        let body = json!({ "out_trade_no": "A1", "out_refund_no": "R1", "status": status,
            "amount": { "refund": 100, "currency": "CNY" } });
        trade::of_refund(&body, "A1", "R1", Some(Money::fen(100)))
    };
    assert_eq!(said("SUCCESS"), RefundState::Done);
    assert_eq!(said("PROCESSING"), RefundState::Pending);
    assert_eq!(said("SOMETHING_NEW"), RefundState::Pending);
    assert_eq!(said("ABNORMAL"), RefundState::Failed("ABNORMAL".into()));
    let refused = |code: &str| trade::refund_refused(code.to_owned());
    assert_eq!(refused("NOT_ENOUGH"), RefundState::NotAccepted("NOT_ENOUGH".into()));
    assert_eq!(refused("SOMETHING_NEW"), RefundState::Pending);
    let body = json!({ "out_trade_no": "A1", "out_refund_no": "R2", "status": "SUCCESS" });
    assert_eq!(trade::of_refund(&body, "A1", "R1", None), RefundState::Pending);
}
