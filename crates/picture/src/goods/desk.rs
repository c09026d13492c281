//! On the desk: pens, pencils, ink, paper, rulers, scissors, tape.

use super::{Good, table};
use crate::colour::{CLAY, CLOTH, Colour, HIDE, MERRY, PACK, STEEL, WOOD};
use crate::decor::{PRINTED, emblem, ornament};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("pen", 1, pen),
    table("pencil", 1, pencils),
    table("ink", 2, ink),
    table("paper", 1, paper),
    table("ruler", 1, ruler),
    table("scissors", 1, scissors),
    table("tape", 2, tape),
];

pub(super) const PAPER: Colour = Colour([246.0, 241.0, 229.0]);

fn pen(s: &mut Sheet, d: &Dice) {
    let c = d.tint(PACK);
    let metal = d.tint(&[0xc2aa72, 0xb8bcbe, 0x8f9698]);
    let nib = d.odds(60);
    let lean = d.f(-60.0, -44.0);
    // A page under it, with a line just written.
    let sheet = poly(&[(-78.0, -44.0), (84.0, -44.0), (112.0, 2.0), (-100.0, 2.0)]);
    s.put(Fall(PAPER), &sheet);
    let line: Vec<At> = (0..10)
        .map(|i| (-72.0 + i as f32 * 11.0, -22.0 + if i % 2 == 0 { 5.0 } else { -5.0 }))
        .collect();
    s.mark(Flat(Colour::hex(0x002f_4f6f)), 2.6, &shape::curve(&line), 0.8);
    s.set((40.0, -20.0), lean + 90.0, 1.0, |s| {
        // Along the negative y axis, the point at the origin.
        if nib {
            s.put(
                Sheen(metal),
                &poly(&[(0.0, 0.0), (9.0, -32.0), (6.0, -46.0), (-6.0, -46.0), (-9.0, -32.0)]),
            );
            s.mark(Flat(metal.dark(0.6)), 1.6, &shape::wire(&[(0.0, -3.0), (0.0, -26.0)]), 0.9);
        } else {
            s.put(
                Sheen(metal),
                &poly(&[(0.0, 0.0), (3.0, -6.0), (9.0, -40.0), (-9.0, -40.0), (-3.0, -6.0)]),
            );
        }
        let grip = shape::slab(-10.0, -84.0, 20.0, 40.0, 3.0);
        s.put(Round(c.dark(0.2)), &grip);
        s.slab(Sheen(metal), (-11.0, -88.0), (22.0, 7.0), 1.0);
        let body = shape::slab(-12.0, -204.0, 24.0, 118.0, 6.0);
        s.put(Round(c), &body);
        ornament(s, d, &body, (-12.0, -200.0, 24.0, 112.0), c, &PRINTED[..4]);
        s.slab(Sheen(metal), (-12.0, -148.0), (24.0, 6.0), 1.0);
        s.slab(Sheen(metal), (7.0, -196.0), (6.0, 52.0), 3.0);
        s.slab(Round(metal), (-7.0, -212.0), (14.0, 10.0), 3.0);
        s.gloss(3.0, &[(-6.0, -190.0), (-6.0, -100.0)], 0.5);
    });
}

fn pencils(s: &mut Sheet, d: &Dice) {
    let cup = d.tint(CLAY);
    let crayons = d.odds(50);
    for (i, x) in [-32.0, -16.0, 0.0, 17.0, 33.0].into_iter().enumerate() {
        let c = if crayons || i == 0 { d.tint(MERRY) } else { d.tint(PACK) };
        let long = d.f(76.0, 118.0);
        s.set((x * 0.8, -80.0), x * d.f(0.25, 0.4), 1.0, |s| {
            s.slab(Round(c), (-8.0, -long), (16.0, long + 20.0), 1.0);
            s.mark(Flat(c.light(0.4)), 2.4, &shape::wire(&[(-3.0, -long), (-3.0, 10.0)]), 0.6);
            s.put(
                Round(Colour::hex(0x00e0_c090)),
                &poly(&[(-8.0, -long), (8.0, -long), (0.0, -long - 27.0)]),
            );
            s.put(
                Flat(if crayons { c } else { Colour::hex(0x0034_3638) }),
                &poly(&[(-2.8, -long - 17.0), (2.8, -long - 17.0), (0.0, -long - 27.0)]),
            );
        });
    }
    let (r, h) = (d.f(46.0, 58.0), d.f(92.0, 116.0));
    let body =
        shape::turned(&[(r, -h), (r, -h), (r * d.f(0.84, 1.0), -4.0), (r * 0.6, 5.0), (0.0, 7.0)]);
    s.put(Round(cup), &body);
    ornament(s, d, &body, (-r, -h, r * 2.0, h), cup, crate::decor::POTTERY);
    s.slab(Round(cup.light(0.15)), (-r - 2.0, -h - 4.0), (r * 2.0 + 4.0, 8.0), 4.0);
    s.gloss(5.0, &[(-r * 0.76, -h + 18.0), (-r * 0.7, -14.0)], 0.38);
}

