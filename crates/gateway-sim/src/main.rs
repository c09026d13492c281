//! The program: reads its arguments, starts the stand-ins, prints where they listen, stops on a signal.

use clap::Parser;
use gateway_sim::Options;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Stand-ins for the market's partners: Alipay, WeChat Pay and 快递100.
#[derive(Parser)]
#[command(name = "gateway-sim", version)]
struct Arguments {
    /// Where to listen: `127.0.0.1:0` takes a free port, a bare number listens on loopback.
    #[arg(long, default_value = "127.0.0.1:0", value_parser = address)]
    addr: SocketAddr,
    /// The folder of keys, journal and the shop's configuration (`gateways.toml`).
    #[arg(long)]
    data: PathBuf,
    /// A folder of trades made before, as `server` writes it for a demo market (`--demo-trades`): they can be asked about and
    /// refunded like any other. It is looked into when a trade is asked for that is not known, and may be filled later.
    #[arg(long)]
    past: Option<PathBuf>,
    /// The address under which browsers reach this program, when that is not the listening one.
    #[arg(long)]
    public_url: Option<String>,
    /// Milliseconds between two nodes of a parcel's journey; 0 lets only the control interface advance it.
    #[arg(long, default_value_t = 15_000)]
    journey_ms: u64,
    /// How many times faster than the partners to deliver again.
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..))]
    speedup: u32,
    /// Listen to, and report to, other machines too.
    #[arg(long)]
    allow_remote: bool,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    }
    text.parse().map_err(|_| "neither an address like 127.0.0.1:0 nor a port".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let options = Options {
        addr: arguments.addr,
        data: arguments.data,
        past: arguments.past,
        public_url: arguments.public_url,
        journey: Duration::from_millis(arguments.journey_ms),
        speedup: arguments.speedup,
        allow_remote: arguments.allow_remote,
    };
    match gateway_sim::start(options).await {
        Ok(running) => {
            let mut out = std::io::stdout();
            let said = writeln!(out, "gateway-sim listening on {}", running.url());
            if said.and_then(|()| out.flush()).is_err() {
                tracing::warn!("nobody reads where gateway-sim listens");
            }
            signal().await;
            running.stop().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "gateway-sim cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => wait_for_interrupt().await,
    }
}

#[cfg(not(unix))]
async fn signal() {
    wait_for_interrupt().await;
}

async fn wait_for_interrupt() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::error!(%error, "signals cannot be heard; stopping");
    }
}
