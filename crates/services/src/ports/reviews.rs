//! Reviews. What was said is public; who said it and in which order is between the parties. A buyer reaches their own
//! rows, a merchant theirs, staff and the system all. `save_review` is conditional on the version: `Stale` when it moved.

use crate::Result;
use async_trait::async_trait;
use domain::catalogue::{Paged, Words};
use domain::id::{MerchantId, OrderId, ProductId, ReviewId};
use domain::reviews::Review;
use domain::reviews::score::Sums;
use domain::{Moment, Scope};

/// A review with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// What was said.
    pub review: Review,
    /// The buyer's whole name; it never leaves the use cases.
    pub buyer_name: String,
    /// The human number of the order.
    pub order_number: String,
    /// The name as sold.
    pub name: Words,
    /// The choice as sold.
    pub spec: Words,
    /// The product's place in addresses.
    pub slug: String,
    /// The picture as sold.
    pub picture: String,
}

/// Reading reviews.
#[async_trait]
pub trait ReviewsRead: Send {
    /// A review of a party that may see it, by its id.
    async fn review(&mut self, scope: &Scope, id: &ReviewId) -> Result<Option<ReviewRow>>;
    /// The reviews of an order that the scope may see, the oldest first.
    async fn reviews_of_order(&mut self, scope: &Scope, order: &OrderId) -> Result<Vec<ReviewRow>>;
    /// The product with this id or place in addresses, and who sells it, when the scope may see its page at `now`.
    async fn reviewed(
        &mut self,
        scope: &Scope,
        id_or_slug: &str,
        now: Moment,
    ) -> Result<Option<(ProductId, MerchantId)>>;
    /// The reviews of a product, the newest first, of so many stars when `stars` says how many. Anybody may read them.
    async fn reviews_of_product(
        &mut self,
        scope: &Scope,
        product: &ProductId,
        stars: Option<i64>,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Paged<ReviewRow>>;
    /// The reviews of the scope's shop, the newest first; only those without an answer when `to_answer`.
    async fn reviews_of_shop(
        &mut self,
        scope: &Scope,
        to_answer: bool,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Paged<ReviewRow>>;
    /// How many reviews of the scope's shop have no answer, at most `most`.
    async fn count_reviews_to_answer(&mut self, scope: &Scope, most: i64) -> Result<i64>;
    /// What all reviews of a product come to.
    async fn review_sums(&mut self, scope: &Scope, product: &ProductId) -> Result<Sums>;
    /// What all reviews of a shop come to.
    async fn review_sums_of_shop(&mut self, scope: &Scope, merchant: &MerchantId) -> Result<Sums>;
}

/// Writing reviews.
#[async_trait]
pub trait ReviewsWrite: Send {
    /// Stores a review and counts it, for its product and its shop. `AlreadyReviewed` when the line has one; `NotFound` when
    /// the line is not one of that order, buyer and shop.
    async fn add_review(&mut self, scope: &Scope, review: &Review) -> Result<()>;
    /// Stores what was added to a review and its answer; stars and words stay. `Stale` when its version moved.
    async fn save_review(&mut self, scope: &Scope, review: &Review) -> Result<()>;
}
