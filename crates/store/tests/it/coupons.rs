//! Coupons: never more than there are, one per buyer at a time, given back when the purchase comes to nothing.

use crate::fixture::{SYSTEM, World, look, owner, step};
use domain::catalogue::Words;
use domain::id::*;
use domain::quote::{Coupon, CouponScope, Funder, Slot};
use domain::{Code, Duration, Moment, Money, Scope, StaffRole};
use services::ports::StoreExt as _;
use services::ports::coupons::CouponRow;
use services::{Error, Result};

crate::stories![
    twenty_buyers_redeem_a_coupon_for_five_and_exactly_five_succeed,
    a_buyer_redeems_a_coupon_once_however_often_they_click,
    a_coupon_comes_back_when_its_purchase_closes_and_only_once,
    a_buyer_is_offered_what_they_can_still_redeem,
    a_coupon_is_valid_from_its_first_moment_and_not_at_its_last,
    a_merchant_gives_only_its_own_coupons_and_the_machine_redeems,
];

/// A coupon of 20 off 100, valid for ten days from now on.
fn coupon(world: &World, scope: CouponScope, uses_max: i64) -> CouponRow {
    let (slot, funder) = match scope {
        CouponScope::Merchant(_) => (Slot::Shop, Funder::Merchant),
        CouponScope::Platform => (Slot::Platform, Funder::Platform),
    };
    CouponRow {
        coupon: Coupon {
            id: world.id(),
            scope,
            slot,
            funder,
            threshold: Money::fen(10_000),
            off: Money::fen(2_000),
            from: world.now(),
            until: world.now().plus(Duration::days(10)),
        },
        name: Words::new("满 100 减 20", "20 off 100"),
        uses_max,
        used: 0,
    }
}

async fn add(world: &World, scope: &Scope, row: &CouponRow) -> Result<()> {
    let now = world.now();
    step!(world, |tx| tx.add_coupon(&scope, &row, now), scope, row)
}

async fn redeem(
    world: &World,
    coupon: &CouponId,
    buyer: &AccountId,
    purchase: &PurchaseId,
) -> Result<bool> {
    let now = world.now();
    step!(world, |tx| tx.redeem(&SYSTEM, &coupon, &buyer, &purchase, now), coupon, buyer, purchase)
}

/// What a scope is offered for the goods of a merchant.
async fn offered(
    world: &World,
    scope: &Scope,
    merchant: &MerchantId,
    at: Moment,
) -> Vec<CouponRow> {
    look!(world, |r| r.coupons_for(scope, std::slice::from_ref(merchant), at)).unwrap()
}

async fn twenty_buyers_redeem_a_coupon_for_five_and_exactly_five_succeed(world: World) {
    let row = coupon(&world, CouponScope::Platform, 5);
    add(&world, &SYSTEM, &row).await.unwrap();
    let mut buyers = Vec::new();
    for i in 0..20 {
        buyers.push(world.account(&format!("buyer{i}@example.com")).await);
    }
    let tries = buyers.into_iter().map(|buyer| {
        let (world, coupon) = (world.clone(), row.coupon.id.clone());
        tokio::spawn(async move { redeem(&world, &coupon, &buyer, &world.id()).await })
    });
    let mut redeemed = 0;
    for one in futures::future::join_all(tries).await {
        redeemed += i32::from(one.unwrap().expect("an answer, not an error"));
    }
    assert_eq!(redeemed, 5);
    let live = "update coupon_redemption set redeemed_at = redeemed_at where released_at is null";
    assert_eq!(world.behind_the_back(live).await, 5);
    assert_eq!(world.behind_the_back("update coupon set used = used where used = 5").await, 1);
}

async fn a_buyer_redeems_a_coupon_once_however_often_they_click(world: World) {
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let row = coupon(&world, CouponScope::Platform, 100);
    add(&world, &SYSTEM, &row).await.unwrap();
    let clicks = (0..10).map(|_| {
        let (world, coupon, lin) = (world.clone(), row.coupon.id.clone(), lin.clone());
        tokio::spawn(async move { redeem(&world, &coupon, &lin, &world.id()).await })
    });
    let mut redeemed = 0;
    for one in futures::future::join_all(clicks).await {
        redeemed += i32::from(one.unwrap().expect("an answer, not an error"));
    }
    assert_eq!(redeemed, 1);
    assert!(redeem(&world, &row.coupon.id, &wu, &world.id()).await.unwrap());
    // A click that came to nothing took nothing from the others.
    assert_eq!(world.behind_the_back("update coupon set used = used where used = 2").await, 1);
    assert!(!redeem(&world, &world.id(), &wu, &world.id()).await.unwrap());
}

