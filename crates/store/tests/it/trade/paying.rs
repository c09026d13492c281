//! Paying: one live attempt, money booked once however it is heard of, and whatever comes late, twice, short or over goes
//! back the way it came.

use super::bazaar::{Bazaar, Customer, NORTH, PAY_DIGITS, SOUTH, now, owner};
use super::partner::Mood;
use crate::fixture::{SYSTEM, World, look, step};
use domain::checkout::{Basket, CouponChoice};
use domain::id::*;
use domain::ledger::Account;
use domain::orders::OrderState;
use domain::payments::{AttemptState, PurchaseState, RefundStatus, Verdict};
use domain::quote::CouponScope;
use domain::{Code, Duration, Money};
use futures::future::join_all;
use services::accounts::prove_payer;
use services::ports::StoreExt as _;
use services::ports::catalogue::NewProduct;
use services::ports::ledger::Check;
use services::ports::payment::PayFlow;
use services::{Error, checkout, ledger, orders, payment, worker};

crate::stories![
    a_purchase_has_one_live_attempt_however_often_paying_is_begun,
    money_heard_of_on_every_way_at_once_is_booked_once,
    a_lost_answer_of_the_partner_takes_nothing_and_loses_nothing,
    money_that_comes_after_the_purchase_closed_goes_back,
    late_money_of_which_no_report_comes_is_found_by_asking,
    money_that_comes_a_second_time_goes_back,
    who_pays_by_the_first_code_cannot_pay_by_the_second_one_too,
    money_that_is_short_goes_back_and_the_purchase_stays_open,
    money_that_is_over_pays_and_the_surplus_goes_back,
    the_balance_pays_at_once_or_not_at_all,
    the_balance_opens_to_the_payment_password_alone,
    cancelling_gives_stock_and_coupon_back,
    an_unpaid_purchase_closes_by_itself_unless_the_partner_has_the_money,
    a_price_that_changed_between_page_and_order_is_refused_and_nothing_changes,
    a_paid_order_that_is_called_off_gives_money_and_goods_back_once,
    what_a_closed_purchase_still_holds_is_found_by_the_verifier,
];

/// A bazaar, a customer, the goods and a purchase of two of the first SKU.
async fn ordered(world: World) -> (Bazaar, Customer, NewProduct, PurchaseId) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900, 4_900], 10).await;
    let lin = bazaar.customer("lin").await;
    let placed = bazaar.buy(&lin, &now(&product.skus[0].id, 2)).await.unwrap();
    (bazaar, lin, product, placed.purchase)
}

const DUE: i64 = 2 * 9_900;

impl Bazaar {
    async fn state(&self, id: &PurchaseId) -> PurchaseState {
        look!(self.world, |r| r.purchase(&SYSTEM, id)).unwrap().expect("a purchase").state
    }

    /// How many of a product its page says were sold.
    async fn sold(&self, product: &NewProduct) -> i64 {
        let page = services::catalogue::product(self.market(), product.id.as_str()).await;
        page.unwrap().sold
    }

    /// How every refund of a purchase ended, and how much went back.
    async fn went_back(&self, id: &PurchaseId) -> (usize, i64) {
        let refunds = look!(self.world, |r| r.refunds_of(&SYSTEM, id)).unwrap();
        assert!(refunds.iter().all(|r| r.status == RefundStatus::Done), "{refunds:?}");
        (refunds.len(), refunds.iter().map(|r| r.amount.minor).sum())
    }

    /// Nothing is owed any more, and the partner holds what our books say.
    async fn even(&self, id: &PurchaseId, kept: i64) {
        self.holds().await;
        assert_eq!(self.balance(&Account::BuyerRefundDue(id.clone())).await, 0);
        assert_eq!(self.lies(NORTH).await, (kept, kept));
    }
}

async fn a_purchase_has_one_live_attempt_however_often_paying_is_begun(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let clicks = (0..8).map(|i| {
        let (bazaar, lin, id) = (bazaar.clone(), lin.clone(), id.clone());
        let partner = if i % 2 == 0 { NORTH } else { SOUTH };
        tokio::spawn(async move {
            payment::start(bazaar.market(), &lin.actor, &id, partner, PayFlow::Qr).await
        })
    });
    let mut begun = 0;
    for click in join_all(clicks).await {
        match click.expect("nobody panics") {
            Ok(_) => begun += 1,
            // Two tabs at once: one of them is asked to look again.
            Err(error) => assert_eq!(error.code(), Code::Stale, "{error}"),
        }
    }
    assert!(begun > 0, "somebody is taken to the cashier");
    let attempts = bazaar.attempts(&id).await;
    assert_eq!(attempts.iter().filter(|a| a.state.is_live()).count(), 1, "{attempts:?}");
    bazaar.holds().await;
}

