//! Orders: lists and pages for buyer, merchant and staff, cancelling, confirming receipt. What a party may do is asked of
//! the same machine that does it.

use crate::ports::orders::OrderFilter;
use crate::ports::work::ClockRow;
use crate::ports::{Reader, Tx};
use crate::trade::{self, Hand, MACHINE, Parties};
use crate::{Actor, Error, Market, Result, payment, reviews};
use domain::catalogue::Paged;
use domain::clocks::{ClockKind, ClockState};
use domain::id::{OrderId, OrderLineId, PurchaseId, TypedId as _};
use domain::orders::views::{
    Action, ClockView, IncomeView, NodeView, OrderCard, OrderView, PurchaseView, RefundView,
    ReturnBrief, ReturnView, ShipmentView, SoldView,
};
use domain::orders::{
    By, CloseReason, Order, OrderEvent, OrderState, PageAsSold, Purchase, status,
};
use domain::payments::{Attempt, Refund, RefundReason};
use domain::returns::{ReturnReason, asks_open, window_ends};
use domain::shipping::Shipment;
use domain::{Code, Moment, Permission, Scope};

/// How many orders one page of a list holds at most.
pub const PAGE_SIZE_MAX: i64 = 50;

/// The asking buyer's orders, the youngest first.
pub async fn list(
    market: &Market,
    actor: &Actor,
    filter: &OrderFilter,
    after: Option<&OrderId>,
    limit: i64,
) -> Result<Paged<OrderCard>> {
    list_as(market, &actor.buyer()?, filter, after, limit).await
}

/// The orders a scope may see, the youngest first: a merchant's list, or the desk's.
pub async fn list_as(
    market: &Market,
    scope: &Scope,
    filter: &OrderFilter,
    after: Option<&OrderId>,
    limit: i64,
) -> Result<Paged<OrderCard>> {
    let limit = limit.clamp(1, PAGE_SIZE_MAX);
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let mut rows = reader.orders(scope, filter, after, limit + 1).await?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|o| o.id.to_string());
    let mut items: Vec<OrderCard> = rows.iter().map(OrderCard::from).collect();
    if filter.returning {
        for card in &mut items {
            card.returns = briefs(reader, scope, &card.id).await?;
        }
    }
    Ok(Paged { items, next })
}

/// The open returns of an order, as its card tells them.
async fn briefs(
    reader: &mut dyn Reader,
    scope: &Scope,
    order: &OrderId,
) -> Result<Vec<ReturnBrief>> {
    let all = reader.returns_of(scope, order).await?;
    let open = all.into_iter().filter(|ret| ret.state.is_open());
    Ok(open.map(|ret| ReturnBrief { id: ret.id, qty: ret.qty, state: ret.state }).collect())
}

/// A purchase of the asking buyer with its orders.
pub async fn purchase(market: &Market, actor: &Actor, id: &PurchaseId) -> Result<PurchaseView> {
    let scope = actor.buyer()?;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let purchase = reader.purchase(&scope, id).await?.ok_or(Code::NotFound)?;
    let orders = reader.orders_of(&scope, id).await?;
    let states: Vec<OrderState> = orders.iter().map(|o| o.state).collect();
    Ok(PurchaseView {
        id: purchase.id,
        number: purchase.number,
        status: status(&states),
        orders: orders.iter().map(OrderCard::from).collect(),
    })
}

/// An order's page by id or human number, for the asking buyer.
pub async fn get(market: &Market, actor: &Actor, id_or_number: &str) -> Result<OrderView> {
    get_as(market, &actor.buyer()?, id_or_number).await
}

/// An order's page for any party that may see it.
pub async fn get_as(market: &Market, scope: &Scope, id_or_number: &str) -> Result<OrderView> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let order = reader.order(scope, id_or_number).await?.ok_or(Code::NotFound)?;
    view(reader, scope, &order, market.now()).await
}

