//! Times on Chinese wires: `yyyy-MM-dd HH:mm:ss` in UTC+8 without a zone. The moment is an argument; no clock is read.

use domain::Moment;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

const FORMAT: &str = "%Y-%m-%d %H:%M:%S";

const fn beijing() -> Offset {
    jiff::tz::offset(8)
}

/// The moment as text in China Standard Time; parts of a second are cut off. Empty when it lies outside the calendar.
pub fn cst_text(at: Moment) -> String {
    let Ok(instant) = Timestamp::from_millisecond(at.millis()) else { return String::new() };
    beijing().to_datetime(instant).strftime(FORMAT).to_string()
}

/// Reads such a text; `None` when it is not exactly that.
pub fn parse_cst(text: &str) -> Option<Moment> {
    if text.len() != "2026-01-01 00:00:00".len() {
        return None;
    }
    let civil = DateTime::strptime(FORMAT, text).ok()?;
    Some(Moment(beijing().to_timestamp(civil).ok()?.as_millisecond()))
}

/// The moment in China Standard Time as RFC 3339 writes it: `2026-12-31T23:59:59+08:00`. Empty outside the calendar.
pub fn cst_rfc3339(at: Moment) -> String {
    match cst_text(at).split_once(' ') {
        Some((day, time)) => format!("{day}T{time}+08:00"),
        None => String::new(),
    }
}

/// Reads a time with its zone as RFC 3339 writes it.
pub fn parse_rfc3339(text: &str) -> Option<Moment> {
    let at: Timestamp = text.parse().ok()?;
    Some(Moment(at.as_millisecond()))
}

/// The day in China Standard Time: `2026-12-31`.
pub fn cst_day(at: Moment) -> String {
    cst_text(at).chars().take("2026-12-31".len()).collect()
}
