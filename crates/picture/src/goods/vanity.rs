//! Before the mirror: soap, brushes, combs, tubes, pumps, droppers, creams, masks, lipstick, perfume.

use super::{Good, table};
use crate::colour::{Colour, HIDE, MERRY, METAL, POTION, SHELL, WOOD};
use crate::decor::{PRINTED, emblem, label, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("soap", 1, soap),
    table("brush", 1, brush),
    table("comb", 2, comb),
    table("tube", 3, tube),
    table("pump", 3, pump),
    table("dropper", 3, dropper),
    table("jarcream", 2, jar_cream),
    table("mask", 1, mask),
    table("lipstick", 2, lipstick),
    table("perfume", 2, perfume),
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
            // Toothbrushes in their glass.
            for (x, lean) in [(-16.0, -15.0), (18.0, 13.0)] {
                let c = d.tint(MERRY);
                s.set((x, -30.0), lean, 1.0, |s| {
                    s.pipe(c, 12.0, &[(0.0, 20.0), (0.0, -120.0), (0.0, -182.0)]);
                    s.slab(Fall(Colour::hex(0x00fb_f8f0)), (5.0, -190.0), (21.0, 54.0), 3.0);
                    s.mark(
                        Flat(c.light(0.3)),
                        5.0,
                        &shape::wire(&[(10.0, -164.0), (24.0, -164.0)]),
                        0.9,
                    );
                });
            }
            let glass = d.tint(SHELL);
            let body = shape::turned(&[
                (54.0, -106.0),
                (54.0, -106.0),
                (46.0, -4.0),
                (28.0, 4.0),
                (0.0, 6.0),
            ]);
            s.put(if d.odds(50) { Glass(glass.light(0.3)) } else { Round(glass) }, &body);
            s.gloss(6.0, &[(-40.0, -90.0), (-35.0, -16.0)], 0.5);
            s.mark(Flat(glass.light(0.5)), 3.0, &shape::oval(0.0, -106.0, 54.0, 9.0), 0.8);
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
            let body = shape::turned(&[
                (50.0, -94.0),
                (50.0, -94.0),
                (47.0, -4.0),
                (28.0, 5.0),
                (0.0, 7.0),
            ]);
            s.put(Round(cup), &body);
            ornament(s, d, &body, (-50.0, -94.0, 100.0, 96.0), cup, PRINTED);
            s.gloss(5.0, &[(-38.0, -80.0), (-36.0, -14.0)], 0.4);
        }
    }
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

fn tube(s: &mut Sheet, d: &Dice) {
    // Stands on its cap, the seam on top.
    let c = d.tint(POTION);
    let (r, h) = (d.f(40.0, 52.0), d.f(150.0, 186.0));
    let cap = if d.odds(50) { c.light(0.35) } else { d.tint(METAL) };
    let wide = r * d.f(1.06, 1.24);
    let body = blob(&[
        (-wide, -h),
        (-wide, -h),
        (wide, -h),
        (wide, -h),
        (r * 1.05, -h * 0.6),
        (r * 0.92, -38.0),
        (r * 0.92, -38.0),
        (-r * 0.92, -38.0),
        (-r * 0.92, -38.0),
        (-r * 1.05, -h * 0.6),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-wide, -h + 14.0, wide * 2.0, h - 50.0), c, PRINTED);
    s.slab(Round(c.dark(0.12)), (-wide, -h - 3.0), (wide * 2.0, 15.0), 1.0);
    let ridges = (0..14).map(|i| {
        let x = -wide + 5.0 + i as f32 * (wide * 2.0 - 10.0) / 13.0;
        shape::wire(&[(x, -h), (x, -h + 9.0)])
    });
    s.mark(Flat(c.dark(0.45)), 1.6, &shape::all(ridges), 0.5);
    label(s, d, (-r * 0.62, -h * 0.82), (r * 1.24, h * d.f(0.36, 0.48)));
    s.slab(Round(cap), (-r * 0.78, -40.0), (r * 1.56, 42.0), 5.0);
    let grip = (0..9).map(|i| {
        let x = -r * 0.66 + i as f32 * r * 1.32 / 8.0;
        shape::wire(&[(x, -34.0), (x, -6.0)])
    });
    s.mark(Flat(cap.dark(0.45)), 1.8, &shape::all(grip), 0.35);
    s.gloss(6.0, &[(-r * 0.86, -h + 26.0), (-r * 0.76, -52.0)], 0.42);
}

