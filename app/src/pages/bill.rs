//! How a price came about, as rows. The price engine gives typed reasons; here they become sentences (3.2.1).

use crate::pages::parts::words;
use domain::catalogue::Words;
use domain::checkout::CheckoutView;
use domain::id::MerchantId;
use domain::orders::views::OrderView;
use domain::quote::{Delivery, Funder, Quote, Reason, Slot, Step};
use i18n::Locale;
use i18n::shop as t;
use ui::LedgerRow;

/// The rows of a checkout: goods by shop, every discount with who bears it, freight, the sum.
pub fn of_checkout(l: Locale, view: &CheckoutView) -> Vec<LedgerRow> {
    of_quote(l, &view.quote, |merchant| {
        let shop = view.shops.iter().find(|s| s.merchant == *merchant);
        shop.map(|s| words(l, &s.name)).unwrap_or_default()
    })
}

/// The rows of what a quote asks for, with the shops' names by their ids; without a region freight is not in it yet.
pub fn of_quote(l: Locale, quote: &Quote, name: impl Fn(&MerchantId) -> String) -> Vec<LedgerRow> {
    let mut goods = LedgerRow::item(t::ledger_goods(l), quote.goods);
    if quote.merchants.len() > 1 {
        let parts = quote.merchants.iter().map(|m| LedgerRow::item(name(&m.merchant), m.goods));
        goods = goods.with_parts(parts.collect());
    }
    let mut rows = vec![goods];
    rows.extend(shared(l, quote, &name));
    for merchant in &quote.merchants {
        let shop = name(&merchant.merchant);
        let told = |s: &&Step| s.reason == Reason::GoodsTotal || is_shared(quote, s);
        let rest = merchant.steps.iter().filter(|s| !told(s));
        rows.extend(rest.map(|step| row(l, step, &shop)));
    }
    let known = quote.merchants.iter().all(|m| m.delivery != Delivery::RegionNeeded);
    let sum = LedgerRow::sum(t::ledger_to_pay(l), quote.payable);
    rows.push(if known { sum } else { sum.with_note(t::cart_freight_later(l)) });
    rows
}

/// A coupon of the market in a purchase from several shops: each has its share of it, and it is told once.
fn is_shared(quote: &Quote, step: &Step) -> bool {
    let platform = matches!(step.reason, Reason::Coupon { slot: Slot::Platform, .. });
    platform && quote.merchants.len() > 1
}

/// The coupons that several shops share: one row each, with the share of every shop under it.
fn shared(l: Locale, quote: &Quote, name: impl Fn(&MerchantId) -> String) -> Vec<LedgerRow> {
    let mut coupons: Vec<(Step, Vec<LedgerRow>)> = Vec::new();
    for merchant in &quote.merchants {
        for step in merchant.steps.iter().filter(|s| is_shared(quote, s)) {
            let part = LedgerRow::off(name(&merchant.merchant), step.amount);
            match coupons.iter_mut().find(|(sum, _)| sum.reason == step.reason) {
                Some((sum, parts)) => {
                    sum.amount = sum.amount.add(step.amount).unwrap_or(sum.amount);
                    parts.push(part);
                }
                None => coupons.push((step.clone(), vec![part])),
            }
        }
    }
    coupons.into_iter().map(|(sum, parts)| row(l, &sum, "").with_parts(parts)).collect()
}

/// The rows of an order: each line, every discount, freight, the sum.
pub fn of_order(l: Locale, view: &OrderView) -> Vec<LedgerRow> {
    let shop = words(l, &view.card.merchant_name);
    let parts = view.card.lines.iter().filter_map(|line| {
        let label = t::ledger_line(
            l,
            t::Name(line_name(l, &line.name, &line.spec)),
            t::Quantity(i18n::common::unit_times(l, line.qty)),
        );
        line.unit_price.times(line.qty).ok().map(|goods| LedgerRow::item(label, goods))
    });
    let mut rows =
        vec![LedgerRow::item(t::ledger_goods(l), view.goods).with_parts(parts.collect())];
    let rest = view.steps.iter().filter(|s| s.reason != Reason::GoodsTotal);
    rows.extend(rest.map(|step| row(l, step, &shop)));
    let paid = view.card.paid_at.is_some();
    let label = if paid { t::ledger_paid(l) } else { t::ledger_to_pay(l) };
    rows.push(LedgerRow::sum(label, view.card.payable));
    rows
}

