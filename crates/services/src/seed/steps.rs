//! The steps of filling, in order. A step holds finished rows and only writes them; it draws no chance and reads no clock,
//! so the store may repeat it.

use super::listed::Catalogue;
use super::make::{Goods, Maker};
use super::past::{Buyers, Cast, Planned};
use super::{SCOPE, people};
use crate::ports::Tx;
use crate::ports::catalogue::{NewCategory, NewFreightTemplate, NewMerchant};
use crate::ports::coupons::CouponRow;
use crate::{Market, Result};
use domain::Moment;
use domain::rules::RuleVersion;
use std::sync::Arc;

/// How many rows a step writes at most, so that other writers never wait long behind one.
pub const STEP_ROWS_MAX: usize = 500;

/// One step; clones share the rows.
#[derive(Clone)]
pub struct Step {
    /// Its place, counting from 0.
    pub number: usize,
    /// What it writes.
    pub rows: Arc<Rows>,
}

/// The rows of a step.
pub enum Rows {
    /// Categories, parents first, and shops with their freight templates.
    Shops(Vec<NewCategory>, Vec<NewMerchant>, Vec<NewFreightTemplate>),
    /// People with what is theirs.
    People(people::People),
    /// Coupons; a memory without trade has no place for them.
    Coupons(Vec<CouponRow>),
    /// The first version of the rulebook, so that every order names the rules it was placed under (5.2).
    Rules(RuleVersion),
    /// Some of the goods.
    Goods(Vec<Goods>),
    /// Those who bought in the past.
    Buyers(Arc<Buyers>),
    /// Some of what they bought.
    Past(Arc<Cast>, Vec<Planned>),
}

/// The steps before the goods. Hashes the passwords, which takes a moment. `since` is when its people came.
pub async fn first(market: &Market, maker: &Maker<'_>, since: Moment) -> Result<[Rows; 4]> {
    Ok([
        Rows::Shops(maker.categories()?, maker.merchants(), maker.freight_templates()?),
        Rows::People(
            people::all(market, maker.opened_at, since, &|slug| maker.shop_id(slug)).await?,
        ),
        Rows::Coupons(maker.coupons()?),
        Rows::Rules(maker.rules()),
    ])
}

impl Step {
    /// A step that writes these.
    pub fn new(number: usize, rows: Rows) -> Self {
        Self { number, rows: Arc::new(rows) }
    }

    /// Writes the rows.
    pub async fn write(&self, tx: &mut dyn Tx, now: Moment) -> Result<()> {
        match &*self.rows {
            Rows::Shops(categories, merchants, templates) => {
                for category in categories {
                    tx.add_category(&SCOPE, category).await?;
                }
                for merchant in merchants {
                    tx.add_merchant(&SCOPE, merchant).await?;
                }
                for template in templates {
                    tx.add_freight_template(&SCOPE, template).await?;
                }
            }
            Rows::People(people) => people.write(tx, now).await?,
            Rows::Coupons(coupons) => {
                for coupon in coupons {
                    tx.add_coupon(&SCOPE, coupon, now).await?;
                }
            }
            Rows::Rules(version) => tx.add_rule_version(&SCOPE, version, now).await?,
            Rows::Goods(goods) => {
                for product in goods {
                    tx.add_product(&SCOPE, &product.product).await?;
                }
            }
            Rows::Buyers(buyers) => buyers.write(tx, now).await?,
            Rows::Past(cast, purchases) => {
                for purchase in purchases {
                    cast.live(tx, purchase).await?;
                }
            }
        }
        Ok(())
    }
}

/// The same for a market from somebody's own catalogue; the rules are the demo's.
pub async fn first_listed(
    market: &Market,
    catalogue: &Catalogue,
    maker: &Maker<'_>,
) -> Result<[Rows; 3]> {
    let at = maker.opened_at;
    let (shops, freight) = (catalogue.merchants(at), catalogue.freight_templates(at)?);
    Ok([
        Rows::Shops(catalogue.categories(at), shops, freight),
        Rows::People(people::all(market, at, at, &|_| catalogue.first_shop(at)).await?),
        Rows::Rules(maker.rules()),
    ])
}

/// Cuts the goods into batches of at most [`STEP_ROWS_MAX`] rows, making no more of them than the next batch needs. The cuts
/// depend on the goods only, so that a second process cuts where the first one did.
pub fn batches(
    mut goods: impl Iterator<Item = Result<Goods>>,
) -> impl Iterator<Item = Result<Vec<Goods>>> {
    let mut ahead: Option<Goods> = None;
    std::iter::from_fn(move || {
        let mut batch: Vec<Goods> = ahead.take().into_iter().collect();
        let mut rows = batch.iter().map(Goods::rows).sum::<usize>();
        for one in goods.by_ref() {
            let one = match one {
                Ok(one) => one,
                Err(error) => return Some(Err(error)),
            };
            rows += one.rows();
            if rows > STEP_ROWS_MAX && !batch.is_empty() {
                ahead = Some(one);
                break;
            }
            batch.push(one);
        }
        (!batch.is_empty()).then_some(Ok(batch))
    })
}
