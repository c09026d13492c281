//! How a stand-in is started.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// How fast partners' waiting times pass by default: their 4 minutes are 0.4 seconds here.
const SPEEDUP_DEFAULT: u32 = 600;

/// How a stand-in is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The folder of keys, journal and the shop's configuration.
    pub data: PathBuf,
    /// A folder of trades made before this stand-in was there: the past of a demo market.
    pub past: Option<PathBuf>,
    /// The address under which browsers reach it, when that is not the listening one.
    pub public_url: Option<String>,
    /// The time between two nodes of a journey; zero lets only the control interface advance it.
    pub journey: Duration,
    /// How many times faster than the partners it delivers again.
    pub speedup: u32,
    /// Whether it may listen to, and report to, other machines.
    pub allow_remote: bool,
}

impl Options {
    /// A free loopback port, journeys that only the control interface advances.
    pub fn loopback(data: impl Into<PathBuf>) -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: data.into(),
            past: None,
            public_url: None,
            journey: Duration::ZERO,
            speedup: SPEEDUP_DEFAULT,
            allow_remote: false,
        }
    }
}
