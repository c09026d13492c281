//! The shop's orders, by state, and the search by order or waybill number. A paid order appears by itself.

use crate::api::fulfilment::{OrderBook, shop_orders};
use crate::fetched::fetched;
use crate::live::use_changes;
use crate::pages::console::{Asked, order_list, order_tabs};
use crate::pages::parts::{use_locale, waited};
use crate::pages::wall;
use i18n::Locale;
use i18n::merchant as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

const HERE: &str = "/merchant/orders";

/// `/merchant/orders`; `?tab=` shows one state, `&after=` the next page, `?q=` finds orders by number.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(Asked::of));
    let changes = use_changes(|_| true);
    let page = fetched(
        move || (asked.get(), changes.get()),
        |(asked, _)| shop_orders(asked.tab, asked.after, asked.q),
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::orders_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::orders_title(l)}</h1></div>
            {waited(l, move || {
                    let asked = asked.get();
                    async move {
                        match page.await {
                            Ok(book) => body(l, &asked, &book),
                            Err(error) => wall::console_failure(l, &error, HERE),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, asked: &Asked, book: &OrderBook) -> AnyView {
    view! {
        <section class="panel" aria-label=t::orders_title(l)>
            {order_tabs(l, HERE, asked, book.counts)}
            {order_list(l, HERE, asked, book, false)}
        </section>
    }
    .into_any()
}
