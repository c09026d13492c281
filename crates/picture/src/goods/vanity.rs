//! Before the mirror: soap, brushes, combs, masks.

use super::{Good, table};
use crate::colour::{Colour, MERRY, POTION, SHELL, WOOD};
use crate::decor::{PRINTED, emblem, label, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("soap", 1, soap),
    table("brush", 1, brush),
    table("toothbrush", 1, toothbrushes),
    table("comb", 2, comb),
    table("mask", 1, mask),
];

fn soap(s: &mut Sheet, d: &Dice) {
    let dish = if d.odds(50) { d.tint(WOOD) } else { d.tint(SHELL) };
    s.put(
        Round(dish.dark(0.1)),
        &blob(&[
            (-128.0, -18.0),
            (-128.0, -18.0),
            (128.0, -18.0),
            (128.0, -18.0),
            (108.0, 0.0),
            (0.0, 5.0),
            (-108.0, 0.0),
        ]),
    );
    s.slab(Fall(dish.light(0.12)), (-130.0, -24.0), (260.0, 10.0), 5.0);
    let c = d.tint(&[
        0xe8d8b0, 0xb8ccb4, 0xd8a8a8, 0xf0e8dc, 0xb0a0c0, 0x9a7450, 0x4a4a48, 0xe0b478, 0xa8c4cc,
    ]);
    for (x, y, turn) in [(-8.0, -46.0, -2.0), (10.0, -92.0, 5.0)].into_iter().take(d.n(1, 2)) {
        let own = if y < -60.0 { second(d, c).mix(c, 0.5) } else { c };
        s.set((x, y), turn, 1.0, |s| {
            let bar = shape::slab(-94.0, -24.0, 188.0, 48.0, d.f(14.0, 24.0));
            s.put(Fall(own), &bar);
            if d.odds(40) {
                ornament(
                    s,
                    d,
                    &bar,
                    (-94.0, -24.0, 188.0, 48.0),
                    own,
                    &[
                        crate::decor::Pattern::Waves,
                        crate::decor::Pattern::Specks,
                        crate::decor::Pattern::Hills,
                    ],
                );
            } else {
                s.mark(
                    Flat(own.dark(0.25)),
                    2.4,
                    &shape::slab(-64.0, -14.0, 128.0, 28.0, 13.0),
                    0.5,
                );
                emblem(s, d, (0.0, 0.0), 10.0, own.dark(0.28));
            }
            s.gloss(5.0, &[(-76.0, -16.0), (0.0, -18.0), (60.0, -17.0)], 0.5);
        });
    }
    let foam = Colour::hex(0x00fb_faf6);
    for (x, y, r) in [
        (96.0, -36.0, 19.0),
        (118.0, -28.0, 12.0),
        (-104.0, -34.0, 15.0),
        (84.0, -60.0, 9.0),
        (122.0, -54.0, 7.0),
    ] {
        s.veil(Ball(foam), &shape::oval(x, y, r, r), 0.85);
    }
}

fn brush(s: &mut Sheet, d: &Dice) {
    let grip = if d.odds(50) { d.tint(WOOD) } else { d.tint(MERRY) };
    let hair = d.tint(&[0xf0e8dc, 0x45382e, 0xd8c4a4, 0xe0b8b0, 0x8a6a50]);
    match d.n(0, 2) {
        0 => {
            toothbrushes(s, d);
        }
        1 => s.set((0.0, -4.0), d.f(-14.0, 14.0), 1.0, |s| {
            // A hairbrush.
            s.pipe(grip, 24.0, &[(0.0, -10.0), (0.0, -76.0)]);
            s.put(
                Ball(grip),
                &blob(&[
                    (0.0, -86.0),
                    (40.0, -104.0),
                    (52.0, -158.0),
                    (34.0, -212.0),
                    (0.0, -224.0),
                    (-34.0, -212.0),
                    (-52.0, -158.0),
                    (-40.0, -104.0),
                ]),
            );
            s.oval(Ball(second(d, grip)), 0.0, -156.0, 38.0, 55.0);
            let bristles: Vec<At> = (0..7)
                .flat_map(|row| {
                    (0..5).map(move |i| (-26.0 + i as f32 * 13.0, -198.0 + row as f32 * 14.0))
                })
                .filter(|(x, y)| (x / 34.0).powi(2) + ((y + 156.0) / 50.0).powi(2) < 1.0)
                .collect();
            s.mark(Flat(Colour::hex(0x002c_2826)), 5.0, &shape::dots(&bristles), 0.9);
        }),
        _ => {
            make_up_brushes(s, d, grip, hair);
        }
    }
}

