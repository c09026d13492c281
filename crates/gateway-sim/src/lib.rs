//! THE STAND-INS. A server that behaves like the market's partners, so that the whole shop can be tried and tested
//! without an account anywhere: Alipay (支付宝, gateway v2), WeChat Pay (微信支付, API v3), Stripe, UnionPay
//! (银联) and 快递100. It refuses what they refuse, keeps a ledger of its
//! own, and injects the faults that networks and partners have.
//!
//! It must never share code with the adapters (else both would share a bug), never import a room of the shop, and never
//! be taken for the real thing: every page says what it is. Loopback only, unless told otherwise.

mod alipay;
mod cards;
mod chance;
mod clock;
mod control;
mod delivery;
mod faults;
mod html;
mod journal;
mod keys;
mod kuaidi100;
mod options;
mod sign;
mod sim;
mod stripe;
mod unionpay;
mod wechat;
mod wire;
mod x509;

pub use options::Options;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::serve::ListenerExt as _;
use sim::{Shared, Sim};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The largest request that is read, in bytes.
const REQUEST_BYTES_MAX: usize = 256 * 1024;

/// A stand-in that is listening. It stops when dropped.
pub struct Running {
    addr: SocketAddr,
    config: PathBuf,
    sim: Shared,
    server: JoinHandle<()>,
}

impl Running {
    /// Where it listens.
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its address as the shop reaches it: `http://127.0.0.1:…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The configuration that the shop's server reads.
    pub fn config_path(&self) -> &Path {
        &self.config
    }

    /// Stops listening and delivering, as if the power were cut.
    pub async fn stop(mut self) {
        self.sim.stop();
        self.server.abort();
        // The wait only makes sure that the port is free; being cancelled is the expected answer.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.sim.stop();
        self.server.abort();
    }
}

/// Starts the stand-ins: makes keys on the first start, writes the shop's configuration, reads what was known before,
/// and listens.
pub async fn start(options: Options) -> io::Result<Running> {
    if !options.addr.ip().is_loopback() && !options.allow_remote {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the stand-ins listen on loopback only, unless --allow-remote is given",
        ));
    }
    std::fs::create_dir_all(&options.data)?;
    let keys = keys::Keys::load_or_make(&options.data)?;
    let listener = TcpListener::bind(options.addr).await?;
    let addr = listener.local_addr()?;
    let config = keys.write_config(&options.data, addr, options.public_url.as_deref())?;
    let sim = Sim::open(options, keys, addr)?;
    sim.resume();
    let app = routes(sim.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let server = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(%error, "the stand-ins stopped listening");
        }
    });
    Ok(Running { addr, config, sim, server })
}

fn routes(sim: Shared) -> Router {
    Router::new()
        .merge(html::routes())
        .merge(alipay::routes())
        .merge(wechat::routes())
        .merge(kuaidi100::routes())
        .merge(stripe::routes())
        .merge(unionpay::routes())
        .merge(control::routes())
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .with_state(sim)
}
