//! The course of a search: as typed; if nothing fits, with slips mended; if still nothing fits, with half of the words.

use crate::ask::{self, Asked, Rigour};
use crate::kept::{Known, List, Slot};
use crate::pick::{self, Everything, Fit, Mark};
use crate::shelf::Shelf;
use crate::{Inner, broken, cut, lock};
use domain::Moment;
use domain::display::Turn;
use domain::id::TypedId as _;
use domain::search::{Found, Query};
use services::Result;
use std::sync::Arc;
use tantivy::Term;

/// How many other words are offered when nothing was found.
const INSTEAD_MAX: usize = 6;

/// What fits, and what had to be done to find it.
struct Fitting {
    fits: Vec<Fit>,
    asked: Vec<Asked>,
    corrected: Option<String>,
    loosened: bool,
}

/// A search that is being answered.
struct Search<'q> {
    query: &'q Query,
    asked: Vec<Asked>,
    mark: Option<Mark>,
    now: Moment,
}

/// An answer, and whether the list that it is a page of should be made anew.
pub(crate) struct Answer {
    pub(crate) found: Found,
    pub(crate) is_old: bool,
}

impl From<Found> for Answer {
    fn from(found: Found) -> Self {
        Self { found, is_old: false }
    }
}

impl Inner {
    pub(crate) fn search(&self, query: &Query, now: Moment) -> Result<Answer> {
        let asked = ask::read(&query.words);
        if asked.is_empty() && !query.words.trim().is_empty() {
            // Nothing but signs was typed. That is not a wish to see everything.
            return Ok(Found { suggestions: self.instead(now)?, ..Found::default() }.into());
        }
        let mark = pick::mark(query, &self.formula)?;
        let search = Search { query, asked, mark, now };
        let shelf = self.shelf()?;
        if shelf.searcher.num_docs() < self.long as u64 {
            return self.at_once(&shelf, &search, None);
        }
        let slot = self.kept.slot(query, now);
        match slot.known() {
            Known::Long(list) if list.is_good(now) => self.of_list(&shelf, &list, &search, &slot),
            Known::Short => self.at_once(&shelf, &search, Some(&slot)),
            // Who carries on where another list ended would only be in the way of those who begin.
            _ if search.mark.is_some() => self.at_once(&shelf, &search, None),
            _ => {
                let _made = lock(&slot.making);
                match slot.known() {
                    Known::Long(list) if list.is_good(now) => {
                        self.of_list(&shelf, &list, &search, &slot)
                    }
                    _ => self.at_once(&shelf, &search, Some(&slot)),
                }
            }
        }
    }

    /// Makes a kept list anew, unless somebody is at it.
    pub(crate) fn renew(&self, query: &Query, now: Moment) -> Result<()> {
        let slot = self.kept.slot(query, now);
        if !slot.claim() {
            return Ok(());
        }
        let first = Query { after: None, ..query.clone() };
        let search = Search { query: &first, asked: ask::read(&query.words), mark: None, now };
        let made = self.shelf().and_then(|shelf| self.at_once(&shelf, &search, Some(&slot)));
        slot.release();
        made.map(|_| ())
    }

    /// Looks at everything that fits. Where a slot is given, a list that is long is kept there.
    fn at_once(
        &self,
        shelf: &Arc<Shelf>,
        search: &Search<'_>,
        slot: Option<&Arc<Slot>>,
    ) -> Result<Answer> {
        let (query, mark, now) = (search.query, search.mark.as_ref(), search.now);
        let fitting = self.fitting(shelf, search)?;
        let mut heap = pick::heap(shelf, &fitting.fits, query, &self.formula, (mark, now));
        let marks = self.marks(&fitting.asked)?;
        if let Some(slot) = slot.filter(|_| mark.is_none()) {
            if heap.total() >= self.long {
                let list = Arc::new(List {
                    shelf: Arc::clone(shelf),
                    sorted: heap.sorted(),
                    corrected: fitting.corrected,
                    loosened: fitting.loosened,
                    marks,
                    made_at: now,
                });
                self.kept.keep(slot, Known::Long(Arc::clone(&list)));
                return self.of_list(shelf, &list, search, slot);
            }
            self.kept.keep(slot, Known::Short);
        }
        let total = heap.total() as u64;
        let suggestions = if total == 0 { self.instead(now)? } else { Vec::new() };
        let facets = std::mem::take(&mut heap.facets);
        let page = heap.page(shelf, query, &self.formula, mark);
        let found = Found {
            hits: page.hits,
            next: page.next,
            total,
            facets,
            corrected: fitting.corrected,
            loosened: fitting.loosened,
            marks,
            suggestions,
        };
        Ok(found.into())
    }

    /// A page of a kept list.
    fn of_list(
        &self,
        shelf: &Arc<Shelf>,
        list: &List,
        search: &Search<'_>,
        slot: &Arc<Slot>,
    ) -> Result<Answer> {
        let mark = search.mark.as_ref();
        let Some(page) = list.sorted.page(&list.shelf, search.query, &self.formula, mark) else {
            return self.at_once(shelf, search, Some(slot));
        };
        let hour = Turn::at(search.now, &self.formula.salt).hour;
        let changed = shelf.searcher.generation() != list.shelf.searcher.generation();
        let found = Found {
            hits: page.hits,
            next: page.next,
            total: list.sorted.total() as u64,
            facets: list.sorted.facets.clone(),
            corrected: list.corrected.clone(),
            loosened: list.loosened,
            marks: list.marks.clone(),
            suggestions: Vec::new(),
        };
        Ok(Answer { found, is_old: list.is_old(search.now, hour, changed) })
    }

