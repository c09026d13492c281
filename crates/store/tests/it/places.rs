//! Places beside the formula's order: draws are held once an hour and can be held again by anybody, paid places are their
//! merchant's own.

use crate::deals::{all_found, balance, look, post, trade};
use crate::fixture::{SYSTEM, World, buyer, owner};
use domain::browse::{Ask, Place};
use domain::display::Formula;
use domain::display::booking::{BookingState, BookingView, PaidList, Span};
use domain::display::places::PlaceKind;
use domain::fairness::day_of;
use domain::id::*;
use domain::ledger::{Account, Entry, Posting, Purpose};
use domain::{Code, Duration, MerchantRole, Money, Scope, StaffRole};
use services::actor::Membership;
use services::places::booking::{self, Wish};
use services::ports::StoreExt as _;
use services::ports::catalogue::NewProduct;
use services::ports::work::Chain;
use services::{Actor, Result, browse, places};

crate::stories![
    an_hour_has_one_draw_whoever_holds_it_and_how_often,
    only_new_shops_take_part_and_the_record_can_be_drawn_again,
    a_paid_place_is_marked_and_ends_by_itself,
    nobody_books_a_place_for_the_goods_of_others,
    what_is_for_sale_is_told_with_its_lists_prices_and_free_days,
    a_list_has_no_more_paid_places_than_the_rules_say_however_many_book_at_once,
    a_shop_has_one_place_in_a_list_and_one_booking_for_one_key,
    what_is_called_off_in_time_is_free_again_and_paid_back,
    what_the_staff_ends_is_gone_at_once_and_on_record,
    bookings_are_read_page_by_page_and_goods_know_their_lists,
];

async fn an_hour_has_one_draw_whoever_holds_it_and_how_often(world: World) {
    world.shop(&[100], 5).await;
    let held = futures::future::join_all((0..8).map(|_| places::hold_due(&world.market))).await;
    let held = held.into_iter().filter(|h| matches!(h, Ok(true))).count();
    assert_eq!(held, 1);
    assert!(!places::hold_due(&world.market).await.unwrap());
    world.clock.forward(Duration::hours(1));
    assert!(places::hold_due(&world.market).await.unwrap());
    let record = places::record(&world.market, None).await.unwrap();
    let hours: Vec<i64> = record.iter().map(|r| r.draw.hour).collect();
    assert_eq!(hours.len(), 2);
    assert_eq!(hours[0], hours[1] + 1, "the youngest first");
    assert_eq!(places::record(&world.market, Some(hours[0])).await.unwrap().len(), 1);
    // Whoever changes a record later is found out by drawing again.
    assert!(record.iter().all(|r| r.is_right));
    assert_eq!(world.behind_the_back("update draw set chosen_json = '[]'").await, 2);
    let record = places::record(&world.market, None).await.unwrap();
    assert!(record.iter().all(|r| !r.is_right));
}

async fn only_new_shops_take_part_and_the_record_can_be_drawn_again(world: World) {
    let old = world.merchant("old").await;
    world.clock.forward(Duration::days(91));
    let mut young = Vec::new();
    for slug in ["a", "b", "c"] {
        young.push(world.merchant(slug).await);
    }
    assert!(places::hold_due(&world.market).await.unwrap());
    let record = places::record(&world.market, None).await.unwrap().remove(0);
    assert!(!record.draw.candidates.contains(&old));
    assert_eq!(record.draw.candidates, young);
    assert_eq!((record.draw.chosen.len(), record.shops.len()), (2, 2));
    assert!(record.draw.is_right(&Formula::published().salt));
}

/// The owner of a shop at the door.
fn keeper(merchant: &MerchantId) -> Actor {
    let membership = Membership {
        merchant: merchant.clone(),
        merchant_name: "店".into(),
        role: MerchantRole::Owner,
    };
    let mut actor = buyer(&AccountId::from_bits(7));
    actor.signed_in.as_mut().unwrap().memberships = vec![membership];
    actor
}

