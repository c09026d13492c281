//! From field and forest: leaves, roots, mushrooms, nuts.

use super::{Good, table};
use crate::colour::{Colour, LEAF, WOOD};
use crate::dice::Dice;
use crate::shape::{self, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("leafy", 1, leafy),
    table("cabbage", 1, cabbage),
    table("root", 1, roots),
    table("carrot", 1, carrots),
    table("radish", 1, bulbs),
    table("potato", 1, tubers),
    table("mushroom", 1, mushrooms),
    table("nut", 1, nuts),
];

fn leafy(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x5f8f3f, 0x7aa84a, 0x4a7a3f, 0x8fb85a, 0x5a8a5a]);
    let stalk = Colour::hex(0x00ec_f0d8).mix(c, d.f(0.0, 0.3));
    if d.odds(35) {
        return cabbage(s, d);
    }
    // A bundle: pale stalks below, leaves above.
    let count = d.n(4, 6);
    for i in 0..count {
        let t = i as f32 / (count - 1) as f32 - 0.5;
        let lean = t * d.f(44.0, 62.0);
        s.set((t * 54.0, 0.0), lean, d.f(0.9, 1.05), |s| {
            s.put(
                Round(stalk),
                &blob(&[
                    (-13.0, 0.0),
                    (-9.0, -90.0),
                    (0.0, -130.0),
                    (9.0, -90.0),
                    (13.0, 0.0),
                    (0.0, 4.0),
                ]),
            );
            let own = if i % 2 == 0 { c } else { c.dark(0.12) };
            s.put(
                Ball(own),
                &blob(&[
                    (-8.0, -74.0),
                    (-36.0, -100.0),
                    (-44.0, -150.0),
                    (-22.0, -196.0),
                    (4.0, -206.0),
                    (30.0, -190.0),
                    (44.0, -148.0),
                    (34.0, -98.0),
                    (8.0, -74.0),
                ]),
            );
            s.seam(stalk, 3.5, &[(0.0, -84.0), (0.0, -180.0)], 0.8);
            let veins = [(-26.0, -150.0), (26.0, -150.0), (-22.0, -118.0), (22.0, -118.0)]
                .map(|(x, y)| shape::wire(&[(0.0, y + 26.0), (x, y)]));
            s.mark(Flat(stalk), 1.8, &shape::all(veins), 0.6);
        });
    }
    let tie = d.tint(WOOD);
    s.rod(tie, 8.0, &[(-42.0, -48.0), (0.0, -40.0), (42.0, -48.0)]);
}

fn cabbage(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x7aa84a, 0x8fb85a, 0x6a9a6a, 0x7a4a66]);
    let stalk = Colour::hex(0x00ec_f0d8).mix(c, d.f(0.0, 0.3));
    // A head of cabbage.
    let r = d.f(84.0, 94.0);
    s.put(
        Ball(c),
        &blob(&[
            (-r, -60.0),
            (-r * 0.9, -124.0),
            (-20.0, -170.0),
            (r * 0.8, -134.0),
            (r * 1.1, -60.0),
            (r * 0.5, 0.0),
            (-r * 0.6, 0.0),
        ]),
    );
    for (x, y, size) in [(-24.0, -66.0, 1.0), (22.0, -58.0, 0.86)] {
        s.set((x, y), x * 0.4, size, |s| {
            s.put(
                Ball(c.light(0.18)),
                &blob(&[
                    (-64.0, 30.0),
                    (-76.0, -30.0),
                    (-30.0, -86.0),
                    (40.0, -78.0),
                    (70.0, -10.0),
                    (44.0, 54.0),
                    (-20.0, 60.0),
                ]),
            );
            for x in [-46.0, -20.0, 14.0, 42.0] {
                s.seam(stalk, 3.0, &[(0.0, 56.0), (x * 0.5, 10.0), (x, -44.0)], 0.7);
            }
        });
    }
}

fn roots(s: &mut Sheet, d: &Dice) {
    match d.n(0, 2) {
        0 => {
            carrots(s, d);
        }
        1 => {
            bulbs(s, d);
        }
        _ => {
            tubers(s, d);
        }
    }
}