/// The page as it was sold, for a party of the order whose line it is.
pub async fn page_as_sold(
    market: &Market,
    scope: &Scope,
    order: &str,
    hash: &str,
) -> Result<SoldView> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let order = reader.order(scope, order).await?.ok_or(Code::NotFound)?;
    if order.lines.iter().all(|l| l.page != hash) {
        return Err(Code::NotFound.into());
    }
    let body = reader.page_as_sold(scope, hash).await?.ok_or(Code::NotFound)?;
    let sold: PageAsSold = serde_json::from_str(&body).map_err(Error::broken)?;
    let book = reader.rulebook(&MACHINE).await?;
    let version = book.versions.iter().find(|v| Some(&v.id) == sold.rule_version.as_ref());
    Ok(SoldView { rule_version: version.map(|v| v.number), sold })
}

/// The buyer cancels: an unpaid order with its whole purchase (at the provider first), a paid and unshipped one alone, and
/// its money goes back. Refuses with `WrongState` afterwards.
pub async fn cancel(market: &Market, actor: &Actor, id: &OrderId) -> Result<()> {
    let scope = actor.buyer()?;
    let order = {
        let mut reader = market.store.read().await?;
        let found = reader.order(&scope, id.as_str()).await?;
        found.ok_or(Code::NotFound)?
    };
    if order.state == OrderState::AwaitingPayment {
        return payment::close_purchase(market, &order.purchase, CloseReason::Buyer).await;
    }
    happen(market, &scope, id, OrderEvent::CalledOff(By::Buyer)).await
}

/// The buyer cancels a whole unpaid purchase.
pub async fn cancel_purchase(market: &Market, actor: &Actor, id: &PurchaseId) -> Result<()> {
    let scope = actor.buyer()?;
    {
        let mut reader = market.store.read().await?;
        let found = reader.purchase(&scope, id).await?;
        found.ok_or(Code::NotFound)?;
    }
    payment::close_purchase(market, id, CloseReason::Buyer).await
}

/// The merchant cannot deliver a paid order: it is called off and the money goes back.
pub async fn call_off(market: &Market, actor: &Actor, id: &OrderId) -> Result<()> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    happen(market, &scope, id, OrderEvent::CalledOff(By::Merchant)).await
}

/// The buyer confirms receipt; the money goes to the merchant.
pub async fn confirm_receipt(market: &Market, actor: &Actor, id: &OrderId) -> Result<()> {
    happen(market, &actor.buyer()?, id, OrderEvent::Confirmed(By::Buyer)).await
}

/// The clock confirms receipt, inside the transaction that fires it.
pub(crate) async fn confirm_by_clock(tx: &mut dyn Tx, hand: &Hand, id: &OrderId) -> Result<()> {
    let order = tx.order(&MACHINE, id.as_str()).await?.ok_or(Code::NotFound)?;
    let event = OrderEvent::Confirmed(By::Clock);
    trade::move_order(tx, hand, &order, &event, id.as_str()).await.map(|_| ())
}

/// The after-sales time is over and what the order earned may be paid out, inside the transaction that fires the clock.
pub(crate) async fn settle_by_clock(tx: &mut dyn Tx, hand: &Hand, id: &OrderId) -> Result<()> {
    let order = tx.order(&MACHINE, id.as_str()).await?.ok_or(Code::NotFound)?;
    trade::move_order(tx, hand, &order, &OrderEvent::Settled, id.as_str()).await.map(|_| ())
}

/// The promised time is over and the order has not left the shop: both parties are told, inside the transaction that fires
/// the clock, which itself is the record (3.2.3).
pub(crate) async fn late_by_clock(tx: &mut dyn Tx, hand: &Hand, id: &OrderId) -> Result<()> {
    let order = tx.order(&MACHINE, id.as_str()).await?.ok_or(Code::NotFound)?;
    let (subject, parties) = (id.as_str(), Parties::of(&order));
    trade::announce(tx, hand, "order.late", subject, order.version, parties).await
}

