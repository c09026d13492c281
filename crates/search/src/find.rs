//! The course of a search: as typed; if nothing fits, with slips mended; if still nothing fits, with half of the words.

use crate::ask::{self, Asked, Rigour};
use crate::pick::{self, Everything, Fit};
use crate::shelf::Shelf;
use crate::{Inner, broken, cut};
use domain::Moment;
use domain::search::{Found, Query};
use services::Result;

/// How many other words are offered when nothing was found.
const INSTEAD_MAX: usize = 6;

/// What fits, and what had to be done to find it.
struct Fitting {
    fits: Vec<Fit>,
    asked: Vec<Asked>,
    corrected: Option<String>,
    loosened: bool,
}

impl Inner {
    pub(crate) fn search(&self, query: &Query, now: Moment) -> Result<Found> {
        let shelf = self.shelf()?;
        let asked = ask::read(&query.words);
        if asked.is_empty() && !query.words.trim().is_empty() {
            // Nothing but signs was typed. That is not a wish to see everything.
            return Ok(Found { suggestions: self.instead(now)?, ..Found::default() });
        }
        let fitting = self.fitting(&shelf, asked, now)?;
        let page = pick::pick(&shelf, &fitting.fits, query, &self.formula, now)?;
        let first = query.after.is_none();
        if first && page.total > 0 && fitting.corrected.is_none() && !fitting.loosened {
            self.heard(&cut::plain(&query.words), now);
        }
        let suggestions = if page.total == 0 { self.instead(now)? } else { Vec::new() };
        Ok(Found {
            hits: page.hits,
            next: page.next,
            total: page.total,
            facets: page.facets,
            corrected: fitting.corrected,
            loosened: fitting.loosened,
            marks: self.marks(&shelf, &fitting.asked)?,
            suggestions,
        })
    }

    fn fitting(&self, shelf: &Shelf, asked: Vec<Asked>, now: Moment) -> Result<Fitting> {
        let fits = self.fits(shelf, &asked, Rigour::All, now)?;
        if !fits.is_empty() || asked.is_empty() {
            return Ok(Fitting { fits, asked, corrected: None, loosened: false });
        }
        if let Some(mended) = self.mended(shelf, &asked, now)? {
            let fits = self.fits(shelf, &mended, Rigour::All, now)?;
            if !fits.is_empty() {
                let corrected = Some(spoken(&mended));
                return Ok(Fitting { fits, asked: mended, corrected, loosened: false });
            }
        }
        let fits = self.fits(shelf, &asked, Rigour::Half, now)?;
        let loosened = !fits.is_empty();
        Ok(Fitting { fits, asked, corrected: None, loosened })
    }

    fn fits(
        &self,
        shelf: &Shelf,
        asked: &[Asked],
        rigour: Rigour,
        now: Moment,
    ) -> Result<Vec<Fit>> {
        let question = ask::question(&self.fields, asked, rigour);
        let mut fits = shelf.searcher.search(&*question, &Everything).map_err(broken)?;
        fits.retain(|fit| shelf.segments[fit.segment as usize].shown(fit.doc, now));
        Ok(fits)
    }

    /// The same words with slips mended; `None` when nothing can be mended.
    fn mended(&self, shelf: &Shelf, asked: &[Asked], now: Moment) -> Result<Option<Vec<Asked>>> {
        let lexicon = self.lexicon(shelf)?;
        let mut changed = false;
        let mut mended = Vec::with_capacity(asked.len());
        for word in asked {
            let alone = std::slice::from_ref(word);
            let known = !self.fits(shelf, alone, Rigour::All, now)?.is_empty();
            match if known { None } else { lexicon.mend(word) } {
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
    fn marks(&self, shelf: &Shelf, asked: &[Asked]) -> Result<Vec<String>> {
        let mut marks: Vec<String> = Vec::new();
        for word in asked {
            match word {
                Asked::Latin(text) => {
                    marks.extend(self.lexicon(shelf)?.meant_by(text));
                    marks.push(cut::stem(text));
                }
                Asked::Han(text) | Asked::Digits(text) => marks.push(text.clone()),
            }
        }
        Ok(marks)
    }

    fn instead(&self, now: Moment) -> Result<Vec<String>> {
        let (counts, _) = &*crate::lock(&self.hot);
        Ok(counts.top(now, INSTEAD_MAX, |_| true))
    }
}

/// Words as a person would write them: gaps only where letters meet.
fn spoken(asked: &[Asked]) -> String {
    let mut text = String::new();
    for word in asked {
        let next = word.text();
        let meets = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if !text.is_empty() && (meets(text.chars().next_back()) || meets(next.chars().next())) {
            text.push(' ');
        }
        text.push_str(next);
    }
    text
}
