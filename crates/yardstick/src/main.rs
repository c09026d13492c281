//! THE YARDSTICK. What the same libraries do on this machine with no market around them: an axum handler that says hello,
//! and SQLite rows that are each committed to the disk. `cargo xtask bench` holds the market against it.
//!
//! It imports no room of the market and is no part of what is shipped.

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use clap::{Parser, Subcommand};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

#[derive(Parser)]
#[command(about = "What the libraries do with no market around them")]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say hello on a free loopback port, which is printed, until somebody ends it
    Hello,
    /// Insert rows into a fresh SQLite file, each in a commit of its own, and print how many there were in a second
    Inserts {
        /// The file; it must not exist
        file: PathBuf,
        /// For how long
        milliseconds: u64,
    },
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match Cli::parse().what {
        What::Hello => hello().await,
        What::Inserts { file, milliseconds } => {
            inserts(&file, Duration::from_millis(milliseconds)).await
        }
    }
}

async fn hello() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("yardstick listening on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            eprintln!("a connection keeps its delay: {error}");
        }
    });
    axum::serve(listener, Router::new().route("/", get(async || "hello"))).await?;
    Ok(())
}

/// With the settings of the market's store: what was acknowledged survives a power cut.
async fn inserts(file: &std::path::Path, time: Duration) -> Result<(), Box<dyn Error>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    connection.execute("CREATE TABLE line (id BIGINT PRIMARY KEY, text TEXT NOT NULL)").await?;
    let began = Instant::now();
    let mut rows: u32 = 0;
    while began.elapsed() < time {
        sqlx::query("INSERT INTO line (id, text) VALUES ($1, $2)")
            .bind(i64::from(rows))
            .bind("a line of about the length of an order line")
            .execute(&mut connection)
            .await?;
        rows += 1;
    }
    println!("{:.1}", f64::from(rows) / began.elapsed().as_secs_f64());
    connection.close().await?;
    Ok(())
}
