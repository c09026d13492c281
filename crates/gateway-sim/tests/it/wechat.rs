//! What WeChat Pay's interface refuses. The requests are written out and signed by hand here.

use crate::client::{Client, Folder, client, value};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

const NATIVE: &str = "/v3/pay/transactions/native";

/// What may be wrong with a request.
#[derive(Clone)]
struct Request {
    method: &'static str,
    path: String,
    body: String,
    signed_body: String,
    mchid: String,
    serial: String,
    seconds: i64,
    nonce: String,
    accept: &'static str,
}

fn seconds_now() -> i64 {
    let output = std::process::Command::new("date").arg("+%s").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

fn request(client: &Client, method: &'static str, path: &str, body: &str) -> Request {
    static NONCES: AtomicU32 = AtomicU32::new(0);
    let nth = NONCES.fetch_add(1, Ordering::Relaxed);
    Request {
        method,
        path: path.to_owned(),
        body: body.to_owned(),
        signed_body: body.to_owned(),
        mchid: value(&client.config, "mchid"),
        serial: value(&client.config, "merchant_serial"),
        seconds: seconds_now(),
        nonce: format!("NONCE{nth}"),
        accept: "application/json",
    }
}

async fn send(client: &Client, r: &Request) -> (u16, Value) {
    let der = STANDARD.decode(value(&client.config, "merchant_private_key")).unwrap();
    let key = RsaKeyPair::from_pkcs8(&der).unwrap();
    let Request { method, path, seconds, nonce, signed_body, .. } = r;
    let text = format!("{method}\n{path}\n{seconds}\n{nonce}\n{signed_body}\n");
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    let credentials = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{nonce}\",timestamp=\"{seconds}\",\
         serial_no=\"{}\",signature=\"{}\"",
        r.mchid,
        r.serial,
        STANDARD.encode(signature),
    );
    let answer = client
        .http
        .request(method.parse().unwrap(), format!("{}{path}", client.sim.url()))
        .header("authorization", credentials)
        .header("accept", r.accept)
        .header("user-agent", "story")
        .header("content-type", "application/json")
        .body(r.body.clone())
        .send()
        .await
        .unwrap();
    let status = answer.status().as_u16();
    let signed = answer.headers().contains_key("wechatpay-signature");
    assert_eq!(signed, status < 300, "success is signed, a refusal is not");
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

fn order(client: &Client, number: &str) -> Value {
    json!({
        "mchid": value(&client.config, "mchid"),
        "appid": value(&client.config, "appid"),
        "description": "茶",
        "out_trade_no": number,
        "notify_url": "https://shop.example/hooks/payment/wechat",
        "amount": { "total": 8888, "currency": "CNY" },
    })
}

async fn code_of(client: &Client, path: &str, body: &Value) -> (u16, String) {
    let (status, said) = send(client, &request(client, "POST", path, &body.to_string())).await;
    (status, said["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn the_door_of_wechat_asks_who_when_and_never_twice() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let body = order(&client, "WX1").to_string();
    let good = request(&client, "POST", NATIVE, &body);
    let check = async |change: &dyn Fn(&mut Request)| {
        let mut bad = request(&client, "POST", NATIVE, &body);
        change(&mut bad);
        let (status, said) = send(&client, &bad).await;
        assert_eq!((status, &said["code"]), (401, &json!("SIGN_ERROR")));
    };
    check(&|r| r.signed_body = r.signed_body.replace("8888", "1")).await;
    check(&|r| r.seconds -= 400).await;
    check(&|r| r.mchid = "1900000000".into()).await;
    check(&|r| r.serial = "ABCD".into()).await;
    check(&|r| r.nonce = "A".repeat(33)).await;
    let bare = client.post(NATIVE).await;
    assert_eq!(bare.status(), 401);
    assert_eq!(client.see("/_ctl/orders").await, json!([]));
    assert_eq!(send(&client, &good).await.0, 200);
    assert_eq!(send(&client, &good).await.0, 401, "the same nonce does not come twice");
}

#[tokio::test]
async fn an_order_must_be_written_the_way_wechat_wants_it() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    for (key, bad) in [
        ("out_trade_no", json!("A/1")),
        ("out_trade_no", json!("A".repeat(33))),
        ("description", json!("")),
        ("description", json!("茶".repeat(128))),
        ("notify_url", json!("https://shop.example/hook?x=1")),
        ("notify_url", json!("http://shop.example/hook")),
        ("amount", json!({ "total": "8888", "currency": "CNY" })),
        ("amount", json!({ "total": 88.88, "currency": "CNY" })),
        ("amount", json!({ "total": 0, "currency": "CNY" })),
        ("amount", json!({ "total": 8888, "currency": "USD" })),
        ("attach", json!(null)),
        ("time_expire", json!("2020-01-01T00:00:00+08:00")),
        ("time_expire", json!("2999-01-01 00:00:00")),
        ("mchid", json!("1900000000")),
    ] {
        let mut body = order(&client, "WX1");
        body[key] = bad.clone();
        let said = code_of(&client, NATIVE, &body).await;
        assert_eq!(said, (400, "PARAM_ERROR".to_owned()), "{key}: {bad}");
    }
    // A page for phones wants to know from where the payer asks.
    let said = code_of(&client, "/v3/pay/transactions/h5", &order(&client, "WX1")).await;
    assert_eq!(said.0, 400);
    assert_eq!(client.see("/_ctl/orders").await, json!([]));
    assert_eq!(code_of(&client, NATIVE, &order(&client, "WX1")).await.0, 200);
    let mut other = order(&client, "WX1");
    other["description"] = json!("咖啡");
    let said = code_of(&client, NATIVE, &other).await;
    assert_eq!(said, (403, "OUT_TRADE_NO_USED".to_owned()));
}

#[tokio::test]
async fn wechat_closes_what_is_open_and_gives_back_what_was_paid() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    code_of(&client, NATIVE, &order(&client, "WX1")).await;
    let refund = |no: &str, back: i64, total: i64| {
        json!({ "out_trade_no": "WX1", "out_refund_no": no,
            "amount": { "refund": back, "total": total, "currency": "CNY" } })
    };
    let refunds = "/v3/refund/domestic/refunds";
    let said = code_of(&client, refunds, &refund("R1", 100, 8888)).await;
    assert_eq!(said.1, "INVALID_REQUEST");
    assert!(client.post("/_ctl/pay?no=WX1").await.status().is_success());
    let close = json!({ "mchid": value(&client.config, "mchid") });
    let path = "/v3/pay/transactions/out-trade-no/WX1/close";
    assert_eq!(code_of(&client, path, &close).await.1, "ORDERPAID");
    assert_eq!(code_of(&client, refunds, &refund("R1", 100, 8887)).await.1, "PARAM_ERROR");
    assert_eq!(code_of(&client, refunds, &refund("R1", 100, 8888)).await.0, 200);
    assert_eq!(code_of(&client, refunds, &refund("R1", 100, 8888)).await.0, 200);
    assert_eq!(code_of(&client, refunds, &refund("R1", 101, 8888)).await.1, "INVALID_REQUEST");
    assert_eq!(code_of(&client, refunds, &refund("R2", 8789, 8888)).await.1, "INVALID_REQUEST");
    code_of(&client, NATIVE, &order(&client, "WX2")).await;
    let path = "/v3/pay/transactions/out-trade-no/WX2/close";
    assert_eq!(code_of(&client, path, &close).await, (204, String::new()));
    assert_eq!(client.post("/_ctl/pay?no=WX2").await.status(), 409);
    let orders = client.see("/_ctl/orders").await;
    assert_eq!(orders[0]["refunds"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_order_is_remembered_over_a_restart() {
    let folder = Folder::fresh();
    let first = client(&folder).await;
    code_of(&first, NATIVE, &order(&first, "WX1")).await;
    first.post("/_ctl/pay?no=WX1").await;
    let orders = first.see("/_ctl/orders").await;
    let key = value(&first.config, "api_v3_key");
    first.sim.stop().await;
    let second = client(&folder).await;
    assert_eq!(second.see("/_ctl/orders").await, orders);
    assert_eq!(value(&second.config, "api_v3_key"), key);
}
