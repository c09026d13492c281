//! Sport: balls, rackets, mats, weights.

use super::{Good, table};
use crate::colour::{CLOTH, Colour, HIDE, MERRY, METAL, WOOD};
use crate::decor::{WOVEN, emblem, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("ball", 2, ball),
    table("basketball", 2, basketball),
    table("football", 2, football),
    table("racket", 1, racket),
    table("mat", 1, mat),
    table("dumbbell", 2, dumbbell),
    table("kettlebell", 2, kettlebell),
];

/// How large the large balls are.
const BALL: f32 = 84.0;

fn ball(s: &mut Sheet, d: &Dice) {
    match d.n(0, 3) {
        0 => {
            basketball(s, d);
        }
        1 => {
            football(s, d);
        }
        2 => {
            beach_ball(s, d);
        }
        _ => {
            small_balls(s, d);
        }
    }
}

fn small_balls(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xc8d84a, 0xf2c84a, 0xe8ecec, 0xd9a0b0]);
    for (x, y, k) in
        [(-52.0, -50.0, 50.0), (54.0, -48.0, 48.0), (0.0, -124.0, 49.0)].into_iter().take(d.n(1, 3))
    {
        s.oval(Ball(c), x, y, k, k);
        let seams = [
            shape::curve(&[
                (x - k * 0.9, y - k * 0.4),
                (x - k * 0.1, y - k * 0.2),
                (x + k * 0.3, y - k * 0.94),
            ]),
            shape::curve(&[
                (x - k * 0.5, y + k * 0.86),
                (x + k * 0.1, y + k * 0.3),
                (x + k * 0.96, y + k * 0.2),
            ]),
        ];
        s.mark(Flat(Colour::hex(0x00fb_faf2).mix(c, 0.1)), 4.0, &shape::all(seams), 0.95);
    }
}

fn beach_ball(s: &mut Sheet, d: &Dice) {
    let r = BALL;
    let (a, b) = (d.tint(MERRY), d.tint(MERRY));
    let form = shape::oval(0.0, -r, r, r);
    s.put(Ball(Colour::hex(0x00f4_efe4)), &form);
    s.inside(&form, |s| {
        for (i, x) in [-92.0, -30.0, 40.0].into_iter().enumerate() {
            s.veil(
                Ball(if i % 2 == 0 { a } else { b }),
                &blob(&[
                    (6.0, -2.0 * r),
                    (x, -r - 30.0),
                    (x, -r + 30.0),
                    (6.0, 0.0),
                    (x + 46.0, -r + 26.0),
                    (x + 46.0, -r - 26.0),
                ]),
                0.92,
            );
        }
    });
    s.oval(Ball(a), 5.0, -2.0 * r + 5.0, 17.0, 8.0);
}

fn football(s: &mut Sheet, d: &Dice) {
    let r = BALL;
    let c = d.tint(&[0xf4f2ec, 0xe8ece8, 0xf2e0c8]);
    let patch = d.tint(&[0x2c3034, 0x2f4a7a, 0xb03a3a, 0x2f6a4a]);
    let form = shape::oval(0.0, -r, r, r);
    s.put(Ball(c), &form);
    s.inside(&form, |s| {
        let penta = |x: f32, y: f32, k: f32, turn: f32| {
            let points: Vec<At> = (0..5)
                .map(|i| {
                    let a = turn + i as f32 * 1.2566;
                    (x + a.sin() * k, y - a.cos() * k)
                })
                .collect();
            poly(&points)
        };
        let turn = d.f(0.0, 1.2);
        let mut all = vec![penta(0.0, -r, 28.0, turn)];
        let mut lines = Vec::new();
        for i in 0..5 {
            let a = turn + i as f32 * 1.2566;
            let (x, y) = (a.sin(), -a.cos());
            lines.push(shape::wire(&[(x * 28.0, -r + y * 28.0), (x * 54.0, -r + y * 54.0)]));
            all.push(penta(x * 80.0, -r + y * 80.0, 27.0, a + std::f32::consts::PI));
        }
        s.mark(Flat(patch), 2.6, &shape::all(lines), 0.8);
        s.veil(Ball(patch), &shape::all(all), 0.95);
    });
}

fn basketball(s: &mut Sheet, d: &Dice) {
    let r = BALL;
    let c = d.tint(&[0xc8703a, 0xb8602f, 0xd08a4a]);
    s.oval(Ball(c), 0.0, -r, r, r);
    let dark = c.dark(0.7);
    let seams = [
        shape::curve(&[(-r, -r), (0.0, -r + 20.0), (r, -r)]),
        shape::curve(&[(0.0, -2.0 * r), (14.0, -r), (0.0, 0.0)]),
        shape::curve(&[(-62.0, -r - 56.0), (-22.0, -r), (-62.0, -r + 56.0)]),
        shape::curve(&[(62.0, -r - 56.0), (34.0, -r), (62.0, -r + 56.0)]),
    ];
    s.mark(Flat(dark), 3.6, &shape::all(seams), 0.9);
}

