//! From the files to rows. Ids, ages and figures that the files leave open are derived from names and from the moment the
//! market was opened: the same market again for the same moment, so that a second process continues what a first began.

use super::data::{Data, Fee, Good, Kind, Leaf, Shop, words};
use super::recipe::Stalls;
use super::skus::{self, Axis};
use super::{evidence, facts, hash};
use crate::ports::catalogue::{NewCategory, NewFreightTemplate, NewMerchant, NewProduct};
use crate::ports::coupons::CouponRow;
use crate::{Error, Result, regions};
use domain::catalogue::Words;
use domain::id::{CategoryId, MerchantId, StockItemId, TypedId};
use domain::listing::{Evidence, Template, gate};
use domain::orders::Address;
use domain::quote::{Coupon, CouponScope, FreightRules, Funder, Slot, Zone};
use domain::rules::{Param, RuleVersion};
use domain::{Duration, Moment, Money};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many days ago the oldest product written by hand was put up.
const AGE_DAYS_MAX: u64 = 90;
/// How many days ago the youngest product from a recipe was put up, where its shop is that old: what is written by hand is the
/// front row.
const RECIPE_DAYS_MIN: u64 = 20;
/// How many days ago the oldest product from a recipe was put up.
const RECIPE_DAYS_MAX: u64 = 730;

/// Makes rows for a market opened at one moment.
pub struct Maker<'d> {
    data: &'d Data,
    stalls: Stalls<'d>,
    /// When the market was opened.
    pub opened_at: Moment,
}

/// A product ready to be written.
pub struct Goods {
    /// The row.
    pub product: NewProduct,
}

impl Goods {
    /// The same with a past: its sales are counted and not told, and what the past will take lies on the shelf as well, so
    /// that what the files say is left is left in the end.
    #[must_use]
    pub fn before_the_past(mut self, taken: &BTreeMap<StockItemId, i64>) -> Self {
        self.product.sold = 0;
        for sku in &mut self.product.skus {
            sku.on_hand += taken.get(&sku.stock_item).copied().unwrap_or_default();
        }
        self
    }

    /// How many rows it makes: the product, its lots and papers, and for each SKU itself, its stock and its price.
    pub fn rows(&self) -> usize {
        let product = &self.product;
        1 + 3 * product.skus.len() + product.lots.len() + product.certificates.len()
    }
}

impl<'d> Maker<'d> {
    /// A maker for a market opened at that moment.
    pub fn new(data: &'d Data, opened_at: Moment) -> Result<Self> {
        Ok(Self { data, stalls: Stalls::new(data)?, opened_at })
    }

    /// The id of what bears that name, as old as the market.
    pub fn id<T: TypedId>(&self, name: &str) -> T {
        id_at(self.opened_at, name)
    }

    /// The id of a shop, as old as the shop, so that the youngest shops sort last.
    pub fn shop_id(&self, slug: &str) -> Result<MerchantId> {
        let shop = self.data.shops.iter().find(|s| s.slug == slug);
        shop.map(|shop| self.merchant_id(shop)).ok_or_else(|| unknown("shop", slug))
    }

    fn merchant_id(&self, shop: &Shop) -> MerchantId {
        id_at(self.opened_at.minus(Duration::days(shop.open_days)), &shop.slug)
    }

    /// The category tree, parents first.
    pub fn categories(&self) -> Result<Vec<NewCategory>> {
        let mut rows = Vec::new();
        for (position, root) in (0i64..).zip(&self.data.roots) {
            let top = self.category(&root.slug, None, &words(&root.name), position);
            let parent = top.id.clone();
            rows.push(top);
            for (position, leaf) in (0i64..).zip(&root.children) {
                let above = Some(parent.clone());
                let row = self.category(&leaf.slug, above, &words(&leaf.name), position);
                rows.push(NewCategory { template: facts::template(self.data, leaf)?, ..row });
            }
        }
        Ok(rows)
    }

    fn category(
        &self,
        slug: &str,
        parent: Option<CategoryId>,
        name: &Words,
        position: i64,
    ) -> NewCategory {
        NewCategory {
            id: self.id(slug),
            slug: slug.to_owned(),
            parent,
            name: name.clone(),
            position,
            template: Template::default(),
        }
    }

