use super::*;
use crate::id::TypedId;
use crate::money::BasisPoints;
use proptest::prelude::*;

fn template(merchant: u128) -> FreightTemplateId {
    FreightTemplateId::from_bits(merchant)
}

fn line(merchant: u128, sku: u128, price: i64, qty: i64, grams: i64) -> AskLine {
    AskLine {
        sku: SkuId::from_bits(sku),
        merchant: MerchantId::from_bits(merchant),
        template: template(merchant),
        unit_price: Money::fen(price),
        qty,
        unit_grams: grams,
    }
}

fn zone(regions: &[&str], first: i64, fee: i64, step: i64, step_fee: i64) -> Zone {
    Zone {
        regions: regions.iter().map(|r| (*r).to_owned()).collect(),
        first,
        first_fee: Money::fen(fee),
        step,
        step_fee: Money::fen(step_fee),
        free_over: None,
    }
}

fn by_weight(merchant: u128) -> FreightTemplate {
    let near =
        Zone { free_over: Some(Money::fen(9_900)), ..zone(&["31", "33"], 1_000, 600, 500, 100) };
    FreightTemplate {
        id: template(merchant),
        merchant: MerchantId::from_bits(merchant),
        rules: FreightRules {
            basis: Basis::Grams,
            zones: vec![
                zone(&[""], 1_000, 1_000, 1_000, 300),
                near,
                zone(&["3301"], 5_000, 0, 0, 0),
            ],
            excluded: vec!["65".into(), "8".into()],
        },
    }
}

fn coupon(n: u128, scope: Option<u128>, funder: Funder, threshold: i64, off: i64) -> Coupon {
    Coupon {
        id: CouponId::from_bits(n),
        slot: if scope.is_some() { Slot::Shop } else { Slot::Platform },
        scope: scope
            .map_or(CouponScope::Platform, |m| CouponScope::Merchant(MerchantId::from_bits(m))),
        funder,
        threshold: Money::fen(threshold),
        off: Money::fen(off),
        from: Moment(0),
        until: Moment(1_000),
    }
}

fn ask(lines: Vec<AskLine>, coupons: Vec<Coupon>, region: &str) -> Ask {
    Ask {
        currency: Currency::Cny,
        lines,
        coupons,
        templates: vec![by_weight(1), by_weight(2)],
        destination: Some(region.to_owned()),
        now: Moment(10),
    }
}

#[test]
fn freight_goes_by_weight_region_and_threshold() {
    let check = |region: &str, price, grams, freight, delivery| {
        let got = quote(&ask(vec![line(1, 1, price, 1, grams)], vec![], region)).unwrap();
        let shop = &got.merchants[0];
        assert_eq!((shop.freight.minor, shop.delivery), (freight, delivery), "{region} {grams}");
    };
    check("110105", 5_000, 1_000, 1_000, Delivery::Possible);
    check("110105", 5_000, 1_001, 1_300, Delivery::Possible);
    check("110105", 5_000, 3_000, 1_600, Delivery::Possible);
    check("310101", 5_000, 1_501, 800, Delivery::Possible);
    check("310101", 9_900, 1_501, 0, Delivery::Possible);
    check("330106", 5_000, 9_999, 0, Delivery::Possible);
    check("650102", 5_000, 1, 0, Delivery::Excluded);
}

#[test]
fn a_free_delivery_threshold_looks_at_what_the_shop_coupon_left() {
    let shop_coupon = coupon(1, Some(1), Funder::Merchant, 9_000, 200);
    let platform_coupon = coupon(2, None, Funder::Platform, 0, 200);
    let line = line(1, 1, 10_000, 1, 100);
    let with_shop = quote(&ask(vec![line.clone()], vec![shop_coupon], "310101")).unwrap();
    assert_eq!((with_shop.freight.minor, with_shop.payable.minor), (600, 10_400));
    let with_platform = quote(&ask(vec![line], vec![platform_coupon], "310101")).unwrap();
    assert_eq!((with_platform.freight.minor, with_platform.payable.minor), (0, 9_800));
}

