//! Providers' days: compared once, answered for once, and read back as they were kept.

use crate::deals::{Deal, PAYABLE, look, trade};
use crate::fixture::{SYSTEM, World, owner};
use domain::id::*;
use domain::payments::*;
use domain::reconciliation::record::*;
use domain::reconciliation::*;
use domain::{Code, Duration, Moment, Money, Scope, StaffRole};
use services::ports::StoreExt as _;

crate::stories![
    a_day_waits_for_its_bill_and_is_compared_once,
    what_a_report_says_is_read_back_as_it_was_kept,
    a_difference_is_answered_for_once,
    days_are_listed_the_youngest_first_and_go_on_where_the_list_ended,
    what_moved_on_a_day_is_found_and_what_a_bill_names_too,
    bills_are_for_staff_and_only_the_machine_compares,
];

const DAY: i64 = 20_000;

fn line(no: &str, fen: i64) -> BillLine {
    BillLine {
        kind: BillKind::Payment,
        attempt_no: no.into(),
        refund_no: None,
        provider_ref: format!("T{no}"),
        amount: Money::fen(fen),
        fee: Money::fen(1),
        at: Moment(5),
    }
}

fn booked(no: &str, fen: i64) -> Movement {
    Movement {
        kind: BillKind::Refund,
        attempt_no: no.into(),
        refund_no: Some(format!("R{no}")),
        amount: Money::fen(fen),
        fee: None,
        standing: Standing::Done,
        of_the_day: true,
    }
}

/// A line nobody knows and a refund the bill does not know.
fn report() -> Report {
    compare(&[line("A", 500)], &[booked("B", 70)]).unwrap()
}

async fn opened(world: &World) -> Day {
    assert!(trade!(world, |tx| tx.open_bill_day(&SYSTEM, "alipay", DAY)).unwrap());
    look!(world, |r| r.bill_day(&SYSTEM, "alipay", DAY)).unwrap().unwrap()
}

/// A day with the two differences of the report.
async fn compared(world: &World) -> (Day, Report, Vec<DifferenceId>) {
    let day = Day { tries: 1, asked_at: Some(world.now()), ..opened(world).await };
    let (report, ids) = (report(), vec![world.id(), world.id()]);
    trade!(world, |tx| tx.keep_bill_report(&SYSTEM, &day, &report, &ids), day, report, ids)
        .unwrap();
    (day, report, ids)
}

async fn a_day_waits_for_its_bill_and_is_compared_once(world: World) {
    let day = opened(&world).await;
    assert_eq!(day, Day::waiting("alipay".into(), DAY));
    assert!(!trade!(world, |tx| tx.open_bill_day(&SYSTEM, "alipay", DAY)).unwrap());
    let asked = Day { tries: 1, asked_at: Some(world.now()), ..day.clone() };
    trade!(world, |tx| tx.save_bill_day(&SYSTEM, &asked), asked).unwrap();
    let stale = trade!(world, |tx| tx.save_bill_day(&SYSTEM, &day), day).unwrap_err();
    assert_eq!(stale.code(), Code::Stale);
    let mut now = Day { version: 1, ..asked };
    let agrees = Report { matched: 3, ..Report::default() };
    trade!(world, |tx| tx.keep_bill_report(&SYSTEM, &now, &agrees, &[]), now, agrees).unwrap();
    let read = look!(world, |r| r.bill_day(&SYSTEM, "alipay", DAY)).unwrap().unwrap();
    assert_eq!((read.state, read.matched, read.compared_at), (DayState::Matched, 3, now.asked_at));
    // What is compared is not compared again, not even from its newest version.
    now.version = read.version;
    let again = trade!(world, |tx| tx.keep_bill_report(&SYSTEM, &now, &agrees, &[]), now, agrees);
    assert_eq!(again.unwrap_err().code(), Code::Stale);
}

