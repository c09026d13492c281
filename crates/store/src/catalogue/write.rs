//! Writing the catalogue.

use super::told;
use crate::args;
use crate::db::Session;
use crate::scoped;
use async_trait::async_trait;
use domain::id::{CategoryId, MerchantId, ProductId, SkuId, TypedId as _};
use domain::listing::{AttributeDef, Window};
use domain::orders::Address;
use domain::{Code, Currency, Moment, Money, Scope};
use serde::Serialize;
use services::ports::catalogue::{
    CatalogueWrite, NewCategory, NewFreightTemplate, NewMerchant, NewProduct, NewSku,
};
use services::{Error, Result};

const ADD_MERCHANT: &str = "
    insert into merchant (id, slug, name_zh, name_en, intro_zh, intro_en, picture, region_code,
        region_zh, region_en, is_open, opened_at, return_address_json)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12)";

const ADD_CATEGORY: &str = "
    insert into category (id, slug, parent_id, name_zh, name_en, position, lots, certificate)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

const ADD_CATEGORY_ATTRIBUTE: &str = "
    insert into category_attribute (category_id, key, name_zh, name_en, kind, unit_zh, unit_en,
        required, filter, position)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const ADD_FREIGHT_TEMPLATE: &str = "
    insert into freight_template (id, merchant_id, name_zh, name_en, zones_json, created_at)
    values ($1, $2, $3, $4, $5, $6)";

const ROOT: &str = "select coalesce(parent_id, id) from category where id = $1";

const ADD_PRODUCT: &str = "
    insert into product (id, merchant_id, category_id, root_id, freight_template_id, slug, name_zh,
        name_en, tagline_zh, tagline_en, description_zh, description_en, picture, pictures_json,
        specs_json, attributes_json, price_minor, list_price_minor, currency, returnable,
        ships_within_hours, sold, on_sale, version, created_at, updated_at, shown_from, shown_until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, 1, $24, $24, $25, $26)";

