//! Goods, categories and shops.

mod docs;
mod lists;
mod told;
mod write;

/// Everything needed to sell a SKU. Not narrowed by who asks: what stands in a cart must be explained even when it is no
/// longer offered; `for_sale` says whether it is.
macro_rules! sku_columns {
    () => {
        "s.id, p.id, p.slug, p.name_zh, p.name_en, s.spec_zh, s.spec_en, p.picture, m.id, m.slug,
        m.name_zh, m.name_en, p.category_id, p.currency, s.price_minor, p.freight_template_id,
        s.weight_grams, s.stock_item_id, s.stock_units, i.on_hand - i.held,
        s.on_sale * p.on_sale * m.is_open, p.shown_from, p.shown_until, p.returnable,
        p.ships_within_hours"
    };
}

/// What [`sku_columns`] needs beside `sku s`.
macro_rules! sku_joins {
    () => {
        "join product p on p.id = s.product_id
        join merchant m on m.id = s.merchant_id
        join stock_item i on i.id = s.stock_item_id"
    };
}

pub(crate) use told::stock_crossed;
pub(crate) use {sku_columns, sku_joins};

use crate::args;
use crate::db::{Arg, Cols, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::catalogue::{
    CategoryView, Paged, ProductCard, ProductFilter, ProductPage, ShopView, SkuView,
};
use domain::id::{CategoryId, FreightTemplateId, MerchantId, ProductId, SkuId, TypedId as _};
use domain::listing::{
    AttributeDef, AttributeKind, CertificateKind, CertificateView, LotView, Template, Window,
};
use domain::orders::Address;
use domain::{Currency, Moment, Scope};
use services::ports::catalogue::{CatalogueRead, FreightTemplateRow, SkuForSale};
use services::ports::search::SearchDoc;
use services::{Error, Result};

/// More categories than a tree of two levels should have.
const CATEGORIES_MAX: i64 = 500;

const CATEGORIES: &str = "
    select id, slug, parent_id, name_zh, name_en from category
    order by case when parent_id is null then 0 else 1 end, position, id limit $1";

/// A product that the scope may see: offered by an open shop while the gate is open, or the merchant's own, or asked for by
/// staff.
const PRODUCT: &str = "
    select p.id, p.slug, p.name_zh, p.name_en, p.tagline_zh, p.tagline_en, p.description_zh,
        p.description_en, p.pictures_json, p.specs_json, p.attributes_json, p.sold, p.returnable,
        p.ships_within_hours, p.version, p.currency, p.category_id,
        m.id, m.slug, m.name_zh, m.name_en, m.intro_zh, m.intro_en, m.picture, m.region_zh,
        m.region_en, m.opened_at
    from product p join merchant m on m.id = p.merchant_id
    where (p.id = $1 or p.slug = $1)
        and ($2 = 1 or p.merchant_id = $3 or (p.on_sale = 1 and m.is_open = 1
            and p.shown_from <= $4 and $4 < p.shown_until))";

/// More attributes than a template should ask for.
const ATTRIBUTES_MAX: i64 = 60;

const TEMPLATE: &str = "select lots, certificate from category where id = $1";

const TEMPLATE_ATTRIBUTES: &str = "
    select key, name_zh, name_en, kind, unit_zh, unit_en, required, filter
    from category_attribute where category_id = $1 order by position, key limit $2";

/// The lots that may still be sold; more than a page tells are of no use to it.
const LOTS: &str = "
    select code, produced_at, expires_at from lot
    where product_id = $1 and produced_at <= $2 and $2 < expires_at and quantity > 0
    order by expires_at, id limit 5";

const CERTIFICATES: &str = "
    select kind, number, issuer_zh, issuer_en, valid_from, valid_until from certificate
    where product_id = $1 and valid_from <= $2 and $2 < valid_until
    order by valid_until, id limit 10";

const SKUS_OF: &str = "
    select s.id, s.choice_json, s.spec_zh, s.spec_en, s.price_minor, s.list_price_minor,
        i.on_hand - i.held, s.stock_units, s.weight_grams, s.stock_item_id
    from sku s join stock_item i on i.id = s.stock_item_id
    where s.product_id = $1 and (s.on_sale = 1 or $2 = 1)
    order by s.position, s.id limit 200";

const TRAIL: &str = "
    select c.id, c.slug, c.parent_id, c.name_zh, c.name_en from category c
    where c.id = $1 or c.id = (select d.parent_id from category d where d.id = $1)
    order by case when c.parent_id is null then 0 else 1 end, c.id";

const SKUS: &str =
    concat!("select ", sku_columns!(), " from sku s ", sku_joins!(), " where s.id in (list($1))");

const SHOP: &str = "
    select id, slug, name_zh, name_en, intro_zh, intro_en, picture, region_zh, region_en, opened_at
    from merchant
    where (id = $1 or slug = $1) and ($2 = 1 or id = $3 or is_open = 1)";

const SHOPS: &str = "
    select id, slug, name_zh, name_en, intro_zh, intro_en, picture, region_zh, region_en, opened_at
    from merchant where id in (list($1)) and ($2 = 1 or id = $3 or is_open = 1)";

const RETURN_ADDRESS: &str = "select return_address_json from merchant where id = $1";

const NEW_SHOPS: &str = "
    select id, slug, name_zh, name_en, intro_zh, intro_en, picture, region_zh, region_en, opened_at
    from merchant where is_open = 1 order by id desc limit $1";

/// What freight costs is public (3.2.1), so everybody may read the templates.
const FREIGHT_TEMPLATES: &str = "
    select id, merchant_id, name_zh, name_en, zones_json from freight_template
    where id in (list($1))";

#[async_trait]
impl CatalogueRead for Session {
    async fn categories(&mut self, _scope: &Scope) -> Result<Vec<CategoryView>> {
        let rows = self.all(CATEGORIES, args![CATEGORIES_MAX]).await?;
        rows.iter().map(|row| category(row.cols())).collect()
    }

    async fn products(
        &mut self,
        scope: &Scope,
        filter: &ProductFilter,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<ProductCard>> {
        lists::page(self, scope, filter, after, limit, now).await
    }

    async fn product_cards(
        &mut self,
        scope: &Scope,
        ids: &[ProductId],
        now: Moment,
    ) -> Result<Vec<ProductCard>> {
        lists::cards(self, scope, ids, now).await
    }

    async fn youngest_of_roots(
        &mut self,
        scope: &Scope,
        limit: i64,
        now: Moment,
    ) -> Result<Vec<(CategoryId, ProductCard)>> {
        lists::youngest_of_roots(self, scope, limit, now).await
    }

    async fn product(
        &mut self,
        scope: &Scope,
        id_or_slug: &str,
        now: Moment,
    ) -> Result<Option<ProductPage>> {
        let args = args![id_or_slug, scope.sees_all(), scoped::merchant(scope), now];
        let Some(row) = self.one(PRODUCT, args).await? else { return Ok(None) };
        let mut cols = row.cols();
        let (id, slug): (ProductId, _) = (cols.id()?, cols.text()?);
        let (name, tagline, description) = (cols.words()?, cols.words()?, cols.words()?);
        let (pictures, specs, attributes) = (cols.json()?, cols.json()?, cols.json()?);
        let (sold, returnable, ships_within_hours) = (cols.int()?, cols.flag()?, cols.int()?);
        let (version, currency, category_id) = (cols.int()?, cols.currency()?, cols.id()?);
        let shop = shop(cols)?;
        let own = scope.sees_all() || scoped::merchant(scope) == shop.id.as_str();
        Ok(Some(ProductPage {
            skus: self.skus_of(&id, own, currency).await?,
            trail: self.trail(&category_id).await?,
            lots: self.lots(&id, now).await?,
            certificates: self.certificates(&id, now).await?,
            id,
            slug,
            name,
            tagline,
            description,
            pictures,
            specs,
            attributes,
            shop,
            sold,
            returnable,
            ships_within_hours,
            version,
        }))
    }

    async fn template(&mut self, _scope: &Scope, id: &CategoryId) -> Result<Template> {
        let Some(row) = self.one(TEMPLATE, args![id]).await? else {
            return Ok(Template::default());
        };
        let mut cols = row.cols();
        let (lots, certificate) = (cols.flag()?, cols.opt_word(CertificateKind::parse)?);
        let rows = self.all(TEMPLATE_ATTRIBUTES, args![id, ATTRIBUTES_MAX]).await?;
        let attributes = rows.iter().map(|row| attribute_def(row.cols())).collect::<Result<_>>()?;
        Ok(Template { attributes, lots, certificate })
    }

    async fn skus(
        &mut self,
        _scope: &Scope,
        ids: &[SkuId],
        now: Moment,
    ) -> Result<Vec<SkuForSale>> {
        let rows = self.all(SKUS, &[Arg::ids(ids)]).await?;
        rows.iter().map(|row| sku_for_sale(&mut row.cols(), now)).collect()
    }

    async fn shop(&mut self, scope: &Scope, id_or_slug: &str) -> Result<Option<ShopView>> {
        let args = args![id_or_slug, scope.sees_all(), scoped::merchant(scope)];
        let row = self.one(SHOP, args).await?;
        row.map(|row| shop(row.cols())).transpose()
    }

    async fn shops(&mut self, scope: &Scope, ids: &[MerchantId]) -> Result<Vec<ShopView>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let own = Arg::from(scoped::merchant(scope));
        let rows = self.all(SHOPS, &[Arg::ids(ids), Arg::from(scope.sees_all()), own]).await?;
        rows.iter().map(|row| shop(row.cols())).collect()
    }

    async fn return_address(
        &mut self,
        scope: &Scope,
        merchant: &MerchantId,
    ) -> Result<Option<Address>> {
        scoped::after_sales(scope, merchant)?;
        let row = self.one(RETURN_ADDRESS, args![merchant]).await?;
        let Some(text) = row.map(|row| row.cols().opt_text()).transpose()?.flatten() else {
            return Ok(None);
        };
        serde_json::from_str(&text).map(Some).map_err(Error::broken)
    }

    async fn new_shops(&mut self, _scope: &Scope, limit: i64) -> Result<Vec<ShopView>> {
        let rows = self.all(NEW_SHOPS, args![limit.clamp(1, 50)]).await?;
        rows.iter().map(|row| shop(row.cols())).collect()
    }

    async fn search_docs(
        &mut self,
        scope: &Scope,
        after: Option<&ProductId>,
        limit: i64,
    ) -> Result<Vec<SearchDoc>> {
        scoped::staff(scope)?;
        docs::page(self, after, limit).await
    }

    async fn search_docs_of(&mut self, scope: &Scope, ids: &[ProductId]) -> Result<Vec<SearchDoc>> {
        scoped::staff(scope)?;
        docs::of(self, ids).await
    }

    async fn search_docs_count(&mut self, scope: &Scope) -> Result<i64> {
        scoped::staff(scope)?;
        docs::count(self).await
    }

    async fn freight_templates(
        &mut self,
        _scope: &Scope,
        ids: &[FreightTemplateId],
    ) -> Result<Vec<FreightTemplateRow>> {
        let rows = self.all(FREIGHT_TEMPLATES, &[Arg::ids(ids)]).await?;
        rows.iter()
            .map(|row| {
                let mut cols = row.cols();
                Ok(FreightTemplateRow {
                    id: cols.id()?,
                    merchant: cols.id()?,
                    name: cols.words()?,
                    zones_json: cols.text()?,
                })
            })
            .collect()
    }
}

impl Session {
    /// The SKUs of a product; `all` shows those that are not offered too.
    async fn skus_of(
        &mut self,
        id: &ProductId,
        all: bool,
        currency: Currency,
    ) -> Result<Vec<SkuView>> {
        let rows = self.all(SKUS_OF, args![id, all]).await?;
        rows.iter().map(|row| sku_view(row, currency)).collect()
    }

    async fn lots(&mut self, id: &ProductId, now: Moment) -> Result<Vec<LotView>> {
        let rows = self.all(LOTS, args![id, now]).await?;
        let lot = |row: &Row| {
            let mut cols = row.cols();
            let (code, produced_at) = (cols.text()?, cols.moment()?);
            Ok(LotView::seen(code, produced_at, cols.moment()?, now))
        };
        rows.iter().map(lot).collect()
    }

    async fn certificates(&mut self, id: &ProductId, now: Moment) -> Result<Vec<CertificateView>> {
        let rows = self.all(CERTIFICATES, args![id, now]).await?;
        rows.iter().map(|row| certificate(row.cols())).collect()
    }

    /// The categories from the top down to the given one.
    async fn trail(&mut self, id: &CategoryId) -> Result<Vec<CategoryView>> {
        let rows = self.all(TRAIL, args![id]).await?;
        rows.iter().map(|row| category(row.cols())).collect()
    }
}

fn category(mut cols: Cols<'_>) -> Result<CategoryView> {
    Ok(CategoryView {
        id: cols.id()?,
        slug: cols.text()?,
        parent: cols.opt_id()?,
        name: cols.words()?,
    })
}

fn attribute_def(mut cols: Cols<'_>) -> Result<AttributeDef> {
    Ok(AttributeDef {
        key: cols.text()?,
        name: cols.words()?,
        kind: cols.word(AttributeKind::parse)?,
        unit: cols.words()?,
        required: cols.flag()?,
        filter: cols.flag()?,
    })
}

fn certificate(mut cols: Cols<'_>) -> Result<CertificateView> {
    Ok(CertificateView {
        kind: cols.word(CertificateKind::parse)?,
        number: cols.text()?,
        issuer: cols.words()?,
        valid_from: cols.moment()?,
        valid_until: cols.moment()?,
    })
}

fn shop(mut cols: Cols<'_>) -> Result<ShopView> {
    Ok(ShopView {
        id: cols.id()?,
        slug: cols.text()?,
        name: cols.words()?,
        intro: cols.words()?,
        picture: cols.text()?,
        region: cols.words()?,
        opened_at: cols.moment()?,
    })
}

fn sku_view(row: &Row, currency: Currency) -> Result<SkuView> {
    let mut cols = row.cols();
    let (id, choice, spec) = (cols.id()?, cols.json()?, cols.words()?);
    let (price, list_price) = (cols.money(currency)?, cols.opt_money(currency)?);
    let (free, units) = (cols.int()?, cols.int()?);
    Ok(SkuView {
        id,
        choice,
        spec,
        price,
        list_price,
        available: free / units,
        weight_grams: cols.int()?,
        stock_item: cols.id()?,
    })
}

/// Reads the columns of [`sku_columns`] and leaves the cursor behind them.
pub(crate) fn sku_for_sale(cols: &mut Cols<'_>, now: Moment) -> Result<SkuForSale> {
    let (id, product, slug, name) = (cols.id()?, cols.id()?, cols.text()?, cols.words()?);
    let (spec, picture) = (cols.words()?, cols.text()?);
    let (merchant, merchant_slug, merchant_name) = (cols.id()?, cols.text()?, cols.words()?);
    let (category, currency) = (cols.id()?, cols.currency()?);
    let (price, freight, weight_grams) = (cols.money(currency)?, cols.id()?, cols.int()?);
    let (stock_item, stock_units) = (cols.id()?, cols.int()?);
    let (free, offered) = (cols.int()?, cols.flag()?);
    let shown = Window { from: cols.moment()?, until: cols.moment()? };
    Ok(SkuForSale {
        id,
        product,
        slug,
        name,
        spec,
        picture,
        merchant,
        merchant_slug,
        merchant_name,
        category,
        price,
        freight,
        weight_grams,
        stock_item,
        stock_units,
        available: free / stock_units,
        for_sale: offered && shown.holds(now),
        returnable: cols.flag()?,
        ships_within_hours: cols.int()?,
    })
}