async fn what_a_report_says_is_read_back_as_it_was_kept(world: World) {
    let (_, report, ids) = compared(&world).await;
    let day = look!(world, |r| r.bill_day(&SYSTEM, "alipay", DAY)).unwrap().unwrap();
    assert_eq!((day.state, day.differences, day.open), (DayState::Different, 2, 2));
    let sums = look!(world, |r| r.bill_sums(&SYSTEM, "alipay", DAY)).unwrap();
    assert_eq!(sums, DaySums { theirs: report.theirs, ours: report.ours });
    let tasks = look!(world, |r| r.bill_differences(&SYSTEM, "alipay", DAY, None, 10)).unwrap();
    let told: Vec<_> = tasks.iter().map(|t| t.difference.clone()).collect();
    assert_eq!(told, report.differences);
    let rest = look!(world, |r| r.bill_differences(&SYSTEM, "alipay", DAY, Some(&ids[0]), 10));
    assert_eq!(rest.unwrap(), tasks[1..]);
    let other = look!(world, |r| r.bill_differences(&SYSTEM, "wechat", DAY, None, 10)).unwrap();
    assert_eq!(other, []);
}

async fn a_difference_is_answered_for_once(world: World) {
    let (_, _, ids) = compared(&world).await;
    let clerk = world.account("clerk").await;
    let staff = Scope::Platform { staff: clerk.clone(), role: StaffRole::Finance };
    let answered = Answered {
        answer: Answer::Explained,
        by: clerk,
        note: "提供方次日补记".into(),
        posting: None,
        at: world.now(),
    };
    let id = ids[0].clone();
    trade!(world, |tx| tx.answer_difference(&staff, &id, &answered), staff, id, answered).unwrap();
    let again =
        trade!(world, |tx| tx.answer_difference(&staff, &id, &answered), staff, id, answered);
    assert_eq!(again.unwrap_err().code(), Code::Stale);
    let task = look!(world, |r| r.bill_difference(&staff, &id)).unwrap().unwrap();
    assert_eq!(task.answered, Some(answered));
    let day = look!(world, |r| r.bill_day(&SYSTEM, "alipay", DAY)).unwrap().unwrap();
    assert_eq!((day.differences, day.open), (2, 1));
}

async fn days_are_listed_the_youngest_first_and_go_on_where_the_list_ended(world: World) {
    for (provider, day) in [("alipay", 1), ("wechat", 1), ("alipay", 3), ("alipay", 2)] {
        trade!(world, |tx| tx.open_bill_day(&SYSTEM, provider, day)).unwrap();
    }
    let mut before: Option<(i64, String)> = None;
    let mut seen = Vec::new();
    loop {
        let from = before.as_ref().map(|(day, provider)| (*day, provider.as_str()));
        let page = look!(world, |r| r.bill_days(&SYSTEM, from, 3)).unwrap();
        let Some(last) = page.last() else { break };
        before = Some((last.day, last.provider.clone()));
        seen.extend(page.into_iter().map(|d| (d.day, d.provider)));
    }
    let expect = [(3, "alipay"), (2, "alipay"), (1, "wechat"), (1, "alipay")];
    assert_eq!(seen, expect.map(|(day, provider)| (day, provider.to_owned())));
}

fn attempt(world: &World, deal: &Deal, paid_at: Option<Moment>) -> Attempt {
    let id = world.id();
    Attempt {
        no: attempt_no(&id),
        id,
        purchase: deal.purchase.clone(),
        buyer: deal.buyer.clone(),
        provider: "alipay".into(),
        due: Money::fen(PAYABLE),
        state: if paid_at.is_some() { AttemptState::Paid } else { AttemptState::Pending },
        provider_ref: None,
        paid: paid_at.map(|_| Money::fen(PAYABLE + 1)),
        verdict: paid_at.map(|_| Verdict::Over),
        created_at: world.now(),
        expires_at: world.now().plus(Duration::minutes(30)),
        paid_at,
        polls: 0,
        version: 0,
    }
}

