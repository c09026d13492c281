//! What pages show of reviews. Filled by `services`: a name arrives here with its letters hidden, and nothing public says
//! which order a review belongs to.

use super::score::{ShopScore, Sums};
use super::{Said, Scores};
use crate::Moment;
use crate::catalogue::Words;
use crate::id::{OrderId, OrderLineId, ReviewId};
use serde::{Deserialize, Serialize};

/// A review as anybody may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Which.
    pub id: ReviewId,
    /// Who wrote it: the first letter of a name.
    pub who: String,
    /// The choice that was bought.
    pub spec: Words,
    /// The stars.
    pub scores: Scores,
    /// In the buyer's words.
    pub text: String,
    /// When it was written.
    pub written_at: Moment,
    /// What the buyer added later.
    pub follow_up: Option<Said>,
    /// What the merchant answered.
    pub answer: Option<Said>,
}

/// The reviews of a product: what they come to, and a page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductReviews {
    /// All of them, counted.
    pub sums: Sums,
    /// How all goods of the shop do; `None` before its first review.
    pub shop: Option<ShopScore>,
    /// The newest first.
    pub items: Vec<ReviewView>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// What the buyer said, or may say, about a line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineReview {
    /// The line.
    pub line: OrderLineId,
    /// What was said.
    pub review: Option<ReviewView>,
    /// Until when something may be said, or added to what was; `None` when nothing may.
    pub until: Option<Moment>,
}

/// A review as the shop reads it, to answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopReview {
    /// What was said.
    pub review: ReviewView,
    /// The order.
    pub order: OrderId,
    /// Its human number.
    pub order_number: String,
    /// The name as sold.
    pub name: Words,
    /// The product's place in addresses.
    pub slug: String,
    /// The picture as sold.
    pub picture: String,
}
