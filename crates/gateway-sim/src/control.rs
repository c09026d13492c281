//! The control interface for tests and demonstrations: play the payer and the carrier, plan faults, read the stand-in's
//! own ledger. Only programs on this machine may use it; a web page may not.

use crate::alipay::{self, Trade, yuan};
use crate::faults::{Plan, RULES_MAX};
use crate::kuaidi100::{self, Script};
use crate::sim::Shared;
use crate::wechat::{self, Order};
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;

/// The longest page of a list.
const PAGE_SIZE_MAX: usize = 1_000;
/// The longest wait for quiet, in milliseconds.
const IDLE_MS_MAX: u64 = 60_000;
/// The most nodes that one call advances.
const NODES_MAX: usize = 100;

/// Everything under `/_ctl`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/_ctl/pay", post(pay))
        .route("/_ctl/notify", post(notify))
        .route("/_ctl/finish", post(finish))
        .route("/_ctl/advance", post(advance))
        .route("/_ctl/push", post(push))
        .route("/_ctl/script", post(script))
        .route("/_ctl/faults", get(faults).put(set_faults).delete(no_faults))
        .route("/_ctl/clock", post(clock))
        .route("/_ctl/trades", get(trades))
        .route("/_ctl/refunds", get(refunds))
        .route("/_ctl/orders", get(orders))
        .route("/_ctl/notices", get(notices))
        .route("/_ctl/parcels", get(parcels))
        .route("/_ctl/idle", get(idle))
        .layer(middleware::from_fn(only_programs_here))
}

/// Refuses other machines, and browsers that a foreign page sends here.
async fn only_programs_here(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let foreign = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| !matches!(site.as_bytes(), b"none" | b"same-origin"));
    if !peer.ip().is_loopback() || foreign {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

/// A deed that may be refused.
fn done<T: serde::Serialize>(result: Result<T, &'static str>) -> Response {
    match result {
        Ok(value) => Json(value).into_response(),
        Err(why) => (StatusCode::CONFLICT, Json(json!({ "refused": why }))).into_response(),
    }
}

#[derive(Deserialize)]
struct OfTrade {
    no: String,
    /// Whether the shop is told.
    #[serde(default = "yes")]
    tell: bool,
}

const fn yes() -> bool {
    true
}

/// `POST /_ctl/pay?no=…[&tell=false]`: the payer comes and pays.
async fn pay(State(sim): State<Shared>, Query(of): Query<OfTrade>) -> Response {
    if sim.orders().get_mut(&of.no).is_some() {
        return done(wechat::pay(&sim, &of.no, of.tell));
    }
    if let Some(paid) = crate::stripe::pay_by_no(&sim, &of.no, of.tell) {
        return done(paid);
    }
    if sim.bank_orders().contains_key(&of.no) {
        return done(crate::unionpay::pay(&sim, &of.no, of.tell));
    }
    done(alipay::pay(&sim, &of.no, of.tell))
}

/// `POST /_ctl/notify?no=…`: the shop is told once more how the trade stands.
async fn notify(State(sim): State<Shared>, Query(of): Query<OfTrade>) -> Response {
    if sim.orders().get_mut(&of.no).is_some() {
        return done(wechat::tell_again(&sim, &of.no));
    }
    if let Some(told) = crate::stripe::tell_again(&sim, &of.no) {
        return done(told);
    }
    if sim.bank_orders().contains_key(&of.no) {
        return done(crate::unionpay::tell_again(&sim, &of.no));
    }
    done(alipay::tell_again(&sim, &of.no))
}

/// `POST /_ctl/finish?no=…`: the time for refunds is over.
async fn finish(State(sim): State<Shared>, Query(of): Query<OfTrade>) -> Response {
    done(alipay::finish(&sim, &of.no))
}

#[derive(Deserialize)]
struct OfParcel {
    com: String,
    num: String,
    /// How many nodes; without it, to the end.
    nodes: Option<usize>,
    script: Option<Script>,
}

impl OfParcel {
    fn key(&self) -> String {
        format!("{}/{}", self.com, self.num)
    }
}

/// `POST /_ctl/advance?com=…&num=…[&nodes=1]`: the parcel moves on, to the end when no number is given.
async fn advance(State(sim): State<Shared>, Query(of): Query<OfParcel>) -> Response {
    let nodes = of.nodes.unwrap_or(NODES_MAX).min(NODES_MAX);
    done(kuaidi100::advance(&sim, &of.key(), nodes).ok_or("no such parcel"))
}

/// `POST /_ctl/push?com=…&num=…`: the same history is pushed once more.
async fn push(State(sim): State<Shared>, Query(of): Query<OfParcel>) -> Response {
    let parcel = sim.parcels().get(&of.key()).cloned();
    if let Some(parcel) = &parcel {
        kuaidi100::push(&sim, parcel);
    }
    done(parcel.ok_or("no such parcel"))
}

/// `POST /_ctl/script?com=…&num=…&script=signed|locker|trouble|returned`: which way the journey goes.
async fn script(State(sim): State<Shared>, Query(of): Query<OfParcel>) -> Response {
    done(kuaidi100::choose(&sim, &of.com, &of.num, of.script.unwrap_or_default()))
}

async fn faults(State(sim): State<Shared>) -> Response {
    Json(sim.faults().plan()).into_response()
}

/// `PUT /_ctl/faults` with `{"seed":1,"rules":[{"at":"alipay.notify","fault":"duplicate","times":1}]}`.
async fn set_faults(State(sim): State<Shared>, Json(plan): Json<Plan>) -> Response {
    if plan.rules.len() > RULES_MAX {
        return done::<Value>(Err("too many rules"));
    }
    sim.faults().set(plan);
    Json(sim.faults().plan()).into_response()
}

async fn no_faults(State(sim): State<Shared>) -> Response {
    sim.faults().set(Plan::default());
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Deserialize)]
struct Skew {
    skew_ms: i64,
}

