//! Random interleavings of payer, shop and faults. Two things must hold whatever happens: a definite answer of the
//! adapter is never wrong, judged by the stand-in's own ledger at that very moment; and once the faults are over, asking
//! brings both sides to agree, with nothing paid or given back twice.

use crate::stage::{Stage, attempt_ref, now, refund_ref, stage};
use domain::Money;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use services::ports::payment::{Closed, NextStep, PayFlow, RefundState, RemoteState};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

const ATTEMPTS: usize = 2;
const REFUNDS: usize = 2;
const PRICE_FEN: i64 = 1_000;

#[derive(Clone, Debug)]
enum Op {
    Ask(usize),
    Scan(usize),
    Pay(usize),
    TellAgain(usize),
    Query(usize),
    Close(usize),
    /// Attempt, number of the refund, fen. A number may come again, with the same amount or with another.
    Refund(usize, usize, i64),
    QueryRefund(usize, usize),
    Fault(&'static str, &'static str, u32),
    Heal,
}

fn op() -> impl Strategy<Value = Op> {
    let attempt = || 0..ATTEMPTS;
    let fen = || prop::sample::select(vec![300, 300, 800, 1_001]);
    let places =
        vec!["alipay.trade.*", "alipay.trade.refund", "alipay.trade.query", "alipay.notify"];
    let faults = vec![
        "drop_request",
        "drop_answer",
        "status",
        "system_error",
        "system_error_after",
        "no_signature",
        "wrong_signature",
        "escaped_slash",
        "odd_spacing",
        "duplicate",
        "never",
        "other_app",
    ];
    prop_oneof![
        2 => attempt().prop_map(Op::Ask),
        1 => attempt().prop_map(Op::Scan),
        3 => attempt().prop_map(Op::Pay),
        1 => attempt().prop_map(Op::TellAgain),
        3 => attempt().prop_map(Op::Query),
        1 => attempt().prop_map(Op::Close),
        4 => (attempt(), 0..REFUNDS, fen()).prop_map(|(a, r, f)| Op::Refund(a, r, f)),
        2 => (attempt(), 0..REFUNDS).prop_map(|(a, r)| Op::QueryRefund(a, r)),
        3 => (prop::sample::select(places), prop::sample::select(faults), 1..3_u32)
            .prop_map(|(at, fault, times)| Op::Fault(at, fault, times)),
        1 => Just(Op::Heal),
    ]
}

/// One run: what the shop asked for, beside the stage.
struct Run<'a> {
    stage: &'a Stage,
    run: u32,
    codes: BTreeMap<usize, String>,
    /// By attempt and number: the amounts that were ever asked for under it.
    asked: BTreeMap<(usize, usize), Vec<i64>>,
}

