//! A YEAR OF TRADE for the demo market: who bought what before today, and what became of it. The plan is made from the
//! goods and the moment the market was opened, with no chance in it; each purchase of it is then lived through by the very
//! use cases that serve visitors, with a clock that stands in the past. So nothing here can differ from real life: prices,
//! frozen shares, pages as sold, postings and clocks come from where they always come from. What a partner would have been
//! asked is taken as answered; nobody is called.
//!
//! The last events of the youngest purchases lie in the future and do not happen: their clocks run, as they should. Money alone
//! is never left on its way: what is owed when the past ends has gone back.

mod buyers;
mod dice;
mod ids;
mod journey;
mod life;
mod opinions;
mod plan;
mod shelf;
mod words;

pub use buyers::Buyers;
pub use life::Cast;
#[cfg(test)]
pub use life::chance;
pub use plan::{Plan, Planned};

use super::data::Data;
use super::make::Maker;
use crate::{Market, Result};
use domain::Duration;
use std::sync::Arc;

/// How many days back the past reaches.
pub const PAST_DAYS: u64 = 365;
/// How long before today those who buy had come to the market.
pub const PEOPLE_SINCE: Duration = Duration::days(400);
/// How many purchases one step lives through at most. The store lets no write take long.
pub const STEP_PURCHASES_MAX: usize = 8;

/// The past of a market: what is planned, and with whom.
pub struct Past {
    /// What is planned.
    pub plan: Plan,
    /// Who plays in it.
    pub cast: Arc<Cast>,
    /// Those who buy, ready to be written.
    pub buyers: Arc<Buyers>,
}

impl Past {
    /// Plans about that many orders among so many goods.
    pub async fn of(
        market: &Market,
        data: &Data,
        maker: &Maker<'_>,
        goods: u64,
        orders: u64,
    ) -> Result<Self> {
        let buyers = Arc::new(Buyers::new(market, maker.opened_at).await?);
        let plan = Plan::new(data, maker, goods, orders, buyers.count())?;
        let cast = Arc::new(Cast::new(market, maker, &buyers));
        Ok(Self { plan, cast, buyers })
    }
}
