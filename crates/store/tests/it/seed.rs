//! Filling an empty database with the demo market: several may begin at once, and one market comes of it.

use crate::fixture::{Engine, SYSTEM, World, look, owner};
use domain::catalogue::ProductFilter;
use domain::id::{AccountId, MerchantId, TypedId as _};
use domain::orders::{Order, OrderState};
use domain::payments::RefundStatus;
use domain::returns::ReturnState;
use domain::reviews::Review;
use domain::reviews::score::Sums;
use domain::{Duration, Moment, Scope};
use services::ports::orders::OrderFilter;
use services::seed::{Filled, GOODS, Stage, catalogue, demo, demo_sign_ins, is_empty, past_trades};
use services::{ledger, worker};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

crate::stories![
    two_processes_that_fill_one_market_share_the_steps,
    a_market_of_the_usual_size_is_filled_step_by_step,
    a_catalogue_fills_a_market_once_and_its_goods_can_be_bought,
    a_year_of_trade_keeps_the_books_and_leaves_nothing_undone,
    what_was_received_is_spoken_of_and_nothing_else,
    the_demo_people_have_orders_and_returns_in_every_state,
];

/// How many goods stand there, counted page by page.
async fn counted(world: &World) -> u64 {
    let (mut reader, now) = (world.read().await, world.market.now());
    let (mut count, mut after) = (0, None);
    loop {
        let filter = ProductFilter::default();
        let page = reader.products(&Scope::Public, &filter, after.as_deref(), 48, now).await;
        let page = page.unwrap();
        count += page.items.len() as u64;
        after = page.next;
        if after.is_none() {
            return count;
        }
    }
}

async fn two_processes_that_fill_one_market_share_the_steps(world: World) {
    let m = &world.market;
    assert!(is_empty(m).await.unwrap());
    // One wishes for more goods than the other: whoever comes second keeps to what was begun.
    let (one, other) =
        tokio::join!(demo(m, 260, 20, &|_, _, _| ()), demo(m, 330, 30, &|_, _, _| ()));
    // Both tell the same of what they made together.
    assert_eq!(one.unwrap(), other.unwrap());
    let count = counted(&world).await;
    assert!([260, 330].contains(&count), "{count}");
    assert!(!is_empty(m).await.unwrap() && demo_sign_ins(m).await.unwrap().len() == 3);
    // And a finished market is left as it is.
    assert_eq!(demo(m, 400, 40, &|_, _, _| ()).await.unwrap(), Filled::default());
    assert_eq!(counted(&world).await, count);
    assert!((20..40).contains(&all_orders(&world, &SYSTEM).await.len()));
}

async fn a_market_of_the_usual_size_is_filled_step_by_step(world: World) {
    let heard = AtomicU64::new(0);
    let tell = |stage, written, of| {
        assert_eq!((stage, of), (Stage::Goods, GOODS));
        assert!(heard.swap(written, Ordering::Relaxed) < written);
    };
    demo(&world.market, GOODS, 0, &tell).await.unwrap();
    if world.engine == Engine::Postgres {
        // An engine that plans by what it has seen has seen what came.
        let seen = "select 1 from pg_class where relname = 'product' and reltuples >= 5000";
        assert_eq!(world.behind_the_back(seen).await, 1);
    }
    assert_eq!(heard.load(Ordering::Relaxed), GOODS);
    assert_eq!(counted(&world).await, GOODS);
}

async fn a_catalogue_fills_a_market_once_and_its_goods_can_be_bought(world: World) {
    const FILE: &str = r#"[{"name": "Cup", "slug": "cup", "category": "Cups", "brand": "Kiln",
        "variants": [{"sku": "c-s", "size": "S", "price": 1250, "stock": 4}]}]"#;
    let m = &world.market;
    assert!(catalogue(m, "[]", &|_, _, _| ()).await.is_err());
    assert!(is_empty(m).await.unwrap());
    assert!(catalogue(m, FILE, &|_, _, _| ()).await.unwrap());
    assert!(!catalogue(m, FILE, &|_, _, _| ()).await.unwrap());
    let page = services::catalogue::product(m, "cup").await.unwrap();
    assert_eq!((page.skus[0].price.minor, page.skus[0].available), (1250, 4));
    assert_eq!((page.shop.name.zh.as_str(), page.trail[0].name.zh.as_str()), ("Kiln", "Cups"));
    assert_eq!(demo_sign_ins(m).await.unwrap().len(), 3);
}

