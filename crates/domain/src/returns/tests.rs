use super::*;
use crate::id::TypedId;
use crate::orders::OrderEvent;
use crate::orders::tests::after;
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

/// Where the shop takes goods back.
fn shelf() -> Address {
    Address { recipient: "退货收件处".into(), ..Address::default() }
}

fn received() -> Order {
    let mut order =
        after(&[OrderEvent::Paid, OrderEvent::Shipped, OrderEvent::Confirmed(By::Buyer)]);
    order.received_at = Some(Moment(0));
    order
}

fn ask(line: u128, qty: i64, reason: ReturnReason) -> ReturnAsk {
    ReturnAsk {
        line: OrderLineId::from_bits(line),
        qty,
        kind: ReturnKind::SendBack,
        reason,
        note: "太小了".into(),
    }
}

#[test]
fn the_windows_count_from_receipt() {
    let order = received();
    let check = |reason, days, expect: Result<(), Code>| {
        let got = quote_return(&order, &ask(0, 1, reason), Moment(days * DAY));
        assert_eq!(got.map(|_| ()).map_err(|r| r.code), expect, "{reason:?} after {days} days");
    };
    check(ReturnReason::NoReason, 0, Ok(()));
    check(ReturnReason::NoReason, 6, Ok(()));
    check(ReturnReason::NoReason, 7, Err(Code::WindowOver));
    check(ReturnReason::Quality, 14, Ok(()));
    check(ReturnReason::Quality, 15, Err(Code::WindowOver));
}

#[test]
fn excepted_goods_come_back_for_a_fault_only() {
    let mut order = received();
    order.lines[0].returnable = Returnable::Custom;
    let code = |reason| quote_return(&order, &ask(0, 1, reason), Moment(1)).map_err(|r| r.code);
    assert_eq!(code(ReturnReason::NoReason), Err(Code::NotReturnable));
    assert!(code(ReturnReason::Damaged).is_ok());
}

#[test]
fn a_buyer_cannot_send_back_more_than_was_bought() {
    let order = received();
    for qty in [0, -1, 4, i64::MAX] {
        let got = quote_return(&order, &ask(0, qty, ReturnReason::NoReason), Moment(1));
        assert_eq!(got.unwrap_err().code, Code::TooMuch, "{qty}");
    }
    let all = quote_return(&order, &ask(0, 3, ReturnReason::NoReason), Moment(1)).unwrap();
    assert_eq!(all.paid, order.lines[0].shares.of(0, 3).unwrap().paid);
}

#[test]
fn nothing_is_sent_back_before_it_arrived() {
    let shipped = after(&[OrderEvent::Paid, OrderEvent::Shipped]);
    let send_back = ask(0, 1, ReturnReason::NoReason);
    assert_eq!(quote_return(&shipped, &send_back, Moment(1)).unwrap_err().code, Code::NotArrived);
    let money = ReturnAsk { kind: ReturnKind::RefundOnly, ..send_back };
    assert!(quote_return(&shipped, &money, Moment(1)).is_ok());
    let unpaid = after(&[]);
    assert_eq!(quote_return(&unpaid, &money, Moment(1)).unwrap_err().code, Code::WrongState);
}

/// Shipped, and signed for on the first day.
fn delivered() -> Order {
    let mut order = after(&[OrderEvent::Paid, OrderEvent::Shipped, OrderEvent::Delivered]);
    order.delivered_at = Some(Moment(DAY));
    order
}

#[test]
fn delivered_goods_may_be_sent_back_before_receipt_is_confirmed() {
    let mut order = delivered();
    let check = |order: &Order, reason, days, expect: Result<(), Code>| {
        let got = quote_return(order, &ask(0, 1, reason), Moment(days * DAY));
        assert_eq!(got.map(|_| ()).map_err(|r| r.code), expect, "{reason:?} after {days} days");
    };
    check(&order, ReturnReason::NoReason, 9, Ok(()));
    check(&order, ReturnReason::Quality, 9, Ok(()));
    let confirmed = OrderEvent::Confirmed(By::Buyer);
    order = order.apply(&confirmed, Moment(10 * DAY)).unwrap().0;
    check(&order, ReturnReason::NoReason, 16, Ok(()));
    check(&order, ReturnReason::NoReason, 17, Err(Code::WindowOver));
    check(&order, ReturnReason::Quality, 24, Ok(()));
    check(&order, ReturnReason::Quality, 25, Err(Code::WindowOver));
}

