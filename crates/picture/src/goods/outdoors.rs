//! Out of doors: tents, ropes, lanterns, helmets.

use super::{Good, table};
use crate::colour::{CLOTH, Colour, MERRY, METAL, SHELL, WOOD};
use crate::decor::{POTTERY, WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("tent", 1, tent),
    table("rope", 1, rope),
    table("lantern", 2, lantern),
    table("bike-helmet", 2, helmet),
];

fn tent(s: &mut Sheet, d: &Dice) {
    let c = d.tint(MERRY).mix(d.tint(CLOTH), 0.45);
    let other = second(d, c);
    let h = d.f(136.0, 168.0);
    let w = d.f(126.0, 142.0);
    let rope = Colour::hex(0x00c9_b890);
    s.aside(|s| {
        s.rod(rope, 2.4, &[(0.0, -h), (-w - 26.0, 0.0)]);
        s.rod(rope, 2.4, &[(20.0, -h), (w + 26.0, 0.0)]);
    });
    if d.odds(50) {
        ridge_tent(s, d, (c, other), w, h);
    } else {
        dome_tent(s, (c, other), w, h);
    }
}

fn dome_tent(s: &mut Sheet, (c, other): (Colour, Colour), w: f32, h: f32) {
    // A dome.
    let dome = blob(&[
        (-w, 0.0),
        (-w, 0.0),
        (-w * 0.8, -h * 0.6),
        (-w * 0.2, -h * 0.98),
        (w * 0.3, -h * 0.98),
        (w * 0.84, -h * 0.58),
        (w, 0.0),
        (w, 0.0),
    ]);
    s.put(Ball(c), &dome);
    s.inside(&dome, |s| {
        s.veil(
            Ball(other),
            &blob(&[
                (0.0, -h - 4.0),
                (0.0, -h - 4.0),
                (w * 0.4, -h * 0.6),
                (w * 0.52, 0.0),
                (w * 0.52, 0.0),
                (w * 1.1, 0.0),
                (w * 1.1, 0.0),
                (w * 0.9, -h * 0.7),
            ]),
            0.85,
        );
        for x in [-0.9, 0.5] {
            s.seam(c.dark(0.4), 4.0, &[(w * 0.05, -h), (w * x * 0.8, -h * 0.6), (w * x, 0.0)], 0.6);
        }
    });
    s.put(
        Flat(Colour::hex(0x0038_322c)),
        &blob(&[
            (-w * 0.56, 0.0),
            (-w * 0.56, 0.0),
            (-w * 0.46, -h * 0.5),
            (-w * 0.14, -h * 0.66),
            (w * 0.14, -h * 0.46),
            (w * 0.2, 0.0),
            (w * 0.2, 0.0),
        ]),
    );
    s.put(
        Fall(c.light(0.2)),
        &blob(&[
            (-w * 0.56, 0.0),
            (-w * 0.56, 0.0),
            (-w * 0.46, -h * 0.5),
            (-w * 0.14, -h * 0.66),
            (-w * 0.2, -h * 0.4),
            (-w * 0.4, 0.0),
            (-w * 0.4, 0.0),
        ]),
    );
}

fn ridge_tent(s: &mut Sheet, d: &Dice, (c, other): (Colour, Colour), w: f32, h: f32) {
    // A ridge tent.
    s.put(
        Fall(c.dark(0.26)),
        &poly(&[(0.0, -h), (w * 0.6, -h + 14.0), (w, -10.0), (w * 0.52, 0.0)]),
    );
    let face = poly(&[(0.0, -h), (w * 0.52, 0.0), (-w * 0.86, 0.0)]);
    s.put(Round(c), &face);
    ornament(s, d, &face, (-w * 0.86, -h, w * 1.4, h), c, &WOVEN[..3]);
    s.put(
        Flat(Colour::hex(0x0038_322c)),
        &poly(&[(-4.0, -h * 0.76), (w * 0.2, 0.0), (-w * 0.5, 0.0)]),
    );
    s.put(
        Fall(other),
        &blob(&[
            (-4.0, -h * 0.76),
            (-4.0, -h * 0.76),
            (-w * 0.3, -h * 0.32),
            (-w * 0.5, 0.0),
            (-w * 0.5, 0.0),
            (-w * 0.66, 0.0),
            (-w * 0.66, 0.0),
            (-w * 0.38, -h * 0.36),
        ]),
    );
    s.pipe(d.tint(WOOD), 6.0, &[(0.0, -h - 12.0), (0.0, -h + 8.0)]);
}

