//! Stories of booked places.

use super::*;
use crate::Duration;

const PRICE: Money = Money::fen(2_000);

fn offer() -> Offer {
    Offer::of(&Rulebook::default(), Moment(0))
}

/// Noon of a day.
fn noon(day: i64) -> Moment {
    begin_of(day).plus(Duration::hours(12))
}

/// Booked on day 10 for three days from `from` on.
fn booking(from: i64) -> Booking {
    Booking {
        id: PlacementId::from_bits(1),
        merchant: MerchantId::from_bits(1),
        product: ProductId::from_bits(1),
        list: PaidList::Front,
        span: Span { from, days: 3 },
        booked_at: noon(10),
        price: PRICE,
        paid: FeeParts { available: Money::fen(1_000), pending: Money::fen(5_000) },
        ended: None,
    }
}

fn back(booking: &Booking) -> i64 {
    booking.ended.as_ref().map_or(-1, |ended| ended.back.minor)
}

#[test]
fn a_list_is_stored_as_one_text() {
    for list in [PaidList::Front, PaidList::Category(CategoryId::from_bits(7))] {
        assert_eq!(PaidList::parse(list.key()), Some(list));
    }
    assert_eq!(PaidList::parse("elsewhere"), None);
    assert_eq!(PaidList::shown(None), PaidList::Front);
}

#[test]
fn only_days_that_are_for_sale_can_be_asked_for() {
    let (offer, now) = (offer(), noon(10));
    assert_eq!(offer.span(10, 7, now).unwrap(), Span { from: 10, days: 7 });
    assert_eq!(offer.span(24, 1, now).unwrap().until(), 25);
    for (from, days, fields) in [
        (9, 1, vec!["from"]),
        (25, 1, vec!["from"]),
        (10, 0, vec!["days"]),
        (10, 8, vec!["days"]),
        (i64::MAX, i64::MIN, vec!["from", "days"]),
    ] {
        let refused = offer.span(from, days, now).unwrap_err();
        let named: Vec<&str> = refused.fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(named, fields, "{from} {days}");
    }
}

#[test]
fn a_booking_comes_runs_and_is_over() {
    let check = |from, now, state| assert_eq!(booking(from).state(now), state, "{from} {now:?}");
    check(11, noon(10), BookingState::Coming);
    check(11, begin_of(11), BookingState::Running);
    check(11, begin_of(14).minus(Duration::millis(1)), BookingState::Running);
    check(11, begin_of(14), BookingState::Over);
    // What is booked for today begins at once.
    check(10, noon(10), BookingState::Running);
    assert_eq!(booking(10).begins(), noon(10));
}

#[test]
fn a_shop_calls_off_what_has_not_begun_and_gets_everything_back() {
    let cancelled = booking(11).cancel(noon(10)).unwrap();
    assert_eq!(cancelled.state(noon(12)), BookingState::Cancelled);
    assert_eq!(back(&cancelled), 6_000);
    assert_eq!(booking(11).first_free_day(noon(10)), 11);
    for (booking, now) in [
        (booking(11), begin_of(11)),
        (booking(10), noon(10)),
        (booking(11), noon(20)),
        (cancelled, noon(10)),
    ] {
        assert_eq!(booking.cancel(now).unwrap_err().code, Code::PlaceBegun);
    }
}

#[test]
fn what_the_staff_ends_is_paid_for_as_far_as_days_have_begun() {
    for (now, expect) in [(noon(10), 6_000), (noon(11), 4_000), (noon(12), 2_000), (noon(13), 0)] {
        let ended = booking(11).end(" 违禁宣传 ", now).unwrap();
        assert_eq!(back(&ended), expect, "{now:?}");
        assert_eq!(ended.state(now), BookingState::Ended);
        assert_eq!(ended.ended.as_ref().unwrap().reason, "违禁宣传");
        assert_eq!(ended.end("again", now).unwrap_err().code, Code::PlaceBegun);
    }
    assert_eq!(booking(11).first_free_day(noon(12)), 13);
    assert_eq!(booking(11).end("late", noon(14)).unwrap_err().code, Code::PlaceBegun);
    for (reason, code) in
        [("  ", Code::Required), (&*"长".repeat(REASON_CHARS_MAX + 1), Code::TooLong)]
    {
        assert_eq!(booking(11).end(reason, noon(10)).unwrap_err().fields[0].code, code);
    }
}
