//! Purchases and orders: what was agreed stays, where it stands moves from version to version, and each party sees its own.

use crate::bought::{listed, order, place, placed, purchase, read, save};
use crate::fixture::{SYSTEM, World, look, owner, step};
use domain::id::*;
use domain::orders::{
    CloseReason, Order, OrderEvent, OrderLine, OrderState, Purchase, PurchaseEvent,
};
use domain::{Code, Money, Scope, StaffRole};
use services::Error;
use services::ports::StoreExt as _;
use services::ports::orders::OrderFilter;

crate::stories![
    a_purchase_and_its_orders_read_back_as_they_were_placed,
    a_buyer_sees_their_orders_a_merchant_its_own_and_nobody_else_any,
    nobody_buys_or_decides_in_another_persons_name,
    a_number_is_given_once,
    a_page_that_is_no_longer_true_changes_nothing,
    of_eight_who_change_an_order_at_once_one_succeeds,
    what_was_agreed_stays_whatever_is_stored_later,
    equal_pages_as_sold_are_one_page_and_never_change,
];

async fn a_purchase_and_its_orders_read_back_as_they_were_placed(world: World) {
    let (_, product) = world.shop(&[30_300, 42_800, 100], 90).await;
    let lin = world.account("lin@example.com").await;
    let mut bought = purchase(&world, &lin, 7);
    bought.coupons = vec![world.id(), world.id()];
    // The tenth order of a purchase comes after the second, whatever the letters say.
    let orders: Vec<Order> = (1..=11).map(|n| order(&world, &bought, &product, n)).collect();
    let mut mixed = orders.clone();
    mixed.rotate_left(4);
    place(&world, &bought, &mixed).await.unwrap();
    let mine = Scope::Buyer(lin);
    assert_eq!(look!(world, |r| r.purchase(&mine, &bought.id)).unwrap(), Some(bought.clone()));
    let quote = look!(world, |r| r.purchase_quote(&mine, &bought.id)).unwrap();
    assert_eq!(quote.as_deref(), Some("{\"tree\":1}"));
    assert_eq!(look!(world, |r| r.orders_of(&mine, &bought.id)).unwrap(), orders);
    for key in [orders[2].id.as_str(), orders[2].number.as_str()] {
        assert_eq!(look!(world, |r| r.order(&mine, key)).unwrap().as_ref(), Some(&orders[2]));
    }
    let unknown: PurchaseId = world.id();
    assert_eq!(look!(world, |r| r.purchase(&SYSTEM, &unknown)).unwrap(), None);
    assert_eq!(look!(world, |r| r.purchase_quote(&SYSTEM, &unknown)).unwrap(), None);
    assert_eq!(look!(world, |r| r.orders_of(&SYSTEM, &unknown)).unwrap(), []);
    assert_eq!(look!(world, |r| r.order(&SYSTEM, "")).unwrap(), None);

    let paid = bought.apply(&PurchaseEvent::Paid(world.id()), world.now()).unwrap();
    step!(world, |tx| tx.save_purchase(&SYSTEM, &paid), paid).unwrap();
    let after = look!(world, |r| r.purchase(&mine, &bought.id)).unwrap();
    assert_eq!(after, Some(Purchase { version: 1, ..paid }));
}

async fn a_buyer_sees_their_orders_a_merchant_its_own_and_nobody_else_any(world: World) {
    let (qing, cups) = world.shop(&[100], 90).await;
    let other = world.merchant("other").await;
    let template = world.freight(&other).await;
    let pots = world.product("pot", (&other, &cups.category, &template), &[500], 9);
    let third = world.merchant("third").await;
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let bought = purchase(&world, &lin, 7);
    let orders = [order(&world, &bought, &cups, 1), order(&world, &bought, &pots, 2)];
    place(&world, &bought, &orders).await.unwrap();
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Service };
    let (all, none): (&[Order], &[Order]) = (&orders, &[]);
    for (scope, sees_purchase, sees) in [
        (SYSTEM, true, all),
        (staff, true, all),
        (Scope::Buyer(lin), true, all),
        (owner(&qing), false, &orders[..1]),
        (owner(&other), false, &orders[1..]),
        (owner(&third), false, none),
        (Scope::Buyer(wu), false, none),
        (Scope::Public, false, none),
        (Scope::Guest(world.id()), false, none),
    ] {
        let found = look!(world, |r| r.purchase(&scope, &bought.id)).unwrap();
        let quote = look!(world, |r| r.purchase_quote(&scope, &bought.id)).unwrap();
        let seen = (found.is_some(), quote.is_some());
        assert_eq!(seen, (sees_purchase, sees_purchase), "{scope:?}");
        assert_eq!(look!(world, |r| r.orders_of(&scope, &bought.id)).unwrap(), sees, "{scope:?}");
        let in_return = OrderFilter { returning: true, ..OrderFilter::default() };
        assert_eq!(listed(&world, &scope, &in_return, None, 9).await, []);
        for filter in [
            OrderFilter::default(),
            OrderFilter { states: vec![OrderState::AwaitingPayment], returning: false },
        ] {
            let mut rows = listed(&world, &scope, &filter, None, 9).await;
            rows.sort();
            let mut ids: Vec<OrderId> = sees.iter().map(|o| o.id.clone()).collect();
            ids.sort();
            assert_eq!(rows, ids, "{scope:?}");
        }
        for one in all {
            for key in [one.id.as_str(), one.number.as_str()] {
                let found = look!(world, |r| r.order(&scope, key)).unwrap();
                assert_eq!(found.is_some(), sees.contains(one), "{scope:?} {key}");
            }
        }
    }
}