fn rope(s: &mut Sheet, d: &Dice) {
    if d.odds(50) {
        skipping_rope(s, d);
        return;
    }
    // A coil, wound about its middle.
    let c = d.tint(&[0xc9a878, 0xd8c49c, 0xb0503f, 0x3f6f8f, 0xe0b356, 0x5f7a5a]);
    let fleck = second(d, c);
    for i in 0..6 {
        let k = 1.0 - i as f32 * 0.1;
        let ring = shape::oval(d.f(-4.0, 4.0), -102.0, 88.0 * k, 96.0 * k);
        s.trace(Flat(c.dark(0.24)), 12.0, &ring);
        s.mark(Flat(c.light(0.14)), 7.0, &ring, 1.0);
        s.dashes(fleck, 4.0, &ring);
    }
    for i in 0..5 {
        let x = -36.0 + i as f32 * 3.0;
        s.pipe(
            c,
            11.0,
            &[
                (x - 26.0, -92.0 + i as f32 * 12.0),
                (x + 36.0, -100.0 + i as f32 * 12.0),
                (x + 100.0, -92.0 + i as f32 * 12.0),
            ],
        );
    }
    s.pipe(c, 11.0, &[(62.0, -42.0), (94.0, -18.0), (122.0, -4.0)]);
}

fn skipping_rope(s: &mut Sheet, d: &Dice) {
    // For skipping: two handles and a cord.
    let c = d.tint(MERRY);
    let grip = if d.odds(50) { d.tint(WOOD) } else { d.tint(MERRY) };
    s.pipe(
        c,
        7.0,
        &[
            (-60.0, -110.0),
            (-80.0, -170.0),
            (0.0, -208.0),
            (84.0, -160.0),
            (70.0, -70.0),
            (-30.0, -40.0),
            (-84.0, -14.0),
            (0.0, -2.0),
            (98.0, -12.0),
            (96.0, -60.0),
            (62.0, -110.0),
        ],
    );
    for (x, lean) in [(-60.0, 14.0), (62.0, -16.0)] {
        s.set((x, -106.0), lean, 1.0, |s| {
            s.slab(Round(grip), (-11.0, 0.0), (22.0, 92.0), 10.0);
            s.slab(Sheen(Colour::hex(0x00b4_babc)), (-7.0, -7.0), (14.0, 10.0), 3.0);
            s.mark(
                Flat(grip.dark(0.4)),
                3.0,
                &shape::all([22.0, 32.0, 42.0].map(|y| shape::wire(&[(-10.0, y), (10.0, y)]))),
                0.5,
            );
        });
    }
}

fn lantern(s: &mut Sheet, d: &Dice) {
    if d.odds(50) {
        paper_lantern(s, d);
        return;
    }
    // For the camp: glass between two plates, with a handle.
    let c = d.tint(if d.odds(50) { MERRY } else { METAL });
    s.trace(
        Flat(c.dark(0.4)),
        5.0,
        &shape::curve(&[
            (-54.0, -150.0),
            (-60.0, -206.0),
            (0.0, -240.0),
            (60.0, -206.0),
            (54.0, -150.0),
        ]),
    );
    s.aside(|s| s.glow(0.0, -92.0, 130.0));
    s.slab(
        crate::sheet::Ink::Glass(Colour::hex(0x00f0_e2b8)),
        (-44.0, -146.0),
        (88.0, 104.0),
        18.0,
    );
    s.put(
        Flat(Colour::hex(0x00f2_a63c)),
        &blob(&[(0.0, -128.0), (14.0, -92.0), (8.0, -68.0), (-8.0, -68.0), (-14.0, -92.0)]),
    );
    s.put(
        Flat(Colour::hex(0x00ff_eebc)),
        &blob(&[(0.0, -108.0), (7.0, -86.0), (0.0, -72.0), (-7.0, -86.0)]),
    );
    for x in [-50.0, 50.0] {
        s.pipe(c.dark(0.25), 5.0, &[(x, -150.0), (x, -40.0)]);
    }
    s.put(Round(c), &poly(&[(-24.0, -186.0), (24.0, -186.0), (60.0, -148.0), (-60.0, -148.0)]));
    s.slab(Round(c.dark(0.1)), (-18.0, -198.0), (36.0, 14.0), 3.0);
    s.put(Round(c), &poly(&[(-52.0, -46.0), (52.0, -46.0), (66.0, 0.0), (-66.0, 0.0)]));
    s.oval(Ball(c.dark(0.3)), 0.0, -22.0, 10.0, 10.0);
}

