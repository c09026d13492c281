//! What buyers want to send back: the open requests with the clocks of the answers they wait for (3.3.1).

use crate::api::after_sales::return_cases;
use crate::fetched::fetched;
use crate::live::use_changes;
use crate::pages::console::at;
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::wall;
use domain::catalogue::Paged;
use domain::returns::ReturnState;
use domain::returns::views::ReturnCase;
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Column, DataTable, Empty, Glyph, Mark, Pager, Picture, Row, Tab, Tabs, Tone};

const HERE: &str = "/merchant/returns";

/// `/merchant/returns`; `?tab=all` shows the ended ones too, `&after=` the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| (q.get("tab").unwrap_or_default(), q.get("after").unwrap_or_default()))
    });
    let changes = use_changes(|_| true);
    let page =
        fetched(move || (asked.get(), changes.get()), |((tab, after), _)| return_cases(tab, after));
    view! {
        <Title text=i18n::common::brand_title(l, t::after_sales_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::after_sales_title(l)}</h1></div>
            {waited(l, move || {
                    let (tab, after) = asked.get();
                    async move {
                        match page.await {
                            Ok(list) => body(l, &list, &tab, &after),
                            Err(error) => wall::console_failure(l, &error, HERE),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, list: &Paged<ReturnCase>, tab: &str, after: &str) -> AnyView {
    let one = |word: &str, label: &'static str| Tab {
        label: label.to_owned(),
        href: at(HERE, &[("tab", word)]),
        count: None,
        current: tab == word,
    };
    let tabs = vec![one("", t::after_sales_tab_open(l)), one("all", t::after_sales_tab_all(l))];
    let first = (!after.is_empty()).then(|| at(HERE, &[("tab", tab)]));
    let next = list.next.as_deref().map(|after| at(HERE, &[("tab", tab), ("after", after)]));
    view! {
        <section class="panel" aria-label=t::after_sales_title(l)>
            <Tabs label=t::after_sales_tabs(l) tabs=tabs/>
            {if list.items.is_empty() { nothing(l, tab) } else { table(l, &list.items) }}
            <Pager locale=l previous=first next=next/>
        </section>
    }
    .into_any()
}

fn nothing(l: Locale, tab: &str) -> AnyView {
    let (title, text) = if tab.is_empty() {
        (t::after_sales_empty_open_title(l), t::after_sales_empty_open_text(l))
    } else {
        (t::after_sales_empty_title(l), t::after_sales_empty_text(l))
    };
    view! { <Empty title=title text=text/> }.into_any()
}

fn table(l: Locale, cases: &[ReturnCase]) -> AnyView {
    let columns = vec![
        Column::text(t::after_sales_col_order(l)),
        Column::text(t::after_sales_col_goods(l)),
        Column::text(t::after_sales_col_request(l)),
        Column::figures(t::after_sales_col_amount(l)),
        Column::text(t::after_sales_col_state(l)),
        Column::text(t::after_sales_col_deadline(l)),
        Column::action(t::after_sales_col_action(l)),
    ];
    let rows = cases.iter().map(|case| row(l, case)).collect();
    view! { <DataTable caption=t::after_sales_caption(l) columns=columns rows=rows/> }.into_any()
}

fn row(l: Locale, case: &ReturnCase) -> Row {
    let ret = &case.ret;
    let href = format!("{HERE}/{}", ret.id);
    let label =
        if case.actions.is_empty() { t::after_sales_view(l) } else { t::after_sales_answer(l) };
    let spoken = format!("{label} {}", case.order_number);
    let goods = format!("{} {}", words(l, &case.line.name), i18n::common::unit_times(l, ret.qty));
    let picture = case.line.picture.clone();
    Row::of(vec![
        view! {
            <a class="num" href=href.clone()>{case.order_number.clone()}</a>
            <small class="subline">{i18n::short_date_time(l, ret.requested_at)}</small>
        }
        .into_any(),
        view! { <span class="cellgood"><Picture src=picture width=64 height=64/><span>{goods}</span></span> }
            .into_any(),
        view! {
            {w::return_kind(l, ret.kind)}
            <small class="subline">{w::return_reason(l, ret.reason)}</small>
        }
        .into_any(),
        i18n::money(ret.amount).into_any(),
        view! { <Mark text=w::return_state(l, ret.state) tone=tone(ret.state)/> }.into_any(),
        deadline(l, case),
        view! { <a class="btn btn--sm" href=href aria-label=spoken>{label}</a> }.into_any(),
    ])
}

fn deadline(l: Locale, case: &ReturnCase) -> AnyView {
    let Some(clock) = &case.ret.clock else { return t::after_sales_no_deadline(l).into_any() };
    let text = i18n::common::clock_due(l, i18n::short_date_time(l, clock.due_at));
    let tone = if clock.due_at <= case.now { Tone::Late } else { Tone::Watch };
    view! { <Mark text=text tone=tone icon=Glyph::Clock/> }.into_any()
}

/// How the state of a return looks.
pub const fn tone(state: ReturnState) -> Tone {
    match state {
        ReturnState::Requested | ReturnState::SentBack => Tone::Watch,
        ReturnState::Agreed | ReturnState::Refunding => Tone::Trust,
        ReturnState::Refunded => Tone::Promise,
        ReturnState::Refused => Tone::Late,
        ReturnState::Withdrawn => Tone::Fact,
    }
}