    /// The shops.
    pub fn merchants(&self) -> Vec<NewMerchant> {
        let merchant = |shop: &Shop| NewMerchant {
            id: self.merchant_id(shop),
            slug: shop.slug.clone(),
            name: words(&shop.name),
            intro: words(&shop.intro),
            picture: art(&shop.picture),
            region_code: shop.region_code.clone(),
            region: words(&shop.region),
            return_address: Some(return_address(shop)),
            opened_at: self.opened_at.minus(Duration::days(shop.open_days)),
        };
        self.data.shops.iter().map(merchant).collect()
    }

    /// The freight templates of all shops.
    pub fn freight_templates(&self) -> Result<Vec<NewFreightTemplate>> {
        let mut rows = Vec::new();
        for shop in &self.data.shops {
            for freight in &shop.freight {
                let rules = FreightRules {
                    basis: freight.basis,
                    zones: freight.zones.iter().map(zone).collect(),
                    excluded: freight.excluded.clone(),
                };
                rows.push(NewFreightTemplate {
                    id: self.id(&format!("{}/{}", shop.slug, freight.key)),
                    merchant: self.merchant_id(shop),
                    name: words(&freight.name),
                    zones_json: serde_json::to_string(&rules).map_err(Error::broken)?,
                    created_at: self.opened_at,
                });
            }
        }
        Ok(rows)
    }

    /// The coupons of the shops and the platform.
    pub fn coupons(&self) -> Result<Vec<CouponRow>> {
        let mut rows = Vec::new();
        for voucher in &self.data.vouchers {
            let (scope, slot, funder) = match &voucher.shop {
                Some(slug) => {
                    (CouponScope::Merchant(self.shop_id(slug)?), Slot::Shop, Funder::Merchant)
                }
                None => (CouponScope::Platform, Slot::Platform, Funder::Platform),
            };
            rows.push(CouponRow {
                coupon: Coupon {
                    id: self.id(&voucher.key),
                    scope,
                    slot,
                    funder,
                    threshold: Money::fen(voucher.threshold),
                    off: Money::fen(voucher.off),
                    from: self.opened_at.plus(Duration::days(voucher.from_day)),
                    until: self.opened_at.plus(Duration::days(voucher.until_day)),
                },
                name: words(&voucher.name),
                uses_max: voucher.uses_max,
                used: 0,
            });
        }
        Ok(rows)
    }

    /// The first version of the rulebook: every figure as it is written beside its parameter, in force since the first shop
    /// opened.
    pub fn rules(&self) -> RuleVersion {
        let oldest = self.data.shops.iter().map(|s| s.open_days).max().unwrap_or_default();
        RuleVersion {
            id: self.id("rules/1"),
            number: 1,
            effective_from: self.opened_at.minus(Duration::days(oldest)),
            figures: Param::ALL.iter().map(|p| (*p, p.default_figure())).collect(),
        }
    }

    /// The goods with these numbers, one after the other; none is made before it is asked for.
    pub fn goods(&self, numbers: Range<u64>) -> impl Iterator<Item = Result<Goods>> {
        numbers.map(|n| self.made(n))
    }

    /// How many goods are written by hand. They have the first numbers.
    pub const fn by_hand(&self) -> u64 {
        self.data.goods.len() as u64
    }

    /// The product of that number, made from the number alone.
    pub fn made(&self, n: u64) -> Result<Goods> {
        match self.data.goods.get(usize::try_from(n).map_err(Error::broken)?) {
            Some(good) => {
                let days = 1 + hash(&good.slug, "age") % AGE_DAYS_MAX.min(self.days(good)?);
                self.good(n, good, days, sold(good, days, self.place(good)))
            }
            None => {
                let good = self.stalls.good(n, n - self.by_hand());
                let oldest = RECIPE_DAYS_MAX.min(self.days(&good)?);
                let youngest = RECIPE_DAYS_MIN.min(oldest / 2);
                let days = 1 + youngest + hash(&good.slug, "age") % (oldest - youngest).max(1);
                self.good(n, &good, days, sold_by_luck(&good, days))
            }
        }
    }

