//! Stories of fair display.

use super::draw::Draw;
use super::places::{PAID_MAX, PlaceKind, Placement, lay_out};
use super::*;
use crate::id::{MerchantId, ProductId, TypedId as _};
use proptest::prelude::*;

const FACTS: Facts = Facts {
    relevance: Some(8_000),
    sold: 120,
    sold_most: 900,
    age_days: 10,
    raised_days_ago: None,
    in_stock: true,
};

fn score_of(facts: Facts) -> i64 {
    score(&Formula::published(), &facts)
}

#[test]
fn the_weights_are_published_once_each_and_make_a_whole() {
    let formula = Formula::published();
    let keys: Vec<_> = formula.weights.iter().map(|w| w.key).collect();
    assert_eq!(keys, TermKey::ALL);
    assert_eq!(formula.weights.iter().map(|w| w.weight).sum::<i64>(), FULL);
}

#[test]
fn size_and_region_of_a_merchant_have_no_way_into_the_score() {
    // A fact that is added must be added here, and whoever does it reads the sentence above.
    let told = serde_json::to_value(FACTS).unwrap();
    let mut names: Vec<_> = told.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let expect = ["age_days", "in_stock", "raised_days_ago", "relevance", "sold", "sold_most"];
    assert_eq!(names, expect);
}

#[test]
fn every_result_can_tell_what_it_was_given_points_for() {
    let told = explain(&Formula::published(), &FACTS);
    let keys: Vec<_> = told.terms.iter().map(|t| t.key).collect();
    assert_eq!(keys, TermKey::ALL);
    assert_eq!(told.score, told.terms.iter().map(|t| t.points).sum::<i64>());
    assert_eq!(told.terms[0].points, 5_200);
    assert_eq!(told.terms[3].points, 1_500);
}

#[test]
fn where_nobody_searched_the_other_terms_share_the_weight() {
    let told = explain(&Formula::published(), &Facts { relevance: None, ..FACTS });
    assert!(told.terms.iter().all(|t| t.key != TermKey::Relevance));
    let all_full = Facts { relevance: None, sold: 900, age_days: 0, ..FACTS };
    assert!(score_of(all_full) > FULL - 10);
}

#[test]
fn what_can_be_had_sells_well_and_keeps_its_price_goes_first() {
    let plain = score_of(FACTS);
    assert!(score_of(Facts { in_stock: false, ..FACTS }) < plain);
    assert!(score_of(Facts { sold: 900, ..FACTS }) > plain);
    assert!(score_of(Facts { raised_days_ago: Some(2), ..FACTS }) < plain);
    assert_eq!(score_of(Facts { raised_days_ago: Some(30), ..FACTS }), plain);
    assert!(score_of(Facts { age_days: 400, ..FACTS }) < plain);
}

#[test]
fn a_tenth_of_the_sales_is_worth_far_more_than_a_tenth_of_the_term() {
    let value = |sold| explain(&Formula::published(), &Facts { sold, ..FACTS }).terms[1].value;
    assert!(value(90) > FULL / 2);
    assert_eq!((value(0), value(900)), (0, FULL));
}

#[test]
fn equals_keep_their_places_for_an_hour_and_change_them_with_the_next() {
    let order = |at| {
        let turn = Turn::at(Moment(at), "salt");
        let mut ids: Vec<u128> = (1..=8).collect();
        ids.sort_by_key(|bits| turn.place(*bits));
        ids
    };
    let hour = 500_000 * HOUR_MS;
    assert_eq!(order(hour), order(hour + HOUR_MS - 1));
    assert_ne!(order(hour), order(hour + HOUR_MS));
    assert_ne!(order(hour), (1..=8).collect::<Vec<_>>());
}

#[test]
fn over_many_hours_every_equal_is_first_about_as_often() {
    let mut first = [0; 4];
    for hour in 0..4_000 {
        let turn = Turn::of(hour, "salt");
        let winner = (0..4_u128).min_by_key(|bits| turn.place(*bits)).unwrap();
        first[winner as usize] += 1;
    }
    assert!(first.iter().all(|n| (900..1_100).contains(n)), "{first:?}");
}

