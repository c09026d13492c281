//! Recipes: how goods that nobody wrote by hand are put together. Product number `n` is made from `n` alone: which shop sells
//! it, from which recipe, and which of the recipe's words it bears. Nothing is remembered between two numbers, so that a
//! market of a million goods takes no more memory than one of five thousand.

use super::data::{Choice, Data, Fact, Good, Pair, Said, Shop};
use super::hash;
use crate::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Larger than any shop's round and any recipe's number of names, and prime: multiplied with it, neighbouring numbers come
/// to lie far apart and none meets another.
const STRIDE: u64 = 2_147_483_647;
/// How many colours of a recipe one product has at most.
const COLOURS_MAX: u64 = 4;

/// What one family of goods can be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    pub key: String,
    /// What it has in common with its like; names the category.
    pub kind: String,
    /// The word of its drawing.
    pub picture: String,
    /// Other drawings, each for the Chinese words that it fits better.
    #[serde(default)]
    pub drawings: BTreeMap<String, Vec<String>>,
    /// The name with places for the words below and for the shop's `{series}`.
    pub name: Pair,
    /// The words that vary. A key of the dictionary is also told as a fact.
    #[serde(default)]
    pub parts: BTreeMap<String, Vec<Part>>,
    /// One is taken; may have the same places as the name.
    pub taglines: Vec<Pair>,
    /// Two are taken.
    pub lines: Vec<Pair>,
    /// From, to; in fen.
    pub price: (i64, i64),
    /// Gross weight of what costs the plain price.
    pub grams: i64,
    /// Words of the palette; some are taken.
    #[serde(default)]
    pub colours: Vec<String>,
    #[serde(default)]
    pub sizes: Vec<Said>,
    #[serde(default)]
    pub options: Vec<Part>,
    pub option_name: Option<Pair>,
    #[serde(default)]
    pub facts: BTreeMap<String, Said>,
    pub returnable: Option<bool>,
    pub hours: Option<i64>,
}

/// A word that a name can bear, and what it does to price and weight, in per cent.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// The same in both languages.
    Same(String),
    /// The same in both languages, with its price and weight.
    Sized(String, i64),
    /// The same in both languages, with its price, then its weight.
    Weighed(String, i64, i64),
    /// Chinese, English.
    Both(String, String),
    /// Chinese, English, price.
    Priced(String, String, i64),
    /// Chinese, English, price, weight.
    Whole(String, String, i64, i64),
}

impl Part {
    /// Its Chinese.
    pub fn zh(&self) -> &str {
        match self {
            Self::Same(zh) | Self::Sized(zh, _) | Self::Weighed(zh, ..) => zh,
            Self::Both(zh, _) | Self::Priced(zh, ..) | Self::Whole(zh, ..) => zh,
        }
    }

    fn en(&self) -> &str {
        match self {
            Self::Same(en) | Self::Sized(en, _) | Self::Weighed(en, ..) => en,
            Self::Both(_, en) | Self::Priced(_, en, _) | Self::Whole(_, en, ..) => en,
        }
    }

    /// Price and weight in per cent.
    const fn per_cent(&self) -> (i64, i64) {
        match self {
            Self::Same(_) | Self::Both(..) => (100, 100),
            Self::Sized(_, both) => (*both, *both),
            Self::Priced(_, _, price) => (*price, 100),
            Self::Weighed(_, price, weight) | Self::Whole(_, _, price, weight) => (*price, *weight),
        }
    }

    fn pair(&self) -> Pair {
        (self.zh().to_owned(), self.en().to_owned())
    }
}

/// A recipe as one shop sells it.
struct Stall<'d> {
    shop: &'d Shop,
    recipe: &'d Recipe,
    /// How many of a round stand before it.
    before: u64,
    share: u64,
}

/// Every recipe of every shop. One round of numbers serves each stall as often as its share says.
pub struct Stalls<'d> {
    stalls: Vec<Stall<'d>>,
    round: u64,
    facts: &'d [Fact],
}

impl<'d> Stalls<'d> {
    /// Looks up what the shops sell. Fails when one names what does not exist.
    pub fn new(data: &'d Data) -> Result<Self> {
        let (mut stalls, mut round) = (Vec::new(), 0);
        for shop in &data.shops {
            for (what, share) in &shop.sells {
                let of_leaf =
                    |r: &&Recipe| data.kinds.get(&r.kind).is_some_and(|k| k.category == *what);
                let one = |r: &&Recipe| r.key == *what;
                let before = stalls.len();
                for recipe in data.recipes.iter().filter(|r| one(r) || of_leaf(r)) {
                    let twice =
                        |s: &Stall<'_>| s.shop.slug == shop.slug && s.recipe.key == recipe.key;
                    if stalls.iter().any(twice) {
                        // Two stalls would count through the same names.
                        return Err(Error::broken(format_args!(
                            "{} sells {} twice",
                            shop.slug, recipe.key
                        )));
                    }
                    stalls.push(Stall { shop, recipe, before: round, share: *share });
                    round += share;
                }
                if stalls.len() == before || *share == 0 || shop.series.is_empty() {
                    return Err(Error::broken(format_args!("{} cannot sell {what}", shop.slug)));
                }
            }
        }
        if round == 0 {
            return Err(Error::broken("no shop sells from recipes"));
        }
        Ok(Self { stalls, round, facts: &data.dictionary.facts })
    }

