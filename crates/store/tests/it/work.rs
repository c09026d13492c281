//! Events, jobs, clocks, leases, the sealer, the audit log, kept answers and settings.

use crate::fixture::{SYSTEM, World, buyer, owner, step};
use domain::id::*;
use domain::{Code, Duration, Moment, Scope, StaffRole};
use services::ports::work::*;
use services::ports::{StoreExt as _, Tx};
use services::{Error, Result, settings};

crate::stories![
    events_are_told_only_when_sealed_in_order_and_to_whom_they_concern,
    two_sealers_never_give_a_number_twice,
    a_changed_event_breaks_the_chain,
    a_refused_transaction_tells_nothing,
    a_job_is_claimed_once_tried_a_few_times_and_then_dead_in_plain_sight,
    a_worker_that_died_loses_its_claim_and_may_not_end_the_job,
    four_workers_at_once_share_the_jobs_and_do_none_twice,
    a_clock_runs_pauses_and_fires_exactly_once,
    a_clock_is_seen_and_moved_by_its_parties_alone,
    a_lease_has_one_holder,
    the_same_key_is_answered_once_and_belongs_to_its_owner,
    a_secret_is_made_once_whoever_asks_first,
    what_has_served_its_time_is_forgotten,
];

fn event(
    world: &World,
    kind: &str,
    buyer: Option<&AccountId>,
    merchant: Option<&MerchantId>,
) -> NewEvent {
    NewEvent {
        id: world.id(),
        kind: kind.into(),
        subject: "ord_1".into(),
        version: 1,
        buyer: buyer.cloned(),
        merchant: merchant.cloned(),
        body_json: "{}".into(),
        at: world.now(),
    }
}

