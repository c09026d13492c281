//! Alipay's side of the trade: the gateway, the cashier pages, the notifications, and the ledger behind them.

mod archive;
mod bill;
mod gateway;
mod methods;
mod notify;
mod page;
mod past;
mod trade;

pub use bill::Bills;
pub use notify::sealed;
pub use past::Past;
pub use trade::{Book, Trade, yuan};

use crate::sim::{Shared, Sim};
use axum::Router;
use axum::routing::{get, post};

/// The gateway and the cashier.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/gateway.do", get(gateway::by_get).post(gateway::by_post))
        .route("/bill/{token}", get(bill::download))
        .route("/cashier/{token}", get(page::show))
        .route("/cashier/{token}/pay", post(page::pay))
        .route("/cashier/{token}/cancel", post(page::cancel))
}

/// The payer pays: opens the trade when nobody has, and tells the shop. Refuses when it cannot be paid.
pub fn pay(sim: &Shared, out_trade_no: &str, tell: bool) -> Result<Trade, &'static str> {
    let paid = sim
        .with_trade(out_trade_no, |trade, sim| {
            trade.open(sim)?;
            trade.pay(sim.clock.now_ms())
        })
        .ok_or("no such trade")??;
    if tell {
        notify::payment(sim, &paid);
    }
    Ok(paid)
}

/// Tells the shop once more how the trade stands.
pub fn tell_again(sim: &Shared, out_trade_no: &str) -> Result<Trade, &'static str> {
    let trade = sim.with_trade(out_trade_no, |trade, _| trade.clone()).ok_or("no such trade")?;
    if trade.trade_no.is_none() {
        return Err("nobody has opened it yet");
    }
    match trade.refunds.last() {
        Some(refund) => notify::refund(sim, &trade, refund),
        None => notify::payment(sim, &trade),
    }
    Ok(trade)
}

/// The time for refunds is over.
pub fn finish(sim: &Shared, out_trade_no: &str) -> Result<Trade, &'static str> {
    sim.with_trade(out_trade_no, |trade, _| trade.finish()).ok_or("no such trade")?
}

impl Sim {
    /// Works on one trade under the ledger's lock, after time has done its part, and remembers the change.
    fn with_trade<T>(
        &self,
        out_trade_no: &str,
        work: impl FnOnce(&mut Trade, &Self) -> T,
    ) -> Option<T> {
        let mut book = self.book();
        let trade = book.get_mut(out_trade_no)?;
        let before = trade.clone();
        trade.pass_time(self.clock.now_ms());
        let answer = work(trade, self);
        if *trade != before {
            self.note(&crate::journal::Line::Trade(trade.clone()));
        }
        Some(answer)
    }
}
