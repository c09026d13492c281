//! Payments: one live attempt per purchase, events heard once, money that goes back once per fact and reason.

use crate::deals::{Deal, PAYABLE, look, trade};
use crate::fixture::{SYSTEM, World, owner};
use domain::id::*;
use domain::payments::*;
use domain::{Code, Currency, Duration, Money, Scope, StaffRole};
use services::Error;
use services::ports::StoreExt as _;
use services::ports::payments::PaymentEvent;

crate::stories![
    an_attempt_is_read_back_as_it_was_stored_and_moves_on_from_its_version,
    a_purchase_has_one_live_attempt_however_many_tabs_ask,
    a_buyer_sees_their_own_payments_and_merchants_see_none,
    nobody_pays_under_another_buyers_name,
    what_a_provider_tells_is_heard_once,
    a_fact_is_refunded_once_for_one_reason,
    refunds_that_wait_are_listed_oldest_first_to_staff_alone,
];

fn attempt(world: &World, deal: &Deal) -> Attempt {
    let id = world.id();
    Attempt {
        no: attempt_no(&id),
        id,
        purchase: deal.purchase.clone(),
        buyer: deal.buyer.clone(),
        provider: "alipay".into(),
        due: Money::fen(PAYABLE),
        state: AttemptState::Created,
        provider_ref: None,
        paid: None,
        verdict: None,
        created_at: world.now(),
        expires_at: world.now().plus(Duration::minutes(30)),
        paid_at: None,
        polls: 0,
        version: 0,
    }
}

fn refund(world: &World, attempt: &Attempt, origin: &str, reason: RefundReason) -> Refund {
    let id = world.id();
    Refund {
        no: refund_no(&id),
        id,
        attempt: attempt.id.clone(),
        purchase: attempt.purchase.clone(),
        buyer: attempt.buyer.clone(),
        origin: origin.into(),
        reason,
        amount: Money::fen(2_500),
        status: RefundStatus::Pending,
        failure: None,
        created_at: world.now(),
        done_at: None,
        tries: 0,
        version: 0,
    }
}

