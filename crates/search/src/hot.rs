//! Words that people search for. Only what found something is counted, so that nobody can write on the walls of the market
//! by searching for it; a count halves twice a day, so that yesterday does not rule today.

use domain::Moment;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// What one search adds, so that halving keeps small differences.
const ONE: u64 = 1 << 10;
/// After how long a count is half of what it was.
const HALF_LIFE_MS: i64 = 12 * 3_600_000;
/// How many different words are remembered.
const WORDS_MAX: usize = 2_000;
/// From how many searches on a word is shown to others.
const SHOWN_MIN: u64 = 2 * ONE;
/// Longer searches are nobody else's.
const CHARS_MAX: usize = 20;

/// The counts.
#[derive(Default, Serialize, Deserialize)]
pub struct Hot {
    words: HashMap<String, Heat>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Heat {
    count: u64,
    at: i64,
}

impl Heat {
    fn now(self, now: Moment) -> u64 {
        let halvings = now.since(Moment(self.at)).as_millis() / HALF_LIFE_MS;
        self.count.checked_shr(u32::try_from(halvings).unwrap_or(u32::MAX)).unwrap_or(0)
    }
}

impl Hot {
    /// Reads what was kept. A file that cannot be read is a fresh start: nothing depends on it.
    pub fn load(file: &Path) -> Self {
        let text = std::fs::read(file).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Keeps the counts.
    pub fn keep(&self, file: &Path) -> std::io::Result<()> {
        let text = serde_json::to_vec(self)?;
        let beside = file.with_extension("new");
        std::fs::write(&beside, text)?;
        std::fs::rename(&beside, file)
    }

    /// Counts a search that found something.
    pub fn heard(&mut self, words: &str, now: Moment) {
        if words.is_empty() || words.chars().count() > CHARS_MAX {
            return;
        }
        let heat =
            self.words.entry(words.to_owned()).or_insert(Heat { count: 0, at: now.millis() });
        *heat = Heat { count: heat.now(now).saturating_add(ONE), at: now.millis() };
        if self.words.len() > WORDS_MAX {
            self.forget(now);
        }
    }

    /// Forgets the colder half.
    fn forget(&mut self, now: Moment) {
        let mut heats: Vec<u64> = self.words.values().map(|heat| heat.now(now)).collect();
        let middle = heats.len() / 2;
        let (_, median, _) = heats.select_nth_unstable(middle);
        let median = *median;
        self.words.retain(|_, heat| heat.now(now) > median);
    }

    /// The hottest words, also only those that begin in some way.
    pub fn top(&self, now: Moment, limit: usize, fits: impl Fn(&str) -> bool) -> Vec<String> {
        let warm = self.words.iter().map(|(word, heat)| (heat.now(now), word));
        let mut warm: Vec<_> = warm.filter(|(n, word)| *n >= SHOWN_MIN && fits(word)).collect();
        warm.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        warm.into_iter().take(limit).map(|(_, word)| word.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_790_000_000_000);

    #[test]
    fn what_many_search_for_is_hot_and_cools() {
        let mut hot = Hot::default();
        for _ in 0..6 {
            hot.heard("龙井", NOW);
        }
        for _ in 0..3 {
            hot.heard("毛巾", NOW);
        }
        hot.heard("我的秘密", NOW);
        assert_eq!(hot.top(NOW, 9, |_| true), ["龙井", "毛巾"]);
        let later = NOW.plus(domain::Duration::hours(12));
        assert_eq!(hot.top(later, 9, |_| true), ["龙井"]);
        assert!(hot.top(NOW.plus(domain::Duration::days(9)), 9, |_| true).is_empty());
    }

    #[test]
    fn the_memory_for_words_is_bounded() {
        let mut hot = Hot::default();
        for n in 0..5_000 {
            hot.heard(&format!("w{n}"), NOW);
        }
        assert!(hot.words.len() <= WORDS_MAX);
    }
}
