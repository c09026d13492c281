//! From texts to tokens. Chinese is cut by dictionary, and every pair of neighbouring characters is a token too, so that no
//! two-character word is ever missed because the dictionary cut elsewhere. English words lose their endings. Every Chinese
//! word has a sound: its pinyin in full and by its first letters.

use frostem::{Algorithm, Stemmer};
use jieba_rs::Jieba;
use pinyin::ToPinyinMulti as _;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How many characters two or three neighbouring words may have to be found by their common sound.
const SPAN_CHARS_MAX: usize = 6;
/// How many readings of a word are kept; some characters have several.
const READINGS_MAX: usize = 4;
/// Written before the first letters of a sound, so that `lj` is never taken for a whole sound.
const INITIALS: char = '#';

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// Reads the dictionary, which takes a moment.
pub fn warm() {
    LazyLock::force(&JIEBA);
}

/// Words that say nothing when there are others.
const EMPTY_WORDS: [&str; 14] =
    ["a", "an", "and", "the", "of", "for", "with", "in", "to", "的", "了", "和", "与", "之"];

/// A stretch of one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Chinese characters.
    Han(String),
    /// Letters of another alphabet, in lower case.
    Latin(String),
    /// Digits.
    Digits(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Latin,
    Digits,
    Gap,
}

fn script(c: char) -> Script {
    match c {
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' => {
            Script::Han
        }
        c if c.is_numeric() => Script::Digits,
        c if c.is_alphabetic() => Script::Latin,
        _ => Script::Gap,
    }
}

/// The full-width forms of Chinese keyboards are the same letters and digits.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map_or(c, |narrow| narrow.to_ascii_lowercase())
        }
        '\u{3000}' => ' ',
        c => c,
    }
}

/// The text in one spelling: narrow, lower case, without signs, single gaps.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = Script::Gap;
    for c in text.chars().map(narrow).flat_map(char::to_lowercase) {
        let this = script(c);
        if this == Script::Gap {
            if last != Script::Gap {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
        last = this;
    }
    out.truncate(out.trim_end().len());
    out
}

/// Cuts a text where its script changes. Anything that is neither letter nor digit only separates.
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut open = (Script::Gap, String::new());
    let mut close = |(script, text): (Script, String)| match script {
        Script::Han => runs.push(Run::Han(text)),
        Script::Latin => runs.push(Run::Latin(text)),
        Script::Digits => runs.push(Run::Digits(text)),
        Script::Gap => {}
    };
    for c in text.chars().map(narrow).flat_map(char::to_lowercase) {
        let this = script(c);
        if this != open.0 {
            close(std::mem::replace(&mut open, (this, String::new())));
        }
        open.1.push(c);
    }
    close(open);
    runs
}

/// An English word without its ending.
pub fn stem(word: &str) -> String {
    STEMMER.stem(word).to_string()
}

/// The dictionary words of a Chinese stretch, in order, none overlapping.
pub fn dictionary(han: &str) -> Vec<&str> {
    JIEBA.cut(han, false).into_iter().map(|token| token.word).collect()
}

/// The dictionary words of a word between two gaps; another alphabet has no words inside.
pub fn dictionary_or_whole(word: &str) -> Vec<&str> {
    if word.is_ascii() { vec![word] } else { dictionary(word) }
}

/// Shorter dictionary words inside a word.
pub fn inside(word: &str) -> Vec<&str> {
    let tokens = JIEBA.cut_for_search(word, false);
    tokens.into_iter().map(|t| t.word).filter(|w| w.len() < word.len()).collect()
}

/// Every two neighbours.
pub fn pairs(han: &str) -> Vec<&str> {
    let starts: Vec<usize> = han.char_indices().map(|(at, _)| at).chain([han.len()]).collect();
    starts.windows(3).map(|w| &han[w[0]..w[2]]).collect()
}

/// Tokens of a short text that must be found by any part: words, pairs and single characters; stems; digits.
pub fn closely(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Han(han) => tokens.extend(closely_han(&han)),
            Run::Latin(word) => tokens.push(stem(&word)),
            Run::Digits(digits) => tokens.push(digits),
        }
    }
    tokens
}

fn closely_han(han: &str) -> Vec<String> {
    let words = JIEBA.cut_for_search(han, false);
    let words = words.into_iter().map(|t| (t.byte_start, t.byte_end));
    let starts: Vec<usize> = han.char_indices().map(|(at, _)| at).chain([han.len()]).collect();
    let pairs = starts.windows(3).map(|w| (w[0], w[2]));
    let singles = starts.windows(2).map(|w| (w[0], w[1]));
    // A word of two characters is also a pair; it counts once.
    let spans: BTreeSet<(usize, usize)> = words.chain(pairs).chain(singles).collect();
    spans.into_iter().map(|(from, until)| han[from..until].to_owned()).collect()
}

