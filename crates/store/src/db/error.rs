//! What a failure of the engine means. Conflicts are named alike on both engines: a unique index is `table_columns`, a
//! primary key `table_pkey`, a check by its own name, a missing parent `foreign_key`.

use services::Error;
use sqlx::error::{DatabaseError, ErrorKind};

/// What the failure means to a use case. The inner text is for the log.
pub(crate) fn meaning(error: &sqlx::Error, sql: &str) -> Error {
    match error {
        sqlx::Error::Database(inner) => of_database(&**inner, sql),
        sqlx::Error::PoolTimedOut => Error::Busy("no connection became free in time".into()),
        sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_) => Error::Busy(format!("{error}")),
        _ => Error::broken(format_args!("{error}: {sql}")),
    }
}

/// Whether the connection itself is gone, so that nothing can be said of what was under way.
pub(crate) fn lost_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(inner) => {
            // PostgreSQL: connection exceptions, an administrator's shutdown or a crash of a sibling.
            inner.code().is_some_and(|c| c.starts_with("08") || c.starts_with("57P"))
        }
        _ => false,
    }
}

fn of_database(inner: &dyn DatabaseError, sql: &str) -> Error {
    let code = inner.code().unwrap_or_default();
    match inner.kind() {
        ErrorKind::UniqueViolation => return Error::Conflict(unique_name(inner, &code)),
        ErrorKind::ForeignKeyViolation => return Error::Conflict("foreign_key".into()),
        ErrorKind::CheckViolation => return Error::Conflict(check_name(inner)),
        _ => {}
    }
    if is_busy(&code) {
        return Error::Busy(format!("{code} {}", inner.message()));
    }
    Error::broken(format_args!("{code} {}: {sql}", inner.message()))
}

/// PostgreSQL: serialisation, deadlock, lock and statement time-outs, shutdown, no slots, full disk, lost connections.
/// SQLite: BUSY and LOCKED with all their extended codes, FULL, IOERR.
fn is_busy(code: &str) -> bool {
    let postgres = ["40001", "40P01", "55P03", "57014", "25P03", "53100", "53200", "53300"];
    if postgres.contains(&code) || code.starts_with("57P") || code.starts_with("08") {
        return true;
    }
    code.len() < 5 && code.parse::<i64>().is_ok_and(|n| matches!(n & 0xff, 5 | 6 | 10 | 13))
}

/// SQLite tells the columns (`UNIQUE constraint failed: cart.buyer_id`), PostgreSQL the index.
fn unique_name(inner: &dyn DatabaseError, code: &str) -> String {
    if let Some(name) = inner.constraint() {
        return name.to_owned();
    }
    let message = inner.message();
    let columns = message.rsplit_once("failed: ").map_or(message, |(_, rest)| rest);
    let mut parts = columns.split(", ").map(|c| c.split_once('.').unwrap_or(("", c)));
    let Some((table, first)) = parts.next() else { return columns.to_owned() };
    // 1555 is SQLITE_CONSTRAINT_PRIMARYKEY.
    if code == "1555" {
        return format!("{table}_pkey");
    }
    parts.fold(format!("{table}_{first}"), |name, (_, column)| format!("{name}_{column}"))
}

fn check_name(inner: &dyn DatabaseError) -> String {
    if let Some(name) = inner.constraint() {
        return name.to_owned();
    }
    let message = inner.message();
    message.rsplit_once("failed: ").map_or(message, |(_, name)| name).to_owned()
}
