//! T8: every refund is asked for four times at once, its order to the partner is repeated when the answer got lost, and the
//! money goes back exactly once.

use super::{Count, Dice, all_at_once, rounds, seed};
use crate::fixture::{SYSTEM, World, look};
use crate::trade::bazaar::{Bazaar, Customer, NORTH, owner};
use crate::trade::partner::Mood;
use domain::Duration;
use domain::id::*;
use domain::orders::Order;
use domain::payments::RefundStatus;
use domain::returns::{ReturnAsk, ReturnKind, ReturnReason};
use services::{orders, returns, worker};

/// How many hands ask for the same at once.
const HANDS: usize = 4;
/// So many orders are on their way at the same time.
const BATCH: usize = 10;
/// What an order of two costs.
const PAID: i64 = 19_800;

pub async fn tell(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 10_000).await;
    let sku = product.skus[0].id.clone();
    let lin = bazaar.customer("lin").await;
    let (all, mut dice, mut count) = (rounds(30, 500), Dice::of(seed()), Count::default());
    let mut done = 0;
    while done < all {
        let batch = BATCH.min(all - done);
        let mut placed = Vec::with_capacity(batch);
        for _ in 0..batch {
            let order = bazaar.paid(&lin, &sku).await;
            // Half of them go back before they are shipped, the others afterwards.
            let shipped = dice.percent(50);
            if shipped {
                bazaar.ship(&order, &format!("SF{done:06}{}", placed.len())).await.unwrap();
            }
            placed.push((order, shipped));
        }
        // The answers of every second batch get lost.
        let lost = (done / BATCH) % 2 == 1;
        bazaar.north.be(if lost { Mood::AnswersLost } else { Mood::Fine });
        for heard in all_at_once(placed.iter().map(|(order, shipped)| {
            let (bazaar, lin, order, shipped) =
                (bazaar.clone(), lin.clone(), order.clone(), *shipped);
            async move { go_back(&bazaar, &lin, &order, shipped).await }
        }))
        .await
        {
            count.add(heard);
        }
        send(&bazaar).await;
        for (order, _) in &placed {
            went_back_once(&bazaar, order).await;
        }
        done += batch;
    }
    bazaar.holds().await;
    assert_eq!(bazaar.lies(NORTH).await, (0, 0), "everything went back");
    assert_eq!(count.ok, all, "of {all} refunds that were asked for {HANDS} times each");
    count.say("refunds", &bazaar.world, &format!("{all} refunds x {HANDS}"));
}

/// Asks with all hands at once for everything of an order; one of them is told yes.
async fn go_back(bazaar: &Bazaar, lin: &Customer, order: &Order, shipped: bool) -> Count {
    let mut count = Count::default();
    if !shipped {
        let hands = (0..HANDS).map(|_| {
            let (bazaar, lin, id) = (bazaar.clone(), lin.clone(), order.id.clone());
            async move { orders::cancel(bazaar.market(), &lin.actor, &id).await }
        });
        for answer in all_at_once(hands).await {
            count.note(&answer);
        }
        // Who cancels what is cancelled is told that it is: that is no second refund.
        let told = count.ok.min(1);
        return Count { ok: told, fail: count.fail + count.ok - told, ..count };
    }
    let hands = (0..HANDS).map(|_| {
        let (bazaar, lin, order) = (bazaar.clone(), lin.clone(), order.clone());
        async move {
            let ask = ReturnAsk {
                line: order.lines[0].id.clone(),
                qty: 2,
                kind: ReturnKind::RefundOnly,
                reason: ReturnReason::Quality,
                note: String::new(),
            };
            returns::request(bazaar.market(), &lin.actor, &order.id, &ask).await
        }
    });
    let asked: Vec<ReturnId> = all_at_once(hands).await.into_iter().flatten().collect();
    assert_eq!(asked.len(), 1, "two pieces can be asked back for once");
    let hands = (0..HANDS).map(|_| {
        let (bazaar, seller, id) = (bazaar.clone(), owner(&order.merchant), asked[0].clone());
        async move { returns::agree(bazaar.market(), &seller, &id).await }
    });
    for answer in all_at_once(hands).await {
        count.note(&answer);
    }
    count
}

/// Two workers send what is to be sent; where answers got lost, the partner gets well again and is asked.
async fn send(bazaar: &Bazaar) {
    for minutes in [0, 1, 5, 60] {
        if minutes > 1 {
            bazaar.north.be(Mood::Fine);
        }
        bazaar.world.clock.forward(Duration::minutes(minutes));
        let workers = (0..2).map(|_| {
            let bazaar = bazaar.clone();
            async move { worker::run_due(bazaar.market()).await.map(|_| ()) }
        });
        for worked in all_at_once(workers).await {
            worked.expect("a worker goes on");
        }
    }
}

async fn went_back_once(bazaar: &Bazaar, order: &Order) {
    let refunds = look!(bazaar.world, |r| r.refunds_of(&SYSTEM, &order.purchase)).unwrap();
    let done = refunds.iter().filter(|r| r.status == RefundStatus::Done).count();
    assert_eq!((refunds.len(), done), (1, 1), "{refunds:#?}");
    let attempts = bazaar.attempts(&order.purchase).await;
    let (came, back) = bazaar.north.ledger_of(&attempts[0].no);
    assert_eq!((came, back), (PAID, PAID), "by the partner's own ledger");
}
