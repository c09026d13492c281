//! The sign-in wall: a page that needs a person sends the visitor to sign in and brings them back.

use crate::AppError;
use crate::frame::use_visiting;
use crate::pages::parts::failure;
use domain::Code;
use i18n::Locale;
use leptos::prelude::*;
use leptos_meta::Title;

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

/// The same in a console. Who has no work there is told what the place is and how to go on; who works there but may not do
/// this is told that.
pub fn console_failure(l: Locale, error: &AppError, back: &str) -> AnyView {
    let visitor = use_visiting().visitor.get_untracked();
    let merchant = back.starts_with("/merchant");
    let works_here = if merchant { visitor.merchant } else { visitor.staff };
    if error.code != Code::Forbidden || works_here {
        return failure_or_sign_in(l, error, back);
    }
    no_work_here(l, visitor.name, back)
}

/// What stands in a console for somebody signed in who has no work there. The frame puts it in place of every page, so that
/// none of them asks for what it will not be given, now or whenever something changes.
pub fn no_work_here(l: Locale, name: Option<String>, back: &str) -> AnyView {
    use i18n::common as c;
    #[cfg(feature = "ssr")]
    crate::request::page_status(Code::Forbidden);
    let merchant = back.starts_with("/merchant");
    let (title, text) = if merchant {
        (c::console_merchant_title(l), c::console_merchant_text(l))
    } else {
        (c::console_desk_title(l), c::console_desk_text(l))
    };
    let who = name.map(|name| view! { <p class="hint">{c::console_signed_in_as(l, name)}</p> });
    let login = i18n::href(l, &format!("/login?next={}", encode(back)));
    view! {
        <Title text=c::brand_title(l, title)/>
        <section class="panel empty">
            <h1>{title}</h1>
            <p>{text}</p>
            {who}
            <p><a class="btn btn--primary" rel="external" href=i18n::href(l, "/")>{c::console_to_market(l)}</a></p>
            <p><a class="btn" rel="external" href=login>{c::console_sign_in_as_other(l)}</a></p>
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
