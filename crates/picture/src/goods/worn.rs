//! Carried and worn: bags, backpacks, suitcases, umbrellas, hats, scarves, belts, watches, rings, necklaces, glasses.

use super::{Good, table, wall};
use crate::colour::{CLOTH, Colour, HIDE, METAL, SHELL, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("bag", 1, bag),
    table("backpack", 1, backpack),
    table("suitcase", 2, suitcase),
    table("umbrella", 1, umbrella),
    table("hat", 2, hat),
    wall("scarf", scarf),
    table("belt", 1, belt),
    table("watch", 1, watch),
    table("ring", 2, ring),
    table("necklace", 1, necklace),
    table("glasses", 1, glasses),
];

const BRASS: u32 = 0x00c2_aa72;

fn bag(s: &mut Sheet, d: &Dice) {
    let leather = d.odds(60);
    let c = if leather { d.tint(HIDE) } else { d.tint(CLOTH) };
    let (w, h) = (d.f(86.0, 112.0), d.f(92.0, 150.0));
    let top = w * d.f(0.72, 1.02);
    let long = d.f(56.0, 96.0);
    s.rod(
        c.dark(0.34),
        8.0,
        &[
            (-top * 0.5, -h + 6.0),
            (-top * 0.46, -h - long * 0.8),
            (0.0, -h - long),
            (top * 0.46, -h - long * 0.8),
            (top * 0.5, -h + 6.0),
        ],
    );
    let body = blob(&[
        (-top, -h),
        (-top, -h),
        (top, -h),
        (top, -h),
        (w, -h * 0.4),
        (w * 0.98, -8.0),
        (w * 0.84, 0.0),
        (-w * 0.84, 0.0),
        (-w * 0.98, -8.0),
        (-w, -h * 0.4),
    ]);
    s.put(Round(c), &body);
    if leather {
        if d.odds(60) {
            // A flap with its lock.
            let flap = blob(&[
                (-top, -h),
                (-top, -h),
                (top, -h),
                (top, -h),
                (top * 0.98, -h * 0.66),
                (0.0, -h * d.f(0.36, 0.5)),
                (-top * 0.98, -h * 0.66),
            ]);
            s.put(Fall(c.light(0.07)), &flap);
            s.mark(Flat(c.dark(0.42)), 2.4, &flap, 0.5);
            s.slab(Sheen(Colour::hex(BRASS)), (-11.0, -h * 0.52), (22.0, 24.0), 4.0);
        } else {
            s.stitch(c.light(0.45), &[(-top + 8.0, -h + 12.0), (top - 8.0, -h + 12.0)]);
            s.slab(Fall(c.dark(0.2)), (-w * 0.6, -h * 0.56), (w * 1.2, h * 0.44), 10.0);
        }
    } else {
        ornament(s, d, &body, (-w, -h, w * 2.0, h), c, WOVEN);
        if d.odds(40) {
            crate::decor::emblem(s, d, (0.0, -h * 0.5), 27.0, c.against());
        }
    }
    s.pipe(
        c.dark(0.22),
        9.0,
        &[
            (-top * 0.56, -h + 16.0),
            (-top * 0.5, -h - long * 0.62),
            (0.0, -h - long * 0.84),
            (top * 0.5, -h - long * 0.62),
            (top * 0.56, -h + 16.0),
        ],
    );
    for x in [-top * 0.56, top * 0.56] {
        s.oval(Ball(Colour::hex(BRASS)), x, -h + 17.0, 6.0, 6.0);
    }
    s.gloss(6.0, &[(-w * 0.84, -h * 0.76), (-w * 0.86, -h * 0.3)], 0.26);
}

