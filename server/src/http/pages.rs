//! Pages: rendered whole, with a sentinel where the nonce belongs; kept for seconds when they are the same for everybody;
//! given a fresh nonce each time they leave. Anything that is not a page is looked for among the site's files first.

use super::Web;
use super::cache::{Kept, Segments};
use super::counting::{Counted, Onlooker};
use super::headers::PageNonce;
use app::counting::Showing;
use app::request::{Visit, preference};
use app::roots::Root;
use app::shell::DevReload;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use futures::stream::{StreamExt as _, once};
use futures::{Future, Stream};
use http_body_util::BodyExt as _;
use i18n::Locale;
use leptos::nonce::Nonce;
use leptos::prelude::*;
use std::pin::Pin;

const NONCE_BYTES: usize = 16;

/// The last resort of the router: a file of the site, else a page (which may be the page that says 404).
pub async fn page_or_file(State(web): State<Web>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if let Some(file) = web.site.answer(request.uri().path(), request.headers()) {
        return file;
    }
    if let Some(console) = console_in_a_language(request.uri()) {
        return console;
    }
    let keeping = keeping(request.uri().path());
    let key = request.extensions().get::<Visit>().and_then(|v| super::cache::key(request.uri(), v));
    let onlooker = Onlooker::of(&request);
    if let Some(kept) = key.as_ref().and_then(|k| web.pages.get(k)) {
        onlooker.sees(&web.market, &kept.counted);
        return finish(&web, kept, keeping);
    }
    let born = web.pages.generation();
    let showing = Showing::default();
    let response = render(&web, request, showing.clone()).await;
    let (parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kept = Kept {
        segments: Segments::split(&collected.to_bytes(), &web.sentinel),
        counted: Counted::of(&web.market, &showing, parts.status),
        parts: parts.clone().into(),
    };
    onlooker.sees(&web.market, &kept.counted);
    let plain = parts.status == StatusCode::OK && !parts.headers.contains_key(header::SET_COOKIE);
    if let Some(key) = key.filter(|_| plain) {
        web.pages.put(key, kept.clone(), born);
    }
    finish(&web, kept, keeping)
}

/// The consoles have no language in their addresses. Whoever writes one in front, as the shop's addresses have it, comes to the
/// console and is answered in that language from then on, as if the switch of languages had been used.
fn console_in_a_language(uri: &Uri) -> Option<Response> {
    let (locale, bare) = i18n::route::split(uri.path());
    let root = app::going::root_of(bare);
    if locale == Locale::ZhCn || !matches!(root, Root::Merchant | Root::Desk) {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let place = HeaderValue::from_str(&format!("{bare}{query}")).ok()?;
    let cookie = HeaderValue::from_str(&preference("lang", locale.code())).ok()?;
    // Not kept: a kept redirect would not set the language again.
    let headers = [
        (header::LOCATION, place),
        (header::SET_COOKIE, cookie),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Some((StatusCode::PERMANENT_REDIRECT, headers).into_response())
}

/// What the browser may keep. The way back shows what was kept without asking; at the cashier that would be the amount to pay
/// of a purchase that has been paid meanwhile, at checkout the form of an order that has been placed.
fn keeping(path: &str) -> &'static str {
    let bare = i18n::route::split(path).1;
    let sent_once = bare.starts_with("/pay/") || bare == "/checkout";
    if sent_once { "no-store" } else { "no-cache, private" }
}

fn finish(web: &Web, kept: Kept, keeping: &'static str) -> Response {
    let mut raw = [0u8; NONCE_BYTES];
    web.market.rng.fill(&mut raw);
    let nonce = base64::engine::general_purpose::STANDARD_NO_PAD.encode(raw);
    let body: Bytes = kept.segments.join(&nonce);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = kept.parts.status;
    *response.headers_mut() = kept.parts.headers;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    response.extensions_mut().insert(PageNonce(nonce));
    response
}

async fn render(web: &Web, request: Request, showing: Showing) -> Response {
    let root = app::going::root_of(request.uri().path());
    let market = web.market.clone();
    let assets = web.site.assets.clone();
    let sentinel = web.sentinel.clone();
    let dev = web.dev;
    let context = move || {
        provide_context(market.clone());
        provide_context(showing.clone());
        provide_context(assets.clone());
        provide_context(DevReload(dev));
        provide_context(Nonce::from_value(sentinel.clone()));
    };
    leptos_axum::handle_response_inner(context, move || app::shell::document(root), request, whole)
        .await
}

type Chunks = Pin<Box<dyn Stream<Item = String> + Send>>;

/// Waits for every resource, so that crawlers and browsers without scripts get the whole page.
fn whole<IV: IntoView + 'static>(
    view: IV,
    chunks: Box<dyn FnOnce() -> Chunks + Send>,
    _out_of_order: bool,
) -> Pin<Box<dyn Future<Output = Chunks> + Send>> {
    Box::pin(async move {
        let page = view.to_html_stream_in_order().collect::<String>().await;
        Box::pin(once(async move { page }).chain(chunks())) as Chunks
    })
}