async fn nobody_buys_or_decides_in_another_persons_name(world: World) {
    let (qing, product) = world.shop(&[100], 90).await;
    let other = world.merchant("other").await;
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let bought = purchase(&world, &lin, 7);
    let ordered = order(&world, &bought, &product, 1);
    let strangers = [Scope::Public, Scope::Guest(world.id()), Scope::Buyer(wu), owner(&other)];
    for scope in strangers.iter().chain([&owner(&qing)]) {
        let add = step!(world, |tx| tx.add_purchase(&scope, &bought, "{}"), scope, bought);
        assert!(matches!(add, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
        let add = step!(world, |tx| tx.add_order(&scope, &ordered), scope, ordered);
        assert!(matches!(add, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
    }
    let mine = Scope::Buyer(lin);
    step!(world, |tx| tx.add_purchase(&mine, &bought, "{}"), mine, bought).unwrap();
    step!(world, |tx| tx.add_order(&mine, &ordered), mine, ordered).unwrap();

    let closed = bought.apply(&PurchaseEvent::Close(CloseReason::Buyer), world.now()).unwrap();
    let (cancelled, _) = ordered.apply(&OrderEvent::Cancelled, world.now()).unwrap();
    for scope in strangers {
        let end = step!(world, |tx| tx.save_purchase(&scope, &closed), scope, closed);
        assert!(matches!(end, Err(e) if e.code() == Code::Stale), "{scope:?}");
        let end = step!(world, |tx| tx.save_order(&scope, &cancelled), scope, cancelled);
        assert!(matches!(end, Err(e) if e.code() == Code::Stale), "{scope:?}");
    }
    // A purchase is none of its merchants' business.
    let (merchant, now) = (owner(&qing), world.now());
    assert!(step!(world, |tx| tx.save_purchase(&merchant, &closed), merchant, closed).is_err());
    let untouched = look!(world, |r| r.purchase(&SYSTEM, &bought.id)).unwrap();
    assert_eq!((untouched, read(&world, &ordered.id).await), (Some(bought), ordered));
    step!(world, |tx| tx.save_order(&merchant, &cancelled), merchant, cancelled).unwrap();
    step!(world, |tx| tx.save_purchase(&mine, &closed), mine, closed).unwrap();
    for scope in [mine, merchant] {
        assert!(step!(world, |tx| tx.keep_page(&scope, "5e1f", "{}", now), scope).is_err());
    }
}

async fn a_number_is_given_once(world: World) {
    let (_, product) = world.shop(&[100], 90).await;
    let lin = world.account("lin@example.com").await;
    let first = purchase(&world, &lin, 7);
    place(&world, &first, &[order(&world, &first, &product, 1)]).await.unwrap();
    let second = purchase(&world, &lin, 7);
    let taken = place(&world, &second, &[]).await;
    assert!(matches!(taken, Err(Error::Conflict(name)) if name == "purchase_number"));
    let again = order(&world, &first, &product, 1);
    let taken = step!(world, |tx| tx.add_order(&SYSTEM, &again), again);
    assert!(matches!(taken, Err(Error::Conflict(name)) if name == "merchant_order_number"));
    // Nothing of a refused order stays, not even its lines.
    let nobody: PurchaseId = world.id();
    let orphan = Order { purchase: nobody, number: "X-1".into(), ..again };
    let refused = step!(world, |tx| tx.add_order(&SYSTEM, &orphan), orphan);
    assert!(matches!(refused, Err(Error::Conflict(name)) if name == "foreign_key"));
    assert_eq!(world.behind_the_back("update order_line set position = position").await, 1);
}

async fn a_page_that_is_no_longer_true_changes_nothing(world: World) {
    let (_, product) = world.shop(&[100, 200], 90).await;
    let lin = world.account("lin@example.com").await;
    let bought = purchase(&world, &lin, 7);
    let ordered = order(&world, &bought, &product, 1);
    place(&world, &bought, std::slice::from_ref(&ordered)).await.unwrap();

    let paid = bought.apply(&PurchaseEvent::Paid(world.id()), world.now()).unwrap();
    step!(world, |tx| tx.save_purchase(&SYSTEM, &paid), paid).unwrap();
    let close = PurchaseEvent::Close(CloseReason::TimeOver);
    let closed = bought.apply(&close, world.now()).unwrap();
    let stale = step!(world, |tx| tx.save_purchase(&SYSTEM, &closed), closed);
    assert!(matches!(stale, Err(e) if e.code() == Code::Stale));
    let stands = look!(world, |r| r.purchase(&SYSTEM, &bought.id)).unwrap();
    assert_eq!(stands, Some(Purchase { version: 1, ..paid }));

    let (paid, _) = ordered.apply(&OrderEvent::Paid, world.now()).unwrap();
    save(&world, &paid).await.unwrap();
    let mut behind = ordered.apply(&OrderEvent::Cancelled, world.now()).unwrap().0;
    behind.lines[1].returning = 2;
    for version in [0, 2, -1] {
        let stale = save(&world, &Order { version, ..behind.clone() }).await;
        assert!(matches!(stale, Err(e) if e.code() == Code::Stale), "{version}");
    }
    assert_eq!(read(&world, &ordered.id).await, Order { version: 1, ..paid });
    let unknown = Order { id: world.id(), ..ordered };
    assert!(matches!(save(&world, &unknown).await, Err(e) if e.code() == Code::Stale));
}

async fn of_eight_who_change_an_order_at_once_one_succeeds(world: World) {
    let (_, product) = world.shop(&[100], 90).await;
    let lin = world.account("lin@example.com").await;
    let ordered = placed(&world, &lin, &product, 0..1).await.remove(0);
    let tries = (0..8).map(|i| {
        let event = if i % 2 == 0 { OrderEvent::Paid } else { OrderEvent::Cancelled };
        let (after, _) = ordered.apply(&event, world.now()).unwrap();
        let world = world.clone();
        tokio::spawn(async move { save(&world, &after).await.map(|()| after) })
    });
    let mut won = Vec::new();
    for one in futures::future::join_all(tries).await {
        match one.unwrap() {
            Ok(order) => won.push(order),
            Err(error) => assert_eq!(error.code(), Code::Stale, "{error}"),
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!(read(&world, &ordered.id).await, Order { version: 1, ..won.remove(0) });
}

async fn what_was_agreed_stays_whatever_is_stored_later(world: World) {
    let (_, product) = world.shop(&[100], 90).await;
    let lin = world.account("lin@example.com").await;
    let bought = purchase(&world, &lin, 7);
    let ordered = order(&world, &bought, &product, 1);
    place(&world, &bought, std::slice::from_ref(&ordered)).await.unwrap();
    let mut other = Order { note: "x".into(), payable: Money::fen(1), ..ordered.clone() };
    other.address.detail = "elsewhere".into();
    other.lines[0].unit_price = Money::fen(1);
    other.lines[0].page = "0000".into();
    save(&world, &other).await.unwrap();
    assert_eq!(read(&world, &ordered.id).await, Order { version: 1, ..ordered });
    let other = Purchase { payable: Money::fen(1), expires_at: world.now(), ..bought.clone() };
    step!(world, |tx| tx.save_purchase(&SYSTEM, &other), other).unwrap();
    let stands = look!(world, |r| r.purchase(&SYSTEM, &bought.id)).unwrap();
    assert_eq!(stands, Some(Purchase { version: 1, ..bought }));
    // An order with a line less, or with somebody else's, is not stored at all.
    let mut odd = placed(&world, &lin, &product, 8..9).await.remove(0);
    let line = odd.lines.remove(0);
    assert!(save(&world, &odd).await.is_err());
    odd.lines = vec![line.clone(), OrderLine { id: world.id(), ..line }];
    assert!(matches!(save(&world, &odd).await, Err(Error::Broken(_))));
    assert_eq!(read(&world, &odd.id).await.version, 0);
}

async fn equal_pages_as_sold_are_one_page_and_never_change(world: World) {
    let now = world.now();
    let keep = async |hash: &'static str, body: &'static str| {
        step!(world, |tx| tx.keep_page(&SYSTEM, hash, body, now)).unwrap();
    };
    keep("5e1f", "{\"page\":1}").await;
    // Eight buyers buy from the same page at once.
    futures::future::join_all((0..8).map(|_| keep("5e1f", "{\"page\":1}"))).await;
    keep("77aa", "{\"page\":2}").await;
    let page = async |hash: &str| look!(world, |r| r.page_as_sold(&Scope::Public, hash)).unwrap();
    assert_eq!(page("5e1f").await.as_deref(), Some("{\"page\":1}"));
    assert_eq!(page("77aa").await.as_deref(), Some("{\"page\":2}"));
    assert_eq!(page("0000").await, None);
    // What is there stays, even when another body is given out as the same page.
    keep("5e1f", "{\"page\":3}").await;
    for sql in ["update page_as_sold set body_json = '{}'", "delete from page_as_sold"] {
        assert!(world.try_behind_the_back(sql).await.is_err(), "{sql}");
    }
    assert_eq!(page("5e1f").await.as_deref(), Some("{\"page\":1}"));
}
