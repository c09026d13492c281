//! From the shed: hammers, screwdrivers, drills, brooms, buckets.

use super::{Good, table};
use crate::colour::{Colour, MERRY, METAL, SHELL, STEEL, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("hammer", 1, hammer),
    table("screwdriver", 1, screwdrivers),
    table("drill", 1, drill),
    table("broom", 1, broom),
    table("bucket", 2, bucket),
];

/// Wood with a foot of rubber, or all of one colour.
fn haft(s: &mut Sheet, d: &Dice, long: f32) {
    let wood = d.tint(WOOD);
    s.put(
        Round(wood),
        &blob(&[
            (-9.0, -long),
            (-9.0, -long),
            (9.0, -long),
            (9.0, -long),
            (10.0, -long * 0.5),
            (14.0, -4.0),
            (0.0, 3.0),
            (-14.0, -4.0),
            (-10.0, -long * 0.5),
        ]),
    );
    if d.odds(60) {
        let grip = d.tint(MERRY);
        s.put(
            Round(grip),
            &blob(&[
                (-12.0, -long * 0.44),
                (-12.0, -long * 0.44),
                (12.0, -long * 0.44),
                (12.0, -long * 0.44),
                (16.0, -4.0),
                (0.0, 4.0),
                (-16.0, -4.0),
            ]),
        );
        let rings = (0..4).map(|i| {
            let y = -long * 0.36 + i as f32 * 14.0;
            shape::wire(&[(-11.0, y), (11.0, y)])
        });
        s.mark(Flat(grip.dark(0.4)), 3.0, &shape::all(rings), 0.5);
    }
}

fn hammer(s: &mut Sheet, d: &Dice) {
    let steel = d.tint(&[0x9aa2a5, 0x5a6064, 0x7a8286]);
    let long = d.f(180.0, 210.0);
    s.set((-46.0, -3.0), d.f(14.0, 28.0), 1.0, |s| {
        haft(s, d, long);
        if d.odds(70) {
            s.put(
                Sheen(steel),
                &blob(&[
                    (-22.0, -long - 14.0),
                    (-22.0, -long - 14.0),
                    (20.0, -long - 16.0),
                    (62.0, -long - 20.0),
                    (98.0, -long + 16.0),
                    (98.0, -long + 16.0),
                    (60.0, -long + 4.0),
                    (24.0, -long + 16.0),
                    (-22.0, -long + 18.0),
                    (-22.0, -long + 18.0),
                ]),
            );
            s.slab(Sheen(steel.dark(0.1)), (-44.0, -long - 10.0), (24.0, 24.0), 2.0);
            s.slab(Sheen(steel), (-66.0, -long - 20.0), (26.0, 44.0), 6.0);
        } else {
            let head = d.tint(&[0x34383c, 0xc9a06a, 0xb0463a]);
            s.slab(Round(head), (-62.0, -long - 26.0), (124.0, 56.0), 12.0);
            s.slab(Sheen(steel), (-44.0, -long - 27.0), (14.0, 58.0), 1.0);
            s.slab(Sheen(steel), (30.0, -long - 27.0), (14.0, 58.0), 1.0);
        }
    });
    // Nails beside it.
    for (x, lean) in [(66.0, 78.0), (96.0, 66.0)] {
        s.set((x, -8.0), lean, 1.0, |s| {
            s.pipe(steel, 5.0, &[(0.0, 24.0), (0.0, -22.0)]);
            s.slab(Sheen(steel), (-9.0, -27.0), (18.0, 6.0), 2.0);
        });
    }
}

