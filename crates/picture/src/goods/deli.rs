//! From the cold counter and the stall beside it: yogurt, tofu, shrimps, scallops, poultry, sausages, tomatoes, tea cakes.

use super::{Good, table};
use crate::colour::{CLAY, Colour, LEAF, PACK, WOOD};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly, turned};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;
use std::f32::consts::TAU;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("yogurt", 1, yogurt),
    table("tofu", 1, tofu),
    table("shrimp", 1, shrimp),
    table("scallop", 1, scallop),
    table("poultry", 1, poultry),
    table("sausage", 1, sausage),
    table("tomato", 1, tomatoes),
    table("teacake", 1, tea_cake),
];

const WHITE: Colour = Colour([250.0, 246.0, 238.0]);

/// A cup that widens upwards, its lid of foil half drawn back from the one in front.
fn yogurt(s: &mut Sheet, d: &Dice) {
    let c = d.tint(PACK);
    let foil = Colour::hex(0x00d4_d8d8);
    let (r, h) = (d.f(40.0, 48.0), d.f(84.0, 104.0));
    for (x, open) in [(-r * 1.25, false), (r * 1.25, false), (0.0, true)] {
        s.set((x, if open { 0.0 } else { -16.0 }), 0.0, if open { 1.1 } else { 0.95 }, |s| {
            let body = turned(&[
                (r, -h),
                (r, -h),
                (r * 0.78, -4.0),
                (r * 0.78, -4.0),
                (r * 0.5, 3.0),
                (0.0, 6.0),
            ]);
            s.put(Round(WHITE), &body);
            s.inside(&body, |s| {
                s.put(Round(c), &shape::slab(-r, -h * 0.72, r * 2.0, h * 0.42, 1.0));
            });
            s.oval(Flat(c.light(0.6)), 0.0, -h * 0.52, r * 0.34, h * 0.13);
            s.oval(Flat(WHITE.dark(0.08)), 0.0, -h, r + 3.0, r * 0.26);
            if open {
                s.oval(Flat(WHITE), 0.0, -h, r - 2.0, r * 0.2);
                let swirl = [(-r * 0.5, -h + 2.0), (0.0, -h - 4.0), (r * 0.4, -h + 1.0)];
                s.seam(WHITE.dark(0.16), 2.4, &swirl, 0.8);
                let lid = [
                    (-r * 0.5, -h - 6.0),
                    (-r * 0.2, -h - 40.0),
                    (r * 0.9, -h - 44.0),
                    (r * 0.9, -h - 8.0),
                    (r * 0.3, -h - 12.0),
                ];
                s.put(Sheen(foil), &blob(&lid));
            } else {
                s.oval(Sheen(foil), 0.0, -h - 2.0, r + 3.0, r * 0.26);
            }
            s.gloss(4.0, &[(-r * 0.72, -h * 0.92), (-r * 0.62, -h * 0.14)], 0.5);
        });
    }
}

/// A block on a board, one corner cut into cubes.
fn tofu(s: &mut Sheet, d: &Dice) {
    let (board, c) = (d.tint(WOOD), d.tint(&[0xf4ecd8, 0xefe2c4, 0xf8f2e4, 0xe0c48c]));
    let h = d.f(62.0, 88.0);
    s.put(Fall(board), &poly(&[(-106.0, -34.0), (96.0, -34.0), (122.0, 0.0), (-122.0, 0.0)]));
    s.slab(Round(board.dark(0.15)), (-122.0, -2.0), (244.0, 12.0), 4.0);
    block(s, (-92.0, -14.0), (104.0, h), c);
    for (x, y) in [(34.0, -24.0), (70.0, -20.0), (50.0, -8.0)] {
        block(s, (x, y), (30.0, 30.0), c);
    }
    let (leaf, at) = (d.tint(LEAF), -h - 22.0);
    for (x, turn) in [(-62.0, -14.0), (-44.0, 8.0), (-26.0, -4.0)] {
        s.put(Flat(leaf), &shape::leaf((x, at), turn, 20.0, 5.0));
    }
}