    /// The product of that number; `m` counts from 0 behind those written by hand.
    pub fn good(&self, n: u64, m: u64) -> Good {
        let place = mixed(m % self.round, self.round);
        let at = self.stalls.partition_point(|s| s.before <= place).saturating_sub(1);
        let stall = &self.stalls[at];
        let turn = m / self.round * stall.share + (place - stall.before);
        Mix::new(stall, n, turn).good(self.facts)
    }
}

/// A number below `among` for each number below it, no two the same.
const fn mixed(n: u64, among: u64) -> u64 {
    // In 128 bits, so that no number is too large.
    (n as u128 * STRIDE as u128 % among as u128) as u64
}

/// One product being put together.
struct Mix<'d> {
    stall: &'d Stall<'d>,
    slug: String,
    series: &'d Pair,
    parts: Vec<(&'d str, &'d Part)>,
    /// How often the same words were used before.
    batch: u64,
}

impl<'d> Mix<'d> {
    /// Chooses the words. Those of the name are counted through, so that names differ; the others are drawn.
    fn new(stall: &'d Stall<'d>, n: u64, turn: u64) -> Self {
        let recipe = stall.recipe;
        let slug = format!("{}-{n}", recipe.key);
        let named = |key: &str| recipe.name.0.contains(&format!("{{{key}}}"));
        let series = &stall.shop.series;
        let of_name = recipe.parts.iter().filter(|(key, _)| named(key));
        let names = of_name.fold(series.len() as u64, |n, (_, words)| n * words.len() as u64);
        // Each shop begins elsewhere, or all would sell the same sizes.
        let start = hash(&stall.shop.slug, &recipe.key) % names;
        let mut rest = mixed((turn % names + start) % names, names);
        let mut next = |among: usize| {
            let chosen = rest % among as u64;
            rest /= among as u64;
            chosen as usize
        };
        let series = &series[next(series.len())];
        let mut parts = Vec::new();
        for (key, words) in &recipe.parts {
            let chosen = match home(stall.shop, key, words) {
                _ if named(key) => next(words.len()),
                Some(chosen) => chosen,
                None => drawn(&slug, key, words.len()),
            };
            parts.push((key.as_str(), &words[chosen]));
        }
        Self { stall, slug, series, parts, batch: turn / names }
    }

    fn good(&self, known: &[Fact]) -> Good {
        let recipe = self.stall.recipe;
        let price = self.price();
        let line = drawn(&self.slug, "line", recipe.lines.len());
        let other = (line + 1 + drawn(&self.slug, "other", recipe.lines.len().saturating_sub(1)))
            % recipe.lines.len();
        let (first, second) = (self.said(&recipe.lines[line]), self.said(&recipe.lines[other]));
        Good {
            slug: self.slug.clone(),
            shop: self.stall.shop.slug.clone(),
            kind: recipe.kind.clone(),
            name: self.name(),
            tagline: self.said(&recipe.taglines[drawn(&self.slug, "tag", recipe.taglines.len())]),
            about: (format!("{}{}", first.0, second.0), format!("{} {}", first.1, second.1)),
            art: Vec::new(),
            drawing: Some(self.picture().to_owned()),
            price,
            list: self.list(price),
            grams: self.grams(),
            colours: self.colours(),
            sizes: recipe.sizes.clone(),
            options: recipe.options.iter().map(|o| self.choice(o, price)).collect(),
            option_name: recipe.option_name.clone(),
            left: self.left(),
            heap: None,
            facts: self.facts(known),
            returnable: recipe.returnable,
            hours: recipe.hours,
        }
    }

