//! Stripe and UnionPay: the stage of the stories, and what both have in common.

use crate::stage::{Stage, now, stage};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::{Duration, Moment, Money};
use gateways::Config;
use serde_json::{Value, json};
use services::ports::payment::{
    AttemptRef, Closed, CreateIntent, NextStep, Notification, PayFlow, PaymentProvider, RefundRef,
    RefundRequest, RefundState, Rejected, RemoteState, VerifiedEvent,
};
use std::sync::{Arc, Mutex};

type Heard = Arc<Mutex<Vec<Notification>>>;

/// One card partner on the stage.
pub struct Cards {
    pub stage: Stage,
    pub pay: Arc<dyn PaymentProvider>,
    pub shop: String,
    pub config: String,
    heard: Heard,
    made_at: Moment,
}

pub async fn cards(provider: &str, total_ms: u64) -> Cards {
    let stage = stage(total_ms).await;
    let text = std::fs::read_to_string(stage.sim.config_path()).unwrap();
    let config = format!("[http]\ntotal_ms = {total_ms}\n{text}");
    let (payments, _) = gateways::build(&Config::from_toml(&config).unwrap()).unwrap();
    let pay = payments.get(provider).unwrap().clone();
    let heard = Heard::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new()
        .route("/hooks/payment/{provider}", post(hear))
        .with_state((heard.clone(), pay.clone()));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Cards { stage, pay, shop, config, heard, made_at: now() }
}

async fn hear(
    State((heard, pay)): State<(Heard, Arc<dyn PaymentProvider>)>,
    Path(_): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let headers = headers.iter();
    let headers = headers.filter_map(|(n, v)| Some((n.to_string(), v.to_str().ok()?.to_owned())));
    let message = Notification { headers: headers.collect(), body: body.to_vec() };
    let ack = pay.ack(pay.verify_notification(&message, now()).is_ok());
    heard.lock().unwrap().push(message);
    (StatusCode::from_u16(ack.status).unwrap(), ack.body)
}

impl Cards {
    pub fn attempt(&self, no: &str, known: Option<&str>) -> AttemptRef {
        AttemptRef {
            no: no.to_owned(),
            provider_ref: known.map(str::to_owned),
            due: Money::fen(1000),
            made_at: self.made_at,
        }
    }

    pub fn intent(&self, no: &str, fen: i64) -> CreateIntent {
        let provider = self.pay.id();
        CreateIntent {
            attempt_no: no.to_owned(),
            made_at: self.made_at,
            amount: Money::fen(fen),
            subject: "茶叶 250 克".to_owned(),
            expires_at: self.made_at.plus(Duration::minutes(15)),
            return_url: format!("{}/pay/return/{provider}", self.shop),
            notify_url: format!("{}/hooks/payment/{provider}", self.shop),
            flow: PayFlow::Page,
            payer_ip: None,
            now: now(),
        }
    }

    pub fn back(&self, no: &str, refund_no: &str, fen: i64) -> RefundRequest {
        RefundRequest {
            refund: self.refund_ref(refund_no),
            attempt: self.attempt(no, None),
            amount: Money::fen(fen),
            total: Money::fen(1000),
            reason: "少发一件".to_owned(),
            now: now(),
        }
    }

    pub fn refund_ref(&self, no: &str) -> RefundRef {
        RefundRef { no: no.to_owned(), made_at: self.made_at }
    }

    /// The provider expects it, and the browser has gone there. The page's address.
    pub async fn gone(&self, no: &str, fen: i64) -> String {
        match self.pay.create(&self.intent(no, fen)).await.unwrap().step {
            NextStep::Redirect(url) => url,
            NextStep::Post { url, fields } => {
                let body = url::form(&fields);
                let form = "application/x-www-form-urlencoded";
                let sent = self.stage.http.post(url).header("content-type", form).body(body);
                let answer = sent.send().await.unwrap();
                assert_eq!(answer.status(), 303, "the bank refused the form");
                let to = answer.headers()["location"].to_str().unwrap().to_owned();
                format!("{}{to}", self.stage.sim.url())
            }
            NextStep::QrCode(_) => panic!("no code was asked for"),
        }
    }