fn screwdrivers(s: &mut Sheet, d: &Dice) {
    let steel = d.tint(STEEL);
    let c = d.tint(MERRY);
    let count = d.n(2, 4);
    for i in 0..count {
        let t = i as f32 - (count as f32 - 1.0) / 2.0;
        let own = if d.odds(50) { c } else { d.tint(MERRY) };
        let (grip, shaft) = (d.f(74.0, 92.0), d.f(56.0, 108.0));
        s.set((t * 62.0, 0.0), 0.0, 1.0, |s| {
            // Stands on its grip.
            s.slab(Sheen(steel), (-5.0, -grip - shaft), (10.0, shaft + 4.0), 1.0);
            if i % 2 == 0 {
                s.put(
                    Sheen(steel.light(0.1)),
                    &poly(&[
                        (-5.0, -grip - shaft),
                        (5.0, -grip - shaft),
                        (9.0, -grip - shaft - 15.0),
                        (7.0, -grip - shaft - 22.0),
                        (-7.0, -grip - shaft - 22.0),
                        (-9.0, -grip - shaft - 15.0),
                    ]),
                );
            } else {
                s.put(
                    Sheen(steel.light(0.1)),
                    &poly(&[
                        (-6.0, -grip - shaft),
                        (6.0, -grip - shaft),
                        (2.0, -grip - shaft - 18.0),
                        (-2.0, -grip - shaft - 18.0),
                    ]),
                );
            }
            s.put(
                Round(own),
                &blob(&[
                    (-11.0, -grip),
                    (-11.0, -grip),
                    (11.0, -grip),
                    (11.0, -grip),
                    (15.0, -grip + 16.0),
                    (20.0, -grip * 0.5),
                    (20.0, -12.0),
                    (13.0, 0.0),
                    (-13.0, 0.0),
                    (-20.0, -12.0),
                    (-20.0, -grip * 0.5),
                    (-15.0, -grip + 16.0),
                ]),
            );
            let flutes =
                [-11.0, -4.0, 4.0, 11.0].map(|x| shape::wire(&[(x, -grip + 24.0), (x, -14.0)]));
            s.mark(Flat(own.dark(0.45)), 3.4, &shape::all(flutes), 0.4);
            s.gloss(3.0, &[(-14.0, -grip + 26.0), (-15.0, -16.0)], 0.5);
        });
    }
    let screws: Vec<At> = (0..3).map(|i| (-40.0 + i as f32 * 38.0, 14.0)).collect();
    for (x, y) in screws {
        s.set((x, y), d.f(50.0, 110.0), 1.0, |s| {
            s.pipe(steel, 4.0, &[(0.0, 12.0), (0.0, -8.0)]);
            s.oval(Sheen(steel), 0.0, -11.0, 8.0, 4.0);
        });
    }
}

fn drill(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xd9a83a, 0x2f7a6a, 0xb0403a, 0x3f6f9f, 0xd9753a, 0x5a7a3a]);
    let dark = Colour::hex(0x0030_3438);
    let steel = d.tint(STEEL);
    s.slab(Sheen(steel), (124.0, -166.0), (64.0, 7.0), 2.0);
    s.put(Sheen(steel), &poly(&[(176.0, -168.0), (206.0, -162.5), (176.0, -157.0)]));
    s.put(
        Round(dark),
        &poly(&[
            (82.0, -190.0),
            (118.0, -182.0),
            (130.0, -170.0),
            (130.0, -155.0),
            (118.0, -143.0),
            (82.0, -136.0),
        ]),
    );
    s.put(
        Round(dark),
        &blob(&[
            (-34.0, -136.0),
            (-34.0, -136.0),
            (14.0, -136.0),
            (14.0, -136.0),
            (16.0, -90.0),
            (4.0, -40.0),
            (4.0, -40.0),
            (-52.0, -40.0),
            (-52.0, -40.0),
            (-44.0, -90.0),
        ]),
    );
    s.put(
        Fall(c),
        &blob(&[
            (-96.0, -150.0),
            (-90.0, -196.0),
            (-40.0, -208.0),
            (40.0, -204.0),
            (88.0, -192.0),
            (88.0, -192.0),
            (86.0, -134.0),
            (86.0, -134.0),
            (20.0, -122.0),
            (-40.0, -122.0),
            (-84.0, -128.0),
        ]),
    );
    s.put(Fall(c.dark(0.2)), &shape::all([shape::slab(14.0, -124.0, 16.0, 34.0, 7.0)]));
    let vents = (0..4).map(|i| {
        let x = -76.0 + i as f32 * 13.0;
        shape::wire(&[(x, -178.0), (x + 4.0, -148.0)])
    });
    s.mark(Flat(dark), 5.0, &shape::all(vents), 0.8);
    s.mark(Flat(c.light(0.4)), 4.0, &shape::wire(&[(-8.0, -190.0), (70.0, -182.0)]), 0.6);
    s.slab(Round(if d.odds(50) { dark } else { c }), (-74.0, -48.0), (104.0, 26.0), 6.0);
    s.slab(Round(dark.light(0.1)), (-78.0, -26.0), (112.0, 28.0), 6.0);
    s.slab(Flat(second(d, c)), (-58.0, -40.0), (28.0, 9.0), 2.0);
}

