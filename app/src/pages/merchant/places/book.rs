//! Booking a place: look for goods, choose list and days, see the price in detail, pay. Each step is an address, so nothing is
//! lost on the way back and none needs scripts.

use super::{Asked, HERE, source};
use crate::api::places::PlacesPage;
use crate::pages::forms::{field_error, summary};
use crate::pages::parts::words;
use crate::pages::places::list_name;
use crate::post::{GetForm, Post, PostForm};
use crate::wire::AppError;
use domain::display::booking::{PaidList, Quote};
use domain::fairness::begin_of;
use domain::id::TypedId as _;
use i18n::Locale;
use i18n::merchant as t;
use leptos::prelude::*;
use ui::{Field, Ledger, LedgerRow, Notice, NoticeTone, Pick, Select};

/// How many goods a search names; the hint says so.
const GOODS_NAMED: i64 = 20;

/// The whole of it.
pub(super) fn panel(l: Locale, page: &PlacesPage, asked: &Asked, book: Post) -> AnyView {
    let choose = if page.goods.is_empty() {
        view! { <Notice tone=NoticeTone::Watch><p>{t::places_product_none(l)}</p></Notice> }
            .into_any()
    } else {
        wish(l, page, asked)
    };
    let typed = asked.q.clone();
    let quote = page.quote.as_ref().map(|quote| quoted(l, page, quote, book));
    view! {
        <section class="panel form" aria-labelledby="book-h">
            <header><h2 id="book-h">{t::places_book(l)}</h2></header>
            <GetForm action=HERE attr:class="form__body" attr:role="search">
                <Field locale=l name="q" kind="search" label=t::places_find(l) hint=t::places_find_hint(l, GOODS_NAMED)
                    value=typed required=false/>
                <button class="btn" type="submit">{t::places_find_submit(l)}</button>
            </GetForm>
            {choose}
        </section>
        {quote}
    }
    .into_any()
}

/// The wish: goods, list, days. Asking for a price changes nothing.
fn wish(l: Locale, page: &PlacesPage, asked: &Asked) -> AnyView {
    let goods = page.goods.iter().map(|(id, name)| Pick::of(id.as_str(), words(l, name)));
    let goods: Vec<_> = goods.collect();
    let days = (1..=page.offer.days.figure)
        .map(|n| Pick::of(n.to_string(), t::places_days_pick(l, n)))
        .collect::<Vec<_>>();
    let from = (page.today..=page.today.saturating_add(page.offer.ahead.figure))
        .map(|day| Pick::of(day.to_string(), i18n::date(l, begin_of(day))))
        .collect::<Vec<_>>();
    let (list, lists) = lists(l, page, asked);
    let Asked { q, product, from: first_day, days: how_many, .. } = asked.clone();
    let trouble: Signal<Option<AppError>> = Signal::stored(page.trouble.clone());
    let labels = vec![
        ("product", t::places_product(l).to_owned()),
        ("list", t::places_list(l).to_owned()),
        ("from", t::places_from(l).to_owned()),
        ("days", t::places_days(l).to_owned()),
    ];
    view! {
        <GetForm action=HERE attr:class="form__body">
            {summary(l, trouble, labels)}
            <input type="hidden" name="q" value=q/>
            <Select locale=l name="product" label=t::places_product(l) picks=goods
                value=product error=field_error(l, trouble, "product")/>
            <Select locale=l name="list" label=t::places_list(l) picks=lists value=list
                error=field_error(l, trouble, "list")/>
            <Select locale=l name="from" label=t::places_from(l) picks=from value=first_day
                error=field_error(l, trouble, "from")/>
            <Select locale=l name="days" label=t::places_days(l) picks=days value=how_many
                error=field_error(l, trouble, "days")/>
            <button class="btn btn--primary" type="submit">{t::places_quote(l)}</button>
        </GetForm>
    }
    .into_any()
}

