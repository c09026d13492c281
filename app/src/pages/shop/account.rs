//! The way between the pages that belong to one person.

use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Tab, Tabs};

/// Links to everything that is the visitor's; `here` is the page they are on.
pub fn menu(l: Locale, here: &str) -> AnyView {
    let tab = |path: &str, label: &'static str| Tab {
        label: label.to_owned(),
        href: i18n::href(l, path),
        count: None,
        current: here == path,
    };
    let tabs = vec![
        tab("/orders", t::account_orders(l)),
        tab("/account/favourites", t::account_favourites(l)),
        tab("/account/history", t::account_history(l)),
        tab("/account/addresses", t::account_addresses(l)),
        tab("/account/pay-password", t::account_pay_password(l)),
        tab("/account/devices", t::account_devices(l)),
    ];
    view! { <Tabs label=t::account_menu(l) tabs=tabs/> }.into_any()
}
