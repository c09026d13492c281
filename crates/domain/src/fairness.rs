//! Equal display (2.1.1): who was shown how often, held against who has how much to show. Whole numbers only: shares are
//! basis points. A merchant's size and region are the two things by which nobody may be favoured, so the report is grouped
//! by both.

use crate::clocks::words;
use crate::display::places::PlaceKind;
use crate::{Duration, Moment};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// A hundred percent.
pub const WHOLE: i64 = 10_000;

words! {
    /// By what right something was shown.
    Place {
        /// By the published formula.
        Organic = "organic",
        /// Paid for, and labelled so.
        Paid = "paid",
        /// A seat for new shops.
        New = "new",
    }
}

/// The word in a link's address that says which kind of place it stands in; without it the formula put it there.
pub const PLACE_MARK: &str = "place";

/// By what right a place of a list shows what it shows.
pub const fn place_of(kind: PlaceKind) -> Place {
    match kind {
        PlaceKind::Ordered => Place::Organic,
        PlaceKind::Paid => Place::Paid,
        PlaceKind::NewShop => Place::New,
    }
}

/// The place that a mark in an address speaks of. Nonsense is no mark.
pub fn place_marked(mark: &str) -> Place {
    Place::parse(mark).unwrap_or(Place::Organic)
}

words! {
    /// How many goods a merchant has to show.
    Band {
        /// Fewer than twenty.
        Small = "small",
        /// Twenty to ninety-nine.
        Middle = "middle",
        /// A hundred to four hundred and ninety-nine.
        Large = "large",
        /// Five hundred and more.
        Huge = "huge",
    }
}

impl Band {
    /// The band of a merchant with so many goods.
    pub const fn of(goods: i64) -> Self {
        match goods {
            ..20 => Self::Small,
            20..100 => Self::Middle,
            100..500 => Self::Large,
            _ => Self::Huge,
        }
    }
}

/// What is known of one merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// The six-digit code of the place it ships from.
    pub region_code: String,
    /// How many goods may be shown.
    pub goods: i64,
    /// How often they were shown by the published formula.
    pub impressions: i64,
    /// How often somebody went on from there.
    pub clicks: i64,
}

/// One row of the report: merchants that have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What they have in common: the word of a [`Band`], or the first two digits of a region code.
    pub key: String,
    /// How many merchants.
    pub merchants: i64,
    /// Their goods.
    pub goods: i64,
    /// How often they were shown.
    pub impressions: i64,
    /// How often somebody went on from there.
    pub clicks: i64,
    /// Their share of all goods, in basis points.
    pub goods_share: i64,
    /// Their share of all impressions, in basis points.
    pub shown_share: i64,
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// All impressions.
    pub impressions: i64,
    /// All clicks.
    pub clicks: i64,
    /// All goods that may be shown.
    pub goods: i64,
    /// How many merchants have goods to show.
    pub merchants: i64,
    /// By size.
    pub bands: Vec<Group>,
    /// By region, the most goods first.
    pub regions: Vec<Group>,
    /// How unevenly impressions lie among merchants: the Gini coefficient in basis points.
    pub gini_shown: i64,
    /// How unevenly goods lie among them, which is the measure for the former.
    pub gini_goods: i64,
}

impl Report {
    /// Whether views lie more unevenly than goods do, by a point of the coefficient or more, which the page then explains.
    pub const fn is_uneven(&self) -> bool {
        self.impressions > 0 && self.gini_shown - self.gini_goods >= 100
    }
}

/// Sums up. A merchant without goods has nothing to show and is left out, unless it was shown none the less.
pub fn report(merchants: &[Exposed]) -> Report {
    let counted: Vec<&Exposed> =
        merchants.iter().filter(|m| m.goods > 0 || m.impressions > 0).collect();
    let sum = |of: fn(&Exposed) -> i64| counted.iter().map(|m| of(m)).sum::<i64>();
    let (goods, impressions) = (sum(|m| m.goods), sum(|m| m.impressions));
    let group = |key: &str, has: &dyn Fn(&Exposed) -> bool| {
        let mut group = Group {
            key: key.to_owned(),
            merchants: 0,
            goods: 0,
            impressions: 0,
            clicks: 0,
            goods_share: 0,
            shown_share: 0,
        };
        for merchant in counted.iter().filter(|m| has(m)) {
            group.merchants += 1;
            group.goods += merchant.goods;
            group.impressions += merchant.impressions;
            group.clicks += merchant.clicks;
        }
        group.goods_share = share(group.goods, goods);
        group.shown_share = share(group.impressions, impressions);
        group
    };
    let bands = Band::ALL.iter().map(|b| group(b.as_str(), &|m| Band::of(m.goods) == *b));
    let mut codes: Vec<&str> = counted.iter().map(|m| province(&m.region_code)).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut regions: Vec<Group> =
        codes.into_iter().map(|c| group(c, &|m| province(&m.region_code) == c)).collect();
    regions.sort_by_key(|g| -g.goods);
    Report {
        impressions,
        clicks: sum(|m| m.clicks),
        goods,
        merchants: i64::try_from(counted.len()).unwrap_or(i64::MAX),
        bands: bands.filter(|g| g.merchants > 0).collect(),
        regions,
        gini_shown: gini(&counted.iter().map(|m| m.impressions).collect::<Vec<_>>()),
        gini_goods: gini(&counted.iter().map(|m| m.goods).collect::<Vec<_>>()),
    }
}

/// The first two digits of a region code name the province.
fn province(code: &str) -> &str {
    code.get(..2).unwrap_or("")
}

/// `part` of `whole` in basis points, to the nearest.
pub fn share(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let (part, whole) = (i128::from(part.max(0)), i128::from(whole));
    let rounded = (part * i128::from(WHOLE) * 2 + whole) / (whole * 2);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// The Gini coefficient in basis points: 0 when everybody has the same, near 10,000 when one has everything. What is
/// negative counts as nothing.
pub fn gini(values: &[i64]) -> i64 {
    let mut sorted: Vec<i128> = values.iter().map(|v| i128::from((*v).max(0))).collect();
    sorted.sort_unstable();
    let n = i128::try_from(sorted.len()).unwrap_or(i128::MAX);
    let sum: i128 = sorted.iter().sum();
    if sum == 0 {
        return 0;
    }
    // Twice the sum of rank times value, less (n + 1) times the sum, over n times the sum.
    let ranked: i128 = (1..).zip(&sorted).map(|(rank, value)| rank * value).sum();
    let (over, under) = (2 * ranked - (n + 1) * sum, n * sum);
    let rounded = (over * i128::from(WHOLE) * 2 + under) / (under * 2);
    i64::try_from(rounded).unwrap_or(WHOLE)
}

/// The day of a moment in the market's calendar (Beijing time), counted from 1970. Sums of a day must not depend on where a
/// server stands.
pub const fn day_of(at: Moment) -> i64 {
    at.plus(Duration::hours(8)).millis().div_euclid(Duration::days(1).as_millis())
}

/// When a day of the market's calendar begins.
pub const fn begin_of(day: i64) -> Moment {
    Moment(day.saturating_mul(Duration::days(1).as_millis())).minus(Duration::hours(8))
}
