//! The queue of jobs: enqueued in the business transaction, claimed with a lease, tried a bounded number of times, and dead
//! in plain sight when the tries are used up. The lease is a fencing token: whoever lost it can no longer end the job.

use super::LIST_MAX;
use crate::args;
use crate::db::{Arg, Row, Session};
use domain::Moment;
use domain::id::{JobId, TypedId as _};
use services::Result;
use services::ports::work::{JobRow, NewJob};

/// How much of an error is kept, in characters.
const ERROR_CHARS_MAX: usize = 500;

const ENQUEUE: &str = "
    insert into job (id, kind, key, body_json, state, run_at, attempts, attempts_max, lease,
        leased_until, error, created_at, ended_at)
    values ($1, $2, $3, $4, 'queued', $5, 0, $6, '', 0, '', $7, null)
    on conflict (key) where state in ('queued', 'running') do nothing";

pub(super) async fn enqueue(session: &mut Session, job: &NewJob) -> Result<bool> {
    let args = args![
        &job.id,
        job.kind.as_str(),
        job.key.as_str(),
        job.body_json.as_str(),
        job.run_at,
        job.attempts_max,
        job.created_at,
    ];
    Ok(session.execute(ENQUEUE, args).await? > 0)
}

/// A claim that ran out on the last try: its worker died with it, and a person must look.
const BURY: &str = "
    update job set state = 'dead', ended_at = $1, error = 'the last try never ended'
    where state = 'running' and leased_until <= $1 and attempts >= attempts_max";

const CLAIM: &str = "
    update job set state = 'running', lease = $2, leased_until = $4, attempts = attempts + 1
    where id in (
        select id from job
        where ((state = 'queued' and run_at <= $3) or (state = 'running' and leased_until <= $3))
            and kind in (list($1))
        order by run_at, id limit $5 skip_locked())
    returning id, kind, key, body_json, state, run_at, attempts, attempts_max, lease, leased_until,
        error, created_at";

pub(super) async fn claim(
    session: &mut Session,
    kinds: &[&str],
    lease: &str,
    now: Moment,
    until: Moment,
    limit: i64,
) -> Result<Vec<JobRow>> {
    session.execute(BURY, args![now]).await?;
    let kinds = Arg::list(kinds.iter().copied());
    let limit = limit.clamp(1, LIST_MAX);
    let args = [kinds, Arg::from(lease), Arg::from(now), Arg::from(until), Arg::from(limit)];
    let rows = session.all(CLAIM, &args).await?;
    let mut jobs = rows.iter().map(job).collect::<Result<Vec<_>>>()?;
    jobs.sort_by(|a, b| (a.run_at, &a.id).cmp(&(b.run_at, &b.id)));
    Ok(jobs)
}

const FINISH: &str = "
    update job set state = 'done', ended_at = $3, error = ''
    where id = $1 and lease = $2 and state = 'running'";

pub(super) async fn finish(
    session: &mut Session,
    id: &JobId,
    lease: &str,
    now: Moment,
) -> Result<bool> {
    Ok(session.execute(FINISH, args![id, lease, now]).await? > 0)
}

const FAIL: &str = "
    update job set
        state = case when $4 is null or attempts >= attempts_max then 'dead' else 'queued' end,
        ended_at = case when $4 is null or attempts >= attempts_max then $5 else null end,
        run_at = coalesce($4, run_at), error = $3, lease = '', leased_until = 0
    where id = $1 and lease = $2 and state = 'running'";

pub(super) async fn fail(
    session: &mut Session,
    id: &JobId,
    lease: &str,
    error: &str,
    retry_at: Option<Moment>,
    now: Moment,
) -> Result<bool> {
    let error: String = error.chars().take(ERROR_CHARS_MAX).collect();
    Ok(session.execute(FAIL, args![id, lease, error, retry_at, now]).await? > 0)
}

const REVIVE: &str = "
    update job set state = 'queued', run_at = $2, attempts = 0, ended_at = null
    where id = $1 and state = 'dead' and not exists (
        select 1 from job live where live.key = job.key and live.state in ('queued', 'running'))";

pub(super) async fn revive(session: &mut Session, id: &JobId, now: Moment) -> Result<bool> {
    Ok(session.execute(REVIVE, args![id, now]).await? > 0)
}

const LIST: &str = "
    select id, kind, key, body_json, state, run_at, attempts, attempts_max, lease, leased_until,
        error, created_at
    from job where state = $1 and ($2 = '' or id < $2) order by id desc limit $3";

pub(super) async fn list(
    session: &mut Session,
    state: &str,
    after: Option<&JobId>,
    limit: i64,
) -> Result<Vec<JobRow>> {
    let after = after.map_or("", |id| id.as_str());
    let rows = session.all(LIST, args![state, after, limit.clamp(1, LIST_MAX)]).await?;
    rows.iter().map(job).collect()
}

fn job(row: &Row) -> Result<JobRow> {
    let mut cols = row.cols();
    Ok(JobRow {
        id: cols.id()?,
        kind: cols.text()?,
        key: cols.text()?,
        body_json: cols.text()?,
        state: cols.text()?,
        run_at: cols.moment()?,
        attempts: cols.int()?,
        attempts_max: cols.int()?,
        lease: cols.text()?,
        leased_until: cols.moment()?,
        error: cols.text()?,
        created_at: cols.moment()?,
    })
}
