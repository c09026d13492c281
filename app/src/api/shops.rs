//! The shop a member of staff works in: what waits there today, where it takes goods back, and the way to another one.

#![expect(clippy::too_many_arguments, reason = "a form has one argument per field")]

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::console::TodayView;
use domain::orders::Address;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::api::addresses::deepest,
    crate::request::{self, fail, fail_keeping, market, redirect_to, set_preference, visit},
    domain::accounts::AddressDraft,
    domain::id::{MerchantId, ReturnId, TypedId as _},
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

/// Where the shop takes goods back; nothing until it has told.
#[server(prefix = "/api", endpoint = "/shops/return-address", protocol = Asking)]
pub async fn return_address() -> Result<Option<Address>, AppError> {
    let told = services::shops::return_address(&market()?, &visit().actor).await.map_err(fail)?;
    Ok(told.map(|mut a| {
        a.region = services::regions::written(&a.region_code, &a.region, request::english());
        a
    }))
}

/// Says where the shop takes goods back. Whoever was answering a return goes back to it. Without scripts the form is sent
/// once per step of the region, so `step` asks only for the next list and stores nothing.
#[server(prefix = "/api", endpoint = "/shops/tell-return-address")]
pub async fn tell_return_address(
    #[server(default)] recipient: String,
    #[server(default)] phone: String,
    #[server(default)] province: String,
    #[server(default)] city: String,
    #[server(default)] region_code: String,
    #[server(default)] detail: String,
    #[server(default)] case: String,
    #[server(default)] step: String,
) -> Result<Go, AppError> {
    visit().actor.merchant(None, Permission::AfterSales).map_err(fail)?;
    let region = deepest(&province, &city, &region_code);
    let typed = [
        ("recipient", recipient.as_str()),
        ("phone", &phone),
        ("region_code", &region),
        ("detail", &detail),
    ];
    let case = ReturnId::parse(&case).ok();
    if !step.is_empty() {
        let draft = request::keep_typed("return_address", &typed).await?;
        let case = case.map(|id| format!("&case={id}")).unwrap_or_default();
        let back = format!("/merchant/settings?draft={draft}{case}#return-address");
        return Ok(redirect_to(&back));
    }
    let draft = AddressDraft {
        recipient: recipient.clone(),
        phone: phone.clone(),
        region_code: region_code.clone(),
        detail: detail.clone(),
        preferred: false,
    };
    match services::shops::tell_return_address(&market()?, &visit().actor, &draft).await {
        Ok(()) => Ok(redirect_to(&match case {
            Some(id) => format!("/merchant/returns/{id}"),
            None => "/merchant/settings?done=saved".to_owned(),
        })),
        Err(error) => Err(fail_keeping(error, "return_address", &typed).await),
    }
}
