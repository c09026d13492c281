//! What pages show of the goods: cards, product pages, categories, shops. Plain views, safe for the browser; they are
//! filled by `services` from the store and never trusted when they come back.

use crate::Money;
use crate::browse::ListCard;
use crate::id::{CategoryId, MerchantId, ProductId, SkuId, StockItemId};
use crate::listing::{CertificateView, LotView};
use serde::{Deserialize, Serialize};

/// How many products one page of a list holds at most.
pub const PAGE_SIZE_MAX: i64 = 48;
/// How many spec names (colour, size …) a product has at most.
pub const SPEC_NAMES_MAX: usize = 3;

/// A text in both languages of the market.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English; may be empty, then the Chinese stands in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Words {
    /// Both languages at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in English when wanted and present, else in Chinese.
    pub fn pick(&self, english: bool) -> &str {
        if english && !self.en.is_empty() { &self.en } else { &self.zh }
    }
}

/// One page of a list and the opaque key of the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paged<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// Hand this back as `after` for the next page; `None` at the end.
    pub next: Option<String>,
}

/// A node of the category tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryView {
    /// Its id.
    pub id: CategoryId,
    /// Its place in addresses: `/c/{slug}`.
    pub slug: String,
    /// The node above, for a second-level category.
    pub parent: Option<CategoryId>,
    /// Its name.
    pub name: Words,
}

/// A product in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCard {
    /// Its id.
    pub id: ProductId,
    /// Its place in addresses: `/p/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: Words,
    /// The address of its picture.
    pub picture: String,
    /// The lowest price among its SKUs.
    pub price: Money,
    /// Whether some of its SKUs cost more than that.
    #[serde(default)]
    pub price_varies: bool,
    /// The list price of that SKU, when it is higher than the price.
    pub list_price: Option<Money>,
    /// The shop's id.
    pub merchant: MerchantId,
    /// The shop's name.
    pub merchant_name: Words,
    /// The shop's place in addresses: `/shop/{slug}`.
    pub merchant_slug: String,
    /// How many were sold.
    pub sold: i64,
    /// Whether any SKU can be had now.
    pub in_stock: bool,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
}

/// A category with a row of its goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeSection {
    /// The category.
    pub category: CategoryView,
    /// Some of its products.
    pub products: Vec<ProductCard>,
}

/// What the front page shows. The same for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    /// The first level of the category tree.
    pub categories: Vec<CategoryView>,
    /// What the published formula puts first, with places for new shops and paid ones between (2.1.1).
    pub stalls: Vec<ListCard>,
    /// A row per first-level category that has goods.
    pub sections: Vec<HomeSection>,
    /// The youngest shops.
    pub new_shops: Vec<ShopView>,
}

/// One way in which the SKUs of a product differ: colour, size …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecName {
    /// What differs.
    pub name: Words,
    /// The choices, in order.
    pub values: Vec<Words>,
}

/// A SKU as a buyer can choose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuView {
    /// Its id.
    pub id: SkuId,
    /// For each [`SpecName`] of the product the index of the chosen value.
    pub choice: Vec<usize>,
    /// The choice in words: `天青 · 一壶二杯`.
    pub spec: Words,
    /// Its price.
    pub price: Money,
    /// Its list price, when higher than the price.
    pub list_price: Option<Money>,
    /// How many can be had now: on hand minus held, in whole SKUs.
    pub available: i64,
    /// Its weight in grams, for freight.
    pub weight_grams: i64,
    /// What is counted in the warehouse; several SKUs may draw on one.
    pub stock_item: StockItemId,
}

/// A named property of a product: material, origin …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The word of the category's template; empty when the template does not know it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// What is told.
    pub name: Words,
    /// What it is, as shown.
    pub value: Words,
    /// The figure behind a number, in thousandths of its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<i64>,
}

impl Attribute {
    /// One that is told in words.
    pub fn text(key: impl Into<String>, name: Words, value: Words) -> Self {
        Self { key: key.into(), name, value, figure: None }
    }
}

/// Everything the product page shows. The same for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPage {
    /// Its id.
    pub id: ProductId,
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: Words,
    /// One line under the name.
    pub tagline: Words,
    /// The long text; paragraphs are separated by an empty line.
    pub description: Words,
    /// The addresses of its pictures, the first one leads.
    pub pictures: Vec<String>,
    /// How its SKUs differ; at most [`SPEC_NAMES_MAX`].
    pub specs: Vec<SpecName>,
    /// What can be chosen.
    pub skus: Vec<SkuView>,
    /// Material, origin and so on.
    pub attributes: Vec<Attribute>,
    /// The categories from the top down to its own.
    pub trail: Vec<CategoryView>,
    /// Who sells it.
    pub shop: ShopView,
    /// How many were sold.
    pub sold: i64,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
    /// Hours until it leaves the shop (3.2.3).
    pub ships_within_hours: i64,
    /// The lots that may be sold, the first to expire first; only where the category asks for dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<LotView>,
    /// The papers that stand behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateView>,
    /// Changes with every edit; pages cache by it.
    pub version: i64,
}

/// A shop as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopView {
    /// The merchant behind it.
    pub id: MerchantId,
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: Words,
    /// One line about it.
    pub intro: Words,
    /// The address of its picture.
    pub picture: String,
    /// Where it ships from, in words.
    pub region: Words,
    /// Since when it is open.
    pub opened_at: crate::Moment,
}

/// Which products a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductFilter {
    /// Only this category and those below it.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// Only this shop.
    #[serde(default)]
    pub merchant: Option<MerchantId>,
    /// In which order.
    #[serde(default)]
    pub order: ProductOrder,
}

/// The order of a list of products. Every order ends in the id, so that pages never overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductOrder {
    /// The youngest first.
    #[default]
    Newest,
    /// The cheapest first.
    PriceUp,
    /// The dearest first.
    PriceDown,
    /// The most sold first.
    Sold,
}

impl ProductOrder {
    /// Every order, as offered to visitors.
    pub const ALL: [Self; 4] = [Self::Newest, Self::PriceUp, Self::PriceDown, Self::Sold];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::PriceUp => "price_up",
            Self::PriceDown => "price_down",
            Self::Sold => "sold",
        }
    }

    /// Reads the word; anything unknown is the newest first.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|o| o.as_str() == word).unwrap_or_default()
    }
}
