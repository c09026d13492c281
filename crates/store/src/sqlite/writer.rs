//! The writer: one task, one connection, one queue. Whatever waits is taken into one group: `BEGIN IMMEDIATE`, every use case
//! under a savepoint of its own, one `COMMIT`, then the answers. One fsync serves the whole group, which is many times the
//! rate of one commit each, at the full promise of durability: nothing is answered before the commit.
//!
//! A refusal rolls back its own savepoint only. When the commit itself fails, or the connection is lost, the connection is
//! opened afresh and asked by the group's mark whether the group was committed; if not, the group is played again once.

use crate::args;
use crate::db::{Session, lost_connection, meaning};
use futures::FutureExt as _;
use services::broken::{Fault, is};
use services::ports::store::ErasedWrite;
use services::{Error, Result};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout};

/// How many use cases may wait for the writer; more are told to come back.
const QUEUE_MAX: usize = 1_024;
/// How many use cases share one commit at most.
const GROUP_MAX: usize = 32;
/// How long a group is kept open for more use cases at most, in milliseconds.
const GROUP_MS_MAX: u64 = 5;
/// How long one use case may hold the writer, in milliseconds.
const WORK_MS_MAX: u64 = 2_000;
/// How long a write that is acknowledged too early takes to be written, where that is broken on purpose.
const BROKEN_MS: u64 = 20;
/// How often the WAL is brought back into the database file, in seconds.
const CHECKPOINT_SECONDS: u64 = 60;

type Answer = Result<Box<dyn Any + Send>>;

struct Request {
    work: ErasedWrite,
    answer: oneshot::Sender<Answer>,
}

/// The door to the writer.
pub(super) struct Writer {
    queue: mpsc::Sender<Request>,
}

impl Writer {
    /// Starts the writer's task on the given connection. It ends when the store is dropped.
    pub(super) fn start(options: SqliteConnectOptions, session: Session) -> Self {
        let (queue, requests) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(Actor { options, session: Some(session), requests, group_no: 0 }.run());
        Self { queue }
    }

    /// Runs `work` in a transaction and answers after the commit. A caller who goes away does not stop it.
    pub(super) async fn write(&self, work: ErasedWrite) -> Answer {
        let (answer, told) = oneshot::channel();
        match self.queue.try_send(Request { work, answer }) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => {
                return Err(Error::Busy("the writer's queue is full".into()));
            }
            Err(mpsc::error::TrySendError::Closed(_)) => {
                return Err(Error::Busy("the writer has stopped".into()));
            }
        }
        told.await
            .unwrap_or_else(|_| Err(Error::Unknown("the writer stopped in the middle".into())))
    }
}

/// Opens a connection that may write.
pub(super) async fn connect(options: &SqliteConnectOptions) -> Result<Session> {
    let connection = options.connect().await.map_err(|e| meaning(&e, "opening the writer"))?;
    Ok(Session::sqlite_writer(connection))
}

struct Actor {
    options: SqliteConnectOptions,
    /// Nothing while the connection is lost.
    session: Option<Session>,
    requests: mpsc::Receiver<Request>,
    group_no: i64,
}

/// A use case that ran, waiting for the commit.
struct Done {
    request: Request,
    outcome: Answer,
}

/// Why a group was not committed.
enum Broken {
    /// Nothing of it can be in the database.
    Before(sqlx::Error),
    /// The answer of the commit was lost.
    Commit(sqlx::Error),
}

