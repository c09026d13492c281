//! Stock. Demand is added up per stock item over all lines before anything is reserved: two lines that draw on one item
//! must not each pass alone (3.2.1). What is held is the sum of live reservations; each ends once, consumed or released.

use crate::clocks::words;
use crate::id::{PurchaseId, ReservationId, SkuId, StockItemId};
use crate::{Code, Moment, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much of which stock item is wanted, in key order so that rows are always touched in one order.
pub type Demand = BTreeMap<StockItemId, i64>;

/// What one unit of a SKU takes from stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// From which stock item.
    pub item: StockItemId,
    /// How many of it per unit sold.
    pub per_unit: i64,
}

words! {
    /// Where a reservation stands.
    ReservationState {
        /// The goods are held.
        Live = "live",
        /// The goods were sold.
        Consumed = "consumed",
        /// The goods went back.
        Released = "released",
    }
}

/// Goods held for a purchase. Ends once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Which.
    pub id: ReservationId,
    /// For which purchase.
    pub purchase: PurchaseId,
    /// What is held.
    pub item: StockItemId,
    /// How many.
    pub qty: i64,
    /// Until when.
    pub expires_at: Moment,
    /// Where it stands.
    pub state: ReservationState,
}

/// Adds up what the lines want. A SKU without draws, or a quantity below one, is refused as out of stock.
pub fn demand<'a>(
    lines: impl IntoIterator<Item = (&'a SkuId, i64, &'a [Draw])>,
) -> Result<Demand, Refusal> {
    let mut demand = Demand::new();
    for (_, qty, draws) in lines {
        if qty < 1 || draws.is_empty() {
            return Err(Code::OutOfStock.into());
        }
        for draw in draws {
            let wanted = qty.checked_mul(draw.per_unit).filter(|w| *w > 0);
            let sum = demand.entry(draw.item.clone()).or_default();
            *sum = wanted.and_then(|w| sum.checked_add(w)).ok_or(Code::OutOfStock)?;
        }
    }
    Ok(demand)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TypedId;

    #[test]
    fn two_lines_on_one_stock_item_are_added_up() {
        let item = |n| StockItemId::from_bits(n);
        let sku = SkuId::from_bits(1);
        let single = [Draw { item: item(1), per_unit: 1 }];
        let pack = [Draw { item: item(1), per_unit: 6 }, Draw { item: item(2), per_unit: 1 }];
        let got = demand([(&sku, 2, &single[..]), (&sku, 3, &pack[..])]).unwrap();
        assert_eq!(got, Demand::from([(item(1), 20), (item(2), 3)]));
    }

    #[test]
    fn nobody_orders_nothing_or_more_than_a_number_holds() {
        let sku = SkuId::from_bits(1);
        let draws = [Draw { item: StockItemId::from_bits(1), per_unit: 2 }];
        for qty in [0, -1, i64::MAX] {
            let refused = demand([(&sku, qty, &draws[..])]).unwrap_err();
            assert_eq!(refused.code, Code::OutOfStock, "{qty}");
        }
        assert!(demand([(&sku, 1, &[][..])]).is_err());
    }
}
