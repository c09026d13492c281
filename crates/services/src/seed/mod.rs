//! THE DEMO MARKET. Fills an empty database with shops, goods, coupons and three people, so that a newcomer sees a market
//! and not a shell. Everything comes from the files under `data/`: the same goods, prices and addresses every time; no
//! chance but the salts of the passwords, and no time but the moment the market was opened.
//!
//! Filling goes step by step, each step one transaction that also notes how far it came. A process that dies between two
//! steps leaves a market that the next start finishes. Nothing here touches a database that has a shop of its own.

mod data;
mod make;
mod people;
mod steps;
#[cfg(test)]
mod tests;

use crate::ports::StoreExt as _;
use crate::{Error, Market, Result};
use domain::catalogue::ProductFilter;
use domain::{Moment, Scope};
use steps::Step;

const SCOPE: Scope = Scope::System("seed");
/// When the demo market was opened, in Unix milliseconds. Its ids are derived from it.
const OPENED_AT: &str = "demo.opened_at";
/// Which step comes next, or [`DONE`].
const PROGRESS: &str = "demo.progress";
const DONE: &str = "done";

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
    match reader.setting(&SCOPE, PROGRESS).await?.as_deref() {
        Some(DONE) => return Ok(false),
        Some(_) => return Ok(true),
        None => {}
    }
    let shops = reader.new_shops(&SCOPE, 1).await?;
    let goods = reader.products(&SCOPE, &ProductFilter::default(), None, 1).await?;
    Ok(shops.is_empty() && goods.items.is_empty())
}

/// Fills an empty database, or finishes what an earlier call began. Two processes may do it at once. Fails when the
/// database has a shop or a login that the demo market wants for itself.
pub async fn demo(market: &Market) -> Result<()> {
    let now = market.now();
    let opened_at = market
        .store
        .write(format!("seed.begin:{now:?}"), move |tx| {
            Box::pin(async move {
                tx.setting_or(&SCOPE, PROGRESS, "0", now).await?;
                let opened = now.millis().to_string();
                tx.setting_or(&SCOPE, OPENED_AT, &opened, now).await
            })
        })
        .await?;
    let opened_at = Moment(opened_at.parse().map_err(Error::broken)?);
    let steps = steps::all(market, opened_at).await?;
    loop {
        let progress = progress(market).await?;
        let Some(step) = progress.parse::<usize>().ok().and_then(|n| steps.get(n)) else {
            return Ok(());
        };
        match take(market, step, steps.len()).await {
            // Another process took the step at the same time; what it wrote stands.
            Err(Error::Conflict(_)) if self::progress(market).await? != progress => {}
            taken => taken?,
        }
    }
}

/// How to sign in to the demo market; empty when this is none, or when it is not finished.
pub async fn demo_sign_ins(market: &Market) -> Result<Vec<SignIn>> {
    if progress(market).await? != DONE {
        return Ok(Vec::new());
    }
    Ok(people::sign_ins())
}

async fn progress(market: &Market) -> Result<String> {
    let progress = market.store.read().await?.setting(&SCOPE, PROGRESS).await?;
    Ok(progress.unwrap_or_default())
}

/// Writes one step, unless somebody else did, and notes that the next one is due.
async fn take(market: &Market, step: &Step, steps: usize) -> Result<()> {
    let (step, now) = (step.clone(), market.now());
    let key = format!("seed:{}:{}", now.millis(), step.number);
    market
        .store
        .write(key, move |tx| {
            let step = step.clone();
            Box::pin(async move {
                let due = tx.setting(&SCOPE, PROGRESS).await?;
                if due != Some(step.number.to_string()) {
                    return Ok(());
                }
                step.write(tx, now).await?;
                let next = step.number + 1;
                let next = if next == steps { DONE.to_owned() } else { next.to_string() };
                tx.put_setting(&SCOPE, PROGRESS, &next, now).await
            })
        })
        .await
}