async fn what_moved_on_a_day_is_found_and_what_a_bill_names_too(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let (from, until) = (Moment(1_000), Moment(2_000));
    let moments = [Some(Moment(999)), Some(from), Some(Moment(1_999)), Some(until), None];
    let attempts = moments.map(|paid_at| attempt(&world, &deal, paid_at));
    for attempt in attempts.clone() {
        trade!(world, |tx| tx.add_attempt(&SYSTEM, &attempt), attempt).unwrap();
    }
    let span = |kind| Span { provider: "alipay".into(), kind, from, until };
    let of = span(BillKind::Payment);
    let found = look!(world, |r| r.movements_of(&SYSTEM, &of, "", 1)).unwrap();
    let rest = look!(world, |r| r.movements_of(&SYSTEM, &of, &found[0].attempt_no, 9)).unwrap();
    let numbers: Vec<_> = found.iter().chain(&rest).map(|m| m.attempt_no.clone()).collect();
    assert_eq!(numbers, [attempts[1].no.clone(), attempts[2].no.clone()]);
    assert_eq!((found[0].amount, found[0].of_the_day), (Money::fen(PAYABLE + 1), true));

    let named = [attempts[0].no.as_str(), attempts[4].no.as_str(), "stranger"];
    let found =
        look!(world, |r| r.movements_named(&SYSTEM, "alipay", BillKind::Payment, &named)).unwrap();
    let brief: Vec<_> = found.iter().map(|m| (m.standing, m.amount.minor, m.of_the_day)).collect();
    assert_eq!(brief, [(Standing::Done, PAYABLE + 1, false), (Standing::Open, PAYABLE, false)]);
    let other = look!(world, |r| r.movements_named(&SYSTEM, "wechat", BillKind::Payment, &named));
    assert_eq!(other.unwrap(), []);

    let id = world.id();
    let refund = Refund {
        no: refund_no(&id),
        id,
        attempt: attempts[1].id.clone(),
        purchase: deal.purchase.clone(),
        buyer: deal.buyer.clone(),
        origin: attempts[1].id.to_string(),
        reason: RefundReason::Surplus,
        amount: Money::fen(1),
        status: RefundStatus::Done,
        failure: None,
        created_at: world.now(),
        done_at: Some(from),
        tries: 1,
        version: 0,
    };
    trade!(world, |tx| tx.add_refund(&SYSTEM, &refund), refund).unwrap();
    let of = span(BillKind::Refund);
    let found = look!(world, |r| r.movements_of(&SYSTEM, &of, "", 9)).unwrap();
    let expect = Movement {
        kind: BillKind::Refund,
        attempt_no: attempts[1].no.clone(),
        refund_no: Some(refund.no.clone()),
        amount: Money::fen(1),
        fee: None,
        standing: Standing::Done,
        of_the_day: true,
    };
    assert_eq!(found, [expect]);
    let named = [refund.no.as_str()];
    let found = look!(world, |r| r.movements_named(&SYSTEM, "alipay", BillKind::Refund, &named));
    assert_eq!(found.unwrap().len(), 1);
}

async fn bills_are_for_staff_and_only_the_machine_compares(world: World) {
    let (day, report, ids) = compared(&world).await;
    let deal = Deal::new(&world, "qing").await;
    for scope in [deal.scope(), owner(&deal.merchant), Scope::Public] {
        let seen = look!(world, |r| r.bill_day(&scope, "alipay", DAY)).unwrap_err();
        assert_eq!(seen.code(), Code::Forbidden, "{scope:?}");
        let seen = look!(world, |r| r.bill_days(&scope, None, 9)).unwrap_err();
        assert_eq!(seen.code(), Code::Forbidden);
        let seen = look!(world, |r| r.bill_sums(&scope, "alipay", DAY)).unwrap_err();
        assert_eq!(seen.code(), Code::Forbidden);
        let seen = look!(world, |r| r.bill_difference(&scope, &ids[0])).unwrap_err();
        assert_eq!(seen.code(), Code::Forbidden);
        let saved = trade!(world, |tx| tx.save_bill_day(&scope, &day), scope, day).unwrap_err();
        assert_eq!(saved.code(), Code::Forbidden);
    }
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Finance };
    let opened = trade!(world, |tx| tx.open_bill_day(&staff, "alipay", DAY), staff).unwrap_err();
    assert_eq!(opened.code(), Code::Forbidden);
    let kept = trade!(
        world,
        |tx| tx.keep_bill_report(&staff, &day, &report, &ids),
        staff,
        day,
        report,
        ids
    );
    assert_eq!(kept.unwrap_err().code(), Code::Forbidden);
}