/// `POST /_ctl/clock?skew_ms=…`: the stand-in's clock goes wrong by so much.
async fn clock(State(sim): State<Shared>, Query(skew): Query<Skew>) -> Response {
    sim.clock.set_skew_ms(skew.skew_ms);
    Json(json!({ "now_ms": sim.clock.now_ms() })).into_response()
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    after: String,
    #[serde(default = "page_size")]
    limit: usize,
}

const fn page_size() -> usize {
    PAGE_SIZE_MAX
}

impl Page {
    fn size(&self) -> usize {
        self.limit.min(PAGE_SIZE_MAX)
    }
}

/// `GET /_ctl/trades[?after=…&limit=…]`: the ledger, by the shop's number.
async fn trades(State(sim): State<Shared>, Query(page): Query<Page>) -> Response {
    let list: Vec<Trade> = sim.book().after(&page.after).take(page.size()).cloned().collect();
    Json(list).into_response()
}

/// `GET /_ctl/refunds[?after=…&limit=…]`: what went back, of the trades after `after`.
async fn refunds(State(sim): State<Shared>, Query(page): Query<Page>) -> Response {
    let book = sim.book();
    let of_trades = book.after(&page.after).take(page.size());
    let list: Vec<Value> = of_trades
        .flat_map(|trade| trade.refunds.iter().map(move |refund| (trade, refund)))
        .map(|(trade, refund)| {
            json!({
                "out_trade_no": trade.out_trade_no,
                "out_request_no": refund.out_request_no,
                "fen": refund.fen,
                "amount": yuan(refund.fen),
                "at_ms": refund.at_ms,
            })
        })
        .collect();
    Json(list).into_response()
}

/// `GET /_ctl/orders[?after=…&limit=…]`: WeChat Pay's ledger, with what went back and what was handed on.
async fn orders(State(sim): State<Shared>, Query(page): Query<Page>) -> Response {
    let list: Vec<Order> = sim.orders().after(&page.after).take(page.size()).cloned().collect();
    Json(list).into_response()
}

/// `GET /_ctl/notices[?after=…&limit=…]`: what the shop was told and what it answered.
async fn notices(State(sim): State<Shared>, Query(page): Query<Page>) -> Response {
    let notices = sim.notices();
    let later = notices.all().filter(|notice| notice.id > page.after);
    Json(later.take(page.size()).cloned().collect::<Vec<_>>()).into_response()
}

/// `GET /_ctl/parcels[?after=…&limit=…]`: the parcels, by carrier and number.
async fn parcels(State(sim): State<Shared>, Query(page): Query<Page>) -> Response {
    let parcels = sim.parcels();
    let later = parcels.all().filter(|parcel| parcel.key() > page.after);
    Json(later.take(page.size()).cloned().collect::<Vec<_>>()).into_response()
}

#[derive(Deserialize)]
struct Patience {
    #[serde(default = "patience_ms")]
    timeout_ms: u64,
    /// Whether to wait for the later tries too.
    #[serde(default)]
    retries: bool,
}

const fn patience_ms() -> u64 {
    10_000
}

/// `GET /_ctl/idle[?timeout_ms=…&retries=true]`: answers when no delivery is due any more; those waiting for a later try
/// count only when `retries` says so.
async fn idle(State(sim): State<Shared>, Query(patience): Query<Patience>) -> Response {
    let count = if patience.retries { &sim.unfinished } else { &sim.busy };
    let mut count = count.subscribe();
    let quiet = count.wait_for(|n| *n == 0);
    let limit = Duration::from_millis(patience.timeout_ms.min(IDLE_MS_MAX));
    match tokio::time::timeout(limit, quiet).await {
        Ok(Ok(_)) => Json(json!({ "idle": true })).into_response(),
        _ => done::<Value>(Err("still delivering")),
    }
}
