//! What the gateway refuses, and in which order it looks.

use crate::client::{Client, Folder, Form, client};
use serde_json::{Value, json};

fn order(number: &str) -> Value {
    json!({ "out_trade_no": number, "total_amount": "88.88", "subject": "茶" })
}

const PRECREATE: &str = "alipay.trade.precreate";

async fn sub_code(client: &Client, change: impl FnOnce(&mut Form), sign: bool) -> String {
    let mut form = client.form(PRECREATE, &order("A1"));
    change(&mut form);
    if sign {
        form.push(("sign", client.sign(&form)));
    }
    let answer = client.send(&form).await;
    assert!(answer["sign"].is_null(), "what was refused at the door is not signed: {answer}");
    let inner = answer.as_object().unwrap().values().next().unwrap();
    inner["sub_code"].as_str().unwrap().to_owned()
}

fn set(name: &'static str, value: &'static str) -> impl FnOnce(&mut Form) {
    move |form| form.iter_mut().filter(|(k, _)| *k == name).for_each(|(_, v)| *v = value.into())
}

#[tokio::test]
async fn the_door_asks_who_then_when_then_whose_signature() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let check = async |change: Box<dyn FnOnce(&mut Form)>, sign, expect| {
        assert_eq!(sub_code(&client, change, sign).await, expect);
    };
    // An unknown application is refused before anybody looks at its signature, and an old request too.
    check(Box::new(set("app_id", "1")), false, "isv.invalid-app-id").await;
    check(Box::new(set("app_id", "")), true, "isv.missing-app-id").await;
    check(Box::new(set("timestamp", "2020-01-01 00:00:00")), false, "isv.invalid-timestamp").await;
    check(Box::new(set("timestamp", "today")), true, "isv.invalid-timestamp").await;
    check(Box::new(|_| {}), false, "isv.missing-signature").await;
    check(Box::new(|form| form.push(("sign", "AAAA".into()))), false, "isv.invalid-signature")
        .await;
    check(Box::new(set("sign_type", "RSA")), true, "isv.invalid-signature-type").await;
    check(Box::new(set("method", "alipay.trade.steal")), true, "isv.invalid-method").await;
    check(Box::new(set("charset", "gbk")), true, "isv.invalid-charset").await;
    check(Box::new(|form| form.push(("version", "1.0".into()))), true, "isv.invalid-parameter")
        .await;
    assert_eq!(client.see("/_ctl/trades").await, json!([]));
}

#[tokio::test]
async fn a_request_signed_over_something_else_is_refused() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let mut form = client.form(PRECREATE, &order("A1"));
    let sign = client.sign(&form);
    set("biz_content", "{\"out_trade_no\":\"A1\",\"total_amount\":\"0.01\",\"subject\":\"茶\"}")(
        &mut form,
    );
    form.push(("sign", sign));
    let answer = client.send(&form).await;
    assert_eq!(answer["alipay_trade_precreate_response"]["sub_code"], "isv.invalid-signature");
}

#[tokio::test]
async fn an_order_must_be_written_the_way_alipay_wants_it() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    for (key, bad) in [
        ("total_amount", json!("88.888")),
        ("total_amount", json!("0")),
        ("total_amount", json!(88.88)),
        ("total_amount", json!("100000000.01")),
        ("out_trade_no", json!("A-1")),
        ("out_trade_no", json!("A".repeat(65))),
        ("subject", json!("a/b")),
        ("subject", json!("")),
        ("time_expire", json!("2020-01-01 00:00:00")),
        ("time_expire", json!("2999-01-01 00:00:00")),
        ("timeout_express", json!("0m")),
        ("product_code", json!("QUICK_WAP_WAY")),
    ] {
        let mut biz = order("A1");
        biz[key] = bad.clone();
        let answer = client.call(PRECREATE, biz).await;
        assert_eq!(answer["sub_code"], "ACQ.INVALID_PARAMETER", "{key}: {bad}");
    }
    assert_eq!(client.see("/_ctl/trades").await, json!([]));
    assert_eq!(client.call(PRECREATE, order("A1")).await["code"], "10000");
}

#[tokio::test]
async fn a_number_stands_for_one_order_only() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let first = client.call(PRECREATE, order("A1")).await;
    assert_eq!(client.call(PRECREATE, order("A1")).await["qr_code"], first["qr_code"]);
    for (key, other) in [("total_amount", "88.87"), ("subject", "咖啡")] {
        let mut biz = order("A1");
        biz[key] = json!(other);
        assert_eq!(client.call(PRECREATE, biz).await["sub_code"], "ACQ.CONTEXT_INCONSISTENT");
    }
    assert!(client.post("/_ctl/pay?no=A1").await.status().is_success());
    assert_eq!(client.call(PRECREATE, order("A1")).await["sub_code"], "ACQ.TRADE_HAS_SUCCESS");
    assert_eq!(client.post("/_ctl/pay?no=A1").await.status(), 409);
}

#[tokio::test]
async fn a_refund_needs_a_number_of_its_own_unless_it_is_the_whole() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    client.call(PRECREATE, order("A1")).await;
    client.post("/_ctl/pay?no=A1").await;
    let part = json!({ "out_trade_no": "A1", "refund_amount": "1.00" });
    let answer = client.call("alipay.trade.refund", part).await;
    assert_eq!(answer["sub_code"], "ACQ.INVALID_PARAMETER");
    let whole = json!({ "out_trade_no": "A1", "refund_amount": "88.88" });
    let answer = client.call("alipay.trade.refund", whole.clone()).await;
    assert_eq!((&answer["fund_change"], &answer["refund_fee"]), (&json!("Y"), &json!("88.88")));
    let again = client.call("alipay.trade.refund", whole).await;
    assert_eq!((&again["fund_change"], &again["refund_fee"]), (&json!("N"), &json!("88.88")));
    // A whole refund without a number carries the order's.
    let ask = json!({ "out_trade_no": "A1", "out_request_no": "A1" });
    let told = client.call("alipay.trade.fastpay.refund.query", ask).await;
    assert_eq!(told["refund_status"], "REFUND_SUCCESS");
    let trade_no = answer["trade_no"].clone();
    let asked = client.call("alipay.trade.query", json!({ "trade_no": trade_no })).await;
    assert_eq!(
        (&asked["trade_status"], &asked["out_trade_no"]),
        (&json!("TRADE_CLOSED"), &json!("A1"))
    );
}

#[tokio::test]
async fn a_page_shows_its_refusal_to_the_person() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let url = format!("{}/gateway.do?method=alipay.trade.page.pay", client.sim.url());
    let page = client.http.get(url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("isv.missing-app-id") && page.contains("Request refused"), "{page}");
}
