//! What goods tell of themselves and what their category asks (2.3.2): attributes in the order of the dictionary, with the
//! figure behind `1.5 L` read from the text itself, so that page and filter never disagree.

use super::data::{Data, Fact, Good, Kind, Leaf, words};
use super::make::unknown;
use crate::Result;
use domain::catalogue::{Attribute, Words};
use domain::listing::{AttributeDef, AttributeKind, Template};
use std::collections::BTreeMap;

/// What a category asks, in the order of the dictionary.
pub fn template(data: &Data, leaf: &Leaf) -> Result<Template> {
    let known = |key: &&String| data.dictionary.facts.iter().any(|fact| fact.key == **key);
    if let Some(strange) = leaf.asks.iter().chain(&leaf.filters).find(|key| !known(key)) {
        return Err(unknown("fact", strange));
    }
    let meant = data.dictionary.facts.iter();
    let meant = meant.filter(|f| leaf.asks.contains(&f.key) || leaf.filters.contains(&f.key));
    let def = |fact: &Fact| AttributeDef {
        key: fact.key.clone(),
        name: words(&fact.name),
        kind: fact.kind,
        unit: fact.unit.as_ref().map(|unit| unit.words()).unwrap_or_default(),
        required: leaf.asks.contains(&fact.key),
        filter: leaf.filters.contains(&fact.key),
    };
    let attributes = meant.map(def).collect();
    Ok(Template { attributes, lots: leaf.lots, certificate: leaf.certificate })
}

/// What the kind tells and what the product tells, in the order of the dictionary; the product has the last word.
pub fn attributes(data: &Data, good: &Good, kind: &Kind) -> Result<Vec<Attribute>> {
    let facts = &data.dictionary.facts;
    if let Some(strange) =
        good.facts.keys().chain(kind.facts.keys()).find(|k| facts.iter().all(|f| f.key != **k))
    {
        return Err(unknown("fact", strange));
    }
    let told = facts.iter().filter_map(|fact| {
        let value = good.facts.get(&fact.key).or_else(|| kind.facts.get(&fact.key))?.words();
        Some(attribute(fact, value))
    });
    Ok(told.collect())
}

fn attribute(fact: &Fact, value: Words) -> Attribute {
    let figure = match fact.kind {
        AttributeKind::Number => figure(fact, &value.zh),
        _ => None,
    };
    Attribute { figure, ..Attribute::text(fact.key.as_str(), words(&fact.name), value) }
}

/// The first figure of the text that has one of the fact's units behind it, in thousandths of the unit. `2 × 20 W` is 20 W:
/// what one of them has.
pub fn figure(fact: &Fact, text: &str) -> Option<i64> {
    figure_in(&fact.reads, text)
}

/// [`figure`] by the units alone and how many of the fact's unit each is.
pub fn figure_in(reads: &BTreeMap<String, i64>, text: &str) -> Option<i64> {
    let mut rest = text;
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[from..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        if let Some(units) = units(reads, behind.trim_start()) {
            return Some(thousandths(digits)? * units);
        }
        rest = behind;
    }
    None
}

/// How many units the longest word is that stands in front. A Latin unit ends where its letters end: `m` is not `ml`.
fn units(reads: &BTreeMap<String, i64>, text: &str) -> Option<i64> {
    let stands = |unit: &str| {
        let next = text.strip_prefix(unit)?.chars().next();
        let latin = unit.ends_with(|c: char| c.is_ascii_alphabetic());
        (!latin || next.is_none_or(|c| !c.is_ascii_alphabetic())).then_some(unit.len())
    };
    let known = reads.iter().filter_map(|(unit, many)| Some((stands(unit)?, *many)));
    known.max_by_key(|(length, _)| *length).map(|(_, many)| many)
}

/// `1.5` is 1500.
fn thousandths(digits: &str) -> Option<i64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(part.parse().ok()?)
}
