//! Reading the goods. The same for everybody, so that whole pages can be kept.

use crate::AppError;
#[cfg(feature = "ssr")]
use crate::request::{fail, market};
use crate::wire::AsText;
use domain::catalogue::{HomePage, ProductPage};
use domain::checkout::ProductOffers;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// The front page.
#[server(prefix = "/api", endpoint = "/catalogue/home", input = GetUrl, output = AsText)]
pub async fn home(#[server(default)] english: bool) -> Result<HomePage, AppError> {
    services::catalogue::home(&market()?, english).await.map_err(fail)
}

/// A product with its prices explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductView {
    /// What it is.
    pub page: ProductPage,
    /// What it costs, for a region when one was asked for.
    pub offers: ProductOffers,
}

/// A product page, by its place in addresses or its id; `to` is the code of the province that freight is reckoned for.
#[server(prefix = "/api", endpoint = "/catalogue/product", input = GetUrl, output = AsText)]
pub async fn product(slug: String, #[server(default)] to: String) -> Result<ProductView, AppError> {
    let market = market()?;
    let page = services::catalogue::product(&market, &slug).await.map_err(fail)?;
    let offers = services::checkout::offers(&market, &page.id, &to).await.map_err(fail)?;
    Ok(ProductView { page, offers })
}
