//! A server of its own for every story: a folder that is removed afterwards, the demo market, a free port.

use domain::Scope;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use server::config::Config;
use server::http::cache::PageCache;
use server::http::{Web, router};
use server::lifecycle::{Life, serve};
use server::wiring::wire;
use services::Market;
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
    /// Its origin.
    pub url: String,
    /// What it works on.
    pub market: Market,
    /// Ending it ends the server.
    pub life: Life,
    /// The pages it keeps.
    pub pages: Arc<PageCache>,
    http: reqwest::Client,
    web: JoinHandle<()>,
    loops: Vec<JoinHandle<()>>,
    _folder: Folder,
}

/// An answer as it came over the wire.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The code of an `AppError`, or nothing.
    pub fn code(&self) -> Option<String> {
        let body: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        body["code"].as_str().map(str::to_owned)
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Stage {
    /// A server on a fresh SQLite database with the demo market in it.
    pub async fn open() -> Self {
        Self::on(None).await
    }

    /// A server on that database, or on a fresh SQLite database.
    pub async fn on(database_url: Option<String>) -> Self {
        let folder = Folder::fresh();
        let config = Config {
            addr: ([127, 0, 0, 1], 0).into(),
            data: folder.0.join("data"),
            database_url,
            site: folder.site(),
            gateways: None,
            origin: None,
            dev: false,
            empty: false,
            log_json: false,
        };
        let listener = TcpListener::bind(config.addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let wired = wire(&config, addr).await.unwrap();
        services::seed::demo(&wired.market).await.unwrap();
        let life = Life::default();
        let web = Web::open(&config, &wired, life.clone()).unwrap();
        let pages = web.pages.clone();
        let loops = vec![
            wired.seal(&life),
            wired.listen(&life),
            wired.drop_pages_on_change(pages.clone(), &life),
        ];
        life.set_ready(true);
        let web = tokio::spawn(serve(listener, router(web), life.clone()));
        let url = format!("http://{addr}");
        Self { url, market: wired.market, life, pages, http: client(), web, loops, _folder: folder }
    }

    /// Ends the server and waits until everything has ended.
    pub async fn end(self) {
        self.life.ending.cancel();
        self.web.await.unwrap();
        for task in self.loops {
            task.await.unwrap();
        }
    }

    /// A request of a page's own script: same site, an answer as data.
    pub fn script(&self, method: &str, path: &str, cookies: &str) -> reqwest::RequestBuilder {
        self.bare(method, path, cookies)
            .header("accept", "application/json")
            .header("origin", &self.url)
            .header("sec-fetch-site", "same-origin")
    }

    /// A request with nothing but cookies.
    pub fn bare(&self, method: &str, path: &str, cookies: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.http.request(method, format!("{}{path}", self.url));
        if cookies.is_empty() { request } else { request.header("cookie", cookies) }
    }

    /// A page as a browser asks for it.
    pub async fn page(&self, path: &str, cookies: &str) -> Answer {
        send(self.bare("GET", path, cookies).header("accept", "text/html")).await
    }

    /// A form posted by a browser without scripts from `page`.
    pub async fn submit(
        &self,
        path: &str,
        page: &str,
        cookies: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let request = self
            .bare("POST", path, cookies)
            .header("accept", "text/html,application/xhtml+xml")
            .header("origin", &self.url)
            .header("referer", format!("{}{page}", self.url));
        send(form(request, fields)).await
    }

    /// A knock at a server function as a page's script knocks.
    pub async fn knock(
        &self,
        method: &str,
        path: &str,
        cookies: &str,
        fields: &[(&str, String)],
    ) -> Answer {
        if method == "GET" {
            let path = format!("{path}?{}", encoded(fields));
            return send(self.script("GET", &path, cookies)).await;
        }
        send(form(self.script(method, path, cookies), fields)).await
    }
}

/// A request with a form in it.
pub fn form<V: AsRef<str>>(
    request: reqwest::RequestBuilder,
    fields: &[(&str, V)],
) -> reqwest::RequestBuilder {
    request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(encoded(fields))
}

/// Fields as a form or an address carries them.
pub fn encoded<V: AsRef<str>>(fields: &[(&str, V)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Sends and reads the whole answer.
pub async fn send(request: reqwest::RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Answer { status, headers, body: answer.text().await.unwrap() }
}

/// A client that follows nothing and keeps no cookies: every story says what it sends.
pub fn client() -> reqwest::Client {
    let redirect = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(redirect).no_proxy().build().unwrap()
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
        let roots = ["shop", "merchant", "desk"].map(|root| {
            let file = |end: &str| format!("/pkg/{root}.{end}");
            let files =
                serde_json::json!({ "js": file("js"), "wasm": file("wasm"), "css": file("css") });
            std::fs::write(site.join(format!("pkg/{root}.css")), "body{}").unwrap();
            (root.to_owned(), files)
        });
        let roots: serde_json::Map<_, _> = roots.into_iter().collect();
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
