use super::rules::{
    Arrival, Cover, FeeParts, Head, OrderShare, Till, capture, fee, fee_back, refund, refund_sent,
    refund_settled, release, settle, top_up,
};
use super::*;
use crate::id::{AccountId, AttemptId, MerchantId, PurchaseId, RefundId, TypedId};
use crate::money::allocate;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn head(n: u128) -> Head {
    Head { id: PostingId::from_bits(n), at: Moment(1) }
}

fn order(n: u128) -> OrderId {
    OrderId::from_bits(n)
}

fn share(n: u128, paid: i64, subsidy: i64, commission: i64) -> OrderShare {
    OrderShare {
        order: order(n),
        merchant: MerchantId::from_bits(n),
        paid: Money::fen(paid),
        subsidy: Money::fen(subsidy),
        commission: Money::fen(commission),
    }
}

fn purchase() -> PurchaseId {
    PurchaseId::from_bits(1)
}

fn arrival(orders: Vec<OrderShare>, to_buyer: i64) -> Arrival {
    Arrival {
        attempt: AttemptId::from_bits(1),
        purchase: purchase(),
        till: Till::Provider("alipay".into()),
        orders,
        to_buyer: Money::fen(to_buyer),
        to_suspense: Money::fen(0),
    }
}

#[derive(Default)]
struct Books(BTreeMap<String, i64>);

impl Books {
    fn post(&mut self, posting: &Posting) {
        for (account, change) in posting.changes().unwrap() {
            let balance = self.0.entry(account.code()).or_default();
            *balance += change.minor;
            assert!(account.may_be_negative() || *balance >= 0, "{} {balance}", account.code());
        }
    }
    fn balance(&self, account: &Account) -> i64 {
        self.0.get(&account.code()).copied().unwrap_or(0)
    }
}

#[test]
fn what_does_not_balance_is_not_a_posting() {
    let entry = |account, fen, order| Entry { account, amount: Money::fen(fen), order };
    let make =
        |entries| Posting::new(PostingId::from_bits(1), "x", Purpose::Capture, Moment(0), entries);
    let lame = vec![entry(Account::Bank, 5, None), entry(Account::Suspense, -4, None)];
    assert_eq!(make(lame).unwrap_err(), Unbalanced::Sum);
    let crossed =
        vec![entry(Account::Bank, 5, Some(order(1))), entry(Account::Suspense, -5, Some(order(2)))];
    assert_eq!(make(crossed).unwrap_err(), Unbalanced::Sum);
    let mixed = vec![
        entry(Account::Bank, 5, None),
        Entry { account: Account::Suspense, amount: Money::new(-5, Currency::Usd), order: None },
    ];
    assert_eq!(make(mixed).unwrap_err(), Unbalanced::Sum);
    let fine = vec![
        entry(Account::Bank, 2, None),
        entry(Account::Bank, 3, None),
        entry(Account::Suspense, -5, None),
        entry(Account::Rounding, 0, None),
    ];
    assert_eq!(make(fine).unwrap().entries().len(), 2);
}

#[test]
fn an_order_that_is_received_leaves_its_escrow_empty() {
    let mut books = Books::default();
    let whole = share(5, 9_000, 1_000, 500);
    books.post(&capture(head(1), &arrival(vec![whole.clone()], 7)).unwrap());
    assert_eq!(books.balance(&Account::Escrow(order(5))), 10_000);
    assert_eq!(books.balance(&Account::BuyerRefundDue(purchase())), 7);
    books.post(&release(head(2), &whole).unwrap());
    assert_eq!(books.balance(&Account::Escrow(order(5))), 0);
    assert_eq!(books.balance(&Account::MerchantPending(MerchantId::from_bits(5))), 9_500);
    assert_eq!(books.balance(&Account::Commission), 500);
    assert_eq!(books.balance(&Account::CouponSubsidy), 1_000);
}

#[test]
fn a_payment_from_the_balance_needs_the_balance() {
    let buyer = AccountId::from_bits(3);
    let mut books = Books::default();
    books.post(&top_up(head(1), "seed", &buyer, Money::fen(500), &Account::Bank).unwrap());
    let from_balance =
        Arrival { till: Till::Balance(buyer.clone()), ..arrival(vec![share(5, 500, 0, 25)], 0) };
    books.post(&capture(head(2), &from_balance).unwrap());
    assert_eq!(books.balance(&Account::BuyerBalance(buyer)), 0);
    assert_eq!(books.balance(&Account::Escrow(order(5))), 500);
}

