//! One order as the desk sees it: the parties masked, its clocks and parcels, and everything that was booked for it.

use super::journal::journal_table;
use crate::api::oversight::{OverseenOrder, any_order};
use crate::fetched::fetched;
use crate::live::{use_changes, use_now};
use crate::pages::console::{clocks, goods, order_head, refunds};
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::wall;
use crate::pages::{income, journey};
use domain::orders::views::OrderView;
use i18n::desk as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::Facts;

/// `/desk/orders/{order}`, by id or number.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let order = Memo::new(move |_| params.with(|p| p.get("order").unwrap_or_default()));
    let changes = use_changes(|_| true);
    let page = fetched(move || (order.get(), changes.get()), |(order, _)| any_order(order));
    view! {
        <main id="main" class="cbody">
            {waited(l, move || {
                    let path = format!("/desk/orders/{}", order.get_untracked());
                    async move {
                        match page.await {
                            Ok(order) => body(l, &order),
                            Err(error) => view! {
                                <Title text=i18n::common::brand_title(l, t::orders_title(l))/>
                                {wall::console_failure(l, &error, &path)}
                            }.into_any(),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, order: &OverseenOrder) -> AnyView {
    let view = &order.view;
    view! {
        <Title text=i18n::common::brand_title(l, t::orders_order_title(l, &view.card.number))/>
        {order_head(l, &view.card, w::order_state(l, view.card.state), None)}
        <div class="order__cols">
            <div class="stack">
                {journal(l, order)}
                {journey::parcels(l, view)}
                {goods(l, &view.card.lines)}
            </div>
            <aside class="stack">
                {clocks(l, view, use_now(view.now))}
                {parties(l, view)}
                {income::money(l, view)}
                {refunds(l, &view.refunds)}
            </aside>
        </div>
    }
    .into_any()
}

fn journal(l: Locale, order: &OverseenOrder) -> AnyView {
    let body = if order.journal.is_empty() {
        view! { <p class="hint">{t::orders_journal_empty(l)}</p> }.into_any()
    } else {
        journal_table(l, t::orders_journal_caption(l), &order.journal)
    };
    view! {
        <section class="panel" aria-labelledby="journal-h">
            <header><h2 id="journal-h">{t::orders_journal(l)}</h2></header>
            {body}
        </section>
    }
    .into_any()
}

fn parties(l: Locale, view: &OrderView) -> AnyView {
    let to = &view.address;
    let rows = vec![
        (t::orders_shop(l).to_owned(), words(l, &view.card.merchant_name)),
        (t::orders_recipient(l).to_owned(), format!("{} {}", to.recipient, to.phone)),
        (t::orders_region(l).to_owned(), to.region.clone()),
        (t::orders_purchase(l).to_owned(), view.card.purchase.to_string()),
    ];
    view! {
        <section class="panel" aria-labelledby="parties-h">
            <header><h2 id="parties-h">{t::orders_parties(l)}</h2></header>
            <Facts of=rows class="kv"/>
        </section>
    }
    .into_any()
}
