//! The check of the books: it names every damage that is done behind the store's back, and nothing in healthy books.

use crate::deals::*;
use crate::fixture::{SYSTEM, World, owner};
use domain::id::*;
use domain::ledger::rules::*;
use domain::ledger::{Account, Posting, Purpose};
use domain::{Code, Currency, Money, Scope, StaffRole};
use services::ports::ledger::Check;

crate::stories![
    healthy_books_have_no_violations,
    damage_to_entries_is_named,
    damage_to_balances_is_named,
    damage_to_orders_and_refunds_is_named,
    damage_to_stock_and_coupons_is_named,
    a_long_list_of_violations_is_cut_and_shown_to_staff_alone,
];

async fn healthy_books_have_no_violations(world: World) {
    assert_eq!(all_found(&world).await, [], "empty books");
    assert_eq!(look!(world, |r| r.extent(&SYSTEM)).unwrap(), (0, 0));
    Deal::new(&world, "waiting").await;
    let unpaid = Deal::new(&world, "unpaid").await;
    let cancelled = Deal::new(&world, "cancelled").await;
    let closed = paid(&world, "closed").await;
    world
        .tell(format!(
            "update merchant_order set state = 'cancelled' where id = '{}'",
            cancelled.order
        ))
        .await;
    // Called off before it was shipped: everything goes back, and the order is closed.
    let order = closed.order.as_str();
    let back = refund(head(&world), order, &closed.purchase, &closed.share(), false).unwrap();
    assert!(post(&world, &back).await.unwrap());
    world.tell(format!("update merchant_order set state = 'closed' where id = '{order}'")).await;
    // Refunded early and late, in parts, and by money that nobody could assign.
    let early = paid(&world, "early").await;
    refunded(&world, &early, false).await;
    let late = received(&world, "late").await;
    refunded(&world, &late, true).await;
    let strange = Arrival {
        attempt: world.id(),
        purchase: unpaid.purchase.clone(),
        till: alipay(),
        orders: Vec::new(),
        to_buyer: ZERO,
        to_suspense: Money::new(900, Currency::Usd),
    };
    assert!(post(&world, &capture(head(&world), &strange).unwrap()).await.unwrap());
    // A free order is paid without any money.
    world
        .tell(format!(
            "update merchant_order set state = 'paid', payable_minor = 0, by_platform_minor = 0 where id = '{}'",
            unpaid.order
        ))
        .await;
    assert_eq!(all_found(&world).await, []);
}

/// Adds a line to the books as no program of ours would: by itself.
async fn slip_in(world: &World, purpose: &str, account: &str, minor: i64, order: Option<&str>) {
    let posting: PostingId = world.id();
    let order = order.map_or("null".to_owned(), |order| format!("'{order}'"));
    world
        .tell(format!(
            "insert into posting (id, source, purpose, at, digest)
            values ('{posting}', 'slip {posting}', '{purpose}', 1, '')"
        ))
        .await;
    world
        .tell(format!(
            "insert into posting_entry (posting_id, n, account, currency, amount_minor, order_id)
            values ('{posting}', 0, '{account}', 'CNY', {minor}, {order})"
        ))
        .await;
}

async fn damage_to_entries_is_named(world: World) {
    let deal = received(&world, "qing").await;
    slip_in(&world, "top_up", "bank", 40, None).await;
    let seen = all_found(&world).await;
    let checks: Vec<_> = seen.iter().map(|(check, ..)| *check).collect();
    use Check::*;
    assert_eq!(checks, [PostingUnbalanced, BooksUnbalanced, BalanceDrift]);
    assert_eq!((seen[0].2, seen[0].3), (0, 40));
    assert_eq!(seen[1], (BooksUnbalanced, "CNY".into(), 0, 40));
    assert_eq!(seen[2], (BalanceDrift, "bank".into(), 40, 0), "nothing was ever stored for it");

    // A credit account's sum comes in its own sign; the order's own sum does not hold either.
    let order = deal.order.as_str();
    slip_in(&world, "refund", "suspense", -40, Some(order)).await;
    assert_eq!(found(&world, BooksUnbalanced).await, [], "the two make up for each other");
    let drift = found(&world, BalanceDrift).await.pop().unwrap();
    assert_eq!((drift.subject.as_str(), drift.expected, drift.found), ("suspense", 40, 0));
    let unbalanced = found(&world, OrderUnbalanced).await.pop().unwrap();
    assert_eq!((unbalanced.subject.as_str(), unbalanced.found), (order, -40));

    // More commission given back than was ever taken.
    slip_in(&world, "refund", "commission", COMMISSION + 1, Some(order)).await;
    let negative = found(&world, CommissionNegative).await.pop().unwrap();
    assert_eq!((negative.subject.as_str(), negative.expected, negative.found), (order, 0, -1));

    // A second release under another name, and one of an order nobody received.
    slip_in(&world, "release", "bank", 1, Some(order)).await;
    let open = paid(&world, "open").await;
    slip_in(&world, "release", "bank", 1, Some(open.order.as_str())).await;
    let released = found(&world, ReleasedTwice).await;
    let released: Vec<_> =
        released.iter().map(|v| (v.subject.as_str(), v.expected, v.found)).collect();
    assert_eq!(released, [(order, 1, 2), (open.order.as_str(), 0, 1)]);
}