fn ink(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x1f3550, 0x2f5a56, 0x5a2a3a, 0x2a2a30, 0x3f3a6a, 0x7a3a24]);
    let (w, h) = (d.f(64.0, 78.0), d.f(72.0, 96.0));
    let round = d.odds(50);
    let body = if round {
        blob(&[
            (-24.0, -h),
            (-24.0, -h),
            (24.0, -h),
            (24.0, -h),
            (w, -h * 0.5),
            (w * 0.9, -8.0),
            (0.0, 4.0),
            (-w * 0.9, -8.0),
            (-w, -h * 0.5),
        ])
    } else {
        blob(&[
            (-24.0, -h),
            (-24.0, -h),
            (24.0, -h),
            (24.0, -h),
            (30.0, -h + 12.0),
            (w, -h + 24.0),
            (w, -h + 24.0),
            (w, 0.0),
            (w, 0.0),
            (-w, 0.0),
            (-w, 0.0),
            (-w, -h + 24.0),
            (-w, -h + 24.0),
            (-30.0, -h + 12.0),
        ])
    };
    s.put(Glass(Colour::hex(0x00c6_d4da)), &body);
    let level = h * d.f(0.5, 0.74);
    s.inside(&body, |s| {
        s.veil(Round(c), &shape::slab(-w, -level, w * 2.0, level + 6.0, 1.0), 0.92)
    });
    crate::decor::label(s, d, (-w * 0.46, -h * 0.58), (w * 0.92, h * 0.46));
    s.gloss(6.0, &[(-w * 0.78, -h * 0.6), (-w * 0.78, -h * 0.16)], 0.5);
    let cap = d.tint(&[0x2a2d30, 0xc2aa72, 0xb8bcbe, 0x6a4a32]);
    s.slab(Sheen(cap), (-29.0, -h - 30.0), (58.0, 34.0), 5.0);
    s.oval(Flat(cap.light(0.3)), 0.0, -h - 29.0, 27.0, 5.0);
    if d.odds(40) {
        let quill = d.tint(&[0xf2ede2, 0x45464a, 0x9fb7b0]);
        s.set((w + 8.0, -6.0), 24.0, 1.0, |s| {
            s.rod(quill.dark(0.2), 4.0, &[(0.0, 0.0), (4.0, -70.0)]);
            s.put(
                Round(quill),
                &blob(&[
                    (3.0, -50.0),
                    (22.0, -100.0),
                    (20.0, -160.0),
                    (6.0, -200.0),
                    (-8.0, -150.0),
                    (-10.0, -90.0),
                ]),
            );
            s.seam(quill.dark(0.35), 2.0, &[(3.0, -50.0), (6.0, -194.0)], 0.7);
        });
    }
}

