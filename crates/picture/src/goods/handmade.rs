//! What the shops that write their goods by hand sell besides the usual: loose tea, lidded cups, chopsticks, cheese.

use super::{Good, table};
use crate::colour::{CLAY, CLOTH, Colour, WOOD};
use crate::decor::second;
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("tea-green", 1, tea_green),
    table("tea-dark", 1, tea_dark),
    table("tea-white", 1, tea_white),
    table("gaiwan", 2, gaiwan),
    table("jug", 1, jug),
    table("chopsticks", 1, chopsticks),
    table("cheese", 1, cheese),
    table("kiwi", 1, kiwi),
];

fn tea_green(s: &mut Sheet, d: &Dice) {
    loose_tea(s, d, &[0x7a8f4a, 0x5f7a42, 0x93a05a, 0x6a8458]);
}

fn tea_dark(s: &mut Sheet, d: &Dice) {
    loose_tea(s, d, &[0x4a3226, 0x5e3c26, 0x3c2c26, 0x6a4a2c]);
}

fn tea_white(s: &mut Sheet, d: &Dice) {
    loose_tea(s, d, &[0xc2c4a8, 0xaab09a, 0xd0ccb4, 0x9aa48a]);
}

/// A heap of leaves in a shallow dish.
fn loose_tea(s: &mut Sheet, d: &Dice, leaves: &[u32]) {
    let dish = d.tint(CLAY);
    let leaf = d.tint(leaves);
    let wide = d.f(112.0, 134.0);
    s.put(
        Round(dish),
        &shape::turned(&[(wide, -44.0), (wide - 8.0, -26.0), (wide * 0.6, -4.0), (44.0, 0.0)]),
    );
    s.oval(Fall(dish.light(0.2)), 0.0, -44.0, wide, 24.0);
    s.oval(Flat(dish.dark(0.25)), 0.0, -43.0, wide - 8.0, 19.0);
    let high = d.f(44.0, 66.0);
    s.put(
        Ball(leaf.dark(0.2)),
        &blob(&[
            (-wide + 22.0, -40.0),
            (-wide * 0.5, -44.0 - high * 0.7),
            (d.f(-16.0, 16.0), -46.0 - high),
            (wide * 0.5, -44.0 - high * 0.66),
            (wide - 22.0, -40.0),
            (0.0, -26.0),
        ]),
    );
    let (long, thick) = (d.f(20.0, 34.0), d.f(3.0, 5.5));
    for shade in [leaf.dark(0.15), leaf, leaf.light(0.2), leaf.light(0.38)] {
        let heap = (0..9).map(|_| {
            let x = d.f(-wide + 34.0, wide - 46.0);
            let roof = high * (1.0 - (x / wide).powi(2));
            shape::leaf((x, -42.0 - d.f(0.05, 0.95) * roof), d.f(-75.0, 75.0), long, thick)
        });
        s.put(Flat(shade), &shape::all(heap));
    }
}

/// A bowl with a lid on a saucer.
fn gaiwan(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY);
    let (wide, high) = (d.f(72.0, 86.0), d.f(84.0, 104.0));
    s.put(
        Fall(c.light(0.06)),
        &shape::turned(&[(wide + 26.0, -20.0), (wide, -8.0), (44.0, -2.0), (38.0, 0.0)]),
    );
    s.oval(Fall(c.light(0.18)), 0.0, -20.0, wide + 26.0, 11.0);
    s.oval(Flat(c.dark(0.18)), 0.0, -18.0, 44.0, 5.0);
    s.put(
        Round(c),
        &shape::turned(&[
            (wide + 8.0, -high),
            (wide - 2.0, -high + 16.0),
            (wide * 0.8, -high * 0.5),
            (40.0, -26.0),
            (36.0, -16.0),
        ]),
    );
    s.oval(Flat(c.dark(0.2)), 0.0, -high, wide + 8.0, 10.0);
    let lid = high + 34.0;
    s.put(
        Ball(c.light(0.06)),
        &shape::turned(&[(16.0, -lid), (wide * 0.6, -lid + 10.0), (wide - 4.0, -high + 1.0)]),
    );
    s.put(
        Round(c.dark(0.06)),
        &shape::turned(&[(20.0, -lid - 16.0), (13.0, -lid - 8.0), (16.0, -lid + 2.0)]),
    );
    let band = second(d, c);
    let y = -high * d.f(0.6, 0.8);
    s.seam(band, 4.0, &[(-wide + 8.0, y), (0.0, y + 8.0), (wide - 8.0, y)], 0.7);
    s.gloss(6.0, &[(-wide + 12.0, -high + 16.0), (-wide * 0.66, -high * 0.46)], 0.45);
}

