//! Runs `cargo test`, passes its words on, and counts. The rooms go into one call, because features are unified per call.

use super::{Postgres, Tally};
use crate::check::tools;
use crate::house::House;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// The two databases that must pass the same contract.
const ENGINES: [&str; 2] = ["sqlite", "postgres"];

/// Tests the given rooms; with `contract` the two engines must have passed the same number of contract tests.
pub fn run(
    house: &House,
    rooms: &[&str],
    database: Option<&Postgres>,
    rest: &[String],
    contract: bool,
) -> Result<Tally> {
    let mut cargo = house.cargo();
    tools::read_by_clippy(&mut cargo);
    cargo.args(["test", "--no-fail-fast"]);
    tools::packages(&mut cargo, rooms);
    if rooms.contains(&"app") {
        cargo.args(["--features", "app/ssr"]);
    }
    cargo.arg("--").args(rest);
    if let Some(database) = database {
        cargo.env("JISHI_TEST_POSTGRES_URL", database.url());
    }
    let mut child = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("cargo has no output"))?;
    let mut results = Results::default();
    for line in BufReader::new(stdout).lines() {
        let line = line.context("cargo's output")?;
        println!("{line}");
        results.read(&line);
    }
    let status = child.wait()?;
    if !status.success() && results.tally.failed == 0 {
        // A room that does not compile has no tests that could fail; neither has a test program that crashed.
        results.tally.failed += 1;
        println!("cargo test ended with {status}");
    }
    if contract && rest.is_empty() {
        results.tally.add(results.judge_contract(database.is_some()));
    }
    Ok(results.tally)
}

/// What was read so far.
#[derive(Default)]
struct Results {
    tally: Tally,
    contract: BTreeMap<&'static str, usize>,
}

impl Results {
    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(figures) = line.strip_prefix("test result: ") {
            self.tally.passed += figure(figures, " passed");
            self.tally.failed += figure(figures, " failed");
            self.tally.skipped += figure(figures, " ignored");
        }
        let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... ok"))
        else {
            return;
        };
        for engine in ENGINES {
            if name.contains("contract") && name.split("::").any(|part| part == engine) {
                *self.contract.entry(engine).or_default() += 1;
            }
        }
    }

    /// Prints one line per engine; different figures, or none, are a failure.
    fn judge_contract(&self, both: bool) -> Tally {
        let [sqlite, postgres] =
            ENGINES.map(|engine| self.contract.get(engine).copied().unwrap_or_default());
        println!("contract sqlite: {sqlite} passed");
        if !both {
            return Tally::default();
        }
        println!("contract postgres: {postgres} passed");
        if sqlite == postgres && sqlite > 0 {
            return Tally::default();
        }
        println!("FAILED contract: both engines must pass the same tests, and more than none");
        Tally { failed: 1, ..Tally::default() }
    }
}

/// The number in front of a word: `12` in `ok. 12 passed; 0 failed`.
fn figure(text: &str, word: &str) -> usize {
    let Some((before, _)) = text.split_once(word) else { return 0 };
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(lines: &[&str]) -> Results {
        let mut results = Results::default();
        for line in lines {
            results.read(line);
        }
        results
    }

    #[test]
    fn figures_of_all_test_programs_are_added() {
        let found = results(&[
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        ]);
        assert_eq!(found.tally, Tally { passed: 15, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_contract_that_only_one_engine_keeps_is_a_failure() {
        let one = ["test contract::sqlite::carts::a_cart_is_kept ... ok"];
        assert_eq!(results(&one).judge_contract(true).failed, 1);
        assert_eq!(results(&[]).judge_contract(true).failed, 1);
        let two = [one[0], "test contract::postgres::carts::a_cart_is_kept ... ok"];
        assert_eq!(results(&two).judge_contract(true).failed, 0);
        let broken = [one[0], "test contract::postgres::carts::a_cart_is_kept ... FAILED"];
        assert_eq!(results(&broken).judge_contract(true).failed, 1);
    }
}