fn make_up_brushes(s: &mut Sheet, d: &Dice, grip: Colour, hair: Colour) {
    // Make-up brushes in a cup.
    for (x, k) in [(-30.0, 1.0), (-10.0, 1.25), (12.0, 0.9), (32.0, 1.1)] {
        s.set((x, -60.0), x * 0.34, 1.0, |s| {
            s.pipe(grip, 8.0, &[(0.0, 10.0), (0.0, -70.0 * k)]);
            s.slab(Sheen(Colour::hex(0x00c2_aa72)), (-8.0, -92.0 * k), (16.0, 24.0), 2.0);
            s.put(
                Round(hair),
                &blob(&[
                    (-8.0, -90.0 * k),
                    (8.0, -90.0 * k),
                    (18.0, -112.0 * k),
                    (10.0, -142.0 * k),
                    (0.0, -150.0 * k),
                    (-10.0, -142.0 * k),
                    (-18.0, -112.0 * k),
                ]),
            );
        });
    }
    let cup = d.tint(POTION);
    let body =
        shape::turned(&[(50.0, -94.0), (50.0, -94.0), (47.0, -4.0), (28.0, 5.0), (0.0, 7.0)]);
    s.put(Round(cup), &body);
    ornament(s, d, &body, (-50.0, -94.0, 100.0, 96.0), cup, PRINTED);
    s.gloss(5.0, &[(-38.0, -80.0), (-36.0, -14.0)], 0.4);
}

fn toothbrushes(s: &mut Sheet, d: &Dice) {
    // Toothbrushes in their glass.
    for (x, lean) in [(-16.0, -15.0), (18.0, 13.0)] {
        let c = d.tint(MERRY);
        s.set((x, -30.0), lean, 1.0, |s| {
            s.pipe(c, 12.0, &[(0.0, 20.0), (0.0, -120.0), (0.0, -182.0)]);
            s.slab(Fall(Colour::hex(0x00fb_f8f0)), (5.0, -190.0), (21.0, 54.0), 3.0);
            s.mark(Flat(c.light(0.3)), 5.0, &shape::wire(&[(10.0, -164.0), (24.0, -164.0)]), 0.9);
        });
    }
    let glass = d.tint(SHELL);
    let body =
        shape::turned(&[(54.0, -106.0), (54.0, -106.0), (46.0, -4.0), (28.0, 4.0), (0.0, 6.0)]);
    s.put(if d.odds(50) { Glass(glass.light(0.3)) } else { Round(glass) }, &body);
    s.gloss(6.0, &[(-40.0, -90.0), (-35.0, -16.0)], 0.5);
    s.mark(Flat(glass.light(0.5)), 3.0, &shape::oval(0.0, -106.0, 54.0, 9.0), 0.8);
}

