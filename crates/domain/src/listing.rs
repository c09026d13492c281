//! What a category asks of the goods in it, and the gate (2.3.2, 3.1.1): whether something may be shown and sold is reckoned
//! from its attributes, lots and certificates, never a flag that somebody forgot. The answer is a window of time, so that
//! goods leave the shelves the moment a certificate or their last lot expires, with nobody's help.

use crate::Moment;
use crate::catalogue::{Attribute, Words};
use crate::clocks::words;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

words! {
    /// What kind of thing an attribute is.
    AttributeKind {
        /// Free words.
        Text = "text",
        /// One of a few words; good to filter by.
        Choice = "choice",
        /// A figure with a unit.
        Number = "number",
        /// A calendar date.
        Date = "date",
        /// Yes or no.
        Flag = "flag",
    }
}

words! {
    /// Which paper stands behind goods of a category (2.3.2, 3.1.1).
    CertificateKind {
        /// A test report of the food or of what touches it (检测报告).
        TestReport = "test_report",
        /// Compulsory product certification (强制性产品认证, 3C).
        Ccc = "ccc",
        /// The filing of a cosmetic (化妆品备案).
        CosmeticFiling = "cosmetic_filing",
    }
}

/// One attribute that a category asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeDef {
    /// The stable word; attributes of goods bear the same.
    pub key: String,
    /// What it is called.
    pub name: Words,
    /// What kind of thing it is.
    pub kind: AttributeKind,
    /// The unit of a figure, else empty.
    pub unit: Words,
    /// Whether goods without it are not shown.
    pub required: bool,
    /// Whether lists offer it as a filter.
    pub filter: bool,
}

/// What a category asks of its goods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The attributes, in the order in which they are shown.
    pub attributes: Vec<AttributeDef>,
    /// Whether goods come in lots with dates.
    pub lots: bool,
    /// The certificate that must be valid.
    pub certificate: Option<CertificateKind>,
}

/// A lot of goods with its dates, as a product page tells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// What is printed on it.
    pub code: String,
    /// When it was made.
    pub produced_at: Moment,
    /// From when on it may not be sold.
    pub expires_at: Moment,
    /// Whether less than a third of its life is left, as reckoned when it was read; a page must tell (2.3.2).
    #[serde(default)]
    pub near: bool,
}

impl LotView {
    /// A lot as it is seen at `now`.
    pub fn seen(code: String, produced_at: Moment, expires_at: Moment, now: Moment) -> Self {
        let life = expires_at.since(produced_at).0;
        let near = now < expires_at && expires_at.since(now).0 < life / 3;
        Self { code, produced_at, expires_at, near }
    }
}

/// A certificate as a product page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// Which paper.
    pub kind: CertificateKind,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: Words,
    /// From when on it is valid (inclusive).
    pub valid_from: Moment,
    /// Until when it is valid (exclusive).
    pub valid_until: Moment,
}

/// A stretch of time, half-open: `from` belongs to it, `until` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first moment.
    pub from: Moment,
    /// The first moment after it.
    pub until: Moment,
}

impl Window {
    /// All of time.
    pub const ALWAYS: Self = Self { from: Moment(0), until: Moment(i64::MAX) };

    /// Whether `at` lies in it.
    pub const fn holds(self, at: Moment) -> bool {
        self.from.0 <= at.0 && at.0 < self.until.0
    }

    /// What lies in both, if anything.
    fn and(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), until: self.until.min(other.until) };
        (both.from < both.until).then_some(both)
    }
}

/// Why goods are not shown. Each names what would mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Obstacle {
    /// This attribute is asked for and not given.
    Attribute(String),
    /// No lot that could be sold has been entered.
    Lot,
    /// This certificate is missing or has expired.
    Certificate(CertificateKind),
    /// Lots and certificates are each in order, but never at the same time.
    Never,
}

/// What is known of goods at the gate.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// What their category asks.
    pub template: &'a Template,
    /// What is told about them.
    pub attributes: &'a [Attribute],
    /// Their lots.
    pub lots: &'a [LotView],
    /// Their certificates.
    pub certificates: &'a [CertificateView],
}

/// From when until when goods may be shown, reckoned at `now`: the stretch that holds `now`, or the next one to come. Refused
/// with everything that is in the way.
pub fn gate(evidence: Evidence<'_>, now: Moment) -> Result<Window, Vec<Obstacle>> {
    let template = evidence.template;
    let given = |key: &str| {
        evidence.attributes.iter().any(|a| a.key == key && !a.value.zh.trim().is_empty())
    };
    let missing = template.attributes.iter().filter(|d| d.required && !given(&d.key));
    let mut obstacles: Vec<_> = missing.map(|d| Obstacle::Attribute(d.key.clone())).collect();
    let mut window = Some(Window::ALWAYS);
    let mut narrow = |stretch: Option<Window>, obstacle: Obstacle| match stretch {
        Some(stretch) => window = window.and_then(|w| w.and(stretch)),
        None => obstacles.push(obstacle),
    };
    if template.lots {
        let lots = evidence.lots.iter().map(|l| (l.produced_at, l.expires_at));
        narrow(stretch(lots, now), Obstacle::Lot);
    }
    if let Some(kind) = template.certificate {
        let papers = evidence.certificates.iter().filter(|c| c.kind == kind);
        let papers = papers.map(|c| (c.valid_from, c.valid_until));
        narrow(stretch(papers, now), Obstacle::Certificate(kind));
    }
    match window {
        Some(window) if obstacles.is_empty() => Ok(window),
        None if obstacles.is_empty() => Err(vec![Obstacle::Never]),
        _ => Err(obstacles),
    }
}

/// The unbroken stretch of these times that holds `now`, or the first one after it.
fn stretch(times: impl Iterator<Item = (Moment, Moment)>, now: Moment) -> Option<Window> {
    let mut times: Vec<_> = times.filter(|(from, until)| from < until && now < *until).collect();
    times.sort_unstable();
    let (from, until) = *times.first()?;
    let until = times.iter().fold(
        until,
        |end, (from, until)| {
            if *from <= end { end.max(*until) } else { end }
        },
    );
    Some(Window { from, until })
}
