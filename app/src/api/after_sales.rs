//! Returns as the shop decides on them: agree, refuse with reasons, say that the goods are back (3.3.1).

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::catalogue::Paged;
use domain::returns::views::ReturnCase;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::request::{fail, fail_keeping, market, redirect_to, visit},
    domain::id::{ReturnId, TypedId as _},
    domain::returns::ReturnState,
    domain::{Code, Permission},
};

#[cfg(feature = "ssr")]
const CASES_SHOWN: i64 = 20;
#[cfg(feature = "ssr")]
const OPEN: [ReturnState; 4] =
    [ReturnState::Requested, ReturnState::Agreed, ReturnState::SentBack, ReturnState::Refunding];

/// The shop's returns: the open ones, or with `tab=all` every one.
#[server(prefix = "/api", endpoint = "/after-sales/list", protocol = Asking)]
pub async fn return_cases(
    #[server(default)] tab: String,
    #[server(default)] after: String,
) -> Result<Paged<ReturnCase>, AppError> {
    let scope = visit().actor.merchant(None, Permission::AfterSales).map_err(fail)?;
    let states: &[ReturnState] = if tab == "all" { &[] } else { &OPEN };
    let after = match after.as_str() {
        "" => None,
        id => Some(ReturnId::parse(id).map_err(|_| fail(Code::NotFound))?),
    };
    services::returns::list_as(&market()?, &scope, states, after.as_ref(), CASES_SHOWN)
        .await
        .map_err(fail)
}

/// One of the shop's returns.
#[server(prefix = "/api", endpoint = "/after-sales/view", protocol = Asking)]
pub async fn view_return(id: String) -> Result<ReturnCase, AppError> {
    let scope = visit().actor.merchant(None, Permission::AfterSales).map_err(fail)?;
    let id = ReturnId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::returns::get_as(&market()?, &scope, &id).await.map_err(fail)
}

/// The shop agrees; without goods to come back the money goes at once.
#[server(prefix = "/api", endpoint = "/after-sales/agree")]
pub async fn agree_to_return(id: String) -> Result<Go, AppError> {
    let id = ReturnId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::returns::agree(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(back(&id, "agreed"))
}

/// The shop refuses, with reasons that the buyer reads.
#[server(prefix = "/api", endpoint = "/after-sales/refuse")]
pub async fn refuse_return(id: String, #[server(default)] answer: String) -> Result<Go, AppError> {
    let id = ReturnId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    match services::returns::refuse(&market()?, &visit().actor, &id, &answer).await {
        Ok(()) => Ok(back(&id, "refused")),
        Err(error) => Err(fail_keeping(error, "refuse", &[("answer", answer.as_str())]).await),
    }
}

/// The goods are back and in order: the money goes.
#[server(prefix = "/api", endpoint = "/after-sales/goods-back")]
pub async fn take_goods_back(id: String) -> Result<Go, AppError> {
    let id = ReturnId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::returns::goods_back(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(back(&id, "received"))
}

#[cfg(feature = "ssr")]
fn back(id: &ReturnId, done: &str) -> Go {
    redirect_to(&format!("/merchant/returns/{id}?done={done}"))
}
