//! Postings as a table: what was booked, because of what, and the entries that sum to zero.

use super::subject;
use crate::api::books::JournalLine;
use domain::ledger::{Account, Entry};
use i18n::desk as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use ui::{Column, DataTable, Ledger, LedgerRow, Row};

/// The postings in the order they come in.
pub fn journal_table(l: Locale, caption: &'static str, lines: &[JournalLine]) -> AnyView {
    let columns = vec![
        Column::text(t::ledger_col_purpose(l)),
        Column::text(t::ledger_col_time(l)),
        Column::text(t::ledger_col_source(l)),
        Column::text(t::ledger_col_entries(l)),
    ];
    let rows = lines.iter().map(|line| row(l, line)).collect();
    view! { <DataTable caption=caption columns=columns rows=rows/> }.into_any()
}

fn row(l: Locale, line: &JournalLine) -> Row {
    let number = line
        .seq
        .map_or_else(|| t::ledger_unsealed(l).to_owned(), |n| t::ledger_sealed(l, i18n::number(n)));
    let entries = line.entries.iter().map(|e| entry(l, e)).collect::<Vec<_>>();
    Row::of(vec![
        view! { {w::ledger_purpose(l, line.purpose)}<small class="subline">{number}</small> }
            .into_any(),
        i18n::date_time(l, line.at).into_any(),
        subject(&line.source),
        view! { <Ledger rows=entries/> }.into_any(),
    ])
}

fn entry(l: Locale, entry: &Entry) -> LedgerRow {
    let row = LedgerRow::item(w::ledger_account(l, &entry.account), entry.amount);
    match about(&entry.account) {
        Some(whom) => row.with_note(whom),
        None => row,
    }
}

/// Whom an account is about: the text of an id, or a provider's word.
pub fn about(account: &Account) -> Option<String> {
    account.code().split_once(':').map(|(_, whom)| whom.to_owned())
}