fn broom(s: &mut Sheet, d: &Dice) {
    let wood = d.tint(WOOD);
    let h = d.f(220.0, 250.0);
    let straw = d.odds(50);
    let lean = if straw { d.f(5.0, 14.0) } else { d.f(0.0, 3.0) };
    s.set((-10.0, 0.0), lean, 1.0, |s| {
        s.pipe(wood, 9.0, &[(0.0, -h), (0.0, -84.0)]);
        if straw {
            straw_head(s, d);
        } else {
            bristle_head(s, d);
        }
    });
    // A dustpan.
    let pan = d.tint(MERRY);
    s.put(
        Fall(pan),
        &blob(&[
            (50.0, -4.0),
            (50.0, -4.0),
            (62.0, -46.0),
            (76.0, -52.0),
            (118.0, -52.0),
            (132.0, -46.0),
            (148.0, -4.0),
            (148.0, -4.0),
            (100.0, 3.0),
        ]),
    );
    s.put(
        Flat(pan.dark(0.35)),
        &blob(&[
            (60.0, -8.0),
            (68.0, -36.0),
            (97.0, -42.0),
            (126.0, -36.0),
            (138.0, -8.0),
            (100.0, -4.0),
        ]),
    );
    s.pipe(pan.dark(0.1), 13.0, &[(97.0, -52.0), (98.0, -98.0)]);
}

fn bristle_head(s: &mut Sheet, d: &Dice) {
    // With a block and bristles.
    let c = d.tint(MERRY);
    s.slab(Round(c.dark(0.2)), (-11.0, -100.0), (22.0, 36.0), 5.0);
    let hair = d.tint(&[0x45484a, 0xd8c49c, 0x7a4a34, 0x4f7a6a]);
    s.put(Fall(hair), &poly(&[(-70.0, -50.0), (70.0, -50.0), (78.0, 0.0), (-78.0, 0.0)]));
    let lines = (0..15).map(|i| {
        let t = i as f32 / 7.0 - 1.0;
        shape::wire(&[(t * 68.0, -48.0), (t * 76.0, -1.0)])
    });
    s.mark(Flat(hair.dark(0.4)), 2.2, &shape::all(lines), 0.5);
    s.slab(Round(c), (-74.0, -72.0), (148.0, 26.0), 11.0);
}

