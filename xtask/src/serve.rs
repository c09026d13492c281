//! The open shop: builds everything, starts the stand-ins of the partners when no real keys are given, and serves.
//!
//! It must never touch the data itself; that is the server's.

use crate::children::{self, Children};
use crate::house::{self, House};
use crate::site;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// How often `dev` looks at the sources.
const LOOK_MS: u64 = 400;

/// What `dev` watches.
const SOURCES: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "app",
    "crates",
    "frontend",
    "migrations",
    "public",
    "server",
    "style",
];

/// How to serve.
pub struct Options {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Folder of the database and everything else that is written.
    pub data: PathBuf,
    /// File with the keys of real partners; without it the stand-ins are started.
    pub gateways: Option<PathBuf>,
    /// Quick builds, and pages that reload when the server restarts.
    pub dev: bool,
    /// No demo market in an empty database.
    pub empty: bool,
}

/// Builds, starts and stays until somebody asks for the end.
pub fn serve(house: &House, options: &Options) -> Result<()> {
    build(house, options.dev)?;
    children::listen_for_signals()?;
    let mut children = Children::default();
    let gateways = partners(house, options, &mut children)?;
    children.start("server", &mut server(house, options, &gateways))?;
    children.watch(children::asked_to_end)?;
    children.end();
    Ok(())
}

/// Serves with quick builds and starts again whenever a source file changes.
pub fn dev(house: &House, options: &Options) -> Result<()> {
    children::listen_for_signals()?;
    let mut children = Children::default();
    let mut gateways = None;
    while !children::asked_to_end() {
        let seen = snapshot(house)?;
        match build(house, true) {
            Ok(()) => {
                let keys = match gateways.take() {
                    Some(keys) => keys,
                    None => partners(house, options, &mut children)?,
                };
                children.end_one("server")?;
                children.start("server", &mut server(house, options, &keys))?;
                gateways = Some(keys);
            }
            // The shop of the last good build stays open while the mistake is mended.
            Err(error) => eprintln!("error: {error:#}"),
        }
        if let Err(error) = children.watch(|| changed(house, &seen)) {
            eprintln!("{error:#}; waiting for a change");
            while !changed(house, &seen) {
                std::thread::sleep(Duration::from_millis(LOOK_MS));
            }
        }
    }
    children.end();
    Ok(())
}

/// Fills an empty database with a demo market of that many products and orders, or from a catalogue.
pub fn seed(
    house: &House,
    data: &Path,
    (products, orders): (Option<u64>, Option<u64>),
    from: Option<&Path>,
) -> Result<()> {
    compile(house, false)?;
    let mut command = program(house, "server", false);
    command.arg("seed").arg("--data").arg(data);
    if let Some(products) = products {
        command.arg("--products").arg(products.to_string());
    }
    if let Some(orders) = orders {
        command.arg("--orders").arg(orders.to_string());
    }
    if let Some(file) = from {
        command.arg("--from").arg(file);
    }
    house::run(&mut command)
}

/// The server, the stand-ins and the site.
pub fn build(house: &House, dev: bool) -> Result<()> {
    compile(house, dev)?;
    site(house, dev)
}

/// The site where the server looks for it.
pub fn site(house: &House, dev: bool) -> Result<()> {
    site::build(house, &site::Options { dev, out: house.path("dist/site") })
}

/// The two native programs, in one call so that what they share is compiled once.
pub fn compile(house: &House, dev: bool) -> Result<()> {
    let mut cargo = house.cargo();
    cargo.args(["build", "--package", "server", "--package", "gateway-sim"]);
    if !dev {
        cargo.arg("--release");
    }
    house::run(&mut cargo).context("the server did not compile")
}

/// A command for one of the programs that [`compile`] makes.
pub fn program(house: &House, name: &str, dev: bool) -> Command {
    let folder = house.target.join(if dev { "debug" } else { "release" });
    let mut command = Command::new(folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    command.current_dir(&house.root);
    command
}

/// The file with the partners' keys: the one given, else that of freshly started stand-ins.
pub fn partners(house: &House, options: &Options, children: &mut Children) -> Result<PathBuf> {
    if let Some(file) = &options.gateways {
        return Ok(file.clone());
    }
    let folder = options.data.join("sim");
    let addr = beside(options.addr);
    let mut sim = program(house, "gateway-sim", options.dev);
    sim.arg("--addr").arg(addr.to_string()).arg("--data").arg(&folder);
    sim.arg("--past").arg(past(options));
    if !addr.ip().is_loopback() {
        // Whoever opens the shop to the house network wants to pay there too.
        sim.arg("--allow-remote");
    }
    let line = children.start_until("gateway-sim", &mut sim, "gateway-sim listening on ")?;
    println!("{line} (stand-ins of the payment and parcel partners: no real money moves)");
    Ok(folder.join("gateways.toml"))
}

/// Where the server writes for the stand-ins what was paid in the past of the demo market.
fn past(options: &Options) -> PathBuf {
    options.data.join("past")
}

/// The port after the shop's when it is free, so that payments begun before a restart still find their partner; else any.
fn beside(shop: SocketAddr) -> SocketAddr {
    let next = shop.port().checked_add(1).filter(|_| shop.port() != 0).unwrap_or(0);
    let wanted = SocketAddr::new(shop.ip(), next);
    if std::net::TcpListener::bind(wanted).is_ok() { wanted } else { SocketAddr::new(shop.ip(), 0) }
}

/// A command for the server.
pub fn server(house: &House, options: &Options, gateways: &Path) -> Command {
    let mut command = program(house, "server", options.dev);
    command.arg("all").arg("--addr").arg(options.addr.to_string());
    command.arg("--data").arg(&options.data).arg("--site").arg(house.path("dist/site"));
    command.arg("--gateways").arg(gateways);
    if options.gateways.is_none() {
        command.arg("--demo-trades").arg(past(options));
    }
    if options.dev {
        command.arg("--dev");
    }
    if options.empty {
        command.arg("--empty");
    }
    command
}

/// Whether there is a reason to stop watching: a change, or somebody's wish.
fn changed(house: &House, seen: &BTreeMap<PathBuf, SystemTime>) -> bool {
    children::asked_to_end() || snapshot(house).is_ok_and(|now| now != *seen)
}

/// Every source file with the time of its last change. A few hundred files: looking costs less than a watcher's surprises.
fn snapshot(house: &House) -> Result<BTreeMap<PathBuf, SystemTime>> {
    let mut times = BTreeMap::new();
    for source in SOURCES {
        look(&house.path(source), &mut times)?;
    }
    Ok(times)
}

fn look(path: &Path, times: &mut BTreeMap<PathBuf, SystemTime>) -> Result<()> {
    let Ok(about) = fs::metadata(path) else { return Ok(()) };
    if !about.is_dir() {
        times.insert(path.to_owned(), about.modified()?);
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_name() != "node_modules" {
            look(&entry.path(), times)?;
        }
    }
    Ok(())
}
