//! Going somewhere after a success, in one place: without JavaScript the server redirects; with it the router goes, and
//! the browser itself goes when the target lies in another root or language.

use crate::post::Post;
use crate::roots::Root;
use i18n::Locale;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use serde::{Deserialize, Serialize};

/// Where to go next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Go {
    /// A path of our own, with its query.
    pub to: String,
}

/// `path` when it is one of our own: one leading slash, printable ASCII, nothing that could start another host or
/// another header.
pub fn safe_path(path: &str) -> Option<&str> {
    let ok = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| b.is_ascii_graphic());
    ok.then_some(path)
}

/// What of the consumers' pages belongs to [`Root::Mine`].
const MINE: [&str; 10] = [
    "/login",
    "/register",
    "/checkout",
    "/pay",
    "/orders",
    "/account",
    "/rules",
    "/help",
    "/agreement",
    "/privacy",
];

/// Which root a path belongs to; roots and languages do not share a document.
pub fn root_of(path: &str) -> Root {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (locale, bare) = i18n::route::split(path);
    let under = |root: &&str| {
        bare.strip_prefix(*root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if MINE.iter().any(&under) {
        return Root::Mine(locale);
    }
    // The consoles take their language from the person, so no language stands before them.
    match locale {
        Locale::ZhCn if under(&"/merchant") => Root::Merchant,
        Locale::ZhCn if under(&"/desk") => Root::Desk,
        _ => Root::Shop(locale),
    }
}

/// The root of the document the browser shows.
pub fn root_here() -> Root {
    root_of(&location().pathname().unwrap_or_default())
}

/// Lets the browser follow every link that leaves the document. The router takes any link of our own for one of its pages
/// unless the link says otherwise; so that pages need not know which roots there are, it is said here, before the router
/// hears of the click. To be called ahead of the router.
pub fn mind_crossings() {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast as _;
        let mark = |event: leptos::ev::MouseEvent| {
            let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
            let link = target.closest("a[href]").ok()??;
            let path = link.dyn_ref::<web_sys::HtmlAnchorElement>()?.pathname();
            (root_of(&path) != root_here()).then(|| link.set_attribute("rel", "external").ok())?
        };
        let minded = window_event_listener(leptos::ev::click, move |event| {
            mark(event);
        });
        on_cleanup(move || minded.remove());
    }
}

/// Follows every success of a form: inside the document by the router, else by the browser. `before` runs first
/// (the header fetches the visitor again).
pub fn follow(post: Post, before: Callback<()>) {
    let navigate = leptos_router::hooks::use_navigate();
    let here = leptos_router::hooks::use_location();
    Effect::new(move |_| {
        if let Some(go) = post.success::<Go>() {
            before.run(());
            let from = here.pathname.get_untracked();
            if root_of(&go.to) == root_of(&from) {
                // The path is whole already; resolving it would put the root's own base before it once more.
                let whole = NavigateOptions { resolve: false, ..NavigateOptions::default() };
                navigate(&go.to, whole);
            } else {
                leave(&go.to);
            }
        }
    });
}

/// Leaves the document for another one of ours.
pub fn leave(path: &str) {
    #[cfg(feature = "hydrate")]
    if let (Some(path), Some(window)) = (safe_path(path), web_sys::window())
        && window.location().assign(path).is_err()
    {
        leptos::logging::error!("the browser refused to leave for {path}");
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
}

/// Leaves for a partner's page, whose address our server gave.
pub fn leave_for(url: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(window) = web_sys::window()
        && (url.starts_with("https://") || url.starts_with("http://"))
        && window.location().assign(url).is_err()
    {
        leptos::logging::error!("the browser refused to leave for the partner");
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = url;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for good in ["/", "/orders?placed=1", "/en/p/prd_1#top"] {
            assert_eq!(safe_path(good), Some(good));
        }
        for bad in [
            "",
            "orders",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: x",
            "https://evil.example",
            "/集市",
        ] {
            assert_eq!(safe_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn roots_and_languages_are_documents_of_their_own() {
        use Locale::{En, ZhCn};
        let check = |path, expect| assert_eq!(root_of(path), expect, "{path}");
        check("/", Root::Shop(ZhCn));
        check("/entry", Root::Shop(ZhCn));
        check("/en", Root::Shop(En));
        check("/en?x", Root::Shop(En));
        check("/en/cart", Root::Shop(En));
        check("/cart?next=/orders", Root::Shop(ZhCn));
        check("/merchant/orders", Root::Merchant);
        check("/merchants", Root::Shop(ZhCn));
        check("/desk", Root::Desk);
    }

    #[test]
    fn money_and_parcels_have_a_document_beside_the_shop() {
        use Locale::{En, ZhCn};
        let check = |path, expect| assert_eq!(root_of(path), expect, "{path}");
        check("/checkout?coupon=1", Root::Mine(ZhCn));
        check("/pay/pur_1", Root::Mine(ZhCn));
        check("/en/orders", Root::Mine(En));
        check("/orders/ord_1/return", Root::Mine(ZhCn));
        check("/en/account/devices#top", Root::Mine(En));
        check("/en/rules/draws", Root::Mine(En));
        check("/payments", Root::Shop(ZhCn));
        check("/en/login?next=/en/orders", Root::Mine(En));
        check("/register", Root::Mine(ZhCn));
        check("/logins", Root::Shop(ZhCn));
    }
}
