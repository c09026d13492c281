//! Stories and laws of the fairness report.

use super::*;
use proptest::prelude::*;

fn shop(region_code: &str, goods: i64, impressions: i64) -> Exposed {
    Exposed { region_code: region_code.into(), goods, impressions, clicks: impressions / 10 }
}

/// The definition itself: the mean difference of all pairs over twice the mean.
fn by_pairs(values: &[i64]) -> i64 {
    let sum: i128 = values.iter().map(|v| i128::from(*v)).sum();
    let pairs: i128 =
        values.iter().flat_map(|a| values.iter().map(move |b| i128::from((a - b).abs()))).sum();
    let under = 2 * values.len() as i128 * sum;
    if under == 0 { 0 } else { ((pairs * 20_000 + under) / (under * 2)) as i64 }
}

#[test]
fn shares_by_size_and_region_show_who_is_favoured() {
    // Two small shops with a tenth of the goods are shown a tenth of the times; the shop in Beijing gets more than its due.
    let report = report(&[
        shop("330106", 10, 50),
        shop("330200", 10, 50),
        shop("110101", 80, 700),
        shop("440300", 100, 200),
        shop("440300", 0, 0),
    ]);
    let rows = |groups: &[Group]| {
        groups
            .iter()
            .map(|g| (g.key.clone(), g.merchants, g.goods_share, g.shown_share))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows(&report.bands),
        [
            ("small".into(), 2, 1_000, 1_000),
            ("middle".into(), 1, 4_000, 7_000),
            ("large".into(), 1, 5_000, 2_000),
        ]
    );
    assert_eq!(
        rows(&report.regions),
        [
            ("44".into(), 1, 5_000, 2_000),
            ("11".into(), 1, 4_000, 7_000),
            ("33".into(), 2, 1_000, 1_000),
        ]
    );
    assert_eq!((report.merchants, report.goods, report.impressions), (4, 200, 1_000));
    assert_eq!(report.gini_goods, 4_250);
    assert_eq!(report.gini_shown, 5_250);
    assert!(report.is_uneven());
}

#[test]
fn views_that_follow_the_goods_need_no_explanation() {
    let by_goods = report(&[shop("330106", 10, 100), shop("440300", 30, 300)]);
    assert_eq!((by_goods.gini_shown, by_goods.is_uneven()), (by_goods.gini_goods, false));
    // More even than the goods is no fault either, and nobody was shown in a market that nobody visited.
    assert!(!report(&[shop("330106", 10, 100), shop("440300", 30, 100)]).is_uneven());
    assert!(!report(&[shop("330106", 10, 0), shop("440300", 10, 0)]).is_uneven());
    assert!(report(&[shop("330106", 10, 100), shop("440300", 10, 300)]).is_uneven());
}

#[test]
fn a_market_nobody_visited_has_a_report_too() {
    let report = report(&[shop("330106", 10, 0)]);
    assert_eq!((report.gini_shown, report.bands[0].shown_share), (0, 0));
    assert_eq!(super::report(&[]), Report::default());
}

#[test]
fn one_who_has_everything_is_told_as_such() {
    assert_eq!(gini(&[0, 0, 0, 100]), 7_500);
    assert_eq!(gini(&[5, 5, 5]), 0);
    assert_eq!(gini(&[]), 0);
}

#[test]
fn a_day_begins_at_midnight_in_beijing() {
    assert_eq!(day_of(Moment(0)), 0);
    let midnight = begin_of(20_000);
    assert_eq!((day_of(midnight), day_of(Moment(midnight.0 - 1))), (20_000, 19_999));
}

#[test]
fn a_shop_belongs_to_one_band_by_its_goods() {
    let bands = [19, 20, 99, 100, 499, 500].map(|n| Band::of(n).as_str());
    assert_eq!(bands, ["small", "middle", "middle", "large", "large", "huge"]);
}

proptest! {
    #[test]
    fn the_coefficient_is_what_its_definition_says(values in prop::collection::vec(0..10_000_i64, 0..40)) {
        prop_assert_eq!(gini(&values), by_pairs(&values));
        prop_assert!((0..WHOLE).contains(&gini(&values)));
    }

    #[test]
    fn only_proportions_count_and_not_the_order(
        mut values in prop::collection::vec(0..10_000_i64, 1..40), times in 1..50_i64,
    ) {
        let before = gini(&values);
        values.reverse();
        values.iter_mut().for_each(|v| *v *= times);
        prop_assert_eq!(gini(&values), before);
    }

    #[test]
    fn giving_to_who_has_less_never_makes_it_more_uneven(
        mut values in prop::collection::vec(0..10_000_i64, 2..40), part in 0..=100_i64,
    ) {
        values.sort_unstable();
        let before = gini(&values);
        let (low, high) = (0, values.len() - 1);
        let gift = (values[high] - values[low]) / 2 * part / 100;
        values[low] += gift;
        values[high] -= gift;
        prop_assert!(gini(&values) <= before);
    }

    #[test]
    fn shares_of_a_whole_make_the_whole(parts in prop::collection::vec(0..1_000_000_i64, 1..20)) {
        let whole: i64 = parts.iter().sum();
        let told: i64 = parts.iter().map(|p| share(*p, whole)).sum();
        // Each is rounded by itself.
        let slack = parts.len() as i64;
        prop_assert!(whole == 0 || (told - WHOLE).abs() <= slack);
    }
}
