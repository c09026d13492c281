//! Two things at once that do not go together: exactly one of them happens, whoever is faster, and whatever depends on it
//! is of one piece. Each race is run many times, because a race is lost only now and then.
//!
//! On PostgreSQL, where two transactions do not see each other, these were lost once: a purchase closed with an attempt that
//! was still live, five parcels shared three numbers, and parcels that were all signed for left their order undelivered.

use super::bazaar::{Bazaar, Customer, NORTH, SOUTH, now, owner};
use crate::fixture::{SYSTEM, World, look};
use domain::checkout::Basket;
use domain::id::*;
use domain::ledger::Account;
use domain::orders::{Order, OrderState};
use domain::payments::PurchaseState;
use domain::returns::{ReturnAsk, ReturnKind, ReturnReason, ReturnState};
use domain::shipping::ParcelState;
use domain::{Code, Duration};
use futures::future::join_all;
use services::ports::payment::PayFlow;
use services::{Error, Result, carts, checkout, orders, payment, returns, shipping, worker};
use std::future::Future;

crate::stories![
    nobody_can_begin_to_pay_what_is_being_cancelled,
    money_and_a_cancellation_that_cross_leave_no_doubt,
    the_last_parcels_signed_for_at_once_deliver_the_order,
    two_parcels_handed_over_at_once_have_two_numbers,
    a_return_is_answered_once_whoever_answers_first,
    receipt_and_a_return_that_cross_pay_each_fen_once,
    who_comes_too_late_for_the_last_goods_of_a_cart_is_told_so,
];

/// How often a race is run.
const ROUNDS: usize = 12;

/// What somebody does, at the same time as others.
fn at_once<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = T> {
    let task = tokio::spawn(work);
    async move { task.await.expect("nobody panics") }
}

/// A refusal is an answer, anything else is not.
fn answered<T>(result: Result<T>) -> bool {
    match result {
        Ok(_) => true,
        Err(Error::Refused(_) | Error::Conflict(_)) => false,
        Err(error) => panic!("an error instead of an answer: {error}"),
    }
}

async fn bazaar(world: World) -> (Bazaar, Customer, SkuId, StockItemId) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 500).await;
    let lin = bazaar.customer("lin").await;
    (bazaar, lin, product.skus[0].id.clone(), product.skus[0].stock_item.clone())
}

async fn nobody_can_begin_to_pay_what_is_being_cancelled(world: World) {
    let (bazaar, lin, sku, item) = bazaar(world).await;
    for round in 0..ROUNDS {
        let id = bazaar.buy(&lin, &now(&sku, 1)).await.unwrap().purchase;
        let hands = (0..4).map(|hand| {
            let (bazaar, lin, id) = (bazaar.clone(), lin.clone(), id.clone());
            at_once(async move {
                let market = bazaar.market();
                match hand % 2 {
                    0 => {
                        answered(payment::start(market, &lin.actor, &id, NORTH, PayFlow::Qr).await)
                    }
                    _ => answered(orders::cancel_purchase(market, &lin.actor, &id).await),
                };
            })
        });
        join_all(hands).await;
        let live = bazaar.attempts(&id).await.into_iter().filter(|a| a.state.is_live()).count();
        let purchase = look!(bazaar.world, |r| r.purchase(&SYSTEM, &id)).unwrap().unwrap();
        let open = usize::from(purchase.state == PurchaseState::Open);
        assert!(live <= open, "round {round}: {:?} with {live} live attempts", purchase.state);
        orders::cancel_purchase(bazaar.market(), &lin.actor, &id).await.unwrap();
    }
    assert_eq!(bazaar.stock(&item).await, (500, 0));
    bazaar.holds().await;
}

