//! The books: a fact is booked once, nothing lies where it must not, and the check names every damage that is done behind
//! the store's back, and nothing in healthy books.

use crate::deals::{COMMISSION, Deal, PAYABLE, SUBSIDY, look, refusal, trade};
use crate::fixture::{SYSTEM, World, owner};
use domain::id::*;
use domain::ledger::rules::*;
use domain::ledger::{Account, Entry, Posting, Purpose};
use domain::{Code, Currency, Money, Permission, Permissions, Scope, StaffRole};
use services::Result;
use services::ports::StoreExt as _;
use services::ports::ledger::{Check, StatementRow, Violation};

crate::stories![
    a_fact_is_booked_once_for_one_purpose_however_many_tell_it,
    balances_are_the_sums_of_what_was_booked_in_every_order_of_events,
    an_account_that_must_not_be_negative_never_is,
    many_payments_at_once_all_count,
    a_posting_is_taken_back_once_by_another_and_never_changed,
    accounts_are_seen_by_their_owners_and_by_those_who_look_after_the_books,
    a_statement_goes_on_where_it_ended_and_never_cuts_a_payment,
    healthy_books_have_no_violations,
    damage_to_entries_is_named,
    damage_to_balances_is_named,
    damage_to_orders_and_refunds_is_named,
    damage_to_stock_and_coupons_is_named,
    a_long_list_of_violations_is_cut_and_shown_to_staff_alone,
];

const ZERO: Money = Money::fen(0);

fn head(world: &World) -> Head {
    Head { id: world.id(), at: world.now() }
}

/// The money of whole orders arrives with one payment.
fn arrival(world: &World, deals: &[&Deal], till: Till) -> Posting {
    let arrival = Arrival {
        attempt: world.id(),
        purchase: deals[0].purchase.clone(),
        till,
        orders: deals.iter().map(|deal| deal.share()).collect(),
        to_buyer: ZERO,
        to_suspense: ZERO,
    };
    capture(head(world), &arrival).expect("it balances")
}

fn alipay() -> Till {
    Till::Provider("alipay".into())
}

async fn post(world: &World, posting: &Posting) -> Result<bool> {
    trade!(world, |tx| tx.post(&SYSTEM, &posting), posting)
}

async fn balance(world: &World, account: &Account) -> i64 {
    look!(world, |r| r.balance(&SYSTEM, account, Currency::Cny)).unwrap().minor
}

async fn found(world: &World, check: Check) -> Vec<Violation> {
    look!(world, |r| r.violations(&SYSTEM, check, 100)).unwrap()
}

/// What every check finds; a story that plants one damage says which of them see it.
async fn all_found(world: &World) -> Vec<(Check, String, i64, i64)> {
    let mut all = Vec::new();
    for check in Check::ALL {
        let rows = found(world, check).await;
        all.extend(rows.into_iter().map(|v| (v.check, v.subject, v.expected, v.found)));
    }
    all
}

/// A paid order: money arrived, is booked, and everything about it is right.
async fn paid(world: &World, name: &'static str) -> Deal {
    let deal = Deal::new(world, name).await;
    let Deal { purchase, order, buyer, .. } = &deal;
    let (now, attempt) = (world.now().0, world.id::<AttemptId>());
    world
        .tell(format!(
            "insert into attempt (id, no, purchase_id, buyer_id, provider, due_minor, currency, state, paid_minor,
                paid_currency, verdict, created_at, expires_at, paid_at, polls, version)
            values ('{attempt}', 'P{attempt}', '{purchase}', '{buyer}', 'alipay', {PAYABLE}, 'CNY', 'paid',
                {PAYABLE}, 'CNY', 'settled', {now}, {now}, {now}, 0, 1)"
        ))
        .await;
    world
        .tell(format!(
            "update merchant_order set state = 'paid', paid_at = {now} where id = '{order}'"
        ))
        .await;
    assert!(post(world, &arrival(world, &[&deal], alipay())).await.unwrap());
    deal
}

/// A received order: its escrow is released.
async fn received(world: &World, name: &'static str) -> Deal {
    let deal = paid(world, name).await;
    let (now, order) = (world.now().0, &deal.order);
    world
        .tell(format!(
            "update merchant_order set state = 'received', received_at = {now} where id = '{order}'"
        ))
        .await;
    assert!(post(world, &release(head(world), &deal.share()).unwrap()).await.unwrap());
    deal
}

