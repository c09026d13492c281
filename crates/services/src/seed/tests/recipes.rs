//! The market at size: what must be true of five thousand goods that nobody wrote one by one.

use super::super::make::Goods;
use super::super::{GOODS, steps};
use super::{OPENED_AT, data, forbidden, has_latin_comma, is_chinese, maker};
use crate::seed::data::Data;
use domain::Duration;
use domain::listing::AttributeKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The whole market, made once for all stories.
static MARKET: LazyLock<(Data, Vec<Goods>)> = LazyLock::new(|| {
    let data = data();
    let goods = maker(&data).goods(0..GOODS).map(|made| made.unwrap()).collect();
    (data, goods)
});

#[test]
fn five_thousand_goods_stand_in_sixty_categories_and_no_two_bear_one_name() {
    let (data, goods) = &*MARKET;
    let leaves: BTreeSet<_> = goods.iter().map(|g| &g.product.category).collect();
    assert!(leaves.len() >= 60, "only {} categories have goods", leaves.len());
    assert_eq!(leaves.len(), data.roots.iter().map(|r| r.children.len()).sum::<usize>());
    let (mut zh, mut en, mut slugs) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    for made in goods {
        let product = &made.product;
        assert!(slugs.insert(&product.slug), "{} stands there twice", product.slug);
        let before = zh.insert(&product.name.zh, &product.slug);
        assert_eq!(before, None, "{} is called {} too", product.slug, product.name.zh);
        let before = en.insert(&product.name.en, &product.slug);
        assert_eq!(before, None, "{} is called {} too", product.slug, product.name.en);
        assert!(!product.name.en.contains("batch"), "{} has run out of names", product.slug);
    }
}

#[test]
fn shops_are_large_and_small_old_and_young_near_and_far() {
    let (data, goods) = &*MARKET;
    assert!(data.shops.len() >= 24);
    let mut sizes: BTreeMap<_, usize> = BTreeMap::new();
    for made in goods {
        *sizes.entry(&made.product.merchant).or_default() += 1;
    }
    assert_eq!(sizes.len(), data.shops.len(), "a shop sells nothing");
    assert!(sizes.values().filter(|n| **n >= 200).count() >= 3, "{sizes:?}");
    assert!(sizes.values().filter(|n| **n <= 30).count() >= 6, "{sizes:?}");
    let regions: BTreeSet<_> = data.shops.iter().map(|s| s.region_code[..2].to_owned()).collect();
    assert!(regions.len() >= 15, "only {regions:?}");
    let days = || data.shops.iter().map(|s| s.open_days);
    assert!(days().min() <= Some(20) && days().max() >= Some(2_000));
}

#[test]
fn no_two_shops_call_their_lines_the_same() {
    let data = data();
    let mut seen = BTreeMap::new();
    for (shop, (zh, en)) in data.shops.iter().flat_map(|s| s.series.iter().map(move |w| (s, w))) {
        for word in [zh, en] {
            let before = seen.insert(word, &shop.slug);
            assert_eq!(before, None, "{} says {word} too", shop.slug);
        }
    }
}

#[test]
fn whatever_a_category_asks_its_goods_tell_and_so_they_are_shown() {
    let (data, goods) = &*MARKET;
    let categories = maker(data).categories().unwrap();
    for made in goods {
        let product = &made.product;
        let category = categories.iter().find(|c| c.id == product.category).unwrap();
        let told: BTreeSet<_> = product.attributes.iter().map(|a| a.key.as_str()).collect();
        for def in category.template.attributes.iter().filter(|def| def.required) {
            assert!(told.contains(def.key.as_str()), "{} tells no {}", product.slug, def.key);
        }
        let shown = product.shown.is_some_and(|window| window.holds(OPENED_AT));
        assert!(shown, "{} is not shown", product.slug);
        let later = OPENED_AT.plus(Duration::days(21));
        let stays = product.shown.is_some_and(|window| window.holds(later));
        assert!(stays, "{} is gone after three weeks", product.slug);
        assert_eq!(category.template.lots, !product.lots.is_empty(), "{}", product.slug);
    }
}

#[test]
fn a_number_that_a_list_filters_by_has_its_figure() {
    let (data, goods) = &*MARKET;
    for made in goods.iter().skip(data.goods.len()) {
        for told in &made.product.attributes {
            let fact = data.dictionary.facts.iter().find(|f| f.key == told.key).unwrap();
            // How long aged tea keeps is told in words.
            if fact.kind == AttributeKind::Number && fact.key != "shelf_life" {
                let text = &told.value.zh;
                assert!(told.figure.is_some(), "{}: {} in {text}", made.product.slug, fact.key);
            }
        }
    }
}

#[test]
fn every_text_is_whole_in_both_languages_and_boasts_of_nothing() {
    for made in &MARKET.1 {
        let product = &made.product;
        let slug = &product.slug;
        for text in [&product.name, &product.tagline, &product.description] {
            assert!(text.zh.chars().any(is_chinese), "{slug}: {}", text.zh);
            assert!(
                text.en.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()),
                "{slug}: {}",
                text.en
            );
            assert!(!text.en.chars().any(is_chinese), "{slug}: {}", text.en);
            assert!(!has_latin_comma(&text.zh), "{slug}: {}", text.zh);
            assert_eq!(forbidden(&text.zh, &text.en), None, "{slug}: {} / {}", text.zh, text.en);
            let holes = |t: &str| t.contains(['{', '}']) || t.contains("  ");
            assert!(!holes(&text.zh) && !holes(&text.en), "{slug}: {} / {}", text.zh, text.en);
        }
        for told in
            product.attributes.iter().map(|a| &a.value).chain(product.skus.iter().map(|s| &s.spec))
        {
            assert!(!told.en.chars().any(is_chinese), "{slug}: {}", told.en);
            assert!(!told.zh.contains('{') && !told.en.contains('{'), "{slug}: {}", told.en);
        }
    }
}

