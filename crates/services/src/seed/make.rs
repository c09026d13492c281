//! From the files to rows. Ids, ages and figures that the files leave open are derived from names and from the moment the
//! market was opened: the same market again for the same moment, so that a second process continues what a first began.

use super::data::{Choice, Data, Fee, Good, Kind, Shop, words};
use crate::ports::catalogue::{NewCategory, NewFreightTemplate, NewMerchant, NewProduct, NewSku};
use crate::ports::coupons::CouponRow;
use crate::{Error, Result};
use domain::catalogue::{Attribute, SpecName, Words};
use domain::id::{CategoryId, MerchantId, StockItemId, TypedId};
use domain::listing::{Template, Window};
use domain::quote::{Coupon, CouponScope, FreightRules, Funder, Slot, Zone};
use domain::rules::{Param, RuleVersion};
use domain::{Duration, Moment, Money};
use sha2::{Digest as _, Sha256};

/// How many days ago the oldest product was put up.
const AGE_DAYS_MAX: u64 = 90;

/// Makes rows for a market opened at one moment.
pub struct Maker<'d> {
    data: &'d Data,
    /// When the market was opened.
    pub opened_at: Moment,
}

/// A product ready to be written.
pub struct Goods {
    /// The row.
    pub product: NewProduct,
}

impl Goods {
    /// How many rows it makes: the product, and for each SKU itself, its stock and its price.
    pub fn rows(&self) -> usize {
        1 + 3 * self.product.skus.len()
    }
}

