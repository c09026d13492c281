//! What a visitor keeps: goods marked as favourites and goods looked at. What is not for sale any more stays in the list,
//! told as such; whoever marked something wants to know what became of it.

use crate::catalogue::ProductCard;
use crate::{Moment, Money};
use serde::{Deserialize, Serialize};

/// How many rows a page of favourites or history shows.
pub const PAGE_SIZE: i64 = 20;
/// How many goods one buyer may mark.
pub const FAVOURITES_MAX: i64 = 1_000;
/// How many goods the history of one buyer remembers; the oldest make room.
pub const HISTORY_MAX: i64 = 200;

/// A product that a buyer marked or looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCard {
    /// The product as it is now.
    pub card: ProductCard,
    /// When it was marked or last looked at.
    pub at: Moment,
    /// Whether it is offered now.
    pub offered: bool,
    /// Its lowest price when it was marked; `None` in the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_at_marking: Option<Money>,
}

impl KeptCard {
    /// By how much the price has fallen since the product was marked.
    pub fn fallen_by(&self) -> Option<Money> {
        fall(self.price_at_marking?, self.card.price, self.offered)
    }
}

/// Nothing is told about what cannot be bought, nor across currencies.
fn fall(before: Money, today: Money, offered: bool) -> Option<Money> {
    before.sub(today).ok().filter(|by| offered && by.minor > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn only_a_real_fall_of_something_that_can_be_bought_is_told() {
        let fen = Money::fen;
        assert_eq!(fall(fen(1_000), fen(900), true), Some(fen(100)));
        assert_eq!(fall(fen(1_000), fen(1_000), true), None);
        assert_eq!(fall(fen(1_000), fen(1_100), true), None);
        assert_eq!(fall(fen(1_000), fen(900), false), None);
        assert_eq!(fall(Money::new(1_000, Currency::Usd), fen(900), true), None);
    }
}