/// A third of the order goes back: the debt, and the row that says so.
async fn refunded(world: &World, deal: &Deal, released: bool) -> RefundId {
    let part = OrderShare {
        paid: Money::fen(PAYABLE / 4),
        subsidy: Money::fen(SUBSIDY / 4),
        commission: Money::fen(COMMISSION / 4),
        ..deal.share()
    };
    let source: ReturnId = world.id();
    let posting = refund(head(world), source.as_str(), &deal.purchase, &part, released).unwrap();
    assert!(post(world, &posting).await.unwrap());
    let (id, Deal { purchase, buyer, .. }) = (world.id::<RefundId>(), deal);
    let amount = part.paid.minor;
    world
        .tell(format!(
            "insert into refund (id, no, attempt_id, purchase_id, buyer_id, origin, reason, amount_minor, currency,
                status, created_at, tries, version)
            select '{id}', 'R{id}', a.id, '{purchase}', '{buyer}', '{source}', 'return', {amount}, 'CNY', 'done', 1, 1, 0
            from attempt a where a.purchase_id = '{purchase}'"
        ))
        .await;
    let sent =
        refund_sent(head(world), &id, &deal.purchase, part.paid, &alipay(), Some(&deal.order));
    assert!(post(world, &sent.unwrap()).await.unwrap());
    id
}

async fn a_fact_is_booked_once_for_one_purpose_however_many_tell_it(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let first = arrival(&world, &[&deal], alipay());
    // The notification, the return page and the poll tell the same fact at once, each with a posting of its own.
    let tellers = (0..6).map(|_| {
        let world = world.clone();
        let entries = first.entries().to_vec();
        let posting =
            Posting::new(world.id(), first.source(), Purpose::Capture, world.now(), entries);
        tokio::spawn(async move { post(&world, &posting.unwrap()).await })
    });
    let mut booked = 0;
    for teller in futures::future::join_all(tellers).await {
        booked += i32::from(teller.unwrap().unwrap());
    }
    assert_eq!(booked, 1);
    assert!(!post(&world, &first).await.unwrap());
    assert_eq!(balance(&world, &Account::Escrow(deal.order.clone())).await, PAYABLE + SUBSIDY);
    assert_eq!(balance(&world, &Account::PspClearing("alipay".into())).await, PAYABLE);
    // The same source for another purpose is another fact.
    let other = top_up(head(&world), first.source(), &deal.buyer, Money::fen(5), &Account::Bank);
    assert!(post(&world, &other.unwrap()).await.unwrap());
    for scope in [deal.scope(), owner(&deal.merchant), Scope::Public] {
        let posting = arrival(&world, &[&deal], alipay());
        let refused = trade!(world, |tx| tx.post(&scope, &posting), scope, posting).unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden, "{scope:?}");
    }
}

async fn balances_are_the_sums_of_what_was_booked_in_every_order_of_events(world: World) {
    let early = paid(&world, "early").await;
    let late = received(&world, "late").await;
    refunded(&world, &early, false).await;
    refunded(&world, &late, true).await;
    let gross = PAYABLE + SUBSIDY;
    let at = |account: Account| {
        let world = world.clone();
        async move { balance(&world, &account).await }
    };
    assert_eq!(at(Account::Escrow(early.order.clone())).await, gross - gross / 4);
    assert_eq!(at(Account::Escrow(late.order.clone())).await, 0);
    let net = gross - COMMISSION;
    assert_eq!(at(Account::MerchantPending(late.merchant.clone())).await, net - net / 4);
    assert_eq!(at(Account::Commission).await, COMMISSION - COMMISSION / 4);
    assert_eq!(at(Account::CouponSubsidy).await, 2 * (SUBSIDY - SUBSIDY / 4));
    assert_eq!(at(Account::PspClearing("alipay".into())).await, 2 * (PAYABLE - PAYABLE / 4));
    assert_eq!(at(Account::BuyerRefundDue(late.purchase.clone())).await, 0);
    assert_eq!(at(Account::Suspense).await, 0, "an account nothing ever touched");
    assert_eq!(all_found(&world).await, []);
    let dollars = look!(world, |r| r.balance(&SYSTEM, &Account::Commission, Currency::Usd));
    assert_eq!(dollars.unwrap(), Money::new(0, Currency::Usd));
}

