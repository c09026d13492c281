//! Favourites and the history of what a buyer looked at. Both belong to the buyer alone. Looking is collected in memory and
//! stored a moment later, so that reading a page writes nothing.

use crate::ports::StoreExt as _;
use crate::{Actor, Market, Result};
use domain::catalogue::Paged;
use domain::favourites::{FAVOURITES_MAX, KeptCard, PAGE_SIZE};
use domain::id::{ProductId, TypedId as _};
use domain::{Code, Scope};

/// A page of the buyer's favourites, the last marked first.
pub async fn list(market: &Market, actor: &Actor, after: Option<&str>) -> Result<Paged<KeptCard>> {
    let (scope, now) = (actor.buyer()?, market.now());
    market.store.read().await?.favourites(&scope, after, PAGE_SIZE, now).await
}

/// Whether the visitor marked a product, by its id or its place in addresses; somebody without an account marked nothing.
pub async fn is_marked(market: &Market, actor: &Actor, id_or_slug: &str) -> Result<bool> {
    let Ok(scope) = actor.buyer() else { return Ok(false) };
    market.store.read().await?.is_favourite(&scope, id_or_slug).await
}

/// Marks a product that is offered now, with its price. Marking it twice is marking it once. Refuses with `TooMuch` when the
/// buyer has marked as many as one may.
pub async fn add(market: &Market, actor: &Actor, id: &ProductId) -> Result<()> {
    let (scope, id, now) = (actor.buyer()?, id.clone(), market.now());
    let key = format!("favourite.add:{}", market.id::<ProductId>());
    market
        .store
        .write(key, move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move {
                let cards = tx.product_cards(&Scope::Public, &[id], now).await?;
                let card = cards.first().ok_or(Code::NotFound)?;
                if tx.is_favourite(&scope, card.id.as_str()).await? {
                    return Ok(());
                }
                if tx.favourite_count(&scope).await? >= FAVOURITES_MAX {
                    return Err(Code::TooMuch.into());
                }
                tx.add_favourite(&scope, &card.id, card.price, now).await.map(|_| ())
            })
        })
        .await
}

/// Takes the mark away; a product that bears none is as it should be.
pub async fn remove(market: &Market, actor: &Actor, id: &ProductId) -> Result<()> {
    let (scope, id) = (actor.buyer()?, id.clone());
    let key = format!("favourite.remove:{}", market.id::<ProductId>());
    market
        .store
        .write(key, move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move { tx.remove_favourite(&scope, &id).await.map(|_| ()) })
        })
        .await
}

/// A page of what the buyer looked at, the last first.
pub async fn history(
    market: &Market,
    actor: &Actor,
    after: Option<&str>,
) -> Result<Paged<KeptCard>> {
    let (scope, now) = (actor.buyer()?, market.now());
    market.store.read().await?.history(&scope, after, PAGE_SIZE, now).await
}

/// Takes one product out of the buyer's history.
pub async fn forget(market: &Market, actor: &Actor, id: &ProductId) -> Result<()> {
    let (scope, id) = (actor.buyer()?, id.clone());
    let _nothing_on_its_way = market.tally.forget(&actor.person()?.account, Some(&id)).await;
    let key = format!("history.forget:{}", market.id::<ProductId>());
    market
        .store
        .write(key, move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move { tx.remove_seen(&scope, &id).await.map(|_| ()) })
        })
        .await
}

/// Erases the buyer's history: what is stored and what is still on its way there.
pub async fn clear(market: &Market, actor: &Actor) -> Result<()> {
    let scope = actor.buyer()?;
    let _nothing_on_its_way = market.tally.forget(&actor.person()?.account, None).await;
    let key = format!("history.clear:{}", market.id::<ProductId>());
    market
        .store
        .write(key, move |tx| {
            let scope = scope.clone();
            Box::pin(async move { tx.clear_history(&scope).await.map(|_| ()) })
        })
        .await
}