impl Actor {
    async fn run(mut self) {
        let mut checkpoint = tokio::time::interval(Duration::from_secs(CHECKPOINT_SECONDS));
        checkpoint.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                request = self.requests.recv() => match request {
                    Some(request) => self.group(request).await,
                    None => break,
                },
                _ = checkpoint.tick() => self.checkpoint().await,
            }
        }
        self.checkpoint().await;
    }

    /// Serves one group, and once more when the connection failed under it.
    async fn group(&mut self, first: Request) {
        let mut waiting = vec![first];
        let mut failure = None;
        for _ in 0..2 {
            self.group_no += 1;
            let mut done = Vec::with_capacity(GROUP_MAX);
            match self.attempt(&mut waiting, &mut done).await {
                Ok(()) => return answer_all(done),
                Err(broken) => {
                    let (Broken::Before(error) | Broken::Commit(error)) = &broken;
                    tracing::warn!(group = self.group_no, %error, "a group of writes was not committed");
                    failure = Some(meaning(error, "committing a group"));
                    self.session = None;
                    let again = match broken {
                        // A lock that another process holds is waited for long enough by SQLite itself.
                        Broken::Before(error) => lost_connection(&error),
                        Broken::Commit(_) => match self.was_committed().await {
                            Some(true) => return answer_all(done),
                            Some(false) => true,
                            None => return refuse_all(waiting, done, &unknown),
                        },
                    };
                    waiting.splice(0..0, done.into_iter().map(|d| d.request));
                    if !again {
                        break;
                    }
                }
            }
        }
        let text = failure.map_or_else(String::new, |f| f.to_string());
        refuse_all(waiting, Vec::new(), &|| Error::Busy(text.clone()));
    }

    /// Runs what waits, and what comes meanwhile, in one transaction.
    async fn attempt(
        &mut self,
        waiting: &mut Vec<Request>,
        done: &mut Vec<Done>,
    ) -> Result<(), Broken> {
        if self.session.is_none() {
            self.session = connect(&self.options).await.ok();
        }
        let Some(session) = &mut self.session else {
            return Err(Broken::Before(sqlx::Error::WorkerCrashed));
        };
        let begin = if is(Fault::Deferred) { "begin" } else { "begin immediate" };
        session.control(begin).await.map_err(Broken::Before)?;
        let opened = Instant::now();
        let mut coming = std::mem::take(waiting).into_iter();
        loop {
            let open =
                done.len() < GROUP_MAX && opened.elapsed() < Duration::from_millis(GROUP_MS_MAX);
            let next = coming.next().or_else(|| {
                if open || done.is_empty() { self.requests.try_recv().ok() } else { None }
            });
            let Some(request) = next else { break };
            match run_one(session, &request.work).await {
                Ok(outcome) => done.push(Done { request, outcome }),
                Err(error) => {
                    waiting.push(request);
                    waiting.extend(coming);
                    return Err(Broken::Before(error));
                }
            }
        }
        if is(Fault::AckEarly) {
            answer_all(std::mem::take(done));
            tokio::time::sleep(Duration::from_millis(BROKEN_MS)).await;
        }
        mark(session, self.group_no).await.map_err(Broken::Before)?;
        let committed = session.control("commit").await.map_err(Broken::Commit);
        if is(Fault::CommitBlind) { Ok(()) } else { committed }
    }

    /// Whether the last group is in the database, asked on a fresh connection.
    async fn was_committed(&mut self) -> Option<bool> {
        let mut session = connect(&self.options).await.ok()?;
        let row = session.one(READ_MARK, &[]).await.ok()?;
        let committed = row.and_then(|r| r.cols().text().ok()) == Some(self.group_no.to_string());
        self.session = Some(session);
        Some(committed)
    }

    /// Brings the WAL back into the database file, so that it does not grow without end.
    async fn checkpoint(&mut self) {
        if let Some(session) = &mut self.session
            && let Err(error) = session.control("pragma wal_checkpoint(truncate)").await
        {
            tracing::warn!(%error, "the WAL was not brought back");
        }
    }
}

const READ_MARK: &str = "select value from setting where id = 'writer.group'";
const WRITE_MARK: &str = "insert into setting (id, value, updated_at) values ('writer.group', $1, 0) \
     on conflict (id) do update set value = excluded.value";

async fn mark(session: &mut Session, group_no: i64) -> Result<(), sqlx::Error> {
    match session.execute(WRITE_MARK, args![group_no.to_string()]).await {
        Ok(_) => Ok(()),
        Err(error) => Err(sqlx::Error::Protocol(error.to_string())),
    }
}

/// Runs one use case under its savepoint. The outer error means that the connection can no longer be trusted.
async fn run_one(session: &mut Session, work: &ErasedWrite) -> Result<Answer, sqlx::Error> {
    session.control("savepoint work").await?;
    let running = AssertUnwindSafe(work(session)).catch_unwind();
    let outcome = match timeout(Duration::from_millis(WORK_MS_MAX), running).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Error::broken("a use case panicked inside its transaction")),
        Err(_) => Err(Error::Busy("a use case held the writer for too long".into())),
    };
    let outcome = match outcome {
        Ok(_) if session.has_failed() => {
            Err(Error::broken("a use case went on after a failed statement"))
        }
        outcome => outcome,
    };
    if outcome.is_err() {
        session.control("rollback to work").await?;
    }
    session.control("release work").await?;
    Ok(outcome)
}

fn answer_all(done: Vec<Done>) {
    for Done { request, outcome } in done {
        // A caller who went away does not hear, but what was written stands.
        let _ = request.answer.send(outcome);
    }
}

fn refuse_all(waiting: Vec<Request>, done: Vec<Done>, why: &dyn Fn() -> Error) {
    for request in waiting.into_iter().chain(done.into_iter().map(|d| d.request)) {
        let _ = request.answer.send(Err(why()));
    }
}

fn unknown() -> Error {
    Error::Unknown("the database could not be asked whether a write was committed".into())
}