/// A block seen from a little above; its lower left corner in front.
fn block(s: &mut Sheet, (x, y): At, (w, h): At, c: Colour) {
    let deep = w * 0.26;
    s.put(Fall(c), &shape::slab(x, y - h, w, h, 4.0));
    let side = [
        (x + w, y - h),
        (x + w + deep, y - h - deep * 0.6),
        (x + w + deep, y - deep * 0.6),
        (x + w, y),
    ];
    s.put(Flat(c.dark(0.16)), &poly(&side));
    let top = [
        (x, y - h),
        (x + deep, y - h - deep * 0.6),
        (x + w + deep, y - h - deep * 0.6),
        (x + w, y - h),
    ];
    s.put(Flat(c.light(0.3)), &poly(&top));
}

/// Shrimps on ice, each a bent tail with legs and feelers.
fn shrimp(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xd98a6a, 0xe0a080, 0x9aa08a, 0xc96a4a, 0xb8a890]);
    s.put(
        Round(Colour::hex(0x00dc_e8ec)),
        &blob(&[
            (-120.0, -22.0),
            (-40.0, -40.0),
            (60.0, -38.0),
            (120.0, -20.0),
            (96.0, 4.0),
            (-98.0, 4.0),
        ]),
    );
    for (x, y, turn) in [(-44.0, -44.0, -14.0), (48.0, -40.0, 16.0), (2.0, -22.0, 2.0)] {
        s.set((x, y), turn + d.f(-6.0, 6.0), d.f(0.84, 0.98), |s| one_shrimp(s, c));
    }
}

fn one_shrimp(s: &mut Sheet, c: Colour) {
    let feelers = [
        shape::curve(&[(-50.0, -18.0), (-84.0, -44.0), (-76.0, -78.0)]),
        shape::curve(&[(-50.0, -14.0), (-92.0, -28.0), (-100.0, -58.0)]),
    ];
    s.mark(Flat(c.dark(0.2)), 1.8, &shape::all(feelers), 0.9);
    let legs = (0..6).map(|i| {
        let x = -34.0 + i as f32 * 13.0;
        shape::wire(&[(x, -14.0), (x - 6.0, 8.0)])
    });
    s.mark(Flat(c.dark(0.15)), 3.0, &shape::all(legs), 0.9);
    s.put(Flat(c.dark(0.1)), &poly(&[(60.0, -4.0), (88.0, -22.0), (94.0, -2.0), (86.0, 14.0)]));
    s.put(
        Fall(c),
        &blob(&[
            (-62.0, -16.0),
            (-40.0, -40.0),
            (0.0, -52.0),
            (40.0, -40.0),
            (66.0, -6.0),
            (56.0, 2.0),
            (30.0, -14.0),
            (-4.0, -18.0),
            (-40.0, -6.0),
        ]),
    );
    let rings =
        [(-22.0, -47.0, -16.0), (-2.0, -51.0, -18.0), (20.0, -46.0, -16.0), (42.0, -34.0, -8.0)];
    let rings = rings
        .map(|(x, top, foot)| shape::curve(&[(x, top), (x + 7.0, (top + foot) / 2.0), (x, foot)]));
    s.mark(Flat(c.dark(0.3)), 2.2, &shape::all(rings), 0.7);
    s.oval(Flat(Colour::hex(0x0024_2424)), -50.0, -24.0, 4.0, 4.0);
}

