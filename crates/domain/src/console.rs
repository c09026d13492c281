//! What consoles show at a glance. Filled by `services`; counts are bounded, so a page writes "99+" beyond them.

use crate::orders::views::OrderCard;
use crate::returns::views::ReturnCase;
use crate::{Moment, Money};
use serde::{Deserialize, Serialize};

/// How far waiting things are counted.
pub const COUNT_MAX: i64 = 100;

/// How many orders wait for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCounts {
    /// Placed, not paid.
    pub to_pay: i64,
    /// Paid, not shipped.
    pub to_ship: i64,
    /// Shipped, not received.
    pub shipped: i64,
}

/// The returns of a shop at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterSalesToday {
    /// Requests without an answer.
    pub to_answer: i64,
    /// Goods on their way back, to be refunded when they arrive.
    pub to_refund: i64,
    /// Reviews without an answer.
    pub reviews: i64,
    /// What must be answered or refunded, the soonest deadline first.
    pub soonest: Vec<ReturnCase>,
}

/// What lies on a shop's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopMoney {
    /// Still inside the after-sales time.
    pub pending: Money,
    /// Free to be paid out.
    pub available: Money,
}

/// What waits for a member of a merchant's staff, as far as their permissions reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// The orders.
    pub orders: OrderCounts,
    /// What is to leave the shop, the promise that ends first in front; as many as a page names.
    pub to_ship: Vec<OrderCard>,
    /// The moment this was put together, for countdowns.
    pub now: Moment,
    /// The returns, for those who decide on them.
    pub after_sales: Option<AfterSalesToday>,
    /// The money, for those who may see it.
    pub money: Option<ShopMoney>,
}