/// Lets something happen to an order that the scope may see.
async fn happen(market: &Market, scope: &Scope, id: &OrderId, event: OrderEvent) -> Result<()> {
    let (hand, scope, id) = (Hand::of(market), scope.clone(), id.clone());
    let key = format!("order.event:{}", hand.id::<OrderId>());
    trade::write_again(market, key, move |tx| {
        let (hand, scope, id, event) = (hand.clone(), scope.clone(), id.clone(), event.clone());
        Box::pin(async move {
            let order = tx.order(&scope, id.as_str()).await?.ok_or(Code::NotFound)?;
            trade::move_order(tx, &hand, &order, &event, id.as_str()).await.map(|_| ())
        })
    })
    .await
}

async fn view(
    reader: &mut dyn Reader,
    scope: &Scope,
    order: &Order,
    now: Moment,
) -> Result<OrderView> {
    let shipments = shipments(reader, scope, order).await?;
    let returns = returns(reader, scope, order).await?;
    let reviews = match scope {
        Scope::Buyer(_) => reviews::of_lines(reader, scope, order, now).await?,
        _ => Vec::new(),
    };
    let purchase = reader.purchase(&MACHINE, &order.purchase).await?.ok_or(Code::NotFound)?;
    let (refunds, paid_with) = money(reader, &purchase, order, &returns).await?;
    let clocks = reader.clocks_of(&MACHINE, order.id.as_str()).await?;
    // When a shop gets its money is nothing a buyer waits for.
    let sells = may_see_income(scope);
    let live =
        clocks.iter().filter_map(clock_view).filter(|c| sells || c.kind != ClockKind::Settle);
    let broken = clocks.iter().filter_map(broken_promise);
    let book = reader.rulebook(&MACHINE).await?;
    let version = book.versions.iter().find(|v| Some(&v.id) == order.terms.version.as_ref());
    Ok(OrderView {
        card: OrderCard::from(order),
        address: order.address.clone(),
        goods: order.goods,
        by_merchant: order.by_merchant,
        by_platform: order.by_platform,
        freight: order.freight,
        steps: order.steps.clone(),
        note: order.note.clone(),
        shipments,
        returns,
        refunds,
        reviews,
        clocks: live.chain(broken).collect(),
        actions: actions(scope, order, now),
        askable: askable(scope, order, now),
        paid_with,
        no_reason_ends: window_ends(order, ReturnReason::NoReason),
        apply_ends: window_ends(order, ReturnReason::Quality),
        close_reason: purchase.close_reason,
        rule_version: version.map(|v| v.number),
        income: income(scope, order)?,
        now,
    })
}

async fn shipments(
    reader: &mut dyn Reader,
    scope: &Scope,
    order: &Order,
) -> Result<Vec<ShipmentView>> {
    let mut views = Vec::new();
    for shipment in reader.shipments_of(scope, &order.id).await? {
        let nodes = reader.nodes(scope, &shipment.id).await?;
        let nodes = nodes.into_iter().map(|n| NodeView {
            id: n.id,
            node: n.node,
            source: n.source,
            heard_at: n.heard_at,
        });
        let nodes = nodes.collect();
        views.push(shipment_view(shipment, nodes));
    }
    Ok(views)
}

fn shipment_view(shipment: Shipment, nodes: Vec<NodeView>) -> ShipmentView {
    ShipmentView {
        id: shipment.id,
        number: shipment.number,
        carrier: shipment.carrier,
        waybill: shipment.waybill,
        state: shipment.state,
        shipped_at: shipment.shipped_at,
        delivered_at: shipment.delivered_at,
        nodes,
    }
}

async fn returns(reader: &mut dyn Reader, scope: &Scope, order: &Order) -> Result<Vec<ReturnView>> {
    let mut views = Vec::new();
    for ret in reader.returns_of(scope, &order.id).await? {
        views.push(crate::returns::view(reader, &ret).await?);
    }
    Ok(views)
}

/// The money that goes back for this order, and the way it was paid.
async fn money(
    reader: &mut dyn Reader,
    purchase: &Purchase,
    order: &Order,
    returns: &[ReturnView],
) -> Result<(Vec<RefundView>, Option<String>)> {
    let attempts = reader.attempts_of(&MACHINE, &order.purchase).await?;
    let paid_with = attempts.iter().find(|a| Some(&a.id) == purchase.paid_by.as_ref());
    let mine = |refund: &Refund| match refund.reason {
        RefundReason::Cancel => refund.origin == order.id.as_str(),
        RefundReason::Return => returns.iter().any(|r| r.id.as_str() == refund.origin),
        _ => false,
    };
    let refunds = reader.refunds_of(&MACHINE, &order.purchase).await?;
    let refunds = refunds.iter().filter(|r| mine(r)).map(|r| refund_view(r, &attempts)).collect();
    Ok((refunds, paid_with.map(|a| a.provider.clone())))
}

