//! Alipay's rules against keys made for this very run. The signed texts are written out by hand here, so that the
//! adapter's way of making them is not tested against itself.

use super::*;
use crate::config::{Http, Secret};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::sync::LazyLock;

const NOW: Moment = Moment(1_795_500_000_000);

struct House {
    adapter: Alipay,
    app: RsaKeyPair,
    alipay: RsaKeyPair,
}

/// Making keys takes a while, so all stories share one house.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let (app, alipay) = (fresh(), fresh());
    let settings = Settings {
        gateway_url: "https://openapi.alipay.com/gateway.do".into(),
        app_id: "2021000000000001".into(),
        seller_id: "2088000000000002".into(),
        app_private_key: Secret::new(private(&app)),
        alipay_public_key: Secret::new(public(&alipay)),
        ..Settings::default()
    };
    let client = crate::http::client(&Http::default()).unwrap();
    House { adapter: Alipay::new(&settings, client).unwrap(), app, alipay }
});

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

fn sign(pair: &RsaKeyPair, text: &str) -> String {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    STANDARD.encode(signature)
}

/// A form whose signature covers `text`, written out by the story; the fields are those of the text.
fn notice(pair: &RsaKeyPair, text: &str) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for pair in text.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        form.append_pair(name, value);
    }
    form.append_pair("empty", "").append_pair("sign_type", "RSA2");
    form.append_pair("sign", &sign(pair, text)).finish()
}

const PAID: &str = "app_id=2021000000000001&body=100% a+b %2B 集市&fund_bill_list=[{\"amount\":\"88.88\"}]\
    &gmt_payment=2026-11-24 12:00:00&notify_id=n1&notify_type=trade_status_sync&out_trade_no=A1\
    &seller_id=2088000000000002&total_amount=88.88&trade_no=T1&trade_status=TRADE_SUCCESS";

fn told(text: &str) -> Result<VerifiedEvent, Rejected> {
    hear(notice(&HOUSE.alipay, text).as_bytes())
}

fn hear(body: &[u8]) -> Result<VerifiedEvent, Rejected> {
    HOUSE.adapter.verify_notification(&Notification::of_body(body), NOW)
}

#[test]
fn a_paid_notice_tells_what_was_paid_and_to_whom() {
    let event = told(PAID).unwrap();
    assert_eq!(event.event_id, "T1/TRADE_SUCCESS/0");
    let expect = Snapshot {
        attempt_no: "A1".into(),
        state: RemoteState::Paid,
        paid: Some(Money::fen(8888)),
        refunded: None,
        provider_ref: Some("T1".into()),
        payee: Some("2088000000000002".into()),
        paid_at: Some(Moment(1_795_492_800_000)),
    };
    assert_eq!(*event.snapshot().unwrap(), expect);
    assert_eq!(event.snapshot().unwrap().payee.as_deref(), Some(HOUSE.adapter.payee()));
}

#[test]
fn a_notice_without_alipays_signature_is_nobodys() {
    let check = |body: String| {
        let result = hear(body.as_bytes());
        assert_eq!(result.err(), Some(Rejected::Signature), "{body}");
    };
    let good = notice(&HOUSE.alipay, PAID);
    check(good.replace("88.88", "88.89"));
    check(good.replace("TRADE_SUCCESS", "TRADE_FINISHED"));
    check(good.replace("sign=", "sing="));
    check(format!("{good}&total_fee=1"));
    // The application's own key does not speak for Alipay, and `sign_type` must not be signed along.
    check(notice(&HOUSE.app, PAID));
    let with_type = format!("{PAID}&sign_type=RSA2").replace("&sign_type", "&zign_type");
    let mut sorted: Vec<&str> = with_type.split('&').collect();
    sorted.sort_unstable();
    let signed = sorted.join("&").replace("zign_type", "sign_type");
    check(good.replace(
        &urlencode(&sign(&HOUSE.alipay, PAID)),
        &urlencode(&sign(&HOUSE.alipay, &signed)),
    ));
}

