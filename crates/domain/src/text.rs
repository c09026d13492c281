//! Small helpers for stable texts: hex, content hashes and human numbers. Human numbers are for people and are never
//! used as keys of idempotency.

use crate::Moment;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]])
        .map(char::from)
        .collect()
}

/// Lower-case hex of SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The content hash of a value: SHA-256 of its JSON. The types of this room write their fields in a fixed order, so equal
/// values have equal hashes.
pub fn content_hash(value: &impl Serialize) -> String {
    sha256_hex(&serde_json::to_vec(value).unwrap_or_default())
}

/// The human number of a purchase: the date in China, then eight digits of chance, then a check digit (Luhn).
/// `2611240412345678x`; uniqueness is kept by the store.
pub fn purchase_number(now: Moment, chance: u64) -> String {
    let (year, month, day) = china_date(now);
    let body = format!("{:02}{month:02}{day:02}{:08}", year.rem_euclid(100), chance % 100_000_000);
    let check = luhn(&body);
    format!("{body}{check}")
}

/// A person's name with all but its first letter hidden: `林**`, `A**`.
pub fn name_masked(name: &str) -> String {
    name.chars().take(1).chain(['*', '*']).collect()
}

/// The number of the `n`-th merchant order of a purchase, counting from 1.
pub fn order_number(purchase: &str, n: usize) -> String {
    format!("{purchase}-{n}")
}

/// The number of the `n`-th parcel of an order, counting from 1.
pub fn shipment_number(order: &str, n: usize) -> String {
    format!("{order}-F{n}")
}

/// The check digit that makes a Luhn number of `digits`.
fn luhn(digits: &str) -> u32 {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b.wrapping_sub(b'0'));
            let doubled = if i % 2 == 0 { d * 2 } else { d };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    (10 - sum % 10) % 10
}

/// Year, month and day in China (UTC+8, no summer time), by the days-to-civil rule of the proleptic Gregorian calendar.
pub fn china_date(now: Moment) -> (i64, i64, i64) {
    let days = (now.millis() + 8 * 3_600_000).div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        assert_eq!(china_date(Moment(0)), (1970, 1, 1));
        assert_eq!(china_date(Moment(951_753_600_000)), (2000, 2, 29));
        assert_eq!(china_date(Moment(951_839_999_999)), (2000, 2, 29));
        assert_eq!(china_date(Moment(951_840_000_000)), (2000, 3, 1));
    }

    #[test]
    fn a_mistyped_purchase_number_is_noticed() {
        let number = purchase_number(Moment(1_795_507_200_000), 12_345_678);
        assert!(number.starts_with("26112412345678"), "{number}");
        assert_eq!(number.len(), 15);
        let check = luhn(&number[..14]);
        assert!(number.ends_with(char::from(b'0' + check as u8)));
        assert_ne!(luhn("26112412345687"), check);
        assert_eq!(luhn("7992739871"), 3);
    }

    #[test]
    fn bytes_become_hex() {
        assert_eq!(hex(&[0, 15, 255]), "000fff");
        assert_eq!(sha256_hex(b"abc")[..8], *"ba7816bf");
    }
}