async fn money_heard_of_on_every_way_at_once_is_booked_once(world: World) {
    let (bazaar, lin, product, id) = ordered(world).await;
    let no = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    assert!(bazaar.north.pay(&no, 0, bazaar.world.now()));
    let body = bazaar.north.notice_of(&no);
    let ways = (0..12).map(|way| {
        let (bazaar, lin, id) = (bazaar.clone(), lin.clone(), id.clone());
        let (no, body) = (no.clone(), body.clone());
        tokio::spawn(async move {
            let market = bazaar.market();
            match way % 4 {
                0 | 1 => bazaar.report(NORTH, &body).await,
                2 => payment::check_attempt_no(market, &no).await.map(|_| ()),
                _ => payment::check_now(market, &lin.actor, &id).await,
            }
        })
    });
    for way in join_all(ways).await {
        way.expect("nobody panics").expect("every way is answered");
    }
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (8, 0));
    let order = bazaar.orders(&id).await.remove(0);
    assert_eq!(bazaar.balance(&Account::Escrow(order.id)).await, DUE);
    assert_eq!(bazaar.went_back(&id).await, (0, 0));
    bazaar.even(&id, DUE).await;
}

async fn a_lost_answer_of_the_partner_takes_nothing_and_loses_nothing(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    for mood in [Mood::Away, Mood::AnswersLost] {
        bazaar.north.be(mood);
        let down = payment::start(bazaar.market(), &lin.actor, &id, NORTH, PayFlow::Qr).await;
        assert_eq!(down.unwrap_err().code(), Code::ProviderDown);
    }
    // The attempt is there, and the partner knows it: the same number serves again.
    let first = bazaar.attempts(&id).await.remove(0);
    assert_eq!(first.state, AttemptState::Created);
    bazaar.north.be(Mood::Fine);
    assert_eq!(bazaar.begin(&lin, &id, NORTH).await.unwrap(), first.no);
    assert!(bazaar.north.pay(&first.no, 0, bazaar.world.now()));
    // Nobody reports, and for a while nobody answers either; the polling finds the money in the end.
    bazaar.north.be(Mood::AnswersLost);
    bazaar.later(Duration::minutes(2)).await;
    assert_eq!(bazaar.state(&id).await, PurchaseState::Open);
    bazaar.north.be(Mood::Fine);
    bazaar.later(Duration::minutes(10)).await;
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
    bazaar.even(&id, DUE).await;
}

async fn money_that_comes_after_the_purchase_closed_goes_back(world: World) {
    let (bazaar, lin, product, id) = ordered(world).await;
    let no = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    // Nobody has opened the code yet, so the partner cannot close it; then it is scanned after all.
    orders::cancel_purchase(bazaar.market(), &lin.actor, &id).await.unwrap();
    assert_eq!(bazaar.state(&id).await, PurchaseState::Closed);
    assert!(bazaar.north.pay(&no, 0, bazaar.world.now()));
    let late = bazaar.north.notice_of(&no);
    // A refund whose answer got lost is asked about and sent again under its number, never twice.
    bazaar.north.be(Mood::AnswersLost);
    bazaar.report(NORTH, &late).await.unwrap();
    bazaar.report(NORTH, &late).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    bazaar.north.be(Mood::Fine);
    bazaar.later(Duration::hours(1)).await;
    let attempt = bazaar.attempts(&id).await.remove(0);
    assert_eq!(attempt.verdict, Some(Verdict::Late));
    assert_eq!(bazaar.north.ledger_of(&no), (DUE, DUE));
    assert_eq!(bazaar.went_back(&id).await, (1, DUE));
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 0));
    bazaar.even(&id, 0).await;
}

async fn late_money_of_which_no_report_comes_is_found_by_asking(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let no = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    orders::cancel_purchase(bazaar.market(), &lin.actor, &id).await.unwrap();
    bazaar.later(Duration::minutes(5)).await;
    // The code that nobody had opened is scanned after all, and the report of it gets lost for good.
    assert!(bazaar.north.pay(&no, 0, bazaar.world.now()));
    bazaar.later(Duration::hours(1)).await;
    assert_eq!(bazaar.north.ledger_of(&no), (DUE, DUE));
    assert_eq!(bazaar.went_back(&id).await, (1, DUE));
    bazaar.even(&id, 0).await;
}