fn urlencode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn a_well_signed_notice_for_somebody_else_is_foreign() {
    for (ours, theirs) in [("2021000000000001", "2021000000000009"), ("2088000000000002", "2088")] {
        assert_eq!(told(&PAID.replace(ours, theirs)).err(), Some(Rejected::Foreign));
    }
}

#[test]
fn what_has_no_single_meaning_is_malformed() {
    let twice = format!("{}&trade_no=T2", notice(&HOUSE.alipay, PAID));
    let result = hear(twice.as_bytes());
    assert_eq!(result.err(), Some(Rejected::Malformed));
    let huge = vec![b'a'; 300 * 1024];
    assert_eq!(hear(&huge).err(), Some(Rejected::Malformed));
    let other = PAID.replace("trade_status_sync", "settle");
    assert_eq!(told(&other).err(), Some(Rejected::Malformed));
}

#[test]
fn a_refund_notice_is_not_a_second_payment() {
    let part = PAID.replace("&seller_id", "&refund_fee=8.88&seller_id");
    let event = told(&part).unwrap();
    assert_eq!(event.event_id, "T1/TRADE_SUCCESS/888");
    assert_eq!(event.snapshot().unwrap().paid, Some(Money::fen(8888)));
    assert_eq!(event.snapshot().unwrap().refunded, Some(Money::fen(888)));
    let whole = PAID
        .replace("&seller_id", "&refund_fee=88.88&seller_id")
        .replace("TRADE_SUCCESS", "TRADE_CLOSED");
    let event = told(&whole).unwrap();
    assert_eq!(event.snapshot().unwrap().state, RemoteState::Paid);
    assert_eq!(event.snapshot().unwrap().refunded, Some(Money::fen(8888)));
}

#[test]
fn a_trade_that_closed_unpaid_is_closed_and_an_unreadable_amount_is_unknown() {
    let unpaid = PAID
        .replace("&gmt_payment=2026-11-24 12:00:00", "")
        .replace("TRADE_SUCCESS", "TRADE_CLOSED");
    assert_eq!(told(&unpaid).unwrap().snapshot().unwrap().state, RemoteState::Closed);
    let waiting = unpaid.replace("TRADE_CLOSED", "WAIT_BUYER_PAY");
    assert_eq!(told(&waiting).unwrap().snapshot().unwrap().state, RemoteState::Pending);
    let odd = PAID.replace("total_amount=88.88", "total_amount=8888e-2");
    assert_eq!(told(&odd).unwrap().snapshot().unwrap().state, RemoteState::Unknown);
}

#[test]
fn the_acknowledgement_is_exactly_seven_bytes() {
    assert_eq!((HOUSE.adapter.ack(true).status, &*HOUSE.adapter.ack(true).body), (200, "success"));
    assert_ne!(HOUSE.adapter.ack(false).body, "success");
}

fn intent(flow: PayFlow) -> CreateIntent {
    CreateIntent {
        attempt_no: "A1".into(),
        made_at: NOW,
        amount: Money::fen(5),
        subject: "茶/杯=1&2\n".into(),
        expires_at: Moment(NOW.millis() + 900_000),
        return_url: "https://shop.example/pay/return/alipay".into(),
        notify_url: "https://shop.example/hooks/alipay".into(),
        flow,
        payer_ip: None,
        now: NOW,
    }
}