async fn money_and_a_cancellation_that_cross_leave_no_doubt(world: World) {
    let (bazaar, lin, sku, item) = bazaar(world).await;
    let mut sold = 0;
    for _ in 0..ROUNDS {
        let id = bazaar.buy(&lin, &now(&sku, 1)).await.unwrap().purchase;
        let no = bazaar.begin(&lin, &id, NORTH).await.unwrap();
        let hands = (0..4).map(|hand| {
            let (bazaar, lin, id, no) = (bazaar.clone(), lin.clone(), id.clone(), no.clone());
            at_once(async move {
                let market = bazaar.market();
                match hand {
                    0 => {
                        if bazaar.north.pay(&no, 0, market.now()) {
                            bazaar.report(NORTH, &bazaar.north.notice_of(&no)).await.unwrap();
                        }
                    }
                    1 => _ = answered(payment::check_attempt_no(market, &no).await),
                    2 => {
                        _ = answered(
                            payment::start(market, &lin.actor, &id, SOUTH, PayFlow::Qr).await,
                        )
                    }
                    _ => _ = answered(orders::cancel_purchase(market, &lin.actor, &id).await),
                }
            })
        });
        join_all(hands).await;
        bazaar.later(Duration::minutes(1)).await;
        let purchase = look!(bazaar.world, |r| r.purchase(&SYSTEM, &id)).unwrap().unwrap();
        let (came, back) = bazaar.north.ledger_of(&no);
        match purchase.state {
            PurchaseState::Paid => {
                assert_eq!((came, back), (9_900, 0));
                sold += 1;
            }
            _ => assert_eq!(came, back, "what came for nothing went back"),
        }
        if purchase.state == PurchaseState::Open {
            orders::cancel_purchase(bazaar.market(), &lin.actor, &id).await.unwrap();
        }
        assert_eq!(bazaar.balance(&Account::BuyerRefundDue(id)).await, 0);
    }
    assert_eq!(bazaar.stock(&item).await, (500 - sold, 0));
    let lies = 9_900 * sold;
    assert_eq!(bazaar.lies(NORTH).await, (lies, lies));
    bazaar.holds().await;
}

async fn the_last_parcels_signed_for_at_once_deliver_the_order(world: World) {
    let (bazaar, lin, sku, _) = bazaar(world).await;
    for round in 0..ROUNDS {
        let order = bazaar.paid(&lin, &sku).await;
        let waybills: Vec<String> = (0..6).map(|n| format!("SF{round:06}{n}")).collect();
        for waybill in &waybills {
            bazaar.ship(&order, waybill).await.unwrap();
        }
        bazaar.later(Duration::minutes(1)).await;
        let couriers = waybills.into_iter().map(|waybill| {
            let bazaar = bazaar.clone();
            at_once(async move {
                let at = bazaar.world.now();
                bazaar.carrier.happen(&waybill, ParcelState::Delivered, at);
                for body in bazaar.carrier.pushes("sf", &waybill) {
                    let ack = shipping::push(bazaar.market(), &body).await.unwrap();
                    assert_eq!(ack.status, 200, "a true push is kept");
                }
                worker::run_due(bazaar.market()).await.unwrap();
            })
        });
        join_all(couriers).await;
        bazaar.later(Duration::minutes(1)).await;
        let order = bazaar.order(&order.id).await;
        assert!(order.delivered_at.is_some(), "round {round}: every parcel is signed for");
    }
}

async fn two_parcels_handed_over_at_once_have_two_numbers(world: World) {
    let (bazaar, lin, sku, _) = bazaar(world).await;
    for round in 0..ROUNDS {
        let order = bazaar.paid(&lin, &sku).await;
        bazaar.ship(&order, &format!("SF{round:06}A")).await.unwrap();
        let packers = (0..4).map(|packer| {
            let (bazaar, order) = (bazaar.clone(), order.clone());
            let waybill = format!("SF{round:06}{packer}");
            at_once(async move { answered(bazaar.ship(&order, &waybill).await) })
        });
        let added = join_all(packers).await.into_iter().filter(|added| *added).count();
        let parcels = look!(bazaar.world, |r| r.shipments_of(&SYSTEM, &order.id)).unwrap();
        let mut numbers: Vec<_> = parcels.iter().map(|p| p.number.clone()).collect();
        numbers.sort();
        numbers.dedup();
        assert_eq!((parcels.len(), numbers.len()), (1 + added, 1 + added), "{numbers:?}");
        assert_eq!(added, 4, "every packer may add a parcel");
    }
}

/// Asks for money back for one unit.
async fn ask(bazaar: &Bazaar, lin: &Customer, order: &Order) -> Result<ReturnId> {
    let ask = ReturnAsk {
        line: order.lines[0].id.clone(),
        qty: 1,
        kind: ReturnKind::RefundOnly,
        reason: ReturnReason::Quality,
        note: String::new(),
    };
    returns::request(bazaar.market(), &lin.actor, &order.id, &ask).await
}

