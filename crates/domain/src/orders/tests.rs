use super::*;
use crate::id::{FreightTemplateId, StockItemId, TypedId};
use crate::quote::{Ask, AskLine, FreightRules, FreightTemplate, quote};
use crate::rules::Rulebook;
use proptest::prelude::*;

/// An order of two lines, three cups and one pot, with a fee for freight.
pub(crate) fn order() -> Order {
    let merchant = MerchantId::from_bits(3);
    let template = FreightTemplateId::from_bits(4);
    let ask_line = |n, price, qty| AskLine {
        sku: SkuId::from_bits(n),
        merchant: merchant.clone(),
        template: template.clone(),
        unit_price: Money::fen(price),
        qty,
        unit_grams: 100,
    };
    let mut rules = FreightRules::free(Currency::Cny);
    rules.zones[0].first_fee = Money::fen(1_000);
    let priced = quote(&Ask {
        currency: Currency::Cny,
        lines: vec![ask_line(1, 3_333, 3), ask_line(2, 8_000, 1)],
        coupons: vec![],
        templates: vec![FreightTemplate {
            id: template.clone(),
            merchant: merchant.clone(),
            rules,
        }],
        destination: Some("330106".into()),
        now: Moment(0),
    })
    .unwrap();
    let part = &priced.merchants[0];
    let terms = Rulebook::default().pin(Moment(0), &[]);
    let lines = part.lines.iter().enumerate().map(|(i, line)| OrderLine {
        id: OrderLineId::from_bits(i as u128),
        sku: line.sku.clone(),
        product: ProductId::from_bits(1),
        slug: "cup".into(),
        name: Words::new("杯", "Cup"),
        spec: Words::default(),
        picture: String::new(),
        unit_price: line.unit_price,
        qty: line.qty,
        shares: Shares::freeze(line, terms.rate(Param::Commission)).unwrap(),
        draws: vec![Draw { item: StockItemId::from_bits(i as u128), per_unit: 2 }],
        page: "0".into(),
        returnable: Returnable::NoReason,
        returning: 0,
        refunded: 0,
    });
    Order {
        lines: lines.collect(),
        id: OrderId::from_bits(9),
        number: "1-1".into(),
        purchase: PurchaseId::from_bits(8),
        merchant_name: Words::new("店", "Shop"),
        merchant_slug: "shop".into(),
        buyer: AccountId::from_bits(7),
        address: Address {
            recipient: "林知夏".into(),
            phone: "13800001234".into(),
            region_code: "330106".into(),
            region: "浙江省 杭州市 西湖区".into(),
            detail: "龙井路 1 号".into(),
        },
        state: OrderState::AwaitingPayment,
        currency: Currency::Cny,
        goods: part.goods,
        by_merchant: part.by_merchant,
        by_platform: part.by_platform,
        freight: part.freight,
        payable: part.payable,
        terms,
        ship_hours: 48,
        note: String::new(),
        steps: part.steps.clone(),
        placed_at: Moment(0),
        paid_at: None,
        shipped_at: None,
        delivered_at: None,
        received_at: None,
        settled_at: None,
        ended_at: None,
        version: 0,
        merchant,
    }
}

/// The order after these events, each a millisecond after the last.
pub(crate) fn after(events: &[OrderEvent]) -> Order {
    let start = order();
    let steps = events.iter().enumerate();
    steps.fold(start, |o, (i, e)| o.apply(e, Moment(i as i64 + 1)).unwrap().0)
}

fn line(n: u128) -> OrderLineId {
    OrderLineId::from_bits(n)
}

const RECEIVED: [OrderEvent; 3] =
    [OrderEvent::Paid, OrderEvent::Shipped, OrderEvent::Confirmed(By::Buyer)];

