//! The cart. Quantities and SKUs come from a form and are checked like anything else that was typed.

use crate::AppError;
use crate::going::Go;
use crate::wire::AsText;
use domain::carts::CartView;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, field, market, redirect_to, set_cookie, visit},
    domain::Code,
    domain::carts::QUANTITY_MAX,
    domain::id::{SkuId, TypedId as _},
};

#[cfg(feature = "ssr")]
const CART_COOKIE_S: i64 = 90 * 24 * 60 * 60;

/// The visitor's cart, priced now.
#[server(prefix = "/api", endpoint = "/carts/view", input = GetUrl, output = AsText)]
pub async fn cart() -> Result<CartView, AppError> {
    services::carts::view(&market()?, &visit().actor).await.map_err(fail)
}

/// Puts a choice of a product into the cart, or with `then=buy` goes straight to checkout with it. The choice comes as one index per spec, as radio buttons send it.
#[server(prefix = "/api", endpoint = "/carts/add")]
pub async fn add_to_cart(
    product: String,
    #[server(default)] choice_0: String,
    #[server(default)] choice_1: String,
    #[server(default)] choice_2: String,
    #[server(default)] quantity: String,
    #[server(default)] then: String,
) -> Result<Go, AppError> {
    let market = market()?;
    let page = services::catalogue::product(&market, &product).await.map_err(fail)?;
    let chosen: Vec<usize> =
        [choice_0, choice_1, choice_2].iter().filter_map(|c| c.parse().ok()).collect();
    let sku =
        page.skus.iter().find(|s| s.choice == chosen).ok_or_else(|| fail(Code::ChoiceUnknown))?;
    let n = whole(&quantity, 1).map_err(fail)?;
    if then == "buy" {
        // Bought at once: the cart is left as it is, and checkout checks stock and price.
        let place = format!("/checkout?sku={}&quantity={n}", sku.id);
        return Ok(redirect_to(&i18n::href(request::locale(), &place)));
    }
    let added = services::carts::add(&market, &visit().actor, &sku.id, n).await.map_err(fail)?;
    if let Some(token) = added.new_token {
        set_cookie("cart", &token, CART_COOKIE_S);
    }
    Ok(redirect_to(&i18n::href(request::locale(), "/cart?added")))
}

/// Changes a line: a step up or down, a typed quantity, or whether it is ticked.
#[server(prefix = "/api", endpoint = "/carts/set")]
pub async fn set_cart_line(
    sku: String,
    #[server(default)] quantity: String,
    #[server(default)] step: String,
    #[server(default)] chosen: String,
) -> Result<Go, AppError> {
    let (market, actor) = (market()?, visit().actor);
    let sku = SkuId::parse(&sku).map_err(|_| fail(Code::NotFound))?;
    if chosen.is_empty() {
        let n = whole(&quantity, 0).map_err(fail)?;
        let n = match step.as_str() {
            "1" => (n + 1).min(QUANTITY_MAX),
            "-1" => (n - 1).max(1),
            _ => n,
        };
        services::carts::set_quantity(&market, &actor, &sku, n).await.map_err(fail)?;
    } else {
        services::carts::choose(&market, &actor, Some(&sku), chosen == "1").await.map_err(fail)?;
    }
    Ok(redirect_to(&i18n::href(request::locale(), "/cart")))
}

/// Takes a line out.
#[server(prefix = "/api", endpoint = "/carts/remove")]
pub async fn remove_from_cart(sku: String) -> Result<Go, AppError> {
    let sku = SkuId::parse(&sku).map_err(|_| fail(Code::NotFound))?;
    services::carts::remove(&market()?, &visit().actor, &[sku]).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), "/cart")))
}

#[cfg(feature = "ssr")]
fn whole(typed: &str, least: i64) -> Result<i64, services::Error> {
    let n = if typed.trim().is_empty() { Ok(1) } else { typed.trim().parse() };
    n.ok()
        .filter(|n| (least..=QUANTITY_MAX).contains(n))
        .ok_or_else(|| field("quantity", Code::NumberRange))
}