async fn an_account_that_must_not_be_negative_never_is(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let purse = Account::BuyerBalance(deal.buyer.clone());
    let from_purse = || arrival(&world, &[&deal], Till::Balance(deal.buyer.clone()));
    let refused = post(&world, &from_purse()).await.unwrap_err();
    assert_eq!(refused.code(), Code::BalanceShort, "nothing was ever put there");
    let enough = top_up(head(&world), "t1", &deal.buyer, Money::fen(PAYABLE + 1), &Account::Bank);
    assert!(post(&world, &enough.unwrap()).await.unwrap());
    // The bank may: it is ours to fill.
    assert_eq!(balance(&world, &Account::Bank).await, PAYABLE + 1);

    // The same money is spent in many windows at once, and leaves once.
    let windows = (0..6).map(|_| {
        let (world, posting) = (world.clone(), from_purse());
        tokio::spawn(async move { post(&world, &posting).await })
    });
    let mut spent = 0;
    for window in futures::future::join_all(windows).await {
        match window.unwrap() {
            Ok(true) => spent += 1,
            Ok(false) => panic!("each is a fact of its own"),
            Err(error) => assert_eq!(error.code(), Code::BalanceShort),
        }
    }
    assert_eq!((spent, balance(&world, &purse).await), (1, 1));
    // A refusal books nothing at all.
    assert_eq!(balance(&world, &Account::Escrow(deal.order.clone())).await, PAYABLE + SUBSIDY);
    assert_eq!(world.behind_the_back("update posting set seq = null").await, 2);

    // What a merchant has to give back may exceed what lies there: a buyer's refund is never blocked by it.
    let share = OrderShare { commission: ZERO, ..deal.share() };
    let back = refund(head(&world), "ret_1", &deal.purchase, &share, true).unwrap();
    assert!(post(&world, &back).await.unwrap());
    let pending = Account::MerchantPending(deal.merchant.clone());
    assert_eq!(balance(&world, &pending).await, -(PAYABLE + SUBSIDY));
    assert_eq!(found(&world, Check::BalanceNegative).await, []);
}

async fn many_payments_at_once_all_count(world: World) {
    let buyer = world.account("lin@example.com").await;
    let payers = (0..16).map(|i| {
        let (world, buyer) = (world.clone(), buyer.clone());
        tokio::spawn(async move {
            let posting = top_up(
                head(&world),
                &format!("t{i}"),
                &buyer,
                Money::fen(100 + i),
                &Account::PspClearing("alipay".into()),
            );
            post(&world, &posting.unwrap()).await
        })
    });
    for payer in futures::future::join_all(payers).await {
        assert!(payer.unwrap().unwrap());
    }
    let sum = (0..16).map(|i| 100 + i).sum::<i64>();
    assert_eq!(balance(&world, &Account::BuyerBalance(buyer)).await, sum);
    assert_eq!(balance(&world, &Account::PspClearing("alipay".into())).await, sum);
    assert_eq!(all_found(&world).await, []);
}

async fn a_posting_is_taken_back_once_by_another_and_never_changed(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let wrong = arrival(&world, &[&deal], alipay());
    assert!(post(&world, &wrong).await.unwrap());
    let takers = (0..4).map(|_| {
        let world = world.clone();
        let back = wrong.reversal(world.id(), world.now()).unwrap();
        tokio::spawn(async move { post(&world, &back).await })
    });
    let mut taken = 0;
    for taker in futures::future::join_all(takers).await {
        taken += i32::from(taker.unwrap().unwrap());
    }
    assert_eq!(taken, 1);
    assert_eq!(balance(&world, &Account::Escrow(deal.order.clone())).await, 0);
    assert_eq!(balance(&world, &Account::PspClearing("alipay".into())).await, 0);
    assert_eq!(all_found(&world).await, [], "what was taken back is no capture");

    for change in [
        "update posting set source = 'other'",
        "update posting set at = 1",
        "update posting set digest = ''",
        "delete from posting",
        "update posting_entry set amount_minor = 1",
        "update posting_entry set account = 'bank'",
        "delete from posting_entry",
    ] {
        let refused = refusal(&world, change).await;
        assert!(refused.is_some_and(|words| words.contains("only added")), "{change}");
    }
}

