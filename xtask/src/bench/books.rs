//! What it costs to look at every invariant of the books: the whole check, over a market that has traded for a year.

use super::figures::Figures;
use super::markets::{Engine, Market};
use crate::house::House;
use anyhow::{Context, Result};

/// How many goods and orders the market has, and how many orders in a quick run.
const GOODS: u64 = 5_000;
const ORDERS: u64 = 20_000;
const ORDERS_QUICK: u64 = 3_000;

/// Checks the books of a market on each engine.
pub fn measure(
    house: &House,
    engines: &[Engine],
    quick: bool,
    figures: &mut Figures,
) -> Result<()> {
    let orders = if quick { ORDERS_QUICK } else { ORDERS };
    for engine in engines {
        let market = match Market::of(house, *engine, GOODS, orders) {
            Ok(market) => market,
            // A machine without PostgreSQL still has something to tell.
            Err(error) if *engine == Engine::Postgres => {
                println!("\nSKIPPED the books on PostgreSQL: {error:#}\n");
                continue;
            }
            Err(error) => return Err(error),
        };
        let (said, seconds) = market.ask(house, &["ledger", "verify"])?;
        let entries = entries(&said).with_context(|| format!("no entries in {said:?}"))?;
        let name = format!("books.{}", engine.name());
        figures.note(format!("{name}.entries"), entries);
        figures.note(format!("{name}.verify_s"), seconds);
        figures.note(format!("{name}.verify_s_per_million_entries"), seconds * 1e6 / entries);
    }
    Ok(())
}

/// The number before the word `entries`.
fn entries(said: &str) -> Option<f64> {
    let (before, _) = said.split_once(" entries")?;
    before.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn the_number_of_entries_is_read_from_what_the_check_says() {
        assert_eq!(
            entries("read 49275 postings with 137679 entries: 0 violations"),
            Some(137_679.0)
        );
        assert_eq!(entries("nothing"), None);
    }
}
