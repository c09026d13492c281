//! What stands about in a room: lamps, candles, baskets, clocks, frames.

use super::{Good, table, wall};
use crate::colour::{CLAY, CLOTH, Colour, METAL, SHELL, WOOD};
use crate::decor::{POTTERY, WOVEN, ornament};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("lamp", 1, lamp),
    table("candle", 3, candle),
    table("basket", 2, basket),
    table("clock", 1, clock),
    wall("frame", frame),
];

fn lamp(s: &mut Sheet, d: &Dice) {
    let shade = d.tint(CLOTH).light(0.12);
    let foot = if d.odds(50) { d.tint(WOOD) } else { d.tint(METAL) };
    let h = d.f(150.0, 190.0);
    let (top, wide, high) = (d.f(24.0, 52.0), d.f(66.0, 86.0), d.f(68.0, 92.0));
    match d.n(0, 2) {
        0 => {
            let belly = d.tint(CLAY);
            let body = shape::turned(&[
                (9.0, -h + 30.0),
                (12.0, -h + 44.0),
                (d.f(40.0, 54.0), -h * 0.42),
                (34.0, -6.0),
                (34.0, 2.0),
                (0.0, 6.0),
            ]);
            s.put(Round(belly), &body);
            ornament(s, d, &body, (-50.0, -h + 30.0, 100.0, h - 30.0), belly, POTTERY);
            s.gloss(6.0, &[(-34.0, -h * 0.5), (-34.0, -h * 0.36)], 0.4);
        }
        1 => {
            s.oval(Flat(foot.dark(0.25)), 0.0, 2.0, 50.0, 11.0);
            s.oval(Round(foot), 0.0, -3.0, 50.0, 10.0);
            s.pipe(foot, 9.0, &[(0.0, -4.0), (0.0, -h + 20.0)]);
        }
        _ => {
            for x in [-54.0, 54.0, 6.0] {
                s.pipe(foot, 8.0, &[(0.0, -h + 20.0), (x, if x == 6.0 { 6.0 } else { 0.0 })]);
            }
        }
    }
    let bottom = -h + high * 0.5;
    s.aside(|s| s.glow(0.0, bottom + 10.0, 140.0));
    s.oval(Flat(Colour::hex(0x00ff_ecbe)), 0.0, bottom, wide, 12.0);
    let form = poly(&[
        (-top, bottom - high),
        (top, bottom - high),
        (wide, bottom),
        (wide * 0.5, bottom + 9.0),
        (-wide * 0.5, bottom + 9.0),
        (-wide, bottom),
    ]);
    if d.odds(70) {
        s.put(Round(shade), &form);
        ornament(s, d, &form, (-wide, bottom - high, wide * 2.0, high), shade, WOVEN);
    } else {
        let dome = shape::turned(&[
            (8.0, bottom - high),
            (wide * 0.6, bottom - high * 0.84),
            (wide, bottom - high * 0.2),
            (wide, bottom),
            (wide, bottom),
            (wide * 0.5, bottom + 8.0),
            (0.0, bottom + 10.0),
        ]);
        s.put(Round(shade), &dome);
    }
    s.oval(Flat(shade.light(0.25)), 0.0, bottom - high, top, 6.0);
}

