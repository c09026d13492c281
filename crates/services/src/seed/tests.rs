//! The files of the demo market, read as a careful shopkeeper would read them before opening.

use super::data::{self, Data, Opinions, Pair, Said};
use super::make::{Goods, Maker};
use super::steps;
use domain::Moment;
use std::collections::{BTreeMap, BTreeSet};

mod figures;
mod listed;
mod past;
mod recipes;
mod titles;

/// Some moment in 2026; none of these stories depends on which one.
const OPENED_AT: Moment = Moment(1_772_000_000_000);

/// What advertising law forbids to say of ordinary goods: superlatives, and the promise to heal.
const FORBIDDEN_ZH: &[&str] = &[
    "最",
    "第一",
    "唯一",
    "顶级",
    "极品",
    "极致",
    "首选",
    "国家级",
    "世界级",
    "绝对",
    "万能",
    "永久",
    "无敌",
    "销量冠军",
    "史上",
    "空前",
    "治疗",
    "疗效",
    "药妆",
    "排毒",
    "抗癌",
    "医用",
];
const FORBIDDEN_EN: &[&str] = &[
    "best",
    "finest",
    "ultimate",
    "perfect",
    "unrivalled",
    "unique",
    "world-class",
    "greatest",
    "miracle",
    "cure",
    "cures",
    "heal",
    "heals",
    "healing",
    "detox",
];

fn data() -> Data {
    data::load().unwrap()
}

fn maker(data: &Data) -> Maker<'_> {
    Maker::new(data, OPENED_AT).unwrap()
}

/// The goods written by hand.
fn goods(data: &Data) -> Vec<Goods> {
    let maker = maker(data);
    maker.goods(0..maker.by_hand()).map(|made| made.unwrap()).collect()
}

/// Every text a visitor may read: where it stands, Chinese, English.
fn texts(data: &Data) -> Vec<(String, &str, &str)> {
    fn pair<'a>(at: &str, what: &str, of: &'a Pair) -> (String, &'a str, &'a str) {
        (format!("{at} {what}"), of.0.as_str(), of.1.as_str())
    }
    let mut all = Vec::new();
    for root in &data.roots {
        all.push(pair(&root.slug, "name", &root.name));
        all.extend(root.children.iter().map(|leaf| pair(&leaf.slug, "name", &leaf.name)));
    }
    for shop in &data.shops {
        let whole = [("name", &shop.name), ("intro", &shop.intro), ("region", &shop.region)];
        all.extend(whole.map(|(what, text)| pair(&shop.slug, what, text)));
        all.extend(shop.series.iter().map(|text| pair(&shop.slug, "series", text)));
        all.extend(shop.packing.iter().map(|text| pair(&shop.slug, "packing", text)));
        all.extend(shop.freight.iter().map(|f| pair(&shop.slug, "freight", &f.name)));
    }
    all.extend(data.vouchers.iter().map(|v| pair(&v.key, "name", &v.name)));
    for (name, kind) in &data.kinds {
        all.extend(kind.using.iter().map(|text| pair(name, "using", text)));
        all.extend(kind.keeping.iter().map(|text| pair(name, "keeping", text)));
    }
    for (at, of) in opinions(&data.opinions) {
        all.extend(of.iter().map(|text| pair("opinions", at, text)));
    }
    for good in &data.goods {
        let whole = [("name", &good.name), ("tagline", &good.tagline), ("about", &good.about)];
        all.extend(whole.map(|(what, text)| pair(&good.slug, what, text)));
        all.extend(good.option_name.iter().map(|text| pair(&good.slug, "option name", text)));
    }
    all
}

/// What is said of goods, by what it is about.
fn opinions(of: &Opinions) -> Vec<(&str, &[Pair])> {
    let mut all: Vec<(&str, &[Pair])> = vec![
        ("quick", &of.quick),
        ("slow", &of.slow),
        ("kind", &of.kind),
        ("curt", &of.curt),
        ("openers", &of.openers),
        ("thanks", &of.thanks),
        ("sorry", &of.sorry),
    ];
    for theme in &of.themes {
        all.extend([("good", &*theme.good), ("fair", &*theme.fair)]);
        all.extend([("bad", &*theme.bad), ("later", &*theme.later)]);
    }
    all
}

/// The short texts: facts, sizes and choices. Figures may be the same in both languages.
fn labels(data: &Data) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let mut said = |at: &str, said: &Said| {
        let words = said.words();
        all.push((at.to_owned(), words.zh, words.en));
    };
    for (name, kind) in &data.kinds {
        kind.facts.values().for_each(|fact| said(name, fact));
    }
    for good in &data.goods {
        good.facts.values().chain(&good.sizes).for_each(|text| said(&good.slug, text));
        for choice in &good.options {
            said(&good.slug, &Said::Both(choice.zh.clone(), choice.en.clone()));
        }
    }
    all
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Chinese takes its own commas; a Latin one after a Chinese character is a slip of the keyboard.
fn has_latin_comma(zh: &str) -> bool {
    let mut pairs = zh.chars().zip(zh.chars().skip(1));
    pairs.any(|(before, mark)| is_chinese(before) && [',', ';', ':'].contains(&mark))
}