#[test]
fn nobody_keeps_the_goods_and_gets_the_money_without_a_reason() {
    for order in [delivered(), received()] {
        let money = |reason| {
            let ask = ReturnAsk { kind: ReturnKind::RefundOnly, ..ask(0, 1, reason) };
            quote_return(&order, &ask, Moment(DAY)).map(|_| ()).map_err(|r| r.code)
        };
        assert_eq!(money(ReturnReason::NoReason), Err(Code::GoodsKept), "{:?}", order.state);
        assert_eq!(money(ReturnReason::Damaged), Ok(()), "{:?}", order.state);
    }
}

#[test]
fn goods_never_arrived_only_until_the_buyer_says_they_did() {
    let money = |order: &Order| {
        let kind = ReturnKind::RefundOnly;
        let ask = ReturnAsk { kind, ..ask(0, 1, ReturnReason::NotReceived) };
        quote_return(order, &ask, Moment(30 * DAY)).map(|_| ()).map_err(|r| r.code)
    };
    assert_eq!(money(&after(&[OrderEvent::Paid])), Ok(()));
    assert_eq!(money(&after(&[OrderEvent::Paid, OrderEvent::Shipped])), Ok(()));
    assert_eq!(money(&delivered()), Ok(()), "a signature may be somebody else's");
    assert_eq!(money(&received()), Err(Code::ReasonUnfit));
    let back = quote_return(&delivered(), &ask(0, 1, ReturnReason::NotReceived), Moment(DAY));
    assert_eq!(back.unwrap_err().code, Code::ReasonUnfit, "what is not there cannot be sent");
}

#[test]
fn nobody_complains_of_goods_that_have_not_left_the_shop() {
    let paid = after(&[OrderEvent::Paid]);
    let money = |order: &Order, reason| {
        let ask = ReturnAsk { kind: ReturnKind::RefundOnly, ..ask(0, 1, reason) };
        quote_return(order, &ask, Moment(DAY)).map(|_| ()).map_err(|r| r.code)
    };
    let one_of_two_parcels = after(&[OrderEvent::Paid, OrderEvent::Shipped]);
    for reason in [ReturnReason::Quality, ReturnReason::Damaged, ReturnReason::WrongGoods] {
        assert_eq!(money(&paid, reason), Err(Code::ReasonUnfit), "{reason:?}");
        assert_eq!(money(&one_of_two_parcels, reason), Ok(()), "{reason:?}");
    }
}

#[test]
fn asking_is_open_exactly_while_some_question_would_be_heard() {
    let open = |order: &Order, days| asks_open(order, &order.lines[0], Moment(days * DAY));
    assert!(!open(&after(&[]), 0));
    assert!(open(&after(&[OrderEvent::Paid]), 99));
    assert!(open(&delivered(), 99), "it may never have arrived");
    assert!(open(&received(), 14));
    assert!(!open(&received(), 15));
    let mut asked = received();
    asked.lines[0].returning = 1;
    assert!(!open(&asked, 1));
}

fn opened(kind: ReturnKind) -> (Return, Terms) {
    let order = received();
    let ask = ReturnAsk { kind, ..ask(0, 2, ReturnReason::Quality) };
    let (ret, effects) = open(ReturnId::from_bits(1), &order, &ask, Moment(1)).unwrap();
    let clock = ReturnEffect::StartClock(ClockKind::ReturnDecide, Duration::days(3));
    assert!(effects.contains(&clock));
    (ret, order.terms)
}

#[test]
fn silence_is_agreement_and_the_money_goes_once() {
    let (ret, terms) = opened(ReturnKind::RefundOnly);
    let agree = ReturnEvent::Agree(By::Clock, None);
    let (agreed, effects) = ret.apply(&agree, &terms, Moment(2)).unwrap();
    assert_eq!(agreed.state, ReturnState::Refunding);
    assert_eq!(effects.iter().filter(|e| **e == ReturnEffect::RefundUnits).count(), 1);
    assert_eq!(agreed.apply(&agree, &terms, Moment(3)).unwrap_err().code, Code::WrongState);
    let (done, _) = agreed.apply(&ReturnEvent::Refunded, &terms, Moment(4)).unwrap();
    assert_eq!((done.state, done.refunded_at), (ReturnState::Refunded, Some(Moment(4))));
}

