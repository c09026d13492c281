//! At the stove: pans, pots, knives, boards, cutlery, rice cookers.

use super::{Good, table};
use crate::colour::{Colour, METAL, SHELL, STEEL, WOOD};
use crate::decor::{PRINTED, ornament};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("pan", 1, pan),
    table("pot", 1, pot),
    table("knife", 1, knife),
    table("board", 1, board),
    table("cutlery", 1, cutlery),
    table("ricecooker", 1, rice_cooker),
];

fn pan(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x3a3d40, 0x8f9698, 0x6a3f34, 0x4a5a56, 0xa8aeae, 0x2f4a5a]);
    let (r, h) = (d.f(96.0, 112.0), d.f(34.0, 58.0));
    let grip = if d.odds(60) { d.tint(WOOD) } else { Colour::hex(0x002c_2e30) };
    s.pipe(c.dark(0.1), 10.0, &[(r * 0.9, -h + 2.0), (r + 36.0, -h - 14.0)]);
    s.pipe(grip, 17.0, &[(r + 38.0, -h - 15.0), (r + 80.0, -h - 28.0), (r + 112.0, -h - 34.0)]);
    s.oval(Flat(c.dark(0.4)), r + 110.0, -h - 33.0, 4.0, 3.0);
    s.put(
        Round(c),
        &shape::turned(&[
            (r, -h),
            (r, -h),
            (r * 0.92, -h * 0.4),
            (r * 0.78, -2.0),
            (r * 0.7, 4.0),
            (0.0, 10.0),
        ]),
    );
    s.gloss(5.0, &[(-r * 0.86, -h * 0.6), (-r * 0.74, -8.0)], 0.35);
    s.oval(Flat(c.light(0.3)), 0.0, -h, r, r * 0.2);
    s.oval(Round(c.dark(0.2)), 0.0, -h + 1.5, r * 0.95, r * 0.175);
    s.oval(Flat(c.dark(0.42)), 0.0, -h + 6.0, r * 0.74, r * 0.12);
    if d.odds(45) {
        s.put(
            Round(Colour::hex(0x00f8_f3e8)),
            &blob(&[
                (-60.0, -h + 4.0),
                (-34.0, -h - 5.0),
                (0.0, -h - 3.0),
                (30.0, -h - 8.0),
                (56.0, -h + 4.0),
                (26.0, -h + 13.0),
                (-26.0, -h + 14.0),
            ]),
        );
        s.oval(Ball(Colour::hex(0x00ef_a83a)), d.f(-14.0, 14.0), -h + 1.0, 17.0, 9.0);
    }
}

fn pot(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0xb0463a, 0x3f5f6f, 0x5a7a5a, 0xa8aeb0, 0x3a3d40, 0xe0a84a, 0xd8d0c0, 0x7a4a3a]);
    let (r, h) = (d.f(88.0, 104.0), d.f(78.0, 124.0));
    let grip = c.dark(0.16);
    for side in [-1.0, 1.0] {
        s.pipe(
            grip,
            12.0,
            &[
                (side * r * 0.96, -h + 20.0),
                (side * (r + 26.0), -h + 18.0),
                (side * (r + 26.0), -h + 36.0),
                (side * r * 0.96, -h + 42.0),
            ],
        );
    }
    let body =
        shape::turned(&[(r, -h), (r, -h), (r, -22.0), (r * 0.9, -4.0), (r * 0.6, 5.0), (0.0, 8.0)]);
    let steel = d.odds(40);
    s.put(if steel { Sheen(c) } else { Round(c) }, &body);
    ornament(s, d, &body, (-r, -h * 0.8, r * 2.0, h * 0.8), c, &PRINTED[..2]);
    s.gloss(7.0, &[(-r * 0.8, -h + 18.0), (-r * 0.8, -26.0)], 0.32);
    s.slab(Round(c.dark(0.2)), (-r - 4.0, -h - 4.0), (r * 2.0 + 8.0, 9.0), 4.0);
    let dome = d.f(16.0, 36.0);
    let lid = shape::turned(&[
        (0.0, -h - dome),
        (r * 0.5, -h - dome * 0.86),
        (r * 0.92, -h - dome * 0.3),
        (r + 2.0, -h - 2.0),
        (r + 2.0, -h - 2.0),
    ]);
    if d.odds(35) {
        s.put(Glass(Colour::hex(0x00c6_d2d2)), &lid);
        s.gloss(4.0, &[(-r * 0.7, -h - dome * 0.4), (-r * 0.3, -h - dome * 0.8)], 0.6);
    } else {
        s.put(if steel { Sheen(c) } else { Round(c.light(0.05)) }, &lid);
        s.gloss(5.0, &[(-r * 0.7, -h - dome * 0.36), (-r * 0.3, -h - dome * 0.74)], 0.35);
    }
    let knob = if d.odds(50) { d.tint(WOOD) } else { d.tint(METAL) };
    s.slab(Round(knob.dark(0.2)), (-6.0, -h - dome - 12.0), (12.0, 14.0), 2.0);
    s.oval(Ball(knob), 0.0, -h - dome - 16.0, d.f(13.0, 20.0), 9.0);
}