async fn events_are_told_only_when_sealed_in_order_and_to_whom_they_concern(world: World) {
    let lin = world.account("lin@example.com").await;
    let qing = world.merchant("qing").await;
    let events = [
        event(&world, "order.placed", Some(&lin), Some(&qing)),
        event(&world, "order.paid", Some(&lin), None),
        event(&world, "stock.low", None, Some(&qing)),
    ];
    for event in &events {
        step!(world, |tx| tx.append_event(&SYSTEM, &event), event).unwrap();
    }
    assert_eq!(world.read().await.events_after(&SYSTEM, 0, 10).await.unwrap(), []);
    let now = world.now();
    let sealed = step!(world, |tx| tx.seal(&SYSTEM, Chain::Outbox, 100, now)).unwrap();
    assert_eq!(sealed, 3);
    let mut reader = world.read().await;
    let told = reader.events_after(&SYSTEM, 0, 10).await.unwrap();
    assert_eq!(told.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(told.iter().map(|e| e.event.clone()).collect::<Vec<_>>(), events);
    assert_eq!(reader.last_event(&SYSTEM).await.unwrap(), 3);
    assert_eq!(reader.events_after(&SYSTEM, 2, 10).await.unwrap().len(), 1);
    let heard = async |scope: Scope| {
        let mut reader = world.read().await;
        let told = reader.events_after(&scope, 0, 10).await.unwrap();
        told.iter().map(|e| e.seq).collect::<Vec<_>>()
    };
    assert_eq!(heard(Scope::Buyer(lin)).await, [1, 2]);
    assert_eq!(heard(owner(&qing)).await, [1, 3]);
    assert_eq!(heard(Scope::Public).await, [0; 0]);
    assert_eq!(heard(Scope::Buyer(world.id())).await, [0; 0]);
}

async fn two_sealers_never_give_a_number_twice(world: World) {
    for _ in 0..30 {
        let event = event(&world, "tick", None, None);
        step!(world, |tx| tx.append_event(&SYSTEM, &event), event).unwrap();
    }
    let second = world.second_store().await;
    let now = world.now();
    let seal = |store: std::sync::Arc<dyn services::ports::Store>| async move {
        let mut sealed = 0;
        for _ in 0..20 {
            let step = store
                .write("seal", move |tx| {
                    Box::pin(async move { tx.seal(&SYSTEM, Chain::Outbox, 5, now).await })
                })
                .await;
            match step {
                Ok(n) => sealed += n,
                // The other one was faster; nothing of this step stays.
                Err(Error::Refused(r)) => assert_eq!(r.code, Code::Stale),
                Err(Error::Conflict(name)) => assert_eq!(name, "outbox_seq"),
                Err(other) => panic!("{other}"),
            }
        }
        sealed
    };
    let first = tokio::spawn(seal(world.market.store.clone()));
    let other = tokio::spawn(seal(second));
    let total = first.await.unwrap() + other.await.unwrap();
    let told = world.read().await.events_after(&SYSTEM, 0, 100).await.unwrap();
    assert_eq!(total, 30);
    assert_eq!(told.iter().map(|e| e.seq).collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
}

async fn a_changed_event_breaks_the_chain(world: World) {
    // Two worlds with the same events but for one letter end in different hashes from that row on.
    let mut hashes = Vec::new();
    for kind in ["b", "c"] {
        world.behind_the_back("delete from outbox").await;
        world.behind_the_back("update chain set seq = 0, hash = ''").await;
        for (i, kind) in ["a", kind, "a"].into_iter().enumerate() {
            let event = NewEvent {
                id: EventId::from_bits(i as u128 + 1),
                ..event(&world, kind, None, None)
            };
            step!(world, |tx| tx.append_event(&SYSTEM, &event), event).unwrap();
        }
        let now = world.now();
        step!(world, |tx| tx.seal(&SYSTEM, Chain::Outbox, 100, now)).unwrap();
        let told = world.read().await.events_after(&SYSTEM, 0, 10).await.unwrap();
        hashes.push(told.into_iter().map(|e| e.hash).collect::<Vec<_>>());
    }
    assert_eq!(hashes[0][0], hashes[1][0]);
    assert_ne!(hashes[0][1], hashes[1][1]);
    assert_ne!(hashes[0][2], hashes[1][2]);
}

async fn a_refused_transaction_tells_nothing(world: World) {
    let event = event(&world, "order.placed", None, None);
    let refused: Result<()> = world
        .store()
        .write("refused", move |tx| {
            let event = event.clone();
            Box::pin(async move {
                tx.append_event(&SYSTEM, &event).await?;
                Err(Code::OutOfStock.into())
            })
        })
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::OutOfStock);
    let now = world.now();
    assert_eq!(step!(world, |tx| tx.seal(&SYSTEM, Chain::Outbox, 100, now)).unwrap(), 0);
}

fn job(world: &World, key: &str) -> NewJob {
    NewJob {
        id: world.id(),
        kind: "refund.send".into(),
        key: key.into(),
        body_json: "{}".into(),
        run_at: world.now(),
        attempts_max: 2,
        created_at: world.now(),
    }
}

async fn claim(world: &World, lease: &'static str, n: i64) -> Vec<JobRow> {
    let (now, until) = (world.now(), world.now().plus(Duration::minutes(1)));
    step!(world, |tx| tx.claim_jobs(&SYSTEM, &["refund.send"], lease, now, until, n)).unwrap()
}

async fn jobs(world: &World, state: &str) -> Vec<JobRow> {
    world.read().await.jobs(&SYSTEM, state, None, 10).await.unwrap()
}

async fn a_job_is_claimed_once_tried_a_few_times_and_then_dead_in_plain_sight(world: World) {
    let first = job(&world, "refund:1");
    assert!(step!(world, |tx| tx.enqueue(&SYSTEM, &first), first).unwrap());
    let twin = job(&world, "refund:1");
    assert!(!step!(world, |tx| tx.enqueue(&SYSTEM, &twin), twin).unwrap());
    let later = NewJob { run_at: world.now().plus(Duration::hours(1)), ..job(&world, "refund:2") };
    assert!(step!(world, |tx| tx.enqueue(&SYSTEM, &later), later).unwrap());

    let claimed = claim(&world, "w1", 10).await;
    assert_eq!(
        (claimed.len(), claimed[0].attempts, claimed[0].id.clone()),
        (1, 1, first.id.clone())
    );
    assert!(claim(&world, "w2", 10).await.is_empty());
    let (id, now) = (first.id.clone(), world.now());
    let retry = Some(now.plus(Duration::seconds(5)));
    assert!(
        step!(world, |tx| tx.fail_job(&SYSTEM, &id, "w1", "no answer", retry, now), id).unwrap()
    );
    assert!(claim(&world, "w1", 10).await.is_empty());
    world.clock.forward(Duration::seconds(5));
    assert_eq!(claim(&world, "w1", 10).await[0].attempts, 2);
    let (now, retry) = (world.now(), Some(world.now()));
    assert!(
        step!(world, |tx| tx.fail_job(&SYSTEM, &id, "w1", "again no answer", retry, now), id)
            .unwrap()
    );
    let dead = jobs(&world, "dead").await;
    assert_eq!((dead.len(), dead[0].error.as_str()), (1, "again no answer"));

    assert!(step!(world, |tx| tx.revive_job(&SYSTEM, &id, now), id).unwrap());
    assert_eq!(claim(&world, "w3", 10).await[0].attempts, 1);
    assert!(step!(world, |tx| tx.finish_job(&SYSTEM, &id, "w3", now), id).unwrap());
    assert_eq!(jobs(&world, "done").await.len(), 1);
    // Once it is done its key is free again.
    let again = job(&world, "refund:1");
    assert!(step!(world, |tx| tx.enqueue(&SYSTEM, &again), again).unwrap());
    let refused = world.read().await.jobs(&Scope::Public, "done", None, 10).await;
    assert!(matches!(refused, Err(e) if e.code() == Code::Forbidden));
}

async fn a_worker_that_died_loses_its_claim_and_may_not_end_the_job(world: World) {
    let job = job(&world, "refund:1");
    step!(world, |tx| tx.enqueue(&SYSTEM, &job), job).unwrap();
    claim(&world, "w1", 1).await;
    world.clock.forward(Duration::minutes(2));
    assert_eq!(claim(&world, "w2", 1).await[0].attempts, 2);
    let (id, now) = (job.id.clone(), world.now());
    assert!(!step!(world, |tx| tx.finish_job(&SYSTEM, &id, "w1", now), id).unwrap());
    // The second one dies too: the tries are used up, nobody claims it any more.
    world.clock.forward(Duration::minutes(2));
    assert!(claim(&world, "w3", 1).await.is_empty());
    assert_eq!(jobs(&world, "dead").await.len(), 1);
}

async fn four_workers_at_once_share_the_jobs_and_do_none_twice(world: World) {
    for i in 0..40 {
        let job = job(&world, &format!("refund:{i}"));
        step!(world, |tx| tx.enqueue(&SYSTEM, &job), job).unwrap();
    }
    let workers = ["w1", "w2", "w3", "w4"].map(|lease| {
        let world = world.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let claimed = claim(&world, lease, 3).await;
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(claimed.into_iter().map(|j| j.id));
            }
        })
    });
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    let claimed = all.len();
    all.sort();
    all.dedup();
    assert_eq!((all.len(), claimed), (40, 40));
}

