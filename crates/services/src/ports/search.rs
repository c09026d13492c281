//! Finding goods. The index is a copy that can be thrown away: it is filled from the store, follows the sealed outbox, and
//! is never believed about whether something may be seen or what it costs.

use crate::Result;
use async_trait::async_trait;
use domain::Moment;
use domain::catalogue::{Attribute, SpecName, Words};
use domain::id::{CategoryId, MerchantId, ProductId};
use domain::listing::Window;
use domain::search::{Found, Query, Suggestion};

/// A product as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchDoc {
    /// The id.
    pub id: ProductId,
    /// Its name.
    pub name: Words,
    /// One line under the name.
    pub tagline: Words,
    /// The long text.
    pub description: Words,
    /// Its category.
    pub category: CategoryId,
    /// What that is called.
    pub category_name: Words,
    /// The first-level category above it, or the same.
    pub root: CategoryId,
    /// What that is called.
    pub root_name: Words,
    /// Who sells it.
    pub merchant: MerchantId,
    /// What the shop is called.
    pub merchant_name: Words,
    /// The lowest price among its SKUs, in minor units of the market's currency.
    pub price_minor: i64,
    /// How many were sold.
    pub sold: i64,
    /// Whether any SKU can be had now.
    pub in_stock: bool,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
    /// Hours until it leaves the shop (3.2.3).
    pub ships_within_hours: i64,
    /// What is told about it.
    pub attributes: Vec<Attribute>,
    /// The attributes that lists offer as filters: key and name.
    pub filters: Vec<(String, Words)>,
    /// How its SKUs differ.
    pub specs: Vec<SpecName>,
    /// When it was put up.
    pub created_at: Moment,
    /// When a price of it last rose, if ever.
    pub raised_at: Option<Moment>,
    /// When it may be shown.
    pub shown: Window,
}

/// What changes in the index.
#[derive(Clone, Debug)]
pub enum Change {
    /// The product is like this now.
    Put(Box<SearchDoc>),
    /// The product is not offered any more.
    Remove(ProductId),
}

/// The index.
#[async_trait]
pub trait SearchIndex: Send + Sync + 'static {
    /// Searches, as things are at `now`.
    async fn search(&self, query: &Query, now: Moment) -> Result<Found>;
    /// Reads what the first search would have to wait for.
    async fn warm(&self) -> Result<()>;
    /// What begins like this, also in pinyin.
    async fn suggest(&self, typed: &str, english: bool, limit: usize) -> Result<Vec<Suggestion>>;
    /// Counts words that a visitor searched for and that found something.
    async fn heard(&self, words: &str, now: Moment) -> Result<()>;
    /// What is searched for most these days, of what was found.
    async fn hot(&self, now: Moment, limit: usize) -> Result<Vec<String>>;
    /// Becomes the one writer; `false` when another process of this machine writes.
    async fn lead(&self) -> Result<bool>;
    /// Changes products and remembers up to which event the outbox was followed; visible when it answers.
    async fn apply(&self, changes: Vec<Change>, followed: i64) -> Result<()>;
    /// Begins to fill anew. Until [`SearchIndex::commit`] everybody finds what was there before.
    async fn begin(&self) -> Result<()>;
    /// Adds products to what is being filled.
    async fn fill(&self, docs: Vec<SearchDoc>) -> Result<()>;
    /// Ends the filling; everybody finds the new content.
    async fn commit(&self, followed: i64) -> Result<()>;
    /// Up to which event the outbox was followed; `None` when the index was never filled.
    async fn followed(&self) -> Result<Option<i64>>;
    /// How many products it holds.
    async fn count(&self) -> Result<u64>;
    /// Which of these products it holds.
    async fn holds(&self, ids: &[ProductId]) -> Result<Vec<bool>>;
}
