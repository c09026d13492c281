//! The rulebook: every figure of the regulation is a parameter, never a constant in code. A parameter is resolved as
//! special agreement → rulebook version in force → default (5.3), and the answer says where it came from. An order
//! keeps the figures under which it was placed as [`Terms`]; nothing here decides what a figure is used for.

mod param;
#[cfg(test)]
mod tests;

pub use param::{Param, Unit};

use crate::error::{FieldError, Refusal};
use crate::id::{AccountId, MerchantId, RuleVersionId};
use crate::money::BasisPoints;
use crate::{Code, Duration, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The clauses of the regulation, in order. A chapter is the first figure.
pub const CLAUSES: [&str; 22] = [
    "2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.3.2", "3.1.1", "3.1.2", "3.1.3", "3.2.1",
    "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3", "4.1.1", "4.1.2", "4.2.1", "4.2.2", "5.1", "5.2",
    "5.3",
];

/// Whom a special agreement binds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// One merchant.
    Merchant(MerchantId),
    /// One consumer.
    Buyer(AccountId),
}

/// One published version of the rulebook: only the figures it sets; the others fall to their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVersion {
    /// The version's id, pinned by orders.
    pub id: RuleVersionId,
    /// The version's human number, counting from 1.
    pub number: i64,
    /// From when on it is in force (inclusive).
    pub effective_from: Moment,
    /// The figures it sets, each in the unit of its parameter.
    pub figures: BTreeMap<Param, i64>,
}

/// A figure agreed with one party in a contract of its own (5.3). Half-open: in force at `from`, no longer at `until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The number of the contract, for the answer's source.
    pub reference: String,
    /// Whom it binds.
    pub party: Party,
    /// Which figure it sets.
    pub param: Param,
    /// The figure, in the parameter's unit.
    pub figure: i64,
    /// From when on.
    pub from: Moment,
    /// Until when; `None` is open-ended.
    pub until: Option<Moment>,
}

/// Where a resolved figure came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A special agreement.
    Agreement {
        /// The contract's number.
        reference: String,
    },
    /// The version of the rulebook in force.
    Version {
        /// Its id.
        id: RuleVersionId,
        /// Its human number.
        number: i64,
    },
    /// The default written beside the parameter.
    Default,
}

/// A figure and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// Which parameter.
    pub param: Param,
    /// The figure, in the parameter's unit.
    pub figure: i64,
    /// Where it came from.
    pub source: Source,
}

impl Resolved {
    /// The figure as a length of time; zero for parameters that are not one.
    pub const fn duration(&self) -> Duration {
        self.param.unit().duration(self.figure)
    }

    /// The figure as a rate.
    pub const fn rate(&self) -> BasisPoints {
        BasisPoints(self.figure)
    }
}

/// All versions and agreements that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rulebook {
    /// Published versions in any order.
    pub versions: Vec<RuleVersion>,
    /// Special agreements in any order.
    pub agreements: Vec<Agreement>,
}

impl Rulebook {
    /// The version in force at `at`: the latest effective one; among equals the higher number.
    pub fn in_force(&self, at: Moment) -> Option<&RuleVersion> {
        self.versions
            .iter()
            .filter(|v| v.effective_from <= at)
            .max_by_key(|v| (v.effective_from, v.number))
    }

    /// The figure of `param` at `at` for `parties`. With several agreements the one that began last counts.
    pub fn resolve(&self, param: Param, at: Moment, parties: &[Party]) -> Resolved {
        let agreed = self
            .agreements
            .iter()
            .filter(|a| a.param == param && parties.contains(&a.party))
            .filter(|a| a.from <= at && a.until.is_none_or(|until| at < until))
            .max_by_key(|a| (a.from, &a.reference));
        if let Some(agreement) = agreed {
            let source = Source::Agreement { reference: agreement.reference.clone() };
            return Resolved { param, figure: agreement.figure, source };
        }
        let in_force = self.in_force(at).and_then(|v| v.figures.get(&param).map(|f| (v, *f)));
        match in_force {
            Some((version, figure)) => {
                let source = Source::Version { id: version.id.clone(), number: version.number };
                Resolved { param, figure, source }
            }
            None => Resolved { param, figure: param.default_figure(), source: Source::Default },
        }
    }

    /// Every figure as it stands at `at` for `parties`, to be frozen on an order (5.2).
    pub fn pin(&self, at: Moment, parties: &[Party]) -> Terms {
        Terms {
            version: self.in_force(at).map(|v| v.id.clone()),
            figures: Param::ALL
                .iter()
                .map(|p| {
                    let resolved = self.resolve(*p, at, parties);
                    (*p, Pinned { figure: resolved.figure, source: resolved.source })
                })
                .collect(),
        }
    }
}

/// A frozen figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// The figure, in the parameter's unit.
    pub figure: i64,
    /// Where it came from when it was frozen.
    pub source: Source,
}

/// The figures an order was placed under. Later versions of the rulebook do not change them (5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The version that was in force, if any was published.
    pub version: Option<RuleVersionId>,
    /// The figures. A parameter that did not exist then falls to its default.
    pub figures: BTreeMap<Param, Pinned>,
}

impl Terms {
    /// The frozen figure with its source.
    pub fn get(&self, param: Param) -> Resolved {
        match self.figures.get(&param) {
            Some(pinned) => {
                Resolved { param, figure: pinned.figure, source: pinned.source.clone() }
            }
            None => Resolved { param, figure: param.default_figure(), source: Source::Default },
        }
    }

    /// The frozen figure as a length of time.
    pub fn duration(&self, param: Param) -> Duration {
        self.get(param).duration()
    }

    /// The frozen figure as a rate.
    pub fn rate(&self, param: Param) -> BasisPoints {
        self.get(param).rate()
    }
}

/// Checks figures before they are published: each in its parameter's range. The field is the parameter's key and `n`
/// the nearest allowed figure.
pub fn check_figures(figures: &BTreeMap<Param, i64>) -> Result<(), Refusal> {
    let wrong: Vec<FieldError> = figures
        .iter()
        .filter(|(param, figure)| !param.range().contains(figure))
        .map(|(param, figure)| FieldError {
            field: param.key().to_owned(),
            code: Code::NumberRange,
            n: Some((*figure).clamp(*param.range().start(), *param.range().end())),
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::fields(wrong)) }
}
