//! The stage: a stand-in, the adapters configured from the file it wrote, and a shop that listens to notifications.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::post;
use domain::{Duration, Moment, Money};
use gateway_sim::{Options, Running};
use gateways::Config;
use serde_json::{Value, json};
use services::ports::payment::{
    AttemptRef, CreateIntent, HttpAck, NextStep, Notification, PayFlow, PaymentProvider, RefundRef,
    RefundRequest, Rejected, VerifiedEvent,
};
use services::ports::tracking::{Journey, TrackingProvider, Watch};
use services::ports::{Clock as _, SystemClock};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// What signs the pushes of the stage's one parcel.
pub const SALT: &str = "stage-salt";

/// What the shop heard.
#[derive(Clone)]
pub struct Heard {
    pay: Arc<dyn PaymentProvider>,
    track: Arc<dyn TrackingProvider>,
    pub events: Arc<Mutex<Vec<Result<VerifiedEvent, Rejected>>>>,
    pub journeys: Arc<Mutex<Vec<Result<Journey, Rejected>>>>,
    /// How many deliveries the shop fails to store before it stores one.
    pub deaf: Arc<AtomicU32>,
}

/// A stand-in, adapters and a shop.
pub struct Stage {
    pub sim: Running,
    pub pay: Arc<dyn PaymentProvider>,
    pub track: Arc<dyn TrackingProvider>,
    pub heard: Heard,
    pub shop: String,
    pub http: reqwest::Client,
    /// When paying ends; the same for all attempts, since a repeated request must say the same.
    expires_at: Moment,
    data: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Leftovers in the temporary folder hurt nobody.
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Sets the stage; `total_ms` is how long the adapters wait for an answer.
pub async fn stage(total_ms: u64) -> Stage {
    set("alipay", total_ms, |text| text).await
}

/// The same with WeChat Pay.
pub async fn wechat(total_ms: u64) -> Stage {
    set("wechat", total_ms, |text| text).await
}

/// The same with another configuration than the one that the stand-in wrote.
pub async fn wechat_with(total_ms: u64, change: impl FnOnce(String) -> String) -> Stage {
    set("wechat", total_ms, change).await
}

async fn set(partner: &'static str, total_ms: u64, change: impl FnOnce(String) -> String) -> Stage {
    static STAGES: AtomicU32 = AtomicU32::new(0);
    let nth = STAGES.fetch_add(1, Ordering::Relaxed);
    let data = std::env::temp_dir().join(format!("gateways-it-{}-{nth}", std::process::id()));
    let past = Some(data.join("past"));
    let sim = Options { past, ..Options::loopback(&data) };
    let sim = gateway_sim::start(sim).await.unwrap();
    let text = std::fs::read_to_string(sim.config_path()).unwrap();
    let text = change(format!("[http]\ntotal_ms = {total_ms}\n{text}"));
    let (payments, tracking) = gateways::build(&Config::from_toml(&text).unwrap()).unwrap();
    let pay = payments.get(partner).unwrap().clone();
    let track = tracking.unwrap();
    let heard = Heard {
        pay: pay.clone(),
        track: track.clone(),
        events: Arc::default(),
        journeys: Arc::default(),
        deaf: Arc::default(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new()
        .route("/hooks/payment", post(hear_payment))
        .route("/hooks/kuaidi100/{salt}", post(hear_journey))
        .with_state(heard.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let redirect = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().redirect(redirect).no_proxy().build().unwrap();
    let expires_at = now().plus(Duration::minutes(15));
    Stage { sim, pay, track, heard, shop, http, expires_at, data }
}

async fn hear_payment(
    State(heard): State<Heard>,
    headers: HeaderMap,
    body: Bytes,
) -> impl axum::response::IntoResponse {
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let headers = headers.iter().filter_map(|(n, v)| Some((n.as_str().to_owned(), text(v)?)));
    let message = Notification { headers: headers.collect(), body: body.to_vec() };
    let event = heard.pay.verify_notification(&message, now());
    let stored = event.is_ok() && !deaf(&heard);
    heard.events.lock().unwrap().push(event);
    answer(heard.pay.ack(stored))
}

async fn hear_journey(
    State(heard): State<Heard>,
    Path(salt): Path<String>,
    body: Bytes,
) -> impl axum::response::IntoResponse {
    let journey = heard.track.verify_push(&body, &salt);
    let stored = journey.is_ok() && !deaf(&heard);
    heard.journeys.lock().unwrap().push(journey);
    answer(heard.track.ack(stored))
}

fn deaf(heard: &Heard) -> bool {
    heard.deaf.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok()
}

fn answer(ack: HttpAck) -> impl axum::response::IntoResponse {
    let status = StatusCode::from_u16(ack.status).unwrap();
    (status, [(header::CONTENT_TYPE, ack.content_type)], ack.body).into_response()
}

/// An attempt by its number.
pub fn attempt_ref(no: &str) -> AttemptRef {
    AttemptRef { no: no.to_owned(), provider_ref: None, due: Money::fen(0), made_at: now() }
}

/// A refund by its number.
pub fn refund_ref(no: &str) -> RefundRef {
    RefundRef { no: no.to_owned(), made_at: now() }
}

pub fn now() -> Moment {
    SystemClock.now()
}

impl Stage {
    /// Writes down what was paid before the stand-in was there, as the server of a demo market does.
    pub fn tell_the_past(&self, lines: &str) {
        let folder = self.data.join("past");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("1.jsonl"), lines).unwrap();
    }

    pub fn intent(&self, attempt_no: &str, fen: i64, flow: PayFlow) -> CreateIntent {
        CreateIntent {
            attempt_no: attempt_no.to_owned(),
            made_at: now(),
            amount: Money::fen(fen),
            subject: "茶叶 250 克".to_owned(),
            expires_at: self.expires_at,
            return_url: format!("{}/pay/return/partner", self.shop),
            notify_url: format!("{}/hooks/payment", self.shop),
            flow,
            payer_ip: None,
            now: now(),
        }
    }

    pub fn refund(&self, attempt_no: &str, refund_no: &str, fen: i64, total: i64) -> RefundRequest {
        RefundRequest {
            refund: refund_ref(refund_no),
            attempt: attempt_ref(attempt_no),
            amount: Money::fen(fen),
            total: Money::fen(total),
            reason: "少发一件".to_owned(),
            now: now(),
        }
    }

    pub fn watch(&self, carrier: &str, waybill: &str) -> Watch {
        Watch {
            carrier: carrier.to_owned(),
            waybill: waybill.to_owned(),
            phone_last4: "1234".to_owned(),
            callback_url: format!("{}/hooks/kuaidi100/{SALT}", self.shop),
            salt: SALT.to_owned(),
            now: now(),
        }
    }

    /// A code on the screen, scanned and paid.
    pub async fn paid(&self, attempt_no: &str, fen: i64) {
        self.code(attempt_no, fen).await;
        self.ctl(&format!("pay?no={attempt_no}")).await;
    }

    /// A code on the screen.
    pub async fn code(&self, attempt_no: &str, fen: i64) -> String {
        let intent = self.intent(attempt_no, fen, PayFlow::Qr);
        match self.pay.create(&intent).await.unwrap().step {
            NextStep::QrCode(code) => code,
            other => panic!("a code was asked for, not {other:?}"),
        }
    }

    /// A deed through the control interface that must succeed.
    pub async fn ctl(&self, path: &str) -> Value {
        let url = format!("{}/_ctl/{path}", self.sim.url());
        let answer = self.http.post(url).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Something read through the control interface.
    pub async fn see(&self, path: &str) -> Value {
        let url = format!("{}/_ctl/{path}", self.sim.url());
        let text = self.http.get(url).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Plans what goes wrong.
    pub async fn faults(&self, rules: Value) {
        let url = format!("{}/_ctl/faults", self.sim.url());
        let plan = json!({ "seed": 1, "rules": rules });
        assert!(self.http.put(url).json(&plan).send().await.unwrap().status().is_success());
    }

    /// Waits until something is so; a story in which it never is fails.
    pub async fn wait_for(&self, so: impl AsyncFn() -> bool) {
        for _ in 0..200 {
            if so().await {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("waited in vain");
    }

    /// Waits until nothing is due to be delivered.
    pub async fn quiet(&self) {
        assert_eq!(self.see("idle").await["idle"], true);
    }

    /// What was heard since the last time, when everything due has arrived.
    pub async fn events(&self) -> Vec<Result<VerifiedEvent, Rejected>> {
        self.quiet().await;
        std::mem::take(&mut self.heard.events.lock().unwrap())
    }

    /// The journeys heard since the last time, when everything due has arrived.
    pub async fn journeys(&self) -> Vec<Result<Journey, Rejected>> {
        self.quiet().await;
        std::mem::take(&mut self.heard.journeys.lock().unwrap())
    }
}
