//! Nothing that changes anything may be sent from another site. server_fn checks neither Origin nor Content-Type, and
//! tower-http lets requests pass that carry neither Origin nor Sec-Fetch-Site; both holes are closed here.

use axum::extract::Request;
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tower_http::csrf::CsrfLayer;

/// tower-http's own protection. A payment provider's cross-site form may come back to the return address; it is only
/// answered with a redirect and proves nothing.
pub fn csrf() -> CsrfLayer {
    CsrfLayer::new().with_insecure_bypass(|_: &Method, uri: &Uri| exempt(uri.path()))
}

fn exempt(path: &str) -> bool {
    i18n::route::split(path).1.starts_with("/pay/return/")
}

/// What tower-http leaves open: unsafe methods must say where they come from and must be plain forms.
pub async fn same_site(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || exempt(request.uri().path()) {
        return next.run(request).await;
    }
    let headers = request.headers();
    if !headers.contains_key("sec-fetch-site") && !headers.contains_key(header::ORIGIN) {
        return refuse(StatusCode::FORBIDDEN, "cross_site");
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    if kind.split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid");
    }
    next.run(request).await
}

fn refuse(status: StatusCode, code: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{{\"code\":\"{code}\"}}"))
        .into_response()
}
