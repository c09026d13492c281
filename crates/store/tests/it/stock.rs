//! Stock: the last goods are promised once, what is held is what is reserved, and every hold ends once.

use crate::fixture::{SYSTEM, World, look, owner, step};
use domain::id::*;
use domain::stock::{Reservation, ReservationState};
use domain::{Code, Duration, Scope, StaffRole};
use services::ports::{Store, StoreExt as _};
use services::{Error, Result};
use std::sync::Arc;

crate::stories![
    forty_buyers_reach_for_the_last_ten_and_exactly_ten_get_one,
    what_is_held_is_the_sum_of_what_is_reserved,
    goods_that_are_sold_leave_the_shelf_and_goods_given_back_stay,
    a_reservation_ends_once_whoever_comes_first,
    a_purchase_that_does_not_get_everything_holds_nothing,
    a_purchase_holds_an_item_once,
    goods_come_back_to_the_shelf_once_for_each_reason,
    only_the_machine_moves_stock_and_only_its_merchant_sees_it,
];

fn hold(world: &World, purchase: &PurchaseId, item: &StockItemId, qty: i64) -> Reservation {
    Reservation {
        id: world.id(),
        purchase: purchase.clone(),
        item: item.clone(),
        qty,
        expires_at: world.now().plus(Duration::minutes(35)),
        state: ReservationState::Live,
    }
}

async fn reserve(store: &dyn Store, reservation: &Reservation) -> Result<bool> {
    let reservation = reservation.clone();
    store
        .write("reserve", move |tx| {
            let reservation = reservation.clone();
            Box::pin(async move { tx.reserve(&SYSTEM, &reservation).await })
        })
        .await
}

/// On hand and held.
async fn level(world: &World, item: &StockItemId) -> (i64, i64) {
    look!(world, |reader| reader.stock_level(&SYSTEM, item)).unwrap().expect("the item is known")
}

async fn held_for(world: &World, purchase: &PurchaseId) -> i64 {
    let all = look!(world, |reader| reader.reservations(&SYSTEM, purchase)).unwrap();
    all.iter().filter(|r| r.state == ReservationState::Live).map(|r| r.qty).sum()
}

async fn forty_buyers_reach_for_the_last_ten_and_exactly_ten_get_one(world: World) {
    let (_, product) = world.shop(&[100], 10).await;
    let item = product.skus[0].stock_item.clone();
    // Two servers sell from one shelf.
    let stores = [Arc::clone(&world.market.store), world.second_store().await];
    let buyers = (0..40).map(|i| {
        let store = Arc::clone(&stores[i % 2]);
        let reservation = hold(&world, &world.id(), &item, 1);
        tokio::spawn(async move { reserve(&*store, &reservation).await })
    });
    let mut got = 0;
    for buyer in futures::future::join_all(buyers).await {
        got += i32::from(buyer.unwrap().expect("an answer, not an error"));
    }
    assert_eq!(got, 10);
    assert_eq!(level(&world, &item).await, (10, 10));
    let live = world.behind_the_back("update reservation set qty = qty where state = 'live'").await;
    assert_eq!(live, 10);
}

async fn what_is_held_is_the_sum_of_what_is_reserved(world: World) {
    let (_, product) = world.shop(&[100], 20).await;
    let item = product.skus[0].stock_item.clone();
    let purchases: [PurchaseId; 3] = [world.id(), world.id(), world.id()];
    for (purchase, qty) in purchases.iter().zip([3, 5, 7]) {
        assert!(reserve(world.store(), &hold(&world, purchase, &item, qty)).await.unwrap());
    }
    assert_eq!(level(&world, &item).await, (20, 15));
    // Six more are not there, and asking for them changes nothing; five are.
    assert!(!reserve(world.store(), &hold(&world, &world.id(), &item, 6)).await.unwrap());
    assert_eq!(level(&world, &item).await, (20, 15));
    let (first, second, now) = (&purchases[0], &purchases[1], world.now());
    step!(world, |tx| tx.release(&SYSTEM, &first, now), first).unwrap();
    step!(world, |tx| tx.consume(&SYSTEM, &second, now), second).unwrap();
    let mut held = 0;
    for purchase in &purchases {
        held += held_for(&world, purchase).await;
    }
    assert_eq!((level(&world, &item).await, held), ((15, 7), 7));
}

