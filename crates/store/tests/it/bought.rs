//! What the stories of buying share: a purchase with its orders as checkout would place them.

use crate::fixture::{SYSTEM, World, look, step};
use domain::catalogue::Words;
use domain::id::*;
use domain::orders::{Address, Order, OrderEvent, OrderLine, OrderState, Purchase};
use domain::payments::PurchaseState;
use domain::quote::{Reason, Shares, Step, UnitShare};
use domain::returns::Returnable;
use domain::rules::Rulebook;
use domain::stock::Draw;
use domain::text::{order_number, purchase_number};
use domain::{Currency, Duration, Money, Scope};
use services::Result;
use services::ports::StoreExt as _;
use services::ports::catalogue::{NewProduct, NewSku};
use services::ports::orders::OrderFilter;

/// A purchase of so much, open for half an hour; its number ends in `chance`.
pub fn purchase(world: &World, buyer: &AccountId, chance: u64) -> Purchase {
    Purchase {
        id: world.id(),
        number: purchase_number(world.now(), chance),
        buyer: buyer.clone(),
        state: PurchaseState::Open,
        payable: Money::fen(30_000),
        address: Address {
            recipient: "林知夏".into(),
            phone: "13800000000".into(),
            region_code: "330106".into(),
            region: "浙江省 杭州市 西湖区".into(),
            detail: "文三路 1 号".into(),
        },
        coupons: Vec::new(),
        rule_version: None,
        placed_at: world.now(),
        expires_at: world.now().plus(Duration::minutes(30)),
        paid_at: None,
        paid_by: None,
        closed_at: None,
        close_reason: None,
        version: 0,
    }
}

/// The `n`-th order of a purchase: three pieces of every SKU of a product.
pub fn order(world: &World, purchase: &Purchase, product: &NewProduct, n: usize) -> Order {
    let goods = Money::fen(product.skus.iter().map(|s| 3 * s.price.minor).sum());
    Order {
        id: world.id(),
        number: order_number(&purchase.number, n),
        purchase: purchase.id.clone(),
        merchant: product.merchant.clone(),
        merchant_name: Words::new("测试小店", "Test shop"),
        merchant_slug: "qing".into(),
        buyer: purchase.buyer.clone(),
        address: purchase.address.clone(),
        state: OrderState::AwaitingPayment,
        currency: Currency::Cny,
        goods,
        by_merchant: Money::fen(0),
        by_platform: Money::fen(0),
        freight: Money::fen(800),
        payable: Money::fen(goods.minor + 800),
        terms: Rulebook::default().pin(world.now(), &[]),
        ship_hours: 48,
        note: "请轻拿轻放".into(),
        steps: vec![Step { reason: Reason::GoodsTotal, amount: goods }],
        placed_at: world.now(),
        paid_at: None,
        shipped_at: None,
        delivered_at: None,
        received_at: None,
        settled_at: None,
        ended_at: None,
        lines: product.skus.iter().map(|sku| line(world, product, sku)).collect(),
        version: 0,
    }
}

fn line(world: &World, product: &NewProduct, sku: &NewSku) -> OrderLine {
    let run = UnitShare {
        units: 3,
        goods: sku.price.minor,
        by_merchant: 0,
        by_platform: 0,
        freight: 0,
        commission: 5,
    };
    OrderLine {
        id: world.id(),
        sku: sku.id.clone(),
        product: product.id.clone(),
        slug: product.slug.clone(),
        name: product.name.clone(),
        spec: sku.spec.clone(),
        picture: product.pictures[0].clone(),
        unit_price: sku.price,
        qty: 3,
        shares: Shares { currency: Currency::Cny, runs: vec![run] },
        draws: vec![Draw { item: sku.stock_item.clone(), per_unit: 1 }],
        page: "5e1f".into(),
        returnable: Returnable::NoReason,
        returning: 0,
        refunded: 0,
    }
}

/// Stores a purchase and its orders in one step.
pub async fn place(world: &World, purchase: &Purchase, orders: &[Order]) -> Result<()> {
    let (purchase, orders) = (purchase.clone(), orders.to_vec());
    world
        .store()
        .write("place", move |tx| {
            let (purchase, orders) = (purchase.clone(), orders.clone());
            Box::pin(async move {
                tx.add_purchase(&SYSTEM, &purchase, "{\"tree\":1}").await?;
                for order in &orders {
                    tx.add_order(&SYSTEM, order).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Purchases of one order each under these numbers, a minute apart, the oldest first.
pub async fn placed(
    world: &World,
    buyer: &AccountId,
    product: &NewProduct,
    numbers: std::ops::Range<u64>,
) -> Vec<Order> {
    let mut orders = Vec::new();
    for i in numbers {
        world.clock.forward(Duration::minutes(1));
        let bought = purchase(world, buyer, i);
        orders.push(order(world, &bought, product, 1));
        place(world, &bought, &orders[orders.len() - 1..]).await.unwrap();
    }
    orders.sort_by(|a, b| a.id.cmp(&b.id));
    orders
}

/// Stores where an order stands.
pub async fn save(world: &World, order: &Order) -> Result<()> {
    step!(world, |tx| tx.save_order(&SYSTEM, &order), order)
}

/// The order as it is stored.
pub async fn read(world: &World, id: &OrderId) -> Order {
    look!(world, |r| r.order(&SYSTEM, id.as_str())).unwrap().expect("the order is there")
}

/// Lets something happen to an order and stores it, as a use case does.
pub async fn happen(world: &World, id: &OrderId, event: OrderEvent) {
    let (after, _) = read(world, id).await.apply(&event, world.now()).unwrap();
    save(world, &after).await.unwrap();
}

/// The ids of a page of a list.
pub async fn listed(
    world: &World,
    scope: &Scope,
    filter: &OrderFilter,
    after: Option<&OrderId>,
    limit: i64,
) -> Vec<OrderId> {
    let orders = look!(world, |r| r.orders(scope, filter, after, limit)).unwrap();
    orders.into_iter().map(|o| o.id).collect()
}
