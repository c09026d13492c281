//! The words and figures of the demo market as they stand in the files under `data/`. This room only reads them; what they
//! become is decided in `make`. A misspelt key is an error, so that nothing is silently left out.

use super::recipe::Recipe;
use crate::{Error, Result};
use domain::catalogue::Words;
use domain::listing::{AttributeKind, CertificateKind};
use domain::quote::Basis;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A text in both languages; one text alone stands for both (`300 ml`).
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Said {
    /// The same in both languages.
    Same(String),
    /// Chinese, English.
    Both(String, String),
}

/// Chinese, English.
pub type Pair = (String, String);

/// A first-level category and those below it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    pub slug: String,
    pub name: Pair,
    pub children: Vec<Leaf>,
}

/// A second-level category and what it asks of its goods (2.3.2).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    pub slug: String,
    pub name: Pair,
    /// The facts without which goods are not shown.
    #[serde(default)]
    pub asks: Vec<String>,
    /// The facts that lists offer as filters.
    #[serde(default)]
    pub filters: Vec<String>,
    /// Whether goods come in lots with dates.
    #[serde(default)]
    pub lots: bool,
    pub certificate: Option<CertificateKind>,
}

/// A shop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    pub slug: String,
    pub name: Pair,
    pub intro: Pair,
    /// The file name of its picture.
    pub picture: String,
    pub region_code: String,
    pub region: Pair,
    /// How many days before the market opened the shop did.
    pub open_days: i64,
    /// How it packs and sends; every product page of the shop ends with one of these.
    pub packing: Vec<Pair>,
    /// The first one is the usual one.
    pub freight: Vec<Freight>,
    /// What the shop calls its lines of goods; no other shop uses these words.
    #[serde(default)]
    pub series: Vec<Pair>,
    /// What it sells besides the goods written by hand: a recipe or a whole second-level category, and how much of each
    /// recipe compared with other shops.
    #[serde(default)]
    pub sells: BTreeMap<String, u64>,
}

/// A freight template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freight {
    /// `usual`, or what a kind of goods asks for, `cold`.
    pub key: String,
    pub name: Pair,
    pub basis: Basis,
    pub zones: Vec<Fee>,
    /// Prefixes of region codes that are not delivered to.
    #[serde(default)]
    pub excluded: Vec<String>,
}

/// A fee for some regions; money in fen, sizes in pieces or grams.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    pub regions: Vec<String>,
    pub first: i64,
    pub first_fee: i64,
    pub step: i64,
    pub step_fee: i64,
    pub free_over: Option<i64>,
}

/// A coupon; money in fen, days counted from the opening of the market.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voucher {
    pub key: String,
    pub name: Pair,
    /// The shop's slug; without it the coupon is the platform's.
    pub shop: Option<String>,
    pub threshold: i64,
    pub off: i64,
    pub from_day: i64,
    pub until_day: i64,
    pub uses_max: i64,
}

/// What goods of one kind have in common: where they stand, what the law wants told, how they are used and cared for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The slug of a second-level category.
    pub category: String,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
    /// Hours until it leaves the shop (3.2.3).
    pub hours: i64,
    /// Which freight template of the shop, when it has one of that key.
    #[serde(default)]
    pub freight: String,
    #[serde(default)]
    pub facts: BTreeMap<String, Said>,
    /// Sentences on using it; one is taken.
    pub using: Vec<Pair>,
    /// Sentences on keeping it; one is taken.
    pub keeping: Vec<Pair>,
}

/// A product, written by hand or made from a recipe. Money in fen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Good {
    pub slug: String,
    pub shop: String,
    pub kind: String,
    pub name: Pair,
    pub tagline: Pair,
    /// What there is to say about this one only.
    pub about: Pair,
    /// File names of drawings made by hand; no two goods begin with the same one.
    #[serde(default)]
    pub art: Vec<String>,
    /// The kind of its own drawing, which the good's number makes unlike all others.
    pub drawing: Option<String>,
    pub price: i64,
    /// The list price, when higher.
    pub list: Option<i64>,
    /// Gross weight of the smallest choice.
    pub grams: i64,
    /// Words of the palette.
    #[serde(default)]
    pub colours: Vec<String>,
    /// Sizes; [`Said`] so that 均码 has an English name.
    #[serde(default)]
    pub sizes: Vec<Said>,
    #[serde(default)]
    pub options: Vec<Choice>,
    /// What the options are called; 规格 without.
    pub option_name: Option<Pair>,
    /// How many are there, SKU by SKU, again from the start when the list is shorter. Without it a plausible figure.
    #[serde(default)]
    pub left: Vec<i64>,
    /// How many of the smallest choice are there when all choices are packed from one heap.
    pub heap: Option<i64>,
    #[serde(default)]
    pub facts: BTreeMap<String, Said>,
    /// Where it differs from its kind: made to order and the like.
    pub returnable: Option<bool>,
    pub hours: Option<i64>,
}

/// A choice that may cost and weigh more than the smallest one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub more: i64,
    #[serde(default)]
    pub grams: i64,
    /// How many of the smallest choice it is packed from.
    #[serde(default = "one")]
    pub units: i64,
}

const fn one() -> i64 {
    1
}

/// Names that goods share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dictionary {
    pub colours: BTreeMap<String, Pair>,
    /// The attributes, in the order in which they are shown.
    pub facts: Vec<Fact>,
}

/// What goods may tell of themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub key: String,
    pub name: Pair,
    #[serde(default = "free_words")]
    pub kind: AttributeKind,
    /// The unit of a figure.
    pub unit: Option<Said>,
    /// What may stand behind a figure in the Chinese text, and how many units that is.
    #[serde(default)]
    pub reads: BTreeMap<String, i64>,
}

