//! Promises with a time are rows. A clock is started by a fact, falls due, may be paused while the promise is suspended,
//! fires once with an outcome, or is stopped because the fact came first. Both parties see the countdown. Nothing here
//! reads the time: the worker brings the moment.

use crate::id::ClockId;
use crate::{Duration, Moment};
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$meta:meta])* $ty:ident { $($(#[$doc:meta])* $name:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $ty { $($(#[$doc])* $name),+ }

        impl $ty {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Reads the stored word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|x| x.as_str() == word)
            }
        }

        // One table for writing and reading: what serde makes of each enum is a table of its own.
        impl serde::Serialize for $ty {
            fn serialize<S: serde::Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                writer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $ty {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let word = <String as serde::Deserialize>::deserialize(reader)?;
                Self::parse(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What happens when the time is up.
    ClockKind {
        /// An unpaid purchase closes (3.2.1). Subject: the purchase.
        UnpaidClose = "unpaid_close",
        /// A paid order was to leave the shop by now: a broken promise is on record (3.2.3). Subject: the order.
        Dispatch = "dispatch",
        /// A shipped order counts as received (3.2.3). Subject: the order.
        AutoConfirm = "auto_confirm",
        /// An unanswered return counts as agreed (3.3.1). Subject: the return.
        ReturnDecide = "return_decide",
        /// A return that was agreed to and not sent back lapses (3.3.1). Subject: the return.
        ReturnSend = "return_send",
        /// Goods sent back and not objected to are refunded (3.3.1). Subject: the return.
        ReturnConfirm = "return_confirm",
        /// What a received order earned becomes the shop's to be paid out, when nobody can send it back any more. Subject:
        /// the order.
        Settle = "settle",
    }
}

words! {
    /// Where a clock stands.
    ClockState {
        /// Counting down.
        Running = "running",
        /// Suspended; `left` says how much remains.
        Paused = "paused",
        /// The time was up and the outcome happened.
        Fired = "fired",
        /// The awaited fact came first.
        Stopped = "stopped",
    }
}

/// A promise with a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Which.
    pub id: ClockId,
    /// What it does when due.
    pub kind: ClockKind,
    /// What it is about: the text of an id.
    pub subject: String,
    /// The fact that started it, as a stable word: `placed`, `delivered`.
    pub started_by: String,
    /// When it was started.
    pub started_at: Moment,
    /// When it falls due; meaningless while paused.
    pub due_at: Moment,
    /// Where it stands.
    pub state: ClockState,
    /// How much was left when it was paused.
    pub left: Option<Duration>,
    /// When it fired or was stopped.
    pub ended_at: Option<Moment>,
    /// What came of it, as a stable word: `closed`, `paid`, `agreed`.
    pub outcome: Option<String>,
}

impl Clock {
    /// A clock that runs from `now` for `length`.
    pub fn start(
        id: ClockId,
        kind: ClockKind,
        subject: impl Into<String>,
        started_by: impl Into<String>,
        now: Moment,
        length: Duration,
    ) -> Self {
        Self {
            id,
            kind,
            subject: subject.into(),
            started_by: started_by.into(),
            started_at: now,
            due_at: now.plus(length),
            state: ClockState::Running,
            left: None,
            ended_at: None,
            outcome: None,
        }
    }

    /// Whether it should fire at `now`.
    pub fn is_due(&self, now: Moment) -> bool {
        self.state == ClockState::Running && self.due_at <= now
    }

    /// How much is left at `now`.
    pub fn left_at(&self, now: Moment) -> Duration {
        match self.state {
            ClockState::Running => self.due_at.since(now),
            ClockState::Paused => self.left.unwrap_or(Duration::ZERO),
            ClockState::Fired | ClockState::Stopped => Duration::ZERO,
        }
    }

    /// Suspends the promise. Pausing what does not run changes nothing.
    #[must_use]
    pub fn pause(mut self, now: Moment) -> Self {
        if self.state == ClockState::Running {
            self.left = Some(self.due_at.since(now));
            self.state = ClockState::Paused;
        }
        self
    }

    /// Goes on with what was left. Resuming what is not paused changes nothing.
    #[must_use]
    pub fn resume(mut self, now: Moment) -> Self {
        if self.state == ClockState::Paused {
            self.due_at = now.plus(self.left.take().unwrap_or(Duration::ZERO));
            self.state = ClockState::Running;
        }
        self
    }

    /// The time was up. Ends only once: an ended clock keeps its outcome.
    #[must_use]
    pub fn fire(self, now: Moment, outcome: impl Into<String>) -> Self {
        self.end(ClockState::Fired, now, outcome)
    }

    /// The awaited fact came first. Ends only once.
    #[must_use]
    pub fn stop(self, now: Moment, outcome: impl Into<String>) -> Self {
        self.end(ClockState::Stopped, now, outcome)
    }

    fn end(mut self, state: ClockState, now: Moment, outcome: impl Into<String>) -> Self {
        if matches!(self.state, ClockState::Running | ClockState::Paused) {
            self.state = state;
            self.ended_at = Some(now);
            self.outcome = Some(outcome.into());
            self.left = None;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TypedId;

    fn clock() -> Clock {
        let id = ClockId::from_bits(1);
        Clock::start(id, ClockKind::AutoConfirm, "ord", "delivered", Moment(0), Duration(1_000))
    }

    #[test]
    fn a_pause_does_not_cost_the_buyer_time() {
        let paused = clock().pause(Moment(400));
        assert_eq!(paused.left_at(Moment(9_999)), Duration(600));
        assert!(!paused.is_due(Moment(9_999)));
        let running = paused.resume(Moment(10_000));
        assert!(!running.is_due(Moment(10_599)));
        assert!(running.is_due(Moment(10_600)));
    }

    #[test]
    fn a_clock_ends_once() {
        let stopped = clock().stop(Moment(5), "received");
        let again = stopped.clone().fire(Moment(1_000), "auto").pause(Moment(6)).resume(Moment(7));
        assert_eq!(again, stopped);
        assert_eq!(stopped.outcome.as_deref(), Some("received"));
    }
}
