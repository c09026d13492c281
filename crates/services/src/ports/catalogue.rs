//! Goods, categories and shops. The public sees what is offered; a merchant also its own drafts; only the merchant, staff
//! and the system write.

use super::search::SearchDoc;
use crate::Result;
use async_trait::async_trait;
use domain::catalogue::{
    Attribute, CategoryView, Paged, ProductCard, ProductFilter, ProductPage, ShopView, SpecName,
    Words,
};
use domain::id::{
    CategoryId, CertificateId, FreightTemplateId, LotId, MerchantId, ProductId, SkuId, StockItemId,
};
use domain::listing::{CertificateView, LotView, Template, Window};
use domain::orders::Address;
use domain::{Moment, Money, Scope};

/// A merchant to be stored.
#[derive(Clone, Debug)]
pub struct NewMerchant {
    /// The id.
    pub id: MerchantId,
    /// Its place in addresses; unique.
    pub slug: String,
    /// The shop's name.
    pub name: Words,
    /// One line about it.
    pub intro: Words,
    /// The address of its picture.
    pub picture: String,
    /// The six-digit code it ships from.
    pub region_code: String,
    /// The same in words.
    pub region: Words,
    /// Where returned goods go, if it has told.
    pub return_address: Option<Address>,
    /// Now.
    pub opened_at: Moment,
}

/// A category to be stored.
#[derive(Clone, Debug)]
pub struct NewCategory {
    /// The id.
    pub id: CategoryId,
    /// Its place in addresses; unique.
    pub slug: String,
    /// The node above.
    pub parent: Option<CategoryId>,
    /// Its name.
    pub name: Words,
    /// Its place among its siblings.
    pub position: i64,
    /// What it asks of the goods in it.
    pub template: Template,
}

/// A product with its SKUs and first stock, to be stored.
#[derive(Clone, Debug)]
pub struct NewProduct {
    /// The id.
    pub id: ProductId,
    /// Who sells it.
    pub merchant: MerchantId,
    /// Its category.
    pub category: CategoryId,
    /// How its freight is reckoned.
    pub freight: FreightTemplateId,
    /// Its place in addresses; unique.
    pub slug: String,
    /// Its name.
    pub name: Words,
    /// One line under the name.
    pub tagline: Words,
    /// The long text.
    pub description: Words,
    /// The addresses of its pictures, the first one leads.
    pub pictures: Vec<String>,
    /// How its SKUs differ.
    pub specs: Vec<SpecName>,
    /// Material, origin and so on.
    pub attributes: Vec<Attribute>,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
    /// Hours until it leaves the shop (3.2.3).
    pub ships_within_hours: i64,
    /// How many were sold before its first order is counted.
    pub sold: i64,
    /// Whether it is offered at once.
    pub on_sale: bool,
    /// Its SKUs.
    pub skus: Vec<NewSku>,
    /// Its lots, where the category asks for dates.
    pub lots: Vec<NewLot>,
    /// Its certificates, where the category asks for them.
    pub certificates: Vec<NewCertificate>,
    /// When it may be shown, as the gate reckoned it; `None` never.
    pub shown: Option<Window>,
    /// Now.
    pub created_at: Moment,
}

/// A SKU to be stored. SKUs of one product that name the same stock item draw on it together; what the first of them says
/// is on hand counts.
#[derive(Clone, Debug)]
pub struct NewSku {
    /// The id.
    pub id: SkuId,
    /// What is counted for it.
    pub stock_item: StockItemId,
    /// How many stock items one SKU takes: 5 for a bag of 2.5 kg made of 500 g bags.
    pub stock_units: i64,
    /// How many stock items are there.
    pub on_hand: i64,
    /// For each spec name the index of the value.
    pub choice: Vec<usize>,
    /// The choice in words.
    pub spec: Words,
    /// Its price.
    pub price: Money,
    /// Its list price.
    pub list_price: Option<Money>,
    /// Its weight in grams.
    pub weight_grams: i64,
}

/// A lot to be stored.
#[derive(Clone, Debug)]
pub struct NewLot {
    /// The id.
    pub id: LotId,
    /// Of what it is.
    pub stock_item: StockItemId,
    /// How many came in.
    pub quantity: i64,
    /// What is told about it.
    pub told: LotView,
}

/// A certificate to be stored.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// The id.
    pub id: CertificateId,
    /// What is told about it.
    pub told: CertificateView,
}

/// How a merchant reckons freight to the regions it delivers to.
#[derive(Clone, Debug)]
pub struct NewFreightTemplate {
    /// The id.
    pub id: FreightTemplateId,
    /// Whose.
    pub merchant: MerchantId,
    /// What the merchant calls it.
    pub name: Words,
    /// The zones as JSON, in the shape of `domain`'s freight rules.
    pub zones_json: String,
    /// Now.
    pub created_at: Moment,
}

/// One SKU with everything needed to sell it, whether or not it is for sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkuForSale {
    /// The SKU.
    pub id: SkuId,
    /// Its product.
    pub product: ProductId,
    /// The product's place in addresses.
    pub slug: String,
    /// The product's name.
    pub name: Words,
    /// The SKU's choice in words.
    pub spec: Words,
    /// The picture.
    pub picture: String,
    /// Who sells it.
    pub merchant: MerchantId,
    /// The shop's place in addresses.
    pub merchant_slug: String,
    /// The shop's name.
    pub merchant_name: Words,
    /// Its category.
    pub category: CategoryId,
    /// What one costs.
    pub price: Money,
    /// How its freight is reckoned.
    pub freight: FreightTemplateId,
    /// Its weight in grams.
    pub weight_grams: i64,
    /// What is counted for it.
    pub stock_item: StockItemId,
    /// How many stock items one SKU takes.
    pub stock_units: i64,
    /// On hand minus held, in whole SKUs.
    pub available: i64,
    /// Whether product, SKU and shop all offer it now.
    pub for_sale: bool,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
    /// Hours until it leaves the shop (3.2.3).
    pub ships_within_hours: i64,
}

