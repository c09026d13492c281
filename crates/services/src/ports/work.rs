//! What every business transaction writes beside its own rows: events, jobs, clocks, the audit log, answers kept under a
//! key. And what the worker does with them: claim, fire, seal. Nothing here needs a gapless number inside a business
//! transaction; the sealer gives numbers to committed rows.

use crate::Result;
use async_trait::async_trait;
use domain::id::{AccountId, AuditId, ClockId, EventId, JobId, MerchantId};
use domain::{Moment, Scope};

/// An event to be told once the transaction is committed: "this changed, version n".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The id.
    pub id: EventId,
    /// What happened, `order.shipped`.
    pub kind: String,
    /// What it happened to: the text of a typed id.
    pub subject: String,
    /// The version of the subject afterwards.
    pub version: i64,
    /// The buyer who may hear of it.
    pub buyer: Option<AccountId>,
    /// The merchant who may hear of it.
    pub merchant: Option<MerchantId>,
    /// Facts for consumers inside the house, as JSON; never personal data.
    pub body_json: String,
    /// Now.
    pub at: Moment,
}

/// A committed event with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedEvent {
    /// Its gapless number.
    pub seq: i64,
    /// The event.
    pub event: NewEvent,
    /// The hash that chains it to all before it.
    pub hash: String,
}

/// A job to be done after the transaction is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// The id.
    pub id: JobId,
    /// Which work, `refund.send`.
    pub kind: String,
    /// Names the job: a second job with a live one's key is not stored.
    pub key: String,
    /// What the work needs, as JSON.
    pub body_json: String,
    /// Not before then.
    pub run_at: Moment,
    /// After so many failed tries it is dead and a person must look.
    pub attempts_max: i64,
    /// Now.
    pub created_at: Moment,
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// The id.
    pub id: JobId,
    /// Which work.
    pub kind: String,
    /// Names the job.
    pub key: String,
    /// What the work needs, as JSON.
    pub body_json: String,
    /// `queued`, `running`, `done` or `dead`.
    pub state: String,
    /// Not before then.
    pub run_at: Moment,
    /// How many tries were begun.
    pub attempts: i64,
    /// How many there may be.
    pub attempts_max: i64,
    /// The fencing token of the claim; finishing under another one changes nothing.
    pub lease: String,
    /// When the claim ends.
    pub leased_until: Moment,
    /// What went wrong last.
    pub error: String,
    /// When it was queued.
    pub created_at: Moment,
}

/// A clock to be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClock {
    /// The id.
    pub id: ClockId,
    /// Which promise, a word of `domain::clocks`.
    pub kind: String,
    /// What it runs for: the text of a typed id.
    pub subject: String,
    /// The fact that started it.
    pub started_by: String,
    /// The buyer who may see it.
    pub buyer: Option<AccountId>,
    /// The merchant who may see it.
    pub merchant: Option<MerchantId>,
    /// Now.
    pub started_at: Moment,
    /// When it fires.
    pub due_at: Moment,
}

/// A clock as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRow {
    /// What it was started as; `due_at` is the present one.
    pub clock: NewClock,
    /// `running`, `paused`, `stopped` or `fired`.
    pub state: String,
    /// Since when it is paused.
    pub paused_at: Option<Moment>,
    /// When it stopped or fired.
    pub ended_at: Option<Moment>,
    /// What came of it.
    pub outcome: String,
}

/// A row for the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAudit {
    /// The id.
    pub id: AuditId,
    /// Who: an account's id, or the machine's part.
    pub actor: String,
    /// What was done, `session.revoked`.
    pub action: String,
    /// To what: the text of a typed id.
    pub subject: String,
    /// Why, or what exactly, as JSON; never a secret.
    pub body_json: String,
    /// Now.
    pub at: Moment,
}

/// An audit row with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedAudit {
    /// Its gapless number.
    pub seq: i64,
    /// The row.
    pub audit: NewAudit,
    /// The hash that chains it to all before it.
    pub hash: String,
}

/// What was answered to a request under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The SHA-256 of the request, hex: another request under the same key is refused.
    pub request_hash: String,
    /// The answer, as JSON.
    pub answer_json: String,
}

/// A list that the sealer keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The outbox.
    Outbox,
    /// The audit log.
    Audit,
    /// The postings of the books.
    Posting,
}

impl Chain {
    /// Every chain.
    pub const ALL: [Self; 3] = [Self::Outbox, Self::Audit, Self::Posting];
}