/// Every order that a scope may see.
async fn all_orders(world: &World, scope: &Scope) -> Vec<Order> {
    let (mut reader, mut orders) = (world.read().await, Vec::<Order>::new());
    let filter = OrderFilter::default();
    loop {
        let after = orders.last().map(|o| o.id.clone());
        let page = reader.orders(scope, &filter, after.as_ref(), 50).await.unwrap();
        if page.is_empty() {
            return orders;
        }
        orders.extend(page);
    }
}

async fn no_violations(world: &World) {
    let found = ledger::verify(&world.market).await.unwrap();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}

async fn a_year_of_trade_keeps_the_books_and_leaves_nothing_undone(world: World) {
    let m = &world.market;
    let filled = demo(m, 260, 130, &|_, _, _| ()).await.unwrap();
    let orders = all_orders(&world, &SYSTEM).await;
    assert!(filled.orders >= 130 && filled.goods == 260, "{filled:?}");
    assert_eq!(orders.len() as u64, filled.orders);
    no_violations(&world).await;
    // What is sold is what was paid for and not refunded; nothing is made up.
    let paid = orders.iter().filter(|o| o.paid_at.is_some()).flat_map(|o| &o.lines);
    let sold: i64 = paid.map(|l| l.qty - l.refunded).sum();
    let (mut told, mut after) = (0, None);
    loop {
        let filter = ProductFilter::default();
        let now = world.now();
        let page = look!(world, |r| r.products(&SYSTEM, &filter, after.as_deref(), 48, now));
        let page = page.unwrap();
        told += page.items.iter().map(|card| card.sold).sum::<i64>();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(told, sold);
    // The past ends now, and reaches back a year.
    let (now, oldest) = (world.now(), orders.iter().map(|o| o.placed_at).min().unwrap());
    assert!(orders.iter().all(|o| o.placed_at < now));
    assert!(oldest < now.minus(Duration::days(250)) && oldest > now.minus(Duration::days(366)));
    // No money is on its way, and what a partner must know of the rest is told once.
    for status in [RefundStatus::Pending, RefundStatus::Failed] {
        assert_eq!(look!(world, |r| r.refunds(&SYSTEM, status, None, 10)).unwrap(), []);
    }
    partners_book(&world, &orders).await;
    // No clock is overdue, and some still run.
    assert_eq!(look!(world, |r| r.due_clocks(&SYSTEM, now, 10)).unwrap(), []);
    assert!(!look!(world, |r| r.due_clocks(&SYSTEM, Moment(i64::MAX), 10)).unwrap().is_empty());
    // And life goes on from there.
    world.clock.forward(Duration::days(40));
    worker::run_due(m).await.unwrap();
    let waits = |o: &&Order| matches!(o.state, OrderState::AwaitingPayment);
    assert_eq!(all_orders(&world, &SYSTEM).await.iter().filter(waits).count(), 0);
    no_violations(&world).await;
}

async fn the_demo_people_have_orders_and_returns_in_every_state(world: World) {
    let m = &world.market;
    demo(m, 215, 90, &|_, _, _| ()).await.unwrap();
    let login = "buyer@demo.jishi.example";
    let who = look!(world, |r| r.credential(&SYSTEM, login)).unwrap().unwrap();
    let buyer: AccountId = who.account;
    let shop = look!(world, |r| r.shop(&SYSTEM, "yunling-tea")).unwrap().unwrap();
    let merchant: MerchantId = shop.id;
    for scope in [Scope::Buyer(buyer), owner(&merchant)] {
        let orders = all_orders(&world, &scope).await;
        for state in OrderState::ALL {
            assert!(orders.iter().any(|o| o.state == *state), "{scope:?} has none {state:?}");
        }
        // On the way and signed for, too.
        let delivered = |o: &&Order| o.state == OrderState::Shipped && o.delivered_at.is_some();
        assert!(orders.iter().any(|o| delivered(&o)) && orders.iter().any(|o| !delivered(&o)));
        let returns = look!(world, |r| r.returns(&scope, &[], None, 50)).unwrap();
        // Money is never left on its way: no partner knows of a refund that was begun in the past.
        assert!(returns.iter().all(|r| r.state != ReturnState::Refunding));
        let open = ReturnState::ALL.iter().filter(|s| **s != ReturnState::Refunding);
        for state in open {
            assert!(returns.iter().any(|r| r.state == *state), "{scope:?} has none {state:?}");
        }
    }
}

/// Every review of an order of the past, with its order.
async fn all_reviews(world: &World) -> Vec<(Order, Review)> {
    let mut all = Vec::new();
    for order in all_orders(world, &SYSTEM).await {
        let rows = look!(world, |r| r.reviews_of_order(&SYSTEM, &order.id)).unwrap();
        all.extend(rows.into_iter().map(|row| (order.clone(), row.review)));
    }
    all
}

async fn what_was_received_is_spoken_of_and_nothing_else(world: World) {
    demo(&world.market, 240, 160, &|_, _, _| ()).await.unwrap();
    let (now, all) = (world.now(), all_reviews(&world).await);
    let received = all_orders(&world, &SYSTEM).await;
    let received = received.iter().filter(|o| o.received_at.is_some()).count();
    let spoken: BTreeSet<_> = all.iter().map(|(order, _)| &order.id).collect();
    let share = spoken.len() * 100 / received;
    assert!((25..=50).contains(&share), "{share} of a hundred");
    for (order, review) in &all {
        let line = order.lines.iter().find(|l| l.id == review.line).unwrap();
        assert_eq!((&review.buyer, &review.merchant), (&order.buyer, &order.merchant));
        assert_eq!(review.product, line.product);
        let received = order.received_at.unwrap();
        assert!(received < review.written_at && review.written_at <= now);
        for said in review.follow_up.iter().chain(&review.answer) {
            assert!(review.written_at < said.at && said.at <= now);
        }
    }
    // All kinds of it: praise and blame, additions and answers, and some that wait for one.
    let any = |is: &dyn Fn(&Review) -> bool| all.iter().any(|(_, review)| is(review));
    assert!(any(&|r| r.scores.goods == 5) && any(&|r| r.scores.goods <= 2));
    assert!(any(&|r| r.follow_up.is_some()) && any(&|r| r.answer.is_some()));
    assert!(any(&|r| r.answer.is_none()) && any(&|r| r.scores.logistics < 5));
    // Nobody reads the same twice in a row, and what a product and a shop show is what was given.
    let mut subjects: BTreeMap<&str, (Sums, BTreeSet<&str>)> = BTreeMap::new();
    for (_, review) in &all {
        let (sums, texts) = subjects.entry(review.product.as_str()).or_default();
        *sums = sums.plus(review.scores);
        assert!(texts.insert(&review.text), "{} stands there twice", review.text);
        let (sums, _) = subjects.entry(review.merchant.as_str()).or_default();
        *sums = sums.plus(review.scores);
    }
    for (_, review) in &all {
        let told = look!(world, |r| r.review_sums(&SYSTEM, &review.product)).unwrap();
        assert_eq!(told, subjects[review.product.as_str()].0);
        let told = look!(world, |r| r.review_sums_of_shop(&SYSTEM, &review.merchant)).unwrap();
        assert_eq!(told, subjects[review.merchant.as_str()].0);
    }
}

/// The book for the partner holds each paid purchase once, and what went back of it.
async fn partners_book(world: &World, orders: &[Order]) {
    let (mut trades, mut after) = (Vec::new(), None);
    loop {
        let page = past_trades(&world.market, after.as_ref()).await.unwrap();
        trades.extend(page.trades);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let paid = orders.iter().filter(|o| o.paid_at.is_some());
    let paid: BTreeSet<_> = paid.map(|o| &o.purchase).collect();
    assert_eq!(trades.len(), paid.len());
    let numbers: BTreeSet<_> = trades.iter().map(|t| &t.out_trade_no).collect();
    assert_eq!(numbers.len(), trades.len());
    let done = look!(world, |r| r.refunds(&SYSTEM, RefundStatus::Done, None, 500)).unwrap();
    let back: i64 = done.iter().map(|r| r.amount.minor).sum();
    let told = trades.iter().flat_map(|t| &t.refunds);
    assert!(back > 0 && told.map(|r| r.fen).sum::<i64>() == back);
    for trade in &trades {
        let back: i64 = trade.refunds.iter().map(|r| r.fen).sum();
        assert!(back <= trade.total_fen && trade.refunds.iter().all(|r| r.at_ms > trade.paid_ms));
    }
}
