//! Search without an index: the store's lists, read through for names that contain every word. It knows no slips, no pinyin
//! and no filters but category, shop, price and stock, and it looks through a bounded number of goods; it keeps a market
//! usable whose index is being made or is away.

use crate::{Market, Result};
use domain::Scope;
use domain::catalogue::{PAGE_SIZE_MAX, ProductCard, ProductFilter, ProductOrder};
use domain::search::{Query, ResultCard, Results, Service, Sort, WORDS_CHARS_MAX, mark};

/// How many pages of the store's list one search looks through.
const PAGES_MAX: usize = 25;

/// A page of results, or somewhat more than a page: it ends where a page of the store's list ends.
pub async fn search(market: &Market, query: &Query) -> Result<Results> {
    let typed: String = query.words.chars().take(WORDS_CHARS_MAX).collect();
    let words: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let filter = ProductFilter {
        category: query.category.clone(),
        merchant: query.merchant.clone(),
        order: order(query.sort),
    };
    let now = market.now();
    let mut reader = market.store.read().await?;
    let mut results = Results { next: query.after.clone(), ..Results::default() };
    for _ in 0..PAGES_MAX {
        let after = results.next.take();
        let page =
            reader.products(&Scope::Public, &filter, after.as_deref(), PAGE_SIZE_MAX, now).await?;
        let fitting = page.items.into_iter().filter(|card| fits(card, &words, query));
        results.items.extend(fitting.map(|card| result(card, &words, query.english)));
        results.next = page.next;
        if results.next.is_none() || results.items.len() >= query.limit {
            break;
        }
    }
    results.total = u64::try_from(results.items.len()).unwrap_or_default();
    Ok(results)
}

const fn order(sort: Sort) -> ProductOrder {
    match sort {
        Sort::Rank | Sort::Sales => ProductOrder::Sold,
        Sort::PriceUp => ProductOrder::PriceUp,
        Sort::PriceDown => ProductOrder::PriceDown,
        Sort::Newest => ProductOrder::Newest,
    }
}

fn fits(card: &ProductCard, words: &[String], query: &Query) -> bool {
    let names = [&card.name, &card.merchant_name].map(|w| format!("{} {}", w.zh, w.en));
    let text = names.join(" ").to_lowercase();
    let needs = |service| query.services.contains(&service);
    words.iter().all(|word| text.contains(word.as_str()))
        && query.price_from.is_none_or(|from| card.price.minor >= from)
        && query.price_until.is_none_or(|until| card.price.minor <= until)
        && (card.in_stock || !needs(Service::InStock))
        && (card.returnable || !needs(Service::Returnable))
}

fn result(card: ProductCard, words: &[String], english: bool) -> ResultCard {
    let marks = mark(card.name.pick(english), words);
    ResultCard { card, score: 0, terms: Vec::new(), marks }
}
