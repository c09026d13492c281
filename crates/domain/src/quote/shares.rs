//! What each single unit of a line was paid for, frozen at purchase, so that partial refunds are exact: whichever units
//! come back in whatever portions, the sum over all of them is what was paid, to the last fen.

use super::LineQuote;
use crate::error::Refusal;
use crate::money::{BasisPoints, MoneyError, Rounding, allocate};
use crate::{Code, Currency, Money};
use serde::{Deserialize, Serialize};

/// A run of units with equal shares; amounts are minor units per unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitShare {
    /// How many units in a row.
    pub units: i64,
    /// The price.
    pub goods: i64,
    /// Discount the merchant bore.
    pub by_merchant: i64,
    /// Discount the platform bore.
    pub by_platform: i64,
    /// Freight.
    pub freight: i64,
    /// The platform's commission on it.
    pub commission: i64,
}

/// The frozen shares of all units of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// The currency.
    pub currency: Currency,
    /// The units in order, equal neighbours together.
    pub runs: Vec<UnitShare>,
}

/// The sum of some units' shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The price.
    pub goods: Money,
    /// Discount the merchant bore.
    pub by_merchant: Money,
    /// Discount the platform bore.
    pub by_platform: Money,
    /// Freight.
    pub freight: Money,
    /// The platform's commission.
    pub commission: Money,
    /// What the buyer paid: goods − discounts + freight.
    pub paid: Money,
}

impl Share {
    /// Nothing.
    pub const fn zero(currency: Currency) -> Self {
        let none = Money::zero(currency);
        Self {
            goods: none,
            by_merchant: none,
            by_platform: none,
            freight: none,
            commission: none,
            paid: none,
        }
    }

    /// Two sums together.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            goods: self.goods.add(other.goods)?,
            by_merchant: self.by_merchant.add(other.by_merchant)?,
            by_platform: self.by_platform.add(other.by_platform)?,
            freight: self.freight.add(other.freight)?,
            commission: self.commission.add(other.commission)?,
            paid: self.paid.add(other.paid)?,
        })
    }
}

impl Shares {
    /// Freezes a priced line. The commission is taken on goods after the merchant's own discount, not on freight, rounded
    /// half up for the line and then spread over its units.
    pub fn freeze(line: &LineQuote, commission: BasisPoints) -> Result<Self, MoneyError> {
        let count = usize::try_from(line.qty).map_err(|_| MoneyError::Range)?;
        let even = vec![1; count];
        let goods = vec![line.unit_price.minor; count];
        // Each discount is spread by what is left of each unit, so that no unit falls below zero.
        let by_merchant = spread(line.by_merchant.minor, &goods)?;
        let base = minus(&goods, &by_merchant);
        let by_platform = spread(line.by_platform.minor, &base)?;
        let freight = spread(line.freight.minor, &even)?;
        let earned = line.goods.sub(line.by_merchant)?.share(commission, Rounding::HalfUp)?;
        let fees = spread(earned.minor, &base)?;
        let mut runs: Vec<UnitShare> = Vec::new();
        for i in 0..count {
            let unit = UnitShare {
                units: 1,
                goods: goods[i],
                by_merchant: by_merchant[i],
                by_platform: by_platform[i],
                freight: freight[i],
                commission: fees[i],
            };
            match runs.last_mut() {
                Some(last) if (UnitShare { units: 1, ..last.clone() }) == unit => last.units += 1,
                _ => runs.push(unit),
            }
        }
        Ok(Self { currency: line.goods.currency, runs })
    }

    /// How many units there are.
    pub fn units(&self) -> i64 {
        self.runs.iter().map(|r| r.units).sum()
    }

    /// The sum over `qty` units beginning with the unit numbered `from` (counting from 0). Refuses more than there are.
    pub fn of(&self, from: i64, qty: i64) -> Result<Share, Refusal> {
        let end = from.checked_add(qty).ok_or(Code::TooMuch)?;
        if from < 0 || qty < 0 || end > self.units() {
            return Err(Code::TooMuch.into());
        }
        let mut sum = [0i64; 5];
        let mut start = 0;
        for run in &self.runs {
            let taken = (end.min(start + run.units) - from.max(start)).max(0);
            let parts = [run.goods, run.by_merchant, run.by_platform, run.freight, run.commission];
            for (total, part) in sum.iter_mut().zip(parts) {
                let more = part.checked_mul(taken).ok_or(Code::TooMuch)?;
                *total = total.checked_add(more).ok_or(Code::TooMuch)?;
            }
            start += run.units;
        }
        let money = |minor| Money::new(minor, self.currency);
        let [goods, by_merchant, by_platform, freight, commission] = sum;
        Ok(Share {
            goods: money(goods),
            by_merchant: money(by_merchant),
            by_platform: money(by_platform),
            freight: money(freight),
            commission: money(commission),
            paid: money(goods - by_merchant - by_platform + freight),
        })
    }
}

/// Largest remainder; nothing to spread over means that there is nothing to spread.
fn spread(total: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    if total == 0 || weights.iter().all(|w| *w == 0) {
        return if total == 0 { Ok(vec![0; weights.len()]) } else { Err(MoneyError::Weights) };
    }
    allocate(total, weights)
}

fn minus(these: &[i64], those: &[i64]) -> Vec<i64> {
    these.iter().zip(those).map(|(a, b)| a - b).collect()
}