fn forbidden<'a>(zh: &'a str, en: &'a str) -> Option<&'a str> {
    let spoken = en.to_lowercase();
    let mut words = spoken.split(|c: char| !c.is_ascii_alphabetic() && c != '-');
    let said_en = words.find_map(|word| FORBIDDEN_EN.iter().find(|bad| **bad == word));
    FORBIDDEN_ZH.iter().find(|bad| zh.contains(**bad)).or(said_en).copied()
}

#[test]
fn two_hundred_products_know_their_shop_kind_colours_and_facts() {
    let data = data();
    assert!(data.goods.len() >= 200, "only {} products", data.goods.len());
    assert_eq!(goods(&data).len(), data.goods.len());
    assert_eq!(maker(&data).coupons().unwrap().len(), data.vouchers.len());
}

#[test]
fn no_two_products_share_an_address() {
    let data = data();
    let mut seen = BTreeSet::new();
    for good in &data.goods {
        assert!(seen.insert(&good.slug), "{} stands there twice", good.slug);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(good.slug.chars().all(plain), "{} is no plain address", good.slug);
    }
}

#[test]
fn every_picture_hangs_on_the_wall() {
    let wall = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public");
    let data = data();
    let shops = maker(&data).merchants();
    let goods = goods(&data);
    let of_goods = goods.iter().flat_map(|g| &g.product.pictures);
    // What a program draws hangs nowhere before it is asked for; that somebody draws it is another story.
    let of_goods = of_goods.filter(|picture| !picture.starts_with("/pictures/"));
    for picture in shops.iter().map(|s| &s.picture).chain(of_goods) {
        let file = wall.join(picture.trim_start_matches('/'));
        assert!(file.is_file(), "{picture} is not drawn");
    }
    assert!(goods.iter().all(|g| !g.product.pictures.is_empty()));
}

#[test]
fn everything_is_said_in_both_languages() {
    let data = data();
    for (at, zh, en) in texts(&data) {
        assert!(zh.chars().any(is_chinese), "{at}: no Chinese in {zh:?}");
        assert!(en.chars().any(|c| c.is_ascii_alphabetic()), "{at}: no English in {en:?}");
        assert!(!en.chars().any(is_chinese), "{at}: Chinese in the English {en:?}");
        assert!(!has_latin_comma(zh), "{at}: a Latin comma in {zh:?}");
    }
    for (at, zh, en) in labels(&data) {
        assert!(!has_latin_comma(&zh), "{at}: a Latin comma in {zh:?}");
        assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{at}: an empty label");
        assert!(!en.chars().any(is_chinese), "{at}: Chinese in the English {en:?}");
    }
}

#[test]
fn no_two_products_tell_the_same() {
    let data = data();
    let mut seen = BTreeMap::new();
    for good in &data.goods {
        for text in [&good.name, &good.tagline, &good.about] {
            for told in [&text.0, &text.1] {
                let before = seen.insert(told, &good.slug);
                assert_eq!(before, None, "{} says {told:?} too", good.slug);
            }
        }
    }
}

#[test]
fn no_shop_boasts_in_superlatives_or_promises_to_heal() {
    assert_eq!(forbidden("全网最低", "A cup"), Some("最"));
    assert_eq!(forbidden("杯", "The Best, cup"), Some("best"));
    let data = data();
    for (at, zh, en) in texts(&data) {
        assert_eq!(forbidden(zh, en), None, "{at}: {zh} / {en}");
    }
    for (at, zh, en) in labels(&data) {
        assert_eq!(forbidden(&zh, &en), None, "{at}: {zh} / {en}");
    }
}

#[test]
fn every_price_is_above_nothing_and_below_its_list_price() {
    for made in goods(&data()) {
        let slug = &made.product.slug;
        assert!(!made.product.skus.is_empty(), "{slug} has nothing to choose");
        for sku in &made.product.skus {
            assert!(sku.price.minor > 0, "{slug} costs nothing");
            assert!(
                sku.list_price.is_none_or(|list| list.minor > sku.price.minor),
                "{slug}: list price"
            );
            assert!(sku.weight_grams > 0, "{slug} weighs nothing");
            assert!(sku.on_hand >= 0 && sku.stock_units > 0, "{slug}: stock");
        }
    }
}

