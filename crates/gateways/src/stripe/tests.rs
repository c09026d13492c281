//! Vectors with secrets of our own making, and messages that lie.

use super::wire::{Outcome, judge};
use super::{Settings, Stripe};
use crate::Secret;
use aws_lc_rs::hmac;
use domain::{Duration, Moment, Money};
use serde_json::{Value, json};
use services::ports::payment::{
    CreateIntent, News, Notification, PayFlow, PaymentProvider as _, Rejected, RemoteState,
};

const SECRET: &str = "whsec_madeHere0123456789";
const NOW: Moment = Moment(1_780_000_000_000);

fn stripe() -> Stripe {
    let settings = Settings {
        account: "acct_1".into(),
        secret_key: Secret::new("sk_test_x"),
        webhook_secret: Secret::new(SECRET),
        ..Settings::default()
    };
    Stripe::new(&settings, crate::http::client(&crate::config::Http::default()).unwrap()).unwrap()
}

fn sign(secret: &str, at_s: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, &[format!("{at_s}.").as_bytes(), body].concat());
    tag.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

fn message(header: String, body: &[u8]) -> Notification {
    Notification { headers: vec![("stripe-signature".into(), header)], body: body.to_vec() }
}

fn event() -> Value {
    json!({
        "id": "evt_1", "object": "event", "type": "checkout.session.completed",
        "created": NOW.millis() / 1000, "livemode": false,
        "data": { "object": {
            "id": "cs_test_1", "client_reference_id": "A1", "status": "complete",
            "payment_status": "paid", "amount_total": 8888, "currency": "cny",
            "payment_intent": "pi_1",
        } },
    })
}

fn hear(event: &Value) -> Result<News, Rejected> {
    let body = event.to_string().into_bytes();
    let at = NOW.millis() / 1000;
    let header = format!("t={at},v1={}", sign(SECRET, at, &body));
    stripe().verify_notification(&message(header, &body), NOW).map(|heard| heard.news)
}

#[test]
fn a_signed_event_tells_of_the_payment() {
    let Ok(News::Payment(said)) = hear(&event()) else { panic!("a payment was told") };
    assert_eq!((said.state, said.paid), (RemoteState::Paid, Some(Money::fen(8888))));
    assert_eq!((said.attempt_no.as_str(), said.provider_ref.as_deref()), ("A1", Some("cs_test_1")));
    assert_eq!(said.paid_at, Some(NOW));
}

#[test]
fn any_of_several_signatures_holds_and_an_old_scheme_does_not() {
    let body = event().to_string().into_bytes();
    let at = NOW.millis() / 1000;
    let (good, bad) = (sign(SECRET, at, &body), sign("whsec_other", at, &body));
    let ask = |header: String| stripe().verify_notification(&message(header, &body), NOW).err();
    assert_eq!(ask(format!("t={at},v1={bad},v1={good}")), None);
    assert_eq!(ask(format!("v0={bad}, v1={good}, t={at}")), None);
    for header in [
        format!("t={at},v1={bad}"),
        format!("t={at},v0={good}"),
        format!("t={at},t={at},v1={good}"),
        format!("t=+{at},v1={good}"),
        format!("t={at},v1={}", &good[..62]),
        format!("t={at},v1={}zz", &good[..62]),
        format!("v1={good}"),
        format!("t={},v1={good}", at + 1),
        String::new(),
    ] {
        assert_eq!(ask(header.clone()), Some(Rejected::Signature), "{header}");
    }
    let twice = Notification {
        headers: vec![("stripe-signature".into(), format!("t={at},v1={good}")); 2],
        body: body.clone(),
    };
    assert_eq!(stripe().verify_notification(&twice, NOW).err(), Some(Rejected::Signature));
    let changed = message(format!("t={at},v1={good}"), &body[..body.len() - 1]);
    assert_eq!(stripe().verify_notification(&changed, NOW).err(), Some(Rejected::Signature));
}

#[test]
fn an_old_message_an_early_one_and_a_huge_one_are_refused() {
    let body = event().to_string().into_bytes();
    let at = NOW.millis() / 1000;
    let heard = |at: i64| {
        let header = format!("t={at},v1={}", sign(SECRET, at, &body));
        stripe().verify_notification(&message(header, &body), NOW).err()
    };
    assert_eq!([heard(at - 300), heard(at + 300)], [None, None]);
    assert_eq!([heard(at - 301), heard(at + 301)], [Some(Rejected::Stale); 2]);
    let huge = vec![b' '; 256 * 1024 + 1];
    let header = format!("t={at},v1={}", sign(SECRET, at, &huge));
    let said = stripe().verify_notification(&message(header, &huge), NOW);
    assert_eq!(said.err(), Some(Rejected::Malformed));
}