/// A bottle's body for creams: its right outline.
fn phial(d: &Dice, r: f32, h: f32, neck: f32) -> Vec<At> {
    match d.n(0, 2) {
        0 => vec![
            (neck, -h),
            (neck, -h),
            (r * 0.9, -h + 10.0),
            (r, -h + 26.0),
            (r, -10.0),
            (r * 0.9, 2.0),
            (0.0, 6.0),
        ],
        1 => vec![
            (neck, -h),
            (neck, -h),
            (r, -h + 6.0),
            (r, -h + 6.0),
            (r, 0.0),
            (r, 0.0),
            (r * 0.6, 5.0),
            (0.0, 6.0),
        ],
        _ => vec![
            (neck, -h),
            (neck, -h),
            (r * 0.72, -h * 0.8),
            (r, -h * 0.42),
            (r * 0.9, -8.0),
            (r * 0.6, 4.0),
            (0.0, 6.0),
        ],
    }
}

fn flagon(s: &mut Sheet, d: &Dice, r: f32, h: f32, neck: f32) -> Colour {
    let c = d.tint(POTION);
    let body = shape::turned(&phial(d, r, h, neck));
    if d.odds(45) {
        s.put(Glass(c.light(0.2)), &body);
        let level = h * d.f(0.6, 0.86);
        let fill = c.mix(Colour::hex(0x00e0_c090), 0.3);
        s.inside(&body, |s| {
            s.veil(Round(fill), &shape::slab(-r, -level, r * 2.0, level + 8.0, 1.0), 0.8)
        });
    } else {
        s.put(Round(c), &body);
        ornament(s, d, &body, (-r, -h, r * 2.0, h), c, &PRINTED[..4]);
    }
    label(s, d, (-r * 0.64, -h * 0.72), (r * 1.28, h * d.f(0.42, 0.56)));
    s.gloss(5.0, &[(-r * 0.8, -h * 0.74), (-r * 0.8, -18.0)], 0.45);
    c
}

fn pump(s: &mut Sheet, d: &Dice) {
    let (r, h) = (d.f(46.0, 60.0), d.f(126.0, 160.0));
    let neck = r * 0.4;
    let c = flagon(s, d, r, h, neck);
    let cap =
        if d.odds(40) { d.tint(METAL) } else { c.against().mix(Colour::hex(0x00f6_f2ea), 0.6) };
    s.slab(Round(cap), (-neck - 5.0, -h - 20.0), (neck * 2.0 + 10.0, 24.0), 4.0);
    s.slab(Round(cap.dark(0.12)), (-5.0, -h - 48.0), (10.0, 30.0), 2.0);
    s.put(
        Fall(cap),
        &blob(&[
            (-18.0, -h - 62.0),
            (-18.0, -h - 62.0),
            (22.0, -h - 62.0),
            (66.0, -h - 56.0),
            (68.0, -h - 42.0),
            (68.0, -h - 42.0),
            (58.0, -h - 42.0),
            (58.0, -h - 42.0),
            (20.0, -h - 47.0),
            (-18.0, -h - 46.0),
            (-18.0, -h - 46.0),
        ]),
    );
}