fn candle(s: &mut Sheet, d: &Dice) {
    let wax = d.tint(&[0xf2e8d4, 0xe8c8a4, 0xd8a7a0, 0xb0c8bc, 0xc7b2d2, 0x9a5a4a, 0xe0c05a]);
    let (r, h) = (d.f(38.0, 54.0), d.f(70.0, 130.0));
    let flame = |s: &mut Sheet, y: f32| {
        s.aside(|s| s.glow(0.0, y - 24.0, 92.0));
        s.rod(Colour::hex(0x0044_382c), 3.0, &[(0.0, y + 2.0), (1.0, y - 12.0)]);
        s.put(
            Flat(Colour::hex(0x00f2_a63c)),
            &blob(&[
                (0.0, y - 44.0),
                (10.0, y - 20.0),
                (6.0, y - 6.0),
                (0.0, y - 3.0),
                (-6.0, y - 6.0),
                (-9.0, y - 20.0),
            ]),
        );
        s.put(
            Flat(Colour::hex(0x00ff_eebc)),
            &blob(&[(0.0, y - 30.0), (5.0, y - 14.0), (0.0, y - 6.0), (-5.0, y - 14.0)]),
        );
    };
    if d.odds(45) {
        // In a glass or a pot.
        let pot = d.tint(crate::colour::POTION);
        let body = shape::turned(&[
            (r, -h),
            (r, -h),
            (r * 1.02, -h * 0.4),
            (r * 0.9, -3.0),
            (r * 0.6, 5.0),
            (0.0, 7.0),
        ]);
        s.put(Round(pot), &body);
        let w = r * 1.2;
        crate::decor::label(s, d, (-w / 2.0, -h * 0.74), (w, h * 0.5));
        s.oval(Flat(pot.light(0.3)), 0.0, -h, r, r * 0.18);
        s.oval(Flat(wax), 0.0, -h + 2.0, r * 0.9, r * 0.14);
        s.gloss(5.0, &[(-r * 0.8, -h + 14.0), (-r * 0.8, -14.0)], 0.4);
        flame(s, -h + 2.0);
        return;
    }
    let dish = d.tint(METAL);
    s.oval(Flat(dish.dark(0.3)), 0.0, 2.0, r * 1.6, 12.0);
    s.oval(Sheen(dish), 0.0, -3.0, r * 1.6, 11.0);
    let body = shape::turned(&[(r, -h), (r, -h), (r, -6.0), (r, -6.0), (r * 0.6, 0.0), (0.0, 2.0)]);
    s.put(Round(wax), &body);
    if d.odds(50) {
        s.put(
            Round(wax.light(0.2)),
            &blob(&[
                (-r, -h),
                (-r, -h),
                (-r * 0.9, -h * 0.7),
                (-r * 0.7, -h * 0.84),
                (-r * 0.4, -h * 0.5),
                (-r * 0.2, -h * 0.86),
                (r * 0.2, -h * 0.9),
                (r * 0.4, -h * 0.66),
                (r * 0.6, -h * 0.9),
                (r, -h),
                (r, -h),
            ]),
        );
    } else {
        ornament(s, d, &body, (-r, -h, r * 2.0, h), wax, &WOVEN[1..4]);
    }
    s.oval(Flat(wax.light(0.35)), 0.0, -h, r, r * 0.2);
    flame(s, -h);
}

fn basket(s: &mut Sheet, d: &Dice) {
    let cane = d.tint(&[0xc9a06a, 0xb0803f, 0xd8bc8a, 0x9a7650, 0xe0d0b0, 0x7a5a3a]);
    let (r, h) = (d.f(92.0, 108.0), d.f(80.0, 122.0));
    let foot = r * d.f(0.72, 0.92);
    if d.odds(55) {
        s.pipe(
            cane.dark(0.1),
            10.0,
            &[
                (-r * 0.84, -h),
                (-r * 0.7, -h - 74.0),
                (0.0, -h - 104.0),
                (r * 0.7, -h - 74.0),
                (r * 0.84, -h),
            ],
        );
    } else {
        for side in [-1.0, 1.0] {
            s.pipe(
                cane.dark(0.1),
                9.0,
                &[
                    (side * r * 0.94, -h + 6.0),
                    (side * (r + 20.0), -h - 6.0),
                    (side * (r + 18.0), -h + 26.0),
                    (side * r * 0.94, -h + 34.0),
                ],
            );
        }
    }
    if d.odds(45) {
        let cloth = d.tint(CLOTH);
        s.put(
            Round(cloth),
            &blob(&[
                (-r * 0.8, -h + 6.0),
                (-r * 0.6, -h - 34.0),
                (-r * 0.1, -h - 24.0),
                (r * 0.3, -h - 42.0),
                (r * 0.8, -h - 10.0),
                (r * 0.8, -h + 6.0),
            ]),
        );
    }
    let body = shape::turned(&[
        (r, -h),
        (r, -h),
        (r * 0.98, -h * 0.5),
        (foot, -2.0),
        (foot * 0.6, 6.0),
        (0.0, 8.0),
    ]);
    s.put(Round(cane), &body);
    let weave = d.f(10.0, 15.0);
    let rows = (h / weave) as usize;
    let cells = (0..=rows).flat_map(|row| {
        let y = -h + row as f32 * weave;
        let shift = if row % 2 == 0 { 0.0 } else { 11.0 };
        (0..10).map(move |i| {
            let x = -r + shift + i as f32 * 22.0;
            shape::wire(&[(x, y), (x + 11.0, y + 2.0)])
        })
    });
    s.inside(&body, |s| s.mark(Flat(cane.dark(0.34)), 3.0, &shape::all(cells), 0.6));
    s.rod(cane.light(0.2), 9.0, &[(-r, -h), (0.0, -h + 7.0), (r, -h)]);
}

