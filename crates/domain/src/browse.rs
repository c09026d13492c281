//! What somebody asks of a list of goods, and what the list answers: the words of the address, filters with counts, cards with
//! their reasons (2.1.1). Plain views, safe for the browser; the address is read the same way on both sides.

use crate::Money;
use crate::catalogue::{CategoryView, ProductCard, ProductOrder, ShopView, Words};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// How long what is searched for may be, in characters.
pub const WORDS_CHARS_MAX: usize = 100;
/// How many values of attributes may be ticked at once.
pub const FACETS_MAX: usize = 30;
/// What stands before an attribute's key in an address.
pub const FACET_PREFIX: &str = "f.";
/// How many cards a page of a list shows.
pub const LIST_SIZE: i64 = 24;

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By the published formula (2.1.1).
    #[default]
    Rank,
    /// The most sold first.
    Sold,
    /// The cheapest first.
    PriceUp,
    /// The dearest first.
    PriceDown,
    /// The youngest first.
    Newest,
}

impl Sort {
    /// Every order, as offered.
    pub const ALL: [Self; 5] =
        [Self::Rank, Self::Sold, Self::PriceUp, Self::PriceDown, Self::Newest];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Sold => "sold",
            Self::PriceUp => "price_up",
            Self::PriceDown => "price_down",
            Self::Newest => "newest",
        }
    }

    /// Reads the word; anything unknown is the formula's order.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|o| o.as_str() == word).unwrap_or_default()
    }

    /// The order a store can keep by itself. The formula needs an index; without one the most sold come first.
    pub const fn of_store(self) -> ProductOrder {
        match self {
            Self::Rank | Self::Sold => ProductOrder::Sold,
            Self::PriceUp => ProductOrder::PriceUp,
            Self::PriceDown => ProductOrder::PriceDown,
            Self::Newest => ProductOrder::Newest,
        }
    }
}

/// What is asked of a list besides where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// What is searched for.
    pub words: String,
    /// In which order.
    pub sort: Sort,
    /// The lowest price, in fen.
    pub from: Option<i64>,
    /// The highest price, in fen.
    pub to: Option<i64>,
    /// Ticked values of attributes: key, value. Values of one key widen, keys narrow.
    pub facets: Vec<(String, String)>,
    /// Only what can be had now.
    pub in_stock: bool,
    /// Only what may go back within seven days (3.3.1).
    pub returnable: bool,
    /// Only what leaves within a day (3.2.3).
    pub fast: bool,
    /// Where the page begins.
    pub after: Option<String>,
}

impl Ask {
    /// Reads the pairs of an address. What cannot be read is as if it were not there: an address is typed and cut by hand.
    pub fn read<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut ask = Self::default();
        for (key, value) in pairs {
            let (key, value) = (key.as_ref(), value.as_ref().trim());
            if value.is_empty() {
                continue;
            }
            match key {
                "q" => ask.words = value.chars().take(WORDS_CHARS_MAX).collect(),
                "sort" => ask.sort = Sort::parse(value),
                "from" => ask.from = yuan(value),
                "to" => ask.to = yuan(value),
                "stock" => ask.in_stock = true,
                "back" => ask.returnable = true,
                "fast" => ask.fast = true,
                "after" => ask.after = Some(value.to_owned()),
                _ => ask.tick(key, value),
            }
        }
        if let (Some(from), Some(to)) = (ask.from, ask.to)
            && from > to
        {
            (ask.from, ask.to) = (Some(to), Some(from));
        }
        ask
    }

    fn tick(&mut self, key: &str, value: &str) {
        let Some(key) = key.strip_prefix(FACET_PREFIX) else { return };
        let pair = (key.to_owned(), value.to_owned());
        if self.facets.len() < FACETS_MAX && !self.facets.contains(&pair) {
            self.facets.push(pair);
        }
    }

    /// The pairs of the address that asks this; reading them gives the same question.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut say = |key: &str, value: String| pairs.push((key.to_owned(), value));
        if !self.words.is_empty() {
            say("q", self.words.clone());
        }
        if self.sort != Sort::Rank {
            say("sort", self.sort.as_str().to_owned());
        }
        for (key, fen) in [("from", self.from), ("to", self.to)] {
            if let Some(fen) = fen {
                say(key, as_typed(fen));
            }
        }
        for (key, value) in &self.facets {
            say(&format!("{FACET_PREFIX}{key}"), value.clone());
        }
        for (key, set) in [("stock", self.in_stock), ("back", self.returnable), ("fast", self.fast)]
        {
            if set {
                say(key, "1".to_owned());
            }
        }
        if let Some(after) = &self.after {
            say("after", after.clone());
        }
        pairs
    }

    /// The same question without any filter, from the first page.
    pub fn unfiltered(&self) -> Self {
        Self { words: self.words.clone(), sort: self.sort, ..Self::default() }
    }

    /// How many filters are set.
    pub const fn filters(&self) -> usize {
        let price = (self.from.is_some() || self.to.is_some()) as usize;
        let services = self.in_stock as usize + self.returnable as usize + self.fast as usize;
        self.facets.len() + price + services
    }

    /// Whether a value of an attribute is ticked.
    pub fn ticked(&self, key: &str, value: &str) -> bool {
        self.facets.iter().any(|(k, v)| k == key && v == value)
    }
}

