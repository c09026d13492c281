//! Lists of orders, page by page; what is in return; what is overdue.

use crate::bought::{happen, listed, order, place, placed, purchase, read, save};
use crate::fixture::{SYSTEM, World, look, owner, step};
use domain::id::*;
use domain::orders::{Order, OrderEvent, OrderState, PurchaseEvent};
use domain::{Code, Duration, Scope, StaffRole};
use services::Error;
use services::ports::StoreExt as _;
use services::ports::orders::OrderFilter;

crate::stories![
    units_in_return_are_counted_and_never_more_than_were_bought,
    a_list_goes_on_where_it_ended_whatever_comes_meanwhile,
    a_list_of_some_states_is_the_whole_list_without_the_others,
    purchases_whose_time_is_over_are_told_to_the_machine,
    what_a_shop_has_to_send_stands_in_the_order_of_its_promises,
    the_number_of_a_purchase_leads_to_its_orders,
];

async fn units_in_return_are_counted_and_never_more_than_were_bought(world: World) {
    let (qing, product) = world.shop(&[100, 200], 90).await;
    let lin = world.account("lin@example.com").await;
    let orders = placed(&world, &lin, &product, 0..2).await;
    let (id, line) = (&orders[0].id, orders[0].lines[1].id.clone());
    happen(&world, id, OrderEvent::Paid).await;
    happen(&world, id, OrderEvent::ReturnOpened(line.clone(), 2)).await;
    let in_return = OrderFilter { returning: true, ..OrderFilter::default() };
    let shipped = OrderFilter { states: vec![OrderState::Shipped], returning: true };
    let mine = Scope::Buyer(lin);
    for scope in [&mine, &owner(&qing), &SYSTEM] {
        assert_eq!(
            listed(&world, scope, &in_return, None, 9).await,
            std::slice::from_ref(id),
            "{scope:?}"
        );
        assert_eq!(listed(&world, scope, &shipped, None, 9).await, []);
    }
    assert_eq!(read(&world, id).await.lines[1].returning, 2);
    happen(&world, id, OrderEvent::UnitsRefunded(line.clone(), 2)).await;
    let after = read(&world, id).await;
    assert_eq!((after.lines[1].returning, after.lines[1].refunded), (0, 2));
    assert_eq!((after.lines[0].returning, after.lines[0].refunded), (0, 0));
    assert_eq!(listed(&world, &mine, &in_return, None, 9).await, []);
    // The tables themselves refuse a fourth unit of three.
    let mut too_many = after.clone();
    too_many.lines[1].returning = 2;
    let refused = save(&world, &too_many).await;
    assert!(matches!(refused, Err(Error::Conflict(check)) if check == "order_line_enough"));
    assert_eq!(read(&world, id).await, after);
}

async fn a_list_goes_on_where_it_ended_whatever_comes_meanwhile(world: World) {
    let (qing, product) = world.shop(&[100], 900).await;
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let lins = placed(&world, &lin, &product, 0..12).await;
    let wus = placed(&world, &wu, &product, 100..103).await;
    let youngest = |orders: &[Order]| {
        let mut ids: Vec<OrderId> = orders.iter().map(|o| o.id.clone()).collect();
        ids.sort_by(|a, b| b.cmp(a));
        ids
    };
    let every = OrderFilter::default();
    let whole = youngest(&[lins.clone(), wus.clone()].concat());
    for (scope, expect) in [
        (Scope::Buyer(lin.clone()), youngest(&lins)),
        (Scope::Buyer(wu), youngest(&wus)),
        (owner(&qing), whole.clone()),
        (SYSTEM, whole.clone()),
    ] {
        let mut seen: Vec<OrderId> = Vec::new();
        loop {
            let page = listed(&world, &scope, &every, seen.last(), 5).await;
            let last = page.len() < 5;
            seen.extend(page);
            if last {
                break;
            }
        }
        assert_eq!(seen, expect, "{scope:?}");
    }
    let mine = Scope::Buyer(lin.clone());
    let first = listed(&world, &mine, &every, None, 5).await;
    placed(&world, &lin, &product, 200..202).await;
    let second = listed(&world, &mine, &every, first.last(), 5).await;
    assert_eq!([first, second].concat(), youngest(&lins)[..10]);
    // Every row has its lines, and nobody gets more than a page may hold.
    let rows = look!(world, |r| r.orders(&SYSTEM, &every, None, 1_000_000)).unwrap();
    assert_eq!((rows.len(), rows.iter().filter(|o| o.lines.len() == 1).count()), (17, 17));
    assert_eq!(listed(&world, &SYSTEM, &every, None, -1).await.len(), 1);
}

async fn a_list_of_some_states_is_the_whole_list_without_the_others(world: World) {
    let (qing, product) = world.shop(&[100], 900).await;
    let lin = world.account("lin@example.com").await;
    let orders = placed(&world, &lin, &product, 0..9).await;
    for (i, one) in orders.iter().enumerate() {
        if i % 3 != 0 {
            happen(&world, &one.id, OrderEvent::Paid).await;
        }
        if i % 3 == 2 {
            happen(&world, &one.id, OrderEvent::Shipped).await;
        }
    }
    use OrderState::{AwaitingPayment, Cancelled, Paid, Shipped};
    for states in [
        vec![Paid],
        vec![Paid, Shipped],
        vec![Shipped, Paid, Shipped],
        vec![AwaitingPayment, Cancelled],
        vec![Cancelled],
    ] {
        let filter = OrderFilter { states: states.clone(), returning: false };
        for scope in [Scope::Buyer(lin.clone()), owner(&qing), SYSTEM] {
            let all =
                look!(world, |r| r.orders(&scope, &OrderFilter::default(), None, 50)).unwrap();
            let wanted = all.into_iter().filter(|o| states.contains(&o.state));
            let wanted: Vec<Order> = wanted.collect();
            let first = look!(world, |r| r.orders(&scope, &filter, None, 2)).unwrap();
            assert_eq!(first, wanted[..wanted.len().min(2)], "{scope:?} {states:?}");
            let Some(last) = first.last() else { continue };
            let rest = look!(world, |r| r.orders(&scope, &filter, Some(&last.id), 50)).unwrap();
            assert_eq!([first, rest].concat(), wanted, "{scope:?} {states:?}");
        }
    }
}

