//! A market from somebody's own catalogue instead of the goods of the demo: a plain JSON file of products with their variants,
//! so that one can see one's own goods in the shop, or put the same goods into several markets and compare them. The file is
//! strange ground: everything in it is checked before anything is written.

use super::data::Fee;
use super::make::{Goods, id_at, zone};
use crate::ports::catalogue::{NewCategory, NewFreightTemplate, NewMerchant, NewProduct, NewSku};
use crate::{Error, Result};
use domain::catalogue::{SpecName, Words};
use domain::id::{CategoryId, FreightTemplateId, MerchantId};
use domain::listing::{Template, Window};
use domain::quote::{Basis, FreightRules};
use domain::{Moment, Money};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What weighs what the file does not say.
const GRAMS: i64 = 500;
/// Within how many hours the goods of a catalogue leave the shop.
const HOURS: i64 = 48;
/// More variants than this would not fit into one step.
const VARIANTS_MAX: usize = 100;

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum File {
    Bare(Vec<Listed>),
    Wrapped { products: Vec<Listed> },
}

/// A product of the file.
#[derive(Debug, Deserialize)]
struct Listed {
    name: String,
    slug: String,
    #[serde(default)]
    description: String,
    category: String,
    /// Whoever sells it; each brand becomes a shop.
    #[serde(default)]
    brand: String,
    /// A path on this server; without one a drawing stands in.
    #[serde(default)]
    image: String,
    variants: Vec<Variant>,
}

/// One choice of a product.
#[derive(Debug, Deserialize)]
struct Variant {
    sku: String,
    #[serde(default)]
    size: String,
    /// In cents.
    price: i64,
    stock: i64,
}

/// A catalogue that may be written.
pub struct Catalogue {
    products: Vec<Listed>,
    categories: Vec<String>,
    brands: Vec<String>,
}

impl Catalogue {
    /// Reads the file and checks every product; the first one that cannot be sold is named.
    pub fn read(text: &str) -> Result<Self> {
        let file: File = serde_json::from_str(text)
            .map_err(|e| Error::broken(format_args!("this is no catalogue: {e}")))?;
        let (File::Bare(products) | File::Wrapped { products }) = file;
        let (mut slugs, mut skus) = (BTreeSet::new(), BTreeSet::new());
        for product in &products {
            let fault = product.fault();
            let twice = !slugs.insert(product.slug.as_str())
                || product.variants.iter().any(|v| !skus.insert(v.sku.as_str()));
            let fault = fault.or(twice.then_some("its slug or one of its SKUs stands there twice"));
            if let Some(fault) = fault {
                return Err(Error::broken(format_args!("catalogue: {}: {fault}", product.slug)));
            }
        }
        if products.is_empty() {
            return Err(Error::broken("catalogue: there is no product in it"));
        }
        let categories = distinct(products.iter().map(|p| p.category.as_str()));
        let brands = distinct(products.iter().map(|p| p.brand.as_str()));
        Ok(Self { products, categories, brands })
    }

    /// How many products it has.
    pub const fn count(&self) -> u64 {
        self.products.len() as u64
    }

    /// The categories, one level of them.
    pub fn categories(&self, at: Moment) -> Vec<NewCategory> {
        let category = |(position, name): (i64, &String)| NewCategory {
            id: category_id(at, name),
            slug: address("category", position, name),
            parent: None,
            name: Words::new(name.as_str(), ""),
            position,
            template: Template::default(),
        };
        (0i64..).zip(&self.categories).map(category).collect()
    }

    /// A shop for each brand.
    pub fn merchants(&self, at: Moment) -> Vec<NewMerchant> {
        let shop = |(n, brand): (i64, &String)| NewMerchant {
            id: shop_id(at, brand),
            slug: address("shop", n, brand),
            name: if brand.is_empty() {
                Words::new("目录商店", "Catalogue shop")
            } else {
                Words::new(brand.as_str(), "")
            },
            intro: Words::new("来自导入的商品目录。", "From an imported catalogue."),
            picture: "/art/shop-zm.svg".to_owned(),
            region_code: "110101".to_owned(),
            region: Words::new("未注明", "Not stated"),
            return_address: None,
            opened_at: at,
        };
        (0i64..).zip(&self.brands).map(shop).collect()
    }

