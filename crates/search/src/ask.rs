//! From what a visitor typed to a question for the index. There is no query language: every character is a letter, a digit or
//! a gap, so nothing typed can break out, and nothing typed is an error.

use crate::cut::{self, Run};
use crate::fields::{Fields, whole};
use crate::synonyms;
use domain::search::WORDS_CHARS_MAX;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// How many words of what was typed are looked at.
const WORDS_MAX: usize = 12;
/// People say 椅子 and goods are called 餐椅.
const DIMINUTIVE: char = '子';
/// How much a second field that fits adds to the first.
const TIE_BREAKER: f32 = 0.2;

/// A word that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A Chinese word.
    Han(String),
    /// A word of another alphabet, which may be pinyin.
    Latin(String),
    /// Digits.
    Digits(String),
}

impl Asked {
    /// The word as typed.
    pub fn text(&self) -> &str {
        match self {
            Self::Han(text) | Self::Latin(text) | Self::Digits(text) => text,
        }
    }
}

/// Reads what was typed.
pub fn read(typed: &str) -> Vec<Asked> {
    let typed: String = typed.chars().take(WORDS_CHARS_MAX).collect();
    let mut asked = Vec::new();
    for run in cut::runs(&typed) {
        match run {
            Run::Han(han) => asked.extend(han_words(&han).into_iter().map(Asked::Han)),
            Run::Latin(word) => asked.push(Asked::Latin(word)),
            Run::Digits(digits) => asked.push(Asked::Digits(digits)),
        }
    }
    if asked.iter().any(|a| !cut::is_empty_word(a.text())) {
        asked.retain(|a| !cut::is_empty_word(a.text()));
    }
    asked.dedup();
    asked.truncate(WORDS_MAX);
    asked
}

/// Dictionary words; single characters in a row belong together, for they are a word that the dictionary does not know.
fn han_words(han: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut loose = String::new();
    for word in cut::dictionary(han) {
        if word.chars().count() == 1 && !cut::is_empty_word(word) {
            loose.push_str(word);
            continue;
        }
        if !loose.is_empty() {
            words.push(std::mem::take(&mut loose));
        }
        words.push(word.to_owned());
    }
    if !loose.is_empty() {
        words.push(loose);
    }
    words
}

/// Words as a person would write them: gaps only where letters meet.
pub fn spoken(asked: &[Asked]) -> String {
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

/// How strict a question is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rigour {
    /// Every word must fit.
    All,
    /// Half of the words must fit, and characters may stand apart.
    Half,
}

/// Which Chinese words a piece of pinyin may stand for.
pub type Meant<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// The question for some words; without words it is about everything.
pub fn question(
    fields: &Fields,
    asked: &[Asked],
    rigour: Rigour,
    meant: Meant<'_>,
) -> Box<dyn Query> {
    if asked.is_empty() {
        return Box::new(AllQuery);
    }
    let words: Vec<Box<dyn Query>> = asked.iter().map(|a| word(fields, a, rigour, meant)).collect();
    let mut all: Box<dyn Query> = match rigour {
        Rigour::All => Box::new(BooleanQuery::intersection(words)),
        Rigour::Half => {
            let enough = words.len().div_ceil(2);
            Box::new(BooleanQuery::union_with_minimum_required_clauses(words, enough))
        }
    };
    if asked.len() > 1 {
        let others = others(fields, &spoken(asked));
        if !others.is_empty() {
            all = any(std::iter::once(all).chain(others).collect());
        }
    }
    // The name of a shelf or a shop, exactly.
    let shelf = boosted(term(fields.place, &whole(&spoken(asked))), 8.0);
    let all: Box<dyn Query> =
        Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::Should, shelf)]));
    match joined(fields, asked) {
        // Neighbours in the name count more than the same words apart.
        Some((whole, false)) => {
            Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::Should, whole)]))
        }
        // Pinyin typed with gaps is as good as typed without.
        Some((whole, true)) => Box::new(BooleanQuery::union(vec![all, whole])),
        None => all,
    }
}

/// The same question about goods that stand in all of these categories and shops, given by their ids.
pub fn within(fields: &Fields, question: Box<dyn Query>, places: &[&str]) -> Box<dyn Query> {
    if places.is_empty() {
        return question;
    }
    let place = |id: &&str| {
        let term = Term::from_field_text(fields.shelf, id);
        let there: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        // Where something stands says nothing about how well it fits.
        let there: Box<dyn Query> = Box::new(ConstScoreQuery::new(there, 0.0));
        (Occur::Must, there)
    };
    let mut all: Vec<_> = places.iter().map(place).collect();
    all.push((Occur::Must, question));
    Box::new(BooleanQuery::new(all))
}

/// All words taken together: Chinese ones as neighbours in a name, others as pinyin; whether it stands on its own.
fn joined(fields: &Fields, asked: &[Asked]) -> Option<(Box<dyn Query>, bool)> {
    if asked.len() < 2 {
        return None;
    }
    let whole: String = asked.iter().map(Asked::text).collect();
    if asked.iter().all(|a| matches!(a, Asked::Han(_))) {
        return Some((boosted(pairs_in(&[fields.name], &whole), 2.0), false));
    }
    let latin = asked.iter().all(|a| matches!(a, Asked::Latin(_)));
    latin.then(|| (boosted(term(fields.sound, &whole), 2.0), true))
}

