//! Stories of finding things, on a small shelf in memory.

mod long;

use super::*;
use domain::Duration;
use domain::catalogue::{Attribute, SpecName, Words};
use domain::display::FULL;
use domain::id::{CategoryId, MerchantId};
use domain::listing::Window;
use domain::search::{FacetKind, Service, Sort};

const NOW: Moment = Moment(1_790_000_000_000);

fn doc(n: u128, zh: &str, en: &str) -> SearchDoc {
    SearchDoc {
        id: ProductId::from_bits(n),
        name: Words::new(zh, en),
        tagline: Words::new("手工制作", "Made by hand"),
        description: Words::new("一段介绍。", "A paragraph."),
        category: CategoryId::from_bits(2),
        category_name: Words::new("茶叶", "Tea"),
        root: CategoryId::from_bits(1),
        root_name: Words::new("食品", "Food"),
        merchant: MerchantId::from_bits(1),
        merchant_name: Words::new("云岭茶舍", "Yunling Tea House"),
        price_minor: 5_000,
        sold: 10,
        in_stock: true,
        returnable: true,
        ships_within_hours: 48,
        attributes: Vec::new(),
        filters: Vec::new(),
        specs: Vec::new(),
        created_at: NOW.minus(Duration::days(20)),
        raised_at: None,
        shown: Window::ALWAYS,
    }
}

fn told(key: &str, name: (&str, &str), value: (&str, &str)) -> Attribute {
    Attribute::text(key, Words::new(name.0, name.1), Words::new(value.0, value.1))
}

/// A shelf with a little of everything.
fn goods() -> Vec<SearchDoc> {
    let mut goods = vec![
        doc(1, "明前西湖龙井", "West Lake Longjing green tea"),
        doc(2, "正山小种红茶", "Lapsang black tea"),
        doc(3, "天青釉茶壶", "Celadon teapot"),
        doc(4, "紫砂壶 300ml", "Yixing clay teapot 300 ml"),
        doc(5, "长绒棉毛巾", "Long-staple cotton towel"),
        doc(6, "羽绒被子", "Down duvet"),
        doc(7, "USB-C 数据线 1 米", "USB-C cable 1 m"),
        doc(8, "沙瓤西红柿 2.5 kg", "Ripe tomatoes 2.5 kg"),
    ];
    for good in &mut goods[2..4] {
        good.category = CategoryId::from_bits(3);
        good.category_name = Words::new("茶具", "Tea ware");
    }
    for good in &mut goods[4..7] {
        good.category = CategoryId::from_bits(4);
        good.root = CategoryId::from_bits(4);
        good.category_name = Words::new("家居", "Home");
        good.root_name = Words::new("家居", "Home");
        good.merchant = MerchantId::from_bits(2);
        good.merchant_name = Words::new("棉里家纺", "Cotton Inside");
    }
    goods
}

async fn shelf(docs: Vec<SearchDoc>) -> GoodsIndex {
    let index = GoodsIndex::in_memory().unwrap();
    index.begin().await.unwrap();
    index.fill(docs).await.unwrap();
    index.commit(7).await.unwrap();
    index
}

fn asks(words: &str) -> Query {
    Query { words: words.to_owned(), ..Query::default() }
}

async fn find(index: &GoodsIndex, query: &Query) -> Found {
    index.search(query, NOW).await.unwrap()
}

fn ids(found: &Found) -> Vec<u128> {
    found.hits.iter().map(|hit| fields::id_bits(hit.id.as_str())).collect()
}

