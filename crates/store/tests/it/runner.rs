//! The runner: stories on both engines, checks once.

use crate::fixture::{Engine, World, tidy};
use crate::{parity, rules_of_sql};
use futures::future::BoxFuture;
use futures::{FutureExt as _, StreamExt as _};
use std::panic::AssertUnwindSafe;
use std::time::Instant;

/// So many stories are told at once: their worlds have nothing in common.
const AT_ONCE: usize = 3;

/// A story: its name and what happens. It gets a fresh, migrated, empty database.
pub struct Story {
    pub name: &'static str,
    pub tell: fn(World) -> BoxFuture<'static, ()>,
}

/// Makes a list of stories from async functions.
#[macro_export]
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        pub const STORIES: &[$crate::runner::Story] = &[$($crate::runner::Story {
            name: stringify!($name),
            tell: |world| Box::pin($name(world)),
        }),+];
    };
}

#[derive(Default)]
struct Count {
    passed: u32,
    failed: u32,
    skipped: u32,
}

pub fn run(areas: &[&[Story]]) {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let filter = args.iter().find(|a| !a.starts_with('-')).cloned().unwrap_or_default();
    let exact = args.iter().any(|a| a == "--exact");
    let list = args.iter().any(|a| a == "--list");
    let wanted = |name: &str| if exact { name == filter } else { name.contains(filter.as_str()) };
    if list {
        for story in areas.iter().flat_map(|a| a.iter()) {
            println!("contract::sqlite::{0}: test\ncontract::postgres::{0}: test", story.name);
        }
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut total = Count::default();
    for (name, check) in parity::CHECKS.iter().chain(rules_of_sql::CHECKS) {
        if wanted(name) {
            note(&mut total, name, std::panic::catch_unwind(check).is_ok());
        }
    }
    let mut lines = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let count = runtime.block_on(tell_all(engine, areas, &wanted));
        lines.push(format!("contract {}: {} passed", engine.name(), count.passed));
        total.passed += count.passed;
        total.failed += count.failed;
        total.skipped += count.skipped;
    }
    runtime.block_on(tidy());
    println!("\n{}", lines.join("\n"));
    let word = if total.failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {} passed; {} failed; {} ignored; 0 measured; 0 filtered out",
        total.passed, total.failed, total.skipped
    );
    if total.failed > 0 {
        std::process::exit(101);
    }
}

async fn tell_all(engine: Engine, areas: &[&[Story]], wanted: &dyn Fn(&str) -> bool) -> Count {
    let mut count = Count::default();
    let stories: Vec<(String, &Story)> = areas
        .iter()
        .flat_map(|a| a.iter())
        .map(|s| (format!("contract::{}::{}", engine.name(), s.name), s))
        .filter(|(name, _)| wanted(name))
        .collect();
    if !engine.is_there() {
        println!(
            "SKIPPED: {} stories on PostgreSQL. Install PostgreSQL (Debian: apt install postgresql), start one and set \
             JISHI_TEST_POSTGRES_URL=postgres://user@127.0.0.1:5432/postgres",
            stories.len()
        );
        count.skipped = u32::try_from(stories.len()).unwrap_or(u32::MAX);
        return count;
    }
    let told = stories.into_iter().map(|(name, story)| {
        let tell = story.tell;
        // Each on a task of its own: most of a story is waiting for its database.
        tokio::spawn(async move {
            let began = Instant::now();
            let world = World::fresh(engine).await;
            let held = AssertUnwindSafe(tell(world.clone())).catch_unwind().await.is_ok();
            world.close().await;
            (format!("{name} ({} ms)", began.elapsed().as_millis()), held)
        })
    });
    let mut told = futures::stream::iter(told).buffer_unordered(AT_ONCE);
    while let Some(told) = told.next().await {
        let (name, held) = told.expect("a story's world is made and closed");
        note(&mut count, &name, held);
    }
    count
}

fn note(count: &mut Count, name: &str, held: bool) {
    println!("test {name} ... {}", if held { "ok" } else { "FAILED" });
    if held {
        count.passed += 1;
    } else {
        count.failed += 1;
    }
}
