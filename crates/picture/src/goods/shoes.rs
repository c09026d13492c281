//! For feet and hands: shoes, boots, sandals, gloves.

use super::{Good, table, wall};
use crate::colour::{CLOTH, Colour, HIDE, MERRY, SHELL, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, Shape, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("shoe", 2, shoe),
    table("boot", 2, boot),
    table("sandal", 2, sandal),
    wall("glove", gloves),
];

fn sole(s: &mut Sheet, c: Colour, thick: f32) {
    s.put(
        Fall(c),
        &blob(&[
            (-102.0, -thick),
            (-102.0, -thick),
            (0.0, -thick * 0.8),
            (96.0, -thick - 4.0),
            (116.0, -thick - 8.0),
            (112.0, 0.0),
            (60.0, 2.0),
            (-60.0, 2.0),
            (-106.0, 0.0),
        ]),
    );
}

fn shoe(s: &mut Sheet, d: &Dice) {
    let sporty = d.odds(60);
    let c = if sporty { d.tint(if d.odds(50) { SHELL } else { MERRY }) } else { d.tint(HIDE) };
    let accent = second(d, c);
    let thick = if sporty { d.f(18.0, 30.0) } else { d.f(9.0, 14.0) };
    let high = d.f(84.0, 112.0);
    let y = -thick;
    s.put(
        Flat(c.dark(0.5)),
        &blob(&[
            (-92.0, y - high + 8.0),
            (-60.0, y - high - 6.0),
            (-28.0, y - high + 14.0),
            (-40.0, y - high + 30.0),
            (-86.0, y - high + 26.0),
        ]),
    );
    let upper = blob(&[
        (-98.0, y + 2.0),
        (-98.0, y + 2.0),
        (-104.0, y - high * 0.5),
        (-94.0, y - high + 6.0),
        (-94.0, y - high + 6.0),
        (-64.0, y - high + 24.0),
        (-26.0, y - high + 12.0),
        (-26.0, y - high + 12.0),
        (14.0, y - high * 0.56),
        (66.0, y - high * 0.42),
        (110.0, y - 20.0),
        (110.0, y + 2.0),
        (110.0, y + 2.0),
    ]);
    s.put(Fall(c), &upper);
    shoe_side(s, d, &upper, (c, accent), sporty, (y, high));
    let laces = (0..4).map(|i| {
        let t = i as f32;
        shape::wire(&[
            (-22.0 + t * 16.0, y - high + 30.0 + t * 10.0),
            (-2.0 + t * 17.0, y - high + 22.0 + t * 11.0),
        ])
    });
    if sporty || d.odds(55) {
        s.mark(
            Flat(if sporty { c.against().light(0.3) } else { c.dark(0.4) }),
            5.0,
            &shape::all(laces),
            1.0,
        );
    }
    shoe_sole(s, d, (c, accent), sporty, thick);
}

fn shoe_sole(s: &mut Sheet, d: &Dice, (c, accent): (Colour, Colour), sporty: bool, thick: f32) {
    sole(
        s,
        if sporty { d.tint(&[0xf2efe8, 0xe8e0d0, 0x34383c, 0xc9a070]) } else { c.dark(0.5) },
        thick,
    );
    if sporty {
        s.mark(
            Flat(accent),
            3.0,
            &shape::curve(&[(-100.0, -thick * 0.4), (0.0, -thick * 0.3), (108.0, -thick * 0.5)]),
            0.6,
        );
    } else {
        s.slab(Fall(c.dark(0.6)), (-104.0, -9.0), (56.0, 14.0), 2.0);
    }
    s.gloss(5.0, &[(72.0, -thick - 38.0), (96.0, -thick - 26.0)], 0.4);
}

fn shoe_side(
    s: &mut Sheet,
    d: &Dice,
    upper: &Shape,
    (c, accent): (Colour, Colour),
    sporty: bool,
    (y, high): At,
) {
    s.inside(upper, |s| {
        s.put(
            Ball(c.light(0.1)),
            &blob(&[
                (58.0, y + 4.0),
                (50.0, y - 22.0),
                (70.0, y - 48.0),
                (120.0, y - 30.0),
                (120.0, y + 4.0),
            ]),
        );
        if sporty {
            match d.n(0, 2) {
                0 => s.mark(
                    Flat(accent),
                    10.0,
                    &shape::curve(&[(-60.0, y - 6.0), (-10.0, y - 18.0), (40.0, y - 52.0)]),
                    1.0,
                ),
                1 => s.mark(
                    Flat(accent),
                    7.0,
                    &shape::all(
                        [0.0, 18.0, 36.0]
                            .map(|x| shape::wire(&[(-30.0 + x, y), (-6.0 + x, y - 46.0)])),
                    ),
                    1.0,
                ),
                _ => s.put(
                    Flat(accent),
                    &blob(&[
                        (-110.0, y + 4.0),
                        (-110.0, y - high * 0.6),
                        (-76.0, y - high * 0.5),
                        (-62.0, y + 4.0),
                    ]),
                ),
            }
        } else {
            s.stitch(c.light(0.5), &[(54.0, y), (48.0, y - 24.0), (62.0, y - 44.0)]);
        }
    });
}

