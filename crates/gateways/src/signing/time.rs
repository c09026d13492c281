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