#[test]
fn a_reversal_takes_everything_back() {
    let posting = capture(head(1), &arrival(vec![share(5, 900, 100, 50)], 3)).unwrap();
    let mut books = Books::default();
    books.post(&posting);
    let back = posting.reversal(PostingId::from_bits(2), Moment(2)).unwrap();
    assert_eq!(back.reverses(), Some(posting.id()));
    books.post(&back);
    assert!(books.0.values().all(|b| *b == 0));
}

#[test]
fn every_account_reads_back() {
    let all = [
        Account::PspClearing("alipay".into()),
        Account::Bank,
        Account::PayoutInTransit,
        Account::ChargebackReceivable,
        Account::Escrow(order(1)),
        Account::BuyerRefundDue(purchase()),
        Account::BuyerBalance(AccountId::from_bits(1)),
        Account::MerchantReceivable(MerchantId::from_bits(1)),
        Account::MerchantPending(MerchantId::from_bits(1)),
        Account::MerchantAvailable(MerchantId::from_bits(1)),
        Account::MerchantHold(MerchantId::from_bits(1)),
        Account::MerchantDeposit(MerchantId::from_bits(1)),
        Account::TaxPayable,
        Account::Suspense,
        Account::Commission,
        Account::PenaltyIncome,
        Account::ServiceFees,
        Account::Rounding,
        Account::CouponSubsidy,
        Account::PspFee,
    ];
    for account in all {
        assert_eq!(Account::parse(&account.code()), Some(account));
    }
    assert_eq!(Account::parse("escrow:pur_1"), None);
    assert_eq!(Account::parse("bank:x"), None);
}

proptest! {
    #[test]
    fn refunds_before_and_after_receipt_leave_nothing_over(
        paid in 1i64..10_000_000,
        subsidy in 0i64..100_000,
        rate in 0i64..3_000,
        units in 1usize..12,
        refunded_before in 0usize..12,
        refunded_after in 0usize..12,
    ) {
        let commission = (paid + subsidy) * rate / 10_000;
        let even = vec![1; units];
        let parts = |total| allocate(total, &even).unwrap();
        let (p, s, c) = (parts(paid), parts(subsidy), parts(commission));
        let unit = |i: usize| share(5, p[i], s[i], c[i]);
        let before = refunded_before.min(units);
        let after = (before + refunded_after).min(units);
        let mut books = Books::default();
        books.post(&capture(head(1), &arrival(vec![share(5, paid, subsidy, commission)], 0)).unwrap());
        for i in 0..before {
            books.post(&refund(head(2), "r", &purchase(), &unit(i), false).unwrap());
        }
        let left = |x: &[i64]| x[before..].iter().sum::<i64>();
        books.post(&release(head(3), &share(5, left(&p), left(&s), left(&c))).unwrap());
        for i in before..after {
            books.post(&refund(head(4), "r", &purchase(), &unit(i), true).unwrap());
        }
        let back: i64 = p[..after].iter().sum();
        let till = Till::Provider("alipay".into());
        let sent = refund_sent(
            head(5), &RefundId::from_bits(1), &purchase(), Money::fen(back), &till, Some(&order(5)),
        );
        books.post(&sent.unwrap());
        let kept = |x: &[i64]| x[after..].iter().sum::<i64>();
        prop_assert_eq!(books.balance(&Account::Escrow(order(5))), 0);
        prop_assert_eq!(books.balance(&Account::BuyerRefundDue(purchase())), 0);
        prop_assert_eq!(books.balance(&Account::Commission), kept(&c));
        prop_assert_eq!(books.balance(&Account::CouponSubsidy), kept(&s));
        prop_assert_eq!(
            books.balance(&Account::MerchantPending(MerchantId::from_bits(5))),
            kept(&p) + kept(&s) - kept(&c)
        );
        prop_assert_eq!(books.balance(&Account::PspClearing("alipay".into())), kept(&p));
    }
}

#[test]
fn a_fee_is_paid_from_what_may_be_paid_out_first_and_makes_no_debts() {
    let parts = |fee, available, pending| {
        let [fee, available, pending] = [fee, available, pending].map(Money::fen);
        let parts = FeeParts::of(fee, available, pending).unwrap();
        parts.map(|p| (p.available.minor, p.pending.minor))
    };
    assert_eq!(parts(100, 300, 0), Some((100, 0)));
    assert_eq!(parts(100, 30, 70), Some((30, 70)));
    assert_eq!(parts(100, 30, 69), None);
    assert_eq!(parts(100, -50, 150), Some((0, 100)));
    // What is owed on one account is not spent from the other.
    assert_eq!(parts(100, 120, -30), None);
    assert_eq!(parts(0, 0, 0), Some((0, 0)));
    assert_eq!(FeeParts::of(Money::fen(-1), Money::fen(5), Money::fen(5)), Err(Unbalanced::Sign));
}

