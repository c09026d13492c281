//! What buyers keep: marks with the price they were set at, the history, and that both are theirs alone.

use crate::fixture::{SYSTEM, World, buyer, look, owner, step};
use domain::favourites::{FAVOURITES_MAX, KeptCard, PAGE_SIZE};
use domain::id::*;
use domain::{Code, Duration, Money, Scope};
use services::ports::StoreExt as _;
use services::ports::catalogue::NewProduct;
use services::ports::favourites::SeenRow;
use services::{Actor, favourites, tally};

crate::stories![
    a_buyer_marks_goods_and_is_told_when_their_price_falls,
    what_is_not_for_sale_any_more_stays_in_the_list,
    marks_and_history_are_the_buyers_alone,
    the_history_shows_the_last_look_first_and_holds_so_many,
    an_erased_history_leaves_nothing_behind,
    favourites_are_read_page_by_page,
    nobody_marks_what_is_not_offered_nor_more_than_one_may,
];

async fn set_price(world: &World, product: &NewProduct, price: i64) {
    let (sku, now) = (product.skus[0].id.clone(), world.now());
    assert!(step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(price), now), sku).unwrap());
}

async fn take_down(world: &World, product: &NewProduct) {
    let (id, now, scope) = (product.id.clone(), world.now(), owner(&product.merchant));
    assert!(step!(world, |tx| tx.set_on_sale(&scope, &id, false, now), id, scope).unwrap());
}

async fn favourites_of(world: &World, actor: &Actor) -> Vec<KeptCard> {
    favourites::list(&world.market, actor, None).await.unwrap().items
}

async fn history_of(world: &World, actor: &Actor) -> Vec<ProductId> {
    let page = favourites::history(&world.market, actor, None).await.unwrap();
    page.items.into_iter().map(|kept| kept.card.id).collect()
}

/// So many more products of the same shop.
async fn more(world: &World, like: &NewProduct, n: usize) -> Vec<NewProduct> {
    let mut all = Vec::new();
    for i in 0..n {
        let place = (&like.merchant, &like.category, &like.freight);
        let product = world.product(&format!("more-{i}"), place, &[100], 1);
        world.add_product(&product).await;
        all.push(product);
    }
    all
}

async fn a_buyer_marks_goods_and_is_told_when_their_price_falls(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_000], 5).await);
    let lin = buyer(&world.account("lin@example.com").await);
    assert!(!favourites::is_marked(m, &lin, &product.slug).await.unwrap());
    favourites::add(m, &lin, &product.id).await.unwrap();
    for word in [product.id.as_str(), &product.slug] {
        assert!(favourites::is_marked(m, &lin, word).await.unwrap());
    }
    let marked_at = world.now();
    world.clock.forward(Duration::hours(1));
    set_price(&world, &product, 27_500).await;
    // Marking it again keeps the first price and the first moment.
    favourites::add(m, &lin, &product.id).await.unwrap();
    let [kept] = &favourites_of(&world, &lin).await[..] else { panic!("one favourite") };
    assert_eq!((kept.at, kept.offered), (marked_at, true));
    assert_eq!(kept.price_at_marking, Some(Money::fen(30_000)));
    assert_eq!(kept.fallen_by(), Some(Money::fen(2_500)));
    set_price(&world, &product, 31_000).await;
    assert_eq!(favourites_of(&world, &lin).await[0].fallen_by(), None);
    favourites::remove(m, &lin, &product.id).await.unwrap();
    favourites::remove(m, &lin, &product.id).await.unwrap();
    assert_eq!(favourites_of(&world, &lin).await, []);
}

async fn what_is_not_for_sale_any_more_stays_in_the_list(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_000], 5).await);
    let account = world.account("lin@example.com").await;
    let lin = buyer(&account);
    favourites::add(m, &lin, &product.id).await.unwrap();
    m.tally.seen(&account, &product.id, world.now());
    tally::flush(m).await.unwrap();
    set_price(&world, &product, 100).await;
    take_down(&world, &product).await;
    let [kept] = &favourites_of(&world, &lin).await[..] else { panic!("one favourite") };
    assert_eq!((&kept.card.id, kept.offered, kept.fallen_by()), (&product.id, false, None));
    let page = favourites::history(m, &lin, None).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].offered), (1, false));
}