fn paper(s: &mut Sheet, d: &Dice) {
    if d.odds(50) {
        // A ream with its band.
        let (w, h) = (d.f(110.0, 126.0), d.f(44.0, 76.0));
        let c = d.tint(&[0xf6f1e5, 0xf2ede2, 0xe8dcc8, 0xdfe6e2, 0xf0dcd8, 0xe2e4ee]);
        s.put(
            Fall(c.light(0.3)),
            &poly(&[(-w + 34.0, -h - 40.0), (w + 6.0, -h - 40.0), (w, -h), (-w, -h)]),
        );
        s.put(
            Fall(c.dark(0.12)),
            &poly(&[(w, -h), (w + 6.0, -h - 40.0), (w + 6.0, -30.0), (w, 0.0)]),
        );
        s.slab(Flat(c.dark(0.04)), (-w, -h), (w * 2.0, h), 0.0);
        let leaves = (1..9).map(|i| {
            let y = -h * i as f32 / 9.0;
            shape::wire(&[(-w, y), (w, y + d.f(-1.0, 1.0))])
        });
        s.mark(Flat(c.dark(0.4)), 1.2, &shape::all(leaves), 0.4);
        let band = d.tint(PACK);
        s.put(Fall(band), &poly(&[(-26.0, -h), (-8.0, -h - 40.0), (44.0, -h - 40.0), (36.0, -h)]));
        s.slab(Fall(band.dark(0.1)), (-26.0, -h), (62.0, h), 0.0);
        emblem(s, d, (5.0, -h * 0.5), h * 0.24, band.against());
        return;
    }
    // Rolls, tied, and a sheet with a crane folded from it.
    let c = d.tint(&[0xf2e8d4, 0xe8d8b8, 0xe6ece6, 0xe8cfc8, 0xd8c49c]);
    for (x, y, long) in [(-4.0, -24.0, 112.0), (10.0, -62.0, 100.0)] {
        s.put(Fall(c), &shape::slab(x - long, y - 22.0, long * 2.0, 46.0, 4.0));
        s.oval(Flat(c.light(0.3)), x + long, y + 1.0, 11.0, 23.0);
        s.mark(
            Flat(c.dark(0.35)),
            2.0,
            &shape::curve(&[
                (x + long, y),
                (x + long + 4.0, y - 7.0),
                (x + long - 3.0, y - 12.0),
                (x + long - 6.0, y + 4.0),
                (x + long + 2.0, y + 14.0),
            ]),
            0.8,
        );
        s.slab(Fall(d.tint(PACK)), (x - 14.0, y - 23.0), (26.0, 48.0), 1.0);
    }
    let fold = d.tint(MERRY);
    s.set((-70.0, -80.0), d.f(-8.0, 8.0), 1.0, |s| {
        s.put(Fall(fold.dark(0.2)), &poly(&[(-10.0, -4.0), (44.0, -66.0), (26.0, 0.0)]));
        s.put(Fall(fold), &poly(&[(-34.0, -6.0), (-66.0, -56.0), (10.0, 0.0)]));
        s.put(Fall(fold.light(0.2)), &poly(&[(-30.0, -8.0), (0.0, -84.0), (30.0, -4.0)]));
        s.put(Fall(fold.dark(0.1)), &poly(&[(-36.0, -8.0), (40.0, -8.0), (0.0, 8.0)]));
    });
}

fn ruler(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(50) {
        d.tint(WOOD)
    } else {
        d.tint(&[0xe9c04a, 0xb8bcbe, 0x9fc4d0, 0xd97a9a, 0x8fbf9a])
    };
    let clear = d.odds(25);
    // A ruler and its set square, leaning.
    let square = if d.odds(50) { d.tint(MERRY) } else { c.dark(0.1) };
    let ink = c.against().dark(0.2);
    s.set((-20.0, -2.0), 0.0, 1.0, |s| {
        let outer = "M-96 0L-96-190L94 0ZM-70-26L30-26L-70-128Z";
        let shape = shape::Shape {
            data: outer.to_owned(),
            points: vec![(-96.0, 0.0), (-96.0, -190.0), (94.0, 0.0)],
        };
        s.hollow(if clear { Glass(square) } else { Fall(square) }, &shape);
        let ticks = (0..16).map(|i| {
            let y = -16.0 - i as f32 * 10.0;
            shape::wire(&[(-96.0, y), (-96.0 + if i % 5 == 0 { 15.0 } else { 9.0 }, y)])
        });
        s.mark(Flat(square.against()), 2.0, &shape::all(ticks), 0.75);
    });
    s.set((-120.0, -2.0), d.f(-34.0, -20.0), 1.0, |s| {
        s.slab(Flat(c.dark(0.4)), (3.0, -37.0), (262.0, 40.0), 3.0);
        s.slab(Fall(c.light(0.1)), (0.0, -40.0), (262.0, 40.0), 3.0);
        let ticks = (0..25).map(|i| {
            let x = 12.0 + i as f32 * 10.0;
            shape::wire(&[(x, -40.0), (x, -40.0 + if i % 5 == 0 { 19.0 } else { 11.0 })])
        });
        s.mark(Flat(ink), 2.2, &shape::all(ticks), 0.85);
        s.oval(Flat(c.dark(0.5)), 248.0, -12.0, 5.0, 5.0);
    });
}