/// What an order left to a shop, still inside the after-sales time, and what of an earlier one may be paid out.
async fn earn(world: &World, merchant: &MerchantId, pending: i64, available: i64) {
    let entry = |account: Account, minor| Entry { account, amount: Money::fen(minor), order: None };
    let entries = vec![
        entry(Account::Bank, pending + available),
        entry(Account::MerchantPending(merchant.clone()), -pending),
        entry(Account::MerchantAvailable(merchant.clone()), -available),
    ];
    let source = world.id::<RefundId>().to_string();
    let posting = Posting::new(world.id(), source, Purpose::TopUp, world.now(), entries).unwrap();
    assert!(post(world, &posting).await.unwrap());
}

/// What lies on the shop's two accounts, and what the house has taken in fees.
async fn purse(world: &World, merchant: &MerchantId) -> [i64; 3] {
    [
        balance(world, &Account::MerchantAvailable(merchant.clone())).await,
        balance(world, &Account::MerchantPending(merchant.clone())).await,
        balance(world, &Account::ServiceFees).await,
    ]
}

fn wish(world: &World, product: &NewProduct, from_today: i64, days: i64) -> Wish {
    let (product, list) = (product.id.clone(), PaidList::Front);
    Wish { product, list, from: day_of(world.now()) + from_today, days }
}

/// Books with a key of its own and the fee that the quote tells.
async fn book(world: &World, merchant: &MerchantId, wish: &Wish) -> Result<PlacementId> {
    let key = world.id::<PlacementId>().to_string();
    let quote = booking::quote(&world.market, &keeper(merchant), wish).await?;
    booking::book(&world.market, &keeper(merchant), wish, quote.fee, &key).await
}

/// So many shops with a product each and money, all in one category.
async fn shops(world: &World, how_many: usize) -> Vec<(MerchantId, NewProduct)> {
    let category = world.category("tea", None).await;
    let mut shops = Vec::with_capacity(how_many);
    for n in 0..how_many {
        let merchant = world.merchant(&format!("shop{n}")).await;
        let freight = world.freight(&merchant).await;
        let of = (&merchant, &category, &freight);
        let product = world.product(&format!("tea{n}"), of, &[100], 5);
        world.add_product(&product).await;
        earn(world, &merchant, 100_000, 0).await;
        shops.push((merchant, product));
    }
    shops
}

async fn view(world: &World, scope: &Scope, id: &PlacementId) -> BookingView {
    let page = booking::all(&world.market, scope, None).await.unwrap();
    page.items.into_iter().find(|b| b.id == *id).unwrap()
}

async fn a_paid_place_is_marked_and_ends_by_itself(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    // Sixty others are sold more often, so that the paid one does not come to the first page by itself.
    for n in 0..60 {
        let slug = format!("other{n}");
        let of = (&merchant, &product.category, &product.freight);
        let mut other = world.product(&slug, of, &[100], 5);
        other.sold = 1_000;
        world.add_product(&other).await;
    }
    earn(&world, &merchant, 9_000, 3_000).await;
    book(&world, &merchant, &wish(&world, &product, 0, 2)).await.unwrap();
    assert_eq!(purse(&world, &merchant).await, [0, 2_000, 10_000]);
    let paid = async |place: Place| {
        let page = browse::list(&world.market, &place, Ask::default(), false).await.unwrap();
        let paid = page.cards.iter().filter(|c| c.place == PlaceKind::Paid);
        paid.map(|c| c.result.card.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(paid(Place::Search).await, std::slice::from_ref(&product.id));
    // It was booked for the list of everything and stands in no other.
    assert_eq!(paid(Place::Category("tea".into())).await, []);
    // What somebody searched for is never answered with what was paid for.
    let ask = Ask { words: "other".into(), ..Ask::default() };
    let found = browse::list(&world.market, &Place::Search, ask, false).await.unwrap();
    assert!(found.cards.iter().all(|c| c.place == PlaceKind::Ordered));
    world.clock.forward(Duration::days(2));
    assert_eq!(paid(Place::Search).await, []);
}

async fn nobody_books_a_place_for_the_goods_of_others(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    let other = world.merchant("other").await;
    for shop in [&merchant, &other] {
        earn(&world, shop, 50_000, 0).await;
    }
    let mine = wish(&world, &product, 1, 1);
    assert_eq!(book(&world, &other, &mine).await.unwrap_err().code(), Code::NotFound);
    let packer = {
        let mut actor = keeper(&merchant);
        actor.signed_in.as_mut().unwrap().memberships[0].role = MerchantRole::Packer;
        actor
    };
    let refused = booking::quote(&world.market, &packer, &mine).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden, "who may not see the money does not spend it");
    let id = book(&world, &merchant, &mine).await.unwrap();
    // Neither sees, calls off nor ends another shop's.
    assert_eq!(look!(world, |r| r.booking(&owner(&other), &id)).unwrap(), None);
    let theirs = booking::of_shop(&world.market, &keeper(&other), None).await.unwrap();
    assert_eq!(theirs.items, []);
    let refused = booking::cancel(&world.market, &keeper(&other), &id).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    let refused = booking::end(&world.market, &owner(&other), &id, "mine").await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
    let booked = look!(world, |r| r.booking(&owner(&merchant), &id)).unwrap().unwrap();
    let (merchants, ended) = (owner(&merchant), booked.cancel(world.now()).unwrap());
    let refused = trade!(world, |tx| tx.end_booking(&merchants, &ended, 0), merchants, ended);
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden, "only by the use case");
    // The store itself lets nobody write for another shop.
    let strangers = owner(&other);
    let refused = trade!(world, |tx| tx.book_place(&strangers, &booked, 2), strangers, booked);
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
}

