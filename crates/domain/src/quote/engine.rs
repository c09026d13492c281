//! The pipeline itself. Works on minor units inside; the bounds checked at the door keep every sum far from overflow, and
//! the checked arithmetic of `Money` guards the rest.

use super::{
    Ask, AskLine, Coupon, CouponScope, Delivery, FreightTemplate, Funder, LINE_QTY_MAX, LINES_MAX,
    LineQuote, MerchantQuote, Quote, Reason, Rejected, Slot, Step, UNIT_GRAMS_MAX,
    UNIT_PRICE_MINOR_MAX, Unusable,
};
use crate::error::Refusal;
use crate::id::{CouponId, FreightTemplateId, MerchantId};
use crate::money::{MoneyError, allocate};
use crate::{Code, Currency, Money};
use std::collections::BTreeSet;

/// A line on its way through the pipeline.
struct Work<'a> {
    ask: &'a AskLine,
    goods: i64,
    by_merchant: i64,
    by_platform: i64,
    freight: i64,
    steps: Vec<Step>,
}

impl Work<'_> {
    const fn left(&self) -> i64 {
        self.goods - self.by_merchant - self.by_platform
    }
}

/// A merchant-wide step found on the way.
type MerchantStep = (MerchantId, Step);

/// Prices an [`Ask`]. Refuses nonsense (no lines, quantities or prices out of range, mixed currencies); an unusable
/// coupon or an excluded region is part of the answer, not a refusal.
pub fn quote(ask: &Ask) -> Result<Quote, Refusal> {
    let mut lines = goods(ask)?;
    let mut steps = Vec::new();
    let mut rejected = Vec::new();
    let mut applied = Vec::new();
    let mut taken = BTreeSet::new();
    for slot in [Slot::Shop, Slot::Platform] {
        for coupon in ask.coupons.iter().filter(|c| c.slot == slot) {
            match usable(ask, coupon, &lines, &taken) {
                Ok(()) => {
                    discount(coupon, &mut lines, &mut steps).map_err(out_of_range)?;
                    taken.insert((coupon.slot, coupon.scope.clone()));
                    applied.push(coupon.id.clone());
                }
                Err((why, missing)) => {
                    let missing = Money::new(missing, ask.currency);
                    rejected.push(Rejected { coupon: coupon.id.clone(), why, missing });
                }
            }
        }
    }
    let mut merchants: Vec<MerchantId> = Vec::new();
    for line in &ask.lines {
        if !merchants.contains(&line.merchant) {
            merchants.push(line.merchant.clone());
        }
    }
    let mut parts = Vec::with_capacity(merchants.len());
    for merchant in &merchants {
        let delivery = freight(ask, merchant, &mut lines, &mut steps)?;
        let mine = lines.iter().filter(|l| l.ask.merchant == *merchant);
        parts.push(part(ask.currency, merchant, delivery, mine, &steps).map_err(out_of_range)?);
    }
    whole(ask.currency, parts, applied, rejected).map_err(out_of_range)
}

/// Which of `available` save the buyer most: the best of each slot and merchant, tried in turn.
pub fn best_coupons(ask: &Ask, available: &[Coupon]) -> Result<Vec<CouponId>, Refusal> {
    let mut chosen: Vec<Coupon> = Vec::new();
    let mut places: Vec<(Slot, &CouponScope)> = Vec::new();
    for coupon in available {
        let place = (coupon.slot, &coupon.scope);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.sort();
    for (slot, scope) in places {
        let mut best: Option<(i64, &Coupon)> = None;
        for coupon in available.iter().filter(|c| c.slot == slot && c.scope == *scope) {
            let mut coupons = chosen.clone();
            coupons.push(coupon.clone());
            let answer = quote(&Ask { coupons, ..ask.clone() })?;
            let cheaper = best.is_none_or(|(least, _)| answer.payable.minor < least);
            if answer.applied.contains(&coupon.id) && cheaper {
                best = Some((answer.payable.minor, coupon));
            }
        }
        chosen.extend(best.map(|(_, coupon)| coupon.clone()));
    }
    Ok(chosen.into_iter().map(|c| c.id).collect())
}

/// Step 1.
fn goods(ask: &Ask) -> Result<Vec<Work<'_>>, Refusal> {
    if ask.lines.is_empty() {
        return Err(Code::CartEmpty.into());
    }
    if ask.lines.len() > LINES_MAX {
        return Err(Code::CartFull.into());
    }
    ask.lines
        .iter()
        .map(|line| {
            let fits = (1..=LINE_QTY_MAX).contains(&line.qty)
                && (0..=UNIT_PRICE_MINOR_MAX).contains(&line.unit_price.minor)
                && (0..=UNIT_GRAMS_MAX).contains(&line.unit_grams)
                && line.unit_price.currency == ask.currency;
            if !fits {
                return Err(Code::NumberRange.into());
            }
            let amount = line.unit_price.times(line.qty).map_err(out_of_range)?;
            let reason = Reason::Goods { unit_price: line.unit_price, qty: line.qty };
            let steps = vec![Step { reason, amount }];
            let goods = amount.minor;
            Ok(Work { ask: line, goods, by_merchant: 0, by_platform: 0, freight: 0, steps })
        })
        .collect()
}

