//! Bringing the tables up to date. The migrations are part of the binary; each runs in one transaction together with the row
//! that records it, under a lease, so that two servers starting at once do not meet. A migration that was changed after it
//! ran, or one this binary does not know, stops the start: nothing is guessed.

use crate::args;
use crate::db::{Engine, Session, meaning};
use services::ports::Clock;
use services::{Error, Result};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// One step, in both spellings.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// Every step, in order. A step that has been released never changes; a mistake is mended by a further one.
pub(crate) const MIGRATIONS: &[Migration] = migrations![
    "0001_people",
    "0002_catalogue",
    "0003_carts",
    "0004_work",
    "0005_rules",
    "0006_stock",
    "0007_orders",
    "0008_payments",
    "0009_shipments",
    "0010_returns",
    "0011_ledger",
    "0012_append_only",
    "0013_listing",
    "0014_favourites",
    "0015_exposure",
    "0016_places",
    "0017_return_address",
    "0018_accepted",
    "0019_reviews",
    "0020_fee_purposes",
    "0020_paid_places",
    "0021_agreed_address",
    "0022_lists",
    "0023_event_signature",
    "0023_pay_password",
    "0023_sums",
    "0024_to_ship",
    "0024_settled",
    "0030_reconciliation",
    "0035_invoices",
];

/// How long a server waits for another one that is migrating, in tries of [`LEASE_WAIT_MS`].
const LEASE_TRIES_MAX: u32 = 300;
/// How long it waits between two tries, in milliseconds.
const LEASE_WAIT_MS: u64 = 200;
/// After so long a lease is void, because its holder must have died, in milliseconds.
const LEASE_MS: i64 = 60_000;

const CREATE: [&str; 2] = [
    "create table if not exists migration (name text primary key, checksum text not null, applied_at bigint not null)",
    "create table if not exists migration_lease (name text primary key, until bigint not null)",
];

/// Brings the tables up to date.
pub(crate) async fn run(session: &mut Session, clock: &dyn Clock) -> Result<()> {
    prepare(session).await?;
    lease(session, clock).await?;
    let outcome = apply_all(session, clock).await;
    let freed = session.execute("update migration_lease set until = 0 where name = 'migrate'", &[]);
    freed.await?;
    outcome
}

async fn apply_all(session: &mut Session, clock: &dyn Clock) -> Result<()> {
    let rows = session.all("select name, checksum from migration order by name", &[]).await?;
    let mut known = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut cols = row.cols();
        known.push((cols.text()?, cols.text()?));
    }
    for (name, _) in &known {
        if !MIGRATIONS.iter().any(|m| m.name == name) {
            return Err(Error::broken(format_args!(
                "the tables were made by a newer version: it has a step {name} that this one does not know"
            )));
        }
    }
    for migration in MIGRATIONS {
        let text = match session.engine() {
            Engine::Sqlite => migration.sqlite,
            Engine::Postgres => migration.postgres,
        };
        let checksum = checksum(text);
        match known.iter().find(|(name, _)| name == migration.name) {
            Some((_, recorded)) if *recorded == checksum => {}
            Some(_) => {
                return Err(Error::broken(format_args!(
                    "the step {} was changed after it ran; released steps must stay as they are",
                    migration.name
                )));
            }
            None => apply(session, clock, migration.name, text, &checksum).await?,
        }
    }
    Ok(())
}

async fn apply(
    session: &mut Session,
    clock: &dyn Clock,
    name: &str,
    text: &'static str,
    checksum: &str,
) -> Result<()> {
    let failed = |e: sqlx::Error| meaning(&e, "applying a migration");
    let begin = match session.engine() {
        Engine::Sqlite => "begin immediate",
        Engine::Postgres => "begin",
    };
    session.control(begin).await.map_err(failed)?;
    let applied = match session.control(text).await {
        Ok(()) => {
            let insert = "insert into migration (name, checksum, applied_at) values ($1, $2, $3)";
            session.execute(insert, args![name, checksum, clock.now()]).await.map(|_| ())
        }
        Err(error) => Err(Error::broken(format_args!("the step {name}: {error}"))),
    };
    match applied {
        Ok(()) => session.control("commit").await.map_err(failed),
        Err(error) => {
            session.control("rollback").await.map_err(failed)?;
            Err(error)
        }
    }
}

/// Makes the two tables that migrations themselves need. Two servers may try at the same instant, so a failure is tried again.
async fn prepare(session: &mut Session) -> Result<()> {
    let mut tries = 0;
    for sql in CREATE {
        while let Err(error) = session.control(sql).await {
            tries += 1;
            if tries > 5 {
                return Err(meaning(&error, sql));
            }
            tokio::time::sleep(std::time::Duration::from_millis(LEASE_WAIT_MS)).await;
        }
    }
    Ok(())
}

async fn lease(session: &mut Session, clock: &dyn Clock) -> Result<()> {
    let make = "insert into migration_lease (name, until) values ('migrate', 0) on conflict (name) do nothing";
    session.execute(make, &[]).await?;
    let take = "update migration_lease set until = $1 where name = 'migrate' and until < $2";
    for _ in 0..LEASE_TRIES_MAX {
        let now = clock.now();
        if session.execute(take, args![now.0 + LEASE_MS, now]).await? == 1 {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(LEASE_WAIT_MS)).await;
    }
    Err(Error::Busy("another server has been migrating for a minute".into()))
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
