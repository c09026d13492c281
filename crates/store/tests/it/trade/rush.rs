//! Many at once: the last goods are sold once, nobody meets an error, and a request sent twice is one purchase.

use super::bazaar::{Bazaar, Customer, now, shared};
use crate::fixture::World;
use domain::Code;
use domain::checkout::{Basket, CouponChoice, Place, Placed};
use domain::id::*;
use domain::orders::OrderState;
use futures::future::join_all;
use services::ports::catalogue::NewProduct;
use services::{Error, Result, carts, checkout};

crate::stories![
    a_hundred_buyers_order_the_last_ten_and_ten_orders_come_of_it,
    a_single_and_a_pack_from_one_shelf_are_never_sold_twice,
    a_cart_with_a_single_and_a_pack_needs_both_on_the_shelf,
    sixteen_buyers_check_out_at_once_and_meet_no_error,
    the_same_request_sent_eight_times_at_once_is_one_purchase,
    another_request_under_the_same_key_is_refused,
];

async fn customers(bazaar: &Bazaar, n: usize) -> Vec<Customer> {
    let mut all = Vec::with_capacity(n);
    for i in 0..n {
        all.push(bazaar.customer(&format!("buyer{i}")).await);
    }
    all
}

/// Every customer with the form they are about to send.
async fn forms(bazaar: &Bazaar, all: &[Customer], baskets: &[Basket]) -> Vec<(Customer, Place)> {
    let mut forms = Vec::with_capacity(all.len());
    for (customer, basket) in all.iter().zip(baskets.iter().cycle()) {
        let seen = bazaar.see(customer, basket, CouponChoice::Best).await.unwrap();
        forms.push((customer.clone(), bazaar.form(customer, &seen)));
    }
    forms
}

/// Everybody sends at once; what each was answered.
async fn all_send(bazaar: &Bazaar, forms: Vec<(Customer, Place)>) -> Vec<Result<Placed>> {
    let sent = forms.into_iter().map(|(customer, form)| {
        let bazaar = bazaar.clone();
        tokio::spawn(async move { checkout::place(bazaar.market(), &customer.actor, &form).await })
    });
    join_all(sent).await.into_iter().map(|answer| answer.expect("nobody panics")).collect()
}

/// Splits answers into purchases; every refusal must be that the goods are gone.
fn got(answers: Vec<Result<Placed>>) -> Vec<PurchaseId> {
    let mut got = Vec::new();
    for answer in answers {
        match answer {
            Ok(placed) => got.push(placed.purchase),
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code, Code::OutOfStock),
            Err(error) => panic!("an error instead of an answer: {error}"),
        }
    }
    got
}

async fn a_hundred_buyers_order_the_last_ten_and_ten_orders_come_of_it(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 10).await;
    let (sku, item) = (product.skus[0].id.clone(), product.skus[0].stock_item.clone());
    let all = customers(&bazaar, 100).await;
    let forms = forms(&bazaar, &all, &[now(&sku, 1)]).await;
    let by_number: Vec<AccountId> = forms.iter().map(|(c, _)| c.account.clone()).collect();
    let answers = all_send(&bazaar, forms).await;
    let winners: Vec<usize> =
        answers.iter().enumerate().filter(|(_, a)| a.is_ok()).map(|(i, _)| i).collect();
    let purchases = got(answers);
    assert_eq!(purchases.len(), 10);
    assert_eq!(bazaar.stock(&item).await, (10, 10));
    bazaar.holds().await;
    for (winner, purchase) in winners.iter().zip(&purchases) {
        let orders = bazaar.orders(purchase).await;
        assert_eq!((orders.len(), &orders[0].buyer), (1, &by_number[*winner]));
        bazaar.pay(&all[*winner], purchase).await.unwrap();
    }
    assert_eq!(bazaar.stock(&item).await, (0, 0));
    bazaar.holds().await;
}

/// A single and a pack of three that lie on one shelf of ten.
async fn shelf(bazaar: &Bazaar) -> (NewProduct, StockItemId) {
    let world = &bazaar.world;
    let merchant = world.merchant("qing").await;
    let category = world.category("tea", None).await;
    let freight = world.freight(&merchant).await;
    let product = world.product("celadon", (&merchant, &category, &freight), &[900, 2_500], 10);
    let product = shared(product, 3);
    world.add_product(&product).await;
    let item = product.skus[0].stock_item.clone();
    (product, item)
}

async fn a_single_and_a_pack_from_one_shelf_are_never_sold_twice(world: World) {
    let bazaar = Bazaar::open(world);
    let (product, item) = shelf(&bazaar).await;
    let all = customers(&bazaar, 60).await;
    let baskets = [now(&product.skus[0].id, 1), now(&product.skus[1].id, 1)];
    let forms = forms(&bazaar, &all, &baskets).await;
    let purchases = got(all_send(&bazaar, forms).await);
    let mut units = 0;
    for purchase in &purchases {
        let order = bazaar.orders(purchase).await.remove(0);
        units += order.lines[0].draws[0].per_unit;
        let buyer = all.iter().find(|c| c.account == order.buyer).expect("one of them");
        bazaar.pay(buyer, purchase).await.unwrap();
    }
    // Singles go on finding one until nothing is left.
    assert_eq!(units, 10);
    assert_eq!(bazaar.stock(&item).await, (0, 0));
    bazaar.holds().await;
}