impl Run<'_> {
    fn number(&self, attempt: usize) -> String {
        format!("I{}X{attempt}", self.run)
    }

    /// The stand-in's own entry of an attempt; `Null` when it has none.
    async fn entry(&self, attempt: usize) -> Value {
        // The number without its last digit sorts right before the entries of this run.
        let before = format!("I{}X", self.run);
        let list = self.stage.see(&format!("trades?after={before}&limit={}", ATTEMPTS)).await;
        let number = self.number(attempt);
        let found = list.as_array().unwrap().iter().find(|t| t["out_trade_no"] == number.as_str());
        found.cloned().unwrap_or(Value::Null)
    }

    async fn refunded_fen(&self, attempt: usize, refund: usize) -> Option<i64> {
        let entry = self.entry(attempt).await;
        let mut list = entry["refunds"].as_array().cloned().unwrap_or_default().into_iter();
        list.find(|r| r["out_request_no"] == refund_no(refund)).and_then(|r| r["fen"].as_i64())
    }

    async fn play(&mut self, op: Op) {
        match op {
            Op::Ask(a) => self.ask(a).await,
            Op::Scan(a) => {
                if let Some(code) = self.codes.get(&a) {
                    self.stage.http.get(code).send().await.unwrap();
                }
            }
            Op::Pay(a) => {
                if let Some(code) = self.codes.get(&a) {
                    self.stage.http.get(code).send().await.unwrap();
                    self.stage.http.post(format!("{code}/pay")).send().await.unwrap();
                }
            }
            Op::TellAgain(a) => {
                let url = format!("{}/_ctl/notify?no={}", self.stage.sim.url(), self.number(a));
                self.stage.http.post(url).send().await.unwrap();
            }
            Op::Query(a) => self.query(a, false).await,
            Op::Close(a) => self.close(a).await,
            Op::Refund(a, r, fen) => self.refund(a, r, fen).await,
            Op::QueryRefund(a, r) => self.query_refund(a, r, false).await,
            Op::Fault(at, fault, times) => {
                self.stage.faults(json!([{ "at": at, "fault": fault, "times": times }])).await;
            }
            Op::Heal => self.stage.faults(json!([])).await,
        }
    }

    async fn ask(&mut self, attempt: usize) {
        let intent = self.stage.intent(&self.number(attempt), PRICE_FEN, PayFlow::Qr);
        let begun = self.stage.pay.create(&intent).await;
        if let Ok(NextStep::QrCode(code)) = begun.map(|b| b.step) {
            let before = self.codes.insert(attempt, code.clone());
            assert!(before.is_none_or(|before| before == code), "one number, one code");
        }
    }

    async fn query(&self, attempt: usize, healed: bool) {
        let snapshot =
            self.stage.pay.query(&attempt_ref(&self.number(attempt)), now()).await.unwrap();
        let entry = self.entry(attempt).await;
        let paid = entry["paid_ms"].is_i64();
        match snapshot.state {
            RemoteState::Paid => {
                assert!(paid, "{entry}");
                assert_eq!(snapshot.paid, Some(Money::fen(PRICE_FEN)));
            }
            RemoteState::Pending => assert!(!paid && entry["closed_ms"].is_null(), "{entry}"),
            RemoteState::Closed => assert!(!paid && entry["closed_ms"].is_i64(), "{entry}"),
            RemoteState::Unknown => assert!(!healed, "unknown though nothing is wrong: {entry}"),
        }
    }

    async fn close(&self, attempt: usize) {
        let closed =
            self.stage.pay.close(&attempt_ref(&self.number(attempt)), now()).await.unwrap();
        let entry = self.entry(attempt).await;
        let paid = entry["paid_ms"].is_i64();
        match closed {
            Closed::Closed => assert!(!paid && entry["closed_ms"].is_i64(), "{entry}"),
            Closed::AlreadyPaid(_) => assert!(paid, "{entry}"),
            Closed::Unopened => assert!(entry.is_null() || entry["trade_no"].is_null(), "{entry}"),
            Closed::Unknown => {}
        }
    }

    async fn refund(&mut self, attempt: usize, refund: usize, fen: i64) {
        self.asked.entry((attempt, refund)).or_default().push(fen);
        let before = self.refunded_fen(attempt, refund).await;
        let request = self.stage.refund(&self.number(attempt), &refund_no(refund), fen, PRICE_FEN);
        let state = self.stage.pay.refund(&request).await.unwrap();
        let after = self.refunded_fen(attempt, refund).await;
        match state {
            RefundState::Done => assert_eq!((before, after), (None, Some(fen))),
            // Refused for good means that this call moved nothing.
            RefundState::Failed(_) => assert_eq!(before, after),
            RefundState::NotAccepted(_) => assert_eq!(after, None),
            RefundState::Pending => {}
        }
    }

    async fn query_refund(&self, attempt: usize, refund: usize, healed: bool) {
        let (number, refund_no) = (self.number(attempt), refund_no(refund));
        let state = self
            .stage
            .pay
            .query_refund(&attempt_ref(&number), &refund_ref(&refund_no), now())
            .await
            .unwrap();
        let moved = self.refunded_fen(attempt, refund).await;
        match state {
            RefundState::Done => assert!(moved.is_some()),
            RefundState::NotAccepted(_) => assert_eq!(moved, None),
            RefundState::Failed(code) => panic!("nothing here fails for good: {code}"),
            RefundState::Pending => assert!(!healed, "pending though nothing is wrong"),
        }
    }

    /// The faults are over: asking must bring both sides together, and the books must be whole.
    async fn settle(&self) {
        self.stage.faults(json!([])).await;
        for attempt in 0..ATTEMPTS {
            self.query(attempt, true).await;
            for refund in 0..REFUNDS {
                self.query_refund(attempt, refund, true).await;
            }
            let entry = self.entry(attempt).await;
            let refunds = entry["refunds"].as_array().cloned().unwrap_or_default();
            let back: i64 = refunds.iter().map(|r| r["fen"].as_i64().unwrap()).sum();
            let paid = if entry["paid_ms"].is_i64() { PRICE_FEN } else { 0 };
            assert!(back <= paid, "more went back than was paid: {entry}");
            for refund in 0..REFUNDS {
                let moved = self.refunded_fen(attempt, refund).await;
                let asked = self.asked.get(&(attempt, refund)).cloned().unwrap_or_default();
                assert!(moved.is_none_or(|fen| asked.contains(&fen)), "nobody asked for {moved:?}");
            }
        }
        self.believed_notices_are_true().await;
    }

    /// Whatever was heard and believed agrees with the ledger, under one name per fact.
    async fn believed_notices_are_true(&self) {
        let mut names: BTreeMap<String, (RemoteState, Option<Money>)> = BTreeMap::new();
        for event in self.stage.events().await.into_iter().flatten() {
            let Some(told) = event.snapshot() else { continue };
            let Some(attempt) = (0..ATTEMPTS).find(|a| self.number(*a) == told.attempt_no) else {
                continue;
            };
            let entry = self.entry(attempt).await;
            if told.state == RemoteState::Paid {
                assert!(entry["paid_ms"].is_i64(), "{entry}");
                assert_eq!(told.paid, Some(Money::fen(PRICE_FEN)));
            }
            let fact = (told.state, told.refunded);
            let known = names.entry(event.event_id).or_insert(fact);
            assert_eq!(*known, fact, "one name, one fact");
        }
    }
}

fn refund_no(refund: usize) -> String {
    format!("R{refund}")
}

#[test]
fn no_order_of_events_makes_a_definite_answer_wrong_or_moves_money_twice() {
    static RUNS: AtomicU32 = AtomicU32::new(1_000);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stage = runtime.block_on(stage(2_000));
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let ops = vec(op(), 10..40);
    let outcome = TestRunner::new(config).run(&ops, |ops| {
        runtime.block_on(async {
            let run = RUNS.fetch_add(1, Ordering::Relaxed);
            let mut run =
                Run { stage: &stage, run, codes: BTreeMap::new(), asked: BTreeMap::new() };
            for op in ops {
                run.play(op).await;
            }
            run.settle().await;
        });
        Ok(())
    });
    drop(runtime.enter());
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
