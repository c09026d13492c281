//! Filling an empty database with the demo market: several may begin at once, and one market comes of it.

use crate::fixture::World;
use domain::Scope;
use domain::catalogue::ProductFilter;
use services::seed::{GOODS, catalogue, demo, demo_sign_ins, is_empty};
use std::sync::atomic::{AtomicU64, Ordering};

crate::stories![
    two_processes_that_fill_one_market_share_the_steps,
    a_market_of_the_usual_size_is_filled_step_by_step,
    a_catalogue_fills_a_market_once_and_its_goods_can_be_bought,
];

/// How many goods stand there, counted page by page.
async fn counted(world: &World) -> u64 {
    let (mut reader, now) = (world.read().await, world.market.now());
    let (mut count, mut after) = (0, None);
    loop {
        let filter = ProductFilter::default();
        let page = reader.products(&Scope::Public, &filter, after.as_deref(), 48, now).await;
        let page = page.unwrap();
        count += page.items.len() as u64;
        after = page.next;
        if after.is_none() {
            return count;
        }
    }
}

async fn two_processes_that_fill_one_market_share_the_steps(world: World) {
    let m = &world.market;
    assert!(is_empty(m).await.unwrap());
    // One wishes for more goods than the other: whoever comes second keeps to what was begun.
    let (one, other) = tokio::join!(demo(m, 260, &|_, _| ()), demo(m, 330, &|_, _| ()));
    one.unwrap();
    other.unwrap();
    let count = counted(&world).await;
    assert!([260, 330].contains(&count), "{count}");
    assert!(!is_empty(m).await.unwrap() && demo_sign_ins(m).await.unwrap().len() == 3);
    // And a finished market is left as it is.
    demo(m, 400, &|_, _| ()).await.unwrap();
    assert_eq!(counted(&world).await, count);
}

async fn a_market_of_the_usual_size_is_filled_step_by_step(world: World) {
    let heard = AtomicU64::new(0);
    let tell = |written, of| {
        assert_eq!(of, GOODS);
        assert!(heard.swap(written, Ordering::Relaxed) < written);
    };
    demo(&world.market, GOODS, &tell).await.unwrap();
    assert_eq!(heard.load(Ordering::Relaxed), GOODS);
    assert_eq!(counted(&world).await, GOODS);
}

async fn a_catalogue_fills_a_market_once_and_its_goods_can_be_bought(world: World) {
    const FILE: &str = r#"[{"name": "Cup", "slug": "cup", "category": "Cups", "brand": "Kiln",
        "variants": [{"sku": "c-s", "size": "S", "price": 1250, "stock": 4}]}]"#;
    let m = &world.market;
    assert!(catalogue(m, "[]", &|_, _| ()).await.is_err());
    assert!(is_empty(m).await.unwrap());
    assert!(catalogue(m, FILE, &|_, _| ()).await.unwrap());
    assert!(!catalogue(m, FILE, &|_, _| ()).await.unwrap());
    let page = services::catalogue::product(m, "cup").await.unwrap();
    assert_eq!((page.skus[0].price.minor, page.skus[0].available), (1250, 4));
    assert_eq!((page.shop.name.zh.as_str(), page.trail[0].name.zh.as_str()), ("Kiln", "Cups"));
    assert_eq!(demo_sign_ins(m).await.unwrap().len(), 3);
}
