//! The same when things go wrong: silence, lies, repetition, wrong clocks. An unknown outcome stays unknown until the
//! partner says otherwise with a signature.

use crate::stage::{attempt_ref, now, refund_ref, stage};
use domain::Money;
use serde_json::json;
use services::Error;
use services::ports::payment::{Closed, PayFlow, RefundState, Rejected, RemoteState};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn an_answer_that_proves_nothing_leaves_the_attempt_unknown() {
    let stage = stage(300).await;
    stage.paid("A1", 500).await;
    for rule in [
        json!({ "fault": "no_signature" }),
        json!({ "fault": "wrong_signature" }),
        json!({ "fault": "drop_request" }),
        json!({ "fault": "drop_answer" }),
        json!({ "fault": "status", "status": 502 }),
        json!({ "fault": "system_error" }),
        json!({ "fault": "system_error_after" }),
        json!({ "fault": "delay_answer", "ms": 2_000 }),
    ] {
        let mut at = rule.clone();
        at["at"] = json!("alipay.trade.*");
        stage.faults(json!([at])).await;
        let snapshot = stage.pay.query(&attempt_ref("A1"), now()).await.unwrap();
        assert_eq!(snapshot.state, RemoteState::Unknown, "{rule}");
        assert_eq!(
            stage.pay.close(&attempt_ref("A1"), now()).await.unwrap(),
            Closed::Unknown,
            "{rule}"
        );
        let create = stage.pay.create(&stage.intent("A2", 500, PayFlow::Qr)).await;
        assert!(matches!(create, Err(Error::Busy(_))), "{rule}: {create:?}");
    }
    stage.faults(json!([])).await;
    assert_eq!(stage.pay.query(&attempt_ref("A1"), now()).await.unwrap().state, RemoteState::Paid);
}

#[tokio::test]
async fn odd_spacing_and_escaped_slashes_still_verify() {
    let stage = stage(5_000).await;
    stage.paid("A1", 500).await;
    for fault in ["odd_spacing", "escaped_slash"] {
        stage.faults(json!([{ "at": "alipay.trade.query", "fault": fault }])).await;
        let snapshot = stage.pay.query(&attempt_ref("A1"), now()).await.unwrap();
        assert_eq!(snapshot.paid, Some(Money::fen(500)), "{fault}");
    }
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_happens_once() {
    let stage = stage(300).await;
    stage.paid("A1", 1000).await;
    for (nth, fault) in ["drop_answer", "delay_answer", "system_error_after", "wrong_signature"]
        .into_iter()
        .enumerate()
    {
        let rule = json!({ "at": "alipay.trade.refund", "fault": fault, "times": 1, "ms": 2_000 });
        stage.faults(json!([rule])).await;
        let request = stage.refund("A1", &format!("R{nth}"), 100, 1000);
        assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::Pending, "{fault}");
        // The shop may ask, and it may repeat the same number: either way the money went once.
        let asked = stage
            .pay
            .query_refund(&attempt_ref("A1"), &refund_ref(&request.refund.no), now())
            .await
            .unwrap();
        assert_eq!(asked, RefundState::Done, "{fault}");
        assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::Pending, "{fault}");
    }
    let moved = stage.see("refunds").await;
    let fen: i64 = moved.as_array().unwrap().iter().map(|r| r["fen"].as_i64().unwrap()).sum();
    assert_eq!((moved.as_array().unwrap().len(), fen), (4, 400));
}

#[tokio::test]
async fn a_refund_that_never_arrived_is_sent_again_under_its_number() {
    let stage = stage(300).await;
    stage.paid("A1", 1000).await;
    let request = stage.refund("A1", "R1", 100, 1000);
    stage
        .faults(json!([{ "at": "alipay.trade.refund", "fault": "drop_request", "times": 1 }]))
        .await;
    assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::Pending);
    let asked = stage.pay.query_refund(&attempt_ref("A1"), &refund_ref("R1"), now()).await.unwrap();
    assert_eq!(asked, RefundState::NotAccepted(String::new()));
    let short = "ACQ.SELLER_BALANCE_NOT_ENOUGH";
    let rule = json!({ "at": "alipay.trade.refund", "fault": "refuse", "code": short, "times": 1 });
    stage.faults(json!([rule])).await;
    assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::NotAccepted(short.into()));
    assert_eq!(stage.pay.refund(&request).await.unwrap(), RefundState::Done);
}

