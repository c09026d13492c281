//! Filters and what each would leave. A filter that is chosen does not hide its own neighbours: a group counts what passes
//! all the other groups, so that a second colour can be added to the first. The category and the shop of a list are no such
//! filters but the place where it stands: what lies elsewhere is neither looked at nor counted.

use crate::pick::Fit;
use crate::shelf::{Label, Labels, Segment, Shelf};
use domain::catalogue::Words;
use domain::id::TypedId as _;
use domain::search::{Facet, FacetKind, FacetValue, Query, Service};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Bands of price: where each begins, in minor units. The last one has no end.
const BANDS: [i64; 7] = [0, 3_000, 6_000, 10_000, 20_000, 50_000, 100_000];
/// How many attributes are offered.
const ATTRIBUTES_MAX: usize = 10;
/// How many values of one are offered.
const VALUES_MAX: usize = 16;
/// How many attributes a query can be narrowed by; one bit each.
const GROUPS_MAX: usize = 24;

const PRICE: u32 = 1;
const SERVICE: u32 = 2;
/// The bit of the first attribute.
const FIRST: u32 = 4;

/// What a query is narrowed by.
pub struct Narrow<'q> {
    query: &'q Query,
    /// The attributes it is narrowed by, each with the values of which one must fit.
    groups: Vec<(&'q str, Vec<&'q str>)>,
    /// For each segment and each ordinal of its attributes: the group it satisfies.
    satisfies: Vec<Vec<Option<u8>>>,
}

impl<'q> Narrow<'q> {
    /// Reads the filters of a query.
    pub fn new(shelf: &Shelf, query: &'q Query) -> Self {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for (key, value) in &query.attributes {
            match groups.iter().position(|(k, _)| k == key) {
                Some(n) => groups[n].1.push(value),
                None if groups.len() < GROUPS_MAX => groups.push((key, vec![value])),
                None => {}
            }
        }
        let group = |label: &Arc<Label>| {
            let fits = |(key, values): &(&str, Vec<&str>)| {
                *key == label.key && values.contains(&label.name.zh.as_str())
            };
            groups.iter().position(fits).and_then(|n| u8::try_from(n).ok())
        };
        let of = |segment: &Segment| segment.attribute.all.iter().map(group).collect();
        let satisfies =
            if groups.is_empty() { Vec::new() } else { shelf.segments.iter().map(of).collect() };
        Self { query, groups, satisfies }
    }

    /// Which groups of filters a product misses, a bit each; `None` for what may not be shown.
    pub fn misses(&self, segment: &Segment, fit: &Fit, now: domain::Moment) -> Option<u32> {
        let doc = fit.doc;
        if !segment.shown(doc, now) {
            return None;
        }
        let mut misses = 0;
        let mut need = |bit: u32, there: bool| misses |= if there { 0 } else { bit };
        let price = segment.price(doc);
        need(PRICE, self.query.price_from.is_none_or(|from| price >= from));
        need(PRICE, self.query.price_until.is_none_or(|until| price <= until));
        need(SERVICE, self.query.services.iter().all(|s| promises(segment, fit, *s)));
        if !self.groups.is_empty() {
            let all = ((1_u64 << self.groups.len()) - 1) as u32;
            let satisfied = self.satisfies.get(fit.segment as usize);
            let hit = segment.attribute.of(doc).filter_map(|ord| *satisfied?.get(ord)?);
            let hit = hit.fold(0_u32, |bits, group| bits | (1 << group));
            misses |= (all & !hit) * FIRST;
        }
        Some(misses)
    }

    fn bit_of(&self, key: &str) -> u32 {
        self.groups.iter().position(|(k, _)| *k == key).map_or(0, |n| FIRST << n)
    }

    fn chooses(&self, key: &str, value: &str) -> bool {
        self.groups.iter().any(|(k, values)| *k == key && values.contains(&value))
    }
}

