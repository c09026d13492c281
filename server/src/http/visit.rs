//! Who is at the door: cookies become a [`Visit`] before any page or server function runs.

use super::Web;
use app::request::Visit;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use domain::Scope;
use domain::id::{MerchantId, TypedId as _};
use domain::rules::Param;
use i18n::Locale;
use services::Actor;
use services::sessions::Client;
use std::net::SocketAddr;

const AGENT_CHARS_MAX: usize = 200;
const TOKEN_BYTES: usize = 32;

/// How long a browser keeps the token of its drafts: the most minutes the rulebook may give a draft, which ends by itself.
const DRAFT_COOKIE_MINUTES: i64 = *Param::FormDraft.range().end();

/// Resolves the visit. Files need none, so this costs them only a look at the path.
pub async fn resolve(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0);
    let headers = request.headers();
    let client = Client {
        session_token: cookie(headers, "__Host-sid"),
        cart_token: cookie(headers, "__Host-cart"),
        user_agent: text(headers, header::USER_AGENT).chars().take(AGENT_CHARS_MAX).collect(),
        address: peer.map(|p| p.ip()),
    };
    let draft_token = cookie(headers, "__Host-draft");
    let (actor, cart_pieces) = match recognise(&web, &client).await {
        Ok(known) => known,
        Err(error) => {
            tracing::error!(%error, "a visitor could not be recognised and is served as a guest");
            Default::default()
        }
    };
    // A preference and no right: it only chooses among the shops the person works for.
    let actor = match cookie(headers, "shop").and_then(|id| MerchantId::parse(&id).ok()) {
        Some(shop) => actor.working_for(&shop),
        None => actor,
    };
    let posts = request.method() == axum::http::Method::POST;
    let draft_token = draft_token.or_else(|| posts.then(|| token(&web)));
    // Given anew with every form, so that the cookie never ends before the draft that was just kept.
    let kept_draft = draft_token.clone().filter(|_| posts);
    let visit = Visit {
        actor,
        locale: cookie(headers, "lang").and_then(|l| Locale::parse(&l)),
        theme: match cookie(headers, "theme").as_deref() {
            Some("dark") => Some("dark"),
            Some("light") => Some("light"),
            _ => None,
        },
        cart_pieces,
        trustworthy: web.market.origin.starts_with("https://") || loopback(headers),
        draft_token,
        client,
    };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if let Some(kept) = kept_draft {
        let text = format!(
            "__Host-draft={kept}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
            DRAFT_COOKIE_MINUTES * 60
        );
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

async fn recognise(web: &Web, client: &Client) -> services::Result<(Actor, i64)> {
    let actor = services::sessions::resolve(&web.market, client).await?;
    let pieces = match actor.shopper() {
        Scope::Public => 0,
        _ => services::carts::pieces(&web.market, &actor).await?,
    };
    Ok((actor, pieces))
}

fn token(web: &Web) -> String {
    let mut raw = [0u8; TOKEN_BYTES];
    web.market.rng.fill(&mut raw);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(raw)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// Browsers keep `Secure` cookies on loopback addresses too.
fn loopback(headers: &HeaderMap) -> bool {
    let host = text(headers, header::HOST);
    let name = if host.starts_with('[') {
        host.split(']').next().unwrap_or(host)
    } else {
        host.split(':').next().unwrap_or(host)
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=1; __Host-sid=abc; x__Host-sid=no"),
        );
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark"));
        assert_eq!(cookie(&headers, "__Host-sid").as_deref(), Some("abc"));
        assert_eq!(cookie(&headers, "theme").as_deref(), Some("dark"));
        assert_eq!(cookie(&headers, "sid"), None);
    }
}
