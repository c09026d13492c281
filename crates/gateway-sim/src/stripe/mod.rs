//! Stripe's side: the interface, the hosted page, the events, and the ledger behind them.

mod api;
mod lists;
mod till;

pub use till::{Payment, Till};

use crate::delivery::{Notice, Sender, send};
use crate::faults::{Fault, Struck};
use crate::html::{escape, page};
use crate::sign::{self, Fields};
use crate::sim::{Shared, Sim};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{any, get, post};
use serde_json::{Value, json};

/// The interface and the page.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/v1/{*path}", any(api::serve))
        .route("/stripe/pay/{id}", get(show))
        .route("/stripe/pay/{id}/pay", post(press))
}

/// Works on one payment after time has done its part, and remembers the change.
fn with_payment<T>(sim: &Sim, id: &str, work: impl FnOnce(&mut Payment) -> T) -> Option<T> {
    let now_s = sim.clock.now_ms() / 1000;
    let mut till = sim.till();
    let payment = till.payments.get_mut(id)?;
    let before = payment.clone();
    payment.pass_time(now_s);
    let answer = work(payment);
    if *payment != before {
        sim.note(&crate::journal::Line::Stripe(payment.clone()));
    }
    Some(answer)
}

/// The payer pays; `None` when there is no such payment here.
pub fn pay_by_no(sim: &Shared, no: &str, told: bool) -> Option<Result<Payment, &'static str>> {
    let id = sim.till().by_no(no)?;
    Some(pay(sim, &id, told))
}

fn pay(sim: &Shared, id: &str, told: bool) -> Result<Payment, &'static str> {
    let now_s = sim.clock.now_ms() / 1000;
    let paid = with_payment(sim, id, |payment| {
        if payment.paid_s.is_some() || payment.expired {
            return Err("it cannot be paid any more");
        }
        payment.paid_s = Some(now_s);
        Ok(payment.clone())
    });
    let paid = paid.ok_or("no such payment")??;
    if told {
        tell(sim, id, "checkout.session.completed", paid.session(&sim.base, false));
    }
    Ok(paid)
}

/// Tells the shop once more; `None` when there is no such payment here.
pub fn tell_again(sim: &Shared, no: &str) -> Option<Result<Payment, &'static str>> {
    let id = sim.till().by_no(no)?;
    let payment = with_payment(sim, &id, |p| p.clone())?;
    if payment.paid_s.is_none() {
        return Some(Err("it is not paid"));
    }
    tell(sim, &id, "checkout.session.completed", payment.session(&sim.base, false));
    Some(Ok(payment))
}

/// Sends an event to the shop's address, which an account has once for all: it is beside the way back.
fn tell(sim: &Shared, id: &str, kind: &str, object: Value) {
    let known = with_payment(sim, id, |p| (p.no.clone(), p.success_url.clone()));
    let Some((no, back)) = known else { return };
    let Ok(back) = url::Url::parse(&back) else { return };
    let url = format!("{}/hooks/payment/stripe", back.origin().ascii_serialization());
    let event = json!({
        "id": till::fresh("evt_"), "object": "event", "type": kind, "livemode": false,
        "created": sim.clock.now_ms() / 1000, "data": { "object": object },
    });
    let fields: Fields = [("event".to_owned(), event.to_string())].into();
    send(sim, Sender::Stripe, &no, &url, fields, "");
}

/// The event as it goes out now: its signature header and its body, with what goes wrong.
pub fn sealed(sim: &Sim, notice: &Notice, struck: &Struck) -> (Option<String>, String) {
    let text = notice.fields.get("event").cloned().unwrap_or_default();
    let mut event: Value = serde_json::from_str(&text).unwrap_or_default();
    if struck.is(Fault::OtherApp) {
        event["livemode"] = json!(true);
    }
    let total = event["data"]["object"]["amount_total"].as_i64();
    if let (Some(rule), Some(total)) = (struck.by(Fault::WrongAmount), total) {
        event["data"]["object"]["amount_total"] = json!(total + rule.fen);
    }
    let body = if struck.is(Fault::OddSpacing) {
        serde_json::to_string_pretty(&event).unwrap_or_default()
    } else {
        event.to_string()
    };
    if struck.is(Fault::NoSignature) {
        return (None, body);
    }
    let at_s = sim.clock.now_ms() / 1000;
    let secret = sim.keys.cards.webhook_secret();
    let good = sign::stripe_tag(secret, at_s, &body);
    let other = sign::stripe_tag("whsec_another", at_s, &body);
    // As while a secret is being changed: more than one signature, and one of an old scheme.
    let seal = if struck.is(Fault::WrongSignature) {
        format!("t={at_s},v1={other},v0={good}")
    } else {
        format!("t={at_s},v1={other},v1={good},v0={other}")
    };
    (Some(seal), body)
}

async fn show(State(sim): State<Shared>, Path(id): Path<String>) -> Response {
    let Some(payment) = with_payment(&sim, &id, |p| p.clone()) else {
        return page(StatusCode::NOT_FOUND, "No such session", "", "<h1>没有这笔交易</h1>");
    };
    let amount = crate::alipay::yuan(payment.minor);
    let deed = match (payment.paid_s, payment.expired) {
        (Some(_), _) => format!(
            "<p>已付款 <span lang=\"en\">Paid</span></p>\
             <a class=\"button main\" href=\"{}\">返回商家 <span lang=\"en\">Back to the shop</span></a>",
            escape(&payment.success_url)
        ),
        (None, true) => {
            "<p>已失效，没有扣款 <span lang=\"en\">Expired; nothing was paid</span></p>".into()
        }
        (None, false) => format!(
            "<form method=\"post\" action=\"/stripe/pay/{id}/pay\"><button class=\"main\">付款 \
             <span lang=\"en\">Pay</span> ¥{amount}</button></form>\
             <a class=\"button\" href=\"{}\">返回商家 <span lang=\"en\">Back, do not pay</span></a>",
            escape(&payment.success_url)
        ),
    };
    let body = format!(
        "<h1>模拟 Stripe 收银台 <span lang=\"en\">Stand-in for Stripe's page</span></h1>\
         <p class=\"amount\">¥{amount}</p><dl><dt>商品 <span lang=\"en\">For</span></dt><dd>{}</dd>\
         <dt>单号 <span lang=\"en\">No.</span></dt><dd>{}</dd></dl><div class=\"deeds\">{deed}</div>",
        escape(&payment.subject),
        escape(&payment.no),
    );
    let shop = url::Url::parse(&payment.success_url);
    let shop = shop.map(|u| u.origin().ascii_serialization()).unwrap_or_default();
    page(StatusCode::OK, "模拟 Stripe 收银台 Stand-in", &shop, &body)
}

async fn press(State(sim): State<Shared>, Path(id): Path<String>) -> Response {
    match pay(&sim, &id, true) {
        Ok(paid) => Redirect::to(&paid.success_url).into_response(),
        Err(_) => Redirect::to(&format!("/stripe/pay/{}", escape(&id))).into_response(),
    }
}