fn clock(world: &World, buyer: &AccountId, merchant: &MerchantId) -> NewClock {
    NewClock {
        id: world.id(),
        kind: "payment".into(),
        subject: "pur_1".into(),
        started_by: "purchase.placed".into(),
        buyer: Some(buyer.clone()),
        merchant: Some(merchant.clone()),
        started_at: world.now(),
        due_at: world.now().plus(Duration::minutes(30)),
    }
}

async fn a_clock_runs_pauses_and_fires_exactly_once(world: World) {
    let (lin, qing) = (world.account("lin@example.com").await, world.merchant("qing").await);
    let first = clock(&world, &lin, &qing);
    assert!(step!(world, |tx| tx.start_clock(&SYSTEM, &first), first).unwrap());
    let twin = clock(&world, &lin, &qing);
    assert!(!step!(world, |tx| tx.start_clock(&SYSTEM, &twin), twin).unwrap());
    let id = first.id.clone();
    let fire = async |now: Moment| {
        let id = id.clone();
        step!(world, |tx| tx.fire_clock(&SYSTEM, &id, "closed", now), id).unwrap()
    };
    assert!(!fire(world.now()).await, "not due yet");
    world.clock.forward(Duration::minutes(10));
    let now = world.now();
    assert!(step!(world, |tx| tx.pause_clock(&SYSTEM, "payment", "pur_1", now)).unwrap());
    world.clock.forward(Duration::minutes(60));
    assert!(!fire(world.now()).await, "paused");
    let now = world.now();
    assert!(step!(world, |tx| tx.resume_clock(&SYSTEM, "payment", "pur_1", now)).unwrap());
    let due = world.read().await.clocks_of(&SYSTEM, "pur_1").await.unwrap()[0].clock.due_at;
    assert_eq!(due, first.due_at.plus(Duration::minutes(60)));
    world.clock.forward(Duration::minutes(20));
    let waiting = world.read().await.due_clocks(&SYSTEM, world.now(), 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(fire(world.now()).await);
    assert!(!fire(world.now()).await, "fired once");
    assert!(world.read().await.due_clocks(&SYSTEM, world.now(), 10).await.unwrap().is_empty());
    let fired = world.read().await.clocks(&SYSTEM, "fired", None, 10).await.unwrap();
    assert_eq!((fired.len(), fired[0].outcome.as_str()), (1, "closed"));
    let rest = world.read().await.clocks(&SYSTEM, "fired", Some(&fired[0].clock.id), 10).await;
    assert!(rest.unwrap().is_empty());
    // A fired clock makes room for the next one of its kind.
    assert!(step!(world, |tx| tx.start_clock(&SYSTEM, &twin), twin).unwrap());
}

async fn a_clock_is_seen_and_moved_by_its_parties_alone(world: World) {
    let (lin, qing) = (world.account("lin@example.com").await, world.merchant("qing").await);
    let (wu, other) = (world.account("wu@example.com").await, world.merchant("other").await);
    let clock = clock(&world, &lin, &qing);
    step!(world, |tx| tx.start_clock(&SYSTEM, &clock), clock).unwrap();
    let parties = [buyer(&lin).buyer().unwrap(), owner(&qing), SYSTEM];
    let strangers = [buyer(&wu).buyer().unwrap(), owner(&other), Scope::Public];
    let mut reader = world.read().await;
    for scope in &parties {
        assert_eq!(reader.clocks_of(scope, "pur_1").await.unwrap().len(), 1, "{scope:?}");
    }
    for scope in &strangers {
        assert_eq!(reader.clocks_of(scope, "pur_1").await.unwrap().len(), 0, "{scope:?}");
        assert!(reader.clocks(scope, "running", None, 1).await.is_err());
    }
    let now = world.now();
    for scope in strangers {
        let stopped = step!(world, |tx| tx.stop_clock(&scope, "payment", "pur_1", "x", now), scope);
        assert!(!stopped.unwrap());
    }
    let scope = parties[0].clone();
    assert!(
        step!(world, |tx| tx.stop_clock(&scope, "payment", "pur_1", "paid", now), scope).unwrap()
    );
}

async fn a_lease_has_one_holder(world: World) {
    let take = async |holder: &'static str, minutes: i64| {
        let (now, until) = (world.now(), world.now().plus(Duration::minutes(minutes)));
        step!(world, |tx| tx.take_lease(&SYSTEM, "sealer", holder, now, until)).unwrap()
    };
    assert!(take("a", 1).await);
    assert!(!take("b", 1).await);
    assert!(take("a", 2).await, "the holder renews");
    world.clock.forward(Duration::minutes(2));
    assert!(take("b", 1).await, "an ended lease is free");
    assert!(!take("a", 1).await);
}

