//! Living and dying: one accept loop with TCP_NODELAY and a header time limit, and a shutdown that first turns unready,
//! then ends live streams, then drains with a deadline.

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::Service as _;

const HEADER_READ_MS_MAX: u64 = 10_000;
const DRAIN_MS_MAX: u64 = 20_000;
const CONNECTIONS_MAX: usize = 4_096;
const ACCEPT_PAUSE_MS: u64 = 50;

/// The state of the whole process, shared by health checks, streams and loops.
#[derive(Clone, Default)]
pub struct Life {
    ready: Arc<AtomicBool>,
    /// Fires when the process should end: streams and loops stop at their next step.
    pub ending: CancellationToken,
}

impl Life {
    /// Says that everything is up.
    pub fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::Release);
    }

    /// Whether requests should be sent here.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire) && !self.ending.is_cancelled()
    }

    /// Ends the life at SIGTERM or Ctrl-C; a second signal ends the process at once.
    pub fn end_on_signal(&self) {
        let life = self.clone();
        tokio::spawn(async move {
            signal().await;
            tracing::info!("shutting down: no longer ready, draining");
            life.set_ready(false);
            life.ending.cancel();
            signal().await;
            tracing::warn!("second signal: leaving at once");
            std::process::exit(130);
        });
    }
}

async fn signal() {
    let ctrl_c = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut term) => tokio::select! { _ = ctrl_c => {}, _ = term.recv() => {} },
            Err(_) => drop(ctrl_c.await),
        }
    }
    #[cfg(not(unix))]
    drop(ctrl_c.await);
}

/// Serves until the life ends, then drains.
pub async fn serve(listener: TcpListener, router: Router, life: Life) {
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
    let mut make = router.into_make_service_with_connect_info::<SocketAddr>();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = life.ending.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(pair) => pair,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(ACCEPT_PAUSE_MS)).await;
                continue;
            }
        };
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
            tracing::warn!(%peer, "too many connections, turning one away");
            continue;
        };
        // Without this a page written in pieces waits for the peer's delayed acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY refused");
        }
        let Ok(service) = make.call(peer).await;
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_millis(HEADER_READ_MS_MAX));
        builder.http2().timer(TokioTimer::new());
        let connection = builder
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
            .into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%peer, %error, "a connection ended early");
            }
            drop(slot);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => tracing::info!("drained"),
        () = tokio::time::sleep(Duration::from_millis(DRAIN_MS_MAX)) => {
            tracing::warn!("the drain deadline passed with connections open");
        }
    }
}
