//! Goods, categories and shops: what is seen by whom, in which order, page by page.

use crate::fixture::{BEGIN, SYSTEM, World, owner, step};
use domain::browse::{Ask, Place};
use domain::catalogue::{CategoryView, ProductFilter, ProductOrder, Words};
use domain::id::*;
use domain::listing::{
    AttributeDef, AttributeKind, CertificateKind, CertificateView, LotView, Template, Window,
};
use domain::search::Sort;
use domain::{Code, Duration, Money, Scope};
use services::ports::StoreExt as _;
use services::ports::catalogue::{NewCertificate, NewLot};
use services::{Error, browse, catalogue};

crate::stories![
    a_product_page_shows_its_matrix_its_shop_and_its_trail,
    a_list_walks_through_all_goods_once_in_every_order,
    a_product_off_the_shelf_is_seen_by_its_merchant_alone,
    the_front_page_has_a_row_per_category_with_goods,
    the_rows_of_all_categories_and_the_shops_of_a_list_come_at_once,
    a_new_price_moves_the_product_in_the_list_and_is_remembered,
    only_the_owner_writes_a_merchants_goods,
    freight_templates_and_skus_are_read_by_id,
    goods_leave_the_shelf_when_their_window_ends_and_nobody_has_to_come,
    a_category_tells_what_it_asks,
    a_list_says_where_it_stands_and_what_is_one_step_away,
    a_card_says_when_some_of_its_goods_cost_more,
    a_product_page_shows_lots_that_may_be_sold_and_papers_that_are_valid,
];

async fn a_product_page_shows_its_matrix_its_shop_and_its_trail(world: World) {
    let m = &world.market;
    let merchant = world.merchant("qing").await;
    let top = world.category("tea", None).await;
    let below = world.category("celadon", Some(top.clone())).await;
    let freight = world.freight(&merchant).await;
    let product = world.product("tea-set", (&merchant, &below, &freight), &[42_800, 30_300], 7);
    world.add_product(&product).await;

    for key in ["tea-set", product.id.as_str()] {
        let page = catalogue::product(m, key).await.unwrap();
        assert_eq!(page.id, product.id);
        assert_eq!(page.name, product.name);
        assert_eq!(page.pictures, product.pictures);
        assert_eq!(page.specs, product.specs);
        assert_eq!(page.attributes, product.attributes);
        let skus: Vec<_> =
            page.skus.iter().map(|s| (s.price, s.available, s.choice.clone())).collect();
        assert_eq!(skus, [(Money::fen(42_800), 7, vec![0]), (Money::fen(30_300), 7, vec![1])]);
        let trail: Vec<_> = page.trail.iter().map(|c| c.slug.as_str()).collect();
        assert_eq!(trail, ["tea", "celadon"]);
        assert_eq!((page.shop.slug.as_str(), page.shop.opened_at), ("qing", BEGIN));
    }
    let missing = catalogue::product(m, "no-such-thing").await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    let path = catalogue::category(m, "celadon").await.unwrap();
    assert_eq!(path.len(), 2);
    // The list shows the lowest price.
    let page = catalogue::products(m, &ProductFilter::default(), None, 10).await.unwrap();
    assert_eq!(page.items[0].price, Money::fen(30_300));
    assert_eq!(page.items[0].list_price, Some(Money::fen(31_300)));
}

async fn a_card_says_when_some_of_its_goods_cost_more(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_300, 42_800], 7).await);
    let [cheap, dear] = [0, 1].map(|i| product.skus[i].id.clone());
    let varies = async || {
        let page = catalogue::products(m, &ProductFilter::default(), None, 10).await.unwrap();
        let cards = catalogue::cards(m, std::slice::from_ref(&product.id)).await.unwrap();
        assert_eq!(page.items, cards);
        (cards[0].price.minor, cards[0].price_varies)
    };
    assert_eq!(varies().await, (30_300, true));
    let (sku, now) = (cheap, world.now());
    step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(42_800), now), sku).unwrap();
    assert_eq!(varies().await, (42_800, false));
    let (sku, now) = (dear, world.now());
    step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(50_000), now), sku).unwrap();
    assert_eq!(varies().await, (42_800, true));
    // What is not sold any more has no price.
    world.behind_the_back("update sku set on_sale = 0 where price_minor = 50000").await;
    assert_eq!(varies().await, (42_800, false));
}