pub(crate) fn refund_view(refund: &Refund, attempts: &[Attempt]) -> RefundView {
    let attempt = attempts.iter().find(|a| a.id == refund.attempt);
    RefundView {
        id: refund.id.clone(),
        reason: refund.reason,
        amount: refund.amount,
        status: refund.status,
        provider: attempt.map(|a| a.provider.clone()).unwrap_or_default(),
        created_at: refund.created_at,
        done_at: refund.done_at,
    }
}

/// A clock that still means something.
pub(crate) fn clock_view(row: &ClockRow) -> Option<ClockView> {
    let state = ClockState::parse(&row.state)?;
    let live = matches!(state, ClockState::Running | ClockState::Paused);
    let kind = ClockKind::parse(&row.clock.kind).filter(|_| live)?;
    Some(ClockView { kind, state, started_at: row.clock.started_at, due_at: row.clock.due_at })
}

/// The promise of dispatch, when its time ran out before the goods left: both parties keep seeing that (3.2.3).
fn broken_promise(row: &ClockRow) -> Option<ClockView> {
    let state = ClockState::parse(&row.state).filter(|state| *state == ClockState::Fired)?;
    let kind = ClockKind::parse(&row.clock.kind).filter(|kind| *kind == ClockKind::Dispatch)?;
    Some(ClockView { kind, state, started_at: row.clock.started_at, due_at: row.clock.due_at })
}

fn may_see_income(scope: &Scope) -> bool {
    match scope {
        Scope::Merchant { permissions, .. } => permissions.has(Permission::Money),
        Scope::Platform { .. } | Scope::System(_) => true,
        Scope::Buyer(_) | Scope::Guest(_) | Scope::Public => false,
    }
}

/// What the merchant gets of the order, for those who may see a shop's money.
fn income(scope: &Scope, order: &Order) -> Result<Option<IncomeView>> {
    Ok(if may_see_income(scope) { Some(IncomeView::of(order)?) } else { None })
}

/// The lines about which the scope's party may ask for something now.
fn askable(scope: &Scope, order: &Order, now: Moment) -> Vec<OrderLineId> {
    let buyer = matches!(scope, Scope::Buyer(_));
    let open = order.lines.iter().filter(|line| buyer && asks_open(order, line, now));
    open.map(|line| line.id.clone()).collect()
}

/// What the scope's party may do now: asked of the machine, so that a button never leads to a refusal by rule.
fn actions(scope: &Scope, order: &Order, now: Moment) -> Vec<Action> {
    let may = |event: OrderEvent| order.apply(&event, now).is_ok();
    let mut actions = Vec::new();
    match scope {
        Scope::Buyer(_) => {
            if order.state == OrderState::AwaitingPayment {
                actions.extend([Action::Pay, Action::Cancel]);
            }
            if may(OrderEvent::CalledOff(By::Buyer)) {
                actions.push(Action::Cancel);
            }
            if may(OrderEvent::Confirmed(By::Buyer)) {
                actions.push(Action::Confirm);
            }
            if !askable(scope, order, now).is_empty() {
                actions.push(Action::Return);
            }
        }
        Scope::Merchant { permissions, .. } => {
            let ships = permissions.has(Permission::OrdersShip);
            if ships && may(OrderEvent::Shipped) {
                actions.push(Action::Ship);
            } else if ships && order.state == OrderState::Shipped && order.delivered_at.is_none() {
                actions.push(Action::AddParcel);
            }
            let decides = permissions.has(Permission::AfterSales);
            if decides && may(OrderEvent::CalledOff(By::Merchant)) {
                actions.push(Action::Cancel);
            }
        }
        _ => {}
    }
    actions
}