    pub async fn paid(&self, no: &str, fen: i64) {
        self.gone(no, fen).await;
        self.stage.ctl(&format!("pay?no={no}")).await;
    }

    pub async fn state(&self, no: &str) -> RemoteState {
        self.pay.query(&self.attempt(no, None), now()).await.unwrap().state
    }

    pub async fn refund(&self, no: &str, refund_no: &str, fen: i64) -> RefundState {
        self.pay.refund(&self.back(no, refund_no, fen)).await.unwrap()
    }

    pub async fn ask(&self, no: &str, refund_no: &str) -> RefundState {
        let refund = self.refund_ref(refund_no);
        self.pay.query_refund(&self.attempt(no, None), &refund, now()).await.unwrap()
    }

    /// What was heard since the last time, as it came.
    pub async fn heard(&self) -> Vec<Notification> {
        self.stage.quiet().await;
        std::mem::take(&mut self.heard.lock().unwrap())
    }

    pub async fn events(&self) -> Vec<Result<VerifiedEvent, Rejected>> {
        let heard = self.heard().await;
        heard.iter().map(|message| self.pay.verify_notification(message, now())).collect()
    }
}

mod url {
    /// A form as a browser posts it.
    pub fn form(fields: &[(String, String)]) -> String {
        let pair = |(k, v): &(String, String)| format!("{}={}", percent(k), percent(v));
        fields.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    fn percent(text: &str) -> String {
        let one = |b: u8| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(one).collect()
    }
}

const BOTH: [&str; 2] = ["stripe", "unionpay"];

#[tokio::test]
async fn a_buyer_pays_on_the_page_and_the_shop_hears_of_it() {
    for provider in BOTH {
        let cards = cards(provider, 5_000).await;
        assert_eq!(cards.state("ATTEMPT1").await, RemoteState::Pending, "{provider}");
        let page = cards.gone("ATTEMPT1", 1000).await;
        // Going there twice is harmless.
        assert_eq!(cards.gone("ATTEMPT1", 1000).await, page);
        assert!(page.starts_with(&cards.pay.origins()[0]));
        let shown = cards.stage.http.get(&page).send().await.unwrap().text().await.unwrap();
        assert!(shown.contains("¥10.00") && shown.contains("Stand-in"));
        assert_eq!(cards.state("ATTEMPT1").await, RemoteState::Pending, "{provider}");
        let pressed = cards.stage.http.post(format!("{page}/pay")).send().await.unwrap();
        assert_eq!(pressed.status(), 303);
        let event = cards.events().await.pop().unwrap().unwrap();
        let told = event.snapshot().unwrap().clone();
        assert_eq!((told.state, told.paid), (RemoteState::Paid, Some(Money::fen(1000))));
        let known = cards.attempt("ATTEMPT1", told.provider_ref.as_deref());
        for attempt in [known, cards.attempt("ATTEMPT1", None)] {
            let asked = cards.pay.query(&attempt, now()).await.unwrap();
            assert_eq!((asked.state, asked.paid), (told.state, told.paid), "{provider}");
            assert_eq!(asked.provider_ref, told.provider_ref, "{provider}");
        }
        let closed = cards.pay.close(&cards.attempt("ATTEMPT1", None), now()).await.unwrap();
        assert!(matches!(closed, Closed::AlreadyPaid(_)), "{provider}: {closed:?}");
    }
}

#[tokio::test]
async fn money_goes_back_in_parts_once_each_and_never_more_than_was_paid() {
    for provider in BOTH {
        let cards = cards(provider, 5_000).await;
        cards.paid("ATTEMPT1", 1000).await;
        assert_eq!(
            cards.ask("ATTEMPT1", "REFUND01").await,
            RefundState::NotAccepted(String::new())
        );
        let said = cards.refund("ATTEMPT1", "REFUND01", 300).await;
        assert!(matches!(said, RefundState::Done | RefundState::Pending), "{provider}: {said:?}");
        assert_eq!(cards.ask("ATTEMPT1", "REFUND01").await, RefundState::Done, "{provider}");
        // The same again moves nothing.
        let again = cards.refund("ATTEMPT1", "REFUND01", 300).await;
        assert!(matches!(again, RefundState::Done | RefundState::Pending), "{provider}: {again:?}");
        let more = cards.refund("ATTEMPT1", "REFUND02", 701).await;
        assert!(matches!(more, RefundState::Failed(_)), "{provider}: {more:?}");
        cards.refund("ATTEMPT1", "REFUND03", 700).await;
        assert_eq!(cards.ask("ATTEMPT1", "REFUND03").await, RefundState::Done, "{provider}");
        let over = cards.refund("ATTEMPT1", "REFUND04", 1).await;
        assert!(matches!(over, RefundState::Failed(_)), "{provider}: {over:?}");
    }
}

#[tokio::test]
async fn what_was_never_paid_is_not_given_back() {
    for provider in BOTH {
        let cards = cards(provider, 5_000).await;
        cards.gone("ATTEMPT1", 1000).await;
        let said = cards.refund("ATTEMPT1", "REFUND01", 300).await;
        assert!(matches!(said, RefundState::Failed(_)), "{provider}: {said:?}");
    }
}

#[tokio::test]
async fn silence_leaves_everything_unknown_and_a_lost_answer_moves_money_once() {
    for (provider, asked, back) in [
        ("stripe", "stripe.get*", "stripe.post.refunds"),
        ("unionpay", "unionpay.*", "unionpay.back"),
    ] {
        let cards = cards(provider, 400).await;
        cards.paid("ATTEMPT1", 1000).await;
        for rule in [
            json!({ "fault": "drop_request" }),
            json!({ "fault": "drop_answer" }),
            json!({ "fault": "status", "status": 502 }),
            json!({ "fault": "delay_answer", "ms": 2_000 }),
        ] {
            let mut rule = rule;
            rule["at"] = json!(asked);
            cards.stage.faults(json!([rule])).await;
            assert_eq!(cards.state("ATTEMPT1").await, RemoteState::Unknown, "{provider} {rule}");
            let closed = cards.pay.close(&cards.attempt("ATTEMPT1", None), now()).await.unwrap();
            assert_eq!(closed, Closed::Unknown, "{provider} {rule}");
            let asked = cards.ask("ATTEMPT1", "REFUND01").await;
            assert_eq!(asked, RefundState::Pending, "{provider} {rule}");
        }
        for (nth, fault) in ["drop_answer", "system_error_after"].into_iter().enumerate() {
            let no = format!("REFUND1{nth}");
            let rule = json!({ "at": back, "fault": fault, "times": 1 });
            cards.stage.faults(json!([rule])).await;
            let first = cards.refund("ATTEMPT1", &no, 400).await;
            assert_eq!(first, RefundState::Pending, "{provider} {fault}");
            let again = cards.refund("ATTEMPT1", &no, 400).await;
            assert!(!matches!(again, RefundState::Failed(_)), "{provider} {fault}: {again:?}");
            assert_eq!(cards.ask("ATTEMPT1", &no).await, RefundState::Done, "{provider} {fault}");
        }
        // 200 are left: had anything gone twice, these would be too many.
        cards.stage.faults(json!([])).await;
        cards.refund("ATTEMPT1", "REFUND20", 200).await;
        assert_eq!(cards.ask("ATTEMPT1", "REFUND20").await, RefundState::Done, "{provider}");
    }
}

#[tokio::test]
async fn lies_about_a_payment_are_refused_or_told_as_they_are() {
    for provider in BOTH {
        let cards = cards(provider, 5_000).await;
        let at = format!("{provider}.notify");
        for (nth, (fault, expect)) in [
            ("wrong_signature", Some(Rejected::Signature)),
            ("no_signature", Some(Rejected::Signature)),
            ("other_app", Some(Rejected::Foreign)),
            ("wrong_amount", None),
        ]
        .into_iter()
        .enumerate()
        {
            let rule = json!({ "at": at, "fault": fault, "times": 1 });
            cards.stage.faults(json!([rule])).await;
            cards.paid(&format!("ATTEMPT{nth}"), 500).await;
            let heard = cards.events().await.remove(0);
            assert_eq!(heard.as_ref().err().copied(), expect, "{provider} {fault}");
            if let Ok(event) = heard {
                // Well signed, so told as it is: comparing the amount is the use case's duty.
                assert_eq!(event.snapshot().unwrap().paid, Some(Money::fen(501)), "{provider}");
            }
        }
    }
}

#[tokio::test]
async fn a_message_that_was_changed_on_its_way_is_nobodys() {
    for provider in BOTH {
        let cards = cards(provider, 5_000).await;
        cards.paid("ATTEMPT1", 500).await;
        let good = cards.heard().await.remove(0);
        let ask = |body: Vec<u8>| {
            let message = Notification { headers: good.headers.clone(), body };
            cards.pay.verify_notification(&message, now()).err()
        };
        assert_eq!(ask(good.body.clone()), None, "{provider}");
        let text = String::from_utf8(good.body.clone()).unwrap();
        let dearer = text.replace("500", "900").into_bytes();
        assert_ne!(dearer, good.body);
        assert_eq!(ask(dearer), Some(Rejected::Signature), "{provider}");
        let half = good.body[..good.body.len() / 2].to_vec();
        assert!(ask(half).is_some(), "{provider}");
        assert!(ask(Vec::new()).is_some(), "{provider}");
        assert!(ask([b"\xff\xfe".as_slice(), &good.body].concat()).is_some(), "{provider}");
        assert!(ask([good.body.as_slice(), &vec![b' '; 300_000]].concat()).is_some(), "{provider}");
        // Said again it has the same name, so it counts once.
        let name = |m: &Notification| cards.pay.verify_notification(m, now()).unwrap().event_id;
        assert_eq!(name(&good), name(&good.clone()));
    }
}

#[tokio::test]
async fn a_session_is_closed_until_it_is_paid_and_found_though_its_number_got_lost() {
    let cards = cards("stripe", 5_000).await;
    let attempt = cards.attempt("ATTEMPT1", None);
    assert_eq!(cards.pay.close(&attempt, now()).await.unwrap(), Closed::Unopened);
    let rule = json!({ "at": "stripe.post.checkout", "fault": "drop_answer", "times": 1 });
    cards.stage.faults(json!([rule])).await;
    assert!(cards.pay.create(&cards.intent("ATTEMPT1", 1000)).await.unwrap_err().retryable());
    let page = cards.gone("ATTEMPT1", 1000).await;
    // In another language the words differ; it stays the same session.
    let mut english = cards.intent("ATTEMPT1", 1000);
    english.return_url = format!("{}/en/pay/return/stripe", cards.shop);
    let again = cards.pay.create(&english).await.unwrap();
    assert_eq!(again.step, NextStep::Redirect(page.clone()));
    for _ in 0..2 {
        assert_eq!(cards.pay.close(&attempt, now()).await.unwrap(), Closed::Closed);
    }
    cards.stage.http.post(format!("{page}/pay")).send().await.unwrap();
    assert_eq!(cards.state("ATTEMPT1").await, RemoteState::Closed);
}

#[tokio::test]
async fn a_wrong_key_is_the_operators_matter_and_says_so() {
    let cards = cards("stripe", 5_000).await;
    let wrong = cards.config.replace("secret_key = \"sk_test_", "secret_key = \"sk_test_X");
    let (payments, _) = gateways::build(&Config::from_toml(&wrong).unwrap()).unwrap();
    let said = payments.get("stripe").unwrap().query(&cards.attempt("ATTEMPT1", None), now()).await;
    assert!(said.unwrap_err().to_string().contains("401"));
}

#[tokio::test]
async fn a_day_is_told_when_it_is_over() {
    let cards = cards("stripe", 5_000).await;
    cards.paid("ATTEMPT1", 10_000).await;
    cards.refund("ATTEMPT1", "REFUND01", 300).await;
    let day = (now().millis() + 8 * 3_600_000) / 86_400_000;
    assert_eq!(cards.pay.bill(day, now()).await.unwrap(), None);
    let later = now().plus(Duration::days(1));
    let lines = cards.pay.bill(day, later).await.unwrap().unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|l| (l.attempt_no.as_str(), l.refund_no.as_deref(), l.amount.minor, l.fee.minor))
        .collect();
    assert!(told.contains(&("ATTEMPT1", None, 10_000, 575)), "{told:?}");
    assert!(told.contains(&("ATTEMPT1", Some("REFUND01"), 300, 0)), "{told:?}");
    assert_eq!(told.len(), 2);
    assert_eq!(cards.pay.bill(day - 1, later).await.unwrap(), Some(Vec::new()));
}

