//! Sums of what was shown and clicked: they add up, whoever brings them, and the report holds them against the goods.

use crate::fixture::{SYSTEM, World, owner, step};
use domain::fairness::{Place, begin_of, day_of};
use domain::id::*;
use domain::{Code, Duration, Scope};
use services::ports::StoreExt as _;
use services::ports::tally::ExposureRow;
use services::{Market, tally};
use std::sync::Arc;

crate::stories![
    what_is_shown_and_clicked_adds_up_from_every_server,
    the_report_counts_goods_that_may_be_shown_and_days_that_were_asked_for,
    clicks_of_a_paid_place_are_its_own_and_never_more_than_it_was_shown,
    only_the_machine_adds_and_an_unknown_merchant_spoils_nothing,
    figures_that_could_not_be_stored_come_with_the_next_ones,
];

async fn sums(world: &World, merchant: &MerchantId, place: Place) -> (i64, i64) {
    let (now, days) = (world.now(), (0, i64::MAX));
    let mut reader = world.read().await;
    let all = reader.exposure(&Scope::Public, place, days, None, 100, now).await.unwrap();
    let found = all.into_iter().find(|(id, _)| id == merchant).unwrap().1;
    (found.impressions, found.clicks)
}

async fn what_is_shown_and_clicked_adds_up_from_every_server(world: World) {
    let (here, (merchant, _)) = (world.market.clone(), world.shop(&[100], 5).await);
    let there = Market { tally: Arc::default(), ..here.clone() };
    let cards = [Place::Organic, Place::Organic, Place::Paid].map(|p| (merchant.clone(), p));
    for market in [&here, &there, &here] {
        let list = market.tally.list(&cards);
        list.again();
        list.again();
        market.tally.clicked(&merchant, Place::Organic);
        tally::flush(market).await.unwrap();
        // With nothing new nothing is added.
        tally::flush(market).await.unwrap();
    }
    assert_eq!(sums(&world, &merchant, Place::Organic).await, (12, 3));
    assert_eq!(sums(&world, &merchant, Place::Paid).await, (6, 0));
    assert_eq!(sums(&world, &merchant, Place::New).await, (0, 0));
}

async fn the_report_counts_goods_that_may_be_shown_and_days_that_were_asked_for(world: World) {
    let (m, (merchant, product)) = (&world.market, world.shop(&[100], 5).await);
    let other = world.merchant("other").await;
    let freight = world.freight(&other).await;
    for i in 0..3 {
        let place = (&other, &product.category, &freight);
        let mut goods = world.product(&format!("other-{i}"), place, &[100], 5);
        // One of them may not be shown.
        goods.on_sale = i > 0;
        world.add_product(&goods).await;
    }
    let today = day_of(world.now());
    let show = async |of: &MerchantId, times: usize| {
        let list = m.tally.list(&[(of.clone(), Place::Organic)]);
        (0..times).for_each(|_| list.again());
        tally::flush(m).await.unwrap();
    };
    show(&merchant, 30).await;
    show(&other, 10).await;
    world.clock.forward(Duration::days(1));
    show(&other, 60).await;
    let report = tally::report(m, today, today + 2).await.unwrap();
    assert_eq!((report.goods, report.impressions, report.merchants), (3, 100, 2));
    let [small] = &report.bands[..] else { panic!("both are small") };
    assert_eq!((small.merchants, small.goods_share, small.shown_share), (2, 10_000, 10_000));
    assert_eq!(report.regions[0].key, "33");
    // One has a third of the goods and 30 % of the impressions.
    assert_eq!((report.gini_goods, report.gini_shown), (1_667, 2_000));
    let first = tally::report(m, today, today + 1).await.unwrap();
    assert_eq!(first.impressions, 40);
    assert!(begin_of(today).0 <= world.now().0);
    // Goods that are gone from the shelf and a shop that has nothing else leave the report.
    let (id, now) = (product.id.clone(), world.now());
    step!(world, |tx| tx.set_on_sale(&SYSTEM, &id, false, now), id).unwrap();
    let report = tally::report(m, today + 1, today + 2).await.unwrap();
    assert_eq!((report.goods, report.merchants), (2, 1));
    // Pages show one that was made some seconds ago, of the same days only.
    let kept = async |from: i64| tally::report_kept(m, from, today + 2).await.unwrap();
    assert_eq!((kept(today).await.impressions, kept(today).await.goods), (100, 2));
    show(&other, 5).await;
    assert_eq!(kept(today).await.impressions, 100);
    world.clock.forward(Duration::seconds(6));
    assert_eq!(kept(today).await.impressions, 105);
    assert_eq!(kept(today + 1).await.impressions, 65);
}

async fn clicks_of_a_paid_place_are_its_own_and_never_more_than_it_was_shown(world: World) {
    let (m, (merchant, _)) = (&world.market, world.shop(&[100], 5).await);
    let click = async |place: Place, times: usize| {
        (0..times).for_each(|_| m.tally.clicked(&merchant, place));
        tally::flush(m).await.unwrap();
    };
    let list = m.tally.list(&[Place::Organic, Place::Paid].map(|p| (merchant.clone(), p)));
    (0..3).for_each(|_| list.again());
    click(Place::Paid, 2).await;
    assert_eq!(sums(&world, &merchant, Place::Paid).await, (3, 2));
    assert_eq!(sums(&world, &merchant, Place::Organic).await, (3, 0));
    // Somebody writes the mark by hand, a hundred times: only this figure is touched, and it has an end.
    click(Place::Paid, 100).await;
    assert_eq!(sums(&world, &merchant, Place::Paid).await, (3, 3));
    list.again();
    click(Place::Paid, 1).await;
    assert_eq!(sums(&world, &merchant, Place::Paid).await, (4, 4));
    click(Place::Organic, 9).await;
    assert_eq!(sums(&world, &merchant, Place::Organic).await, (4, 9));
    click(Place::New, 5).await;
    assert_eq!(sums(&world, &merchant, Place::New).await, (0, 0), "it was never shown");
}

async fn only_the_machine_adds_and_an_unknown_merchant_spoils_nothing(world: World) {
    let (merchant, _) = world.shop(&[100], 5).await;
    let row = |merchant: MerchantId| ExposureRow {
        merchant,
        day: day_of(world.now()),
        place: Place::Organic,
        impressions: 1,
        clicks: 1,
    };
    let rows = [row(world.id()), row(merchant.clone())];
    for scope in [Scope::Public, owner(&merchant)] {
        let refused = step!(world, |tx| tx.add_exposure(&scope, &rows), scope, rows);
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    }
    step!(world, |tx| tx.add_exposure(&SYSTEM, &rows), rows).unwrap();
    assert_eq!(sums(&world, &merchant, Place::Organic).await, (1, 1));
}

async fn figures_that_could_not_be_stored_come_with_the_next_ones(world: World) {
    let (m, (merchant, product)) = (&world.market, world.shop(&[100], 5).await);
    let account = world.account("lin@example.com").await;
    world.behind_the_back("alter table exposure rename to exposure_away").await;
    m.tally.list(&[(merchant.clone(), Place::Organic)]).again();
    m.tally.clicked(&merchant, Place::Organic);
    m.tally.seen(&account, &product.id, world.now());
    assert!(tally::flush(m).await.is_err());
    assert_eq!(world.behind_the_back("delete from seen").await, 0);
    world.behind_the_back("alter table exposure_away rename to exposure").await;
    tally::flush(m).await.unwrap();
    assert_eq!(sums(&world, &merchant, Place::Organic).await, (1, 1));
    assert_eq!(world.behind_the_back("delete from seen").await, 1);
}
