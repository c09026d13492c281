//! Money on its way back, by state. What a provider refused for good waits here for a person.

use super::subject;
use crate::api::oversight::refunds;
use crate::fetched::fetched;
use crate::live::use_changes;
use crate::pages::console::at;
use crate::pages::parts::{use_locale, waited};
use crate::pages::shop::cashier::method_name;
use crate::pages::wall;
use domain::catalogue::Paged;
use domain::payments::RefundStatus;
use domain::payments::views::RefundCase;
use i18n::desk as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Column, DataTable, Empty, Mark, Pager, Row, Tab, Tabs, Tone};

const HERE: &str = "/desk/refunds";

/// `/desk/refunds`; `?state=` shows another state than the pending ones, `&after=` the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| (q.get("state").unwrap_or_default(), q.get("after").unwrap_or_default()))
    });
    let changes = use_changes(|_| true);
    let page =
        fetched(move || (asked.get(), changes.get()), |((state, after), _)| refunds(state, after));
    view! {
        <Title text=i18n::common::brand_title(l, t::refunds_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::refunds_title(l)}</h1><p>{t::refunds_text(l)}</p></div>
            {waited(l, move || {
                    let (state, after) = asked.get();
                    async move {
                        match page.await {
                            Ok(list) => body(l, &list, &state, &after),
                            Err(error) => wall::console_failure(l, &error, HERE),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, list: &Paged<RefundCase>, state: &str, after: &str) -> AnyView {
    let now = RefundStatus::parse(state).unwrap_or(RefundStatus::Pending);
    let tab = |status: RefundStatus| Tab {
        label: w::refund_status(l, status).to_owned(),
        href: at(HERE, &[("state", status.as_str())]),
        count: None,
        current: status == now,
    };
    let tabs = [RefundStatus::Pending, RefundStatus::Failed, RefundStatus::Done].map(tab);
    let first = (!after.is_empty()).then(|| at(HERE, &[("state", state)]));
    let next = list.next.as_deref().map(|after| at(HERE, &[("state", state), ("after", after)]));
    view! {
        <section class="panel" aria-label=t::refunds_title(l)>
            <Tabs label=t::refunds_tabs(l) tabs=tabs.to_vec()/>
            {if list.items.is_empty() {
                view! { <Empty title=t::refunds_empty_title(l) text=t::refunds_empty_text(l)/> }.into_any()
            } else {
                table(l, &list.items)
            }}
            <Pager locale=l previous=first next=next/>
        </section>
    }
    .into_any()
}

fn table(l: Locale, cases: &[RefundCase]) -> AnyView {
    let columns = vec![
        Column::text(t::refunds_col_refund(l)),
        Column::text(t::refunds_col_order(l)),
        Column::text(t::refunds_col_reason(l)),
        Column::figures(t::refunds_col_amount(l)),
        Column::text(t::refunds_col_way(l)),
        Column::text(t::refunds_col_since(l)),
        Column::text(t::refunds_col_done(l)),
        Column::figures(t::refunds_col_tries(l)),
        Column::text(t::refunds_col_state(l)),
    ];
    let rows = cases.iter().map(|case| row(l, case)).collect();
    view! { <DataTable caption=t::refunds_caption(l) columns=columns rows=rows/> }.into_any()
}

fn row(l: Locale, case: &RefundCase) -> Row {
    let tone = match case.status {
        RefundStatus::Pending => Tone::Watch,
        RefundStatus::Done => Tone::Promise,
        RefundStatus::Failed => Tone::Late,
    };
    let order = case.order.as_ref().map(|id| subject(&id.to_string()));
    let said = case.failure.as_ref().map(|code| {
        view! { <small class="subline">{t::refunds_failure(l, code)}</small> }
    });
    let cells = vec![
        view! { <code class="mono">{case.no.clone()}</code> }.into_any(),
        order.unwrap_or_else(|| t::refunds_no_order(l).into_any()),
        w::refund_reason(l, case.reason).into_any(),
        i18n::money(case.amount).into_any(),
        method_name(l, &case.provider).into_any(),
        i18n::date_time(l, case.created_at).into_any(),
        case.done_at.map_or_else(|| "–".to_owned(), |at| i18n::date_time(l, at)).into_any(),
        i18n::number(case.tries).into_any(),
        view! { <Mark text=w::refund_status(l, case.status) tone=tone/> {said} }.into_any(),
    ];
    Row { cells, class: if case.status == RefundStatus::Failed { "is-late" } else { "" } }
}