async fn damage_to_balances_is_named(world: World) {
    use Check::*;
    let (open, over) = (paid(&world, "open").await, received(&world, "over").await);
    let gross = PAYABLE + SUBSIDY;
    world
        .behind_the_back("update balance set minor = minor + 1 where account = 'commission'")
        .await;
    assert_eq!(
        all_found(&world).await,
        [(BalanceDrift, "commission".into(), COMMISSION, COMMISSION + 1)]
    );
    world
        .behind_the_back("update balance set minor = minor - 1 where account = 'commission'")
        .await;

    // A balance that was lost altogether, and one whose side was turned.
    world.behind_the_back("delete from balance where account = 'commission'").await;
    world
        .behind_the_back("update balance set nature = 'credit' where account = 'coupon_subsidy'")
        .await;
    let drift: Vec<_> = all_found(&world).await;
    assert_eq!(
        drift,
        [
            (BalanceDrift, "commission".into(), COMMISSION, 0),
            (BalanceDrift, "coupon_subsidy".into(), 2 * SUBSIDY, 2 * SUBSIDY),
        ]
    );
    world
        .behind_the_back("update balance set nature = 'debit' where account = 'coupon_subsidy'")
        .await;

    // The row itself says that it may be negative; the chart of accounts knows better.
    let account = Account::Escrow(open.order.clone()).code();
    let forged =
        format!("update balance set may_be_negative = 1, minor = -5 where account = '{account}'");
    world.tell(forged).await;
    let negative = found(&world, BalanceNegative).await;
    assert_eq!(negative.len(), 1);
    assert_eq!((negative[0].subject.clone(), negative[0].found), (account, -5));
    let differs = found(&world, OrderUnbalanced).await;
    let differs: Vec<_> =
        differs.iter().map(|v| (v.subject.as_str(), v.expected, v.found)).collect();
    assert_eq!(differs, [(open.order.as_str(), gross, -5)]);
    assert_eq!(found(&world, EscrowLeft).await, [], "the order is not over");

    let account = Account::Escrow(over.order.clone()).code();
    world.tell(format!("update balance set minor = 9 where account = '{account}'")).await;
    let left = found(&world, EscrowLeft).await;
    let left: Vec<_> = left.iter().map(|v| (v.subject.as_str(), v.expected, v.found)).collect();
    assert_eq!(left, [(over.order.as_str(), 0, 9)]);
}

async fn damage_to_orders_and_refunds_is_named(world: World) {
    use Check::*;
    let (open, over) = (paid(&world, "open").await, received(&world, "over").await);
    let unpaid = Deal::new(&world, "unpaid").await;
    let gross = PAYABLE + SUBSIDY;
    let set = async |deal: &Deal, what: &str| {
        world.tell(format!("update merchant_order set {what} where id = '{}'", deal.order)).await;
    };
    let rows = async |check: Check| {
        let rows = found(&world, check).await;
        rows.into_iter().map(|v| (v.subject, v.expected, v.found)).collect::<Vec<_>>()
    };
    // An order counts as paid and nothing arrived for it; another's money came, but it does not count as paid.
    set(&unpaid, "state = 'paid'").await;
    set(&open, "state = 'awaiting_payment'").await;
    let mut named = vec![(unpaid.order.to_string(), gross, 0), (open.order.to_string(), 0, gross)];
    named.sort();
    assert_eq!(rows(PaidWithoutCapture).await, named);
    // Less arrived than the order cost.
    set(&unpaid, "state = 'cancelled'").await;
    set(&open, "state = 'paid', payable_minor = payable_minor + 3").await;
    assert_eq!(rows(PaidWithoutCapture).await, [(open.order.to_string(), gross + 3, gross)]);
    set(&open, "payable_minor = payable_minor - 3").await;

    // Over although money lies in its escrow.
    set(&open, "state = 'closed'").await;
    assert_eq!(rows(EscrowLeft).await, [(open.order.to_string(), 0, gross)]);
    set(&open, "state = 'paid'").await;
    assert_eq!(all_found(&world).await, []);

    // Released although nobody received it.
    set(&over, "received_at = null").await;
    assert_eq!(rows(ReleasedTwice).await, [(over.order.to_string(), 0, 1)]);
    set(&over, "received_at = 1").await;

    // Settled by its own word while its money is pending; settled in the books and it does not know.
    set(&over, "settled_at = 1").await;
    assert_eq!(rows(ReleasedTwice).await, [(over.order.to_string(), 0, gross - COMMISSION)]);
    assert!(post(&world, &settle(head(&world), &over.share(), ZERO).unwrap()).await.unwrap());
    assert_eq!(all_found(&world).await, []);
    set(&over, "settled_at = null").await;
    assert_eq!(rows(ReleasedTwice).await, [(over.order.to_string(), 0, 1)]);
    set(&over, "settled_at = 1").await;

    // More goes back than came; what the provider refused for good did not go.
    let refund = refunded(&world, &over, true).await;
    let more = PAYABLE + 1;
    world.tell(format!("update refund set amount_minor = {more} where id = '{refund}'")).await;
    assert_eq!(rows(RefundedTooMuch).await, [(over.purchase.to_string(), PAYABLE, more)]);
    world.tell(format!("update refund set status = 'failed' where id = '{refund}'")).await;
    assert_eq!(rows(RefundedTooMuch).await, []);
    let other = format!(
        "update refund set status = 'done', amount_minor = 1, currency = 'USD' where id = '{refund}'"
    );
    world.tell(other).await;
    assert_eq!(rows(RefundedTooMuch).await, [(over.purchase.to_string(), 0, 1)]);
}