fn boot(s: &mut Sheet, d: &Dice) {
    let rubber = d.odds(25);
    let c = if rubber { d.tint(MERRY) } else { d.tint(HIDE) };
    let high = d.f(124.0, 190.0);
    let (thick, heel) = (d.f(9.0, 16.0), d.f(8.0, 26.0));
    let y = -thick - heel * 0.4;
    s.put(Flat(c.dark(0.5)), &shape::oval(-46.0, y - high, 46.0, 11.0));
    let upper = blob(&[
        (-92.0, y - high),
        (-92.0, y - high),
        (-88.0, y - high * 0.5),
        (-84.0, y - 50.0),
        (-94.0, y + 2.0),
        (-94.0, y + 2.0),
        (104.0, y + 2.0),
        (104.0, y + 2.0),
        (104.0, y - 26.0),
        (72.0, y - 48.0),
        (24.0, y - 62.0),
        (4.0, y - 92.0),
        (2.0, y - high * 0.7),
        (2.0, y - high),
        (2.0, y - high),
        (-46.0, y - high + 11.0),
    ]);
    s.put(Round(c), &upper);
    if rubber {
        s.mark(
            Flat(c.dark(0.25)),
            9.0,
            &shape::curve(&[
                (-90.0, y - high + 16.0),
                (-46.0, y - high + 27.0),
                (0.0, y - high + 16.0),
            ]),
            1.0,
        );
    } else {
        boot_trim(s, d, c, (y, high));
    }
    sole(
        s,
        if rubber { c.dark(0.35) } else { d.tint(&[0x2a2826, 0x6a4a32, 0xd8c8a8]) },
        thick + heel * 0.4,
    );
    s.slab(Fall(c.dark(0.55)), (-100.0, -heel - 4.0), (60.0, heel + 8.0), 3.0);
    s.gloss(6.0, &[(-74.0, y - high + 34.0), (-70.0, y - 74.0)], 0.3);
}

fn boot_trim(s: &mut Sheet, d: &Dice, c: Colour, (y, high): At) {
    s.stitch(c.light(0.45), &[(54.0, y), (46.0, y - 26.0), (56.0, y - 50.0)]);
    if d.odds(60) {
        let laces = (0..5).map(|i| {
            let t = i as f32;
            shape::wire(&[
                (-10.0 + t * 5.0, y - high * 0.8 + t * 17.0),
                (10.0 + t * 6.0, y - high * 0.8 - 4.0 + t * 18.0),
            ])
        });
        s.mark(Flat(Colour::hex(0x00d8_b878)), 4.6, &shape::all(laces), 1.0);
    } else {
        s.rod(c.dark(0.3), 12.0, &[(-84.0, y - 62.0), (-30.0, y - 54.0), (16.0, y - 68.0)]);
        s.mark(
            Flat(Colour::hex(0x00c2_aa72)),
            4.0,
            &shape::slab(-26.0, y - 66.0, 19.0, 20.0, 3.0),
            1.0,
        );
    }
    if d.odds(35) {
        let fur = d.tint(&[0xeee4d2, 0xd8c4a4, 0xc0b0a0]);
        s.put(
            Ball(fur),
            &blob(&[
                (-98.0, y - high + 8.0),
                (-94.0, y - high - 15.0),
                (-46.0, y - high - 10.0),
                (4.0, y - high - 15.0),
                (10.0, y - high + 8.0),
                (-46.0, y - high + 22.0),
            ]),
        );
    }
}

fn sandal(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(60) { d.tint(HIDE) } else { d.tint(MERRY) };
    let foot = d.tint(&[0xc9a070, 0x8a6038, 0xe6d8c0, 0x3a3430]);
    let thick = d.f(16.0, 34.0);
    let closed = d.odds(40);
    if !closed {
        // A strap around the heel.
        s.pipe(
            c,
            13.0,
            &[
                (-34.0, -thick - 4.0),
                (-60.0, -thick - 50.0),
                (-94.0, -thick - 62.0),
                (-100.0, -thick - 20.0),
            ],
        );
    }
    s.put(
        Fall(foot.dark(0.2)),
        &blob(&[
            (-112.0, -thick),
            (-112.0, -thick),
            (112.0, -thick + 4.0),
            (112.0, -thick + 4.0),
            (108.0, 0.0),
            (0.0, 2.0),
            (-108.0, 0.0),
        ]),
    );
    s.put(
        Fall(foot.light(0.08)),
        &blob(&[
            (-114.0, -thick - 2.0),
            (-60.0, -thick - 17.0),
            (30.0, -thick - 8.0),
            (104.0, -thick - 10.0),
            (116.0, -thick + 3.0),
            (40.0, -thick + 8.0),
            (-70.0, -thick + 6.0),
        ]),
    );
    let y = -thick;
    if closed {
        slipper(s, d, c, y);
    } else {
        straps(s, c, y);
    }
}

