//! Returns: who may see and move them, one that is open per line, and lists that go on where they ended.

use crate::deals::{Deal, look, trade};
use crate::fixture::{SYSTEM, World, goes_back, owner};
use domain::id::*;
use domain::orders::By;
use domain::quote::Share;
use domain::returns::*;
use domain::shipping::Carrier;
use domain::{Code, Currency, Money, Scope, StaffRole};
use services::ports::StoreExt as _;

crate::stories![
    a_return_is_read_back_as_it_was_stored_and_moves_on_from_its_version,
    a_return_is_seen_and_moved_by_its_parties_alone,
    a_return_is_asked_for_by_the_buyer_of_the_line_alone,
    a_line_has_one_open_return_however_often_the_buyer_clicks,
    a_list_of_returns_begins_with_the_youngest_and_goes_on_where_it_ended,
];

fn ret(world: &World, deal: &Deal) -> Return {
    Return {
        id: world.id(),
        order: deal.order.clone(),
        line: deal.line.clone(),
        merchant: deal.merchant.clone(),
        buyer: deal.buyer.clone(),
        qty: 2,
        kind: ReturnKind::SendBack,
        reason: ReturnReason::Damaged,
        note: "杯口有裂纹".into(),
        share: Share { paid: Money::fen(6_667), ..Share::zero(Currency::Cny) },
        state: ReturnState::Requested,
        decided_by: None,
        answer: String::new(),
        send_to: None,
        carrier: None,
        waybill: None,
        requested_at: world.now(),
        decided_at: None,
        refunded_at: None,
        version: 0,
    }
}

