//! How the store behaves as a whole: nothing half done, nothing lost, many at once, visitors who go away.

use crate::fixture::{Engine, SYSTEM, World};
use domain::id::*;
use domain::{Code, Scope};
use services::ports::{StoreExt as _, Tx};
use services::{Error, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

crate::stories![
    a_refused_use_case_leaves_nothing_behind_and_its_neighbours_stay,
    after_a_failed_statement_a_use_case_cannot_go_on,
    a_use_case_that_panics_harms_nobody_else,
    sixteen_writers_at_once_meet_no_error,
    readers_are_served_while_writers_write,
    visitors_who_go_away_leave_no_half_open_transaction,
    what_was_acknowledged_is_there_after_a_restart,
    two_servers_may_start_at_once,
    a_database_of_a_newer_version_is_not_touched,
    a_reader_cannot_write,
];

/// Stores one setting, which is the smallest write there is.
async fn put(tx: &mut dyn Tx, key: &str, value: &str) -> Result<()> {
    tx.put_setting(&SYSTEM, key, value, domain::Moment(1)).await
}

async fn get(world: &World, key: &str) -> Option<String> {
    world.read().await.setting(&SYSTEM, key).await.unwrap()
}

async fn a_refused_use_case_leaves_nothing_behind_and_its_neighbours_stay(world: World) {
    let many = (0..40).map(|i| {
        let store = Arc::clone(&world.market.store);
        tokio::spawn(async move {
            store
                .write("neighbours", move |tx| {
                    Box::pin(async move {
                        put(tx, &format!("k{i}"), "there").await?;
                        if i % 3 == 0 { Err(Code::OutOfStock.into()) } else { Ok(i) }
                    })
                })
                .await
        })
    });
    for (i, answer) in futures::future::join_all(many).await.into_iter().enumerate() {
        let answer = answer.unwrap();
        let kept = get(&world, &format!("k{i}")).await.is_some();
        match answer {
            Ok(n) => assert!(n == i && kept && i % 3 != 0),
            Err(e) => assert!(e.code() == Code::OutOfStock && !kept && i % 3 == 0),
        }
    }
}

async fn after_a_failed_statement_a_use_case_cannot_go_on(world: World) {
    world.account("lin@example.com").await;
    let (merchant, account) = (world.id::<MerchantId>(), world.id::<AccountId>());
    let went_on: Result<()> = world
        .store()
        .write("goes on", move |tx| {
            let (merchant, account) = (merchant.clone(), account.clone());
            Box::pin(async move {
                put(tx, "before", "x").await?;
                let role = domain::MerchantRole::Owner;
                let failed =
                    tx.put_member(&SYSTEM, &merchant, &account, role, domain::Moment(1)).await;
                assert!(matches!(failed, Err(Error::Conflict(name)) if name == "foreign_key"));
                Ok(())
            })
        })
        .await;
    assert!(matches!(went_on, Err(Error::Broken(_))));
    assert_eq!(get(&world, "before").await, None);
}

async fn a_use_case_that_panics_harms_nobody_else(world: World) {
    let panicked: Result<()> = world
        .store()
        .write("panics", |tx| {
            Box::pin(async move {
                put(tx, "panic", "x").await?;
                panic!("the story wants this panic")
            })
        })
        .await;
    assert!(matches!(panicked, Err(Error::Broken(_))));
    assert_eq!(get(&world, "panic").await, None);
    let next = world.store().write("next", |tx| Box::pin(put(tx, "next", "x"))).await;
    assert!(next.is_ok());
}

async fn sixteen_writers_at_once_meet_no_error(world: World) {
    let many = (0..16).map(|w| {
        let store = Arc::clone(&world.market.store);
        tokio::spawn(async move {
            for i in 0..25 {
                store
                    .write("writer", move |tx| {
                        Box::pin(async move {
                            let key = format!("w{w}.{i}");
                            // Reads first and writes then, which a deferred transaction would not survive.
                            let before = tx.setting(&SYSTEM, &key).await?;
                            assert_eq!(before, None);
                            put(tx, &key, "there").await
                        })
                    })
                    .await?;
            }
            Ok::<_, Error>(())
        })
    });
    for writer in futures::future::join_all(many).await {
        writer.unwrap().expect("no writer meets an error");
    }
    let written = world.behind_the_back("delete from setting where value = 'there'").await;
    assert_eq!(written, 400);
}

async fn readers_are_served_while_writers_write(world: World) {
    let stop = Arc::new(AtomicU32::new(0));
    let writer = {
        let (store, stop) = (Arc::clone(&world.market.store), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut n = 0;
            while stop.load(Ordering::SeqCst) == 0 {
                store
                    .write("busy", |tx| {
                        Box::pin(async move {
                            put(tx, "left", "x").await?;
                            put(tx, "right", "x").await
                        })
                    })
                    .await
                    .unwrap();
                n += 1;
            }
            n
        })
    };
    let readers = (0..8).map(|_| {
        let world = world.clone();
        tokio::spawn(async move {
            for _ in 0..50 {
                get(&world, "left").await;
            }
        })
    });
    for reader in futures::future::join_all(readers).await {
        reader.unwrap();
    }
    stop.store(1, Ordering::SeqCst);
    assert!(writer.await.unwrap() > 0);
}

