//! The words of one generation: what to suggest, and what a slip of the finger or of the ear may have meant.

use crate::ask::Asked;
use crate::cut;
use crate::fields::Fields;
use domain::search::{Suggestion, SuggestionKind};
use std::collections::{BTreeMap, HashMap, HashSet};
use tantivy::Searcher;
use tantivy::schema::Field;

/// Words shorter than this are not mended: too many others are one letter away.
const SLIP_LETTERS_MIN: usize = 4;
/// From how many places inside a name it is suggested.
const STARTS_MAX: usize = 4;
/// About how many names of products, in each language, are kept to be suggested. All of them would be a gigabyte in a market
/// of a million; of a larger market a sample is kept, the same at every reading. Categories and shops are always there.
const NAMES_MAX: u64 = 20_000;

/// The lexicon.
#[derive(Default)]
pub struct Lexicon {
    /// How many products it was made from.
    pub products: u64,
    /// Words of other alphabets, with how many products have them.
    latin: BTreeMap<String, u64>,
    /// Chinese words by their sound.
    by_sound: HashMap<String, Vec<(String, u64)>>,
    sayings: Vec<Saying>,
    /// Beginnings, sorted, with the saying each belongs to.
    starts: Vec<(String, u32)>,
}

struct Saying {
    kind: SuggestionKind,
    english: bool,
    text: String,
    products: u64,
}

impl Lexicon {
    /// Reads the words of a generation.
    pub fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        Self::read_some(searcher, fields, NAMES_MAX)
    }

    /// The same with about so many names of products.
    pub fn read_some(
        searcher: &Searcher,
        fields: &Fields,
        names_max: u64,
    ) -> tantivy::Result<Self> {
        let mut lexicon = Self { products: searcher.num_docs(), ..Self::default() };
        let every = lexicon.products.div_ceil(names_max.max(1)).max(1);
        for (word, products) in terms(searcher, fields.word, |_| true)? {
            if word.is_ascii() {
                lexicon.latin.insert(word, products);
                continue;
            }
            for sound in cut::readings(&word) {
                lexicon.by_sound.entry(sound).or_default().push((word.clone(), products));
            }
        }
        for words in lexicon.by_sound.values_mut() {
            words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        let said = |saying: &str| !saying.starts_with('p') || spread(saying).is_multiple_of(every);
        for (saying, products) in terms(searcher, fields.say, said)? {
            lexicon.hear(&saying, products);
        }
        lexicon.starts.sort_unstable();
        lexicon.starts.dedup();
        Ok(lexicon)
    }

    /// Whether it was made from a market of about another size.
    pub const fn is_old(&self, there: u64) -> bool {
        there.abs_diff(self.products) * 200 > there
    }

    fn hear(&mut self, saying: &str, products: u64) {
        let mut chars = saying.chars();
        let kind = match chars.next() {
            Some('c') => SuggestionKind::Category,
            Some('s') => SuggestionKind::Shop,
            _ => SuggestionKind::Product,
        };
        let english = chars.next() == Some('e');
        let text = chars.as_str().to_owned();
        let Ok(number) = u32::try_from(self.sayings.len()) else { return };
        self.starts.extend(starts(&text).into_iter().map(|start| (start, number)));
        self.sayings.push(Saying { kind, english, text, products });
    }

    /// What begins like this, the widest first: categories, shops, products.
    pub fn suggest(&self, typed: &str, english: bool, limit: usize) -> Vec<Suggestion> {
        let typed = cut::plain(typed);
        // Whoever types with an input method sends pinyin with gaps or apostrophes between syllables.
        let begun = [typed.clone(), typed.replace(' ', "")];
        let mut found: HashSet<u32> = HashSet::new();
        for begun in begun.iter().filter(|b| !b.is_empty()) {
            let from = self.starts.partition_point(|(start, _)| start < begun);
            let rest = self.starts.iter().skip(from);
            let fitting = rest.take_while(|(start, _)| start.starts_with(begun.as_str()));
            found.extend(fitting.map(|(_, number)| *number));
        }
        let sayings = found.iter().filter_map(|n| self.sayings.get(*n as usize));
        let mut sayings: Vec<&Saying> = sayings.collect();
        sayings.sort_by_key(|s| (s.english != english, s.kind, u64::MAX - s.products, &s.text));
        let mut said = HashSet::new();
        sayings.retain(|s| s.english == english || has_han(&typed) != has_han(&s.text) || !english);
        sayings.retain(|s| said.insert(cut::plain(&s.text)));
        let suggestion = |s: &Saying| Suggestion { kind: s.kind, words: s.text.clone() };
        sayings.into_iter().take(limit).map(suggestion).collect()
    }

    /// What a word may have meant that no product has.
    pub fn mend(&self, asked: &Asked) -> Option<String> {
        match asked {
            Asked::Han(word) => {
                cut::readings(word).iter().find_map(|sound| self.sounding(sound, word))
            }
            Asked::Latin(word) if word.chars().count() >= SLIP_LETTERS_MIN => self.slip(word),
            Asked::Latin(_) | Asked::Digits(_) => None,
        }
    }

    fn sounding(&self, sound: &str, not: &str) -> Option<String> {
        let words = self.by_sound.get(sound)?;
        words.iter().find(|(word, _)| word != not).map(|(word, _)| word.clone())
    }

    /// The most frequent word one slip away, first of other alphabets, then of pinyin, then by stems: `strawbery` is some
    /// letters from `strawberries`, but its stem is one from the other's.
    fn slip(&self, word: &str) -> Option<String> {
        let near = |other: &str| {
            other.len().abs_diff(word.len()) <= 1 && strsim::osa_distance(other, word) == 1
        };
        let latin = |near: &dyn Fn(&str) -> bool| {
            let near = self.latin.iter().filter(|(other, _)| near(other));
            near.max_by_key(|(_, products)| **products).map(|(other, _)| other.clone())
        };
        let sounding = || {
            let sounds = self.by_sound.iter().filter(|(sound, _)| near(sound));
            let words = sounds.filter_map(|(_, words)| words.first());
            let most = words.max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            most.map(|(word, _)| word.clone())
        };
        let stem = cut::stem(word);
        let related = |other: &str| {
            other.len().abs_diff(word.len()) <= 4
                && other.get(..1) == word.get(..1)
                && strsim::osa_distance(&cut::stem(other), &stem) == 1
        };
        latin(&near).or_else(sounding).or_else(|| latin(&related))
    }

    /// The Chinese words that a piece of pinyin stands for, to be marked in names.
    pub fn meant_by(&self, sound: &str) -> Vec<String> {
        self.by_sound.get(sound).map_or_else(Vec::new, |words| {
            words.iter().take(4).map(|(word, _)| word.clone()).collect()
        })
    }
}

