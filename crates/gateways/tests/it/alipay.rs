//! Paying, closing and refunding at Alipay when nothing goes wrong.

use crate::stage::{Stage, attempt_ref, now, refund_ref, stage};
use domain::{Code, Duration, Money};
use services::ports::payment::{Closed, NextStep, PayFlow, RefundState, RemoteState};

async fn state(stage: &Stage, attempt_no: &str) -> RemoteState {
    stage.pay.query(&attempt_ref(attempt_no), now()).await.unwrap().state
}

#[tokio::test]
async fn a_buyer_scans_the_code_and_pays_and_the_shop_hears_of_it() {
    let stage = stage(5_000).await;
    let code = stage.code("A1", 8888).await;
    // Nobody has scanned it: Alipay knows of no trade, which means "not paid yet".
    assert_eq!(state(&stage, "A1").await, RemoteState::Pending);
    let page = stage.http.get(&code).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("¥88.88") && page.contains("付款") && page.contains("Stand-in"));
    assert_eq!(state(&stage, "A1").await, RemoteState::Pending);
    let answer = stage.http.post(format!("{code}/pay")).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    let event = stage.events().await.pop().unwrap().unwrap();
    let asked = stage.pay.query(&attempt_ref("A1"), now()).await.unwrap();
    assert_eq!(
        (event.snapshot().unwrap().state, event.snapshot().unwrap().paid),
        (RemoteState::Paid, Some(Money::fen(8888)))
    );
    assert_eq!(
        (asked.state, asked.paid),
        (event.snapshot().unwrap().state, event.snapshot().unwrap().paid)
    );
    assert_eq!(asked.provider_ref, event.snapshot().unwrap().provider_ref);
    assert_eq!(asked.paid_at, event.snapshot().unwrap().paid_at);
    assert_eq!(event.snapshot().unwrap().payee.as_deref(), Some(stage.pay.payee()));
}

#[tokio::test]
async fn a_buyer_is_taken_to_the_page_and_back_to_the_shop() {
    let stage = stage(5_000).await;
    for (number, flow) in [("P1", PayFlow::Page), ("W1", PayFlow::Wap)] {
        let intent = stage.intent(number, 100, flow);
        let NextStep::Redirect(url) = stage.pay.create(&intent).await.unwrap().step else {
            panic!("a page is a redirect")
        };
        assert!(url.starts_with(&stage.pay.origins()[0]));
        let to =
            |answer: &reqwest::Response| answer.headers()["location"].to_str().unwrap().to_owned();
        let cashier = to(&stage.http.get(&url).send().await.unwrap());
        let cashier = format!("{}{cashier}", stage.sim.url());
        let page = stage.http.get(&cashier).send().await.unwrap();
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains(&stage.shop), "the way back must be allowed: {policy}");
        let cancelled = stage.http.post(format!("{cashier}/cancel")).send().await.unwrap();
        assert!(to(&cancelled).ends_with("?cancelled"));
        assert_eq!(state(&stage, number).await, RemoteState::Pending);
        let back = to(&stage.http.post(format!("{cashier}/pay")).send().await.unwrap());
        assert!(
            back.starts_with(&intent.return_url)
                && back.contains(&format!("out_trade_no={number}"))
        );
        assert_eq!(state(&stage, number).await, RemoteState::Paid);
    }
}

#[tokio::test]
async fn asking_twice_is_harmless_and_changing_the_amount_is_refused() {
    let stage = stage(5_000).await;
    let code = stage.code("A1", 500).await;
    assert_eq!(stage.code("A1", 500).await, code);
    let dearer = stage.pay.create(&stage.intent("A1", 501, PayFlow::Qr)).await;
    assert!(dearer.unwrap_err().to_string().contains("ACQ.CONTEXT_INCONSISTENT"));
    stage.ctl("pay?no=A1").await;
    let again = stage.pay.create(&stage.intent("A1", 500, PayFlow::Qr)).await;
    assert_eq!(again.unwrap_err().code(), Code::AlreadyPaid);
}

#[tokio::test]
async fn an_attempt_can_be_closed_until_it_is_paid() {
    let stage = stage(5_000).await;
    let code = stage.code("A1", 500).await;
    assert_eq!(stage.pay.close(&attempt_ref("A1"), now()).await.unwrap(), Closed::Unopened);
    stage.http.get(&code).send().await.unwrap();
    assert_eq!(stage.pay.close(&attempt_ref("A1"), now()).await.unwrap(), Closed::Closed);
    assert_eq!(stage.pay.close(&attempt_ref("A1"), now()).await.unwrap(), Closed::Closed);
    assert_eq!(state(&stage, "A1").await, RemoteState::Closed);
    let again = stage.pay.create(&stage.intent("A1", 500, PayFlow::Qr)).await;
    assert_eq!(again.unwrap_err().code(), Code::PurchaseClosed);
    stage.paid("A2", 700).await;
    let Closed::AlreadyPaid(snapshot) = stage.pay.close(&attempt_ref("A2"), now()).await.unwrap()
    else {
        panic!("a paid attempt cannot be closed")
    };
    assert_eq!(snapshot.paid, Some(Money::fen(700)));
}