async fn a_return_is_answered_once_whoever_answers_first(world: World) {
    let (bazaar, lin, sku, _) = bazaar(world).await;
    let mut back = 0;
    for round in 0..ROUNDS {
        let order = bazaar.paid(&lin, &sku).await;
        bazaar.ship(&order, &format!("SF{round:06}")).await.unwrap();
        let ret = ask(&bazaar, &lin, &order).await.unwrap();
        bazaar.world.clock.forward(Duration::days(3));
        let hands = (0..4).map(|hand| {
            let (bazaar, lin, ret) = (bazaar.clone(), lin.clone(), ret.clone());
            let seller = owner(&order.merchant);
            at_once(async move {
                let market = bazaar.market();
                match hand {
                    0 => answered(returns::agree(market, &seller, &ret).await),
                    1 => answered(returns::refuse(market, &seller, &ret, "not so").await),
                    2 => answered(returns::withdraw(market, &lin.actor, &ret).await),
                    _ => worker::run_due(market).await.is_err(),
                }
            })
        });
        let heard = join_all(hands).await.into_iter().filter(|heard| *heard).count();
        bazaar.later(Duration::minutes(1)).await;
        let ret = look!(bazaar.world, |r| r.return_by_id(&SYSTEM, &ret)).unwrap().unwrap();
        let refunded = ret.state == ReturnState::Refunded;
        assert!(heard == 1 || (heard == 0 && refunded), "{heard} were told yes: {:?}", ret.state);
        back += i64::from(refunded);
        let line = bazaar.order(&order.id).await.lines.remove(0);
        assert_eq!((line.returning, line.refunded), (0, i64::from(refunded)));
    }
    let kept = 9_900 * (2 * i64::try_from(ROUNDS).unwrap() - back);
    assert_eq!(bazaar.lies(NORTH).await, (kept, kept));
    bazaar.holds().await;
}

async fn receipt_and_a_return_that_cross_pay_each_fen_once(world: World) {
    let (bazaar, lin, sku, _) = bazaar(world).await;
    for round in 0..ROUNDS {
        let order = bazaar.paid(&lin, &sku).await;
        bazaar.ship(&order, &format!("SF{round:06}")).await.unwrap();
        bazaar.world.clock.forward(Duration::days(15));
        let hands = (0..4).map(|hand| {
            let (bazaar, lin, order) = (bazaar.clone(), lin.clone(), order.clone());
            at_once(async move {
                let market = bazaar.market();
                match hand {
                    0 => answered(ask(&bazaar, &lin, &order).await),
                    1 | 2 => answered(orders::confirm_receipt(market, &lin.actor, &order.id).await),
                    _ => worker::run_due(market).await.is_err(),
                }
            })
        });
        join_all(hands).await;
        // Whoever was first: in the end the order is received, and a return that was asked for is agreed to by its clock.
        for days in [3, 1, 15] {
            bazaar.later(Duration::days(days)).await;
        }
        let order = bazaar.order(&order.id).await;
        assert_eq!(order.state, OrderState::Received, "round {round}");
        assert_eq!(bazaar.balance(&Account::Escrow(order.id)).await, 0);
    }
    bazaar.holds().await;
}

async fn who_comes_too_late_for_the_last_goods_of_a_cart_is_told_so(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900, 4_900], 5).await;
    let [scarce, other] = [0, 1].map(|i| product.skus[i].id.clone());
    let mut forms = Vec::new();
    for i in 0..12 {
        let customer = bazaar.customer(&format!("buyer{i}")).await;
        carts::add(bazaar.market(), &customer.actor, &scarce, 1).await.unwrap();
        if i % 4 == 0 {
            carts::add(bazaar.market(), &customer.actor, &other, 1).await.unwrap();
        }
        let seen = bazaar.see(&customer, &Basket::Cart, Default::default()).await.unwrap();
        forms.push((bazaar.form(&customer, &seen), customer));
    }
    let sent = forms.into_iter().map(|(form, customer)| {
        let bazaar = bazaar.clone();
        at_once(async move { checkout::place(bazaar.market(), &customer.actor, &form).await })
    });
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 5);
    for error in answers.into_iter().filter_map(Result::err) {
        assert_eq!(error.code(), Code::OutOfStock, "neither an empty cart nor another price");
    }
    bazaar.holds().await;
}
