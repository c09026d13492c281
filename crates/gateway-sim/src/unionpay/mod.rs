//! UnionPay's side: the three doors, the bank's page, the back notification, and the ledger behind them.

mod doors;

use crate::delivery::{Notice, Sender, send};
use crate::faults::{Fault, Struck};
use crate::html::{escape, page};
use crate::sign::{self, Fields};
use crate::sim::{Shared, Sim};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One order: a payment, or a refund of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub order_id: String,
    pub txn_time: String,
    pub txn_type: String,
    pub fen: i64,
    pub query_id: String,
    /// The payment that a refund belongs to.
    pub original: Option<String>,
    pub token: String,
    pub front_url: String,
    pub back_url: String,
    pub expires_ms: i64,
    pub done_ms: Option<i64>,
}

/// The orders, by the shop's number.
pub type Orders = BTreeMap<String, Order>;

/// The doors and the page.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/gateway/api/frontTransReq.do", post(doors::front))
        .route("/gateway/api/backTransReq.do", post(doors::back))
        .route("/gateway/api/queryTrans.do", post(doors::query))
        .route("/unionpay/pay/{token}", get(show))
        .route("/unionpay/pay/{token}/pay", post(press))
}

/// The payer pays.
pub fn pay(sim: &Shared, no: &str, told: bool) -> Result<Order, &'static str> {
    let now = sim.clock.now_ms();
    let paid = {
        let mut orders = sim.bank_orders();
        let order = orders.get_mut(no).ok_or("no such order")?;
        if order.done_ms.is_some() || now >= order.expires_ms {
            return Err("it cannot be paid any more");
        }
        order.done_ms = Some(now);
        order.clone()
    };
    sim.note(&crate::journal::Line::Unionpay(paid.clone()));
    if told {
        tell(sim, &paid);
    }
    Ok(paid)
}

/// Tells the shop once more.
pub fn tell_again(sim: &Shared, no: &str) -> Result<Order, &'static str> {
    let order = sim.bank_orders().get(no).cloned().filter(|o| o.done_ms.is_some());
    let order = order.ok_or("it is not paid")?;
    tell(sim, &order);
    Ok(order)
}

fn tell(sim: &Shared, order: &Order) {
    let fields = result(sim, order);
    send(sim, Sender::Unionpay, &order.order_id, &order.back_url, fields, "");
}

/// What is said of an order that succeeded.
fn result(sim: &Sim, order: &Order) -> Fields {
    let fen = order.fen.to_string();
    [
        ("version", "5.1.0"),
        ("encoding", "UTF-8"),
        ("signMethod", "01"),
        ("txnType", &order.txn_type),
        ("txnSubType", "01"),
        ("bizType", "000201"),
        ("accessType", "0"),
        ("merId", sim.keys.cards.mer_id()),
        ("orderId", &order.order_id),
        ("txnTime", &order.txn_time),
        ("txnAmt", &fen),
        ("currencyCode", "156"),
        ("queryId", &order.query_id),
        ("accNo", "6216***********0018"),
        // Letters that break a reader who decodes twice.
        ("reqReserved", "100%+stand-in %2B"),
        ("respCode", "00"),
        ("respMsg", "成功[0000000]"),
        ("signPubKeyCert", &sim.keys.cards.unionpay_pem),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// Signs fields, with what goes wrong.
fn seal(sim: &Sim, mut fields: Fields, struck: &Struck) -> Fields {
    if let (Some(rule), Some(fen)) = (
        struck.by(Fault::WrongAmount),
        fields.get("txnAmt").and_then(|text| text.parse::<i64>().ok()),
    ) {
        fields.insert("txnAmt".to_owned(), (fen + rule.fen).to_string());
    }
    if struck.is(Fault::OtherApp) {
        fields.insert("merId".to_owned(), "777290058110000".to_owned());
    }
    let mut text = sign::unionpay_text(&fields);
    if struck.is(Fault::WrongSignature) {
        text.push('!');
    }
    if !struck.is(Fault::NoSignature) {
        fields.insert("signature".to_owned(), sign::rsa2(&sim.keys.cards.unionpay, &text));
    }
    fields
}

/// The notification as it goes out now.
pub fn sealed(sim: &Sim, notice: &Notice, struck: &Struck) -> Fields {
    seal(sim, notice.fields.clone(), struck)
}

fn by_token(sim: &Sim, token: &str) -> Option<Order> {
    sim.bank_orders().values().find(|order| order.token == token && !token.is_empty()).cloned()
}

fn told(status: StatusCode, text: &str) -> Response {
    page(status, "模拟银联 Stand-in", "", &format!("<h1>模拟银联</h1><p>{text}</p>"))
}

/// The bank's page. After paying it posts the browser back, by a button, for there is no script here.
async fn show(State(sim): State<Shared>, Path(token): Path<String>) -> Response {
    let Some(order) = by_token(&sim, &token) else {
        return told(StatusCode::NOT_FOUND, "没有这笔交易 <span lang=\"en\">No such order</span>");
    };
    let amount = crate::alipay::yuan(order.fen);
    let deed = if order.done_ms.is_some() {
        let fields = seal(&sim, result(&sim, &order), &Struck::default());
        let inputs: String = fields
            .iter()
            .map(|(name, value)| {
                format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
            })
            .collect();
        format!(
            "<form method=\"post\" action=\"{}\">{inputs}<button class=\"main\">返回商家 \
             <span lang=\"en\">Back to the shop</span></button></form>",
            escape(&order.front_url)
        )
    } else if sim.clock.now_ms() >= order.expires_ms {
        "<p>已超时，没有扣款 <span lang=\"en\">Too late; nothing was paid</span></p>".to_owned()
    } else {
        format!(
            "<form method=\"post\" action=\"/unionpay/pay/{token}/pay\"><button class=\"main\">付款 \
             <span lang=\"en\">Pay</span> ¥{amount}</button></form>"
        )
    };
    let body = format!(
        "<h1>模拟银联收银台 <span lang=\"en\">Stand-in for UnionPay's page</span></h1>\
         <p class=\"amount\">¥{amount}</p><dl><dt>单号 <span lang=\"en\">No.</span></dt>\
         <dd>{}</dd></dl><div class=\"deeds\">{deed}</div>",
        escape(&order.order_id),
    );
    let shop = url::Url::parse(&order.front_url);
    let shop = shop.map(|u| u.origin().ascii_serialization()).unwrap_or_default();
    page(StatusCode::OK, "模拟银联收银台 Stand-in", &shop, &body)
}

async fn press(State(sim): State<Shared>, Path(token): Path<String>) -> Response {
    let Some(order) = by_token(&sim, &token) else { return told(StatusCode::NOT_FOUND, "没有") };
    // Paid already or too late: the page says which.
    let _ = pay(&sim, &order.order_id, true);
    Redirect::to(&format!("/unionpay/pay/{token}")).into_response()
}
