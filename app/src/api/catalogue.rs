//! Reading the goods. The same for everybody, so that whole pages can be kept.

use crate::AppError;
use crate::wire::Asking;
#[cfg(feature = "ssr")]
use crate::{
    counting,
    request::{fail, market},
};
use domain::catalogue::{HomePage, ProductPage};
use domain::checkout::ProductOffers;
use domain::prices::PriceHistory;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The front page.
#[server(prefix = "/api", endpoint = "/catalogue/home", protocol = Asking)]
pub async fn home(#[server(default)] english: bool) -> Result<HomePage, AppError> {
    let market = market()?;
    let page = services::catalogue::home(&market, english).await.map_err(fail)?;
    counting::home_shown(&market, &page);
    Ok(page)
}

/// A product with its prices explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductView {
    /// What it is.
    pub page: ProductPage,
    /// What it costs, for a region when one was asked for.
    pub offers: ProductOffers,
    /// What it cost in the last thirty days.
    pub prices: Vec<PriceHistory>,
}

/// A product page, by its place in addresses or its id; `to` is the code of the province that freight is reckoned for,
/// `place` the mark of the place the link stood in, for counting alone.
#[server(prefix = "/api", endpoint = "/catalogue/product", protocol = Asking)]
pub async fn product(
    slug: String,
    #[server(default)] to: String,
    #[server(default)] place: String,
) -> Result<ProductView, AppError> {
    let market = market()?;
    let page = services::catalogue::product(&market, &slug).await.map_err(fail)?;
    let mut offers = services::checkout::offers(&market, &page.id, &to).await.map_err(fail)?;
    let named = |r| services::regions::named(r, crate::request::english());
    offers.regions = offers.regions.into_iter().map(named).collect();
    let prices = services::prices::history(&market, &page.id).await.map_err(fail)?;
    counting::opened(&market, &page, &to, &place);
    Ok(ProductView { page, offers, prices })
}