async fn damage_to_stock_and_coupons_is_named(world: World) {
    use Check::*;
    let (merchant, product) = world.shop(&[100], 10).await;
    let buyer = world.account("lin@example.com").await;
    let (item, purchase) = (&product.skus[0].stock_item, world.id::<PurchaseId>());
    let (hold, coupon) = (world.id::<ReservationId>(), world.id::<CouponId>());
    world.tell(format!("update stock_item set held = 4 where id = '{item}'")).await;
    assert_eq!(all_found(&world).await, [(StockDrift, item.to_string(), 0, 4)]);
    world
        .tell(format!(
            "insert into reservation (id, purchase_id, stock_item_id, qty, expires_at, state)
            values ('{hold}', '{purchase}', '{item}', 4, 1, 'live')"
        ))
        .await;
    assert_eq!(all_found(&world).await, []);
    // Held for somebody who has long gone; and held beyond what there is.
    world.behind_the_back("update reservation set state = 'released', ended_at = 1").await;
    assert_eq!(all_found(&world).await, [(StockDrift, item.to_string(), 0, 4)]);
    world.behind_the_back("update reservation set state = 'live', ended_at = null, qty = 40").await;
    assert_eq!(all_found(&world).await, [(StockDrift, item.to_string(), 10, 4)]);
    world.behind_the_back("update reservation set qty = 4").await;

    world
        .tell(format!(
            "insert into coupon (id, merchant_id, slot, funder, currency, threshold_minor, off_minor, from_at,
                until_at, name_zh, name_en, uses_max, used, created_at)
            values ('{coupon}', '{merchant}', 'shop', 'merchant', 'CNY', 0, 5, 0, 9, '券', 'Coupon', 2, 1, 0)"
        ))
        .await;
    assert_eq!(all_found(&world).await, [(CouponDrift, coupon.to_string(), 0, 1)]);
    world
        .tell(format!(
            "insert into coupon_redemption (coupon_id, purchase_id, buyer_id, redeemed_at)
            values ('{coupon}', '{purchase}', '{buyer}', 1)"
        ))
        .await;
    assert_eq!(all_found(&world).await, []);
    world.behind_the_back("update coupon_redemption set released_at = 2").await;
    assert_eq!(all_found(&world).await, [(CouponDrift, coupon.to_string(), 0, 1)]);
}

async fn a_long_list_of_violations_is_cut_and_shown_to_staff_alone(world: World) {
    for _ in 0..4 {
        slip_in(&world, "top_up", "bank", 1, None).await;
    }
    let some = look!(world, |r| r.violations(&SYSTEM, Check::PostingUnbalanced, 3)).unwrap();
    assert_eq!(some.len(), 3);
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Auditor };
    assert!(look!(world, |r| r.violations(&staff, Check::BooksUnbalanced, 3)).is_ok());
    let deal = Deal::new(&world, "qing").await;
    for scope in [deal.scope(), owner(&deal.merchant), Scope::Public] {
        let refused = look!(world, |r| r.violations(&scope, Check::BooksUnbalanced, 3));
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    // Four postings of one entry each were slipped in; how much there is, is not for everybody either.
    assert_eq!(look!(world, |r| r.extent(&staff)).unwrap(), (4, 4));
    assert!(look!(world, |r| r.extent(&Scope::Public)).is_err());
    // A posting in which nothing moves is a fact too: an order that cost nothing was released.
    let nothing = Posting::new(world.id(), "ord_1", Purpose::Release, world.now(), Vec::new());
    assert!(post(&world, &nothing.unwrap()).await.unwrap());
}
