//! Booking a paid place (2.1.1): what is for sale, what it costs, and what becomes of a booking. Places are sold by list and by
//! day of the market's calendar, for the same price to everybody, and no shop has more than one in a list on a day: whoever
//! pays more is not seen more.

use crate::catalogue::Words;
use crate::clocks::words;
use crate::error::{FieldError, Refusal};
use crate::fairness::{begin_of, day_of};
use crate::id::{CategoryId, MerchantId, PlacementId, ProductId, TypedId as _};
use crate::ledger::rules::FeeParts;
use crate::money::MoneyError;
use crate::rules::{Param, Resolved, Rulebook};
use crate::{Code, Moment, Money};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// The most characters the reason for ending a booking has.
pub const REASON_CHARS_MAX: usize = 200;
/// How many bookings a page shows.
pub const BOOKINGS_SHOWN: i64 = 30;

/// The word of the front page among lists.
const FRONT: &str = "front";

/// A list that has paid places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PaidList {
    /// The front page and the list of all goods.
    Front,
    /// The list of one category.
    Category(CategoryId),
}

impl PaidList {
    /// The stored text: the word of the front page, or the category's id.
    pub fn key(&self) -> &str {
        match self {
            Self::Front => FRONT,
            Self::Category(id) => id.as_str(),
        }
    }

    /// Reads the stored text.
    pub fn parse(key: &str) -> Option<Self> {
        match key {
            FRONT => Some(Self::Front),
            id => CategoryId::parse(id).ok().map(Self::Category),
        }
    }

    /// The list that a page shows: of a category, or of everything.
    pub fn shown(category: Option<&CategoryId>) -> Self {
        category.map_or(Self::Front, |id| Self::Category(id.clone()))
    }
}

impl From<PaidList> for String {
    fn from(list: PaidList) -> Self {
        list.key().to_owned()
    }
}

impl TryFrom<String> for PaidList {
    type Error = crate::id::IdError;
    fn try_from(key: String) -> Result<Self, Self::Error> {
        Self::parse(&key).ok_or(crate::id::IdError::Shape)
    }
}

words! {
    /// Where a booking stands.
    BookingState {
        /// Paid for, and not begun.
        Coming = "coming",
        /// Shown now.
        Running = "running",
        /// Shown to the end.
        Over = "over",
        /// Called off by the shop before it began.
        Cancelled = "cancelled",
        /// Ended by the platform's staff.
        Ended = "ended",
    }
}

words! {
    /// Who ended a booking.
    EndedBy {
        /// The shop.
        Merchant = "merchant",
        /// The platform's staff.
        Staff = "staff",
    }
}

/// What is for sale now, each figure with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The price of a day on the front page and in the list of all goods.
    pub front: Resolved,
    /// The price of a day in the list of a category.
    pub category: Resolved,
    /// How many places a list has.
    pub places: Resolved,
    /// How many days a booking has at the most.
    pub days: Resolved,
    /// How many days ahead may be booked.
    pub ahead: Resolved,
}

impl Offer {
    /// The figures in force. They are asked for nobody in particular, so a special agreement never makes a place cheaper.
    pub fn of(book: &Rulebook, now: Moment) -> Self {
        let figure = |param| book.resolve(param, now, &[]);
        Self {
            front: figure(Param::PlacePriceFront),
            category: figure(Param::PlacePriceCategory),
            places: figure(Param::PaidPlaces),
            days: figure(Param::PlaceDays),
            ahead: figure(Param::PlaceAhead),
        }
    }

    /// What a day in a list costs, with its source.
    pub const fn price(&self, list: &PaidList) -> &Resolved {
        match list {
            PaidList::Front => &self.front,
            PaidList::Category(_) => &self.category,
        }
    }

    /// Checks the days that somebody asks for. Refuses with field errors on `from` and `days`.
    pub fn span(&self, from: i64, days: i64, now: Moment) -> Result<Span, Refusal> {
        let today = day_of(now);
        let wrong = |field: &str, n: i64| FieldError {
            field: field.to_owned(),
            code: Code::NumberRange,
            n: Some(n),
        };
        let mut faults = Vec::new();
        if !(today..=today.saturating_add(self.ahead.figure)).contains(&from) {
            faults.push(wrong("from", self.ahead.figure));
        }
        if !(1..=self.days.figure).contains(&days) {
            faults.push(wrong("days", self.days.figure));
        }
        if faults.is_empty() { Ok(Span { from, days }) } else { Err(Refusal::fields(faults)) }
    }
}

/// Whole days of the market's calendar, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    pub from: i64,
    /// How many.
    pub days: i64,
}

impl Span {
    /// The day behind the last one.
    pub const fn until(self) -> i64 {
        self.from.saturating_add(self.days)
    }

    /// Every day.
    pub fn each(self) -> impl Iterator<Item = i64> {
        self.from..self.until()
    }

    /// When it begins.
    pub const fn begins(self) -> Moment {
        begin_of(self.from)
    }

    /// When it is over.
    pub const fn ends(self) -> Moment {
        begin_of(self.until())
    }
}

