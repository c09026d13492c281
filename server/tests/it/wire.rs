//! Talking to a server over the wire: as a page's script, as a browser without scripts, or bare. Every story says which
//! cookies it sends; nothing is followed and nothing is kept.

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

/// An answer as it came over the wire.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The code of an `AppError`, or nothing.
    pub fn code(&self) -> Option<String> {
        let body: Value = serde_json::from_str(&self.body).ok()?;
        body["code"].as_str().map(str::to_owned)
    }

    /// The body as data.
    pub fn data(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no data: {}", self.body))
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A way to a server.
#[derive(Clone)]
pub struct Wire {
    /// Its origin.
    pub url: String,
    http: reqwest::Client,
}

impl Wire {
    /// The way to the server at `url`.
    pub fn to(url: &str) -> Self {
        Self { url: url.to_owned(), http: client() }
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
        self.try_knock(method, path, cookies, fields).await.unwrap()
    }

    /// A knock at a server that may be dead; the error is told in words.
    pub async fn try_knock(
        &self,
        method: &str,
        path: &str,
        cookies: &str,
        fields: &[(&str, String)],
    ) -> Result<Answer, String> {
        if method == "GET" {
            let path = format!("{path}?{}", encoded(fields));
            return try_send(self.script("GET", &path, cookies)).await;
        }
        try_send(form(self.script(method, path, cookies), fields)).await
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
    try_send(request).await.unwrap()
}

/// Sends to a server that may be dead.
async fn try_send(request: reqwest::RequestBuilder) -> Result<Answer, String> {
    let answer = request.send().await.map_err(|e| e.to_string())?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = answer.text().await.map_err(|e| e.to_string())?;
    Ok(Answer { status, headers, body })
}

/// A client that follows nothing and keeps no cookies: every story says what it sends.
pub fn client() -> reqwest::Client {
    let redirect = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(redirect).no_proxy().build().unwrap()
}