#[test]
fn coupons_stack_in_a_fixed_order_and_each_sees_what_the_last_left() {
    let lines = vec![line(1, 1, 3_333, 3, 0), line(2, 2, 5_000, 1, 0)];
    let coupons = vec![
        coupon(3, None, Funder::Platform, 14_000, 1_000),
        coupon(1, Some(1), Funder::Merchant, 9_999, 999),
        coupon(2, Some(1), Funder::Merchant, 0, 1),
        coupon(4, Some(2), Funder::Merchant, 6_000, 1),
        coupon(5, Some(9), Funder::Merchant, 0, 1),
    ];
    let got = quote(&ask(lines, coupons, "330106")).unwrap();
    // 9,999 − 999 + 5,000 = 14,000: the platform's threshold is just reached after the shop's coupon.
    assert_eq!(
        (got.by_merchant.minor, got.by_platform.minor, got.payable.minor),
        (999, 1_000, 13_000)
    );
    let why: Vec<_> = got.rejected.iter().map(|r| (r.why, r.missing.minor)).collect();
    assert_eq!(
        why,
        [
            (Unusable::SlotTaken, 0),
            (Unusable::BelowThreshold, 1_000),
            (Unusable::NothingInScope, 0)
        ]
    );
    assert_eq!(got.ready().unwrap_err().code, Code::CouponUnusable);
}

#[test]
fn goods_are_never_cheaper_than_nothing() {
    let big = coupon(1, Some(1), Funder::Merchant, 0, 99_999);
    let bigger = coupon(2, None, Funder::Platform, 0, 99_999);
    let got = quote(&ask(vec![line(1, 1, 500, 2, 0)], vec![big, bigger], "330106")).unwrap();
    assert_eq!(got.payable.minor, 0);
    assert_eq!(got.rejected[0].why, Unusable::NothingInScope);
}

#[test]
fn forged_quantities_and_prices_are_refused() {
    for bad in [
        line(1, 1, 500, 0, 0),
        line(1, 1, 500, -1, 0),
        line(1, 1, -1, 1, 0),
        line(1, 1, 500, LINE_QTY_MAX + 1, 0),
        line(1, 1, i64::MAX, 1, 0),
        line(1, 1, 1, 1, -1),
    ] {
        assert_eq!(quote(&ask(vec![bad], vec![], "330106")).unwrap_err().code, Code::NumberRange);
    }
    assert_eq!(quote(&ask(vec![], vec![], "330106")).unwrap_err().code, Code::CartEmpty);
}

#[test]
fn the_best_coupon_of_each_kind_is_found() {
    let lines = vec![line(1, 1, 10_000, 1, 0)];
    let shop = [
        coupon(1, Some(1), Funder::Merchant, 9_900, 500),
        coupon(2, Some(1), Funder::Merchant, 0, 600),
    ];
    let all = [
        shop[0].clone(),
        shop[1].clone(),
        coupon(3, None, Funder::Platform, 9_401, 1_000),
        coupon(4, None, Funder::Platform, 0, 50),
    ];
    let best = best_coupons(&ask(lines, vec![], "330106"), &all).unwrap();
    assert_eq!(best, [CouponId::from_bits(2), CouponId::from_bits(4)]);
}

#[test]
fn a_quote_without_an_address_says_so() {
    let question = Ask { destination: None, ..ask(vec![line(1, 1, 500, 1, 0)], vec![], "") };
    let got = quote(&question).unwrap();
    assert_eq!(got.ready().unwrap_err().code, Code::AddressNeeded);
    assert_eq!(got.merchants[0].delivery, Delivery::RegionNeeded);
}

#[test]
fn the_fingerprint_changes_with_the_price_and_only_then() {
    let one = quote(&ask(vec![line(1, 1, 500, 1, 0)], vec![], "330106")).unwrap();
    let same = quote(&ask(vec![line(1, 1, 500, 1, 0)], vec![], "330106")).unwrap();
    let other = quote(&ask(vec![line(1, 1, 501, 1, 0)], vec![], "330106")).unwrap();
    assert_eq!(one.fingerprint(), same.fingerprint());
    assert_ne!(one.fingerprint(), other.fingerprint());
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let lines = prop::collection::vec((1u128..3, 0i64..20_000, 1i64..40, 0i64..3_000), 1..8);
    let coupons =
        prop::collection::vec((0u128..3, any::<bool>(), 0i64..30_000, 0i64..30_000), 0..5);
    let region = prop::sample::select(vec!["110105", "310101", "330106", "650102"]);
    (lines, coupons, region).prop_map(|(lines, coupons, region)| {
        let lines = lines
            .into_iter()
            .enumerate()
            .map(|(i, (m, price, qty, grams))| line(m, i as u128, price, qty, grams))
            .collect();
        let coupons = coupons
            .into_iter()
            .enumerate()
            .map(|(i, (scope, merchant, threshold, off))| {
                let funder = if merchant { Funder::Merchant } else { Funder::Platform };
                coupon(i as u128, (scope > 0).then_some(scope), funder, threshold, off)
            })
            .collect();
        ask(lines, coupons, region)
    })
}

