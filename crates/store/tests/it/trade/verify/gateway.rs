//! T5: orders against partners that fail: their answers get lost or do not come, their reports come twice, late, in another
//! order, forged, about money for somebody else, or never. Three simulated days later every purchase is at its end, nobody
//! paid twice, whoever paid has an order, and both sides' ledgers are one.

use super::{Count, Dice, all_at_once, rounds, seed};
use crate::fixture::{SYSTEM, World, look};
use crate::trade::bazaar::{Bazaar, Customer, NORTH, SOUTH, now};
use crate::trade::partner::Mood;
use domain::Duration;
use domain::id::*;
use domain::ledger::Account;
use domain::orders::OrderState;
use domain::payments::PurchaseState;
use services::payment;
use services::ports::payment::Notification;

/// How many purchases are made before three days pass.
const BATCH: usize = 100;
/// How many of them at the same time.
const TOGETHER: usize = 4;
const PRICE: i64 = 9_900;

/// A report that is still under way: when it arrives, from whom, and what it says.
struct UnderWay {
    after: i64,
    partner: &'static str,
    body: Vec<u8>,
}

pub async fn tell(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[PRICE], 100_000).await;
    let sku = product.skus[0].id.clone();
    let mut customers = Vec::new();
    for n in 0..8 {
        customers.push(bazaar.customer(&format!("buyer{n}")).await);
    }
    let (all, mut dice, mut count) = (rounds(60, 10_000), Dice::of(seed()), Count::default());
    let mut done = 0;
    while done < all {
        let batch = BATCH.min(all - done);
        count.add(days(&bazaar, &customers, &sku, batch, &mut dice).await);
        done += batch;
    }
    bazaar.holds().await;
    for partner in [NORTH, SOUTH] {
        let (ours, theirs) = bazaar.lies(partner).await;
        assert_eq!(ours, theirs, "I15 at {partner}");
    }
    assert_eq!(bazaar.balance(&Account::Suspense).await, 0, "nothing lies in suspense");
    count.say("gateway", &bazaar.world, &format!("{all} purchases"));
}

/// A batch of purchases, and the three days after it.
async fn days(
    bazaar: &Bazaar,
    customers: &[Customer],
    sku: &SkuId,
    batch: usize,
    dice: &mut Dice,
) -> Count {
    let mut purchases: Vec<PurchaseId> = Vec::new();
    let mut under_way = Vec::new();
    while purchases.len() < batch {
        let more = TOGETHER.min(batch - purchases.len());
        let buying = (0..more).map(|n| {
            let (bazaar, customer) = (bazaar.clone(), customers[n % customers.len()].clone());
            let (sku, mut dice) = (sku.clone(), Dice::of(dice.below(u64::MAX)));
            async move { buy(&bazaar, &customer, &sku, &mut dice).await }
        });
        let buying: Vec<_> = buying.collect();
        for (purchase, reports) in all_at_once(buying).await {
            purchases.push(purchase);
            under_way.extend(reports);
        }
    }
    for partner in [NORTH, SOUTH] {
        bazaar.partner(partner).be(Mood::Fine);
    }
    let mut minute = 0;
    for step in [1, 4, 25, 10, 20, 300, 720, 1_440, 1_800] {
        bazaar.later(Duration::minutes(step)).await;
        minute += step;
        let (due, later): (Vec<_>, Vec<_>) =
            under_way.into_iter().partition(|report| report.after <= minute);
        under_way = later;
        for report in due {
            let message = Notification::of_body(&report.body);
            // A forged one is answered too; whether it is believed shows at the end.
            payment::notify(bazaar.market(), report.partner, &message).await.unwrap();
        }
    }
    bazaar.later(Duration::minutes(5)).await;
    let mut count = Count::default();
    for purchase in &purchases {
        ended(bazaar, purchase, &mut count).await;
    }
    count
}

/// A purchase with whatever goes wrong: what it is, and what its partner has yet to say.
async fn buy(
    bazaar: &Bazaar,
    customer: &Customer,
    sku: &SkuId,
    dice: &mut Dice,
) -> (PurchaseId, Vec<UnderWay>) {
    let purchase = bazaar.buy(customer, &now(sku, 1)).await.unwrap().purchase;
    let partner = if dice.percent(50) { NORTH } else { SOUTH };
    let desk = bazaar.partner(partner);
    // The partner's mood is everybody's: whoever begins now meets it.
    desk.be(match dice.below(100) {
        0..5 => Mood::AnswersLost,
        5..10 => Mood::Away,
        _ => Mood::Fine,
    });
    let flow = services::ports::payment::PayFlow::Qr;
    let told = payment::start(bazaar.market(), &customer.actor, &purchase, partner, flow).await;
    if told.is_err() && dice.percent(50) {
        // Whoever is told to try again does so.
        desk.be(Mood::Fine);
        let _ = payment::start(bazaar.market(), &customer.actor, &purchase, partner, flow).await;
    }
    desk.be(Mood::Fine);
    let mut reports = Vec::new();
    for attempt in bazaar.attempts(&purchase).await {
        let more = if dice.percent(1) { 1 + dice.below(500) as i64 } else { 0 };
        let less = if dice.percent(1) { -100 } else { 0 };
        let pays = dice.percent(90);
        if pays && desk.pay(&attempt.no, more + less, bazaar.world.now()) {
            reports.extend(say(bazaar, partner, &attempt.no, dice));
        }
    }
    (purchase, reports)
}

/// How a report finds its way, or does not.
fn say(bazaar: &Bazaar, partner: &'static str, no: &str, dice: &mut Dice) -> Vec<UnderWay> {
    let desk = bazaar.partner(partner);
    let at = |after: i64, body: Vec<u8>| UnderWay { after, partner, body };
    let mut said = Vec::new();
    if dice.percent(1) {
        said.push(at(1, desk.notice_forged(no)));
    }
    if dice.percent(1) {
        said.push(at(1, desk.notice_for_another(no)));
    }
    if dice.percent(3) {
        return said;
    }
    let after = match dice.below(100) {
        0..2 => dice.below(72 * 60) as i64,
        2..12 => dice.below(30) as i64,
        _ => 1,
    };
    said.push(at(after, desk.notice_of(no)));
    if dice.percent(10) {
        said.push(at(after + dice.below(90) as i64, desk.notice_of(no)));
    }
    said
}

/// Three days later a purchase is at its end, on both sides.
async fn ended(bazaar: &Bazaar, id: &PurchaseId, count: &mut Count) {
    let purchase = look!(bazaar.world, |r| r.purchase(&SYSTEM, id)).unwrap().unwrap();
    let mut kept = 0;
    for attempt in bazaar.attempts(id).await {
        assert!(!attempt.state.is_live(), "an attempt is still open: {attempt:?}");
        let (came, back) = bazaar.partner(&attempt.provider).ledger_of(&attempt.no);
        kept += came - back;
    }
    let orders = bazaar.orders(id).await;
    match purchase.state {
        PurchaseState::Paid => {
            assert_eq!(kept, PRICE, "paid once: {purchase:?}");
            assert!(orders.iter().all(|o| o.state == OrderState::Paid), "paid and not fulfilled");
            count.ok += 1;
        }
        PurchaseState::Closed => {
            assert_eq!(kept, 0, "nothing is kept for nothing: {purchase:?}");
            count.fail += 1;
        }
        PurchaseState::Open => count.unknown += 1,
    }
    assert_eq!(count.unknown, 0, "{purchase:?} is still open after three days");
}