async fn a_list_walks_through_all_goods_once_in_every_order(world: World) {
    let m = &world.market;
    let merchant = world.merchant("qing").await;
    let top = world.category("tea", None).await;
    let below = world.category("celadon", Some(top.clone())).await;
    let freight = world.freight(&merchant).await;
    for i in 0..11_i64 {
        // Several share a price, and some lie in the category below.
        let category = if i % 2 == 0 { &top } else { &below };
        let slug = format!("p{i}");
        let mut product =
            world.product(&slug, (&merchant, category, &freight), &[100 * (i % 4)], 1);
        product.sold = i % 3;
        world.add_product(&product).await;
    }
    let filters = [
        (ProductFilter::default(), 11),
        (ProductFilter { category: Some(top), ..ProductFilter::default() }, 11),
        (ProductFilter { category: Some(below), ..ProductFilter::default() }, 5),
        (ProductFilter { merchant: Some(merchant), ..ProductFilter::default() }, 11),
        (ProductFilter { merchant: Some(world.id()), ..ProductFilter::default() }, 0),
    ];
    for (filter, expect) in filters {
        for order in ProductOrder::ALL {
            let filter = ProductFilter { order, ..filter.clone() };
            let mut seen = Vec::new();
            let mut after: Option<String> = None;
            loop {
                let page = catalogue::products(m, &filter, after.as_deref(), 3).await.unwrap();
                assert!(page.items.len() <= 3);
                seen.extend(page.items);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let mut ids: Vec<_> = seen.iter().map(|c| c.id.clone()).collect();
            ids.sort();
            ids.dedup();
            assert_eq!((ids.len(), seen.len()), (expect, expect), "{order:?}");
            let sorted = match order {
                ProductOrder::Newest => seen.is_sorted_by(|a, b| a.id > b.id),
                ProductOrder::PriceUp => seen.is_sorted_by_key(|c| c.price.minor),
                ProductOrder::PriceDown => seen.is_sorted_by_key(|c| -c.price.minor),
                ProductOrder::Sold => seen.is_sorted_by_key(|c| -c.sold),
            };
            assert!(sorted, "{order:?}");
        }
    }
    let forged = catalogue::products(m, &ProductFilter::default(), Some("1.x' or 1=1"), 3).await;
    assert!(matches!(forged, Err(e) if e.code() == Code::NotFound));
}

async fn a_product_off_the_shelf_is_seen_by_its_merchant_alone(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    let other = world.merchant("other").await;
    let (id, mine, now) = (product.id.clone(), owner(&merchant), world.now());
    let scope = mine.clone();
    let taken = world
        .store()
        .write("take down", move |tx| {
            let (id, scope) = (id.clone(), scope.clone());
            Box::pin(async move { tx.set_on_sale(&scope, &id, false, now).await })
        })
        .await
        .unwrap();
    assert!(taken);
    let mut reader = world.read().await;
    let all = ProductFilter::default();
    for (scope, expect) in [(Scope::Public, 0), (owner(&other), 0), (mine, 1), (SYSTEM, 1)] {
        let listed = reader.products(&scope, &all, None, 10, now).await.unwrap().items.len();
        let page = reader.product(&scope, "celadon", now).await.unwrap().is_some();
        let ids = std::slice::from_ref(&product.id);
        let cards = reader.product_cards(&scope, ids, now).await.unwrap().len();
        assert_eq!((listed, usize::from(page), cards), (expect, expect, expect), "{scope:?}");
    }
}

async fn the_front_page_has_a_row_per_category_with_goods(world: World) {
    let (merchant, _) = world.shop(&[100], 5).await;
    world.category("empty", None).await;
    let page = catalogue::home(&world.market, false).await.unwrap();
    assert_eq!(page.categories.len(), 2);
    assert_eq!(page.sections.len(), 1);
    assert_eq!(page.sections[0].category.slug, "tea");
    assert_eq!(page.stalls.len(), 1);
    assert_eq!(page.new_shops[0].id, merchant);
    let (shop, goods) =
        catalogue::shop(&world.market, "qing", ProductOrder::Newest, None).await.unwrap();
    assert_eq!((shop.id, goods.items.len()), (merchant, 1));
    let cards = catalogue::cards(&world.market, &[goods.items[0].id.clone(), world.id()]).await;
    assert_eq!(cards.unwrap().len(), 1);
}

async fn a_new_price_moves_the_product_in_the_list_and_is_remembered(world: World) {
    let (merchant, product) = world.shop(&[500, 900], 5).await;
    world.clock.forward(domain::Duration::days(1));
    let (sku, scope, now) = (product.skus[1].id.clone(), owner(&merchant), world.now());
    let set = async |scope: Scope, price: Money| {
        let sku = sku.clone();
        world
            .store()
            .write("price", move |tx| {
                let (sku, scope) = (sku.clone(), scope.clone());
                Box::pin(async move { tx.set_price(&scope, &sku, price, now).await })
            })
            .await
            .unwrap()
    };
    assert!(set(scope, Money::fen(300)).await);
    let page = catalogue::product(&world.market, "celadon").await.unwrap();
    assert_eq!((page.skus[1].price, page.version), (Money::fen(300), 2));
    let list =
        catalogue::products(&world.market, &ProductFilter::default(), None, 1).await.unwrap();
    assert_eq!(list.items[0].price, Money::fen(300));
    // Another merchant, and another currency, change nothing.
    let other = world.merchant("other").await;
    assert!(!set(owner(&other), Money::fen(1)).await);
    assert!(!set(owner(&merchant), Money::new(1, domain::Currency::Usd)).await);
    let remembered =
        world.behind_the_back("delete from price_change where price_minor in (300, 900)").await;
    assert_eq!(remembered, 2);
}

async fn only_the_owner_writes_a_merchants_goods(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    let other = world.merchant("other").await;
    let category = product.category.clone();
    let mut second = world.product("second", (&merchant, &category, &product.freight), &[100], 1);
    let add = async |scope: Scope, product: &services::ports::catalogue::NewProduct| {
        let product = product.clone();
        world
            .store()
            .write("product", move |tx| {
                let (scope, product) = (scope.clone(), product.clone());
                Box::pin(async move { tx.add_product(&scope, &product).await })
            })
            .await
    };
    for scope in [Scope::Public, owner(&other)] {
        let refused = add(scope, &second).await;
        assert!(matches!(refused, Err(e) if e.code() == Code::Forbidden));
    }
    add(owner(&merchant), &second).await.unwrap();
    // The same slug again is refused by name, and nothing of it stays.
    second.id = world.id();
    let conflict = add(owner(&merchant), &second).await;
    assert!(matches!(conflict, Err(Error::Conflict(name)) if name == "product_slug"));
    let listed = catalogue::products(&world.market, &ProductFilter::default(), None, 10).await;
    assert_eq!(listed.unwrap().items.len(), 2);
}

async fn freight_templates_and_skus_are_read_by_id(world: World) {
    let (merchant, product) = world.shop(&[100, 200], 5).await;
    let mut reader = world.read().await;
    let wanted = [product.freight.clone(), world.id()];
    let templates = reader.freight_templates(&Scope::Public, &wanted).await.unwrap();
    assert_eq!((templates.len(), &templates[0].merchant), (1, &merchant));
    let ids: Vec<SkuId> = product.skus.iter().map(|s| s.id.clone()).chain([world.id()]).collect();
    let now = world.now();
    let skus = reader.skus(&Scope::Public, &ids, now).await.unwrap();
    assert_eq!(skus.len(), 2);
    assert!(skus.iter().all(|s| s.for_sale && s.available == 5 && s.merchant == merchant));
    assert!(reader.skus(&Scope::Public, &[], now).await.unwrap().is_empty());
    assert_eq!(reader.new_shops(&Scope::Public, 5).await.unwrap().len(), 1);
    assert!(reader.shop(&Scope::Public, "qing").await.unwrap().is_some());
    assert_eq!(reader.categories(&Scope::Public).await.unwrap().len(), 1);
}

async fn goods_leave_the_shelf_when_their_window_ends_and_nobody_has_to_come(world: World) {
    let merchant = world.merchant("qing").await;
    let category = world.category("tea", None).await;
    let freight = world.freight(&merchant).await;
    let mut product = world.product("green", (&merchant, &category, &freight), &[100], 5);
    let until = world.now().plus(Duration::days(30));
    product.shown = Some(Window { from: world.now(), until });
    world.add_product(&product).await;
    let mut hidden = world.product("hidden", (&merchant, &category, &freight), &[100], 5);
    hidden.shown = None;
    world.add_product(&hidden).await;
    let (before, mine) = (until.minus(Duration::millis(1)), owner(&merchant));
    let all = ProductFilter::default();
    let mut reader = world.read().await;
    for (scope, now, expect) in [
        (Scope::Public, world.now().minus(Duration::millis(1)), 0),
        (Scope::Public, before, 1),
        (Scope::Public, until, 0),
        (mine, until, 2),
    ] {
        let listed = reader.products(&scope, &all, None, 10, now).await.unwrap().items.len();
        assert_eq!(listed, expect, "{scope:?} at {now:?}");
    }
    let page = reader.product(&Scope::Public, "green", until).await.unwrap();
    assert!(page.is_none());
    assert!(reader.product(&Scope::Public, "hidden", before).await.unwrap().is_none());
    let cards = reader.product_cards(&Scope::Public, &[product.id.clone()], until).await.unwrap();
    assert!(cards.is_empty());
    // A SKU in a cart is still explained, but it cannot be bought any more.
    let sku = [product.skus[0].id.clone()];
    for (now, expect) in [(before, true), (until, false)] {
        let found = reader.skus(&Scope::Public, &sku, now).await.unwrap();
        assert_eq!(found[0].for_sale, expect);
    }
}

async fn a_list_says_where_it_stands_and_what_is_one_step_away(world: World) {
    let (merchant, other) = (world.merchant("qing").await, world.merchant("other").await);
    let top = world.category("tea", None).await;
    let leaf = world.category("cups", Some(top.clone())).await;
    world.category("pots", Some(top.clone())).await;
    let (freight, theirs) = (world.freight(&merchant).await, world.freight(&other).await);
    let goods = [("a", &merchant, &freight, 300), ("b", &merchant, &freight, 100)];
    for (slug, merchant, freight, fen) in goods {
        world.add_product(&world.product(slug, (merchant, &leaf, freight), &[fen], 5)).await;
    }
    world.add_product(&world.product("c", (&other, &top, &theirs), &[200], 5)).await;
    let list = async |place: Place, sort: Sort| {
        let ask = Ask { sort, ..Ask::default() };
        browse::list(&world.market, &place, ask, false).await.map(|page| {
            let cards = page.cards.iter().map(|c| c.result.card.slug.clone()).collect::<Vec<_>>();
            let slugs = |all: &[CategoryView]| {
                all.iter().map(|c| c.slug.clone()).collect::<Vec<_>>().join(" ")
            };
            (cards.join(" "), slugs(&page.trail), slugs(&page.below))
        })
    };
    let say = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    let all = list(Place::Search, Sort::PriceUp).await.unwrap();
    assert_eq!(all, say("b c a", "", "tea"));
    let tea = list(Place::Category("tea".into()), Sort::PriceDown).await.unwrap();
    assert_eq!(tea, say("a c b", "tea", "cups pots"));
    let cups = list(Place::Category("cups".into()), Sort::PriceUp).await.unwrap();
    assert_eq!(cups, say("b a", "tea cups", "cups pots"));
    let shop = list(Place::Shop("other".into()), Sort::PriceUp).await.unwrap();
    assert_eq!(shop, say("c", "", ""));
    // A search is narrowed to a category and to a shop; one that is not there is as if nobody had named it.
    let narrowed = async |place: Place, category: &str, shop: Option<&MerchantId>| {
        let (category, shop) = (Some(category.to_owned()), shop.cloned());
        let ask = Ask { category, shop, sort: Sort::PriceUp, ..Ask::default() };
        let page = browse::list(&world.market, &place, ask, false).await.unwrap();
        let cards = page.cards.iter().map(|c| c.result.card.slug.clone()).collect::<Vec<_>>();
        (cards.join(" "), page.ask.category)
    };
    assert_eq!(narrowed(Place::Search, "cups", None).await, ("b a".into(), Some("cups".into())));
    assert_eq!(narrowed(Place::Search, "tea", Some(&other)).await.0, "c");
    assert_eq!(narrowed(Place::Search, "none", Some(&other)).await, ("c".into(), None));
    assert_eq!(narrowed(Place::Category("cups".into()), "pots", None).await, ("b a".into(), None));
    assert_eq!(narrowed(Place::Shop("qing".into()), "pots", Some(&other)).await.0, "");
    for nowhere in [Place::Category("none".into()), Place::Shop("none".into())] {
        let refused = list(nowhere, Sort::Rank).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
    }
}

async fn the_rows_of_all_categories_and_the_shops_of_a_list_come_at_once(world: World) {
    let (merchant, first) = world.shop(&[100], 5).await;
    let other = world.merchant("other").await;
    let freight = world.freight(&merchant).await;
    let home = world.category("home", None).await;
    let below = world.category("cups", Some(home.clone())).await;
    let mut cups = Vec::new();
    for n in 0..4 {
        let product = world.product(&format!("cup{n}"), (&merchant, &below, &freight), &[100], 5);
        world.add_product(&product).await;
        cups.push(product.id);
    }
    // The youngest is off the shelf: its place in the row goes to the next one.
    let (scope, gone, now) = (owner(&merchant), cups[3].clone(), world.now());
    crate::deals::trade!(world, |tx| tx.set_on_sale(&scope, &gone, false, now), scope, gone)
        .unwrap();
    let mut reader = world.read().await;
    let rows = reader.youngest_of_roots(&Scope::Public, 2, now).await.unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(root, card)| (root, card.id)).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows.contains(&(first.category.clone(), first.id)));
    let of_home: Vec<_> = rows.iter().filter(|(root, _)| *root == home).collect();
    let youngest = [&cups[2], &cups[1]].map(|id| (home.clone(), id.clone()));
    assert_eq!(of_home, youngest.iter().collect::<Vec<_>>());
    // The merchant sees its own goods in the row.
    let own = reader.youngest_of_roots(&owner(&merchant), 2, now).await.unwrap();
    assert!(own.iter().any(|(_, card)| card.id == cups[3]));

    let ids = [other.clone(), world.id(), merchant.clone()];
    let mut shops = reader.shops(&Scope::Public, &ids).await.unwrap();
    shops.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(shops.iter().map(|s| &s.id).collect::<Vec<_>>(), [&merchant, &other]);
    assert_eq!(reader.shops(&Scope::Public, &[]).await.unwrap(), []);
    drop(reader);
    world.tell(format!("update merchant set is_open = 0 where id = '{other}'")).await;
    let mut reader = world.read().await;
    assert_eq!(reader.shops(&Scope::Public, &ids).await.unwrap().len(), 1);
    assert_eq!(reader.shops(&owner(&other), &ids).await.unwrap().len(), 2);
}

