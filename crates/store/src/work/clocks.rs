//! Clocks: a promise with a time is a row. It runs, may be paused, and ends exactly once: stopped by a fact, or fired by the
//! worker when it is due.

use super::LIST_MAX;
use crate::args;
use crate::db::{Arg, Row, Session};
use crate::scoped;
use domain::id::{ClockId, TypedId as _};
use domain::{Moment, Scope};
use services::Result;
use services::ports::work::{ClockRow, NewClock};

const START: &str = "
    insert into clock (id, kind, subject, started_by, buyer_id, merchant_id, started_at, due_at,
        state, paused_at, ended_at, outcome)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 'running', null, null, '')
    on conflict (subject, kind) where state in ('running', 'paused') do nothing";

pub(super) async fn start(session: &mut Session, clock: &NewClock) -> Result<bool> {
    let args = [
        Arg::from(&clock.id),
        Arg::from(clock.kind.as_str()),
        Arg::from(clock.subject.as_str()),
        Arg::from(clock.started_by.as_str()),
        Arg::id(clock.buyer.as_ref()),
        Arg::id(clock.merchant.as_ref()),
        Arg::from(clock.started_at),
        Arg::from(clock.due_at),
    ];
    Ok(session.execute(START, &args).await? > 0)
}

/// A clock is moved by whoever may act on its subject: the system, staff, or the buyer or merchant it belongs to.
const STOP: &str = "
    update clock set state = 'stopped', ended_at = $4, outcome = $3, paused_at = null
    where subject = $1 and kind = $2 and state in ('running', 'paused')
        and ($5 = 1 or buyer_id = $6 or merchant_id = $7)";

pub(super) async fn stop(
    session: &mut Session,
    scope: &Scope,
    kind: &str,
    subject: &str,
    outcome: &str,
    now: Moment,
) -> Result<bool> {
    let (all, buyer, merchant) = parties(scope);
    let args = args![subject, kind, outcome, now, all, buyer, merchant];
    Ok(session.execute(STOP, args).await? > 0)
}

const PAUSE: &str = "
    update clock set state = 'paused', paused_at = $3
    where subject = $1 and kind = $2 and state = 'running'
        and ($4 = 1 or buyer_id = $5 or merchant_id = $6)";

pub(super) async fn pause(
    session: &mut Session,
    scope: &Scope,
    kind: &str,
    subject: &str,
    now: Moment,
) -> Result<bool> {
    let (all, buyer, merchant) = parties(scope);
    let args = args![subject, kind, now, all, buyer, merchant];
    Ok(session.execute(PAUSE, args).await? > 0)
}

const RESUME: &str = "
    update clock set state = 'running', due_at = due_at + ($3 - paused_at), paused_at = null
    where subject = $1 and kind = $2 and state = 'paused'
        and ($4 = 1 or buyer_id = $5 or merchant_id = $6)";

pub(super) async fn resume(
    session: &mut Session,
    scope: &Scope,
    kind: &str,
    subject: &str,
    now: Moment,
) -> Result<bool> {
    let (all, buyer, merchant) = parties(scope);
    let args = args![subject, kind, now, all, buyer, merchant];
    Ok(session.execute(RESUME, args).await? > 0)
}

const FIRE: &str = "
    update clock set state = 'fired', ended_at = $3, outcome = $2
    where id = $1 and state = 'running' and due_at <= $3";

pub(super) async fn fire(
    session: &mut Session,
    id: &ClockId,
    outcome: &str,
    now: Moment,
) -> Result<bool> {
    Ok(session.execute(FIRE, args![id, outcome, now]).await? > 0)
}

macro_rules! clocks {
    ($rest:literal) => {
        concat!(
            "select id, kind, subject, started_by, buyer_id, merchant_id, started_at, due_at, state,
                paused_at, ended_at, outcome from clock ",
            $rest
        )
    };
}

const DUE: &str = clocks!("where state = 'running' and due_at <= $1 order by due_at, id limit $2");

pub(super) async fn due(session: &mut Session, now: Moment, limit: i64) -> Result<Vec<ClockRow>> {
    let rows = session.all(DUE, args![now, limit.clamp(1, LIST_MAX)]).await?;
    rows.iter().map(clock).collect()
}

const OF: &str = clocks!(
    "where subject = $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4) order by id limit $5"
);

pub(super) async fn of(
    session: &mut Session,
    scope: &Scope,
    subject: &str,
) -> Result<Vec<ClockRow>> {
    let (all, buyer, merchant) = parties(scope);
    let rows = session.all(OF, args![subject, all, buyer, merchant, LIST_MAX]).await?;
    rows.iter().map(clock).collect()
}

const LIST: &str = clocks!(
    "where state = $1 and ($2 = '' or (due_at, id) > (select c.due_at, c.id from clock c where c.id = $2))
    order by due_at, id limit $3"
);

pub(super) async fn list(
    session: &mut Session,
    state: &str,
    after: Option<&ClockId>,
    limit: i64,
) -> Result<Vec<ClockRow>> {
    let after = after.map_or("", |id| id.as_str());
    let rows = session.all(LIST, args![state, after, limit.clamp(1, LIST_MAX)]).await?;
    rows.iter().map(clock).collect()
}

fn parties(scope: &Scope) -> (bool, &str, &str) {
    (scope.sees_all(), scoped::buyer(scope), scoped::merchant(scope))
}

fn clock(row: &Row) -> Result<ClockRow> {
    let mut cols = row.cols();
    Ok(ClockRow {
        clock: NewClock {
            id: cols.id()?,
            kind: cols.text()?,
            subject: cols.text()?,
            started_by: cols.text()?,
            buyer: cols.opt_id()?,
            merchant: cols.opt_id()?,
            started_at: cols.moment()?,
            due_at: cols.moment()?,
        },
        state: cols.text()?,
        paused_at: cols.opt_moment()?,
        ended_at: cols.opt_moment()?,
        outcome: cols.text()?,
    })
}