async fn visitors_who_go_away_leave_no_half_open_transaction(world: World) {
    // Visitors leave at every moment of their request: some of their writes happen whole, the others not at all.
    for i in 0..300_u64 {
        let store = Arc::clone(&world.market.store);
        let request = async move {
            store
                .write("leaves", move |tx| {
                    Box::pin(async move {
                        put(tx, &format!("left.{i}"), "x").await?;
                        put(tx, &format!("right.{i}"), "x").await
                    })
                })
                .await
        };
        let _ = tokio::time::timeout(Duration::from_micros(i * 17 % 2_500), request).await;
    }
    // What is acknowledged afterwards is there, seen from outside: no connection was inside somebody's transaction.
    for i in 0..40 {
        let written = world
            .store()
            .write("after", move |tx| {
                Box::pin(async move { put(tx, &format!("after.{i}"), "x").await })
            })
            .await;
        assert!(written.is_ok());
    }
    let seen =
        world.behind_the_back("update setting set updated_at = 2 where id like 'after.%'").await;
    assert_eq!(seen, 40);
    for i in 0..300 {
        let left = get(&world, &format!("left.{i}")).await.is_some();
        let right = get(&world, &format!("right.{i}")).await.is_some();
        assert_eq!(left, right, "request {i} was half done");
    }
    if world.engine == Engine::Postgres {
        let open = world
            .behind_the_back(
                "select pid from pg_stat_activity where state like 'idle in transaction%' \
                 and datname = current_database()",
            )
            .await;
        assert_eq!(open, 0);
    }
}

async fn what_was_acknowledged_is_there_after_a_restart(world: World) {
    for i in 0..20 {
        let write = world.store().write("durable", move |tx| {
            Box::pin(async move { put(tx, &format!("d{i}"), "x").await })
        });
        write.await.unwrap();
    }
    let second = world.second_store().await;
    for i in 0..20 {
        let mut reader = second.read().await.unwrap();
        assert!(reader.setting(&SYSTEM, &format!("d{i}")).await.unwrap().is_some());
    }
}

async fn two_servers_may_start_at_once(world: World) {
    world.behind_the_back("delete from migration_lease").await;
    let (a, b) = tokio::join!(world.second_store(), world.second_store());
    for (store, key) in [(a, "first"), (b, "second")] {
        let write = store.write("start", move |tx| Box::pin(put(tx, key, "x")));
        write.await.unwrap();
    }
    assert!(get(&world, "first").await.is_some() && get(&world, "second").await.is_some());
}

async fn a_database_of_a_newer_version_is_not_touched(world: World) {
    world
        .behind_the_back(
            "insert into migration (name, checksum, applied_at) values ('9999_future', 'x', 1)",
        )
        .await;
    let refused = store::open(&world.url, world.clock.clone()).await;
    assert!(matches!(refused, Err(Error::Broken(text)) if text.contains("9999_future")));
    world.behind_the_back("delete from migration where name = '9999_future'").await;
    world.behind_the_back("update migration set checksum = 'x' where name = '0001_people'").await;
    let refused = store::open(&world.url, world.clock.clone()).await;
    assert!(matches!(refused, Err(Error::Broken(text)) if text.contains("0001_people")));
}

async fn a_reader_cannot_write(world: World) {
    // The types allow no write through a reader; on SQLite the connection itself refuses too, which shows when the
    // reader's file is damaged from outside: the reader sees the change but could not have made it.
    world
        .behind_the_back("insert into setting (id, value, updated_at) values ('seen', 'x', 1)")
        .await;
    let mut reader = world.read().await;
    assert_eq!(reader.setting(&SYSTEM, "seen").await.unwrap().as_deref(), Some("x"));
    assert!(reader.setting(&Scope::Public, "seen").await.is_err());
}