async fn the_same_key_is_answered_once_and_belongs_to_its_owner(world: World) {
    let lin = world.account("lin@example.com").await;
    let wu = world.account("wu@example.com").await;
    let (scope, own, now) = (Scope::Buyer(lin.clone()), lin.to_string(), world.now());
    let answer = KeptAnswer { request_hash: "h1".into(), answer_json: "{\"purchase\":1}".into() };
    let keep = async |scope: Scope| {
        let (own, answer) = (own.clone(), answer.clone());
        step!(world, |tx| tx.keep_answer(&scope, &own, "key-1", &answer, now), scope, own, answer)
    };
    keep(scope.clone()).await.unwrap();
    let twice = keep(scope.clone()).await;
    assert!(matches!(twice, Err(Error::Conflict(name)) if name == "kept_answer_pkey"));
    let foreign = keep(Scope::Buyer(wu.clone())).await;
    assert!(matches!(foreign, Err(e) if e.code() == Code::Forbidden));
    let mut reader = world.read().await;
    assert_eq!(reader.kept_answer(&scope, &own, "key-1").await.unwrap(), Some(answer.clone()));
    assert_eq!(reader.kept_answer(&scope, &own, "key-2").await.unwrap(), None);
    assert!(reader.kept_answer(&Scope::Buyer(wu), &own, "key-1").await.is_err());
}

