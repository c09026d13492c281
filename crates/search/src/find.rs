//! The course of a search: as typed; if nothing fits, with slips mended; if still nothing fits, with half of the words.

use crate::ask::{self, Asked, Rigour};
use crate::pick::{self, Everything, Fit};
use crate::shelf::Shelf;
use crate::{Inner, broken, cut};
use domain::Moment;
use domain::search::{Found, Query};
use services::Result;
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
        if let Some(apart) = self.apart(shelf, &asked)? {
            let fits = self.fits(shelf, &apart, Rigour::All, now)?;
            if !fits.is_empty() {
                return Ok(Fitting { fits, asked: apart, corrected: None, loosened: false });
            }
        }
        if let Some(mended) = self.mended(shelf, &asked, now)? {
            let fits = self.fits(shelf, &mended, Rigour::All, now)?;
            if !fits.is_empty() {
                let corrected = Some(ask::spoken(&mended));
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
        let latin = asked.iter().any(|a| matches!(a, Asked::Latin(_)));
        let lexicon = if latin { Some(self.lexicon(shelf)?) } else { None };
        let meant = |sound: &str| lexicon.as_ref().map_or_else(Vec::new, |l| l.meant_by(sound));
        let question = ask::question(&self.fields, asked, rigour, &meant);
        let mut fits = shelf.searcher.search(&*question, &Everything).map_err(broken)?;
        fits.retain(|fit| shelf.segments[fit.segment as usize].shown(fit.doc, now));
        Ok(fits)
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
