//! What visitors search for and what they are shown: queries, results, filters, suggestions. Plain views, safe for the
//! browser; how words are found is the business of the index.

use crate::catalogue::{ProductCard, Words};
use crate::clocks::words;
use crate::display::Term;
use crate::id::{CategoryId, MerchantId, ProductId};
use serde::{Deserialize, Serialize};

/// How many characters of what a visitor typed are looked at.
pub const WORDS_CHARS_MAX: usize = 100;
/// How many results a page holds at most.
pub const RESULTS_MAX: usize = 60;

words! {
    /// The order of the results. Every order ends in the id, so that pages never overlap.
    Sort {
        /// By the published formula (2.1.1).
        Rank = "rank",
        /// The most sold first.
        Sales = "sales",
        /// The cheapest first.
        PriceUp = "price_up",
        /// The dearest first.
        PriceDown = "price_down",
        /// The youngest first.
        Newest = "newest",
    }
}

words! {
    /// What a group of filters is about.
    FacetKind {
        /// Categories; values are ids.
        Category = "category",
        /// Shops; values are ids.
        Merchant = "merchant",
        /// Bands of price; values are `from-until` in minor units, `until` may be empty.
        Price = "price",
        /// What is told about the goods; the key is the attribute's.
        Attribute = "attribute",
        /// In stock, returnable, how soon it leaves the shop; values are words of [`Service`].
        Service = "service",
    }
}

words! {
    /// A promise that a list can be narrowed by.
    Service {
        /// It can be had now.
        InStock = "in_stock",
        /// The seven days without reasons apply (3.3.1).
        Returnable = "returnable",
        /// It leaves the shop within a day (3.2.3).
        Within24 = "within_24",
        /// It leaves the shop within two days (3.2.3).
        Within48 = "within_48",
    }
}

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// What the visitor typed; empty lists everything.
    pub words: String,
    /// Only this category and those below it.
    pub category: Option<CategoryId>,
    /// Not cheaper than this, in minor units.
    pub price_from: Option<i64>,
    /// Cheaper than or equal to this, in minor units.
    pub price_until: Option<i64>,
    /// Only goods of which the attribute has one of the values: key and Chinese value. The same key may come again.
    pub attributes: Vec<(String, String)>,
    /// Only this shop.
    pub merchant: Option<MerchantId>,
    /// Only goods that promise all of these.
    pub services: Vec<Service>,
    /// In which order.
    pub sort: Sort,
    /// The key of the page, from [`Found::next`].
    pub after: Option<String>,
    /// How many results, at most [`RESULTS_MAX`].
    pub limit: usize,
    /// Whether the visitor reads English.
    pub english: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            words: String::new(),
            category: None,
            price_from: None,
            price_until: None,
            attributes: Vec::new(),
            merchant: None,
            services: Vec::new(),
            sort: Sort::Rank,
            after: None,
            limit: 24,
            english: false,
        }
    }
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The product.
    pub id: ProductId,
    /// Its score by the published formula.
    pub score: i64,
    /// Why it has that score.
    pub terms: Vec<Term>,
}

/// A group of filters with how many results each would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// What it is about.
    pub kind: FacetKind,
    /// The attribute's key; empty for other kinds.
    pub key: String,
    /// What the attribute is called; empty for other kinds.
    pub name: Words,
    /// The values, the most frequent first.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// What a query names it by.
    pub key: String,
    /// What it is called; empty where the key says all.
    pub name: Words,
    /// How many results it would leave.
    pub count: u64,
    /// Whether the query asks for it.
    pub chosen: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The results of this page, in order.
    pub hits: Vec<Hit>,
    /// The key of the next page; `None` at the end.
    pub next: Option<String>,
    /// How many results there are on all pages together.
    pub total: u64,
    /// The filters that make sense here.
    pub facets: Vec<Facet>,
    /// The words that were searched for instead, when nothing fits what was typed.
    pub corrected: Option<String>,
    /// Whether some of the words had to be left out to find anything.
    pub loosened: bool,
    /// The texts to mark in names.
    pub marks: Vec<String>,
    /// Words to try instead, when nothing or little was found.
    pub suggestions: Vec<String>,
}

/// One result as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultCard {
    /// The product, as the store knows it now.
    pub card: ProductCard,
    /// Its score by the published formula.
    pub score: i64,
    /// Why it has that score (2.1.1).
    pub terms: Vec<Term>,
    /// What to mark in its name, in the visitor's language: ranges of bytes.
    pub marks: Vec<(usize, usize)>,
}

/// A page of results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// The results, in order.
    pub items: Vec<ResultCard>,
    /// The key of the next page; `None` at the end.
    pub next: Option<String>,
    /// How many results there are on all pages together.
    pub total: u64,
    /// The filters that make sense here.
    pub facets: Vec<Facet>,
    /// The words that were searched for instead.
    pub corrected: Option<String>,
    /// Whether some of the words had to be left out to find anything.
    pub loosened: bool,
    /// Words to try instead.
    pub suggestions: Vec<String>,
}

words! {
    /// What a suggestion leads to.
    SuggestionKind {
        /// Words that others search for.
        Words = "words",
        /// A category.
        Category = "category",
        /// A shop.
        Shop = "shop",
        /// A product.
        Product = "product",
    }
}

/// Something that the visitor may be about to type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// The words to search for.
    pub words: String,
}

/// Where the marks stand in a text: ranges of bytes, in order, none touching another.
pub fn mark(text: &str, marks: &[String]) -> Vec<(usize, usize)> {
    // Only ASCII is folded, so that a byte of the folded text is the same byte of the text.
    let folded = text.to_ascii_lowercase();
    let mut found: Vec<(usize, usize)> = marks
        .iter()
        .filter(|mark| !mark.is_empty())
        .flat_map(|mark| {
            let mark = mark.to_ascii_lowercase();
            let places: Vec<_> =
                folded.match_indices(&mark).map(|(at, m)| (at, at + m.len())).collect();
            places.into_iter().filter(|(at, _)| begins_a_word(&folded, *at))
        })
        .collect();
    found.sort_unstable();
    let mut ranges: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (from, until) in found {
        match ranges.last_mut() {
            Some((_, end)) if from <= *end => *end = until.max(*end),
            _ => ranges.push((from, until)),
        }
    }
    ranges
}

/// Chinese has no gaps between words; a Latin word is marked only from its beginning, or `tea` would light up in `steam`.
fn begins_a_word(text: &str, at: usize) -> bool {
    let (before, from) = text.split_at(at);
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    !(latin(before.chars().next_back()) && latin(from.chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, marks: &[&str]) -> Vec<String> {
        let marks: Vec<String> = marks.iter().map(|m| (*m).to_owned()).collect();
        mark(text, &marks).into_iter().map(|(from, until)| text[from..until].to_owned()).collect()
    }

    #[test]
    fn what_was_searched_for_is_marked_in_names() {
        assert_eq!(marked("明前龙井茶 · 龙井", &["龙井"]), ["龙井", "龙井"]);
        assert_eq!(marked("龙井茶", &["龙井", "井茶"]), ["龙井茶"]);
        assert_eq!(marked("Steamed Tea", &["tea"]), ["Tea"]);
        assert!(marked("İ茶", &[""]).is_empty());
    }
}
