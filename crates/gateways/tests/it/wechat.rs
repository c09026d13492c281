//! The same shop at WeChat Pay: the good way, what is refused, what goes wrong, bills and shares.

use crate::stage::{Stage, attempt_ref, now, refund_ref, wechat, wechat_with};
use domain::{Code, Duration, Moment, Money, fairness};
use serde_json::json;
use services::Error;
use services::ports::payment::{
    BillKind, Closed, News, NextStep, PayFlow, RefundState, Rejected, RemoteState, SplitRequest,
    SplitState,
};
use std::sync::atomic::Ordering;

async fn state(stage: &Stage, attempt_no: &str) -> RemoteState {
    stage.pay.query(&attempt_ref(attempt_no), now()).await.unwrap().state
}

fn busy<T: std::fmt::Debug>(result: &services::Result<T>) -> bool {
    matches!(result, Err(Error::Busy(_)))
}

#[tokio::test]
async fn a_buyer_scans_the_code_of_wechat_and_the_shop_hears_of_it() {
    let stage = wechat(5_000).await;
    assert_eq!(state(&stage, "WX1").await, RemoteState::Pending);
    let code = stage.code("WX1", 8888).await;
    assert_eq!(stage.code("WX1", 8888).await, code, "asking twice is harmless");
    let page = stage.http.get(&code).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("¥88.88") && page.contains("付款") && page.contains("Stand-in"));
    assert_eq!(state(&stage, "WX1").await, RemoteState::Pending);
    let answer = stage.http.post(format!("{code}/pay")).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    let event = stage.events().await.pop().unwrap().unwrap();
    let told = event.snapshot().unwrap().clone();
    assert_eq!((told.state, told.paid), (RemoteState::Paid, Some(Money::fen(8888))));
    assert_eq!(told.payee.as_deref(), Some(stage.pay.payee()));
    assert_eq!(stage.pay.query(&attempt_ref("WX1"), now()).await.unwrap(), told);
    assert!(told.paid_at.is_some());
}

#[tokio::test]
async fn a_phone_is_taken_to_the_page_and_back_to_the_shop() {
    let stage = wechat(5_000).await;
    let mut intent = stage.intent("WX1", 100, PayFlow::Wap);
    let nowhere = stage.pay.create(&intent).await;
    assert_eq!(nowhere.unwrap_err().code(), Code::MethodUnavailable, "it wants to know from where");
    intent.payer_ip = Some("203.0.113.7".parse().unwrap());
    let NextStep::Redirect(url) = stage.pay.create(&intent).await.unwrap().step else {
        panic!("a page is a redirect")
    };
    assert!(url.starts_with(&stage.pay.origins()[0]));
    let strange = stage.http.get(&url).send().await.unwrap();
    assert_eq!(strange.status(), 403, "who does not say where he comes from is not let in");
    let page = stage.http.get(&url).header("referer", &stage.shop).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains(&stage.shop), "the way back must be allowed: {policy}");
    assert!(page.text().await.unwrap().contains(&intent.return_url));
    let pay = format!("{}/pay", url.split('?').next().unwrap());
    let form = format!("redirect_url={}", intent.return_url);
    let back = stage.http.post(pay).body(form).send().await.unwrap();
    assert_eq!(back.headers()["location"].to_str().unwrap(), intent.return_url);
    assert_eq!(state(&stage, "WX1").await, RemoteState::Paid);
}

#[tokio::test]
async fn a_number_stands_for_one_order_and_a_closed_one_is_over() {
    let stage = wechat(5_000).await;
    stage.code("WX1", 500).await;
    let dearer = stage.pay.create(&stage.intent("WX1", 501, PayFlow::Qr)).await;
    assert!(dearer.unwrap_err().to_string().contains("OUT_TRADE_NO_USED"));
    assert_eq!(stage.pay.close(&attempt_ref("NEVER1"), now()).await.unwrap(), Closed::Unopened);
    for _ in 0..2 {
        assert_eq!(stage.pay.close(&attempt_ref("WX1"), now()).await.unwrap(), Closed::Closed);
    }
    assert_eq!(state(&stage, "WX1").await, RemoteState::Closed);
    let again = stage.pay.create(&stage.intent("WX1", 500, PayFlow::Qr)).await;
    assert_eq!(again.unwrap_err().code(), Code::PurchaseClosed);
    stage.paid("WX2", 700).await;
    let again = stage.pay.create(&stage.intent("WX2", 700, PayFlow::Qr)).await;
    assert_eq!(again.unwrap_err().code(), Code::AlreadyPaid);
    let Closed::AlreadyPaid(said) = stage.pay.close(&attempt_ref("WX2"), now()).await.unwrap()
    else {
        panic!("a paid attempt cannot be closed")
    };
    assert_eq!(said.paid, Some(Money::fen(700)));
}

