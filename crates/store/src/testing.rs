//! Databases of their own for stories and measurements, made and dropped through an administrator's address. Compiled only
//! with the feature `testing`: no shop that is open carries it.

use services::{Error, Result};
use sqlx::{Connection as _, Executor as _, PgConnection};

/// Makes an empty database on the server behind `admin` and answers its address.
pub async fn create_database(admin: &str, name: &str) -> Result<String> {
    run(admin, "CREATE DATABASE", name).await?;
    let (address, query) = admin.split_once('?').unwrap_or((admin, ""));
    let (server, _) = address
        .rsplit_once('/')
        .ok_or_else(|| Error::broken("an administrator's address names a database"))?;
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(format!("{server}/{name}{mark}{query}"))
}

/// Drops it again, whoever is still connected.
pub async fn drop_database(admin: &str, name: &str) -> Result<()> {
    run(admin, "DROP DATABASE IF EXISTS", &format!("{name} WITH (FORCE)")).await
}

async fn run(admin: &str, deed: &str, what: &str) -> Result<()> {
    let broken = |error: sqlx::Error| Error::broken(format_args!("{deed} {what}: {error}"));
    let mut connection = PgConnection::connect(admin).await.map_err(broken)?;
    let text = sqlx::AssertSqlSafe(format!("{deed} {what}"));
    connection.execute(sqlx::raw_sql(text)).await.map_err(broken)?;
    connection.close().await.map_err(broken)
}
