//! SQLite: one writer, a few readers, one file. Writes wait for one another in a queue and are committed in groups
//! (`writer.rs`); readers see the last commit and cannot write.
//!
//! `synchronous=FULL` is not a matter of taste: with NORMAL, acknowledged commits were lost in every series of power cuts.

mod writer;

use crate::db::{Session, meaning};
use crate::migrate;
use async_trait::async_trait;
use services::broken::{Fault, is};
use services::ports::store::ErasedWrite;
use services::ports::{Clock, Reader, Store};
use services::{Error, Result};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Executor as _};
use std::any::Any;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;
use writer::Writer;

/// Older versions can corrupt a database when the WAL is reset.
const VERSION_MIN: [u32; 3] = [3, 51, 3];
/// How long a connection waits for a lock another process holds, in milliseconds.
const BUSY_TIMEOUT_MS: u64 = 5_000;
/// How many readers there are.
const READERS: u32 = 6;
/// How long a use case waits for a free reader, in milliseconds.
const ACQUIRE_MS_MAX: u64 = 1_000;
/// How large the WAL file may stay after a checkpoint, in bytes.
const WAL_BYTES_MAX: &str = "67108864";

/// The store on SQLite.
pub(crate) struct SqliteStore {
    readers: SqlitePool,
    writer: Writer,
}

impl SqliteStore {
    pub(crate) async fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|e| Error::broken(format_args!("the store address: {e}")))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(if is(Fault::Normal) {
                SqliteSynchronous::Normal
            } else {
                SqliteSynchronous::Full
            })
            .foreign_keys(true)
            .busy_timeout(Duration::from_millis(if is(Fault::Deferred) {
                0
            } else {
                BUSY_TIMEOUT_MS
            }))
            .statement_cache_capacity(512)
            .pragma("mmap_size", "0")
            .pragma("journal_size_limit", WAL_BYTES_MAX)
            .pragma("temp_store", "MEMORY")
            .disable_statement_logging();
        let mut session = writer::connect(&options).await?;
        check_version(&mut session).await?;
        migrate::run(&mut session, &*clock).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .acquire_timeout(Duration::from_millis(ACQUIRE_MS_MAX))
            .after_connect(|connection, _| {
                Box::pin(
                    async move { connection.execute("pragma query_only = on").await.map(|_| ()) },
                )
            })
            .connect_with(options.clone().create_if_missing(false).read_only(true))
            .await
            .map_err(|e| meaning(&e, "opening readers"))?;
        Ok(Self { readers, writer: Writer::start(options, session) })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Result<Box<dyn Reader>> {
        let connection =
            self.readers.acquire().await.map_err(|e| meaning(&e, "taking a reader"))?;
        Ok(Box::new(Session::sqlite_reader(connection)))
    }

    async fn write_erased(&self, _key: String, work: ErasedWrite) -> Result<Box<dyn Any + Send>> {
        // The key is not needed: the writer finds out by its own mark whether a group was committed.
        self.writer.write(work).await
    }

    async fn survey(&self) -> Result<()> {
        // Its plans follow from the statements and the indexes alone, and are the same on the first day and the last.
        Ok(())
    }
}

async fn check_version(session: &mut Session) -> Result<()> {
    let row = session.one("select sqlite_version()", &[]).await?;
    let version = row.ok_or_else(|| Error::broken("no version"))?.cols().text()?;
    let parts: Vec<u32> = version.split('.').filter_map(|p| p.parse().ok()).collect();
    if parts.as_slice() < VERSION_MIN.as_slice() {
        return Err(Error::broken(format_args!(
            "SQLite {version} is too old: 3.51.3 or newer is needed, older ones can corrupt the database"
        )));
    }
    Ok(())
}
