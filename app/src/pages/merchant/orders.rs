//! The merchant's orders.

use crate::AppError;
use crate::frame::use_visiting;
use crate::pages::parts::use_locale;
use crate::pages::wall;
use domain::Code;
use i18n::merchant as t;
use leptos::prelude::*;
use leptos_meta::Title;

/// `/merchant` and `/merchant/orders`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let visitor = use_visiting().visitor.get_untracked();
    let body = match (visitor.name.is_some(), visitor.merchant) {
        (false, _) => wall::failure_or_sign_in(l, &AppError::of(Code::SignInNeeded), "/merchant"),
        (true, false) => wall::failure_or_sign_in(l, &AppError::of(Code::Forbidden), "/merchant"),
        (true, true) => view! {
            <section class="panel empty">
                <h2>{t::orders_empty_title(l)}</h2>
                <p>{t::orders_empty_text(l)}</p>
            </section>
        }
        .into_any(),
    };
    view! {
        <Title text=i18n::common::brand_title(l, t::orders_title(l))/>
        <main id="main" class="cbody"><h1>{t::orders_title(l)}</h1>{body}</main>
    }
}
