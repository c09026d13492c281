//! The sign-in wall: a page that needs a person sends the visitor to sign in and brings them back.

use crate::AppError;
use crate::pages::parts::failure;
use domain::Code;
use i18n::Locale;
use leptos::prelude::*;

/// The failure panel, or the way to the sign-in page when that is what is missing.
pub fn failure_or_sign_in(l: Locale, error: &AppError, back: &str) -> AnyView {
    if error.code != Code::SignInNeeded {
        return failure(l, error);
    }
    let back = i18n::href(l, back);
    let login = i18n::href(l, &format!("/login?next={}", encode(&back)));
    #[cfg(feature = "ssr")]
    crate::request::redirect_page(&login);
    view! {
        <section class="empty">
            <p>{i18n::errors::sentence(l, Code::SignInNeeded, None)}</p>
            <p><a class="btn btn--primary" rel="external" href=login>{i18n::shop::sign_in_submit(l)}</a></p>
        </section>
    }
    .into_any()
}

/// Percent-encodes what would end a query value; our own paths hold nothing else that needs it.
pub fn encode(path: &str) -> String {
    path.replace('%', "%25")
        .replace('&', "%26")
        .replace('#', "%23")
        .replace('+', "%2B")
        .replace('?', "%3F")
        .replace('=', "%3D")
}