async fn a_return_is_read_back_as_it_was_stored_and_moves_on_from_its_version(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let first = ret(&world, &deal);
    trade!(world, |tx| tx.add_return(&SYSTEM, &first), first).unwrap();
    let read = look!(world, |r| r.return_by_id(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read.as_ref(), Some(&first));

    let sent = Return {
        state: ReturnState::SentBack,
        decided_by: Some(By::Clock),
        answer: "同意".into(),
        send_to: Some(goes_back()),
        carrier: Some(Carrier::Ems),
        waybill: Some("EMS123456".into()),
        decided_at: Some(world.now()),
        ..first.clone()
    };
    trade!(world, |tx| tx.save_return(&SYSTEM, &sent), sent).unwrap();
    let late = Return { state: ReturnState::Withdrawn, ..first.clone() };
    let stale = trade!(world, |tx| tx.save_return(&SYSTEM, &late), late).unwrap_err();
    assert_eq!(stale.code(), Code::Stale);
    let read = look!(world, |r| r.return_by_id(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read, Some(Return { version: 1, ..sent }));
}

async fn a_return_is_seen_and_moved_by_its_parties_alone(world: World) {
    let (deal, other) = (Deal::new(&world, "qing").await, Deal::new(&world, "other").await);
    let mut open = ret(&world, &deal);
    trade!(world, |tx| tx.add_return(&SYSTEM, &open), open).unwrap();
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Mediator };
    for scope in [other.scope(), owner(&other.merchant), Scope::Public, Scope::Guest(world.id())] {
        assert_eq!(look!(world, |r| r.return_by_id(&scope, &open.id)).unwrap(), None, "{scope:?}");
        assert_eq!(look!(world, |r| r.returns_of(&scope, &deal.order)).unwrap(), []);
        assert_eq!(look!(world, |r| r.returns(&scope, &[], None, 10)).unwrap(), []);
        let saved = trade!(world, |tx| tx.save_return(&scope, &open), scope, open);
        assert_eq!(saved.unwrap_err().code(), Code::Stale, "{scope:?}");
    }
    for scope in [deal.scope(), owner(&deal.merchant), staff, SYSTEM] {
        let read = look!(world, |r| r.return_by_id(&scope, &open.id)).unwrap();
        assert_eq!(read.as_ref(), Some(&open), "{scope:?}");
        assert_eq!(look!(world, |r| r.returns_of(&scope, &deal.order)).unwrap(), [open.clone()]);
        assert_eq!(look!(world, |r| r.returns(&scope, &[], None, 10)).unwrap(), [open.clone()]);
        trade!(world, |tx| tx.save_return(&scope, &open), scope, open).unwrap();
        open.version += 1;
    }
}

async fn a_return_is_asked_for_by_the_buyer_of_the_line_alone(world: World) {
    let (deal, other) = (Deal::new(&world, "qing").await, Deal::new(&world, "other").await);
    let open = ret(&world, &deal);
    for scope in [other.scope(), owner(&deal.merchant), Scope::Public] {
        let added = trade!(world, |tx| tx.add_return(&scope, &open), scope, open);
        assert_eq!(added.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    // Another's line under one's own name, and a line under an order it is not on.
    let strangers = [
        Return { buyer: other.buyer.clone(), ..open.clone() },
        Return { order: other.order.clone(), ..open.clone() },
        Return { merchant: other.merchant.clone(), ..open.clone() },
    ];
    for strange in strangers {
        let added = trade!(world, |tx| tx.add_return(&SYSTEM, &strange), strange);
        assert_eq!(added.unwrap_err().code(), Code::NotFound);
    }
    let scope = deal.scope();
    trade!(world, |tx| tx.add_return(&scope, &open), scope, open).unwrap();
}

async fn a_line_has_one_open_return_however_often_the_buyer_clicks(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let clicks = (0..8).map(|_| {
        let (world, open) = (world.clone(), ret(&world, &deal));
        tokio::spawn(async move { trade!(world, |tx| tx.add_return(&SYSTEM, &open), open) })
    });
    let mut added = 0;
    for click in futures::future::join_all(clicks).await {
        match click.unwrap() {
            Ok(()) => added += 1,
            Err(error) => assert_eq!(error.code(), Code::AlreadyRequested),
        }
    }
    assert_eq!(added, 1);

    let mut open = look!(world, |r| r.returns_of(&SYSTEM, &deal.order)).unwrap().remove(0);
    let next = ret(&world, &deal);
    for state in [ReturnState::Agreed, ReturnState::SentBack] {
        open.state = state;
        trade!(world, |tx| tx.save_return(&SYSTEM, &open), open).unwrap();
        open.version += 1;
        let refused = trade!(world, |tx| tx.add_return(&SYSTEM, &next), next).unwrap_err();
        assert_eq!(refused.code(), Code::AlreadyRequested, "{state:?}");
    }
    // What is decided makes room for the next one.
    open.state = ReturnState::Refunding;
    trade!(world, |tx| tx.save_return(&SYSTEM, &open), open).unwrap();
    trade!(world, |tx| tx.add_return(&SYSTEM, &next), next).unwrap();
    let told = look!(world, |r| r.returns_of(&SYSTEM, &deal.order)).unwrap();
    assert_eq!(told.iter().map(|r| &r.id).collect::<Vec<_>>(), [&open.id, &next.id]);
}

async fn a_list_of_returns_begins_with_the_youngest_and_goes_on_where_it_ended(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let other = Deal::new(&world, "other").await;
    let states = [
        ReturnState::Refused,
        ReturnState::Refunded,
        ReturnState::Withdrawn,
        ReturnState::Refused,
        ReturnState::Requested,
    ];
    let mut all = Vec::new();
    for state in states {
        let made = Return { state, ..ret(&world, &deal) };
        trade!(world, |tx| tx.add_return(&SYSTEM, &made), made).unwrap();
        all.insert(0, made.id);
    }
    let foreign = ret(&world, &other);
    trade!(world, |tx| tx.add_return(&SYSTEM, &foreign), foreign).unwrap();
    let page = async |scope: &Scope, states: &[ReturnState], after: Option<&ReturnId>| {
        let rows = look!(world, |r| r.returns(scope, states, after, 3)).unwrap();
        rows.into_iter().map(|r| r.id).collect::<Vec<_>>()
    };
    for scope in [deal.scope(), owner(&deal.merchant)] {
        assert_eq!(page(&scope, &[], None).await, all[..3], "{scope:?}");
        assert_eq!(page(&scope, &[], Some(&all[2])).await, all[3..], "{scope:?}");
        let wanted = [ReturnState::Refused, ReturnState::Refunded];
        assert_eq!(page(&scope, &wanted, None).await, [1, 3, 4].map(|i| all[i].clone()));
        assert_eq!(page(&scope, &wanted, Some(&all[1])).await, [3, 4].map(|i| all[i].clone()));
        assert_eq!(page(&scope, &[ReturnState::Agreed], None).await, []);
    }
    assert_eq!(page(&SYSTEM, &[ReturnState::Requested], None).await, [foreign.id, all[0].clone()]);
}
