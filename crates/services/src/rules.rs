//! The rulebook as everybody may read it: the version in force and every figure with its source (5.2, 5.3).

use crate::trade::MACHINE;
use crate::{Market, Result};
use domain::rules::{Param, Resolved, RuleVersion};

/// The version in force and what each parameter is now, without special agreements: those are their parties' alone.
pub async fn book(market: &Market) -> Result<(Option<RuleVersion>, Vec<Resolved>)> {
    let book = market.store.read().await?.rulebook(&MACHINE).await?;
    let now = market.now();
    let figures = Param::ALL.iter().map(|param| book.resolve(*param, now, &[])).collect();
    Ok((book.in_force(now).cloned(), figures))
}
