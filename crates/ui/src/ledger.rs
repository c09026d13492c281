//! The price tree: every price can be opened, and its parts add up. Dotted leaders join word and figure; a double rule
//! closes the sum.

use domain::Money;
use leptos::prelude::*;

/// What kind of row it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LedgerKind {
    /// An amount.
    #[default]
    Item,
    /// A deduction; its amount is negative.
    Off,
    /// The sum under the double rule.
    Sum,
}

/// One row, with the rows it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// What it is.
    pub label: String,
    /// How much.
    pub amount: Money,
    /// Why, or who pays for it.
    pub note: Option<String>,
    /// What kind of row.
    pub kind: LedgerKind,
    /// What it is made of.
    pub parts: Vec<Self>,
}

impl LedgerRow {
    /// A plain amount.
    pub fn item(label: impl Into<String>, amount: Money) -> Self {
        Self { label: label.into(), amount, note: None, kind: LedgerKind::Item, parts: Vec::new() }
    }

    /// A deduction.
    pub fn off(label: impl Into<String>, amount: Money) -> Self {
        Self { kind: LedgerKind::Off, ..Self::item(label, amount) }
    }

    /// The sum.
    pub fn sum(label: impl Into<String>, amount: Money) -> Self {
        Self { kind: LedgerKind::Sum, ..Self::item(label, amount) }
    }

    /// The same row with a reason under it.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same row with what it is made of.
    #[must_use]
    pub fn with_parts(self, parts: Vec<Self>) -> Self {
        Self { parts, ..self }
    }
}

/// The rows of a price.
#[component]
pub fn Ledger(
    /// The rows, the sum last.
    rows: Vec<LedgerRow>,
) -> impl IntoView {
    view! { <ul class="ledger">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn row(row: LedgerRow) -> AnyView {
    let class = match row.kind {
        LedgerKind::Item => "",
        LedgerKind::Off => "is-off",
        LedgerKind::Sum => "ledger__sum",
    };
    let parts = (!row.parts.is_empty())
        .then(|| view! { <ul>{row.parts.into_iter().map(self::row).collect_view()}</ul> });
    view! {
        <li class=class>
            <span>{row.label}</span>
            <span class="lead" aria-hidden="true"></span>
            <data class="amt" value=row.amount.decimal_text()>{i18n::money(row.amount)}</data>
            {row.note.map(|note| view! { <small>{note}</small> })}
            {parts}
        </li>
    }
    .into_any()
}