/// Scallops: fans with ribs, one of them open.
fn scallop(s: &mut Sheet, d: &Dice) {
    for (x, y, k) in [(-56.0, -18.0, 0.9), (58.0, -20.0, 0.86), (0.0, 0.0, 1.1)] {
        let c = d.tint(&[0xd8a888, 0xc98a70, 0xe4cbb0, 0xb8806a, 0xd9b8a0]);
        s.set((x, y), d.f(-10.0, 10.0), k, |s| {
            let rim: Vec<At> = (0..=10)
                .map(|i| {
                    let (sin, cos) = (std::f32::consts::PI * (0.08 + 0.084 * i as f32)).sin_cos();
                    (-cos * 66.0, -22.0 - sin * 70.0)
                })
                .collect();
            let mut fan = vec![(-14.0, -4.0), (-14.0, -4.0)];
            fan.extend(&rim);
            fan.extend([(14.0, -4.0), (14.0, -4.0)]);
            s.put(Ball(c), &blob(&fan));
            s.put(
                Fall(c.dark(0.1)),
                &poly(&[(-26.0, -16.0), (26.0, -16.0), (20.0, 0.0), (-20.0, 0.0)]),
            );
            let ribs =
                rim.iter().map(|(x, y)| shape::wire(&[(x * 0.1, -10.0), (x * 0.93, *y * 0.95)]));
            s.mark(Flat(c.dark(0.28)), 2.4, &shape::all(ribs), 0.6);
        });
    }
}

/// A dressed bird on a dish.
fn poultry(s: &mut Sheet, d: &Dice) {
    let (dish, c) = (d.tint(CLAY).light(0.2), d.tint(&[0xf0cfa0, 0xe8bc8c, 0xf4dcb8, 0xd8a878]));
    s.put(
        Round(dish),
        &turned(&[
            (122.0, -24.0),
            (122.0, -24.0),
            (86.0, 0.0),
            (86.0, 0.0),
            (40.0, 8.0),
            (0.0, 10.0),
        ]),
    );
    s.oval(Flat(dish.light(0.3)), 0.0, -24.0, 122.0, 18.0);
    let leaf = d.tint(LEAF);
    for (x, turn) in [(-96.0, -160.0), (-84.0, -140.0), (92.0, -20.0), (80.0, -40.0)] {
        s.put(Flat(leaf), &shape::leaf((x * 0.8, -28.0), turn, 38.0, 11.0));
    }
    s.put(
        Ball(c),
        &blob(&[
            (-84.0, -44.0),
            (-66.0, -96.0),
            (-10.0, -122.0),
            (46.0, -104.0),
            (84.0, -56.0),
            (60.0, -24.0),
            (-50.0, -22.0),
        ]),
    );
    // Wing and leg lie against the body.
    s.put(
        Ball(c.dark(0.06)),
        &blob(&[(-50.0, -76.0), (-8.0, -88.0), (12.0, -64.0), (-22.0, -46.0), (-54.0, -56.0)]),
    );
    s.put(
        Ball(c.light(0.08)),
        &blob(&[(22.0, -78.0), (66.0, -78.0), (84.0, -48.0), (58.0, -26.0), (18.0, -40.0)]),
    );
    s.pipe(c.light(0.3), 11.0, &[(76.0, -50.0), (112.0, -72.0)]);
    s.oval(Ball(WHITE), 114.0, -74.0, 9.0, 8.0);
    s.gloss(6.0, &[(-44.0, -98.0), (-6.0, -110.0)], 0.35);
}

/// A string of sausages over a bar.
fn sausage(s: &mut Sheet, d: &Dice) {
    let (wood, c) = (d.tint(WOOD), d.tint(&[0x9a3a2a, 0x7a2a22, 0xb0503a, 0x6a2420]));
    let cord = Colour::hex(0x00e4_d4b0);
    for x in [-104.0, 96.0] {
        s.slab(Round(wood.dark(0.1)), (x, -226.0), (10.0, 228.0), 3.0);
        s.slab(Round(wood.dark(0.2)), (x - 18.0, -8.0), (46.0, 12.0), 4.0);
    }
    s.pipe(wood, 12.0, &[(-114.0, -218.0), (116.0, -218.0)]);
    for i in 0..5 {
        let x = -66.0 + i as f32 * 33.0;
        let own = c.shifted([d.f(-10.0, 10.0), d.f(-6.0, 6.0), 0.0]);
        let long = d.f(120.0, 168.0);
        s.seam(cord, 3.0, &[(x, -226.0), (x, -196.0)], 1.0);
        s.trace(
            Round(own),
            25.0,
            &shape::curve(&[(x, -186.0), (x + 5.0, -186.0 + long / 2.0), (x, -186.0 + long)]),
        );
        s.gloss(3.0, &[(x - 6.0, -178.0), (x - 2.0, -186.0 + long / 2.0)], 0.35);
        let flecks: Vec<At> =
            (0..7).map(|_| (x + d.f(-7.0, 9.0), -184.0 + d.f(0.0, long))).collect();
        s.mark(Flat(own.light(0.55)), 4.0, &shape::dots(&flecks), 0.6);
    }
}