const ADD_LOT: &str = "
    insert into lot (id, merchant_id, product_id, stock_item_id, code, produced_at, expires_at,
        quantity, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const ADD_CERTIFICATE: &str = "
    insert into certificate (id, merchant_id, product_id, kind, number, issuer_zh, issuer_en,
        valid_from, valid_until, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const ADD_STOCK_ITEM: &str = "
    insert into stock_item (id, merchant_id, on_hand, held, updated_at) values ($1, $2, $3, 0, $4)";

const ADD_SKU: &str = "
    insert into sku (id, merchant_id, product_id, stock_item_id, stock_units, choice_json, spec_zh,
        spec_en, price_minor, list_price_minor, weight_grams, on_sale, position, updated_at)
    values ($1, $2, $3, $4, $13, $5, $6, $7, $8, $9, $10, 1, $11, $12)";

const ADD_PRICE: &str = "
    insert into price_change (sku_id, changed_at, price_minor) values ($1, $2, $3)
    on conflict (sku_id, changed_at) do update set price_minor = excluded.price_minor";

const SET_ON_SALE: &str = "
    update product set on_sale = $2, version = version + 1, updated_at = $3
    where id = $1 and ($4 = 1 or merchant_id = $5)";

const SET_RETURN_ADDRESS: &str = "update merchant set return_address_json = $2 where id = $1";

const SET_PRICE: &str = "
    update sku set price_minor = $2, updated_at = $3
    where id = $1 and ($4 = 1 or merchant_id = $5)
        and $6 = (select p.currency from product p where p.id = sku.product_id)
    returning product_id";

/// The lowest price and its SKU's list price, kept on the product so that lists can be ordered by an index.
const LOWEST_PRICE: &str = "
    update product set version = version + 1, updated_at = $2,
        price_minor = (select min(s.price_minor) from sku s where s.product_id = $1 and s.on_sale = 1),
        list_price_minor = (select s.list_price_minor from sku s
            where s.product_id = $1 and s.on_sale = 1 order by s.price_minor, s.position limit 1)
    where id = $1";

/// The count of sales is no edit: it has no version, so that a sale never makes a merchant's page stale.
const COUNT_SOLD: &str = "
    update product set sold = case when sold + $2 < 0 then 0 else sold + $2 end where id = $1";

/// No time at all.
const NEVER: Window = Window { from: Moment(0), until: Moment(0) };

#[async_trait]
impl CatalogueWrite for Session {
    async fn add_merchant(&mut self, scope: &Scope, merchant: &NewMerchant) -> Result<()> {
        scoped::staff(scope)?;
        let back = merchant.return_address.as_ref().map(serde_json::to_string);
        let args = args![
            &merchant.id,
            merchant.slug.as_str(),
            merchant.name.zh.as_str(),
            merchant.name.en.as_str(),
            merchant.intro.zh.as_str(),
            merchant.intro.en.as_str(),
            merchant.picture.as_str(),
            merchant.region_code.as_str(),
            merchant.region.zh.as_str(),
            merchant.region.en.as_str(),
            merchant.opened_at,
            back.transpose().map_err(Error::broken)?,
        ];
        self.execute(ADD_MERCHANT, args).await.map(|_| ())
    }

    async fn add_category(&mut self, scope: &Scope, category: &NewCategory) -> Result<()> {
        scoped::staff(scope)?;
        let args = args![
            &category.id,
            category.slug.as_str(),
            category.parent.as_ref().map(|p| p.as_str().to_owned()),
            category.name.zh.as_str(),
            category.name.en.as_str(),
            category.position,
            category.template.lots,
            category.template.certificate.map(|kind| kind.as_str().to_owned()),
        ];
        self.execute(ADD_CATEGORY, args).await?;
        for (position, def) in (0i64..).zip(&category.template.attributes) {
            self.insert_attribute_def(&category.id, def, position).await?;
        }
        Ok(())
    }

    async fn add_freight_template(
        &mut self,
        scope: &Scope,
        template: &NewFreightTemplate,
    ) -> Result<()> {
        scoped::owned(scope, &template.merchant)?;
        let args = args![
            &template.id,
            &template.merchant,
            template.name.zh.as_str(),
            template.name.en.as_str(),
            template.zones_json.as_str(),
            template.created_at,
        ];
        self.execute(ADD_FREIGHT_TEMPLATE, args).await.map(|_| ())
    }

    async fn add_product(&mut self, scope: &Scope, product: &NewProduct) -> Result<()> {
        scoped::owned(scope, &product.merchant)?;
        let row = self.one(ROOT, args![&product.category]).await?.ok_or(Code::ChoiceUnknown)?;
        let root = row.cols().text()?;
        let lowest = product.skus.iter().min_by_key(|s| s.price.minor);
        let lowest = lowest.ok_or_else(|| Error::broken("a product without a SKU"))?;
        let currency = lowest.price.currency;
        if product.skus.iter().any(|s| s.price.currency != currency) {
            return Err(Error::broken("a product in two currencies"));
        }
        self.insert_product(product, &root, lowest, currency).await?;
        for (position, sku) in product.skus.iter().enumerate() {
            self.insert_sku(product, sku, position).await?;
        }
        self.insert_evidence(product).await?;
        told::product(self, &product.id, "catalogue.added", product.created_at).await
    }

    async fn set_on_sale(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        on_sale: bool,
        now: Moment,
    ) -> Result<bool> {
        let args = args![id, on_sale, now, scope.sees_all(), scoped::merchant(scope)];
        if self.execute(SET_ON_SALE, args).await? == 0 {
            return Ok(false);
        }
        let kind = if on_sale { "catalogue.put_up" } else { "catalogue.taken_down" };
        told::product(self, id, kind, now).await?;
        Ok(true)
    }

    async fn count_sold(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        units: i64,
        fact: &str,
        now: Moment,
    ) -> Result<()> {
        scoped::system(scope)?;
        self.execute(COUNT_SOLD, args![id, units]).await?;
        told::product_of(self, id, "catalogue.sold", fact, now).await
    }

    async fn set_return_address(
        &mut self,
        scope: &Scope,
        merchant: &MerchantId,
        address: &Address,
    ) -> Result<bool> {
        scoped::after_sales(scope, merchant)?;
        let text = serde_json::to_string(address).map_err(Error::broken)?;
        Ok(self.execute(SET_RETURN_ADDRESS, args![merchant, text]).await? == 1)
    }

    async fn set_price(
        &mut self,
        scope: &Scope,
        id: &SkuId,
        price: Money,
        now: Moment,
    ) -> Result<bool> {
        let own = scoped::merchant(scope);
        let args = args![id, price.minor, now, scope.sees_all(), own, price.currency.code()];
        let Some(row) = self.one(SET_PRICE, args).await? else { return Ok(false) };
        let product: ProductId = row.cols().id()?;
        self.execute(LOWEST_PRICE, args![&product, now]).await?;
        self.execute(ADD_PRICE, args![id, now, price.minor]).await?;
        told::product(self, &product, "catalogue.priced", now).await?;
        Ok(true)
    }
}

impl Session {
    async fn insert_attribute_def(
        &mut self,
        category: &CategoryId,
        def: &AttributeDef,
        position: i64,
    ) -> Result<()> {
        let args = args![
            category,
            def.key.as_str(),
            def.name.zh.as_str(),
            def.name.en.as_str(),
            def.kind.as_str(),
            def.unit.zh.as_str(),
            def.unit.en.as_str(),
            def.required,
            def.filter,
            position,
        ];
        self.execute(ADD_CATEGORY_ATTRIBUTE, args).await.map(|_| ())
    }

    /// Lots and certificates.
    async fn insert_evidence(&mut self, product: &NewProduct) -> Result<()> {
        for lot in &product.lots {
            let args = args![
                &lot.id,
                &product.merchant,
                &product.id,
                &lot.stock_item,
                lot.told.code.as_str(),
                lot.told.produced_at,
                lot.told.expires_at,
                lot.quantity,
                product.created_at,
            ];
            self.execute(ADD_LOT, args).await?;
        }
        for paper in &product.certificates {
            let args = args![
                &paper.id,
                &product.merchant,
                &product.id,
                paper.told.kind.as_str(),
                paper.told.number.as_str(),
                paper.told.issuer.zh.as_str(),
                paper.told.issuer.en.as_str(),
                paper.told.valid_from,
                paper.told.valid_until,
                product.created_at,
            ];
            self.execute(ADD_CERTIFICATE, args).await?;
        }
        Ok(())
    }

    async fn insert_product(
        &mut self,
        product: &NewProduct,
        root: &str,
        lowest: &NewSku,
        currency: Currency,
    ) -> Result<()> {
        let picture = product.pictures.first().map_or("", String::as_str);
        let shown = product.shown.unwrap_or(NEVER);
        let args = args![
            &product.id,
            &product.merchant,
            &product.category,
            root,
            &product.freight,
            product.slug.as_str(),
            product.name.zh.as_str(),
            product.name.en.as_str(),
            product.tagline.zh.as_str(),
            product.tagline.en.as_str(),
            product.description.zh.as_str(),
            product.description.en.as_str(),
            picture,
            json(&product.pictures)?,
            json(&product.specs)?,
            json(&product.attributes)?,
            lowest.price.minor,
            lowest.list_price.map(|p| p.minor),
            currency.code(),
            product.returnable,
            product.ships_within_hours,
            product.sold,
            product.on_sale,
            product.created_at,
            shown.from,
            shown.until,
        ];
        self.execute(ADD_PRODUCT, args).await.map(|_| ())
    }

    async fn insert_sku(
        &mut self,
        product: &NewProduct,
        sku: &NewSku,
        position: usize,
    ) -> Result<()> {
        let now = product.created_at;
        let shared = product.skus.iter().take(position).any(|s| s.stock_item == sku.stock_item);
        if !shared {
            let stock = args![&sku.stock_item, &product.merchant, sku.on_hand, now];
            self.execute(ADD_STOCK_ITEM, stock).await?;
        }
        let args = args![
            &sku.id,
            &product.merchant,
            &product.id,
            &sku.stock_item,
            json(&sku.choice)?,
            sku.spec.zh.as_str(),
            sku.spec.en.as_str(),
            sku.price.minor,
            sku.list_price.map(|p| p.minor),
            sku.weight_grams,
            i64::try_from(position).map_err(Error::broken)?,
            now,
            sku.stock_units,
        ];
        self.execute(ADD_SKU, args).await?;
        self.execute(ADD_PRICE, args![&sku.id, now, sku.price.minor]).await.map(|_| ())
    }
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}
