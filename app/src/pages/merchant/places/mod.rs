//! Paid places of a shop (2.1.1): what is for sale and at what price, booking one, and what was booked. The page asks first and
//! takes money second: what a booking costs stands there line by line before the button that pays.

mod book;

use crate::api::places::{BookPlace, CancelPlace, PlacesPage, shop_places};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::use_changes;
use crate::pages::console::at;
use crate::pages::forms::{error_of, problem};
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::places::{fee, goods, list_name, span, state};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::display::booking::{BookingState, BookingView, Offer};
use domain::rules::{Resolved, Source};
use i18n::Locale;
use i18n::merchant as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{ClauseChip, Column, DataTable, Empty, Notice, NoticeTone, Pager, Row};

pub(super) const HERE: &str = "/merchant/places";

/// What the address says: the words that look for goods, the wish, where the bookings begin, what was just done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    q: String,
    product: String,
    list: String,
    from: String,
    days: String,
    after: String,
    done: String,
}

/// `/merchant/places`; `?q=` looks for goods, `&product=&list=&from=&days=` asks for a quote, `&after=` shows the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let word = |name: &str| query.with(|q| q.get(name).unwrap_or_default());
        Asked {
            q: word("q"),
            product: word("product"),
            list: word("list"),
            from: word("from"),
            days: word("days"),
            after: word("after"),
            done: word("done"),
        }
    });
    let (book, cancel) = (Post::to::<BookPlace>(), Post::to::<CancelPlace>());
    follow(book, Callback::new(|()| ()));
    follow(cancel, Callback::new(|()| ()));
    let changes = use_changes(|kind| kind.starts_with("places."));
    let page = fetched(
        move || (asked.get(), book.failures(), changes.get()),
        |(asked, _, _)| {
            let Asked { q, product, list, from, days, after, .. } = asked;
            shop_places(q, product, list, from, days, after)
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::places_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::places_title(l)}</h1><p>{t::places_lead(l)}<ClauseChip locale=l clause="2.1.1" external=true/></p></div>
            {[book, cancel].map(|post| problem(l, error_of(post))).into_iter().collect_view()}
            {waited(l, move || {
                    let asked = asked.get();
                    async move {
                        match page.await {
                            Ok(page) => body(l, &page, &asked, book, cancel),
                            Err(error) => wall::console_failure(l, &error, HERE),
                        }
                    }
            })}
        </main>
    }
}

fn body(l: Locale, page: &PlacesPage, asked: &Asked, book: Post, cancel: Post) -> AnyView {
    let said = match asked.done.as_str() {
        "booked" => Some(t::places_done_booked(l)),
        "cancelled" => Some(t::places_done_cancelled(l)),
        _ => None,
    };
    view! {
        {said.map(|text| view! { <Notice tone=NoticeTone::Kept><p>{text}</p></Notice> })}
        {for_sale(l, &page.offer, page.money)}
        {book::panel(l, page, asked, book)}
        {own(l, page, asked, cancel)}
    }
    .into_any()
}

/// Where a figure comes from.
fn source(l: Locale, of: &Resolved) -> String {
    match &of.source {
        Source::Default => t::places_source_default(l).to_owned(),
        Source::Version { number, .. } => t::places_source_version(l, number),
        Source::Agreement { reference } => t::places_source_agreement(l, reference),
    }
}

fn for_sale(l: Locale, offer: &Offer, money: domain::Money) -> AnyView {
    let columns = vec![
        Column::text(t::places_offer_col_list(l)),
        Column::figures(t::places_offer_col_price(l)),
        Column::figures(t::places_offer_col_places(l)),
        Column::text(t::places_offer_col_source(l)),
    ];
    let row = |list: &'static str, price: &Resolved| {
        Row::of(vec![
            list.into_any(),
            i18n::money(domain::Money::fen(price.figure)).into_any(),
            i18n::number(offer.places.figure).into_any(),
            source(l, price).into_any(),
        ])
    };
    // The same lists in the same words as the form offers them.
    let rows = vec![
        row(t::places_list_front(l), &offer.front),
        row(t::places_list_own(l), &offer.category),
        row(t::places_list_above(l), &offer.category),
    ];
    view! {
        <section class="panel stack" aria-labelledby="offer-h">
            <header><h2 id="offer-h">{t::places_offer(l)}</h2></header>
            <DataTable caption=t::places_offer_caption(l) columns=columns rows=rows/>
            <p class="hint">{t::places_days_note(l, t::Ahead(offer.ahead.figure), t::Days(offer.days.figure))}</p>
            <p><b>{t::places_money(l, i18n::money(money))}</b></p>
            <p class="hint">{t::places_money_note(l)}</p>
        </section>
    }
    .into_any()
}

/// The shop's bookings.
fn own(l: Locale, page: &PlacesPage, asked: &Asked, cancel: Post) -> AnyView {
    let first = (!asked.after.is_empty()).then(|| HERE.to_owned());
    let next = page.bookings.next.as_deref().map(|after| at(HERE, &[("after", after)]));
    let list = if page.bookings.items.is_empty() {
        let (title, text) = (t::places_own_empty_title(l), t::places_own_empty_text(l));
        view! { <Empty title=title text=text/> }.into_any()
    } else {
        let columns = vec![
            Column::text(t::places_col_goods(l)),
            Column::text(t::places_col_list(l)),
            Column::text(t::places_col_span(l)),
            Column::figures(t::places_col_fee(l)),
            Column::text(t::places_col_state(l)),
            Column::action(t::places_col_action(l)),
        ];
        let rows = page.bookings.items.iter().map(|booking| row(l, booking, cancel)).collect();
        view! { <DataTable caption=t::places_own_caption(l) columns=columns rows=rows/> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="own-h">
            <header><h2 id="own-h">{t::places_own(l)}</h2></header>
            {list}
            <Pager locale=l previous=first next=next/>
        </section>
    }
    .into_any()
}

fn row(l: Locale, booking: &BookingView, cancel: Post) -> Row {
    let action = if booking.state == BookingState::Coming {
        let id = booking.id.to_string();
        let spoken = t::places_cancel_of(l, words(l, &booking.name));
        view! {
            <PostForm post=cancel>
                <input type="hidden" name="id" value=id/>
                <button class="btn btn--sm" type="submit" aria-label=spoken>{t::places_cancel(l)}</button>
            </PostForm>
        }
        .into_any()
    } else {
        ().into_any()
    };
    Row::of(vec![
        goods(l, booking),
        list_name(l, booking.category.as_ref()).into_any(),
        span(l, booking),
        fee(l, booking),
        state(l, booking),
        action,
    ])
}
