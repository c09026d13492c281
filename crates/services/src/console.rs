//! What the consoles of merchants and staff look at: how much waits in each state, where a number somebody typed leads, and
//! the journal of the books. Nothing here changes anything, but for a dead job that gets another try.

use crate::ports::StoreExt as _;
use crate::ports::console::{BalanceRow, JournalRow, WorkCounts};
use crate::ports::work::NewAudit;
use crate::{Actor, Market, Result, ledger, returns};
use domain::catalogue::Paged;
use domain::console::{AfterSalesToday, COUNT_MAX, OrderCounts, ShopMoney, TodayView};
use domain::id::{AuditId, JobId, OrderId, PostingId, TypedId as _};
use domain::orders::views::OrderCard;
use domain::orders::{Order, OrderState};
use domain::returns::ReturnState;
use domain::shipping::parse_waybill;
use domain::{Code, Moment, Permission, Scope};

/// How many postings or accounts one page shows at most.
pub const PAGE_ROWS_MAX: i64 = 50;
/// How many deadlines a shop's first page names.
const SOONEST_MAX: usize = 5;
/// How many orders to ship a shop's first page names.
const TO_SHIP_MAX: i64 = 20;

/// How many orders the scope has in each of `states`, at most [`COUNT_MAX`] each, in the same order.
pub async fn count_orders(
    market: &Market,
    scope: &Scope,
    states: &[OrderState],
) -> Result<Vec<i64>> {
    let mut reader = market.store.read().await?;
    let mut counts = Vec::with_capacity(states.len());
    for state in states {
        counts.push(reader.count_orders(scope, *state, COUNT_MAX).await?);
    }
    Ok(counts)
}

/// How many orders of the scope wait for something.
pub async fn waiting_orders(market: &Market, scope: &Scope) -> Result<OrderCounts> {
    let states = [OrderState::AwaitingPayment, OrderState::Paid, OrderState::Shipped];
    let counts = count_orders(market, scope, &states).await?;
    let of = |i: usize| counts.get(i).copied().unwrap_or_default();
    Ok(OrderCounts { to_pay: of(0), to_ship: of(1), shipped: of(2) })
}

/// What waits for the asking member of a merchant's staff, as far as their permissions reach.
pub async fn today(market: &Market, actor: &Actor) -> Result<TodayView> {
    let scope = actor.merchant(None, Permission::OrdersRead)?;
    let orders = waiting_orders(market, &scope).await?;
    let to_ship = market.store.read().await?.orders_to_ship(&scope, TO_SHIP_MAX).await?;
    let to_ship = to_ship.iter().map(OrderCard::from).collect();
    let after_sales = match actor.merchant(None, Permission::AfterSales) {
        Ok(scope) => Some(after_sales_today(market, &scope).await?),
        Err(_) => None,
    };
    let money = match ledger::merchant_balances(market, actor).await {
        Ok((pending, available)) => Some(ShopMoney { pending, available }),
        Err(error) if error.code() == Code::Forbidden => None,
        Err(error) => return Err(error),
    };
    Ok(TodayView { orders, to_ship, now: market.now(), after_sales, money })
}

async fn after_sales_today(market: &Market, scope: &Scope) -> Result<AfterSalesToday> {
    let states = [ReturnState::Requested, ReturnState::SentBack];
    let counts = count_returns(market, scope, &states).await?;
    let of = |i: usize| counts.get(i).copied().unwrap_or_default();
    let mut soonest = returns::list_as(market, scope, &states, None, PAGE_ROWS_MAX).await?.items;
    soonest.sort_by_key(|case| case.ret.clock.as_ref().map_or(Moment(i64::MAX), |c| c.due_at));
    soonest.truncate(SOONEST_MAX);
    let reviews = market.store.read().await?.count_reviews_to_answer(scope, COUNT_MAX).await?;
    Ok(AfterSalesToday { to_answer: of(0), to_refund: of(1), reviews, soonest })
}

