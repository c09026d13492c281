//! Reading lists of goods. The same for everybody, so that whole pages can be kept.

use crate::AppError;
use crate::wire::Asking;
#[cfg(feature = "ssr")]
use crate::{
    counting,
    request::{fail, market},
};
use domain::browse::ListPage;
#[cfg(feature = "ssr")]
use domain::browse::{Ask, Place};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
const SUGGESTIONS_SHOWN_MAX: usize = 8;

/// Words that begin like what was typed, in the order in which they are worth trying.
#[server(prefix = "/api", endpoint = "/browse/suggest", protocol = Asking)]
pub async fn suggest(
    #[server(default)] typed: String,
    #[server(default)] english: bool,
) -> Result<Vec<String>, AppError> {
    let market = market()?;
    let found = services::search::suggest(&market, &typed, english, SUGGESTIONS_SHOWN_MAX).await;
    let found = found.map_err(fail)?;
    Ok(found.into_iter().map(|s| s.words).collect())
}

/// A page of a list. At most one of `category` and `shop` names a slug; `query` is the rest of the address, `english` says what is
/// read.
#[server(prefix = "/api", endpoint = "/browse/list", protocol = Asking)]
pub async fn list(
    #[server(default)] category: String,
    #[server(default)] shop: String,
    #[server(default)] query: String,
    #[server(default)] english: bool,
) -> Result<ListPage, AppError> {
    let place = if !category.is_empty() {
        Place::Category(category)
    } else if !shop.is_empty() {
        Place::Shop(shop)
    } else {
        Place::Search
    };
    let ask = Ask::read(form_urlencoded::parse(query.trim_start_matches('?').as_bytes()));
    let market = market()?;
    let page = services::browse::list(&market, &place, ask, english).await.map_err(fail)?;
    counting::list_shown(&market, &page.cards);
    Ok(page)
}
