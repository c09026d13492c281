//! What the consoles look at beside single orders and returns: how much waits in each state, which order a waybill belongs
//! to, and the journal of the books. Merchants see their own rows, staff and the system all. Counts are bounded: a list
//! that is longer than anybody reads is not counted to its end.

use crate::Result;
use async_trait::async_trait;
use domain::id::{OrderId, PostingId};
use domain::ledger::{Account, Entry, Purpose};
use domain::orders::OrderState;
use domain::returns::ReturnState;
use domain::{Moment, Money, Scope};

/// A posting as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Which.
    pub id: PostingId,
    /// The fact it comes from: the text of an id.
    pub source: String,
    /// What it is for.
    pub purpose: Purpose,
    /// When it was made.
    pub at: Moment,
    /// Its gapless number; `None` until it is sealed.
    pub seq: Option<i64>,
    /// Its lines, in their order.
    pub entries: Vec<Entry>,
}

/// What lies on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// The account.
    pub account: Account,
    /// How much, in the account's own sign.
    pub balance: Money,
}

/// How much work waits; every figure stops at the `most` that was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkCounts {
    /// Clocks that run.
    pub running_clocks: i64,
    /// Clocks that run although they are due.
    pub late_clocks: i64,
    /// Jobs that wait for their turn.
    pub waiting_jobs: i64,
    /// Jobs that were given up.
    pub dead_jobs: i64,
}

/// Reading what consoles show.
#[async_trait]
pub trait ConsoleRead: Send {
    /// How many orders the scope has in a state, at most `most`.
    async fn count_orders(&mut self, scope: &Scope, state: OrderState, most: i64) -> Result<i64>;
    /// How many returns the scope has in a state, at most `most`.
    async fn count_returns(&mut self, scope: &Scope, state: ReturnState, most: i64) -> Result<i64>;
    /// How much work waits at `now`. Staff and system only.
    async fn count_work(&mut self, scope: &Scope, now: Moment, most: i64) -> Result<WorkCounts>;
    /// The youngest of the scope's orders that have a parcel with this waybill number, whoever carries it.
    async fn order_by_waybill(&mut self, scope: &Scope, waybill: &str) -> Result<Option<OrderId>>;
    /// What was booked for an order the scope may see, the oldest first; only the lines of that order.
    async fn journal_of_order(&mut self, scope: &Scope, order: &OrderId)
    -> Result<Vec<JournalRow>>;
    /// The journal, the youngest first; `after` is the id of the last posting seen. Staff and system only.
    async fn journal(
        &mut self,
        scope: &Scope,
        after: Option<&PostingId>,
        limit: i64,
    ) -> Result<Vec<JournalRow>>;
    /// The accounts with something on them, in the order of their codes; `after` is the code of the last one seen. Staff
    /// and system only.
    async fn balances(
        &mut self,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<BalanceRow>>;
}