/// How many returns the scope has in each of `states`, at most [`COUNT_MAX`] each, in the same order.
pub async fn count_returns(
    market: &Market,
    scope: &Scope,
    states: &[ReturnState],
) -> Result<Vec<i64>> {
    let mut reader = market.store.read().await?;
    let mut counts = Vec::with_capacity(states.len());
    for state in states {
        counts.push(reader.count_returns(scope, *state, COUNT_MAX).await?);
    }
    Ok(counts)
}

/// How much work waits now. Staff only.
pub async fn count_work(market: &Market, scope: &Scope) -> Result<WorkCounts> {
    market.store.read().await?.count_work(scope, market.now(), COUNT_MAX).await
}

/// The orders that a typed order number, purchase number, order id or waybill number means, among those the scope may see.
/// Buyers read the number of the purchase at the cashier; it stands for all its orders.
pub async fn find_orders(market: &Market, scope: &Scope, typed: &str) -> Result<Vec<OrderCard>> {
    let mut reader = market.store.read().await?;
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return Ok(Vec::new());
    }
    let cards = |orders: &[Order]| orders.iter().map(OrderCard::from).collect::<Vec<_>>();
    if let Some(order) = reader.order(scope, &plain).await? {
        return Ok(cards(&[order]));
    }
    let numbered = reader.orders_numbered(scope, &plain).await?;
    if !numbered.is_empty() {
        return Ok(cards(&numbered));
    }
    let Ok(waybill) = parse_waybill(&plain) else { return Ok(Vec::new()) };
    let Some(id) = reader.order_by_waybill(scope, &waybill).await? else { return Ok(Vec::new()) };
    let order = reader.order(scope, id.as_str()).await?;
    Ok(cards(order.as_slice()))
}

/// What was booked for an order the scope may see, the oldest first.
pub async fn journal_of_order(
    market: &Market,
    scope: &Scope,
    order: &OrderId,
) -> Result<Vec<JournalRow>> {
    market.store.read().await?.journal_of_order(scope, order).await
}

/// The journal of the books, the youngest posting first. Staff only.
pub async fn journal(
    market: &Market,
    scope: &Scope,
    after: Option<&PostingId>,
) -> Result<Paged<JournalRow>> {
    let mut rows = market.store.read().await?.journal(scope, after, PAGE_ROWS_MAX + 1).await?;
    let more = cut(&mut rows);
    let next = rows.last().filter(|_| more).map(|r| r.id.to_string());
    Ok(Paged { items: rows, next })
}

/// The accounts with something on them, by code. Staff only.
pub async fn balances(
    market: &Market,
    scope: &Scope,
    after: Option<&str>,
) -> Result<Paged<BalanceRow>> {
    let mut rows = market.store.read().await?.balances(scope, after, PAGE_ROWS_MAX + 1).await?;
    let more = cut(&mut rows);
    let next = rows.last().filter(|_| more).map(|r| r.account.code());
    Ok(Paged { items: rows, next })
}

/// Cuts a page to its length; whether there is more.
fn cut<T>(rows: &mut Vec<T>) -> bool {
    let most = usize::try_from(PAGE_ROWS_MAX).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

/// Gives a job that was given up another try, and writes down who did it. Refuses with `WrongState` when it is not dead.
pub async fn revive_job(market: &Market, scope: &Scope, job: &JobId) -> Result<()> {
    let (now, job) = (market.now(), job.clone());
    let audit = NewAudit {
        id: market.id::<AuditId>(),
        actor: scope.account().map_or_else(String::new, ToString::to_string),
        action: "job.revived".to_owned(),
        subject: job.to_string(),
        body_json: "{}".to_owned(),
        at: now,
    };
    let (key, scope) = (format!("job.revive:{}", audit.id), scope.clone());
    market
        .store
        .write(key, move |tx| {
            let (job, audit, scope) = (job.clone(), audit.clone(), scope.clone());
            Box::pin(async move {
                if !tx.revive_job(&scope, &job, now).await? {
                    return Err(Code::WrongState.into());
                }
                tx.audit(&scope, &audit).await
            })
        })
        .await
}
