//! T6: many want the last goods at once. Exactly what lay on the shelf is sold; whoever came too late is told so; and who paid
//! after the goods were gone gets the money back.

use super::{Count, Dice, all_at_once, rounds, seed};
use crate::fixture::World;
use crate::trade::bazaar::{Bazaar, Customer, NORTH, now, shared};
use domain::Duration;
use domain::checkout::{Basket, CouponChoice, Place, Placed};
use domain::id::*;

use services::{checkout, orders};

/// So many look at the page at once.
const LOOKING: usize = 4;

/// A round: what lies on the shelf, and how many want it.
struct Round {
    on_hand: i64,
    buyers: usize,
    /// Every second one wants a pack of three from the same shelf.
    packs: bool,
}

pub async fn tell(world: World) {
    let bazaar = Bazaar::open(world);
    let merchant = bazaar.world.merchant("qing").await;
    let category = bazaar.world.category("tea", None).await;
    let freight = bazaar.world.freight(&merchant).await;
    let (singles, tens) = (rounds(6, 100), rounds(2, 20));
    let (few, many) = if singles > 6 { (200, 500) } else { (40, 80) };
    let mut customers = Vec::new();
    for n in 0..many {
        customers.push(bazaar.customer(&format!("buyer{n}")).await);
    }
    let mut dice = Dice::of(seed());
    let mut count = Count::default();
    for n in 0..singles + tens {
        let single = n < singles;
        let round = Round {
            on_hand: if single { 1 } else { 10 },
            buyers: if single { few } else { many },
            packs: !single && dice.percent(50),
        };
        let goods = (&merchant, &category, &freight);
        let mut product =
            bazaar.world.product(&format!("goods-{n}"), goods, &[900, 2_500], round.on_hand);
        if round.packs {
            product = shared(product, 3);
        }
        bazaar.world.add_product(&product).await;
        let skus = [product.skus[0].id.clone(), product.skus[usize::from(round.packs)].id.clone()];
        let item = product.skus[0].stock_item.clone();
        count.add(rush(&bazaar, &round, &customers, &skus, &item, &mut dice).await);
    }
    bazaar.holds().await;
    let (ours, theirs) = bazaar.lies(NORTH).await;
    assert_eq!(ours, theirs, "our books and the partner's");
    assert_eq!(count.unknown, 0, "nobody was left in doubt");
    count.say("oversell", &bazaar.world, &format!("{} rounds", singles + tens));
}

async fn rush(
    bazaar: &Bazaar,
    round: &Round,
    customers: &[Customer],
    skus: &[SkuId; 2],
    item: &StockItemId,
    dice: &mut Dice,
) -> Count {
    let mut forms: Vec<(Customer, Place)> = Vec::with_capacity(round.buyers);
    for n in (0..round.buyers).step_by(LOOKING) {
        let looking = (n..round.buyers.min(n + LOOKING)).map(|n| {
            let (bazaar, customer, sku) =
                (bazaar.clone(), customers[n].clone(), skus[n % 2].clone());
            async move { form(&bazaar, &customer, &now(&sku, 1)).await }
        });
        let looking: Vec<_> = looking.collect();
        forms.extend(all_at_once(looking).await);
    }
    let answers = all_at_once(forms.into_iter().map(|(customer, form)| {
        let bazaar = bazaar.clone();
        async move {
            let placed = checkout::place(bazaar.market(), &customer.actor, &form).await;
            (customer, placed)
        }
    }))
    .await;
    let mut count = Count::default();
    let mut won: Vec<(Customer, PurchaseId, i64)> = Vec::new();
    for (customer, placed) in answers {
        count.note(&placed);
        let Ok(placed) = placed else { continue };
        let units = units(bazaar, &placed).await;
        won.push((customer, placed.purchase, units));
    }
    let held: i64 = won.iter().map(|(.., units)| units).sum();
    let left = round.on_hand - held;
    // With packs a unit or two may be left that nobody wanted alone any more.
    let most = if round.packs { 2 } else { 0 };
    assert!((0..=most).contains(&left), "{held} of {} were promised", round.on_hand);
    assert_eq!(bazaar.stock(item).await, (round.on_hand, held));
    if dice.percent(25) {
        too_late(bazaar, won, item, round).await;
        return count;
    }
    for (customer, purchase, _) in &won {
        bazaar.pay(customer, purchase).await.expect("what is held can be paid");
    }
    assert_eq!(bazaar.stock(item).await, (left, 0));
    count
}

/// Everybody lets the goods go as the payment is under way: what arrives afterwards goes back.
async fn too_late(
    bazaar: &Bazaar,
    won: Vec<(Customer, PurchaseId, i64)>,
    item: &StockItemId,
    round: &Round,
) {
    for (customer, purchase, _) in &won {
        let no = bazaar.begin(customer, purchase, NORTH).await.unwrap();
        let cancelled = orders::cancel_purchase(bazaar.market(), &customer.actor, purchase).await;
        cancelled.expect("what nobody paid can be let go");
        if bazaar.north.pay(&no, 0, bazaar.world.now()) {
            bazaar.report(NORTH, &bazaar.north.notice_of(&no)).await.unwrap();
            bazaar.later(Duration::seconds(60)).await;
            let (came, back) = bazaar.north.ledger_of(&no);
            assert_eq!(came, back, "money for goods that were gone is back within a minute");
        }
    }
    assert_eq!(bazaar.stock(item).await, (round.on_hand, 0));
}

async fn form(bazaar: &Bazaar, customer: &Customer, basket: &Basket) -> (Customer, Place) {
    let seen = bazaar.see(customer, basket, CouponChoice::Best).await.unwrap();
    (customer.clone(), bazaar.form(customer, &seen))
}

/// How many units of the shelf a purchase was promised.
async fn units(bazaar: &Bazaar, placed: &Placed) -> i64 {
    let orders = bazaar.orders(&placed.purchase).await;
    let lines = orders.iter().flat_map(|o| &o.lines);
    lines.map(|l| l.qty * l.draws[0].per_unit).sum()
}