async fn a_category_tells_what_it_asks(world: World) {
    let def = |key: &str, kind, unit: Words, required| AttributeDef {
        key: key.into(),
        name: Words::new("净含量", "Net content"),
        kind,
        unit,
        required,
        filter: true,
    };
    let template = Template {
        attributes: vec![
            def("net", AttributeKind::Number, Words::new("克", "g"), true),
            def("craft", AttributeKind::Choice, Words::default(), false),
        ],
        lots: true,
        certificate: Some(CertificateKind::TestReport),
    };
    let id = world.category_asking("tea", template.clone()).await;
    let mut reader = world.read().await;
    assert_eq!(reader.template(&Scope::Public, &id).await.unwrap(), template);
    let unknown: CategoryId = world.id();
    assert_eq!(reader.template(&Scope::Public, &unknown).await.unwrap(), Template::default());
}

async fn a_product_page_shows_lots_that_may_be_sold_and_papers_that_are_valid(world: World) {
    let merchant = world.merchant("qing").await;
    let category = world.category("tea", None).await;
    let freight = world.freight(&merchant).await;
    let mut product = world.product("green", (&merchant, &category, &freight), &[100], 5);
    let now = world.now();
    let day = |n: i64| now.plus(Duration::days(n));
    let lot = |code: &str, days: i64, quantity| NewLot {
        id: world.id(),
        stock_item: product.skus[0].stock_item.clone(),
        quantity,
        told: LotView::seen(code.into(), day(days - 60), day(days), now),
    };
    let paper = |number: &str, days: i64| NewCertificate {
        id: world.id(),
        told: CertificateView {
            kind: CertificateKind::TestReport,
            number: number.into(),
            issuer: Words::new("检测中心", "Test centre"),
            valid_from: day(days - 365),
            valid_until: day(days),
        },
    };
    let lots =
        vec![lot("late", 50, 3), lot("soon", 20, 3), lot("empty", 40, 0), lot("past", -1, 9)];
    let papers = vec![paper("old", -1), paper("valid", 100)];
    product.certificates = papers;
    product.lots = lots;
    world.add_product(&product).await;
    let page = catalogue::product(&world.market, "green").await.unwrap();
    let codes: Vec<_> = page.lots.iter().map(|l| l.code.as_str()).collect();
    assert_eq!(codes, ["soon", "late"]);
    assert_eq!(page.lots[0], product.lots[1].told);
    assert_eq!(page.certificates, [product.certificates[1].told.clone()]);
}
