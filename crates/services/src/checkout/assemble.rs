//! Gathering what the price engine needs: the goods as they are now, the address, freight, coupons, and the rules in force.

use crate::ports::Reader;
use crate::ports::catalogue::SkuForSale;
use crate::ports::coupons::CouponRow;
use crate::trade::MACHINE;
use crate::{Error, Result};
use domain::accounts::AddressView;
use domain::checkout::Basket;
use domain::id::{AddressId, FreightTemplateId, MerchantId};
use domain::quote::{Ask, AskLine, FreightRules, FreightTemplate};
use domain::returns::Returnable;
use domain::rules::{Party, Rulebook, Terms};
use domain::{Code, Currency, Moment, Scope};

/// Everything about goods that are about to be bought.
#[derive(Clone)]
pub(super) struct Assembled {
    /// The goods and how many of each.
    pub(super) lines: Vec<(SkuForSale, i64)>,
    /// The question to the price engine, without coupons.
    pub(super) ask: Ask,
    /// The coupons this buyer could redeem.
    pub(super) coupons: Vec<CouponRow>,
    /// Where it goes.
    pub(super) address: Option<AddressView>,
    /// The rulebook.
    pub(super) book: Rulebook,
    /// The figures that hold for this buyer whichever shop sells.
    pub(super) terms: Terms,
}

/// Gathers it for the asking buyer.
pub(super) async fn assemble(
    reader: &mut dyn Reader,
    scope: &Scope,
    basket: &Basket,
    address: Option<&AddressId>,
    now: Moment,
) -> Result<Assembled> {
    let address = match address {
        Some(id) => Some(reader.address(scope, id).await?.ok_or(Code::NotFound)?),
        None => reader.addresses(scope).await?.into_iter().next(),
    };
    gather(reader, scope, basket, address, now).await
}

/// The same with an address at hand, for anybody.
pub(super) async fn gather(
    reader: &mut dyn Reader,
    scope: &Scope,
    basket: &Basket,
    address: Option<AddressView>,
    now: Moment,
) -> Result<Assembled> {
    let lines = goods(reader, scope, basket, now).await?;
    around(reader, scope, lines, address, now).await
}

/// Everything else about goods that are known already.
pub(super) async fn around(
    reader: &mut dyn Reader,
    scope: &Scope,
    lines: Vec<(SkuForSale, i64)>,
    address: Option<AddressView>,
    now: Moment,
) -> Result<Assembled> {
    let merchants = distinct(lines.iter().map(|(sku, _)| &sku.merchant));
    let coupons = reader.coupons_for(scope, &merchants, now).await?;
    let book = reader.rulebook(&MACHINE).await?;
    let buyer = scope.account().cloned().map(Party::Buyer);
    let terms = book.pin(now, buyer.as_slice());
    let ask = Ask {
        currency: Currency::Cny,
        lines: lines.iter().map(|(sku, qty)| ask_line(sku, *qty)).collect(),
        coupons: Vec::new(),
        templates: templates(reader, &lines).await?,
        destination: address.as_ref().map(|a| a.region_code.clone()),
        now,
    };
    Ok(Assembled { lines, ask, coupons, address, book, terms })
}

/// The ticked lines that can be bought, or the one SKU that is bought at once.
async fn goods(
    reader: &mut dyn Reader,
    scope: &Scope,
    basket: &Basket,
    now: Moment,
) -> Result<Vec<(SkuForSale, i64)>> {
    let lines: Vec<(SkuForSale, i64)> = match basket {
        Basket::Cart => reader
            .cart_lines(scope, now)
            .await?
            .into_iter()
            .filter(|l| l.chosen && l.sku.for_sale && l.sku.available >= l.quantity)
            .map(|l| (l.sku, l.quantity))
            .collect(),
        Basket::Now { sku, qty } => {
            let found = reader.skus(&Scope::Public, std::slice::from_ref(sku), now).await?;
            let sku = found.into_iter().find(|s| s.for_sale).ok_or(Code::NotForSale)?;
            if !(1..=domain::carts::QUANTITY_MAX).contains(qty) {
                return Err(Code::NumberRange.into());
            }
            if sku.available < *qty {
                return Err(Code::OutOfStock.into());
            }
            vec![(sku, *qty)]
        }
    };
    if lines.is_empty() {
        return Err(Code::CartEmpty.into());
    }
    Ok(lines)
}

async fn templates(
    reader: &mut dyn Reader,
    lines: &[(SkuForSale, i64)],
) -> Result<Vec<FreightTemplate>> {
    let ids: Vec<FreightTemplateId> = distinct(lines.iter().map(|(sku, _)| &sku.freight));
    let rows = reader.freight_templates(&Scope::Public, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let rules: FreightRules =
                serde_json::from_str(&row.zones_json).map_err(Error::broken)?;
            Ok(FreightTemplate { id: row.id, merchant: row.merchant, rules })
        })
        .collect()
}

fn ask_line(sku: &SkuForSale, qty: i64) -> AskLine {
    AskLine {
        sku: sku.id.clone(),
        merchant: sku.merchant.clone(),
        template: sku.freight.clone(),
        unit_price: sku.price,
        qty,
        unit_grams: sku.weight_grams,
    }
}

/// What is told before buying and frozen at purchase (3.3.1).
pub(super) const fn returnable(sku: &SkuForSale) -> Returnable {
    if sku.returnable { Returnable::NoReason } else { Returnable::Excepted }
}

fn distinct<'a, T: Clone + PartialEq + 'a>(all: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    for one in all {
        if !seen.contains(one) {
            seen.push(one.clone());
        }
    }
    seen
}

/// The merchant's own figures: agreements of merchant and buyer both count.
pub(super) fn terms_for(
    book: &Rulebook,
    now: Moment,
    merchant: &MerchantId,
    scope: &Scope,
) -> Terms {
    let mut parties = vec![Party::Merchant(merchant.clone())];
    parties.extend(scope.account().cloned().map(Party::Buyer));
    book.pin(now, &parties)
}
