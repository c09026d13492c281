//! The buyer's returns and refunds.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::Money;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, fail_keeping, field, market, redirect_to, visit},
    domain::Code,
    domain::id::{OrderId, OrderLineId, ReturnId, TypedId as _},
    domain::returns::{ReturnAsk, ReturnKind, ReturnReason},
};

/// What would be refunded for so many units of a line.
#[server(prefix = "/api", endpoint = "/returns/preview", protocol = Asking)]
pub async fn preview_return(
    order: String,
    line: String,
    quantity: i64,
    reason: String,
    kind: String,
) -> Result<Money, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let ask = ask(&line, &quantity.to_string(), &kind, &reason, "").map_err(fail)?;
    services::returns::preview(&market()?, &visit().actor, &id, &ask).await.map_err(fail)
}

/// Applies for a return or a refund of units of one line.
#[server(prefix = "/api", endpoint = "/returns/request")]
pub async fn request_return(
    order: String,
    #[server(default)] line: String,
    #[server(default)] quantity: String,
    #[server(default)] kind: String,
    #[server(default)] reason: String,
    #[server(default)] note: String,
) -> Result<Go, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let typed = [
        ("line", line.as_str()),
        ("quantity", &quantity),
        ("kind", &kind),
        ("reason", &reason),
        ("note", &note),
    ];
    let done = match ask(&line, &quantity, &kind, &reason, &note) {
        Ok(ask) => services::returns::request(&market()?, &visit().actor, &id, &ask).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(back(&id)),
        Err(error) => Err(fail_keeping(error, "return", &typed).await),
    }
}

#[cfg(feature = "ssr")]
fn ask(
    line: &str,
    quantity: &str,
    kind: &str,
    reason: &str,
    note: &str,
) -> Result<ReturnAsk, services::Error> {
    Ok(ReturnAsk {
        line: OrderLineId::parse(line).map_err(|_| field("line", Code::ChoiceUnknown))?,
        qty: quantity.trim().parse().map_err(|_| field("quantity", Code::NumberRange))?,
        kind: ReturnKind::parse(kind).ok_or_else(|| field("kind", Code::ChoiceUnknown))?,
        reason: ReturnReason::parse(reason).ok_or_else(|| field("reason", Code::ChoiceUnknown))?,
        note: note.to_owned(),
    })
}

/// The buyer withdraws a request.
#[server(prefix = "/api", endpoint = "/returns/withdraw")]
pub async fn withdraw_return(order: String, id: String) -> Result<Go, AppError> {
    let order = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let id = ReturnId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::returns::withdraw(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(back(&order))
}

/// The buyer has handed the goods to a carrier.
#[server(prefix = "/api", endpoint = "/returns/send-back")]
pub async fn send_back(
    order: String,
    id: String,
    #[server(default)] carrier: String,
    #[server(default)] waybill: String,
) -> Result<Go, AppError> {
    let order = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let id = ReturnId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    let typed = [("carrier", carrier.as_str()), ("waybill", &waybill)];
    match services::returns::send_back(&market()?, &visit().actor, &id, &carrier, &waybill).await {
        Ok(()) => Ok(back(&order)),
        Err(error) => Err(fail_keeping(error, "send_back", &typed).await),
    }
}

#[cfg(feature = "ssr")]
fn back(order: &OrderId) -> Go {
    redirect_to(&i18n::href(request::locale(), &format!("/orders/{order}")))
}
