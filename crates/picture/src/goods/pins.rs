//! Jewels that lie on a cushion or on the table.

use super::{Good, table};
use crate::colour::CLOTH;
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[table("brooch", 1, brooch), table("bracelet", 1, bracelet)];

const METAL: &[u32] = &[0xd9c27a, 0xc9ccd2, 0xd8a68a, 0xe2d3a0];
const STONE: &[u32] = &[0x3f8f7a, 0xb8404a, 0x4a68b0, 0xe6dfd2, 0x7a5aa8, 0xd9a23c];

/// A pin on its cushion: petals around a stone, or a stone in its frame.
fn brooch(s: &mut Sheet, d: &Dice) {
    let (cloth, metal, stone) = (d.tint(CLOTH), d.tint(METAL), d.tint(STONE));
    let cushion = blob(&[
        (-112.0, -6.0),
        (-118.0, -70.0),
        (-88.0, -150.0),
        (0.0, -164.0),
        (88.0, -150.0),
        (118.0, -70.0),
        (112.0, -6.0),
        (0.0, 2.0),
    ]);
    s.put(Round(cloth), &cushion);
    s.seam(cloth.dark(0.3), 2.4, &[(-98.0, -24.0), (0.0, -14.0), (98.0, -24.0)], 0.6);
    let (x, y) = (0.0, -86.0);
    let petals = d.n(5, 8);
    let long = d.f(48.0, 58.0);
    if d.odds(65) {
        for n in 0..petals {
            let turn = n as f32 * 360.0 / petals as f32 - 90.0;
            let petal = shape::leaf((x, y), turn, long, d.f(23.0, 30.0));
            s.put(Sheen(metal), &petal);
            s.mark(Flat(metal.dark(0.35)), 1.8, &petal, 0.7);
        }
    } else {
        s.oval(Sheen(metal), x, y, long, long * 0.8);
        let beads: Vec<At> = (0..20)
            .map(|n| n as f32 * std::f32::consts::TAU / 20.0)
            .map(|t| (x + t.cos() * long * 0.86, y + t.sin() * long * 0.68))
            .collect();
        s.mark(Flat(metal.light(0.4)), 7.0, &shape::dots(&beads), 0.95);
    }
    s.oval(Flat(metal.dark(0.3)), x, y, 23.0, 23.0);
    s.oval(Ball(stone), x, y, 19.0, 19.0);
    s.gloss(4.0, &[(x - 9.0, y - 7.0), (x - 3.0, y - 11.0)], 0.8);
}

/// Beads on a string, lying in a ring.
fn bracelet(s: &mut Sheet, d: &Dice) {
    let (stone, metal) = (d.tint(STONE), d.tint(METAL));
    let (rx, ry) = (d.f(92.0, 104.0), d.f(34.0, 42.0));
    let count = d.n(18, 24);
    let r = d.f(13.0, 16.0);
    let every = d.n(3, 6);
    let bead = |n: usize| {
        let turn = n as f32 * std::f32::consts::TAU / count as f32 - std::f32::consts::FRAC_PI_2;
        (turn.cos() * rx, turn.sin() * ry - ry - r * 0.5)
    };
    s.mark(Flat(metal.dark(0.2)), 3.0, &shape::oval(0.0, -ry - r * 0.5, rx, ry), 1.0);
    // The far half first.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| bead(*a).1.total_cmp(&bead(*b).1));
    for n in order {
        let (x, y) = bead(n);
        let c = if n % every == 0 { metal } else { stone.shifted([d.f(-6.0, 6.0), 0.0, 0.0]) };
        s.oval(Ball(c), x, y, r, r);
    }
}