/// Yuan with at most two places, as fen.
fn yuan(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || whole.len() > 9 || part.len() > 2 || !(part.is_empty() || digits(part)) {
        return None;
    }
    let fen: i64 = if part.is_empty() { 0 } else { format!("{part:0<2}").parse().ok()? };
    Some(whole.parse::<i64>().ok()? * 100 + fen)
}

/// Fen as they are typed into the price fields: `40`, `40.50`.
pub fn as_typed(fen: i64) -> String {
    let (yuan, rest) = (fen / 100, fen % 100);
    if rest == 0 { yuan.to_string() } else { format!("{yuan}.{rest:02}") }
}

/// Where a list stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "slug", rename_all = "snake_case")]
pub enum Place {
    /// Everything.
    Search,
    /// A category, by its slug.
    Category(String),
    /// A shop, by its slug.
    Shop(String),
}

/// One reason why a card stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The term's word.
    pub key: String,
    /// Its value in basis points of the highest.
    pub value: i64,
    /// What it adds to the score, in basis points.
    pub points: i64,
}

/// What a card's place means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// The order of the list.
    #[default]
    Organic,
    /// Paid for; outside the order (2.1.1).
    Paid,
    /// Drawn by lot for a new shop.
    Drawn,
}

/// A card with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCard {
    /// The goods.
    pub card: ProductCard,
    /// What its place means.
    #[serde(default)]
    pub seat: Seat,
    /// The terms of its score; empty where the list is ordered by a plain figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<Reason>,
    /// The score, in basis points.
    #[serde(default)]
    pub score: i64,
    /// Where the words that were searched for stand in the name, as byte ranges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(usize, usize)>,
}

/// A value that a list can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// What goes into the address.
    pub value: String,
    /// What is read.
    pub label: Words,
    /// How many goods have it.
    pub count: i64,
}

/// One group of filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The name of the field in the address.
    pub field: String,
    /// What it is called.
    pub name: Words,
    /// The values, the commonest first.
    pub values: Vec<FacetValue>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    /// What was understood of the question.
    pub ask: Ask,
    /// The categories from the top down to this one; empty elsewhere.
    pub trail: Vec<CategoryView>,
    /// The categories below, or the first level where there is no category.
    pub below: Vec<CategoryView>,
    /// The shop, on a shop's page.
    pub shop: Option<ShopView>,
    /// The cards, in order.
    pub cards: Vec<ListCard>,
    /// How many there are in all, when that is known.
    pub total: Option<i64>,
    /// Filters with counts; empty where there is no index.
    pub facets: Vec<Facet>,
    /// Hand this back as `after` for the next page.
    pub next: Option<String>,
    /// What was searched for instead, when the words themselves found nothing.
    pub corrected: Option<String>,
    /// Words worth trying.
    pub suggestions: Vec<String>,
    /// The lowest and the highest price there is, when that is known.
    pub prices: Option<(Money, Money)>,
}
