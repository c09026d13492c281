//! What waits in the shop today: counts that lead to their lists, the deadlines that come first, what is to be shipped, and
//! the shop's money for those who may see it.

use crate::api::fulfilment::OrderBook;
use crate::api::orders::OrderList;
use crate::api::shops::today;
use crate::fetched::fetched;
use crate::frame::use_visiting;
use crate::live::{use_changes, use_now};
use crate::pages::console::{clock, order_table};
use crate::pages::parts::{use_locale, waited};
use crate::pages::wall;
use domain::Moment;
use domain::console::{AfterSalesToday, COUNT_MAX, ShopMoney, TodayView};
use domain::returns::views::ReturnCase;
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Ledger, LedgerRow};

/// `/merchant`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let visiting = use_visiting();
    let changes = use_changes(|_| true);
    let page = fetched(move || changes.get(), |_| today());
    let lead = move || visiting.visitor.get().shop.map(|shop| t::home_lead(l, shop));
    view! {
        <Title text=i18n::common::brand_title(l, t::home_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::home_title(l)}</h1>{move || lead().map(|text| view! { <p>{text}</p> })}</div>
            {waited(l, move || async move {
                    match page.await {
                        Ok(today) => body(l, &today),
                        Err(error) => wall::console_failure(l, &error, "/merchant"),
                    }
                })}
        </main>
    }
}

fn body(l: Locale, today: &TodayView) -> AnyView {
    view! {
        {tiles(l, today)}
        <div class="cgrid">
            {shipping(l, today)}
            {today.after_sales.as_ref().map(|cases| soonest(l, cases))}
            {today.money.map(|money| purse(l, money))}
        </div>
    }
    .into_any()
}

/// A figure that leads to its list.
fn tile(href: &'static str, n: i64, label: &'static str, class: &'static str) -> AnyView {
    let class = if n > 0 { class } else { "" };
    view! { <li><a href=href class=class><b class="num">{i18n::bounded(n, COUNT_MAX)}</b><span>{label}</span></a></li> }
        .into_any()
}

fn tiles(l: Locale, today: &TodayView) -> AnyView {
    let orders = today.orders;
    let answers = today.after_sales.as_ref().map(|cases| {
        view! {
            {tile("/merchant/returns", cases.to_answer, t::home_to_answer(l), "is-near")}
            {tile("/merchant/returns", cases.to_refund, t::home_to_refund(l), "is-near")}
            {tile("/merchant/reviews", cases.reviews, t::home_to_reply(l), "")}
        }
    });
    view! {
        <ul class="todo" aria-label=t::home_todo(l)>
            {tile("/merchant/orders?tab=ship", orders.to_ship, t::home_to_ship(l), "is-near")}
            {answers}
            {tile("/merchant/orders?tab=pay", orders.to_pay, t::orders_tab_pay(l), "")}
            {tile("/merchant/orders?tab=shipped", orders.shipped, t::orders_tab_shipped(l), "")}
        </ul>
    }
    .into_any()
}

/// What is to leave the shop, the most urgent first, each with the time that is left.
fn shipping(l: Locale, today: &TodayView) -> AnyView {
    let body = if today.to_ship.is_empty() {
        view! { <Empty title=t::home_ship_none_title(l) text=t::home_ship_none_text(l)/> }
            .into_any()
    } else {
        let list = OrderList { orders: today.to_ship.clone(), next: None };
        let book = OrderBook { list, counts: today.orders, now: today.now };
        order_table(l, "/merchant/orders", t::home_ship_caption(l), &book, false)
    };
    view! {
        <section class="panel cgrid__wide" aria-labelledby="ship-h">
            <header><h2 id="ship-h">{t::home_to_ship(l)}</h2><a href="/merchant/orders?tab=ship">{t::home_all(l)}</a></header>
            {body}
        </section>
    }
    .into_any()
}

fn soonest(l: Locale, cases: &AfterSalesToday) -> AnyView {
    let now = use_now(cases.soonest.first().map_or(Moment(0), |case| case.now));
    let rows = cases.soonest.iter().filter_map(|case| deadline(l, case, now)).collect_view();
    let body = if cases.soonest.is_empty() {
        view! { <p class="hint">{t::home_soonest_none(l)}</p> }.into_any()
    } else {
        view! { <ul class="clocks clocks--act">{rows}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="soon-h">
            <header><h2 id="soon-h">{t::home_soonest(l)}</h2><a href="/merchant/returns">{t::home_all(l)}</a></header>
            {body}
        </section>
    }
    .into_any()
}

fn deadline(l: Locale, case: &ReturnCase, now: RwSignal<Moment>) -> Option<AnyView> {
    let running = case.ret.clock.as_ref()?;
    let what = format!("{} {}", w::clock_kind(l, running.kind), i18n::money(case.ret.amount));
    let href = format!("/merchant/returns/{}", case.ret.id);
    let spoken = format!("{} {}", t::after_sales_answer(l), case.order_number);
    let row = view! {
        <li>
            {clock(l, running, what, now)}
            <a class="btn btn--sm" href=href aria-label=spoken>{t::after_sales_answer(l)}</a>
        </li>
    };
    Some(row.into_any())
}

fn purse(l: Locale, money: ShopMoney) -> AnyView {
    let rows = vec![
        LedgerRow::item(t::money_pending(l), money.pending),
        LedgerRow::item(t::money_available(l), money.available),
    ];
    view! {
        <section class="panel" aria-labelledby="money-h">
            <header><h2 id="money-h">{t::money_title(l)}</h2></header>
            <Ledger rows=rows/>
            <p class="hint">{t::money_note(l)}</p>
        </section>
    }
    .into_any()
}
