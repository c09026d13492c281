//! Carried: bags, backpacks, suitcases, umbrellas.

use super::{Good, table};
use crate::colour::{CLOTH, Colour, HIDE, SHELL, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, Shape, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("bag", 1, bag),
    table("backpack", 1, backpack),
    table("suitcase", 2, suitcase),
    table("umbrella", 1, umbrella),
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
    bag_face(s, d, &body, (c, leather), (w, h), top);
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

fn bag_face(
    s: &mut Sheet,
    d: &Dice,
    body: &Shape,
    (c, leather): (Colour, bool),
    (w, h): At,
    top: f32,
) {
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
        ornament(s, d, body, (-w, -h, w * 2.0, h), c, WOVEN);
        if d.odds(40) {
            crate::decor::emblem(s, d, (0.0, -h * 0.5), 27.0, c.against());
        }
    }
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
        pack_lid(s, (c, trim), w, h);
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

fn pack_lid(s: &mut Sheet, (c, trim): (Colour, Colour), w: f32, h: f32) {
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
