//! `cargo xtask verify NAME`: crowds, crashes, full disks and failing partners, each from a seed, in a quick tier that is part
//! of `cargo xtask test` and a full one for a release. It ends with one line that says how it went.
//!
//! The tests are stories in `crates/store/tests` and `server/tests`; nothing is tested here. With `--broken` a promise is broken
//! on purpose in a build of its own, and a test that does not find it has failed.

mod said;

use crate::check::tools;
use crate::children;
use crate::house::House;
use crate::test::Tally;
use crate::test::postgres::Postgres;
use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use said::Said;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// How long it may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Tier {
    /// All of it in three minutes on two quiet cores; `cargo xtask test` runs it.
    #[default]
    Quick,
    /// Before a release.
    Full,
}

/// What is asked for.
#[derive(Args)]
pub struct Options {
    /// Which: model, concurrent, crash, powercut, gateway, oversell, refunds, abort, diskfull, locked, pgrestart, or all
    #[arg(value_name = "NAME")]
    pub name: String,
    /// How long it may take
    #[arg(long, value_enum, default_value_t = Tier::Quick)]
    pub tier: Tier,
    /// Where chance begins; the same seed tells the same story
    #[arg(long, value_name = "N", default_value_t = 20_261)]
    pub seed: u64,
    /// So many rounds instead of those of the tier
    #[arg(long, value_name = "N")]
    pub rounds: Option<usize>,
    /// Break on purpose what the test is there to find, and expect that it finds it
    #[arg(long)]
    pub broken: bool,
}

/// A test: its name, the room it lives in, what its stories are called, and by what it is shown to have teeth.
struct Test {
    name: &'static str,
    room: &'static str,
    stories: &'static str,
    fault: &'static str,
}

const fn test(name: &'static str, stories: &'static str, fault: &'static str) -> Test {
    Test { name, room: "store", stories, fault }
}

const TESTS: [Test; 11] = [
    test("model", "no_history_of", "commission"),
    test("concurrent", "verify_concurrent", "read-then-write"),
    Test { name: "crash", room: "server", stories: "kills::what_was_", fault: "ack-early" },
    test("powercut", "verify_powercut", "normal"),
    test("gateway", "verify_gateway", "any-amount"),
    test("oversell", "verify_oversell", "hold"),
    test("refunds", "verify_refunds", "new-number"),
    test("abort", "verify_abort", "poisoned"),
    test("diskfull", "verify_diskfull", "commit-blind"),
    test("locked", "verify_locked", "deferred"),
    test("pgrestart", "verify_pgrestart", "ack-early"),
];

/// Runs one test or all of them.
pub fn run(house: &House, options: &Options) -> Result<()> {
    let tests: Vec<&Test> =
        TESTS.iter().filter(|t| options.name == "all" || options.name == t.name).collect();
    if tests.is_empty() {
        let names: Vec<&str> = TESTS.iter().map(|t| t.name).collect();
        bail!("nothing is verified under the name {}; there are all and {names:?}", options.name);
    }
    children::listen_for_signals()?;
    let mut programs: BTreeMap<&str, PathBuf> = BTreeMap::new();
    for test in &tests {
        if !programs.contains_key(test.room) {
            programs.insert(test.room, build(house, test.room, options.broken)?);
        }
    }
    let mut tally = Tally::default();
    let postgres = match Postgres::provide() {
        Ok(postgres) => Some(postgres),
        Err(error) => {
            tally.add(Tally::skip("everything on PostgreSQL", &format!("{error:#}")));
            None
        }
    };
    let mut all = Said::default();
    for test in tests {
        if children::asked_to_end() {
            tally.add(Tally::skip(test.name, "somebody asked for the end"));
            continue;
        }
        let program =
            programs.get(test.room).ok_or_else(|| anyhow!("{} was not built", test.room))?;
        let said = tell(test, program, options, postgres.as_ref())?;
        tally.add(judge(test, options, &said));
        all.add(&said);
    }
    let Said { ok, fail, unknown, .. } = all;
    println!("seed {}: {ok} ok, {fail} fail, {unknown} unknown", options.seed);
    println!("{} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
    if tally.failed > 0 || (options.broken && tally.passed == 0) {
        bail!("it does not hold");
    }
    Ok(())
}

/// A broken promise must have been found; an unbroken one must have held.
fn judge(test: &Test, options: &Options, said: &Said) -> Tally {
    if !options.broken {
        return said.tally;
    }
    if said.tally.passed + said.tally.failed == 0 {
        return said.tally;
    }
    let found = said.tally.failed > 0;
    let word = if found { "found" } else { "NOT FOUND" };
    println!("{} broken by {}: {word}", test.name, test.fault);
    Tally { passed: usize::from(found), failed: usize::from(!found), skipped: 0 }
}

/// Runs the stories of a test and reads what they say.
fn tell(
    test: &Test,
    program: &PathBuf,
    options: &Options,
    postgres: Option<&Postgres>,
) -> Result<Said> {
    println!("\n== verify {}: seed {}, {:?}", test.name, options.seed, options.tier);
    let started = Instant::now();
    let mut command = Command::new(program);
    command.arg(test.stories);
    if test.room == "server" {
        command.arg("--nocapture");
    }
    command.env("JISHI_TEST_SEED", options.seed.to_string());
    if options.tier == Tier::Full {
        command.env("JISHI_TEST_TIER", "full");
    }
    if let Some(rounds) = options.rounds {
        command.env("JISHI_TEST_ROUNDS", rounds.to_string());
    }
    if options.broken {
        command.env("JISHI_TEST_BROKEN", test.fault);
    }
    if let Some(postgres) = postgres {
        command.env("JISHI_TEST_POSTGRES_URL", postgres.url());
        if postgres.is_own() {
            // Only a server of this run may be thrown over.
            command.env("JISHI_TEST_POSTGRES_OWN", "1");
        }
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("{} says nothing", test.name))?;
    let mut said = Said::default();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        said.read(&line);
    }
    let status = child.wait()?;
    if !status.success() && said.tally.failed == 0 {
        said.tally.failed += 1;
        println!("{} ended with {status}", test.name);
    }
    println!("== verify {}: {} s", test.name, started.elapsed().as_secs());
    Ok(said)
}

/// Builds the test program of a room; where it lies.
fn build(house: &House, room: &str, broken: bool) -> Result<PathBuf> {
    let mut cargo = house.cargo();
    tools::read_by_clippy(&mut cargo);
    cargo.args(["test", "--no-run", "--test", "it", "--package", room]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    if broken {
        cargo.args(["--features", "broken"]);
    }
    let out = crate::house::output(&mut cargo)?;
    String::from_utf8_lossy(&out)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "it")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .ok_or_else(|| anyhow!("cargo names no test program of {room}"))
}
