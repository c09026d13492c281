//! Pages for people: plain HTML without a script, in Chinese and English, and clearly a stand-in.

use crate::alipay::yuan;
use crate::sim::Shared;
use crate::wire;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

/// How many of each the front page shows.
const SHOWN_MAX: usize = 50;

/// The front page and the style sheet.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(front))
        .route("/style.css", get(style))
        // A browser asks for a picture of the site by itself; there is none.
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
}

/// A whole page. `forms` are the origins a form on it may lead to, besides this program.
pub fn page(status: StatusCode, title: &str, forms: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n\
         <p class=\"notice\" role=\"note\"><strong>模拟网关</strong> 这里不是支付宝、微信支付、银联或 Stripe，不会扣款。\
         <span lang=\"en\"><strong>Stand-in.</strong> This is not Alipay, WeChat Pay, UnionPay or Stripe; no money moves.</span></p>\n\
         <main>\n{body}\n</main>\n</body>\n</html>\n",
        title = escape(title),
    );
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {forms}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    let headers: [(HeaderName, String); 4] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    (status, headers, html).into_response()
}

/// A text that cannot become markup.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

async fn style() -> Response {
    wire::typed("text/css; charset=utf-8", include_str!("style.css"))
}

/// What is going on here, for whoever tries the shop. Hidden when other machines may look, for it shows every trade.
async fn front(State(sim): State<Shared>) -> Response {
    if sim.options.allow_remote {
        let body = "<h1>模拟网关 <span lang=\"en\">Stand-in gateways</span></h1>";
        return page(StatusCode::OK, "Stand-in gateways", "", body);
    }
    let mut trades: Vec<_> = sim.book().after("").cloned().collect();
    trades.sort_by_key(|trade| std::cmp::Reverse(trade.created_ms));
    let mut rows = String::new();
    for trade in trades.iter().take(SHOWN_MAX) {
        rows.push_str(&format!(
            "<tr><td><a href=\"/cashier/{}\">{}</a></td><td>{}</td><td class=\"figure\">¥{}</td>\
             <td class=\"figure\">¥{}</td></tr>\n",
            trade.token,
            escape(&trade.out_trade_no),
            trade.status.word(),
            yuan(trade.total_fen),
            yuan(trade.refunded_fen()),
        ));
    }
    let mut orders: Vec<_> = sim.orders().after("").cloned().collect();
    orders.sort_by_key(|order| std::cmp::Reverse(order.created_ms));
    for order in orders.iter().take(SHOWN_MAX) {
        rows.push_str(&format!(
            "<tr><td><a href=\"/wechat/cashier/{}\">{}</a></td><td>{}</td><td class=\"figure\">¥{}</td>\
             <td class=\"figure\">¥{}</td></tr>\n",
            order.token,
            escape(&order.out_trade_no),
            order.status.word(),
            yuan(order.total_fen),
            yuan(order.refunded_fen()),
        ));
    }
    let mut parcels: Vec<_> = sim.parcels().all().cloned().collect();
    parcels.sort_by_key(|parcel| std::cmp::Reverse(parcel.created_ms));
    let mut lines = String::new();
    for parcel in parcels.iter().take(SHOWN_MAX) {
        let button = if parcel.over() {
            String::from("—")
        } else {
            format!(
                "<form method=\"post\" action=\"/parcels/{}/{}/advance\"><button>下一站 \
                 <span lang=\"en\">Next</span></button></form>",
                escape(&parcel.com),
                escape(&parcel.num),
            )
        };
        let last = parcel.nodes.last().map_or("", |node| node.context.as_str());
        lines.push_str(&format!(
            "<tr><td>{}<br>{}</td><td>{}</td><td>{button}</td></tr>\n",
            escape(&parcel.com),
            escape(&parcel.num),
            escape(last),
        ));
    }
    let body = format!(
        "<h1>模拟网关 <span lang=\"en\">Stand-in gateways</span></h1>\n\
         <h2>交易 <span lang=\"en\">Trades</span></h2>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"交易 Trades\"><table>\n\
         <thead><tr><th scope=\"col\">单号 No.</th><th scope=\"col\">状态 State</th><th scope=\"col\" class=\"figure\">金额 Total</th><th scope=\"col\" class=\"figure\">已退 Refunded</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table></div>\n\
         <h2>包裹 <span lang=\"en\">Parcels</span></h2>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"包裹 Parcels\"><table>\n\
         <thead><tr><th scope=\"col\">运单 Waybill</th><th scope=\"col\">最新 Latest</th><th scope=\"col\">推进 Advance</th></tr></thead>\n\
         <tbody>\n{lines}</tbody></table></div>"
    );
    page(StatusCode::OK, "模拟网关 Stand-in gateways", "", &body)
}
