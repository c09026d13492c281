//! The copy for finding goods: what it is filled from, what tells it of a change, and that it follows.

use crate::fixture::{SYSTEM, World, look, owner, step};
use domain::catalogue::Words;
use domain::id::*;
use domain::listing::{AttributeDef, AttributeKind, Template, Window};
use domain::search::{Query, Service, Sort};
use domain::stock::{Reservation, ReservationState};
use domain::{Code, Duration, Money, Scope};
use search::GoodsIndex;
use services::ports::StoreExt as _;
use services::ports::catalogue::NewProduct;
use services::ports::work::Chain;
use services::search::{catch_up, check_up, judge, search};
use std::sync::Arc;

crate::stories![
    what_is_offered_is_read_for_the_index_page_by_page,
    a_price_that_rose_is_remembered_by_its_moment,
    a_category_says_which_attributes_lists_offer,
    every_change_of_goods_is_told_with_it,
    goods_that_run_out_and_come_back_are_told,
    a_product_taken_down_is_gone_at_once_and_from_the_index_soon,
    the_index_follows_prices_and_stock,
    the_index_follows_sales,
    an_index_that_lost_its_place_is_filled_anew,
    a_market_without_an_index_still_finds_by_name,
    only_words_that_found_something_are_shown_to_others,
    the_demo_market_answers_what_people_type,
];

/// A shop with some cups: merchant, category, freight.
async fn shop(world: &World) -> (MerchantId, CategoryId, FreightTemplateId) {
    let merchant = world.merchant("qing").await;
    let root = world.category("home", None).await;
    let category = world.category("tea", Some(root)).await;
    let freight = world.freight(&merchant).await;
    (merchant, category, freight)
}

async fn cup(
    world: &World,
    of: &(MerchantId, CategoryId, FreightTemplateId),
    slug: &str,
    zh: &str,
) -> NewProduct {
    let mut product = world.product(slug, (&of.0, &of.1, &of.2), &[5_000], 2);
    product.name = Words::new(zh, slug);
    world.add_product(&product).await;
    product
}

/// Seals everything and answers the kinds of what was told about the catalogue.
async fn told(world: &World) -> Vec<(String, String)> {
    seal(world).await;
    let events = look!(world, |reader| reader.events_after(&SYSTEM, 0, 200)).unwrap();
    events.into_iter().map(|e| (e.event.kind, e.event.subject)).collect()
}

async fn seal(world: &World) {
    let now = world.now();
    step!(world, |tx| tx.seal(&SYSTEM, Chain::Outbox, 500, now)).unwrap();
}

async fn with_index(world: &mut World) {
    world.market.search = Some(Arc::new(GoodsIndex::in_memory().unwrap()));
    follow(world).await;
}

async fn follow(world: &World) {
    seal(world).await;
    while catch_up(&world.market).await.unwrap() {}
}

async fn found(world: &World, words: &str) -> Vec<String> {
    let query = Query { words: words.to_owned(), ..Query::default() };
    let results = search(&world.market, &query).await.unwrap();
    let mut slugs: Vec<String> = results.items.into_iter().map(|item| item.card.slug).collect();
    slugs.sort();
    slugs
}

async fn what_is_offered_is_read_for_the_index_page_by_page(world: World) {
    let of = shop(&world).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(cup(&world, &of, &format!("cup-{n}"), "青瓷杯").await.id);
    }
    let mut hidden = world.product("hidden", (&of.0, &of.1, &of.2), &[100], 1);
    hidden.shown = None;
    world.add_product(&hidden).await;
    let mut later = world.product("later", (&of.0, &of.1, &of.2), &[100], 0);
    let from = world.now().plus(Duration::days(3));
    later.shown = Some(Window { from, ..Window::ALWAYS });
    world.add_product(&later).await;
    ids.push(later.id.clone());
    ids.sort();
    let (gone, now) = (ids.remove(2), world.now());
    step!(world, |tx| tx.set_on_sale(&SYSTEM, &gone, false, now), gone).unwrap();

    let mut reader = world.read().await;
    assert_eq!(reader.search_docs_count(&SYSTEM).await.unwrap(), 5);
    let mut read = Vec::new();
    loop {
        let page = reader.search_docs(&SYSTEM, read.last(), 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        read.extend(page.into_iter().map(|doc| doc.id));
    }
    assert_eq!(read, ids);
    let wanted = [later.id.clone(), gone, hidden.id, world.id()];
    let docs = reader.search_docs_of(&SYSTEM, &wanted).await.unwrap();
    assert_eq!(docs.len(), 1);
    let doc = &docs[0];
    assert_eq!((doc.shown.from, doc.in_stock, doc.price_minor), (from, false, 100));
    assert_eq!((&doc.category, &doc.merchant), (&of.1, &of.0));
    assert_ne!(doc.root, doc.category);
    assert_eq!((doc.filters.len(), doc.specs.len()), (1, 1));
    assert_eq!(doc.filters[0].0, "origin");
    assert!(reader.search_docs_of(&SYSTEM, &[]).await.unwrap().is_empty());
    let refused = reader.search_docs(&owner(&of.0), None, 5).await;
    assert!(matches!(refused, Err(e) if e.code() == Code::Forbidden));
}