fn clock(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(50) { d.tint(WOOD) } else { d.tint(SHELL) };
    let r = d.f(84.0, 96.0);
    let y = -r - 8.0;
    let bells = d.odds(40);
    for side in [-1.0, 1.0] {
        s.pipe(c.dark(0.3), 10.0, &[(side * r * 0.5, -26.0), (side * r * 0.66, 0.0)]);
        if bells {
            let metal = d.tint(METAL);
            s.set((side * r * 0.56, y - r * 0.92), side * 28.0, 1.0, |s| {
                s.put(
                    Sheen(metal),
                    &blob(&[
                        (-30.0, 8.0),
                        (-30.0, 8.0),
                        (-24.0, -16.0),
                        (0.0, -26.0),
                        (24.0, -16.0),
                        (30.0, 8.0),
                        (30.0, 8.0),
                    ]),
                )
            });
        }
    }
    if d.odds(30) && !bells {
        s.slab(Ball(c), (-r, y - r), (r * 2.0, r * 2.0), d.f(18.0, 40.0));
    } else {
        s.oval(Ball(c), 0.0, y, r, r);
    }
    let face = d.tint(&[0xf8f4ea, 0xf0ece0, 0xe8ece8, 0x2c3438, 0xf2e6d0]);
    s.oval(Flat(c.dark(0.3)), 0.0, y, r * 0.85, r * 0.85);
    s.oval(Flat(face), 1.0, y + 1.5, r * 0.82, r * 0.82);
    let ink = face.against().dark(if face.lightness() > 140.0 { 0.3 } else { 0.0 });
    let ring = |part: f32, from: f32, to: f32| {
        let (sin, cos) = (part * std::f32::consts::TAU).sin_cos();
        shape::wire(&[(sin * r * from, y - cos * r * from), (sin * r * to, y - cos * r * to)])
    };
    s.mark(Flat(ink), 5.0, &shape::all((0..4).map(|i| ring(i as f32 / 4.0, 0.64, 0.73))), 1.0);
    s.mark(Flat(ink), 3.0, &shape::all((0..12).map(|i| ring(i as f32 / 12.0, 0.68, 0.73))), 0.8);
    s.mark(Flat(ink), 6.0, &ring(d.f(0.0, 1.0), -0.06, 0.42), 1.0);
    s.mark(Flat(ink), 4.0, &ring(d.f(0.0, 1.0), -0.08, 0.6), 1.0);
    s.mark(Flat(Colour::hex(0x00c0_4a3a)), 2.2, &ring(d.f(0.0, 1.0), -0.14, 0.62), 1.0);
    s.oval(Flat(Colour::hex(0x00c0_4a3a)), 0.0, y, 5.0, 5.0);
}

fn frame(s: &mut Sheet, d: &Dice) {
    let wood = if d.odds(70) { d.tint(WOOD) } else { d.tint(METAL) };
    let (w, h) = d.one(&[(96.0, 240.0), (112.0, 190.0), (100.0, 200.0), (80.0, 220.0)]);
    let bar = d.f(10.0, 20.0);
    let mat = d.f(10.0, 34.0);
    s.slab(Fall(wood), (-w, 0.0), (w * 2.0, h), 2.0);
    s.mark(
        Flat(wood.light(0.35)),
        2.0,
        &shape::slab(-w + 3.0, 3.0, w * 2.0 - 6.0, h - 6.0, 1.0),
        0.6,
    );
    s.slab(Flat(Colour::hex(0x00f6_f2e8)), (-w + bar, bar), ((w - bar) * 2.0, h - bar * 2.0), 0.0);
    let (x, y) = (-w + bar + mat, bar + mat);
    let (pw, ph) = (-x * 2.0, h - y * 2.0);
    let sky = d.tint(&[0xdfe6e2, 0xe8d8c4, 0xc6d2da, 0xefdcd4, 0xd8dcc6, 0x33454f]);
    let picture = shape::slab(x, y, pw, ph, 0.0);
    s.put(Fall(sky), &picture);
    if d.odds(50) {
        ornament(s, d, &picture, (x, y, pw, ph), sky, &[crate::decor::Pattern::Hills]);
        ornament(
            s,
            d,
            &picture,
            (x, y + ph * 0.35, pw, ph * 0.6),
            sky,
            &[crate::decor::Pattern::Hills],
        );
    } else {
        ornament(
            s,
            d,
            &picture,
            (x + pw * 0.1, y + ph * 0.1, pw * 0.8, ph * 0.85),
            sky,
            &[crate::decor::Pattern::Sprig],
        );
        ornament(
            s,
            d,
            &picture,
            (x - pw * 0.1, y + ph * 0.3, pw * 0.8, ph * 0.7),
            sky,
            &[crate::decor::Pattern::Sprig],
        );
    }
    s.veil(
        Flat(Colour::hex(0x00ff_ffff)),
        &poly(&[(x, y + ph * 0.6), (x + pw * 0.7, y), (x + pw, y), (x, y + ph)]),
        0.13,
    );
}