#[tokio::test]
async fn a_merchants_share_is_handed_on_once() {
    use services::ports::payment::{SplitRequest, SplitState};
    let cards = cards("stripe", 5_000).await;
    cards.paid("ATTEMPT1", 1000).await;
    let splits = cards.pay.splits().unwrap();
    let request = |no: &str, fen| SplitRequest {
        split_no: no.to_owned(),
        attempt: cards.attempt("ATTEMPT1", None),
        receiver: "acct_merchant".to_owned(),
        amount: Money::fen(fen),
        now: now(),
    };
    let first = request("SPLIT001", 900);
    let absent = SplitState::NotAccepted(String::new());
    assert_eq!(splits.query_split(&first).await.unwrap(), absent);
    for _ in 0..2 {
        assert_eq!(splits.split(&first).await.unwrap(), SplitState::Done);
    }
    let dearer = splits.split(&request("SPLIT001", 901)).await.unwrap();
    assert_eq!(dearer, SplitState::Failed("amount_differs".into()));
    let over = splits.split(&request("SPLIT002", 101)).await.unwrap();
    assert_eq!(over, SplitState::NotAccepted("balance_insufficient".into()));
    assert_eq!(splits.split(&request("SPLIT003", 100)).await.unwrap(), SplitState::Done);
}

