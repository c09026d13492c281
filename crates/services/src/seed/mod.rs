//! THE DEMO MARKET. Fills an empty database with shops, goods, coupons and three people, so that a newcomer sees a market
//! and not a shell. Everything comes from the files under `data/`: the same goods, prices and addresses every time; no
//! chance but the salts of the passwords, and no time but the moment the market was opened.
//!
//! Filling goes step by step, each step one transaction that also stores who took it. A process that dies between two
//! steps leaves a market that the next start finishes; two processes that fill one market at once share the steps. Nothing
//! here touches a database that has a shop of its own.
//!
//! The first goods are written by hand, the others made from recipes, each from its number alone; none is made before the
//! step that writes it.
//!
//! After the goods comes a year of trade (`past`): orders, parcels, returns. A market that has it counts its sales; one that
//! has none, the row of hand-written goods in which stories are told, shows figures made up for each of the goods.

mod data;
mod evidence;
mod facts;
mod listed;
mod make;
mod past;
mod people;
mod recipe;
mod skus;
mod steps;
#[cfg(test)]
mod tests;
mod trades;

pub(crate) use trades::MARK;
pub use trades::{PastRefund, PastTrade, PastTrades, past_trades};

use crate::ports::StoreExt as _;
use crate::{Error, Market, Result};
use domain::catalogue::ProductFilter;
use domain::{Moment, Scope};
use listed::Catalogue;
use make::{Goods, Maker};
use past::Past;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use steps::{Rows, Step};

const SCOPE: Scope = Scope::System("seed");
/// When the demo market was opened, in Unix milliseconds. Its ids are derived from it.
const OPENED_AT: &str = "demo.opened_at";
/// How many goods and orders it was to have when it was begun, or from which file. Who finishes it keeps to that: the steps
/// would not fit another number.
const WISHED: &str = "demo.goods";
/// How many goods the demo market has unless somebody wishes otherwise.
pub const GOODS: u64 = 5_000;
/// So few that only those written by hand are there.
pub const FRONT_ROW: u64 = 0;
/// More orders than a demo gets unless somebody wishes for them: each is lived through, a hundred to the second.
const ORDERS_MAX: u64 = 8_000;
/// How often a step is tried.
const TRIES_MAX: usize = 10;
/// There once every step is written: this is a demo market.
const DONE: &str = "demo.done";

/// How many orders a demo market of so many goods has unless somebody wishes otherwise.
pub const fn usual_orders(goods: u64) -> u64 {
    let orders = goods.saturating_mul(2) / 5;
    if orders < ORDERS_MAX { orders } else { ORDERS_MAX }
}

/// What a filling is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Writing goods.
    Goods,
    /// Living through the orders of the past.
    Orders,
}

/// What is in a demo market.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// How many goods.
    pub goods: u64,
    /// How many orders.
    pub orders: u64,
}

/// Who hears how far a filling is: how many of how many.
pub type Tell<'a> = &'a (dyn Fn(Stage, u64, u64) + Sync);

/// A way to sign in to the demo market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// `consumer`, `merchant` or `staff`.
    pub role: &'static str,
    /// The login.
    pub login: String,
    /// The password; it is no secret.
    pub password: String,
}

/// Whether there is no shop and no product yet, or only a demo market that was begun and not finished.
pub async fn is_empty(market: &Market) -> Result<bool> {
    let mut reader = market.store.read().await?;
    if reader.setting(&SCOPE, OPENED_AT).await?.is_some() {
        return Ok(reader.setting(&SCOPE, DONE).await?.is_none());
    }
    let shops = reader.new_shops(&SCOPE, 1).await?;
    let goods = reader.products(&SCOPE, &ProductFilter::default(), None, 1, market.now()).await?;
    Ok(shops.is_empty() && goods.items.is_empty())
}

