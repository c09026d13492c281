//! What consoles show of returns: the case with the goods it is about, and what the asking party may do with it now.
//! Filled by `services`; what is offered is asked of the same machine that carries it out.

use crate::Moment;
use crate::clocks::words;
use crate::orders::views::{LineView, ReturnView};
use serde::{Deserialize, Serialize};

words! {
    /// What the asking party may do with a return now.
    ReturnAction {
        /// Agree to it.
        Agree = "agree",
        /// Refuse it, with reasons.
        Refuse = "refuse",
        /// Say that the goods are back.
        GoodsBack = "goods_back",
    }
}

/// A return with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCase {
    /// The request, with its running clock.
    pub ret: ReturnView,
    /// The human number of the order.
    pub order_number: String,
    /// Who received the goods.
    pub recipient: String,
    /// The line as sold.
    pub line: LineView,
    /// What the asking party may do now.
    pub actions: Vec<ReturnAction>,
    /// The moment this was put together, for countdowns.
    pub now: Moment,
}