async fn a_secret_is_made_once_whoever_asks_first(world: World) {
    let m = &world.market;
    let second = world.second_store().await;
    let ask = |store: std::sync::Arc<dyn services::ports::Store>| {
        let m = m.clone();
        async move { settings::secret(&*store, &*m.rng, &*m.clock, "cookie").await.unwrap() }
    };
    let (a, b) = tokio::join!(ask(m.store.clone()), ask(second));
    assert_eq!(a, b);
    assert_eq!(a.len(), 43);
    assert_ne!(settings::secret(&*m.store, &*m.rng, &*m.clock, "other").await.unwrap(), a);
    let now = world.now();
    step!(world, |tx| tx.put_setting(&SYSTEM, "banner", "v2", now)).unwrap();
    let mut reader = world.read().await;
    assert_eq!(reader.setting(&SYSTEM, "banner").await.unwrap().as_deref(), Some("v2"));
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Administrator };
    for scope in [Scope::Public, staff] {
        assert!(reader.setting(&scope, "secret.cookie").await.is_err(), "{scope:?}");
    }
}

async fn what_has_served_its_time_is_forgotten(world: World) {
    let now = world.now();
    let lin = world.account("lin@example.com").await;
    let own = lin.to_string();
    let answer = KeptAnswer { request_hash: "h".into(), answer_json: "{}".into() };
    step!(world, |tx| tx.keep_answer(&SYSTEM, &own, "k", &answer, now), own, answer).unwrap();
    step!(world, |tx| tx.count_failure(&SYSTEM, "login:x", now, now)).unwrap();
    step!(world, |tx| tx.block(&SYSTEM, "login:x", now)).unwrap();
    let audit = NewAudit {
        id: world.id(),
        actor: own.clone(),
        action: "session.revoked".into(),
        subject: "ses_1".into(),
        body_json: "{}".into(),
        at: now,
    };
    step!(world, |tx| tx.audit(&SYSTEM, &audit), audit).unwrap();
    world.clock.forward(Duration::days(40));
    let later = world.now();
    let gone = step!(world, |tx| tx.sweep(&SYSTEM, later, 100)).unwrap();
    assert!(gone >= 2, "{gone}");
    let mut reader = world.read().await;
    assert_eq!(reader.kept_answer(&SYSTEM, &own, "k").await.unwrap(), None);
    assert_eq!(reader.throttle(&SYSTEM, "login:x").await.unwrap(), None);
    drop(reader);
    // The audit log is never forgotten.
    step!(world, |tx| tx.seal(&SYSTEM, Chain::Audit, 100, later)).unwrap();
    let kept = world.read().await.audits_after(&SYSTEM, 0, 10).await.unwrap();
    assert_eq!(kept.iter().map(|a| a.audit.clone()).collect::<Vec<_>>(), [audit]);
    assert!(world.read().await.audits_after(&Scope::Buyer(lin), 0, 10).await.is_err());
    step!(world, |tx| clear(tx)).unwrap();
}

async fn clear(tx: &mut dyn Tx) -> Result<()> {
    tx.clear_throttle(&SYSTEM, "login:unknown").await
}
