//! T13: PostgreSQL is thrown over in the middle of its work: one of its processes is killed, whereupon it throws everybody out and
//! recovers from its log, as after `pg_ctl restart -m immediate`. Nothing acknowledged is lost, nothing is there twice, and
//! five seconds later everything is well. Only a server that was started for this run is treated so.

use super::puts::{Told, drawn, go_on, put, settle, skip};
use super::{Count, Dice, rounds, seed};
use crate::fixture::{Engine, World};
use sqlx::{Connection as _, Row as _};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const HANDS: usize = 8;
const WELL_WITHIN: Duration = Duration::from_secs(5);

pub async fn tell(world: World) {
    if world.engine == Engine::Sqlite {
        return;
    }
    if std::env::var("JISHI_TEST_POSTGRES_OWN").is_err() {
        return skip(
            "pgrestart",
            "the server is not ours alone; cargo xtask verify pgrestart starts one",
        );
    }
    let account = world.account("lin@example.com").await;
    let (all, mut dice, mut count) = (rounds(3, 50), Dice::of(seed()), Count::default());
    for round in 0..all {
        let enough = Arc::new(AtomicBool::new(false));
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let (market, account) = (world.market.clone(), account.clone());
                let (name, dice) =
                    (format!("restart-{round}-{hand}"), Dice::of(dice.below(u64::MAX)));
                tokio::spawn(go_on(market, account, name, dice, enough.clone()))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50 + dice.below(500))).await;
        throw_over(&world).await;
        let thrown = Instant::now();
        loop {
            let mut next = drawn(&format!("well-{round}"), count.ok, &mut dice);
            put(&world.market, &account, &mut next).await;
            if next.told == Told::Yes {
                break;
            }
            assert!(thrown.elapsed() < WELL_WITHIN, "not well after {WELL_WITHIN:?}");
        }
        enough.store(true, Ordering::SeqCst);
        let mut puts = Vec::new();
        for hand in hands {
            puts.extend(hand.await.expect("no hand panics"));
        }
        settle(&world, &account, &puts, &mut count).await;
    }
    count.say("pgrestart", &world, &format!("{all} restarts"));
}

/// Kills the process behind a connection of our own.
async fn throw_over(world: &World) {
    let mut c = sqlx::PgConnection::connect(&world.url).await.expect("a connection");
    let me: i32 = sqlx::query("select pg_backend_pid()").fetch_one(&mut c).await.unwrap().get(0);
    let killed = Command::new("kill").args(["-9", &me.to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()), "the server's process is killed");
}