fn tomatoes(s: &mut Sheet, d: &Dice) {
    let (c, green) = (d.tint(&[0xc8382c, 0xd8503a, 0xe0823a, 0xb82c2c]), d.tint(LEAF));
    let small = d.odds(50);
    let r = if small { d.f(30.0, 36.0) } else { d.f(46.0, 54.0) };
    let stand: &[At] = if small {
        &[(-34.0, -92.0), (34.0, -94.0), (-66.0, -34.0), (66.0, -34.0), (0.0, -36.0)]
    } else {
        &[(0.0, -112.0), (-56.0, -44.0), (56.0, -44.0)]
    };
    if small {
        s.pipe(green.dark(0.1), 6.0, &[(-10.0, -160.0), (4.0, -110.0), (-4.0, -60.0)]);
    }
    for (x, y) in stand {
        let own = c.shifted([d.f(-10.0, 10.0), d.f(-8.0, 8.0), 0.0]);
        s.oval(Ball(own), *x, *y, r, r * 0.92);
        s.gloss(4.0, &[(x - r * 0.5, y - r * 0.34), (x - r * 0.26, y - r * 0.58)], 0.6);
        for turn in [-170.0, -126.0, -80.0, -36.0, 8.0] {
            s.put(Flat(green), &shape::leaf((*x, y - r * 0.78), turn, r * 0.56, r * 0.1));
        }
    }
}

/// A round cake in its paper, the paper folded open.
fn tea_cake(s: &mut Sheet, d: &Dice) {
    let (tea, paper) = (
        d.tint(&[0x5a3a24, 0x4a4a2a, 0x6a4a30, 0x7a7048]),
        d.tint(&[0xefe4cc, 0xe4d4b4, 0xf4ecdc]),
    );
    let seal = d.tint(PACK);
    let r = d.f(92.0, 104.0);
    s.oval(Round(paper), 0.0, -r, r + 6.0, r + 6.0);
    s.oval(Ball(tea), 0.0, -r, r * 0.9, r * 0.9);
    let leaves = (0..46).map(|_| {
        let (turn, far) = (d.f(0.0, TAU), d.f(0.0, r * 0.8));
        let (x, y) = (turn.cos() * far, -r + turn.sin() * far);
        let (sin, cos) = d.f(0.0, TAU).sin_cos();
        shape::wire(&[(x, y), (x + cos * 12.0, y + sin * 12.0)])
    });
    s.mark(Flat(tea.light(0.3)), 2.6, &shape::all(leaves), 0.7);
    s.oval(Ball(tea.dark(0.12)), 0.0, -r, r * 0.2, r * 0.2);
    // The lower half is still wrapped.
    let wrap = blob(&[
        (-r - 5.0, -r * 0.94),
        (-r * 0.4, -r * 0.66),
        (r * 0.3, -r * 0.8),
        (r + 5.0, -r * 0.98),
        (r * 0.76, -r * 0.3),
        (0.0, 6.0),
        (-r * 0.76, -r * 0.3),
    ]);
    s.put(Fall(paper), &wrap);
    s.oval(Flat(seal), 0.0, -r * 0.4, r * 0.2, r * 0.2);
    s.mark(Flat(seal), 2.6, &shape::oval(0.0, -r * 0.4, r * 0.27, r * 0.27), 0.9);
}
