//! What consoles show of returns: the case with the goods it is about, and what the asking party may do with it now.
//! Filled by `services`; what is offered is asked of the same machine that carries it out.

use super::{Return, ReturnEvent};
use crate::Moment;
use crate::clocks::words;
use crate::orders::views::{LineView, ReturnView};
use crate::orders::{Address, By};
use crate::rules::Terms;
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

impl ReturnAction {
    /// What the merchant may do now: asked of the machine, so that a button never leads to a refusal by rule.
    pub fn of_merchant(ret: &Return, terms: &Terms, now: Moment) -> Vec<Self> {
        // Any reason and any address will do for asking whether there may be one.
        let asked = [
            (Self::Agree, ReturnEvent::Agree(By::Merchant, Some(Address::default()))),
            (Self::Refuse, ReturnEvent::Refuse("?".to_owned())),
            (Self::GoodsBack, ReturnEvent::GoodsBack(By::Merchant)),
        ];
        let open = asked.into_iter().filter(|(_, event)| ret.apply(event, terms, now).is_ok());
        open.map(|(action, _)| action).collect()
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
    /// What the shop tells buyers today about where goods go back; for the shop alone, while it has not answered.
    pub would_send_to: Option<Address>,
    /// The moment this was put together, for countdowns.
    pub now: Moment,
}