/// A glass jug with what was brewed cold in it.
fn jug(s: &mut Sheet, d: &Dice) {
    let tea = d.tint(&[0xb8a850, 0xa8582c, 0xc88a3c, 0x9ab070, 0xb04a40]);
    let (wide, high) = (d.f(58.0, 72.0), d.f(206.0, 240.0));
    let level = -high * d.f(0.6, 0.76);
    s.pipe(
        Colour::hex(0x00c4d0d0),
        13.0,
        &[
            (wide - 6.0, -high * 0.8),
            (wide + 42.0, -high * 0.72),
            (wide + 38.0, -high * 0.36),
            (wide - 2.0, -high * 0.26),
        ],
    );
    let right = [
        (wide * 0.8, -high),
        (wide * 0.78, -high * 0.86),
        (wide, -high * 0.6),
        (wide, -12.0),
        (wide - 14.0, 0.0),
    ];
    let body = shape::turned(&right);
    s.put(Glass(Colour::hex(0x00cfdcdc)), &body);
    s.inside(&body, |s| {
        s.slab(Round(tea), (-wide, level), (wide * 2.0, -level - 8.0), 8.0);
        s.oval(Flat(tea.light(0.3)), 0.0, level, wide, 8.0);
        for _ in 0..d.n(3, 6) {
            let at = (d.f(-wide * 0.7, wide * 0.5), d.f(level * 0.6, -20.0));
            s.put(Flat(tea.dark(0.4)), &shape::leaf(at, d.f(-60.0, 60.0), 26.0, 9.0));
        }
    });
    let lid = d.tint(WOOD);
    s.slab(Round(lid), (-wide * 0.76, -high - 20.0), (wide * 1.52, 24.0), 7.0);
    s.gloss(6.0, &[(-wide + 14.0, -high * 0.56), (-wide + 12.0, -30.0)], 0.55);
}

/// Pairs side by side on a rest.
fn chopsticks(s: &mut Sheet, d: &Dice) {
    let pairs = d.n(1, 5);
    let (wood, end) = (d.tint(WOOD), d.tint(CLOTH));
    let tilt = d.f(-16.0, 16.0);
    let rest = d.tint(CLAY);
    for i in 0..pairs {
        let mid = (i as f32 - (pairs as f32 - 1.0) / 2.0) * 44.0;
        let cap = d.sibling(i as u64).tint(CLOTH).mix(end, 0.3);
        for x in [mid - 8.0, mid + 8.0] {
            s.set((x, -4.0), tilt, 1.0, |s| {
                s.put(
                    Round(wood),
                    &poly(&[(-6.5, -230.0), (6.5, -230.0), (3.4, 0.0), (-3.4, 0.0)]),
                );
                s.slab(Round(cap), (-7.0, -232.0), (14.0, 58.0), 3.0);
                s.slab(Sheen(Colour::hex(0x00c2aa72)), (-6.6, -176.0), (13.2, 5.0), 1.0);
            });
        }
    }
    let half = pairs as f32 * 22.0 + 16.0;
    s.slab(Round(rest), (-half + 12.0, -44.0), (half * 2.0, 24.0), 12.0);
    s.gloss(4.0, &[(-half + 26.0, -38.0), (half - 8.0, -38.0)], 0.5);
}

