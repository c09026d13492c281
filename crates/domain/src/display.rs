//! In which order goods are shown, and why (2.1.1). One formula for search and lists, published as data; every result can
//! answer what it was given points for. What the formula may look at is [`Facts`], and that type has no place for the size
//! or the region of a merchant. Equal goods take turns: a shuffle whose seed everybody can recompute changes every hour.

use crate::Moment;
use crate::clocks::words;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub mod booking;
pub mod draw;
pub mod places;

#[cfg(test)]
mod tests;

/// The most a term can be worth, and the sum of all weights.
pub const FULL: i64 = 10_000;
/// How long one turn of the shuffle lasts.
const HOUR_MS: i64 = 3_600_000;

words! {
    /// What is looked at. The word is also the key of the sentence on the rules page.
    TermKey {
        /// How well the words that were searched for fit. Only where somebody searched.
        Relevance = "relevance",
        /// How often the goods were bought, measured against the most bought ones of the same category.
        Sales = "sales",
        /// How lately the goods were put up.
        Freshness = "freshness",
        /// Whether they can be had now.
        InStock = "in_stock",
        /// Whether their price has stayed or fallen; a price that has just risen counts less.
        PriceStability = "price_stability",
    }
}

/// How many terms there are.
const TERMS: usize = TermKey::ALL.len();

/// How much one term counts, in basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// Which term.
    pub key: TermKey,
    /// Its weight.
    pub weight: i64,
}

/// The formula as published. Where a term has nothing to say its weight falls to the others in proportion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formula {
    /// Which edition this is; it grows with every change.
    pub version: i64,
    /// The weights, one per term, together [`FULL`].
    pub weights: [Weight; TERMS],
    /// Scores that fall into the same band of this width are equal and take turns.
    pub tie_band: i64,
    /// After so many days goods are no longer new.
    pub fresh_days: i64,
    /// After so many days a price is steady again.
    pub steady_days: i64,
    /// Mixed into the seed of every hour; public, so that anybody can recompute the turns.
    pub salt: String,
}

impl Formula {
    /// The formula in force.
    pub fn published() -> Self {
        let weight = |key, weight| Weight { key, weight };
        Self {
            version: 1,
            weights: [
                weight(TermKey::Relevance, 6_500),
                weight(TermKey::Sales, 1_000),
                weight(TermKey::Freshness, 500),
                weight(TermKey::InStock, 1_500),
                weight(TermKey::PriceStability, 500),
            ],
            tie_band: 250,
            fresh_days: 60,
            steady_days: 30,
            salt: "jishi.display.1".to_owned(),
        }
    }

    /// In which band a score lies; the higher the better.
    pub const fn band(&self, score: i64) -> i64 {
        if self.tie_band < 1 { score } else { score.div_euclid(self.tie_band) }
    }
}

/// All that the formula may look at. Whose goods they are is not among it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// How well the searched words fit, up to [`FULL`]; `None` where nobody searched.
    pub relevance: Option<i64>,
    /// How many were sold.
    pub sold: i64,
    /// How many were sold of the most sold goods of the same category.
    pub sold_most: i64,
    /// For how many days they have been on offer.
    pub age_days: i64,
    /// How many days ago the price was last put up, if ever.
    pub raised_days_ago: Option<i64>,
    /// Whether they can be had now.
    pub in_stock: bool,
}

/// What one term came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Which term.
    pub key: TermKey,
    /// What it is worth for these goods, up to [`FULL`].
    pub value: i64,
    /// Its published weight.
    pub weight: i64,
    /// What it adds to the score.
    pub points: i64,
}

/// Why something stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The terms that had something to say.
    pub terms: Vec<Term>,
    /// Their points together, up to [`FULL`].
    pub score: i64,
}

/// The score with everything that makes it up.
pub fn explain(formula: &Formula, facts: &Facts) -> Explained {
    let present = formula.weights.iter().filter_map(|w| Some((w, value(formula, w.key, facts)?)));
    let total = total(formula, facts);
    let terms: Vec<Term> = present
        .map(|(w, value)| Term {
            key: w.key,
            value,
            weight: w.weight,
            points: w.weight * value / total,
        })
        .collect();
    let score = terms.iter().map(|t| t.points).sum();
    Explained { terms, score }
}

/// The score alone, for ordering many.
pub fn score(formula: &Formula, facts: &Facts) -> i64 {
    let total = total(formula, facts);
    let points = |w: &Weight| value(formula, w.key, facts).map_or(0, |v| w.weight * v / total);
    formula.weights.iter().map(points).sum()
}

/// The weights of the terms that have something to say; never zero, for it divides.
fn total(formula: &Formula, facts: &Facts) -> i64 {
    let present = formula.weights.iter().filter(|w| value(formula, w.key, facts).is_some());
    present.map(|w| w.weight).sum::<i64>().max(1)
}

/// What a term is worth, or nothing when it has nothing to say.
fn value(formula: &Formula, key: TermKey, facts: &Facts) -> Option<i64> {
    let value = match key {
        TermKey::Relevance => facts.relevance?,
        TermKey::Sales => {
            let most = magnitude(facts.sold.max(facts.sold_most));
            if most == 0 { 0 } else { FULL * magnitude(facts.sold) / most }
        }
        TermKey::Freshness => FULL - waned(facts.age_days, formula.fresh_days),
        TermKey::InStock => FULL * i64::from(facts.in_stock),
        TermKey::PriceStability => {
            facts.raised_days_ago.map_or(FULL, |days| waned(days, formula.steady_days))
        }
    };
    Some(value.clamp(0, FULL))
}

/// How much of `of` days has gone by, up to [`FULL`].
fn waned(days: i64, of: i64) -> i64 {
    if of < 1 { FULL } else { FULL * days.clamp(0, of) / of }
}

/// How many digits a count has in the binary system, in sixteenths: ten thousand sold is not a thousand times better than
/// ten sold, and those who come later can catch up.
fn magnitude(count: i64) -> i64 {
    let n = count.clamp(0, 1 << 40) + 1;
    let whole = i64::from(n.ilog2());
    let floor = 1_i64 << whole;
    16 * whole + 16 * (n - floor) / floor
}

/// The turn that an hour gives to equal goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// The hour, counted from the beginning of 1970 in UTC.
    pub hour: i64,
    /// The first eight bytes of SHA-256 over `hour:salt`.
    pub seed: u64,
}

impl Turn {
    /// The turn of the hour that holds `now`.
    pub fn at(now: Moment, salt: &str) -> Self {
        Self::of(now.millis().div_euclid(HOUR_MS), salt)
    }

    /// The turn of an hour.
    pub fn of(hour: i64, salt: &str) -> Self {
        let digest = Sha256::digest(format!("{hour}:{salt}"));
        let seed = digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte));
        Self { hour, seed }
    }

    /// When the hour began; ages are reckoned from it, so that an order holds for the whole hour.
    pub const fn began(self) -> Moment {
        Moment(self.hour.saturating_mul(HOUR_MS))
    }

    /// The place of goods among their equals in this turn: the lowest first. `bits` are those of the id.
    pub const fn place(self, bits: u128) -> u64 {
        mix(mix(self.seed ^ (bits >> 64) as u64) ^ bits as u64)
    }
}

/// The finaliser of SplitMix64: spreads any difference over all bits.
const fn mix(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
