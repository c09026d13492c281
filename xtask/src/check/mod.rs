//! The house rules, each a function that a machine can keep and that has been seen to fail: their tests feed them broken input.
//!
//! A check reads; it must never change a file.

mod imports;
mod locales;
mod migrations;
mod rust;
mod sql;
pub mod tools;
mod tree;
mod versions;
mod views;

use crate::house::House;
use anyhow::Result;
use std::fmt;

/// One breach of a rule: where it is and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File and line, or the thing itself when it has no line.
    pub place: String,
    /// One sentence with the next step in it.
    pub text: String,
}

impl Fault {
    /// A fault at `place`.
    pub fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// How a round of checks ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rules that hold.
    pub passed: usize,
    /// Rules that are broken.
    pub failed: usize,
}

type Check = (&'static str, fn(&House) -> Result<Vec<Fault>>);

/// The quick ones first, so that a slip is told in seconds and not after the compiler.
const CHECKS: [Check; 12] = [
    ("import law", imports::check),
    ("migration parity", migrations::check),
    ("locale completeness", locales::check),
    ("SQL rules", sql::check),
    ("textareas have no children", views::check_textareas),
    ("no style attributes", views::check_styles),
    ("only the server reads the environment", rust::check_environment),
    ("no machine paths", tree::check_paths),
    ("versions that must be one", versions::check),
    ("formatting", tools::format),
    ("clippy, server side", tools::clippy_server),
    ("clippy, browser side", tools::clippy_browser),
];

/// Runs every check and says how each ended.
pub fn run(house: &House) -> Result<Count> {
    let mut count = Count::default();
    for (name, check) in CHECKS {
        let faults = check(house)?;
        if faults.is_empty() {
            count.passed += 1;
            println!("check {name} ... ok");
            continue;
        }
        count.failed += 1;
        println!("check {name} ... FAILED");
        for fault in faults {
            println!("  {fault}");
        }
    }
    count.failed += usize::from(!tools::deny(house)?);
    Ok(count)
}