/// Fills an empty database with that many goods (never fewer than those written by hand) and about that many orders of the
/// past year, or finishes what an earlier call began; what is there then. `tell` hears after each step how many of how many
/// are there. A database that is not empty is left as it is. Fails when somebody has a login that the demo market wants for
/// itself.
pub async fn demo(market: &Market, goods: u64, orders: u64, tell: Tell<'_>) -> Result<Filled> {
    if !is_empty(market).await? {
        return Ok(Filled::default());
    }
    let hand = format!("{:032x}", market.ids.bits());
    let (opened_at, wished) = begun(market, format!("{goods} {orders}"), &hand).await?;
    let (goods, orders) = size(&wished)?;
    let data = data::load()?;
    let maker = Maker::new(&data, opened_at)?;
    let goods = goods.max(maker.by_hand());
    let told = |written| tell(Stage::Goods, written, goods);
    if orders == 0 {
        let first = steps::first(market, &maker, opened_at).await?;
        let mut filling = Filling { market, hand, number: 0 };
        filling.fill(first.into(), maker.goods(0..goods), &told).await?;
        filling.done().await?;
        return Ok(Filled { goods, orders });
    }
    let past = Past::of(market, &data, &maker, goods, orders).await?;
    let first = steps::first(market, &maker, opened_at.minus(past::PEOPLE_SINCE)).await?;
    let mut filling = Filling { market, hand, number: 0 };
    let taken = &past.plan.taken;
    let made = maker.goods(0..goods).map(|made| made.map(|made| made.before_the_past(taken)));
    filling.fill(first.into(), made, &told).await?;
    market.store.survey().await?;
    filling.live(&past, tell).await?;
    filling.done().await?;
    Ok(Filled { goods, orders: past.plan.orders })
}

/// Reads how many goods and orders were wished for. A market begun by an earlier version wished for goods only.
fn size(wished: &str) -> Result<(u64, u64)> {
    let (goods, orders) = wished.split_once(' ').unwrap_or((wished, "0"));
    match (goods.parse(), orders.parse()) {
        (Ok(goods), Ok(orders)) => Ok((goods, orders)),
        _ => Err(begun_otherwise()),
    }
}

/// Fills an empty database from somebody's own catalogue, or finishes what an earlier call with the same file began; answers
/// whether there was anything to do. The file is JSON: a list of products (or an object with `products`), each with `name`,
/// `slug`, `category`, perhaps `description`, `brand` and `image`, and `variants` with `sku`, `price` in cents, `stock` and
/// perhaps `size`.
pub async fn catalogue(market: &Market, file: &str, tell: Tell<'_>) -> Result<bool> {
    let listed = Catalogue::read(file)?;
    if !is_empty(market).await? {
        return Ok(false);
    }
    let hand = format!("{:032x}", market.ids.bits());
    let wish = format!("file {:016x}", hash(file, "catalogue"));
    let (opened_at, wished) = begun(market, wish.clone(), &hand).await?;
    if wished != wish {
        return Err(begun_otherwise());
    }
    let data = data::load()?;
    let maker = Maker::new(&data, opened_at)?;
    let first = steps::first_listed(market, &listed, &maker).await?;
    let told = |written| tell(Stage::Goods, written, listed.count());
    let mut filling = Filling { market, hand, number: 0 };
    filling.fill(first.into(), listed.goods(opened_at), &told).await?;
    filling.done().await?;
    Ok(true)
}

/// A filling under way.
struct Filling<'a> {
    market: &'a Market,
    /// Who takes the steps.
    hand: String,
    /// The number of the next step.
    number: usize,
}

