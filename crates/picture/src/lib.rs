//! The drawings: pictures of demo goods, drawn by program. Every kind of good has a drawing that a buyer knows at a glance, and
//! every number gives it another form, colour, ornament and light. The same name is the same picture on every machine.
//!
//! It must never look at a clock, throw real dice, read a file, or write a letter into a picture.

mod colour;
mod decor;
mod dice;
mod goods;
mod raster;
mod shape;
mod sheet;
mod stage;
#[cfg(test)]
mod tests;

pub use raster::{Error, WIDTHS, webp};

use dice::Dice;
use sheet::Sheet;

/// Goods are numbered up to here; names beyond are not answered, so that nobody can ask for pictures without end.
pub const N_MAX: u64 = 999_999;
/// Larger drawings show fewer pieces.
const BYTES_MAX: usize = 6_000;

/// Every kind there is a drawing of.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    goods::GOODS.iter().flat_map(|shelf| shelf.iter()).map(|good| good.kind)
}

/// Reads a name such as `fruit-round-12`: a known kind, a hyphen, and a number as it is written, without signs or leading
/// zeros. Anything else is nobody's name.
pub fn named(name: &str) -> Option<(&'static str, u64)> {
    let (kind, digits) = name.rsplit_once('-')?;
    let plain =
        digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    let n = digits.parse().ok().filter(|n| plain && *n <= N_MAX)?;
    Some((goods::find(kind)?.kind, n))
}

/// The `n`th picture of a kind as SVG, or `None` when nobody draws that kind.
pub fn svg(kind: &str, n: u64) -> Option<String> {
    let good = goods::find(kind)?;
    let dice = Dice::of(kind, n);
    let pieces = match dice.n(0, 99) {
        0..55 => 1,
        55..82 => good.most.min(2),
        _ => good.most,
    };
    // Rich pieces are shown alone or in pairs: a picture stays small.
    let fits = |pieces: &u64| *pieces == 1 || scene(good, &dice, *pieces, n).len() <= BYTES_MAX;
    let pieces = (1..=pieces).rev().find(fits)?;
    Some(scene(good, &dice, pieces, n))
}

fn scene(good: &goods::Good, dice: &Dice, pieces: u64, n: u64) -> String {
    // The last piece stands in front and is the one the name means; the others are its sisters in another colour.
    let mut sheet = Sheet::default();
    let drawn: Vec<_> = (1..=pieces)
        .map(|i| {
            let own = if i == pieces { dice.clone() } else { dice.sibling(i) };
            (good.draw)(&mut sheet, &own);
            sheet.lift()
        })
        .collect();
    let stage = Dice::of(&format!("{} on its stage", good.kind), n);
    stage::compose(&sheet, &drawn, &stage, good.place, n)
}