async fn what_is_for_sale_is_told_with_its_lists_prices_and_free_days(world: World) {
    let (merchant, _) = world.shop(&[100], 5).await;
    let above = world.category("home", None).await;
    let below = world.category("cups", Some(above.clone())).await;
    let freight = world.freight(&merchant).await;
    let product = world.product("cup", (&merchant, &below, &freight), &[100], 5);
    world.add_product(&product).await;
    earn(&world, &merchant, 700, 300).await;
    let actor = keeper(&merchant);
    let (offer, money) = booking::offer(&world.market, &actor).await.unwrap();
    assert_eq!((offer.places.figure, money.minor), (2, 1_000));
    let lists = booking::lists(&world.market, &actor, &product.id).await.unwrap();
    let told: Vec<_> = lists.iter().map(|c| (c.list.clone(), c.price.figure)).collect();
    let [below, above] = [below, above].map(PaidList::Category);
    assert_eq!(told, [(below, 2_000), (above.clone(), 2_000), (PaidList::Front, 5_000)]);
    let goods = booking::goods(&world.market, &actor, "Celadon", true).await.unwrap();
    assert_eq!(goods.len(), 2);
    let wish = Wish { list: above, ..wish(&world, &product, 3, 4) };
    let quote = booking::quote(&world.market, &actor, &wish).await.unwrap();
    assert_eq!((quote.fee.minor, quote.is_covered(), quote.can_be_had()), (8_000, false, false));
    for (wrong, field) in [
        (Wish { list: PaidList::Category(world.id()), ..wish.clone() }, "list"),
        (Wish { days: 8, ..wish.clone() }, "days"),
        (Wish { from: wish.from - 4, ..wish.clone() }, "from"),
    ] {
        let refused = booking::quote(&world.market, &actor, &wrong).await.unwrap_err();
        assert_eq!(refused.fields()[0].field, field);
    }
    // What nobody may see is not advertised.
    let (scope, id, now) = (owner(&merchant), product.id.clone(), world.now());
    trade!(world, |tx| tx.set_on_sale(&scope, &id, false, now), scope, id).unwrap();
    let refused = booking::quote(&world.market, &actor, &wish).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotForSale);
}

