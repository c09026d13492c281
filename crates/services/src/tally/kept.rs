//! The public report, kept for a while. Making it counts the goods of every shop, so its cost grows with the catalogue; kept
//! for a hundred times as long as it took, it costs the machine a hundredth, however many goods there are.

use super::report;
use crate::{Market, Result};
use domain::fairness::Report;
use domain::{Duration, Moment};
use std::sync::{Arc, Mutex, PoisonError};

/// It is shown for so long at least.
const LASTS_MIN: Duration = Duration::seconds(5);
/// It is shown for so long at most, also while somebody makes it anew.
const LASTS_MAX: Duration = Duration::minutes(10);
/// How many times as long as it took to make it is good for.
const TIMES: i64 = 100;

#[derive(Clone, Debug)]
struct Made {
    days: (i64, i64),
    at: Moment,
    lasts: Duration,
    report: Arc<Report>,
}

/// The report that was made last.
#[derive(Debug, Default)]
pub struct Reported {
    made: Mutex<Option<Made>>,
    making: tokio::sync::Mutex<()>,
}

impl Reported {
    /// What is kept of these days and may still be shown.
    fn known(&self, days: (i64, i64), now: Moment) -> Option<Made> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.clone().filter(|made| made.days == days && now.since(made.at) < LASTS_MAX)
    }

    fn keep(&self, made: Made) {
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
    }
}

/// The report as pages show it, at most some minutes old. One visitor at a time makes it anew; all others are shown what is
/// there and wait only when there is nothing.
pub async fn report_kept(market: &Market, from: i64, until: i64) -> Result<Arc<Report>> {
    let (reported, days) = (&market.tally.reported, (from, until));
    let fresh = |made: &Made| market.now().since(made.at) < made.lasts;
    let known = reported.known(days, market.now());
    let _making = match known {
        Some(made) if fresh(&made) => return Ok(made.report),
        Some(made) => match reported.making.try_lock() {
            Ok(making) => making,
            Err(_) => return Ok(made.report),
        },
        None => reported.making.lock().await,
    };
    // Whoever waited may find it made.
    if let Some(made) = reported.known(days, market.now()).filter(fresh) {
        return Ok(made.report);
    }
    let at = market.now();
    let report = Arc::new(report(market, from, until).await?);
    let took = market.now().since(at);
    let lasts = Duration(took.0.saturating_mul(TIMES).clamp(LASTS_MIN.0, LASTS_MAX.0));
    reported.keep(Made { days, at, lasts, report: report.clone() });
    Ok(report)
}
