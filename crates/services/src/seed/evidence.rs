//! The lots and papers of the demo market (2.3.2, 3.1.1). Every number and issuer says that it is a sample: a demo must not
//! borrow the name of a real laboratory.

use super::data::{Good, Leaf};
use super::hash;
use super::make::id_at;
use crate::ports::catalogue::{NewCertificate, NewLot, NewSku};
use domain::catalogue::{Attribute, Words};
use domain::listing::{CertificateKind, CertificateView, LotView};
use domain::{Duration, Moment};
use std::collections::BTreeSet;

/// How long food and care keep whose text names no time: aged tea, honey.
const LIFE_DAYS: i64 = 3 * 365;
/// How long a paper is still valid at least when the market opens.
const PAPER_DAYS_MIN: u64 = 90;

/// The lots of what is counted: one for each stock item, and an older one before it for every eighth.
pub fn lots(good: &Good, told: &[Attribute], skus: &[NewSku], opened_at: Moment) -> Vec<NewLot> {
    let life = told.iter().find(|a| a.key == "shelf_life").and_then(|a| a.figure);
    let life = life.map_or(LIFE_DAYS, |days| days / 1_000).max(30);
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
            let expires_at = produced_at.plus(Duration::days(life));
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
