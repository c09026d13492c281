//! What `cargo xtask verify` runs on the store: crowds, doubled requests and a partner that fails, each from a seed that is
//! printed, each counted. Told as stories they are as long as a test may take; the full tier takes its time.
//!
//! An operation ends well, is refused cleanly, or nobody knows: what nobody knows is found out before a round ends, or the
//! round is void.

mod abort;
mod concurrent;
mod diskfull;
mod gateway;
mod locked;
mod oversell;
mod pgrestart;
mod powercut;
mod puts;
mod refunds;

use crate::fixture::World;
pub use powercut::was_called_to_write;

use futures::future::BoxFuture;
use services::{Error, Result};
use std::future::Future;

/// The stories, by the names under which they are verified.
pub const STORIES: &[crate::runner::Story] = &[
    story("verify_oversell", |world| Box::pin(oversell::tell(world))),
    story("verify_refunds", |world| Box::pin(refunds::tell(world))),
    story("verify_concurrent", |world| Box::pin(concurrent::tell(world))),
    story("verify_gateway", |world| Box::pin(gateway::tell(world))),
    story("verify_abort", |world| Box::pin(abort::tell(world))),
    story("verify_locked", |world| Box::pin(locked::tell(world))),
    story("verify_diskfull", |world| Box::pin(diskfull::tell(world))),
    story("verify_powercut", |world| Box::pin(powercut::tell(world))),
    story("verify_pgrestart", |world| Box::pin(pgrestart::tell(world))),
];

const fn story(
    name: &'static str,
    tell: fn(World) -> BoxFuture<'static, ()>,
) -> crate::runner::Story {
    crate::runner::Story { name, tell }
}

/// The seed of the stories, unless another one is asked for.
pub const SEED: u64 = 20_261;

/// What the environment says, for whoever runs the tests: `JISHI_TEST_SEED`, `JISHI_TEST_ROUNDS`, `JISHI_TEST_TIER`.
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

/// The seed that was asked for, or the usual one.
pub fn seed() -> u64 {
    setting("JISHI_TEST_SEED").and_then(|text| text.parse().ok()).unwrap_or(SEED)
}

/// How many rounds: what was asked for, else what suits the tier.
pub fn rounds(quick: usize, full: usize) -> usize {
    let asked = setting("JISHI_TEST_ROUNDS").and_then(|text| text.parse().ok());
    let tier = if setting("JISHI_TEST_TIER").as_deref() == Some("full") { full } else { quick };
    asked.unwrap_or(tier)
}

/// Breaks the promise that was asked for, in a build that can.
pub fn break_what_was_asked_for() {
    #[cfg(feature = "broken")]
    if let Some(word) = setting("JISHI_TEST_BROKEN") {
        assert!(services::broken::choose(&word), "nothing is called {word}");
    }
}

/// Chance from a seed: xorshift, for nothing here is a secret.
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }

    /// Whether something happens that happens so often in a hundred times.
    pub fn percent(&mut self, often: u64) -> bool {
        self.below(100) < often
    }
}

/// How operations ended.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub ok: usize,
    pub fail: usize,
    pub unknown: usize,
}

impl Count {
    /// Counts an answer. Anything but a refusal is not an answer.
    pub fn note<T>(&mut self, answer: &Result<T>) {
        match answer {
            Ok(_) => self.ok += 1,
            Err(Error::Refused(_) | Error::Conflict(_) | Error::Busy(_)) => self.fail += 1,
            Err(Error::Unknown(_)) => self.unknown += 1,
            Err(Error::Broken(why)) => panic!("an error instead of an answer: {why}"),
        }
    }

    pub fn add(&mut self, other: Self) {
        self.ok += other.ok;
        self.fail += other.fail;
        self.unknown += other.unknown;
    }

    /// Says how it went, in the line that is read by whoever runs it.
    pub fn say(&self, name: &str, world: &World, what: &str) {
        let (engine, seed) = (world.engine.name(), seed());
        let Self { ok, fail, unknown } = self;
        println!(
            "verify {name} {engine}: seed {seed}, {what}, {ok} ok, {fail} fail, {unknown} unknown"
        );
    }
}

/// All of it at the same time, each on a task of its own.
pub async fn all_at_once<T, F>(work: impl IntoIterator<Item = F>) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = work.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.expect("nobody panics"));
    }
    answers
}
