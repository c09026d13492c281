//! The daily bill as the stand-in writes it and the adapter reads it.

use crate::stage::{Stage, now, stage};
use domain::reconciliation::{BillKind, BillLine};
use domain::{Duration, Moment, Money, fairness};
use serde_json::{Value, json};

/// Two days later: the bill of today is there, and both clocks agree that it is then.
async fn later(stage: &Stage) -> Moment {
    let ahead = Duration::days(2);
    stage.ctl(&format!("clock?skew_ms={}", ahead.as_millis())).await;
    now().plus(ahead)
}

/// Two payments, one of them given back in part, and one that nobody paid.
async fn business(stage: &Stage) -> i64 {
    let day = fairness::day_of(now());
    for (number, fen) in [("A1", 8888), ("A2", 500)] {
        stage.code(number, fen).await;
        stage.ctl(&format!("pay?no={number}")).await;
    }
    stage.code("A3", 700).await;
    let refund = stage.refund("A1", "R1", 800, 8888);
    stage.pay.refund(&refund).await.unwrap();
    day
}

async fn told(stage: &Stage, day: i64, at: Moment) -> Vec<(BillKind, String, i64, i64)> {
    let brief = |l: BillLine| (l.kind, l.attempt_no, l.amount.minor, l.fee.minor);
    stage.pay.bill(day, at).await.unwrap().unwrap().into_iter().map(brief).collect()
}

fn whole() -> [(BillKind, String, i64, i64); 3] {
    [
        (BillKind::Payment, "A1".into(), 8888, 53),
        (BillKind::Payment, "A2".into(), 500, 3),
        (BillKind::Refund, "A1".into(), 800, -5),
    ]
}

#[tokio::test]
async fn the_bill_of_a_day_tells_what_was_paid_and_what_went_back() {
    let stage = stage(5_000).await;
    let day = business(&stage).await;
    assert_eq!(stage.pay.bill(day, now()).await.unwrap(), None, "the day is not over");
    let at = later(&stage).await;
    assert_eq!(told(&stage, day, at).await, whole());
    let lines = stage.pay.bill(day, at).await.unwrap().unwrap();
    assert_eq!(lines[2].refund_no.as_deref(), Some("R1"));
    assert_eq!(fairness::day_of(lines[0].at), day);
    assert_eq!(lines[0].amount, Money::fen(8888));
    assert_eq!(stage.pay.bill(day - 1, at).await.unwrap(), None, "a day without business");
}

#[tokio::test]
async fn faults_change_single_lines() {
    let stage = stage(5_000).await;
    let day = business(&stage).await;
    let at = later(&stage).await;
    let rule = |fault: &str| -> Value {
        json!([{ "at": "alipay.bill.line", "fault": fault, "times": 1, "fen": 7 }])
    };
    stage.faults(rule("never")).await;
    assert_eq!(told(&stage, day, at).await, whole()[1..]);
    stage.faults(rule("wrong_amount")).await;
    assert_eq!(told(&stage, day, at).await[0].2, 8895);
    stage.faults(rule("duplicate")).await;
    assert_eq!(told(&stage, day, at).await[..2], [whole()[0].clone(), whole()[0].clone()]);
    stage.faults(rule("stranger")).await;
    let strange = told(&stage, day, at).await;
    assert_eq!(strange.len(), 4);
    assert!(!["A1", "A2"].contains(&strange[0].1.as_str()));
}

#[tokio::test]
async fn a_bill_that_does_not_come_whole_is_asked_for_again() {
    let stage = stage(5_000).await;
    let day = business(&stage).await;
    let at = later(&stage).await;
    for fault in ["drop_answer", "status"] {
        stage.faults(json!([{ "at": "alipay.bill", "fault": fault, "times": 1 }])).await;
        assert!(stage.pay.bill(day, at).await.is_err(), "{fault}");
        assert_eq!(told(&stage, day, at).await, whole());
    }
}
