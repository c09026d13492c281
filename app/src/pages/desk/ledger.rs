//! The books: the journal, the youngest posting first, and the accounts with something on them.

use super::journal::{about, journal_table};
use super::subject;
use crate::AppError;
use crate::api::books::{BalanceLine, JournalLine, balances, journal};
use crate::fetched::fetched;
use crate::live::use_changes;
use crate::pages::console::at;
use crate::pages::parts::{use_locale, waited};
use crate::pages::wall;
use domain::catalogue::Paged;
use i18n::desk as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use ui::{Column, DataTable, Empty, Pager, Row, Tab, Tabs};

const HERE: &str = "/desk/ledger";
const ACCOUNTS: &str = "accounts";

/// What the page shows: one of two lists.
#[derive(Clone, Serialize, Deserialize)]
enum Shown {
    Journal(Paged<JournalLine>),
    Accounts(Paged<BalanceLine>),
}

/// `/desk/ledger`; `?tab=accounts` shows the accounts, `&after=` the next page.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| (q.get("tab").unwrap_or_default(), q.get("after").unwrap_or_default()))
    });
    let changes = use_changes(|_| true);
    let page = fetched(
        move || (asked.get(), changes.get()),
        |((tab, after), _)| async move {
            Ok::<_, AppError>(if tab == ACCOUNTS {
                Shown::Accounts(balances(after).await?)
            } else {
                Shown::Journal(journal(after).await?)
            })
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::ledger_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::ledger_title(l)}</h1><p>{t::ledger_text(l)}</p></div>
            {waited(l, move || {
                    let (_, after) = asked.get();
                    async move {
                        match page.await {
                            Ok(shown) => body(l, shown, &after),
                            Err(error) => wall::console_failure(l, &error, HERE),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, shown: Shown, after: &str) -> AnyView {
    let tab = if matches!(shown, Shown::Accounts(_)) { ACCOUNTS } else { "" };
    let one = |word: &str, label: &'static str| Tab {
        label: label.to_owned(),
        href: at(HERE, &[("tab", word)]),
        count: None,
        current: word == tab,
    };
    let tabs = vec![one("", t::ledger_tab_journal(l)), one(ACCOUNTS, t::ledger_tab_accounts(l))];
    let (table, next) = match shown {
        Shown::Journal(list) => (postings(l, &list.items), list.next),
        Shown::Accounts(list) => (accounts(l, &list.items), list.next),
    };
    let first = (!after.is_empty()).then(|| at(HERE, &[("tab", tab)]));
    let next = next.as_deref().map(|after| at(HERE, &[("tab", tab), ("after", after)]));
    view! {
        <section class="panel" aria-label=t::ledger_title(l)>
            <Tabs label=t::ledger_tabs(l) tabs=tabs/>
            {table}
            <Pager locale=l previous=first next=next/>
        </section>
    }
    .into_any()
}

fn postings(l: Locale, lines: &[JournalLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <Empty title=t::ledger_empty_title(l) text=t::ledger_empty_text(l)/> }
            .into_any();
    }
    journal_table(l, t::ledger_caption(l), lines)
}

fn accounts(l: Locale, lines: &[BalanceLine]) -> AnyView {
    if lines.is_empty() {
        let (title, text) = (t::ledger_accounts_empty_title(l), t::ledger_accounts_empty_text(l));
        return view! { <Empty title=title text=text/> }.into_any();
    }
    let columns = vec![
        Column::text(t::ledger_col_account(l)),
        Column::text(t::ledger_col_whom(l)),
        Column::figures(t::ledger_col_balance(l)),
    ];
    let rows = lines.iter().map(|line| {
        let whom = about(&line.account).map(|whom| subject(&whom));
        Row::of(vec![
            w::ledger_account(l, &line.account).into_any(),
            whom.into_any(),
            i18n::money(line.balance).into_any(),
        ])
    });
    view! { <DataTable caption=t::ledger_accounts_caption(l) columns=columns rows=rows.collect()/> }
        .into_any()
}
