//! The plan of the past: the same for everybody who makes it, within its year, and of nothing that was not there.

use super::super::data::Theme;
use super::super::past::{PAST_DAYS, Plan};
use super::{OPENED_AT, data, is_chinese, maker};
use domain::Duration;
use domain::text::purchase_number;
use std::collections::{BTreeMap, BTreeSet};

const BUYERS: usize = 61;

fn plan(orders: u64) -> Plan {
    let data = data();
    let maker = maker(&data);
    Plan::new(&data, &maker, maker.by_hand() + 400, orders, BUYERS).unwrap()
}

#[test]
fn whoever_plans_the_past_plans_the_same() {
    let (one, other) = (plan(300), plan(300));
    assert_eq!(format!("{:?}", one.purchases), format!("{:?}", other.purchases));
    assert!((300..310).contains(&one.orders), "{}", one.orders);
    // A larger past begins with the smaller one.
    let larger = plan(400);
    let begins = &larger.purchases[..one.purchases.len()];
    assert_eq!(format!("{begins:?}"), format!("{:?}", one.purchases));
}

#[test]
fn the_past_lies_within_its_year_and_belongs_to_many() {
    let plan = plan(1_500);
    let oldest = OPENED_AT.minus(Duration::days(PAST_DAYS.cast_signed() + 1));
    assert!(plan.purchases.iter().all(|p| oldest < p.at && p.at < OPENED_AT));
    let mut orders: BTreeMap<usize, usize> = BTreeMap::new();
    plan.purchases.iter().for_each(|p| *orders.entry(p.buyer).or_default() += 1);
    assert_eq!(orders.len(), BUYERS, "somebody never bought: {orders:?}");
    // The list of the demo buyer has pages, and so have those of the tea shop.
    assert!((30..=45).contains(&orders[&0]), "{}", orders[&0]);
    let data = data();
    let tea = maker(&data).shop_id("yunling-tea").unwrap();
    let of_tea = plan.purchases.iter().filter(|p| p.lines.iter().any(|l| l.merchant == tea));
    assert!(of_tea.count() > 100);
}

#[test]
fn no_two_purchases_of_the_past_get_one_number() {
    let numbers: BTreeSet<_> =
        (0..20_000).map(|n| purchase_number(OPENED_AT, super::super::past::chance(n))).collect();
    assert_eq!(numbers.len(), 20_000);
}

#[test]
fn no_two_buyers_say_the_same_and_many_say_nothing() {
    let plan = plan(1_500);
    let spoken = plan.purchases.iter().filter(|p| p.lines.iter().any(|l| l.opinion.is_some()));
    let share = spoken.count() * 100 / plan.purchases.len();
    assert!((30..=45).contains(&share), "{share} of a hundred");
    let lines = || plan.purchases.iter().flat_map(|p| &p.lines);
    let mut said = BTreeSet::new();
    for opinion in lines().filter_map(|l| l.opinion.as_ref()) {
        assert!(said.insert(opinion.text()), "{} stands there twice", opinion.text());
    }
    let chinese = said.iter().filter(|text| text.chars().any(is_chinese)).count();
    assert!(chinese > said.len() * 3 / 4 && chinese < said.len(), "{chinese} of {}", said.len());
}

#[test]
fn every_category_has_words_of_its_own_or_those_of_all() {
    let data = data();
    let leaves = || data.roots.iter().flat_map(|root| &root.children);
    for theme in &data.opinions.themes {
        for named in &theme.leaves {
            assert!(leaves().any(|leaf| leaf.slug == *named), "{named} is no category");
        }
    }
    let any: Vec<_> = data.opinions.themes.iter().filter(|t| t.leaves.is_empty()).collect();
    let enough = |words: fn(&Theme) -> usize| any.iter().any(|theme| words(theme) > 1);
    assert!(enough(|t| t.good.len()) && enough(|t| t.fair.len()));
    assert!(enough(|t| t.bad.len()) && enough(|t| t.later.len()));
}