    /// The drawing that fits its words.
    fn picture(&self) -> &'d str {
        let recipe = self.stall.recipe;
        let bears = |word: &String| self.parts.iter().any(|(_, part)| part.zh() == word);
        let fits = |(_, words): &(&String, &Vec<String>)| words.iter().any(bears);
        recipe.drawings.iter().find(fits).map_or(&recipe.picture, |(drawing, _)| drawing)
    }

    fn name(&self) -> Pair {
        let (mut zh, mut en) = self.said(&self.stall.recipe.name);
        if self.batch > 0 {
            zh = format!("{zh} 第{}批", self.batch + 1);
            en = format!("{en}, batch {}", self.batch + 1);
        }
        (zh, en)
    }

    /// The text with its places filled. A sentence that begins with a filled place gets its capital letter here.
    fn said(&self, text: &Pair) -> Pair {
        let (mut zh, mut en) = (text.0.clone(), text.1.clone());
        let series = ("series", self.series.0.as_str(), self.series.1.as_str());
        let words = self.parts.iter().map(|(key, part)| (*key, part.zh(), part.en()));
        for (key, in_zh, in_en) in words.chain([series]) {
            let place = format!("{{{key}}}");
            zh = zh.replace(&place, in_zh);
            en = en.replace(&place, in_en);
        }
        (tidy(&zh), capital(&tidy(&en)))
    }

    /// What words of the dictionary the product bears, and what its recipe tells.
    fn facts(&self, known: &[Fact]) -> BTreeMap<String, Said> {
        let recipe = self.stall.recipe;
        let fact = |key: &str| known.iter().any(|one| one.key == key);
        let of_parts = self.parts.iter().filter(|(key, part)| fact(key) && !part.zh().is_empty());
        let of_parts = of_parts.map(|(key, part)| {
            (key.to_string(), Said::Both(part.zh().to_owned(), capital(part.en())))
        });
        let told = recipe.facts.iter().map(|(key, said)| {
            let words = said.words();
            let (zh, en) = self.said(&(words.zh, words.en));
            (key.clone(), Said::Both(zh, en))
        });
        of_parts.chain(told).collect()
    }

    /// What the choice adds to the smallest one.
    fn choice(&self, part: &Part, price: i64) -> Choice {
        let (zh, en) = self.said(&part.pair());
        let (more, heavier) = part.per_cent();
        let more = (price * (more - 100) / 100 + 50) / 100 * 100;
        let grams = self.grams() * (heavier - 100) / 100;
        Choice { zh, en, more, grams, units: 1 }
    }

    /// Between the recipe's two prices, then by the words.
    fn price(&self) -> i64 {
        let (from, to) = self.stall.recipe.price;
        let span = (to - from).unsigned_abs() + 1;
        let plain = from + (hash(&self.slug, "price") % span).cast_signed();
        let price = self.parts.iter().fold(plain, |p, (_, part)| p * part.per_cent().0 / 100);
        round(price)
    }

    /// Three in ten bear a list price.
    fn list(&self, price: i64) -> Option<i64> {
        let draw = hash(&self.slug, "list") % 100;
        let dearer = 110 + (draw % 5).cast_signed() * 5;
        (draw < 30).then(|| round(price * dearer / 100)).filter(|list| *list > price)
    }

    fn grams(&self) -> i64 {
        let parts = self.parts.iter();
        parts.fold(self.stall.recipe.grams, |g, (_, part)| g * part.per_cent().1 / 100).max(1)
    }

    /// Some of the recipe's colours, in its order, from a drawn one on.
    fn colours(&self) -> Vec<String> {
        let all = &self.stall.recipe.colours;
        let most = (all.len() as u64).min(COLOURS_MAX);
        if most < 2 {
            return all.clone();
        }
        let (from, many) = (drawn(&self.slug, "colour", all.len()), hash(&self.slug, "colours"));
        let many = 2 + many % (most - 1);
        all.iter().cycle().skip(from).take(many as usize).cloned().collect()
    }

    /// A few are sold out, some nearly; the others get a plausible figure.
    fn left(&self) -> Vec<i64> {
        match hash(&self.slug, "left") % 100 {
            0..3 => vec![0],
            3..9 => vec![2, 17, 0, 31],
            9..16 => vec![86, 3, 140, 24],
            _ => Vec::new(),
        }
    }
}

/// The origin in the shop's own province, where the recipe knows one: a shop buys at its door first.
fn home(shop: &Shop, key: &str, words: &[Part]) -> Option<usize> {
    let province: String = shop.region.0.chars().take(2).collect();
    (key == "origin").then(|| words.iter().position(|word| word.zh().starts_with(&province)))?
}

/// One of so many, the same for the same names.
fn drawn(slug: &str, what: &str, among: usize) -> usize {
    (hash(slug, what) % (among.max(1) as u64)) as usize
}

/// Prices as shops write them: whole yuan, and above a hundred mostly ending in 8 or 9.
fn round(fen: i64) -> i64 {
    match fen {
        ..2_000 => ((fen + 5) / 10 * 10).max(100),
        2_000..10_000 => (fen + 50) / 100 * 100,
        10_000..100_000 => (fen + 500) / 1_000 * 1_000 - 200,
        _ => (fen + 5_000) / 10_000 * 10_000 - 100,
    }
}

/// An empty word leaves no hole.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").replace(" ,", ",")
}

/// With a capital letter in front.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
