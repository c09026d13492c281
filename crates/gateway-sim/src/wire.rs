//! Reading forms and making the rougher kinds of answers.

use crate::sign::Fields;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::io;

/// The fields of a query and a form together, each decoded once. `None` when a name comes twice.
pub fn fields(query: Option<&str>, body: &[u8]) -> Option<Fields> {
    let mut all = Fields::new();
    let query = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    for (name, value) in query.chain(url::form_urlencoded::parse(body)) {
        if all.insert(name.into_owned(), value.into_owned()).is_some() {
            return None;
        }
    }
    Some(all)
}

/// A body with its content type.
pub fn typed(content_type: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, content_type)], body.into()).into_response()
}

/// An answer that breaks off: the connection is closed before a byte of the body was sent.
pub fn broken_off() -> Response {
    let cut = futures::stream::once(async { Err::<Bytes, _>(io::Error::other("a planned fault")) });
    Response::new(Body::from_stream(cut))
}

/// An answer with nothing but a status.
pub fn status(code: u16) -> Response {
    StatusCode::from_u16(code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE).into_response()
}

/// Whether this host is this very machine.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