fn racket(s: &mut Sheet, d: &Dice) {
    let c = d.tint(MERRY);
    let grip = d.tint(HIDE);
    let lean = d.f(16.0, 30.0);
    if d.odds(40) {
        bats(s, d, c, lean);
        return;
    }
    let slim = d.odds(50);
    let (rx, ry) = if slim { (44.0, 58.0) } else { (58.0, 76.0) };
    s.set((-64.0, -4.0), lean, 1.0, |s| {
        let y = -132.0 - ry * 0.9;
        let strings = (-4..=4)
            .map(|i| {
                let x = i as f32 * rx / 4.8;
                let k = (1.0 - (x / rx).powi(2)).sqrt() * ry;
                shape::wire(&[(x, y - k), (x, y + k)])
            })
            .chain((-5..=5).map(|i| {
                let dy = i as f32 * ry / 5.8;
                let k = (1.0 - (dy / ry).powi(2)).sqrt() * rx;
                shape::wire(&[(-k, y + dy), (k, y + dy)])
            }));
        s.mark(Flat(Colour::hex(0x00f4_f2ea)), 1.8, &shape::all(strings), 0.95);
        s.pipe(
            c,
            if slim { 6.0 } else { 9.0 },
            &[(-rx * 0.5, y + ry * 0.84), (0.0, -92.0), (0.0, -60.0)],
        );
        s.pipe(
            c,
            if slim { 6.0 } else { 9.0 },
            &[(rx * 0.5, y + ry * 0.84), (0.0, -92.0), (0.0, -60.0)],
        );
        s.trace(Round(c), if slim { 7.0 } else { 11.0 }, &shape::oval(0.0, y, rx, ry));
        s.slab(Round(grip), (-9.0, -66.0), (18.0, 68.0), 4.0);
        let wrap = (0..6).map(|i| {
            let gy = -58.0 + i as f32 * 11.0;
            shape::wire(&[(-8.0, gy + 5.0), (8.0, gy)])
        });
        s.mark(Flat(grip.dark(0.5)), 2.0, &shape::all(wrap), 0.6);
    });
    if slim {
        shuttlecock(s, c);
    } else {
        s.oval(Ball(Colour::hex(0x00c8_d84a)), 92.0, -27.0, 27.0, 27.0);
        s.seam(Colour::hex(0x00f8_f8e8), 3.0, &[(68.0, -38.0), (92.0, -32.0), (104.0, -52.0)], 0.9);
    }
}

fn shuttlecock(s: &mut Sheet, c: Colour) {
    // A shuttlecock.
    s.set((82.0, -20.0), 62.0, 1.0, |s| {
        s.put(
            Round(Colour::hex(0x00fb_f8f0)),
            &poly(&[
                (-10.0, 0.0),
                (10.0, 0.0),
                (30.0, -66.0),
                (10.0, -60.0),
                (0.0, -68.0),
                (-10.0, -60.0),
                (-30.0, -66.0),
            ]),
        );
        s.mark(
            Flat(Colour::hex(0x00b8_b4a8)),
            1.8,
            &shape::all(
                [-0.6, -0.2, 0.2, 0.6].map(|k| shape::wire(&[(k * 12.0, 0.0), (k * 36.0, -62.0)])),
            ),
            0.7,
        );
        s.put(
            Ball(c),
            &blob(&[(-13.0, 2.0), (13.0, 2.0), (12.0, 14.0), (0.0, 20.0), (-12.0, 14.0)]),
        );
    });
}

fn bats(s: &mut Sheet, d: &Dice, c: Colour, lean: f32) {
    // Table tennis.
    for (side, own) in [(-1.0, c.dark(0.1)), (1.0, d.tint(&[0xb8383a, 0x2c3034]))] {
        s.set((side * 30.0, -4.0), side * lean, 1.0, |s| {
            s.slab(Round(d.tint(WOOD)), (-13.0, -74.0), (26.0, 76.0), 7.0);
            s.put(
                Fall(Colour::hex(0x00c9_a06a)),
                &blob(&[
                    (0.0, -208.0),
                    (56.0, -184.0),
                    (66.0, -136.0),
                    (44.0, -88.0),
                    (14.0, -64.0),
                    (-14.0, -64.0),
                    (-44.0, -88.0),
                    (-66.0, -136.0),
                    (-56.0, -184.0),
                ]),
            );
            s.put(
                Ball(own),
                &blob(&[
                    (0.0, -204.0),
                    (52.0, -182.0),
                    (62.0, -136.0),
                    (40.0, -94.0),
                    (0.0, -84.0),
                    (-40.0, -94.0),
                    (-62.0, -136.0),
                    (-52.0, -182.0),
                ]),
            );
        });
    }
    s.oval(Ball(Colour::hex(0x00f6_f2e8)), 112.0, -18.0, 18.0, 18.0);
}

