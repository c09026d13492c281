//! Stories of a day's bill, and what holds of every bill.

use super::*;
use proptest::prelude::*;

fn line(kind: BillKind, no: &str, refund: Option<&str>, fen: i64) -> BillLine {
    BillLine {
        kind,
        attempt_no: no.into(),
        refund_no: refund.map(Into::into),
        provider_ref: format!("T{no}"),
        amount: Money::fen(fen),
        fee: Money::fen(6),
        at: Moment(1_000),
    }
}

fn ours(kind: BillKind, no: &str, refund: Option<&str>, fen: i64) -> Movement {
    Movement {
        kind,
        attempt_no: no.into(),
        refund_no: refund.map(Into::into),
        amount: Money::fen(fen),
        fee: Some(Money::fen(6)),
        standing: Standing::Done,
        of_the_day: true,
    }
}

fn paid_line(no: &str, fen: i64) -> BillLine {
    line(BillKind::Payment, no, None, fen)
}

fn paid(no: &str, fen: i64) -> Movement {
    ours(BillKind::Payment, no, None, fen)
}

fn kinds(lines: &[BillLine], ours: &[Movement]) -> Vec<DifferenceKind> {
    compare(lines, ours).unwrap().differences.iter().map(|d| d.kind).collect()
}

#[test]
fn a_day_on_which_both_say_the_same_agrees_and_adds_up() {
    let lines = [paid_line("A", 1000), line(BillKind::Refund, "A", Some("R"), 400)];
    let booked = [paid("A", 1000), ours(BillKind::Refund, "A", Some("R"), 400)];
    let report = compare(&lines, &booked).unwrap();
    assert!(report.agrees());
    assert_eq!(report.matched, 2);
    assert_eq!(report.theirs, report.ours);
    let sums = report.theirs[0];
    assert_eq!((sums.payments, sums.refunds), (1, 1));
    assert_eq!(sums.left().unwrap(), Money::fen(1000 - 400 - 12));
}

#[test]
fn what_only_one_side_has_is_told_with_its_side() {
    let report = compare(&[paid_line("A", 5)], &[paid("B", 7)]).unwrap();
    let found: Vec<_> = report
        .differences
        .iter()
        .map(|d| (d.attempt_no.as_str(), d.kind, d.gap().unwrap().unwrap().minor))
        .collect();
    let expect = [("A", DifferenceKind::MissingHere, 5), ("B", DifferenceKind::MissingThere, -7)];
    assert_eq!(found, expect);
}

#[test]
fn the_gravest_difference_of_a_movement_is_told_alone() {
    let other_fee = Movement { fee: Some(Money::fen(7)), ..paid("A", 5) };
    let other_both = Movement { amount: Money::fen(4), ..other_fee.clone() };
    let open = Movement { standing: Standing::Open, ..other_both.clone() };
    let no_fee = Movement { fee: None, ..other_fee.clone() };
    let bill = [paid_line("A", 5)];
    assert_eq!(kinds(&bill, &[other_fee]), [DifferenceKind::OtherFee]);
    assert_eq!(kinds(&bill, &[other_both]), [DifferenceKind::OtherAmount]);
    assert_eq!(kinds(&bill, &[open]), [DifferenceKind::OtherState]);
    assert_eq!(kinds(&bill, &[no_fee]), []);
}

#[test]
fn another_currency_is_another_amount_without_a_gap() {
    let dollars = Movement { amount: Money::new(5, Currency::Usd), fee: None, ..paid("A", 5) };
    let report = compare(&[paid_line("A", 5)], &[dollars]).unwrap();
    assert_eq!(report.differences[0].kind, DifferenceKind::OtherAmount);
    assert_eq!(report.differences[0].gap().unwrap(), None);
}

#[test]
fn a_payment_of_another_day_is_asked_for_only_by_the_bill_that_names_it() {
    let yesterday = Movement { of_the_day: false, ..paid("A", 5) };
    assert_eq!(kinds(&[], std::slice::from_ref(&yesterday)), []);
    assert_eq!(kinds(&[paid_line("A", 5)], &[yesterday]), []);
}

