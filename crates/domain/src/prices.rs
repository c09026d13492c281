//! The prices of the last thirty days (3.2.1). A price that is called low is held against what was really asked before, so
//! a page shows every step and the lowest of them.

use crate::id::SkuId;
use crate::{Duration, Moment, Money};
use serde::{Deserialize, Serialize};

/// How far the history on a product page reaches back.
pub const WINDOW: Duration = Duration::days(30);

/// A price and from when on it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceStep {
    /// From when on.
    pub at: Moment,
    /// The price.
    pub price: Money,
}

/// What one SKU cost in the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceHistory {
    /// Which.
    pub sku: SkuId,
    /// Every price of the window, the oldest first. What was asked when the window began counts from its beginning.
    pub steps: Vec<PriceStep>,
    /// The lowest of them.
    pub lowest: Money,
    /// Until when this is told.
    pub until: Moment,
}

/// The histories of SKUs from their stored changes, in any order; each SKU in the order of its first change told. A change
/// from before the window that was overtaken before it began says nothing about it.
pub fn histories(changes: &[(SkuId, PriceStep)], today: Moment) -> Vec<PriceHistory> {
    let begin = today.minus(WINDOW);
    let mut skus: Vec<&SkuId> = Vec::new();
    for (sku, _) in changes {
        if !skus.contains(&sku) {
            skus.push(sku);
        }
    }
    let of = |sku: &SkuId| {
        let mut steps: Vec<PriceStep> =
            changes.iter().filter(|(s, step)| s == sku && step.at <= today).map(|c| c.1).collect();
        steps.sort_unstable_by_key(|step| step.at);
        let overtaken = steps.iter().skip(1).take_while(|step| step.at <= begin).count();
        steps.drain(..overtaken);
        if let Some(first) = steps.first_mut() {
            first.at = first.at.max(begin);
        }
        // A price that was set anew without changing is no step.
        steps.dedup_by_key(|step| step.price);
        let lowest = steps.iter().map(|step| step.price).min_by_key(|price| price.minor)?;
        Some(PriceHistory { sku: sku.clone(), steps, lowest, until: today })
    };
    skus.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TypedId as _;

    const TODAY: Moment = Moment(100 * 86_400_000);

    fn day(n: i64, fen: i64) -> (SkuId, PriceStep) {
        let step = PriceStep { at: Moment(n * 86_400_000), price: Money::fen(fen) };
        (SkuId::from_bits(1), step)
    }

    fn told(changes: &[(SkuId, PriceStep)]) -> (Vec<(i64, i64)>, i64) {
        let [history] = &histories(changes, TODAY)[..] else { panic!("one SKU") };
        let steps = history.steps.iter().map(|s| (s.at.0 / 86_400_000, s.price.minor)).collect();
        (steps, history.lowest.minor)
    }

    #[test]
    fn what_was_asked_when_the_window_began_counts_and_older_prices_do_not() {
        let changes = [day(10, 100), day(50, 900), day(80, 700), day(90, 800)];
        assert_eq!(told(&changes), (vec![(70, 900), (80, 700), (90, 800)], 700));
    }

    #[test]
    fn a_change_on_the_first_moment_of_the_window_takes_its_whole_length() {
        assert_eq!(told(&[day(60, 100), day(70, 900)]), (vec![(70, 900)], 900));
    }

    #[test]
    fn goods_younger_than_the_window_begin_when_they_came() {
        assert_eq!(told(&[day(95, 500)]), (vec![(95, 500)], 500));
    }

    #[test]
    fn the_same_price_again_is_no_step_and_the_future_is_not_told() {
        let changes = [day(80, 500), day(85, 500), day(90, 600), day(120, 1)];
        assert_eq!(told(&changes), (vec![(80, 500), (90, 600)], 500));
        assert_eq!(histories(&[], TODAY), []);
    }
}
