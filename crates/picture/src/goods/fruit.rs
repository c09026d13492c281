//! From field and forest: fruit, berries, leaves, roots, mushrooms, nuts.

use super::{Good, table};
use crate::colour::{Colour, LEAF, WOOD};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("fruit-round", 1, round),
    table("fruit-berry", 1, berries),
    table("fruit-long", 1, long),
    table("leafy", 1, leafy),
    table("root", 1, roots),
    table("mushroom", 1, mushrooms),
    table("nut", 1, nuts),
];

const SKIN: &[u32] =
    &[0xd9483a, 0xe08a2c, 0xe2b33a, 0x8fae45, 0xe59a86, 0xa83a44, 0xd9c24a, 0x7a3a52];

/// A heap: where the balls lie, the hindmost first.
fn heap(d: &Dice) -> &'static [At] {
    const HEAPS: [&[At]; 5] = [
        &[(0.0, -124.0), (-54.0, -46.0), (52.0, -45.0)],
        &[(-88.0, -42.0), (88.0, -44.0), (0.0, -48.0)],
        &[(-46.0, -52.0), (50.0, -44.0)],
        &[(-44.0, -118.0), (44.0, -118.0), (-88.0, -44.0), (88.0, -44.0), (0.0, -46.0)],
        &[(0.0, -60.0)],
    ];
    d.one(&HEAPS)
}

fn round(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SKIN);
    let form = d.n(0, 3);
    let wide = d.f(44.0, 49.0);
    for (x, y) in heap(d) {
        let (x, y, r) = (*x + d.f(-2.0, 2.0), *y, wide * d.f(0.94, 1.04));
        let own = c.shifted([d.f(-9.0, 9.0), d.f(-9.0, 9.0), 0.0]);
        match form {
            // An apple has shoulders and a hollow, a pear a neck, a peach a seam, an orange pores.
            0 => s.put(
                Ball(own),
                &blob(&[
                    (x, y - r * 0.76),
                    (x + r * 0.6, y - r * 0.95),
                    (x + r, y - r * 0.2),
                    (x + r * 0.55, y + r * 0.88),
                    (x, y + r * 0.8),
                    (x - r * 0.55, y + r * 0.88),
                    (x - r, y - r * 0.2),
                    (x - r * 0.6, y - r * 0.95),
                ]),
            ),
            1 => s.put(
                Ball(own),
                &blob(&[
                    (x, y - r * 1.5),
                    (x + r * 0.36, y - r * 1.2),
                    (x + r * 0.52, y - r * 0.6),
                    (x + r * 0.98, y + r * 0.2),
                    (x + r * 0.5, y + r * 0.92),
                    (x - r * 0.5, y + r * 0.92),
                    (x - r * 0.98, y + r * 0.2),
                    (x - r * 0.52, y - r * 0.6),
                    (x - r * 0.36, y - r * 1.2),
                ]),
            ),
            _ => s.oval(Ball(own), x, y, r, r * 0.97),
        }
        let stem = y - r * if form == 1 {
            1.5
        } else if form == 0 {
            0.74
        } else {
            0.94
        };
        if form == 2 {
            s.seam(
                own.dark(0.3),
                2.0,
                &[(x + 2.0, stem), (x + r * 0.42, y - r * 0.2), (x + r * 0.2, y + r * 0.8)],
                0.45,
            );
            s.veil(
                Flat(Colour::hex(0x00d9_5a4a)),
                &shape::oval(x + r * 0.4, y + r * 0.1, r * 0.4, r * 0.55),
                0.22,
            );
        }
        if form == 3 {
            let pores: Vec<At> =
                (0..8).map(|_| (x + d.f(-0.6, 0.6) * r, y + d.f(-0.6, 0.7) * r)).collect();
            s.mark(Flat(own.dark(0.3)), 2.4, &shape::dots(&pores), 0.5);
        }
        s.rod(Colour::hex(0x005d_4b32), 4.0, &[(x, stem + 4.0), (x + 3.0, stem - 11.0)]);
        s.veil(
            Flat(Colour::hex(0x00ff_ffff)),
            &shape::oval(x - r * 0.4, y - r * 0.42, r * 0.2, r * 0.14),
            0.5,
        );
        if d.odds(45) {
            let leaf = d.tint(LEAF);
            s.put(
                Fall(leaf),
                &shape::leaf(
                    (x + 2.0, stem - 6.0),
                    d.f(-40.0, -5.0),
                    d.f(36.0, 50.0),
                    d.f(11.0, 17.0),
                ),
            );
        }
    }
}

