//! Orders and refunds of the whole market, for the desk. Staff see what an order is about; names and numbers of persons are
//! masked, for nobody needs them to find a mistake.

use crate::AppError;
use crate::api::books::JournalLine;
use crate::api::fulfilment::OrderBook;
use crate::wire::Asking;
use domain::catalogue::Paged;
use domain::orders::views::OrderView;
use domain::payments::views::RefundCase;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::api::fulfilment::book,
    crate::request::{fail, market, visit},
    domain::id::{RefundId, TypedId as _},
    domain::orders::views::OrderCard,
    domain::payments::RefundStatus,
    domain::{Code, StaffRole},
};

#[cfg(feature = "ssr")]
const REFUNDS_SHOWN: i64 = 30;

/// An order with what was booked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverseenOrder {
    /// The order, masked.
    pub view: OrderView,
    /// What was booked for it, the oldest first.
    pub journal: Vec<JournalLine>,
}

/// All orders; `tab`, `after` and `q` as in a shop's list.
#[server(prefix = "/api", endpoint = "/oversight/orders", protocol = Asking)]
pub async fn all_orders(
    #[server(default)] tab: String,
    #[server(default)] after: String,
    #[server(default)] q: String,
) -> Result<OrderBook, AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let mut book = book(&scope, &tab, &after, &q).await?;
    book.list.orders.iter_mut().for_each(mask);
    Ok(book)
}

/// One order with its journal, by id or number.
#[server(prefix = "/api", endpoint = "/oversight/order", protocol = Asking)]
pub async fn any_order(order: String) -> Result<OverseenOrder, AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let market = market()?;
    let mut view = services::orders::get_as(&market, &scope, &order).await.map_err(fail)?;
    let a = &mut view.address;
    a.region = services::regions::written(&a.region_code, &a.region, crate::request::english());
    let id = view.card.id.clone();
    let journal = services::console::journal_of_order(&market, &scope, &id).await.map_err(fail)?;
    mask(&mut view.card);
    view.address.recipient.clone_from(&view.card.recipient);
    view.address.phone = i18n::phone_masked(&view.address.phone);
    view.address.detail = String::new();
    Ok(OverseenOrder { view, journal: journal.into_iter().map(JournalLine::from).collect() })
}

#[cfg(feature = "ssr")]
fn mask(card: &mut OrderCard) {
    card.recipient = i18n::name_masked(&card.recipient);
}

/// Refunds by state: `pending` (also when nothing is asked for), `failed`, `done`; the oldest first.
#[server(prefix = "/api", endpoint = "/oversight/refunds", protocol = Asking)]
pub async fn refunds(
    #[server(default)] state: String,
    #[server(default)] after: String,
) -> Result<Paged<RefundCase>, AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let status = RefundStatus::parse(&state).unwrap_or(RefundStatus::Pending);
    let after = match after.as_str() {
        "" => None,
        id => Some(RefundId::parse(id).map_err(|_| fail(Code::NotFound))?),
    };
    services::refunds::list_as(&market()?, &scope, status, after.as_ref(), REFUNDS_SHOWN)
        .await
        .map_err(fail)
}