fn dropper(s: &mut Sheet, d: &Dice) {
    let (r, h) = (d.f(40.0, 52.0), d.f(96.0, 124.0));
    let neck = r * 0.42;
    flagon(s, d, r, h, neck);
    let collar = d.tint(METAL);
    let bulb = d.tint(&[0x2a2d30, 0xf2efe8, 0x7a4a44, 0xd8b08a]);
    s.put(
        Round(bulb),
        &blob(&[
            (-11.0, -h - 22.0),
            (-11.0, -h - 22.0),
            (-13.0, -h - 46.0),
            (-10.0, -h - 66.0),
            (0.0, -h - 72.0),
            (10.0, -h - 66.0),
            (13.0, -h - 46.0),
            (11.0, -h - 22.0),
            (11.0, -h - 22.0),
        ]),
    );
    s.gloss(3.0, &[(-5.0, -h - 56.0), (-6.0, -h - 34.0)], 0.4);
    s.slab(Sheen(collar), (-neck - 4.0, -h - 26.0), (neck * 2.0 + 8.0, 30.0), 3.0);
    if d.odds(40) {
        // A drop beside it.
        s.put(
            Ball(Colour::hex(0x00e0_b868)),
            &blob(&[(r + 26.0, -20.0), (r + 36.0, -5.0), (r + 26.0, 4.0), (r + 16.0, -5.0)]),
        );
    }
}

fn jar_cream(s: &mut Sheet, d: &Dice) {
    let c = d.tint(POTION);
    let (r, h) = (d.f(74.0, 90.0), d.f(54.0, 84.0));
    let open = d.odds(40);
    let body = shape::turned(&[
        (r, -h),
        (r, -h),
        (r, -12.0),
        (r * 0.94, 2.0),
        (r * 0.6, 9.0),
        (0.0, 11.0),
    ]);
    s.put(if d.odds(40) { Glass(c) } else { Round(c) }, &body);
    let w = r * d.f(0.9, 1.2);
    label(s, d, (-w / 2.0, -h * 0.8), (w, h * 0.7));
    s.gloss(6.0, &[(-r * 0.84, -h + 12.0), (-r * 0.84, -14.0)], 0.42);
    let cap = if d.odds(40) { d.tint(METAL) } else { c.light(0.3) };
    let high = d.f(22.0, 40.0);
    if open {
        let cream = Colour::hex(0x00fb_f6ec).mix(c, 0.12);
        s.oval(Flat(c.light(0.3)), 0.0, -h, r, r * 0.2);
        s.oval(Flat(cream.dark(0.1)), 0.0, -h, r * 0.92, r * 0.17);
        s.put(
            Ball(cream),
            &blob(&[
                (-r * 0.8, -h + 2.0),
                (-r * 0.4, -h - 9.0),
                (-8.0, -h - 15.0),
                (8.0, -h - 30.0),
                (18.0, -h - 14.0),
                (r * 0.5, -h - 9.0),
                (r * 0.8, -h + 2.0),
                (0.0, -h + 12.0),
            ]),
        );
        s.set((r + 20.0, -r * 0.6), 68.0, 0.9, |s| {
            s.oval(Sheen(cap.dark(0.1)), 0.0, 12.0, r * 0.72, r * 0.3);
            s.oval(Ball(cap), 0.0, 0.0, r * 0.72, r * 0.3);
        });
        return;
    }
    s.put(
        Sheen(cap),
        &shape::turned(&[
            (r + 3.0, -h - high),
            (r + 3.0, -h - high),
            (r + 3.0, -h),
            (r + 3.0, -h),
            (r * 0.7, -h + 11.0),
            (0.0, -h + 14.0),
        ]),
    );
    s.oval(Flat(cap.light(0.35)), 0.0, -h - high, r + 3.0, r * 0.2);
    s.oval(Flat(cap.light(0.15)), 0.0, -h - high + 1.0, r * 0.88, r * 0.16);
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

fn lipstick(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb0283a, 0xc8485a, 0xd97a7a, 0x8a2a3a, 0xc05a44, 0x9a4a52, 0xd0485f]);
    let case = d.tint(&[0x2a2d30, 0xc2aa72, 0xeeebe3, 0x6a2f3a, 0xb8bcbe, 0x3f5a56]);
    let metal = d.tint(&[0xc2aa72, 0xb8bcbe, 0xcf9a7a]);
    let h = d.f(78.0, 96.0);
    let (tip, r) = (d.f(52.0, 70.0), d.f(19.0, 23.0));
    s.put(
        Round(c),
        &blob(&[
            (-r, -h - 26.0),
            (-r, -h - 26.0),
            (-r, -h - 26.0 - tip * 0.5),
            (-r * 0.2, -h - 26.0 - tip),
            (r * 0.86, -h - 20.0 - tip * 0.86),
            (r, -h - 26.0 - tip * 0.5),
            (r, -h - 26.0),
            (r, -h - 26.0),
        ]),
    );
    s.gloss(4.0, &[(-r * 0.5, -h - 24.0 - tip * 0.5), (-r * 0.5, -h - 34.0)], 0.5);
    s.slab(Sheen(metal), (-r - 3.0, -h - 34.0), (r * 2.0 + 6.0, 40.0), 2.0);
    let body = shape::slab(-r - 9.0, -h, r * 2.0 + 18.0, h + 2.0, 4.0);
    s.put(Round(case), &body);
    s.slab(Sheen(metal), (-r - 9.0, -h + 2.0), (r * 2.0 + 18.0, 8.0), 1.0);
    emblem(s, d, (0.0, -h * 0.42), 12.0, case.against());
    s.gloss(4.0, &[(-r - 1.0, -h + 16.0), (-r - 1.0, -10.0)], 0.4);
    // The cap lies or stands beside it.
    s.slab(Round(case), (r + 34.0, -h * 0.92), (r * 2.0 + 14.0, h * 0.92 + 2.0), 6.0);
    s.slab(Sheen(metal), (r + 34.0, -9.0), (r * 2.0 + 14.0, 8.0), 1.0);
    s.gloss(4.0, &[(r + 43.0, -h * 0.8), (r + 43.0, -16.0)], 0.4);
}

