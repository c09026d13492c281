//! For children, sport, the open air and animals: blocks, puzzles, plush, cars, dolls, balls, rackets, tents, ropes, bowls.

use super::{Good, table};
use crate::colour::{CLAY, CLOTH, Colour, HIDE, MERRY, METAL, SHELL, WOOD};
use crate::decor::{POTTERY, WOVEN, emblem, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("blocks", 1, blocks),
    table("puzzle", 1, puzzle),
    table("plush", 2, plush),
    table("car", 1, car),
    table("doll", 2, doll),
    table("ball", 2, ball),
    table("racket", 1, racket),
    table("mat", 1, mat),
    table("dumbbell", 2, dumbbell),
    table("tent", 1, tent),
    table("rope", 1, rope),
    table("lantern", 2, lantern),
    table("bike-helmet", 2, helmet),
    table("petbowl", 1, pet_bowl),
    table("petbed", 1, pet_bed),
];

fn blocks(s: &mut Sheet, d: &Dice) {
    let wooden = d.odds(40);
    let colour = || if wooden { d.tint(WOOD).mix(d.tint(MERRY), 0.35) } else { d.tint(MERRY) };
    let cube = |s: &mut Sheet, x: f32, y: f32, w: f32, c: Colour| {
        let e = 13.0;
        s.put(
            Fall(c.dark(0.28)),
            &poly(&[
                (x + w, y),
                (x + w + e, y - e * 0.6),
                (x + w + e, y - w - e * 0.6),
                (x + w, y - w),
            ]),
        );
        s.put(
            Flat(c.light(0.28)),
            &poly(&[
                (x, y - w),
                (x + w, y - w),
                (x + w + e, y - w - e * 0.6),
                (x + e, y - w - e * 0.6),
            ]),
        );
        s.slab(Fall(c), (x, y - w), (w, w), 3.0);
        emblem(s, d, (x + w / 2.0, y - w / 2.0), w * 0.26, c.against());
    };
    let w = 60.0;
    let rows: &[&[f32]] = if d.odds(50) {
        &[&[-104.0, -36.0, 34.0], &[-70.0, 2.0], &[-32.0]]
    } else {
        &[&[-104.0, 40.0], &[-104.0], &[]]
    };
    let tower = rows[2].is_empty();
    for (row, xs) in rows.iter().enumerate() {
        for x in xs.iter() {
            cube(s, x + d.f(-4.0, 4.0), -(row as f32) * (w + 1.0), w, colour());
        }
    }
    if tower {
        // A bridge with an arch and a roof.
        let c = colour();
        s.put(
            Fall(c),
            &shape::Shape {
                data: "M-40 0V-62H36V0H22A25 25 0 0 0-26 0Z".to_owned(),
                points: vec![(-40.0, 0.0), (36.0, -62.0)],
            },
        );
        let c = colour();
        s.put(Round(c), &poly(&[(-44.0, -62.0), (-2.0, -118.0), (40.0, -62.0)]));
        let c = colour();
        s.slab(Round(c), (-98.0, -176.0), (48.0, 54.0), 3.0);
        let c = colour();
        s.put(Round(c), &poly(&[(-108.0, -176.0), (-74.0, -222.0), (-40.0, -176.0)]));
        let c = colour();
        s.slab(Round(c), (52.0, -118.0), (38.0, 57.0), 18.0);
    }
}

