//! Going somewhere after a success, in one place: without JavaScript the server redirects; with it the router goes, and
//! the browser itself goes when the target lies in another root or language.

use crate::post::Post;
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

/// Which document a path belongs to: roots and languages do not share one.
pub fn document_of(path: &str) -> &'static str {
    let bare = path.split(['?', '#']).next().unwrap_or(path);
    let under = |root: &str| {
        bare == root || bare.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
    };
    if under("/en") {
        "/en"
    } else if under("/merchant") {
        "/merchant"
    } else if under("/desk") {
        "/desk"
    } else {
        ""
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
            if document_of(&go.to) == document_of(&from) {
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
        let check = |path, expect| assert_eq!(document_of(path), expect, "{path}");
        check("/", "");
        check("/entry", "");
        check("/en", "/en");
        check("/en?x", "/en");
        check("/en/cart", "/en");
        check("/merchant/orders", "/merchant");
        check("/merchants", "");
        check("/desk", "/desk");
    }
}