fn knife(s: &mut Sheet, d: &Dice) {
    // Upright in a block, or leaning: blade up, so that it reads at once.
    let steel = d.tint(STEEL);
    let grip = d.tint(&[0x3a2c24, 0x8a6038, 0x2a2d30, 0xb98a5a, 0x5a3a34, 0x3f4f46]);
    let form = d.n(0, 2);
    let lean = d.f(14.0, 34.0);
    let (long, wide) = match form {
        0 => (d.f(150.0, 190.0), d.f(34.0, 44.0)),
        1 => (d.f(120.0, 140.0), d.f(66.0, 82.0)),
        _ => (d.f(100.0, 124.0), d.f(22.0, 28.0)),
    };
    s.set((-54.0, -2.0), lean, 1.0, |s| {
        s.slab(Fall(grip), (-13.0, -84.0), (26.0, 86.0), 9.0);
        s.mark(
            Flat(steel.light(0.3)),
            6.0,
            &shape::dots(&[(0.0, -66.0), (0.0, -42.0), (0.0, -18.0)]),
            0.9,
        );
        s.slab(Sheen(steel.dark(0.1)), (-14.0, -96.0), (28.0, 14.0), 3.0);
        let tip = -96.0 - long;
        let blade = match form {
            1 => poly(&[
                (-14.0, -96.0),
                (wide - 14.0, -102.0),
                (wide - 12.0, tip + 6.0),
                (-14.0, tip),
            ]),
            _ => blob(&[
                (-14.0, -96.0),
                (-14.0, -96.0),
                (wide - 12.0, -98.0),
                (wide - 12.0, -98.0),
                (wide - 14.0, -96.0 - long * 0.5),
                (wide * 0.3, tip + 24.0),
                (-13.0, tip),
                (-13.0, tip),
                (-14.0, -96.0 - long * 0.5),
            ]),
        };
        s.put(Sheen(steel), &blade);
        s.mark(
            Flat(steel.light(0.7)),
            2.4,
            &shape::curve(&[(wide - 20.0, -104.0), (wide - 22.0, -96.0 - long * 0.5)]),
            0.8,
        );
        if form == 1 {
            s.oval(Flat(steel.dark(0.5)), wide - 28.0, tip + 18.0, 5.0, 5.0);
        }
    });
    // What it is for lies beside it.
    let board = d.tint(WOOD);
    s.slab(Fall(board.dark(0.15)), (-110.0, -7.0), (240.0, 13.0), 5.0);
    let c = d.tint(&[0xd0483a, 0xe08a3a, 0x6a9a4a, 0xe8dcc0]);
    s.oval(Ball(c), 88.0, -30.0, 27.0, 24.0);
    s.put(
        Flat(Colour::hex(0x005a_8a3f)),
        &shape::all([-150.0, -90.0, -30.0].map(|t| shape::leaf((88.0, -52.0), t, 18.0, 7.0))),
    );
}

fn board(s: &mut Sheet, d: &Dice) {
    let c = d.tint(WOOD);
    let (w, h, lean) = (d.f(64.0, 92.0), d.f(130.0, 200.0), d.f(-9.0, 9.0));
    let round = d.odds(25);
    s.set((0.0, -4.0), lean, 1.0, |s| {
        let face = if round {
            shape::oval(0.0, -w * 1.1, w * 1.1, w * 1.1)
        } else {
            shape::slab(-w, -h, w * 2.0, h, d.f(8.0, 26.0))
        };
        let top = if round { -w * 2.2 } else { -h };
        if round || d.odds(55) {
            s.slab(Fall(c.dark(0.05)), (-17.0, top - 56.0), (34.0, 80.0), 14.0);
            s.oval(Flat(c.dark(0.6)), 0.0, top - 38.0, 7.0, 7.0);
        } else {
            s.aside(|_| {});
        }
        s.set((5.0, 3.0), 0.0, 1.0, |s| s.put(Flat(c.dark(0.38)), &face));
        s.put(Fall(c), &face);
        let frame =
            if round { (-w * 1.1, -w * 2.2, w * 2.2, w * 2.2) } else { (-w, -h, w * 2.0, h) };
        s.inside(&face, |s| {
            let grain = (1..7).map(|i| {
                let x = frame.0 + frame.2 * i as f32 / 7.0 + d.f(-6.0, 6.0);
                shape::curve(&[
                    (x, frame.1),
                    (x + d.f(-9.0, 9.0), frame.1 + frame.3 * 0.4),
                    (x + d.f(-6.0, 6.0), frame.1 + frame.3),
                ])
            });
            s.mark(Flat(c.dark(0.34)), 2.4, &shape::all(grain), 0.4);
            if d.odds(40) {
                let other = d.tint(WOOD);
                let x = frame.0 + frame.2 * d.f(0.2, 0.7);
                s.veil(
                    Fall(other.dark(0.25)),
                    &shape::slab(x, frame.1, frame.2 * d.f(0.08, 0.2), frame.3, 0.1),
                    0.8,
                );
            }
        });
        if !round && d.odds(40) {
            s.mark(
                Flat(c.dark(0.4)),
                4.0,
                &shape::slab(-w + 13.0, -h + 13.0, w * 2.0 - 26.0, h - 26.0, 8.0),
                0.5,
            );
        }
    });
}