async fn goods_that_are_sold_leave_the_shelf_and_goods_given_back_stay(world: World) {
    let (_, product) = world.shop(&[100, 200], 9).await;
    let [cup, pot] = [0, 1].map(|i| product.skus[i].stock_item.clone());
    let (sold, dropped): (PurchaseId, PurchaseId) = (world.id(), world.id());
    for (purchase, item, qty) in [(&sold, &cup, 4), (&sold, &pot, 1), (&dropped, &cup, 2)] {
        assert!(reserve(world.store(), &hold(&world, purchase, item, qty)).await.unwrap());
    }
    let mine = look!(world, |reader| reader.reservations(&SYSTEM, &sold)).unwrap();
    let mut items = vec![cup.clone(), pot.clone()];
    items.sort();
    assert_eq!(mine.iter().map(|r| r.item.clone()).collect::<Vec<_>>(), items);
    assert_eq!(mine[0].expires_at, world.now().plus(Duration::minutes(35)));
    let now = world.now();
    assert_eq!(step!(world, |tx| tx.consume(&SYSTEM, &sold, now), sold).unwrap(), 2);
    assert_eq!(step!(world, |tx| tx.release(&SYSTEM, &dropped, now), dropped).unwrap(), 1);
    assert_eq!(level(&world, &cup).await, (5, 0));
    assert_eq!(level(&world, &pot).await, (8, 0));
    let mine = look!(world, |reader| reader.reservations(&SYSTEM, &sold)).unwrap();
    assert!(mine.iter().all(|r| r.state == ReservationState::Consumed));
}

async fn a_reservation_ends_once_whoever_comes_first(world: World) {
    let (_, product) = world.shop(&[100], 10).await;
    let item = product.skus[0].stock_item.clone();
    let (purchase, now): (PurchaseId, _) = (world.id(), world.now());
    assert!(reserve(world.store(), &hold(&world, &purchase, &item, 4)).await.unwrap());
    // The payment and the clock that closes the purchase come at once, each several times.
    let ends = (0..12).map(|i| {
        let (store, purchase) = (Arc::clone(&world.market.store), purchase.clone());
        tokio::spawn(async move {
            let end = store.write("end", move |tx| {
                let purchase = purchase.clone();
                Box::pin(async move {
                    match i % 2 {
                        0 => tx.consume(&SYSTEM, &purchase, now).await,
                        _ => tx.release(&SYSTEM, &purchase, now).await,
                    }
                })
            });
            end.await.expect("an answer, not an error")
        })
    });
    let ended: i64 = futures::future::join_all(ends).await.into_iter().map(|e| e.unwrap()).sum();
    assert_eq!(ended, 1);
    let sold = look!(world, |reader| reader.reservations(&SYSTEM, &purchase)).unwrap()[0].state
        == ReservationState::Consumed;
    assert_eq!(level(&world, &item).await, (if sold { 6 } else { 10 }, 0));
    assert_eq!(step!(world, |tx| tx.consume(&SYSTEM, &purchase, now), purchase).unwrap(), 0);
    assert_eq!(step!(world, |tx| tx.release(&SYSTEM, &purchase, now), purchase).unwrap(), 0);
    assert_eq!(level(&world, &item).await, (if sold { 6 } else { 10 }, 0));
}

async fn a_purchase_that_does_not_get_everything_holds_nothing(world: World) {
    let (_, product) = world.shop(&[100, 200], 5).await;
    let [cup, pot] = [0, 1].map(|i| product.skus[i].stock_item.clone());
    let purchase = world.id();
    let wanted = [hold(&world, &purchase, &cup, 5), hold(&world, &purchase, &pot, 6)];
    let refused: Result<()> = world
        .store()
        .write("hold", move |tx| {
            let wanted = wanted.clone();
            Box::pin(async move {
                for reservation in &wanted {
                    if !tx.reserve(&SYSTEM, reservation).await? {
                        return Err(Code::OutOfStock.into());
                    }
                }
                Ok(())
            })
        })
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::OutOfStock);
    assert_eq!((level(&world, &cup).await, level(&world, &pot).await), ((5, 0), (5, 0)));
    assert_eq!(held_for(&world, &purchase).await, 0);
}