#[test]
fn freight_and_coupons_add_up() {
    let data = data();
    for freight in data.shops.iter().flat_map(|shop| &shop.freight) {
        assert!(freight.zones.iter().any(|zone| zone.regions.iter().any(String::is_empty)));
        for zone in &freight.zones {
            assert!(zone.first > 0 && zone.first_fee >= 0 && zone.step_fee >= 0);
            assert!(zone.step > 0 || zone.step_fee == 0, "a fee for steps of nothing");
            assert!(zone.free_over.is_none_or(|sum| sum > zone.first_fee));
        }
    }
    for voucher in &data.vouchers {
        assert!(voucher.off > 0 && voucher.threshold > voucher.off, "{}", voucher.key);
        assert!(voucher.from_day < voucher.until_day && voucher.uses_max > 0, "{}", voucher.key);
    }
    assert!(data.vouchers.iter().any(|v| v.shop.is_some()), "no shop gives a coupon");
}

#[test]
fn no_shelf_of_the_market_is_empty_and_no_shop_is_idle() {
    let data = data();
    let filled: BTreeSet<_> = data.goods.iter().map(|g| &data.kinds[&g.kind].category).collect();
    let busy: BTreeSet<_> = data.goods.iter().map(|g| &g.shop).collect();
    let of_recipes = data.recipes.iter().map(|r| &r.kind);
    let used: BTreeSet<_> = data.goods.iter().map(|g| &g.kind).chain(of_recipes).collect();
    let offered = |leaf: &str| data.recipes.iter().any(|r| data.kinds[&r.kind].category == leaf);
    for leaf in data.roots.iter().flat_map(|root| &root.children) {
        let stands = filled.contains(&leaf.slug) || offered(&leaf.slug);
        assert!(stands, "nothing stands under {}", leaf.slug);
    }
    for shop in &data.shops {
        let sells = busy.contains(&shop.slug) || !shop.sells.is_empty();
        assert!(sells, "{} sells nothing", shop.slug);
    }
    for kind in data.kinds.keys() {
        assert!(used.contains(kind), "nothing is of the kind {kind}");
    }
}

#[test]
fn what_spoils_or_touches_the_skin_is_excepted_from_the_seven_days() {
    let data = data();
    for good in &data.goods {
        let kind = &data.kinds[&good.kind];
        let spoils = ["fruit", "dairy-eggs", "vegetables"].contains(&kind.category.as_str());
        let worn = kind.category == "underwear-socks" && good.kind == "underwear";
        let made_to_order = good.name.0.contains("定制");
        if spoils || worn || made_to_order {
            let returnable = good.returnable.unwrap_or(kind.returnable);
            assert!(!returnable, "{} would come back", good.slug);
        }
    }
}

#[test]
fn some_goods_are_sold_out_and_some_are_packed_from_one_heap() {
    let goods = goods(&data());
    let skus = || goods.iter().flat_map(|g| &g.product.skus);
    assert!(skus().any(|sku| sku.on_hand == 0));
    assert!(goods.iter().any(|g| g.product.skus.iter().all(|sku| sku.on_hand == 0)));
    assert!(skus().any(|sku| (1..=3).contains(&sku.on_hand)));
    assert!(skus().any(|sku| sku.stock_units > 1));
}

#[test]
fn the_front_page_shows_many_shops() {
    let mut goods = goods(&data());
    goods.sort_by_key(|g| std::cmp::Reverse(g.product.sold));
    let mut shops: BTreeMap<_, usize> = BTreeMap::new();
    for made in goods.iter().take(20) {
        *shops.entry(made.product.merchant.clone()).or_default() += 1;
    }
    assert!(shops.len() >= 9, "only {} shops", shops.len());
    assert!(shops.values().all(|n| *n <= 4), "one shop fills the front page: {shops:?}");
}

#[test]
fn the_same_moment_makes_the_same_market() {
    let data = data();
    let rows = || goods(&data).into_iter().map(|g| format!("{:?}", g.product)).collect::<Vec<_>>();
    assert_eq!(rows(), rows());
    let ids: BTreeSet<_> = goods(&data).into_iter().map(|g| g.product.id).collect();
    assert_eq!(ids.len(), data.goods.len());
    assert!(goods(&data).iter().all(|g| g.rows() <= steps::STEP_ROWS_MAX));
}

#[test]
fn goods_go_back_to_a_whole_address_down_to_the_district() {
    let data = data();
    for shop in maker(&data).merchants() {
        let to = shop.return_address.unwrap();
        let path = crate::regions::path(&to.region_code);
        let path = path.unwrap_or_else(|| panic!("{} is in no district", shop.slug));
        let names: Vec<_> = path.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(to.region, names.join(" "), "{}", shop.slug);
    }
}

#[test]
fn tea_that_keeps_for_twelve_months_keeps_a_whole_year() {
    let data = data();
    let all = goods(&data);
    let tea = all.iter().find(|g| g.product.name.zh.contains("碧螺春")).unwrap();
    let says = tea.product.attributes.iter().find(|a| a.key == "shelf_life").unwrap();
    assert_eq!(says.value.zh, "12 个月");
    for lot in &tea.product.lots {
        let date = domain::text::china_date;
        let (made, ends) = (date(lot.told.produced_at), date(lot.told.expires_at));
        assert_eq!((made.0 + 1, made.1, made.2), ends, "{}", lot.told.code);
    }
}
