//! T12: another process holds SQLite's write lock. Reading goes on; whoever writes waits while there is time, and is told to come
//! back when there is none. Nobody meets an error.

use super::puts::{Told, balance, drawn, put, settle, skip};
use super::{Count, Dice, rounds, seed};
use crate::fixture::{Engine, World};
use crate::trade::bazaar::{Bazaar, now};
use sqlx::{ConnectOptions as _, Executor as _};
use std::str::FromStr as _;
use std::time::{Duration, Instant};

/// A lock that is held shorter is waited for.
const WAITED_MS: u64 = 1_500;
/// A refusal comes within this time.
const DEADLINE: Duration = Duration::from_secs(12);

pub async fn tell(world: World) {
    if world.engine == Engine::Postgres {
        return;
    }
    let bazaar = Bazaar::open(world);
    let world = bazaar.world.clone();
    let (_, product) = world.shop(&[9_900], 1_000).await;
    let sku = product.skus[0].id.clone();
    let lin = bazaar.customer("lin").await;
    let (all, mut dice, mut count) = (rounds(4, 100), Dice::of(seed()), Count::default());
    for round in 0..all {
        let held = match (all > 4, dice.below(20)) {
            (true, 0) => 30_000,
            (true, 1..6) => 2_000 + dice.below(6_000),
            _ => 100 + dice.below(WAITED_MS - 100),
        };
        let lock = take(&world).await;
        let began = Instant::now();
        let holding = tokio::spawn(async move {
            let mut lock = lock;
            tokio::time::sleep(Duration::from_millis(held)).await;
            lock.execute("commit").await.expect("the lock is let go");
        });
        let mut next = drawn("locked", round, &mut dice);
        let writing = put(&world.market, &lin.account, &mut next);
        let (bought, _, _) = tokio::join!(
            async { bazaar.buy(&lin, &now(&sku, 1)).await },
            writing,
            balance(&world, &lin.account)
        );
        count.note(&bought);
        assert!(began.elapsed() < DEADLINE, "{held} ms were waited for too long");
        if held < WAITED_MS {
            assert_eq!(next.told, Told::Yes, "{held} ms are waited for");
            assert!(bought.is_ok(), "{held} ms are waited for: {:?}", bought.err());
        }
        holding.await.expect("the lock is let go");
        settle(&world, &lin.account, &[next], &mut count).await;
    }
    bazaar.holds().await;
    if count.ok == 0 {
        skip("locked", "nothing was written");
    }
    count.say("locked", &world, &format!("{all} locks"));
}

/// Another process's connection, with the lock and a change that is not yet there.
async fn take(world: &World) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(&world.url).expect("address");
    let mut other = options.connect().await.expect("a connection");
    other.execute("begin immediate").await.expect("the lock");
    let change = "update account set name = name || '.' where id = id";
    other.execute(change).await.expect("a change");
    other
}
