//! Running the market: serve, work, or both.

use super::Outcome;
use crate::config::Config;
use crate::http::{Web, router};
use crate::lifecycle::{Life, serve};
use crate::wiring::wire;
use std::io::Write as _;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// Which roles this process plays.
#[derive(Clone, Copy)]
pub struct Roles {
    /// Answers visitors.
    pub serve: bool,
    /// Fires clocks and does jobs.
    pub work: bool,
}

/// Runs until a signal ends it.
pub async fn run(config: Config, roles: Roles) -> Outcome {
    let life = Life::default();
    life.end_on_signal();
    let listener = TcpListener::bind(config.addr).await.map_err(|e| {
        format!("cannot listen on {}: {e} (choose another with --addr)", config.addr)
    })?;
    let addr = listener.local_addr()?;
    let wired = wire(&config, addr).await?;
    let seeded = if config.empty {
        None
    } else {
        super::seed::seed_if_empty(&wired, config.products, config.orders()).await?
    };
    if let Some(folder) = &config.demo_trades {
        super::seed::write_trades(&wired.market, folder).await?;
    }
    let mut loops = vec![wired.follow(&life)];
    if roles.work {
        loops.push(wired.seal(&life));
        loops.push(wired.work(&life));
    }
    if roles.serve {
        let web = Web::open(&config, &wired, life.clone())?;
        loops.push(wired.listen(&life));
        loops.push(wired.warm());
        loops.push(wired.tally(&life));
        loops.push(wired.drop_pages_on_change(web.pages.clone(), &life));
        life.set_ready(true);
        say_ready(addr, seeded.as_deref());
        serve(listener, router(web), life.clone()).await;
    } else {
        drop(listener);
        life.set_ready(true);
        println!("working");
        life.ending.cancelled().await;
    }
    life.ending.cancel();
    for task in loops {
        if let Err(error) = task.await {
            tracing::error!(%error, "a loop did not end cleanly");
        }
    }
    // What the last visitors saw is counted too.
    if let Err(error) = services::tally::flush(&wired.market).await {
        tracing::warn!(%error, "what was counted last is lost");
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings the database to this version and stops.
pub async fn migrate(config: Config) -> Outcome {
    wire(&config, config.addr).await?;
    println!("the database is at this version");
    Ok(ExitCode::SUCCESS)
}

/// Programs that start us wait for this line; nothing else goes to standard output before it.
fn say_ready(addr: std::net::SocketAddr, sign_ins: Option<&str>) {
    let mut out = std::io::stdout().lock();
    let said = writeln!(out, "listening on http://{addr}").and_then(|()| match sign_ins {
        Some(text) => writeln!(out, "{text}"),
        None => Ok(()),
    });
    if let Err(error) = said.and_then(|()| out.flush()) {
        tracing::debug!(%error, "nobody reads our standard output");
    }
}
