//! There is nothing here.

use crate::AppError;
use crate::pages::parts::{failure, use_locale};
use domain::Code;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page for addresses that lead nowhere (yet). Its status is 404.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    view! {
        <Title text=i18n::common::not_found_title(l)/>
        <main id="main" class="wrap">{failure(l, &AppError::of(Code::NotFound))}</main>
    }
}
