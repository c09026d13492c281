//! What every business transaction writes beside its own rows, and what the worker does with it: events, jobs, clocks, the
//! audit log, kept answers, settings. The statements lie beside this file, one file per noun.

mod answers;
mod clocks;
mod jobs;
pub(crate) mod outbox;
mod seal;
mod sweep;

pub(crate) use seal::link;

use crate::db::Session;
use crate::scoped;
use async_trait::async_trait;
use domain::id::{ClockId, JobId};
use domain::{Moment, Scope};
use services::Result;
use services::ports::work::{
    Chain, ClockRow, JobRow, KeptAnswer, NewAudit, NewClock, NewEvent, NewJob, SealedAudit,
    SealedEvent, WorkRead, WorkWrite,
};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;

#[async_trait]
impl WorkRead for Session {
    async fn events_after(
        &mut self,
        scope: &Scope,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<SealedEvent>> {
        outbox::after(self, scope, seq, limit).await
    }

    async fn last_event(&mut self, _scope: &Scope) -> Result<i64> {
        outbox::last(self).await
    }

    async fn due_clocks(
        &mut self,
        scope: &Scope,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<ClockRow>> {
        scoped::system(scope)?;
        clocks::due(self, now, limit).await
    }

    async fn clocks_of(&mut self, scope: &Scope, subject: &str) -> Result<Vec<ClockRow>> {
        clocks::of(self, scope, subject).await
    }

    async fn clocks(
        &mut self,
        scope: &Scope,
        state: &str,
        after: Option<&ClockId>,
        limit: i64,
    ) -> Result<Vec<ClockRow>> {
        scoped::staff(scope)?;
        clocks::list(self, state, after, limit).await
    }

    async fn jobs(
        &mut self,
        scope: &Scope,
        state: &str,
        after: Option<&JobId>,
        limit: i64,
    ) -> Result<Vec<JobRow>> {
        scoped::staff(scope)?;
        jobs::list(self, state, after, limit).await
    }

    async fn audits_after(
        &mut self,
        scope: &Scope,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<SealedAudit>> {
        scoped::staff(scope)?;
        outbox::audits_after(self, seq, limit).await
    }

    async fn kept_answer(
        &mut self,
        scope: &Scope,
        owner: &str,
        key: &str,
    ) -> Result<Option<KeptAnswer>> {
        answers::kept(self, scope, owner, key).await
    }

    async fn setting(&mut self, scope: &Scope, key: &str) -> Result<Option<String>> {
        scoped::system(scope)?;
        answers::setting(self, key).await
    }
}

#[async_trait]
impl WorkWrite for Session {
    async fn append_event(&mut self, _scope: &Scope, event: &NewEvent) -> Result<()> {
        outbox::append(self, event).await
    }

    async fn enqueue(&mut self, _scope: &Scope, job: &NewJob) -> Result<bool> {
        jobs::enqueue(self, job).await
    }

    async fn claim_jobs(
        &mut self,
        scope: &Scope,
        kinds: &[&str],
        lease: &str,
        now: Moment,
        until: Moment,
        limit: i64,
    ) -> Result<Vec<JobRow>> {
        scoped::system(scope)?;
        jobs::claim(self, kinds, lease, now, until, limit).await
    }

    async fn finish_job(
        &mut self,
        scope: &Scope,
        id: &JobId,
        lease: &str,
        now: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        jobs::finish(self, id, lease, now).await
    }

    async fn fail_job(
        &mut self,
        scope: &Scope,
        id: &JobId,
        lease: &str,
        error: &str,
        retry_at: Option<Moment>,
        now: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        jobs::fail(self, id, lease, error, retry_at, now).await
    }

    async fn revive_job(&mut self, scope: &Scope, id: &JobId, now: Moment) -> Result<bool> {
        scoped::staff(scope)?;
        jobs::revive(self, id, now).await
    }

    async fn start_clock(&mut self, _scope: &Scope, clock: &NewClock) -> Result<bool> {
        clocks::start(self, clock).await
    }

    async fn stop_clock(
        &mut self,
        scope: &Scope,
        kind: &str,
        subject: &str,
        outcome: &str,
        now: Moment,
    ) -> Result<bool> {
        clocks::stop(self, scope, kind, subject, outcome, now).await
    }

    async fn pause_clock(
        &mut self,
        scope: &Scope,
        kind: &str,
        subject: &str,
        now: Moment,
    ) -> Result<bool> {
        clocks::pause(self, scope, kind, subject, now).await
    }

    async fn resume_clock(
        &mut self,
        scope: &Scope,
        kind: &str,
        subject: &str,
        now: Moment,
    ) -> Result<bool> {
        clocks::resume(self, scope, kind, subject, now).await
    }

    async fn fire_clock(
        &mut self,
        scope: &Scope,
        id: &ClockId,
        outcome: &str,
        now: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        clocks::fire(self, id, outcome, now).await
    }

    async fn take_lease(
        &mut self,
        scope: &Scope,
        name: &str,
        holder: &str,
        now: Moment,
        until: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        seal::take_lease(self, name, holder, now, until).await
    }

    async fn seal(&mut self, scope: &Scope, chain: Chain, limit: i64, _now: Moment) -> Result<i64> {
        scoped::system(scope)?;
        seal::seal(self, chain, limit).await
    }

    async fn audit(&mut self, _scope: &Scope, audit: &NewAudit) -> Result<()> {
        outbox::audit(self, audit).await
    }

    async fn keep_answer(
        &mut self,
        scope: &Scope,
        owner: &str,
        key: &str,
        answer: &KeptAnswer,
        now: Moment,
    ) -> Result<()> {
        answers::keep(self, scope, owner, key, answer, now).await
    }

    async fn setting_or(
        &mut self,
        scope: &Scope,
        key: &str,
        value: &str,
        now: Moment,
    ) -> Result<String> {
        scoped::system(scope)?;
        answers::setting_or(self, key, value, now).await
    }

    async fn sweep(&mut self, scope: &Scope, now: Moment, limit: i64) -> Result<i64> {
        scoped::system(scope)?;
        sweep::sweep(self, now, limit).await
    }

    async fn put_setting(
        &mut self,
        scope: &Scope,
        key: &str,
        value: &str,
        now: Moment,
    ) -> Result<()> {
        scoped::staff(scope)?;
        answers::put_setting(self, key, value, now).await
    }
}