fn puzzle(s: &mut Sheet, d: &Dice) {
    let colours = [0, 1, 2, 3].map(|_| d.tint(MERRY));
    let piece = |s: &mut Sheet, (x, y): At, turn: f32, c: Colour| {
        s.set((x, y), turn, 1.0, |s| {
            let data = "M-34-34H-9C-13-40-15-50-7-55C0-59 9-57 11-50C13-44 8-39 8-34H34V-9C40-13 50-15 55-7C59 0 57 9 50 11C44 13 39 8 34 8V34H8C12 28 13 19 6 16C0 13-9 15-11 22C-12 27-8 30-8 34H-34Z";
            let form = shape::Shape { data: data.to_owned(), points: vec![(-34.0, -58.0), (58.0, 34.0)] };
            s.set((3.0, 5.0), 0.0, 1.0, |s| s.put(Flat(c.dark(0.4)), &form));
            s.put(Fall(c), &form);
            s.mark(Flat(c.light(0.5)), 2.0, &shape::wire(&[(-31.0, 30.0), (-31.0, -31.0), (-12.0, -31.0)]), 0.6);
        });
    };
    let up = -96.0;
    for (i, (x, y)) in
        [(-36.0, up - 36.0), (36.0, up - 36.0), (36.0, up + 36.0), (-36.0, up + 36.0)]
            .into_iter()
            .enumerate()
    {
        let loose = if i == d.n(0, 3) { d.f(6.0, 16.0) } else { 0.0 };
        piece(s, (x + if x > 0.0 { loose } else { -loose }, y), loose, colours[i]);
    }
    piece(s, (112.0, -36.0), d.f(14.0, 40.0), colours[d.n(0, 3)]);
    if d.odds(50) {
        piece(s, (-114.0, -36.0), d.f(-40.0, -12.0), colours[d.n(0, 3)]);
    }
}

fn plush(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0xb0845a, 0xd8c0a0, 0xf0e6d8, 0x8a6048, 0xb8a8b0, 0xe0b0a8, 0x8fa8b0, 0x7a7a7c]);
    let pale = c.light(0.5);
    let dark = Colour::hex(0x002c_2622);
    let form = d.n(0, 3);
    for side in [-1.0, 1.0] {
        match form {
            0 => {
                s.oval(Ball(c), side * 46.0, -206.0, 23.0, 22.0);
                s.oval(Flat(pale), side * 46.0, -204.0, 12.0, 12.0);
            }
            1 => s.set((side * 24.0, -196.0), side * d.f(6.0, 20.0), 1.0, |s| {
                s.oval(Round(c), 0.0, -46.0, 18.0, 52.0);
                s.oval(Flat(pale.mix(Colour::hex(0x00e0_a0a0), 0.4)), 0.0, -42.0, 9.0, 38.0);
            }),
            2 => s.put(
                Ball(c),
                &blob(&[
                    (side * 20.0, -206.0),
                    (side * 20.0, -206.0),
                    (side * 56.0, -244.0),
                    (side * 56.0, -244.0),
                    (side * 62.0, -186.0),
                    (side * 62.0, -186.0),
                ]),
            ),
            _ => s.put(
                Ball(c.dark(0.14)),
                &blob(&[
                    (side * 44.0, -208.0),
                    (side * 76.0, -196.0),
                    (side * 80.0, -150.0),
                    (side * 62.0, -138.0),
                    (side * 52.0, -170.0),
                ]),
            ),
        }
    }
    for side in [-1.0, 1.0] {
        s.oval(Ball(c.dark(0.05)), side * 48.0, -24.0, 32.0, 27.0);
        s.oval(Flat(pale), side * 50.0, -20.0, 17.0, 15.0);
        s.set((side * 62.0, -92.0), side * -24.0, 1.0, |s| {
            s.oval(Ball(c.dark(0.05)), 0.0, 0.0, 20.0, 38.0)
        });
    }
    s.oval(Ball(c), 0.0, -70.0, 58.0, 66.0);
    s.oval(Ball(pale), 0.0, -60.0, 36.0, 42.0);
    s.oval(Ball(c), 0.0, -162.0, 64.0, 56.0);
    s.oval(Ball(pale), 0.0, -146.0, 28.0, 22.0);
    let nose = if form == 1 { Colour::hex(0x00d0_808a) } else { dark };
    s.oval(Flat(nose), 0.0, -156.0, 9.0, 6.5);
    s.mark(
        Flat(dark),
        2.2,
        &shape::all([
            shape::wire(&[(0.0, -150.0), (0.0, -143.0)]),
            shape::curve(&[
                (-9.0, -141.0),
                (-4.0, -138.0),
                (0.0, -143.0),
                (4.0, -138.0),
                (9.0, -141.0),
            ]),
        ]),
        0.8,
    );
    s.mark(Flat(dark), 11.0, &shape::dots(&[(-26.0, -172.0), (26.0, -172.0)]), 1.0);
    s.mark(Flat(pale.light(0.8)), 3.4, &shape::dots(&[(-28.0, -174.0), (24.0, -174.0)]), 1.0);
    let bow = d.tint(MERRY);
    match d.n(0, 2) {
        0 => {
            s.put(
                Round(bow),
                &shape::all([
                    poly(&[(0.0, -112.0), (-26.0, -124.0), (-26.0, -98.0)]),
                    poly(&[(0.0, -112.0), (26.0, -124.0), (26.0, -98.0)]),
                ]),
            );
            s.oval(Ball(bow), 0.0, -111.0, 7.0, 7.0);
        }
        1 => {
            s.trace(
                Round(bow),
                17.0,
                &shape::curve(&[(-50.0, -122.0), (0.0, -106.0), (50.0, -122.0)]),
            );
            s.slab(Round(bow), (14.0, -110.0), (19.0, 50.0), 4.0);
        }
        _ => {}
    }
}