fn cutlery(s: &mut Sheet, d: &Dice) {
    // In a cup: forks, spoons and chopsticks stand up.
    let steel = d.tint(METAL);
    let wood = d.tint(WOOD);
    let grips = d.odds(40);
    for (i, x) in [-34.0, -12.0, 12.0, 34.0].into_iter().enumerate() {
        let lean = x * d.f(0.24, 0.4);
        let which = (i + d.n(0, 2)) % 3;
        s.set((x, -60.0), lean, 1.0, |s| {
            let shaft = if grips { wood } else { steel };
            s.pipe(shaft, 7.0, &[(0.0, 20.0), (0.0, -64.0)]);
            match which {
                0 => s.put(
                    Sheen(steel),
                    &blob(&[
                        (0.0, -58.0),
                        (13.0, -78.0),
                        (17.0, -104.0),
                        (0.0, -126.0),
                        (-17.0, -104.0),
                        (-13.0, -78.0),
                    ]),
                ),
                1 => {
                    s.put(
                        Sheen(steel),
                        &blob(&[
                            (0.0, -58.0),
                            (15.0, -74.0),
                            (17.0, -92.0),
                            (17.0, -92.0),
                            (-17.0, -92.0),
                            (-17.0, -92.0),
                            (-15.0, -74.0),
                        ]),
                    );
                    for t in [-14.0, -4.7, 4.7, 14.0] {
                        s.rod(steel, 4.4, &[(t, -90.0), (t, -124.0)]);
                    }
                }
                _ => s.put(
                    Sheen(steel),
                    &blob(&[
                        (-6.0, -56.0),
                        (-6.0, -56.0),
                        (9.0, -60.0),
                        (13.0, -100.0),
                        (-3.0, -134.0),
                        (-6.0, -130.0),
                    ]),
                ),
            }
        });
    }
    let cup = d.tint(SHELL);
    let r = d.f(50.0, 60.0);
    let body = shape::turned(&[
        (r, -96.0),
        (r, -96.0),
        (r * d.f(0.84, 1.0), -4.0),
        (r * 0.6, 5.0),
        (0.0, 7.0),
    ]);
    s.put(Round(cup), &body);
    ornament(s, d, &body, (-r, -96.0, r * 2.0, 100.0), cup, crate::decor::POTTERY);
    s.gloss(6.0, &[(-r * 0.76, -82.0), (-r * 0.72, -14.0)], 0.35);
}

fn rice_cooker(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let (r, h) = (d.f(96.0, 112.0), d.f(104.0, 130.0));
    let trim = c.dark(0.35);
    s.pipe(
        trim,
        10.0,
        &[
            (-r * 0.72, -h - 24.0),
            (-r * 0.6, -h - 52.0),
            (r * 0.6, -h - 52.0),
            (r * 0.72, -h - 24.0),
        ],
    );
    let body = shape::turned(&[
        (r * 0.96, -h),
        (r * 0.96, -h),
        (r * 1.04, -h * 0.6),
        (r, -20.0),
        (r * 0.86, 0.0),
        (r * 0.5, 6.0),
        (0.0, 7.0),
    ]);
    s.put(Round(c), &body);
    s.put(
        Round(c.light(0.1)),
        &shape::turned(&[
            (0.0, -h - 40.0),
            (r * 0.5, -h - 36.0),
            (r * 0.9, -h - 18.0),
            (r * 0.98, -h),
            (r * 0.98, -h),
        ]),
    );
    s.slab(Sheen(Colour::hex(0x00a8_aeb0)), (-r * 0.99, -h - 5.0), (r * 1.98, 9.0), 4.0);
    s.oval(Flat(trim), d.f(-8.0, 30.0), -h - 33.0, 13.0, 4.0);
    let (w, y) = (r * d.f(0.62, 0.9), -h * 0.72);
    s.slab(Flat(Colour::hex(0x0022_282a)), (-w / 2.0, y), (w, h * 0.46), d.f(8.0, 22.0));
    s.slab(Flat(Colour::hex(0x009f_d0c0)), (-w * 0.3, y + h * 0.07), (w * 0.6, h * 0.15), 4.0);
    let lights: Vec<_> = (0..4).map(|i| ((i as f32 - 1.5) * w * 0.2, y + h * 0.34)).collect();
    s.mark(Flat(d.tint(&[0xe08a4a, 0xe0e0d8, 0x6fb09a])), 8.0, &shape::dots(&lights), 1.0);
    s.gloss(7.0, &[(-r * 0.84, -h * 0.84), (-r * 0.88, -h * 0.5), (-r * 0.84, -24.0)], 0.36);
}
