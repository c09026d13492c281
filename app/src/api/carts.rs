//! The cart. Quantities and SKUs come from a form and are checked like anything else that was typed.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::carts::CartView;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, fail_keeping, field, market, redirect_to, set_cookie, visit},
    domain::Code,
    domain::carts::QUANTITY_MAX,
    domain::id::{SkuId, TypedId as _},
};

#[cfg(feature = "ssr")]
const CART_COOKIE_S: i64 = 90 * 24 * 60 * 60;

/// The visitor's cart, priced now.
#[server(prefix = "/api", endpoint = "/carts/view", protocol = Asking)]
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
    let typed = [
        ("choice_0", choice_0.as_str()),
        ("choice_1", &choice_1),
        ("choice_2", &choice_2),
        ("quantity", &quantity),
    ];
    match put_in(&product, &typed, then == "buy").await {
        Ok(place) => Ok(redirect_to(&i18n::href(request::locale(), &place))),
        Err(error) => Err(fail_keeping(error, "product", &typed).await),
    }
}

/// Puts the choice into the cart, or takes it along to checkout; answers where to go on.
#[cfg(feature = "ssr")]
async fn put_in(
    product: &str,
    typed: &[(&str, &str); 4],
    at_once: bool,
) -> Result<String, services::Error> {
    let market = market().map_err(|e| e.code)?;
    let page = services::catalogue::product(&market, product).await?;
    let [choice @ .., (_, quantity)] = typed;
    let chosen: Vec<usize> = choice.iter().filter_map(|(_, c)| c.parse().ok()).collect();
    let sku = page.skus.iter().find(|s| s.choice == chosen).ok_or(Code::ChoiceUnknown)?;
    let n = if quantity.is_empty() { 1 } else { whole(quantity)? };
    if at_once {
        // Bought at once: the cart is left as it is, and checkout checks stock and price.
        return Ok(format!("/checkout?sku={}&quantity={n}", sku.id));
    }
    let added = services::carts::add(&market, &visit().actor, &sku.id, n).await?;
    if let Some(token) = added.new_token {
        set_cookie("cart", &token, CART_COOKIE_S);
    }
    Ok(format!("/cart?added={}&n={n}", sku.id))
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
    let id = SkuId::parse(&sku).map_err(|_| fail(Code::NotFound))?;
    let done = if !chosen.is_empty() {
        services::carts::choose(&market, &actor, Some(&id), chosen == "1").await
    } else {
        match stepped(&quantity, &step) {
            Ok(n) => services::carts::set_quantity(&market, &actor, &id, n).await,
            Err(error) => Err(error),
        }
    };
    if let Err(error) = done {
        let error = at_line(error, &quantity_field(&sku));
        return Err(fail_keeping(error, "cart", &[("sku", &sku), ("quantity", &quantity)]).await);
    }
    Ok(redirect_to(&i18n::href(request::locale(), "/cart")))
}

/// The quantity of a line, among all the lines of the page.
pub fn quantity_field(sku: &str) -> String {
    format!("quantity-{sku}")
}

/// The quantity that was typed, or the one beside it.
#[cfg(feature = "ssr")]
fn stepped(quantity: &str, step: &str) -> Result<i64, services::Error> {
    let n = whole(quantity)?;
    Ok(match step {
        "1" => (n + 1).min(QUANTITY_MAX),
        "-1" => (n - 1).max(1),
        _ => n,
    })
}

/// A refusal of what a line asks for is said at that line.
#[cfg(feature = "ssr")]
fn at_line(error: services::Error, name: &str) -> services::Error {
    let code = error.fields().first().map_or(error.code(), |wrong| wrong.code);
    match code {
        Code::NumberRange | Code::OutOfStock | Code::NotForSale => field(name, code),
        _ => error,
    }
}

/// Takes a line out.
#[server(prefix = "/api", endpoint = "/carts/remove")]
pub async fn remove_from_cart(sku: String) -> Result<Go, AppError> {
    let sku = SkuId::parse(&sku).map_err(|_| fail(Code::NotFound))?;
    services::carts::remove(&market()?, &visit().actor, &[sku]).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), "/cart")))
}

/// How many are wanted. None at all is not a quantity: a line is taken out by its own button.
#[cfg(feature = "ssr")]
fn whole(typed: &str) -> Result<i64, services::Error> {
    let n = typed.trim().parse();
    n.ok()
        .filter(|n| (1..=QUANTITY_MAX).contains(n))
        .ok_or_else(|| field("quantity", Code::NumberRange))
}
