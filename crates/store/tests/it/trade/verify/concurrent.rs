//! T2: sixteen hands move money at once while somebody reads the books over and over. Every reading is of one moment: all
//! balances together are zero, none that may not be is below zero, and each is the sum of its entries. Afterwards what was
//! acknowledged is reckoned again, one operation after the other, and must be what lies there.

use super::{Count, Dice, rounds, seed};
use crate::fixture::{Engine, World};
use crate::trade::bazaar::{Bazaar, Customer, now};
use domain::id::*;
use domain::ledger::Account;
use domain::{Code, Money};
use services::{Error, Result, ledger, orders, payment};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How many hands are at work.
const CLIENTS: u64 = 16;
/// The reader takes a breath between two readings, or nobody else would get on.
const BREATH: Duration = Duration::from_millis(50);
/// What a cup costs.
const PRICE: i64 = 900;

const SUM: &str = "select cast(coalesce(sum(case nature when 'debit' then minor else -minor end), 0) \
     as bigint) from balance";

const BUYERS: &str = "select cast(coalesce(sum(minor), 0) as bigint) from balance \
     where account like 'buyer%balance%'";

pub async fn tell(world: World) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[PRICE], 100_000).await;
    let sku = product.skus[0].id.clone();
    let mut customers = Vec::new();
    for n in 0..CLIENTS {
        customers.push(bazaar.customer(&format!("buyer{n}")).await);
    }
    let runs = rounds(3, 200);
    let operations = if runs > 3 { 200 } else { 12 };
    let mut expected = vec![0_i64; customers.len()];
    let (mut count, mut readings) = (Count::default(), 0);
    for run in 0..runs {
        let over = Arc::new(AtomicBool::new(false));
        let reader = tokio::spawn(read_on(bazaar.world.clone(), over.clone()));
        let hands = customers.iter().cloned().enumerate().map(|(n, customer)| {
            let (bazaar, sku) = (bazaar.clone(), sku.clone());
            let seed = seed() ^ (run as u64) << 16 ^ n as u64;
            tokio::spawn(async move { act(&bazaar, &customer, &sku, seed, operations).await })
        });
        let hands: Vec<_> = hands.collect();
        for (n, hand) in hands.into_iter().enumerate() {
            let (heard, moved) = hand.await.expect("no hand panics");
            count.add(heard);
            expected[n] += moved;
        }
        over.store(true, Ordering::SeqCst);
        readings += reader.await.expect("every reading adds up");
        for (customer, expected) in customers.iter().zip(&expected) {
            let account = Account::BuyerBalance(customer.account.clone());
            assert_eq!(bazaar.balance(&account).await, *expected, "what was acknowledged");
        }
        bazaar.holds().await;
    }
    assert!(readings > 0 && count.unknown == 0, "{readings} readings, {count:?}");
    count.say("concurrent", &bazaar.world, &format!("{runs} runs, {readings} readings"));
}

/// One hand: puts money on the balance, buys from it, takes it back. How it was answered, and by how much the balance moved.
async fn act(
    bazaar: &Bazaar,
    customer: &Customer,
    sku: &SkuId,
    seed: u64,
    operations: usize,
) -> (Count, i64) {
    let (mut dice, mut count, mut moved) = (Dice::of(seed), Count::default(), 0);
    let mut bought: Vec<PurchaseId> = Vec::new();
    let market = bazaar.market();
    for n in 0..operations {
        match dice.below(4) {
            0 | 1 => {
                let (fen, source) =
                    (1 + dice.below(2_000) as i64, format!("{seed:x}-{}-{n}", customer.account));
                let scope = &crate::fixture::SYSTEM;
                let amount = Money::fen(fen);
                let told = ledger::top_up(market, scope, &customer.account, amount, &source).await;
                count.note(&told);
                moved += if told.is_ok() { fen } else { 0 };
            }
            2 => {
                let told = buy(bazaar, customer, sku).await;
                count.note(&told);
                if let Ok(purchase) = told {
                    moved -= PRICE;
                    bought.push(purchase);
                }
            }
            _ => {
                let Some(purchase) = bought.pop() else { continue };
                let order = bazaar.orders(&purchase).await.remove(0);
                let told = orders::cancel(market, &customer.actor, &order.id).await;
                count.note(&told);
                moved += if told.is_ok() { PRICE } else { 0 };
            }
        }
    }
    (count, moved)
}

async fn buy(bazaar: &Bazaar, customer: &Customer, sku: &SkuId) -> Result<PurchaseId> {
    let purchase = bazaar.buy(customer, &now(sku, 1)).await?.purchase;
    match payment::pay_by_balance(bazaar.market(), &customer.actor, &customer.proof, &purchase)
        .await
    {
        Ok(()) => Ok(purchase),
        Err(error) => {
            // Only for want of money, or the balance was not what this hand alone knew it to be.
            let short = matches!(&error, Error::Refused(r) if r.code == Code::BalanceShort);
            assert!(short || matches!(error, Error::Busy(_)), "{error}");
            orders::cancel_purchase(bazaar.market(), &customer.actor, &purchase).await?;
            Err(error)
        }
    }
}

/// Reads until it is over; how often.
async fn read_on(world: World, over: Arc<AtomicBool>) -> usize {
    let mut readings = 0;
    while !over.load(Ordering::SeqCst) {
        assert_eq!(scalar(&world, SUM).await, 0, "all balances of one moment");
        let found = ledger::verify(&world.market).await.expect("the books are read");
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{found:#?}");
        readings += 1;
        tokio::time::sleep(BREATH).await;
    }
    readings
}

/// One figure in one statement, behind the store's back.
async fn scalar(world: &World, sql: &'static str) -> i64 {
    match world.engine {
        Engine::Sqlite => {
            let options =
                sqlx::sqlite::SqliteConnectOptions::from_str(&world.url).expect("address");
            let mut c = options.connect().await.expect("a connection");
            sqlx::query(sql).fetch_one(&mut c).await.expect("a sum").get(0)
        }
        Engine::Postgres => {
            let mut c = sqlx::PgConnection::connect(&world.url).await.expect("a connection");
            sqlx::query(sql).fetch_one(&mut c).await.expect("a sum").get(0)
        }
    }
}

/// All that lies on buyers' balances, behind the store's back.
pub async fn balances(world: &World) -> i64 {
    scalar(world, BUYERS).await
}