    /// One freight template for each shop: free on the mainland.
    pub fn freight_templates(&self, at: Moment) -> Result<Vec<NewFreightTemplate>> {
        let free = Fee {
            regions: vec![String::new()],
            first: 1,
            first_fee: 0,
            step: 0,
            step_fee: 0,
            free_over: None,
        };
        let excluded = ["71", "81", "82"].map(str::to_owned).to_vec();
        let rules = FreightRules { basis: Basis::Pieces, zones: vec![zone(&free)], excluded };
        let zones_json = serde_json::to_string(&rules).map_err(Error::broken)?;
        let template = |brand: &String| NewFreightTemplate {
            id: freight_id(at, brand),
            merchant: shop_id(at, brand),
            name: Words::new("包邮", "Free on the mainland"),
            zones_json: zones_json.clone(),
            created_at: at,
        };
        Ok(self.brands.iter().map(template).collect())
    }

    /// The shop that the demo's shopkeeper is given.
    pub fn first_shop(&self, at: Moment) -> Result<MerchantId> {
        let first = self.brands.first().ok_or_else(|| Error::broken("catalogue: no shop"))?;
        Ok(shop_id(at, first))
    }

    /// The products, one after the other.
    pub fn goods(&self, at: Moment) -> impl Iterator<Item = Result<Goods>> {
        (0u64..).zip(&self.products).map(move |(n, p)| Ok(Goods { product: p.row(n, at) }))
    }
}

impl Listed {
    /// Why it cannot be sold, if it cannot.
    fn fault(&self) -> Option<&'static str> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let many = self.variants.len();
        match () {
            () if self.slug.is_empty() || !self.slug.chars().all(plain) => {
                Some("a slug is made of small letters, figures and hyphens")
            }
            () if self.name.trim().is_empty() => Some("it has no name"),
            () if self.category.trim().is_empty() => Some("it has no category"),
            () if many == 0 || many > VARIANTS_MAX => Some("it has no variant, or more than 100"),
            () if self.variants.iter().any(|v| v.price <= 0) => {
                Some("a price is not above nothing")
            }
            () if self.variants.iter().any(|v| v.stock < 0) => Some("a stock is below nothing"),
            () => None,
        }
    }

    fn row(&self, n: u64, at: Moment) -> NewProduct {
        let drawn = || format!("/pictures/box-{n}.webp");
        let own = self.image.starts_with('/') && !self.image.starts_with("//");
        let choices: Vec<_> = self.variants.iter().map(|v| Words::new(v.label(), "")).collect();
        let one = self.variants.len() == 1;
        let spec = || SpecName { name: Words::new("规格", "Option"), values: choices.clone() };
        let skus = self.variants.iter().zip(&choices).enumerate();
        NewProduct {
            id: id_at(at, &self.slug),
            merchant: shop_id(at, &self.brand),
            category: category_id(at, &self.category),
            freight: freight_id(at, &self.brand),
            slug: self.slug.clone(),
            name: Words::new(self.name.as_str(), ""),
            tagline: Words::default(),
            description: Words::new(self.description.as_str(), ""),
            pictures: vec![if own { self.image.clone() } else { drawn() }],
            specs: if one { Vec::new() } else { vec![spec()] },
            attributes: Vec::new(),
            returnable: true,
            ships_within_hours: HOURS,
            sold: 0,
            on_sale: true,
            skus: skus.map(|(i, (variant, words))| variant.row(one, i, words, at)).collect(),
            lots: Vec::new(),
            certificates: Vec::new(),
            shown: Some(Window::ALWAYS),
            created_at: at,
        }
    }
}

impl Variant {
    fn label(&self) -> &str {
        if self.size.is_empty() { &self.sku } else { &self.size }
    }

    fn row(&self, alone: bool, place: usize, words: &Words, at: Moment) -> NewSku {
        NewSku {
            id: id_at(at, &self.sku),
            stock_item: id_at(at, &self.sku),
            stock_units: 1,
            on_hand: self.stock,
            choice: if alone { Vec::new() } else { vec![place] },
            spec: if alone { Words::default() } else { words.clone() },
            price: Money::fen(self.price),
            list_price: None,
            weight_grams: GRAMS,
        }
    }
}

fn category_id(at: Moment, name: &str) -> CategoryId {
    id_at(at, name)
}

fn shop_id(at: Moment, brand: &str) -> MerchantId {
    id_at(at, brand)
}

fn freight_id(at: Moment, brand: &str) -> FreightTemplateId {
    id_at(at, brand)
}

/// A name as a part of an address: its own letters where there are any, and a number that keeps it apart from others.
fn address(what: &str, n: i64, name: &str) -> String {
    let letters = name.to_lowercase();
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let plain = words.collect::<Vec<_>>().join("-");
    if plain.is_empty() { format!("{what}-{}", n + 1) } else { format!("{plain}-{}", n + 1) }
}

/// Each text once, in the order in which they first stand there.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| seen.insert(*text)).map(str::to_owned).collect()
}