fn car(s: &mut Sheet, d: &Dice) {
    let wooden = d.odds(35);
    let c = if wooden { d.tint(WOOD) } else { d.tint(MERRY) };
    let tyre = if wooden { d.tint(MERRY) } else { Colour::hex(0x0030_3336) };
    let form = d.n(0, 2);
    let sky = Colour::hex(0x00d2_e2e8);
    match form {
        0 => {
            s.put(
                Round(c),
                &blob(&[
                    (-62.0, -66.0),
                    (-62.0, -66.0),
                    (-40.0, -116.0),
                    (0.0, -122.0),
                    (44.0, -114.0),
                    (70.0, -66.0),
                    (70.0, -66.0),
                ]),
            );
            s.put(
                Flat(sky),
                &shape::all([
                    poly(&[(-48.0, -70.0), (-32.0, -106.0), (0.0, -110.0), (0.0, -70.0)]),
                    poly(&[(9.0, -70.0), (9.0, -110.0), (38.0, -105.0), (55.0, -70.0)]),
                ]),
            );
            s.put(
                Fall(c),
                &blob(&[
                    (-132.0, -24.0),
                    (-130.0, -58.0),
                    (-70.0, -70.0),
                    (72.0, -70.0),
                    (128.0, -54.0),
                    (134.0, -24.0),
                    (100.0, -16.0),
                    (-100.0, -16.0),
                ]),
            );
        }
        1 => {
            // A bus.
            s.slab(Fall(c), (-128.0, -120.0), (256.0, 104.0), 18.0);
            let panes =
                (0..5).map(|i| shape::slab(-114.0 + i as f32 * 47.0, -106.0, 38.0, 36.0, 6.0));
            s.put(Fall(sky), &shape::all(panes));
            s.slab(Flat(second(d, c)), (-128.0, -54.0), (256.0, 11.0), 0.0);
        }
        _ => {
            // A lorry with its load.
            let load = d.tint(MERRY);
            let box_ = shape::slab(-130.0, -128.0, 170.0, 100.0, 5.0);
            s.put(Fall(load), &box_);
            ornament(s, d, &box_, (-130.0, -128.0, 170.0, 100.0), load, WOVEN);
            s.put(
                Fall(c),
                &blob(&[
                    (46.0, -24.0),
                    (46.0, -24.0),
                    (46.0, -104.0),
                    (46.0, -104.0),
                    (94.0, -104.0),
                    (94.0, -104.0),
                    (112.0, -66.0),
                    (130.0, -58.0),
                    (132.0, -24.0),
                    (132.0, -24.0),
                ]),
            );
            s.put(Flat(sky), &poly(&[(58.0, -94.0), (88.0, -94.0), (102.0, -66.0), (58.0, -66.0)]));
            s.slab(Fall(c.dark(0.35)), (-130.0, -34.0), (262.0, 12.0), 3.0);
        }
    }
    s.mark(Flat(Colour::hex(0x00f4_dc90)), 13.0, &shape::dots(&[(122.0, -42.0)]), 1.0);
    s.seam(c.dark(0.4), 2.4, &[(4.0, -66.0), (4.0, -24.0)], if form == 0 { 0.5 } else { 0.0 });
    for x in [-78.0, 80.0] {
        s.oval(Round(tyre), x, -25.0, 27.0, 27.0);
        s.oval(Ball(tyre.light(0.5)), x, -25.0, 14.0, 14.0);
        s.oval(Flat(tyre.dark(0.3)), x, -25.0, 4.0, 4.0);
    }
    s.gloss(4.0, &[(-100.0, -58.0), (-60.0, -64.0)], 0.4);
}