/// A round of soft cheese, cut open, on a board.
fn cheese(s: &mut Sheet, d: &Dice) {
    let board = d.tint(WOOD);
    let c = d.tint(&[0xf4ead0, 0xefdca8, 0xf6f0e2, 0xeacb84]);
    s.slab(Fall(board), (-134.0, -16.0), (268.0, 16.0), 6.0);
    let (wide, high) = (d.f(84.0, 100.0), d.f(56.0, 80.0));
    let top = -16.0 - high;
    s.put(Round(c), &shape::turned(&[(wide, top), (wide + 3.0, top + high * 0.5), (wide, -16.0)]));
    s.oval(Fall(c.light(0.3)), 0.0, top, wide, wide * 0.3);
    let cut = d.f(18.0, 40.0);
    s.put(
        Flat(c.dark(0.14)),
        &poly(&[(0.0, top), (cut, top + wide * 0.29), (cut, -14.0), (0.0, -16.0 - high * 0.22)]),
    );
    s.put(
        Flat(c.light(0.12)),
        &poly(&[
            (0.0, top),
            (wide * 0.86, top + wide * 0.15),
            (wide * 0.86, -16.0),
            (0.0, -16.0 - high * 0.22),
        ]),
    );
    let holes: Vec<At> =
        (0..d.n(3, 7)).map(|_| (d.f(8.0, wide * 0.76), d.f(top + 22.0, -30.0))).collect();
    s.mark(Flat(c.dark(0.2)), d.f(5.0, 9.0), &shape::dots(&holes), 0.7);
    s.set((wide + 22.0, -18.0), d.f(-6.0, 6.0), 1.0, |s| {
        s.put(
            Fall(c.dark(0.05)),
            &poly(&[(-40.0, 0.0), (34.0, 0.0), (34.0, -high * 0.6), (-30.0, -high * 0.7)]),
        );
        s.put(
            Flat(c.light(0.35)),
            &poly(&[(-30.0, -high * 0.7), (34.0, -high * 0.6), (10.0, -high * 0.86)]),
        );
    });
}

/// Kiwifruit, one of them cut in half.
fn kiwi(s: &mut Sheet, d: &Dice) {
    let skin = d.tint(&[0x8a6a3c, 0x7a5c34, 0x96784a]);
    let flesh = d.tint(&[0x8fb43c, 0x7aa838, 0xa6c04a, 0xd8c050]);
    for (x, turn) in [(-62.0, d.f(-14.0, 14.0)), (d.f(0.0, 20.0), d.f(-20.0, 20.0))] {
        s.set((x, -50.0), turn, 1.0, |s| {
            s.oval(Ball(skin), 0.0, 0.0, 62.0, 50.0);
            let hairs: Vec<At> = (0..26).map(|_| (d.f(-44.0, 44.0), d.f(-34.0, 34.0))).collect();
            s.mark(Flat(skin.dark(0.3)), 2.4, &shape::dots(&hairs), 0.5);
        });
    }
    s.set((d.f(64.0, 84.0), -46.0), d.f(-10.0, 10.0), 1.0, |s| {
        s.oval(Flat(skin.dark(0.2)), 3.0, 1.0, 51.0, 47.0);
        s.oval(Ball(flesh), 0.0, 0.0, 47.0, 43.0);
        s.oval(Flat(Colour::hex(0x00f0ecc8)), 0.0, 0.0, 14.0, 11.0);
        for i in 0..18u8 {
            let (sin, cos) = (f32::from(i) * 20.0).to_radians().sin_cos();
            s.seam(
                flesh.light(0.5),
                1.8,
                &[(cos * 15.0, sin * 12.0), (cos * 40.0, sin * 36.0)],
                0.6,
            );
            let seed = shape::leaf((cos * 19.0, sin * 16.0), f32::from(i) * 20.0, 8.0, 3.4);
            s.put(Flat(Colour::hex(0x002a2620)), &seed);
        }
    });
}
