//! The page that a payer sees: on the phone that scanned the code, or in the phone's browser that the shop sent here. No
//! script, one form.

use super::order::{Order, Status};
use crate::alipay::yuan;
use crate::clock::cst_text;
use crate::html::{escape, page};
use crate::sim::Shared;
use crate::wire;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};

/// The page. An address for phones lives five minutes and wants to know which shop sent the payer.
pub async fn show(
    State(sim): State<Shared>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let number = sim.orders().number_of_token(&token);
    let found = number.and_then(|number| sim.with_order(&number, |order, _| order.clone()));
    let Some(order) = found else { return unknown() };
    let phone = order.trade_type == "MWEB" && order.status == Status::Notpay;
    if phone && !headers.contains_key(header::REFERER) {
        return refused(
            "商家参数格式有误",
            "The shop did not say who it is (no Referer)",
            StatusCode::FORBIDDEN,
        );
    }
    if phone && sim.clock.now_ms() > order.page_until_ms {
        return refused("链接已失效", "The address has expired", StatusCode::GONE);
    }
    let back = back_of(query.as_deref().unwrap_or_default().as_bytes());
    let body = match order.status {
        Status::Notpay => waiting(&sim, &order, back.as_ref()),
        Status::Success => told(&sim, &order, "付款成功", "Paid"),
        Status::Refund => told(&sim, &order, "付款成功，有退款", "Paid, something was refunded"),
        Status::Closed => told(&sim, &order, "交易已关闭", "Closed, nothing was paid"),
    };
    let origin = back.map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    page(StatusCode::OK, "模拟微信支付 Stand-in for WeChat Pay", &origin, &body)
}

/// The payer presses 付款.
pub async fn pay(State(sim): State<Shared>, Path(token): Path<String>, body: Bytes) -> Response {
    let Some(number) = sim.orders().number_of_token(&token) else { return unknown() };
    let here = format!("/wechat/cashier/{token}");
    match super::pay(&sim, &number, true) {
        Ok(_) => {
            let to = back_of(&body).map_or(here, String::from);
            Redirect::to(&to).into_response()
        }
        // Paid already, closed, or too late: the page says which.
        Err(_) => Redirect::to(&here).into_response(),
    }
}

/// The way back to the shop, which the shop itself appended.
fn back_of(fields: &[u8]) -> Option<url::Url> {
    let fields = wire::fields(None, fields)?;
    let url = url::Url::parse(fields.get("redirect_url")?).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn waiting(sim: &Shared, order: &Order, back: Option<&url::Url>) -> String {
    let back = back.map_or_else(String::new, |url| {
        format!("<input type=\"hidden\" name=\"redirect_url\" value=\"{}\">", escape(url.as_str()))
    });
    format!(
        "<h1>确认付款 <span lang=\"en\">Confirm payment</span></h1>\n{}\n<div class=\"deeds\">\n\
         <form method=\"post\" action=\"/wechat/cashier/{}/pay\">{back}<button class=\"main\">付款 \
         <span lang=\"en\">Pay</span> ¥{}</button></form>\n</div>",
        summary(sim, order),
        order.token,
        yuan(order.total_fen),
    )
}

fn summary(sim: &Shared, order: &Order) -> String {
    format!(
        "<p class=\"amount\">¥{}</p>\n<dl>\
         <dt>收款方 <span lang=\"en\">Payee</span></dt><dd>集市演示商户 <span lang=\"en\">Demo market</span> ({})</dd>\
         <dt>商品 <span lang=\"en\">For</span></dt><dd>{}</dd>\
         <dt>单号 <span lang=\"en\">No.</span></dt><dd>{}</dd>\
         <dt>截止 <span lang=\"en\">Pay by</span></dt><dd>{} (UTC+8)</dd></dl>",
        yuan(order.total_fen),
        escape(sim.keys.wechat.mchid()),
        escape(&order.description),
        escape(&order.out_trade_no),
        cst_text(order.expires_ms),
    )
}

fn told(sim: &Shared, order: &Order, zh: &str, en: &str) -> String {
    format!(
        "<h1>{zh} <span lang=\"en\">{en}</span></h1>\n{}\n\
         <p>请回到商家页面。<span lang=\"en\">Go back to the shop.</span></p>",
        summary(sim, order),
    )
}

fn refused(zh: &str, en: &str, status: StatusCode) -> Response {
    let body = format!("<h1>{zh} <span lang=\"en\">{en}</span></h1>");
    page(status, "模拟微信支付 Stand-in for WeChat Pay", "", &body)
}

fn unknown() -> Response {
    refused("没有这笔交易", "No such trade", StatusCode::NOT_FOUND)
}