fn bulbs(s: &mut Sheet, d: &Dice) {
    let leaf = d.tint(LEAF);
    // Radishes or turnips, standing.
    let c = d.tint(&[0xc8384a, 0xf0ece4, 0x8a3a66, 0xd9b070]);
    for x in [-68.0, 66.0, 0.0] {
        let r = d.f(40.0, 46.0);
        for t in [-112.0, -90.0, -66.0] {
            s.put(Fall(leaf), &shape::leaf((x, -r * 1.7), t, d.f(64.0, 86.0), 17.0));
        }
        s.put(
            Ball(c),
            &blob(&[
                (x, -r * 1.8),
                (x + r * 0.8, -r * 1.5),
                (x + r, -r * 0.8),
                (x + r * 0.4, -6.0),
                (x + 2.0, 4.0),
                (x - r * 0.4, -6.0),
                (x - r, -r * 0.8),
                (x - r * 0.8, -r * 1.5),
            ]),
        );
    }
}

fn tubers(s: &mut Sheet, d: &Dice) {
    // Potatoes, yams, ginger: lumps with eyes.
    let c = d.tint(&[0xb8925f, 0xc8a86a, 0x8a4f44, 0xa87a4a, 0x9a5a3a]);
    for (x, y) in [(6.0, -100.0), (-66.0, -42.0), (70.0, -40.0), (0.0, -34.0)] {
        let (r, t) = (d.f(50.0, 60.0), d.f(-24.0, 24.0));
        s.set((x, y), t, 1.0, |s| {
            s.put(
                Ball(c),
                &blob(&[
                    (-r * 1.1, 4.0),
                    (-r * 0.7, -32.0),
                    (r * 0.1, -36.0),
                    (r * 0.9, -30.0),
                    (r * 1.1, 6.0),
                    (r * 0.5, 34.0),
                    (-r * 0.5, 32.0),
                ]),
            );
            s.mark(
                Flat(c.dark(0.4)),
                3.6,
                &shape::dots(&[(-24.0, -10.0), (10.0, -18.0), (30.0, 6.0), (-8.0, 14.0)]),
                0.6,
            );
        });
    }
}

fn carrots(s: &mut Sheet, d: &Dice) {
    let leaf = d.tint(LEAF);
    let c = d.tint(&[0xe07f34, 0xd9603a, 0xe8a04a, 0xf0ece0, 0xb85a7a]);
    for (x, y, turn) in [(20.0, -66.0, -74.0), (-6.0, -30.0, -80.0), (14.0, -26.0, -98.0)] {
        s.set((x, y), turn, 1.0, |s| carrot(s, d, c, leaf));
    }
}

fn carrot(s: &mut Sheet, d: &Dice, c: Colour, leaf: Colour) {
    let wide = d.f(26.0, 32.0);
    s.put(
        Fall(leaf),
        &shape::all(
            [-122.0, -100.0, -84.0, -62.0].map(|t| shape::leaf((0.0, -84.0), t, 76.0, 12.0)),
        ),
    );
    s.put(
        Round(c),
        &blob(&[
            (0.0, -92.0),
            (wide * 0.8, -86.0),
            (wide, -66.0),
            (wide * 0.55, 20.0),
            (2.0, 100.0),
            (-2.0, 100.0),
            (-wide * 0.55, 20.0),
            (-wide, -66.0),
            (-wide * 0.8, -86.0),
        ]),
    );
    let rings = [(-40.0, 10.0), (-8.0, -12.0), (26.0, 6.0)]
        .map(|(y, x)| shape::curve(&[(x - 9.0, y), (x, y + 3.0), (x + 8.0, y)]));
    s.mark(Flat(c.dark(0.35)), 2.4, &shape::all(rings), 0.6);
}

