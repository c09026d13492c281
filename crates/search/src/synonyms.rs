//! Words that mean the same to somebody who shops. A small file, one group a line; the groups are read once.

use crate::cut;
use std::collections::HashMap;
use std::sync::LazyLock;

static GROUPS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for line in include_str!("synonyms.txt").lines() {
        let line = line.split('#').next().unwrap_or_default();
        let (same, kinds) = line.split_once('>').unwrap_or((line, ""));
        let (same, kinds) = (words(same), words(kinds));
        for word in &same {
            let others = same.iter().filter(|other| *other != word).chain(&kinds).cloned();
            groups.entry(word.clone()).or_default().extend(others);
        }
    }
    groups
});

fn words(list: &str) -> Vec<String> {
    list.split(',').map(cut::plain).filter(|word| !word.is_empty()).collect()
}

/// The Chinese words of the groups, by their pinyin.
static BY_SOUND: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut by_sound: HashMap<String, Vec<String>> = HashMap::new();
    for word in GROUPS.keys() {
        for sound in cut::readings(word) {
            by_sound.entry(sound).or_default().push(word.clone());
        }
    }
    for words in by_sound.values_mut() {
        words.sort_unstable();
    }
    by_sound
});

/// The words with other names that sound like this in pinyin.
pub fn sounding(sound: &str) -> &'static [String] {
    BY_SOUND.get(sound).map_or(&[], Vec::as_slice)
}

/// Other words for a word.
pub fn of(word: &str) -> &'static [String] {
    GROUPS.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tomato_has_two_names() {
        assert!(of("西红柿").contains(&"番茄".to_owned()));
        assert!(of("番茄").contains(&"tomato".to_owned()));
        assert!(of("没有的词").is_empty());
        // A kind is found by the name of its family, and not the other way about.
        assert!(of("乌龙茶").contains(&"铁观音".to_owned()));
        assert!(of("铁观音").is_empty());
    }
}
