//! PostgreSQL: a pool, one transaction per use case, each in a task of its own.
//!
//! Two precautions against writes that are acknowledged and lost. A visitor who goes away must not cancel a `BEGIN` half
//! way, so every write runs in a spawned task that nobody cancels; and a connection that comes back to the pool inside
//! somebody's transaction must not be handed on, so `ROLLBACK` runs at every release.
//!
//! The whole use case is repeated when the database asks for it (serialisation failure, deadlock, lost connection before
//! the commit). When the answer of the commit itself is lost, the write's key tells whether it happened.

use crate::args;
use crate::db::{Session, lost_connection, meaning};
use crate::migrate;
use async_trait::async_trait;
use futures::FutureExt as _;
use services::broken::{Fault, is};
use services::ports::store::ErasedWrite;
use services::ports::{Clock, Reader, Store};
use services::{Error, Result};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Executor as _};
use std::any::Any;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::panic::AssertUnwindSafe;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many connections there are.
const CONNECTIONS_MAX: u32 = 16;
/// How long a use case waits for a free connection, in milliseconds.
const ACQUIRE_MS_MAX: u64 = 5_000;
/// How often a use case is begun at most.
const TRIES_MAX: u32 = 5;
/// The longest wait before the second try, in milliseconds; it doubles with every further one.
const JITTER_MS: u64 = 20;

/// The store on PostgreSQL.
pub(crate) struct PostgresStore {
    shared: Arc<Shared>,
}

struct Shared {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    /// Tells this process's writes from those of others, with the counter behind it.
    process: u64,
    writes: AtomicU64,
    chance: RandomState,
}

impl PostgresStore {
    pub(crate) async fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|e| Error::broken(format_args!("the store address: {e}")))?
            .application_name("jishi")
            .statement_cache_capacity(512)
            .options([
                ("idle_in_transaction_session_timeout", "10s"),
                ("statement_timeout", "10s"),
                ("lock_timeout", "5s"),
                // Every release rolls back, mostly with nothing to roll back: PostgreSQL would warn each time.
                ("client_min_messages", "error"),
            ])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(Duration::from_millis(ACQUIRE_MS_MAX))
            .after_release(|connection, _| {
                Box::pin(async move {
                    if is(Fault::Poisoned) {
                        return Ok(true);
                    }
                    connection.execute("rollback").await?;
                    Ok(true)
                })
            })
            .connect_with(options)
            .await
            .map_err(|e| meaning(&e, "opening the pool"))?;
        let chance = RandomState::new();
        let process = chance.build_hasher().finish();
        let shared = Shared { pool, clock, process, writes: AtomicU64::new(0), chance };
        let mut session = shared.session().await.map_err(|e| meaning(&e, "migrating"))?;
        migrate::run(&mut session, &*shared.clock).await?;
        Ok(Self { shared: Arc::new(shared) })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn read(&self) -> Result<Box<dyn Reader>> {
        let session = self.shared.session().await.map_err(|e| meaning(&e, "taking a reader"))?;
        Ok(Box::new(session))
    }

    async fn write_erased(&self, key: String, work: ErasedWrite) -> Result<Box<dyn Any + Send>> {
        let shared = Arc::clone(&self.shared);
        if is(Fault::Poisoned) {
            return shared.write(key, work).await;
        }
        // The task outlives a caller who goes away.
        let task = tokio::spawn(async move { shared.write(key, work).await });
        task.await.map_err(|e| Error::Unknown(format!("the task of a write: {e}")))?
    }

    async fn survey(&self) -> Result<()> {
        let mut session =
            self.shared.session().await.map_err(|e| meaning(&e, "taking a connection"))?;
        // Looking at all tables may take longer than any statement of a use case.
        session.execute("set statement_timeout = '300s'", &[]).await?;
        let looked = session.execute("analyze", &[]).await;
        session.execute("reset statement_timeout", &[]).await?;
        looked.map(|_| ())
    }
}

/// How one try ended.
enum Try {
    Done(Result<Box<dyn Any + Send>>),
    /// Nothing happened; it may be begun again.
    Again(Error),
    /// The answer of the commit was lost; what the use case would have answered.
    Lost(Box<dyn Any + Send>, sqlx::Error),
}

impl Shared {
    async fn session(&self) -> Result<Session, sqlx::Error> {
        Ok(Session::postgres(self.pool.acquire().await?))
    }

    async fn write(&self, key: String, work: ErasedWrite) -> Result<Box<dyn Any + Send>> {
        // One write, one key: the same business key written twice by a double click is two writes.
        let n = self.writes.fetch_add(1, Ordering::Relaxed);
        let key = format!("{key}#{:x}.{n:x}", self.process);
        let mut tries = 0;
        loop {
            tries += 1;
            match self.attempt(&key, &work).await {
                Try::Done(outcome) => return outcome,
                Try::Again(error) if tries >= TRIES_MAX => return Err(error),
                Try::Again(_) => {}
                Try::Lost(answer, error) => match self.happened(&key).await {
                    Some(true) => return Ok(answer),
                    Some(false) if tries < TRIES_MAX => {}
                    _ => return Err(Error::Unknown(format!("a commit: {error}"))),
                },
            }
            self.pause(tries, n).await;
        }
    }

    async fn attempt(&self, key: &str, work: &ErasedWrite) -> Try {
        let mut session = match self.session().await {
            Ok(session) => session,
            Err(error) => return Try::Again(meaning(&error, "taking a connection")),
        };
        if let Err(error) = session.control("begin").await {
            return again_or_done(meaning(&error, "begin"));
        }
        let outcome = match AssertUnwindSafe(work(&mut session)).catch_unwind().await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::broken("a use case panicked inside its transaction")),
        };
        let outcome = match outcome {
            Ok(_) if session.has_failed() => {
                Err(Error::broken("a use case went on after a failed statement"))
            }
            outcome => outcome,
        };
        let answer = match outcome {
            Ok(answer) => answer,
            Err(error) => {
                // The release would roll back too, but then the rows would stay locked until it does.
                let _ = session.control("rollback").await;
                return again_or_done(error);
            }
        };
        if let Err(error) = session.execute(WRITE_KEY, args![key, self.clock.now()]).await {
            return again_or_done(error);
        }
        if is(Fault::AckEarly) {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(JITTER_MS)).await;
                session.control("commit").await
            });
            return Try::Done(Ok(answer));
        }
        match session.control("commit").await {
            Ok(()) => Try::Done(Ok(answer)),
            Err(error) if lost_connection(&error) => Try::Lost(answer, error),
            Err(error) => again_or_done(meaning(&error, "commit")),
        }
    }

    /// Whether the write with that key was committed; `None` when nobody can tell now.
    async fn happened(&self, key: &str) -> Option<bool> {
        for tries in 1..=TRIES_MAX {
            if let Ok(mut session) = self.session().await
                && let Ok(row) = session.one(READ_KEY, args![key]).await
            {
                return Some(row.is_some());
            }
            self.pause(tries, 0).await;
        }
        None
    }

    /// Waits a little before the next try, longer each time, and never in step with others.
    async fn pause(&self, tries: u32, salt: u64) {
        let most = JITTER_MS << tries.min(8);
        let wait = self.chance.hash_one((salt, tries)) % most;
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
}

const WRITE_KEY: &str = "insert into write_key (id, at) values ($1, $2)";
const READ_KEY: &str = "select id from write_key where id = $1";

fn again_or_done(error: Error) -> Try {
    if error.retryable() { Try::Again(error) } else { Try::Done(Err(error)) }
}
