//! Places beside the formula's order: draws are held once an hour and can be held again by anybody, paid places are their
//! merchant's own.

use crate::fixture::{SYSTEM, World, owner};
use domain::browse::{Ask, Place};
use domain::display::Formula;
use domain::display::places::PlaceKind;
use domain::id::*;
use domain::{Code, Duration, Scope};
use services::ports::StoreExt as _;
use services::ports::places::PlacementRow;
use services::{Result, browse, places};

crate::stories![
    an_hour_has_one_draw_whoever_holds_it_and_how_often,
    only_new_shops_take_part_and_the_record_can_be_drawn_again,
    a_paid_place_is_marked_and_ends_by_itself,
    nobody_books_a_place_for_the_goods_of_others,
];

async fn an_hour_has_one_draw_whoever_holds_it_and_how_often(world: World) {
    world.shop(&[100], 5).await;
    let held = futures::future::join_all((0..8).map(|_| places::hold_due(&world.market))).await;
    let held = held.into_iter().filter(|h| matches!(h, Ok(true))).count();
    assert_eq!(held, 1);
    assert!(!places::hold_due(&world.market).await.unwrap());
    world.clock.forward(Duration::hours(1));
    assert!(places::hold_due(&world.market).await.unwrap());
    let record = places::record(&world.market, None).await.unwrap();
    let hours: Vec<i64> = record.iter().map(|r| r.draw.hour).collect();
    assert_eq!(hours.len(), 2);
    assert_eq!(hours[0], hours[1] + 1, "the youngest first");
    assert_eq!(places::record(&world.market, Some(hours[0])).await.unwrap().len(), 1);
    // Whoever changes a record later is found out by drawing again.
    assert!(record.iter().all(|r| r.is_right));
    assert_eq!(world.behind_the_back("update draw set chosen_json = '[]'").await, 2);
    let record = places::record(&world.market, None).await.unwrap();
    assert!(record.iter().all(|r| !r.is_right));
}

async fn only_new_shops_take_part_and_the_record_can_be_drawn_again(world: World) {
    let old = world.merchant("old").await;
    world.clock.forward(Duration::days(91));
    let mut young = Vec::new();
    for slug in ["a", "b", "c"] {
        young.push(world.merchant(slug).await);
    }
    assert!(places::hold_due(&world.market).await.unwrap());
    let record = places::record(&world.market, None).await.unwrap().remove(0);
    assert!(!record.draw.candidates.contains(&old));
    assert_eq!(record.draw.candidates, young);
    assert_eq!((record.draw.chosen.len(), record.shops.len()), (2, 2));
    assert!(record.draw.is_right(&Formula::published().salt));
}

async fn book(world: &World, scope: Scope, placement: PlacementRow) -> Result<()> {
    let now = world.now();
    world
        .store()
        .write("placement", move |tx| {
            let (scope, placement) = (scope.clone(), placement.clone());
            Box::pin(async move { tx.add_placement(&scope, &placement, now).await })
        })
        .await
}

async fn a_paid_place_is_marked_and_ends_by_itself(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    // Sixty others are sold more often, so that the paid one does not come to the first page by itself.
    for n in 0..60 {
        let slug = format!("other{n}");
        let of = (&merchant, &product.category, &product.freight);
        let mut other = world.product(&slug, of, &[100], 5);
        other.sold = 1_000;
        world.add_product(&other).await;
    }
    let until = world.now().plus(Duration::days(1));
    let placement = PlacementRow {
        id: world.id(),
        merchant: merchant.clone(),
        product: product.id.clone(),
        from: world.now(),
        until,
    };
    book(&world, owner(&merchant), placement).await.unwrap();
    let paid = async || {
        let page =
            browse::list(&world.market, &Place::Search, Ask::default(), false).await.unwrap();
        let paid = page.cards.iter().filter(|c| c.place == PlaceKind::Paid);
        paid.map(|c| c.result.card.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(paid().await, std::slice::from_ref(&product.id));
    // What somebody searched for is never answered with what was paid for.
    let ask = Ask { words: "other".into(), ..Ask::default() };
    let found = browse::list(&world.market, &Place::Search, ask, false).await.unwrap();
    assert!(found.cards.iter().all(|c| c.place == PlaceKind::Ordered));
    world.clock.forward(Duration::days(1));
    assert_eq!(paid().await, []);
}

async fn nobody_books_a_place_for_the_goods_of_others(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    let other = world.merchant("other").await;
    let placement = |merchant: &MerchantId| PlacementRow {
        id: world.id(),
        merchant: merchant.clone(),
        product: product.id.clone(),
        from: world.now(),
        until: world.now().plus(Duration::days(1)),
    };
    for (scope, of, code) in [
        (owner(&other), &merchant, Code::Forbidden),
        (owner(&other), &other, Code::NotFound),
        (Scope::Public, &merchant, Code::Forbidden),
    ] {
        let refused = book(&world, scope, placement(of)).await.unwrap_err();
        assert_eq!(refused.code(), code);
    }
    book(&world, SYSTEM, placement(&merchant)).await.unwrap();
    let booked =
        world.read().await.placements(&Scope::Public, None, world.now(), 10).await.unwrap();
    assert_eq!(booked.len(), 1);
    // A list of a category shows what was booked for goods of it, and nothing of its neighbours.
    let elsewhere = world.category("elsewhere", None).await;
    for (category, expect) in [(&product.category, 1), (&elsewhere, 0)] {
        let mut reader = world.read().await;
        let here = reader.placements(&Scope::Public, Some(category), world.now(), 10).await;
        assert_eq!(here.unwrap().len(), expect);
    }
}