/// The lists to choose from, as words that hold for any goods: which category is meant, the quote says.
fn lists(l: Locale, page: &PlacesPage, asked: &Asked) -> (String, Vec<Pick>) {
    let picks = vec![
        Pick::of("front", t::places_list_front(l)),
        Pick::of("own", t::places_list_own(l)),
        Pick::of("above", t::places_list_above(l)),
    ];
    // An address may name a category by its id.
    let at = page.lists.iter().position(|choice| choice.list.key() == asked.list);
    let front = page.quote.as_ref().is_some_and(|quote| quote.choice.list == PaidList::Front);
    let word = match at {
        Some(0) if !front => "own",
        Some(_) if !front => "above",
        Some(_) => "front",
        None => asked.list.as_str(),
    };
    (word.to_owned(), picks)
}

/// The price line by line, what stands in the way, and the button that pays.
fn quoted(l: Locale, page: &PlacesPage, quote: &Quote, book: Post) -> AnyView {
    let price = domain::Money::fen(quote.choice.price.figure);
    let day = |day: i64| i18n::date(l, begin_of(day));
    let last = day(quote.span.until().saturating_sub(1));
    let text = t::places_quote_text(
        l,
        t::From(day(quote.span.from)),
        t::Last(last),
        t::List(list_name(l, quote.choice.category.as_ref())),
        t::Name(words(l, &quote.name)),
    );
    let rows = vec![
        LedgerRow::item(t::places_quote_price(l, source(l, &quote.choice.price)), price),
        LedgerRow::sum(t::places_quote_sum(l), quote.fee).with_note(t::places_quote_times(
            l,
            t::N(quote.span.days),
            t::Price(i18n::money(price)),
        )),
    ];
    let days = |days: &[i64]| days.iter().map(|d| day(*d)).collect::<Vec<_>>();
    let dot = i18n::common::word_dot(l);
    let mut troubles = Vec::new();
    if !quote.held.is_empty() {
        troubles.push(t::places_quote_held(l, days(&quote.held).join(dot)));
    } else if !quote.full.is_empty() {
        troubles.push(t::places_quote_full(l, days(&quote.full).join(dot)));
    }
    if let Ok(missing) = quote.fee.sub(quote.money)
        && !quote.is_covered()
    {
        troubles.push(t::places_quote_short(
            l,
            t::Missing(i18n::money(missing)),
            t::Money(i18n::money(quote.money)),
        ));
    }
    let troubles: Vec<_> = troubles
        .into_iter()
        .map(|text| view! { <Notice tone=NoticeTone::Watch><p>{text}</p></Notice> })
        .collect();
    view! {
        <section class="panel stack" aria-labelledby="quote-h">
            <header><h2 id="quote-h">{t::places_quote_title(l)}</h2></header>
            <p>{text}</p>
            <Ledger rows=rows/>
            {troubles}
            {quote.can_be_had().then(|| pay(l, page, quote, book))}
        </section>
    }
    .into_any()
}

fn pay(l: Locale, page: &PlacesPage, quote: &Quote, book: Post) -> AnyView {
    let fields = [
        ("product", quote.product.to_string()),
        ("list", quote.choice.list.key().to_owned()),
        ("from", quote.span.from.to_string()),
        ("days", quote.span.days.to_string()),
        ("fee", quote.fee.minor.to_string()),
        ("key", page.key.clone()),
    ];
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let label = t::places_submit(l, i18n::money(quote.fee));
    // What begins today is shown from the moment it is paid for, and what is shown cannot be called off.
    let note = if quote.span.from <= page.today {
        t::places_quote_note_today(l).to_owned()
    } else {
        t::places_quote_note(l, i18n::date(l, quote.span.begins()))
    };
    view! {
        <PostForm post=book attr:class="form__body">
            {fields.into_iter().collect_view()}
            <p class="hint">{note}</p>
            <button class="btn btn--primary" type="submit">{label}</button>
        </PostForm>
    }
    .into_any()
}
