//! What many reviews come to: counted stars, means, and the score of a shop. All in whole numbers: a mean is told in hundredths
//! of a star. A shop with three happy buyers is not better than one with three hundred: each score starts from as many
//! imagined reviews as the rulebook says, with the stars it says, and real ones outweigh them as they come.

use super::{Dimension, STARS_MAX, Scores};
use crate::Moment;
use crate::rules::{Param, Rulebook};
use serde::{Deserialize, Serialize};

/// The whole, in basis points.
const WHOLE: i64 = 10_000;

/// What was counted about a product or a shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// How many reviews gave the goods one star, two, up to five.
    pub stars: [i64; 5],
    /// All stars for the way it came.
    pub logistics: i64,
    /// All stars for the shop.
    pub service: i64,
}

impl Sums {
    /// With one more review.
    #[must_use]
    pub fn plus(mut self, scores: Scores) -> Self {
        let place = usize::try_from(scores.goods - 1).unwrap_or(usize::MAX);
        if let Some(count) = self.stars.get_mut(place) {
            *count += 1;
            self.logistics += scores.logistics;
            self.service += scores.service;
        }
        self
    }

    /// How many reviews there are.
    pub fn count(&self) -> i64 {
        self.stars.iter().sum()
    }

    /// All stars of a dimension.
    pub fn of(&self, dimension: Dimension) -> i64 {
        match dimension {
            Dimension::Goods => (1..=STARS_MAX).zip(self.stars).map(|(star, n)| star * n).sum(),
            Dimension::Logistics => self.logistics,
            Dimension::Service => self.service,
        }
    }

    /// The mean of a dimension in hundredths of a star; `None` before the first review.
    pub fn mean(&self, dimension: Dimension) -> Option<i64> {
        ratio(self.of(dimension), self.count(), 100)
    }

    /// How much of all reviews gave the goods so many stars, in basis points.
    pub fn share(&self, stars: i64) -> i64 {
        ratio(self.with(stars), self.count(), WHOLE).unwrap_or_default()
    }

    /// How many reviews gave the goods so many stars.
    pub fn with(&self, stars: i64) -> i64 {
        let place = usize::try_from(stars - 1).unwrap_or(usize::MAX);
        self.stars.get(place).copied().unwrap_or_default()
    }
}

/// `part` of `whole` in so many parts, rounded half up; `None` when there is no whole.
fn ratio(part: i64, whole: i64, scale: i64) -> Option<i64> {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let scaled = part * i128::from(scale) * 2 + whole;
    if whole > 0 { i64::try_from(scaled / (whole * 2)).ok() } else { None }
}

/// What a score starts from, and how much each dimension counts: figures of the rulebook (3.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prior {
    /// The stars of an imagined review.
    pub stars: i64,
    /// How many imagined reviews there are.
    pub reviews: i64,
    /// How much goods, logistics and service count.
    pub weights: [i64; 3],
}

impl Prior {
    /// As the rulebook has it at `now`: the same for every shop, whatever was agreed with one of them.
    pub fn of(book: &Rulebook, now: Moment) -> Self {
        let figure = |param| book.resolve(param, now, &[]).figure;
        Self {
            stars: figure(Param::ReviewPriorStars),
            reviews: figure(Param::ReviewPriorCount),
            weights: [
                figure(Param::ReviewWeightGoods),
                figure(Param::ReviewWeightLogistics),
                figure(Param::ReviewWeightService),
            ],
        }
    }
}

/// The score of a shop, in hundredths of a star.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopScore {
    /// How many reviews it rests on.
    pub count: i64,
    /// All three together.
    pub overall: i64,
    /// The goods.
    pub goods: i64,
    /// The way they came.
    pub logistics: i64,
    /// The shop.
    pub service: i64,
}

/// The score that these reviews come to; `None` before the first one, for a score of imagined reviews says nothing.
pub fn score(sums: &Sums, prior: &Prior) -> Option<ShopScore> {
    let count = sums.count();
    if count == 0 {
        return None;
    }
    let start = prior.stars * prior.reviews;
    let of = |dimension| ratio(start + sums.of(dimension), prior.reviews + count, 100);
    let [goods, logistics, service] =
        [of(Dimension::Goods)?, of(Dimension::Logistics)?, of(Dimension::Service)?];
    let weighed = [goods, logistics, service].iter().zip(prior.weights).map(|(s, w)| s * w).sum();
    let overall = ratio(weighed, prior.weights.iter().sum(), 1)?;
    Some(ShopScore { count, overall, goods, logistics, service })
}