#[tokio::test]
async fn the_page_address_is_signed_over_exactly_what_it_carries() {
    let NextStep::Redirect(url) = HOUSE.adapter.create(&intent(PayFlow::Page)).await.unwrap().step
    else {
        panic!("a page is a redirect")
    };
    let url = Url::parse(&url).unwrap();
    let mut fields: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let at = fields.iter().position(|(k, _)| k == "sign").unwrap();
    let (_, signature) = fields.remove(at);
    fields.sort();
    let text: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let der = STANDARD.decode(public(&HOUSE.app)).unwrap();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der);
    key.verify(text.join("&").as_bytes(), &STANDARD.decode(signature).unwrap()).unwrap();
    let get = |name: &str| fields.iter().find(|(k, _)| k == name).unwrap().1.as_str();
    assert_eq!(get("timestamp"), "2026-11-24 14:00:00");
    let biz: Value = serde_json::from_str(get("biz_content")).unwrap();
    assert_eq!(biz["total_amount"], "0.05");
    assert_eq!(biz["subject"], "茶 杯 1 2");
    assert_eq!(biz["time_expire"], "2026-11-24 14:15:00");
    assert_eq!(HOUSE.adapter.origins(), ["https://openapi.alipay.com"]);
}

#[tokio::test]
async fn what_alipay_cannot_carry_is_not_sent() {
    let refused = |change: fn(&mut CreateIntent)| async move {
        let mut asked = intent(PayFlow::Page);
        change(&mut asked);
        HOUSE.adapter.create(&asked).await.unwrap_err().code()
    };
    assert_eq!(refused(|i| i.expires_at = NOW).await, domain::Code::PurchaseClosed);
    assert_eq!(
        refused(|i| i.amount = Money::new(5, Currency::Usd)).await,
        domain::Code::MethodUnavailable
    );
    assert_eq!(refused(|i| i.amount = Money::fen(0)).await, domain::Code::Internal);
    assert_eq!(refused(|i| i.attempt_no = "A-1".into()).await, domain::Code::Internal);
}

#[test]
fn an_answer_counts_only_as_it_was_signed() {
    let inner = r#"{"code":"10000","msg":"Success","a":"x/y","b":"} \" {"}"#;
    let whole = |body: &str, sign: &str| {
        format!("{{\"alipay_trade_query_response\":{body} , \"sign\" : \"{sign}\"}}")
    };
    let judge = |text: &str| {
        let verifier = RsaVerifier::load(&public(&HOUSE.alipay)).unwrap();
        Answer::read(text, "alipay.trade.query", &verifier).map(|a| a.judge("alipay.trade.query"))
    };
    let good = sign(&HOUSE.alipay, inner);
    assert!(matches!(judge(&whole(inner, &good)), Some(Outcome::Handled(_))));
    // Some of Alipay's systems sign the form with `\/` and send the plain one.
    let escaped = sign(&HOUSE.alipay, &inner.replace('/', "\\/"));
    assert!(matches!(judge(&whole(inner, &escaped)), Some(Outcome::Handled(_))));
    for bad in [
        whole(&inner.replace("x/y", "x/z"), &good),
        whole(&inner.replace(',', ", "), &good),
        whole(inner, &sign(&HOUSE.app, inner)),
        whole(inner, ""),
        format!("{{\"alipay_trade_query_response\":{inner}}}"),
    ] {
        assert!(matches!(judge(&bad), Some(Outcome::Silent(_))), "{bad}");
    }
    assert!(judge(&format!("{{\"alipay_trade_close_response\":{inner}}}")).is_none());
    assert!(judge("<html>GBK</html>").is_none());
}

#[test]
fn business_codes_are_believed_signed_and_gateway_codes_are_the_operators() {
    let verifier = RsaVerifier::load(&public(&HOUSE.alipay)).unwrap();
    let judge = |code: &str, sub: &str, signed: bool| {
        let inner = format!("{{\"code\":\"{code}\",\"sub_code\":\"{sub}\"}}");
        let sign = if signed {
            format!(",\"sign\":\"{}\"", sign(&HOUSE.alipay, &inner))
        } else {
            String::new()
        };
        let text = format!("{{\"alipay_trade_refund_response\":{inner}{sign}}}");
        Answer::read(&text, "alipay.trade.refund", &verifier).unwrap().judge("alipay.trade.refund")
    };
    let business = |outcome| matches!(outcome, Outcome::Business(_));
    let silent = |outcome| matches!(outcome, Outcome::Silent(_));
    assert!(business(judge("40004", "ACQ.TRADE_NOT_EXIST", true)));
    assert!(silent(judge("40004", "ACQ.TRADE_NOT_EXIST", false)));
    assert!(silent(judge("40004", "ACQ.SYSTEM_ERROR", true)));
    assert!(silent(judge("40004", "aop.ACQ.SYSTEM_ERROR", true)));
    assert!(silent(judge("20000", "isp.unknow-error", true)));
    assert!(silent(judge("10003", "", true)));
    assert!(silent(judge("40005", "", true)));
    assert!(matches!(judge("40002", "isv.invalid-signature", false), Outcome::Refused(_)));
}