async fn marks_and_history_are_the_buyers_alone(world: World) {
    let (m, (merchant, product)) = (&world.market, world.shop(&[30_000], 5).await);
    let account = world.account("lin@example.com").await;
    let (lin, chen) = (buyer(&account), buyer(&world.account("chen@example.com").await));
    favourites::add(m, &lin, &product.id).await.unwrap();
    m.tally.seen(&account, &product.id, world.now());
    tally::flush(m).await.unwrap();
    // Another buyer sees nothing of it and takes nothing away.
    assert_eq!(favourites_of(&world, &chen).await, []);
    assert_eq!(history_of(&world, &chen).await, []);
    favourites::remove(m, &chen, &product.id).await.unwrap();
    favourites::clear(m, &chen).await.unwrap();
    favourites::forget(m, &chen, &product.id).await.unwrap();
    // Neither does the shop, nor anybody by way of the store.
    for scope in [Scope::Public, owner(&merchant), SYSTEM] {
        let now = world.now();
        let page = look!(world, |reader| reader.favourites(&scope, None, 10, now)).unwrap();
        assert_eq!(page.items, [], "{scope:?}");
        let page = look!(world, |reader| reader.history(&scope, None, 10, now)).unwrap();
        assert_eq!(page.items, [], "{scope:?}");
        assert_eq!(look!(world, |reader| reader.favourite_count(&scope)).unwrap(), 0);
        let id = product.id.clone();
        assert!(!step!(world, |tx| tx.remove_favourite(&scope, &id), id, scope).unwrap());
        assert!(!step!(world, |tx| tx.remove_seen(&scope, &id), id, scope).unwrap());
        assert_eq!(step!(world, |tx| tx.clear_history(&scope), scope).unwrap(), 0);
    }
    let row = SeenRow { account, product: product.id.clone(), at: world.now() };
    let own = lin.buyer().unwrap();
    let refused = step!(world, |tx| tx.add_seen(&own, std::slice::from_ref(&row), 5), own, row);
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    assert_eq!(favourites_of(&world, &lin).await.len(), 1);
    assert_eq!(history_of(&world, &lin).await, std::slice::from_ref(&product.id));
    let nobody = favourites::list(m, &Actor::default(), None).await.unwrap_err();
    assert_eq!(nobody.code(), Code::SignInNeeded);
    assert!(!favourites::is_marked(m, &Actor::default(), &product.slug).await.unwrap());
}

async fn the_history_shows_the_last_look_first_and_holds_so_many(world: World) {
    let (_, first) = world.shop(&[30_000], 5).await;
    let others = more(&world, &first, 3).await;
    let account = world.account("lin@example.com").await;
    let lin = buyer(&account);
    let look_at = async |product: &ProductId| {
        world.clock.forward(Duration::minutes(1));
        let row = SeenRow { account: account.clone(), product: product.clone(), at: world.now() };
        step!(world, |tx| tx.add_seen(&SYSTEM, std::slice::from_ref(&row), 3), row).unwrap();
    };
    for product in [&first, &others[0], &others[1], &first] {
        look_at(&product.id).await;
    }
    let ids = |all: &[&NewProduct]| all.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    assert_eq!(history_of(&world, &lin).await, ids(&[&first, &others[1], &others[0]]));
    // The fourth product makes the oldest look go.
    look_at(&others[2].id).await;
    assert_eq!(history_of(&world, &lin).await, ids(&[&others[2], &first, &others[1]]));
    // A look that arrives late changes nothing, and who is not there spoils nobody's row.
    let late =
        SeenRow { account: account.clone(), product: others[1].id.clone(), at: first.created_at };
    let strange = SeenRow { account: world.id(), ..late.clone() };
    let rows = [strange, late];
    step!(world, |tx| tx.add_seen(&SYSTEM, &rows, 3), rows).unwrap();
    assert_eq!(history_of(&world, &lin).await, ids(&[&others[2], &first, &others[1]]));
    favourites::forget(&world.market, &lin, &first.id).await.unwrap();
    assert_eq!(history_of(&world, &lin).await, ids(&[&others[2], &others[1]]));
}

