//! What writing costs: pieces into carts and whole checkouts in a second, on both databases.

use super::Plan;
use super::buyers::{Buyer, Guest, Shelf};
use super::figures::Figures;
use super::load::{self, Deed, Load};
use super::shop::Shop;
use anyhow::Result;
use std::sync::Arc;

/// How many buyers shop at once.
const BUYERS: [usize; 3] = [1, 8, 16];

/// Measures a shop; `engine` stands in the names of the figures, and `inserts` is the baseline when there is one.
pub fn measure(
    shop: &Shop,
    engine: &str,
    baseline: &str,
    plan: &Plan,
    figures: &mut Figures,
) -> Result<()> {
    let shelf = Arc::new(Shelf::of(shop)?);
    for many in BUYERS {
        let buyers = (0..many)
            .map(|n| Buyer::register(shop, &shelf, &format!("checkout{many}n{n}")))
            .collect::<Result<Vec<_>>>()?;
        let before = shop.cpu_ms();
        let load = load::run(buyers.iter().map(walker).collect(), plan.writing)?;
        let name = format!("checkout.{engine}.b{many}");
        note(figures, &name, baseline, &load);
        figures.note(format!("{name}_p99_ms"), load.percentile_micros(99) as f64 / 1_000.0);
        if let (Some(before), Some(after)) = (before, shop.cpu_ms()) {
            figures
                .note(format!("{name}_cpu_ms_per_checkout"), (after - before) / load.done as f64);
        }
        if shelf.left() == 0 {
            println!("  the shelves are empty: what follows meets shops that are sold out");
        }
    }
    // What was sold above is no longer on the shelves.
    let shelf = Arc::new(Shelf::of(shop)?);
    for many in BUYERS {
        let load = load::run((0..many).map(|_| filler(shop, &shelf)).collect(), plan.writing)?;
        note(figures, &format!("cart.add.{engine}.b{many}"), baseline, &load);
    }
    Ok(())
}

fn walker(buyer: &Buyer) -> Deed<'_> {
    let mut connection = buyer.connect();
    Box::new(move || buyer.walk(&mut connection))
}

fn filler<'a>(shop: &Shop, shelf: &Arc<Shelf>) -> Deed<'a> {
    let mut guest = Guest::at(shop, shelf);
    Box::new(move || guest.add())
}

fn note(figures: &mut Figures, name: &str, baseline: &str, load: &Load) {
    figures.note_against(&format!("{name}_per_s"), load.per_second(), baseline);
    figures.note(format!("{name}_errors"), load.errors as f64);
    if let Some(why) = &load.first_error {
        println!("  the first error: {why}");
    }
}
