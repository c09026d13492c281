//! The stand-in as a program: keys, memory, and staying at home.

use crate::client::{Folder, client, value};
use gateway_sim::Options;
use serde_json::json;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

#[tokio::test]
async fn it_remembers_over_a_restart() {
    let folder = Folder::fresh();
    let first = client(&folder).await;
    let biz = json!({ "out_trade_no": "A1", "total_amount": "1.00", "subject": "茶" });
    let code = first.call("alipay.trade.precreate", biz).await["qr_code"].clone();
    let path = code.as_str().unwrap().strip_prefix(&first.sim.url()).unwrap().to_owned();
    first.post("/_ctl/pay?no=A1").await;
    let trades = first.see("/_ctl/trades").await;
    let keys = ["app_id", "seller_id", "app_private_key", "alipay_public_key", "customer"];
    let before = keys.map(|key| value(&first.config, key));
    first.sim.stop().await;
    // The power went in the middle of a line.
    let journal = folder.path().join("journal.jsonl");
    let mut file = std::fs::OpenOptions::new().append(true).open(journal).unwrap();
    file.write_all(b"{\"trade\":{\"out_tra").unwrap();
    let second = client(&folder).await;
    assert_eq!(second.see("/_ctl/trades").await, trades);
    assert_eq!(keys.map(|key| value(&second.config, key)), before);
    assert!(value(&second.config, "gateway_url").starts_with(&second.sim.url()));
    let page = second.http.get(format!("{}{path}", second.sim.url())).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("付款成功"));
}

#[tokio::test]
async fn what_was_not_delivered_before_a_restart_is_delivered_after_it() {
    let folder = Folder::fresh();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop = format!("http://{}", listener.local_addr().unwrap());
    let first = client(&folder).await;
    let biz = json!({ "out_trade_no": "A1", "total_amount": "1.00", "subject": "茶" });
    let mut form = first.form("alipay.trade.precreate", &biz);
    form.push(("notify_url", format!("{shop}/hook")));
    form.push(("sign", first.sign(&form)));
    first.send(&form).await;
    // The shop does not answer, and the stand-in goes down while it waits.
    first.post("/_ctl/pay?no=A1").await;
    first.sim.stop().await;
    let routes = axum::Router::new().route("/hook", axum::routing::post(async || "success"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let second = client(&folder).await;
    assert_eq!(second.see("/_ctl/idle?retries=true").await["idle"], true);
    let notice = second.see("/_ctl/notices").await[0].clone();
    assert_eq!((&notice["about"], &notice["acknowledged"]), (&json!("A1"), &json!(true)));
}

#[tokio::test]
async fn it_stays_at_home() {
    let folder = Folder::fresh();
    let mut options = Options::loopback(folder.path());
    options.addr = "0.0.0.0:0".parse().unwrap();
    assert!(gateway_sim::start(options).await.is_err());
    let client = client(&folder).await;
    let biz = json!({ "out_trade_no": "A1", "total_amount": "1.00", "subject": "茶" });
    let mut form = client.form("alipay.trade.precreate", &biz);
    form.push(("notify_url", "http://192.0.2.1/hook".to_owned()));
    form.push(("sign", client.sign(&form)));
    client.send(&form).await;
    client.post("/_ctl/pay?no=A1").await;
    client.see("/_ctl/idle").await;
    let answer = client.see("/_ctl/notices").await[0]["answers"][0].clone();
    assert_eq!(answer["body"], "not an address this stand-in may call");
    // A foreign web page cannot play the payer.
    let url = format!("{}/_ctl/finish?no=A1", client.sim.url());
    let foreign =
        client.http.post(url).header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(foreign.status(), 403);
}

#[tokio::test]
async fn a_page_is_plain_labelled_and_shows_text_as_text() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let biz = json!({ "out_trade_no": "A1", "total_amount": "1234.50", "subject": "<b>茶<b>\"'" });
    let code = client.call("alipay.trade.precreate", biz).await["qr_code"].clone();
    let answer = client.http.get(code.as_str().unwrap()).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("¥1234.50") && page.contains("&lt;b&gt;茶&lt;b&gt;&quot;&#39;"));
    assert!(page.contains("这里不是支付宝") && page.contains("This is not Alipay"));
    assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("<b>"));
    let unknown =
        client.http.get(format!("{}/cashier/nothing", client.sim.url())).send().await.unwrap();
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn a_plan_of_faults_repeats_with_its_seed() {
    let folder = Folder::fresh();
    let client = client(&folder).await;
    let plan = json!({ "seed": 7, "rules": [{ "at": "alipay.*", "fault": "system_error", "percent": 40 }] });
    let mut runs = Vec::new();
    for _ in 0..2 {
        let url = format!("{}/_ctl/faults", client.sim.url());
        client.http.put(url).json(&plan).send().await.unwrap();
        let mut struck = Vec::new();
        for _ in 0..20 {
            let answer = client.call("alipay.trade.query", json!({ "out_trade_no": "A1" })).await;
            struck.push(answer["sub_code"] == "ACQ.SYSTEM_ERROR");
        }
        runs.push(struck);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&true) && runs[0].contains(&false));
}

#[test]
fn the_program_says_in_one_line_where_it_listens() {
    let folder = Folder::fresh();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gateway-sim"))
        .args(["--addr", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let config = std::fs::read_to_string(folder.path().join("gateways.toml")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let url = line.trim().strip_prefix("gateway-sim listening on ").unwrap();
    assert_eq!(value(&config, "gateway_url"), format!("{url}/gateway.do"));
}
