//! Checkout: what the chosen goods cost, and placing the order. The price is always reckoned here from what the store
//! says now; what the browser brings back only says what its owner had seen.

mod assemble;
mod place;

pub use place::place;

use crate::{Actor, Market, Result, trade};
use assemble::{Assembled, assemble, gather};
use domain::checkout::{
    Basket, CheckoutAsk, CheckoutLine, CheckoutShop, CheckoutView, CouponChoice, CouponView,
};
use domain::id::CouponId;
use domain::quote::{Ask, Coupon, CouponScope, Quote};
use domain::rules::Param;

/// The checkout page: lines, address, price tree, coupons and the promises that go with it. Refuses with `CartEmpty` when
/// nothing that can be bought is chosen, with `NotFound` when the address is not the buyer's.
pub async fn quote(market: &Market, actor: &Actor, ask: &CheckoutAsk) -> Result<CheckoutView> {
    let scope = actor.buyer()?;
    let mut reader = market.store.read().await?;
    let reader = trade::reader(&mut *reader)?;
    let gathered =
        assemble(reader, &scope, &ask.basket, ask.address.as_ref(), market.now()).await?;
    let chosen = gathered.choose(&ask.coupons)?;
    let priced = gathered.price(&chosen)?;
    view(ask, gathered, &priced)
}

/// What goods would cost delivered to a region, with the coupons that save most: the same engine on product page and cart,
/// for anybody. A region that is not known leaves freight out and says so in the quote.
pub async fn estimate(
    market: &Market,
    actor: &Actor,
    basket: &Basket,
    region_code: Option<&str>,
) -> Result<CheckoutView> {
    let scope = actor.shopper();
    let mut reader = market.store.read().await?;
    let reader = trade::reader(&mut *reader)?;
    let mut gathered = gather(reader, &scope, basket, None, market.now()).await?;
    gathered.ask.destination = region_code.map(str::to_owned);
    let ask = CheckoutAsk { basket: basket.clone(), ..CheckoutAsk::default() };
    let chosen = gathered.choose(&ask.coupons)?;
    let priced = gathered.price(&chosen)?;
    view(&ask, gathered, &priced)
}

impl Assembled {
    /// The coupons that a choice means.
    fn choose(&self, choice: &CouponChoice) -> Result<Vec<CouponId>> {
        match choice {
            CouponChoice::Best => {
                let all: Vec<Coupon> = self.coupons.iter().map(|c| c.coupon.clone()).collect();
                Ok(domain::quote::best_coupons(&self.ask, &all)?)
            }
            CouponChoice::These(ids) => Ok(ids.clone()),
        }
    }

    /// The price with exactly these coupons. One that is not offered to this buyer is refused.
    fn price(&self, chosen: &[CouponId]) -> Result<Quote> {
        let mut coupons = Vec::with_capacity(chosen.len());
        for id in chosen {
            let row = self.coupons.iter().find(|c| c.coupon.id == *id);
            coupons.push(row.ok_or(domain::Code::CouponUnusable)?.coupon.clone());
        }
        Ok(domain::quote::quote(&Ask { coupons, ..self.ask.clone() })?)
    }
}

fn view(ask: &CheckoutAsk, gathered: Assembled, quote: &Quote) -> Result<CheckoutView> {
    let mut lines = Vec::with_capacity(gathered.lines.len());
    let mut shops: Vec<CheckoutShop> = Vec::with_capacity(quote.merchants.len());
    for part in &quote.merchants {
        for (sku, _) in gathered.lines.iter().filter(|(s, _)| s.merchant == part.merchant) {
            lines.push(CheckoutLine {
                sku: sku.id.clone(),
                slug: sku.slug.clone(),
                name: sku.name.clone(),
                spec: sku.spec.clone(),
                picture: sku.picture.clone(),
                returnable: assemble::returnable(sku),
                available: sku.available,
            });
            if shops.iter().all(|s| s.merchant != sku.merchant) {
                shops.push(CheckoutShop {
                    merchant: sku.merchant.clone(),
                    name: sku.merchant_name.clone(),
                    slug: sku.merchant_slug.clone(),
                });
            }
        }
    }
    let coupons = coupon_views(&gathered, quote)?;
    let figure = |param| gathered.terms.get(param).figure;
    Ok(CheckoutView {
        basket: ask.basket.clone(),
        lines,
        shops,
        fingerprint: quote.fingerprint(),
        coupons,
        unpaid_minutes: figure(Param::UnpaidClose),
        no_reason_days: figure(Param::NoReasonWindow),
        apply_days: figure(Param::ReturnApply),
        quote: quote.clone(),
        address: gathered.address,
    })
}

/// Each coupon tried alone in its slot, so that the page can say what is missing.
fn coupon_views(gathered: &Assembled, quote: &Quote) -> Result<Vec<CouponView>> {
    let mut views = Vec::with_capacity(gathered.coupons.len());
    for row in &gathered.coupons {
        let alone = gathered.price(std::slice::from_ref(&row.coupon.id))?;
        views.push(CouponView {
            id: row.coupon.id.clone(),
            name: row.name.clone(),
            merchant: match &row.coupon.scope {
                CouponScope::Merchant(merchant) => Some(merchant.clone()),
                CouponScope::Platform => None,
            },
            threshold: row.coupon.threshold,
            off: row.coupon.off,
            applied: quote.applied.contains(&row.coupon.id),
            unusable: alone.rejected.first().map(|r| r.why),
        });
    }
    Ok(views)
}