#[test]
fn a_fee_that_goes_back_in_part_fills_up_what_paid_last() {
    let shop = MerchantId::from_bits(1);
    let mut books = Books::default();
    let paid = FeeParts { available: Money::fen(30), pending: Money::fen(70) };
    books.post(&capture(head(4), &arrival(vec![share(1, 500, 0, 0)], 0)).unwrap());
    books.post(&release(head(1), &share(1, 500, 0, 0)).unwrap());
    books.post(&fee(head(2), "plc_1", &shop, &paid).unwrap());
    assert_eq!(books.balance(&Account::ServiceFees), 100);
    let back = paid.back(Money::fen(80)).unwrap();
    assert_eq!((back.available.minor, back.pending.minor), (10, 70));
    books.post(&fee_back(head(3), "plc_1", &shop, &back).unwrap());
    assert_eq!(books.balance(&Account::ServiceFees), 20);
    assert_eq!(books.balance(&Account::MerchantAvailable(shop.clone())), -20);
    assert_eq!(books.balance(&Account::MerchantPending(shop)), 500);
    assert_eq!(paid.back(Money::fen(101)), Err(Unbalanced::Sign));
}

#[test]
fn what_is_refunded_after_settlement_takes_free_money_then_the_deposit_and_then_makes_a_debt() {
    let parts = |amount, available, deposit| {
        let [amount, available, deposit] = [amount, available, deposit].map(Money::fen);
        let cover = Cover::of(amount, available, deposit).unwrap();
        (cover.available.minor, cover.deposit.minor, cover.owed.minor)
    };
    assert_eq!(parts(100, 300, 50), (100, 0, 0));
    assert_eq!(parts(100, 60, 50), (60, 40, 0));
    assert_eq!(parts(100, 60, 30), (60, 30, 10));
    assert_eq!(parts(100, -20, 0), (0, 0, 100));
    assert_eq!(parts(0, 0, 0), (0, 0, 0));
    assert_eq!(Cover::of(Money::fen(-1), Money::fen(5), Money::fen(5)), Err(Unbalanced::Sign));
}

#[test]
fn a_settled_order_pays_off_what_the_shop_owes_before_anything_is_free() {
    let shop = MerchantId::from_bits(5);
    let mut books = Books::default();
    let whole = share(5, 9_000, 1_000, 500);
    books.post(&capture(head(1), &arrival(vec![whole.clone()], 0)).unwrap());
    books.post(&release(head(2), &whole).unwrap());
    let settled = settle(head(3), &whole, Money::fen(0)).unwrap();
    assert_eq!((settled.source(), settled.purpose()), (order(5).as_str(), Purpose::Settle));
    books.post(&settled);
    assert_eq!(books.balance(&Account::MerchantPending(shop.clone())), 0);
    assert_eq!(books.balance(&Account::MerchantAvailable(shop.clone())), 9_500);

    // Half of it was spent when everything goes back.
    let cover = Cover::of(Money::fen(9_500), Money::fen(4_000), Money::fen(0)).unwrap();
    books.post(&refund_settled(head(4), "ret_1", &purchase(), &whole, &cover).unwrap());
    assert_eq!(books.balance(&Account::MerchantAvailable(shop.clone())), 5_500);
    assert_eq!(books.balance(&Account::MerchantReceivable(shop.clone())), 5_500);
    assert_eq!(books.balance(&Account::BuyerRefundDue(purchase())), 9_000);
    assert_eq!(books.balance(&Account::Commission), 0);
    assert_eq!(books.balance(&Account::CouponSubsidy), 0);

    let next = OrderShare { order: order(6), ..share(5, 6_000, 0, 300) };
    books.post(&capture(head(5), &arrival(vec![next.clone()], 0)).unwrap());
    books.post(&release(head(6), &next).unwrap());
    books.post(&settle(head(7), &next, Money::fen(5_500)).unwrap());
    assert_eq!(books.balance(&Account::MerchantReceivable(shop.clone())), 0);
    assert_eq!(books.balance(&Account::MerchantAvailable(shop)), 5_500 + 200);
}
