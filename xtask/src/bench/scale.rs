//! What a larger catalogue costs: the same pages of markets of several sizes on both engines. A page may become slower with the
//! logarithm of the size, as the indexes below it grow, and no more; the growth is printed beside that.

use super::buyers::{Buyer, Shelf};
use super::figures::Figures;
use super::markets::{Engine, Market};
use super::shop::Shop;
use super::{Plan, note_memory, pages};
use crate::house::House;
use anyhow::Result;
use std::sync::Arc;

/// Measures every size on every engine, the smallest first.
pub fn measure(
    house: &House,
    engines: &[Engine],
    sizes: &[u64],
    plan: &Plan,
    figures: &mut Figures,
) -> Result<()> {
    let mut sizes = sizes.to_vec();
    sizes.sort_unstable();
    sizes.dedup();
    for engine in engines {
        for products in &sizes {
            let market = match Market::of(house, *engine, *products, 0) {
                Ok(market) => market,
                // A machine without PostgreSQL still has something to tell.
                Err(error) if *engine == Engine::Postgres => {
                    println!("\nSKIPPED {products} products on PostgreSQL: {error:#}\n");
                    continue;
                }
                Err(error) => return Err(error),
            };
            one(house, &market, &name(*engine, *products), plan, figures)?;
        }
        growth(*engine, &sizes, figures);
    }
    Ok(())
}

fn name(engine: Engine, products: u64) -> String {
    format!("scale.{}.n{products}", engine.name())
}

fn one(
    house: &House,
    market: &Market,
    name: &str,
    plan: &Plan,
    figures: &mut Figures,
) -> Result<()> {
    figures.note(format!("{name}.seeding_s"), market.seeding_s);
    figures.note(format!("{name}.indexing_s"), market.indexing_s);
    figures.note(format!("{name}.database_bytes"), market.database_bytes()?);
    figures.note(format!("{name}.index_bytes"), market.index_bytes()?);
    let shop = market.open(house)?;
    figures.note(format!("{name}.start_ms"), shop.start_ms);
    note_memory(&shop, &format!("{name}.memory_idle_bytes"), figures);
    let paths = pages::Paths::of(&shop)?;
    pages::first(&shop, &paths, name, figures)?;
    let buyer = reader(&shop)?;
    pages::pages(&shop, &paths, &buyer, name, plan, figures)?;
    note_memory(&shop, &format!("{name}.memory_after_load_bytes"), figures);
    Ok(())
}

/// Somebody who is signed in. The market is there from run to run, and so are those who opened an account.
fn reader(shop: &Shop) -> Result<Buyer> {
    Buyer::register(shop, &Arc::new(Shelf::of(shop)?), &format!("reader{}", std::process::id()))
}

/// How much slower a page is than in the smallest market, and how much slower the logarithm lets it be.
fn growth(engine: Engine, sizes: &[u64], figures: &mut Figures) {
    let [smallest, larger @ ..] = sizes else { return };
    for products in larger {
        let allowed = (*products as f64).ln() / (*smallest as f64).max(2.0).ln();
        figures.note(format!("growth.n{products}.logarithm"), allowed);
        for page in pages::PAGES {
            for percent in [50, 99] {
                let figure = |n: u64| format!("{}.{page}.drawn.c1_p{percent}_us", name(engine, n));
                let (Some(small), Some(large)) =
                    (figures.value(&figure(*smallest)), figures.value(&figure(*products)))
                else {
                    continue;
                };
                let name =
                    format!("growth.{}.n{products}.{page}.drawn.c1_p{percent}", engine.name());
                figures.note(name, large / small.max(1.0));
            }
        }
    }
}
