//! Money put on a balance, each time under a name of its own, and what whoever put it there was told. Whatever happened in
//! between, afterwards each is there once if it was acknowledged, not at all if it was refused, and one of the two if nobody
//! knew; sent again under its name it is there once.

use super::{Count, Dice};
use crate::fixture::{SYSTEM, World};
use domain::Money;
use domain::id::AccountId;
use domain::ledger::Account;
use services::{Error, Market, ledger};

/// What was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Yes,
    No,
    Unknown,
}

/// One amount.
#[derive(Clone, Debug)]
pub struct Put {
    pub source: String,
    pub fen: i64,
    pub told: Told,
}

/// A new one, of which nothing is known yet.
pub fn drawn(name: &str, n: usize, dice: &mut Dice) -> Put {
    let fen = 1 + i64::try_from(dice.below(1_000)).unwrap();
    Put { source: format!("{name}-{n}"), fen, told: Told::Unknown }
}

/// Puts it there; whether the store knew it before.
pub async fn put(market: &Market, account: &AccountId, put: &mut Put) -> Option<bool> {
    let amount = Money::fen(put.fen);
    let told = ledger::top_up(market, &SYSTEM, account, amount, &put.source).await;
    put.told = match &told {
        Ok(_) => Told::Yes,
        Err(Error::Busy(_)) => Told::No,
        Err(Error::Unknown(_)) => Told::Unknown,
        Err(error) => panic!("an error instead of an answer: {error}"),
    };
    told.ok().map(|fresh| !fresh)
}

/// Puts amounts there until somebody says it is enough; all of them.
pub async fn go_on(
    market: Market,
    account: AccountId,
    name: String,
    mut dice: Dice,
    enough: std::sync::Arc<std::sync::atomic::AtomicBool>,
) -> Vec<Put> {
    let mut puts = Vec::new();
    while !enough.load(std::sync::atomic::Ordering::SeqCst) {
        let mut next = drawn(&name, puts.len(), &mut dice);
        put(&market, &account, &mut next).await;
        puts.push(next);
    }
    puts
}

/// Looks for each of them, and sends each again.
pub async fn settle(world: &World, account: &AccountId, puts: &[Put], count: &mut Count) {
    let before = balance(world, account).await;
    let mut was_there = 0;
    for one in puts {
        match one.told {
            Told::Yes => count.ok += 1,
            Told::No => count.fail += 1,
            Told::Unknown => count.unknown += 1,
        }
        let mut again = one.clone();
        let known = put(&world.market, account, &mut again).await;
        let known = known.unwrap_or_else(|| panic!("the store does not answer: {again:?}"));
        match one.told {
            Told::Yes => assert!(known, "acknowledged and lost: {one:?}"),
            Told::No => assert!(!known, "refused and yet there: {one:?}"),
            Told::Unknown => {}
        }
        was_there += if known { one.fen } else { 0 };
    }
    // What lay there before this round is not among them.
    let all: i64 = puts.iter().map(|p| p.fen).sum();
    assert_eq!(balance(world, account).await, before - was_there + all, "each is there once");
    let found = ledger::verify(&world.market).await.expect("the books are read");
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// What lies on a balance.
pub async fn balance(world: &World, account: &AccountId) -> i64 {
    let account = Account::BuyerBalance(account.clone());
    let mut reader = world.read().await;
    reader.balance(&SYSTEM, &account, domain::Currency::Cny).await.expect("reading goes on").minor
}

/// Says that a test cannot run here, and why; loudly.
pub fn skip(name: &str, why: &str) {
    println!("SKIPPED verify {name}: {why}");
}