#[test]
fn an_order_goes_its_way_and_no_other() {
    use OrderEvent::{CalledOff, Cancelled, Confirmed, Delivered, Paid, Shipped};
    let refused = |events: &[OrderEvent], next: OrderEvent| {
        let got = after(events).apply(&next, Moment(99));
        assert_eq!(got.unwrap_err().code, Code::WrongState, "{events:?} then {next:?}");
    };
    refused(&[], Shipped);
    refused(&[], Confirmed(By::Buyer));
    refused(&[], CalledOff(By::Buyer));
    refused(&[Cancelled], Paid);
    refused(&[Paid], Paid);
    refused(&[Paid], Cancelled);
    refused(&[Paid], Confirmed(By::Buyer));
    refused(&[Paid], CalledOff(By::Clock));
    refused(&[Paid, Shipped], CalledOff(By::Buyer));
    refused(&[Paid, CalledOff(By::Buyer)], Shipped);
    refused(&RECEIVED, Confirmed(By::Clock));
    let told_twice = after(&[Paid, Shipped, Delivered]);
    assert_eq!(told_twice.apply(&Delivered, Moment(99)), Ok((told_twice.clone(), vec![])));
    assert_eq!(after(&RECEIVED).state, OrderState::Received);
}

#[test]
fn calling_off_a_paid_order_gives_everything_back() {
    let (closed, effects) =
        after(&[OrderEvent::Paid]).apply(&OrderEvent::CalledOff(By::Buyer), Moment(9)).unwrap();
    assert_eq!((closed.state, closed.ended_at), (OrderState::Closed, Some(Moment(9))));
    let paid = effects.iter().find_map(|e| match e {
        Effect::PostRefund { share, released: false } => Some(share.paid),
        _ => None,
    });
    assert_eq!(paid, Some(order().payable));
    let item = |n| StockItemId::from_bits(n);
    let back = Demand::from([(item(0), 6), (item(1), 2)]);
    assert!(effects.contains(&Effect::Restock(back)));
}

#[test]
fn the_clock_counts_from_the_signature_once_there_is_one() {
    let (_, shipped) = after(&[OrderEvent::Paid]).apply(&OrderEvent::Shipped, Moment(9)).unwrap();
    let start = |days, started_by| Effect::StartClock {
        kind: ClockKind::AutoConfirm,
        length: Duration::days(days),
        started_by,
    };
    assert!(shipped.contains(&start(15, "shipped")));
    let events = [OrderEvent::Paid, OrderEvent::Shipped];
    let (_, delivered) = after(&events).apply(&OrderEvent::Delivered, Moment(9)).unwrap();
    assert!(delivered.contains(&start(10, "delivered")));
}

#[test]
fn a_paid_order_is_to_leave_the_shop_in_the_time_that_was_promised() {
    let kind = ClockKind::Dispatch;
    let length = Duration::hours(48);
    let (paid, effects) = order().apply(&OrderEvent::Paid, Moment(5)).unwrap();
    assert!(effects.contains(&Effect::StartClock { kind, length, started_by: "paid" }));
    assert_eq!(paid.ship_by(), Some(Moment(5).plus(length)));
    let (_, effects) = paid.apply(&OrderEvent::Shipped, Moment(6)).unwrap();
    assert!(effects.contains(&Effect::StopClock { kind, outcome: "shipped" }));
    let (_, effects) = paid.apply(&OrderEvent::CalledOff(By::Merchant), Moment(6)).unwrap();
    assert!(effects.contains(&Effect::StopClock { kind, outcome: "called_off" }));
    let (asked, effects) = paid.apply(&OrderEvent::ReturnOpened(line(0), 3), Moment(6)).unwrap();
    assert!(effects.contains(&Effect::PauseClock(kind)), "nobody packs what may be paid back");
    let (asked, effects) = asked.apply(&OrderEvent::UnitsRefunded(line(0), 3), Moment(7)).unwrap();
    assert!(effects.contains(&Effect::ResumeClock(kind)));
    let asked = asked.apply(&OrderEvent::ReturnOpened(line(1), 1), Moment(8)).unwrap().0;
    let (_, effects) = asked.apply(&OrderEvent::UnitsRefunded(line(1), 1), Moment(9)).unwrap();
    assert!(effects.contains(&Effect::StopClock { kind, outcome: "refunded" }));
}

