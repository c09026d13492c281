//! Counting what leaves (2.1.1): the cards on a page each time it leaves, from memory too, and a product page that was
//! reached from one of our lists. Nothing here waits: a page costs a few additions in memory.

use app::counting::{Opened, Showing};
use app::request::Visit;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use domain::fairness::{PLACE_MARK, Place, place_marked};
use domain::id::AccountId;
use services::Market;
use services::tally::Shown;
use std::sync::Arc;

/// What is counted when a page leaves; kept beside its bytes.
#[derive(Clone, Default)]
pub struct Counted {
    shown: Option<Arc<Shown>>,
    opened: Option<Opened>,
}

impl Counted {
    /// What a rendered page shows. A page that is about something missing shows nothing.
    pub fn of(market: &Market, showing: &Showing, status: StatusCode) -> Self {
        let shows = showing.take();
        if status != StatusCode::OK {
            return Self::default();
        }
        let shown = (!shows.cards.is_empty()).then(|| market.tally.list(&shows.cards));
        Self { shown, opened: shows.opened }
    }
}

/// Who a page goes to, as far as counting is concerned.
pub struct Onlooker {
    looks: bool,
    from_a_list: bool,
    place: Place,
    account: Option<AccountId>,
}

impl Onlooker {
    /// Of a request for a page.
    pub fn of(request: &Request) -> Self {
        let visit = request.extensions().get::<Visit>();
        Self {
            looks: *request.method() == Method::GET,
            from_a_list: from_a_list(request.headers(), request.uri()) && !again(request.headers()),
            place: place_of_link(request.uri()),
            account: visit.and_then(|v| v.actor.signed_in.as_ref()).map(|p| p.account.clone()),
        }
    }

    /// The page leaves for this visitor.
    pub fn sees(&self, market: &Market, page: &Counted) {
        if !self.looks {
            return;
        }
        if let Some(shown) = &page.shown {
            shown.again();
        }
        let Some(opened) = &page.opened else { return };
        if self.from_a_list {
            market.tally.clicked(&opened.merchant, self.place);
        }
        if let Some(account) = &self.account {
            market.tally.seen(account, &opened.product, market.now());
        }
    }
}

/// The place the link stood in. Who writes a mark by hand moves one click to another kind of place of the same merchant, and
/// the store takes no more of those than there were impressions.
fn place_of_link(uri: &Uri) -> Place {
    let pairs = uri.query().unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
    let mark = pairs.into_iter().find(|(key, _)| *key == PLACE_MARK);
    mark.map_or(Place::Organic, |(_, word)| place_marked(word))
}

/// Whether the browser asks for a page it has, because somebody pressed "reload": that is no click, though the page it once
/// came from is named again.
fn again(headers: &HeaderMap) -> bool {
    let cache = headers.get(header::CACHE_CONTROL).and_then(|v| v.to_str().ok());
    cache.is_some_and(|text| text.contains("max-age=0") || text.contains("no-cache"))
}

/// Whether the page was reached by a link on one of our own lists.
fn from_a_list(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let Some((_, after)) = text(header::REFERER).and_then(|r| r.split_once("://")) else {
        return false;
    };
    let host = text(header::HOST).or_else(|| uri.authority().map(|a| a.as_str()));
    let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
    if host != Some(authority) {
        return false;
    }
    let path = path.split(['?', '#']).next().unwrap_or("");
    let bare = i18n::route::split(path).1;
    ["", "/", "/search"].contains(&bare) || bare.starts_with("/c/") || bare.starts_with("/shop/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_mark_of_the_link_names_the_place_and_nothing_else_does() {
        for (uri, place) in [
            ("/p/tea?place=paid", Place::Paid),
            ("/en/p/tea?to=33&place=new", Place::New),
            ("/p/tea", Place::Organic),
            ("/p/tea?place=", Place::Organic),
            ("/p/tea?place=gold", Place::Organic),
            ("/p/tea?replace=paid", Place::Organic),
        ] {
            assert_eq!(place_of_link(&Uri::from_static(uri)), place, "{uri}");
        }
    }

    #[test]
    fn loading_a_page_again_is_no_click() {
        let says = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(text));
            again(&headers)
        };
        assert!(says("max-age=0") && says("no-cache"));
        assert!(!says("max-age=600") && !again(&HeaderMap::new()));
    }

    #[test]
    fn only_our_own_lists_lead_to_a_click() {
        let reached = |from: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("shop.example"));
            headers.insert(header::REFERER, HeaderValue::from_static(from));
            from_a_list(&headers, &Uri::from_static("/p/tea"))
        };
        for list in [
            "https://shop.example/",
            "https://shop.example/en",
            "https://shop.example/en/",
            "https://shop.example/search?q=tea",
            "https://shop.example/en/c/tea?after=1",
            "https://shop.example/shop/qing",
        ] {
            assert!(reached(list), "{list}");
        }
        for other in [
            "https://shop.example/p/tea",
            "https://shop.example/cart",
            "https://shop.example/searching",
            "https://elsewhere.example/",
            "https://elsewhere.example/?https://shop.example/",
            "https://shop.example.elsewhere.example/c/tea",
            "nonsense",
        ] {
            assert!(!reached(other), "{other}");
        }
        assert!(!from_a_list(&HeaderMap::new(), &Uri::from_static("/p/tea")));
    }
}
