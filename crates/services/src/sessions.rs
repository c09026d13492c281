//! Signed-in devices: who is behind a cookie, which devices are signed in, and how they are signed out. A token is 256 bits
//! of chance; the store knows only its SHA-256. A session ends when it is not used for a while and at the latest after an
//! absolute time, both by kind; a revoked one is refused at the very next request.

use crate::actor::{Actor, SignedIn};
use crate::ports::StoreExt as _;
use crate::ports::sessions::{LiveSession, NewSession};
use crate::{Market, Result, tokens};
use domain::accounts::{DeviceView, SessionKind};
use domain::id::{AccountId, SessionId};
use domain::{Code, Moment, Scope};

const SCOPE: Scope = Scope::System("sessions");

/// What a request brings along: its cookies and where it comes from.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The session cookie.
    pub session_token: Option<String>,
    /// The guest-cart cookie.
    pub cart_token: Option<String>,
    /// The User-Agent as sent.
    pub user_agent: String,
    /// The network address after trusted proxies.
    pub address: Option<std::net::IpAddr>,
}

/// A session that was just opened: the cookie to set.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The token for the cookie. It is told once and stored nowhere.
    pub token: String,
    /// How long the cookie may live, in seconds: the absolute limit.
    pub max_age_seconds: i64,
    /// What kind of person signed in, which decides where they land.
    pub kind: SessionKind,
    /// Who.
    pub account: AccountId,
}

/// Who sent the request: one query for a signed-in person, one for a visitor with a cart, none for anybody else.
pub async fn resolve(market: &Market, client: &Client) -> Result<Actor> {
    let now = market.now();
    if let Some(hash) = client.session_token.as_deref().and_then(tokens::hash) {
        let live = market.store.read().await?.live_session(&SCOPE, &hash, now).await?;
        if let Some(live) = live {
            touch(market, &live, now).await;
            return Ok(Actor { signed_in: Some(live.signed_in), guest_cart: None });
        }
    }
    let Some(hash) = client.cart_token.as_deref().and_then(tokens::hash) else {
        return Ok(Actor::default());
    };
    let guest_cart = market.store.read().await?.cart_by_token(&SCOPE, &hash).await?;
    Ok(Actor { signed_in: None, guest_cart })
}

/// The devices on which the person is signed in, the last used first.
pub async fn devices(market: &Market, actor: &Actor) -> Result<Vec<DeviceView>> {
    let person = actor.person()?;
    market.store.read().await?.devices(&own(person), &person.session, market.now()).await
}

/// Signs one device out. `NotFound` when it is not the person's or is signed out already.
pub async fn revoke(market: &Market, actor: &Actor, id: &SessionId) -> Result<()> {
    let (scope, id, now) = (own(actor.person()?), id.clone(), market.now());
    let known = market
        .store
        .write(format!("session.revoke:{}", market.id::<SessionId>()), move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move { tx.revoke_session(&scope, &id, now).await })
        })
        .await?;
    if known { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// Signs out every device but the one asking; how many there were.
pub async fn revoke_others(market: &Market, actor: &Actor) -> Result<i64> {
    let person = actor.person()?;
    let (scope, keep, now) = (own(person), person.session.clone(), market.now());
    market
        .store
        .write(format!("session.revoke_others:{}", market.id::<SessionId>()), move |tx| {
            let (scope, keep) = (scope.clone(), keep.clone());
            Box::pin(async move { tx.revoke_other_sessions(&scope, &keep, now).await })
        })
        .await
}

/// Signs the asking device out. Signing out twice is no failure.
pub async fn sign_out(market: &Market, client: &Client) -> Result<()> {
    let Some(hash) = client.session_token.as_deref().and_then(tokens::hash) else {
        return Ok(());
    };
    let now = market.now();
    market
        .store
        .write(format!("session.sign_out:{}", market.id::<SessionId>()), move |tx| {
            let hash = hash.clone();
            Box::pin(async move { tx.revoke_token(&SCOPE, &hash, now).await.map(|_| ()) })
        })
        .await
}

/// Prepares a session for storing: the row, and what the cookie gets.
pub(crate) fn prepare(
    market: &Market,
    client: &Client,
    account: &AccountId,
    kind: SessionKind,
) -> (NewSession, Opened) {
    let (now, token) = (market.now(), tokens::fresh(&*market.rng));
    let row = NewSession {
        id: market.id(),
        account: account.clone(),
        token_hash: tokens::sha256_hex(token.as_bytes()),
        kind,
        device: device(&client.user_agent),
        network: client.address.map(network).unwrap_or_default(),
        created_at: now,
        idle_until: now.plus(kind.idle()),
        absolute_until: now.plus(kind.absolute()),
    };
    let opened = Opened {
        token,
        max_age_seconds: kind.absolute().as_millis() / 1_000,
        kind,
        account: account.clone(),
    };
    (row, opened)
}

/// A network address shortened to what identifies nobody: /24 for IPv4, /48 for IPv6.
pub fn network(address: std::net::IpAddr) -> String {
    match address.to_canonical() {
        std::net::IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        std::net::IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

/// What the browser calls itself, shortened to two words that help a person tell devices apart.
fn device(user_agent: &str) -> String {
    let first = |words: &[(&str, &'static str)]| {
        words.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Notes the use of a session, but seldom: a write per request would make reading as dear as writing.
async fn touch(market: &Market, live: &LiveSession, now: Moment) {
    if now.since(live.last_seen_at) < live.kind.touch_after() {
        return;
    }
    let id = live.signed_in.session.clone();
    let until = now.plus(live.kind.idle()).min(live.absolute_until);
    let key = format!("session.touch:{}", market.id::<SessionId>());
    let noted = market
        .store
        .write(key, move |tx| {
            let id = id.clone();
            Box::pin(async move { tx.touch_session(&SCOPE, &id, now, until).await })
        })
        .await;
    if let Err(error) = noted {
        // The visitor is served all the same; the note is made at the next request.
        tracing::warn!(session = %live.signed_in.session, %error, "a session's use was not noted");
    }
}

fn own(person: &SignedIn) -> Scope {
    Scope::Buyer(person.account.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_list_names_the_browser_but_not_the_person() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome · Windows");
        assert_eq!(device("curl/8"), "");
        assert_eq!(network("203.0.113.77".parse().unwrap()), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2::3".parse().unwrap()), "2001:db8:1::/48");
        assert_eq!(network("::ffff:203.0.113.77".parse().unwrap()), "203.0.113.0/24");
    }
}
