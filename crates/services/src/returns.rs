//! Sending back: applying, answering, and the clock that answers when nobody does (3.3.1). The amount was frozen at
//! purchase; the books move in the transaction in which the refund is decided.

use crate::ports::{Reader, StoreExt as _, Tx};
use crate::trade::{self, Hand, MACHINE, Parties};
use crate::{Actor, Market, Result};
use domain::catalogue::Paged;
use domain::clocks::ClockKind;
use domain::id::{OrderId, ReturnId, TypedId as _};
use domain::orders::views::{LineView, ReturnView};
use domain::orders::{By, Order, OrderEvent};
use domain::returns::views::{ReturnAction, ReturnCase};
use domain::returns::{
    Return, ReturnAsk, ReturnEffect, ReturnEvent, ReturnKind, ReturnState, open, quote_return,
};
use domain::shipping::{Carrier, parse_waybill};
use domain::{Code, Moment, Money, Permission, Refusal, Scope};

/// What applying would refund; the page shows it before the buyer sends.
pub async fn preview(
    market: &Market,
    actor: &Actor,
    order: &OrderId,
    ask: &ReturnAsk,
) -> Result<Money> {
    let scope = actor.buyer()?;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let order = reader.order(&scope, order.as_str()).await?.ok_or(Code::NotFound)?;
    Ok(quote_return(&order, ask, market.now())?.paid)
}

/// The buyer applies. Refuses with `WindowOver`, `NotReturnable`, `NotArrived`, `GoodsKept`, `ReasonUnfit`, `TooMuch`,
/// `AlreadyRequested`, `WrongState`.
pub async fn request(
    market: &Market,
    actor: &Actor,
    order: &OrderId,
    ask: &ReturnAsk,
) -> Result<ReturnId> {
    let scope = actor.buyer()?;
    let (hand, order, ask) = (Hand::of(market), order.clone(), ask.clone());
    let id: ReturnId = hand.id();
    let opened = id.clone();
    let key = format!("return.request:{id}");
    market
        .store
        .write(key, move |tx| {
            let (hand, scope, order) = (hand.clone(), scope.clone(), order.clone());
            let (ask, id) = (ask.clone(), id.clone());
            Box::pin(async move { apply_for(tx, &hand, &scope, &order, &ask, id).await })
        })
        .await?;
    Ok(opened)
}

/// Opens the return, inside the caller's transaction.
pub(crate) async fn apply_for(
    tx: &mut dyn Tx,
    hand: &Hand,
    scope: &Scope,
    order: &OrderId,
    ask: &ReturnAsk,
    id: ReturnId,
) -> Result<()> {
    let order = tx.order(scope, order.as_str()).await?.ok_or(Code::NotFound)?;
    let (ret, effects) = open(id, &order, ask, hand.now)?;
    tx.add_return(&MACHINE, &ret).await?;
    let event = OrderEvent::ReturnOpened(ret.line.clone(), ret.qty);
    let order = trade::move_order(tx, hand, &order, &event, ret.id.as_str()).await?;
    follow(tx, hand, &ret, &order, effects).await
}

/// The buyer withdraws.
pub async fn withdraw(market: &Market, actor: &Actor, id: &ReturnId) -> Result<()> {
    happen(market, &actor.buyer()?, id, ReturnEvent::Withdraw).await
}

/// The buyer hands the goods to a carrier. Refuses with field errors on `carrier` and `waybill`.
pub async fn send_back(
    market: &Market,
    actor: &Actor,
    id: &ReturnId,
    carrier: &str,
    waybill: &str,
) -> Result<()> {
    let carrier =
        Carrier::parse(carrier).ok_or_else(|| Refusal::field("carrier", Code::ChoiceUnknown))?;
    let waybill = parse_waybill(waybill)?;
    happen(market, &actor.buyer()?, id, ReturnEvent::SendBack(carrier, waybill)).await
}

/// The merchant agrees; without goods to come back the money goes at once. Refuses with `ReturnAddressNeeded` when goods are
/// to come back and the shop has not said where to.
pub async fn agree(market: &Market, actor: &Actor, id: &ReturnId) -> Result<()> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    happen(market, &scope, id, ReturnEvent::Agree(By::Merchant, None)).await
}