fn promises(segment: &Segment, fit: &Fit, service: Service) -> bool {
    match service {
        Service::InStock => segment.in_stock(fit.doc),
        Service::Returnable => segment.returnable(fit.doc),
        Service::Within24 => segment.hours(fit.doc) <= 24,
        Service::Within48 => segment.hours(fit.doc) <= 48,
    }
}

/// Counts, by segment and ordinal while counting.
pub struct Counts<'s> {
    shelf: &'s Shelf,
    segments: Vec<Tally>,
    bands: [u64; BANDS.len()],
    services: [u64; Service::ALL.len()],
}

#[derive(Default)]
struct Tally {
    category: Vec<u64>,
    root: Vec<u64>,
    merchant: Vec<u64>,
    attribute: Vec<u64>,
    /// For each ordinal of the attributes: the bit of its own group.
    own: Vec<u32>,
}

impl<'s> Counts<'s> {
    /// Nothing counted yet.
    pub fn new(shelf: &'s Shelf, narrow: &Narrow<'_>) -> Self {
        let tally = |segment: &Segment| Tally {
            category: vec![0; segment.category.all.len()],
            root: vec![0; segment.root.all.len()],
            merchant: vec![0; segment.merchant.all.len()],
            attribute: vec![0; segment.attribute.all.len()],
            own: segment.attribute.all.iter().map(|label| narrow.bit_of(&label.key)).collect(),
        };
        Self {
            shelf,
            segments: shelf.segments.iter().map(tally).collect(),
            bands: [0; BANDS.len()],
            services: [0; Service::ALL.len()],
        }
    }

    /// Counts a product that misses these groups.
    pub fn add(&mut self, segment: &Segment, fit: &Fit, misses: u32) {
        let Some(tally) = self.segments.get_mut(fit.segment as usize) else { return };
        let doc = fit.doc;
        if misses == 0 {
            bump(&mut tally.category, segment.category.of(doc));
            bump(&mut tally.root, segment.root.of(doc));
            bump(&mut tally.merchant, segment.merchant.of(doc));
        }
        if misses & !PRICE == 0 {
            let price = segment.price(doc);
            let band = BANDS.iter().rposition(|from| price >= *from).unwrap_or(0);
            self.bands[band] += 1;
        }
        if misses & !SERVICE == 0 {
            // Promises are all wanted together, so each counts with those that are chosen.
            for (n, service) in Service::ALL.iter().enumerate() {
                self.services[n] += u64::from(misses == 0 && promises(segment, fit, *service));
            }
        }
        for ord in segment.attribute.of(doc) {
            let own = tally.own.get(ord).copied().unwrap_or(0);
            if misses & !own == 0
                && let Some(count) = tally.attribute.get_mut(ord)
            {
                *count += 1;
            }
        }
    }

    /// The filters, in the order in which they are offered.
    pub fn facets(self, narrow: &Narrow<'_>) -> Vec<Facet> {
        let query = narrow.query;
        let chosen = |id: Option<&str>, key: &str| id == Some(key);
        let category = query.category.as_ref().map(|id| id.as_str());
        let merchant = query.merchant.as_ref().map(|id| id.as_str());
        let of = |labels: fn(&Segment) -> &Labels, counts: fn(&Tally) -> &Vec<u64>| {
            let pairs = self.shelf.segments.iter().zip(&self.segments);
            sum(pairs.flat_map(move |(s, t)| labels(s).all.iter().zip(counts(t))))
        };
        let mut categories = of(|s| &s.category, |t| &t.category);
        categories.extend(of(|s| &s.root, |t| &t.root));
        let merchants = of(|s| &s.merchant, |t| &t.merchant);
        let attributes = of(|s| &s.attribute, |t| &t.attribute);
        let ids = |labels: HashMap<Arc<Label>, u64>, wanted: Option<&str>| {
            let value = |(label, count): (Arc<Label>, u64)| FacetValue {
                chosen: chosen(wanted, &label.key),
                key: label.key.clone(),
                name: label.name.clone(),
                count,
            };
            sorted(labels.into_iter().map(value).collect())
        };
        let plain =
            |kind, values| Facet { kind, key: String::new(), name: Words::default(), values };
        let mut facets = vec![
            plain(FacetKind::Category, ids(categories, category)),
            plain(FacetKind::Price, self.price_values(query)),
            plain(FacetKind::Service, self.service_values(query)),
        ];
        facets.extend(attribute_facets(attributes, narrow));
        let mut shops = ids(merchants, merchant);
        shops.truncate(VALUES_MAX);
        facets.push(plain(FacetKind::Merchant, shops));
        facets.retain(|facet| !facet.values.is_empty());
        facets
    }