#[tokio::test]
async fn money_goes_back_in_parts_and_never_more_than_was_paid() {
    let stage = stage(5_000).await;
    stage.paid("A1", 1000).await;
    stage.events().await;
    let refund =
        async |no: &str, fen| stage.pay.refund(&stage.refund("A1", no, fen, 1000)).await.unwrap();
    let ask = async |no: &str| {
        stage.pay.query_refund(&attempt_ref("A1"), &refund_ref(no), now()).await.unwrap()
    };
    assert_eq!(ask("R1").await, RefundState::NotAccepted(String::new()));
    assert_eq!(refund("R1", 300).await, RefundState::Done);
    let event = stage.events().await.pop().unwrap().unwrap();
    assert_eq!(event.snapshot().unwrap().refunded, Some(Money::fen(300)));
    assert_eq!(event.snapshot().unwrap().paid, Some(Money::fen(1000)));
    // The same number again moves nothing and says so; only asking tells that it was done.
    assert_eq!(refund("R1", 300).await, RefundState::Pending);
    assert_eq!(ask("R1").await, RefundState::Done);
    let failed = |code: &str| RefundState::Failed(code.into());
    assert_eq!(refund("R1", 301).await, failed("ACQ.DISCORDANT_REPEAT_REQUEST"));
    assert_eq!(refund("R2", 701).await, failed("ACQ.REASON_TRADE_REFUND_FEE_ERR"));
    assert_eq!(refund("R3", 700).await, RefundState::Done);
    assert_eq!(refund("R4", 1).await, failed("ACQ.TRADE_HAS_CLOSE"));
    let whole = stage.pay.query(&attempt_ref("A1"), now()).await.unwrap();
    assert_eq!((whole.state, whole.refunded), (RemoteState::Paid, Some(Money::fen(1000))));
    let ledger = stage.see("refunds").await;
    let sums: Vec<i64> =
        ledger.as_array().unwrap().iter().map(|r| r["fen"].as_i64().unwrap()).collect();
    assert_eq!(sums, [300, 700]);
}

#[tokio::test]
async fn nothing_goes_back_that_was_not_paid_or_is_finished() {
    let stage = stage(5_000).await;
    let refund = async |no: &str| stage.pay.refund(&stage.refund(no, "R1", 1, 500)).await.unwrap();
    let failed = |code: &str| RefundState::Failed(code.into());
    assert_eq!(refund("NONE").await, failed("ACQ.TRADE_NOT_EXIST"));
    let code = stage.code("A1", 500).await;
    assert_eq!(refund("A1").await, failed("ACQ.TRADE_NOT_EXIST"));
    stage.http.get(&code).send().await.unwrap();
    assert_eq!(refund("A1").await, failed("ACQ.TRADE_STATUS_ERROR"));
    stage.ctl("pay?no=A1").await;
    stage.ctl("finish?no=A1").await;
    assert_eq!(refund("A1").await, failed("ACQ.TRADE_HAS_FINISHED"));
    assert_eq!(state(&stage, "A1").await, RemoteState::Paid);
}

#[tokio::test]
async fn what_was_not_paid_in_time_is_closed() {
    let stage = stage(5_000).await;
    let code = stage.code("A1", 500).await;
    stage.http.get(&code).send().await.unwrap();
    let quarter = 16 * 60 * 1000;
    stage.ctl(&format!("clock?skew_ms={quarter}")).await;
    let later = domain::Moment(now().millis() + quarter);
    assert_eq!(
        stage.pay.query(&attempt_ref("A1"), later).await.unwrap().state,
        RemoteState::Closed
    );
    let late = stage.http.post(format!("{code}/pay")).send().await.unwrap();
    assert_eq!(late.status(), 303);
    assert_eq!(
        stage.pay.query(&attempt_ref("A1"), later).await.unwrap().state,
        RemoteState::Closed
    );
    assert!(stage.events().await.is_empty());
}

#[tokio::test]
async fn what_was_paid_before_the_stand_in_was_there_is_refunded_by_a_signed_call() {
    let stage = stage(2_000).await;
    let refund =
        async |no: &str, fen| stage.pay.refund(&stage.refund("P1", no, fen, 1000)).await.unwrap();
    let failed = |code: &str| RefundState::Failed(code.into());
    assert_eq!(refund("R2", 300).await, failed("ACQ.TRADE_NOT_EXIST"));
    let paid = now().minus(Duration::days(3)).millis();
    stage.tell_the_past(&format!(
        r#"{{"out_trade_no":"P1","trade_no":"DEMO1","total_fen":1000,"paid_ms":{paid},"refunds":[]}}"#
    ));
    assert_eq!(refund("R2", 300).await, RefundState::Done);
    assert_eq!(
        stage.pay.query_refund(&attempt_ref("P1"), &refund_ref("R2"), now()).await.unwrap(),
        RefundState::Done
    );
    assert_eq!(refund("R3", 701).await, failed("ACQ.REASON_TRADE_REFUND_FEE_ERR"));
}