/// The merchant refuses, with reasons. Refuses with a field error on `answer` when there are none.
pub async fn refuse(market: &Market, actor: &Actor, id: &ReturnId, answer: &str) -> Result<()> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    happen(market, &scope, id, ReturnEvent::Refuse(answer.to_owned())).await
}

/// The merchant has the goods back; the money goes.
pub async fn goods_back(market: &Market, actor: &Actor, id: &ReturnId) -> Result<()> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    happen(market, &scope, id, ReturnEvent::GoodsBack(By::Merchant)).await
}

/// One return for a party that may see it, with its goods and its running clock.
pub async fn get_as(market: &Market, scope: &Scope, id: &ReturnId) -> Result<ReturnCase> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let ret = reader.return_by_id(scope, id).await?.ok_or(Code::NotFound)?;
    case(reader, scope, &ret, market.now()).await
}

/// The returns a scope may see, the youngest first.
pub async fn list_as(
    market: &Market,
    scope: &Scope,
    states: &[ReturnState],
    after: Option<&ReturnId>,
    limit: i64,
) -> Result<Paged<ReturnCase>> {
    let limit = limit.clamp(1, crate::orders::PAGE_SIZE_MAX);
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let mut rows = reader.returns(scope, states, after, limit + 1).await?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|r| r.id.to_string());
    let mut items = Vec::with_capacity(rows.len());
    for ret in &rows {
        items.push(case(reader, scope, ret, market.now()).await?);
    }
    Ok(Paged { items, next })
}

async fn case(
    reader: &mut dyn Reader,
    scope: &Scope,
    ret: &Return,
    now: Moment,
) -> Result<ReturnCase> {
    let order = reader.order(scope, ret.order.as_str()).await?.ok_or(Code::NotFound)?;
    let actions = actions(scope, ret, &order, now);
    let asks = actions.contains(&ReturnAction::Agree) && ret.kind == ReturnKind::SendBack;
    let would_send_to =
        if asks { reader.return_address(&MACHINE, &ret.merchant).await? } else { None };
    Ok(ReturnCase {
        ret: view(reader, ret).await?,
        order_number: order.number.clone(),
        recipient: order.address.recipient.clone(),
        line: LineView::from(order.line(&ret.line)?),
        actions,
        would_send_to,
        now,
    })
}

/// A return with its running clock and, while goods are to go back, where to. What was told when it was agreed stays; where
/// the clock agreed for a shop that had told nothing, what the shop tells by now.
pub(crate) async fn view(reader: &mut dyn Reader, ret: &Return) -> Result<ReturnView> {
    let clocks = reader.clocks_of(&MACHINE, ret.id.as_str()).await?;
    let clock = clocks.iter().filter_map(crate::orders::clock_view).next();
    let send_to = match (&ret.send_to, ret.state) {
        (None, ReturnState::Agreed) => reader.return_address(&MACHINE, &ret.merchant).await?,
        (told, ReturnState::Agreed | ReturnState::SentBack) => told.clone(),
        _ => None,
    };
    Ok(ReturnView { clock, send_to, ..ReturnView::from(ret) })
}

/// What the scope's party may do now.
fn actions(scope: &Scope, ret: &Return, order: &Order, now: Moment) -> Vec<ReturnAction> {
    match scope {
        Scope::Merchant { permissions, .. } if permissions.has(Permission::AfterSales) => {
            ReturnAction::of_merchant(ret, &order.terms, now)
        }
        _ => Vec::new(),
    }
}

/// The clock answers for a party who did not, inside the transaction that fires it.
pub(crate) async fn by_clock(
    tx: &mut dyn Tx,
    hand: &Hand,
    id: &ReturnId,
    kind: ClockKind,
) -> Result<()> {
    let event = match kind {
        ClockKind::ReturnDecide => ReturnEvent::Agree(By::Clock, None),
        ClockKind::ReturnSend => ReturnEvent::Lapse,
        _ => ReturnEvent::GoodsBack(By::Clock),
    };
    step(tx, hand, &MACHINE, id, &event).await
}