async fn a_price_that_rose_is_remembered_by_its_moment(world: World) {
    let of = shop(&world).await;
    let product = cup(&world, &of, "cup", "青瓷杯").await;
    let raised = async || {
        let ids = [product.id.clone()];
        look!(world, |reader| reader.search_docs_of(&SYSTEM, &ids)).unwrap()[0].raised_at
    };
    assert_eq!(raised().await, None);
    let mut expect = None;
    for (fen, rises) in [(4_000, false), (4_500, true), (3_000, false)] {
        world.clock.forward(Duration::days(1));
        let (sku, now) = (product.skus[0].id.clone(), world.now());
        step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(fen), now), sku).unwrap();
        expect = if rises { Some(now) } else { expect };
        assert_eq!(raised().await, expect, "{fen}");
    }
}

async fn a_category_says_which_attributes_lists_offer(world: World) {
    let (merchant, _, _) = shop(&world).await;
    let def = |key: &str, filter| AttributeDef {
        key: key.into(),
        name: Words::new("产地", "Origin"),
        kind: AttributeKind::Choice,
        unit: Words::default(),
        required: false,
        filter,
    };
    let template = Template {
        attributes: vec![def("origin", true), def("note", false)],
        ..Template::default()
    };
    let category = world.category_asking("pots", template).await;
    let freight = world.freight(&merchant).await;
    let product = world.product("pot", (&merchant, &category, &freight), &[100], 1);
    world.add_product(&product).await;
    let docs = look!(world, |reader| reader.search_docs(&SYSTEM, None, 5)).unwrap();
    assert_eq!(docs[0].filters, [("origin".to_owned(), Words::new("产地", "Origin"))]);
}

async fn every_change_of_goods_is_told_with_it(world: World) {
    let of = shop(&world).await;
    let product = cup(&world, &of, "cup", "青瓷杯").await;
    let (id, sku, now) = (product.id.clone(), product.skus[0].id.clone(), world.now());
    step!(world, |tx| tx.set_on_sale(&SYSTEM, &id, false, now), id).unwrap();
    step!(world, |tx| tx.set_on_sale(&SYSTEM, &id, true, now), id).unwrap();
    step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(1), now), sku).unwrap();
    // What changes nothing tells nothing, and what is rolled back was never told.
    let other = owner(&world.merchant("other").await);
    assert!(!step!(world, |tx| tx.set_on_sale(&other, &id, false, now), id, other).unwrap());
    let failed = world
        .store()
        .write("fails", move |tx| {
            let id = id.clone();
            Box::pin(async move {
                tx.set_on_sale(&SYSTEM, &id, false, now).await?;
                Err::<(), _>(Code::Stale.into())
            })
        })
        .await;
    assert!(failed.is_err());
    let told = told(&world).await;
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    let mut sorted = kinds.clone();
    sorted.sort_unstable();
    let expect =
        ["catalogue.added", "catalogue.priced", "catalogue.put_up", "catalogue.taken_down"];
    assert_eq!(sorted, expect);
    assert!(told.iter().all(|(_, subject)| subject == product.id.as_str()));
}