impl<'d> Maker<'d> {
    /// A maker for a market opened at that moment.
    pub const fn new(data: &'d Data, opened_at: Moment) -> Self {
        Self { data, opened_at }
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
    pub fn categories(&self) -> Vec<NewCategory> {
        let mut rows = Vec::new();
        for (position, root) in (0i64..).zip(&self.data.roots) {
            let top = self.category(&root.slug, None, &words(&root.name), position);
            let parent = top.id.clone();
            rows.push(top);
            for (position, leaf) in (0i64..).zip(&root.children) {
                let above = Some(parent.clone());
                rows.push(self.category(&leaf.slug, above, &words(&leaf.name), position));
            }
        }
        rows
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

    /// All goods, the oldest first.
    pub fn goods(&self) -> Result<Vec<Goods>> {
        let mut goods = self.data.goods.iter().map(|g| self.good(g)).collect::<Result<Vec<_>>>()?;
        goods.sort_by(|a, b| a.product.id.cmp(&b.product.id));
        Ok(goods)
    }

    fn good(&self, good: &Good) -> Result<Goods> {
        let shop = self.shop(&good.shop)?;
        let kind = self.data.kinds.get(&good.kind).ok_or_else(|| unknown("kind", &good.kind))?;
        let freight = shop.freight.iter().find(|f| f.key == kind.freight);
        let freight = freight.or(shop.freight.first());
        let freight = freight.ok_or_else(|| unknown("freight of", &shop.slug))?;
        let days = 1 + hash(&good.slug, "age") % AGE_DAYS_MAX.min(shop.open_days.unsigned_abs());
        let minutes = hash(&good.slug, "minute") % (24 * 60);
        let age = Duration::days(days.cast_signed()).0 - Duration::minutes(minutes.cast_signed()).0;
        let created_at = self.opened_at.minus(Duration::millis(age));
        let art_names = if good.art.is_empty() { &kind.art } else { &good.art };
        let axes = self.axes(good)?;
        let product = NewProduct {
            id: id_at(created_at, &good.slug),
            merchant: self.merchant_id(shop),
            category: self.id(&kind.category),
            freight: self.id(&format!("{}/{}", shop.slug, freight.key)),
            slug: good.slug.clone(),
            name: words(&good.name),
            tagline: words(&good.tagline),
            description: description(good, kind, shop),
            pictures: art_names.iter().map(|name| art(name)).collect(),
            specs: axes.iter().map(Axis::spec).collect(),
            attributes: self.attributes(good, kind)?,
            returnable: good.returnable.unwrap_or(kind.returnable),
            ships_within_hours: good.hours.unwrap_or(kind.hours),
            sold: sold(good, days, self.place(good)),
            on_sale: true,
            skus: skus(good, &axes, created_at),
            lots: Vec::new(),
            certificates: Vec::new(),
            shown: Some(Window::ALWAYS),
            created_at,
        };
        Ok(Goods { product })
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

    /// What the kind tells and what the product tells, in the order of the dictionary; the product has the last word.
    fn attributes(&self, good: &Good, kind: &Kind) -> Result<Vec<Attribute>> {
        let names = &self.data.dictionary.facts;
        if let Some(strange) =
            good.facts.keys().chain(kind.facts.keys()).find(|k| names.iter().all(|n| n.0 != **k))
        {
            return Err(unknown("fact", strange));
        }
        let told = names.iter().filter_map(|(key, zh, en)| {
            let value = good.facts.get(key).or_else(|| kind.facts.get(key))?;
            let name = Words::new(zh.as_str(), en.as_str());
            Some(Attribute::text(key.as_str(), name, value.words()))
        });
        Ok(told.collect())
    }

    fn axes(&self, good: &Good) -> Result<Vec<Axis>> {
        let mut axes = Vec::new();
        if !good.colours.is_empty() {
            let palette = &self.data.dictionary.colours;
            let look_up = |key: &String| {
                let pair = palette.get(key).ok_or_else(|| unknown("colour", key))?;
                Ok(Value::plain(words(pair)))
            };
            let values: Result<_> = good.colours.iter().map(look_up).collect();
            axes.push(Axis { name: Words::new("颜色", "Colour"), values: values? });
        }
        if !good.sizes.is_empty() {
            let values = good.sizes.iter().map(|s| Value::plain(s.words())).collect();
            axes.push(Axis { name: Words::new("尺码", "Size"), values });
        }
        if !good.options.is_empty() {
            let usual = || Words::new("规格", "Option");
            let name = good.option_name.as_ref().map_or_else(usual, words);
            axes.push(Axis { name, values: good.options.iter().map(Value::of).collect() });
        }
        Ok(axes)
    }
}

/// One way in which SKUs differ.
struct Axis {
    name: Words,
    values: Vec<Value>,
}

impl Axis {
    fn spec(&self) -> SpecName {
        let values = self.values.iter().map(|v| v.words.clone()).collect();
        SpecName { name: self.name.clone(), values }
    }
}

/// One choice, with what it adds to the smallest one.
struct Value {
    words: Words,
    more: i64,
    grams: i64,
    units: i64,
}

impl Value {
    const fn plain(words: Words) -> Self {
        Self { words, more: 0, grams: 0, units: 1 }
    }

    fn of(choice: &Choice) -> Self {
        Self {
            words: Words::new(choice.zh.as_str(), choice.en.as_str()),
            more: choice.more,
            grams: choice.grams,
            units: choice.units,
        }
    }
}

/// Every combination of the values, the last axis running fastest.
fn skus(good: &Good, axes: &[Axis], at: Moment) -> Vec<NewSku> {
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for axis in axes {
        let longer = |before: Vec<usize>| {
            (0..axis.values.len()).map(move |i| before.iter().copied().chain([i]).collect())
        };
        choices = choices.into_iter().flat_map(longer).collect();
    }
    choices.into_iter().enumerate().map(|(n, choice)| sku(good, axes, n, choice, at)).collect()
}

fn sku(good: &Good, axes: &[Axis], n: usize, choice: Vec<usize>, at: Moment) -> NewSku {
    let name = format!("{}/{n}", good.slug);
    let values: Vec<&Value> = axes.iter().zip(&choice).map(|(a, i)| &a.values[*i]).collect();
    let more: i64 = values.iter().map(|v| v.more).sum();
    let units: i64 = values.iter().map(|v| v.units).product();
    let join = |text: fn(&Words) -> &str| {
        values.iter().map(|v| text(&v.words)).collect::<Vec<_>>().join(" · ")
    };
    let plausible = 12 + (hash(&name, "left") % 180).cast_signed();
    let left = good.left.iter().cycle().nth(n).copied().unwrap_or(plausible);
    let (stock_item, stock_units, on_hand): (StockItemId, i64, i64) = match good.heap {
        Some(heap) => (id_at(at, &format!("{}/heap", good.slug)), units, heap),
        None => (id_at(at, &name), 1, left),
    };
    NewSku {
        id: id_at(at, &name),
        stock_item,
        stock_units,
        on_hand,
        choice,
        spec: Words::new(join(|w| &w.zh), join(|w| &w.en)),
        price: Money::fen(good.price + more),
        list_price: good.list.map(|list| Money::fen(list + more)),
        weight_grams: good.grams + values.iter().map(|v| v.grams).sum::<i64>(),
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

/// How many were sold before: more of what is cheap, of what has been there for long, and of the few goods a shop is known
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

fn zone(fee: &Fee) -> Zone {
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
fn id_at<T: TypedId>(at: Moment, name: &str) -> T {
    let digest = Sha256::digest(format!("{}:{}:{name}", T::PREFIX, at.millis()));
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    let chance = u128::from_be_bytes(bytes) & !(0xffff_ffff_ffff_u128 << 80);
    let stamp = u128::from(at.millis().unsigned_abs()) & 0xffff_ffff_ffff;
    // Version 7 in bits 76 to 79, variant 2 in bits 62 and 63.
    let bits = (stamp << 80) | (chance & !(0xf << 76) & !(0b11 << 62)) | (7 << 76) | (0b10 << 62);
    T::from_bits(bits)
}

/// A number that depends on the two names only.
fn hash(name: &str, what: &str) -> u64 {
    let digest = Sha256::digest(format!("{what}:{name}"));
    digest.iter().take(8).fold(0, |n, byte| (n << 8) | u64::from(*byte))
}

fn unknown(what: &str, name: &str) -> Error {
    Error::broken(format_args!("seed data name an unknown {what} {name}"))
}