    fn fitting(&self, shelf: &Shelf, search: &Search<'_>) -> Result<Fitting> {
        let asked = search.asked.clone();
        let as_asked = |fits, asked| Fitting { fits, asked, corrected: None, loosened: false };
        let fits = self.fits(shelf, &asked, Rigour::All, search)?;
        // What fits elsewhere was typed as it was meant.
        if !fits.is_empty() || asked.is_empty() || self.is_known(shelf, &asked, search.now)? {
            return Ok(as_asked(fits, asked));
        }
        if let Some(apart) = self.apart(shelf, &asked)? {
            let fits = self.fits(shelf, &apart, Rigour::All, search)?;
            if !fits.is_empty() {
                return Ok(as_asked(fits, apart));
            }
        }
        if let Some(mended) = self.mended(shelf, &asked, search.now)? {
            let fits = self.fits(shelf, &mended, Rigour::All, search)?;
            if !fits.is_empty() {
                let corrected = Some(ask::spoken(&mended));
                return Ok(Fitting { fits, asked: mended, corrected, loosened: false });
            }
        }
        let fits = self.fits(shelf, &asked, Rigour::Half, search)?;
        let loosened = !fits.is_empty();
        Ok(Fitting { fits, asked, corrected: None, loosened })
    }

    fn question(&self, asked: &[Asked], rigour: Rigour) -> Result<Box<dyn tantivy::query::Query>> {
        let latin = asked.iter().any(|a| matches!(a, Asked::Latin(_)));
        let lexicon = if latin { Some(self.lexicon()?) } else { None };
        let meant = |sound: &str| lexicon.as_ref().map_or_else(Vec::new, |l| l.meant_by(sound));
        Ok(ask::question(&self.fields, asked, rigour, &meant))
    }

    /// What fits the words in the category and the shop that the query is about.
    fn fits(
        &self,
        shelf: &Shelf,
        asked: &[Asked],
        rigour: Rigour,
        search: &Search<'_>,
    ) -> Result<Vec<Fit>> {
        let question = self.question(asked, rigour)?;
        let category = search.query.category.as_ref().map(|id| id.as_str());
        let merchant = search.query.merchant.as_ref().map(|id| id.as_str());
        let places: Vec<&str> = category.into_iter().chain(merchant).collect();
        let question = ask::within(&self.fields, question, &places);
        let mut fits = shelf.searcher.search(&*question, &Everything).map_err(broken)?;
        fits.retain(|fit| shelf.segments[fit.segment as usize].shown(fit.doc, search.now));
        Ok(fits)
    }

    /// Whether anything at all fits; looks no further than the first that does.
    fn is_known(&self, shelf: &Shelf, asked: &[Asked], now: Moment) -> Result<bool> {
        let question = self.question(asked, Rigour::All)?;
        shelf.holds_any(&*question, now).map_err(broken)
    }

    /// The same words with pinyin taken apart that was typed in one go, `longjingcha`; `None` when there is none.
    fn apart(&self, shelf: &Shelf, asked: &[Asked]) -> Result<Option<Vec<Asked>>> {
        let mut changed = false;
        let mut apart = Vec::with_capacity(asked.len() + 1);
        for word in asked {
            let cut = match word {
                Asked::Latin(text) if text.is_ascii() => self.cut(shelf, text)?,
                _ => None,
            };
            match cut {
                Some((head, rest)) => {
                    changed = true;
                    apart.extend([Asked::Latin(head), Asked::Latin(rest)]);
                }
                None => apart.push(word.clone()),
            }
        }
        Ok(changed.then_some(apart))
    }

    /// The longest beginning that is a sound, with a rest that is one. A whole that is one is not cut.
    fn cut(&self, shelf: &Shelf, text: &str) -> Result<Option<(String, String)>> {
        if self.sounds(shelf, text)? {
            return Ok(None);
        }
        for at in (2..text.len().saturating_sub(1)).rev() {
            let (head, rest) = text.split_at(at);
            if self.sounds(shelf, head)? && self.sounds(shelf, rest)? {
                return Ok(Some((head.to_owned(), rest.to_owned())));
            }
        }
        Ok(None)
    }

    /// Whether some Chinese word sounds like this.
    fn sounds(&self, shelf: &Shelf, text: &str) -> Result<bool> {
        let term = Term::from_field_text(self.fields.sound, text);
        Ok(shelf.searcher.doc_freq(&term).map_err(broken)? > 0)
    }

    /// The same words with slips mended; `None` when nothing can be mended.
    fn mended(&self, shelf: &Shelf, asked: &[Asked], now: Moment) -> Result<Option<Vec<Asked>>> {
        let lexicon = self.lexicon()?;
        let mut changed = false;
        let mut mended = Vec::with_capacity(asked.len());
        for word in asked {
            let alone = std::slice::from_ref(word);
            match if self.is_known(shelf, alone, now)? { None } else { lexicon.mend(word) } {
                Some(other) => {
                    changed = true;
                    mended.extend(ask::read(&other));
                }
                None => mended.push(word.clone()),
            }
        }
        Ok(changed.then_some(mended))
    }

    /// What to mark in names: the words, and the Chinese that pinyin stands for.
    fn marks(&self, asked: &[Asked]) -> Result<Vec<String>> {
        let mut marks: Vec<String> = Vec::new();
        for word in asked {
            match word {
                Asked::Latin(text) => {
                    marks.extend(self.lexicon()?.meant_by(text));
                    marks.push(cut::stem(text));
                }
                Asked::Han(text) | Asked::Digits(text) => marks.push(text.clone()),
            }
        }
        Ok(marks)
    }

    fn instead(&self, now: Moment) -> Result<Vec<String>> {
        let (counts, _) = &*lock(&self.hot);
        Ok(counts.top(now, INSTEAD_MAX, |_| true))
    }
}