fn doll(s: &mut Sheet, d: &Dice) {
    let skin = d.tint(&[0xf0d0b4, 0xe0b48e, 0xc8946a, 0xf4dcc8]);
    let hair = d.tint(&[0x3a2a22, 0x7a4a2a, 0x2a2624, 0xc8964a, 0x8a3a2a]);
    let dress = d.tint(MERRY).mix(d.tint(CLOTH), 0.4);
    let long = d.odds(55);
    if long {
        for side in [-1.0, 1.0] {
            s.put(
                Round(hair.dark(0.1)),
                &blob(&[
                    (side * 34.0, -196.0),
                    (side * 62.0, -180.0),
                    (side * 66.0, -130.0),
                    (side * 52.0, -104.0),
                    (side * 42.0, -140.0),
                ]),
            );
            s.oval(Ball(second(d, dress)), side * 54.0, -170.0, 8.0, 8.0);
        }
    }
    for side in [-1.0, 1.0] {
        s.slab(Round(skin), (side * 21.0 - 10.0, -46.0), (20.0, 42.0), 8.0);
        s.slab(Round(dress.dark(0.4)), (side * 22.0 - 15.0, -15.0), (30.0, 17.0), 8.0);
        s.set((side * 38.0, -118.0), side * -30.0, 1.0, |s| {
            s.slab(Round(skin), (-9.0, 10.0), (18.0, 54.0), 9.0);
            s.slab(Round(dress), (-13.0, -6.0), (26.0, 34.0), 11.0);
        });
    }
    let skirt = blob(&[
        (-30.0, -128.0),
        (-30.0, -128.0),
        (30.0, -128.0),
        (30.0, -128.0),
        (40.0, -92.0),
        (66.0, -34.0),
        (66.0, -34.0),
        (0.0, -26.0),
        (-66.0, -34.0),
        (-66.0, -34.0),
        (-40.0, -92.0),
    ]);
    s.put(Round(dress), &skirt);
    ornament(s, d, &skirt, (-66.0, -128.0, 132.0, 100.0), dress, WOVEN);
    s.mark(
        Flat(Colour::hex(0x00fb_f6ea)),
        6.0,
        &shape::curve(&[(-64.0, -37.0), (0.0, -29.0), (64.0, -37.0)]),
        0.9,
    );
    s.slab(Round(skin.dark(0.1)), (-9.0, -142.0), (18.0, 18.0), 4.0);
    s.oval(Ball(hair), 0.0, -182.0, 52.0, 49.0);
    s.oval(Ball(skin), 0.0, -174.0, 44.0, 41.0);
    s.put(
        Round(hair),
        &blob(&[
            (-47.0, -176.0),
            (-42.0, -212.0),
            (0.0, -228.0),
            (42.0, -212.0),
            (47.0, -176.0),
            (26.0, -200.0),
            (0.0, -204.0),
            (-26.0, -200.0),
        ]),
    );
    s.mark(
        Flat(Colour::hex(0x002c_2622)),
        8.0,
        &shape::dots(&[(-16.0, -172.0), (16.0, -172.0)]),
        1.0,
    );
    s.mark(
        Flat(Colour::hex(0x00e0_8a80)),
        12.0,
        &shape::dots(&[(-26.0, -160.0), (26.0, -160.0)]),
        0.5,
    );
    s.mark(
        Flat(Colour::hex(0x00b0_4a44)),
        2.6,
        &shape::curve(&[(-7.0, -153.0), (0.0, -149.0), (7.0, -153.0)]),
        0.9,
    );
    if !long {
        s.oval(Ball(hair), 0.0, -230.0, 20.0, 18.0);
    }
}

