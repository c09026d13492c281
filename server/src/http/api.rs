//! The one mount of all server functions.

use super::Web;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use leptos::prelude::provide_context;

/// Runs the server function that the path names; its answer is never kept by anybody.
pub async fn server_functions(State(web): State<Web>, request: Request) -> Response {
    let known = leptos::server_fn::axum::server_fn_paths()
        .any(|(path, method)| path == request.uri().path() && method == *request.method());
    if !known {
        return StatusCode::NOT_FOUND.into_response();
    }
    let market = web.market.clone();
    let context = move || provide_context(market.clone());
    let mut response =
        leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
