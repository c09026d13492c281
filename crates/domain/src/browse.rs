//! What somebody asks of a list of goods, and what the list answers: the words of the address, filters with counts, cards with
//! their reasons (2.1.1). Plain views, safe for the browser; the address is read the same way on both sides.

use crate::catalogue::{CategoryView, ShopView};
use crate::display::places::PlaceKind;
use crate::id::MerchantId;
use crate::search::{Facet, ResultCard, Service, Sort, WORDS_CHARS_MAX};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// How many values of attributes may be ticked at once.
pub const FACETS_MAX: usize = 30;
/// What stands before an attribute's key in an address.
pub const FACET_PREFIX: &str = "f.";
/// Longer than any slug.
const SLUG_CHARS_MAX: usize = 64;
/// How many cards a page of a list shows.
pub const LIST_SIZE: usize = 24;

/// What is asked of a list besides where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Only what promises all of these.
    pub services: Vec<Service>,
    /// Only this category and those below, by its slug; where the list itself is no category.
    #[serde(default)]
    pub category: Option<String>,
    /// Only this shop, by its id; where the list itself is no shop.
    #[serde(default)]
    pub shop: Option<MerchantId>,
    /// Where the page begins.
    pub after: Option<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            words: String::new(),
            sort: Sort::Rank,
            from: None,
            to: None,
            facets: Vec::new(),
            services: Vec::new(),
            category: None,
            shop: None,
            after: None,
        }
    }
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
                "sort" => ask.sort = Sort::parse(value).unwrap_or(Sort::Rank),
                "from" => ask.from = yuan(value),
                "to" => ask.to = yuan(value),
                "service" => ask.promise(value),
                "category" => ask.category = Some(value.chars().take(SLUG_CHARS_MAX).collect()),
                "shop" => ask.shop = value.parse().ok(),
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

    fn promise(&mut self, word: &str) {
        if let Some(service) = Service::parse(word).filter(|s| !self.services.contains(s)) {
            self.services.push(service);
        }
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
        for service in &self.services {
            say("service", service.as_str().to_owned());
        }
        if let Some(category) = &self.category {
            say("category", category.clone());
        }
        if let Some(shop) = &self.shop {
            say("shop", shop.to_string());
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
    pub fn filters(&self) -> usize {
        let price = usize::from(self.from.is_some() || self.to.is_some());
        let place = usize::from(self.category.is_some()) + usize::from(self.shop.is_some());
        self.facets.len() + price + self.services.len() + place
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

/// A card of a list: what its place means, and why it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCard {
    /// The goods with the terms of their score; there are none where the list is ordered by a plain figure.
    pub result: ResultCard,
    /// Why it has its place.
    pub place: PlaceKind,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    /// What was understood of the question.
    pub ask: Ask,
    /// The categories from the top down to this one; empty elsewhere.
    pub trail: Vec<CategoryView>,
    /// The categories below, or the first level where there is no category; the filter [`FacetKind::Category`] is its like
    /// with counts, where one may be chosen.
    ///
    /// [`FacetKind::Category`]: crate::search::FacetKind::Category
    pub below: Vec<CategoryView>,
    /// The shop, on a shop's page.
    pub shop: Option<ShopView>,
    /// The cards, in order.
    pub cards: Vec<ListCard>,
    /// How many there are in all, when that is known.
    pub total: Option<u64>,
    /// Filters with counts; empty where there is no index.
    pub facets: Vec<Facet>,
    /// Hand this back as `after` for the next page.
    pub next: Option<String>,
    /// What was searched for instead, when the words themselves found nothing.
    pub corrected: Option<String>,
    /// Whether some of the words had to be left out to find anything.
    pub loosened: bool,
    /// Words worth trying.
    pub suggestions: Vec<String>,
}