#[tokio::test]
async fn a_certificate_is_believed_for_who_issued_it_and_to_whom() {
    let cards = cards("unionpay", 5_000).await;
    cards.paid("ATTEMPT1", 500).await;
    let good = cards.heard().await.remove(0);
    let verify = |config: &str, at: Moment| {
        let (payments, _) = gateways::build(&Config::from_toml(config).unwrap()).unwrap();
        payments.get("unionpay").unwrap().verify_notification(&good, at).err()
    };
    assert_eq!(verify(&cards.config, now()), None);
    // Issued to UnionPay, but somebody else is expected.
    let other = cards.config.replace("[unionpay]\n", "[unionpay]\nsigner = \"00040000:TEST\"\n");
    assert_eq!(verify(&other, now()), Some(Rejected::Signature));
    // After the certificate's end.
    assert_eq!(verify(&cards.config, Moment(2_600_000_000_000)), Some(Rejected::Signature));
    // Issued by another stand-in under the same name.
    let stranger = crate::cards::cards("unionpay", 5_000).await;
    assert_eq!(verify(&stranger.config, now()), Some(Rejected::Signature));
    // Only the merchant's certificate is believed: UnionPay's does not count then.
    let from = cards.config.find("certificate = \"\"\"").unwrap();
    let own = &cards.config[from..];
    let own = &own[..own.find("issuer_certificates").unwrap()];
    let pinned = format!("[unionpay]\nunionpay_{own}");
    let pinned = cards.config.replace("[unionpay]\n", &pinned);
    assert_eq!(verify(&pinned, now()), Some(Rejected::Signature));
    let _: Value = cards.stage.see("notices").await;
}