#[test]
fn an_order_of_which_nothing_was_promised_has_no_clock_of_dispatch() {
    let silent = Order { ship_hours: 0, ..order() };
    let (paid, effects) = silent.apply(&OrderEvent::Paid, Moment(5)).unwrap();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::StartClock { .. })));
    assert_eq!(paid.ship_by(), None);
}

#[test]
fn an_open_return_holds_the_clock() {
    let shipped = [OrderEvent::Paid, OrderEvent::Shipped];
    let opened = OrderEvent::ReturnOpened(line(0), 2);
    let (order, effects) = after(&shipped).apply(&opened, Moment(9)).unwrap();
    assert!(effects.contains(&Effect::PauseClock(ClockKind::AutoConfirm)));
    let again = order.apply(&OrderEvent::ReturnOpened(line(0), 1), Moment(9)).unwrap_err();
    assert_eq!(again.code, Code::AlreadyRequested);
    let dropped = OrderEvent::ReturnDropped(line(0), 2);
    let (_, effects) = order.apply(&dropped, Moment(10)).unwrap();
    assert!(effects.contains(&Effect::ResumeClock(ClockKind::AutoConfirm)));
}

#[test]
fn an_order_whose_units_are_all_refunded_is_closed() {
    let mut order = after(&RECEIVED);
    for (n, qty) in [(0, 3), (1, 1)] {
        for event in
            [OrderEvent::ReturnOpened(line(n), qty), OrderEvent::UnitsRefunded(line(n), qty)]
        {
            order = order.apply(&event, Moment(50)).unwrap().0;
        }
    }
    assert_eq!(order.state, OrderState::Closed);
    assert!(order.left().unwrap().paid.is_zero());
}

#[test]
fn what_is_paid_for_counts_as_sold_until_it_is_refunded() {
    let count = |before: &[OrderEvent], event: OrderEvent| {
        let (_, effects) = after(before).apply(&event, Moment(50)).unwrap();
        let counts = effects.iter().filter_map(|e| match e {
            Effect::Count(units) => Some(units.values().sum::<i64>()),
            _ => None,
        });
        counts.sum::<i64>()
    };
    assert_eq!(count(&[], OrderEvent::Cancelled), 0);
    assert_eq!(count(&[], OrderEvent::Paid), 4);
    assert_eq!(count(&[OrderEvent::Paid], OrderEvent::CalledOff(By::Buyer)), -4);
    assert_eq!(count(&[OrderEvent::Paid], OrderEvent::Shipped), 0);
    let opened = OrderEvent::ReturnOpened(line(0), 2);
    let before: Vec<_> = RECEIVED.into_iter().chain([opened]).collect();
    assert_eq!(count(&before, OrderEvent::UnitsRefunded(line(0), 2)), -2);
}

#[test]
fn a_buyer_reads_one_status_for_several_orders() {
    use OrderState::{AwaitingPayment, Cancelled, Closed, Paid, Received, Shipped};
    let check = |states: &[OrderState], expect| assert_eq!(status(states), expect, "{states:?}");
    check(&[AwaitingPayment, AwaitingPayment], PurchaseStatus::AwaitingPayment);
    check(&[Cancelled, Cancelled], PurchaseStatus::Cancelled);
    check(&[Paid, Paid], PurchaseStatus::Paid);
    check(&[Paid, Closed], PurchaseStatus::Paid);
    check(&[Paid, Shipped], PurchaseStatus::PartlyShipped);
    check(&[Received, Shipped], PurchaseStatus::Shipped);
    check(&[Received, Closed], PurchaseStatus::Finished);
    check(&[Closed, Closed], PurchaseStatus::Closed);
}