fn mushrooms(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x7a5138, 0x9a7650, 0xe2d6c2, 0xb5763f, 0x5a4638, 0xc98a5a]);
    let stalk = Colour::hex(0x00ee_e4d0);
    let high = d.f(0.7, 1.25);
    let flat = d.f(0.7, 1.1);
    for (x, y, size) in [(0.0, -14.0, 1.12), (-72.0, 0.0, 0.82), (68.0, 2.0, 0.9)] {
        s.set((x, y), d.f(-7.0, 7.0), size, |s| {
            let h = 78.0 * high;
            s.put(
                Round(stalk),
                &blob(&[
                    (-16.0, -h),
                    (16.0, -h),
                    (16.0, -h * 0.5),
                    (22.0, -4.0),
                    (0.0, 3.0),
                    (-22.0, -4.0),
                    (-16.0, -h * 0.5),
                ]),
            );
            s.oval(Flat(stalk.dark(0.25)), 0.0, -h, 52.0, 13.0);
            s.put(
                Ball(c),
                &blob(&[
                    (-62.0, -h),
                    (-62.0, -h),
                    (-52.0, -h - 40.0 * flat),
                    (0.0, -h - 66.0 * flat),
                    (52.0, -h - 40.0 * flat),
                    (62.0, -h),
                    (62.0, -h),
                    (30.0, -h + 7.0),
                    (0.0, -h + 9.0),
                    (-30.0, -h + 7.0),
                ]),
            );
            if flat > 0.92 {
                s.mark(
                    Flat(c.light(0.5)),
                    9.0,
                    &shape::dots(&[(-26.0, -h - 24.0), (4.0, -h - 44.0), (30.0, -h - 20.0)]),
                    0.5,
                );
            }
            s.gloss(5.0, &[(-42.0, -h - 20.0 * flat), (-24.0, -h - 42.0 * flat)], 0.35);
        });
    }
}

fn nuts(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb07a46, 0xc89a62, 0x8a5a34, 0xd8b480, 0x9a3a2c]);
    let dish = d.tint(&[0xefe9df, 0x8a6038, 0x5f7a72, 0x34506e, 0xb98a5a]);
    let form = d.n(0, 2);
    let nut = |s: &mut Sheet, x: f32, y: f32, turn: f32| {
        s.set((x, y), turn, 1.0, |s| match form {
            0 => {
                s.put(
                    Ball(c),
                    &blob(&[
                        (0.0, -24.0),
                        (17.0, -4.0),
                        (14.0, 17.0),
                        (0.0, 21.0),
                        (-14.0, 17.0),
                        (-17.0, -4.0),
                    ]),
                );
                s.seam(c.dark(0.4), 1.6, &[(-2.0, -18.0), (-4.0, 0.0), (-1.0, 16.0)], 0.6);
            }
            1 => {
                s.oval(Ball(c), 0.0, 0.0, 23.0, 21.0);
                s.seam(c.dark(0.45), 2.2, &[(-4.0, -20.0), (4.0, 0.0), (-3.0, 20.0)], 0.6);
                s.seam(c.dark(0.45), 1.8, &[(-15.0, -8.0), (-9.0, 2.0), (-14.0, 11.0)], 0.5);
            }
            _ => s.put(
                Ball(c),
                &blob(&[
                    (-28.0, 0.0),
                    (-19.0, -14.0),
                    (-4.0, -9.0),
                    (14.0, -15.0),
                    (27.0, 0.0),
                    (14.0, 14.0),
                    (-4.0, 9.0),
                    (-19.0, 14.0),
                ]),
            ),
        });
    };
    for (row, count) in [2, 3, 4, 5].into_iter().enumerate() {
        for i in 0..count {
            let x = (i as f32 - (count as f32 - 1.0) / 2.0) * 37.0;
            nut(s, x + d.f(-4.0, 4.0), -118.0 + row as f32 * 22.0, d.f(-60.0, 60.0));
        }
    }
    s.put(
        Round(dish),
        &shape::turned(&[
            (112.0, -48.0),
            (112.0, -48.0),
            (96.0, -20.0),
            (60.0, 0.0),
            (30.0, 4.0),
            (0.0, 5.0),
        ]),
    );
    s.slab(Round(dish.light(0.2)), (-114.0, -52.0), (228.0, 8.0), 4.0);
    nut(s, 126.0, -16.0, 30.0);
}
