//! Words that mean the same to somebody who shops. A small file, one group a line; the groups are read once.

use crate::cut;
use std::collections::HashMap;
use std::sync::LazyLock;

static GROUPS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for line in include_str!("synonyms.txt").lines() {
        let words: Vec<String> = line
            .split('#')
            .next()
            .unwrap_or_default()
            .split(',')
            .map(cut::plain)
            .filter(|word| !word.is_empty())
            .collect();
        for word in &words {
            let others = words.iter().filter(|other| *other != word).cloned();
            groups.entry(word.clone()).or_default().extend(others);
        }
    }
    groups
});

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
    }
}