/// What those who bought say; whoever writes takes one of two languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinions {
    /// The parcel came soon.
    pub quick: Vec<Pair>,
    /// It did not.
    pub slow: Vec<Pair>,
    /// The shop was friendly.
    pub kind: Vec<Pair>,
    /// It was not.
    pub curt: Vec<Pair>,
    /// How one may begin.
    pub openers: Vec<Pair>,
    /// What a shop answers to praise.
    pub thanks: Vec<Pair>,
    /// What it answers to blame.
    pub sorry: Vec<Pair>,
    pub themes: Vec<Theme>,
}

/// What there is to say of some categories, or of all when none is named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The slugs of second-level categories.
    pub leaves: Vec<String>,
    #[serde(default)]
    pub good: Vec<Pair>,
    #[serde(default)]
    pub fair: Vec<Pair>,
    #[serde(default)]
    pub bad: Vec<Pair>,
    /// What is added some weeks after praise.
    #[serde(default)]
    pub later: Vec<Pair>,
}

const fn free_words() -> AttributeKind {
    AttributeKind::Text
}

/// Everything.
#[derive(Debug)]
pub struct Data {
    pub roots: Vec<Root>,
    pub shops: Vec<Shop>,
    pub vouchers: Vec<Voucher>,
    pub dictionary: Dictionary,
    pub kinds: BTreeMap<String, Kind>,
    pub goods: Vec<Good>,
    pub recipes: Vec<Recipe>,
    pub opinions: Opinions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roots {
    categories: Vec<Root>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shops {
    shops: Vec<Shop>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vouchers {
    coupons: Vec<Voucher>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shelf {
    #[serde(default)]
    kinds: BTreeMap<String, Kind>,
    #[serde(default)]
    goods: Vec<Good>,
    #[serde(default)]
    recipes: Vec<Recipe>,
}

/// Each shelf holds kinds and goods of one area.
const SHELVES: &[(&str, &str)] = &[
    ("tea", include_str!("data/goods/tea.toml")),
    ("ceramics", include_str!("data/goods/ceramics.toml")),
    ("clay", include_str!("data/goods/clay.toml")),
    ("fruit", include_str!("data/goods/fruit.toml")),
    ("fresh", include_str!("data/goods/fresh.toml")),
    ("grain", include_str!("data/goods/grain.toml")),
    ("pantry", include_str!("data/goods/pantry.toml")),
    ("kitchen", include_str!("data/goods/kitchen.toml")),
    ("linen", include_str!("data/goods/linen.toml")),
    ("home", include_str!("data/goods/home.toml")),
    ("clothes", include_str!("data/goods/clothes.toml")),
    ("bags", include_str!("data/goods/bags.toml")),
    ("digital", include_str!("data/goods/digital.toml")),
    ("paper", include_str!("data/goods/paper.toml")),
    ("toys", include_str!("data/goods/toys.toml")),
    ("care", include_str!("data/goods/care.toml")),
    ("recipes: tea", include_str!("data/recipes/tea.toml")),
    ("recipes: fresh", include_str!("data/recipes/fresh.toml")),
    ("recipes: pantry", include_str!("data/recipes/pantry.toml")),
    ("recipes: kitchen", include_str!("data/recipes/kitchen.toml")),
    ("recipes: rooms", include_str!("data/recipes/rooms.toml")),
    ("recipes: wear", include_str!("data/recipes/wear.toml")),
    ("recipes: desk", include_str!("data/recipes/desk.toml")),
    ("recipes: leisure", include_str!("data/recipes/leisure.toml")),
];

/// The shops that came after the first twelve.
const MORE_SHOPS: &[(&str, &str)] = &[
    ("shops: makers", include_str!("data/shops-makers.toml")),
    ("shops: houses", include_str!("data/shops-houses.toml")),
];

/// Reads the files. Fails only when they are not what this version understands, which a test keeps from happening.
pub fn load() -> Result<Data> {
    let Roots { categories } = read("categories", include_str!("data/categories.toml"))?;
    let Shops { mut shops } = read("shops", include_str!("data/shops.toml"))?;
    for (name, text) in MORE_SHOPS {
        let Shops { shops: more } = read(name, text)?;
        shops.extend(more);
    }
    let Vouchers { coupons } = read("coupons", include_str!("data/coupons.toml"))?;
    let dictionary = read("dictionary", include_str!("data/dictionary.toml"))?;
    let opinions = read("opinions", include_str!("data/opinions.toml"))?;
    let (mut kinds, mut goods, mut recipes) = (BTreeMap::new(), Vec::new(), Vec::new());
    for (name, text) in SHELVES {
        let shelf: Shelf = read(name, text)?;
        for (kind, described) in shelf.kinds {
            // Two shelves that describe one kind would overwrite each other without a word.
            if kinds.insert(kind.clone(), described).is_some() {
                return Err(Error::broken(format_args!(
                    "seed data {name}: {kind} is described twice"
                )));
            }
        }
        goods.extend(shelf.goods);
        recipes.extend(shelf.recipes);
    }
    let roots = categories;
    Ok(Data { roots, shops, vouchers: coupons, dictionary, kinds, goods, recipes, opinions })
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| Error::broken(format_args!("seed data {name}: {e}")))
}

/// A pair as words.
pub fn words(pair: &Pair) -> Words {
    Words::new(pair.0.as_str(), pair.1.as_str())
}

impl Said {
    /// As words.
    pub fn words(&self) -> Words {
        match self {
            Self::Same(text) => Words::new(text.as_str(), text.as_str()),
            Self::Both(zh, en) => Words::new(zh.as_str(), en.as_str()),
        }
    }
}
