//! Reviews (3.3.3). Only somebody who bought and received can write one, one per order line, and only while the window of
//! the order's own terms is open. What was written never changes: the buyer may add to it once, the merchant may answer once,
//! and neither takes anything back. The stars of a review are those of the goods; how they came and how the shop behaved
//! are told beside them and count for the shop.

pub mod score;
#[cfg(test)]
mod tests;
pub mod views;

use crate::clocks::words;
use crate::error::{FieldError, Refusal};
use crate::id::{AccountId, MerchantId, OrderId, OrderLineId, ProductId, ReviewId};
use crate::orders::{Order, OrderLine};
use crate::rules::{Param, Terms};
use crate::{Code, Moment};
use serde::{Deserialize, Serialize};

/// The longest text of a review, of what is added to it and of an answer.
pub const TEXT_CHARS_MAX: usize = 500;
/// The most stars there are.
pub const STARS_MAX: i64 = 5;
/// How many reviews a page of a list shows.
pub const PAGE_SIZE: i64 = 10;
/// How many the page of a product shows at once: what it is made of comes below them.
pub const SHOWN_WITH_GOODS: i64 = 5;

words! {
    /// What stars are given for.
    Dimension {
        /// The quality of the product.
        Goods = "goods",
        /// How fast it came.
        Logistics = "logistics",
        /// How the shop behaved (客服态度).
        Service = "service",
    }
}

/// The stars of a review, each from one to five; zero means that none were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// For the product.
    pub goods: i64,
    /// For the way it came.
    pub logistics: i64,
    /// For the shop.
    pub service: i64,
}

impl Scores {
    /// The stars of one dimension.
    pub const fn of(&self, dimension: Dimension) -> i64 {
        match dimension {
            Dimension::Goods => self.goods,
            Dimension::Logistics => self.logistics,
            Dimension::Service => self.service,
        }
    }

    /// What is wrong with them, by the name of the dimension.
    fn faults(&self) -> Vec<FieldError> {
        let wrong = Dimension::ALL.iter().filter(|d| !(1..=STARS_MAX).contains(&self.of(**d)));
        let fault = |d: &Dimension| {
            let code = if self.of(*d) == 0 { Code::Required } else { Code::NumberRange };
            FieldError { field: d.as_str().to_owned(), code, n: Some(STARS_MAX) }
        };
        wrong.map(fault).collect()
    }
}

/// Something somebody said, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// In their words.
    pub text: String,
    /// When.
    pub at: Moment,
}

/// What a buyer wants to say about a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewAsk {
    /// The line.
    pub line: OrderLineId,
    /// The stars.
    pub scores: Scores,
    /// In the buyer's words.
    pub text: String,
}

/// What a buyer said about a line, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Which.
    pub id: ReviewId,
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: OrderLineId,
    /// What it is about.
    pub product: ProductId,
    /// Who sold it.
    pub merchant: MerchantId,
    /// Who bought it.
    pub buyer: AccountId,
    /// The stars.
    pub scores: Scores,
    /// In the buyer's words.
    pub text: String,
    /// When it was written.
    pub written_at: Moment,
    /// What the buyer added later.
    pub follow_up: Option<Said>,
    /// What the merchant answered.
    pub answer: Option<Said>,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// Something that happens to a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewEvent {
    /// The buyer adds to it.
    FollowUp(String),
    /// The merchant answers.
    Answer(String),
}

impl ReviewEvent {
    /// What the live pages hear.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::FollowUp(_) => "review.followed_up",
            Self::Answer(_) => "review.answered",
        }
    }
}

/// When the window for writing closes; `None` while it has not begun (the order was not received).
pub fn window_ends(order: &Order) -> Option<Moment> {
    order.received_at.map(|at| at.plus(order.terms.duration(Param::ReviewWindow)))
}

/// The line, when a review of it may be written now. Whether there is one already is not known here.
pub fn may_write<'o>(
    order: &'o Order,
    line: &OrderLineId,
    now: Moment,
) -> Result<&'o OrderLine, Refusal> {
    let line = order.line(line)?;
    match window_ends(order) {
        None => Err(Code::ReviewTooEarly.into()),
        Some(end) if now >= end => Err(Code::ReviewOver.into()),
        Some(_) => Ok(line),
    }
}

/// Writes a review. Refused with `ReviewTooEarly`, `ReviewOver`, or with everything that is wrong with its fields.
pub fn write(id: ReviewId, order: &Order, ask: &ReviewAsk, now: Moment) -> Result<Review, Refusal> {
    let line = may_write(order, &ask.line, now)?;
    let mut faults = ask.scores.faults();
    let text = checked("text", &ask.text).unwrap_or_else(|fault| {
        faults.push(fault);
        String::new()
    });
    if !faults.is_empty() {
        return Err(Refusal::fields(faults));
    }
    Ok(Review {
        id,
        order: order.id.clone(),
        line: line.id.clone(),
        product: line.product.clone(),
        merchant: order.merchant.clone(),
        buyer: order.buyer.clone(),
        scores: ask.scores,
        text,
        written_at: now,
        follow_up: None,
        answer: None,
        version: 0,
    })
}

/// The text as it is kept, or what is wrong with the field.
fn checked(field: &str, text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let fault = |code, n| FieldError { field: field.to_owned(), code, n };
    match text.chars().count() {
        0 => Err(fault(Code::Required, None)),
        n if n > TEXT_CHARS_MAX => Err(fault(Code::TooLong, i64::try_from(TEXT_CHARS_MAX).ok())),
        _ => Ok(text.to_owned()),
    }
}

impl Review {
    /// Until when the buyer may add to it under these terms; `None` when something was added.
    pub fn follow_up_ends(&self, terms: &Terms) -> Option<Moment> {
        let end = self.written_at.plus(terms.duration(Param::ReviewFollowUp));
        self.follow_up.is_none().then_some(end)
    }

    /// What becomes of it when `event` happens at `now`; `terms` are those of the order. A refusal changes nothing.
    pub fn apply(&self, event: &ReviewEvent, terms: &Terms, now: Moment) -> Result<Self, Refusal> {
        let said = |field, text: &str| {
            let text = checked(field, text).map_err(|fault| Refusal::fields(vec![fault]))?;
            Ok::<_, Refusal>(Some(Said { text, at: now }))
        };
        let mut after = self.clone();
        match event {
            ReviewEvent::FollowUp(text) => {
                let end = self.follow_up_ends(terms).ok_or(Code::AlreadyReviewed)?;
                if now >= end {
                    return Err(Code::ReviewOver.into());
                }
                after.follow_up = said("text", text)?;
            }
            ReviewEvent::Answer(text) => {
                if self.answer.is_some() {
                    return Err(Code::AlreadyAnswered.into());
                }
                after.answer = said("answer", text)?;
            }
        }
        Ok(after)
    }
}
