//! A server of its own for every story: a folder that is removed afterwards, the demo market, a free port.

use crate::wire::Wire;
use domain::{Code, Scope};
use server::config::Config;
use server::http::cache::PageCache;
use server::http::{Web, router};
use server::lifecycle::{Life, serve};
use server::wiring::wire;
use services::Market;
use services::ports::StoreExt as _;
use services::ports::work::Chain;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The machine itself, which sets up the stage.
pub const SYSTEM: Scope = Scope::System("story");

static STAGES: AtomicU32 = AtomicU32::new(0);

/// A running server.
pub struct Stage {
    /// The way to it.
    pub wire: Wire,
    /// The partners' stand-ins.
    pub partners: gateway_sim::Running,
    /// What it works on.
    pub market: Market,
    /// Ending it ends the server.
    pub life: Life,
    /// The pages it keeps.
    pub pages: Arc<PageCache>,
    web: JoinHandle<()>,
    loops: Vec<JoinHandle<()>>,
    _folder: Folder,
}

impl Stage {
    /// A server on a fresh SQLite database with the demo market in it.
    pub async fn open() -> Self {
        Self::on(None).await
    }

    /// A server on that database, or on a fresh SQLite database.
    pub async fn on(database_url: Option<String>) -> Self {
        let folder = Folder::fresh();
        let partners = gateway_sim::Options::loopback(folder.0.join("partners"));
        let partners = gateway_sim::start(partners).await.unwrap();
        let config = Config {
            addr: ([127, 0, 0, 1], 0).into(),
            data: folder.0.join("data"),
            database_url,
            site: folder.site(),
            gateways: Some(partners.config_path().to_owned()),
            origin: None,
            dev: false,
            empty: false,
            products: services::seed::FRONT_ROW,
            orders: None,
            demo_trades: None,
            log_json: false,
        };
        let listener = TcpListener::bind(config.addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let wired = wire(&config, addr).await.unwrap();
        services::seed::demo(&wired.market, services::seed::FRONT_ROW, 0, &|_, _, _| ())
            .await
            .unwrap();
        seal_what_was_told(&wired.market).await;
        let life = Life::default();
        let web = Web::open(&config, &wired, life.clone()).unwrap();
        let pages = web.pages.clone();
        let loops = vec![
            wired.seal(&life),
            wired.listen(&life),
            // Counted figures stay in memory until a story brings them to the store itself.
            wired.drop_pages_on_change(pages.clone(), &life),
        ];
        life.set_ready(true);
        let web = tokio::spawn(serve(listener, router(web), life.clone()));
        let wire = Wire::to(&format!("http://{addr}"));
        let market = wired.market;
        Self { wire, partners, market, life, pages, web, loops, _folder: folder }
    }

    /// Ends the server and waits until everything has ended.
    pub async fn end(self) {
        self.life.ending.cancel();
        self.web.await.unwrap();
        for task in self.loops {
            task.await.unwrap();
        }
    }
}

/// Filling the market tells of every product. A stage opens when all of it has been heard, or pages would be dropped while a
/// story looks at them.
async fn seal_what_was_told(market: &Market) {
    let now = market.now();
    loop {
        let key = format!("stage.seal:{:032x}", market.ids.bits());
        let sealed = market.store.write(key, move |tx| {
            Box::pin(async move { tx.seal(&SYSTEM, Chain::Outbox, 200, now).await })
        });
        match sealed.await {
            Ok(0) => return,
            Ok(_) => {}
            // Another process of the same market was faster.
            Err(error) => assert_eq!(error.code(), Code::Stale),
        }
    }
}

impl std::ops::Deref for Stage {
    type Target = Wire;
    fn deref(&self) -> &Wire {
        &self.wire
    }
}

/// The PostgreSQL in which stories may make databases; without one `what` is skipped, past the ears of the test harness.
pub fn postgres(what: &str) -> Option<String> {
    let url = std::env::var("JISHI_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
    if url.is_none() {
        let text = format!(
            "SKIPPED {what}: install PostgreSQL (Debian: apt install postgresql), start one and set JISHI_TEST_POSTGRES_URL\n"
        );
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    }
    url
}

/// A folder that is gone when the story is over.
pub struct Folder(pub PathBuf);

impl Folder {
    /// In memory where there is such a place: the stories are about meaning, not about disks.
    pub fn fresh() -> Self {
        let nth = STAGES.fetch_add(1, Ordering::Relaxed);
        let shm = Path::new("/dev/shm");
        let root = if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() };
        let folder = root.join(format!("jishi-server-it-{}-{nth}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A site with the names of files a page mentions; what is in them is nothing to these stories.
    pub fn site(&self) -> PathBuf {
        let site = self.0.join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        let roots = ["shop", "mine", "merchant", "desk"].map(|root| {
            let file = |end: &str| format!("/pkg/{root}.{end}");
            let files =
                serde_json::json!({ "js": file("js"), "wasm": file("wasm"), "css": file("css") });
            std::fs::write(site.join(format!("pkg/{root}.css")), "body{}").unwrap();
            (root.to_owned(), files)
        });
        let roots: serde_json::Map<_, _> = roots.into_iter().collect();
        let art = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/art/teaset.svg");
        std::fs::create_dir_all(site.join("art")).unwrap();
        std::fs::copy(art, site.join("art/teaset.svg")).unwrap();
        let assets = serde_json::json!({ "build": "story", "roots": roots });
        std::fs::write(site.join("assets.json"), assets.to_string()).unwrap();
        site
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Leftovers in the temporary folder hurt nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
