//! The public report on who is shown how often (2.1.1).

use crate::AppError;
#[cfg(feature = "ssr")]
use crate::request::{fail, market};
use crate::wire::Asking;
use domain::Moment;
use domain::fairness::Report;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many days the report covers.
#[cfg(feature = "ssr")]
const DAYS: i64 = 30;

/// The report and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FairnessView {
    /// The figures.
    pub report: Report,
    /// The first day.
    pub from: Moment,
    /// The last day.
    pub until: Moment,
    /// The names of the regions, by the first two digits of their codes.
    pub regions: Vec<(String, String)>,
}

/// Exposure of the last thirty days, today included.
#[server(prefix = "/api", endpoint = "/tally/report", protocol = Asking)]
pub async fn fairness() -> Result<FairnessView, AppError> {
    use domain::fairness::{begin_of, day_of};
    let market = market()?;
    let today = day_of(market.now());
    let from = today + 1 - DAYS;
    let report = services::tally::report_kept(&market, from, today + 1).await.map_err(fail)?;
    let report = (*report).clone();
    let english = crate::request::english();
    let named = services::regions::provinces().into_iter();
    let named = named.map(|r| services::regions::named(r, english));
    let named = named.filter_map(|r| Some((r.code.get(..2)?.to_owned(), r.name)));
    let regions = named.filter(|(code, _)| report.regions.iter().any(|g| g.key == *code)).collect();
    Ok(FairnessView { report, from: begin_of(from), until: begin_of(today), regions })
}