async fn purchases_whose_time_is_over_are_told_to_the_machine(world: World) {
    let lin = world.account("lin@example.com").await;
    let mut late = Vec::new();
    for (i, minutes) in [30, 10, 20, 10].into_iter().enumerate() {
        let mut bought = purchase(&world, &lin, i as u64);
        bought.expires_at = world.now().plus(Duration::minutes(minutes));
        place(&world, &bought, &[]).await.unwrap();
        late.push(bought);
    }
    late.sort_by(|a, b| (a.expires_at, &a.id).cmp(&(b.expires_at, &b.id)));
    let paid = late[1].apply(&PurchaseEvent::Paid(world.id()), world.now()).unwrap();
    step!(world, |tx| tx.save_purchase(&SYSTEM, &paid), paid).unwrap();
    let ids = [&late[0], &late[2], &late[3]].map(|p| p.id.clone());
    let overdue = async |at| look!(world, |r| r.overdue_purchases(&SYSTEM, at, 10)).unwrap();
    let last = late[3].expires_at;
    assert_eq!(overdue(late[0].expires_at.minus(Duration::millis(1))).await, []);
    assert_eq!(overdue(late[0].expires_at).await, ids[..1]);
    assert_eq!(overdue(last.minus(Duration::millis(1))).await, ids[..2]);
    assert_eq!(overdue(last).await, ids);
    assert_eq!(look!(world, |r| r.overdue_purchases(&SYSTEM, last, 2)).unwrap(), ids[..2]);
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Administrator };
    for scope in [Scope::Public, Scope::Buyer(lin), staff] {
        let refused = look!(world, |r| r.overdue_purchases(&scope, last, 2));
        assert!(matches!(refused, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
    }
}

async fn what_a_shop_has_to_send_stands_in_the_order_of_its_promises(world: World) {
    let (qing, product) = world.shop(&[100], 900).await;
    let lin = world.account("lin@example.com").await;
    // How long the shop has, and how many hours from now on it is paid: due in 72, never, in 54, in 48 hours.
    let mut ids = Vec::new();
    for (n, (promised, paid)) in [(72, 0), (0, 1), (24, 30), (48, 0)].into_iter().enumerate() {
        let bought = purchase(&world, &lin, n as u64);
        let placed = Order { ship_hours: promised, ..order(&world, &bought, &product, 1) };
        place(&world, &bought, std::slice::from_ref(&placed)).await.unwrap();
        let at = world.now().plus(Duration::hours(paid));
        save(&world, &placed.apply(&OrderEvent::Paid, at).unwrap().0).await.unwrap();
        ids.push(placed.id);
    }
    // Not paid, and gone already.
    let others = placed(&world, &lin, &product, 10..12).await;
    happen(&world, &others[0].id, OrderEvent::Paid).await;
    happen(&world, &others[0].id, OrderEvent::Shipped).await;
    let first = async |scope: &Scope, limit| {
        let orders = look!(world, |r| r.orders_to_ship(scope, limit)).unwrap();
        assert!(orders.iter().all(|o| o.lines.len() == 1));
        orders.into_iter().map(|o| o.id).collect::<Vec<_>>()
    };
    let expect = [3, 2, 0, 1].map(|n: usize| ids[n].clone());
    assert_eq!(first(&owner(&qing), 9).await, expect);
    assert_eq!(first(&owner(&qing), 2).await, expect[..2]);
    let other = world.merchant("other").await;
    for scope in [owner(&other), Scope::Buyer(lin), Scope::Public, SYSTEM] {
        assert_eq!(first(&scope, 9).await, [], "{scope:?}");
    }
}

async fn the_number_of_a_purchase_leads_to_its_orders(world: World) {
    let (qing, product) = world.shop(&[100], 900).await;
    let other = world.merchant("other").await;
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let bought = purchase(&world, &lin, 7);
    let first = order(&world, &bought, &product, 1);
    let second = Order { merchant: other.clone(), ..order(&world, &bought, &product, 2) };
    place(&world, &bought, &[first.clone(), second.clone()]).await.unwrap();
    let numbered = async |scope: Scope, number: &str| {
        let orders = look!(world, |r| r.orders_numbered(&scope, number)).unwrap();
        orders.into_iter().map(|o| o.id).collect::<Vec<_>>()
    };
    let both = [first.id.clone(), second.id.clone()];
    assert_eq!(numbered(SYSTEM, &bought.number).await, both);
    assert_eq!(numbered(Scope::Buyer(lin), &bought.number).await, both);
    assert_eq!(numbered(owner(&qing), &bought.number).await, both[..1]);
    assert_eq!(numbered(owner(&other), &bought.number).await, both[1..]);
    assert_eq!(numbered(Scope::Buyer(wu), &bought.number).await, []);
    assert_eq!(numbered(SYSTEM, &first.number).await, [], "the number of an order is another one");
}