    /// How many days its shop has been open.
    fn days(&self, good: &Good) -> Result<u64> {
        Ok(self.shop(&good.shop)?.open_days.unsigned_abs())
    }

    fn good(&self, n: u64, good: &Good, days: u64, sold: i64) -> Result<Goods> {
        let shop = self.shop(&good.shop)?;
        let kind = self.data.kinds.get(&good.kind).ok_or_else(|| unknown("kind", &good.kind))?;
        let leaf = self.leaf(&kind.category)?;
        let freight = shop.freight.iter().find(|f| f.key == kind.freight);
        let freight = freight.or(shop.freight.first());
        let freight = freight.ok_or_else(|| unknown("freight of", &shop.slug))?;
        let minutes = hash(&good.slug, "minute") % (24 * 60);
        let age = Duration::days(days.cast_signed()).0 - Duration::minutes(minutes.cast_signed()).0;
        let created_at = self.opened_at.minus(Duration::millis(age));
        let axes = skus::axes(self.data, good)?;
        let mut product = NewProduct {
            id: id_at(created_at, &good.slug),
            merchant: self.merchant_id(shop),
            category: self.id(&kind.category),
            freight: self.id(&format!("{}/{}", shop.slug, freight.key)),
            slug: good.slug.clone(),
            name: words(&good.name),
            tagline: words(&good.tagline),
            description: description(good, kind, shop),
            pictures: pictures(good, n),
            specs: axes.iter().map(Axis::spec).collect(),
            attributes: facts::attributes(self.data, good, kind)?,
            returnable: good.returnable.unwrap_or(kind.returnable),
            ships_within_hours: good.hours.unwrap_or(kind.hours),
            sold,
            on_sale: true,
            skus: skus::all(good, &axes, created_at),
            lots: Vec::new(),
            certificates: evidence::certificates(good, leaf, self.opened_at),
            shown: None,
            created_at,
        };
        if leaf.lots {
            product.lots = evidence::lots(good, &product.attributes, &product.skus, self.opened_at);
        }
        self.pass(&mut product, leaf)?;
        Ok(Goods { product })
    }

    /// Sends the product through the gate: what lacks something its category asks for is stored and not shown.
    fn pass(&self, product: &mut NewProduct, leaf: &Leaf) -> Result<()> {
        let lots: Vec<_> = product.lots.iter().map(|lot| lot.told.clone()).collect();
        let papers: Vec<_> = product.certificates.iter().map(|c| c.told.clone()).collect();
        let evidence = Evidence {
            template: &facts::template(self.data, leaf)?,
            attributes: &product.attributes,
            lots: &lots,
            certificates: &papers,
        };
        product.shown = gate(evidence, self.opened_at).ok();
        // The lots and papers before today's are not told, but the goods stood there.
        if let Some(shown) = product.shown.as_mut().filter(|s| s.from <= self.opened_at) {
            shown.from = shown.from.min(product.created_at);
        }
        Ok(())
    }

    fn leaf(&self, slug: &str) -> Result<&Leaf> {
        let mut leaves = self.data.roots.iter().flat_map(|root| &root.children);
        leaves.find(|leaf| leaf.slug == slug).ok_or_else(|| unknown("category", slug))
    }

    /// How many goods of the same shop are liked more.
    fn place(&self, good: &Good) -> u64 {
        let liking = |g: &Good| hash(&g.slug, "favourite");
        let rivals = self.data.goods.iter().filter(|g| g.shop == good.shop);
        rivals.map(|rival| u64::from(liking(rival) > liking(good))).sum()
    }

    fn shop(&self, slug: &str) -> Result<&Shop> {
        self.data.shops.iter().find(|s| s.slug == slug).ok_or_else(|| unknown("shop", slug))
    }
}

