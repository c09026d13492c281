//! What the parties look at: the orders a typed number means, what a shop has to send, what a return is made of, the page as
//! it was sold.

use super::bazaar::{Bazaar, Customer, now, owner};
use crate::fixture::{SYSTEM, World};
use domain::id::*;
use domain::orders::Order;
use domain::orders::views::Action;
use domain::returns::{ReturnAsk, ReturnKind, ReturnReason, ReturnState};
use domain::{Code, Duration, Scope};
use services::ports::orders::OrderFilter;
use services::{console, orders, returns};

crate::stories![
    the_number_a_buyer_reads_at_the_cashier_finds_the_orders_of_the_purchase,
    a_shop_sends_what_it_promised_soonest_first,
    a_list_of_orders_in_return_tells_where_each_return_stands,
    the_rest_of_a_line_is_asked_about_when_the_first_piece_is_decided,
    a_page_as_sold_names_the_option_and_the_rules_it_was_sold_under,
];

async fn bazaar(world: World) -> (Bazaar, Customer, SkuId) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 50).await;
    let lin = bazaar.customer("lin").await;
    (bazaar, lin, product.skus[0].id.clone())
}

async fn found(bazaar: &Bazaar, scope: &Scope, typed: &str) -> Vec<OrderId> {
    let cards = console::find_orders(bazaar.market(), scope, typed).await.unwrap();
    cards.into_iter().map(|card| card.id).collect()
}

async fn ask(bazaar: &Bazaar, lin: &Customer, order: &Order, qty: i64) -> domain::id::ReturnId {
    let (kind, reason) = (ReturnKind::RefundOnly, ReturnReason::NoReason);
    let ask = ReturnAsk { line: order.lines[0].id.clone(), qty, kind, reason, note: String::new() };
    returns::request(bazaar.market(), &lin.actor, &order.id, &ask).await.unwrap()
}

async fn the_number_a_buyer_reads_at_the_cashier_finds_the_orders_of_the_purchase(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = bazaar.paid(&lin, &sku).await;
    bazaar.later(Duration::minutes(1)).await;
    let other = bazaar.paid(&lin, &sku).await;
    let purchase = order.number.rsplit_once('-').unwrap().0.to_owned();
    let shop = owner(&order.merchant).merchant(None, domain::Permission::OrdersRead).unwrap();
    for scope in [&SYSTEM, &shop] {
        for typed in [purchase.as_str(), &order.number, order.id.as_str(), &format!(" {purchase} ")]
        {
            let expect = std::slice::from_ref(&order.id);
            assert_eq!(found(&bazaar, scope, typed).await, expect, "{typed}");
        }
        let expect = std::slice::from_ref(&other.id);
        assert_eq!(found(&bazaar, scope, other.number.as_str()).await, expect);
        assert_eq!(found(&bazaar, scope, "1").await, []);
        assert_eq!(found(&bazaar, scope, " ").await, []);
    }
}

async fn a_shop_sends_what_it_promised_soonest_first(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let first = bazaar.paid(&lin, &sku).await;
    bazaar.later(Duration::hours(5)).await;
    let second = bazaar.paid(&lin, &sku).await;
    let shop = owner(&first.merchant);
    let today = console::today(bazaar.market(), &shop).await.unwrap();
    let ids: Vec<&OrderId> = today.to_ship.iter().map(|card| &card.id).collect();
    assert_eq!(ids, [&first.id, &second.id], "the promise that ends first stands in front");
    assert_eq!(today.to_ship[0].ship_by, first.ship_by());
    assert_eq!((today.now, today.orders.to_ship), (bazaar.world.now(), 2));
    bazaar.ship(&first, "SF0000001").await.unwrap();
    let today = console::today(bazaar.market(), &shop).await.unwrap();
    let ids: Vec<&OrderId> = today.to_ship.iter().map(|card| &card.id).collect();
    assert_eq!(ids, [&second.id]);
}

async fn a_list_of_orders_in_return_tells_where_each_return_stands(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = bazaar.paid(&lin, &sku).await;
    let refused = ask(&bazaar, &lin, &order, 1).await;
    let (market, shop) = (bazaar.market(), owner(&order.merchant));
    returns::refuse(market, &shop, &refused, "已经在打包").await.unwrap();
    let open = ask(&bazaar, &lin, &order, 1).await;
    let list = async |returning| {
        let filter = OrderFilter { returning, ..OrderFilter::default() };
        orders::list(market, &lin.actor, &filter, None, 10).await.unwrap().items.remove(0)
    };
    let told = list(true).await.returns;
    let told: Vec<_> = told.into_iter().map(|ret| (ret.id, ret.qty, ret.state)).collect();
    assert_eq!(told, [(open, 1, ReturnState::Requested)], "what was refused waits for nobody");
    assert_eq!(list(false).await.returns, [], "other lists are not about returns");
}

async fn the_rest_of_a_line_is_asked_about_when_the_first_piece_is_decided(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = bazaar.paid(&lin, &sku).await;
    let (market, shop, line) = (bazaar.market(), owner(&order.merchant), &order.lines[0].id);
    let page = async || orders::get(market, &lin.actor, order.id.as_str()).await.unwrap();
    assert_eq!(page().await.askable, std::slice::from_ref(line));
    let first = ask(&bazaar, &lin, &order, 1).await;
    let view = page().await;
    assert_eq!((view.askable.as_slice(), view.card.lines[0].free_units()), (&[][..], 1));
    assert!(!view.actions.contains(&Action::Return));
    returns::agree(market, &shop, &first).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    let view = page().await;
    assert_eq!((view.askable.as_slice(), view.card.lines[0].refunded), (&[line.clone()][..], 1));
    ask(&bazaar, &lin, &order, 1).await;
    // Together they are what was paid, and each names its freight.
    let view = page().await;
    let sums: Vec<i64> = view.returns.iter().map(|ret| ret.amount.minor).collect();
    assert_eq!(sums.iter().sum::<i64>(), order.payable.minor, "{sums:?}");
    let freight: i64 = view.returns.iter().map(|ret| ret.freight.minor).sum();
    assert_eq!(freight, order.freight.minor);
    let goods: i64 = view.returns.iter().map(|ret| ret.for_goods().unwrap().minor).sum();
    assert_eq!(goods, order.payable.minor - order.freight.minor);
    bazaar.holds().await;
}

async fn a_page_as_sold_names_the_option_and_the_rules_it_was_sold_under(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let placed = bazaar.buy(&lin, &now(&sku, 1)).await.unwrap();
    let order = bazaar.orders(&placed.purchase).await.remove(0);
    let (scope, line) = (lin.actor.buyer().unwrap(), &order.lines[0]);
    let view = orders::page_as_sold(bazaar.market(), &scope, order.id.as_str(), &line.page).await;
    let view = view.unwrap();
    assert_eq!(view.sold.sku, line.sku);
    let chosen = view.sold.chosen().cloned().unwrap_or_default();
    assert_eq!(chosen, line.spec, "the option as the order has it");
    let page = orders::get(bazaar.market(), &lin.actor, order.id.as_str()).await.unwrap();
    assert_eq!(view.rule_version, page.rule_version, "page and order name one rulebook");
    let other = orders::page_as_sold(bazaar.market(), &scope, order.id.as_str(), "0").await;
    assert_eq!(other.unwrap_err().code(), Code::NotFound);
}