async fn found(index: &GoodsIndex, words: &str) -> Vec<u128> {
    let mut ids = ids(&find(index, &asks(words)).await);
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn words_are_found_in_both_languages_however_they_are_cut() {
    let index = shelf(goods()).await;
    for (words, expect) in [
        ("龙井", vec![1]),
        ("前西", vec![1]),
        ("西湖龙井", vec![1]),
        ("茶壶", vec![3, 4]),
        ("壶", vec![3, 4]),
        ("红茶", vec![2]),
        ("teapots", vec![3, 4]),
        ("green tea", vec![1]),
        ("300", vec![4]),
        ("数据线", vec![7]),
        ("usb", vec![7]),
        ("家居", vec![5, 6, 7]),
        ("棉里家纺 毛巾", vec![5]),
    ] {
        assert_eq!(found(&index, words).await, expect, "{words}");
    }
}

#[tokio::test]
async fn pinyin_and_first_letters_lead_to_chinese_goods() {
    let index = shelf(goods()).await;
    for (words, expect) in [
        ("longjing", 1),
        ("long jing", 1),
        ("xihulongjing", 1),
        ("lj", 1),
        ("zishahu", 4),
        ("maojin", 5),
        ("maojinjiaju", 5),
        ("mj", 5),
    ] {
        let found = found(&index, words).await;
        assert!(found.contains(&expect), "{words}: {found:?}");
    }
}

#[tokio::test]
async fn one_slip_is_forgiven_and_said() {
    let index = shelf(goods()).await;
    for (typed, meant, expect) in [
        ("teapto", "teapot", vec![3, 4]),
        ("celadn", "celadon", vec![3]),
        ("龙景", "龙井", vec![1]),
        ("lonjing", "longjing", vec![1]),
        ("毛金", "毛巾", vec![5]),
    ] {
        let found = find(&index, &asks(typed)).await;
        let mut ids = ids(&found);
        ids.sort_unstable();
        assert_eq!((ids, found.corrected.as_deref()), (expect, Some(meant)), "{typed}");
    }
    // What is right is never corrected, and 杯子 is not taken for 被子 where there are cups.
    assert_eq!(find(&index, &asks("毛巾")).await.corrected, None);
}

#[tokio::test]
async fn words_that_mean_the_same_find_the_same() {
    let index = shelf(goods()).await;
    assert_eq!(found(&index, "番茄").await, [8]);
    assert_eq!(found(&index, "duvet").await, [6]);
}

#[tokio::test]
async fn the_name_of_a_shelf_brings_the_shelf_before_goods_that_bear_its_name() {
    let mut goods = goods();
    let mut caddy = doc(9, "茶叶罐 装茶叶", "Caddy for tea leaves");
    caddy.category = CategoryId::from_bits(3);
    caddy.category_name = Words::new("茶具", "Tea ware");
    caddy.root_name = Words::new("家居", "Home");
    caddy.root = CategoryId::from_bits(4);
    goods.push(caddy);
    let index = shelf(goods).await;
    let found = ids(&find(&index, &asks("茶叶")).await);
    assert_eq!(found.last(), Some(&9), "{found:?}");
    assert!(found.len() > 2);
}

#[tokio::test]
async fn half_of_the_words_are_better_than_nothing() {
    let index = shelf(goods()).await;
    let found = find(&index, &asks("龙井 自行车")).await;
    assert_eq!((ids(&found), found.loosened), (vec![1], true));
}

#[tokio::test]
async fn nothing_that_is_typed_is_an_error() {
    let index = shelf(goods()).await;
    for words in ["\"", "茶 AND (", "*:*", "name:茶", "\\", "a\u{0}b", "-茶", "~1^9", "🍵", ""]
    {
        index.search(&asks(words), NOW).await.unwrap();
        index.suggest(words, false, 8).await.unwrap();
    }
    assert_eq!(found(&index, ":\"()*").await, Vec::<u128>::new());
    assert_eq!(found(&index, "").await.len(), 8);
    assert!(!found(&index, &"茶".repeat(10_000)).await.is_empty());
}

#[tokio::test]
async fn what_is_told_and_what_is_chosen_under_one_name_is_one_filter() {
    let mut goods = goods();
    let net = || Words::new("净含量", "Net content");
    let sizes = vec![Words::new("50 g", "50 g"), Words::new("100 g", "100 g")];
    goods[0].specs = vec![SpecName { name: net(), values: sizes }];
    goods[0].attributes = vec![told("net", ("净含量", "Net content"), ("50 g", "50 g"))];
    goods[1].attributes = vec![told("net", ("净含量", "Net content"), ("100 g", "100 g"))];
    for good in &mut goods[0..2] {
        good.filters = vec![("net".into(), net())];
    }
    let index = shelf(goods).await;
    let all = find(&index, &Query::default()).await;
    let named: Vec<_> = all.facets.iter().filter(|f| f.name == net()).collect();
    assert_eq!(named.len(), 1, "{named:?}");
    let values: Vec<_> = named[0].values.iter().map(|v| (v.key.as_str(), v.count)).collect();
    assert_eq!(values, [("100 g", 2), ("50 g", 1)]);
    let attributes = vec![("net".to_owned(), "100 g".to_owned())];
    assert_eq!(find(&index, &Query { attributes, ..Query::default() }).await.total, 2);
}

#[tokio::test]
async fn facets_count_what_each_choice_would_leave() {
    let mut goods = goods();
    let colour = |zh: &str, en: &str| Words::new(zh, en);
    goods[2].specs = vec![SpecName {
        name: colour("颜色", "Colour"),
        values: vec![colour("天青", "Sky blue"), colour("月白", "Moon white")],
    }];
    goods[3].specs = vec![SpecName {
        name: colour("颜色", "Colour"),
        values: vec![colour("月白", "Moon white")],
    }];
    goods[0].attributes = vec![told("origin", ("产地", "Origin"), ("杭州", "Hangzhou"))];
    goods[1].attributes = vec![told("origin", ("产地", "Origin"), ("武夷山", "Wuyishan"))];
    for good in &mut goods[0..2] {
        good.filters = vec![("origin".into(), Words::new("产地", "Origin"))];
        good.ships_within_hours = 24;
    }
    goods[6].price_minor = 2_000;
    goods[5].in_stock = false;
    let index = shelf(goods).await;
    let values = |found: &Found, kind, key: &str| {
        let facet = found.facets.iter().find(|f| f.kind == kind && f.key == key);
        let values = facet.map(|f| &f.values).into_iter().flatten();
        values.map(|v| (v.key.clone(), v.count, v.chosen)).collect::<Vec<_>>()
    };
    let all = find(&index, &Query::default()).await;
    assert_eq!(all.total, 8);
    let category = |n| CategoryId::from_bits(n).as_str().to_owned();
    let categories = values(&all, FacetKind::Category, "");
    for (n, count) in [(1, 5), (4, 3), (2, 3), (3, 2)] {
        assert!(categories.contains(&(category(n), count, false)), "{categories:?}");
    }
    assert_eq!(categories.len(), 4);
    let prices = values(&all, FacetKind::Price, "");
    assert_eq!(prices, [("0-2999".into(), 1, false), ("3000-5999".into(), 7, false)]);
    let services = values(&all, FacetKind::Service, "");
    assert!(services.contains(&("in_stock".into(), 7, false)), "{services:?}");
    assert!(services.contains(&("within_24".into(), 2, false)), "{services:?}");
    let origins = values(&all, FacetKind::Attribute, "origin");
    assert_eq!(origins.len(), 2);

    // A second colour can be added to the first: the group does not hide its own neighbours.
    let attributes = vec![("spec.颜色".to_owned(), "天青".to_owned())];
    let blue = find(&index, &Query { attributes, ..Query::default() }).await;
    assert_eq!(ids(&blue), [3]);
    let colours = values(&blue, FacetKind::Attribute, "spec.颜色");
    assert_eq!(colours, [("月白".into(), 2, false), ("天青".into(), 1, true)]);
    // But it narrows all others.
    assert!(values(&blue, FacetKind::Attribute, "origin").is_empty());
    assert_eq!(values(&blue, FacetKind::Category, "").len(), 2);
    let services = vec![Service::InStock, Service::Within24];
    let quick = find(&index, &Query { services, ..Query::default() }).await;
    assert_eq!(quick.total, 2);
    let cheap = Query { price_until: Some(2_999), ..Query::default() };
    assert_eq!(ids(&find(&index, &cheap).await), [7]);
}

#[tokio::test]
async fn pages_neither_repeat_nor_skip_in_any_order() {
    let many = (1..=137_u128).map(|n| {
        let mut doc = doc(n << 64 | n, "龙井茶", "Longjing tea");
        doc.price_minor = 1_000 + (n as i64 % 7) * 100;
        doc.sold = n as i64 % 5;
        doc
    });
    let index = shelf(many.collect()).await;
    for sort in Sort::ALL {
        let mut query = Query { sort: *sort, limit: 10, ..asks("龙井") };
        let mut seen = Vec::new();
        loop {
            let page = find(&index, &query).await;
            assert_eq!(page.total, 137);
            seen.extend(ids(&page));
            // Time goes by while somebody reads; the hour of the first page holds.
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        let mut unique = seen.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (137, 137), "{sort:?}");
    }
    let foreign = Query { after: Some("rank.1.2".into()), ..asks("龙井") };
    assert_eq!(index.search(&foreign, NOW).await.unwrap_err().code(), domain::Code::NotFound);
}

#[tokio::test]
async fn a_page_asked_for_in_the_next_hour_carries_on_where_the_last_one_ended() {
    let index = shelf((1..=40_u128).map(|n| doc(n, "龙井茶", "Longjing tea")).collect()).await;
    let first = find(&index, &asks("龙井")).await;
    let second = Query { after: first.next.clone(), ..asks("龙井") };
    let later = index.search(&second, NOW.plus(Duration::hours(3))).await.unwrap();
    let mut all = [ids(&first), ids(&later)].concat();
    all.sort_unstable();
    assert_eq!(all, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn equals_take_turns_by_the_hour() {
    let index = shelf((1..=30_u128).map(|n| doc(n, "龙井茶", "Longjing tea")).collect()).await;
    let order = async |at| ids(&index.search(&asks("龙井"), at).await.unwrap());
    let hour = Moment(NOW.millis() / 3_600_000 * 3_600_000);
    let first = order(hour).await;
    assert_eq!(order(hour.plus(Duration::minutes(59))).await, first);
    assert_ne!(order(hour.plus(Duration::hours(1))).await, first);
}

#[tokio::test]
async fn who_sells_and_from_where_changes_no_score() {
    let (mut small, mut large) =
        (doc(1, "龙井茶", "Longjing tea"), doc(2, "龙井茶", "Longjing tea"));
    small.merchant = MerchantId::from_bits(77);
    small.merchant_name = Words::new("很小的店", "A tiny shop");
    large.merchant_name = Words::new("很大的店", "A huge shop");
    // The large one sells a thousand other things.
    let others = (10..1_010_u128).map(|n| {
        let mut other = doc(n, "别的东西", "Something else");
        other.merchant_name = Words::new("很大的店", "A huge shop");
        other.category = CategoryId::from_bits(9);
        other
    });
    let index = shelf([small, large].into_iter().chain(others).collect()).await;
    let found = find(&index, &asks("龙井")).await;
    assert_eq!(found.hits.len(), 2);
    assert_eq!(found.hits[0].score, found.hits[1].score);
    assert_eq!(found.hits[0].terms, found.hits[1].terms);
}

#[tokio::test]
async fn every_hit_says_why_it_is_there() {
    let mut goods = goods();
    goods[0].in_stock = false;
    let index = shelf(goods).await;
    let found = find(&index, &asks("茶")).await;
    for hit in &found.hits {
        assert_eq!(hit.score, hit.terms.iter().map(|t| t.points).sum::<i64>());
        assert_eq!(hit.terms.len(), 5);
    }
    assert!(found.hits.iter().any(|hit| hit.terms[0].value == FULL));
    let bands: Vec<_> = found.hits.iter().map(|h| Formula::published().band(h.score)).collect();
    assert!(bands.is_sorted_by(|a, b| a >= b), "{bands:?}");
}

#[tokio::test]
async fn what_is_taken_down_or_out_of_its_window_is_gone() {
    let mut goods = goods();
    goods[0].shown.until = NOW.plus(Duration::hours(1));
    let index = shelf(goods.clone()).await;
    assert_eq!(found(&index, "龙井").await, [1]);
    let later = index.search(&asks("龙井"), NOW.plus(Duration::hours(1))).await.unwrap();
    assert!(later.hits.is_empty());
    goods[1].price_minor = 99;
    let changes = vec![
        Change::Remove(goods[0].id.clone()),
        Change::Put(Box::new(goods[1].clone())),
        Change::Remove(ProductId::from_bits(404)),
    ];
    index.apply(changes, 12).await.unwrap();
    assert!(found(&index, "龙井").await.is_empty());
    assert_eq!(index.count().await.unwrap(), 7);
    assert_eq!(index.followed().await.unwrap(), Some(12));
    let cheap = Query { price_until: Some(99), ..Query::default() };
    assert_eq!(ids(&find(&index, &cheap).await), [2]);
    let ids = [goods[0].id.clone(), goods[1].id.clone()];
    assert_eq!(index.holds(&ids).await.unwrap(), [false, true]);
}

#[tokio::test]
async fn what_is_begun_is_suggested() {
    let index = shelf(goods()).await;
    let words = async |typed: &str, english| {
        let all = index.suggest(typed, english, 8).await.unwrap();
        all.into_iter().map(|s| s.words).collect::<Vec<_>>()
    };
    assert_eq!(words("茶", false).await[..2], ["茶叶", "茶具"]);
    assert!(words("西湖", false).await.contains(&"明前西湖龙井".to_owned()));
    assert!(words("yunling", false).await.contains(&"云岭茶舍".to_owned()));
    assert!(words("mljf", false).await.contains(&"棉里家纺".to_owned()));
    assert!(words("celad", true).await.contains(&"Celadon teapot".to_owned()));
    assert!(words("", true).await.is_empty());
}

#[tokio::test]
async fn what_many_search_for_is_offered_where_nothing_is_found() {
    let index = shelf(goods()).await;
    for _ in 0..3 {
        index.heard(" 龙井! ", NOW).await.unwrap();
    }
    assert_eq!(index.hot(NOW, 5).await.unwrap(), ["龙井"]);
    let nothing = find(&index, &asks("飞机")).await;
    assert_eq!((nothing.total, nothing.suggestions), (0, vec!["龙井".to_owned()]));
}

#[tokio::test]
async fn an_index_in_a_folder_is_there_again_and_a_ruined_one_is_made_anew() {
    let folder = std::env::temp_dir().join(format!("jishi-index-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    {
        let index = GoodsIndex::open(&folder).unwrap();
        assert_eq!(index.followed().await.unwrap(), None);
        index.begin().await.unwrap();
        index.fill(goods()).await.unwrap();
        index.commit(3).await.unwrap();
        // A second process on the same folder may read and not write.
        let other = GoodsIndex::open(&folder).unwrap();
        assert!(!other.lead().await.unwrap());
        assert_eq!(found(&other, "龙井").await, [1]);
    }
    let index = GoodsIndex::open(&folder).unwrap();
    assert_eq!((index.count().await.unwrap(), index.followed().await.unwrap()), (8, Some(3)));
    drop(index);
    let meta = folder.join(format!("v{EDITION}")).join("meta.json");
    std::fs::write(meta, "nonsense").unwrap();
    let index = GoodsIndex::open(&folder).unwrap();
    assert_eq!((index.count().await.unwrap(), index.followed().await.unwrap()), (0, None));
    drop(index);
    std::fs::remove_dir_all(&folder).unwrap();
}