async fn money_that_comes_a_second_time_goes_back(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let first = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    let second = bazaar.begin(&lin, &id, SOUTH).await.unwrap();
    assert!(bazaar.south.pay(&second, 0, bazaar.world.now()));
    bazaar.report(SOUTH, &bazaar.south.notice_of(&second)).await.unwrap();
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
    // The code of the first partner still hung on another screen.
    assert!(bazaar.north.pay(&first, 0, bazaar.world.now()));
    bazaar.report(NORTH, &bazaar.north.notice_of(&first)).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(bazaar.north.ledger_of(&first), (DUE, DUE));
    assert_eq!(bazaar.went_back(&id).await, (1, DUE));
    assert_eq!(bazaar.lies(SOUTH).await, (DUE, DUE));
    bazaar.even(&id, 0).await;
}

async fn who_pays_by_the_first_code_cannot_pay_by_the_second_one_too(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let first = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    let second = bazaar.begin(&lin, &id, SOUTH).await.unwrap();
    bazaar.south.open(&second);
    assert!(bazaar.north.pay(&first, 0, bazaar.world.now()));
    bazaar.report(NORTH, &bazaar.north.notice_of(&first)).await.unwrap();
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
    bazaar.later(Duration::minutes(1)).await;
    assert!(!bazaar.south.pay(&second, 0, bazaar.world.now()), "the second code is dead");
    let attempts = bazaar.attempts(&id).await;
    assert!(attempts.iter().all(|a| !a.state.is_live()), "{attempts:?}");
    bazaar.even(&id, DUE).await;
}

async fn money_that_is_short_goes_back_and_the_purchase_stays_open(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let no = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    assert!(bazaar.north.pay(&no, -1, bazaar.world.now()));
    bazaar.report(NORTH, &bazaar.north.notice_of(&no)).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(bazaar.state(&id).await, PurchaseState::Open);
    assert_eq!(bazaar.went_back(&id).await, (1, DUE - 1));
    bazaar.even(&id, 0).await;
    bazaar.pay(&lin, &id).await.unwrap();
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
    bazaar.even(&id, DUE).await;
}

async fn money_that_is_over_pays_and_the_surplus_goes_back(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let no = bazaar.begin(&lin, &id, NORTH).await.unwrap();
    assert!(bazaar.north.pay(&no, 250, bazaar.world.now()));
    bazaar.report(NORTH, &bazaar.north.notice_of(&no)).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
    assert_eq!(bazaar.went_back(&id).await, (1, 250));
    bazaar.even(&id, DUE).await;
    // And the whole of it can still go back: never more than came.
    let order = bazaar.orders(&id).await.remove(0);
    orders::cancel(bazaar.market(), &lin.actor, &order.id).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(bazaar.went_back(&id).await, (2, DUE + 250));
    bazaar.even(&id, 0).await;
}

async fn the_balance_pays_at_once_or_not_at_all(world: World) {
    let (bazaar, lin, product, id) = ordered(world).await;
    let market = bazaar.market();
    let account = Account::BuyerBalance(lin.account.clone());
    bazaar.top_up(&lin, DUE - 1, "one fen short").await;
    let short = payment::pay_by_balance(market, &lin.actor, &lin.proof, &id).await.unwrap_err();
    assert_eq!(short.code(), Code::BalanceShort);
    assert_eq!(
        (bazaar.state(&id).await, bazaar.attempts(&id).await.len()),
        (PurchaseState::Open, 0)
    );
    bazaar.top_up(&lin, DUE + 1, "the rest, and as much again").await;
    bazaar.top_up(&lin, DUE + 1, "the rest, and as much again").await;
    let clicks = (0..8).map(|_| {
        let (bazaar, lin, id) = (bazaar.clone(), lin.clone(), id.clone());
        tokio::spawn(async move {
            payment::pay_by_balance(bazaar.market(), &lin.actor, &lin.proof, &id).await
        })
    });
    let clicks: Vec<_> = join_all(clicks).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(clicks.iter().filter(|c| c.is_ok()).count(), 1, "{clicks:?}");
    for error in clicks.into_iter().filter_map(Result::err) {
        assert!(matches!(error, Error::Refused(_)), "an error instead of an answer: {error}");
    }
    assert_eq!(bazaar.balance(&account).await, DUE);
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (8, 0));
    // Called off, it comes back to the balance at once.
    let order = bazaar.orders(&id).await.remove(0);
    orders::cancel(market, &lin.actor, &order.id).await.unwrap();
    assert_eq!(bazaar.balance(&account).await, 2 * DUE);
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 0));
    bazaar.even(&id, 0).await;
}