/// A freight template as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreightTemplateRow {
    /// The id.
    pub id: FreightTemplateId,
    /// Whose.
    pub merchant: MerchantId,
    /// What the merchant calls it.
    pub name: Words,
    /// The zones as JSON.
    pub zones_json: String,
}

/// Reading the catalogue. `now` is when somebody asks: the gate opens and closes by time.
#[async_trait]
pub trait CatalogueRead: Send {
    /// The whole category tree, parents before children, in order.
    async fn categories(&mut self, scope: &Scope) -> Result<Vec<CategoryView>>;
    /// A page of products, at most [`domain::catalogue::PAGE_SIZE_MAX`]; the public sees only what is offered.
    async fn products(
        &mut self,
        scope: &Scope,
        filter: &ProductFilter,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<ProductCard>>;
    /// The cards of the given products, in the given order; what is not to be seen is left out (2.3.2: a take-down
    /// empties search at once).
    async fn product_cards(
        &mut self,
        scope: &Scope,
        ids: &[ProductId],
        now: Moment,
    ) -> Result<Vec<ProductCard>>;
    /// The youngest goods of every category at the top, at most `limit` of each: the category and the card, category by
    /// category; what is not to be seen is left out.
    async fn youngest_of_roots(
        &mut self,
        scope: &Scope,
        limit: i64,
        now: Moment,
    ) -> Result<Vec<(CategoryId, ProductCard)>>;
    /// A product by its id or its place in addresses.
    async fn product(
        &mut self,
        scope: &Scope,
        id_or_slug: &str,
        now: Moment,
    ) -> Result<Option<ProductPage>>;
    /// What a category asks of its goods; an unknown one asks nothing.
    async fn template(&mut self, scope: &Scope, id: &CategoryId) -> Result<Template>;
    /// SKUs with everything needed to sell them, in no particular order; unknown ids are left out.
    async fn skus(&mut self, scope: &Scope, ids: &[SkuId], now: Moment) -> Result<Vec<SkuForSale>>;
    /// A shop by its merchant's id or its place in addresses.
    async fn shop(&mut self, scope: &Scope, id_or_slug: &str) -> Result<Option<ShopView>>;
    /// The shops of the given merchants, in no particular order; what is not to be seen is left out.
    async fn shops(&mut self, scope: &Scope, ids: &[MerchantId]) -> Result<Vec<ShopView>>;
    /// Where a merchant wants returned goods sent; `None` until it has told. For the system, whose use cases know whose
    /// return was agreed to, and for those of the merchant who decide on returns.
    async fn return_address(
        &mut self,
        scope: &Scope,
        merchant: &MerchantId,
    ) -> Result<Option<Address>>;
    /// The youngest shops.
    async fn new_shops(&mut self, scope: &Scope, limit: i64) -> Result<Vec<ShopView>>;
    /// What the index keeps of the goods that are offered, in the order of their ids, at most `limit` behind `after`; goods
    /// whose window has not begun are among them. System and platform only.
    async fn search_docs(
        &mut self,
        scope: &Scope,
        after: Option<&ProductId>,
        limit: i64,
    ) -> Result<Vec<SearchDoc>>;
    /// The same for the given products; what is not offered is left out. System and platform only.
    async fn search_docs_of(&mut self, scope: &Scope, ids: &[ProductId]) -> Result<Vec<SearchDoc>>;
    /// How many products [`CatalogueRead::search_docs`] answers over all pages. System and platform only.
    async fn search_docs_count(&mut self, scope: &Scope) -> Result<i64>;
    /// Freight templates by id; unknown ids are left out.
    async fn freight_templates(
        &mut self,
        scope: &Scope,
        ids: &[FreightTemplateId],
    ) -> Result<Vec<FreightTemplateRow>>;
}

/// Writing the catalogue.
#[async_trait]
pub trait CatalogueWrite: Send {
    /// Stores a merchant. System and platform only.
    async fn add_merchant(&mut self, scope: &Scope, merchant: &NewMerchant) -> Result<()>;
    /// Stores a category. System and platform only.
    async fn add_category(&mut self, scope: &Scope, category: &NewCategory) -> Result<()>;
    /// Stores a freight template of the scope's merchant.
    async fn add_freight_template(
        &mut self,
        scope: &Scope,
        template: &NewFreightTemplate,
    ) -> Result<()>;
    /// Stores a product of the scope's merchant with its SKUs and stock.
    async fn add_product(&mut self, scope: &Scope, product: &NewProduct) -> Result<()>;
    /// Takes a product of the scope's merchant off the shelf or puts it back; whether there is such a product.
    async fn set_on_sale(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        on_sale: bool,
        now: Moment,
    ) -> Result<bool>;
    /// Counts so many more units of a product as sold, fewer when negative, never below none. `fact` names why; the index
    /// hears of it. System only.
    async fn count_sold(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        units: i64,
        fact: &str,
        now: Moment,
    ) -> Result<()>;
    /// Stores where a merchant wants returned goods sent; whether there is such a merchant. For the system and for those of
    /// the merchant who decide on returns.
    async fn set_return_address(
        &mut self,
        scope: &Scope,
        merchant: &MerchantId,
        address: &Address,
    ) -> Result<bool>;
    /// Changes the price of a SKU of the scope's merchant; whether there is such a SKU.
    async fn set_price(
        &mut self,
        scope: &Scope,
        id: &SkuId,
        price: Money,
        now: Moment,
    ) -> Result<bool>;
}
