//! The four roots. Each has its own router, document and bundle; consumers never download the console, and who only looks
//! around never downloads the pages of money and parcels.

use crate::frame::{DeskFrame, MerchantFrame, ShopFrame};
use crate::going;
use crate::pages::{desk, merchant, shop};
use i18n::Locale;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// Which root a document shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// Consumers who look around, in one language.
    Shop(Locale),
    /// What a buyer does with an account, money and parcels, and the papers they rest on, in one language.
    Mine(Locale),
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
            Self::Mine(_) => "mine",
            Self::Merchant => "merchant",
            Self::Desk => "desk",
        }
    }
}

/// The root of looking around. It is mounted twice: at `/` in Chinese, at `/en` in English.
#[component]
pub fn ShopApp(
    /// The language of the document.
    locale: Locale,
) -> impl IntoView {
    provide_meta_context();
    provide_context(locale);
    going::mind_crossings();
    view! {
        <Router base=locale.base()>
            <ShopFrame locale=locale>
                <Routes fallback=move || view! { <shop::not_found::Page/> }>
                    <Route path=path!("/") view=shop::home::Page ssr=SsrMode::Async/>
                    <Route path=path!("/search") view=shop::list::SearchPage ssr=SsrMode::Async/>
                    <Route path=path!("/c/:category") view=shop::list::CategoryPage ssr=SsrMode::Async/>
                    <Route path=path!("/shop/:shop") view=shop::list::ShopPage ssr=SsrMode::Async/>
                    <Route path=path!("/p/:product") view=shop::product::Page ssr=SsrMode::Async/>
                    <Route path=path!("/cart") view=shop::cart::Page ssr=SsrMode::Async/>
                </Routes>
            </ShopFrame>
        </Router>
    }
}

/// The root of money and parcels: sign-in, checkout, cashier, orders, account; and of the papers, which are read there most. Its pages
/// lie among the shop's and in the same frame; which of them they are, [`going::root_of`] knows.
#[component]
pub fn MineApp(
    /// The language of the document.
    locale: Locale,
) -> impl IntoView {
    provide_meta_context();
    provide_context(locale);
    going::mind_crossings();
    view! {
        <Router base=locale.base()>
            <ShopFrame locale=locale>
                <Routes fallback=move || view! { <shop::not_found::Page/> }>
                    <Route path=path!("/login") view=shop::login::Page ssr=SsrMode::Async/>
                    <Route path=path!("/register") view=shop::register::Page ssr=SsrMode::Async/>
                    <Route path=path!("/help") view=shop::papers::HelpPage ssr=SsrMode::Async/>
                    <Route path=path!("/agreement") view=shop::papers::AgreementPage ssr=SsrMode::Async/>
                    <Route path=path!("/privacy") view=shop::papers::PrivacyPage ssr=SsrMode::Async/>
                    <Route path=path!("/rules") view=shop::rules::Page ssr=SsrMode::Async/>
                    <Route path=path!("/rules/draws") view=shop::rules::DrawsPage ssr=SsrMode::Async/>
                    <Route path=path!("/rules/fairness") view=shop::fairness::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/devices") view=shop::devices::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/pay-password") view=shop::pay_password::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/addresses") view=shop::addresses::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/favourites") view=shop::favourites::Page ssr=SsrMode::Async/>
                    <Route path=path!("/account/history") view=shop::history::Page ssr=SsrMode::Async/>
                    <Route path=path!("/checkout") view=shop::checkout::Page ssr=SsrMode::Async/>
                    <Route path=path!("/pay/:purchase") view=shop::cashier::Page ssr=SsrMode::Async/>
                    <Route path=path!("/pay/:purchase/leave") view=shop::leave::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=shop::orders::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order") view=shop::order::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order/return") view=shop::order::request::Page ssr=SsrMode::Async/>
                    <Route path=path!("/orders/:order/review") view=shop::order::review::Page ssr=SsrMode::Async/>
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
                    <Route path=path!("/reviews") view=merchant::reviews::Page ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=merchant::settings::Page ssr=SsrMode::Async/>
                    <Route path=path!("/places") view=merchant::places::Page ssr=SsrMode::Async/>
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
                    <Route path=path!("/places") view=desk::places::Page ssr=SsrMode::Async/>
                    <Route path=path!("/ledger") view=desk::ledger::Page ssr=SsrMode::Async/>
                </Routes>
            </DeskFrame>
        </Router>
    }
}