async fn the_balance_opens_to_the_payment_password_alone(world: World) {
    let (bazaar, lin, _, id) = ordered(world).await;
    let market = bazaar.market();
    bazaar.top_up(&lin, DUE, "enough").await;
    // Somebody else's proof opens nobody's purse.
    let other = bazaar.customer("other").await;
    let strange = payment::pay_by_balance(market, &lin.actor, &other.proof, &id).await;
    assert_eq!(strange.unwrap_err().code(), Code::Forbidden);
    let prove = async |digits: &str| prove_payer(market, &lin.actor, digits.to_owned()).await;
    let told = |error: Error| match error {
        Error::Refused(refusal) => refusal.fields.first().map(|f| f.code),
        other => panic!("{other}"),
    };
    assert_eq!(told(prove("").await.unwrap_err()), Some(Code::Required));
    for _ in 0..6 {
        assert_eq!(told(prove("258014").await.unwrap_err()), Some(Code::PayPasswordWrong));
    }
    // After so many wrong tries the right one has to wait as well.
    assert_eq!(prove(PAY_DIGITS).await.unwrap_err().code(), Code::TooMany);
    bazaar.later(Duration::minutes(1)).await;
    let proof = prove(PAY_DIGITS).await.unwrap();
    payment::pay_by_balance(market, &lin.actor, &proof, &id).await.unwrap();
    assert_eq!(bazaar.state(&id).await, PurchaseState::Paid);
}

async fn cancelling_gives_stock_and_coupon_back(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 10).await;
    let lin = bazaar.customer("lin").await;
    let coupon = bazaar.coupon(CouponScope::Platform, (5_000, 1_000), 1).await;
    let basket = now(&product.skus[0].id, 1);
    for _ in 0..3 {
        let seen = bazaar.see(&lin, &basket, CouponChoice::Best).await.unwrap();
        assert_eq!(seen.quote.applied, std::slice::from_ref(&coupon));
        let form = bazaar.form(&lin, &seen);
        let placed = checkout::place(bazaar.market(), &lin.actor, &form).await.unwrap();
        assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 1));
        // While it is redeemed it is not there for a second purchase.
        let next = bazaar.see(&lin, &basket, CouponChoice::Best).await.unwrap();
        assert_eq!(next.quote.applied, []);
        let cancels = (0..4).map(|_| {
            let (bazaar, lin, id) = (bazaar.clone(), lin.clone(), placed.purchase.clone());
            tokio::spawn(
                async move { orders::cancel_purchase(bazaar.market(), &lin.actor, &id).await },
            )
        });
        for cancel in join_all(cancels).await {
            cancel.unwrap().expect("cancelling what is cancelled is no failure");
        }
        assert_eq!(bazaar.orders(&placed.purchase).await[0].state, OrderState::Cancelled);
        assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 0));
        bazaar.holds().await;
    }
}

async fn an_unpaid_purchase_closes_by_itself_unless_the_partner_has_the_money(world: World) {
    let (bazaar, lin, product, left) = ordered(world).await;
    let yun = bazaar.customer("yun").await;
    let basket = now(&product.skus[1].id, 3);
    let paid = bazaar.buy(&yun, &basket).await.unwrap().purchase;
    let no = bazaar.begin(&yun, &paid, NORTH).await.unwrap();
    bazaar.later(Duration::minutes(29)).await;
    // The partner has the money in the last minute, and its report never comes; nor does it answer for an hour.
    assert!(bazaar.north.pay(&no, 0, bazaar.world.now()));
    bazaar.north.be(Mood::Away);
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(bazaar.state(&left).await, PurchaseState::Closed);
    bazaar.later(Duration::hours(1)).await;
    assert_eq!(bazaar.state(&paid).await, PurchaseState::Open, "unknown is not unpaid");
    assert_eq!(bazaar.stock(&product.skus[1].stock_item).await, (10, 3));
    bazaar.north.be(Mood::Fine);
    bazaar.later(Duration::hours(1)).await;
    assert_eq!(bazaar.state(&paid).await, PurchaseState::Paid);
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 0));
    assert_eq!(bazaar.stock(&product.skus[1].stock_item).await, (7, 0));
    let too_late = bazaar.begin(&lin, &left, NORTH).await.unwrap_err();
    assert_eq!(too_late.code(), Code::PurchaseClosed);
    bazaar.even(&paid, 3 * 4_900).await;
}

