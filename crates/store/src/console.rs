//! What consoles look at: bounded counts, the order of a waybill, the journal and the accounts. A merchant's statements
//! start from the merchant's own index, so that nobody waits for somebody else's orders.

use crate::args;
use crate::db::{Arg, Cols, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{OrderId, PostingId, TypedId as _};
use domain::ledger::{Account, Entry, Purpose};
use domain::orders::OrderState;
use domain::returns::ReturnState;
use domain::{Moment, Scope};
use services::Result;
use services::ports::console::{BalanceRow, ConsoleRead, JournalRow, WorkCounts};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;
/// The most lines of one order's postings.
const LINES_MAX: i64 = 2_000;

const ORDERS_OF_MERCHANT: &str = "
    select count(*) from (
        select 1 from merchant_order where merchant_id = $1 and state = $2 limit $3) found";
const ORDERS_OF_ALL: &str = "
    select count(*) from (select 1 from merchant_order where state = $1 limit $2) found";

const RETURNS_OF_MERCHANT: &str = "
    select count(*) from (
        select 1 from return_request where merchant_id = $1 and state = $2 limit $3) found";
const RETURNS_OF_ALL: &str = "
    select count(*) from (select 1 from return_request where state = $1 limit $2) found";

const CLOCKS: &str = "select count(*) from (select 1 from clock where state = $1 limit $2) found";
const LATE_CLOCKS: &str = "
    select count(*) from (
        select 1 from clock where state = 'running' and due_at <= $1 limit $2) found";
const JOBS: &str = "select count(*) from (select 1 from job where state = $1 limit $2) found";

const BY_WAYBILL: &str = "
    select o.id from shipment s join merchant_order o on o.id = s.order_id
    where s.carrier in (list($1)) and s.waybill = $2 and ($3 = 1 or o.merchant_id = $4)
    order by o.id desc limit 1";

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "select p.id, p.source, p.purpose, p.at, p.seq, e.account, e.currency, e.amount_minor, e.order_id
            from posting_entry e join posting p on p.id = e.posting_id ",
            $rest
        )
    };
}

const LINES_OF_ORDER: &str = lines!(
    "where e.order_id = $1 and ($2 = 1 or exists (
        select 1 from merchant_order o where o.id = $1 and o.merchant_id = $3))
    order by e.posting_id, e.n limit $4"
);
const HEADS: &str = "select id from posting where $1 = '' or id < $1 order by id desc limit $2";
const LINES_OF: &str =
    lines!("where e.posting_id in (list($1)) order by e.posting_id desc, e.n limit $2");

const BALANCES: &str = "
    select account, currency, minor from balance
    where minor <> 0 and account > $1 order by account, currency limit $2";

#[async_trait]
impl ConsoleRead for Session {
    async fn count_orders(&mut self, scope: &Scope, state: OrderState, most: i64) -> Result<i64> {
        let state = state.as_str();
        if scope.sees_all() {
            return count(self, ORDERS_OF_ALL, args![state, most]).await;
        }
        count(self, ORDERS_OF_MERCHANT, args![scoped::merchant(scope), state, most]).await
    }

    async fn count_returns(&mut self, scope: &Scope, state: ReturnState, most: i64) -> Result<i64> {
        let state = state.as_str();
        if scope.sees_all() {
            return count(self, RETURNS_OF_ALL, args![state, most]).await;
        }
        count(self, RETURNS_OF_MERCHANT, args![scoped::merchant(scope), state, most]).await
    }

    async fn count_work(&mut self, scope: &Scope, now: Moment, most: i64) -> Result<WorkCounts> {
        scoped::staff(scope)?;
        Ok(WorkCounts {
            running_clocks: count(self, CLOCKS, args!["running", most]).await?,
            late_clocks: count(self, LATE_CLOCKS, args![now, most]).await?,
            waiting_jobs: count(self, JOBS, args!["queued", most]).await?,
            dead_jobs: count(self, JOBS, args!["dead", most]).await?,
        })
    }

    async fn order_by_waybill(&mut self, scope: &Scope, waybill: &str) -> Result<Option<OrderId>> {
        let carriers = Arg::list(domain::shipping::Carrier::ALL.iter().map(|c| c.as_str()));
        let args = [
            carriers,
            Arg::from(waybill),
            Arg::from(scope.sees_all()),
            Arg::from(scoped::merchant(scope)),
        ];
        let row = self.one(BY_WAYBILL, &args).await?;
        row.map(|row| row.cols().id()).transpose()
    }

    async fn journal_of_order(
        &mut self,
        scope: &Scope,
        order: &OrderId,
    ) -> Result<Vec<JournalRow>> {
        let args = args![order, scope.sees_all(), scoped::merchant(scope), LINES_MAX];
        postings(&self.all(LINES_OF_ORDER, args).await?)
    }

    async fn journal(
        &mut self,
        scope: &Scope,
        after: Option<&PostingId>,
        limit: i64,
    ) -> Result<Vec<JournalRow>> {
        scoped::staff(scope)?;
        let after = after.map_or("", |id| id.as_str());
        let heads = self.all(HEADS, args![after, limit.clamp(1, LIST_MAX)]).await?;
        let ids: Result<Vec<PostingId>> = heads.iter().map(|row| row.cols().id()).collect();
        let lines = self.all(LINES_OF, &[Arg::ids(&ids?), Arg::from(LINES_MAX * 4)]).await?;
        postings(&lines)
    }

    async fn balances(
        &mut self,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<BalanceRow>> {
        scoped::staff(scope)?;
        let args = args![after.unwrap_or_default(), limit.clamp(1, LIST_MAX)];
        self.all(BALANCES, args).await?.iter().map(balance).collect()
    }
}

async fn count(session: &mut Session, sql: &'static str, args: &[Arg]) -> Result<i64> {
    let row = session.one(sql, args).await?;
    row.map_or(Ok(0), |row| row.cols().int())
}

/// Lines that lie together become one posting.
fn postings(rows: &[Row]) -> Result<Vec<JournalRow>> {
    let mut out: Vec<JournalRow> = Vec::new();
    for row in rows {
        let mut cols = row.cols();
        let id: PostingId = cols.id()?;
        let (source, purpose) = (cols.text()?, cols.word(Purpose::parse)?);
        let (at, seq) = (cols.moment()?, cols.opt_int()?);
        let entry = entry(&mut cols)?;
        match out.last_mut().filter(|last| last.id == id) {
            Some(last) => last.entries.push(entry),
            None => {
                out.push(JournalRow { id, source, purpose, at, seq, entries: vec![entry] });
            }
        }
    }
    Ok(out)
}

fn entry(cols: &mut Cols<'_>) -> Result<Entry> {
    let account = cols.word(Account::parse)?;
    let currency = cols.currency()?;
    Ok(Entry { account, amount: cols.money(currency)?, order: cols.opt_id()? })
}

fn balance(row: &Row) -> Result<BalanceRow> {
    let mut cols = row.cols();
    let account = cols.word(Account::parse)?;
    let currency = cols.currency()?;
    Ok(BalanceRow { account, balance: cols.money(currency)? })
}
