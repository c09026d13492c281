//! 快递100's door.

use crate::client::{Client, Folder, client, value};
use md5::{Digest as _, Md5};
use serde_json::{Value, json};

fn md5_upper(text: &str) -> String {
    Md5::digest(text).iter().map(|byte| format!("{byte:02X}")).collect()
}

async fn ask(client: &Client, path: &str, form: &[(&str, String)]) -> Value {
    let url = format!("{}{path}", client.sim.url());
    let text = client.http.post(url).form(form).send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn subscribe(client: &Client, change: impl FnOnce(&mut Value)) -> String {
    let key = value(&client.config, "key");
    let mut param = json!({
        "company": "yuantong", "number": "YT0001", "key": key,
        "parameters": { "callbackurl": "http://127.0.0.1:9/hook", "salt": "s", "phone": "1234" },
    });
    change(&mut param);
    let form = [("schema", "json".to_owned()), ("param", param.to_string())];
    ask(client, "/poll", &form).await["returnCode"].as_str().unwrap().to_owned()
}

async fn query(client: &Client, com: &str, num: &str, phone: &str) -> Value {
    let param = json!({ "com": com, "num": num, "phone": phone }).to_string();
    let (key, customer) = (value(&client.config, "key"), value(&client.config, "customer"));
    let sign = md5_upper(&format!("{param}{key}{customer}"));
    let form = [("customer", customer), ("sign", sign), ("param", param)];
    ask(client, "/poll/query.do", &form).await
}

#[tokio::test]
async fn a_subscription_must_be_in_order() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    assert_eq!(subscribe(&client, |p| p["key"] = json!("other")).await, "600");
    assert_eq!(subscribe(&client, |p| p["company"] = json!("owlpost")).await, "702");
    assert_eq!(subscribe(&client, |p| p["number"] = json!("1")).await, "700");
    let far = "http://192.0.2.1/hook";
    assert_eq!(subscribe(&client, |p| p["parameters"]["callbackurl"] = json!(far)).await, "700");
    assert_eq!(subscribe(&client, |_| ()).await, "200");
    assert_eq!(subscribe(&client, |_| ()).await, "501");
    // 顺丰 wants the receiver's telephone.
    let without_phone = |p: &mut Value| {
        p["company"] = json!("shunfeng");
        p["parameters"]["phone"] = json!("");
    };
    assert_eq!(subscribe(&client, without_phone).await, "700");
}

#[tokio::test]
async fn a_question_must_be_signed_and_know_the_telephone() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    assert_eq!(subscribe(&client, |p| p["company"] = json!("shunfeng")).await, "200");
    assert_eq!(query(&client, "shunfeng", "YT0001", "1234").await["returnCode"], "500");
    client.post("/_ctl/advance?com=shunfeng&num=YT0001&nodes=2").await;
    let told = query(&client, "shunfeng", "YT0001", "1234").await;
    assert_eq!((told["data"].as_array().unwrap().len(), &told["ischeck"]), (2, &json!("0")));
    assert_eq!(query(&client, "shunfeng", "YT0001", "9999").await["returnCode"], "408");
    assert_eq!(query(&client, "shunfeng", "YT9999", "1234").await["returnCode"], "500");
    let form = [
        ("customer", value(&client.config, "customer")),
        ("sign", md5_upper("something else")),
        ("param", json!({ "com": "shunfeng", "num": "YT0001" }).to_string()),
    ];
    assert_eq!(ask(&client, "/poll/query.do", &form).await["returnCode"], "503");
    let parcel = client.see("/_ctl/parcels").await[0].clone();
    assert_eq!(parcel["queried_too_soon"], 2, "a number may be asked for every 30 minutes");
}

#[tokio::test]
async fn a_journey_plays_by_itself_when_told_to() {
    let folder = Folder::fresh();
    let mut options = gateway_sim::Options::loopback(folder.path());
    options.journey = std::time::Duration::from_millis(1);
    let sim = gateway_sim::start(options).await.unwrap();
    let config = std::fs::read_to_string(sim.config_path()).unwrap();
    // Every push tells one node more; the last one says that nothing will follow.
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let hook = async move |body: axum::body::Bytes| {
        tell.send(body).unwrap();
        r#"{"result":true,"returnCode":"200","message":"成功"}"#
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let callback = format!("http://{}/hook", listener.local_addr().unwrap());
    let routes = axum::Router::new().route("/hook", axum::routing::post(hook));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let param = json!({
        "company": "yuantong", "number": "YT0001", "key": value(&config, "key"),
        "parameters": { "callbackurl": callback, "salt": "s" },
    });
    let form = [("schema", "json".to_owned()), ("param", param.to_string())];
    http.post(format!("{}/poll", sim.url())).form(&form).send().await.unwrap();
    let mut lengths = Vec::new();
    while lengths.len() < 7 {
        let body = told.recv().await.unwrap();
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(&body).into_owned().collect();
        let get = |name: &str| fields.iter().find(|(k, _)| k == name).unwrap().1.clone();
        assert_eq!(get("sign"), md5_upper(&format!("{}s", get("param"))));
        let push: Value = serde_json::from_str(&get("param")).unwrap();
        let count = push["lastResult"]["data"].as_array().unwrap().len();
        assert_eq!(push["status"] == "shutdown", count == 7);
        lengths.push(count);
    }
    lengths.sort_unstable();
    assert_eq!(lengths, [1, 2, 3, 4, 5, 6, 7]);
}
