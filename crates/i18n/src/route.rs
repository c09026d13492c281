//! Where a page lies in each language. Shop pages carry the language in the path (`/en/cart`); the merchant's and the
//! desk's doors take it from the profile or a cookie, so their paths are the same in both.

use crate::Locale;

/// Paths that no language prefix is put before: other roots, and what is not a page.
const ROOTS_WITHOUT_LANGUAGE: [&str; 7] =
    ["/merchant", "/desk", "/api", "/hooks", "/pkg", "/art", "/pictures"];

/// The address of the page at `path` (which starts with `/` and carries no language) in language `l`.
///
/// `href(En, "/")` is `/en`, `href(En, "/cart")` is `/en/cart`, `href(En, "/merchant/orders")` stays as it is.
pub fn href(l: Locale, path: &str) -> String {
    let rest = if path == "/" || path.starts_with("/?") || path.starts_with("/#") {
        &path[usize::from(l == Locale::En)..]
    } else {
        path
    };
    if ROOTS_WITHOUT_LANGUAGE.iter().any(|root| is_under(path, root)) {
        path.to_owned()
    } else {
        format!("{}{rest}", l.base())
    }
}

/// The language in a pathname, and the path without it: the way back from [`href`].
pub fn split(path: &str) -> (Locale, &str) {
    match path.strip_prefix("/en") {
        Some("") => (Locale::En, "/"),
        Some(rest) if rest.starts_with('/') => (Locale::En, rest),
        Some(rest) if rest.starts_with(['?', '#']) => (Locale::En, rest),
        _ => (Locale::ZhCn, path),
    }
}

fn is_under(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}