#[test]
fn goods_go_back_before_the_money() {
    let (ret, terms) = opened(ReturnKind::SendBack);
    let (agreed, effects) =
        ret.apply(&ReturnEvent::Agree(By::Merchant, Some(shelf())), &terms, Moment(2)).unwrap();
    assert!(!effects.contains(&ReturnEffect::RefundUnits));
    let week = ReturnEffect::StartClock(ClockKind::ReturnSend, Duration::days(7));
    assert!(effects.contains(&week));
    let sent = ReturnEvent::SendBack(Carrier::Sf, "SF12345678".into());
    let (sent, effects) = agreed.apply(&sent, &terms, Moment(3)).unwrap();
    assert!(effects.contains(&ReturnEffect::StopClock(ClockKind::ReturnSend)));
    assert_eq!(
        sent.apply(&ReturnEvent::Lapse, &terms, Moment(3)).unwrap_err().code,
        Code::WrongState
    );
    let clock = ReturnEffect::StartClock(ClockKind::ReturnConfirm, Duration::days(3));
    assert!(effects.contains(&clock));
    let (back, effects) =
        sent.apply(&ReturnEvent::GoodsBack(By::Clock), &terms, Moment(4)).unwrap();
    assert_eq!(back.state, ReturnState::Refunding);
    assert!(effects.contains(&ReturnEffect::RefundUnits));
}

#[test]
fn who_agrees_says_where_the_goods_go_and_it_stays_so() {
    let (ret, terms) = opened(ReturnKind::SendBack);
    let aloud = ReturnEvent::Agree(By::Merchant, None);
    let refused = ret.apply(&aloud, &terms, Moment(2)).unwrap_err();
    assert_eq!(refused.code, Code::ReturnAddressNeeded);
    let told = ReturnEvent::Agree(By::Merchant, Some(shelf()));
    let agreed = ret.apply(&told, &terms, Moment(2)).unwrap().0;
    assert_eq!(agreed.send_to, Some(shelf()));
    let sent = ReturnEvent::SendBack(Carrier::Sf, "SF12345678".into());
    assert_eq!(agreed.apply(&sent, &terms, Moment(3)).unwrap().0.send_to, Some(shelf()));
    // Nobody gains by keeping silent about it.
    let silent = ReturnEvent::Agree(By::Clock, None);
    assert_eq!(ret.apply(&silent, &terms, Moment(2)).unwrap().0.state, ReturnState::Agreed);
    // Where nothing goes back nothing is told.
    let (money, terms) = opened(ReturnKind::RefundOnly);
    assert_eq!(money.apply(&told, &terms, Moment(2)).unwrap().0.send_to, None);
    assert!(money.apply(&aloud, &terms, Moment(2)).is_ok());
}

#[test]
fn goods_that_are_not_sent_back_in_time_may_be_asked_about_again() {
    let (ret, terms) = opened(ReturnKind::SendBack);
    let agreed =
        ret.apply(&ReturnEvent::Agree(By::Merchant, Some(shelf())), &terms, Moment(2)).unwrap().0;
    let (lapsed, effects) = agreed.apply(&ReturnEvent::Lapse, &terms, Moment(3)).unwrap();
    assert_eq!((lapsed.state, lapsed.decided_by), (ReturnState::Withdrawn, Some(By::Clock)));
    assert!(effects.contains(&ReturnEffect::DropUnits));
    let (withdrawn, effects) = agreed.apply(&ReturnEvent::Withdraw, &terms, Moment(3)).unwrap();
    assert_eq!(withdrawn.decided_by, Some(By::Buyer));
    assert!(effects.contains(&ReturnEffect::StopClock(ClockKind::ReturnSend)));
}

#[test]
fn a_refusal_needs_a_reason() {
    let (ret, terms) = opened(ReturnKind::SendBack);
    let refused = ret.apply(&ReturnEvent::Refuse("  ".into()), &terms, Moment(2)).unwrap_err();
    assert_eq!(refused.fields[0].field, "answer");
    let (refused, effects) =
        ret.apply(&ReturnEvent::Refuse("已使用".into()), &terms, Moment(2)).unwrap();
    assert_eq!(refused.state, ReturnState::Refused);
    assert!(effects.contains(&ReturnEffect::DropUnits));
}

fn any_event() -> impl Strategy<Value = ReturnEvent> {
    prop_oneof![
        Just(ReturnEvent::Agree(By::Merchant, Some(shelf()))),
        Just(ReturnEvent::Agree(By::Clock, None)),
        Just(ReturnEvent::Refuse("no".into())),
        Just(ReturnEvent::Withdraw),
        Just(ReturnEvent::Lapse),
        Just(ReturnEvent::SendBack(Carrier::Zto, "ZT12345678".into())),
        Just(ReturnEvent::GoodsBack(By::Merchant)),
        Just(ReturnEvent::GoodsBack(By::Clock)),
        Just(ReturnEvent::Refunded),
    ]
}

