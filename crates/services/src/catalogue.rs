//! What visitors look at: the front page, lists, products, shops. Everything here is the same for everybody, so whole pages
//! may be kept for a few seconds; whether goods may be seen is asked of the store at every reading.

use crate::{Market, Result, places, search};
use domain::browse::ListCard;
use domain::catalogue::{
    CategoryView, HomePage, HomeSection, PAGE_SIZE_MAX, Paged, ProductCard, ProductFilter,
    ProductOrder, ProductPage, ShopView,
};
use domain::id::{CategoryId, MerchantId, ProductId};
use domain::search::Query;
use domain::{Code, Scope};
use std::collections::HashMap;

/// How many products the mixed choice of the front page shows.
const STALLS: usize = 18;
/// How many products a row of the front page shows.
const SECTION: i64 = 5;
/// How many young shops the front page shows.
const NEW_SHOPS: i64 = 4;

/// The front page.
pub async fn home(market: &Market, english: bool) -> Result<HomePage> {
    let query = Query { limit: STALLS, english, ..Query::default() };
    let best = search::search(market, &query).await?.items;
    let stalls = places::laid_out(market, best.into_iter().take(STALLS).collect(), None, english);
    let stalls = stalls.await?.into_iter().map(|p| ListCard { result: p.item, place: p.kind });
    let stalls = stalls.collect();
    let mut reader = market.store.read().await?;
    let categories: Vec<CategoryView> = reader
        .categories(&Scope::Public)
        .await?
        .into_iter()
        .filter(|c| c.parent.is_none())
        .collect();
    let now = market.now();
    // The rows of all categories at once: two statements, however many categories there are.
    let mut rows: HashMap<CategoryId, Vec<ProductCard>> = HashMap::new();
    for (root, card) in reader.youngest_of_roots(&Scope::Public, SECTION, now).await? {
        rows.entry(root).or_default().push(card);
    }
    let section = |category: &CategoryView| {
        let products = rows.remove(&category.id)?;
        Some(HomeSection { category: category.clone(), products })
    };
    let sections = categories.iter().filter_map(section).collect();
    let new_shops = reader.new_shops(&Scope::Public, NEW_SHOPS).await?;
    Ok(HomePage { categories, stalls, sections, new_shops })
}

/// The category tree, parents before children.
pub async fn categories(market: &Market) -> Result<Vec<CategoryView>> {
    market.store.read().await?.categories(&Scope::Public).await
}

/// The category with that slug and its path from the top, itself last.
pub async fn category(market: &Market, slug: &str) -> Result<Vec<CategoryView>> {
    Ok(trail(&categories(market).await?, slug).ok_or(Code::NotFound)?)
}

/// The categories from the top down to the one with that slug.
pub(crate) fn trail(all: &[CategoryView], slug: &str) -> Option<Vec<CategoryView>> {
    let found = all.iter().find(|c| c.slug == slug)?;
    let above = all.iter().find(|c| Some(&c.id) == found.parent.as_ref());
    Some(above.into_iter().chain([found]).cloned().collect())
}

/// A page of products.
pub async fn products(
    market: &Market,
    filter: &ProductFilter,
    after: Option<&str>,
    limit: i64,
) -> Result<Paged<ProductCard>> {
    let limit = limit.clamp(1, PAGE_SIZE_MAX);
    let mut reader = market.store.read().await?;
    reader.products(&Scope::Public, filter, after, limit, market.now()).await
}

/// The cards of the given products in the given order; what may not be seen any more is left out.
pub async fn cards(market: &Market, ids: &[ProductId]) -> Result<Vec<ProductCard>> {
    market.store.read().await?.product_cards(&Scope::Public, ids, market.now()).await
}

/// The product page, by id or by slug.
pub async fn product(market: &Market, id_or_slug: &str) -> Result<ProductPage> {
    let mut reader = market.store.read().await?;
    let page = reader.product(&Scope::Public, id_or_slug, market.now()).await?;
    page.ok_or_else(|| Code::NotFound.into())
}

/// A shop with a page of its products, by merchant id or by slug.
pub async fn shop(
    market: &Market,
    id_or_slug: &str,
    order: ProductOrder,
    after: Option<&str>,
) -> Result<(ShopView, Paged<ProductCard>)> {
    let mut reader = market.store.read().await?;
    let shop = reader.shop(&Scope::Public, id_or_slug).await?.ok_or(Code::NotFound)?;
    let filter = of_merchant(&shop.id, order);
    let page = reader.products(&Scope::Public, &filter, after, PAGE_SIZE_MAX, market.now()).await?;
    Ok((shop, page))
}

fn of_merchant(merchant: &MerchantId, order: ProductOrder) -> ProductFilter {
    ProductFilter { merchant: Some(merchant.clone()), order, category: None }
}