async fn a_price_that_changed_between_page_and_order_is_refused_and_nothing_changes(world: World) {
    let bazaar = Bazaar::open(world);
    let (merchant, product) = bazaar.world.shop(&[9_900], 10).await;
    let lin = bazaar.customer("lin").await;
    let (sku, item) = (product.skus[0].id.clone(), product.skus[0].stock_item.clone());
    services::carts::add(bazaar.market(), &lin.actor, &sku, 2).await.unwrap();
    let seen = bazaar.see(&lin, &Basket::Cart, CouponChoice::Best).await.unwrap();
    let form = bazaar.form(&lin, &seen);
    let (seller, at) = (crate::fixture::owner(&merchant), bazaar.world.now());
    let price = Money::fen(8_800);
    step!(bazaar.world, |tx| tx.set_price(&seller, &sku, price, at), seller, sku).unwrap();
    // Cheaper is changed too: what was seen is what is bought.
    for _ in 0..2 {
        let refused = checkout::place(bazaar.market(), &lin.actor, &form).await.unwrap_err();
        assert_eq!(refused.code(), Code::PriceChanged);
    }
    assert_eq!(bazaar.stock(&item).await, (10, 0));
    let cart = services::carts::view(bazaar.market(), &lin.actor).await.unwrap();
    assert_eq!(cart.groups[0].lines[0].quantity, 2);
    // The page is read again and the new price is accepted.
    let placed = bazaar.buy(&lin, &Basket::Cart).await.unwrap();
    assert_eq!(bazaar.orders(&placed.purchase).await[0].payable, Money::fen(17_600));
    bazaar.holds().await;
}

async fn a_paid_order_that_is_called_off_gives_money_and_goods_back_once(world: World) {
    let (bazaar, lin, product, id) = ordered(world).await;
    assert_eq!(bazaar.sold(&product).await, product.sold);
    bazaar.pay(&lin, &id).await.unwrap();
    assert_eq!(bazaar.sold(&product).await, product.sold + 2);
    let order = bazaar.orders(&id).await.remove(0);
    let clicks = (0..8).map(|i| {
        let (bazaar, lin, order) = (bazaar.clone(), lin.clone(), order.clone());
        tokio::spawn(async move {
            let market = bazaar.market();
            if i % 2 == 0 {
                orders::cancel(market, &lin.actor, &order.id).await
            } else {
                orders::call_off(market, &owner(&order.merchant), &order.id).await
            }
        })
    });
    let clicks: Vec<_> = join_all(clicks).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(clicks.iter().filter(|c| c.is_ok()).count(), 1, "{clicks:?}");
    let workers = (0..4).map(|_| {
        let bazaar = bazaar.clone();
        tokio::spawn(async move { worker::run_due(bazaar.market()).await })
    });
    for worker in join_all(workers).await {
        worker.unwrap().unwrap();
    }
    assert_eq!(bazaar.orders(&id).await[0].state, OrderState::Closed);
    assert_eq!(bazaar.went_back(&id).await, (1, DUE));
    assert_eq!(bazaar.stock(&product.skus[0].stock_item).await, (10, 0));
    assert_eq!(bazaar.sold(&product).await, product.sold);
    bazaar.even(&id, 0).await;
}

async fn what_a_closed_purchase_still_holds_is_found_by_the_verifier(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 10).await;
    let lin = bazaar.customer("lin").await;
    let coupon = bazaar.coupon(CouponScope::Platform, (5_000, 1_000), 1).await;
    bazaar.buy(&lin, &now(&product.skus[0].id, 3)).await.unwrap();
    bazaar.holds().await;
    // Somebody closes it past the house, which forgets to let go.
    let world = &bazaar.world;
    let closes = "update purchase set state = 'closed', closed_at = 1, close_reason = 'buyer'";
    world.behind_the_back(closes).await;
    world.behind_the_back("update merchant_order set state = 'cancelled', ended_at = 1").await;
    let found = ledger::verify(bazaar.market()).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|v| (v.check, v.subject, v.found)).collect();
    let item = product.skus[0].stock_item.to_string();
    assert_eq!(found, [(Check::StockDrift, item, 3), (Check::CouponDrift, coupon.to_string(), 1)]);
}
