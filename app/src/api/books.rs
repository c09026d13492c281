//! The books, for those who keep and check them: accounts with something on them, and the journal.

use crate::AppError;
use crate::wire::Asking;
use domain::catalogue::Paged;
use domain::ledger::{Account, Entry, Purpose};
use domain::{Moment, Money};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::api::doors::BOOKKEEPERS,
    crate::request::{fail, market, visit},
    domain::Code,
    domain::id::{PostingId, TypedId as _},
    services::ports::console::{BalanceRow, JournalRow},
};

/// A posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    /// Its id.
    pub id: String,
    /// The fact it comes from: the text of an id.
    pub source: String,
    /// What it is for.
    pub purpose: Purpose,
    /// When it was made.
    pub at: Moment,
    /// Its gapless number, once it is sealed.
    pub seq: Option<i64>,
    /// Its entries; debits positive, credits negative.
    pub entries: Vec<Entry>,
}

#[cfg(feature = "ssr")]
impl From<JournalRow> for JournalLine {
    fn from(row: JournalRow) -> Self {
        let JournalRow { id, source, purpose, at, seq, entries } = row;
        Self { id: id.to_string(), source, purpose, at, seq, entries }
    }
}

/// What lies on an account, in its own sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceLine {
    /// The account.
    pub account: Account,
    /// How much.
    pub balance: Money,
}

/// The journal, the youngest posting first.
#[server(prefix = "/api", endpoint = "/books/journal", protocol = Asking)]
pub async fn journal(#[server(default)] after: String) -> Result<Paged<JournalLine>, AppError> {
    let scope = visit().actor.staff(BOOKKEEPERS).map_err(fail)?;
    let after = match after.as_str() {
        "" => None,
        id => Some(PostingId::parse(id).map_err(|_| fail(Code::NotFound))?),
    };
    let page =
        services::console::journal(&market()?, &scope, after.as_ref()).await.map_err(fail)?;
    let items = page.items.into_iter().map(JournalLine::from).collect();
    Ok(Paged { items, next: page.next })
}

/// The accounts with something on them, by code.
#[server(prefix = "/api", endpoint = "/books/balances", protocol = Asking)]
pub async fn balances(#[server(default)] after: String) -> Result<Paged<BalanceLine>, AppError> {
    let scope = visit().actor.staff(BOOKKEEPERS).map_err(fail)?;
    let after = Some(after.as_str()).filter(|code| !code.is_empty());
    let page = services::console::balances(&market()?, &scope, after).await.map_err(fail)?;
    let line = |row: BalanceRow| BalanceLine { account: row.account, balance: row.balance };
    Ok(Paged { items: page.items.into_iter().map(line).collect(), next: page.next })
}
