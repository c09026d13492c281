//! The house at work, for the desk: clocks and jobs.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::Moment;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::api::doors::MENDERS,
    crate::request::{fail, market, redirect_to, visit},
    domain::id::{JobId, TypedId as _},
    domain::{Code, StaffRole},
    services::ports::console::WorkCounts,
    services::ports::work::{ClockRow, JobRow},
};

#[cfg(feature = "ssr")]
const ROWS_MAX: i64 = 100;

/// A promise with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// Which promise.
    pub kind: String,
    /// What it runs for.
    pub subject: String,
    /// When it was started.
    pub started_at: Moment,
    /// When it fires.
    pub due_at: Moment,
    /// `running`, `paused`, `stopped` or `fired`.
    pub state: String,
    /// What came of it.
    pub outcome: String,
}

/// A job of the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// Which work.
    pub kind: String,
    /// `queued`, `running`, `done` or `dead`.
    pub state: String,
    /// Tries so far.
    pub attempts: i64,
    /// Tries at most.
    pub attempts_max: i64,
    /// Not before then.
    pub run_at: Moment,
    /// What went wrong last; empty when nothing did.
    pub error: String,
    /// Whether the asking person may set it going again.
    pub revivable: bool,
}

/// How much work waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkView {
    /// Clocks that run.
    pub running_clocks: i64,
    /// Clocks that run although they are due.
    pub late_clocks: i64,
    /// Jobs that wait for their turn.
    pub waiting_jobs: i64,
    /// Jobs that were given up.
    pub dead_jobs: i64,
}

/// How much work waits now.
#[server(prefix = "/api", endpoint = "/jobs/counts", protocol = Asking)]
pub async fn waiting_work() -> Result<WorkView, AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let counts = services::console::count_work(&market()?, &scope).await.map_err(fail)?;
    let WorkCounts { running_clocks, late_clocks, waiting_jobs, dead_jobs } = counts;
    Ok(WorkView { running_clocks, late_clocks, waiting_jobs, dead_jobs })
}

/// The newest clocks.
#[server(prefix = "/api", endpoint = "/clocks/list", protocol = Asking)]
pub async fn clocks() -> Result<Vec<ClockView>, AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let rows = services::work::clocks(&market()?, &scope, ROWS_MAX).await.map_err(fail)?;
    let view = |r: ClockRow| ClockView {
        kind: r.clock.kind,
        subject: r.clock.subject,
        started_at: r.clock.started_at,
        due_at: r.clock.due_at,
        state: r.state,
        outcome: r.outcome,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The newest jobs.
#[server(prefix = "/api", endpoint = "/jobs/list", protocol = Asking)]
pub async fn jobs() -> Result<Vec<JobView>, AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let rows = services::work::jobs(&market()?, &scope, ROWS_MAX).await.map_err(fail)?;
    let mends = visit().actor.staff(MENDERS).is_ok();
    let view = |r: JobRow| JobView {
        revivable: mends && r.state == "dead",
        id: r.id.to_string(),
        kind: r.kind,
        state: r.state,
        attempts: r.attempts,
        attempts_max: r.attempts_max,
        run_at: r.run_at,
        error: r.error,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Gives a job that was given up another try.
#[server(prefix = "/api", endpoint = "/jobs/revive")]
pub async fn revive_job(job: String) -> Result<Go, AppError> {
    let scope = visit().actor.staff(MENDERS).map_err(fail)?;
    let id = JobId::parse(&job).map_err(|_| fail(Code::NotFound))?;
    services::console::revive_job(&market()?, &scope, &id).await.map_err(fail)?;
    Ok(redirect_to("/desk?done=revived"))
}
