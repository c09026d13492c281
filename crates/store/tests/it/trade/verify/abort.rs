//! T9: whoever asked goes away, at every possible moment. What they had sent happens whole or not at all, nobody after them
//! finds a connection inside somebody's transaction, and what is acknowledged is seen by everybody.

use super::puts::{Put, balance, drawn, put, settle};
use super::{Count, Dice, rounds, seed};
use crate::fixture::{Engine, World};
use sqlx::{Connection as _, Row as _};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// So many are asked for before everything is looked at.
const BATCH: usize = 100;
/// Of how many moments at most the last one is drawn.
const MOMENTS: u64 = 40;

/// Goes away after having been woken so many times.
struct Impatient<F> {
    inner: Pin<Box<F>>,
    moments: u64,
}

impl<F: Future> Future for Impatient<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.moments == 0 {
            return Poll::Ready(None);
        }
        self.moments -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}

pub async fn tell(world: World) {
    let account = world.account("lin@example.com").await;
    let (all, mut dice, mut count) = (rounds(300, 10_000), Dice::of(seed()), Count::default());
    let mut gone = 0;
    let mut done = 0;
    while done < all {
        let batch = BATCH.min(all - done);
        let mut puts: Vec<Put> = Vec::with_capacity(batch);
        for n in 0..batch {
            let mut next = drawn("abort", done + n, &mut dice);
            let moments = 1 + dice.below(MOMENTS);
            let asked = Box::pin(put(&world.market, &account, &mut next));
            gone += usize::from(Impatient { inner: asked, moments }.await.is_none());
            puts.push(next);
        }
        nobody_is_left_inside(&world).await;
        settle(&world, &account, &puts, &mut count).await;
        let seen = balance(&world, &account).await;
        assert_eq!(
            seen,
            super::concurrent::balances(&world).await,
            "others see what was acknowledged"
        );
        done += batch;
    }
    assert!(gone > 0, "nobody went away");
    count.say("abort", &world, &format!("{all} asked, {gone} went away"));
}

/// Waits until nothing is under way; no connection may then be inside a transaction.
async fn nobody_is_left_inside(world: &World) {
    const INSIDE: &str = "select count(*) from pg_stat_activity where datname = current_database() \
         and pid <> pg_backend_pid() and state like 'idle in transaction%'";
    tokio::time::sleep(Duration::from_millis(300)).await;
    if world.engine == Engine::Postgres {
        let mut c = sqlx::PgConnection::connect(&world.url).await.expect("a connection");
        let inside: i64 = sqlx::query(INSIDE).fetch_one(&mut c).await.expect("a count").get(0);
        assert_eq!(inside, 0, "a connection went back inside a transaction");
    }
}