/// Reading the work.
#[async_trait]
pub trait WorkRead: Send {
    /// Sealed events after `seq` that the scope may hear of, in order. System hears all.
    async fn events_after(
        &mut self,
        scope: &Scope,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<SealedEvent>>;
    /// The number of the last sealed event, 0 when there is none.
    async fn last_event(&mut self, scope: &Scope) -> Result<i64>;
    /// Running clocks that are due, the longest overdue first. System only.
    async fn due_clocks(&mut self, scope: &Scope, now: Moment, limit: i64)
    -> Result<Vec<ClockRow>>;
    /// The clocks of a subject that the scope may see, in order of their start.
    async fn clocks_of(&mut self, scope: &Scope, subject: &str) -> Result<Vec<ClockRow>>;
    /// Clocks by state for staff, the next due first; `after` is the id of the last row seen.
    async fn clocks(
        &mut self,
        scope: &Scope,
        state: &str,
        after: Option<&ClockId>,
        limit: i64,
    ) -> Result<Vec<ClockRow>>;
    /// Jobs by state for staff, the youngest first; `after` is the id of the last row seen.
    async fn jobs(
        &mut self,
        scope: &Scope,
        state: &str,
        after: Option<&JobId>,
        limit: i64,
    ) -> Result<Vec<JobRow>>;
    /// Sealed audit rows after `seq`. Staff and system only.
    async fn audits_after(
        &mut self,
        scope: &Scope,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<SealedAudit>>;
    /// The answer kept under a key of the given owner (an account, a merchant, a provider).
    async fn kept_answer(
        &mut self,
        scope: &Scope,
        owner: &str,
        key: &str,
    ) -> Result<Option<KeptAnswer>>;
    /// A setting; secrets are settings too. System only.
    async fn setting(&mut self, scope: &Scope, key: &str) -> Result<Option<String>>;
}

/// Writing the work.
#[async_trait]
pub trait WorkWrite: Send {
    /// Appends an event to the outbox.
    async fn append_event(&mut self, scope: &Scope, event: &NewEvent) -> Result<()>;
    /// Queues a job; `false` when a live job has the same key.
    async fn enqueue(&mut self, scope: &Scope, job: &NewJob) -> Result<bool>;
    /// Claims due jobs of the given kinds for a lease; each claim counts as a try. System only.
    async fn claim_jobs(
        &mut self,
        scope: &Scope,
        kinds: &[&str],
        lease: &str,
        now: Moment,
        until: Moment,
        limit: i64,
    ) -> Result<Vec<JobRow>>;
    /// Notes that a claimed job is done; `false` when the claim was lost. System only.
    async fn finish_job(
        &mut self,
        scope: &Scope,
        id: &JobId,
        lease: &str,
        now: Moment,
    ) -> Result<bool>;
    /// Notes that a claimed job failed: it runs again at `retry_at`, or is dead when the tries are used up or `retry_at`
    /// is `None`; `false` when the claim was lost. System only.
    async fn fail_job(
        &mut self,
        scope: &Scope,
        id: &JobId,
        lease: &str,
        error: &str,
        retry_at: Option<Moment>,
        now: Moment,
    ) -> Result<bool>;
    /// Queues a dead job again. Staff and system only.
    async fn revive_job(&mut self, scope: &Scope, id: &JobId, now: Moment) -> Result<bool>;
    /// Starts a clock; `false` when the subject already has a live clock of that kind.
    async fn start_clock(&mut self, scope: &Scope, clock: &NewClock) -> Result<bool>;
    /// Stops the live clock of a kind on a subject; whether one was live.
    async fn stop_clock(
        &mut self,
        scope: &Scope,
        kind: &str,
        subject: &str,
        outcome: &str,
        now: Moment,
    ) -> Result<bool>;
    /// Pauses the running clock of a kind on a subject; whether one was running.
    async fn pause_clock(
        &mut self,
        scope: &Scope,
        kind: &str,
        subject: &str,
        now: Moment,
    ) -> Result<bool>;
    /// Lets a paused clock run on; its due moment moves by the pause.
    async fn resume_clock(
        &mut self,
        scope: &Scope,
        kind: &str,
        subject: &str,
        now: Moment,
    ) -> Result<bool>;
    /// Marks a due clock as fired. `false` when it was stopped, paused or fired meanwhile, or is not due: then its action
    /// must not happen. System only.
    async fn fire_clock(
        &mut self,
        scope: &Scope,
        id: &ClockId,
        outcome: &str,
        now: Moment,
    ) -> Result<bool>;
    /// Takes or renews a lease by name; `false` when another holder has it. System only.
    async fn take_lease(
        &mut self,
        scope: &Scope,
        name: &str,
        holder: &str,
        now: Moment,
        until: Moment,
    ) -> Result<bool>;
    /// Gives numbers and chain links to committed rows that have none yet, at most `limit`; how many. The caller holds the
    /// lease of that chain. System only.
    async fn seal(&mut self, scope: &Scope, chain: Chain, limit: i64, now: Moment) -> Result<i64>;
    /// Writes the audit log.
    async fn audit(&mut self, scope: &Scope, audit: &NewAudit) -> Result<()>;
    /// Keeps an answer under a key. `Conflict("kept_answer")` when there is one: read it instead.
    async fn keep_answer(
        &mut self,
        scope: &Scope,
        owner: &str,
        key: &str,
        answer: &KeptAnswer,
        now: Moment,
    ) -> Result<()>;
    /// Stores a setting unless there is one, and answers the one that holds. System only.
    async fn setting_or(
        &mut self,
        scope: &Scope,
        key: &str,
        value: &str,
        now: Moment,
    ) -> Result<String>;
    /// Forgets what has served its time: proofs of writes after an hour, kept answers after two days, drafts when they are
    /// over, done jobs, ended sessions and counts of failed tries after a month; at most `limit` rows of each. How many
    /// rows went. System only.
    async fn sweep(&mut self, scope: &Scope, now: Moment, limit: i64) -> Result<i64>;
    /// Replaces a setting. System and platform only.
    async fn put_setting(
        &mut self,
        scope: &Scope,
        key: &str,
        value: &str,
        now: Moment,
    ) -> Result<()>;
}
