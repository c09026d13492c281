//! The steps of filling, in order. A step holds finished rows and only writes them; it draws no chance and reads no clock,
//! so the store may repeat it.

use super::make::{self, Goods};
use super::{SCOPE, data, people};
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
}

/// Every step of a demo market opened at `opened_at`. Hashes the passwords, which takes a moment.
pub async fn all(market: &Market, opened_at: Moment) -> Result<Vec<Step>> {
    let data = data::load()?;
    let maker = make::Maker::new(&data, opened_at);
    let mut rows = vec![
        Rows::Shops(maker.categories(), maker.merchants(), maker.freight_templates()?),
        Rows::People(people::all(market, &maker).await?),
        Rows::Coupons(maker.coupons()?),
        Rows::Rules(maker.rules()),
    ];
    rows.extend(batches(maker.goods()?).into_iter().map(Rows::Goods));
    let step = |(number, rows)| Step { number, rows: Arc::new(rows) };
    Ok(rows.into_iter().enumerate().map(step).collect())
}

impl Step {
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
        }
        Ok(())
    }
}

/// Cuts the goods into batches of at most [`STEP_ROWS_MAX`] rows.
fn batches(goods: Vec<Goods>) -> Vec<Vec<Goods>> {
    let mut batches: Vec<Vec<Goods>> = Vec::new();
    let mut room = 0;
    for one in goods {
        let rows = one.rows();
        if rows > room {
            batches.push(Vec::new());
            room = STEP_ROWS_MAX;
        }
        room = room.saturating_sub(rows);
        if let Some(batch) = batches.last_mut() {
            batch.push(one);
        }
    }
    batches
}
