//! THE WORDS. zh-CN and English, the same functions for server, browser, mail and documents.
//!
//! Texts live in `locales/{shop,merchant,desk,common}.{zh-CN,en}.toml`; the build makes one plain function per key
//! (`shop::cart_title(l)`, `shop::cart_count(l, n)`) and stops when the languages do not agree. Figures, money and time
//! are written from data; nothing here ever asks what time it is now, so server and browser write the same text.

pub mod errors;
mod fill;
pub mod format;
mod locale;
pub mod route;
#[cfg(test)]
mod tests;
pub mod words;

pub use format::{
    PriceParts, bounded, count, countdown, date, date_time, duration, duration_short, fraction,
    iso, money, money_signed, name_masked, number, percent, phone_masked, price_parts, short_date,
    short_date_time, stars, time_of_day,
};
pub use locale::Locale;
pub use route::href;

/// Texts of the shop floor: what visitors and buyers read.
pub mod shop {
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}
/// Texts of the merchant's door.
pub mod merchant {
    include!(concat!(env!("OUT_DIR"), "/merchant.rs"));
}
/// Texts of the platform's desk.
pub mod desk {
    include!(concat!(env!("OUT_DIR"), "/desk.rs"));
}
/// The clauses of the rulebook. Long texts: the server reads them, so that no bundle has to carry them.
pub mod rules {
    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}
/// Help, user agreement and privacy policy. Long texts, for the server alone as well.
pub mod papers {
    include!(concat!(env!("OUT_DIR"), "/papers.rs"));
}
/// Texts every audience shares: buttons, states, units, errors.
pub mod common {
    include!(concat!(env!("OUT_DIR"), "/common.rs"));
}
