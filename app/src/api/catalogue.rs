//! Reading the goods. The same for everybody, so that whole pages can be kept.

use crate::AppError;
#[cfg(feature = "ssr")]
use crate::request::{fail, market};
use domain::catalogue::{HomePage, ProductPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// The front page.
#[server(prefix = "/api", endpoint = "/catalogue/home", input = GetUrl)]
pub async fn home() -> Result<HomePage, AppError> {
    services::catalogue::home(&market()?).await.map_err(fail)
}

/// A product page, by its place in addresses or its id.
#[server(prefix = "/api", endpoint = "/catalogue/product", input = GetUrl)]
pub async fn product(slug: String) -> Result<ProductPage, AppError> {
    services::catalogue::product(&market()?, &slug).await.map_err(fail)
}
