//! Running the market: serve, work, or both.

use super::Outcome;
use crate::assets::Site;
use crate::config::Config;
use crate::http::{Web, cache::PageCache, router};
use crate::lifecycle::{Life, serve};
use crate::wiring::{Trouble, Wired, wire};
use base64::Engine as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

const WORD_BYTES: usize = 24;

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
    let seeded = if config.empty { None } else { super::seed::seed_if_empty(&wired).await? };
    let mut loops = Vec::new();
    if roles.work {
        loops.push(wired.seal(&life));
        loops.push(wired.work(&life));
    }
    if roles.serve {
        let web = web(&config, &wired, life.clone())?;
        loops.push(wired.listen(&life));
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
    Ok(ExitCode::SUCCESS)
}

/// Brings the database to this version and stops.
pub async fn migrate(config: Config) -> Outcome {
    wire(&config, config.addr).await?;
    println!("the database is at this version");
    Ok(ExitCode::SUCCESS)
}

fn web(config: &Config, wired: &Wired, life: Life) -> Result<Web, Trouble> {
    // Rendering needs the executor before the first page.
    let _ = any_spawner::Executor::init_tokio();
    let word = || {
        let mut raw = [0u8; WORD_BYTES];
        wired.market.rng.fill(&mut raw);
        Arc::<str>::from(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(raw))
    };
    let origins: Vec<String> =
        wired.market.payments.all().iter().flat_map(|p| p.origins()).collect();
    Ok(Web {
        market: wired.market.clone(),
        site: Arc::new(Site::load(&config.site)?),
        life,
        pages: Arc::new(PageCache::default()),
        sentinel: word(),
        pay_origins: origins.join(" ").into(),
        dev: config.dev,
        born: word(),
    })
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