#[test]
fn an_attempt_nobody_paid_is_missed_by_nobody() {
    let open = Movement { standing: Standing::Open, ..paid("A", 5) };
    assert_eq!(kinds(&[], &[open]), []);
}

#[test]
fn a_line_that_stands_twice_is_counted_once_and_told() {
    assert_eq!(
        kinds(&[paid_line("A", 5), paid_line("A", 5)], &[paid("A", 5)]),
        [DifferenceKind::Twice]
    );
}

#[test]
fn a_refund_of_another_payment_is_another_refund() {
    let bill = [line(BillKind::Refund, "A", Some("R"), 5)];
    let booked = [ours(BillKind::Refund, "B", Some("R"), 5)];
    assert_eq!(kinds(&bill, &booked), [DifferenceKind::MissingHere, DifferenceKind::MissingThere]);
}

fn kind() -> impl Strategy<Value = BillKind> {
    prop_oneof![Just(BillKind::Payment), Just(BillKind::Refund)]
}

/// Few names and few amounts, so that the two sides meet often.
fn bill() -> impl Strategy<Value = Vec<BillLine>> {
    let one = (kind(), 0..6_u8, 1..4_i64).prop_map(|(kind, no, fen)| {
        let refund = (kind == BillKind::Refund).then_some("R");
        line(kind, &no.to_string(), refund, fen)
    });
    proptest::collection::vec(one, 0..12)
}

fn books() -> impl Strategy<Value = Vec<Movement>> {
    let standing = prop_oneof![Just(Standing::Done), Just(Standing::Open), Just(Standing::Ended)];
    let one = (kind(), 0..6_u8, 1..4_i64, standing, any::<bool>());
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let named = all.into_iter().map(|(kind, no, fen, standing, of_the_day)| {
            let refund = (kind == BillKind::Refund).then_some("R");
            Movement { standing, of_the_day, ..ours(kind, &no.to_string(), refund, fen) }
        });
        let mut unique = BTreeMap::new();
        for movement in named {
            let key = (movement.kind, movement.attempt_no.clone());
            unique.entry(key).or_insert(movement);
        }
        unique.into_values().collect()
    })
}

fn net(sums: &[Sums]) -> i64 {
    sums.iter().map(|s| s.paid.minor - s.refunded.minor).sum()
}

proptest! {
    /// Whatever the two sides say, the differences explain the whole gap between their sums.
    #[test]
    fn the_differences_are_exactly_the_gap(lines in bill(), books in books()) {
        let report = compare(&lines, &books).unwrap();
        let gaps: i64 = report.differences.iter().map(|d| d.gap().unwrap().unwrap().minor).sum();
        prop_assert_eq!(net(&report.theirs) - net(&report.ours), gaps);
    }

    /// Every line of the bill is either agreed on or told, and so is every movement of the day that is done.
    #[test]
    fn nothing_falls_under_the_table(lines in bill(), books in books()) {
        let report = compare(&lines, &books).unwrap();
        let of_theirs = report.differences.iter().filter(|d| d.theirs.is_some()).count();
        prop_assert_eq!(usize::try_from(report.matched).unwrap() + of_theirs, lines.len());
        let named = |m: &Movement| lines.iter().any(|l| l.key() == m.key());
        let missed = books.iter().filter(|m| m.said().is_some() && m.of_the_day && !named(m));
        let told = report.differences.iter().filter(|d| d.theirs.is_none()).count();
        prop_assert_eq!(missed.count(), told);
    }

    /// The order in which the two sides are told changes nothing.
    #[test]
    fn the_order_of_lines_and_books_changes_nothing(lines in bill(), books in books()) {
        let there = compare(&lines, &books).unwrap();
        let turned = |mut all: Vec<BillLine>| { all.reverse(); all };
        let books: Vec<_> = books.into_iter().rev().collect();
        prop_assert_eq!(there, compare(&turned(lines), &books).unwrap());
    }
}