/// How a booking ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: EndedBy,
    /// Why; empty when the shop called it off.
    pub reason: String,
    /// What went back.
    pub back: Money,
}

/// A booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Which.
    pub id: PlacementId,
    /// Who pays.
    pub merchant: MerchantId,
    /// For what.
    pub product: ProductId,
    /// In which list.
    pub list: PaidList,
    /// On which days.
    pub span: Span,
    /// When it was booked; a place that begins today is shown from then on.
    pub booked_at: Moment,
    /// What a day costs.
    pub price: Money,
    /// What was paid, and from where.
    pub paid: FeeParts,
    /// How it ended before its time.
    pub ended: Option<Ending>,
}

impl Booking {
    /// From when on it is shown.
    pub fn begins(&self) -> Moment {
        self.span.begins().max(self.booked_at)
    }

    /// What it cost.
    pub fn fee(&self) -> Result<Money, MoneyError> {
        self.price.times(self.span.days)
    }

    /// Where it stands.
    pub fn state(&self, now: Moment) -> BookingState {
        match self.ended.as_ref().map(|ended| ended.by) {
            Some(EndedBy::Merchant) => BookingState::Cancelled,
            Some(EndedBy::Staff) => BookingState::Ended,
            None if now < self.begins() => BookingState::Coming,
            None if now < self.span.ends() => BookingState::Running,
            None => BookingState::Over,
        }
    }

    /// The shop calls it off before it begins, and everything goes back. Refuses with `PlaceBegun` afterwards.
    pub fn cancel(&self, now: Moment) -> Result<Self, Refusal> {
        if self.state(now) != BookingState::Coming {
            return Err(Code::PlaceBegun.into());
        }
        self.ended_by(EndedBy::Merchant, "", now)
    }

    /// The staff ends it for a reason, and what the days cost that have not begun goes back. Refuses with `PlaceBegun` when
    /// there is nothing left to end, and with a field error on `reason`.
    pub fn end(&self, reason: &str, now: Moment) -> Result<Self, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::field("reason", Code::Required));
        }
        if reason.chars().count() > REASON_CHARS_MAX {
            return Err(Refusal::field("reason", Code::TooLong));
        }
        match self.state(now) {
            BookingState::Coming | BookingState::Running => {
                self.ended_by(EndedBy::Staff, reason, now)
            }
            _ => Err(Code::PlaceBegun.into()),
        }
    }

    fn ended_by(&self, by: EndedBy, reason: &str, now: Moment) -> Result<Self, Refusal> {
        let left = self.first_free_day(now);
        let left = self.span.until().saturating_sub(left).clamp(0, self.span.days);
        let back = self.price.times(left).map_err(|_| Refusal::of(Code::Internal))?;
        let ended = Ending { at: now, by, reason: reason.to_owned(), back };
        Ok(Self { ended: Some(ended), ..self.clone() })
    }

    /// The first of its days that has not begun at `now`: from there on others may book.
    pub fn first_free_day(&self, now: Moment) -> i64 {
        let tomorrow = day_of(now).saturating_add(1);
        if now < self.begins() { self.span.from } else { tomorrow.max(self.span.from) }
    }
}

/// A booking as it is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingView {
    /// Which.
    pub id: PlacementId,
    /// Whose.
    pub shop: Words,
    /// The goods.
    pub name: Words,
    /// Their place in addresses.
    pub slug: String,
    /// Their picture.
    pub picture: String,
    /// The category whose list it is; `None` for the front page.
    pub category: Option<Words>,
    /// When it begins.
    pub from: Moment,
    /// When its last day begins.
    pub last: Moment,
    /// How many days.
    pub days: i64,
    /// What it cost.
    pub fee: Money,
    /// When it was booked.
    pub booked_at: Moment,
    /// Where it stands.
    pub state: BookingState,
    /// How it ended before its time.
    pub ended: Option<Ending>,
}

/// A list that certain goods can have a place in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChoice {
    /// Which.
    pub list: PaidList,
    /// The category's name; `None` for the front page.
    pub category: Option<Words>,
    /// What a day costs, with its source.
    pub price: Resolved,
}

/// What a booking would cost, and whether it can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The goods.
    pub product: ProductId,
    /// Their name.
    pub name: Words,
    /// The list with its price.
    pub choice: ListChoice,
    /// The days.
    pub span: Span,
    /// What it costs: price times days.
    pub fee: Money,
    /// What the shop has: what may be paid out and what is still inside the after-sales time.
    pub money: Money,
    /// Days on which every place is taken.
    pub full: Vec<i64>,
    /// Days on which the shop has a place in this list already.
    pub held: Vec<i64>,
}

impl Quote {
    /// Whether the shop has the money.
    pub const fn is_covered(&self) -> bool {
        self.money.minor >= self.fee.minor
    }

    /// Whether it can be booked.
    pub const fn can_be_had(&self) -> bool {
        self.full.is_empty() && self.held.is_empty() && self.is_covered()
    }
}

/// How one day of a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayTaken {
    /// The day.
    pub day: i64,
    /// How many places are taken.
    pub taken: i64,
    /// Whether the shop that asks has one of them.
    pub own: bool,
}