async fn a_list_has_no_more_paid_places_than_the_rules_say_however_many_book_at_once(world: World) {
    let shops = shops(&world, 6).await;
    let tries = shops.iter().map(|(merchant, product)| {
        let (world, merchant) = (world.clone(), merchant.clone());
        let wish = wish(&world, product, 1, 3);
        tokio::spawn(async move { book(&world, &merchant, &wish).await })
    });
    let mut had = 0;
    for answer in futures::future::join_all(tries).await {
        match answer.unwrap() {
            Ok(_) => had += 1,
            Err(error) => assert_eq!(error.code(), Code::PlacesTaken),
        }
    }
    assert_eq!(had, 2);
    // Who was refused has paid nothing.
    assert_eq!(balance(&world, &Account::ServiceFees).await, 2 * 15_000);
    assert_eq!(all_found(&world).await, []);
    let front = PaidList::Front;
    let span = Span { from: day_of(world.now()), days: 7 };
    let taken = look!(world, |r| r.days_taken(&SYSTEM, &front, span)).unwrap();
    let taken: Vec<_> = taken.iter().map(|d| (d.day - span.from, d.taken)).collect();
    assert_eq!(taken, [(1, 2), (2, 2), (3, 2)]);
    // Another list, and other days, are free.
    let (merchant, product) = &shops[0];
    let elsewhere = PaidList::Category(product.category.clone());
    let (later, now) = (wish(&world, product, 4, 1), wish(&world, product, 1, 1));
    book(&world, merchant, &later).await.unwrap();
    book(&world, merchant, &Wish { list: elsewhere, ..now }).await.unwrap();
}

async fn a_shop_has_one_place_in_a_list_and_one_booking_for_one_key(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    earn(&world, &merchant, 30_000, 0).await;
    let (asked, actor) = (wish(&world, &product, 1, 2), keeper(&merchant));
    let (fee, key) = (Money::fen(10_000), "a-key-of-the-form");
    // Sent twice, at once and afterwards, it is one booking.
    let sends = (0..4).map(|_| booking::book(&world.market, &actor, &asked, fee, key));
    let sends = futures::future::join_all(sends).await;
    let ids: Vec<PlacementId> = sends.into_iter().map(Result::unwrap).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(purse(&world, &merchant).await, [0, 20_000, 10_000]);
    for (wish, fee, key, code) in [
        (Wish { days: 1, ..asked.clone() }, 5_000, key, Code::KeyReused),
        (asked.clone(), 10_000, "another-key-of-it", Code::PlaceHeld),
        (wish(&world, &product, 5, 1), 4_999, "another-key-of-it", Code::PriceChanged),
        (wish(&world, &product, 5, 5), 25_000, "another-key-of-it", Code::ShopMoneyShort),
        (asked.clone(), 10_000, "short", Code::Invalid),
    ] {
        let refused = booking::book(&world.market, &actor, &wish, Money::fen(fee), key).await;
        assert_eq!(refused.unwrap_err().code(), code);
    }
    assert_eq!(purse(&world, &merchant).await, [0, 20_000, 10_000]);
    // The same money is not spent twice by bookings of different days at once.
    let tries = (0..5).map(|n| {
        let (world, merchant) = (world.clone(), merchant.clone());
        let wish = wish(&world, &product, 4 + 2 * n, 2);
        tokio::spawn(async move { book(&world, &merchant, &wish).await })
    });
    let mut had = 0;
    for answer in futures::future::join_all(tries).await {
        match answer.unwrap() {
            Ok(_) => had += 1,
            Err(error) => assert_eq!(error.code(), Code::ShopMoneyShort),
        }
    }
    assert_eq!((had, purse(&world, &merchant).await), (2, [0, 0, 30_000]));
}

