//! Freight templates: per piece or per weight, by region, with a first fee, steps and a free-over threshold (3.2.1).
//! A region is matched by the longest prefix of its code; an excluded region is not delivered to at all.

use crate::clocks::words;
use crate::id::{FreightTemplateId, MerchantId};
use crate::money::MoneyError;
use crate::{Currency, Money};
use serde::{Deserialize, Serialize};

words! {
    /// What a template counts.
    Basis {
        /// Pieces.
        Pieces = "pieces",
        /// Grams.
        Grams = "grams",
    }
}

/// A fee for some regions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Prefixes of region codes; the empty prefix matches everywhere.
    pub regions: Vec<String>,
    /// What the first fee covers: pieces or grams.
    pub first: i64,
    /// The first fee.
    pub first_fee: Money,
    /// What one step covers: pieces or grams; zero means that nothing is charged beyond the first fee.
    pub step: i64,
    /// The fee per step.
    pub step_fee: Money,
    /// From which value of goods on freight is free.
    pub free_over: Option<Money>,
}

/// How a merchant charges for delivery; stored as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreightRules {
    /// What is counted.
    pub basis: Basis,
    /// Fees by region; the longest matching prefix counts, among equals the earlier zone.
    pub zones: Vec<Zone>,
    /// Prefixes of regions that are not delivered to.
    pub excluded: Vec<String>,
}

/// The freight rules of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreightTemplate {
    /// Which.
    pub id: FreightTemplateId,
    /// Whose.
    pub merchant: MerchantId,
    /// What it asks.
    pub rules: FreightRules,
}

impl FreightRules {
    /// Rules that ask nothing and go everywhere.
    pub fn free(currency: Currency) -> Self {
        let zone = Zone {
            regions: vec![String::new()],
            first: 0,
            first_fee: Money::zero(currency),
            step: 0,
            step_fee: Money::zero(currency),
            free_over: None,
        };
        Self { basis: Basis::Pieces, zones: vec![zone], excluded: Vec::new() }
    }

    /// The zone of a region; `None` when it is not delivered to.
    pub fn zone(&self, region: &str) -> Option<&Zone> {
        if self.excluded.iter().any(|prefix| region.starts_with(prefix.as_str())) {
            return None;
        }
        let reach = |zone: &Zone| {
            let matching = zone.regions.iter().filter(|p| region.starts_with(p.as_str()));
            matching.map(String::len).max()
        };
        let mut best: Option<(usize, &Zone)> = None;
        for zone in &self.zones {
            if let Some(length) = reach(zone)
                && best.is_none_or(|(longest, _)| length > longest)
            {
                best = Some((length, zone));
            }
        }
        best.map(|(_, zone)| zone)
    }
}

impl Zone {
    /// How many steps `units` need beyond the first fee.
    pub const fn steps(&self, units: i64) -> i64 {
        if self.step <= 0 || units <= self.first {
            return 0;
        }
        // Rounded up: a step begun is a step charged. Neither figure is negative here.
        (units - self.first - 1) / self.step + 1
    }

    /// The fee for `units`, before any threshold.
    pub fn fee(&self, units: i64) -> Result<Money, MoneyError> {
        self.first_fee.add(self.step_fee.times(self.steps(units))?)
    }
}
