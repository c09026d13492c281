//! Orders as those see them who carry them out: a merchant's own, to be found, packed, shipped or called off.

use crate::AppError;
use crate::api::orders::OrderList;
use crate::going::Go;
use crate::wire::Asking;
use domain::Moment;
use domain::console::OrderCounts;
use domain::orders::views::OrderView;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::request::{fail, fail_keeping, market, redirect_to, visit},
    domain::id::{OrderId, TypedId as _},
    domain::orders::OrderState,
    domain::{Code, Permission, Scope},
    services::ports::orders::OrderFilter,
};

#[cfg(feature = "ssr")]
const ORDERS_SHOWN: i64 = 20;

/// One page of a console's orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderBook {
    /// The orders.
    pub list: OrderList,
    /// How many wait for something.
    pub counts: OrderCounts,
    /// The moment this was put together, for countdowns.
    pub now: Moment,
}

/// The shop's orders. `tab` is `pay`, `ship`, `shipped`, `done`, `closed` or empty for all; `q` is an order number, the
/// number of a purchase or a waybill number and finds orders whatever their state.
#[server(prefix = "/api", endpoint = "/fulfilment/orders", protocol = Asking)]
pub async fn shop_orders(
    #[server(default)] tab: String,
    #[server(default)] after: String,
    #[server(default)] q: String,
) -> Result<OrderBook, AppError> {
    let scope = visit().actor.merchant(None, Permission::OrdersRead).map_err(fail)?;
    book(&scope, &tab, &after, &q).await
}

/// The page of a console's orders that the scope may see.
#[cfg(feature = "ssr")]
pub(super) async fn book(
    scope: &Scope,
    tab: &str,
    after: &str,
    q: &str,
) -> Result<OrderBook, AppError> {
    let market = market()?;
    let counts = services::console::waiting_orders(&market, scope).await.map_err(fail)?;
    let list = if q.trim().is_empty() {
        let after = match after {
            "" => None,
            id => Some(OrderId::parse(id).map_err(|_| fail(Code::NotFound))?),
        };
        let filter = OrderFilter { states: states(tab), returning: false };
        services::orders::list_as(&market, scope, &filter, after.as_ref(), ORDERS_SHOWN)
            .await
            .map(|page| OrderList { orders: page.items, next: page.next })
            .map_err(fail)?
    } else {
        found(&market, scope, q).await.map_err(fail)?
    };
    Ok(OrderBook { list, counts, now: market.now() })
}

#[cfg(feature = "ssr")]
async fn found(market: &services::Market, scope: &Scope, q: &str) -> services::Result<OrderList> {
    let orders = services::console::find_orders(market, scope, q).await?;
    Ok(OrderList { orders, next: None })
}

#[cfg(feature = "ssr")]
fn states(tab: &str) -> Vec<OrderState> {
    match tab {
        "pay" => vec![OrderState::AwaitingPayment],
        "ship" => vec![OrderState::Paid],
        "shipped" => vec![OrderState::Shipped],
        "done" => vec![OrderState::Received],
        "closed" => vec![OrderState::Cancelled, OrderState::Closed],
        _ => Vec::new(),
    }
}

/// One of the shop's orders, by id or number.
#[server(prefix = "/api", endpoint = "/fulfilment/order", protocol = Asking)]
pub async fn shop_order(order: String) -> Result<OrderView, AppError> {
    let scope = visit().actor.merchant(None, Permission::OrdersRead).map_err(fail)?;
    let mut view = services::orders::get_as(&market()?, &scope, &order).await.map_err(fail)?;
    let a = &mut view.address;
    a.region = services::regions::written(&a.region_code, &a.region, crate::request::english());
    Ok(view)
}

/// Hands a parcel of the order to a carrier.
#[server(prefix = "/api", endpoint = "/fulfilment/ship")]
pub async fn ship_order(
    order: String,
    #[server(default)] carrier: String,
    #[server(default)] waybill: String,
) -> Result<Go, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let typed = [("carrier", carrier.as_str()), ("waybill", &waybill)];
    match services::shipping::ship(&market()?, &visit().actor, &id, &carrier, &waybill).await {
        Ok(_) => Ok(redirect_to(&format!("/merchant/orders/{id}?done=shipped"))),
        Err(error) => Err(fail_keeping(error, "ship", &typed).await),
    }
}

/// The shop cannot deliver: the order ends and the money goes back.
#[server(prefix = "/api", endpoint = "/fulfilment/call-off")]
pub async fn call_off_order(order: String) -> Result<Go, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    services::orders::call_off(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&format!("/merchant/orders/{id}?done=called_off")))
}
