//! The lots and papers of the demo market (2.3.2, 3.1.1). Every number and issuer says that it is a sample: a demo must not
//! borrow the name of a real laboratory.

use super::data::{Good, Leaf};
use super::facts::figure_in;
use super::hash;
use super::make::id_at;
use crate::ports::catalogue::{NewCertificate, NewLot, NewSku};
use domain::catalogue::{Attribute, Words};
use domain::fairness::{begin_of, day_of};
use domain::listing::{CertificateKind, CertificateView, LotView};
use domain::text::china_date;
use domain::{Duration, Moment};
use std::collections::{BTreeMap, BTreeSet};

/// How long food and care keep whose text names no time: aged tea, honey.
const LIFE_DAYS: i64 = 3 * 365;
/// How long a paper is still valid at least when the market opens.
const PAPER_DAYS_MIN: u64 = 90;

/// The lots of what is counted: one for each stock item, and an older one before it for every eighth.
pub fn lots(good: &Good, told: &[Attribute], skus: &[NewSku], opened_at: Moment) -> Vec<NewLot> {
    let says = told.iter().find(|a| a.key == "shelf_life");
    let life = says.and_then(|a| a.figure).map_or(LIFE_DAYS, |days| days / 1_000).max(30);
    let months = says.and_then(|a| months(&a.value.zh, life));
    let mut seen = BTreeSet::new();
    let counted = skus.iter().filter(|sku| seen.insert(sku.stock_item.clone()));
    let mut lots = Vec::new();
    for (n, sku) in counted.enumerate() {
        let name = format!("{}/lot/{n}", good.slug);
        let older = hash(&name, "older").is_multiple_of(8);
        let left = if older { sku.on_hand / 4 } else { 0 };
        // A fresh lot has lived up to four tenths of its life, an older one three quarters: near its end, and told so.
        let fresh = 2 + hash(&name, "age").cast_signed().rem_euclid(38);
        let lot = |age: i64, quantity: i64, mark: char| {
            let produced_at = opened_at.minus(Duration::days((life * age / 100).max(1)));
            let code = format!("{mark}{:04}-{:02}", hash(&name, "code") % 10_000, n + 1);
            let expires_at = match months {
                Some(months) => months_later(produced_at, months),
                None => produced_at.plus(Duration::days(life)),
            };
            let told = LotView { code, produced_at, expires_at, near: false };
            let id = id_at(opened_at, &format!("{name}/{mark}"));
            NewLot { id, stock_item: sku.stock_item.clone(), quantity, told }
        };
        if older {
            lots.push(lot(75, left, 'A'));
        }
        lots.push(lot(fresh, sku.on_hand - left, 'B'));
    }
    lots
}

/// How many months a text tells whose figure was read as `life` days: twelve months on the label are a year on the calendar
/// and not 360 days. `None` where it tells days, or nothing.
fn months(text: &str, life: i64) -> Option<i64> {
    let read = |unit: &str, many: i64| {
        let reads = BTreeMap::from([(unit.to_owned(), many)]);
        figure_in(&reads, text).map(|thousandths| thousandths / 1_000)
    };
    let months = read("个月", 1).filter(|months| months * 30 == life);
    months.or_else(|| read("年", 12).filter(|months| months / 12 * 365 == life))
}

/// The same day of the calendar so many months later, or the last one of a shorter month.
fn months_later(at: Moment, months: i64) -> Moment {
    let (year, month, day) = china_date(at);
    let ahead = month - 1 + months;
    let wanted = (year + ahead.div_euclid(12), ahead.rem_euclid(12) + 1);
    let within = at.since(begin_of(day_of(at)));
    // The month wanted is at most so far away; from there the days are few.
    let mut here = day_of(at) + months * 28;
    let date = |of: i64| china_date(begin_of(of));
    while (date(here).0, date(here).1) < wanted {
        here += 1;
    }
    while (date(here + 1).0, date(here + 1).1) == wanted && date(here).2 < day {
        here += 1;
    }
    begin_of(here).plus(within)
}

/// The paper that the category asks for, if any.
pub fn certificates(good: &Good, leaf: &Leaf, opened_at: Moment) -> Vec<NewCertificate> {
    let paper = |kind: CertificateKind| {
        let (years, mark, issuer) = match kind {
            CertificateKind::TestReport => {
                (2, "JC", ["示例食品检测所", "Sample Food Testing Laboratory"])
            }
            CertificateKind::Ccc => {
                (5, "3C", ["示例产品认证中心", "Sample Product Certification Centre"])
            }
            CertificateKind::CosmeticFiling => {
                (5, "BA", ["示例化妆品备案平台", "Sample Cosmetics Filing Office"])
            }
        };
        let life = Duration::days(years * 365);
        let spent = (years * 365).unsigned_abs() - PAPER_DAYS_MIN;
        let age = 1 + hash(&good.slug, "paper") % spent;
        let valid_from = opened_at.minus(Duration::days(age.cast_signed()));
        let number = format!("DEMO-{mark}-{:08}", hash(&good.slug, "number") % 100_000_000);
        let told = CertificateView {
            kind,
            number,
            issuer: Words::new(issuer[0], issuer[1]),
            valid_from,
            valid_until: valid_from.plus(life),
        };
        NewCertificate { id: id_at(opened_at, &format!("{}/paper", good.slug)), told }
    };
    leaf.certificate.map(paper).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later(from: (i64, i64, i64), months: i64) -> (i64, i64, i64) {
        let day = (0..40_000).find(|day| china_date(begin_of(*day)) == from).unwrap();
        let at = begin_of(day).plus(Duration::hours(9));
        let then = months_later(at, months);
        assert_eq!(then.since(begin_of(day_of(then))), Duration::hours(9));
        china_date(then)
    }

    #[test]
    fn twelve_months_on_the_label_end_on_the_same_day_of_next_year() {
        assert_eq!(later((2025, 11, 3), 12), (2026, 11, 3));
        assert_eq!(later((2026, 1, 15), 18), (2027, 7, 15));
        assert_eq!(later((2026, 3, 1), 36), (2029, 3, 1));
        assert_eq!(later((2025, 8, 31), 6), (2026, 2, 28));
        assert_eq!(later((2025, 12, 31), 1), (2026, 1, 31));
    }

    #[test]
    fn months_are_read_where_the_label_tells_months() {
        assert_eq!(months("12 个月", 360), Some(12));
        assert_eq!(months("真空 12 个月", 360), Some(12));
        assert_eq!(months("未开封 3 年，开封后 12 个月", 1_095), Some(36));
        assert_eq!(months("45 天", 45), None);
        assert_eq!(months("符合贮存条件可长期保存", LIFE_DAYS), None);
    }
}
