//! The three roots. Each has its own router, document and bundle; consumers never download the console.

use crate::frame::{DeskFrame, MerchantFrame, ShopFrame};
use crate::pages::{desk, merchant, shop};
use i18n::Locale;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// Which root a document shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// Consumers, in one language.
    Shop(Locale),
    /// Merchants.
    Merchant,
    /// Platform staff.
    Desk,
}

impl Root {
    /// The name of the root's bundle.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shop(_) => "shop",
            Self::Merchant => "merchant",
            Self::Desk => "desk",
        }
    }
}

/// The consumers' root. It is mounted twice: with base `""` in Chinese, with base `"/en"` in English.
#[component]
pub fn ShopApp(
    /// `""` or `"/en"`.
    base: &'static str,
) -> impl IntoView {
    provide_meta_context();
    let locale = if base.is_empty() { Locale::ZhCn } else { Locale::En };
    provide_context(locale);
    view! {
        <Router base=base>
            <ShopFrame locale=locale>
                <Routes fallback=move || view! { <shop::not_found::Page/> }>
                    <Route path=path!("/") view=shop::home::Page ssr=SsrMode::Async/>
                    <Route path=path!("/rules") view=shop::rules::Page ssr=SsrMode::Async/>
                    <Route path=path!("/rules/draws") view=shop::rules::DrawsPage ssr=SsrMode::Async/>
                    <Route path=path!("/search") view=shop::list::SearchPage ssr=SsrMode::Async/>
                    <Route path=path!("/c/:category") view=shop::list::CategoryPage ssr=SsrMode::Async/>
                    <Route path=path!("/shop/:shop") view=shop::list::ShopPage ssr=SsrMode::Async/>
                    <Route path=path!("/p/:product") view=shop::product::Page ssr=SsrMode::Async/>
                    <Route path=path!("/cart") view=shop::cart::Page ssr=SsrMode::Async/>
                    <Route path=path!("/login") view=shop::login::Page ssr=SsrMode::Async/>
                    <Route path=path!("/register") view=shop::register::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/devices") view=shop::devices::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/addresses") view=shop::addresses::Page ssr=SsrMode::Async/>
                    <Route path=path!("/checkout") view=shop::checkout::Page ssr=SsrMode::Async/>
                    <Route path=path!("/pay/:purchase") view=shop::cashier::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=shop::orders::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order") view=shop::order::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order/return") view=shop::order::request::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order/sold/:hash") view=shop::order::sold::Page ssr=SsrMode::Async/>
                </Routes>
            </ShopFrame>
        </Router>
    }
}

/// The merchants' root.
#[component]
pub fn MerchantApp() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router base="/merchant">
            <MerchantFrame>
                <Routes fallback=move || view! { <merchant::not_found::Page/> }>
                    <Route path=path!("/") view=merchant::today::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=merchant::orders::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order") view=merchant::order::Page ssr=SsrMode::Async/>
                    <Route path=path!("/returns") view=merchant::returns::Page ssr=SsrMode::Async/>
                    <Route path=path!("/returns/:return") view=merchant::return_case::Page ssr=SsrMode::Async/>
                </Routes>
            </MerchantFrame>
        </Router>
    }
}

/// The platform staff's root.
#[component]
pub fn DeskApp() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router base="/desk">
            <DeskFrame>
                <Routes fallback=move || view! { <desk::not_found::Page/> }>
                    <Route path=path!("/") view=desk::work::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=desk::orders::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order") view=desk::order::Page ssr=SsrMode::Async/>
                    <Route path=path!("/refunds") view=desk::refunds::Page ssr=SsrMode::Async/>
                    <Route path=path!("/ledger") view=desk::ledger::Page ssr=SsrMode::Async/>
                </Routes>
            </DeskFrame>
        </Router>
    }
}