fn ball(s: &mut Sheet, d: &Dice) {
    let r = 84.0;
    match d.n(0, 3) {
        0 => {
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
        1 => {
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
                    lines
                        .push(shape::wire(&[(x * 28.0, -r + y * 28.0), (x * 54.0, -r + y * 54.0)]));
                    all.push(penta(x * 80.0, -r + y * 80.0, 27.0, a + std::f32::consts::PI));
                }
                s.mark(Flat(patch), 2.6, &shape::all(lines), 0.8);
                s.veil(Ball(patch), &shape::all(all), 0.95);
            });
        }
        2 => {
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
        _ => {
            let c = d.tint(&[0xc8d84a, 0xf2c84a, 0xe8ecec, 0xd9a0b0]);
            for (x, y, k) in [(-52.0, -50.0, 50.0), (54.0, -48.0, 48.0), (0.0, -124.0, 49.0)]
                .into_iter()
                .take(d.n(1, 3))
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
    }
}

fn racket(s: &mut Sheet, d: &Dice) {
    let c = d.tint(MERRY);
    let grip = d.tint(HIDE);
    let lean = d.f(16.0, 30.0);
    if d.odds(40) {
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
                    [-0.6, -0.2, 0.2, 0.6]
                        .map(|k| shape::wire(&[(k * 12.0, 0.0), (k * 36.0, -62.0)])),
                ),
                0.7,
            );
            s.put(
                Ball(c),
                &blob(&[(-13.0, 2.0), (13.0, 2.0), (12.0, 14.0), (0.0, 20.0), (-12.0, 14.0)]),
            );
        });
    } else {
        s.oval(Ball(Colour::hex(0x00c8_d84a)), 92.0, -27.0, 27.0, 27.0);
        s.seam(Colour::hex(0x00f8_f8e8), 3.0, &[(68.0, -38.0), (92.0, -32.0), (104.0, -52.0)], 0.9);
    }
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
    } else {
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
                s.seam(
                    c.dark(0.4),
                    4.0,
                    &[(w * 0.05, -h), (w * x * 0.8, -h * 0.6), (w * x, 0.0)],
                    0.6,
                );
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
}