fn any_event() -> impl Strategy<Value = OrderEvent> {
    prop_oneof![
        Just(OrderEvent::Paid),
        Just(OrderEvent::Cancelled),
        Just(OrderEvent::CalledOff(By::Merchant)),
        Just(OrderEvent::Shipped),
        Just(OrderEvent::Delivered),
        Just(OrderEvent::Confirmed(By::Clock)),
        Just(OrderEvent::Settled),
        (0u128..2, 0i64..5).prop_map(|(n, qty)| OrderEvent::ReturnOpened(line(n), qty)),
        (0u128..2, 0i64..5).prop_map(|(n, qty)| OrderEvent::ReturnDropped(line(n), qty)),
        (0u128..2, 0i64..5).prop_map(|(n, qty)| OrderEvent::UnitsRefunded(line(n), qty)),
    ]
}

/// The money of one order as the effects move it: escrow, refunded, the merchant's gross.
#[derive(Default)]
struct Till {
    escrow: i64,
    refunded: i64,
    merchant: i64,
    payable: Option<i64>,
}

proptest! {
    #[test]
    fn whatever_happens_to_an_order_no_money_is_lost_or_made(
        events in prop::collection::vec(any_event(), 1..40),
    ) {
        let mut order = order();
        let mut till = Till::default();
        for (i, event) in events.iter().enumerate() {
            // Five days between one event and the next, so that windows close.
            let now = Moment(0).plus(Duration::days(5 * i as i64));
            let Ok((next, effects)) = order.apply(event, now) else { continue };
            if *event == OrderEvent::Paid {
                till.escrow += order.whole_share().unwrap().paid.minor;
            }
            for effect in effects {
                match effect {
                    Effect::PostRefund { share, released } => {
                        let from = if released { &mut till.merchant } else { &mut till.escrow };
                        *from -= share.paid.minor;
                        till.refunded += share.paid.minor;
                    }
                    Effect::PostRelease(share) => {
                        till.escrow -= share.paid.minor;
                        till.merchant += share.paid.minor;
                    }
                    Effect::PostSettle(share) => {
                        prop_assert_eq!(till.payable.replace(share.paid.minor), None);
                        prop_assert_eq!(till.merchant, share.paid.minor);
                        prop_assert!(order.lines.iter().all(|l| l.returning == 0));
                    }
                    _ => {}
                }
            }
            order = next;
            prop_assert!(till.escrow >= 0 && till.merchant >= 0 && till.refunded >= 0);
            if order.paid_at.is_some() {
                prop_assert_eq!(till.escrow + till.merchant + till.refunded, order.payable.minor);
            }
            if order.state.is_over() {
                prop_assert_eq!(till.escrow, 0);
            }
            for line in &order.lines {
                prop_assert!(line.free_units() >= 0 && line.returning >= 0 && line.refunded >= 0);
            }
        }
    }

    #[test]
    fn a_purchase_is_paid_or_closed_and_never_both(
        pay_first in any::<bool>(),
        again in any::<bool>(),
    ) {
        let open = purchase();
        let pay = PurchaseEvent::Paid(crate::id::AttemptId::from_bits(1));
        let close = PurchaseEvent::Close(CloseReason::TimeOver);
        let (first, second) = if pay_first { (&pay, &close) } else { (&close, &pay) };
        let ended = open.apply(first, Moment(1)).unwrap();
        let next = if again { first } else { second };
        let code = ended.apply(next, Moment(2)).unwrap_err().code;
        prop_assert_eq!(code, if pay_first { Code::AlreadyPaid } else { Code::PurchaseClosed });
        prop_assert!(ended.payable_at(Moment(1)).is_err());
    }
}

fn purchase() -> Purchase {
    let order = order();
    Purchase {
        id: order.purchase.clone(),
        number: "1".into(),
        buyer: order.buyer.clone(),
        state: crate::payments::PurchaseState::Open,
        payable: order.payable,
        address: order.address,
        coupons: vec![],
        rule_version: None,
        placed_at: Moment(0),
        expires_at: Moment(100),
        paid_at: None,
        paid_by: None,
        closed_at: None,
        close_reason: None,
        version: 0,
    }
}

