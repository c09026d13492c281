//! What the merchants' and the desk's pages share: addresses of lists, the list of orders with its tabs and its search, a
//! promise with a time, an order's goods and its refunds. Nothing here knows a server function of its own.

use crate::api::fulfilment::OrderBook;
use crate::live::use_now;
use crate::pages::journey::{self, clause_of, face_of};
use crate::pages::parts::words;
use crate::pages::shop::cashier::method_name;
use crate::pages::shop::orders::state_icon;
use domain::Moment;
use domain::console::{COUNT_MAX, OrderCounts};
use domain::orders::OrderState;
use domain::orders::views::{ClockView, LineView, OrderCard, OrderView, RefundView};
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use ui::{
    Clock, Column, DataTable, Empty, Glyph, Icon, Line, LinkButton, Mark, Pager, Picture, Row, Tab,
    Tabs, Tone,
};

/// The address of a list with what it shows; empty values are left out. Values are our own words and ids.
pub fn at(base: &str, pairs: &[(&str, &str)]) -> String {
    let said = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={v}"));
    let said: Vec<String> = said.collect();
    if said.is_empty() { base.to_owned() } else { format!("{base}?{}", said.join("&")) }
}

/// A count as tabs and tiles write it; nothing is not written.
pub fn counted(n: i64) -> Option<String> {
    (n > 0).then(|| i18n::bounded(n, COUNT_MAX))
}

/// What a list of orders was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// One state, by its word; empty for all.
    pub tab: String,
    /// The last order seen; empty for the first page.
    pub after: String,
    /// What was typed into the search; empty for none.
    pub q: String,
}

impl Asked {
    /// Reads the address.
    pub fn of(query: &ParamsMap) -> Self {
        let word = |name: &str| query.get(name).unwrap_or_default();
        Self { tab: word("tab"), after: word("after"), q: word("q").trim().to_owned() }
    }
}

/// The tabs over a list of orders, and the search.
pub fn order_tabs(l: Locale, base: &'static str, asked: &Asked, counts: OrderCounts) -> AnyView {
    let searching = !asked.q.is_empty();
    let tab = |word: &str, label: &'static str, count: i64| Tab {
        label: label.to_owned(),
        href: at(base, &[("tab", word)]),
        count: counted(count),
        current: !searching && asked.tab == word,
    };
    let tabs = vec![
        tab("", t::orders_tab_all(l), 0),
        tab("pay", t::orders_tab_pay(l), counts.to_pay),
        tab("ship", t::orders_tab_ship(l), counts.to_ship),
        tab("shipped", t::orders_tab_shipped(l), counts.shipped),
        tab("done", t::orders_tab_done(l), 0),
        tab("closed", t::orders_tab_closed(l), 0),
    ];
    view! {
        <form class="search search--c" role="search" method="get" action=base>
            <label class="sr" for="q">{t::orders_search(l)}</label>
            <Icon of=Glyph::Search/>
            <input id="q" name="q" type="search" value=asked.q.clone() placeholder=t::orders_search(l) autocomplete="off"
                autocapitalize="none" spellcheck="false" enterkeyhint="search"/>
            <button type="submit">{t::orders_find(l)}</button>
        </form>
        <Tabs label=t::orders_tabs(l) tabs=tabs/>
    }
    .into_any()
}

/// The list of orders. `with_shop` names the shops, for those who look at several.
pub fn order_list(
    l: Locale,
    base: &'static str,
    asked: &Asked,
    book: &OrderBook,
    with_shop: bool,
) -> AnyView {
    if book.list.orders.is_empty() {
        return no_orders(l, base, asked);
    }
    let first = (!asked.after.is_empty()).then(|| at(base, &[("tab", &asked.tab)]));
    let next = book.list.next.as_deref();
    let next = next.map(|after| at(base, &[("tab", &asked.tab), ("after", after)]));
    view! {
        {order_table(l, base, t::orders_caption(l), book, with_shop)}
        <Pager locale=l previous=first next=next/>
    }
    .into_any()
}

