//! From what fits the words to a page: filters, counts, order, keys. All of it is done on the columns of one generation, in
//! one pass over what fits; what was long is sorted as a whole and kept, and its pages are steps into it.

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
}

/// Where somebody is who turns pages: the frame of the search as it was begun, and the last place seen.
#[derive(Clone, Copy)]
pub struct Mark {
    frame: Frame,
    last: Place,
}

/// The mark that a query brings along.
pub fn mark(query: &Query, formula: &Formula) -> Result<Option<Mark>> {
    query.after.as_deref().map(|key| read_key(key, query.sort, formula)).transpose()
}

/// What fits words and filters, each with its place, in no order yet.
pub struct Heap {
    frame: Frame,
    places: Vec<(Place, Fit)>,
    /// The filters.
    pub facets: Vec<Facet>,
}

/// Filters what fits the words, counts it and gives it its places.
pub fn heap(
    shelf: &Shelf,
    fits: &[Fit],
    query: &Query,
    formula: &Formula,
    (mark, now): (Option<&Mark>, Moment),
) -> Heap {
    let searched = !query.words.trim().is_empty();
    // Without words there is nothing that fits best, whatever the index says.
    let best = fits.iter().map(|f| f.measure).filter(|_| searched).fold(0.0, Score::max);
    let fresh = Frame { turn: Turn::at(now, &formula.salt), best };
    let frame = mark.map_or(fresh, |mark| mark.frame);
    let ranker = Ranker { shelf, query, formula, frame };
    let narrow = Narrow::new(shelf, query);
    let mut counts = Counts::new(shelf, &narrow);
    let mut places: Vec<(Place, Fit)> = Vec::new();
    for fit in fits {
        let segment = &shelf.segments[fit.segment as usize];
        let Some(misses) = narrow.misses(segment, fit, now) else { continue };
        counts.add(segment, fit, misses);
        if misses == 0 {
            places.push((ranker.place(fit), *fit));
        }
    }
    Heap { frame, places, facets: counts.facets(&narrow) }
}

impl Heap {
    /// How many results there are.
    pub const fn total(&self) -> usize {
        self.places.len()
    }

    /// The page that the query asks for, with no more sorted than that.
    pub fn page(
        mut self,
        shelf: &Shelf,
        query: &Query,
        formula: &Formula,
        mark: Option<&Mark>,
    ) -> Page {
        if let Some(mark) = mark {
            self.places.retain(|(place, _)| *place > mark.last);
        }
        let limit = query.limit.clamp(1, RESULTS_MAX);
        let more = self.places.len() > limit;
        if more {
            self.places.select_nth_unstable_by_key(limit, |(place, _)| *place);
            self.places.truncate(limit);
        }
        self.places.sort_unstable_by_key(|(place, _)| *place);
        let fits: Vec<Fit> = self.places.iter().map(|(_, fit)| *fit).collect();
        Ranker { shelf, query, formula, frame: self.frame }.page(&fits, more)
    }

    /// All of it in order, to be kept.
    pub fn sorted(mut self) -> Sorted {
        self.places.sort_unstable_by_key(|(place, _)| *place);
        let order = self.places.iter().map(|(_, fit)| *fit).collect();
        Sorted { frame: self.frame, order, facets: self.facets }
    }
}

/// What fits words and filters, in order.
pub struct Sorted {
    frame: Frame,
    order: Vec<Fit>,
    /// The filters.
    pub facets: Vec<Facet>,
}

impl Sorted {
    /// How many results there are.
    pub const fn total(&self) -> usize {
        self.order.len()
    }

    /// The hour it was reckoned for.
    pub const fn hour(&self) -> i64 {
        self.frame.turn.hour
    }

    /// The page that the query asks for; `None` for who began in another frame. Where it begins is found by halving.
    pub fn page(
        &self,
        shelf: &Shelf,
        query: &Query,
        formula: &Formula,
        mark: Option<&Mark>,
    ) -> Option<Page> {
        let ranker = Ranker { shelf, query, formula, frame: self.frame };
        let from = match mark {
            Some(mark) if mark.frame != self.frame => return None,
            Some(mark) => self.order.partition_point(|fit| ranker.place(fit) <= mark.last),
            None => 0,
        };
        let rest = self.order.get(from..).unwrap_or_default();
        let limit = query.limit.clamp(1, RESULTS_MAX).min(rest.len());
        Some(ranker.page(&rest[..limit], limit < rest.len()))
    }
}

struct Ranker<'a> {
    shelf: &'a Shelf,
    query: &'a Query,
    formula: &'a Formula,
    frame: Frame,
}

impl Ranker<'_> {
    /// A page of these, which are in order.
    fn page(&self, fits: &[Fit], more: bool) -> Page {
        let last = fits.last().filter(|_| more).map(|fit| self.place(fit));
        let next = last.map(|place| write_key(self.query.sort, self.frame, place));
        Page { hits: fits.iter().map(|fit| self.hit(fit)).collect(), next }
    }

    fn facts(&self, fit: &Fit) -> display::Facts {
        let searched = !self.query.words.trim().is_empty();
        let relevance = searched.then(|| relevance(fit.measure, self.frame.best));
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

    fn hit(&self, fit: &Fit) -> Hit {
        let told = display::explain(self.formula, &self.facts(fit));
        let id = self.shelf.segments[fit.segment as usize].id(fit.doc);
        Hit { id: ProductId::from_bits(id), score: told.score, terms: told.terms }
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
fn read_key(key: &str, sort: Sort, formula: &Formula) -> Result<Mark> {
    let read = || {
        let mut parts = key.split('.');
        let mut next = || parts.next();
        let same = next()? == sort.as_str();
        let turn = Turn::of(next()?.parse().ok()?, &formula.salt);
        let best = Score::from_bits(u32::from_str_radix(next()?, 16).ok()?);
        let last = Place {
            figure: next()?.parse().ok()?,
            turn: u64::from_str_radix(next()?, 16).ok()?,
            id: u128::from_str_radix(next()?, 16).ok()?,
        };
        let frame = Frame { turn, best };
        (same && next().is_none() && best.is_finite()).then_some(Mark { frame, last })
    };
    read().ok_or_else(|| Code::NotFound.into())
}