fn mat(s: &mut Sheet, d: &Dice) {
    // Half unrolled.
    let c = d.tint(MERRY).mix(d.tint(CLOTH), 0.5);
    let under = second(d, c);
    let (w, deep, r) = (d.f(120.0, 138.0), 52.0, d.f(30.0, 40.0));
    let tongue = poly(&[(-w + 46.0, -deep), (w - 60.0, -deep), (w - 30.0, 2.0), (-w, 2.0)]);
    s.put(Flat(under.dark(0.3)), &poly(&[(-w, 2.0), (w - 30.0, 2.0), (w - 30.0, 8.0), (-w, 8.0)]));
    s.put(Fall(c), &tongue);
    ornament(s, d, &tongue, (-w + 20.0, -deep, w * 2.0 - 80.0, deep), c, WOVEN);
    let (x, y) = (w - 46.0, -r - 2.0);
    let far = 30.0;
    s.put(
        Fall(under),
        &blob(&[
            (x - r, y),
            (x - r, y),
            (x - r * 0.8 - far, y - deep * 0.7 - r * 0.2),
            (x - far, y - deep * 0.8 - r * 0.5),
            (x + r * 0.5, y - r * 0.9),
            (x + r, y),
            (x + r * 0.4, y + r),
            (x - r * 0.6, y + r),
        ]),
    );
    s.oval(Round(under), x, y, r, r);
    let spiral = [(0.86, 0.0), (0.72, 0.4), (0.56, 0.2), (0.4, 0.3), (0.24, 0.1)]
        .map(|(k, _)| shape::oval(x, y, r * k, r * k));
    s.mark(Flat(c), 4.0, &shape::all(spiral), 0.9);
    if d.odds(55) {
        s.trace(
            Flat(c.dark(0.45)),
            5.0,
            &shape::curve(&[
                (x - far - r * 0.2, y - deep * 0.6),
                (x - far * 0.4 + r * 0.4, y - deep * 0.2),
                (x - 2.0, y + r),
            ]),
        );
    }
}

fn dumbbell(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(50) { d.tint(MERRY) } else { d.tint(&[0x34383c, 0x5a6064, 0x2f4a5a]) };
    let metal = d.tint(METAL);
    if d.odds(25) {
        kettlebell(s, d);
        return;
    }
    let hex = d.odds(50);
    let r = d.f(46.0, 58.0);
    s.pipe(metal, 20.0, &[(-60.0, -r), (60.0, -r)]);
    let knurl = (0..9).map(|i| {
        let x = -34.0 + i as f32 * 8.5;
        shape::wire(&[(x, -r - 8.0), (x + 4.0, -r + 8.0)])
    });
    s.mark(Flat(metal.dark(0.5)), 2.0, &shape::all(knurl), 0.5);
    for side in [-1.0, 1.0] {
        for (k, x, w) in [(0.76, 110.0, 24.0), (1.0, 82.0, 34.0)] {
            let (x, own) = (side * x, r * k);
            let at = |dx: f32| x + dx;
            if hex && k == 1.0 {
                s.put(
                    Fall(c),
                    &poly(&[
                        (at(-w / 2.0), -r - own * 0.5),
                        (at(0.0), -r - own),
                        (at(w / 2.0), -r - own * 0.5),
                        (at(w / 2.0), -r + own * 0.5),
                        (at(0.0), -r + own),
                        (at(-w / 2.0), -r + own * 0.5),
                    ]),
                );
            }
            s.slab(
                Fall(if k < 1.0 { c.dark(0.14) } else { c }),
                (at(-w / 2.0), -r - own),
                (w, own * 2.0),
                if hex { 3.0 } else { 9.0 },
            );
        }
    }
    s.gloss(4.0, &[(-90.0, -r * 1.7), (-90.0, -r * 0.6)], 0.3);
}

fn kettlebell(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x34383c, 0x5a6064, 0x2f4a5a, 0x8a3f3a, 0x3f6a5a]);
    // A kettlebell.
    s.trace(
        Round(c.dark(0.1)),
        24.0,
        &shape::curve(&[
            (-40.0, -112.0),
            (-56.0, -168.0),
            (-30.0, -202.0),
            (30.0, -202.0),
            (56.0, -168.0),
            (40.0, -112.0),
        ]),
    );
    s.put(
        Ball(c),
        &blob(&[
            (-46.0, -124.0),
            (46.0, -124.0),
            (82.0, -70.0),
            (68.0, -12.0),
            (38.0, 0.0),
            (-38.0, 0.0),
            (-68.0, -12.0),
            (-82.0, -70.0),
        ]),
    );
    s.oval(Flat(c.light(0.3)), 0.0, -64.0, 34.0, 34.0);
    emblem(s, d, (0.0, -64.0), 17.0, c.dark(0.4));
}