fn perfume(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0xe8c89a, 0xd8a8a8, 0xb0c8d4, 0xc4d0a8, 0xc8b0d4, 0xe0b478, 0x9fb8ad, 0x7a5a6a]);
    let (w, h) = (d.f(60.0, 84.0), d.f(96.0, 138.0));
    let outline = match d.n(0, 3) {
        0 => shape::slab(-w, -h, w * 2.0, h, 10.0),
        1 => shape::oval(0.0, -h * 0.5 - 2.0, w, h * 0.52),
        2 => shape::mirrored(&[
            (0.0, -h),
            (w * 0.5, -h),
            (w, -h * 0.7),
            (w, -h * 0.14),
            (w * 0.7, 0.0),
            (0.0, 0.0),
        ]),
        _ => shape::mirrored(&[(0.0, -h), (w * 0.42, -h), (w * 1.1, 0.0), (0.0, 0.0)]),
    };
    s.put(Glass(c.light(0.35)), &outline);
    let level = h * d.f(0.66, 0.84);
    s.inside(&outline, |s| {
        s.veil(Round(c), &shape::slab(-w * 1.2, -level, w * 2.4, level, 1.0), 0.75);
        s.veil(
            Flat(Colour::hex(0x00ff_ffff)),
            &poly(&[(-w * 0.7, -h), (-w * 0.34, -h), (-w * 0.6, 0.0), (-w * 0.96, 0.0)]),
            0.28,
        );
    });
    s.mark(Flat(c.light(0.6)), 3.0, &outline, 0.8);
    if d.odds(65) {
        label(s, d, (-w * 0.42, -h * 0.66), (w * 0.84, h * 0.42));
    }
    let metal = d.tint(&[0xc2aa72, 0xb8bcbe, 0xcf9a7a, 0x2a2d30]);
    s.slab(Sheen(metal), (-15.0, -h - 14.0), (30.0, 17.0), 2.0);
    match d.n(0, 2) {
        0 => s.oval(Ball(metal), 0.0, -h - 32.0, d.f(19.0, 26.0), 21.0),
        1 => s.slab(
            Round(if d.odds(50) { d.tint(WOOD) } else { d.tint(HIDE) }),
            (-25.0, -h - 58.0),
            (50.0, 46.0),
            4.0,
        ),
        _ => {
            // A spray with its ball and tassel.
            s.slab(Sheen(metal), (-8.0, -h - 36.0), (16.0, 24.0), 3.0);
            s.pipe(metal, 6.0, &[(6.0, -h - 28.0), (40.0, -h - 34.0), (w + 16.0, -h * 0.8)]);
            s.oval(Ball(c.dark(0.3)), w + 22.0, -h * 0.66, 20.0, 24.0);
        }
    }
}