fn scissors(s: &mut Sheet, d: &Dice) {
    let steel = d.tint(STEEL);
    let grip = d.tint(if d.odds(60) { MERRY } else { HIDE });
    let open = d.f(10.0, 22.0);
    // Blades up, standing in the picture's plane against a box of thread.
    let y = -96.0;
    for side in [-1.0_f32, 1.0] {
        s.set((0.0, y), side * open, 1.0, |s| {
            let at = |(x, y): At| (x * side, y);
            s.put(
                Sheen(steel.dark(if side > 0.0 { 0.14 } else { 0.0 })),
                &poly(
                    &[
                        (-9.0, 10.0),
                        (-10.0, -20.0),
                        (-3.0, -128.0),
                        (2.0, -132.0),
                        (11.0, -16.0),
                        (9.0, 10.0),
                    ]
                    .map(at),
                ),
            );
            s.rod(grip.dark(0.15), 12.0, &[at((0.0, 8.0)), at((-10.0, 34.0))]);
            s.set(at((-22.0, 66.0)), side * -14.0, 1.0, |s| {
                s.trace(Round(grip), 13.0, &shape::oval(0.0, 0.0, 21.0, 32.0))
            });
        });
    }
    s.oval(Sheen(steel), 0.0, y, 9.0, 9.0);
    s.mark(Flat(steel.dark(0.6)), 2.4, &shape::wire(&[(-4.0, y - 3.0), (4.0, y + 3.0)]), 0.9);
    let thread = d.tint(CLOTH);
    for x in [88.0, -96.0] {
        let own = if x > 0.0 { thread } else { d.tint(MERRY) };
        s.oval(Fall(Colour::hex(0x00c9_a06a)), x, -2.0, 27.0, 7.0);
        s.slab(Round(own), (x - 21.0, -56.0), (42.0, 54.0), 5.0);
        let turns = (0..7).map(|i| {
            let ty = -50.0 + i as f32 * 7.0;
            shape::wire(&[(x - 20.0, ty), (x + 20.0, ty + 3.0)])
        });
        s.mark(Flat(own.dark(0.35)), 1.8, &shape::all(turns), 0.5);
        s.oval(Fall(Colour::hex(0x00d8_b480)), x, -58.0, 27.0, 7.0);
        s.oval(Flat(Colour::hex(0x006a_4a2a)), x, -58.0, 7.0, 2.4);
    }
}

fn tape(s: &mut Sheet, d: &Dice) {
    // Rolls, standing on their edge and lying, patterned.
    let count = d.n(2, 4);
    for i in 0..count {
        let c = if d.odds(50) { d.tint(MERRY) } else { d.tint(PACK) };
        let (r, thick) = (d.f(46.0, 56.0), d.f(26.0, 40.0));
        let (x, y) = [(-58.0, 0.0), (62.0, 0.0), (0.0, -6.0), (30.0, -2.0)][i];
        if i == 2 {
            // On its edge behind the two.
            s.set((x, -108.0), 0.0, 1.0, |s| {
                s.oval(Round(c.dark(0.12)), 13.0, 0.0, r, r);
                s.oval(Ball(c), 0.0, 0.0, r, r);
                s.oval(Flat(Colour::hex(0x00d8_c09a)), 0.0, 0.0, r * 0.64, r * 0.64);
                s.oval(Flat(c.dark(0.6)), 2.0, 0.0, r * 0.55, r * 0.55);
            });
            continue;
        }
        let ring = shape::turned(&[
            (r, -thick),
            (r, -thick),
            (r, 0.0),
            (r, 0.0),
            (r * 0.7, r * 0.2),
            (0.0, r * 0.27),
        ]);
        s.set((x, y + if i == 3 { 12.0 } else { 0.0 }), 0.0, if i == 3 { 0.8 } else { 1.0 }, |s| {
            s.put(Round(c), &ring);
            ornament(s, d, &ring, (-r, -thick, r * 2.0, thick + r * 0.25), c, &PRINTED[1..]);
            s.oval(Flat(c.light(0.25)), 0.0, -thick, r, r * 0.28);
            s.oval(Flat(Colour::hex(0x00d8_c09a)), 0.0, -thick, r * 0.66, r * 0.18);
            s.oval(Flat(Colour::hex(0x004a_3a2a)), 0.0, -thick + 1.5, r * 0.57, r * 0.145);
        });
    }
}
