//! Checkout: what the chosen goods cost, and placing the order. Nothing that a browser sends is used as a price.

#![expect(clippy::too_many_arguments, reason = "a form has one argument per field")]

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::checkout::{CashierView, CheckoutView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, fail_keeping, market, redirect_to, visit},
    domain::Code,
    domain::checkout::{Basket, CheckoutAsk, CouponChoice, Place},
    domain::id::{AddressId, MerchantId, PurchaseId, SkuId, TypedId},
};

/// The word in an address line for "no coupon at all".
const NO_COUPONS: &str = "none";

/// The checkout page with the key that makes sending it twice harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutPage {
    /// Goods, address, price, coupons; nothing once the order is placed.
    pub view: Option<CheckoutView>,
    /// What was placed with this key already: somebody came back to a form they had sent.
    pub placed: Option<CashierView>,
    /// Sent with the order; the same key never places a second one.
    pub key: String,
}

/// What checkout shows. `sku` with `quantity` buys one SKU at once, otherwise the ticked lines of the cart; `coupons` is
/// empty for the best ones, `none`, or ids with commas. `key` is that of the page when it has one; with one that was used
/// the page says what was placed.
#[server(prefix = "/api", endpoint = "/checkout/view", protocol = Asking)]
pub async fn checkout(
    #[server(default)] sku: String,
    #[server(default)] quantity: String,
    #[server(default)] address: String,
    #[server(default)] coupons: String,
    #[server(default)] key: String,
) -> Result<CheckoutPage, AppError> {
    let market = market()?;
    let actor = visit().actor;
    if !key.is_empty()
        && let Some(placed) =
            services::checkout::placed(&market, &actor, &key).await.map_err(fail)?
    {
        let placed = services::payment::cashier(&market, &actor, &placed.purchase).await;
        return Ok(CheckoutPage { view: None, placed: Some(placed.map_err(fail)?), key });
    }
    let ask = CheckoutAsk {
        basket: basket(&sku, &quantity)?,
        address: optional(&address)?,
        coupons: match coupons.as_str() {
            "" => CouponChoice::Best,
            NO_COUPONS => CouponChoice::These(Vec::new()),
            ids => CouponChoice::These(ids.split(',').map(id).collect::<Result<_, _>>()?),
        },
    };
    let mut view = services::checkout::quote(&market, &actor, &ask).await.map_err(fail)?;
    if let Some(a) = &mut view.address {
        a.region = services::regions::written(&a.region_code, &a.region, crate::request::english());
    }
    let key = if key.is_empty() { market.id::<PurchaseId>().to_string() } else { key };
    Ok(CheckoutPage { view: Some(view), placed: None, key })
}

/// Places the order and goes to the cashier.
#[server(prefix = "/api", endpoint = "/checkout/place")]
pub async fn place_order(
    key: String,
    #[server(default)] sku: String,
    #[server(default)] quantity: String,
    #[server(default)] address: String,
    #[server(default)] coupons: String,
    #[server(default)] fingerprint: String,
    #[server(default)] notes: BTreeMap<String, String>,
    #[server(default)] exceptions_confirmed: String,
) -> Result<Go, AppError> {
    let address: Option<AddressId> = optional(&address)?;
    let ids = coupons.split(',').filter(|c| !c.is_empty() && *c != NO_COUPONS);
    let mut messages = Vec::new();
    for (merchant, note) in notes.iter().filter(|(_, note)| !note.trim().is_empty()) {
        messages.push((id::<MerchantId>(merchant)?, note.trim().to_owned()));
    }
    let place = Place {
        key,
        basket: basket(&sku, &quantity)?,
        address: address.ok_or_else(|| fail(Code::AddressNeeded))?,
        coupons: ids.map(id).collect::<Result<_, _>>()?,
        fingerprint,
        notes: messages,
        exceptions_confirmed: !exceptions_confirmed.is_empty(),
    };
    match services::checkout::place(&market()?, &visit().actor, &place).await {
        Ok(placed) => {
            Ok(redirect_to(&i18n::href(request::locale(), &format!("/pay/{}", placed.purchase))))
        }
        Err(error) => {
            let names: Vec<String> = notes.keys().map(|m| format!("note_{m}")).collect();
            let mut typed: Vec<(&str, &str)> =
                names.iter().map(String::as_str).zip(notes.values().map(String::as_str)).collect();
            typed.push(("exceptions_confirmed", &exceptions_confirmed));
            Err(fail_keeping(error, "checkout", &typed).await)
        }
    }
}

#[cfg(feature = "ssr")]
fn basket(sku: &str, quantity: &str) -> Result<Basket, AppError> {
    if sku.is_empty() {
        return Ok(Basket::Cart);
    }
    let qty = if quantity.is_empty() { Ok(1) } else { quantity.parse() };
    Ok(Basket::Now { sku: id::<SkuId>(sku)?, qty: qty.map_err(|_| fail(Code::NumberRange))? })
}

#[cfg(feature = "ssr")]
fn optional<I: TypedId>(text: &str) -> Result<Option<I>, AppError> {
    if text.is_empty() { Ok(None) } else { id(text).map(Some) }
}

#[cfg(feature = "ssr")]
fn id<I: TypedId>(text: &str) -> Result<I, AppError> {
    I::parse(text).map_err(|_| fail(Code::NotFound))
}

/// The coupons of a choice in the words of the address line.
pub fn coupon_words(ids: &[domain::id::CouponId]) -> String {
    if ids.is_empty() {
        return NO_COUPONS.to_owned();
    }
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
