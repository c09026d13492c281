//! The cashier that a payer sees, on a desktop or on the phone that scanned the code. No script; three forms at most.

use super::methods::{Reply, reachable};
use super::notify;
use super::trade::{Status, Trade, yuan};
use crate::clock::cst_text;
use crate::html::{escape, page};
use crate::sim::Shared;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

/// Sends the browser to the page of this trade.
pub fn go_to(token: &str) -> Response {
    Redirect::to(&format!("/cashier/{token}")).into_response()
}

/// Says that the request for a page was refused.
pub fn refusal(reply: &Reply) -> Response {
    let word = |key: &str| escape(reply.body[key].as_str().unwrap_or_default());
    let body = format!(
        "<h1>请求被拒绝 <span lang=\"en\">Request refused</span></h1>\n\
         <p>商家的请求不正确，没有扣款。<span lang=\"en\">The shop's request is not in order; nothing was paid.</span></p>\n\
         <dl><dt>code</dt><dd>{}</dd><dt>sub_code</dt><dd>{}</dd><dt>sub_msg</dt><dd>{}</dd></dl>",
        word("code"),
        word("sub_code"),
        word("sub_msg"),
    );
    page(StatusCode::OK, "请求被拒绝 Request refused", "", &body)
}

/// The page. Looking at it is what scanning the code is: from now on Alipay has a trade.
pub async fn show(
    State(sim): State<Shared>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(number) = sim.book().number_of_token(&token) else { return unknown() };
    let seen = sim.with_trade(&number, |trade, sim| {
        let opened = trade.open(sim);
        (trade.clone(), opened.is_ok())
    });
    let Some((trade, opened)) = seen else { return unknown() };
    let body = match trade.status {
        Status::WaitBuyerPay if query.as_deref() == Some("cancelled") => cancelled(&trade),
        Status::WaitBuyerPay => waiting(&sim, &trade),
        Status::TradeSuccess | Status::TradeFinished => paid(&sim, &trade),
        Status::TradeClosed if trade.paid_ms.is_some() => told(
            "已全额退款",
            "Refunded in full",
            "款项已原路退回。",
            "The money went back the way it came.",
        ),
        _ if opened => told("交易已关闭", "Closed", "没有扣款。", "Nothing was paid."),
        _ => told("二维码已失效", "The code has expired", "没有扣款。", "Nothing was paid."),
    };
    let status = if opened { StatusCode::OK } else { StatusCode::GONE };
    page(status, "模拟收银台 Stand-in cashier", &origin(&trade.return_url), &body)
}

/// The payer presses 付款.
pub async fn pay(State(sim): State<Shared>, Path(token): Path<String>) -> Response {
    let Some(number) = sim.book().number_of_token(&token) else { return unknown() };
    match super::pay(&sim, &number, true) {
        Ok(trade) => match notify::way_back(&sim, &trade) {
            Some(url) => Redirect::to(&url).into_response(),
            None => go_to(&token),
        },
        // Paid already, closed, or too late: the page says which.
        Err(_) => go_to(&token),
    }
}

/// The payer presses 取消: nothing is paid, and the trade may still be paid later.
pub async fn cancel(State(sim): State<Shared>, Path(token): Path<String>) -> Response {
    if sim.book().number_of_token(&token).is_none() {
        return unknown();
    }
    Redirect::to(&format!("/cashier/{token}?cancelled")).into_response()
}

fn waiting(sim: &Shared, trade: &Trade) -> String {
    let warning = if trade.notify_url.is_empty() || reachable(sim, &trade.notify_url) {
        ""
    } else {
        "<p role=\"alert\">商家的通知地址不在本机，通知不会送达。\
         <span lang=\"en\">The shop's notify address is on another machine; it will not be told.</span></p>"
    };
    format!(
        "<h1>确认付款 <span lang=\"en\">Confirm payment</span></h1>\n{}{warning}\n\
         <div class=\"deeds\">\n\
         <form method=\"post\" action=\"/cashier/{token}/pay\"><button class=\"main\">付款 \
         <span lang=\"en\">Pay</span> ¥{amount}</button></form>\n\
         <form method=\"post\" action=\"/cashier/{token}/cancel\"><button>取消 \
         <span lang=\"en\">Cancel</span></button></form>\n</div>",
        summary(sim, trade),
        token = trade.token,
        amount = yuan(trade.total_fen),
    )
}

fn summary(sim: &Shared, trade: &Trade) -> String {
    format!(
        "<p class=\"amount\">¥{}</p>\n<dl>\
         <dt>收款方 <span lang=\"en\">Payee</span></dt><dd>集市演示商户 <span lang=\"en\">Demo market</span> ({})</dd>\
         <dt>商品 <span lang=\"en\">For</span></dt><dd>{}</dd>\
         <dt>单号 <span lang=\"en\">No.</span></dt><dd>{}</dd>\
         <dt>截止 <span lang=\"en\">Pay by</span></dt><dd>{} (UTC+8)</dd></dl>",
        yuan(trade.total_fen),
        escape(sim.keys.seller_id()),
        escape(&trade.subject),
        escape(&trade.out_trade_no),
        cst_text(trade.expires_ms),
    )
}

fn paid(sim: &Shared, trade: &Trade) -> String {
    let back = notify::way_back(sim, trade).map_or_else(
        || {
            "<p>请回到商家页面查看订单。<span lang=\"en\">Go back to the shop to see your order.</span></p>"
                .to_owned()
        },
        |url| link(&url, "返回商家", "Back to the shop", true),
    );
    format!("<h1>付款成功 <span lang=\"en\">Paid</span></h1>\n{}\n{back}", summary(sim, trade))
}

fn cancelled(trade: &Trade) -> String {
    let again = link(&format!("/cashier/{}", trade.token), "继续付款", "Pay after all", true);
    let back = if trade.return_url.is_empty() {
        String::new()
    } else {
        link(&trade.return_url, "返回商家", "Back to the shop", false)
    };
    format!(
        "<h1>已取消，没有扣款 <span lang=\"en\">Cancelled, nothing was paid</span></h1>\n\
         <div class=\"deeds\">{again}{back}</div>"
    )
}

fn link(url: &str, zh: &str, en: &str, main: bool) -> String {
    let class = if main { "button main" } else { "button" };
    format!("<a class=\"{class}\" href=\"{}\">{zh} <span lang=\"en\">{en}</span></a>", escape(url))
}

fn told(zh: &str, en: &str, zh_more: &str, en_more: &str) -> String {
    format!(
        "<h1>{zh} <span lang=\"en\">{en}</span></h1>\n<p>{zh_more} <span lang=\"en\">{en_more}</span></p>"
    )
}

fn unknown() -> Response {
    let body = told("没有这笔交易", "No such trade", "请检查链接。", "Please check the address.");
    page(StatusCode::NOT_FOUND, "没有这笔交易 No such trade", "", &body)
}

/// Chromium applies `form-action` to redirects too, so the shop's origin must be allowed.
fn origin(url: &str) -> String {
    url::Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}
