//! The doors of the building: which route leads where, and what every answer carries.

pub mod api;
pub mod cache;
pub mod counting;
pub mod guard;
pub mod headers;
pub mod health;
pub mod hooks;
pub mod live;
pub mod pages;
pub mod pictures;
pub mod visit;

use crate::assets::Site;
use crate::config::Config;
use crate::lifecycle::Life;
use crate::wiring::{Trouble, Wired};
use axum::Router;
use axum::middleware;
use axum::routing::{any, get, post};
use base64::Engine as _;
use services::Market;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::limit::RequestBodyLimitLayer;

/// Forms and server functions: nobody types more than this.
const BODY_BYTES_MAX: usize = 256 * 1024;
const WORD_BYTES: usize = 24;

/// What every handler may lean on.
#[derive(Clone)]
pub struct Web {
    /// The market.
    pub market: Market,
    /// The built site.
    pub site: Arc<Site>,
    /// Ready, ending.
    pub life: Life,
    /// Whole pages of visitors without a cookie.
    pub pages: Arc<cache::PageCache>,
    /// Pictures that were drawn.
    pub pictures: Arc<pictures::Pictures>,
    /// Stands in cached pages where each answer gets its own nonce.
    pub sentinel: Arc<str>,
    /// Origins that payment forms may lead to.
    pub pay_origins: Arc<str>,
    /// Development mode: pages reload when the server restarts.
    pub dev: bool,
    /// A word that differs between two runs of the process.
    pub born: Arc<str>,
}

impl Web {
    /// Loads the built site and draws the words of this run.
    pub fn open(config: &Config, wired: &Wired, life: Life) -> Result<Self, Trouble> {
        // Rendering needs the executor before the first page.
        let _ = any_spawner::Executor::init_tokio();
        let word = || {
            let mut raw = [0u8; WORD_BYTES];
            wired.market.rng.fill(&mut raw);
            Arc::<str>::from(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(raw))
        };
        let origins: Vec<String> =
            wired.market.payments.all().iter().flat_map(|p| p.origins()).collect();
        Ok(Self {
            market: wired.market.clone(),
            site: Arc::new(Site::load(&config.site)?),
            life,
            pages: Arc::new(cache::PageCache::default()),
            pictures: Arc::new(pictures::Pictures::open(
                config.data.is_dir().then(|| config.data.join("pictures")),
                pictures::DISK_BYTES_MAX,
            )),
            sentinel: word(),
            pay_origins: origins.join(" ").into(),
            dev: config.dev,
            born: word(),
        })
    }
}

/// The whole web of one process.
pub fn router(web: Web) -> Router {
    let compress = CompressionLayer::new()
        .quality(tower_http::CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(NotForContentType::new("application/wasm")));
    let talking = Router::new()
        .route("/api/{*path}", post(api::server_functions).get(api::server_functions))
        .route("/pay/return/{provider}", get(hooks::returned).post(hooks::returned_by_post))
        .route("/en/pay/return/{provider}", get(hooks::returned).post(hooks::returned_by_post))
        .route("/live", get(live::stream))
        .fallback(any(pages::page_or_file))
        .layer(middleware::from_fn_with_state(web.clone(), visit::resolve))
        .layer(middleware::from_fn(guard::same_site))
        .layer(guard::csrf());
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/dev/born", get(health::born))
        .route("/hooks/payment/{provider}", post(hooks::payment))
        .route("/hooks/tracking/{provider}", post(hooks::tracking))
        .route("/pictures/{name}", get(pictures::plain))
        .route("/pictures/{width}/{name}", get(pictures::sized))
        .route("/pictures/{width}/art/{name}", get(pictures::art))
        .merge(talking)
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(compress)
        .layer(middleware::from_fn_with_state(web.clone(), headers::secure))
        .layer(CatchPanicLayer::new())
        .with_state(web)
}