async fn an_attempt_is_read_back_as_it_was_stored_and_moves_on_from_its_version(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let first = attempt(&world, &deal);
    trade!(world, |tx| tx.add_attempt(&SYSTEM, &first), first).unwrap();
    let read = look!(world, |r| r.attempt(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read.as_ref(), Some(&first));

    // Another currency than what was due may arrive; it is kept as it came.
    let paid = Attempt {
        state: AttemptState::Paid,
        provider_ref: Some("2026".into()),
        paid: Some(Money::new(1_400, Currency::Usd)),
        verdict: Some(Verdict::WrongCurrency),
        paid_at: Some(world.now()),
        polls: 3,
        ..first.clone()
    };
    trade!(world, |tx| tx.save_attempt(&SYSTEM, &paid), paid).unwrap();
    let read = look!(world, |r| r.attempt_by_no(&SYSTEM, &first.no)).unwrap();
    assert_eq!(read, Some(Attempt { version: 1, ..paid.clone() }));

    // Whoever read it before that write is too late.
    let late = Attempt { state: AttemptState::Closed, ..first.clone() };
    let stale = trade!(world, |tx| tx.save_attempt(&SYSTEM, &late), late).unwrap_err();
    assert_eq!(stale.code(), Code::Stale);
    let read = look!(world, |r| r.attempts_of(&SYSTEM, &deal.purchase)).unwrap();
    assert_eq!(read, [Attempt { version: 1, ..paid }]);
    assert_eq!(look!(world, |r| r.attempt_by_no(&SYSTEM, "P0")).unwrap(), None);
}

async fn a_purchase_has_one_live_attempt_however_many_tabs_ask(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let tabs = (0..8).map(|_| {
        let (world, attempt) = (world.clone(), attempt(&world, &deal));
        tokio::spawn(async move { trade!(world, |tx| tx.add_attempt(&SYSTEM, &attempt), attempt) })
    });
    let mut added = 0;
    for tab in futures::future::join_all(tabs).await {
        match tab.unwrap() {
            Ok(()) => added += 1,
            Err(Error::Conflict(name)) => assert_eq!(name, "attempt_live"),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(added, 1);

    // Pending and unknown are live too; closed makes room, and the oldest is told first.
    let [mut first] = look!(world, |r| r.attempts_of(&SYSTEM, &deal.purchase))
        .unwrap()
        .try_into()
        .expect("one attempt");
    let next = attempt(&world, &deal);
    for state in [AttemptState::Pending, AttemptState::Unknown] {
        first.state = state;
        trade!(world, |tx| tx.save_attempt(&SYSTEM, &first), first).unwrap();
        first.version += 1;
        let refused = trade!(world, |tx| tx.add_attempt(&SYSTEM, &next), next).unwrap_err();
        assert!(matches!(refused, Error::Conflict(name) if name == "attempt_live"), "{state:?}");
    }
    first.state = AttemptState::Closed;
    trade!(world, |tx| tx.save_attempt(&SYSTEM, &first), first).unwrap();
    trade!(world, |tx| tx.add_attempt(&SYSTEM, &next), next).unwrap();
    let told = look!(world, |r| r.attempts_of(&SYSTEM, &deal.purchase)).unwrap();
    assert_eq!(told.iter().map(|a| &a.id).collect::<Vec<_>>(), [&first.id, &next.id]);
}

async fn a_buyer_sees_their_own_payments_and_merchants_see_none(world: World) {
    let (deal, other) = (Deal::new(&world, "qing").await, Deal::new(&world, "other").await);
    let paid = attempt(&world, &deal);
    let back = refund(&world, &paid, deal.order.as_str(), RefundReason::Cancel);
    trade!(world, |tx| tx.add_attempt(&SYSTEM, &paid), paid).unwrap();
    trade!(world, |tx| tx.add_refund(&SYSTEM, &back), back).unwrap();

    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Service };
    for scope in [deal.scope(), staff.clone(), SYSTEM] {
        assert!(look!(world, |r| r.attempt(&scope, &paid.id)).unwrap().is_some(), "{scope:?}");
        assert_eq!(look!(world, |r| r.attempts_of(&scope, &deal.purchase)).unwrap().len(), 1);
        assert!(look!(world, |r| r.refund(&scope, &back.id)).unwrap().is_some(), "{scope:?}");
        assert_eq!(look!(world, |r| r.refunds_of(&scope, &deal.purchase)).unwrap().len(), 1);
    }
    for scope in [other.scope(), owner(&deal.merchant), Scope::Public, Scope::Guest(world.id())] {
        assert_eq!(look!(world, |r| r.attempt(&scope, &paid.id)).unwrap(), None, "{scope:?}");
        assert_eq!(look!(world, |r| r.attempts_of(&scope, &deal.purchase)).unwrap(), []);
        assert_eq!(look!(world, |r| r.refund(&scope, &back.id)).unwrap(), None, "{scope:?}");
        assert_eq!(look!(world, |r| r.refunds_of(&scope, &deal.purchase)).unwrap(), []);
    }
    // The provider's number is no key for a person, and no person moves a payment.
    for scope in [deal.scope(), staff, owner(&deal.merchant), Scope::Public] {
        let read = look!(world, |r| r.attempt_by_no(&scope, &paid.no));
        assert_eq!(read.unwrap_err().code(), Code::Forbidden, "{scope:?}");
        let saved = trade!(world, |tx| tx.save_attempt(&scope, &paid), scope, paid);
        assert_eq!(saved.unwrap_err().code(), Code::Forbidden, "{scope:?}");
        let saved = trade!(world, |tx| tx.save_refund(&scope, &back), scope, back);
        assert_eq!(saved.unwrap_err().code(), Code::Forbidden, "{scope:?}");
        let twin = refund(&world, &paid, "ret_1", RefundReason::Return);
        let added = trade!(world, |tx| tx.add_refund(&scope, &twin), scope, twin);
        assert_eq!(added.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
}

async fn nobody_pays_under_another_buyers_name(world: World) {
    let (deal, other) = (Deal::new(&world, "qing").await, Deal::new(&world, "other").await);
    let own = attempt(&world, &deal);
    for scope in [other.scope(), owner(&deal.merchant), Scope::Public] {
        let added = trade!(world, |tx| tx.add_attempt(&scope, &own), scope, own);
        assert_eq!(added.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    // Another's purchase with one's own name on the attempt is nobody's purchase.
    let strange = Attempt { purchase: deal.purchase.clone(), ..attempt(&world, &other) };
    for scope in [other.scope(), SYSTEM] {
        let added = trade!(world, |tx| tx.add_attempt(&scope, &strange), scope, strange);
        assert_eq!(added.unwrap_err().code(), Code::NotFound, "{scope:?}");
    }
    let scope = deal.scope();
    trade!(world, |tx| tx.add_attempt(&scope, &own), scope, own).unwrap();
}

async fn what_a_provider_tells_is_heard_once(world: World) {
    let event = |provider: &str, event_id: &str| PaymentEvent {
        id: world.id(),
        provider: provider.into(),
        event_id: event_id.into(),
        attempt_no: "P1".into(),
        signature: "seal: of wax".into(),
        raw: "trade_status=TRADE_SUCCESS".into(),
        heard_at: world.now(),
    };
    let keep = async |scope: Scope, event: PaymentEvent| {
        trade!(world, |tx| tx.keep_payment_event(&scope, &event), scope, event)
    };
    assert!(keep(SYSTEM, event("alipay", "e1")).await.unwrap());
    assert!(!keep(SYSTEM, event("alipay", "e1")).await.unwrap(), "the same event");
    assert!(keep(SYSTEM, event("alipay", "e2")).await.unwrap());
    assert!(keep(SYSTEM, event("other", "e1")).await.unwrap(), "another provider's");
    let refused = keep(Scope::Public, event("alipay", "e3")).await;
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    assert_eq!(world.behind_the_back("update payment_event set raw = raw").await, 3);
}

async fn a_fact_is_refunded_once_for_one_reason(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let paid = attempt(&world, &deal);
    trade!(world, |tx| tx.add_attempt(&SYSTEM, &paid), paid).unwrap();
    let origin = deal.order.as_str();
    let first = refund(&world, &paid, origin, RefundReason::Cancel);
    let twin = refund(&world, &paid, origin, RefundReason::Cancel);
    let other = refund(&world, &paid, origin, RefundReason::Surplus);
    assert!(trade!(world, |tx| tx.add_refund(&SYSTEM, &first), first).unwrap());
    assert!(!trade!(world, |tx| tx.add_refund(&SYSTEM, &twin), twin).unwrap());
    assert!(trade!(world, |tx| tx.add_refund(&SYSTEM, &other), other).unwrap());
    let told = look!(world, |r| r.refunds_of(&SYSTEM, &deal.purchase)).unwrap();
    assert_eq!(told, [first.clone(), other]);

    let failed = Refund {
        status: RefundStatus::Failed,
        failure: Some("ACQ.SELLER_BALANCE_NOT_ENOUGH".into()),
        tries: 4,
        ..first.clone()
    };
    trade!(world, |tx| tx.save_refund(&SYSTEM, &failed), failed).unwrap();
    let read = look!(world, |r| r.refund(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read, Some(Refund { version: 1, ..failed.clone() }));
    let late = Refund { status: RefundStatus::Done, done_at: Some(world.now()), ..first.clone() };
    let stale = trade!(world, |tx| tx.save_refund(&SYSTEM, &late), late).unwrap_err();
    assert_eq!(stale.code(), Code::Stale);
    let read = look!(world, |r| r.refund(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read, Some(Refund { version: 1, ..failed }));
}

async fn refunds_that_wait_are_listed_oldest_first_to_staff_alone(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let paid = attempt(&world, &deal);
    trade!(world, |tx| tx.add_attempt(&SYSTEM, &paid), paid).unwrap();
    let mut waiting = Vec::new();
    for i in 0..5 {
        let back = refund(&world, &paid, &format!("ret_{i}"), RefundReason::Return);
        trade!(world, |tx| tx.add_refund(&SYSTEM, &back), back).unwrap();
        waiting.push(back);
    }
    let mut done = waiting.remove(2);
    done.status = RefundStatus::Done;
    trade!(world, |tx| tx.save_refund(&SYSTEM, &done), done).unwrap();

    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Finance };
    let page = async |scope: &Scope, after: Option<&RefundId>| {
        look!(world, |r| r.refunds(scope, RefundStatus::Pending, after, 3))
    };
    let first = page(&staff, None).await.unwrap();
    assert_eq!(first, waiting[..3]);
    assert_eq!(page(&SYSTEM, Some(&first[2].id)).await.unwrap(), waiting[3..]);
    for scope in [deal.scope(), owner(&deal.merchant), Scope::Public] {
        assert_eq!(page(&scope, None).await.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
}