fn comb(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(60) {
        d.tint(WOOD)
    } else {
        d.tint(&[0x6a3a24, 0x2f5a56, 0xd8b08a, 0x3a2a2a, 0xb05a4a])
    };
    let (w, back) = (d.f(112.0, 130.0), d.f(30.0, 46.0));
    let arched = d.odds(55);
    s.set((0.0, -8.0), d.f(-7.0, 7.0), 1.0, |s| {
        let teeth = d.n(16, 24);
        let step = w * 2.0 / teeth as f32;
        let long = d.f(48.0, 66.0);
        let lines = (0..teeth).map(|i| {
            let x = -w + step * (i as f32 + 0.5);
            shape::wire(&[(x, -long), (x, -2.0)])
        });
        s.trace(Fall(c.dark(0.1)), step * 0.52, &shape::all(lines));
        let rise = if arched { 24.0 } else { 4.0 };
        let spine = blob(&[
            (-w - 5.0, -long + 12.0),
            (-w - 5.0, -long + 12.0),
            (-w - 6.0, -long - back * 0.7),
            (-w * 0.5, -long - back - rise * 0.8),
            (0.0, -long - back - rise),
            (w * 0.5, -long - back - rise * 0.8),
            (w + 6.0, -long - back * 0.7),
            (w + 5.0, -long + 12.0),
            (w + 5.0, -long + 12.0),
        ]);
        s.slab(Fall(c), (-w - 5.0, -long), (9.0, long), 4.0);
        s.slab(Fall(c), (w - 4.0, -long), (9.0, long), 4.0);
        s.put(Fall(c), &spine);
        ornament(
            s,
            d,
            &spine,
            (-w * 0.6, -long - back - rise, w * 1.2, back + rise + 10.0),
            c,
            &[
                crate::decor::Pattern::Plain,
                crate::decor::Pattern::Sprig,
                crate::decor::Pattern::Dots,
                crate::decor::Pattern::Waves,
            ],
        );
        s.gloss(
            4.0,
            &[
                (-w * 0.8, -long - back * 0.8),
                (0.0, -long - back - rise + 8.0),
                (w * 0.5, -long - back * 0.9 - rise * 0.5),
            ],
            0.4,
        );
    });
}

fn mask(s: &mut Sheet, d: &Dice) {
    // A sheet mask before its sachet.
    let c = d.tint(POTION);
    s.set((34.0, -2.0), d.f(3.0, 9.0), 1.0, |s| {
        let sachet = shape::slab(-72.0, -206.0, 144.0, 206.0, 3.0);
        s.put(Round(c), &sachet);
        ornament(s, d, &sachet, (-72.0, -190.0, 144.0, 180.0), c, PRINTED);
        s.slab(Round(c.dark(0.16)), (-72.0, -206.0), (144.0, 15.0), 1.0);
        s.slab(Round(c.dark(0.16)), (-72.0, -15.0), (144.0, 15.0), 1.0);
        label(s, d, (-46.0, -176.0), (92.0, 70.0));
    });
    let skin = d.tint(&[0xfaf5ee, 0xe6efe6, 0xf4e2dc, 0xe8e8f2]);
    s.set((-52.0, -66.0), d.f(-8.0, 2.0), 1.0, |s| {
        let face = "M0-66C34-66 52-44 52-8C52 30 28 66 0 66C-28 66-52 30-52-8C-52-44-34-66 0-66ZM-36-16C-30-26-16-26-10-16C-16-9-30-9-36-16ZM10-16C16-26 30-26 36-16C30-9 16-9 10-16ZM-19 30C-9 33 9 33 19 30C13 45-13 45-19 30Z";
        let face = shape::Shape { data: face.to_owned(), points: vec![(-52.0, -66.0), (52.0, 66.0), (-52.0, 66.0), (52.0, -66.0)] };
        s.set((4.0, 4.0), 0.0, 1.0, |s| s.hollow(Flat(c.dark(0.45)), &face));
        s.hollow(Ball(skin), &face);
        s.mark(Flat(skin.dark(0.3)), 2.0, &shape::curve(&[(-9.0, 11.0), (-4.0, 16.0), (4.0, 16.0), (9.0, 11.0)]), 0.5);
        s.gloss(5.0, &[(-40.0, -24.0), (-30.0, -46.0)], 0.7);
    });
}
