//! The one mount of all server functions.

use super::Web;
use app::AppError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use leptos::prelude::provide_context;
use leptos::server_fn::error::ServerFnUrlError;

/// Runs the server function that the path names; its answer is never kept by anybody.
pub async fn server_functions(State(web): State<Web>, mut request: Request) -> Response {
    let known = leptos::server_fn::axum::server_fn_paths()
        .any(|(path, method)| path == request.uri().path() && method == *request.method());
    if !known {
        return StatusCode::NOT_FOUND.into_response();
    }
    forget_last_error(request.headers_mut());
    let market = web.market.clone();
    let context = move || provide_context(market.clone());
    let mut response =
        leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A form that is refused goes back to the page it came from, with the error in the address. When that page already stood
/// there because of an error, the old one is taken out first: the page reads one error only, and the address would grow.
fn forget_last_error(headers: &mut HeaderMap) {
    let said = headers.get(header::REFERER).and_then(|v| v.to_str().ok());
    let Some(mut from) = said.filter(|from| from.contains("__err=")).map(str::to_owned) else {
        return;
    };
    ServerFnUrlError::<AppError>::strip_error_info(&mut from);
    if let Ok(from) = HeaderValue::from_str(from.trim_end_matches('?')) {
        headers.insert(header::REFERER, from);
    }
}