/// The refund of a return is done.
pub(crate) async fn money_went_back(tx: &mut dyn Tx, hand: &Hand, id: &ReturnId) -> Result<()> {
    let ret = tx.return_by_id(&MACHINE, id).await?.ok_or(Code::NotFound)?;
    let order = tx.order(&MACHINE, ret.order.as_str()).await?.ok_or(Code::NotFound)?;
    let (mut after, _) = ret.apply(&ReturnEvent::Refunded, &order.terms, hand.now)?;
    tx.save_return(&MACHINE, &after).await?;
    after.version += 1;
    announce(tx, hand, &after, "return.refunded").await
}

async fn happen(market: &Market, scope: &Scope, id: &ReturnId, event: ReturnEvent) -> Result<()> {
    let (hand, scope, id) = (Hand::of(market), scope.clone(), id.clone());
    let key = format!("return.event:{}", hand.id::<ReturnId>());
    trade::write_again(market, key, move |tx| {
        let (hand, scope, id, event) = (hand.clone(), scope.clone(), id.clone(), event.clone());
        Box::pin(async move { step(tx, &hand, &scope, &id, &event).await })
    })
    .await
}

/// Lets something happen to a return that the scope may see, inside the caller's transaction.
pub(crate) async fn step(
    tx: &mut dyn Tx,
    hand: &Hand,
    scope: &Scope,
    id: &ReturnId,
    event: &ReturnEvent,
) -> Result<()> {
    let mut ret = tx.return_by_id(scope, id).await?.ok_or(Code::NotFound)?;
    let order = tx.order(&MACHINE, ret.order.as_str()).await?.ok_or(Code::NotFound)?;
    let mut event = event.clone();
    match &mut event {
        ReturnEvent::Agree(_, send_to) => {
            *send_to = tx.return_address(&MACHINE, &ret.merchant).await?;
        }
        // Told only after the clock had agreed: what the buyer went by is kept.
        ReturnEvent::SendBack(..) if ret.send_to.is_none() => {
            ret.send_to = tx.return_address(&MACHINE, &ret.merchant).await?;
        }
        _ => {}
    }
    let (mut after, effects) = ret.apply(&event, &order.terms, hand.now)?;
    tx.save_return(&MACHINE, &after).await?;
    after.version += 1;
    follow(tx, hand, &after, &order, effects).await
}

/// Carries out what follows from a step of a return.
async fn follow(
    tx: &mut dyn Tx,
    hand: &Hand,
    ret: &Return,
    order: &Order,
    effects: Vec<ReturnEffect>,
) -> Result<()> {
    let subject = ret.id.as_str();
    let parties = Parties { buyer: &ret.buyer, merchant: Some(&ret.merchant) };
    for effect in effects {
        match effect {
            ReturnEffect::StartClock(kind, length) => {
                let started_by = ret.state.as_str();
                trade::start_clock(tx, hand, kind, subject, started_by, length, parties).await?;
            }
            ReturnEffect::StopClock(kind) => {
                let outcome = ret.state.as_str();
                tx.stop_clock(&MACHINE, kind.as_str(), subject, outcome, hand.now).await?;
            }
            ReturnEffect::RefundUnits => {
                let event = OrderEvent::UnitsRefunded(ret.line.clone(), ret.qty);
                trade::move_order(tx, hand, order, &event, subject).await?;
            }
            ReturnEffect::DropUnits => {
                let event = OrderEvent::ReturnDropped(ret.line.clone(), ret.qty);
                trade::move_order(tx, hand, order, &event, subject).await?;
            }
            ReturnEffect::Announce(kind) => announce(tx, hand, ret, kind).await?,
        }
    }
    Ok(())
}

async fn announce(tx: &mut dyn Tx, hand: &Hand, ret: &Return, kind: &str) -> Result<()> {
    let parties = Parties { buyer: &ret.buyer, merchant: Some(&ret.merchant) };
    trade::announce(tx, hand, kind, ret.id.as_str(), ret.version, parties).await
}
