//! Is the process alive, and should requests be sent to it?

use super::Web;
use axum::extract::State;
use axum::http::StatusCode;

/// Alive: no IO, always quick.
pub async fn alive() -> &'static str {
    "alive"
}

/// Ready: everything is up and the memory answers.
pub async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    if !web.life.is_ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, "not ready: starting or shutting down");
    }
    match web.market.store.read().await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready: the database does not answer")
        }
    }
}

/// A word that differs between two runs; development pages reload when it changes.
pub async fn born(State(web): State<Web>) -> Result<String, StatusCode> {
    if web.dev { Ok(web.born.to_string()) } else { Err(StatusCode::NOT_FOUND) }
}