async fn a_cart_with_a_single_and_a_pack_needs_both_on_the_shelf(world: World) {
    let bazaar = Bazaar::open(world);
    let (product, item) = shelf(&bazaar).await;
    let greedy = bazaar.customer("greedy").await;
    let (single, pack) = (&product.skus[0].id, &product.skus[1].id);
    carts::add(bazaar.market(), &greedy.actor, single, 5).await.unwrap();
    carts::add(bazaar.market(), &greedy.actor, pack, 2).await.unwrap();
    // Each line alone is there, both together are eleven of ten.
    let refused = bazaar.buy(&greedy, &Basket::Cart).await.unwrap_err();
    assert_eq!(refused.code(), Code::OutOfStock);
    assert_eq!(bazaar.stock(&item).await, (10, 0));
    carts::set_quantity(bazaar.market(), &greedy.actor, single, 4).await.unwrap();
    let placed = bazaar.buy(&greedy, &Basket::Cart).await.unwrap();
    assert_eq!(bazaar.stock(&item).await, (10, 10));
    bazaar.pay(&greedy, &placed.purchase).await.unwrap();
    assert_eq!(bazaar.stock(&item).await, (0, 0));
    bazaar.holds().await;
}

async fn sixteen_buyers_check_out_at_once_and_meet_no_error(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900, 4_900], 100).await;
    let all = customers(&bazaar, 16).await;
    let skus = [product.skus[0].id.clone(), product.skus[1].id.clone()];
    let walks = all.iter().cloned().enumerate().map(|(i, customer)| {
        let (bazaar, skus) = (bazaar.clone(), skus.clone());
        tokio::spawn(async move {
            // Not all in the same order.
            for sku in [&skus[i % 2], &skus[(i + 1) % 2]] {
                carts::add(bazaar.market(), &customer.actor, sku, 1).await?;
            }
            let placed = bazaar.buy(&customer, &Basket::Cart).await?;
            bazaar.pay(&customer, &placed.purchase).await?;
            Ok::<_, Error>(placed.purchase)
        })
    });
    for walk in join_all(walks).await {
        let purchase = walk.expect("nobody panics").expect("nobody meets an error");
        for order in bazaar.orders(&purchase).await {
            assert_eq!(order.state, OrderState::Paid);
        }
    }
    for sku in &product.skus {
        assert_eq!(bazaar.stock(&sku.stock_item).await, (84, 0));
    }
    bazaar.holds().await;
    let (ours, theirs) = bazaar.lies(super::bazaar::NORTH).await;
    assert_eq!((ours, theirs), (16 * 14_800, 16 * 14_800));
}

async fn the_same_request_sent_eight_times_at_once_is_one_purchase(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 10).await;
    let lin = bazaar.customer("lin").await;
    let sent = forms(&bazaar, std::slice::from_ref(&lin), &[now(&product.skus[0].id, 2)]).await;
    let again = vec![sent[0].clone(); 8];
    let mut purchases = got(all_send(&bazaar, again).await);
    // And once more, long after.
    purchases.extend(got(all_send(&bazaar, sent).await));
    assert_eq!(purchases.len(), 9, "every send is answered");
    purchases.dedup();
    assert_eq!(purchases.len(), 1);
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 2));
    assert_eq!(bazaar.orders(&purchases[0]).await.len(), 1);
    bazaar.holds().await;
}

async fn another_request_under_the_same_key_is_refused(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 10).await;
    let sku = &product.skus[0].id;
    let lin = bazaar.customer("lin").await;
    let sent = forms(&bazaar, std::slice::from_ref(&lin), &[now(sku, 1)]).await.remove(0);
    let mut other = forms(&bazaar, std::slice::from_ref(&lin), &[now(sku, 2)]).await.remove(0);
    other.1.key.clone_from(&sent.1.key);
    // Both at once, then each again: whoever was first has the key.
    let mut answers = all_send(&bazaar, vec![sent.clone(), other.clone()]).await;
    answers.extend(all_send(&bazaar, vec![sent, other]).await);
    let refused = |a: &Result<Placed>| a.as_ref().is_err_and(|e| e.code() == Code::KeyReused);
    assert_eq!(answers.iter().filter(|a| refused(a)).count(), 2, "{answers:?}");
    let mut placed: Vec<_> = answers.into_iter().flatten().map(|p| p.purchase).collect();
    placed.dedup();
    assert_eq!(placed.len(), 1);
    let order = bazaar.orders(&placed[0]).await.remove(0);
    let held = order.lines[0].qty;
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, held));
    // Somebody else may use the same key: it names a request of its owner.
    let yun = bazaar.customer("yun").await;
    let mut hers = forms(&bazaar, std::slice::from_ref(&yun), &[now(sku, 1)]).await;
    hers[0].1.key = "the-key-of-a-browser".into();
    let mut his = forms(&bazaar, std::slice::from_ref(&lin), &[now(sku, 1)]).await;
    his[0].1.key = "the-key-of-a-browser".into();
    hers.extend(his);
    assert_eq!(got(all_send(&bazaar, hers).await).len(), 2);
}