async fn goods_that_run_out_and_come_back_are_told(world: World) {
    let of = shop(&world).await;
    let product = cup(&world, &of, "cup", "青瓷杯").await;
    let item = product.skus[0].stock_item.clone();
    let hold = async |qty| {
        let purchase: PurchaseId = world.id();
        let reservation = Reservation {
            id: world.id(),
            purchase: purchase.clone(),
            item: item.clone(),
            qty,
            expires_at: world.now().plus(Duration::minutes(35)),
            state: ReservationState::Live,
        };
        let held = step!(world, |tx| tx.reserve(&SYSTEM, &reservation), reservation).unwrap();
        assert!(held);
        purchase
    };
    let count =
        async || told(&world).await.iter().filter(|(kind, _)| kind == "catalogue.stock").count();
    let now = world.now();
    let first = hold(1).await;
    assert_eq!(count().await, 0);
    let second = hold(1).await;
    assert_eq!(count().await, 1);
    // What is sold was not free before: nobody sees a difference.
    step!(world, |tx| tx.consume(&SYSTEM, &first, now), first).unwrap();
    assert_eq!(count().await, 1);
    step!(world, |tx| tx.release(&SYSTEM, &second, now), second).unwrap();
    assert_eq!(count().await, 2);
    // A return puts one more where there is one already.
    step!(world, |tx| tx.restock(&SYSTEM, &item, 1, "ret_1", now), item).unwrap();
    assert_eq!(count().await, 2);
    let both = hold(2).await;
    assert_eq!(count().await, 3);
    step!(world, |tx| tx.consume(&SYSTEM, &both, now), both).unwrap();
    step!(world, |tx| tx.restock(&SYSTEM, &item, 1, "ret_2", now), item).unwrap();
    assert_eq!(count().await, 4);
}

async fn a_product_taken_down_is_gone_at_once_and_from_the_index_soon(mut world: World) {
    let of = shop(&world).await;
    let first = cup(&world, &of, "cup-a", "青瓷杯").await;
    cup(&world, &of, "cup-b", "青瓷杯").await;
    with_index(&mut world).await;
    assert_eq!(found(&world, "青瓷").await, ["cup-a", "cup-b"]);
    let (id, now) = (first.id.clone(), world.now());
    step!(world, |tx| tx.set_on_sale(&SYSTEM, &id, false, now), id).unwrap();
    // The index does not know yet, and the visitor sees nothing of that, not even a gap on the page.
    let query = Query { words: "青瓷".into(), limit: 1, ..Query::default() };
    let results = search(&world.market, &query).await.unwrap();
    assert_eq!((results.total, results.items.len()), (2, 1));
    assert_eq!(results.items[0].card.slug, "cup-b");
    follow(&world).await;
    let results = search(&world.market, &query).await.unwrap();
    assert_eq!((results.total, results.items.len()), (1, 1));
    assert!(check_up(&world.market).await.unwrap().is_sound());
}

async fn the_index_follows_prices_and_stock(mut world: World) {
    let of = shop(&world).await;
    let product = cup(&world, &of, "cup", "青瓷杯").await;
    with_index(&mut world).await;
    let narrowed =
        async |world: &World, query: Query| search(&world.market, &query).await.unwrap().total;
    let cheap = Query { price_until: Some(1_000), ..Query::default() };
    let there = Query { services: vec![Service::InStock], ..Query::default() };
    assert_eq!(narrowed(&world, cheap.clone()).await, 0);
    assert_eq!(narrowed(&world, there.clone()).await, 1);
    let (sku, now) = (product.skus[0].id.clone(), world.now());
    step!(world, |tx| tx.set_price(&SYSTEM, &sku, Money::fen(900), now), sku).unwrap();
    let reservation = Reservation {
        id: world.id(),
        purchase: world.id(),
        item: product.skus[0].stock_item.clone(),
        qty: 2,
        expires_at: world.now(),
        state: ReservationState::Live,
    };
    step!(world, |tx| tx.reserve(&SYSTEM, &reservation), reservation).unwrap();
    cup(&world, &of, "bowl", "青瓷碗").await;
    follow(&world).await;
    assert_eq!(narrowed(&world, cheap).await, 1);
    assert_eq!(narrowed(&world, there).await, 1);
    assert_eq!(found(&world, "青瓷").await, ["bowl", "cup"]);
    assert_eq!(check_up(&world.market).await.unwrap().behind, Some(0));
}