fn no_orders(l: Locale, base: &'static str, asked: &Asked) -> AnyView {
    let (title, text) = if !asked.q.is_empty() {
        let title = t::orders_found_none_title(l, &asked.q);
        (title, t::orders_found_none_text(l))
    } else if asked.tab.is_empty() && asked.after.is_empty() {
        (t::orders_empty_title(l).to_owned(), t::orders_empty_text(l))
    } else {
        (t::orders_empty_tab_title(l).to_owned(), t::orders_empty_tab_text(l))
    };
    let all = !(asked.q.is_empty() && asked.tab.is_empty());
    view! {
        <Empty title=title text=text>
            {all.then(|| view! { <LinkButton href=base>{t::orders_show_all(l)}</LinkButton> })}
        </Empty>
    }
    .into_any()
}

/// The orders as a table; `caption` says in which order they stand.
pub fn order_table(
    l: Locale,
    base: &'static str,
    caption: &'static str,
    book: &OrderBook,
    with_shop: bool,
) -> AnyView {
    let now = use_now(book.now);
    let who = if with_shop { t::orders_col_shop(l) } else { t::orders_col_buyer(l) };
    let columns = vec![
        Column::text(t::orders_col_order(l)),
        Column::text(t::orders_col_goods(l)),
        Column::text(who),
        Column::figures(t::orders_col_amount(l)),
        Column::text(t::orders_col_state(l)),
        Column::action(t::orders_col_action(l)),
    ];
    let orders = book.list.orders.iter();
    let rows = orders.map(|order| order_row(l, base, order, with_shop, now)).collect();
    view! { <DataTable caption=caption columns=columns rows=rows/> }.into_any()
}

fn order_row(
    l: Locale,
    base: &'static str,
    order: &OrderCard,
    with_shop: bool,
    now: RwSignal<Moment>,
) -> Row {
    let href = format!("{base}/{}", order.id);
    let placed = i18n::short_date_time(l, order.placed_at);
    let who = if with_shop { words(l, &order.merchant_name) } else { order.recipient.clone() };
    let ships = !with_shop && order.state == OrderState::Paid;
    let label = if ships { t::orders_ship(l) } else { t::orders_view(l) };
    let spoken = format!("{label} {}", order.number);
    Row::of(vec![
        view! {
            <a class="num" href=href.clone()>{order.number.clone()}</a>
            <small class="subline">{placed}</small>
        }
        .into_any(),
        goods_cell(l, &order.lines),
        who.into_any(),
        i18n::money(order.payable).into_any(),
        view! { {state_mark(l, order.state)} {ship_by(l, order, now)} }.into_any(),
        view! { <a class="btn btn--sm" href=href aria-label=spoken>{label}</a> }.into_any(),
    ])
}

/// How much is left of the promise of dispatch, while the order waits for it (3.2.3).
fn ship_by(l: Locale, order: &OrderCard, now: RwSignal<Moment>) -> AnyView {
    let Some(due) = order.ship_by.filter(|_| order.state == OrderState::Paid) else {
        return ().into_any();
    };
    let left = move || {
        let now = now.get();
        if now < due {
            i18n::common::clock_left(l, i18n::duration(l, due.since(now)))
        } else {
            i18n::common::clock_over(l, i18n::duration(l, now.since(due)))
        }
    };
    view! { <small class="subline">{t::orders_col_deadline(l)}" "{left}</small> }.into_any()
}

fn goods_cell(l: Locale, lines: &[LineView]) -> AnyView {
    let Some(first) = lines.first() else { return ().into_any() };
    let name = words(l, &first.name);
    let pieces: i64 = lines.iter().map(|line| line.qty).sum();
    let text = if lines.len() > 1 {
        t::orders_goods_more(l, t::N(pieces), t::Name(name))
    } else {
        format!("{name} {}", i18n::common::unit_times(l, pieces))
    };
    view! {
        <span class="cellgood"><Picture src=first.picture.clone() width=64 height=64/><span>{text}</span></span>
    }
    .into_any()
}

