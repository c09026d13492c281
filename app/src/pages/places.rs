//! A booking of a paid place as the merchants' and the desk's lists write it. Nothing here knows a server function.

use crate::pages::parts::words;
use domain::catalogue::Words;
use domain::display::booking::{BookingState, BookingView};
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use ui::{Mark, Picture, Tone};

/// The name of a list: of its category, or of the front page.
pub fn list_name(l: Locale, category: Option<&Words>) -> String {
    category.map_or_else(|| t::places_list_front(l).to_owned(), |name| words(l, name))
}

/// The goods, leading to their page.
pub fn goods(l: Locale, booking: &BookingView) -> AnyView {
    let href = i18n::href(l, &format!("/p/{}", booking.slug));
    let name = words(l, &booking.name);
    view! {
        <span class="cellgood">
            <Picture src=booking.picture.clone() width=64 height=64/>
            <a href=href rel="external">{name}</a>
        </span>
    }
    .into_any()
}

/// From which day to which.
pub fn span(l: Locale, booking: &BookingView) -> AnyView {
    let (from, last) = (i18n::date(l, booking.from), i18n::date(l, booking.last));
    t::places_span(l, t::From(from), t::Last(last), t::N(booking.days)).into_any()
}

/// What it cost, and what of it went back.
pub fn fee(l: Locale, booking: &BookingView) -> AnyView {
    let back = booking.ended.as_ref().filter(|ended| !ended.back.is_zero()).map(|ended| {
        let text = t::places_back(l, i18n::money(ended.back));
        view! { <small class="subline">{text}</small> }
    });
    view! { {i18n::money(booking.fee)} {back} }.into_any()
}

/// Where it stands, and why it was ended.
pub fn state(l: Locale, booking: &BookingView) -> AnyView {
    let tone = match booking.state {
        BookingState::Coming => Tone::Watch,
        BookingState::Running => Tone::Promise,
        BookingState::Over | BookingState::Cancelled => Tone::Fact,
        BookingState::Ended => Tone::Late,
    };
    let why = booking.ended.as_ref().filter(|ended| !ended.reason.is_empty()).map(|ended| {
        view! { <small class="subline">{t::places_reason(l, &ended.reason)}</small> }
    });
    view! { <Mark text=w::booking_state(l, booking.state) tone=tone/> {why} }.into_any()
}