#[test]
fn nobody_starts_paying_after_the_time_is_over() {
    assert_eq!(purchase().payable_at(Moment(99)), Ok(()));
    assert_eq!(purchase().payable_at(Moment(100)).unwrap_err().code, Code::PurchaseClosed);
}

#[test]
fn what_a_shop_gets_of_an_order_adds_up_and_is_what_receipt_releases() {
    let adds_up = |order: &Order| {
        let income = views::IncomeView::of(order).unwrap();
        let sold = income.paid.add(income.by_platform).unwrap();
        let kept = sold.sub(income.gone).unwrap().sub(income.commission).unwrap();
        assert_eq!(kept, income.net);
        income
    };
    let whole = adds_up(&after(&[OrderEvent::Paid]));
    assert_eq!(whole.paid, order().payable);
    assert!(whole.gone.is_zero());

    let (cup, one) = (line(0), 1);
    let shipped = [OrderEvent::Paid, OrderEvent::Shipped];
    let back =
        [OrderEvent::ReturnOpened(cup.clone(), one), OrderEvent::UnitsRefunded(cup.clone(), one)];
    let left = after(&[shipped.as_slice(), &back].concat());
    let income = adds_up(&left);
    assert_eq!(income.gone, left.line(&cup).unwrap().shares.of(0, one).unwrap().paid);
    let (_, effects) = left.apply(&OrderEvent::Confirmed(By::Buyer), Moment(99)).unwrap();
    let Some(Effect::PostRelease(share)) =
        effects.into_iter().find(|e| matches!(e, Effect::PostRelease(_)))
    else {
        panic!("receipt releases the money");
    };
    let released = share.paid.add(share.subsidy).unwrap().sub(share.commission).unwrap();
    assert_eq!(released, income.net);

    let called_off = adds_up(&after(&[OrderEvent::Paid, OrderEvent::CalledOff(By::Merchant)]));
    assert!(called_off.net.is_zero() && called_off.commission.is_zero());
}

#[test]
fn what_an_order_earned_is_payable_once_after_its_windows_and_never_with_an_open_return() {
    let over = Moment(3).plus(Duration::days(15));
    let received = after(&RECEIVED);
    let refused = |order: &Order, now| order.apply(&OrderEvent::Settled, now).unwrap_err().code;
    assert_eq!(refused(&after(&RECEIVED[..2]), over), Code::WrongState);
    assert_eq!(refused(&received, Moment(over.0 - 1)), Code::WrongState);

    let asked = OrderEvent::ReturnOpened(line(0), 1);
    let (open, effects) = received.apply(&asked, Moment(9)).unwrap();
    assert!(effects.contains(&Effect::PauseClock(ClockKind::Settle)));
    assert_eq!(refused(&open, over), Code::WrongState);
    let (less, effects) = open.apply(&OrderEvent::UnitsRefunded(line(0), 1), Moment(10)).unwrap();
    assert!(effects.contains(&Effect::ResumeClock(ClockKind::Settle)));

    let (settled, effects) = less.apply(&OrderEvent::Settled, over).unwrap();
    assert_eq!(settled.settled_at, Some(over));
    let left = less.ledger_share(less.left().unwrap());
    assert!(left.paid.minor < received.left().unwrap().paid.minor);
    assert_eq!(effects, [Effect::PostSettle(left), Effect::Announce("order.settled")]);
    assert_eq!(refused(&settled, over), Code::WrongState);
}

#[test]
fn the_clock_of_the_money_runs_from_receipt_for_the_longest_window() {
    let (_, effects) = after(&RECEIVED[..2]).apply(&RECEIVED[2], Moment(3)).unwrap();
    let length = Duration::days(15);
    let kind = ClockKind::Settle;
    assert!(effects.contains(&Effect::StartClock { kind, length, started_by: "received" }));
}
