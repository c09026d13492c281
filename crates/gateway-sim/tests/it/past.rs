//! The trades of a market that was there before its partner.

use crate::client::{Client, Folder, client, client_after};
use serde_json::{Value, json};

const PAST: &str = r#"{"out_trade_no":"P1","trade_no":"DEMO1","total_fen":8888,"paid_ms":PAID,"refunds":[{"out_request_no":"R1","fen":100,"at_ms":PAID}]}
"#;

/// A line of the past, paid yesterday.
fn past() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "the stand-in runs as a program, by the wall clock"
    )]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    PAST.replace("PAID", &(now.as_millis() - 86_400_000).to_string())
}

async fn refund(client: &Client, number: &str, yuan: &str) -> Value {
    let ask = json!({ "out_trade_no": "P1", "out_request_no": number, "refund_amount": yuan });
    client.call("alipay.trade.refund", ask).await
}

#[tokio::test]
async fn a_trade_of_the_past_is_refunded_like_any_other() {
    let folder = Folder::fresh();
    let past_of = folder.path().join("past");
    let shop = client_after(&folder, &past_of).await;
    assert_eq!(refund(&shop, "R2", "10.00").await["sub_code"], "ACQ.TRADE_NOT_EXIST");
    // The market is filled while its partner is already there; what was asked before is asked again.
    std::fs::create_dir(&past_of).unwrap();
    std::fs::write(past_of.join("1.jsonl"), past()).unwrap();
    let done = refund(&shop, "R2", "10.00").await;
    assert_eq!((&done["fund_change"], &done["refund_fee"]), (&json!("Y"), &json!("11.00")));
    assert_eq!(done["trade_no"], "DEMO1");
    let again = refund(&shop, "R1", "1.00").await;
    assert_eq!(again["fund_change"], "N", "what went back in the past does not go back twice");
    let over = refund(&shop, "R3", "80.00").await;
    assert_eq!(over["sub_code"], "ACQ.REASON_TRADE_REFUND_FEE_ERR");
    // After a restart the ledger remembers what changed, and the folder is not believed instead.
    shop.sim.stop().await;
    let shop = client_after(&folder, &past_of).await;
    assert_eq!(refund(&shop, "R2", "10.00").await["fund_change"], "N");
}

#[tokio::test]
async fn without_that_folder_nobody_can_tell_it_of_trades() {
    let folder = Folder::fresh();
    let shop = client(&folder).await;
    std::fs::write(folder.path().join("1.jsonl"), past()).unwrap();
    assert_eq!(refund(&shop, "R2", "10.00").await["sub_code"], "ACQ.TRADE_NOT_EXIST");
}
