//! `cargo xtask test`: everything, on both databases and in a browser, and one line at the end that says how it went.
//!
//! It installs what it needs. Nothing may be left out quietly: what cannot run is counted as skipped and names what to install.

pub mod browser;
mod libtest;
mod playwright;
pub mod postgres;

use crate::check::{self, tools::SERVER_ROOMS};
use crate::children;
use crate::house::House;
use anyhow::{Result, bail};
use postgres::Postgres;
use std::time::Instant;

/// How many tests ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// They held.
    pub passed: usize,
    /// They did not.
    pub failed: usize,
    /// They did not run.
    pub skipped: usize,
}

impl Tally {
    /// Adds the figures of another round.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// One thing that could not run, said aloud.
    pub fn skip(what: &str, install: &str) -> Self {
        println!("\nSKIPPED {what}: {install}\n");
        Self { skipped: 1, ..Self::default() }
    }

    /// One thing that broke before it could count anything.
    pub fn failure(what: &str, error: &anyhow::Error) -> Self {
        println!("\nFAILED {what}: {error:#}\n");
        Self { failed: 1, ..Self::default() }
    }
}

/// Runs all parts, or the one named `only`; `rest` goes to the runner of that part.
pub fn run(house: &House, only: Option<&str>, rest: &[String]) -> Result<()> {
    if only.is_none() && !rest.is_empty() {
        bail!("words behind `--` belong to one part: name it with --only");
    }
    children::listen_for_signals()?;
    let mut tally = Tally::default();
    match only {
        None => {
            part("check", &mut tally, || checks(house));
            let database = database(&mut tally);
            part("unit", &mut tally, || {
                libtest::run(house, &SERVER_ROOMS, database.as_ref(), rest, true)
            });
            part("e2e", &mut tally, || playwright::run(house, database.as_ref(), rest));
        }
        Some("check") => part("check", &mut tally, || checks(house)),
        Some("e2e") => {
            let database = database(&mut tally);
            part("e2e", &mut tally, || playwright::run(house, database.as_ref(), rest));
        }
        Some(name) => {
            let rooms = rooms(name)?;
            let database = database(&mut tally);
            part(name, &mut tally, || {
                libtest::run(house, &rooms, database.as_ref(), rest, rooms.contains(&"store"))
            });
        }
    }
    println!("{} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
    if tally.failed > 0 {
        bail!("the tests failed");
    }
    Ok(())
}

/// The rooms behind the name of a part.
fn rooms(name: &str) -> Result<Vec<&'static str>> {
    match name {
        "unit" => Ok(SERVER_ROOMS.to_vec()),
        "contract" => Ok(vec!["store"]),
        _ => match SERVER_ROOMS.iter().find(|room| **room == name) {
            Some(room) => Ok(vec![room]),
            None => bail!(
                "there is no part `{name}`; there are check, unit, contract, e2e and the rooms {SERVER_ROOMS:?}"
            ),
        },
    }
}

fn checks(house: &House) -> Result<Tally> {
    let count = check::run(house)?;
    Ok(Tally { passed: count.passed, failed: count.failed, skipped: 0 })
}

fn part(name: &str, tally: &mut Tally, work: impl FnOnce() -> Result<Tally>) {
    if children::asked_to_end() {
        tally.add(Tally::skip(name, "somebody asked for the end"));
        return;
    }
    println!("\n== {name}");
    let started = Instant::now();
    let result = work().unwrap_or_else(|error| Tally::failure(name, &error));
    println!(
        "== {name}: {} passed, {} failed, {} skipped in {} s",
        result.passed,
        result.failed,
        result.skipped,
        started.elapsed().as_secs()
    );
    tally.add(result);
}

/// A PostgreSQL for this run. Without one the half of the tests that needs it counts as skipped.
fn database(tally: &mut Tally) -> Option<Postgres> {
    match Postgres::provide() {
        Ok(postgres) => Some(postgres),
        Err(error) => {
            tally.add(Tally::skip(
                "everything on PostgreSQL",
                &format!("{error:#}; install PostgreSQL 15 or later, or node, or set DATABASE_URL"),
            ));
            None
        }
    }
}