fn in_scope(coupon: &Coupon, merchant: &MerchantId) -> bool {
    match &coupon.scope {
        CouponScope::Merchant(one) => one == merchant,
        CouponScope::Platform => true,
    }
}

fn usable(
    ask: &Ask,
    coupon: &Coupon,
    lines: &[Work<'_>],
    taken: &BTreeSet<(Slot, CouponScope)>,
) -> Result<(), (Unusable, i64)> {
    let currency_fits =
        coupon.off.currency == ask.currency && coupon.threshold.currency == ask.currency;
    if !currency_fits || coupon.off.minor < 0 {
        return Err((Unusable::OtherCurrency, 0));
    }
    if ask.now < coupon.from || ask.now >= coupon.until {
        return Err((Unusable::OutOfTime, 0));
    }
    if taken.contains(&(coupon.slot, coupon.scope.clone())) {
        return Err((Unusable::SlotTaken, 0));
    }
    let value: i64 =
        lines.iter().filter(|l| in_scope(coupon, &l.ask.merchant)).map(Work::left).sum();
    if value == 0 {
        return Err((Unusable::NothingInScope, 0));
    }
    if value < coupon.threshold.minor {
        return Err((Unusable::BelowThreshold, coupon.threshold.minor - value));
    }
    Ok(())
}

/// Steps 2 and 3: takes the coupon off the lines in its scope, by the value left of each, never more than that.
fn discount(
    coupon: &Coupon,
    lines: &mut [Work<'_>],
    steps: &mut Vec<MerchantStep>,
) -> Result<(), MoneyError> {
    let currency = coupon.off.currency;
    let reason = Reason::Coupon {
        coupon: coupon.id.clone(),
        slot: coupon.slot,
        funder: coupon.funder,
        threshold: coupon.threshold,
        off: coupon.off,
    };
    let weights: Vec<i64> = lines
        .iter()
        .map(|l| if in_scope(coupon, &l.ask.merchant) { l.left() } else { 0 })
        .collect();
    let off = coupon.off.minor.min(weights.iter().sum());
    for (line, part) in lines.iter_mut().zip(allocate(off, &weights)?) {
        if part == 0 {
            continue;
        }
        match coupon.funder {
            Funder::Merchant => line.by_merchant += part,
            Funder::Platform => line.by_platform += part,
        }
        let amount = Money::new(-part, currency);
        line.steps.push(Step { reason: reason.clone(), amount });
        let merchant = &line.ask.merchant;
        match steps.iter_mut().find(|(m, s)| m == merchant && s.reason == reason) {
            Some((_, step)) => step.amount = step.amount.add(amount)?,
            None => steps.push((merchant.clone(), Step { reason: reason.clone(), amount })),
        }
    }
    Ok(())
}

/// Step 4 for one merchant: each template its own parcel.
fn freight(
    ask: &Ask,
    merchant: &MerchantId,
    lines: &mut [Work<'_>],
    steps: &mut Vec<MerchantStep>,
) -> Result<Delivery, Refusal> {
    let Some(region) = &ask.destination else { return Ok(Delivery::RegionNeeded) };
    let mut templates: Vec<&FreightTemplateId> = Vec::new();
    let mut after_shop_coupons = 0;
    for line in ask.lines.iter().filter(|l| l.merchant == *merchant) {
        if !templates.contains(&&line.template) {
            templates.push(&line.template);
        }
    }
    for line in lines.iter().filter(|l| l.ask.merchant == *merchant) {
        after_shop_coupons += line.goods - shop_discount(line);
    }
    for id in templates {
        let template = ask
            .templates
            .iter()
            .find(|t| t.id == *id && t.merchant == *merchant)
            .ok_or(Code::NoDelivery)?;
        let Some(zone) = template.rules.zone(region) else { return Ok(Delivery::Excluded) };
        let mut mine: Vec<&mut Work<'_>> = lines
            .iter_mut()
            .filter(|l| l.ask.merchant == *merchant && l.ask.template == *id)
            .collect();
        let step = charge(template, zone, after_shop_coupons, &mut mine).map_err(out_of_range)?;
        steps.push((merchant.clone(), step));
    }
    Ok(Delivery::Possible)
}

/// What shop coupons took off a line, whoever bears it.
fn shop_discount(line: &Work<'_>) -> i64 {
    let of_shop = |step: &&Step| matches!(step.reason, Reason::Coupon { slot: Slot::Shop, .. });
    -line.steps.iter().filter(of_shop).map(|s| s.amount.minor).sum::<i64>()
}

fn charge(
    template: &FreightTemplate,
    zone: &super::Zone,
    value: i64,
    lines: &mut [&mut Work<'_>],
) -> Result<Step, MoneyError> {
    let counted: Vec<i64> = lines
        .iter()
        .map(|l| match template.rules.basis {
            super::Basis::Pieces => l.ask.qty,
            super::Basis::Grams => l.ask.qty * l.ask.unit_grams,
        })
        .collect();
    let units: i64 = counted.iter().sum();
    if let Some(over) = zone.free_over.filter(|over| value >= over.minor) {
        let reason = Reason::FreightFree { template: template.id.clone(), over };
        return Ok(Step { reason, amount: Money::zero(over.currency) });
    }
    let fee = zone.fee(units)?;
    let pieces: Vec<i64> = lines.iter().map(|l| l.ask.qty).collect();
    let weights = if units == 0 { &pieces } else { &counted };
    for (line, amount) in lines.iter_mut().zip(fee.allocate(weights)?) {
        line.freight += amount.minor;
        let reason = Reason::FreightShare { template: template.id.clone() };
        if !amount.is_zero() {
            line.steps.push(Step { reason, amount });
        }
    }
    let reason = Reason::Freight {
        template: template.id.clone(),
        basis: template.rules.basis,
        units,
        first: zone.first,
        first_fee: zone.first_fee,
        steps: zone.steps(units),
        step_fee: zone.step_fee,
    };
    Ok(Step { reason, amount: fee })
}

fn part<'a>(
    currency: Currency,
    merchant: &MerchantId,
    delivery: Delivery,
    lines: impl Iterator<Item = &'a Work<'a>>,
    steps: &[MerchantStep],
) -> Result<MerchantQuote, MoneyError> {
    let money = |minor| Money::new(minor, currency);
    let lines: Vec<LineQuote> = lines
        .map(|l| LineQuote {
            sku: l.ask.sku.clone(),
            qty: l.ask.qty,
            unit_price: l.ask.unit_price,
            goods: money(l.goods),
            by_merchant: money(l.by_merchant),
            by_platform: money(l.by_platform),
            freight: money(l.freight),
            paid: money(l.left() + l.freight),
            steps: l.steps.clone(),
        })
        .collect();
    let sum = |pick: fn(&LineQuote) -> Money| Money::sum(currency, lines.iter().map(pick));
    let goods = sum(|l| l.goods)?;
    let mut explained = vec![Step { reason: Reason::GoodsTotal, amount: goods }];
    explained.extend(steps.iter().filter(|(m, _)| m == merchant).map(|(_, s)| s.clone()));
    Ok(MerchantQuote {
        merchant: merchant.clone(),
        goods,
        by_merchant: sum(|l| l.by_merchant)?,
        by_platform: sum(|l| l.by_platform)?,
        freight: sum(|l| l.freight)?,
        payable: sum(|l| l.paid)?,
        delivery,
        steps: explained,
        lines,
    })
}

fn whole(
    currency: Currency,
    merchants: Vec<MerchantQuote>,
    applied: Vec<CouponId>,
    rejected: Vec<Rejected>,
) -> Result<Quote, MoneyError> {
    let sum = |pick: fn(&MerchantQuote) -> Money| Money::sum(currency, merchants.iter().map(pick));
    Ok(Quote {
        currency,
        goods: sum(|m| m.goods)?,
        by_merchant: sum(|m| m.by_merchant)?,
        by_platform: sum(|m| m.by_platform)?,
        freight: sum(|m| m.freight)?,
        payable: sum(|m| m.payable)?,
        merchants,
        applied,
        rejected,
    })
}

fn out_of_range(_: MoneyError) -> Refusal {
    Code::NumberRange.into()
}
