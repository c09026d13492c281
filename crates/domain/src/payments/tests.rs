use super::*;
use crate::Currency;
use crate::id::TypedId;
use proptest::prelude::*;

fn attempt(state: AttemptState) -> Attempt {
    let id = AttemptId::from_bits(7);
    Attempt {
        no: attempt_no(&id),
        id,
        purchase: PurchaseId::from_bits(1),
        buyer: AccountId::from_bits(2),
        provider: "alipay".into(),
        due: Money::fen(10_000),
        state,
        provider_ref: None,
        paid: None,
        verdict: None,
        created_at: Moment(0),
        expires_at: Moment(1_000),
        paid_at: None,
        polls: 0,
        version: 0,
    }
}

fn facts(state: PurchaseState) -> PurchaseFacts {
    PurchaseFacts { state, due: Money::fen(10_000), paid_by: None }
}

fn said(state: RemoteState, paid: Option<Money>) -> Snapshot {
    Snapshot {
        attempt_no: "P".into(),
        state,
        paid,
        refunded: None,
        provider_ref: Some("2026".into()),
        payee: Some("2088".into()),
        paid_at: Some(Moment(500)),
    }
}

fn paid(fen: i64) -> Snapshot {
    said(RemoteState::Paid, Some(Money::fen(fen)))
}

#[test]
fn each_kind_of_money_is_told_apart() {
    use AttemptState::{Closed, Pending};
    use PurchaseState as P;
    let check = |state, purchase, said: Snapshot, verdict, orders, buyer, suspense| {
        let got = settle(&attempt(state), &facts(purchase), "2088", &said, Moment(600));
        let amounts = (got.to_orders.minor, got.to_buyer.minor, got.to_suspense.minor);
        assert_eq!((got.verdict, amounts), (verdict, (orders, buyer, suspense)));
    };
    check(Pending, P::Open, paid(10_000), Verdict::Settled, 10_000, 0, 0);
    check(Pending, P::Open, paid(10_001), Verdict::Over, 10_000, 1, 0);
    check(Pending, P::Open, paid(9_999), Verdict::Short, 0, 9_999, 0);
    check(Pending, P::Paid, paid(10_000), Verdict::Second, 0, 10_000, 0);
    check(Closed, P::Closed, paid(10_000), Verdict::Late, 0, 10_000, 0);
    let dollars = said(RemoteState::Paid, Some(Money::new(10_000, Currency::Usd)));
    check(Pending, P::Open, dollars, Verdict::WrongCurrency, 0, 0, 10_000);
    let stranger = Snapshot { payee: Some("2099".into()), ..paid(10_000) };
    check(Pending, P::Open, stranger, Verdict::WrongPayee, 0, 0, 0);
    check(Pending, P::Open, said(RemoteState::Paid, None), Verdict::AmountMissing, 0, 0, 0);
}

#[test]
fn money_on_a_closed_attempt_still_pays_an_open_purchase() {
    let got = settle(
        &attempt(AttemptState::Closed),
        &facts(PurchaseState::Open),
        "2088",
        &paid(10_000),
        Moment(9),
    );
    assert_eq!(got.verdict, Verdict::Settled);
    assert_eq!(got.attempt.paid_at, Some(Moment(500)));
}

#[test]
fn a_closing_notice_of_one_attempt_never_unpays_it() {
    let mut done = attempt(AttemptState::Paid);
    done.paid = Some(Money::fen(10_000));
    for state in [RemoteState::Closed, RemoteState::Pending, RemoteState::Unknown] {
        let got = settle(&done, &facts(PurchaseState::Paid), "2088", &said(state, None), Moment(9));
        assert_eq!(got.verdict, Verdict::Duplicate);
        assert!(!got.changes(&done));
    }
    let got = settle(&done, &facts(PurchaseState::Paid), "2088", &paid(1), Moment(9));
    assert_eq!(got.verdict, Verdict::Conflicting);
}

#[test]
fn numbers_for_providers_are_short_and_plain() {
    let no = attempt_no(&AttemptId::from_bits(u128::MAX));
    assert!(no.len() <= 32 && no.bytes().all(|b| b.is_ascii_alphanumeric()), "{no}");
    assert!(refund_no(&RefundId::from_bits(1)).starts_with('R'));
}

fn any_said() -> impl Strategy<Value = Snapshot> {
    (0usize..4, prop::option::of(9_998i64..10_003), any::<bool>()).prop_map(|(s, fen, ours)| {
        let payee = if ours { "2088" } else { "2099" };
        Snapshot { payee: Some(payee.into()), ..said(RemoteState::ALL[s], fen.map(Money::fen)) }
    })
}

proptest! {
    #[test]
    fn whatever_is_said_in_whatever_order_money_is_counted_once(
        story in prop::collection::vec((any_said(), 0usize..2), 1..12),
    ) {
        let mut attempts = [attempt(AttemptState::Created), attempt(AttemptState::Created)];
        attempts[1].id = AttemptId::from_bits(8);
        let mut purchase = facts(PurchaseState::Open);
        let (mut arrived, mut orders, mut buyer) = (0, 0, 0);
        for (said, which) in story {
            let before = attempts[which].clone();
            let got = settle(&before, &purchase, "2088", &said, Moment(1));
            prop_assert!(got.attempt.state == before.state || before.state.may_become(got.attempt.state));
            let moved = got.to_orders.minor + got.to_buyer.minor + got.to_suspense.minor;
            if before.paid.is_none() {
                prop_assert_eq!(moved, got.attempt.paid.map_or(0, |p| p.minor));
            } else {
                prop_assert_eq!(moved, 0);
            }
            arrived += moved;
            orders += got.to_orders.minor;
            buyer += got.to_buyer.minor;
            if got.pays_the_purchase() {
                prop_assert_eq!(purchase.state, PurchaseState::Open);
                purchase.state = PurchaseState::Paid;
                purchase.paid_by = Some(before.id.clone());
            }
            let again = settle(&got.attempt, &purchase, "2088", &said, Moment(2));
            prop_assert!(!again.changes(&got.attempt), "applying twice changed something");
            attempts[which] = got.attempt;
        }
        prop_assert_eq!(arrived, orders + buyer);
        prop_assert_eq!(orders, if purchase.state == PurchaseState::Paid { 10_000 } else { 0 });
    }
}