fn paper_lantern(s: &mut Sheet, d: &Dice) {
    // Paper, with tassel.
    let c = d.tint(&[0xb8383a, 0xe8d8b8, 0xd9903a, 0xc8584a, 0xf2ead8, 0x7a9a8a]);
    let (r, h) = (d.f(74.0, 90.0), d.f(110.0, 150.0));
    let y = -52.0 - h / 2.0;
    s.aside(|s| s.glow(0.0, y, 140.0));
    s.rod(Colour::hex(0x005a_4632), 3.0, &[(0.0, y - h / 2.0 - 44.0), (0.0, y - h / 2.0)]);
    let body = shape::oval(0.0, y, r, h / 2.0);
    s.put(Ball(c), &body);
    ornament(s, d, &body, (-r * 0.6, y - h * 0.36, r * 1.2, h * 0.7), c, POTTERY);
    s.inside(&body, |s| {
        for k in [-0.75, -0.4, 0.0, 0.4, 0.75] {
            s.seam(
                c.dark(0.4),
                2.2,
                &[(k * r * 0.4, y - h / 2.0), (k * r, y), (k * r * 0.4, y + h / 2.0)],
                0.45,
            );
        }
    });
    let wood = Colour::hex(0x006a_4630);
    s.slab(Round(wood), (-30.0, y - h / 2.0 - 6.0), (60.0, 13.0), 3.0);
    s.slab(Round(wood), (-30.0, y + h / 2.0 - 7.0), (60.0, 13.0), 3.0);
    s.mark(
        Flat(c.dark(0.1)),
        3.0,
        &shape::all(
            [-6.0, -2.0, 2.0, 6.0]
                .map(|x| shape::wire(&[(x * 0.4, y + h / 2.0 + 16.0), (x, y + h / 2.0 + 48.0)])),
        ),
        1.0,
    );
    s.oval(Ball(Colour::hex(0x00d9_b25a)), 0.0, y + h / 2.0 + 13.0, 6.0, 6.0);
}

fn helmet(s: &mut Sheet, d: &Dice) {
    let c = d.tint(if d.odds(50) { MERRY } else { SHELL });
    let dark = Colour::hex(0x002c_3033);
    s.rod(dark, 6.0, &[(-76.0, -40.0), (-34.0, -4.0), (10.0, 0.0), (50.0, -38.0)]);
    s.rod(dark, 6.0, &[(-20.0, -44.0), (-2.0, -2.0)]);
    s.slab(Flat(dark), (-10.0, -9.0), (26.0, 12.0), 4.0);
    let dome = blob(&[
        (-124.0, -44.0),
        (-124.0, -44.0),
        (-112.0, -104.0),
        (-50.0, -150.0),
        (30.0, -152.0),
        (98.0, -112.0),
        (126.0, -56.0),
        (126.0, -56.0),
        (80.0, -48.0),
        (0.0, -42.0),
        (-70.0, -36.0),
    ]);
    s.put(Ball(c), &dome);
    let accent = second(d, c);
    s.inside(&dome, |s| {
        if d.odds(60) {
            s.veil(
                Ball(accent),
                &blob(&[
                    (-124.0, -30.0),
                    (-110.0, -78.0),
                    (0.0, -92.0),
                    (130.0, -70.0),
                    (130.0, -30.0),
                ]),
                0.9,
            );
        }
        for (x, y, long, turn) in [
            (-84.0, -84.0, 62.0, -44.0),
            (-34.0, -92.0, 70.0, -24.0),
            (26.0, -98.0, 66.0, 8.0),
            (76.0, -96.0, 48.0, 36.0),
        ] {
            s.put(Flat(dark), &shape::leaf((x - long * 0.3, y), turn, long, 13.0));
        }
    });
    s.gloss(6.0, &[(-92.0, -104.0), (-50.0, -138.0), (10.0, -144.0)], 0.45);
    s.rod(
        c.dark(0.4),
        6.0,
        &[(-122.0, -44.0), (-70.0, -37.0), (0.0, -43.0), (80.0, -49.0), (124.0, -57.0)],
    );
}
