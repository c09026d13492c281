//! What is kept of a day's bill: where the day stands, what both sides came to, and the differences as tasks.

use super::{BillKind, Difference, Sums};
use crate::Moment;
use crate::clocks::words;
use crate::id::{AccountId, DifferenceId, PostingId};

words! {
    /// Where a day of a provider stands. It only moves forward.
    DayState {
        /// There is no bill yet.
        Waiting = "waiting",
        /// Both sides agree in everything.
        Matched = "matched",
        /// They do not, and a person has not yet answered for all of it.
        Different = "different",
        /// Every difference is answered for, or there was no bill and nothing of ours to be on it.
        Closed = "closed",
    }
}

/// One provider's day of the market's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which provider.
    pub provider: String,
    /// Which day, counted from 1970.
    pub day: i64,
    /// Where it stands.
    pub state: DayState,
    /// How often the bill was asked for.
    pub tries: i64,
    /// When it was asked for last.
    pub asked_at: Option<Moment>,
    /// How many movements agree.
    pub matched: i64,
    /// How many differences there are.
    pub differences: i64,
    /// How many of them nobody has answered for.
    pub open: i64,
    /// When it was held against our books.
    pub compared_at: Option<Moment>,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

impl Day {
    /// A day whose bill nobody has asked for yet.
    pub const fn waiting(provider: String, day: i64) -> Self {
        Self {
            provider,
            day,
            state: DayState::Waiting,
            tries: 0,
            asked_at: None,
            matched: 0,
            differences: 0,
            open: 0,
            compared_at: None,
            version: 0,
        }
    }
}

/// What both sides of a day came to, a currency each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySums {
    /// By the bill.
    pub theirs: Vec<Sums>,
    /// By our books.
    pub ours: Vec<Sums>,
}

words! {
    /// How a difference was answered for.
    Answer {
        /// The provider was asked again, and now both agree.
        Agrees = "agrees",
        /// The amount was moved to or from suspense by a posting.
        Moved = "moved",
        /// A person has told why it is as it is.
        Explained = "explained",
    }
}

/// Who answered for a difference, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// How.
    pub answer: Answer,
    /// Who of the staff.
    pub by: AccountId,
    /// Why, in their words.
    pub note: String,
    /// The posting that moved it; with [`Answer::Moved`] alone.
    pub posting: Option<PostingId>,
    /// When.
    pub at: Moment,
}

/// A difference as a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Which.
    pub id: DifferenceId,
    /// Of which provider's bill.
    pub provider: String,
    /// Of which day.
    pub day: i64,
    /// What differs.
    pub difference: Difference,
    /// How it was answered for; nobody has yet while this is `None`.
    pub answered: Option<Answered>,
}

/// Which movements of a provider are looked for: those of a kind that were done from a moment on and before another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which provider.
    pub provider: String,
    /// Payments or refunds.
    pub kind: BillKind,
    /// From when on.
    pub from: Moment,
    /// Before when.
    pub until: Moment,
}