fn straps(s: &mut Sheet, c: Colour, y: f32) {
    for (from, top, to) in [(52.0, 76.0, 92.0), (2.0, 34.0, 62.0)] {
        s.pipe(
            c,
            17.0,
            &[(from, y + 2.0), (top - 10.0, y - 40.0), (top + 4.0, y - 38.0), (to, y - 2.0)],
        );
    }
    s.mark(Flat(Colour::hex(0x00c2_aa72)), 4.0, &shape::slab(20.0, y - 38.0, 18.0, 18.0, 3.0), 1.0);
}

fn slipper(s: &mut Sheet, d: &Dice, c: Colour, y: f32) {
    let band = blob(&[
        (-16.0, y + 2.0),
        (-16.0, y + 2.0),
        (4.0, y - 52.0),
        (42.0, y - 64.0),
        (82.0, y - 42.0),
        (100.0, y - 2.0),
        (100.0, y - 2.0),
        (40.0, y + 8.0),
    ]);
    s.put(Ball(c), &band);
    ornament(s, d, &band, (-16.0, y - 60.0, 116.0, 66.0), c, WOVEN);
}

fn gloves(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(40) { d.tint(HIDE) } else { d.tint(CLOTH) };
    let cuff = second(d, c);
    let mitten = d.odds(45);
    let spread = d.f(8.0, 15.0);
    s.aside(|s| s.rod(d.tint(WOOD), 4.0, &[(-150.0, -8.0), (150.0, -8.0)]));
    for side in [-1.0_f32, 1.0] {
        s.set((side * 62.0, 4.0), -side * spread, 1.0, |s| {
            let at = |(x, y): At| (x * side, y);
            let palm: Vec<At> = if mitten {
                [
                    (-36.0, 44.0),
                    (-42.0, 90.0),
                    (-40.0, 160.0),
                    (-20.0, 196.0),
                    (10.0, 198.0),
                    (32.0, 170.0),
                    (36.0, 110.0),
                    (36.0, 44.0),
                ]
                .map(at)
                .to_vec()
            } else {
                [
                    (-36.0, 44.0),
                    (-36.0, 44.0),
                    (-42.0, 90.0),
                    (-42.0, 136.0),
                    (40.0, 136.0),
                    (38.0, 90.0),
                    (36.0, 44.0),
                    (36.0, 44.0),
                ]
                .map(at)
                .to_vec()
            };
            s.trace(
                Round(c.dark(0.06)),
                25.0,
                &shape::curve(&[(-26.0, 84.0), (-58.0, 110.0), (-66.0, 140.0)].map(at)),
            );
            let form = blob(&palm);
            s.put(Round(c), &form);
            if !mitten {
                fingers(s, c, at);
            }
            ornament(
                s,
                &d.clone(),
                &form,
                (-42.0, 70.0, 84.0, if mitten { 120.0 } else { 60.0 }),
                c,
                WOVEN,
            );
            s.slab(Round(cuff), (-42.0, -2.0), (84.0, 54.0), 9.0);
            let ribs = (0..8).map(|i| {
                let x = -34.0 + i as f32 * 9.7;
                shape::wire(&[(x, 4.0), (x, 46.0)])
            });
            s.mark(Flat(cuff.dark(0.45)), 2.2, &shape::all(ribs), 0.4);
            s.slab(Fall(Colour::hex(0x00c9_a06a)), (-5.0, -18.0), (11.0, 30.0), 3.0);
        });
    }
}

fn fingers(s: &mut Sheet, c: Colour, at: impl Fn(At) -> At + Copy) {
    for (x, long, lean) in
        [(-31.0, 186.0, -4.0), (-10.0, 204.0, -1.0), (11.0, 198.0, 2.0), (31.0, 176.0, 6.0)]
    {
        s.trace(Round(c), 20.0, &shape::wire(&[(x, 120.0), (x + lean, long)].map(at)));
        s.mark(
            Flat(c.dark(0.4)),
            1.8,
            &shape::wire(&[(x + 10.5, 132.0), (x + 10.5 + lean * 0.6, long - 14.0)].map(at)),
            0.35,
        );
    }
}