async fn a_coupon_comes_back_when_its_purchase_closes_and_only_once(world: World) {
    let merchant = world.merchant("qing").await;
    let lin = world.account("lin@example.com").await;
    let shops = coupon(&world, CouponScope::Merchant(merchant.clone()), 1);
    let platforms = coupon(&world, CouponScope::Platform, 1);
    let purchase: PurchaseId = world.id();
    for row in [&shops, &platforms] {
        add(&world, &SYSTEM, row).await.unwrap();
        assert!(redeem(&world, &row.coupon.id, &lin, &purchase).await.unwrap());
    }
    assert_eq!(offered(&world, &Scope::Public, &merchant, world.now()).await, []);
    let now = world.now();
    let release =
        async || step!(world, |tx| tx.release_coupons(&SYSTEM, &purchase, now), purchase).unwrap();
    let ends = futures::future::join_all((0..6).map(|_| release())).await;
    assert_eq!(ends.iter().sum::<i64>(), 2);
    assert_eq!(release().await, 0);
    let back = offered(&world, &Scope::Buyer(lin.clone()), &merchant, now).await;
    assert_eq!(back.iter().map(|c| c.used).collect::<Vec<_>>(), [0, 0]);
    // The next purchase may redeem them.
    assert!(redeem(&world, &shops.coupon.id, &lin, &world.id()).await.unwrap());
}

async fn a_buyer_is_offered_what_they_can_still_redeem(world: World) {
    let (qing, other) = (world.merchant("qing").await, world.merchant("other").await);
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let rows = [
        coupon(&world, CouponScope::Merchant(qing.clone()), 2),
        coupon(&world, CouponScope::Platform, 9),
        coupon(&world, CouponScope::Merchant(qing.clone()), 1),
        coupon(&world, CouponScope::Merchant(other), 9),
    ];
    for row in &rows {
        add(&world, &SYSTEM, row).await.unwrap();
    }
    let ids = |rows: &[CouponRow]| {
        let mut ids: Vec<CouponId> = rows.iter().map(|r| r.coupon.id.clone()).collect();
        ids.sort();
        ids
    };
    let [public, lins, wus] = [Scope::Public, Scope::Buyer(lin.clone()), Scope::Buyer(wu.clone())];
    let all = offered(&world, &public, &qing, world.now()).await;
    assert_eq!(all.iter().map(|c| c.coupon.id.clone()).collect::<Vec<_>>(), ids(&rows[..3]));
    assert!(rows[..3].iter().all(|row| all.contains(row)));
    assert_eq!(offered(&world, &lins, &qing, world.now()).await, all);
    let nothing: [MerchantId; 0] = [];
    let platforms = look!(world, |r| r.coupons_for(&lins, &nothing, world.now())).unwrap();
    assert_eq!(ids(&platforms), ids(&rows[1..2]));

    for row in [&rows[0], &rows[2]] {
        assert!(redeem(&world, &row.coupon.id, &lin, &world.id()).await.unwrap());
    }
    // The last one is used up, and of the first there is one left for others but not for its buyer.
    let own = offered(&world, &lins, &qing, world.now()).await;
    assert_eq!(ids(&own), ids(&rows[1..2]));
    for scope in [wus, public] {
        let theirs = offered(&world, &scope, &qing, world.now()).await;
        assert_eq!(ids(&theirs), ids(&rows[..2]), "{scope:?}");
    }
}

async fn a_coupon_is_valid_from_its_first_moment_and_not_at_its_last(world: World) {
    let merchant = world.merchant("qing").await;
    let row = coupon(&world, CouponScope::Merchant(merchant.clone()), 1);
    add(&world, &owner(&merchant), &row).await.unwrap();
    let (from, until) = (row.coupon.from, row.coupon.until);
    let tick = Duration::millis(1);
    for (at, valid) in
        [(from.minus(tick), false), (from, true), (until.minus(tick), true), (until, false)]
    {
        let there = !offered(&world, &Scope::Public, &merchant, at).await.is_empty();
        assert_eq!(there, valid, "{at:?}");
    }
}

async fn a_merchant_gives_only_its_own_coupons_and_the_machine_redeems(world: World) {
    let (qing, other) = (world.merchant("qing").await, world.merchant("other").await);
    let lin = world.account("lin@example.com").await;
    let own = coupon(&world, CouponScope::Merchant(qing.clone()), 3);
    let house = coupon(&world, CouponScope::Platform, 3);
    let strangers = [Scope::Public, Scope::Guest(world.id()), Scope::Buyer(lin.clone())];
    for scope in strangers.iter().chain([&owner(&other)]) {
        for row in [&own, &house] {
            let refused = add(&world, scope, row).await;
            assert!(matches!(refused, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
        }
    }
    assert!(add(&world, &owner(&qing), &house).await.is_err());
    add(&world, &owner(&qing), &own).await.unwrap();
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Administrator };
    add(&world, &staff, &house).await.unwrap();
    let again = add(&world, &staff, &house).await;
    assert!(matches!(again, Err(Error::Conflict(name)) if name == "coupon_pkey"));

    let (id, purchase, now): (_, PurchaseId, _) = (own.coupon.id.clone(), world.id(), world.now());
    for scope in strangers.into_iter().chain([owner(&qing), staff]) {
        let redeemed = step!(
            world,
            |tx| tx.redeem(&scope, &id, &lin, &purchase, now),
            scope,
            id,
            lin,
            purchase
        );
        assert!(matches!(redeemed, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
        assert!(
            step!(world, |tx| tx.release_coupons(&scope, &purchase, now), scope, purchase).is_err()
        );
    }
    assert_eq!(offered(&world, &Scope::Buyer(lin), &qing, now).await.len(), 2);
}
