//! Money is a whole number of minor units and a currency. Checked everywhere, no floats, rounding always named.

use serde::{Deserialize, Serialize};

/// A currency with a fixed number of decimals.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Currency {
    /// Renminbi, two decimals (分).
    #[default]
    #[serde(rename = "CNY")]
    Cny,
    /// United States dollar, two decimals.
    #[serde(rename = "USD")]
    Usd,
}

impl Currency {
    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
        }
    }

    /// Reads the ISO 4217 code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Cny, Self::Usd].into_iter().find(|c| c.code() == code)
    }

    /// How many decimals the currency writes.
    pub const fn decimals(self) -> u32 {
        2
    }
}

/// Why a calculation with money has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The figure does not fit.
    #[error("the amount is out of range")]
    Range,
    /// Two currencies were mixed.
    #[error("two currencies cannot be mixed")]
    Currency,
    /// The text is not an amount.
    #[error("not an amount")]
    Text,
    /// There is nothing to share among: no weights, or all of them zero.
    #[error("nothing to share among")]
    Weights,
}

/// Which way a fraction of a minor unit goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
    /// To the nearest, halves away from zero.
    HalfUp,
}

/// An amount of money. May be negative (a deduction, a reversal).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: fen for CNY.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// A rate in basis points: 1/10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub i64);

impl Money {
    /// `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// `fen` of renminbi.
    pub const fn fen(fen: i64) -> Self {
        Self::new(fen, Currency::Cny)
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether the amount is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum; refuses mixed currencies and overflow.
    #[expect(clippy::should_implement_trait, reason = "it answers a Result: checked arithmetic")]
    pub fn add(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        self.minor.checked_add(other.minor).map(|m| self.with(m)).ok_or(MoneyError::Range)
    }

    /// The difference; refuses mixed currencies and overflow.
    #[expect(clippy::should_implement_trait, reason = "it answers a Result: checked arithmetic")]
    pub fn sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        self.minor.checked_sub(other.minor).map(|m| self.with(m)).ok_or(MoneyError::Range)
    }

    /// `n` times the amount.
    pub fn times(self, n: i64) -> Result<Self, MoneyError> {
        self.minor.checked_mul(n).map(|m| self.with(m)).ok_or(MoneyError::Range)
    }

    /// The amount with its sign turned.
    pub fn negated(self) -> Result<Self, MoneyError> {
        self.minor.checked_neg().map(|m| self.with(m)).ok_or(MoneyError::Range)
    }

    /// The given share of the amount, rounded as named.
    pub fn share(self, rate: BasisPoints, rounding: Rounding) -> Result<Self, MoneyError> {
        let product = i128::from(self.minor) * i128::from(rate.0);
        let rounded = div_round(product, 10_000, rounding);
        i64::try_from(rounded).map(|m| self.with(m)).map_err(|_| MoneyError::Range)
    }

    /// The smaller of two amounts of one currency.
    pub fn min(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        Ok(if self.minor <= other.minor { self } else { other })
    }

    /// Adds up; an empty list is zero of `currency`.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::add)
    }

    /// Splits the amount by `weights` so that the parts add up exactly: largest remainder, ties to the earlier part.
    /// Used for coupons, freight, commission and refunds alike. Refuses negative weights and an all-zero list.
    pub fn allocate(self, weights: &[i64]) -> Result<Vec<Self>, MoneyError> {
        let parts = allocate(self.minor, weights)?;
        Ok(parts.into_iter().map(|m| self.with(m)).collect())
    }

    /// The plain decimal text partners want: `88.88`, `-0.50`.
    pub fn decimal_text(self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let abs = self.minor.unsigned_abs();
        format!("{sign}{}.{:02}", abs / 100, abs % 100)
    }

    /// Reads plain decimal text strictly: 1–9 digits, at most two decimals, no sign, no spaces.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let fraction_ok = !text.contains('.') || (1..=2).contains(&part.len());
        if !(1..=9).contains(&whole.len()) || !digits(whole) || !digits(part) || !fraction_ok {
            return Err(MoneyError::Text);
        }
        let padded = format!("{part:0<2}");
        let minor = format!("{whole}{padded}").parse().map_err(|_| MoneyError::Text)?;
        Ok(Self::new(minor, currency))
    }

    const fn with(self, minor: i64) -> Self {
        Self { minor, currency: self.currency }
    }

    fn same(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::Currency) }
    }
}