/// Name and choice of a line in one text.
pub fn line_name(l: Locale, name: &Words, spec: &Words) -> String {
    let (name, spec) = (words(l, name), words(l, spec));
    if spec.is_empty() { name } else { format!("{name}{}{spec}", i18n::common::word_dot(l)) }
}

fn row(l: Locale, step: &Step, shop: &str) -> LedgerRow {
    match &step.reason {
        Reason::Goods { .. } | Reason::GoodsTotal => {
            LedgerRow::item(t::ledger_goods(l), step.amount)
        }
        Reason::Coupon { slot, funder, threshold, off, .. } => {
            let (off, threshold) = (i18n::money(*off), i18n::money(*threshold));
            let label = match slot {
                Slot::Shop => t::ledger_shop_coupon(l, t::Amount(off), t::Threshold(threshold)),
                Slot::Platform => {
                    t::ledger_platform_coupon(l, t::Amount(off), t::Threshold(threshold))
                }
            };
            let by = match funder {
                Funder::Merchant => t::ledger_funded_by(l, shop),
                Funder::Platform => t::ledger_funded_by_platform(l).to_owned(),
            };
            LedgerRow::off(label, step.amount).with_note(by)
        }
        Reason::FreightFree { over, .. } => LedgerRow::item(t::ledger_freight_free(l), step.amount)
            .with_note(format!(
                "{shop}{}{}",
                i18n::common::word_dot(l),
                t::product_freight_rule(l, i18n::money(*over))
            )),
        Reason::Freight { .. } | Reason::FreightShare { .. } => {
            LedgerRow::item(t::ledger_freight(l), step.amount).with_note(shop.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{CouponId, TypedId as _};
    use domain::quote::MerchantQuote;
    use domain::{Currency, Money};

    /// A shop's part of a purchase with its share of a coupon of the market.
    fn part(n: u128, goods: i64, share: i64) -> MerchantQuote {
        let none = Money::zero(Currency::Cny);
        let coupon = Reason::Coupon {
            coupon: CouponId::from_bits(9),
            slot: Slot::Platform,
            funder: Funder::Platform,
            threshold: Money::fen(50_000),
            off: Money::fen(6_000),
        };
        let steps = vec![
            Step { reason: Reason::GoodsTotal, amount: Money::fen(goods) },
            Step { reason: coupon, amount: Money::fen(-share) },
        ];
        MerchantQuote {
            merchant: MerchantId::from_bits(n),
            lines: Vec::new(),
            goods: Money::fen(goods),
            by_merchant: none,
            by_platform: Money::fen(share),
            freight: none,
            payable: Money::fen(goods - share),
            delivery: Delivery::Possible,
            steps,
        }
    }

    #[test]
    fn a_coupon_that_shops_share_is_told_once_and_the_rows_add_up() {
        let none = Money::zero(Currency::Cny);
        let quote = |merchants: Vec<MerchantQuote>, goods, share| Quote {
            currency: Currency::Cny,
            merchants,
            goods: Money::fen(goods),
            by_merchant: none,
            by_platform: Money::fen(share),
            freight: none,
            payable: Money::fen(goods - share),
            applied: Vec::new(),
            rejected: Vec::new(),
        };
        let both = quote(vec![part(1, 40_000, 4_000), part(2, 20_000, 2_000)], 60_000, 6_000);
        let rows = of_quote(Locale::ZhCn, &both, |m| format!("shop {m}"));
        let [goods, coupon, sum] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((goods.amount, coupon.amount), (Money::fen(60_000), Money::fen(-6_000)));
        assert_eq!(sum.amount, Money::fen(54_000));
        let shares: Vec<Money> = coupon.parts.iter().map(|part| part.amount).collect();
        assert_eq!(shares, [-4_000, -2_000].map(Money::fen));
        // One shop has all of it, and nothing has to be shared out.
        let one = quote(vec![part(1, 60_000, 6_000)], 60_000, 6_000);
        let rows = of_quote(Locale::ZhCn, &one, |m| format!("shop {m}"));
        assert_eq!(rows.len(), 3);
        assert!(rows[1].parts.is_empty() && rows[1].amount == Money::fen(-6_000));
    }
}