    fn price_values(&self, query: &Query) -> Vec<FacetValue> {
        let band = |(n, count): (usize, &u64)| {
            let (from, end) = (BANDS[n], BANDS.get(n + 1).map(|next| next - 1));
            let key = format!("{from}-{}", end.map_or(String::new(), |end| end.to_string()));
            let chosen = query.price_from.unwrap_or(0) == from && query.price_until == end;
            let chosen = chosen && (query.price_from.is_some() || query.price_until.is_some());
            FacetValue { key, name: Words::default(), count: *count, chosen }
        };
        let mut values: Vec<FacetValue> = self.bands.iter().enumerate().map(band).collect();
        values.retain(|value| value.count > 0 || value.chosen);
        values
    }

    fn service_values(&self, query: &Query) -> Vec<FacetValue> {
        let value = |(service, count): (&Service, &u64)| FacetValue {
            key: service.as_str().to_owned(),
            name: Words::default(),
            count: *count,
            chosen: query.services.contains(service),
        };
        let values = Service::ALL.iter().zip(&self.services).map(value);
        values.filter(|value| value.count > 0 || value.chosen).collect()
    }
}

fn bump(counts: &mut [u64], ords: impl Iterator<Item = usize>) {
    for ord in ords {
        if let Some(count) = counts.get_mut(ord) {
            *count += 1;
        }
    }
}

fn sum<'a>(counts: impl Iterator<Item = (&'a Arc<Label>, &'a u64)>) -> HashMap<Arc<Label>, u64> {
    let mut sums: HashMap<Arc<Label>, u64> = HashMap::new();
    for (label, count) in counts.filter(|(_, count)| **count > 0) {
        *sums.entry(Arc::clone(label)).or_default() += count;
    }
    sums
}

/// The most frequent first; equals by key, so that a list does not jump about.
fn sorted(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
    values
}

/// The attributes that most results have, each with its values.
fn attribute_facets(counts: HashMap<Arc<Label>, u64>, narrow: &Narrow<'_>) -> Vec<Facet> {
    let mut by_key: BTreeMap<&str, Facet> = BTreeMap::new();
    for (label, count) in &counts {
        let facet = by_key.entry(&label.key).or_insert_with(|| Facet {
            kind: FacetKind::Attribute,
            key: label.key.clone(),
            name: label.of.clone(),
            values: Vec::new(),
        });
        // Two spellings in the other language are still one value.
        if let Some(value) = facet.values.iter_mut().find(|v| v.key == label.name.zh) {
            value.count += count;
            continue;
        }
        facet.values.push(FacetValue {
            key: label.name.zh.clone(),
            name: label.name.clone(),
            count: *count,
            chosen: narrow.chooses(&label.key, &label.name.zh),
        });
    }
    let mut facets: Vec<Facet> = by_key.into_values().collect();
    // One value for everything narrows nothing.
    facets.retain(|f| f.values.len() > 1 || f.values.iter().any(|v| v.chosen));
    facets.sort_by_key(|f| std::cmp::Reverse(f.values.iter().map(|v| v.count).sum::<u64>()));
    facets.truncate(ATTRIBUTES_MAX);
    for facet in &mut facets {
        let mut values = sorted(std::mem::take(&mut facet.values));
        let mut place = 0;
        values.retain(|value| {
            place += 1;
            value.chosen || place <= VALUES_MAX
        });
        facet.values = values;
    }
    facets
}