fn berries(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x3f4f86, 0xb8283a, 0x6a2a4a, 0xd9483f, 0x2f3a5a, 0x8a9a3a, 0xc8485a]);
    let form = d.n(0, 2);
    if form == 0 {
        return strawberries(s, d);
    }
    if form == 1 {
        return grapes(s, d, c);
    }
    let bowl = d.tint(&[0xe6dcc8, 0xb98a5a, 0xf0ece4, 0x7f9a92, 0x8a5138]);
    let (r, rows) = (d.f(15.5, 18.5), 4);
    for row in 0..rows {
        let count = 3 + row;
        for i in 0..count {
            let x = (i as f32 - (count as f32 - 1.0) / 2.0) * r * 1.75 + d.f(-3.0, 3.0);
            let y = -62.0 - (rows - row) as f32 * r * 1.15 + 12.0 + d.f(-3.0, 3.0);
            s.oval(Ball(c), x, y, r, r);
            s.mark(Flat(c.dark(0.45)), 4.0, &shape::dots(&[(x + 3.0, y - 3.0)]), 0.8);
        }
    }
    let body = shape::turned(&[
        (96.0, -66.0),
        (96.0, -66.0),
        (86.0, -30.0),
        (66.0, 0.0),
        (40.0, 4.0),
        (0.0, 6.0),
    ]);
    s.put(Round(bowl), &body);
    s.slab(Round(bowl.light(0.2)), (-98.0, -70.0), (196.0, 9.0), 4.0);
    if d.odds(60) {
        let leaf = d.tint(LEAF);
        s.put(
            Fall(leaf),
            &shape::all([
                shape::leaf((40.0, -104.0), -50.0, 42.0, 15.0),
                shape::leaf((40.0, -104.0), -5.0, 40.0, 14.0),
            ]),
        );
    }
}

fn strawberries(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xd0303a, 0xc8283f, 0xd94a44]);
    let leaf = d.tint(LEAF);
    const HEAPS: [&[(f32, f32, f32)]; 3] = [
        &[(0.0, -64.0, 0.0), (-62.0, 0.0, -14.0), (60.0, 0.0, 12.0)],
        &[(-48.0, 0.0, -10.0), (48.0, 0.0, 10.0)],
        &[
            (-34.0, -66.0, -8.0),
            (36.0, -64.0, 10.0),
            (-78.0, 0.0, -16.0),
            (0.0, 0.0, 0.0),
            (78.0, 0.0, 14.0),
        ],
    ];
    for (x, y, turn) in d.one(&HEAPS) {
        let size = d.f(0.9, 1.05);
        s.set((*x, *y), *turn, size, |s| {
            s.put(
                Ball(c),
                &blob(&[
                    (0.0, 0.0),
                    (26.0, -26.0),
                    (44.0, -66.0),
                    (22.0, -88.0),
                    (0.0, -84.0),
                    (-22.0, -88.0),
                    (-44.0, -66.0),
                    (-26.0, -26.0),
                ]),
            );
            s.mark(
                Flat(Colour::hex(0x00f0_c870)),
                4.0,
                &shape::dots(&[
                    (-20.0, -62.0),
                    (4.0, -66.0),
                    (24.0, -58.0),
                    (-10.0, -42.0),
                    (12.0, -40.0),
                    (0.0, -20.0),
                    (-26.0, -74.0),
                    (18.0, -76.0),
                ]),
                0.9,
            );
            let crown = [-170.0, -130.0, -90.0, -50.0, -10.0]
                .map(|t| shape::leaf((0.0, -84.0), t, 30.0, 10.0));
            s.put(Fall(leaf), &shape::all(crown));
        });
    }
}

fn grapes(s: &mut Sheet, d: &Dice, c: Colour) {
    let r = d.f(17.0, 20.0);
    s.rod(Colour::hex(0x006b_5a3a), 6.0, &[(-6.0, -150.0), (0.0, -180.0), (16.0, -188.0)]);
    let leaf = d.tint(LEAF);
    s.put(
        Fall(leaf),
        &blob(&[
            (2.0, -168.0),
            (40.0, -196.0),
            (58.0, -178.0),
            (86.0, -176.0),
            (70.0, -150.0),
            (74.0, -128.0),
            (40.0, -136.0),
        ]),
    );
    for (row, count) in [4, 5, 4, 3, 2, 1].into_iter().enumerate() {
        for i in 0..count {
            let x = (i as f32 - (count as f32 - 1.0) / 2.0) * r * 1.8 + d.f(-3.0, 3.0);
            let y = -148.0 + row as f32 * r * 1.42;
            let own = if d.odds(50) { c } else { c.light(0.1) };
            s.oval(Ball(own), x, y, r, r * 1.04);
        }
    }
}

