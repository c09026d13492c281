//! From the orchard: fruit and berries.

use super::{Good, table};
use crate::colour::{Colour, LEAF};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("fruit-round", 1, round),
    table("apple", 1, apples),
    table("pear", 1, pears),
    table("peach", 1, peaches),
    table("orange", 1, oranges),
    table("fruit-berry", 1, berries),
    table("strawberry", 1, strawberries),
    table("grape", 1, grapes),
    table("fruit-long", 1, long),
    table("banana", 1, bananas),
    table("corn", 1, corn),
    table("cucumber", 1, cucumbers),
    table("aubergine", 1, aubergines),
];

/// A heap: where the balls lie, the hindmost first.
fn heap(d: &Dice) -> &'static [At] {
    const HEAPS: [&[At]; 5] = [
        &[(0.0, -124.0), (-54.0, -46.0), (52.0, -45.0)],
        &[(-88.0, -42.0), (88.0, -44.0), (0.0, -48.0)],
        &[(-46.0, -52.0), (50.0, -44.0)],
        &[(-44.0, -118.0), (44.0, -118.0), (-88.0, -44.0), (88.0, -44.0), (0.0, -46.0)],
        &[(0.0, -44.0)],
    ];
    d.one(&HEAPS)
}

fn round(s: &mut Sheet, d: &Dice) {
    let which: fn(&mut Sheet, &Dice) = d.one(&[apples, pears, peaches, oranges]);
    which(s, d);
}

fn apples(s: &mut Sheet, d: &Dice) {
    heaped(s, d, 0, d.tint(&[0xd0443a, 0x9ab048, 0xa83a44, 0xe0b050, 0xd9604a]));
}

fn pears(s: &mut Sheet, d: &Dice) {
    heaped(s, d, 1, d.tint(&[0xc2b84a, 0x9aae4a, 0xd9b84a, 0xb0905a]));
}

fn peaches(s: &mut Sheet, d: &Dice) {
    heaped(s, d, 2, d.tint(&[0xe59a86, 0xe8b088, 0xdc7f76, 0xe8a060]));
}

fn oranges(s: &mut Sheet, d: &Dice) {
    heaped(s, d, 3, d.tint(&[0xe08a2c, 0xe2a33a, 0xe07830, 0xe6c244]));
}

fn heaped(s: &mut Sheet, d: &Dice, form: usize, c: Colour) {
    let wide = d.f(44.0, 49.0);
    for (x, y) in heap(d) {
        let (x, y, r) = (*x + d.f(-2.0, 2.0), *y, wide * d.f(0.94, 1.04));
        let own = c.shifted([d.f(-9.0, 9.0), d.f(-9.0, 9.0), 0.0]);
        skin(s, form, own, (x, y), r);
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

fn skin(s: &mut Sheet, form: usize, own: Colour, (x, y): At, r: f32) {
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
}

fn berries(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x3f4f86, 0xb8283a, 0x6a2a4a, 0xd9483f, 0x2f3a5a, 0x8a9a3a, 0xc8485a]);
    let form = d.n(0, 2);
    if form == 0 {
        return strawberries(s, d);
    }
    if form == 1 {
        return grapes(s, d);
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

fn grapes(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x5a3a66, 0x8fa84a, 0x7a2a4a, 0x3a3a5a, 0xb0565a]);
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
            bananas(s, d);
        }
        1 => cucumbers(s, d),
        2 => aubergines(s, d),
        _ => corn(s, d),
    }
}

fn bananas(s: &mut Sheet, d: &Dice) {
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

fn cucumbers(s: &mut Sheet, d: &Dice) {
    gourds(s, d, &[0x5f8a3a, 0x4a6f34, 0x7a9a4a], 0.6);
}

fn aubergines(s: &mut Sheet, d: &Dice) {
    gourds(s, d, &[0x5a3a66, 0x4a2f5a, 0x6a3a5a], 1.0);
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
