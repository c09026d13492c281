//! What every answer carries: the content security policy and its neighbours.

use super::Web;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The nonce of one answer, left by `pages` for the policy.
#[derive(Clone)]
pub struct PageNonce(pub String);

/// Adds the security headers.
pub async fn secure(State(web): State<Web>, request: Request, next: Next) -> Response {
    let paying = request.uri().path().contains("/pay/");
    let mut response = next.run(request).await;
    let nonce = response.extensions_mut().remove::<PageNonce>();
    let policy = policy(nonce.as_ref().map(|n| n.0.as_str()), paying.then_some(&*web.pay_origins));
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if web.market.origin.starts_with("https://") {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

fn policy(nonce: Option<&str>, pay_origins: Option<&str>) -> String {
    let scripts = nonce.map_or_else(
        || "'none'".to_owned(),
        |n| format!("'nonce-{n}' 'strict-dynamic' 'wasm-unsafe-eval'"),
    );
    let forms = pay_origins.unwrap_or("");
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self' {forms}; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'"
    )
}