/// Where an order stands, as a word with a drawing.
pub fn state_mark(l: Locale, state: OrderState) -> AnyView {
    let tone = match state {
        OrderState::Paid => Tone::Watch,
        OrderState::Shipped => Tone::Trust,
        OrderState::Received => Tone::Promise,
        OrderState::AwaitingPayment | OrderState::Cancelled | OrderState::Closed => Tone::Fact,
    };
    view! { <Mark text=w::order_state(l, state) tone=tone icon=state_icon(state)/> }.into_any()
}

/// A promise with its time.
pub fn clock(l: Locale, clock: &ClockView, what: String, now: RwSignal<Moment>) -> AnyView {
    let state = face_of(clock);
    view! {
        <Clock locale=l what=what clause=clause_of(clock.kind) started=clock.started_at due=clock.due_at
            state=state now=now external=true/>
    }
    .into_any()
}

/// The clocks of an order and of its returns; nothing when none runs.
pub fn clocks(l: Locale, view: &OrderView, now: RwSignal<Moment>) -> AnyView {
    let of_returns = view.returns.iter().filter_map(|r| r.clock.as_ref());
    let rows = view.clocks.iter().chain(of_returns).map(|c| {
        let what = w::clock_kind(l, c.kind).to_owned();
        view! { <li>{clock(l, c, what, now)}</li> }
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="panel" aria-labelledby="clocks-h">
            <header><h2 id="clocks-h">{t::order_clocks(l)}</h2></header>
            <ul class="clocks">{rows}</ul>
        </section>
    }
    .into_any()
}

/// The head of an order's page: where it stands, its number, a word on what comes next, and how far it has come.
pub fn order_head(l: Locale, card: &OrderCard, now: &'static str, hint: Option<String>) -> AnyView {
    let goes_on = !matches!(card.state, OrderState::Cancelled | OrderState::Closed);
    view! {
        <header class="ostate">
            <div>
                <p class="ostate__k"><Icon of=state_icon(card.state)/>" "{now}</p>
                <h1>{t::order_title(l, &card.number)}</h1>
                {hint.map(|text| view! { <p class="hint">{text}</p> })}
            </div>
            {goes_on.then(|| journey::course(l, card))}
        </header>
    }
    .into_any()
}

/// The goods of an order, as sold.
pub fn goods(l: Locale, lines: &[LineView]) -> AnyView {
    let rows = lines.iter().map(|line| goods_line(l, line)).collect_view();
    view! {
        <section class="panel ogoods" aria-labelledby="goods-h">
            <header><h2 id="goods-h">{t::order_goods(l)}</h2></header>
            {rows}
        </section>
    }
    .into_any()
}

/// One line of goods, with what became of its units.
pub fn goods_line(l: Locale, line: &LineView) -> AnyView {
    let mut marks = Vec::new();
    if line.returning > 0 {
        marks.push((Tone::Watch, t::order_line_returning(l, line.returning)));
    }
    if line.refunded > 0 {
        marks.push((Tone::Trust, t::order_line_refunded(l, line.refunded)));
    }
    view! {
        <Line locale=l name=words(l, &line.name) choice=words(l, &line.spec) picture=line.picture.clone()
            money=line.unit_price quantity=line.qty marks=marks/>
    }
    .into_any()
}

/// The money that goes back for an order; nothing when none does.
pub fn refunds(l: Locale, refunds: &[RefundView]) -> AnyView {
    if refunds.is_empty() {
        return ().into_any();
    }
    let rows = refunds.iter().map(|r| {
        let (how, why) = (w::refund_status(l, r.status), w::refund_reason(l, r.reason));
        let way = method_name(l, &r.provider);
        let dot = i18n::common::word_dot(l);
        view! { <li><b>{how}" "{i18n::money(r.amount)}</b><small>{why}{dot}{way}</small></li> }
    });
    view! {
        <section class="panel" aria-labelledby="refunds-h">
            <header><h2 id="refunds-h">{t::order_refunds(l)}</h2></header>
            <ul class="refunds">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// A question that unfolds. Without the attribute, drawing the page again leaves it as its reader left it.
pub fn ask(unfolded: bool, inner: AnyView) -> AnyView {
    if unfolded {
        view! { <details class="ask" open=true>{inner}</details> }.into_any()
    } else {
        view! { <details class="ask">{inner}</details> }.into_any()
    }
}
