//! What a visitor keeps: favourites and the browsing history.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::catalogue::Paged;
use domain::favourites::KeptCard;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, market, redirect_to, visit},
    domain::Code,
    domain::id::{ProductId, TypedId as _},
};

/// Whether the visitor marked a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartState {
    /// Whether somebody is signed in at all.
    pub signed_in: bool,
    /// Whether they marked it.
    pub marked: bool,
}

/// Whether the visitor marked a product, by its id or its place in addresses. Asks nothing of the store for a visitor
/// without an account.
#[server(prefix = "/api", endpoint = "/favourites/mark", protocol = Asking)]
pub async fn mark(slug: String) -> Result<HeartState, AppError> {
    let actor = visit().actor;
    let marked = services::favourites::is_marked(&market()?, &actor, &slug).await.map_err(fail)?;
    Ok(HeartState { signed_in: actor.signed_in.is_some(), marked })
}

/// A page of the buyer's favourites.
#[server(prefix = "/api", endpoint = "/favourites/list", protocol = Asking)]
pub async fn favourites(#[server(default)] after: String) -> Result<Paged<KeptCard>, AppError> {
    let after = Some(after.as_str()).filter(|key| !key.is_empty());
    services::favourites::list(&market()?, &visit().actor, after).await.map_err(fail)
}

/// A page of what the buyer looked at.
#[server(prefix = "/api", endpoint = "/favourites/history", protocol = Asking)]
pub async fn history(#[server(default)] after: String) -> Result<Paged<KeptCard>, AppError> {
    let after = Some(after.as_str()).filter(|key| !key.is_empty());
    services::favourites::history(&market()?, &visit().actor, after).await.map_err(fail)
}

/// Marks a product; the visitor stays where they were.
#[server(prefix = "/api", endpoint = "/favourites/add")]
pub async fn add_favourite(id: String, #[server(default)] next: String) -> Result<Go, AppError> {
    let id = ProductId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::favourites::add(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(back(&next, "/account/favourites"))
}

/// Takes the mark away; the visitor stays where they were.
#[server(prefix = "/api", endpoint = "/favourites/remove")]
pub async fn remove_favourite(id: String, #[server(default)] next: String) -> Result<Go, AppError> {
    let id = ProductId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::favourites::remove(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(back(&next, "/account/favourites"))
}

/// Takes one product out of the history.
#[server(prefix = "/api", endpoint = "/favourites/forget")]
pub async fn forget_seen(id: String) -> Result<Go, AppError> {
    let id = ProductId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::favourites::forget(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(back("", "/account/history"))
}

/// Erases the history.
#[server(prefix = "/api", endpoint = "/favourites/clear")]
pub async fn clear_history() -> Result<Go, AppError> {
    services::favourites::clear(&market()?, &visit().actor).await.map_err(fail)?;
    Ok(back("", "/account/history"))
}

/// To the place the form names, else to the list.
#[cfg(feature = "ssr")]
fn back(next: &str, list: &str) -> Go {
    if next.is_empty() {
        return redirect_to(&i18n::href(request::locale(), list));
    }
    redirect_to(next)
}
