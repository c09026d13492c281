//! The buyer's orders, by state. What is next stands on each of them.

use crate::api::orders::{OrderList, orders};
use crate::fetched::fetched;
use crate::live::use_changes;
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::wall;
use domain::orders::OrderState;
use domain::orders::views::OrderCard;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Empty, Glyph, Icon, Line, LinkButton, Pager, Tab, Tabs};

/// `/orders`; `?tab=` shows one state, `&after=` the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| (q.get("tab").unwrap_or_default(), q.get("after").unwrap_or_default()))
    });
    let changes = use_changes(|line| line.contains("ord"));
    let page =
        fetched(move || (asked.get(), changes.get()), |((tab, after), _)| orders(tab, after));
    view! {
        <Title text=i18n::common::brand_title(l, t::orders_title(l))/>
        <main id="main" class="wrap acct">
            <h1>{t::orders_title(l)}</h1>
            {move || tabs(l, &asked.get().0)}
            {waited(l, move || {
                    let (tab, after) = asked.get();
                    async move {
                        match page.await {
                            Ok(list) => body(l, list, &tab, &after),
                            Err(error) => wall::failure_or_sign_in(l, &error, "/orders"),
                        }
                    }
                })}
        </main>
    }
}

fn tabs(l: Locale, now: &str) -> AnyView {
    let tab = |word: &str, label: &'static str| {
        let href =
            if word.is_empty() { "/orders".to_owned() } else { format!("/orders?tab={word}") };
        Tab {
            label: label.to_owned(),
            href: i18n::href(l, &href),
            count: None,
            current: now == word,
        }
    };
    let all = vec![
        tab("", t::orders_tab_all(l)),
        tab("pay", t::orders_tab_pay(l)),
        tab("ship", t::orders_tab_ship(l)),
        tab("receive", t::orders_tab_receive(l)),
        tab("done", t::orders_tab_done(l)),
        tab("returns", t::orders_tab_returns(l)),
    ];
    view! { <Tabs label=t::orders_tabs(l) tabs=all/> }.into_any()
}

fn body(l: Locale, list: OrderList, tab: &str, after: &str) -> AnyView {
    if list.orders.is_empty() {
        let (title, text) = if tab.is_empty() && after.is_empty() {
            (t::orders_empty_title(l), t::orders_empty_text(l))
        } else {
            (t::orders_empty_tab_title(l), t::orders_empty_tab_text(l))
        };
        return view! {
            <section class="panel"><Empty title=title text=text>
                <LinkButton href=i18n::href(l, "/")>{t::cart_empty_link(l)}</LinkButton>
            </Empty></section>
        }
        .into_any();
    }
    let cards = list.orders.iter().map(|o| card(l, o)).collect_view();
    let at = |after: &str| {
        let pairs = [("tab", tab), ("after", after)];
        let said: Vec<String> =
            pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={v}")).collect();
        i18n::href(l, &format!("/orders?{}", said.join("&")))
    };
    let next = list.next.as_deref().map(at);
    let first = (!after.is_empty()).then(|| at(""));
    view! { {cards} <Pager locale=l previous=first next=next/> }.into_any()
}

fn card(l: Locale, order: &OrderCard) -> AnyView {
    let href = i18n::href(l, &format!("/orders/{}", order.id));
    let state = i18n::common::order_state(l, order.state.as_str()).unwrap_or_default();
    let lines = order
        .lines
        .iter()
        .map(|line| {
            view! {
                <Line locale=l href=href.clone() name=words(l, &line.name) choice=words(l, &line.spec)
                    picture=line.picture.clone() money=line.unit_price quantity=line.qty/>
            }
        })
        .collect_view();
    let pays = order.state == OrderState::AwaitingPayment;
    let price = i18n::money(order.payable);
    let sum = if order.paid_at.is_some() {
        t::orders_total(l, price)
    } else {
        t::orders_to_pay(l, price)
    };
    let cashier = i18n::href(l, &format!("/pay/{}", order.purchase));
    let label = t::orders_number(l, &order.number);
    let returns = order.returns.iter().map(|ret| {
        let state = i18n::common::return_state(l, ret.state.as_str()).unwrap_or_default();
        let text = t::orders_return_one(l, t::N(ret.qty), t::State(state));
        let href = format!("{href}#{}", ret.id);
        view! { <li><a class="mark mark--trust" href=href>{text}</a></li> }
    });
    let returns: Vec<_> = returns.collect();
    let returns = (!returns.is_empty()).then(|| {
        view! { <ul class="ocard__returns" aria-label=t::returns_list_title(l)>{returns}</ul> }
    });
    view! {
        <article class="panel ocard" aria-label=label>
            <header>
                <span>{words(l, &order.merchant_name)}</span>" "<span class="num">{order.number.clone()}</span>
                <span class="ocard__state"><Icon of=state_icon(order.state)/>{state}</span>
            </header>
            <div class="ocard__goods">{lines}</div>
            {returns}
            <footer>
                <span class="ocard__sum">{sum}{i18n::common::word_dot(l)}{t::orders_placed(l, i18n::short_date_time(l, order.placed_at))}</span>
                {pays.then(|| view! { <a class="btn btn--primary" href=cashier>{t::orders_pay(l)}</a> })}
                <a class="btn" href=href>{t::orders_details(l)}</a>
            </footer>
        </article>
    }
    .into_any()
}

/// The drawing of a state.
pub const fn state_icon(state: OrderState) -> Glyph {
    match state {
        OrderState::AwaitingPayment => Glyph::Clock,
        OrderState::Paid => Glyph::Box,
        OrderState::Shipped => Glyph::Truck,
        OrderState::Received => Glyph::Check,
        OrderState::Cancelled | OrderState::Closed => Glyph::X,
    }
}
