//! The books: a fact is booked once, nothing lies where it must not, and who may look.

use crate::deals::*;
use crate::fixture::{Engine, SYSTEM, World, owner};
use domain::id::*;
use domain::ledger::rules::*;
use domain::ledger::{Account, Posting, Purpose};
use domain::{Code, Currency, Money, Permission, Permissions, Scope, StaffRole};
use services::ports::StoreExt as _;
use services::ports::ledger::{Check, StatementRow};
use services::ports::work::Chain;

crate::stories![
    a_fact_is_booked_once_for_one_purpose_however_many_tell_it,
    balances_are_the_sums_of_what_was_booked_in_every_order_of_events,
    an_account_that_must_not_be_negative_never_is,
    many_payments_at_once_all_count,
    a_posting_is_taken_back_once_by_another_and_never_changed,
    postings_are_numbered_without_a_gap_and_sealed_once,
    a_change_to_sealed_books_breaks_the_chain_where_it_was_made,
    accounts_are_seen_by_their_owners_and_by_those_who_look_after_the_books,
    a_statement_goes_on_where_it_ended_and_never_cuts_a_payment,
];

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

async fn postings_are_numbered_without_a_gap_and_sealed_once(world: World) {
    let deal = received(&world, "qing").await;
    let numbers = async || {
        let rows = world.read().await.journal(&SYSTEM, None, 10).await.unwrap();
        rows.into_iter().map(|row| row.seq).collect::<Vec<_>>()
    };
    let now = world.now();
    let seal = async || trade!(world, |tx| tx.seal(&SYSTEM, Chain::Posting, 100, now)).unwrap();
    assert_eq!(numbers().await, [None, None]);
    assert_eq!(seal().await, 2);
    refunded(&world, &deal, true).await;
    assert_eq!(numbers().await, [None, None, Some(2), Some(1)]);
    assert_eq!((seal().await, seal().await), (2, 0));
    assert_eq!(numbers().await, [4, 3, 2, 1].map(Some));
    let end = "update chain set seq = seq where id = 'posting' and seq = 4 \
        and hash = (select hash from posting where seq = 4)";
    assert_eq!(world.behind_the_back(end).await, 1, "the chain goes on from the last one");
    for change in ["update posting set hash = ''", "update posting set seq = seq + 10"] {
        assert!(refusal(&world, change).await.is_some(), "{change}");
    }
    assert_eq!(all_found(&world).await, []);
}

async fn a_change_to_sealed_books_breaks_the_chain_where_it_was_made(world: World) {
    received(&world, "qing").await;
    received(&world, "other").await;
    let now = world.now();
    assert_eq!(trade!(world, |tx| tx.seal(&SYSTEM, Chain::Posting, 100, now)).unwrap(), 4);
    let broken = async || {
        let found = look!(world, |r| r.violations(&SYSTEM, Check::ChainBroken, 10)).unwrap();
        found.into_iter().map(|v| (v.subject, v.expected)).collect::<Vec<_>>()
    };
    let id = async |seq: i64| {
        let rows = world.read().await.journal(&SYSTEM, None, 10).await.unwrap();
        rows.into_iter().find(|row| row.seq == Some(seq)).unwrap().id.to_string()
    };
    assert_eq!(broken().await, []);
    let (second, third) = (id(2).await, id(3).await);
    // What the engine's guards let pass: two more entries that sum to zero.
    let slipped_in = "insert into posting_entry (posting_id, n, account, currency, amount_minor)
        select id, 90, 'bank', 'CNY', 5 from posting where seq = 2
        union all select id, 91, 'suspense', 'CNY', -5 from posting where seq = 2";
    assert_eq!(world.behind_the_back(slipped_in).await, 2);
    assert_eq!(broken().await, [(second.clone(), 2)]);
    // Somebody with the keys of the engine takes the guards off first.
    let off = match world.engine {
        Engine::Sqlite => ["drop trigger posting_same", "drop trigger posting_sealed"],
        Engine::Postgres => {
            ["drop trigger posting_same on posting", "drop trigger posting_sealed on posting"]
        }
    };
    for guard in off {
        world.behind_the_back(guard).await;
    }
    assert_eq!(world.behind_the_back("update posting set at = at + 1 where seq = 3").await, 1);
    assert_eq!(broken().await, [(second.clone(), 2), (third, 3)]);
    // The last one is taken out of the chain: nothing behind it shows that, but the chain's end does.
    let last = "update posting set seq = null, hash = null where seq = 4";
    assert_eq!(world.behind_the_back(last).await, 1);
    assert_eq!(broken().await.pop(), Some(("posting".to_owned(), 4)));
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