#[test]
fn what_is_well_signed_but_not_ours_or_no_event_is_told_apart() {
    let with = |path: &str, value: Value| {
        let mut event = event();
        *event.pointer_mut(path).unwrap() = value;
        hear(&event)
    };
    assert_eq!(with("/livemode", json!(true)).err(), Some(Rejected::Foreign));
    assert_eq!(with("/id", json!("in_1")).err(), Some(Rejected::Malformed));
    assert_eq!(with("/data", json!(null)).err(), Some(Rejected::Malformed));
    assert_eq!(with("/type", json!("invoice.paid")), Ok(News::Other));
    assert_eq!(with("/data/object/client_reference_id", json!(null)), Ok(News::Other));
    let mut foreign = event();
    foreign["account"] = json!("acct_2");
    assert_eq!(hear(&foreign).err(), Some(Rejected::Foreign));
    for (path, value) in [
        ("/data/object/currency", json!("usd")),
        ("/data/object/amount_total", json!("8888")),
        ("/data/object/amount_total", json!(88.88)),
        ("/data/object/amount_total", json!(-1)),
        ("/data/object/status", json!("open")),
    ] {
        let Ok(News::Payment(said)) = with(path, value.clone()) else { panic!("{path}") };
        assert_eq!(said.state, RemoteState::Unknown, "{path} {value}");
    }
    for (status, paid, state) in [
        ("expired", "unpaid", RemoteState::Closed),
        ("complete", "unpaid", RemoteState::Pending),
        ("expired", "paid", RemoteState::Unknown),
    ] {
        let mut event = event();
        event["data"]["object"]["status"] = json!(status);
        event["data"]["object"]["payment_status"] = json!(paid);
        let Ok(News::Payment(said)) = hear(&event) else { panic!("{status}") };
        assert_eq!(said.state, state, "{status} {paid}");
    }
}

#[test]
fn a_refund_of_ours_is_told_by_its_numbers_and_another_is_none() {
    let mut told = event();
    told["type"] = json!("refund.updated");
    told["data"]["object"] =
        json!({ "id": "re_1", "metadata": { "attempt_no": "A1", "refund_no": "R1" } });
    let news = News::Refund { attempt_no: "A1".into(), refund_no: "R1".into() };
    assert_eq!(hear(&told), Ok(news));
    told["data"]["object"]["metadata"] = json!({});
    assert_eq!(hear(&told), Ok(News::Other));
}

#[test]
fn an_answer_is_believed_only_for_what_it_says() {
    let ask = |status, body: Value| judge("x", status, &body.to_string());
    let error = |kind: &str, code: &str| json!({ "error": { "type": kind, "code": code } });
    assert!(matches!(ask(200, json!({})), Outcome::Handled(_)));
    assert!(matches!(judge("x", 200, "[]"), Outcome::Silent(_)));
    assert!(matches!(judge("x", 200, "{"), Outcome::Silent(_)));
    assert!(matches!(judge("x", 404, "no such page"), Outcome::Silent(_)));
    assert!(matches!(
        ask(404, error("invalid_request_error", "resource_missing")),
        Outcome::Absent
    ));
    assert!(matches!(ask(400, error("idempotency_error", "")), Outcome::OtherWords));
    assert!(
        matches!(ask(402, error("card_error", "declined")), Outcome::Business(c) if c == "declined")
    );
    assert!(matches!(ask(401, json!({})), Outcome::Refused(_)));
    assert!(matches!(ask(409, json!({})), Outcome::Later));
    assert!(matches!(ask(429, json!({})), Outcome::Later));
    assert!(matches!(ask(500, error("api_error", "")), Outcome::Silent(_)));
    assert!(matches!(ask(302, json!({})), Outcome::Silent(_)));
}

#[test]
fn a_session_says_the_same_on_every_repeat() {
    let intent = |now: Moment| CreateIntent {
        attempt_no: "A1".into(),
        made_at: NOW,
        amount: Money::fen(500),
        subject: "茶叶".into(),
        expires_at: NOW.plus(Duration::minutes(15)),
        return_url: "https://shop.example/en/pay/return/stripe".into(),
        notify_url: "https://shop.example/hooks/payment/stripe".into(),
        flow: PayFlow::Page,
        payer_ip: None,
        now,
    };
    let first = super::session_form(&intent(NOW)).unwrap();
    assert_eq!(first, super::session_form(&intent(NOW.plus(Duration::minutes(9)))).unwrap());
    let get = |name: &str| first.iter().find(|(n, _)| *n == name).unwrap().1.clone();
    assert_eq!(get("success_url"), "https://shop.example/en/pay/return/stripe?out_trade_no=A1");
    assert_eq!(get("expires_at"), "1780003600");
    assert_eq!(get("payment_intent_data[metadata][attempt_no]"), "A1");
}

#[test]
fn half_a_section_names_what_is_missing() {
    let mut half = Settings { account: "acct_1".into(), ..Settings::default() };
    assert!(!half.is_blank() && Settings::default().is_blank());
    let said = |s: &Settings| s.read().err().unwrap().to_string();
    assert!(said(&half).contains("stripe.secret_key"));
    half.secret_key = Secret::new("sk_live_1");
    assert!(said(&half).contains("stripe.webhook_secret"));
    half.webhook_secret = Secret::new("secret");
    assert!(said(&half).contains("does not begin"));
    half.webhook_secret = Secret::new("whsec_1");
    assert!(half.read().unwrap().live);
    half.api_url = "http://api.example".into();
    assert!(said(&half).contains("stripe.api_url"));
}
