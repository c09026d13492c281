//! Stories of a large market on a small shelf: here a list of ten is long.

use super::*;
use crate::lexicon::Lexicon;

const LONG_HERE: usize = 10;

async fn large(docs: Vec<SearchDoc>) -> GoodsIndex {
    let index = GoodsIndex::in_memory_keeping(LONG_HERE).unwrap();
    index.begin().await.unwrap();
    index.fill(docs).await.unwrap();
    index.commit(7).await.unwrap();
    index
}

/// Goods of two categories that differ in what the orders look at.
fn many(count: u128) -> Vec<SearchDoc> {
    let one = |n: u128| {
        let mut doc = doc(n << 64 | n, "龙井茶", "Longjing tea");
        doc.price_minor = 1_000 + (n as i64 % 7) * 100;
        doc.sold = n as i64 % 5;
        doc.in_stock = !n.is_multiple_of(3);
        if n.is_multiple_of(4) {
            doc.category = CategoryId::from_bits(3);
            doc.category_name = Words::new("茶具", "Tea ware");
        }
        doc
    };
    (1..=count).map(one).collect()
}

/// All pages of a list, with what the first one says about the whole.
async fn walked(index: &GoodsIndex, query: &Query) -> (Vec<u128>, u64, usize) {
    let mut query = query.clone();
    let first = find(index, &query).await;
    let (total, facets) = (first.total, first.facets.len());
    let (mut all, mut next) = (ids(&first), first.next);
    while let Some(key) = next {
        query.after = Some(key);
        let page = find(index, &query).await;
        assert_eq!((page.total, page.facets.len()), (total, facets));
        all.extend(ids(&page));
        next = page.next;
    }
    (all, total, facets)
}

#[tokio::test]
async fn the_pages_of_a_kept_list_are_those_of_one_made_at_once() {
    let (kept, at_once) = (large(many(137)).await, shelf(many(137)).await);
    for sort in Sort::ALL {
        for words in ["", "龙井", "茶具"] {
            for category in [None, Some(CategoryId::from_bits(3)), Some(CategoryId::from_bits(1))] {
                let query = Query { sort: *sort, category, limit: 7, ..asks(words) };
                let expected = walked(&at_once, &query).await;
                assert_eq!(walked(&kept, &query).await, expected, "{query:?}");
                // What was kept by now answers the same.
                assert_eq!(walked(&kept, &query).await, expected, "{query:?}");
            }
        }
    }
    let cheap = Query { price_until: Some(1_000), limit: 60, ..Query::default() };
    assert_eq!(walked(&kept, &cheap).await.1, 19);
    let there = Query { services: vec![Service::InStock], limit: 60, ..Query::default() };
    assert_eq!(walked(&kept, &there).await.1, 92);
}

#[tokio::test]
async fn a_kept_list_is_a_little_late_and_nobody_waits_for_the_next_one() {
    let index = large(many(40)).await;
    assert_eq!(find(&index, &Query::default()).await.total, 40);
    index.apply(vec![Change::Put(Box::new(doc(99, "新茶", "New tea")))], 8).await.unwrap();
    // Forty results are good for eight milliseconds.
    let soon = NOW.plus(Duration::millis(7));
    assert_eq!(index.search(&Query::default(), soon).await.unwrap().total, 40);
    let then = NOW.plus(Duration::millis(8));
    assert_eq!(index.search(&Query::default(), then).await.unwrap().total, 40);
    let mut total = 40;
    for _ in 0..500 {
        total = index.search(&Query::default(), then).await.unwrap().total;
        if total == 41 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(total, 41);
}

#[tokio::test]
async fn what_nobody_asked_for_in_a_while_is_made_anew_before_it_is_shown() {
    let index = large(many(40)).await;
    assert_eq!(find(&index, &Query::default()).await.total, 40);
    index.apply(vec![Change::Put(Box::new(doc(99, "新茶", "New tea")))], 8).await.unwrap();
    let later = NOW.plus(Duration::minutes(10));
    assert_eq!(index.search(&Query::default(), later).await.unwrap().total, 41);
}

#[tokio::test]
async fn a_short_list_is_never_late() {
    let index = large(many(12)).await;
    let ware = Query { category: Some(CategoryId::from_bits(3)), ..Query::default() };
    assert_eq!(find(&index, &ware).await.total, 3);
    let mut new = doc(99, "新壶", "New pot");
    new.category = CategoryId::from_bits(3);
    index.apply(vec![Change::Put(Box::new(new))], 8).await.unwrap();
    assert_eq!(find(&index, &ware).await.total, 4);
}

#[tokio::test]
async fn what_fits_only_elsewhere_was_typed_as_it_was_meant() {
    let index = shelf(goods()).await;
    // Half of the words would fit here, but somewhere in this market both do.
    let query = Query { category: Some(CategoryId::from_bits(4)), ..asks("龙井 手工") };
    let found = find(&index, &query).await;
    assert_eq!((found.total, found.corrected, found.loosened), (0, None, false));
    let query = Query { merchant: Some(MerchantId::from_bits(2)), ..asks("毛巾") };
    assert_eq!(ids(&find(&index, &query).await), [5]);
}

#[tokio::test]
async fn sales_are_measured_against_the_best_of_all_generations() {
    let mut best = doc(99, "名茶", "Famous tea");
    best.sold = 5_000;
    let mut goods = many(30);
    goods.push(best.clone());
    let index = shelf(goods).await;
    let points = async || {
        let tea = Query { category: Some(CategoryId::from_bits(2)), sort: Sort::Sales, ..asks("") };
        let found = find(&index, &tea).await;
        let one = found.hits.iter().find(|hit| hit.id == ProductId::from_bits(9 << 64 | 9));
        one.unwrap().score
    };
    let beside = points().await;
    index.apply(vec![Change::Remove(best.id.clone())], 8).await.unwrap();
    let alone = points().await;
    assert!(beside < alone, "{beside} {alone}");
    index.apply(vec![Change::Put(Box::new(best))], 9).await.unwrap();
    assert_eq!(points().await, beside);
}

#[tokio::test]
async fn of_many_names_a_sample_is_suggested_and_categories_always() {
    let docs = (1..=200_u128).map(|n| doc(n, &format!("茶{n}号"), &format!("Tea number {n}")));
    let index = shelf(docs.collect()).await;
    let shelf = index.inner.shelf().unwrap();
    let names = |names_max| {
        let read = Lexicon::read_some(&shelf.searcher, &index.inner.fields, names_max).unwrap();
        assert_eq!(read.suggest("茶叶", false, 3)[0].words, "茶叶");
        read.suggest("tea num", true, 300).len()
    };
    assert_eq!(names(200), 200);
    let some = names(20);
    assert!((5..60).contains(&some), "{some}");
}