fn long(s: &mut Sheet, d: &Dice) {
    match d.n(0, 3) {
        0 => {
            // A hand of bananas.
            let c = d.tint(&[0xe3b83f, 0xd9c04a, 0xc2b848]);
            for i in (0..d.n(3, 5)).rev() {
                let t = i as f32 * 13.0;
                s.put(
                    Ball(c.dark(0.05 * i as f32)),
                    &blob(&[
                        (-84.0, -118.0 + t * 0.2),
                        (-84.0, -118.0 + t * 0.2),
                        (-70.0, -56.0 - t * 0.6),
                        (-10.0, -2.0 - t),
                        (70.0, -14.0 - t),
                        (108.0, -54.0 - t),
                        (100.0, -60.0 - t),
                        (52.0, -44.0 - t),
                        (0.0, -52.0 - t),
                        (-48.0, -88.0 - t * 0.4),
                        (-66.0, -122.0),
                        (-66.0, -122.0),
                    ]),
                );
            }
            s.slab(Flat(Colour::hex(0x006a_5a2a)), (-88.0, -136.0), (26.0, 20.0), 5.0);
        }
        1 => gourds(s, d, &[0x5f8a3a, 0x4a6f34, 0x7a9a4a], 0.6),
        2 => gourds(s, d, &[0x5a3a66, 0x4a2f5a, 0x6a3a5a], 1.0),
        _ => corn(s, d),
    }
}

fn gourds(s: &mut Sheet, d: &Dice, of: &[u32], fat: f32) {
    let c = d.tint(of);
    let count = d.n(2, 3);
    for i in 0..count {
        let (y, lean) = (-26.0 * fat - if i == 0 { 50.0 * fat } else { 0.0 }, d.f(-8.0, 8.0));
        let x = if i == 0 { 0.0 } else { (i as f32 - 1.5) * 26.0 };
        s.set((x, y), lean, 1.0, |s| {
            let b = 34.0 * fat;
            s.put(
                Fall(c.light(0.08)),
                &blob(&[
                    (-112.0, -2.0),
                    (-70.0, -b * 0.72),
                    (20.0, -b),
                    (104.0, -b * 0.6),
                    (120.0, 4.0),
                    (90.0, b * 0.72),
                    (0.0, b * 0.8),
                    (-80.0, b * 0.6),
                ]),
            );
            s.gloss(6.0 * fat, &[(-70.0, -b * 0.36), (10.0, -b * 0.6), (84.0, -b * 0.36)], 0.3);
            let stem = Colour::hex(0x0057_7a3a);
            s.rod(stem, 9.0 * fat, &[(-112.0, 0.0), (-134.0, -8.0)]);
            s.put(
                Flat(stem.dark(0.1)),
                &shape::all(
                    [-30.0, 0.0, 30.0]
                        .map(|t| shape::leaf((-116.0, 0.0), t, 40.0 * fat, 13.0 * fat)),
                ),
            );
        });
    }
}

fn corn(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xe9c050, 0xf0dca0, 0xd98a3a]);
    let husk = d.tint(LEAF).light(0.2);
    for (x, turn) in [(-40.0, -16.0), (40.0, 10.0)] {
        s.set((x, 0.0), turn, 1.0, |s| {
            let ear = blob(&[
                (0.0, -198.0),
                (22.0, -170.0),
                (34.0, -90.0),
                (28.0, -10.0),
                (0.0, 0.0),
                (-28.0, -10.0),
                (-34.0, -90.0),
                (-22.0, -170.0),
            ]);
            s.put(Round(c), &ear);
            let grain: Vec<At> = (0..12)
                .flat_map(|row| [-20.0, -7.0, 7.0, 20.0].map(|x| (x, -176.0 + row as f32 * 14.0)))
                .collect();
            s.inside(&ear, |s| s.mark(Flat(c.light(0.4)), 7.0, &shape::dots(&grain), 0.6));
            s.put(
                Round(husk),
                &blob(&[
                    (0.0, 2.0),
                    (-40.0, -40.0),
                    (-46.0, -130.0),
                    (-46.0, -130.0),
                    (-24.0, -70.0),
                    (-6.0, -20.0),
                ]),
            );
            s.put(
                Round(husk.dark(0.1)),
                &blob(&[
                    (0.0, 2.0),
                    (40.0, -40.0),
                    (48.0, -110.0),
                    (48.0, -110.0),
                    (26.0, -60.0),
                    (6.0, -20.0),
                ]),
            );
        });
    }
}

fn leafy(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x5f8f3f, 0x7aa84a, 0x4a7a3f, 0x8fb85a, 0x5a8a5a]);
    let stalk = Colour::hex(0x00ec_f0d8).mix(c, d.f(0.0, 0.3));
    if d.odds(35) {
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
        return;
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

fn roots(s: &mut Sheet, d: &Dice) {
    let leaf = d.tint(LEAF);
    match d.n(0, 2) {
        0 => {
            let c = d.tint(&[0xe07f34, 0xd9603a, 0xe8a04a, 0xf0ece0, 0xb85a7a]);
            for (x, y, turn) in [(20.0, -66.0, -74.0), (-6.0, -30.0, -80.0), (14.0, -26.0, -98.0)] {
                s.set((x, y), turn, 1.0, |s| carrot(s, d, c, leaf));
            }
        }
        1 => {
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
        _ => {
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
