//! When a shop's money becomes its own to be paid out: after receipt and the time in which goods may be sent back (3.3.1), once
//! per order, and never while a return is open.

use super::bazaar::{Bazaar, Customer, owner};
use crate::deals::{head, post};
use crate::fixture::{SYSTEM, World, look};
use domain::clocks::ClockKind;
use domain::id::*;
use domain::ledger::rules::{FeeParts, fee, settle};
use domain::ledger::{Account, Purpose};
use domain::orders::Order;
use domain::returns::{ReturnAsk, ReturnKind, ReturnReason};
use domain::{Duration, Money, Permission};
use services::{orders, returns};

crate::stories![
    what_an_order_earned_may_be_paid_out_when_nobody_can_send_it_back_any_more,
    an_open_return_holds_the_money_until_it_is_decided,
    an_order_that_went_back_entirely_leaves_nothing_to_be_paid_out,
    a_refund_after_settlement_takes_free_money_and_then_makes_a_debt_that_the_next_order_pays_off,
];

async fn bazaar(world: World) -> (Bazaar, Customer, SkuId) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 50).await;
    let lin = bazaar.customer("lin").await;
    (bazaar, lin, product.skus[0].id.clone())
}

/// An order that its buyer confirmed.
async fn received(bazaar: &Bazaar, lin: &Customer, sku: &SkuId, waybill: &str) -> Order {
    let order = bazaar.paid(lin, sku).await;
    bazaar.deliver(&order, waybill).await;
    orders::confirm_receipt(bazaar.market(), &lin.actor, &order.id).await.unwrap();
    bazaar.order(&order.id).await
}

/// What the shop has: pending, free, and owed by it.
async fn purse(bazaar: &Bazaar, order: &Order) -> (i64, i64, i64) {
    let of = async |account| bazaar.balance(&account).await;
    (
        of(Account::MerchantPending(order.merchant.clone())).await,
        of(Account::MerchantAvailable(order.merchant.clone())).await,
        of(Account::MerchantReceivable(order.merchant.clone())).await,
    )
}

/// The buyer asks for the whole order back.
async fn money_back(bazaar: &Bazaar, lin: &Customer, order: &Order) -> ReturnId {
    let (line, qty) = (order.lines[0].id.clone(), order.lines[0].qty);
    let (kind, reason) = (ReturnKind::SendBack, ReturnReason::Quality);
    let ask = ReturnAsk { line, qty, kind, reason, note: String::new() };
    returns::request(bazaar.market(), &lin.actor, &order.id, &ask).await.unwrap()
}

fn net(order: &Order) -> i64 {
    let left = order.left().unwrap();
    left.paid.minor + left.by_platform.minor - left.commission.minor
}

async fn what_an_order_earned_may_be_paid_out_when_nobody_can_send_it_back_any_more(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = received(&bazaar, &lin, &sku, "SF0000001").await;
    let earned = net(&order);
    assert!(earned > 0);
    bazaar.later(Duration::days(14)).await;
    assert_eq!(purse(&bazaar, &order).await, (earned, 0, 0));

    // The shop sees the day; to the buyer it is nothing.
    let settles = |view: &domain::orders::views::OrderView| {
        view.clocks.iter().any(|c| c.kind == ClockKind::Settle)
    };
    let seller = owner(&order.merchant).merchant(None, Permission::Money).unwrap();
    let seen = orders::get_as(bazaar.market(), &seller, order.id.as_str()).await.unwrap();
    assert!(settles(&seen));
    let seen = orders::get(bazaar.market(), &lin.actor, order.id.as_str()).await.unwrap();
    assert!(!settles(&seen));

    bazaar.later(Duration::days(1)).await;
    assert_eq!(purse(&bazaar, &order).await, (0, earned, 0));
    assert_eq!(bazaar.order(&order.id).await.settled_at, Some(bazaar.world.now()));
    bazaar.later(Duration::days(30)).await;
    assert_eq!(purse(&bazaar, &order).await, (0, earned, 0), "once");
    let free = Account::MerchantAvailable(order.merchant.clone());
    let rows = look!(bazaar.world, |r| r.statement(&SYSTEM, &free, None, 10)).unwrap();
    let told: Vec<_> = rows.iter().map(|r| (r.purpose, r.source.as_str())).collect();
    assert_eq!(told, [(Purpose::Settle, order.id.as_str())]);
    bazaar.holds().await;
}