/// Goods that bear another word for a word, or for several words together.
fn others(fields: &Fields, text: &str) -> Vec<Box<dyn Query>> {
    let other = |other: &String| {
        // A synonym may be two words, or of the other language.
        let parts = read(other).into_iter().map(|part| match part {
            Asked::Han(han) => any(han_ways(fields, &han, Rigour::All)),
            Asked::Latin(word) => any(in_fields(fields, &cut::stem(&word), 1.0)),
            Asked::Digits(digits) => any(in_fields(fields, &digits, 1.0)),
        });
        boosted(all(parts.collect()), 0.6)
    };
    synonyms::of(text).iter().map(other).collect()
}

fn word(fields: &Fields, asked: &Asked, rigour: Rigour, meant: Meant<'_>) -> Box<dyn Query> {
    let mut ways = match asked {
        Asked::Han(han) => han_ways(fields, han, rigour),
        Asked::Latin(word) => {
            let mut ways = latin_ways(fields, word);
            // Pinyin is as good as the words it stands for, and so are their other names.
            for han in meant(word).iter().chain(synonyms::sounding(word)) {
                let mut same = han_ways(fields, han, Rigour::All);
                same.extend(others(fields, han));
                ways.push(boosted(any(same), 0.9));
            }
            ways
        }
        Asked::Digits(digits) => in_fields(fields, digits, 1.0),
    };
    ways.extend(others(fields, asked.text()));
    any(ways)
}

/// The fields with their weights: a name says more than a long text.
fn in_fields(fields: &Fields, text: &str, boost: f32) -> Vec<Box<dyn Query>> {
    let weighted =
        [(fields.name, 4.0), (fields.place, 3.0), (fields.facts, 1.5), (fields.body, 0.4)];
    weighted.into_iter().map(|(field, weight)| boosted(term(field, text), weight * boost)).collect()
}

fn han_ways(fields: &Fields, han: &str, rigour: Rigour) -> Vec<Box<dyn Query>> {
    let mut ways = in_fields(fields, han, 1.0);
    if let (Some(thing), 2) = (han.strip_suffix(DIMINUTIVE), han.chars().count()) {
        ways.extend(in_fields(fields, thing, 0.8));
    }
    if han.chars().count() > 2 {
        ways.push(boosted(pairs_in(&[fields.name, fields.place, fields.facts], han), 2.0));
        if let Some(parts) = parts(han) {
            let parts = parts.iter().map(|part| any(in_fields(fields, part, 1.0))).collect();
            ways.push(boosted(all(parts), 0.5));
        }
    }
    if rigour == Rigour::Half {
        let singles = han.chars().map(|c| any(in_fields(fields, &c.to_string(), 1.0))).collect();
        ways.push(boosted(all(singles), 0.2));
    }
    ways
}

/// The words inside a long word with the characters that belong to none of them; `None` when there are no words inside.
fn parts(han: &str) -> Option<Vec<String>> {
    let inside = cut::inside(han);
    let mut parts: Vec<String> = inside.iter().map(|w| (*w).to_owned()).collect();
    if parts.is_empty() {
        return None;
    }
    let apart = |c: &char| !inside.iter().any(|word| word.contains(*c));
    parts.extend(han.chars().filter(apart).map(String::from));
    Some(parts)
}

fn latin_ways(fields: &Fields, word: &str) -> Vec<Box<dyn Query>> {
    let mut ways = in_fields(fields, &cut::stem(word), 1.0);
    ways.push(boosted(term(fields.sound, word), 2.0));
    if (2..=6).contains(&word.len()) {
        ways.push(term(fields.sound, &cut::initials_token(word)));
    }
    ways
}

/// Every two neighbours of a Chinese stretch, all in one field.
fn pairs_in(fields: &[Field], han: &str) -> Box<dyn Query> {
    let in_field = |field: &Field| all(cut::pairs(han).iter().map(|p| term(*field, p)).collect());
    any(fields.iter().map(in_field).collect())
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

fn all(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(queries))
}

/// The best way counts, the others add a little.
fn any(ways: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE_BREAKER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Vec<String> {
        read(typed).iter().map(|a| a.text().to_owned()).collect()
    }

    #[test]
    fn nothing_typed_can_break_out() {
        assert_eq!(words("name:\"tea\" OR (*) ^2 \\ [a TO b]"), ["name", "tea", "or", "2", "b"]);
        assert!(read(":\"()* 、。").is_empty());
        assert_eq!(read(&"茶".repeat(5_000)).len(), 1);
    }

    #[test]
    fn characters_that_no_dictionary_joins_stay_together() {
        assert_eq!(words("龙景"), ["龙景"]);
        assert_eq!(words("红茶 杯"), ["红茶", "杯"]);
        assert_eq!(words("喝茶的杯子"), ["喝茶", "杯子"]);
        assert_eq!(words("的"), ["的"]);
    }
}
