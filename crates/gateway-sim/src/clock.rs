//! The stand-in's own clock, which tests may set wrong, and its own reading of Chinese times. The adapters use a calendar
//! library; this counts days by hand, so that a mistake on one side shows on the other.

use std::sync::atomic::{AtomicI64, Ordering};

const DAY_MS: i64 = 86_400_000;
const ZONE_MS: i64 = 8 * 3_600_000;

/// A clock that may go wrong.
#[derive(Default)]
pub struct Clock {
    skew_ms: AtomicI64,
}

impl Clock {
    /// The present moment of this clock: Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "this program's one home of the wall clock")]
        let since =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX) + self.skew_ms.load(Ordering::Relaxed)
    }

    /// Sets how wrong the clock is.
    pub fn set_skew_ms(&self, skew_ms: i64) {
        self.skew_ms.store(skew_ms, Ordering::Relaxed);
    }
}

const fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn month_days(year: i64, month: usize) -> i64 {
    match month {
        2 => 28 + leap(year) as i64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `yyyy-MM-dd HH:mm:ss` in UTC+8.
pub fn cst_text(at_ms: i64) -> String {
    let local = at_ms + ZONE_MS;
    let (mut days, seconds) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS) / 1000);
    let mut year = 1970;
    while days >= 365 + leap(year) as i64 {
        days -= 365 + leap(year) as i64;
        year += 1;
    }
    let mut month = 1;
    while days >= month_days(year, month) {
        days -= month_days(year, month);
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{:02} {hour:02}:{minute:02}:{second:02}", days + 1)
}

/// Reads such a text into Unix milliseconds; `None` when it is not exactly that or no such time exists.
pub fn parse_cst(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 19 {
        return None;
    }
    let shape = bytes.iter().enumerate().all(|(i, byte)| match i {
        4 | 7 => *byte == b'-',
        10 => *byte == b' ',
        13 | 16 => *byte == b':',
        _ => byte.is_ascii_digit(),
    });
    if !shape {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let month = usize::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    if year < 1970 || !(1..=month_days(year, month)).contains(&day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let years: i64 = (1970..year).map(|y| 365 + leap(y) as i64).sum();
    let months: i64 = (1..month).map(|m| month_days(year, m)).sum();
    let seconds = (hour * 60 + minute) * 60 + second;
    Some((years + months + day - 1) * DAY_MS + seconds * 1000 - ZONE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_back_and_impossible_ones_do_not() {
        for at_ms in [0, 951_753_600_000, 1_709_222_399_000, 4_102_444_799_000] {
            assert_eq!(parse_cst(&cst_text(at_ms)), Some(at_ms));
        }
        assert_eq!(cst_text(0), "1970-01-01 08:00:00");
        assert_eq!(cst_text(1_709_136_000_000), "2024-02-29 00:00:00");
        for bad in ["2023-02-29 00:00:00", "2024-13-01 00:00:00", "2024-01-01 24:00:00", "now", ""]
        {
            assert_eq!(parse_cst(bad), None, "{bad}");
        }
    }
}
