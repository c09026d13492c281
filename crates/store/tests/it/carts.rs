//! Carts: a visitor's, a buyer's, and how the one becomes the other.

use crate::fixture::{SYSTEM, World, buyer};
use domain::carts::{LineState, QUANTITY_MAX};
use domain::id::*;
use domain::{Code, Money, Scope};
use services::accounts::{RegisterDraft, SignInDraft};
use services::ports::StoreExt as _;
use services::sessions::Client;
use services::{Actor, accounts, carts, sessions};

crate::stories![
    a_visitor_fills_a_cart_behind_a_cookie,
    a_cart_shows_todays_price_and_folds_what_is_gone,
    a_guest_cart_is_merged_at_sign_in_and_never_replaced,
    a_cart_holds_only_as_many_as_it_may_and_as_there_are,
    nobody_reaches_another_persons_cart,
    sixteen_clicks_at_once_on_one_cart_all_count,
];

async fn a_visitor_fills_a_cart_behind_a_cookie(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_300, 42_800], 7).await);
    let nobody = Actor::default();
    let added = carts::add(m, &nobody, &product.skus[0].id, 2).await.unwrap();
    let token = added.new_token.expect("a cookie for the new cart");
    assert_eq!((added.quantity, added.pieces), (2, 2));
    let client = Client { cart_token: Some(token), ..Client::default() };
    let visitor = sessions::resolve(m, &client).await.unwrap();
    let added = carts::add(m, &visitor, &product.skus[1].id, 1).await.unwrap();
    assert_eq!((added.pieces, added.new_token), (3, None));
    assert_eq!(carts::pieces(m, &visitor).await.unwrap(), 3);

    let view = carts::view(m, &visitor).await.unwrap();
    assert_eq!(view.groups.len(), 1);
    assert_eq!(view.chosen_total, Money::fen(2 * 30_300 + 42_800));
    carts::choose(m, &visitor, Some(&product.skus[0].id), false).await.unwrap();
    assert_eq!(carts::view(m, &visitor).await.unwrap().chosen_total, Money::fen(42_800));
    carts::choose(m, &visitor, None, true).await.unwrap();
    carts::set_quantity(m, &visitor, &product.skus[1].id, 3).await.unwrap();
    assert_eq!(carts::view(m, &visitor).await.unwrap().chosen_pieces, 5);
    carts::set_quantity(m, &visitor, &product.skus[1].id, 0).await.unwrap();
    assert_eq!(carts::remove(m, &visitor, &[product.skus[0].id.clone()]).await.unwrap(), 1);
    assert_eq!(carts::pieces(m, &visitor).await.unwrap(), 0);
}

async fn a_cart_shows_todays_price_and_folds_what_is_gone(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[30_300], 7).await);
    let lin = buyer(&world.account("lin@example.com").await);
    let sku = product.skus[0].id.clone();
    carts::add(m, &lin, &sku, 2).await.unwrap();
    let (id, now) = (product.id.clone(), world.now());
    let cheaper = sku.clone();
    world
        .store()
        .write("price", move |tx| {
            let sku = cheaper.clone();
            Box::pin(async move { tx.set_price(&SYSTEM, &sku, Money::fen(29_900), now).await })
        })
        .await
        .unwrap();
    let view = carts::view(m, &lin).await.unwrap();
    let line = &view.groups[0].lines[0];
    assert_eq!((line.price, line.price_when_added), (Money::fen(29_900), Money::fen(30_300)));
    assert_eq!(view.chosen_total, Money::fen(59_800));

    world
        .store()
        .write("take down", move |tx| {
            let id = id.clone();
            Box::pin(async move { tx.set_on_sale(&SYSTEM, &id, false, now).await })
        })
        .await
        .unwrap();
    let view = carts::view(m, &lin).await.unwrap();
    assert!(view.groups.is_empty());
    assert_eq!(view.folded[0].state, LineState::NotForSale);
    assert_eq!((view.pieces, view.chosen_total), (0, Money::fen(0)));
    let refused = carts::add(m, &lin, &sku, 1).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotForSale);
}

