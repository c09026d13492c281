//! What the frame shows of the visitor, and the two preferences that need no account.

use crate::AppError;
use crate::wire::Asking;
use i18n::Locale;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the header shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// What the person is called, when signed in.
    pub name: Option<String>,
    /// How many pieces the cart holds.
    pub cart_pieces: i64,
    /// Whether the person works for a merchant.
    pub merchant: bool,
    /// The name of the shop they work for, or work in now.
    pub shop: Option<String>,
    /// Every shop they work for, the present one first: id and name.
    pub shops: Vec<(String, String)>,
    /// Whether the person is on the platform's staff.
    pub staff: bool,
    /// `light`, `dark` or nothing.
    pub theme: Option<String>,
    /// The language of roots whose addresses carry none.
    pub locale: Locale,
}

#[cfg(feature = "ssr")]
impl Visitor {
    /// The visitor of a request.
    pub fn of(visit: &crate::request::Visit) -> Self {
        let person = visit.actor.signed_in.as_ref();
        let shops = person.map(|p| p.memberships.as_slice()).unwrap_or_default();
        let named = shops.iter().map(|m| (m.merchant.to_string(), m.merchant_name.clone()));
        Self {
            shops: named.collect(),
            name: person.map(|p| p.name.clone()),
            cart_pieces: visit.cart_pieces,
            merchant: person.is_some_and(|p| !p.memberships.is_empty()),
            shop: person.and_then(|p| p.memberships.first()).map(|m| m.merchant_name.clone()),
            staff: person.is_some_and(|p| p.staff.is_some()),
            theme: visit.theme.map(str::to_owned),
            locale: visit.locale.unwrap_or_default(),
        }
    }
}

/// The visitor as of now.
#[server(prefix = "/api", endpoint = "/visitor", protocol = Asking)]
pub async fn fetch_visitor() -> Result<Visitor, AppError> {
    Ok(Visitor::of(&crate::request::visit()))
}

/// Keeps the theme in a cookie; answers the theme that is now shown.
#[server(prefix = "/api", endpoint = "/visitor/theme")]
pub async fn set_theme(theme: String) -> Result<String, AppError> {
    let theme = if theme == "dark" { "dark" } else { "light" };
    crate::request::set_preference("theme", theme);
    Ok(theme.to_owned())
}

/// Keeps the language of the consoles in a cookie.
#[server(prefix = "/api", endpoint = "/visitor/language")]
pub async fn set_language(language: String) -> Result<(), AppError> {
    let locale = Locale::parse(&language).unwrap_or_default();
    crate::request::set_preference("lang", locale.code());
    Ok(())
}
