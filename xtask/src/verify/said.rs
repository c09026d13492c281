//! What the stories say of themselves, line by line.

use crate::test::Tally;

/// What was read so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// How the stories ended.
    pub tally: Tally,
    /// Operations that ended well.
    pub ok: usize,
    /// Operations that were refused cleanly.
    pub fail: usize,
    /// Operations of which nobody knew how they ended.
    pub unknown: usize,
    /// Stories that ended well because they could not begin.
    idle: usize,
}

impl Said {
    /// Reads one line.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(figures) = line.strip_prefix("test result: ") {
            let passed = figure(figures, " passed");
            self.tally.passed += passed.saturating_sub(self.idle);
            self.tally.failed += figure(figures, " failed");
            self.tally.skipped += figure(figures, " ignored");
        }
        // A story that found itself unable to run ended well for the runner, but nothing was verified.
        if line.starts_with("SKIPPED verify") {
            self.tally.skipped += 1;
            self.idle += 1;
        }
        if line.starts_with("verify ") && line.ends_with(" unknown") {
            self.ok += figure(line, " ok,");
            self.fail += figure(line, " fail,");
            self.unknown += figure(line, " unknown");
        }
    }

    /// Adds the figures of another test.
    pub fn add(&mut self, other: &Self) {
        self.tally.add(other.tally);
        self.ok += other.ok;
        self.fail += other.fail;
        self.unknown += other.unknown;
    }
}

/// The number in front of a word.
fn figure(text: &str, word: &str) -> usize {
    let Some((before, _)) = text.split_once(word) else { return 0 };
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_and_stories_are_counted_apart() {
        let mut said = Said::default();
        said.read("verify oversell sqlite: seed 7, 8 rounds, 12 ok, 30 fail, 1 unknown");
        said.read("verify oversell postgres: seed 7, 8 rounds, 12 ok, 31 fail, 0 unknown");
        said.read("test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!((said.ok, said.fail, said.unknown), (24, 61, 1));
        assert_eq!(said.tally, Tally { passed: 2, failed: 0, skipped: 0 });
    }

    #[test]
    fn what_could_not_run_has_not_passed() {
        let mut said = Said::default();
        said.read("SKIPPED verify powercut: it needs root and loop devices");
        said.read("test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(said.tally, Tally { passed: 1, failed: 0, skipped: 1 });
    }
}
