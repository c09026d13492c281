//! WeChat Pay's side of the trade: the interface, the pages that a payer sees, the notifications, and the ledger behind
//! them.

mod bill;
mod certificate;
mod door;
mod keys;
mod notify;
mod order;
mod page;
mod pay;
mod refund;
mod split;

pub use keys::{Keys, Stored};
pub use notify::sealed;
pub use order::{Order, Orders};

use crate::sim::{Shared, Sim};
use axum::Router;
use axum::routing::{any, get, post};

/// The interface and the pages.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/v3/{*path}", any(door::serve))
        .route("/wechat/cashier/{token}", get(page::show))
        .route("/wechat/cashier/{token}/pay", post(page::pay))
}

/// The payer pays, and the shop is told. Refuses when it cannot be paid.
pub fn pay(sim: &Shared, out_trade_no: &str, tell: bool) -> Result<Order, &'static str> {
    let paid =
        sim.with_order(out_trade_no, |order, sim| order.pay(sim)).ok_or("no such trade")??;
    if tell {
        notify::payment(sim, &paid);
    }
    Ok(paid)
}

/// Tells the shop once more that the order is paid.
pub fn tell_again(sim: &Shared, out_trade_no: &str) -> Result<Order, &'static str> {
    let order = sim.with_order(out_trade_no, |order, _| order.clone()).ok_or("no such trade")?;
    if order.paid_ms.is_none() {
        return Err("nobody has paid it yet");
    }
    notify::payment(sim, &order);
    Ok(order)
}

impl Sim {
    /// Works on one order under the ledger's lock, after time has done its part, and remembers the change.
    fn with_order<T>(
        &self,
        out_trade_no: &str,
        work: impl FnOnce(&mut Order, &Self) -> T,
    ) -> Option<T> {
        let mut orders = self.orders();
        let order = orders.get_mut(out_trade_no)?;
        let before = order.clone();
        order.pass_time(self.clock.now_ms());
        let answer = work(order, self);
        if *order != before {
            self.note(&crate::journal::Line::Order(order.clone()));
        }
        Some(answer)
    }
}
