//! Former prices, as a product page tells them.

use crate::fixture::{SYSTEM, World, owner, step};
use domain::prices::WINDOW;
use domain::{Duration, Money, Scope};
use services::ports::StoreExt as _;
use services::prices;

crate::stories![
    a_product_page_tells_the_prices_of_thirty_days,
    former_prices_of_what_is_not_offered_are_told_to_nobody,
];

async fn a_product_page_tells_the_prices_of_thirty_days(world: World) {
    let (_, product) = world.shop(&[10_000, 50_000], 5).await;
    let other = {
        let place = (&product.merchant, &product.category, &product.freight);
        world.product("other", place, &[1], 5)
    };
    world.add_product(&other).await;
    let begin = world.now();
    // The first price and the one after it lie before the window; only the second still held when it began.
    for (days, price) in [(10, 8_000), (40, 9_000), (5, 7_000), (1, 9_500)] {
        world.clock.forward(Duration::days(days));
        let (sku, now) = (product.skus[0].id.clone(), world.now());
        step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(price), now), sku).unwrap();
    }
    world.clock.forward(Duration::days(1));
    let told = prices::history(&world.market, &product.id).await.unwrap();
    let steps = |i: usize| {
        let days = |at: domain::Moment| at.since(begin).0 / 86_400_000;
        told[i].steps.iter().map(|s| (days(s.at), s.price.minor)).collect::<Vec<_>>()
    };
    assert_eq!(steps(0), [(27, 8_000), (50, 9_000), (55, 7_000), (56, 9_500)]);
    assert_eq!(told[0].lowest, Money::fen(7_000));
    assert_eq!(steps(1), [(27, 50_000)]);
    assert_eq!(
        told.iter().map(|h| &h.sku).collect::<Vec<_>>(),
        [&product.skus[0].id, &product.skus[1].id]
    );
}

async fn former_prices_of_what_is_not_offered_are_told_to_nobody(world: World) {
    let (merchant, product) = world.shop(&[10_000], 5).await;
    let (id, now, mine) = (product.id.clone(), world.now(), owner(&merchant));
    step!(world, |tx| tx.set_on_sale(&mine, &id, false, now), id, mine).unwrap();
    assert_eq!(prices::history(&world.market, &id).await.unwrap(), []);
    let mut reader = world.read().await;
    let since = now.minus(WINDOW);
    for (scope, expect) in [(Scope::Public, 0), (mine, 1), (SYSTEM, 1)] {
        let rows = reader.price_changes(&scope, &id, since, now).await.unwrap();
        assert_eq!(rows.len(), expect, "{scope:?}");
    }
}
