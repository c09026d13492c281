//! One way to talk to two engines: a [`Session`] is a connection to SQLite or PostgreSQL, statements are one text with `$1`
//! for both, arguments are [`Arg`]s with typed NULLs, rows are read column by column. Engine differences live in
//! `dialect.rs`; the meaning of errors in `error.rs`. No statement is ever put together from what a visitor typed.

mod arg;
mod dialect;
mod error;
mod row;

pub(crate) use arg::Arg;
pub(crate) use dialect::Engine;
pub(crate) use error::{lost_connection, meaning};
pub(crate) use row::{Cols, Row};

use arg::{bind_postgres, bind_sqlite};
use services::{Error, Result};
use sqlx::pool::PoolConnection;
use sqlx::{Executor as _, Postgres, Sqlite, SqliteConnection};

/// Statements shorter than a millisecond are the rule; this many rows is more than any of them may answer.
const ROWS_MAX: usize = 10_000;

/// A connection, inside a transaction or for reading only.
pub(crate) struct Session {
    link: Link,
    /// After a failed statement nothing more may be done: PostgreSQL insists on it, and SQLite shall behave alike.
    failed: bool,
}

/// The engine's own connection.
enum Link {
    /// The one connection of the writer.
    SqliteWriter(SqliteConnection),
    /// A read-only connection of the pool.
    SqliteReader(PoolConnection<Sqlite>),
    /// A connection of the pool.
    Postgres(PoolConnection<Postgres>),
}

impl Session {
    pub(crate) const fn sqlite_writer(connection: SqliteConnection) -> Self {
        Self { link: Link::SqliteWriter(connection), failed: false }
    }

    pub(crate) const fn sqlite_reader(connection: PoolConnection<Sqlite>) -> Self {
        Self { link: Link::SqliteReader(connection), failed: false }
    }

    pub(crate) const fn postgres(connection: PoolConnection<Postgres>) -> Self {
        Self { link: Link::Postgres(connection), failed: false }
    }

    /// Which engine this is.
    pub(crate) const fn engine(&self) -> Engine {
        match self.link {
            Link::SqliteWriter(_) | Link::SqliteReader(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether a statement failed since the last [`Session::control`].
    pub(crate) const fn has_failed(&self) -> bool {
        self.failed
    }

    /// Runs a statement; how many rows it touched.
    pub(crate) async fn execute(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64> {
        self.usable()?;
        let sql = dialect::text(self.engine(), sql);
        let answer = match &mut self.link {
            Link::SqliteWriter(c) => {
                c.execute(bind_sqlite(sql, args)).await.map(|r| r.rows_affected())
            }
            Link::SqliteReader(c) => {
                c.execute(bind_sqlite(sql, args)).await.map(|r| r.rows_affected())
            }
            Link::Postgres(c) => {
                c.execute(bind_postgres(sql, args)).await.map(|r| r.rows_affected())
            }
        };
        self.settle(sql, answer)
    }

    /// Runs a statement and answers all its rows. Lists end in a LIMIT; a forgotten one is caught here.
    pub(crate) async fn all(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>> {
        self.usable()?;
        let sql = dialect::text(self.engine(), sql);
        let answer = match &mut self.link {
            Link::SqliteWriter(c) => c.fetch_all(bind_sqlite(sql, args)).await.map(Row::sqlite),
            Link::SqliteReader(c) => c.fetch_all(bind_sqlite(sql, args)).await.map(Row::sqlite),
            Link::Postgres(c) => c.fetch_all(bind_postgres(sql, args)).await.map(Row::postgres),
        };
        let rows = self.settle(sql, answer)?;
        if rows.len() > ROWS_MAX {
            return Err(Error::broken(format_args!("{} rows: {sql}", rows.len())));
        }
        Ok(rows)
    }

    /// Runs a statement and answers its first row, if there is one.
    pub(crate) async fn one(&mut self, sql: &'static str, args: &[Arg]) -> Result<Option<Row>> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Runs a statement that answers one number.
    pub(crate) async fn number(&mut self, sql: &'static str, args: &[Arg]) -> Result<i64> {
        let row = self.one(sql, args).await?;
        row.ok_or_else(|| Error::broken(format_args!("no row: {sql}")))?.cols().int()
    }

    /// Runs a statement that controls the transaction itself (`BEGIN`, `SAVEPOINT` …). It clears the mark of failure.
    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.failed = false;
        match &mut self.link {
            Link::SqliteWriter(c) => c.execute(sqlx::raw_sql(sql)).await.map(|_| ()),
            Link::SqliteReader(c) => c.execute(sqlx::raw_sql(sql)).await.map(|_| ()),
            Link::Postgres(c) => c.execute(sqlx::raw_sql(sql)).await.map(|_| ()),
        }
    }

    fn usable(&self) -> Result<()> {
        if self.failed {
            return Err(Error::broken("a statement after a failed one in the same transaction"));
        }
        Ok(())
    }

    fn settle<T>(&mut self, sql: &str, answer: Result<T, sqlx::Error>) -> Result<T> {
        answer.map_err(|error| {
            self.failed = true;
            meaning(&error, sql)
        })
    }
}