async fn a_guest_cart_is_merged_at_sign_in_and_never_replaced(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[100, 200, 300], 60).await);
    let [a, b, c] = [0, 1, 2].map(|i| product.skus[i].id.clone());
    let draft = RegisterDraft {
        name: "林".into(),
        login: "lin@example.com".into(),
        password: "bamboo and moonlight 9".into(),
        accept: true,
        terms: String::new(),
    };
    let opened = accounts::register(m, &Client::default(), draft).await.unwrap();
    let lin = buyer(&opened.account);
    carts::add(m, &lin, &a, 2).await.unwrap();
    carts::add(m, &lin, &b, 1).await.unwrap();

    let token = carts::add(m, &Actor::default(), &b, 4).await.unwrap().new_token.unwrap();
    let client = Client { cart_token: Some(token), ..Client::default() };
    let visitor = sessions::resolve(m, &client).await.unwrap();
    carts::add(m, &visitor, &c, 50).await.unwrap();

    let sign_in =
        SignInDraft { login: "lin@example.com".into(), password: "bamboo and moonlight 9".into() };
    accounts::sign_in(m, &client, sign_in).await.unwrap();
    let view = carts::view(m, &lin).await.unwrap();
    let quantity =
        |sku: &SkuId| view.groups[0].lines.iter().find(|l| l.sku == *sku).map(|l| l.quantity);
    assert_eq!([quantity(&a), quantity(&b), quantity(&c)], [Some(2), Some(5), Some(50)]);
    // The visitor's cart is gone, and so is its cookie's meaning.
    let after = sessions::resolve(m, &client).await.unwrap();
    assert_eq!(after.guest_cart, None);
}

async fn a_cart_holds_only_as_many_as_it_may_and_as_there_are(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[100, 200], 5_000).await);
    let lin = buyer(&world.account("lin@example.com").await);
    let sku = product.skus[0].id.clone();
    for n in [0, -1, QUANTITY_MAX + 1, i64::MAX] {
        let refused = carts::add(m, &lin, &sku, n).await.unwrap_err();
        assert_eq!(refused.fields()[0].code, Code::NumberRange, "{n}");
    }
    assert_eq!(carts::add(m, &lin, &sku, QUANTITY_MAX).await.unwrap().quantity, QUANTITY_MAX);
    let refused = carts::add(m, &lin, &sku, 1).await.unwrap_err();
    assert_eq!(refused.code(), Code::CartFull);
    assert_eq!(carts::pieces(m, &lin).await.unwrap(), QUANTITY_MAX);
    world.behind_the_back("update stock_item set on_hand = 3").await;
    let refused = carts::set_quantity(m, &lin, &sku, 4).await.unwrap_err();
    assert_eq!(refused.code(), Code::OutOfStock);
    let refused = carts::add(m, &lin, &product.skus[1].id, 4).await.unwrap_err();
    assert_eq!(refused.code(), Code::OutOfStock);
    // A refusal leaves nothing behind.
    assert_eq!(carts::pieces(m, &lin).await.unwrap(), QUANTITY_MAX);
    let missing = carts::add(m, &lin, &world.id(), 1).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotForSale);
}

async fn nobody_reaches_another_persons_cart(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[100], 50).await);
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let sku = product.skus[0].id.clone();
    carts::add(m, &buyer(&lin), &sku, 2).await.unwrap();
    let lins = world.read().await.own_cart(&Scope::Buyer(lin.clone())).await.unwrap().unwrap();

    // A forged guest cookie that names a buyer's cart opens nothing.
    let forged = Actor { guest_cart: Some(lins.clone()), ..Actor::default() };
    for stranger in [forged, buyer(&wu)] {
        assert_eq!(carts::pieces(m, &stranger).await.unwrap(), 0);
        assert_eq!(carts::view(m, &stranger).await.unwrap().id, None);
        let set = carts::set_quantity(m, &stranger, &sku, 9).await.unwrap_err();
        assert_eq!(set.code(), Code::NotFound);
        assert_eq!(carts::remove(m, &stranger, std::slice::from_ref(&sku)).await.unwrap(), 0);
    }
    let mut reader = world.read().await;
    assert_eq!(reader.cart_line_count(&Scope::Buyer(lin.clone())).await.unwrap(), 1);
    assert_eq!(reader.cart_lines(&Scope::Buyer(wu), world.now()).await.unwrap().len(), 0);
    assert!(reader.cart_by_token(&Scope::Public, "x").await.is_err());
    assert_eq!(carts::pieces(m, &buyer(&lin)).await.unwrap(), 2);
}

async fn sixteen_clicks_at_once_on_one_cart_all_count(world: World) {
    let (m, (_, product)) = (&world.market, world.shop(&[100], 500).await);
    let lin = buyer(&world.account("lin@example.com").await);
    let clicks = (0..16).map(|_| {
        let (m, lin, sku) = (m.clone(), lin.clone(), product.skus[0].id.clone());
        tokio::spawn(async move { carts::add(&m, &lin, &sku, 1).await.map(|_| ()) })
    });
    for click in futures::future::join_all(clicks).await {
        click.expect("no panic").expect("every click is served");
    }
    assert_eq!(carts::pieces(m, &lin).await.unwrap(), 16);
}