impl Filling<'_> {
    async fn take(&mut self, rows: Rows) -> Result<()> {
        take(self.market, Step::new(self.number, rows), &self.hand).await?;
        self.number += 1;
        Ok(())
    }

    /// Writes the first steps, then the goods batch by batch.
    async fn fill(
        &mut self,
        first: Vec<Rows>,
        goods: impl Iterator<Item = Result<Goods>> + Send,
        tell: &(dyn Fn(u64) + Sync),
    ) -> Result<()> {
        for rows in first {
            self.take(rows).await?;
        }
        let mut written = 0;
        for batch in steps::batches(goods) {
            let batch = batch?;
            written += batch.len() as u64;
            self.take(Rows::Goods(batch)).await?;
            tell(written);
        }
        Ok(())
    }

    /// Lives through the past.
    async fn live(&mut self, past: &Past, tell: Tell<'_>) -> Result<()> {
        self.take(Rows::Buyers(Arc::clone(&past.buyers))).await?;
        let mut lived = 0;
        for some in past.plan.purchases.chunks(past::STEP_PURCHASES_MAX) {
            self.take(Rows::Past(Arc::clone(&past.cast), some.to_vec())).await?;
            lived += some.iter().map(past::Planned::orders).sum::<u64>();
            tell(Stage::Orders, lived, past.plan.orders);
        }
        Ok(())
    }

    /// Seals what happened and writes that all is done. Every product announces itself: a running market would seal those
    /// events for a while, and its index, filled from the store in the meantime, would take each of them up once more.
    async fn done(&self) -> Result<()> {
        crate::feed::seal_all(self.market).await?;
        self.market.store.survey().await?;
        let now = self.market.now();
        self.market
            .store
            .write(format!("seed:done:{}", self.hand), move |tx| {
                Box::pin(async move { tx.put_setting(&SCOPE, DONE, "yes", now).await })
            })
            .await
    }
}

/// When the market was opened and what was wished for it: now and this, or what an earlier call said.
async fn begun(market: &Market, wish: String, hand: &str) -> Result<(Moment, String)> {
    let now = market.now();
    let (opened_at, wished) = market
        .store
        .write(format!("seed:begin:{hand}"), move |tx| {
            let (opened, wish) = (now.millis().to_string(), wish.clone());
            Box::pin(async move {
                let opened = tx.setting_or(&SCOPE, OPENED_AT, &opened, now).await?;
                Ok((opened, tx.setting_or(&SCOPE, WISHED, &wish, now).await?))
            })
        })
        .await?;
    Ok((Moment(opened_at.parse().map_err(Error::broken)?), wished))
}

fn begun_otherwise() -> Error {
    Error::broken(
        "this database was begun with other goods; finish it with those, or take an empty one",
    )
}

/// A number that depends on the two names only.
fn hash(name: &str, what: &str) -> u64 {
    let digest = Sha256::digest(format!("{what}:{name}"));
    digest.iter().take(8).fold(0, |n, byte| (n << 8) | u64::from(*byte))
}

/// How to sign in to the demo market; empty when this is none, or when it is not finished.
pub async fn demo_sign_ins(market: &Market) -> Result<Vec<SignIn>> {
    let done = market.store.read().await?.setting(&SCOPE, DONE).await?;
    Ok(done.map_or_else(Vec::new, |_| people::sign_ins()))
}

/// When the demo market was opened; `None` when this is none, or when it is not finished.
pub async fn demo_opened_at(market: &Market) -> Result<Option<Moment>> {
    let mut reader = market.store.read().await?;
    if reader.setting(&SCOPE, DONE).await?.is_none() {
        return Ok(None);
    }
    let opened = reader.setting(&SCOPE, OPENED_AT).await?;
    opened.map(|at| at.parse().map(Moment).map_err(Error::broken)).transpose()
}

/// Takes a step, and once more when the machine was too busy with other things for it.
async fn take(market: &Market, step: Step, hand: &str) -> Result<()> {
    for _ in 1..TRIES_MAX {
        match take_once(market, step.clone(), hand.to_owned()).await {
            Err(Error::Busy(why)) => tracing::warn!(step = step.number, why, "a step is repeated"),
            taken => return taken,
        }
    }
    take_once(market, step, hand.to_owned()).await
}

/// Writes one step unless it was taken. The setting that stores whose step it is makes a second process wait for the first
/// one's commit and then see that there is nothing left to do.
async fn take_once(market: &Market, step: Step, hand: String) -> Result<()> {
    let now = market.now();
    market
        .store
        .write(format!("seed:{}:{hand}", step.number), move |tx| {
            let (step, hand) = (step.clone(), hand.clone());
            Box::pin(async move {
                let taken = format!("demo.step.{}", step.number);
                if tx.setting_or(&SCOPE, &taken, &hand, now).await? != hand {
                    return Ok(());
                }
                step.write(tx, now).await
            })
        })
        .await
}
