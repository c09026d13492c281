//! The shop a member of staff works in: what waits there today, and the way to another one.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::console::TodayView;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::request::{fail, market, redirect_to, set_preference, visit},
    domain::id::{MerchantId, TypedId as _},
    domain::{Code, Permission},
};

/// What waits in the shop today.
#[server(prefix = "/api", endpoint = "/shops/today", protocol = Asking)]
pub async fn today() -> Result<TodayView, AppError> {
    services::console::today(&market()?, &visit().actor).await.map_err(fail)
}

/// Works in another shop from now on; only in one of the person's own.
#[server(prefix = "/api", endpoint = "/shops/switch")]
pub async fn switch_shop(shop: String) -> Result<Go, AppError> {
    let id = MerchantId::parse(&shop).map_err(|_| fail(Code::NotFound))?;
    visit().actor.merchant(Some(&id), Permission::OrdersRead).map_err(fail)?;
    set_preference("shop", id.as_str());
    Ok(redirect_to("/merchant"))
}