async fn an_erased_history_leaves_nothing_behind(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_000], 5).await);
    let account = world.account("lin@example.com").await;
    let lin = buyer(&account);
    m.tally.seen(&account, &product.id, world.now());
    tally::flush(m).await.unwrap();
    // One look is stored, the next one is still on its way when she erases.
    m.tally.seen(&account, &product.id, world.now());
    favourites::clear(m, &lin).await.unwrap();
    tally::flush(m).await.unwrap();
    assert_eq!(history_of(&world, &lin).await, []);
    assert_eq!(world.behind_the_back("delete from seen").await, 0);
}

async fn favourites_are_read_page_by_page(world: World) {
    let (m, (_, first)) = (&world.market, world.shop(&[30_000], 5).await);
    let lin = buyer(&world.account("lin@example.com").await);
    let all = more(&world, &first, PAGE_SIZE as usize + 1).await;
    for (i, product) in all.iter().enumerate() {
        // Some share a moment.
        world.clock.forward(Duration::minutes((i % 2) as i64));
        favourites::add(m, &lin, &product.id).await.unwrap();
    }
    let page = favourites::list(m, &lin, None).await.unwrap();
    let rest = favourites::list(m, &lin, page.next.as_deref()).await.unwrap();
    assert_eq!((page.items.len() as i64, rest.items.len(), rest.next), (PAGE_SIZE, 1, None));
    let mut seen: Vec<_> = page.items.iter().chain(&rest.items).map(|k| &k.card.id).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all.len());
    assert!(page.items.is_sorted_by(|a, b| (a.at, &a.card.id) > (b.at, &b.card.id)));
    let forged = favourites::list(m, &lin, Some("1.x' or 1=1")).await.unwrap_err();
    assert_eq!(forged.code(), Code::NotFound);
}

async fn nobody_marks_what_is_not_offered_nor_more_than_one_may(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_000], 5).await);
    let account = world.account("lin@example.com").await;
    let lin = buyer(&account);
    take_down(&world, &product).await;
    let refused = favourites::add(m, &lin, &product.id).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    let others = more(&world, &product, 2).await;
    let (own, first, now) = (lin.buyer().unwrap(), others[0].id.clone(), world.now());
    let mark = |times: usize| {
        let (own, first) = (own.clone(), first.clone());
        world.store().write("mark", move |tx| {
            let (own, first) = (own.clone(), first.clone());
            Box::pin(async move {
                let mut new = 0;
                for _ in 0..times {
                    new += i32::from(tx.add_favourite(&own, &first, Money::fen(1), now).await?);
                }
                Ok(new)
            })
        })
    };
    assert_eq!(mark(2).await.unwrap(), 1);
    assert_eq!(look!(world, |reader| reader.favourite_count(&own)).unwrap(), 1);
    assert!(look!(world, |reader| reader.is_favourite(&own, first.as_str())).unwrap());
    fill_up(&world, &product, &own, FAVOURITES_MAX - 1).await;
    let refused = favourites::add(m, &lin, &others[1].id).await.unwrap_err();
    assert_eq!(refused.code(), Code::TooMuch);
}

/// Marks so many more products.
async fn fill_up(world: &World, like: &NewProduct, own: &Scope, n: i64) {
    let place = (&like.merchant, &like.category, &like.freight);
    let all: Vec<NewProduct> =
        (0..n).map(|i| world.product(&format!("fill-{i}"), place, &[100], 1)).collect();
    let (own, now) = (own.clone(), world.now());
    world
        .store()
        .write("fill up", move |tx| {
            let (own, all) = (own.clone(), all.clone());
            Box::pin(async move {
                for product in &all {
                    tx.add_product(&SYSTEM, product).await?;
                    tx.add_favourite(&own, &product.id, Money::fen(100), now).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}
