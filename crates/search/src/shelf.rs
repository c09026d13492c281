//! One generation of the index, opened for reading: its columns segment by segment, its labels in words, and what is
//! reckoned once for all searches. A commit makes a new generation; whoever still reads the old one keeps it.

use crate::fields::{BITS, IN_STOCK, LABELS, NEVER, NUMBERS, PART, RETURNABLE};
use domain::Moment;
use domain::catalogue::Words;
use domain::display::Facts;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, Searcher, SegmentReader, TERMINATED};

/// A value that lists can be narrowed by, in words.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The id, or the attribute's key.
    pub key: String,
    /// What it is called; for an attribute the value.
    pub name: Words,
    /// What the attribute is called.
    pub of: Words,
}

impl Label {
    fn read(text: &str) -> Self {
        let mut parts = text.split(PART).map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let (key, zh, en) = (next(), next(), next());
        Self { key, name: Words { zh, en }, of: Words { zh: next(), en: next() } }
    }
}

/// A column of labels.
pub struct Labels {
    ords: Column<u64>,
    /// The label of each ordinal.
    pub all: Vec<Arc<Label>>,
}

impl Labels {
    /// The ordinals of a product.
    pub fn of(&self, doc: DocId) -> impl Iterator<Item = usize> + '_ {
        self.ords.values_for_doc(doc).filter_map(|ord| usize::try_from(ord).ok())
    }
}

/// The columns of one segment. They never change: what is removed is only marked as gone.
pub struct Columns {
    numbers: [Column<i64>; NUMBERS.len()],
    bits: [Column<u64>; BITS.len()],
    /// Categories.
    pub category: Labels,
    /// First-level categories.
    pub root: Labels,
    /// Shops.
    pub merchant: Labels,
    /// Attributes and specs.
    pub attribute: Labels,
}

/// One segment in one generation. What its columns say is handed on from one generation to the next.
pub struct Segment {
    id: SegmentId,
    columns: Arc<Columns>,
    best: Arc<Best>,
    /// For each ordinal of `category`: how many were sold of its most sold goods.
    sold_most: Vec<i64>,
}

/// How many were sold of the most sold goods of each category in one segment.
struct Best {
    /// By ordinal of the category.
    sold: Vec<i64>,
    /// How many rows were gone when it was reckoned.
    gone: u32,
}

/// When one row of so many has gone since, the most sold goods may be among them and are looked for again.
const GONE_SHARE: u32 = 100;

impl Deref for Segment {
    type Target = Columns;

    fn deref(&self) -> &Columns {
        &self.columns
    }
}

impl Columns {
    fn number(&self, column: usize, doc: DocId) -> i64 {
        self.numbers[column].first(doc).unwrap_or_default()
    }

    fn bit(&self, column: usize, doc: DocId) -> u64 {
        self.bits[column].first(doc).unwrap_or_default()
    }

    /// The price in minor units.
    pub fn price(&self, doc: DocId) -> i64 {
        self.number(0, doc)
    }

    /// How many were sold.
    pub fn sold(&self, doc: DocId) -> i64 {
        self.number(1, doc)
    }

    /// When it was put up.
    pub fn created(&self, doc: DocId) -> i64 {
        self.number(2, doc)
    }

    /// Hours until it leaves the shop.
    pub fn hours(&self, doc: DocId) -> i64 {
        self.number(4, doc)
    }

    /// Whether it may be shown at that moment.
    pub fn shown(&self, doc: DocId, now: Moment) -> bool {
        self.number(5, doc) <= now.millis() && now.millis() < self.number(6, doc)
    }

    /// Whether it can be had.
    pub fn in_stock(&self, doc: DocId) -> bool {
        self.bit(0, doc) & IN_STOCK != 0
    }

    /// Whether it may go back without a reason.
    pub fn returnable(&self, doc: DocId) -> bool {
        self.bit(0, doc) & RETURNABLE != 0
    }

    /// The bits of its id.
    pub fn id(&self, doc: DocId) -> u128 {
        (u128::from(self.bit(1, doc)) << 64) | u128::from(self.bit(2, doc))
    }
}

impl Segment {
    /// Opens a segment, with as much of the generation before as still holds.
    fn open(reader: &SegmentReader, before: Option<&Self>) -> tantivy::Result<Self> {
        let gone = reader.num_deleted_docs();
        let same = before.filter(|segment| segment.id == reader.segment_id());
        let columns = match same {
            Some(segment) => Arc::clone(&segment.columns),
            None => Arc::new(Columns::open(reader)?),
        };
        let holds =
            |best: &Arc<Best>| (gone - best.gone.min(gone)) * GONE_SHARE <= reader.max_doc();
        let best = match same.map(|segment| &segment.best).filter(|best| holds(best)) {
            Some(best) => Arc::clone(best),
            None => Arc::new(Best { sold: columns.sold_best(reader), gone }),
        };
        Ok(Self { id: reader.segment_id(), columns, best, sold_most: Vec::new() })
    }