fn has_han(text: &str) -> bool {
    cut::runs(text).iter().any(|run| matches!(run, cut::Run::Han(_)))
}

/// From where a text may be begun: its words, as written, in pinyin, by first letters.
fn starts(text: &str) -> HashSet<String> {
    let plain = cut::plain(text);
    let mut rests: Vec<String> = vec![plain.clone()];
    let mut at = 0;
    let words = plain.split(' ').flat_map(cut::dictionary_or_whole);
    for word in words.take(STARTS_MAX) {
        if let Some(found) = plain.get(at..).and_then(|rest| rest.find(word)) {
            at += found;
            rests.extend(plain.get(at..).map(str::to_owned));
            at += word.len();
        }
    }
    let mut starts: HashSet<String> = HashSet::new();
    for rest in rests {
        if has_han(&rest) {
            let head: String = rest.chars().take_while(|c| *c != ' ').take(8).collect();
            starts.extend(cut::readings(&head));
            starts.extend(cut::initials(&head).iter().map(|token| token[1..].to_owned()));
        }
        starts.insert(rest);
    }
    starts
}

/// A number that depends on the text alone (FNV-1a).
fn spread(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// The terms of a field that are wanted, with how many products have each.
fn terms(
    searcher: &Searcher,
    field: Field,
    wanted: impl Fn(&str) -> bool,
) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut all = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let count = u64::from(terms.value().doc_freq);
            if let Ok(text) = std::str::from_utf8(terms.key())
                && wanted(text)
            {
                *all.entry(text.to_owned()).or_default() += count;
            }
        }
    }
    Ok(all)
}
