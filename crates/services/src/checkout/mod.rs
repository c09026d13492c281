//! Checkout: what the chosen goods cost, and placing the order. The price is always reckoned here from what the store
//! says now; what the browser brings back only says what its owner had seen.

mod assemble;
mod place;

pub(crate) use place::place_at;
pub use place::{place, placed};

use crate::ports::Reader;
use crate::{Actor, Error, Market, Result, regions, trade};
use assemble::{Assembled, assemble, gather};
use domain::checkout::{
    Basket, CheckoutAsk, CheckoutLine, CheckoutShop, CheckoutView, CouponChoice, CouponView, Offer,
    ProductOffers,
};
use domain::id::{CouponId, ProductId, SkuId, TypedId as _};
use domain::quote::{Ask, Coupon, CouponScope, Quote};
use domain::rules::Param;
use domain::{Code, Moment, Scope};

/// The checkout page: lines, address, price tree, coupons and the promises that go with it. Refuses with `CartEmpty` when
/// nothing that can be bought is chosen, with `NotFound` when the address is not the buyer's.
pub async fn quote(market: &Market, actor: &Actor, ask: &CheckoutAsk) -> Result<CheckoutView> {
    let scope = actor.buyer()?;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let gathered =
        assemble(reader, &scope, &ask.basket, ask.address.as_ref(), market.now()).await?;
    let chosen = gathered.choose(&ask.coupons)?;
    let priced = gathered.price(&chosen)?;
    view(ask, gathered, &priced)
}

/// What the ticked lines of a cart cost with the coupons that save most, for the buyer's preferred address when there is one:
/// the same engine before signing in and after. `None` when nothing that can be bought is ticked.
pub(crate) async fn of_cart(
    reader: &mut dyn Reader,
    scope: &Scope,
    now: Moment,
) -> Result<Option<Quote>> {
    let address = match scope {
        Scope::Buyer(_) => reader.addresses(scope).await?.into_iter().next(),
        _ => None,
    };
    let gathered = match gather(reader, scope, &Basket::Cart, address, now).await {
        Err(Error::Refused(refusal)) if refusal.code == Code::CartEmpty => return Ok(None),
        gathered => gathered?,
    };
    gathered.price(&gathered.choose(&CouponChoice::Best)?).map(Some)
}

/// What stands about the price on a product's page, the same for everybody: each SKU on its own with the coupons that save
/// most, for a region when one is named. A region nobody knows is no region.
pub async fn offers(market: &Market, product: &ProductId, region: &str) -> Result<ProductOffers> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let regions = regions::provinces();
    let region = regions.iter().find(|r| r.code == region).map(|r| r.code.clone());
    let now = market.now();
    let page = reader.product(&Scope::Public, product.as_str(), now).await?;
    let page = page.ok_or(Code::NotFound)?;
    let ids: Vec<SkuId> = page.skus.iter().map(|s| s.id.clone()).collect();
    let skus = reader.skus(&Scope::Public, &ids, now).await?;
    let lines: Vec<_> = skus.into_iter().filter(|s| s.for_sale).map(|s| (s, 1)).collect();
    if lines.is_empty() {
        let region = region.unwrap_or_default();
        return Ok(ProductOffers { region, regions, ..ProductOffers::default() });
    }
    let mut gathered = assemble::around(reader, &Scope::Public, lines, None, now).await?;
    gathered.ask.destination = region.clone();
    let mut offers = Vec::with_capacity(gathered.lines.len());
    for n in 0..gathered.lines.len() {
        let one = gathered.only(n);
        let quote = one.price(&one.choose(&CouponChoice::Best)?)?;
        offers.push(Offer { sku: one.lines[0].0.id.clone(), quote });
    }
    let first = gathered.only(0);
    let coupons = coupon_views(&first, &offers[0].quote)?;
    let methods = market.payments.all().iter().map(|p| p.id().to_owned());
    let methods = methods.chain([trade::BALANCE.to_owned()]).collect();
    Ok(ProductOffers { offers, region: region.unwrap_or_default(), regions, coupons, methods })
}

impl Assembled {
    /// The same goods and rules with one of the lines alone.
    fn only(&self, n: usize) -> Self {
        let mut one = self.clone();
        one.lines = vec![self.lines[n].clone()];
        one.ask.lines = vec![self.ask.lines[n].clone()];
        one
    }

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
            coupons.push(row.ok_or(Code::CouponUnusable)?.coupon.clone());
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