#[test]
fn a_query_about_another_attempt_says_nothing() {
    let body =
        json!({ "out_trade_no": "A2", "trade_status": "TRADE_SUCCESS", "total_amount": "1.00" });
    assert_eq!(trade::of_query(&body, "A1").state, RemoteState::Unknown);
    assert_eq!(trade::of_query(&body, "A2").paid, Some(Money::fen(100)));
}

#[test]
fn refused_refunds_are_final_or_waiting_and_unknown_codes_are_asked_again() {
    let check = |code: &str, expect| assert_eq!(trade::refund_refused(code.into()), expect);
    let short = "ACQ.SELLER_BALANCE_NOT_ENOUGH";
    check(short, RefundState::NotAccepted(short.into()));
    let other = "ACQ.DISCORDANT_REPEAT_REQUEST";
    check(other, RefundState::Failed(other.into()));
    check("ACQ.SOMETHING_NEW", RefundState::Pending);
}

#[test]
fn half_a_configuration_names_the_missing_key() {
    let whole = format!(
        "[alipay]\ngateway_url = \"https://openapi.alipay.com/gateway.do\"\napp_id = \"1\"\nseller_id = \"2\"\n\
         app_private_key = \"{}\"\nalipay_public_key = \"{}\"\n",
        private(&HOUSE.app),
        public(&HOUSE.alipay)
    );
    let build = |text: &str| crate::build(&crate::Config::from_toml(text)?);
    assert!(build(&whole).unwrap().0.get("alipay").is_some());
    for key in ["gateway_url", "app_id", "seller_id", "app_private_key", "alipay_public_key"] {
        let lines = whole.lines().filter(|line| !line.starts_with(key));
        let without: String = lines.flat_map(|line| [line, "\n"]).collect();
        let error = build(&without).err().unwrap().to_string();
        assert!(error.contains(&format!("`alipay.{key}` is missing")), "{error}");
    }
    let error = build(&whole.replace("MII", "!!!")).err().unwrap().to_string();
    assert!(error.contains("`alipay.app_private_key`") && !error.contains("!!!"), "{error}");
    let error = build(&whole.replace("https://", "http://")).err().unwrap().to_string();
    assert!(error.contains("`alipay.gateway_url`"), "{error}");
    let error = build(&whole.replace("app_id", "app_di")).err().unwrap().to_string();
    assert!(error.contains("line 3") && error.contains("app_di"), "{error}");
}

#[test]
fn a_partner_without_keys_is_absent_and_secrets_do_not_show() {
    for text in ["", "[alipay]\n", "[alipay]\napp_id = \" \"\n[kuaidi100]\n"] {
        let (payments, tracking) = crate::build(&crate::Config::from_toml(text).unwrap()).unwrap();
        assert!(payments.all().is_empty() && tracking.is_none());
    }
    let config =
        crate::Config::from_toml("[kuaidi100]\ncustomer = \"c\"\nkey = \"geheim\"\n").unwrap();
    assert!(!format!("{config:?}").contains("geheim"));
    assert!(crate::build(&config).unwrap().1.is_some());
    let error =
        crate::Config::from_toml("[kuaidi100]\nkey = 12345678\n").err().unwrap().to_string();
    assert!(error.contains("line 2") && !error.contains("12345678"), "{error}");
}