fn rope(s: &mut Sheet, d: &Dice) {
    if d.odds(50) {
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

fn lantern(s: &mut Sheet, d: &Dice) {
    if d.odds(50) {
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
                [-6.0, -2.0, 2.0, 6.0].map(|x| {
                    shape::wire(&[(x * 0.4, y + h / 2.0 + 16.0), (x, y + h / 2.0 + 48.0)])
                }),
            ),
            1.0,
        );
        s.oval(Ball(Colour::hex(0x00d9_b25a)), 0.0, y + h / 2.0 + 13.0, 6.0, 6.0);
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

fn pet_bowl(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(50) { d.tint(CLAY) } else { d.tint(SHELL) };
    let food = d.tint(&[0xa86a3a, 0x8a5030, 0xb8804a, 0xc0603f]);
    let (top, foot, h) = (84.0, 106.0, d.f(52.0, 70.0));
    for (row, count) in [3, 5, 7].into_iter().enumerate() {
        for i in 0..count {
            let x = (i as f32 - (count as f32 - 1.0) / 2.0) * 21.0 + d.f(-4.0, 4.0);
            s.oval(
                Ball(food.shifted([d.f(-14.0, 14.0), d.f(-8.0, 8.0), 0.0])),
                x,
                -h - 26.0 + row as f32 * 13.0,
                14.0,
                11.0,
            );
        }
    }
    let body = blob(&[
        (-top, -h),
        (-top, -h),
        (0.0, -h + 13.0),
        (top, -h),
        (top, -h),
        (foot, -6.0),
        (foot, 0.0),
        (foot, 0.0),
        (0.0, 9.0),
        (-foot, 0.0),
        (-foot, 0.0),
        (-foot, -6.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-foot, -h, foot * 2.0, h), c, &POTTERY[..4]);
    // A bone, a paw or a fish on the front.
    let mark = c.against();
    let y = -h * 0.4;
    match d.n(0, 2) {
        0 => {
            s.mark(Flat(mark), 11.0, &shape::wire(&[(-22.0, y), (22.0, y)]), 1.0);
            s.mark(
                Flat(mark),
                15.0,
                &shape::dots(&[
                    (-25.0, y - 6.0),
                    (-25.0, y + 6.0),
                    (25.0, y - 6.0),
                    (25.0, y + 6.0),
                ]),
                1.0,
            );
        }
        1 => {
            s.oval(Flat(mark), 0.0, y + 7.0, 14.0, 11.0);
            s.mark(
                Flat(mark),
                10.0,
                &shape::dots(&[
                    (-17.0, y - 4.0),
                    (-7.0, y - 13.0),
                    (7.0, y - 13.0),
                    (17.0, y - 4.0),
                ]),
                1.0,
            );
        }
        _ => {
            s.put(
                Flat(mark),
                &blob(&[
                    (-28.0, y),
                    (-6.0, y - 13.0),
                    (16.0, y),
                    (32.0, y - 11.0),
                    (32.0, y + 11.0),
                    (16.0, y),
                    (-6.0, y + 13.0),
                ]),
            );
        }
    }
    s.gloss(5.0, &[(-top * 0.9, -h + 12.0), (-foot * 0.9, -12.0)], 0.35);
}

fn pet_bed(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let cushion = second(d, c);
    let w = d.f(124.0, 138.0);
    s.put(
        Round(c.dark(0.2)),
        &blob(&[
            (-w, -44.0),
            (-w * 0.8, -84.0),
            (0.0, -96.0),
            (w * 0.8, -84.0),
            (w, -44.0),
            (0.0, -24.0),
        ]),
    );
    s.put(
        Ball(cushion),
        &blob(&[
            (-w * 0.82, -44.0),
            (-w * 0.4, -70.0),
            (w * 0.4, -70.0),
            (w * 0.82, -44.0),
            (w * 0.4, -18.0),
            (-w * 0.4, -18.0),
        ]),
    );
    if d.odds(65) {
        // A cat asleep in it.
        let fur = d.tint(&[0x8a8480, 0xc88a50, 0x3a3634, 0xe6dccb, 0xa07a5a]);
        s.put(
            Ball(fur),
            &blob(&[
                (-74.0, -44.0),
                (-62.0, -84.0),
                (-10.0, -108.0),
                (48.0, -96.0),
                (76.0, -60.0),
                (60.0, -36.0),
                (-40.0, -32.0),
            ]),
        );
        s.put(
            Ball(fur.dark(0.1)),
            &shape::all([
                poly(&[(-80.0, -78.0), (-76.0, -104.0), (-58.0, -84.0)]),
                poly(&[(-50.0, -86.0), (-36.0, -106.0), (-32.0, -80.0)]),
            ]),
        );
        s.oval(Ball(fur), -56.0, -66.0, 33.0, 26.0);
        let face = [
            shape::curve(&[(-74.0, -66.0), (-68.0, -62.0), (-62.0, -66.0)]),
            shape::curve(&[(-50.0, -66.0), (-44.0, -62.0), (-38.0, -66.0)]),
        ];
        s.mark(Flat(Colour::hex(0x0024_201e)), 2.4, &shape::all(face), 0.9);
        s.mark(Flat(Colour::hex(0x00d0_808a)), 6.0, &shape::dots(&[(-56.0, -58.0)]), 1.0);
        s.pipe(
            fur.dark(0.06),
            14.0,
            &[(72.0, -58.0), (62.0, -38.0), (10.0, -34.0), (-20.0, -40.0)],
        );
        if d.odds(60) {
            s.mark(
                Flat(fur.dark(0.4)),
                5.0,
                &shape::all([4.0, 24.0, 44.0].map(|x| {
                    shape::curve(&[(x, -104.0 + x * 0.2), (x + 6.0, -88.0), (x + 2.0, -70.0)])
                })),
                0.5,
            );
        }
    }
    let front = blob(&[
        (-w - 4.0, -46.0),
        (-w * 0.84, -40.0),
        (-w * 0.4, -26.0),
        (0.0, -22.0),
        (w * 0.4, -26.0),
        (w * 0.84, -40.0),
        (w + 4.0, -46.0),
        (w + 2.0, -14.0),
        (w * 0.7, 3.0),
        (0.0, 9.0),
        (-w * 0.7, 3.0),
        (-w - 2.0, -14.0),
    ]);
    s.put(Round(c), &front);
    ornament(s, d, &front, (-w, -40.0, w * 2.0, 44.0), c, WOVEN);
    s.seam(
        c.light(0.4),
        3.0,
        &[(-w * 0.84, -38.0), (-w * 0.4, -24.0), (0.0, -20.0), (w * 0.4, -24.0), (w * 0.84, -38.0)],
        0.5,
    );
}
