//! Whole pages of visitors who carry no session, cart or draft cookie, kept for seconds in a bounded cache. A page holds
//! nothing personal and no nonce; it is dropped as a whole when something it may show has changed.

use super::counting::Counted;
use app::request::Visit;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri, response::Parts};
use moka::sync::Cache;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const PAGES_BYTES_MAX: u64 = 48 * 1024 * 1024;
const PAGE_AGE_MS_MAX: u64 = 10_000;
const QUERY_BYTES_MAX: usize = 256;

/// Status and headers of a page.
#[derive(Clone)]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl From<Parts> for Head {
    fn from(parts: Parts) -> Self {
        Self { status: parts.status, headers: parts.headers }
    }
}

/// A page cut where its nonces belong.
#[derive(Clone)]
pub struct Segments(Vec<Bytes>);

impl Segments {
    /// Cuts `page` at every `sentinel`.
    pub fn split(page: &Bytes, sentinel: &str) -> Self {
        let needle = sentinel.as_bytes();
        let (mut from, mut parts) = (0, Vec::new());
        while let Some(at) = find(&page[from..], needle) {
            parts.push(page.slice(from..from + at));
            from += at + needle.len();
        }
        parts.push(page.slice(from..));
        Self(parts)
    }

    /// The page with `nonce` in every cut.
    pub fn join(&self, nonce: &str) -> Bytes {
        let size = self.len() + nonce.len() * (self.0.len() - 1);
        let mut page = Vec::with_capacity(size);
        for (i, part) in self.0.iter().enumerate() {
            if i > 0 {
                page.extend_from_slice(nonce.as_bytes());
            }
            page.extend_from_slice(part);
        }
        page.into()
    }

    fn len(&self) -> usize {
        self.0.iter().map(Bytes::len).sum()
    }
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = hay[from..].iter().position(|b| *b == first) {
        let start = from + at;
        if hay[start..].starts_with(needle) {
            return Some(start);
        }
        from = start + 1;
    }
    None
}

/// A page as it is kept.
#[derive(Clone)]
pub struct Kept {
    /// The body.
    pub segments: Segments,
    /// Status and headers.
    pub parts: Head,
    /// What is counted each time it leaves.
    pub counted: Counted,
}

/// The cache.
pub struct PageCache {
    pages: Cache<String, Kept>,
    generation: AtomicU64,
}

impl Default for PageCache {
    fn default() -> Self {
        let pages = Cache::builder()
            .weigher(|key: &String, kept: &Kept| {
                u32::try_from(key.len() + kept.segments.len() + 512).unwrap_or(u32::MAX)
            })
            .max_capacity(PAGES_BYTES_MAX)
            .time_to_live(Duration::from_millis(PAGE_AGE_MS_MAX))
            .build();
        Self { pages, generation: AtomicU64::new(0) }
    }
}

impl PageCache {
    /// A kept page.
    pub fn get(&self, key: &str) -> Option<Kept> {
        self.pages.get(key)
    }

    /// Counts the droppings; a page rendered before one must not be kept after it.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Keeps a page that was begun in generation `born`.
    pub fn put(&self, key: String, page: Kept, born: u64) {
        if born == self.generation() {
            self.pages.insert(key, page);
        }
    }

    /// Drops everything: something shown on public pages has changed.
    pub fn drop_all(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.pages.invalidate_all();
    }
}

/// The key of a page that is the same for everybody, or `None` when this visitor's page is not.
pub fn key(uri: &Uri, visit: &Visit) -> Option<String> {
    let query = uri.query().unwrap_or("");
    let personal = visit.actor.signed_in.is_some()
        || visit.client.cart_token.is_some()
        || visit.client.session_token.is_some();
    let private = [
        "/cart",
        "/checkout",
        "/pay",
        "/orders",
        "/account",
        "/merchant",
        "/desk",
        "/login",
        "/register",
    ];
    let path = uri.path();
    let bare = path
        .strip_prefix("/en")
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        .unwrap_or(path);
    if personal
        || query.len() > QUERY_BYTES_MAX
        || query.contains("__")
        || private.iter().any(|p| bare.starts_with(p))
    {
        return None;
    }
    Some(format!("{}|{path}?{query}", visit.theme.unwrap_or("-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_gets_the_fresh_nonce_and_nothing_else_changes() {
        let page = Bytes::from_static(b"<script nonce=\"SENT\">a</script>SENSENT<b>");
        let cut = Segments::split(&page, "SENT");
        assert_eq!(
            cut.join("fresh"),
            Bytes::from_static(b"<script nonce=\"fresh\">a</script>SENfresh<b>")
        );
        assert_eq!(cut.join("SENT"), page);
    }

    #[test]
    fn nobodys_private_page_is_kept() {
        let anonymous = Visit::default();
        let key_of = |uri: &'static str, visit: &Visit| key(&Uri::from_static(uri), visit);
        assert!(key_of("/", &anonymous).is_some());
        assert!(key_of("/en/p/x", &anonymous).is_some());
        for private in ["/cart", "/en/cart", "/login?next=/", "/merchant/orders", "/?__err=x"] {
            assert!(key_of(private, &anonymous).is_none(), "{private}");
        }
        let mut with_cart = Visit::default();
        with_cart.client.cart_token = Some("t".into());
        assert!(key_of("/", &with_cart).is_none());
        let dark = Visit { theme: Some("dark"), ..Visit::default() };
        assert_ne!(key_of("/", &dark), key_of("/", &anonymous));
    }

    #[test]
    fn a_page_begun_before_a_change_is_not_kept_after_it() {
        let cache = PageCache::default();
        let born = cache.generation();
        cache.drop_all();
        let head = Head { status: StatusCode::OK, headers: HeaderMap::new() };
        let kept = Kept {
            segments: Segments::split(&Bytes::from_static(b"old"), "x"),
            parts: head,
            counted: Counted::default(),
        };
        cache.put("k".into(), kept, born);
        assert!(cache.get("k").is_none());
    }
}