async fn a_purchase_holds_an_item_once(world: World) {
    let (_, product) = world.shop(&[100], 10).await;
    let item = product.skus[0].stock_item.clone();
    let (purchase, now): (PurchaseId, _) = (world.id(), world.now());
    let first = hold(&world, &purchase, &item, 2);
    assert!(reserve(world.store(), &first).await.unwrap());
    let again = hold(&world, &purchase, &item, 3);
    let refused = reserve(world.store(), &again).await;
    let name = "reservation_purchase_id_stock_item_id";
    assert!(matches!(refused, Err(Error::Conflict(index)) if index == name));
    assert_eq!(level(&world, &item).await, (10, 2));
    // What was given back may be taken again.
    assert_eq!(step!(world, |tx| tx.release(&SYSTEM, &purchase, now), purchase).unwrap(), 1);
    assert!(reserve(world.store(), &again).await.unwrap());
    assert_eq!(level(&world, &item).await, (10, 3));
    // Nothing, and less than nothing, cannot be held.
    for qty in [0, -4] {
        let odd = reserve(world.store(), &hold(&world, &world.id(), &item, qty)).await;
        assert!(matches!(odd, Err(Error::Conflict(_))), "{qty}");
    }
    assert_eq!(level(&world, &item).await, (10, 3));
    let unknown = hold(&world, &purchase, &world.id(), 1);
    assert!(!reserve(world.store(), &unknown).await.unwrap());
}

async fn goods_come_back_to_the_shelf_once_for_each_reason(world: World) {
    let (_, product) = world.shop(&[100, 200], 5).await;
    let [cup, pot] = [0, 1].map(|i| product.skus[i].stock_item.clone());
    let now = world.now();
    let back = async |item: &StockItemId, qty: i64, source: &'static str| {
        step!(world, |tx| tx.restock(&SYSTEM, &item, qty, source, now), item).unwrap()
    };
    assert!(back(&cup, 2, "ret_1").await);
    assert!(!back(&cup, 2, "ret_1").await);
    assert!(back(&pot, 1, "ret_1").await);
    assert!(back(&cup, 1, "ord_1").await);
    assert_eq!((level(&world, &cup).await, level(&world, &pot).await), ((8, 0), (6, 0)));
    // Told eight times at once, it is put back once.
    let told = (0..8).map(|_| back(&cup, 3, "ret_2"));
    let done = futures::future::join_all(told).await.into_iter().filter(|put| *put).count();
    assert_eq!((done, level(&world, &cup).await), (1, (11, 0)));
}

async fn only_the_machine_moves_stock_and_only_its_merchant_sees_it(world: World) {
    let (merchant, product) = world.shop(&[100], 10).await;
    let other = world.merchant("other").await;
    let (item, now) = (product.skus[0].stock_item.clone(), world.now());
    let purchase: PurchaseId = world.id();
    let reservation = hold(&world, &purchase, &item, 1);
    assert!(reserve(world.store(), &reservation).await.unwrap());
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Administrator };
    for (scope, sees) in [
        (Scope::Public, false),
        (Scope::Guest(world.id()), false),
        (Scope::Buyer(world.id()), false),
        (owner(&other), false),
        (owner(&merchant), true),
        (staff, true),
    ] {
        let seen = look!(world, |reader| reader.stock_level(&scope, &item)).unwrap();
        assert_eq!(seen, sees.then_some((10, 1)), "{scope:?}");
        assert!(look!(world, |reader| reader.reservations(&scope, &purchase)).is_err());
        let more = hold(&world, &world.id(), &item, 1);
        assert!(step!(world, |tx| tx.reserve(&scope, &more), scope, more).is_err());
        assert!(step!(world, |tx| tx.consume(&scope, &purchase, now), scope, purchase).is_err());
        assert!(step!(world, |tx| tx.release(&scope, &purchase, now), scope, purchase).is_err());
        let back = step!(world, |tx| tx.restock(&scope, &item, 1, "x", now), scope, item);
        assert!(matches!(back, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
    }
    assert_eq!(look!(world, |r| r.stock_level(&SYSTEM, &world.id())).unwrap(), None);
    assert_eq!(level(&world, &item).await, (10, 1));
}