/// Splits `total` by `weights` with largest remainder; see [`Money::allocate`]. Works for negative totals too.
pub fn allocate(total: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    if weights.iter().any(|w| *w < 0) {
        return Err(MoneyError::Weights);
    }
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum == 0 {
        return Err(MoneyError::Weights);
    }
    let sign = if total < 0 { -1 } else { 1 };
    let amount = i128::from(total.unsigned_abs());
    let mut parts: Vec<i128> = weights.iter().map(|w| amount * i128::from(*w) / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| (-(amount * i128::from(weights[*i]) % sum), *i));
    let left = amount - parts.iter().sum::<i128>();
    for i in order.into_iter().take(usize::try_from(left).map_err(|_| MoneyError::Range)?) {
        parts[i] += 1;
    }
    parts.into_iter().map(|p| i64::try_from(p * sign).map_err(|_| MoneyError::Range)).collect()
}

fn div_round(value: i128, by: i128, rounding: Rounding) -> i128 {
    let (quotient, rest) = (value / by, (value % by).abs());
    let away = if value < 0 { -1 } else { 1 };
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfUp => rest * 2 >= by,
    };
    if up { quotient + away } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shared_money_always_adds_up(
            total in -1_000_000_000_000i64..1_000_000_000_000,
            weights in prop::collection::vec(0i64..1_000_000_000, 1..40),
        ) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = allocate(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                // Nobody gets more than one unit away from the exact share, and never the wrong sign.
                let exact = i128::from(total) * i128::from(*weight);
                prop_assert!((i128::from(*part) * sum - exact).abs() < sum);
                prop_assert!(*part == 0 || (*part < 0) == (total < 0));
                prop_assert!(*weight > 0 || *part == 0);
            }
        }

        #[test]
        fn decimal_text_reads_back(minor in 0i64..99_999_999_999) {
            let money = Money::fen(minor);
            prop_assert_eq!(Money::parse_decimal(&money.decimal_text(), Currency::Cny), Ok(money));
        }
    }

    #[test]
    fn only_plain_decimals_are_amounts() {
        for bad in ["", ".5", "1.", "1.234", "-1", "+1", "1e3", " 1", "1,000", "1234567890", "１"]
        {
            assert_eq!(Money::parse_decimal(bad, Currency::Cny), Err(MoneyError::Text), "{bad}");
        }
        assert_eq!(Money::parse_decimal("0.5", Currency::Cny), Ok(Money::fen(50)));
    }

    #[test]
    fn rounding_is_named() {
        let check = |minor, bp, rounding, expect| {
            assert_eq!(Money::fen(minor).share(BasisPoints(bp), rounding), Ok(Money::fen(expect)));
        };
        check(999, 500, Rounding::Down, 49);
        check(999, 500, Rounding::Up, 50);
        check(990, 500, Rounding::HalfUp, 50);
        check(989, 500, Rounding::HalfUp, 49);
        check(-990, 500, Rounding::HalfUp, -50);
    }

    #[test]
    fn overflow_and_mixed_currencies_are_refused() {
        let max = Money::fen(i64::MAX);
        assert_eq!(max.add(Money::fen(1)), Err(MoneyError::Range));
        assert_eq!(max.times(2), Err(MoneyError::Range));
        assert_eq!(Money::fen(1).add(Money::new(1, Currency::Usd)), Err(MoneyError::Currency));
        assert_eq!(allocate(5, &[0, 0]), Err(MoneyError::Weights));
        assert_eq!(allocate(5, &[1, -1]), Err(MoneyError::Weights));
    }
}