/// Three paragraphs: the thing itself and its use, its keeping, how the shop packs it.
fn description(good: &Good, kind: &Kind, shop: &Shop) -> Words {
    let empty = (String::new(), String::new());
    let one = |from: &[(String, String)], what: &str| {
        let n = hash(&good.slug, what) as usize % from.len().max(1);
        from.get(n).unwrap_or(&empty).clone()
    };
    let using = one(&kind.using, "using");
    let keeping = one(&kind.keeping, "keeping");
    let packing = one(&shop.packing, "packing");
    Words::new(
        format!("{}{}\n\n{}\n\n{}", good.about.0, using.0, keeping.0, packing.0),
        format!("{} {}\n\n{}\n\n{}", good.about.1, using.1, keeping.1, packing.1),
    )
}

/// How many were sold before, in a market that has no past of its own; in one that has, how much it is liked by those who
/// choose: more of what is cheap, of what has been there for long, and of the few goods a shop is known
/// for. The `place` counts from the favourite down, so that the most sold of the market come from many shops.
fn sold(good: &Good, days: u64, place: u64) -> i64 {
    let most = match good.price {
        ..5_000 => 2_400,
        5_000..20_000 => 1_800,
        _ => 600,
    };
    let liking = 80 + hash(&good.slug, "sold") % 40;
    let seen = (10 + days) * 100 / (10 + AGE_DAYS_MAX);
    (3 + most * liking / 100 * seen / 100 * 2 / (2 + place)).cast_signed()
}

/// The same of a product from a recipe. Few goods sell a lot and many sell a little, in large shops and
/// small ones alike; what is cheap and what has been there for long sells more.
fn sold_by_luck(good: &Good, days: u64) -> i64 {
    let most = match good.price {
        ..5_000 => 4_800,
        5_000..20_000 => 2_700,
        _ => 900,
    };
    let rank = 1 + hash(&good.slug, "luck") % 400;
    (most * (60 + days) / (60 + RECIPE_DAYS_MAX) * 2 / (1 + rank) + rank % 7).cast_signed()
}

/// The pictures: a drawing of its kind that no other number has, then those made by hand.
fn pictures(good: &Good, n: u64) -> Vec<String> {
    let drawn = good.drawing.iter().map(|kind| format!("/pictures/{kind}-{n}.webp"));
    drawn.chain(good.art.iter().map(|name| art(name))).collect()
}

/// Where a shop of the demo market takes goods back. The road is nobody's and so is the number.
fn return_address(shop: &Shop) -> Address {
    let n = hash(&shop.slug, "returns");
    Address {
        recipient: format!("{}售后", shop.name.0),
        phone: format!("1380000{:04}", n % 10_000),
        region_code: shop.region_code.clone(),
        // A parcel needs the district too; the region of a shop's card names the city alone.
        region: regions::path(&shop.region_code).map_or_else(
            || shop.region.0.clone(),
            |path| path.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(" "),
        ),
        detail: format!("示例路 {} 号退货收件处", n % 200 + 1),
    }
}

/// A zone as freight is reckoned with.
pub fn zone(fee: &Fee) -> Zone {
    Zone {
        regions: fee.regions.clone(),
        first: fee.first,
        first_fee: Money::fen(fee.first_fee),
        step: fee.step,
        step_fee: Money::fen(fee.step_fee),
        free_over: fee.free_over.map(Money::fen),
    }
}

/// The address of a picture.
fn art(name: &str) -> String {
    format!("/art/{name}.svg")
}

/// An id in the shape of a UUIDv7: the moment in front, then bits that depend on kind, moment and name only.
pub fn id_at<T: TypedId>(at: Moment, name: &str) -> T {
    let digest = Sha256::digest(format!("{}:{}:{name}", T::PREFIX, at.millis()));
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    let chance = u128::from_be_bytes(bytes) & !(0xffff_ffff_ffff_u128 << 80);
    let stamp = u128::from(at.millis().unsigned_abs()) & 0xffff_ffff_ffff;
    // Version 7 in bits 76 to 79, variant 2 in bits 62 and 63.
    let bits = (stamp << 80) | (chance & !(0xf << 76) & !(0b11 << 62)) | (7 << 76) | (0b10 << 62);
    T::from_bits(bits)
}

/// What is named in the files and stands nowhere.
pub fn unknown(what: &str, name: &str) -> Error {
    Error::broken(format_args!("seed data name an unknown {what} {name}"))
}
