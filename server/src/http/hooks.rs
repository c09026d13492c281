//! Partners' messages. The raw bytes go to the use case, which checks the signature before anything else; the partner is
//! answered in its own words and hears "stored" only when it is. A browser that comes back from paying proves nothing.

use super::Web;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use services::ports::payment::{HttpAck, Notification};
use std::collections::HashMap;

/// `POST /hooks/payment/{provider}`: a payment notification.
pub async fn payment(
    State(web): State<Web>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let message = message(&headers, &body);
    answer("payment", &provider, services::payment::notify(&web.market, &provider, &message).await)
}

/// `POST /hooks/tracking/{provider}`: a carrier's push.
pub async fn tracking(
    State(web): State<Web>,
    Path(provider): Path<String>,
    body: Bytes,
) -> Response {
    let known = web.market.tracking.as_ref().is_some_and(|t| t.id() == provider);
    if !known {
        return StatusCode::NOT_FOUND.into_response();
    }
    answer("tracking", &provider, services::shipping::push(&web.market, &body).await)
}

/// `GET /pay/return/{provider}`: the browser is back, in the language it left in. The provider is asked; the cashier's page tells the outcome.
pub async fn returned(
    State(web): State<Web>,
    Path(_provider): Path<String>,
    uri: Uri,
    Query(said): Query<HashMap<String, String>>,
) -> Response {
    let there = |path: &str| Redirect::to(&i18n::href(i18n::route::split(uri.path()).0, path));
    let purchase = match said.get("out_trade_no") {
        Some(no) => services::payment::check_attempt_no(&web.market, no).await,
        None => Ok(None),
    };
    match purchase {
        Ok(Some(id)) => there(&format!("/pay/{id}?back=1")).into_response(),
        Ok(None) => there("/orders").into_response(),
        Err(error) => {
            tracing::warn!(%error, "the provider could not be asked when a buyer came back; the poll will");
            there("/orders").into_response()
        }
    }
}

/// Our number in a form that sends a browser back: UnionPay calls it `orderId`.
fn number(pair: &str) -> Option<&str> {
    pair.strip_prefix("out_trade_no=").or_else(|| pair.strip_prefix("orderId="))
}

/// `POST /pay/return/{provider}`: some providers post a cross-site form; it becomes a plain page view.
pub async fn returned_by_post(Path(provider): Path<String>, uri: Uri, body: Bytes) -> Response {
    let no = std::str::from_utf8(&body)
        .ok()
        .and_then(|text| text.split('&').find_map(number))
        .filter(|no| no.bytes().all(|b| b.is_ascii_alphanumeric()));
    let mark = no.map(|no| format!("?out_trade_no={no}")).unwrap_or_default();
    let path = format!("/pay/return/{provider}{mark}");
    Redirect::to(&i18n::href(i18n::route::split(uri.path()).0, &path)).into_response()
}

/// A message as it came; a header that is no text signs nothing.
fn message(headers: &HeaderMap, body: &Bytes) -> Notification {
    let text = |(name, value): (&header::HeaderName, &HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    Notification { headers: headers.iter().filter_map(text).collect(), body: body.to_vec() }
}

fn answer(kind: &'static str, provider: &str, ack: services::Result<HttpAck>) -> Response {
    let ack = match ack {
        Ok(ack) => ack,
        Err(services::Error::Refused(refusal)) => {
            tracing::warn!(kind, provider, %refusal, "a partner's message was refused");
            return StatusCode::NOT_FOUND.into_response();
        }
        Err(error) => {
            tracing::error!(kind, provider, %error, "a partner's message could not be kept; it will be sent again");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let status = StatusCode::from_u16(ack.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, ack.body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(ack.content_type));
    response
}