async fn what_is_called_off_in_time_is_free_again_and_paid_back(world: World) {
    let shops = shops(&world, 3).await;
    let mut ids = Vec::new();
    for (merchant, product) in &shops[..2] {
        ids.push(book(&world, merchant, &wish(&world, product, 1, 2)).await.unwrap());
    }
    let (late, goods) = &shops[2];
    let refused = book(&world, late, &wish(&world, goods, 2, 1)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PlacesTaken);
    let (first, _) = &shops[0];
    let cancels =
        (0..3).map(|_| async { booking::cancel(&world.market, &keeper(first), &ids[0]).await });
    let done = futures::future::join_all(cancels).await;
    assert_eq!(done.iter().filter(|answer| answer.is_ok()).count(), 1, "called off once");
    assert_eq!(purse(&world, first).await[..2], [0, 100_000]);
    assert_eq!(view(&world, &SYSTEM, &ids[0]).await.state, BookingState::Cancelled);
    book(&world, late, &wish(&world, goods, 2, 1)).await.unwrap();
    // What has begun runs on.
    world.clock.forward(Duration::days(1));
    let (second, _) = &shops[1];
    let refused = booking::cancel(&world.market, &keeper(second), &ids[1]).await.unwrap_err();
    assert_eq!(refused.code(), Code::PlaceBegun);
    assert_eq!(view(&world, &SYSTEM, &ids[1]).await.state, BookingState::Running);
    assert_eq!(all_found(&world).await, []);
}

async fn what_the_staff_ends_is_gone_at_once_and_on_record(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    earn(&world, &merchant, 16_000, 4_000).await;
    let id = book(&world, &merchant, &wish(&world, &product, 0, 3)).await.unwrap();
    assert_eq!(purse(&world, &merchant).await, [0, 5_000, 15_000]);
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Service };
    let shown = async || {
        let (front, now) = (PaidList::Front, world.now());
        look!(world, |r| r.placements(&Scope::Public, &front, now, 10)).unwrap().len()
    };
    assert_eq!(shown().await, 1);
    let refused = booking::end(&world.market, &staff, &id, " ").await.unwrap_err();
    assert_eq!(refused.fields()[0].field, "reason");
    booking::end(&world.market, &staff, &id, "夸大宣传").await.unwrap();
    assert_eq!(shown().await, 0);
    // Today has begun; the other two days go back where the last of the fee came from.
    assert_eq!(purse(&world, &merchant).await, [0, 15_000, 5_000]);
    let seen = view(&world, &owner(&merchant), &id).await;
    assert_eq!(seen.state, BookingState::Ended);
    assert_eq!(seen.ended.map(|e| (e.reason, e.back.minor)), Some(("夸大宣传".into(), 10_000)));
    let refused = booking::end(&world.market, &staff, &id, "again").await.unwrap_err();
    assert_eq!(refused.code(), Code::PlaceBegun);
    let now = world.now();
    trade!(world, |tx| tx.seal(&SYSTEM, Chain::Audit, 100, now)).unwrap();
    let audits = look!(world, |r| r.audits_after(&SYSTEM, 0, 100)).unwrap();
    let actions: Vec<_> = audits.iter().map(|a| a.audit.action.as_str()).collect();
    assert_eq!(actions, ["places.booked", "places.ended"]);
    assert!(audits[1].audit.body_json.contains("夸大宣传"));
    assert_eq!(all_found(&world).await, []);
}

async fn bookings_are_read_page_by_page_and_goods_know_their_lists(world: World) {
    let (merchant, product) = world.shop(&[100], 5).await;
    earn(&world, &merchant, 90_000, 0).await;
    for n in 0..3 {
        book(&world, &merchant, &wish(&world, &product, n, 1)).await.unwrap();
    }
    let mine = owner(&merchant);
    let first = look!(world, |r| r.bookings(&mine, None, 2)).unwrap();
    let last = first.next.as_deref().map(|id| PlacementId::parse(id).unwrap());
    let second = look!(world, |r| r.bookings(&mine, last.as_ref(), 2)).unwrap();
    let days = first.items.iter().chain(&second.items).map(|row| row.booking.span.from);
    let today = day_of(world.now());
    assert_eq!(days.collect::<Vec<_>>(), [today + 2, today + 1, today]);
    assert_eq!(second.next, None);
    assert_eq!(look!(world, |r| r.bookings(&Scope::Public, None, 9)).unwrap().items, []);
    let id = product.id.clone();
    let lists = look!(world, |r| r.lists_of(&mine, &id)).unwrap();
    assert_eq!(lists, Some((product.category.clone(), None)));
    assert_eq!(look!(world, |r| r.lists_of(&Scope::Public, &id)).unwrap(), None);
}