#[tokio::test]
async fn a_wrong_clock_or_key_is_the_operators_matter_and_says_so() {
    let stage = stage(5_000).await;
    stage.paid("A1", 500).await;
    stage.ctl("clock?skew_ms=660000").await;
    let said = stage.pay.query(&attempt_ref("A1"), now()).await.unwrap_err().to_string();
    assert!(said.contains("isv.invalid-timestamp"), "{said}");
    let refund = stage.pay.refund(&stage.refund("A1", "R1", 1, 500)).await;
    assert!(matches!(refund, Err(Error::Broken(_))));
    stage.ctl("clock?skew_ms=0").await;
    assert!(stage.see("refunds").await.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn lies_about_a_payment_are_refused_or_told_as_they_are() {
    let stage = stage(5_000).await;
    let hear = async |number: &str, rule| {
        stage.faults(json!([rule])).await;
        stage.paid(number, 500).await;
        stage.events().await.remove(0)
    };
    let at = "alipay.notify";
    let forged = hear("A1", json!({ "at": at, "fault": "wrong_signature", "times": 1 })).await;
    assert_eq!(forged.err(), Some(Rejected::Signature));
    let unsigned = hear("A2", json!({ "at": at, "fault": "no_signature", "times": 1 })).await;
    assert_eq!(unsigned.err(), Some(Rejected::Signature));
    let foreign = hear("A3", json!({ "at": at, "fault": "other_app", "times": 1 })).await;
    assert_eq!(foreign.err(), Some(Rejected::Foreign));
    // A well-signed wrong amount is handed on as told: comparing it is the use case's duty.
    let dearer =
        hear("A4", json!({ "at": at, "fault": "wrong_amount", "fen": 1, "times": 1 })).await;
    assert_eq!(dearer.unwrap().snapshot().unwrap().paid, Some(Money::fen(501)));
}

#[tokio::test]
async fn one_payment_told_many_times_has_one_name() {
    let stage = stage(5_000).await;
    stage
        .faults(json!([{ "at": "alipay.notify", "fault": "duplicate", "n": 3, "times": 1 }]))
        .await;
    stage.paid("A1", 500).await;
    stage.ctl("notify?no=A1").await;
    let events = stage.events().await;
    let mut names: Vec<String> = events.into_iter().map(|e| e.unwrap().event_id).collect();
    assert_eq!(names.len(), 5);
    names.dedup();
    assert_eq!(names.len(), 1);
}

#[tokio::test]
async fn what_the_shop_could_not_store_is_delivered_again() {
    let stage = stage(5_000).await;
    stage.heard.deaf.store(2, Ordering::Relaxed);
    stage.paid("A1", 500).await;
    // Alipay's 4 and 10 minutes are 0.4 and 1 second here.
    assert_eq!(stage.see("idle?retries=true").await["idle"], true);
    let notice = stage.see("notices").await[0].clone();
    assert_eq!((notice["tries"].as_u64(), notice["acknowledged"].as_bool()), (Some(3), Some(true)));
    assert_eq!(stage.events().await.len(), 3);
}

#[tokio::test]
async fn a_notice_that_never_comes_is_found_by_asking() {
    let stage = stage(5_000).await;
    stage.faults(json!([{ "at": "alipay.notify", "fault": "never" }])).await;
    stage.paid("A1", 500).await;
    assert!(stage.events().await.is_empty());
    assert_eq!(
        stage.pay.query(&attempt_ref("A1"), now()).await.unwrap().paid,
        Some(Money::fen(500))
    );
}