fn total(steps: &[Step]) -> i64 {
    steps.iter().map(|s| s.amount.minor).sum()
}

proptest! {
    #[test]
    fn the_parts_of_a_price_always_add_up(question in any_ask()) {
        let got = quote(&question).unwrap();
        for shop in &got.merchants {
            for line in &shop.lines {
                prop_assert!(line.paid.minor >= 0 && line.goods.minor >= line.by_merchant.minor + line.by_platform.minor);
                prop_assert_eq!(
                    line.paid.minor,
                    line.goods.minor - line.by_merchant.minor - line.by_platform.minor + line.freight.minor
                );
                prop_assert_eq!(total(&line.steps), line.paid.minor);
            }
            let sum = |pick: fn(&LineQuote) -> Money| shop.lines.iter().map(|l| pick(l).minor).sum::<i64>();
            prop_assert_eq!(sum(|l| l.paid), shop.payable.minor);
            prop_assert_eq!(sum(|l| l.freight), shop.freight.minor);
            prop_assert_eq!(sum(|l| l.by_merchant), shop.by_merchant.minor);
            prop_assert_eq!(total(&shop.steps), shop.payable.minor);
        }
        let sum = |pick: fn(&MerchantQuote) -> Money| got.merchants.iter().map(|m| pick(m).minor).sum::<i64>();
        prop_assert_eq!(sum(|m| m.payable), got.payable.minor);
        prop_assert_eq!(sum(|m| m.by_platform), got.by_platform.minor);
        prop_assert_eq!(got.applied.len() + got.rejected.len(), question.coupons.len());
        let offs = question.coupons.iter().filter(|c| got.applied.contains(&c.id));
        prop_assert!(got.by_merchant.minor + got.by_platform.minor <= offs.map(|c| c.off.minor).sum());
    }

    #[test]
    fn refunding_units_in_any_portions_gives_back_exactly_what_was_paid(
        question in any_ask(),
        rate in 0i64..3_000,
        portions in prop::collection::vec(1i64..7, 1..20),
    ) {
        for line in quote(&question).unwrap().lines() {
            let shares = Shares::freeze(line, BasisPoints(rate)).unwrap();
            prop_assert_eq!(shares.units(), line.qty);
            for run in &shares.runs {
                let paid = run.goods - run.by_merchant - run.by_platform + run.freight;
                prop_assert!(paid >= 0 && run.commission >= 0);
                prop_assert!(run.commission <= run.goods - run.by_merchant);
            }
            let (mut done, mut sum) = (0, Share::zero(Currency::Cny));
            for portion in portions.iter().copied().chain([line.qty]) {
                let qty = portion.min(line.qty - done);
                sum = sum.plus(shares.of(done, qty).unwrap()).unwrap();
                done += qty;
            }
            prop_assert_eq!(done, line.qty);
            let expect = (line.goods, line.by_merchant, line.by_platform, line.freight, line.paid);
            prop_assert_eq!((sum.goods, sum.by_merchant, sum.by_platform, sum.freight, sum.paid), expect);
            prop_assert_eq!(shares.of(done, 1).unwrap_err().code, Code::TooMuch);
        }
    }

    #[test]
    fn the_suggested_coupons_are_never_worse_than_none(question in any_ask()) {
        let none = quote(&Ask { coupons: vec![], ..question.clone() }).unwrap();
        let best = best_coupons(&question, &question.coupons).unwrap();
        let coupons: Vec<Coupon> =
            question.coupons.iter().filter(|c| best.contains(&c.id)).cloned().collect();
        let got = quote(&Ask { coupons, ..question }).unwrap();
        prop_assert!(got.rejected.is_empty());
        prop_assert!(got.goods == none.goods && got.payable.minor - got.freight.minor <= none.payable.minor - none.freight.minor);
    }
}
