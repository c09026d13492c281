//! Moments and durations. A moment is Unix milliseconds in UTC; nothing here ever reads a clock.
//! Calendars (Asia/Shanghai by default) are applied where text is made, in `i18n`.

use serde::{Deserialize, Serialize};

/// A point in time: Unix milliseconds, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A length of time in milliseconds. Never negative when built by the constructors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duration(pub i64);

impl Moment {
    /// The moment as Unix milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This moment moved forward by `by`; saturates at the end of time.
    pub const fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(by.0))
    }

    /// This moment moved back by `by`; saturates at the beginning of time.
    pub const fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(by.0))
    }

    /// How long it is from `earlier` to this moment; zero when `earlier` lies later.
    pub const fn since(self, earlier: Self) -> Duration {
        let gap = self.0.saturating_sub(earlier.0);
        Duration(if gap < 0 { 0 } else { gap })
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` milliseconds.
    pub const fn millis(n: i64) -> Self {
        Self(n)
    }
    /// `n` seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1_000))
    }
    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self(n.saturating_mul(60_000))
    }
    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self(n.saturating_mul(3_600_000))
    }
    /// `n` days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self(n.saturating_mul(86_400_000))
    }
    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}