#[tokio::test]
async fn money_goes_back_in_parts_at_wechat_and_never_more_than_was_paid() {
    let stage = wechat(5_000).await;
    let refund =
        async |no: &str, fen| stage.pay.refund(&stage.refund("WX1", no, fen, 1000)).await.unwrap();
    let ask = async |no: &str| {
        stage.pay.query_refund(&attempt_ref("WX1"), &refund_ref(no), now()).await.unwrap()
    };
    let failed = |code: &str| RefundState::Failed(code.into());
    assert_eq!(refund("R0", 1).await, failed("RESOURCE_NOT_EXISTS"));
    stage.code("WX1", 1000).await;
    assert_eq!(refund("R0", 1).await, failed("INVALID_REQUEST"), "nothing was paid");
    stage.ctl("pay?no=WX1").await;
    stage.events().await;
    assert_eq!(ask("R1").await, RefundState::NotAccepted(String::new()));
    // Taken up is not done.
    assert_eq!(refund("R1", 300).await, RefundState::Pending);
    stage.wait_for(async || ask("R1").await == RefundState::Done).await;
    assert_eq!(refund("R1", 300).await, RefundState::Done, "the same number moves nothing more");
    assert_eq!(refund("R1", 301).await, failed("INVALID_REQUEST"));
    assert_eq!(refund("R2", 701).await, failed("INVALID_REQUEST"));
    let whole = stage.pay.query(&attempt_ref("WX1"), now()).await.unwrap();
    assert_eq!((whole.state, whole.paid), (RemoteState::Paid, Some(Money::fen(1000))));
    assert_eq!(refund("R3", 700).await, RefundState::Pending);
    stage.wait_for(async || ask("R3").await == RefundState::Done).await;
    stage.wait_for(async || stage.heard.events.lock().unwrap().len() >= 2).await;
    let news: Vec<News> = stage.events().await.into_iter().map(|e| e.unwrap().news).collect();
    let of = |no: &str| News::Refund { attempt_no: "WX1".into(), refund_no: no.into() };
    assert!(news.contains(&of("R1")) && news.contains(&of("R3")), "{news:?}");
    let ledger = stage.see("orders").await;
    let fen: Vec<i64> = ledger[0]["refunds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["fen"].as_i64().unwrap())
        .collect();
    assert_eq!(fen, [300, 700]);
}

#[tokio::test]
async fn an_answer_of_wechat_that_proves_nothing_leaves_everything_unknown() {
    let stage = wechat(1_000).await;
    stage.paid("WX1", 500).await;
    let rules = [
        json!({ "fault": "no_signature" }),
        json!({ "fault": "wrong_signature" }),
        json!({ "fault": "drop_request" }),
        json!({ "fault": "drop_answer" }),
        json!({ "fault": "status", "status": 502 }),
        json!({ "fault": "system_error" }),
        json!({ "fault": "system_error_after" }),
        json!({ "fault": "refuse", "code": "FREQUENCY_LIMITED" }),
        json!({ "fault": "delay_answer", "ms": 2_000 }),
    ];
    for (nth, rule) in rules.into_iter().enumerate() {
        let number = format!("WX2{nth}");
        let mut at = rule.clone();
        at["at"] = json!("wechat.*");
        stage.faults(json!([at])).await;
        assert_eq!(state(&stage, "WX1").await, RemoteState::Unknown, "{rule}");
        let create = stage.pay.create(&stage.intent(&number, 500, PayFlow::Qr)).await;
        assert!(busy(&create), "{rule}: {create:?}");
        let closed = stage.pay.close(&attempt_ref(&number), now()).await.unwrap();
        assert_eq!(closed, Closed::Unknown, "{rule}");
    }
    stage.faults(json!([])).await;
    assert_eq!(state(&stage, "WX1").await, RemoteState::Paid);
}

#[tokio::test]
async fn a_refund_at_wechat_whose_answer_is_lost_happens_once() {
    let stage = wechat(1_000).await;
    stage.paid("WX1", 1000).await;
    let faults = ["drop_answer", "delay_answer", "system_error_after", "wrong_signature"];
    for (nth, fault) in faults.into_iter().enumerate() {
        let rule = json!({ "at": "wechat.refund", "fault": fault, "times": 1, "ms": 2_000 });
        stage.faults(json!([rule])).await;
        let request = stage.refund("WX1", &format!("R{nth}"), 100, 1000);
        assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::Pending, "{fault}");
        stage
            .wait_for(async || {
                let asked = stage.pay.query_refund(&request.attempt, &request.refund, now()).await;
                asked.unwrap() == RefundState::Done
            })
            .await;
        assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::Done, "{fault}");
    }
    let ledger = stage.see("orders").await;
    assert_eq!(ledger[0]["refunds"].as_array().unwrap().len(), 4);
    let rule =
        json!({ "at": "wechat.refund", "fault": "refuse", "code": "NOT_ENOUGH", "times": 1 });
    stage.faults(json!([rule])).await;
    let request = stage.refund("WX1", "R9", 100, 1000);
    let short = RefundState::NotAccepted("NOT_ENOUGH".into());
    assert_eq!(stage.pay.refund(&request).await.unwrap(), short);
    let rule = json!({ "at": "wechat.refund", "fault": "wrong_amount", "fen": 1, "times": 1 });
    stage.faults(json!([rule])).await;
    let told = stage.pay.refund(&request).await.unwrap();
    assert_eq!(told, RefundState::Pending, "an answer about another sum says nothing");
}