#[test]
fn anybody_can_draw_again_and_a_forged_record_shows() {
    let shops: Vec<_> = (1..=9).map(MerchantId::from_bits).collect();
    let now = Moment(1_790_000_000_000);
    let draw = Draw::hold(now, "salt", shops.clone(), 3);
    assert_eq!((draw.chosen.len(), draw.is_right("salt")), (3, true));
    let shuffled = shops.iter().rev().chain(&shops).cloned().collect();
    assert_eq!(Draw::hold(now, "salt", shuffled, 3), draw);
    let mut forged = draw.clone();
    forged.chosen[0] = shops.iter().find(|s| !draw.chosen.contains(s)).unwrap().clone();
    assert!(!forged.is_right("salt"));
    assert!(!draw.is_right("another salt"));
}

#[test]
fn paid_places_are_marked_and_few_and_the_order_stays() {
    let ordered: Vec<_> = (1..=20).map(ProductId::from_bits).collect();
    let paid: Vec<_> = (101..=109)
        .map(|n| Placement { item: ProductId::from_bits(n), paid_by: "云岭茶舍".into() })
        .collect();
    let page = lay_out(&ordered, &paid, &[ProductId::from_bits(200)], ProductId::clone);
    let of = |kind| page.iter().filter(move |p| p.kind == kind);
    assert_eq!(of(PlaceKind::Paid).count(), PAID_MAX);
    assert!(of(PlaceKind::Paid).all(|p| p.paid_by.as_deref() == Some("云岭茶舍")));
    assert_eq!(of(PlaceKind::NewShop).count(), 1);
    let kept: Vec<_> = of(PlaceKind::Ordered).map(|p| p.item.clone()).collect();
    assert_eq!(kept, ordered);
    assert_eq!(page[4].kind, PlaceKind::Paid);
}

#[test]
fn paid_goods_never_stand_beside_themselves() {
    // The same goods tell different things in the order and in a paid place; the first figure says which they are.
    let ordered: Vec<_> = (0..20).map(|n| (n, "score")).collect();
    let paid_at = |items: &[i32]| {
        let paid = |n: &i32| Placement { item: (*n, "paid"), paid_by: "x".into() };
        let paid: Vec<_> = items.iter().map(paid).collect();
        let page = lay_out(&ordered, &paid, &[], |(n, _)| *n);
        let kept: Vec<_> = page.iter().filter(|p| p.kind == PlaceKind::Ordered).collect();
        assert!(kept.iter().map(|p| p.item).eq(ordered.iter().copied()), "the order stays");
        let places = page.iter().enumerate().filter(|(_, p)| p.kind == PlaceKind::Paid);
        places.map(|(at, p)| (p.item.0, at)).collect::<Vec<_>>()
    };
    // Near the first place it takes the second; who comes after takes the one that is left.
    assert_eq!(paid_at(&[3]), [(3, 14)]);
    assert_eq!(paid_at(&[7]), [(7, 14)]);
    assert_eq!(paid_at(&[8]), [(8, 4)]);
    assert_eq!(paid_at(&[4, 99]), [(99, 4), (4, 15)]);
    assert_eq!(paid_at(&[4, 5]), [(4, 14)]);
    assert_eq!(paid_at(&[99, 99]), [(99, 4)]);
    for n in 0..20 {
        for (_, at) in paid_at(&[n]) {
            let own = n as usize + usize::from(at <= n as usize);
            assert!(own.abs_diff(at) > 4, "{n} stands at {own} and, paid, at {at}");
        }
    }
}

#[test]
fn what_the_formula_shows_needs_no_paid_place() {
    let ordered: Vec<_> = (1..=3).collect();
    let paid = [Placement { item: 2, paid_by: "x".into() }];
    let page = lay_out(&ordered, &paid, &[3, 9, 9], |n| *n);
    let kinds: Vec<_> = page.iter().map(|p| (p.item, p.kind)).collect();
    let ordered = PlaceKind::Ordered;
    assert_eq!(kinds, [(1, ordered), (2, ordered), (3, ordered), (9, PlaceKind::NewShop)]);
}

proptest! {
    #[test]
    fn a_score_never_leaves_its_bounds(
        relevance in proptest::option::of(-5i64..20_000), sold in -5i64..i64::MAX,
        most in -5i64..i64::MAX, age in -5i64..100_000,
        raised in proptest::option::of(-5i64..100_000), in_stock: bool,
    ) {
        let facts = Facts {
            relevance, sold, sold_most: most, age_days: age, raised_days_ago: raised, in_stock,
        };
        let told = explain(&Formula::published(), &facts);
        prop_assert!((0..=FULL).contains(&told.score));
        prop_assert_eq!(told.score, score(&Formula::published(), &facts));
    }
}
