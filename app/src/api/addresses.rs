//! The address book, and the regions an address can lie in.

#![expect(clippy::too_many_arguments, reason = "a form has one argument per field")]

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::accounts::{AddressView, Region};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, fail_keeping, market, redirect_to, visit},
    domain::Code,
    domain::accounts::AddressDraft,
    domain::id::{AddressId, TypedId as _},
};

/// The three lists of a region picker, and what is chosen in each; an empty code is no choice yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionChoice {
    /// All provinces.
    pub provinces: Vec<Region>,
    /// The cities of the chosen province.
    pub cities: Vec<Region>,
    /// The districts of the chosen city.
    pub districts: Vec<Region>,
    /// The chosen province.
    pub province: String,
    /// The chosen city.
    pub city: String,
    /// The chosen district.
    pub district: String,
}

/// The address book, the preferred one first.
#[server(prefix = "/api", endpoint = "/addresses/list", protocol = Asking)]
pub async fn addresses() -> Result<Vec<AddressView>, AppError> {
    let mut list = services::addresses::list(&market()?, &visit().actor).await.map_err(fail)?;
    for a in &mut list {
        a.region = services::regions::written(&a.region_code, &a.region, request::english());
    }
    Ok(list)
}

/// The lists that go with a province, a city or a district; with nothing the provinces alone.
#[server(prefix = "/api", endpoint = "/addresses/regions", protocol = Asking)]
pub async fn regions(#[server(default)] code: String) -> Result<RegionChoice, AppError> {
    use services::regions;
    let [province, city, district] = regions::levels(&code);
    let english = request::english();
    let named = |list: Vec<Region>| list.into_iter().map(|r| regions::named(r, english)).collect();
    Ok(RegionChoice {
        provinces: named(regions::provinces()),
        cities: if province.is_empty() { Vec::new() } else { named(regions::cities(&province)) },
        districts: if city.is_empty() { Vec::new() } else { named(regions::districts(&city)) },
        province,
        city,
        district,
    })
}

/// Adds an address or changes one. Without scripts the form is sent once per step of the region, so `step` asks only for
/// the next list and stores nothing.
#[server(prefix = "/api", endpoint = "/addresses/save")]
pub async fn save_address(
    #[server(default)] id: String,
    #[server(default)] recipient: String,
    #[server(default)] phone: String,
    #[server(default)] province: String,
    #[server(default)] city: String,
    #[server(default)] region_code: String,
    #[server(default)] detail: String,
    #[server(default)] preferred: String,
    #[server(default)] next: String,
    #[server(default)] step: String,
) -> Result<Go, AppError> {
    let region = deepest(&province, &city, &region_code);
    let typed = [
        ("id", id.as_str()),
        ("recipient", &recipient),
        ("phone", &phone),
        ("region_code", &region),
        ("detail", &detail),
        ("preferred", &preferred),
    ];
    if !step.is_empty() {
        let draft = request::keep_typed("address", &typed).await?;
        return Ok(redirect_to(&stepped(&next, &id, &draft)));
    }
    let draft = AddressDraft {
        recipient: recipient.clone(),
        phone: phone.clone(),
        region_code: region_code.clone(),
        detail: detail.clone(),
        preferred: !preferred.is_empty(),
    };
    let known = match id.as_str() {
        "" => None,
        id => Some(AddressId::parse(id).map_err(|_| fail(Code::NotFound))?),
    };
    match services::addresses::put(&market()?, &visit().actor, known, &draft).await {
        Ok(id) => Ok(redirect_to(&saved(&next, &id))),
        Err(error) => Err(fail_keeping(error, "address", &typed).await),
    }
}

/// The deepest choice that lies in the ones above it: whoever goes back to the province has no city yet.
#[cfg(feature = "ssr")]
pub(crate) fn deepest(province: &str, city: &str, district: &str) -> String {
    let levels = services::regions::levels;
    let inside = |code: &str, above: usize, of: &str| of.is_empty() || levels(code)[above] == of;
    let fits = |code: &str| !code.is_empty() && inside(code, 0, province);
    if fits(district) && inside(district, 1, city) {
        district.to_owned()
    } else if fits(city) {
        city.to_owned()
    } else {
        province.to_owned()
    }
}

/// Back to the form with the next list in it: at checkout, or in the book.
#[cfg(feature = "ssr")]
fn stepped(next: &str, id: &str, draft: &str) -> String {
    let bare = i18n::route::split(next).1;
    let at_checkout = bare == "/checkout" || bare.starts_with("/checkout?");
    let edited = format!("/account/addresses?edit={id}");
    let page = match id {
        _ if at_checkout => bare,
        "" => "/account/addresses",
        _ => &edited,
    };
    let mark = if page.contains('?') { '&' } else { '?' };
    i18n::href(request::locale(), &format!("{page}{mark}draft={draft}#address"))
}

/// Back to checkout with the new address chosen, or to the book.
#[cfg(feature = "ssr")]
fn saved(next: &str, id: &AddressId) -> String {
    let l = request::locale();
    let bare = i18n::route::split(next).1;
    if bare == "/checkout" || bare.starts_with("/checkout?") {
        let mark = if bare.contains('?') { '&' } else { '?' };
        return i18n::href(l, &format!("{bare}{mark}address={id}"));
    }
    i18n::href(l, "/account/addresses")
}

/// Makes an address the one that checkout offers first.
#[server(prefix = "/api", endpoint = "/addresses/prefer")]
pub async fn prefer_address(id: String) -> Result<Go, AppError> {
    let id = AddressId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::addresses::prefer(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), "/account/addresses")))
}

/// Removes an address from the book; orders keep their own copy.
#[server(prefix = "/api", endpoint = "/addresses/remove")]
pub async fn remove_address(id: String) -> Result<Go, AppError> {
    let id = AddressId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    services::addresses::remove(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), "/account/addresses")))
}