proptest! {
    #[test]
    fn a_return_refunds_or_drops_its_units_at_most_once(
        send_back in any::<bool>(),
        events in prop::collection::vec(any_event(), 1..20),
    ) {
        let kind = if send_back { ReturnKind::SendBack } else { ReturnKind::RefundOnly };
        let (mut ret, terms) = opened(kind);
        let (mut refunds, mut drops) = (0, 0);
        for event in events {
            let Ok((next, effects)) = ret.apply(&event, &terms, Moment(5)) else { continue };
            refunds += effects.iter().filter(|e| **e == ReturnEffect::RefundUnits).count();
            drops += effects.iter().filter(|e| **e == ReturnEffect::DropUnits).count();
            prop_assert!(refunds + drops <= 1);
            let money = matches!(next.state, ReturnState::Refunding | ReturnState::Refunded);
            prop_assert_eq!(money, refunds == 1);
            let ended = matches!(next.state, ReturnState::Refused | ReturnState::Withdrawn);
            prop_assert_eq!(ended, drops == 1);
            ret = next;
        }
    }
}

#[test]
fn a_shop_is_offered_exactly_the_answers_that_are_open_to_it() {
    use views::ReturnAction::{self, Agree, GoodsBack, Refuse};
    let order = received();
    let now = Moment(1);
    let step = |ret: &Return, event| ret.apply(&event, &order.terms, now).unwrap().0;
    let offered = |ret: &Return| ReturnAction::of_merchant(ret, &order.terms, now);
    let id = ReturnId::from_bits(1);
    let (asked, _) = open(id, &order, &ask(0, 1, ReturnReason::Quality), now).unwrap();
    assert_eq!(offered(&asked), [Agree, Refuse]);
    let agreed = step(&asked, ReturnEvent::Agree(By::Merchant, Some(shelf())));
    assert_eq!(offered(&agreed), []);
    let sent = step(&agreed, ReturnEvent::SendBack(Carrier::Sf, "SF12345678".into()));
    assert_eq!(offered(&sent), [Refuse, GoodsBack]);
    let back = step(&sent, ReturnEvent::GoodsBack(By::Merchant));
    assert_eq!(offered(&back), []);
    assert_eq!(offered(&step(&asked, ReturnEvent::Withdraw)), []);
}

#[test]
fn the_rest_of_a_line_may_be_asked_about_once_the_first_piece_is_decided() {
    let (order, line) = (received(), OrderLineId::from_bits(0));
    let open = |order: &Order, days| asks_open(order, &order.lines[0], Moment(days * DAY));
    let quote = |order: &Order, qty| {
        quote_return(order, &ask(0, qty, ReturnReason::Quality), Moment(DAY)).map_err(|r| r.code)
    };
    let step = |order: &Order, event| order.apply(&event, Moment(DAY)).unwrap().0;
    let asked = step(&order, OrderEvent::ReturnOpened(line.clone(), 1));
    assert!(!open(&asked, 1), "one request about a line at a time");
    assert_eq!(quote(&asked, 2), Err(Code::AlreadyRequested));
    let refunded = step(&asked, OrderEvent::UnitsRefunded(line.clone(), 1));
    assert!(open(&refunded, 14), "two of three are left");
    assert!(!open(&refunded, 15), "the window of the rest is that of the order");
    assert_eq!(quote(&refunded, 3), Err(Code::TooMuch));
    let first = order.lines[0].shares.of(0, 1).unwrap();
    let rest = quote(&refunded, 2).unwrap();
    assert_eq!(first.plus(rest).unwrap(), order.lines[0].shares.of(0, 3).unwrap());
    let dropped = step(&asked, OrderEvent::ReturnDropped(line.clone(), 1));
    assert!(quote(&dropped, 3).is_ok(), "what came to nothing leaves all of them");
    let gone = step(&refunded, OrderEvent::ReturnOpened(line.clone(), 2));
    let gone = step(&gone, OrderEvent::UnitsRefunded(line, 2));
    assert!(!open(&gone, 1), "nothing is left to ask about");
}

#[test]
fn a_return_is_open_while_somebody_is_waited_for() {
    use ReturnState::{Agreed, Refunded, Refunding, Refused, Requested, SentBack, Withdrawn};
    for state in [Requested, Agreed, SentBack, Refunding] {
        assert!(state.is_open(), "{state:?}");
    }
    for state in [Refused, Withdrawn, Refunded] {
        assert!(!state.is_open(), "{state:?}");
    }
}