/// Tokens of a long text: words and stems.
pub fn loosely(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Han(han) => {
                let words = JIEBA.cut_for_search(&han, false);
                tokens.extend(words.into_iter().map(|t| t.word.to_owned()));
            }
            Run::Latin(word) => tokens.push(stem(&word)),
            Run::Digits(digits) => tokens.push(digits),
        }
    }
    tokens
}

/// Chinese words and neighbouring words taken together, as long as people would type them in one go.
pub fn spans(text: &str) -> BTreeSet<String> {
    let mut spans = BTreeSet::new();
    for run in runs(text) {
        let Run::Han(han) = run else { continue };
        spans.extend(JIEBA.cut_for_search(&han, false).into_iter().map(|t| t.word.to_owned()));
        let words = dictionary(&han);
        for from in 0..words.len() {
            let mut span = String::new();
            for word in words.iter().skip(from).take(3) {
                span.push_str(word);
                if span.chars().count() > SPAN_CHARS_MAX {
                    break;
                }
                spans.insert(span.clone());
            }
        }
    }
    spans
}

/// The words of a text as people write them, for corrections: Chinese ones of two characters or more, others of three letters
/// or more.
pub fn vocabulary(text: &str) -> BTreeSet<String> {
    let mut words = spans(text);
    words.retain(|word| word.chars().count() >= 2);
    words.extend(runs(text).into_iter().filter_map(|run| match run {
        Run::Latin(word) if word.len() >= 3 => Some(word),
        _ => None,
    }));
    words
}

/// How the Chinese of a text sounds, for those who type pinyin.
pub fn sounds(text: &str) -> BTreeSet<String> {
    let mut sounds = BTreeSet::new();
    for span in spans(text) {
        sounds.extend(readings(&span));
        if span.chars().count() >= 2 {
            sounds.extend(initials(&span));
        }
    }
    sounds
}

/// The pinyin of a word without tones, in its possible readings.
pub fn readings(word: &str) -> Vec<String> {
    spell(word, |reading| reading)
}

/// The first letters of a word's pinyin, as tokens.
pub fn initials(word: &str) -> Vec<String> {
    let spelt = spell(word, |reading| reading.get(..1).unwrap_or(reading));
    spelt.into_iter().map(|letters| initials_token(&letters)).collect()
}

/// The token of first letters.
pub fn initials_token(letters: &str) -> String {
    format!("{INITIALS}{letters}")
}

fn spell(word: &str, part: impl Fn(&'static str) -> &'static str) -> Vec<String> {
    let mut spelt = vec![String::new()];
    for c in word.chars() {
        let Some(known) = c.to_pinyin_multi() else { return Vec::new() };
        let mut parts: Vec<&str> = known.into_iter().map(|p| part(p.plain())).collect();
        parts.dedup();
        parts.truncate(2);
        let longer = parts.iter().flat_map(|p| spelt.iter().map(move |s| format!("{s}{p}")));
        let mut longer: Vec<String> = longer.collect();
        longer.dedup();
        longer.truncate(READINGS_MAX);
        spelt = longer;
    }
    spelt.retain(|s| !s.is_empty());
    spelt.sort_unstable();
    spelt.dedup();
    spelt
}

/// Whether a word says nothing when there are others.
pub fn is_empty_word(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_neighbours_are_found_whatever_the_dictionary_says() {
        let tokens = closely("明前龙井茶");
        for word in ["明前", "前龙", "龙井", "井茶", "茶"] {
            assert!(tokens.iter().any(|t| t == word), "{word} in {tokens:?}");
        }
        let mut unique = tokens.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), tokens.len());
    }

    #[test]
    fn scripts_are_told_apart_and_signs_only_separate() {
        let expect = [
            Run::Latin("usb".into()),
            Run::Latin("c".into()),
            Run::Han("数据线".into()),
            Run::Digits("300".into()),
            Run::Latin("ml".into()),
        ];
        assert_eq!(runs("ＵＳＢ-C 数据线(300ml)"), expect);
        assert_eq!(plain("  USB-C:\"数据线\" "), "usb c 数据线");
    }

    #[test]
    fn a_word_is_known_by_its_sound_and_its_first_letters() {
        let sounds = sounds("西湖龙井");
        for sound in ["longjing", "#lj", "xihu", "xihulongjing", "#xhlj"] {
            assert!(sounds.contains(sound), "{sound} in {sounds:?}");
        }
        assert!(readings("长袖").contains(&"changxiu".to_owned()));
    }

    #[test]
    fn endings_fall_away() {
        assert_eq!(closely("Teapots"), closely("teapot"));
    }
}