    /// What the formula looks at, reckoned at `at`.
    pub fn facts(&self, doc: DocId, relevance: Option<i64>, at: Moment) -> Facts {
        let days_since = |then: i64| at.since(Moment(then)).as_millis() / 86_400_000;
        let raised = self.number(3, doc);
        let category = self.category.of(doc).next();
        Facts {
            relevance,
            sold: self.sold(doc),
            sold_most: category.and_then(|ord| self.sold_most.get(ord)).copied().unwrap_or(0),
            age_days: days_since(self.created(doc)),
            raised_days_ago: (raised != NEVER).then(|| days_since(raised)),
            in_stock: self.in_stock(doc),
        }
    }
}

/// One generation.
pub struct Shelf {
    /// The searcher of this generation.
    pub searcher: Searcher,
    /// Its segments, in the searcher's order.
    pub segments: Vec<Segment>,
}

impl Shelf {
    /// Opens a generation. After a small change nearly all of it is what the generation before already knew.
    pub fn open(searcher: Searcher, before: Option<&Self>) -> tantivy::Result<Self> {
        let known = |reader: &SegmentReader| {
            before.and_then(|b| b.segments.iter().find(|s| s.id == reader.segment_id()))
        };
        let readers = searcher.segment_readers().iter();
        let segments = readers.map(|reader| Segment::open(reader, known(reader)));
        let mut segments = segments.collect::<tantivy::Result<Vec<_>>>()?;
        reckon_sold_most(&mut segments);
        Ok(Self { searcher, segments })
    }

    /// Whether anything that may be shown fits; looks no further than the first that does.
    pub fn holds_any(&self, question: &dyn Query, now: Moment) -> tantivy::Result<bool> {
        let weight = question.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        for (segment, reader) in self.segments.iter().zip(self.searcher.segment_readers()) {
            let mut fits = weight.scorer(reader, 1.0)?;
            while fits.doc() != TERMINATED {
                let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(fits.doc()));
                if alive && segment.shown(fits.doc(), now) {
                    return Ok(true);
                }
                fits.advance();
            }
        }
        Ok(false)
    }
}

/// Sales are measured within a category, over all segments.
fn reckon_sold_most(segments: &mut [Segment]) {
    let mut most: HashMap<Arc<Label>, i64> = HashMap::new();
    for segment in &*segments {
        for (label, sold) in segment.category.all.iter().zip(&segment.best.sold) {
            let best = most.entry(Arc::clone(label)).or_default();
            *best = (*sold).max(*best);
        }
    }
    for segment in segments {
        let of = |label: &Arc<Label>| most.get(label).copied().unwrap_or(0);
        segment.sold_most = segment.columns.category.all.iter().map(of).collect();
    }
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let labels = |name: &str| read_labels(columns.str(name)?, reader.max_doc());
        let [category, root, merchant, attribute] = LABELS;
        Ok(Self {
            numbers: columns_of(NUMBERS, |name| columns.i64(name))?,
            bits: columns_of(BITS, |name| columns.u64(name))?,
            category: labels(category)?,
            root: labels(root)?,
            merchant: labels(merchant)?,
            attribute: labels(attribute)?,
        })
    }

    /// How many were sold of the most sold goods, by ordinal of the category.
    fn sold_best(&self, reader: &SegmentReader) -> Vec<i64> {
        let mut best = vec![0; self.category.all.len()];
        for doc in reader.doc_ids_alive() {
            if let Some(most) = self.category.of(doc).next().and_then(|ord| best.get_mut(ord)) {
                *most = self.sold(doc).max(*most);
            }
        }
        best
    }
}

impl Labels {
    fn none(rows: u32) -> Self {
        Self { ords: Column::build_empty_column(rows), all: Vec::new() }
    }
}

fn columns_of<T, const N: usize>(
    names: [&str; N],
    open: impl Fn(&str) -> tantivy::Result<Column<T>>,
) -> tantivy::Result<[Column<T>; N]> {
    let columns = names.into_iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
    let wrong = |_| tantivy::TantivyError::InternalError("a column is missing".to_owned());
    columns.try_into().map_err(wrong)
}

fn read_labels(column: Option<tantivy::columnar::StrColumn>, rows: u32) -> tantivy::Result<Labels> {
    let Some(column) = column else { return Ok(Labels::none(rows)) };
    let mut all = Vec::with_capacity(column.num_terms());
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        all.push(Arc::new(Label::read(&String::from_utf8_lossy(terms.key()))));
    }
    Ok(Labels { ords: column.ords().clone(), all })
}