async fn an_open_return_holds_the_money_until_it_is_decided(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = received(&bazaar, &lin, &sku, "SF0000001").await;
    let earned = net(&order);
    bazaar.later(Duration::days(14)).await;
    let ret = money_back(&bazaar, &lin, &order).await;
    bazaar.later(Duration::days(1)).await;
    assert_eq!(purse(&bazaar, &order).await, (earned, 0, 0), "somebody asks for it");
    let seller = owner(&order.merchant);
    returns::refuse(bazaar.market(), &seller, &ret, "看不出问题").await.unwrap();
    bazaar.later(Duration::hours(23)).await;
    assert_eq!(purse(&bazaar, &order).await, (earned, 0, 0), "the time goes on where it stopped");
    bazaar.later(Duration::hours(1)).await;
    assert_eq!(purse(&bazaar, &order).await, (0, earned, 0));
    bazaar.holds().await;
}

async fn an_order_that_went_back_entirely_leaves_nothing_to_be_paid_out(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = received(&bazaar, &lin, &sku, "SF0000001").await;
    let (market, seller) = (bazaar.market(), owner(&order.merchant));
    let ret = money_back(&bazaar, &lin, &order).await;
    returns::agree(market, &seller, &ret).await.unwrap();
    returns::send_back(market, &lin.actor, &ret, "zto", "ZTO7310001").await.unwrap();
    returns::goods_back(market, &seller, &ret).await.unwrap();
    bazaar.later(Duration::days(40)).await;
    assert_eq!(purse(&bazaar, &order).await, (0, 0, 0));
    assert_eq!(bazaar.order(&order.id).await.settled_at, None);
    bazaar.holds().await;
}

async fn a_refund_after_settlement_takes_free_money_and_then_makes_a_debt_that_the_next_order_pays_off(
    world: World,
) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = received(&bazaar, &lin, &sku, "SF0000001").await;
    let earned = net(&order);
    bazaar.later(Duration::days(14)).await;
    let ret = money_back(&bazaar, &lin, &order).await;
    // As if it had been settled and spent before the return was granted.
    let (id, now) = (order.id.as_str(), bazaar.world.now().0);
    let share = order.ledger_share(order.left().unwrap());
    let settled = settle(head(&bazaar.world), &share, Money::fen(0)).unwrap();
    assert!(post(&bazaar.world, &settled).await.unwrap());
    let said = format!("update merchant_order set settled_at = {now} where id = '{id}'");
    bazaar.world.tell(said).await;
    let spent = FeeParts { available: Money::fen(earned - 300), pending: Money::fen(0) };
    let spent = fee(head(&bazaar.world), "plc_1", &order.merchant, &spent).unwrap();
    assert!(post(&bazaar.world, &spent).await.unwrap());
    assert_eq!(purse(&bazaar, &order).await, (0, 300, 0));

    let (market, seller) = (bazaar.market(), owner(&order.merchant));
    returns::agree(market, &seller, &ret).await.unwrap();
    returns::send_back(market, &lin.actor, &ret, "zto", "ZTO7310001").await.unwrap();
    returns::goods_back(market, &seller, &ret).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(purse(&bazaar, &order).await, (0, 0, earned - 300));
    bazaar.holds().await;

    let next = received(&bazaar, &lin, &sku, "SF0000002").await;
    bazaar.later(Duration::days(15)).await;
    assert_eq!(purse(&bazaar, &next).await, (0, 300, 0), "the debt is paid off first");
    bazaar.holds().await;
}
