//! The buyer's orders.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::orders::views::{OrderCard, OrderView, SoldView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, market, redirect_to, visit},
    domain::Code,
    domain::id::{OrderId, TypedId as _},
    domain::orders::OrderState,
    services::ports::orders::OrderFilter,
};

#[cfg(feature = "ssr")]
const ORDERS_SHOWN: i64 = 10;

/// One page of a list of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderList {
    /// The youngest first.
    pub orders: Vec<OrderCard>,
    /// The id after which the next page begins, if there is one.
    pub next: Option<String>,
}

/// The buyer's orders. `tab` is `pay`, `ship`, `receive`, `done`, `returns` or empty for all.
#[server(prefix = "/api", endpoint = "/orders/list", protocol = Asking)]
pub async fn orders(
    #[server(default)] tab: String,
    #[server(default)] after: String,
) -> Result<OrderList, AppError> {
    let states = match tab.as_str() {
        "pay" => vec![OrderState::AwaitingPayment],
        "ship" => vec![OrderState::Paid],
        "receive" => vec![OrderState::Shipped],
        "done" => vec![OrderState::Received],
        _ => Vec::new(),
    };
    let filter = OrderFilter { states, returning: tab == "returns" };
    let after = match after.as_str() {
        "" => None,
        id => Some(OrderId::parse(id).map_err(|_| fail(Code::NotFound))?),
    };
    let page =
        services::orders::list(&market()?, &visit().actor, &filter, after.as_ref(), ORDERS_SHOWN)
            .await
            .map_err(fail)?;
    Ok(OrderList { orders: page.items, next: page.next.map(|id| id.to_string()) })
}

/// One of the buyer's orders, by id or number.
#[server(prefix = "/api", endpoint = "/orders/view", protocol = Asking)]
pub async fn view_order(order: String) -> Result<OrderView, AppError> {
    let mut view = services::orders::get(&market()?, &visit().actor, &order).await.map_err(fail)?;
    let a = &mut view.address;
    a.region = services::regions::written(&a.region_code, &a.region, crate::request::english());
    Ok(view)
}

/// A product page as it was when it was sold.
#[server(prefix = "/api", endpoint = "/orders/sold", protocol = Asking)]
pub async fn sold_page(order: String, hash: String) -> Result<SoldView, AppError> {
    let scope = visit().actor.buyer().map_err(fail)?;
    services::orders::page_as_sold(&market()?, &scope, &order, &hash).await.map_err(fail)
}

/// The buyer has the goods: the money goes to the shop.
#[server(prefix = "/api", endpoint = "/orders/confirm")]
pub async fn confirm_receipt(order: String) -> Result<Go, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    services::orders::confirm_receipt(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), &format!("/orders/{id}?done=confirmed"))))
}

/// The buyer does not want it any more; what was paid goes back.
#[server(prefix = "/api", endpoint = "/orders/cancel")]
pub async fn cancel_order(order: String) -> Result<Go, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    services::orders::cancel(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), &format!("/orders/{id}?done=cancelled"))))
}