#[test]
fn every_price_of_every_size_is_sensible() {
    for made in &MARKET.1 {
        let product = &made.product;
        let slug = &product.slug;
        assert!(!product.skus.is_empty() && made.rows() <= steps::STEP_ROWS_MAX, "{slug}");
        for sku in &product.skus {
            let price = sku.price.minor;
            assert!((100..2_000_000).contains(&price), "{slug} costs {price}");
            assert!(sku.list_price.is_none_or(|list| list.minor > price), "{slug}: list price");
            assert!(sku.weight_grams > 0 && sku.on_hand >= 0, "{slug}");
        }
    }
}

#[test]
fn a_number_makes_the_same_product_whatever_was_made_before_it() {
    let data = data();
    let maker = maker(&data);
    let late = 999_999;
    let alone = maker.made(late).unwrap();
    let among: Vec<_> = maker.goods(late - 3..late + 1).map(|made| made.unwrap()).collect();
    let last = among.last().unwrap();
    assert_eq!(format!("{:?}", alone.product), format!("{:?}", last.product));
    let slugs: BTreeSet<_> = among.iter().map(|made| &made.product.slug).collect();
    assert_eq!(slugs.len(), among.len());
}

#[test]
fn steps_are_cut_by_the_goods_alone_and_none_is_too_large() {
    let data = data();
    let maker = maker(&data);
    let cut = |goods: u64| -> Vec<Vec<String>> {
        let batches = steps::batches(maker.goods(0..goods)).map(|batch| batch.unwrap());
        let rows = |b: &Vec<Goods>| b.iter().map(Goods::rows).sum::<usize>();
        let checked = batches.inspect(|batch| assert!(rows(batch) <= steps::STEP_ROWS_MAX));
        checked.map(|b| b.iter().map(|g| g.product.slug.clone()).collect()).collect()
    };
    let (short, long) = (cut(400), cut(800));
    assert_eq!(short.concat().len(), 400);
    assert_eq!(long.concat().len(), 800);
    assert_eq!(short[..short.len() - 1], long[..short.len() - 1]);
}

#[test]
fn few_goods_sell_a_lot_and_they_come_from_many_shops() {
    let mut goods: Vec<&Goods> = MARKET.1.iter().collect();
    goods.sort_by_key(|made| std::cmp::Reverse(made.product.sold));
    let sold = |part: &[&Goods]| part.iter().map(|g| g.product.sold).sum::<i64>();
    let (tenth, whole) = (sold(&goods[..goods.len() / 10]), sold(&goods));
    assert!(tenth * 2 > whole, "a tenth of the goods sell {tenth} of {whole}");
    let shops: BTreeSet<_> = goods[..200].iter().map(|g| &g.product.merchant).collect();
    assert!(shops.len() >= 20, "the 200 most sold come from {} shops", shops.len());
    let days = |made: &Goods| OPENED_AT.since(made.product.created_at).0 / Duration::days(1).0;
    assert!(goods.iter().any(|g| days(g) > 600) && goods.iter().any(|g| days(g) < 5));
}

/// The source of all drawings.
fn shelves() -> String {
    let shelves = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../picture/src/goods");
    let shelves = std::fs::read_dir(shelves).unwrap().map(|file| file.unwrap().path());
    shelves.map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn no_two_goods_of_the_market_show_the_same_picture() {
    let (drawn, wall) = (shelves(), concat!(env!("CARGO_MANIFEST_DIR"), "/../../public"));
    let mut seen = BTreeMap::new();
    for product in MARKET.1.iter().map(|g| &g.product) {
        let first = &product.pictures[0];
        // The number of a drawing makes it unlike its kin; a file is what it holds, whatever it is called.
        let picture = match first.strip_prefix("/pictures/").and_then(|p| p.rsplit_once('-')) {
            Some((kind, _)) => {
                assert!(drawn.contains(&format!("(\"{kind}\"")), "nobody draws {kind}");
                first.clone()
            }
            None => std::fs::read_to_string(format!("{wall}{first}")).unwrap(),
        };
        let other = seen.insert(picture, &product.slug);
        assert_eq!(other, None, "{} shows {first} as well", product.slug);
    }
    assert_eq!(seen.len(), MARKET.1.len());
}

#[test]
fn every_recipe_knows_drawings_that_exist_for_words_that_it_has() {
    let drawn = shelves();
    let (data, goods) = &*MARKET;
    for recipe in &data.recipes {
        for drawing in recipe.drawings.keys().chain([&recipe.picture]) {
            assert!(drawn.contains(&format!("(\"{drawing}\"")), "nobody draws {drawing}");
        }
        let words: BTreeSet<_> = recipe.parts.values().flatten().map(|part| part.zh()).collect();
        for word in recipe.drawings.values().flatten() {
            assert!(words.contains(word.as_str()), "{} never says {word}", recipe.key);
        }
    }
    // Pan pipes are drawn as pan pipes, and a flute is not.
    let of = |word: &str| {
        let made = goods.iter().filter(move |g| g.product.name.zh.contains(word));
        made.map(|g| g.product.pictures[0].as_str()).collect::<Vec<_>>()
    };
    assert!(!of("排箫").is_empty() && of("排箫").iter().all(|p| p.contains("/panpipe-")));
    assert!(!of("洞箫").is_empty() && of("洞箫").iter().all(|p| p.contains("/flute-")));
    let made = of("凝固型酸奶");
    assert!(!made.is_empty() && made.iter().all(|p| p.contains("/yogurt-")), "{made:?}");
}