async fn accounts_are_seen_by_their_owners_and_by_those_who_look_after_the_books(world: World) {
    let (deal, other) = (received(&world, "qing").await, Deal::new(&world, "other").await);
    let purse = Account::BuyerBalance(deal.buyer.clone());
    let pending = Account::MerchantPending(deal.merchant.clone());
    let packer = Scope::Merchant {
        merchant: deal.merchant.clone(),
        member: world.id(),
        permissions: Permissions::of(&[Permission::OrdersRead, Permission::OrdersShip]),
    };
    let staff = |role| Scope::Platform { staff: world.id(), role };
    let may = async |scope: &Scope, account: &Account| {
        let balance = look!(world, |r| r.balance(scope, account, Currency::Cny));
        let lines = look!(world, |r| r.statement(scope, account, None, 10));
        assert_eq!(balance.is_ok(), lines.is_ok(), "{scope:?} {account:?}");
        if let Err(error) = lines {
            assert_eq!(error.code(), Code::Forbidden);
        }
        balance.is_ok()
    };
    for account in [&purse, &pending, &Account::Commission] {
        for scope in [SYSTEM, staff(StaffRole::Finance), staff(StaffRole::Auditor)] {
            assert!(may(&scope, account).await, "{scope:?} {account:?}");
        }
        for scope in [staff(StaffRole::Service), Scope::Public, other.scope(), packer.clone()] {
            assert!(!may(&scope, account).await, "{scope:?} {account:?}");
        }
    }
    assert!(may(&deal.scope(), &purse).await && !may(&deal.scope(), &pending).await);
    let shop = owner(&deal.merchant);
    for account in [
        pending.clone(),
        Account::MerchantAvailable(deal.merchant.clone()),
        Account::MerchantHold(deal.merchant.clone()),
        Account::MerchantDeposit(deal.merchant.clone()),
    ] {
        assert!(may(&shop, &account).await, "{account:?}");
        assert!(!may(&owner(&other.merchant), &account).await, "{account:?}");
    }
    for account in [purse, Account::Escrow(deal.order), Account::Commission] {
        assert!(!may(&shop, &account).await, "{account:?}");
    }
}

async fn a_statement_goes_on_where_it_ended_and_never_cuts_a_payment(world: World) {
    let first = Deal::new(&world, "qing").await;
    let second = Deal::between(&world, &first.buyer, &first.merchant).await;
    let till = Account::PspClearing("alipay".into());
    let both = arrival(&world, &[&first, &second], alipay());
    assert!(post(&world, &both).await.unwrap());
    let mut youngest = Vec::new();
    for i in 0..3 {
        let sent = refund_sent(
            head(&world),
            &RefundId::from_bits(i),
            &first.purchase,
            Money::fen(7),
            &Till::Provider("alipay".into()),
            None,
        );
        // What goes back must be owed first.
        let source = format!("ret_{i}");
        let share = OrderShare { paid: Money::fen(7), subsidy: ZERO, ..first.share() };
        let owed = refund(head(&world), &source, &first.purchase, &share, false);
        assert!(post(&world, &owed.unwrap()).await.unwrap());
        let sent = sent.unwrap();
        assert!(post(&world, &sent).await.unwrap());
        youngest.insert(0, sent);
    }
    let page = async |after: Option<&PostingId>, limit: i64| {
        look!(world, |r| r.statement(&SYSTEM, &till, after, limit)).unwrap()
    };
    let lines = page(None, 2).await;
    let ids =
        |lines: &[StatementRow]| lines.iter().map(|line| line.posting.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&lines), [youngest[0].id().clone(), youngest[1].id().clone()]);
    assert_eq!((lines[0].purpose, lines[0].amount), (Purpose::RefundSent, Money::fen(-7)));
    assert_eq!((lines[0].source.as_str(), lines[0].order.clone()), (youngest[0].source(), None));
    assert_eq!(lines[0].at, world.now());
    // The payment of two orders has two lines, and both come although one was wanted.
    let rest = page(Some(youngest[2].id()), 1).await;
    assert_eq!(ids(&rest), [both.id().clone(), both.id().clone()]);
    assert_eq!(
        rest.iter().map(|line| (line.order.clone(), line.amount)).collect::<Vec<_>>(),
        [&first, &second].map(|deal| (Some(deal.order.clone()), Money::fen(PAYABLE)))
    );
    assert_eq!(page(Some(both.id()), 10).await, []);
    // Each account in its own sign.
    let escrow = Account::Escrow(second.order);
    let lines = look!(world, |r| r.statement(&SYSTEM, &escrow, None, 10)).unwrap();
    assert_eq!(lines[0].amount, Money::fen(PAYABLE + SUBSIDY));
}

async fn healthy_books_have_no_violations(world: World) {
    assert_eq!(all_found(&world).await, [], "empty books");
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
    let (deal, entries): (_, Vec<Entry>) = (Deal::new(&world, "qing").await, Vec::new());
    for scope in [deal.scope(), owner(&deal.merchant), Scope::Public] {
        let refused = look!(world, |r| r.violations(&scope, Check::BooksUnbalanced, 3));
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    // A posting in which nothing moves is a fact too: an order that cost nothing was released.
    let nothing = Posting::new(world.id(), "ord_1", Purpose::Release, world.now(), entries);
    assert!(post(&world, &nothing.unwrap()).await.unwrap());
}
