//! What buyers keep: favourites and the history of what they looked at. A buyer reaches only their own rows; looking is noted
//! by the machine, which collects it in memory first.

use crate::Result;
use async_trait::async_trait;
use domain::catalogue::Paged;
use domain::favourites::KeptCard;
use domain::id::{AccountId, ProductId};
use domain::{Moment, Money, Scope};

/// Somebody looked at a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRow {
    /// Who.
    pub account: AccountId,
    /// At what.
    pub product: ProductId,
    /// When, the last time.
    pub at: Moment,
}

/// Reading what was kept. `now` is when somebody asks: whether goods are offered changes with time.
#[async_trait]
pub trait FavouritesRead: Send {
    /// The asking buyer's favourites, the last marked first; what is not offered any more is told as such.
    async fn favourites(
        &mut self,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<KeptCard>>;
    /// Whether the asking buyer marked a product, by its id or its place in addresses.
    async fn is_favourite(&mut self, scope: &Scope, id_or_slug: &str) -> Result<bool>;
    /// How many products the asking buyer marked.
    async fn favourite_count(&mut self, scope: &Scope) -> Result<i64>;
    /// What the asking buyer looked at, the last first.
    async fn history(
        &mut self,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<KeptCard>>;
}

/// Writing what is kept.
#[async_trait]
pub trait FavouritesWrite: Send {
    /// Marks a product for the asking buyer at the price it has; whether it was not marked before.
    async fn add_favourite(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        price: Money,
        now: Moment,
    ) -> Result<bool>;
    /// Takes the asking buyer's mark away; whether there was one.
    async fn remove_favourite(&mut self, scope: &Scope, id: &ProductId) -> Result<bool>;
    /// Notes what people looked at and lets the oldest rows beyond `keep` of each of them go. Who or what is not there any
    /// more is passed over. System only.
    async fn add_seen(&mut self, scope: &Scope, rows: &[SeenRow], keep: i64) -> Result<()>;
    /// Takes a product out of the asking buyer's history; whether it was in it.
    async fn remove_seen(&mut self, scope: &Scope, id: &ProductId) -> Result<bool>;
    /// Erases the asking buyer's history; how many rows there were.
    async fn clear_history(&mut self, scope: &Scope) -> Result<i64>;
}