fn backpack(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let trim = if d.odds(50) { d.tint(HIDE) } else { second(d, c) };
    let (w, h) = (d.f(74.0, 88.0), d.f(170.0, 200.0));
    s.pipe(
        trim,
        10.0,
        &[(-20.0, -h + 4.0), (-15.0, -h - 22.0), (15.0, -h - 22.0), (20.0, -h + 4.0)],
    );
    for side in [-1.0, 1.0] {
        s.pipe(
            trim.dark(0.15),
            13.0,
            &[
                (side * w * 0.8, -h + 24.0),
                (side * (w + 20.0), -h * 0.6),
                (side * (w + 8.0), -30.0),
            ],
        );
        s.slab(
            Round(c.dark(0.1)),
            (if side < 0.0 { -w - 14.0 } else { w - 12.0 }, -h * 0.42),
            (26.0, h * 0.32),
            9.0,
        );
    }
    let body = blob(&[
        (-w * 0.94, -6.0),
        (-w, -h * 0.5),
        (-w * 0.84, -h * 0.9),
        (0.0, -h - 4.0),
        (w * 0.84, -h * 0.9),
        (w, -h * 0.5),
        (w * 0.94, -6.0),
        (0.0, 3.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-w, -h, w * 2.0, h), c, WOVEN);
    s.mark(
        Flat(c.dark(0.45)),
        3.0,
        &shape::curve(&[
            (-w * 0.92, -h * 0.56),
            (-w * 0.7, -h * 0.86),
            (0.0, -h * 0.93),
            (w * 0.7, -h * 0.86),
            (w * 0.92, -h * 0.56),
        ]),
        0.6,
    );
    if d.odds(50) {
        let lid = blob(&[
            (-w * 0.9, -h * 0.88),
            (0.0, -h - 8.0),
            (w * 0.9, -h * 0.88),
            (w * 0.98, -h * 0.62),
            (0.0, -h * 0.54),
            (-w * 0.98, -h * 0.62),
        ]);
        s.put(Round(c.light(0.1)), &lid);
        for x in [-0.42, 0.42] {
            s.slab(Fall(trim), (x * w - 6.0, -h * 0.66), (12.0, h * 0.32), 3.0);
            s.slab(Flat(Colour::hex(BRASS)), (x * w - 9.0, -h * 0.46), (18.0, 13.0), 3.0);
        }
    }
    s.slab(Round(c.light(0.05)), (-w * 0.68, -h * 0.44), (w * 1.36, h * 0.36), 16.0);
    s.mark(
        Flat(c.dark(0.4)),
        2.8,
        &shape::wire(&[(-w * 0.56, -h * 0.37), (w * 0.56, -h * 0.37)]),
        0.7,
    );
    s.slab(Fall(trim), (-11.0, -h * 0.3), (22.0, 20.0), 4.0);
    s.gloss(6.0, &[(-w * 0.82, -h * 0.8), (-w * 0.88, -h * 0.5)], 0.28);
}

fn suitcase(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let (w, h) = (d.f(70.0, 88.0), d.f(160.0, 196.0));
    let steel = Colour::hex(0x009a_a0a2);
    s.mark(
        Sheen(steel),
        6.0,
        &shape::wire(&[(-26.0, -h), (-26.0, -h - 58.0), (26.0, -h - 58.0), (26.0, -h)]),
        1.0,
    );

    s.slab(Fall(Colour::hex(0x002c_3033)), (-32.0, -h - 66.0), (64.0, 15.0), 6.0);
    for x in [-w * 0.74, w * 0.74] {
        s.slab(Fall(Colour::hex(0x002c_3033)), (x - 9.0, -16.0), (18.0, 17.0), 6.0);
    }
    let body = shape::slab(-w, -h, w * 2.0, h - 10.0, d.f(12.0, 26.0));
    s.put(Round(c), &body);
    if d.odds(65) {
        let ribs = d.n(4, 7);
        let lines = (1..ribs).map(|i| {
            let x = -w + w * 2.0 * i as f32 / ribs as f32;
            shape::wire(&[(x, -h + 22.0), (x, -34.0)])
        });
        let lines = shape::all(lines);
        s.mark(Flat(c.dark(0.42)), 5.0, &lines, 0.4);
        s.mark(Flat(c.light(0.5)), 2.0, &lines, 0.5);
    } else {
        ornament(s, d, &body, (-w, -h, w * 2.0, h), c, WOVEN);
    }
    s.slab(Fall(c.dark(0.25)), (w - 12.0, -h * 0.66), (17.0, 46.0), 5.0);
    for (x, y) in [(-w, -h), (w - 24.0, -h), (-w, -34.0), (w - 24.0, -34.0)] {
        s.slab(Round(c.dark(0.3)), (x, y), (24.0, 24.0), 9.0);
    }
    s.gloss(7.0, &[(-w * 0.84, -h * 0.84), (-w * 0.84, -h * 0.3)], 0.34);
}

fn umbrella(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let other = second(d, c);
    let wood = d.tint(WOOD);
    let (r, h) = (d.f(112.0, 128.0), d.f(62.0, 90.0));
    s.pipe(wood, 7.0, &[(0.0, -130.0), (0.0, -20.0)]);
    s.rod(wood.dark(0.2), 9.0, &[(0.0, -26.0), (0.0, -12.0), (12.0, -2.0), (24.0, -14.0)]);
    let y = -118.0;
    let edge = |i: usize| -r + r * i as f32 / 3.0;
    s.put(Flat(c.dark(0.5)), &shape::oval(0.0, y - 2.0, r * 0.96, 13.0));
    let dome = blob(&[
        (-r, y),
        (-r, y),
        (-r * 0.8, y - h * 0.62),
        (-r * 0.3, y - h),
        (0.0, y - h - 5.0),
        (r * 0.3, y - h),
        (r * 0.8, y - h * 0.62),
        (r, y),
        (r, y),
        (edge(5), y - 13.0),
        (edge(4), y),
        (edge(4), y),
        (0.0, y - 13.0),
        (edge(2), y),
        (edge(2), y),
        (edge(1), y - 13.0),
    ]);
    s.put(Ball(c), &dome);
    ornament(s, d, &dome, (-r, y - h, r * 2.0, h), c, WOVEN);
    s.inside(&dome, |s| {
        if d.odds(55) {
            for (from, to) in [(0, 2), (4, 6)] {
                s.veil(
                    Ball(other),
                    &blob(&[
                        (0.0, y - h - 6.0),
                        (0.0, y - h - 6.0),
                        ((edge(from)) * 0.9, y - h * 0.4),
                        (edge(from), y + 4.0),
                        (edge(from), y + 4.0),
                        (edge(to), y + 4.0),
                        (edge(to), y + 4.0),
                        (edge(to) * 0.86, y - h * 0.5),
                    ]),
                    0.8,
                );
            }
        }
        for i in [1, 2, 4, 5] {
            let x = edge(i);
            s.seam(c.dark(0.45), 2.4, &[(0.0, y - h - 4.0), (x * 0.86, y - h * 0.5), (x, y)], 0.45);
        }
    });
    s.pipe(wood, 6.0, &[(0.0, y - h - 4.0), (0.0, y - h - 20.0)]);
}

fn hat(s: &mut Sheet, d: &Dice) {
    match d.n(0, 2) {
        0 => {
            // A brimmed hat with its ribbon.
            let c = d.tint(&[0xd8bc8a, 0x6a5040, 0x45464a, 0xc9b79c, 0x8a5040, 0x5b6b4a, 0xe6d8b8]);
            let (w, h) = (d.f(116.0, 132.0), d.f(76.0, 100.0));
            s.oval(Flat(c.dark(0.4)), 0.0, -6.0, w, 21.0);
            s.oval(Ball(c), 0.0, -12.0, w, 22.0);
            s.put(
                Round(c.light(0.04)),
                &blob(&[
                    (-66.0, -16.0),
                    (-66.0, -16.0),
                    (-60.0, -h * 0.7),
                    (-40.0, -h),
                    (0.0, -h + d.f(0.0, 14.0)),
                    (40.0, -h),
                    (60.0, -h * 0.7),
                    (66.0, -16.0),
                    (66.0, -16.0),
                    (0.0, -4.0),
                ]),
            );
            let ribbon = second(d, c);
            s.mark(
                Round(ribbon),
                d.f(13.0, 22.0),
                &shape::curve(&[(-63.0, -28.0), (0.0, -16.0), (63.0, -28.0)]),
                1.0,
            );
            s.put(
                Round(ribbon.dark(0.1)),
                &shape::all([
                    shape::leaf((46.0, -24.0), -50.0, 34.0, 14.0),
                    shape::leaf((46.0, -24.0), 20.0, 30.0, 13.0),
                ]),
            );
        }
        1 => {
            // A knitted cap.
            let c = d.tint(CLOTH);
            let h = d.f(112.0, 136.0);
            let dome = blob(&[
                (-84.0, -30.0),
                (-84.0, -30.0),
                (-80.0, -h * 0.66),
                (0.0, -h),
                (80.0, -h * 0.66),
                (84.0, -30.0),
                (84.0, -30.0),
            ]);
            s.put(Ball(c), &dome);
            ornament(s, d, &dome, (-84.0, -h, 168.0, h - 30.0), c, WOVEN);
            if d.odds(65) {
                s.oval(Ball(second(d, c)), 0.0, -h - 12.0, 26.0, 25.0);
            }
            s.slab(Round(c.dark(0.14)), (-90.0, -42.0), (180.0, 44.0), 12.0);
            let ribs = (0..13).map(|i| {
                let x = -78.0 + i as f32 * 13.0;
                shape::wire(&[(x, -36.0), (x, -4.0)])
            });
            s.mark(Flat(c.dark(0.5)), 3.0, &shape::all(ribs), 0.35);
        }
        _ => {
            // A cap with a peak.
            let c = d.tint(CLOTH);
            let other = second(d, c);
            let dome = blob(&[
                (-84.0, -20.0),
                (-84.0, -20.0),
                (-80.0, -80.0),
                (-20.0, -112.0),
                (44.0, -92.0),
                (68.0, -24.0),
                (68.0, -24.0),
                (0.0, -10.0),
            ]);
            s.put(Ball(c), &dome);
            ornament(s, d, &dome, (-84.0, -112.0, 152.0, 90.0), c, &WOVEN[..2]);
            s.seam(c.dark(0.42), 2.4, &[(-18.0, -110.0), (12.0, -70.0), (16.0, -14.0)], 0.5);
            s.put(
                Fall(if d.odds(50) { c.dark(0.12) } else { other }),
                &blob(&[
                    (20.0, -24.0),
                    (68.0, -28.0),
                    (124.0, -12.0),
                    (132.0, 0.0),
                    (60.0, 0.0),
                    (10.0, -10.0),
                ]),
            );
            s.oval(Ball(other), -18.0, -113.0, 8.0, 6.0);
            crate::decor::emblem(s, d, (36.0, -58.0), 15.0, other);
        }
    }
}

fn scarf(s: &mut Sheet, d: &Dice) {
    // Wound once, both ends hanging from a peg.
    let c = d.tint(CLOTH);
    let (w, a, b) = (d.f(38.0, 48.0), d.f(170.0, 210.0), d.f(150.0, 230.0));
    for (x, long, lean, own) in [(-34.0, a, -8.0, c.dark(0.08)), (34.0, b, 10.0, c)] {
        let end = blob(&[
            (x - w * 0.7, 20.0),
            (x - w * 0.7, 20.0),
            (x + w * 0.7, 20.0),
            (x + w * 0.7, 20.0),
            (x + lean + w, long),
            (x + lean + w, long),
            (x + lean - w, long),
            (x + lean - w, long),
        ]);
        s.put(Round(own), &end);
        ornament(s, &d.clone(), &end, (x + lean - w, 40.0, w * 2.0, long - 40.0), own, &WOVEN[1..]);
        let fringe = (0..8).map(|i| {
            let fx = x + lean - w + w * 2.0 * (i as f32 + 0.5) / 8.0;
            shape::wire(&[(fx, long), (fx + 1.0, long + 19.0)])
        });
        s.trace(Flat(own.dark(0.1)), 4.0, &shape::all(fringe));
    }
    s.put(
        Ball(c.light(0.05)),
        &blob(&[
            (-82.0, 30.0),
            (-84.0, -6.0),
            (-40.0, -34.0),
            (40.0, -34.0),
            (84.0, -6.0),
            (82.0, 30.0),
            (34.0, 60.0),
            (-34.0, 60.0),
        ]),
    );
    s.put(
        Flat(c.dark(0.45)),
        &blob(&[
            (-46.0, -4.0),
            (0.0, -18.0),
            (46.0, -4.0),
            (30.0, 10.0),
            (0.0, 15.0),
            (-30.0, 10.0),
        ]),
    );
    for y in [26.0, 40.0] {
        s.seam(c.dark(0.42), 3.0, &[(-70.0, y - 14.0), (0.0, y + 8.0), (70.0, y - 14.0)], 0.35);
    }
}

fn belt(s: &mut Sheet, d: &Dice) {
    // Rolled up, the buckle in front.
    let c = d.tint(HIDE);
    let metal = d.tint(METAL);
    let (r, h) = (d.f(74.0, 88.0), d.f(40.0, 54.0));
    let flat = d.f(0.24, 0.32);
    for k in [0.34, 0.56, 0.78, 1.0] {
        let own = r * k;
        let strip = shape::turned(&[
            (own, -h),
            (own, -h),
            (own, -2.0),
            (own, -2.0),
            (own * 0.7, own * flat * 0.7),
            (0.0, own * flat),
        ]);
        s.put(Round(c.dark(0.5 - 0.5 * k)), &strip);
        s.oval(Flat(c.light(0.24)), 0.0, -h, own, own * flat);
        s.oval(Flat(c.dark(0.55)), 0.0, -h + 0.5, own * 0.93, own * flat * 0.9);
    }
    s.oval(Flat(c.light(0.16)), 0.0, -h, r * 0.5, r * 0.5 * flat);
    s.oval(Flat(c.dark(0.5)), 0.0, -h, r * 0.4, r * 0.4 * flat);
    let tail = d.f(96.0, 124.0);
    s.put(
        Fall(c.light(0.04)),
        &blob(&[
            (r * 0.3, -h + r * flat * 0.9),
            (r * 0.3, -h + r * flat * 0.9),
            (r + 10.0, -h + 6.0),
            (tail + 26.0, -h + 12.0),
            (tail + 26.0, -h + 12.0),
            (tail + 26.0, 5.0),
            (tail + 26.0, 5.0),
            (r + 10.0, 1.0),
            (r * 0.3, r * flat * 0.9),
            (r * 0.3, r * flat * 0.9),
        ]),
    );
    s.stitch(c.light(0.5), &[(r * 0.4, -h + r * flat), (r + 10.0, -h + 12.0), (tail, -h + 17.0)]);
    s.mark(Sheen(metal), 8.0, &shape::slab(tail + 2.0, -h + 2.0, 48.0, h + 8.0, 9.0), 1.0);
    s.rod(metal, 5.0, &[(tail + 6.0, -h * 0.42), (tail + 52.0, -h * 0.42)]);
}

fn watch(s: &mut Sheet, d: &Dice) {
    let strap = if d.odds(60) { d.tint(HIDE) } else { d.tint(METAL) };
    let metal = d.tint(METAL);
    let r = d.f(50.0, 60.0);
    let y = -118.0;
    let smart = d.odds(30);
    // On its cushion, the strap running over it.
    let cushion = d.tint(&[0xe6dcc8, 0x45464a, 0x8a5a50, 0xc8d0cc]);
    s.slab(Ball(cushion), (-92.0, -70.0), (184.0, 74.0), 30.0);
    s.put(
        Round(strap),
        &blob(&[
            (-30.0, y - 34.0),
            (-30.0, y - 34.0),
            (-27.0, y - 96.0),
            (-20.0, y - 108.0),
            (20.0, y - 108.0),
            (27.0, y - 96.0),
            (30.0, y - 34.0),
            (30.0, y - 34.0),
        ]),
    );
    s.put(
        Round(strap),
        &blob(&[
            (-30.0, y + 34.0),
            (-30.0, y + 34.0),
            (-27.0, -22.0),
            (-22.0, -6.0),
            (22.0, -6.0),
            (27.0, -22.0),
            (30.0, y + 34.0),
            (30.0, y + 34.0),
        ]),
    );
    for side in [-24.0, 24.0] {
        s.stitch(strap.light(0.5), &[(side, y - 40.0), (side * 0.9, y - 98.0)]);
        s.stitch(strap.light(0.5), &[(side, y + 50.0), (side * 0.9, -16.0)]);
    }
    s.slab(Sheen(metal), (r - 2.0, y - 8.0), (15.0, 16.0), 4.0);
    let face = d.tint(&[0xf6f2e8, 0x24303a, 0x2f5a56, 0xe8e2d4, 0x1c2022]);
    if smart {
        s.slab(Sheen(metal), (-r + 4.0, y - r - 3.0), (r * 2.0 - 8.0, r * 2.0 + 6.0), 24.0);
        s.slab(
            Flat(Colour::hex(0x0018_1c1e)),
            (-r + 10.0, y - r + 3.0),
            (r * 2.0 - 20.0, r * 2.0 - 6.0),
            19.0,
        );
        for (k, c) in [(0.62, 0x00d9_573f), (0.46, 0x006f_b09a), (0.3, 0x00e9_b13b)] {
            let own = r * k;
            let sweep = d.f(-0.9, 0.9);
            s.mark(
                Flat(Colour::hex(c)),
                6.0,
                &shape::curve(&[
                    (0.0, y - own),
                    (own * 0.72, y - own * 0.7),
                    (own, y),
                    (own * 0.7, y + own * 0.7),
                    (0.0, y + own),
                    (-own * 0.7, y + own * (0.7 + sweep * 0.1)),
                ]),
                1.0,
            );
        }
        return;
    }
    s.oval(Sheen(metal), 0.0, y, r, r);
    s.oval(Flat(metal.dark(0.3)), 0.0, y, r * 0.86, r * 0.86);
    s.oval(Flat(face), 0.0, y, r * 0.82, r * 0.82);
    let ink = face.against();
    let hand = |part: f32, from: f32, to: f32| {
        let (sin, cos) = (part * std::f32::consts::TAU).sin_cos();
        shape::wire(&[(sin * r * from, y - cos * r * from), (sin * r * to, y - cos * r * to)])
    };
    s.mark(Flat(ink), 3.4, &shape::all((0..12).map(|i| hand(i as f32 / 12.0, 0.64, 0.73))), 0.9);
    s.mark(Flat(ink), 5.0, &hand(d.f(0.0, 1.0), 0.0, 0.38), 1.0);
    s.mark(Flat(ink), 3.4, &hand(d.f(0.0, 1.0), 0.0, 0.58), 1.0);
    s.mark(Flat(Colour::hex(0x00c0_4a3a)), 1.8, &hand(d.f(0.0, 1.0), -0.14, 0.62), 1.0);
    s.gloss(4.0, &[(-r * 0.62, y - r * 0.36), (-r * 0.3, y - r * 0.66)], 0.5);
}

/// Stones.
const STONE: &[u32] =
    &[0x3f8f7a, 0xb8304a, 0x3f6fb0, 0xe8eef0, 0xd9a83f, 0x8a5fa8, 0x7fb0a0, 0x2c2c34];

fn ring(s: &mut Sheet, d: &Dice) {
    let metal = d.tint(&[0xd0b060, 0xc4c8ca, 0xcf9a7a, 0xb8bcbe]);
    let stone = d.tint(STONE);
    let velvet = d.tint(&[0x6a2f3a, 0x2f4a5a, 0x3f5a4a, 0xc8b8a8, 0x4a4048]);
    let r = d.f(50.0, 58.0);
    let thick = d.f(9.0, 17.0);
    // Stuck in the slot of its cushion.
    s.put(
        Ball(velvet),
        &blob(&[
            (-96.0, -44.0),
            (-60.0, -62.0),
            (60.0, -62.0),
            (96.0, -44.0),
            (92.0, 0.0),
            (-92.0, 0.0),
        ]),
    );
    let y = -56.0 - r * 0.72;
    s.mark(Sheen(metal), thick, &shape::oval(0.0, y, r, r), 1.0);
    s.trace(
        Flat(metal.light(0.6)),
        2.4,
        &shape::curve(&[(-r - 1.0, y + 10.0), (-r * 0.86, y - r * 0.5), (-r * 0.44, y - r * 0.88)]),
    );
    s.put(
        Ball(velvet.dark(0.1)),
        &blob(&[
            (-96.0, -40.0),
            (-50.0, -50.0),
            (50.0, -50.0),
            (96.0, -40.0),
            (92.0, 0.0),
            (0.0, 4.0),
            (-92.0, 0.0),
        ]),
    );
    s.seam(velvet.light(0.3), 3.0, &[(-84.0, -38.0), (0.0, -46.0), (84.0, -38.0)], 0.5);
    let top = y - r - thick * 0.3;
    if d.odds(75) {
        let size = d.f(14.0, 26.0);
        s.put(
            Sheen(metal),
            &shape::poly(&[
                (-size * 0.7, top - 4.0),
                (size * 0.7, top - 4.0),
                (size * 0.4, top + 10.0),
                (-size * 0.4, top + 10.0),
            ]),
        );
        if d.odds(50) {
            s.put(
                Ball(stone),
                &shape::poly(&[
                    (-size * 0.6, top - size * 1.1),
                    (size * 0.6, top - size * 1.1),
                    (size, top - size * 0.6),
                    (0.0, top + 6.0),
                    (-size, top - size * 0.6),
                ]),
            );
            s.mark(
                Flat(stone.light(0.7)),
                1.8,
                &shape::wire(&[
                    (-size, top - size * 0.6),
                    (size, top - size * 0.6),
                    (0.0, top + 6.0),
                    (-size * 0.3, top - size * 0.6),
                    (0.0, top - size * 1.1),
                    (size * 0.3, top - size * 0.6),
                    (0.0, top + 6.0),
                ]),
                0.7,
            );
        } else {
            s.oval(Ball(stone), 0.0, top - size * 0.4, size, size * 0.86);
            s.oval(
                Flat(Colour::hex(0x00ff_ffff)),
                -size * 0.34,
                top - size * 0.66,
                size * 0.22,
                size * 0.16,
            );
        }
    } else {
        let beads: Vec<At> = (-3..=3)
            .map(|i| {
                let a = i as f32 * 0.2;
                (a.sin() * r, y - a.cos() * r)
            })
            .collect();
        s.mark(Flat(stone), 10.0, &shape::dots(&beads), 1.0);
    }
}

fn necklace(s: &mut Sheet, d: &Dice) {
    let bust = d.tint(&[0xe6dcc8, 0x45464a, 0xc8b8b0, 0xd0d6d2, 0x6a4a44, 0x3f5a56]);
    let metal = d.tint(&[0xd0b060, 0xc4c8ca, 0xcf9a7a]);
    s.put(
        Round(bust),
        &shape::turned(&[
            (20.0, -218.0),
            (24.0, -200.0),
            (24.0, -176.0),
            (40.0, -150.0),
            (96.0, -118.0),
            (102.0, -80.0),
            (70.0, -20.0),
            (40.0, -4.0),
            (40.0, -4.0),
            (20.0, 3.0),
            (0.0, 4.0),
        ]),
    );
    s.gloss(7.0, &[(-70.0, -116.0), (-80.0, -84.0), (-58.0, -34.0)], 0.2);
    let drop = d.f(-78.0, -42.0);
    let path: [At; 7] = [
        (-29.0, -168.0),
        (-44.0, -140.0),
        (-32.0, drop - 22.0),
        (0.0, drop),
        (32.0, drop - 22.0),
        (44.0, -140.0),
        (29.0, -168.0),
    ];
    let stone = d.tint(STONE);
    if d.odds(50) {
        let line = shape::curve(&path);
        s.mark(Flat(metal.dark(0.3)), 4.6, &line, 1.0);
        s.mark(Flat(metal.light(0.4)), 2.0, &line, 1.0);
        let size = d.f(13.0, 22.0);
        s.oval(Ball(metal), 0.0, drop + 3.0, 6.0, 6.0);
        match d.n(0, 2) {
            0 => s.put(
                Ball(stone),
                &blob(&[
                    (0.0, drop + 4.0),
                    (size, drop + size * 1.7),
                    (0.0, drop + size * 2.5),
                    (-size, drop + size * 1.7),
                ]),
            ),
            1 => s.oval(Ball(stone), 0.0, drop + 7.0 + size, size, size),
            _ => s.put(
                Ball(metal),
                &blob(&[
                    (0.0, drop + 18.0),
                    (size * 0.7, drop + 4.0),
                    (size * 1.3, drop + 18.0),
                    (0.0, drop + size * 2.6),
                    (-size * 1.3, drop + 18.0),
                    (-size * 0.7, drop + 4.0),
                ]),
            ),
        }
    } else {
        let pearl = d.tint(&[0xf4efe4, 0xe8dcd8, 0x9fb8ad, 0xb8304a, 0x5a3a2c, 0x3f4a5a]);
        let r = d.f(7.0, 9.5);
        let at = |t: f32| {
            let a = (t * 2.0 - 1.0) * 2.4;
            (a.sin() * 52.0, -152.0 + (a.cos() + 0.74) * (drop + 152.0) / 1.74)
        };
        for i in 0..19 {
            let (x, y) = at(i as f32 / 18.0);
            s.oval(Ball(pearl), x, y, r, r);
        }
        s.oval(Ball(stone), 0.0, drop + r * 1.6, r * 1.5, r * 1.5);
    }
}

fn glasses(s: &mut Sheet, d: &Dice) {
    let frame = d.tint(&[0x2a2d30, 0x7a4a2c, 0xc2aa72, 0xb8bcbe, 0x8a3a30, 0x3f5a56, 0xd8b08a]);
    let dark = d.odds(50);
    let lens = if dark {
        d.tint(&[0x2c3438, 0x5a4030, 0x3f4f44, 0x4a3a4a])
    } else {
        Colour::hex(0x00d4_e2e4)
    };
    let (w, h, thick) = (d.f(52.0, 62.0), d.f(38.0, 54.0), d.f(4.0, 11.0));
    let form = d.n(0, 3);
    let y = -h - 4.0;
    for side in [-1.0, 1.0] {
        // The temples lie folded behind.
        s.rod(
            frame.dark(0.35),
            thick * 0.7,
            &[
                (side * (w * 2.0 + 11.0), y - h * 0.4),
                (side * w * 1.5, y - h * 0.5),
                (-side * w * 0.9, y - h * 0.2),
                (-side * w * 1.4, y + h * 0.2),
            ],
        );
    }
    for side in [-1.0_f32, 1.0] {
        let x = side * (w + 9.0);
        let rim = match form {
            0 => shape::oval(x, y, h * 1.02, h),
            1 => shape::slab(x - w, y - h * 0.8, w * 2.0, h * 1.6, 17.0),
            2 => blob(&[
                (x - side * w, y - h * 0.76),
                (x - side * w, y - h * 0.76),
                (x + side * w, y - h * 0.86),
                (x + side * w, y - h * 0.86),
                (x + side * w * 0.86, y + h * 0.3),
                (x + side * w * 0.1, y + h),
                (x - side * w * 0.8, y + h * 0.6),
            ]),
            _ => blob(&[
                (x - w, y - h * 0.1),
                (x - w * 0.5, y - h * 0.86),
                (x + w * 0.5, y - h * 0.86),
                (x + w, y - h * 0.1),
                (x + w * 0.5, y + h * 0.84),
                (x - w * 0.5, y + h * 0.84),
            ]),
        };
        s.put(if dark { Fall(lens) } else { Glass(lens) }, &rim);
        s.gloss(5.0, &[(x - w * 0.5, y + h * 0.1), (x - w * 0.1, y - h * 0.5)], 0.45);
        s.trace(Round(frame), thick, &rim);
    }
    let inner = if form == 0 { w + 9.0 - h } else { 10.0 };
    s.rod(frame, thick * 0.9, &[(-inner, y - h * 0.2), (0.0, y - h * 0.42), (inner, y - h * 0.2)]);
}