async fn the_index_follows_sales(mut world: World) {
    let of = shop(&world).await;
    let first = cup(&world, &of, "cup-a", "青瓷杯").await;
    let second = cup(&world, &of, "cup-b", "青瓷杯").await;
    with_index(&mut world).await;
    let most_sold = async || {
        let query = Query { words: "青瓷".into(), sort: Sort::Sales, ..Query::default() };
        search(&world.market, &query).await.unwrap().items.remove(0).card.slug
    };
    let now = world.now();
    for (id, units) in [(&first.id, 2), (&second.id, 5)] {
        step!(world, |tx| tx.count_sold(&SYSTEM, &id, units, "ord_1:1", now), id).unwrap();
        follow(&world).await;
    }
    assert_eq!(most_sold().await, "cup-b");
    // The second fact of the same moment is another one, and nothing sells less than not at all.
    let id = &second.id;
    step!(world, |tx| tx.count_sold(&SYSTEM, &id, -99, "ord_1:2", now), id).unwrap();
    follow(&world).await;
    assert_eq!(most_sold().await, "cup-a");
    let page = services::catalogue::product(&world.market, "cup-b").await.unwrap();
    assert_eq!(page.sold, 0);
}

async fn an_index_that_lost_its_place_is_filled_anew(mut world: World) {
    let of = shop(&world).await;
    cup(&world, &of, "cup", "青瓷杯").await;
    with_index(&mut world).await;
    let index = world.market.search.clone().unwrap();
    // It has followed an outbox that was longer than this one: it is the copy of another market.
    index.begin().await.unwrap();
    index.commit(9_999).await.unwrap();
    let checkup = check_up(&world.market).await.unwrap();
    assert!(!checkup.is_sound());
    assert_eq!((checkup.indexed, checkup.offered, checkup.missing.len()), (0, 1, 1));
    follow(&world).await;
    assert_eq!(found(&world, "青瓷").await, ["cup"]);
    assert!(check_up(&world.market).await.unwrap().is_sound());
}

async fn a_market_without_an_index_still_finds_by_name(mut world: World) {
    let of = shop(&world).await;
    cup(&world, &of, "cup", "青瓷杯").await;
    cup(&world, &of, "bowl", "青瓷碗").await;
    assert_eq!(found(&world, "青瓷 CUP").await, ["cup"]);
    assert_eq!(found(&world, ":\"()").await, Vec::<String>::new());
    assert!(services::search::hot(&world.market, 5).await.unwrap().is_empty());
    // And one whose index was never filled answers the same way.
    world.market.search = Some(Arc::new(GoodsIndex::in_memory().unwrap()));
    assert_eq!(found(&world, "青瓷").await, ["bowl", "cup"]);
    let typed = services::search::suggest(&world.market, "青", false, 5).await.unwrap();
    assert!(typed.is_empty());
    let refused = world.read().await.search_docs_count(&Scope::Public).await;
    assert!(matches!(refused, Err(e) if e.code() == Code::Forbidden));
}

async fn only_words_that_found_something_are_shown_to_others(mut world: World) {
    let of = shop(&world).await;
    cup(&world, &of, "cup", "青瓷杯").await;
    with_index(&mut world).await;
    for words in ["青瓷", "骂人的话", "青茨", "青瓷 骂人"] {
        for _ in 0..3 {
            found(&world, words).await;
        }
    }
    assert_eq!(services::search::hot(&world.market, 5).await.unwrap(), ["青瓷"]);
}

async fn the_demo_market_answers_what_people_type(mut world: World) {
    services::seed::demo(&world.market, services::seed::FRONT_ROW, 0, &|_, _, _| ()).await.unwrap();
    with_index(&mut world).await;
    let judged = judge::judge(&world.market, judge::JUDGED).await.unwrap();
    let worst: Vec<_> =
        judged.queries.iter().take(60).map(|q| format!("{} {:.2}", q.words, q.ndcg)).collect();
    assert!(judged.queries.len() >= 200, "{}", judged.queries.len());
    assert!(judged.ndcg() > 0.85, "{:.3}: {worst:?}", judged.ndcg());
    assert!(judged.zero_rate() < 0.02, "{:.3}: {worst:?}", judged.zero_rate());
}