fn straw_head(s: &mut Sheet, d: &Dice) {
    // Of straw, sewn.
    let straw = d.tint(&[0xd8b060, 0xc89a50, 0xe0c080]);
    let head = blob(&[
        (-11.0, -92.0),
        (-11.0, -92.0),
        (11.0, -92.0),
        (11.0, -92.0),
        (34.0, -62.0),
        (64.0, 0.0),
        (64.0, 0.0),
        (0.0, 5.0),
        (-64.0, 0.0),
        (-64.0, 0.0),
        (-34.0, -62.0),
    ]);
    s.put(Round(straw), &head);
    let blades = (0..13).map(|i| {
        let t = i as f32 / 6.0 - 1.0;
        shape::curve(&[(t * 10.0, -88.0), (t * 34.0, -54.0), (t * 60.0, 1.0)])
    });
    s.mark(Flat(straw.dark(0.4)), 2.0, &shape::all(blades), 0.5);
    let thread = d.tint(MERRY);
    s.mark(
        Flat(thread),
        4.0,
        &shape::all([
            shape::wire(&[(-30.0, -64.0), (30.0, -64.0)]),
            shape::wire(&[(-39.0, -48.0), (39.0, -48.0)]),
        ]),
        1.0,
    );
    s.slab(Round(thread), (-12.0, -100.0), (24.0, 15.0), 3.0);
}

fn bucket(s: &mut Sheet, d: &Dice) {
    let metal = d.odds(35);
    let c = if metal {
        d.tint(METAL)
    } else if d.odds(50) {
        d.tint(MERRY)
    } else {
        d.tint(SHELL)
    };
    let (r, h) = (d.f(78.0, 92.0), d.f(118.0, 150.0));
    let foot = r * d.f(0.66, 0.8);
    let up = d.odds(60);
    let grip = d.tint(WOOD);
    if up {
        s.trace(
            Flat(Colour::hex(0x0080_8688)),
            5.0,
            &shape::curve(&[
                (-r, -h + 14.0),
                (-r * 0.84, -h - 52.0),
                (0.0, -h - 88.0),
                (r * 0.84, -h - 52.0),
                (r, -h + 14.0),
            ]),
        );
        s.slab(Round(grip), (-22.0, -h - 95.0), (44.0, 15.0), 7.0);
    }
    let body = shape::turned(&[
        (r, -h),
        (r, -h),
        (foot, -4.0),
        (foot, -4.0),
        (foot * 0.6, 8.0),
        (0.0, 11.0),
    ]);
    s.put(if metal { Sheen(c) } else { Round(c) }, &body);
    if !metal {
        ornament(s, d, &body, (-r, -h, r * 2.0, h), c, &WOVEN[..3]);
    }
    s.seam(
        c.dark(0.4),
        3.0,
        &[(-r * 0.92, -h * 0.7), (0.0, -h * 0.7 + 15.0), (r * 0.92, -h * 0.7)],
        0.4,
    );
    s.oval(Flat(c.light(0.3)), 0.0, -h, r + 4.0, r * 0.22);
    s.oval(Flat(c.dark(0.4)), 0.0, -h + 1.0, r * 0.93, r * 0.18);
    if d.odds(50) {
        s.oval(Flat(Colour::hex(0x00a8_c8d4)), 0.0, -h + 6.0, r * 0.86, r * 0.13);
    }
    bucket_things(s, d, up, grip, (r, h));
}

fn bucket_things(s: &mut Sheet, d: &Dice, up: bool, grip: Colour, (r, h): At) {
    if !up {
        s.trace(
            Flat(Colour::hex(0x0080_8688)),
            5.0,
            &shape::curve(&[
                (-r, -h + 12.0),
                (-r * 0.86, -h * 0.56),
                (0.0, -h * 0.4),
                (r * 0.86, -h * 0.56),
                (r, -h + 12.0),
            ]),
        );
        s.slab(Round(grip), (-22.0, -h * 0.4 - 8.0), (44.0, 15.0), 7.0);
    }
    if d.odds(35) {
        let cloth = d.tint(MERRY);
        s.put(
            Round(cloth),
            &blob(&[
                (r * 0.3, -h + 6.0),
                (r * 0.5, -h - 8.0),
                (r * 0.98, -h - 2.0),
                (r * 1.06, -h * 0.5),
                (r * 0.8, -h * 0.36),
                (r * 0.58, -h * 0.44),
                (r * 0.42, -h * 0.6),
            ]),
        );
    }
}
