//! Random histories of trade. After every step everything that must hold is looked at, and at the end of a history the
//! partners get well, all time passes, and both sides' ledgers are compared. The seed is fixed and printed; the same seed
//! tells the same story on both engines, word for word. A history that fails is shortened before it is shown.

mod facts;
mod play;
mod steps;
mod town;

use crate::fixture::{Engine, World};
use crate::trade::bazaar::Bazaar;
use domain::id::CategoryId;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::sync::Mutex;
use steps::Step;
use town::{Touched, Town};

crate::stories![no_history_of_trade_breaks_a_rule_and_both_engines_tell_the_same];

/// What the histories are drawn from; another one explores others.
const SEED: u64 = 20_261;
/// How many histories are told.
const HISTORIES: usize = 120;
/// How many histories share a database, so that it stays small enough to be verified after every step.
const HISTORIES_PER_WORLD: usize = 15;

/// What the first engine told, for the second one to be compared with.
static TOLD: Mutex<Option<Vec<String>>> = Mutex::new(None);

/// A figure from the environment, for long runs.
fn figure(name: &str, or: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or)
}

async fn no_history_of_trade_breaks_a_rule_and_both_engines_tell_the_same(world: World) {
    let seed = figure("JISHI_MODEL_SEED", SEED);
    let histories = figure("JISHI_MODEL_HISTORIES", HISTORIES as u64) as usize;
    let mut tale = Tale::default();
    let mut place = Place::open(world.clone()).await;
    for (n, steps) in drawn(seed, histories).iter().enumerate() {
        if n > 0 && n % HISTORIES_PER_WORLD == 0 {
            place.leave(&world).await;
            place = Place::open(World::fresh(world.engine).await).await;
        }
        if let Err(why) = tell(&place, n, steps, &mut tale).await {
            let (shortest, why_then) = shorten(world.engine, steps).await;
            panic!("seed {seed}, history {n}: {why}\nshortened to {shortest:#?}\n{why_then}");
        }
    }
    place.leave(&world).await;
    let engine = world.engine.name();
    println!("model {engine}: seed {seed}, {histories} histories, {} steps", tale.lines.len());
    println!("model {engine}: done {:?}", tale.done);
    println!("model {engine}: answers {:?}", tale.answers);
    let idle: Vec<_> = tale.asked.iter().filter(|kind| !tale.done.contains_key(*kind)).collect();
    assert!(histories < HISTORIES || idle.is_empty(), "never came to pass: {idle:?}");
    compare(tale.lines);
}

/// A world with a category, in which towns are built.
struct Place {
    world: World,
    category: CategoryId,
}

impl Place {
    async fn open(world: World) -> Self {
        let world = Bazaar::open(world).world;
        let category = world.category("tea", None).await;
        Self { world, category }
    }

    /// Drops the database, unless it is the story's own.
    async fn leave(self, own: &World) {
        if self.world.url != own.url {
            self.world.close().await;
        }
    }
}

/// What happened, line by line, and which kinds of steps were asked for and done.
#[derive(Default)]
struct Tale {
    lines: Vec<String>,
    asked: std::collections::BTreeSet<String>,
    done: BTreeMap<String, usize>,
    answers: BTreeMap<String, usize>,
}

/// Tells a history; what does not hold, and after which step.
async fn tell(place: &Place, n: usize, steps: &[Step], tale: &mut Tale) -> Result<(), String> {
    let mut town = Town::build(&place.world, &place.category, n).await;
    for (at, step) in steps.iter().enumerate() {
        let failed = |why| format!("step {at}, {step:?}: {why}");
        let (word, touched) = town.play(step).await.map_err(failed)?;
        *tale.answers.entry(word.clone()).or_default() += 1;
        if touched != Touched::Nothing {
            town.look(touched).await.map_err(failed)?;
        }
        tale.asked.insert(step.kind());
        if word == "done" {
            *tale.done.entry(step.kind()).or_default() += 1;
        }
        let after: Vec<String> = town.facts().map(facts::Facts::summary).collect();
        tale.lines.push(format!("{n}.{at} {step:?}: {word}: {}", after.join(" | ")));
    }
    town.settle().await.map_err(|why| format!("at the end: {why}"))?;
    let after: Vec<String> = town.facts().map(facts::Facts::summary).collect();
    tale.lines.push(format!("{n} at the end: {}", after.join(" | ")));
    Ok(())
}

/// The histories of a seed.
fn drawn(seed: u64, histories: usize) -> Vec<Vec<Step>> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut draw = || steps::history().new_tree(&mut runner).expect("a history").current();
    (0..histories).map(|_| draw()).collect()
}

/// Leaves out whatever is not needed for a history to fail, each try in a world of its own.
async fn shorten(engine: Engine, steps: &[Step]) -> (Vec<Step>, String) {
    let mut shortest = (steps.to_vec(), "it did not fail again on its own".to_owned());
    for at in (0..steps.len()).rev() {
        let mut fewer = shortest.0.clone();
        fewer.remove(at);
        let place = Place::open(World::fresh(engine).await).await;
        let told = tell(&place, 0, &fewer, &mut Tale::default()).await;
        place.world.close().await;
        if let Err(why) = told {
            shortest = (fewer, why);
        }
    }
    shortest
}

/// The second engine must have told what the first one told.
fn compare(lines: Vec<String>) {
    let mut told = TOLD.lock().expect("nobody panics here");
    let Some(before) = told.take() else {
        *told = Some(lines);
        return;
    };
    for (before, now) in before.iter().zip(&lines) {
        assert_eq!(before, now, "the engines tell different stories");
    }
    assert_eq!(before.len(), lines.len());
}
