//! Forgetting what has served its time, a bounded number of rows at once, so that no sweep ever holds up a sale.

use crate::args;
use crate::db::Session;
use domain::privacy::{ANSWER_KEPT, ENDED_KEPT};
use domain::{Duration, Moment};
use services::Result;

/// How long the proof of a write is kept; the answer of a COMMIT is looked for within seconds.
const WRITE_KEY_KEPT: Duration = Duration::hours(1);

const SWEEPS: [(&str, Duration); 6] = [
    (
        "delete from write_key where id in (
            select id from write_key where at <= $1 order by at, id limit $2)",
        WRITE_KEY_KEPT,
    ),
    (
        "delete from kept_answer where (owner, key) in (
            select owner, key from kept_answer where at <= $1 order by at, owner, key limit $2)",
        ANSWER_KEPT,
    ),
    (
        "delete from form_draft where id in (
            select id from form_draft where expires_at <= $1 order by expires_at, id limit $2)",
        Duration::ZERO,
    ),
    (
        "delete from job where id in (
            select id from job where ended_at <= $1 and state = 'done' order by ended_at, id limit $2)",
        ENDED_KEPT,
    ),
    (
        "delete from session where id in (
            select id from session where absolute_until <= $1 order by absolute_until, id limit $2)",
        ENDED_KEPT,
    ),
    (
        "delete from throttle where id in (
            select id from throttle where failed_at <= $1 order by failed_at, id limit $2)",
        ENDED_KEPT,
    ),
];

pub(super) async fn sweep(session: &mut Session, now: Moment, limit: i64) -> Result<i64> {
    let mut gone = 0;
    for (sql, kept) in SWEEPS {
        gone += session.execute(sql, args![now.minus(kept), limit.clamp(1, 500)]).await?;
    }
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}
