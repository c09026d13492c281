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

mod data;
mod evidence;
mod facts;
mod listed;
mod make;
mod people;
mod recipe;
mod skus;
mod steps;
#[cfg(test)]
mod tests;

use crate::ports::StoreExt as _;
use crate::{Error, Market, Result};
use domain::catalogue::ProductFilter;
use domain::{Moment, Scope};
use listed::Catalogue;
use make::{Goods, Maker};
use sha2::{Digest as _, Sha256};
use steps::{Rows, Step};

const SCOPE: Scope = Scope::System("seed");
/// When the demo market was opened, in Unix milliseconds. Its ids are derived from it.
const OPENED_AT: &str = "demo.opened_at";
/// How many goods it was to have when it was begun, or from which file. Who finishes it keeps to that: the steps would not
/// fit another number.
const WISHED: &str = "demo.goods";
/// How many goods the demo market has unless somebody wishes otherwise.
pub const GOODS: u64 = 5_000;
/// So few that only those written by hand are there.
pub const FRONT_ROW: u64 = 0;
/// There once every step is written: this is a demo market.
const DONE: &str = "demo.done";

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

/// Fills an empty database with that many goods (never fewer than those written by hand), or finishes what an earlier call
/// began. `tell` hears after each step how many of how many goods are there. A database that is not empty is left as it is.
/// Fails when somebody has a login that the demo market wants for itself.
pub async fn demo(market: &Market, goods: u64, tell: &(dyn Fn(u64, u64) + Sync)) -> Result<()> {
    if !is_empty(market).await? {
        return Ok(());
    }
    let hand = format!("{:032x}", market.ids.bits());
    let (opened_at, wished) = begun(market, goods.to_string(), &hand).await?;
    let goods: u64 = wished.parse().map_err(|_| begun_otherwise())?;
    let data = data::load()?;
    let maker = Maker::new(&data, opened_at)?;
    let goods = goods.max(maker.by_hand());
    let first = steps::first(market, &maker).await?;
    fill(market, &hand, first.into(), maker.goods(0..goods), &|written| tell(written, goods)).await
}

/// Fills an empty database from somebody's own catalogue, or finishes what an earlier call with the same file began; answers
/// whether there was anything to do. The file is JSON: a list of products (or an object with `products`), each with `name`,
/// `slug`, `category`, perhaps `description`, `brand` and `image`, and `variants` with `sku`, `price` in cents, `stock` and
/// perhaps `size`.
pub async fn catalogue(
    market: &Market,
    file: &str,
    tell: &(dyn Fn(u64, u64) + Sync),
) -> Result<bool> {
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
    let tell = |written| tell(written, listed.count());
    fill(market, &hand, first.into(), listed.goods(opened_at), &tell).await?;
    Ok(true)
}

/// Writes the first steps, then the goods batch by batch, then that all is done.
async fn fill(
    market: &Market,
    hand: &str,
    first: Vec<Rows>,
    goods: impl Iterator<Item = Result<Goods>> + Send,
    tell: &(dyn Fn(u64) + Sync),
) -> Result<()> {
    let mut number = 0;
    for rows in first {
        take(market, Step::new(number, rows), hand.to_owned()).await?;
        number += 1;
    }
    let mut written = 0;
    for batch in steps::batches(goods) {
        let batch = batch?;
        written += batch.len() as u64;
        take(market, Step::new(number, Rows::Goods(batch)), hand.to_owned()).await?;
        number += 1;
        tell(written);
    }
    let now = market.now();
    market
        .store
        .write(format!("seed:done:{hand}"), move |tx| {
            Box::pin(async move { tx.put_setting(&SCOPE, DONE, "yes", now).await })
        })
        .await
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

/// Writes one step unless it was taken. The setting that stores whose step it is makes a second process wait for the first
/// one's commit and then see that there is nothing left to do.
async fn take(market: &Market, step: Step, hand: String) -> Result<()> {
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
