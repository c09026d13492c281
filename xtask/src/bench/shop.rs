//! A shop to be measured: the programs as they are shipped, on a folder of their own on the disk that will be used, each a process
//! apart from the load.

use super::http::Connection;
use crate::children::Children;
use crate::house::House;
use crate::serve;
use anyhow::{Context, Result};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Processor time is told in hundredths of a second on every Linux there is.
const TICK_MS: f64 = 10.0;

/// A running shop with its partners' stand-ins.
pub struct Shop {
    /// Where it listens.
    pub addr: SocketAddr,
    /// From the start of the process to the line that says it listens, in milliseconds.
    pub start_ms: f64,
    process: u32,
    _children: Children,
}

impl Shop {
    /// Starts it on the data in `folder`, or on the database at `url`.
    pub fn open(house: &House, folder: &Path, url: Option<&str>) -> Result<Self> {
        let options = serve::Options {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: folder.to_owned(),
            gateways: None,
            dev: false,
            empty: false,
        };
        let mut children = Children::default();
        let gateways = serve::partners(house, &options, &mut children)?;
        let mut server = serve::server(house, &options, &gateways);
        server.env("JISHI_LOG", "warn");
        if let Some(url) = url {
            server.arg("--database-url").arg(url);
        }
        let began = Instant::now();
        let line = children.start_quietly("server", &mut server, "listening on http://")?;
        let start_ms = began.elapsed().as_secs_f64() * 1_000.0;
        let process = children.id("server").context("the server is not running")?;
        Ok(Self { addr: address(&line)?, start_ms, process, _children: children })
    }

    /// Processor time that the server has taken so far, in milliseconds; `None` where the system does not tell.
    pub fn cpu_ms(&self) -> Option<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process)).ok()?;
        // The name of the program may hold anything; what follows its bracket is numbers. User and system time are 14 and 15.
        let mut words = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut ticks = || words.next()?.parse::<f64>().ok();
        Some((ticks()? + ticks()?) * TICK_MS)
    }

    /// Memory of the server that lies in the machine's memory, in bytes; `None` where the system does not tell.
    pub fn memory_bytes(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.split_whitespace().next()?.parse::<f64>().ok()? * 1_024.0)
    }

    /// A kept connection to it.
    pub const fn connect(&self) -> Connection {
        Connection::to(self.addr)
    }
}

/// The address at the end of the line that a program says when it listens.
fn address(line: &str) -> Result<SocketAddr> {
    let word = line.rsplit("http://").next().unwrap_or_default();
    word.trim().parse().with_context(|| format!("no address in {line:?}"))
}

/// A bare axum handler, which says what the machine and the library can do.
pub struct Hello {
    /// Where it listens.
    pub addr: SocketAddr,
    _children: Children,
}

impl Hello {
    /// Starts it.
    pub fn open(house: &House) -> Result<Self> {
        let mut children = Children::default();
        let mut hello = serve::program(house, "yardstick", false);
        hello.arg("hello");
        let line = children.start_until("yardstick", &mut hello, "yardstick listening on ")?;
        Ok(Self { addr: address(&line)?, _children: children })
    }
}

/// Rows that bare SQLite commits to the disk in a second.
pub fn inserts(house: &House, folder: &Path, time: Duration) -> Result<f64> {
    fs::create_dir_all(folder)?;
    let mut command: Command = serve::program(house, "yardstick", false);
    command.arg("inserts").arg(folder.join("inserts.sqlite")).arg(time.as_millis().to_string());
    let said = crate::house::output(&mut command)?;
    Ok(String::from_utf8(said)?.trim().parse()?)
}

/// A folder below the target folder, which lies on a disk and not in memory; removed at the end.
pub struct Place(pub PathBuf);

impl Place {
    /// An empty folder.
    pub fn fresh(house: &House) -> Result<Self> {
        let folder = house.target.join(format!("bench-{}", std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be removed: {error}", self.0.display());
        }
    }
}