#[tokio::test]
async fn lies_of_wechat_about_a_payment_are_refused_or_told_as_they_are() {
    let stage = wechat(5_000).await;
    let hear = async |number: &str, fault: &str| {
        let rule = json!({ "at": "wechat.notify", "fault": fault, "fen": 1, "times": 1 });
        stage.faults(json!([rule])).await;
        stage.paid(number, 500).await;
        stage.wait_for(async || !stage.heard.events.lock().unwrap().is_empty()).await;
        let first = stage.heard.events.lock().unwrap().remove(0);
        stage.see("idle?retries=true").await;
        stage.heard.events.lock().unwrap().clear();
        first
    };
    assert_eq!(hear("WX1", "wrong_signature").await.err(), Some(Rejected::Signature));
    assert_eq!(hear("WX2", "no_signature").await.err(), Some(Rejected::Signature));
    assert_eq!(hear("WX3", "other_app").await.err(), Some(Rejected::Foreign));
    // A well-signed wrong amount is handed on as told: comparing it is the use case's duty.
    let dearer = hear("WX4", "wrong_amount").await.unwrap();
    assert_eq!(dearer.snapshot().unwrap().paid, Some(Money::fen(501)));
}

#[tokio::test]
async fn one_payment_at_wechat_told_many_times_has_one_name_and_comes_until_it_is_kept() {
    let stage = wechat(5_000).await;
    stage.heard.deaf.store(2, Ordering::Relaxed);
    let rule = json!({ "at": "wechat.notify", "fault": "duplicate", "n": 2, "times": 1 });
    stage.faults(json!([rule])).await;
    stage.paid("WX1", 500).await;
    stage.see("idle?retries=true").await;
    let names: Vec<String> =
        stage.events().await.into_iter().map(|e| e.unwrap().event_id).collect();
    assert!(names.len() >= 3 && names.iter().all(|name| *name == names[0]), "{names:?}");
    assert_eq!(stage.see("notices").await[0]["acknowledged"], true);
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_the_operators_matter_at_wechat_too() {
    let stage = wechat(5_000).await;
    stage.paid("WX1", 500).await;
    stage.events().await;
    stage.ctl("clock?skew_ms=330000").await;
    let said = stage.pay.query(&attempt_ref("WX1"), now()).await.unwrap_err().to_string();
    assert!(said.contains("SIGN_ERROR"), "{said}");
    stage.ctl("notify?no=WX1").await;
    let heard = stage.events().await.remove(0);
    assert_eq!(heard.err(), Some(Rejected::Stale));
}

#[tokio::test]
async fn certificates_are_fetched_where_there_is_no_public_key() {
    let stage = wechat_with(5_000, |text| {
        let kept = text.lines().filter(|line| !line.starts_with("public_key"));
        let kept: Vec<&str> = kept.collect();
        kept.join("\n").replace("platform_certificates = false", "platform_certificates = true")
    })
    .await;
    stage
        .faults(json!([{ "at": "wechat.certificates", "fault": "wrong_signature", "times": 1 }]))
        .await;
    let create = stage.pay.create(&stage.intent("WX1", 500, PayFlow::Qr)).await;
    assert!(busy(&create), "certificates that nobody signed are not believed: {create:?}");
    stage.paid("WX1", 500).await;
    let heard = stage.events().await.pop().unwrap().unwrap();
    assert_eq!(heard.snapshot().unwrap().paid, Some(Money::fen(500)));
    assert_eq!(state(&stage, "WX1").await, RemoteState::Paid);
}

#[tokio::test]
async fn the_bill_of_a_day_tells_in_fen_what_was_paid_and_given_back() {
    let stage = wechat(5_000).await;
    stage.paid("WX1", 123_456).await;
    stage.pay.refund(&stage.refund("WX1", "R1", 1_000, 123_456)).await.unwrap();
    let day = fairness::day_of(now());
    assert_eq!(stage.pay.bill(day, now()).await.unwrap(), None);
    let at = async |hours| {
        let then = fairness::begin_of(day + 1).plus(Duration::hours(hours));
        stage.ctl(&format!("clock?skew_ms={}", then.since(now()).as_millis())).await;
        then
    };
    let early = at(9).await;
    assert_eq!(stage.pay.bill(day, early).await.unwrap(), None);
    let later = at(11).await;
    let lines = stage.pay.bill(day, later).await.unwrap().unwrap();
    let [paid, back] = lines.as_slice() else { panic!("two lines: {lines:?}") };
    assert_eq!(
        (paid.kind, paid.amount, paid.fee),
        (BillKind::Payment, Money::fen(123_456), Money::fen(741))
    );
    assert_eq!(
        (back.kind, back.amount, back.fee),
        (BillKind::Refund, Money::fen(1_000), Money::fen(-6))
    );
    assert_eq!((back.attempt_no.as_str(), back.refund_no.as_deref()), ("WX1", Some("R1")));
    assert!(Moment(paid.at.millis() + 60_000) > now());
    assert_eq!(stage.pay.bill(day - 3, later).await.unwrap(), Some(Vec::new()));
    // One letter more than the signed answer vouches for.
    stage.faults(json!([{ "at": "wechat.bill.content", "fault": "wrong_amount" }])).await;
    assert!(busy(&stage.pay.bill(day, later).await));
}

#[tokio::test]
async fn a_share_is_handed_on_once_and_finished_is_not_done() {
    let stage =
        wechat_with(5_000, |text| text.replace("profit_sharing = false", "profit_sharing = true"))
            .await;
    stage.paid("WX1", 10_000).await;
    let splits = stage.pay.splits().unwrap();
    let request = |no: &str, receiver: &str, fen| SplitRequest {
        split_no: no.into(),
        attempt: attempt_ref("WX1"),
        receiver: receiver.into(),
        amount: Money::fen(fen),
        now: now(),
    };
    let good = request("S1", "1900000109 南山茶行有限公司", 9_000);
    assert_eq!(splits.query_split(&good).await.unwrap(), SplitState::NotAccepted(String::new()));
    stage.wait_for(async || splits.split(&good).await.unwrap() == SplitState::Pending).await;
    stage.wait_for(async || splits.query_split(&good).await.unwrap() == SplitState::Done).await;
    assert_eq!(splits.split(&good).await.unwrap(), SplitState::Done, "the same number, once");
    let more = request("S2", "1900000109 南山茶行有限公司", 1_000);
    let short = SplitState::NotAccepted("NOT_ENOUGH".into());
    assert_eq!(splits.split(&more).await.unwrap(), short, "the fee is not there to be shared");
    let dead = request("S3", "1900000000 停用商户", 100);
    assert_eq!(splits.split(&dead).await.unwrap(), SplitState::Pending);
    let closed = SplitState::Failed("ACCOUNT_ABNORMAL".into());
    stage.wait_for(async || splits.query_split(&dead).await.unwrap() == closed).await;
    let nameless = request("S4", "1900000109", 100);
    assert_eq!(splits.split(&nameless).await.unwrap(), SplitState::Failed("PARAM_ERROR".into()));
    // What was handed on cannot go back to the buyer as well.
    let refund = stage.pay.refund(&stage.refund("WX1", "R1", 1_001, 10_000)).await.unwrap();
    assert_eq!(refund, RefundState::NotAccepted("NOT_ENOUGH".into()));
    let ledger = stage.see("orders").await;
    assert_eq!(ledger[0]["splits"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn without_sharing_nothing_is_handed_on() {
    let stage = wechat(5_000).await;
    assert!(stage.pay.splits().is_none());
}
