//! The house at work, as the desk sees it: clocks that run and jobs that wait, the ended ones after them.

use crate::ports::work::{ClockRow, JobRow};
use crate::{Market, Result};
use domain::Scope;

/// Clocks, running ones first, at most `limit` of each state.
pub async fn clocks(market: &Market, scope: &Scope, limit: i64) -> Result<Vec<ClockRow>> {
    let mut reader = market.store.read().await?;
    let mut rows = Vec::new();
    for state in ["running", "paused", "fired", "stopped"] {
        rows.extend(reader.clocks(scope, state, None, limit).await?);
    }
    Ok(rows)
}

/// Jobs, those a person must look at first, at most `limit` of each state.
pub async fn jobs(market: &Market, scope: &Scope, limit: i64) -> Result<Vec<JobRow>> {
    let mut reader = market.store.read().await?;
    let mut rows = Vec::new();
    for state in ["dead", "running", "queued", "done"] {
        rows.extend(reader.jobs(scope, state, None, limit).await?);
    }
    Ok(rows)
}
