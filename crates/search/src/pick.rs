//! From what fits the words to a page: filters, counts, order, keys. All of it is done on the columns of one generation, in
//! one pass over what fits.

use crate::counts::{Counts, Narrow};
use crate::shelf::Shelf;
use domain::display::{self, Formula, Turn};
use domain::id::{ProductId, TypedId as _};
use domain::search::{Facet, Hit, Query, RESULTS_MAX, Sort};
use domain::{Code, Moment};
use services::Result;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// What fits the words, with how well.
#[derive(Clone, Copy)]
pub struct Fit {
    /// The segment.
    pub segment: SegmentOrdinal,
    /// The row in it.
    pub doc: DocId,
    /// The index's own measure.
    pub measure: Score,
}

/// Collects everything that fits.
pub struct Everything;

/// Collects what fits in one segment.
pub struct InSegment {
    segment: SegmentOrdinal,
    fits: Vec<Fit>,
}

impl Collector for Everything {
    type Fruit = Vec<Fit>;
    type Child = InSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<InSegment> {
        Ok(InSegment { segment, fits: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Fit>>) -> tantivy::Result<Vec<Fit>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Vec<Fit>;

    fn collect(&mut self, doc: DocId, measure: Score) {
        self.fits.push(Fit { segment: self.segment, doc, measure });
    }

    fn harvest(self) -> Vec<Fit> {
        self.fits
    }
}

/// The place of a result: the lowest first. No two results share one, for the id is part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    figure: i64,
    turn: u64,
    id: u128,
}

/// What holds from the first page of a search to its last one: the hour that the shuffle and the ages are reckoned by, and
/// what the best fit was measured as.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    turn: Turn,
    best: Score,
}

/// A page.
pub struct Page {
    /// The results.
    pub hits: Vec<Hit>,
    /// The key of the next page.
    pub next: Option<String>,
    /// How many results there are.
    pub total: u64,
    /// The filters.
    pub facets: Vec<Facet>,
}

/// Picks the page that the query asks for.
pub fn pick(
    shelf: &Shelf,
    fits: &[Fit],
    query: &Query,
    formula: &Formula,
    now: Moment,
) -> Result<Page> {
    let after = query.after.as_deref().map(|key| read_key(key, query.sort, formula)).transpose()?;
    let best = fits.iter().map(|f| f.measure).fold(0.0, Score::max);
    let fresh = Frame { turn: Turn::at(now, &formula.salt), best };
    let (frame, last) = after.map_or((fresh, None), |(frame, place)| (frame, Some(place)));
    let ranker = Ranker { shelf, query, formula, frame, searched: !query.words.trim().is_empty() };
    let narrow = Narrow::new(shelf, query);
    let mut counts = Counts::new(shelf, &narrow);
    let mut places: Vec<(Place, Fit)> = Vec::new();
    let mut total = 0;
    for fit in fits {
        let segment = &shelf.segments[fit.segment as usize];
        let Some(misses) = narrow.misses(segment, fit, now) else { continue };
        counts.add(segment, fit, misses);
        if misses != 0 {
            continue;
        }
        total += 1;
        let place = ranker.place(fit);
        if last.is_none_or(|last| place > last) {
            places.push((place, *fit));
        }
    }
    let limit = query.limit.clamp(1, RESULTS_MAX);
    let more = places.len() > limit;
    if more {
        places.select_nth_unstable_by_key(limit, |(place, _)| *place);
        places.truncate(limit);
    }
    places.sort_unstable_by_key(|(place, _)| *place);
    let next =
        places.last().filter(|_| more).map(|(place, _)| write_key(query.sort, frame, *place));
    let hits = places.iter().map(|(place, fit)| ranker.hit(*place, fit)).collect();
    Ok(Page { hits, next, total, facets: counts.facets(&narrow) })
}

struct Ranker<'a> {
    shelf: &'a Shelf,
    query: &'a Query,
    formula: &'a Formula,
    frame: Frame,
    searched: bool,
}

impl Ranker<'_> {
    fn facts(&self, fit: &Fit) -> display::Facts {
        let relevance = self.searched.then(|| relevance(fit.measure, self.frame.best));
        let segment = &self.shelf.segments[fit.segment as usize];
        segment.facts(fit.doc, relevance, self.frame.turn.began())
    }

    fn place(&self, fit: &Fit) -> Place {
        let segment = &self.shelf.segments[fit.segment as usize];
        let id = segment.id(fit.doc);
        match self.query.sort {
            Sort::Rank => {
                let score = display::score(self.formula, &self.facts(fit));
                let turn = self.frame.turn.place(id);
                Place { figure: -self.formula.band(score), turn, id }
            }
            Sort::Sales => Place { figure: -segment.sold(fit.doc), turn: 0, id },
            Sort::PriceUp => Place { figure: segment.price(fit.doc), turn: 0, id },
            Sort::PriceDown => Place { figure: -segment.price(fit.doc), turn: 0, id },
            Sort::Newest => Place { figure: -segment.created(fit.doc), turn: 0, id },
        }
    }

    fn hit(&self, place: Place, fit: &Fit) -> Hit {
        let told = display::explain(self.formula, &self.facts(fit));
        Hit { id: ProductId::from_bits(place.id), score: told.score, terms: told.terms }
    }
}

/// How well something fits, measured against the best fit.
fn relevance(measure: Score, best: Score) -> i64 {
    if best <= 0.0 {
        return 0;
    }
    let share = f64::from(measure / best).clamp(0.0, 1.0);
    // The cast is exact enough: the share lies between nought and one.
    (share * display::FULL as f64).round() as i64
}

/// The key of the next page: the order, the frame, and the place of the last result.
fn write_key(sort: Sort, frame: Frame, last: Place) -> String {
    let (hour, best) = (frame.turn.hour, frame.best.to_bits());
    let Place { figure, turn, id } = last;
    format!("{}.{hour}.{best:x}.{figure}.{turn:x}.{id:x}", sort.as_str())
}

/// Reads a key that came back from a browser; anything else is an address of nothing.
fn read_key(key: &str, sort: Sort, formula: &Formula) -> Result<(Frame, Place)> {
    let read = || {
        let mut parts = key.split('.');
        let mut next = || parts.next();
        let same = next()? == sort.as_str();
        let turn = Turn::of(next()?.parse().ok()?, &formula.salt);
        let best = Score::from_bits(u32::from_str_radix(next()?, 16).ok()?);
        let place = Place {
            figure: next()?.parse().ok()?,
            turn: u64::from_str_radix(next()?, 16).ok()?,
            id: u128::from_str_radix(next()?, 16).ok()?,
        };
        (same && next().is_none() && best.is_finite()).then_some((Frame { turn, best }, place))
    };
    read().ok_or_else(|| Code::NotFound.into())
}
