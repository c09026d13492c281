//! From the counter: eggs, bread, cakes, noodles, meat, fish, rice.

use super::{Good, table};
use crate::colour::{CLAY, Colour, LEAF, WOOD};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("egg", 1, eggs),
    table("bread", 1, bread),
    table("cake", 1, cake),
    table("noodle", 1, noodles),
    table("meat", 1, meat),
    table("fish", 1, fish),
    table("rice", 1, rice),
];

fn eggs(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xe8c8a4, 0xf0e6d8, 0xd8a880, 0xc8d4c4, 0xe0b494]);
    let egg = |s: &mut Sheet, x: f32, y: f32, r: f32, own: Colour| {
        s.put(
            Ball(own),
            &blob(&[
                (x, y - r * 1.5),
                (x + r * 0.72, y - r * 0.7),
                (x + r, y + r * 0.2),
                (x + r * 0.6, y + r * 0.95),
                (x, y + r * 1.06),
                (x - r * 0.6, y + r * 0.95),
                (x - r, y + r * 0.2),
                (x - r * 0.72, y - r * 0.7),
            ]),
        );
        s.veil(
            Flat(Colour::hex(0x00ff_ffff)),
            &shape::oval(x - r * 0.36, y - r * 0.44, r * 0.17, r * 0.27),
            0.5,
        );
    };
    let shade = || d.f(-8.0, 8.0);
    if d.odds(50) {
        // A box of moulded pulp.
        let pulp = d.tint(&[0xb0a796, 0x9aa8a0, 0xc0a888, 0xa89aa0]);
        s.put(
            Fall(pulp.dark(0.18)),
            &poly(&[(-128.0, -50.0), (-112.0, -72.0), (112.0, -72.0), (128.0, -50.0)]),
        );
        for (row, y) in [(0, -74.0), (1, -58.0)] {
            for i in 0..4 {
                let x = (i as f32 - 1.5) * 60.0 + if row == 0 { -8.0 } else { 0.0 };
                egg(s, x, y, 27.0, c.shifted([shade(), shade(), 0.0]));
            }
        }
        s.put(
            Fall(pulp),
            &blob(&[
                (-130.0, -50.0),
                (-130.0, -50.0),
                (-90.0, -40.0),
                (-60.0, -52.0),
                (-30.0, -40.0),
                (0.0, -52.0),
                (30.0, -40.0),
                (60.0, -52.0),
                (90.0, -40.0),
                (130.0, -50.0),
                (130.0, -50.0),
                (116.0, 0.0),
                (116.0, 0.0),
                (-116.0, 0.0),
                (-116.0, 0.0),
            ]),
        );
        for x in [-60.0, 0.0, 60.0] {
            s.seam(pulp.dark(0.4), 2.5, &[(x, -46.0), (x, -6.0)], 0.4);
        }
        return;
    }
    let straw = d.tint(&[0xd9b878, 0xc8a060, 0xb0925f]);
    for (x, y) in [(-30.0, -74.0), (30.0, -76.0), (-66.0, -50.0), (64.0, -52.0), (0.0, -52.0)] {
        egg(s, x, y, d.f(31.0, 35.0), c.shifted([shade(), shade(), 0.0]));
    }
    s.put(
        Round(straw),
        &blob(&[
            (-118.0, -40.0),
            (-60.0, -26.0),
            (0.0, -22.0),
            (60.0, -26.0),
            (118.0, -40.0),
            (104.0, -4.0),
            (0.0, 6.0),
            (-104.0, -4.0),
        ]),
    );
    let blades = (0..16).map(|_| {
        let (x, y) = (d.f(-106.0, 90.0), d.f(-34.0, -4.0));
        shape::curve(&[(x, y), (x + 18.0, y + d.f(-9.0, 5.0)), (x + 34.0, y + d.f(-8.0, 8.0))])
    });
    s.mark(Flat(straw.light(0.3)), 2.2, &shape::all(blades), 0.8);
}

fn bread(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xc08a4a, 0xa86a34, 0xd8a868, 0x8a5a34, 0xcf9a56]);
    let board = d.tint(WOOD);
    s.slab(Fall(board), (-136.0, -10.0), (272.0, 14.0), 5.0);
    match d.n(0, 2) {
        0 => {
            // A round loaf with cuts and flour.
            let h = d.f(84.0, 112.0);
            s.put(
                Ball(c),
                &blob(&[
                    (-108.0, -12.0),
                    (-108.0, -50.0),
                    (-70.0, -h + 4.0),
                    (0.0, -h - 10.0),
                    (70.0, -h + 4.0),
                    (108.0, -50.0),
                    (108.0, -12.0),
                    (0.0, -6.0),
                ]),
            );
            for x in [-56.0, -10.0, 38.0] {
                s.put(
                    Flat(c.light(0.55)),
                    &shape::leaf((x - 12.0, -h + 36.0), d.f(-42.0, -22.0), 56.0, 15.0),
                );
            }
        }
        1 => {
            // A tin loaf, sliced.
            let crumb = Colour::hex(0x00f0_dcb4);
            s.put(
                Ball(c),
                &blob(&[
                    (-60.0, -12.0),
                    (-60.0, -12.0),
                    (-64.0, -90.0),
                    (-20.0, -122.0),
                    (60.0, -120.0),
                    (116.0, -112.0),
                    (122.0, -60.0),
                    (114.0, -12.0),
                    (114.0, -12.0),
                ]),
            );
            for x in [0.0, -42.0] {
                let slice = |k: f32| {
                    blob(&[
                        (x - 72.0 * k, -12.0),
                        (x - 72.0 * k, -12.0),
                        (x - 74.0 * k, -66.0 * k - 6.0),
                        (x - 84.0 * k, -100.0 * k),
                        (x - 40.0, -126.0 * k),
                        (x + 4.0 * k, -100.0 * k),
                        (x - 6.0 * k, -66.0 * k - 6.0),
                        (x - 8.0 * k, -12.0),
                        (x - 8.0 * k, -12.0),
                    ])
                };
                s.put(Round(c.dark(0.1)), &slice(1.0));
                s.put(
                    Round(crumb),
                    &blob(&[
                        (x - 66.0, -17.0),
                        (x - 66.0, -17.0),
                        (x - 67.0, -70.0),
                        (x - 74.0, -98.0),
                        (x - 40.0, -117.0),
                        (x - 4.0, -98.0),
                        (x - 13.0, -70.0),
                        (x - 14.0, -17.0),
                        (x - 14.0, -17.0),
                    ]),
                );
            }
            let holes: Vec<At> = (0..9).map(|_| (d.f(-100.0, -60.0), d.f(-96.0, -26.0))).collect();
            s.mark(Flat(crumb.dark(0.2)), 4.0, &shape::dots(&holes), 0.5);
        }
        _ => {
            // Buns, some with seeds.
            let seeds = d.odds(60);
            for (x, y) in [(0.0, -76.0), (-72.0, -8.0), (72.0, -8.0), (0.0, -8.0)] {
                s.put(
                    Ball(c.shifted([d.f(-8.0, 8.0), d.f(-6.0, 6.0), 0.0])),
                    &blob(&[
                        (x - 56.0, y),
                        (x - 60.0, y - 26.0),
                        (x - 34.0, y - 64.0),
                        (x + 34.0, y - 64.0),
                        (x + 60.0, y - 26.0),
                        (x + 56.0, y),
                        (x, y + 4.0),
                    ]),
                );
                if seeds {
                    let grains: Vec<At> =
                        (0..8).map(|_| (x + d.f(-32.0, 32.0), y + d.f(-58.0, -32.0))).collect();
                    s.mark(Flat(Colour::hex(0x00f4_e4c0)), 4.0, &shape::dots(&grains), 0.9);
                }
            }
        }
    }
}

fn cake(s: &mut Sheet, d: &Dice) {
    let icing = d.tint(&[0xf4e8e0, 0xe6b4b8, 0x5a3626, 0xd8c48a, 0xb4c8a0, 0xc8b0d4]);
    let sponge = d.tint(&[0xe4bc78, 0x8a5434, 0xd89a6a, 0xe8d0a0]);
    let stand = d.tint(CLAY);
    let (r, h) = (d.f(84.0, 98.0), d.f(60.0, 84.0));
    s.put(
        Round(stand),
        &shape::turned(&[(12.0, -30.0), (14.0, -12.0), (46.0, 0.0), (46.0, 3.0), (0.0, 6.0)]),
    );
    s.oval(Flat(stand.dark(0.22)), 0.0, -27.0, 122.0, 15.0);
    s.oval(Round(stand.light(0.15)), 0.0, -31.0, 122.0, 14.0);
    let body = shape::turned(&[
        (r, -34.0 - h),
        (r, -34.0 - h),
        (r, -34.0),
        (r, -34.0),
        (r * 0.7, -24.0),
        (0.0, -21.0),
    ]);
    s.put(Round(sponge), &body);
    let layers = d.n(1, 3);
    s.inside(&body, |s| {
        for i in 0..layers {
            let y = -34.0 - h * (0.24 + 0.24 * i as f32);
            s.mark(
                Flat(icing.light(0.2)),
                7.0,
                &shape::curve(&[(-r, y), (0.0, y + 10.0), (r, y)]),
                0.95,
            );
        }
    });
    let top = -34.0 - h;
    let mut drips = vec![(-r - 2.0, top), (-r - 2.0, top)];
    drips.extend((0..9).map(|i| {
        (-r + r * i as f32 / 4.0, top + if i % 2 == 0 { d.f(22.0, 40.0) } else { d.f(8.0, 14.0) })
    }));
    drips.extend([(r + 2.0, top), (r + 2.0, top)]);
    s.put(Round(icing), &blob(&drips));
    s.oval(Flat(icing.light(0.3)), 0.0, top, r + 2.0, r * 0.17);
    let berry = d.tint(&[0xc8283a, 0x3f4a7a, 0xe08a2c, 0x8a2a44]);
    match d.n(0, 2) {
        0 => {
            for x in [-0.62, -0.2, 0.22, 0.62] {
                s.oval(Ball(berry), x * r, top - 8.0 + x.abs() * 2.0, 15.0, 15.0);
            }
        }
        1 => {
            s.oval(Ball(berry), 0.0, top - 14.0, 19.0, 18.0);
            s.put(
                Flat(d.tint(LEAF)),
                &shape::all([-70.0, -20.0].map(|t| shape::leaf((4.0, top - 28.0), t, 30.0, 10.0))),
            );
        }
        _ => {
            for (i, x) in [-0.5, -0.17, 0.17, 0.5].into_iter().enumerate() {
                let wax = d.tint(&[0xd9708a, 0xe9c04a, 0x6fa0c0, 0x8ab080]);
                s.slab(
                    Round(wax),
                    (x * r - 3.5, top - 46.0 - 4.0 * (i % 2) as f32),
                    (7.0, 48.0),
                    2.0,
                );
                s.put(
                    Flat(Colour::hex(0x00f2_b040)),
                    &shape::leaf((x * r, top - 47.0 - 4.0 * (i % 2) as f32), -90.0, 18.0, 7.0),
                );
            }
        }
    }
}

fn noodles(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xe9cf8a, 0xf0e4c4, 0xd8b070, 0xc8a878, 0xe6c060]);
    if d.odds(45) {
        // A dry bundle with a paper band.
        for i in 0..13 {
            let t = i as f32 / 12.0 - 0.5;
            let own = if i % 2 == 0 { c } else { c.dark(0.12) };
            let flare = d.f(1.3, 1.7);
            s.rod(
                own,
                7.0,
                &[
                    (t * 64.0 * flare, -200.0 + d.f(-5.0, 5.0)),
                    (t * 66.0, -100.0),
                    (t * 64.0 * flare, -4.0),
                ],
            );
        }
        let band = d.tint(&[0xb0463a, 0x3f6f5a, 0x2f4f6f, 0xe6dcc6]);
        s.slab(Round(band), (-42.0, -134.0), (84.0, 66.0), 3.0);
        crate::decor::emblem(s, d, (0.0, -101.0), 17.0, band.against());
        return;
    }
    let clay = d.tint(CLAY);
    let r = 104.0;
    s.put(
        Round(clay.dark(0.1)),
        &shape::turned(&[(44.0, -12.0), (44.0, -12.0), (40.0, 3.0), (0.0, 6.0)]),
    );
    let body =
        shape::turned(&[(r, -88.0), (r, -88.0), (r * 0.86, -40.0), (52.0, -8.0), (0.0, -2.0)]);
    s.put(Round(clay), &body);
    crate::decor::ornament(s, d, &body, (-r, -66.0, r * 2.0, 60.0), clay, crate::decor::POTTERY);
    s.oval(Flat(clay.light(0.25)), 0.0, -88.0, r, 26.0);
    s.oval(Flat(d.tint(&[0xc08a4a, 0xb0603a, 0xe0cfa0])), 0.0, -86.0, r - 7.0, 22.0);
    for i in 0..9 {
        let t = (i as f32 - 4.0) * 17.0;
        let own = if i % 2 == 0 { c } else { c.dark(0.1) };
        s.rod(
            own,
            7.0,
            &[
                (t - 22.0, -82.0),
                (t - 8.0, -104.0 - d.f(0.0, 14.0)),
                (t + 12.0, -94.0),
                (t + 20.0, -78.0),
            ],
        );
    }
    egg_half(s, d.f(34.0, 52.0), -98.0);
    s.put(
        Flat(d.tint(LEAF)),
        &shape::all([-150.0, -110.0, -70.0].map(|t| shape::leaf((-42.0, -88.0), t, 40.0, 14.0))),
    );
    let wood = d.tint(WOOD);
    s.rod(wood.dark(0.1), 4.5, &[(-30.0, -98.0), (112.0, -168.0)]);
    s.rod(wood, 4.5, &[(-24.0, -92.0), (122.0, -154.0)]);
}

fn egg_half(s: &mut Sheet, x: f32, y: f32) {
    s.oval(Round(Colour::hex(0x00f6_efe2)), x, y, 28.0, 19.0);
    s.oval(Ball(Colour::hex(0x00e9_a03a)), x, y, 14.0, 11.0);
}

fn meat(s: &mut Sheet, d: &Dice) {
    let board = d.tint(WOOD);
    s.put(Fall(board.dark(0.2)), &shape::slab(-142.0, -10.0, 284.0, 15.0, 6.0));
    s.put(Fall(board), &poly(&[(-142.0, -10.0), (-118.0, -30.0), (118.0, -30.0), (142.0, -10.0)]));
    let c = d.tint(&[0xb8433f, 0xa83a3a, 0xc8605a, 0x9a3434]);
    let fat = Colour::hex(0x00f2_dccc);
    match d.n(0, 2) {
        0 => {
            // A steak with its rim of fat and veins.
            let rim = [
                (-104.0, -40.0),
                (-96.0, -92.0),
                (-30.0, -124.0),
                (52.0, -116.0),
                (108.0, -76.0),
                (96.0, -32.0),
                (20.0, -20.0),
                (-60.0, -18.0),
            ];
            s.put(Round(fat), &blob(&rim));
            let flesh = blob(&rim.map(|(x, y)| (x * 0.9 + 2.0, (y + 66.0) * 0.86 - 63.0)));
            s.put(Ball(c), &flesh);
            let veins = (0..6).map(|_| {
                let (x, y) = (d.f(-76.0, 40.0), d.f(-104.0, -44.0));
                shape::curve(&[
                    (x, y),
                    (x + 16.0, y + d.f(-10.0, 10.0)),
                    (x + 40.0, y + d.f(-14.0, 14.0)),
                ])
            });
            s.mark(Flat(fat), 3.4, &shape::all(veins), 0.7);
            s.oval(Flat(fat.dark(0.1)), -70.0, -60.0, 12.0, 16.0);
        }
        1 => {
            // A ham on the bone.
            s.pipe(Colour::hex(0x00ee_e2cc), 20.0, &[(70.0, -84.0), (126.0, -108.0)]);
            s.oval(Round(Colour::hex(0x00ee_e2cc)), 130.0, -114.0, 13.0, 11.0);
            s.oval(Round(Colour::hex(0x00ee_e2cc)), 126.0, -99.0, 12.0, 10.0);
            s.put(
                Ball(c.mix(Colour::hex(0x00a8_6238), 0.5)),
                &blob(&[
                    (-116.0, -60.0),
                    (-92.0, -112.0),
                    (-20.0, -132.0),
                    (60.0, -110.0),
                    (92.0, -84.0),
                    (70.0, -52.0),
                    (0.0, -22.0),
                    (-80.0, -20.0),
                ]),
            );
            s.oval(Round(fat), -78.0, -66.0, 38.0, 46.0);
            s.oval(Ball(c.light(0.1)), -78.0, -66.0, 31.0, 38.0);
            s.oval(Flat(fat), -72.0, -62.0, 8.0, 9.0);
        }
        _ => {
            // Sausages on a string.
            let own = c.mix(Colour::hex(0x008a_4a30), 0.35);
            for (x, y, turn) in [(-10.0, -66.0, -9.0), (14.0, -94.0, 6.0), (0.0, -38.0, 3.0)] {
                s.set((x, y), turn, 1.0, |s| {
                    s.put(
                        Fall(own),
                        &blob(&[
                            (-100.0, 0.0),
                            (-82.0, -16.0),
                            (0.0, -10.0),
                            (82.0, -17.0),
                            (100.0, 0.0),
                            (84.0, 15.0),
                            (0.0, 21.0),
                            (-84.0, 15.0),
                        ]),
                    );
                    s.gloss(5.0, &[(-72.0, -6.0), (0.0, 0.0), (72.0, -7.0)], 0.35);
                    s.rod(fat.dark(0.2), 3.0, &[(100.0, 0.0), (112.0, -5.0)]);
                    s.rod(fat.dark(0.2), 3.0, &[(-100.0, 0.0), (-112.0, -4.0)]);
                });
            }
        }
    }
    if d.odds(60) {
        s.put(
            Fall(d.tint(LEAF)),
            &shape::all(
                [-160.0, -120.0, -80.0, -40.0].map(|t| shape::leaf((104.0, -18.0), t, 36.0, 10.0)),
            ),
        );
    }
}

fn fish(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x7f97a0, 0xc87a5a, 0x6a7f6a, 0x8a8f9a, 0xb0564a, 0x4f6f86]);
    let plate = d.tint(CLAY);
    s.oval(Flat(plate.dark(0.25)), 0.0, -8.0, 150.0, 22.0);
    s.oval(Round(plate), 0.0, -13.0, 150.0, 21.0);
    s.oval(Flat(plate.dark(0.1)), 0.0, -13.0, 118.0, 14.0);
    let fat = d.f(34.0, 52.0);
    let y = -fat * 0.62 - 12.0;
    s.put(
        Fall(c.dark(0.12)),
        &blob(&[
            (92.0, y),
            (92.0, y),
            (146.0, y - 44.0),
            (146.0, y - 44.0),
            (128.0, y),
            (148.0, y + 30.0),
            (148.0, y + 30.0),
        ]),
    );
    s.put(
        Fall(c.dark(0.2)),
        &blob(&[
            (-30.0, y - fat * 0.7),
            (-10.0, y - fat - 26.0),
            (50.0, y - fat - 8.0),
            (58.0, y - fat * 0.5),
        ]),
    );
    let body = blob(&[
        (-136.0, y + 2.0),
        (-98.0, y - fat * 0.62),
        (-30.0, y - fat),
        (50.0, y - fat * 0.7),
        (108.0, y - 9.0),
        (108.0, y + 9.0),
        (50.0, y + fat * 0.6),
        (-30.0, y + fat * 0.86),
        (-98.0, y + fat * 0.56),
    ]);
    s.put(Fall(c), &body);
    s.inside(&body, |s| {
        s.veil(
            Flat(Colour::hex(0x00f4_ece0)),
            &blob(&[
                (-140.0, y + fat * 0.3),
                (-30.0, y + fat * 0.4),
                (100.0, y + 8.0),
                (100.0, y + fat),
                (-140.0, y + fat),
            ]),
            0.7,
        );
        let scales = (0..3).flat_map(|row| (0..6).map(move |i| (row, i))).map(|(row, i)| {
            let (sx, sy) =
                (-50.0 + i as f32 * 24.0 + row as f32 * 12.0, y - fat * 0.5 + row as f32 * 18.0);
            shape::curve(&[(sx, sy - 8.0), (sx + 8.0, sy), (sx, sy + 8.0)])
        });
        s.mark(Flat(c.dark(0.4)), 2.0, &shape::all(scales), 0.45);
    });
    s.seam(c.dark(0.45), 3.0, &[(-76.0, y - fat * 0.6), (-62.0, y), (-76.0, y + fat * 0.6)], 0.6);
    s.put(Fall(c.dark(0.15)), &shape::leaf((-46.0, y + 6.0), 24.0, 42.0, 16.0));
    s.oval(Flat(Colour::hex(0x00fa_f4e6)), -106.0, y - 8.0, 9.0, 9.0);
    s.oval(Flat(Colour::hex(0x001c_2020)), -106.0, y - 8.0, 5.0, 5.0);
    if d.odds(65) {
        for x in [84.0, 108.0] {
            s.oval(Round(Colour::hex(0x00ec_d04a)), x, -24.0, 17.0, 15.0);
            s.oval(Flat(Colour::hex(0x00f8_ecaa)), x, -24.0, 12.0, 10.5);
        }
    }
    s.put(
        Fall(d.tint(LEAF)),
        &shape::all([-170.0, -130.0, -90.0].map(|t| shape::leaf((-96.0, -14.0), t, 38.0, 10.0))),
    );
}

fn rice(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xf4efe2, 0xe8d8a8, 0x3f2f38, 0xb07a52, 0xd8b84a, 0xc8a87a]);
    let bowl = d.tint(CLAY);
    let heap = d.f(40.0, 62.0);
    let mound = blob(&[
        (-92.0, -84.0),
        (-60.0, -84.0 - heap * 0.7),
        (0.0, -84.0 - heap),
        (60.0, -84.0 - heap * 0.7),
        (92.0, -84.0),
        (0.0, -60.0),
    ]);
    s.put(Ball(c), &mound);
    let grains = (0..46).map(|_| {
        let (x, y) = (d.f(-84.0, 84.0), -82.0 - d.f(0.0, heap));
        let turn = d.f(-1.0, 1.0);
        shape::wire(&[(x, y), (x + 6.0, y + 5.0 * turn)])
    });
    let grains = shape::all(grains);
    s.inside(&mound, |s| {
        s.mark(
            Flat(if c.lightness() > 110.0 { c.dark(0.26) } else { c.light(0.4) }),
            3.0,
            &grains,
            0.7,
        )
    });
    s.put(
        Round(bowl.dark(0.1)),
        &shape::turned(&[(44.0, -12.0), (44.0, -12.0), (40.0, 3.0), (0.0, 6.0)]),
    );
    let body =
        shape::turned(&[(104.0, -86.0), (104.0, -86.0), (90.0, -40.0), (54.0, -8.0), (0.0, -2.0)]);
    s.put(Round(bowl), &body);
    crate::decor::ornament(s, d, &body, (-104.0, -70.0, 208.0, 64.0), bowl, crate::decor::POTTERY);
    s.slab(Round(bowl.light(0.22)), (-106.0, -90.0), (212.0, 9.0), 4.0);
    s.gloss(6.0, &[(-88.0, -64.0), (-68.0, -34.0), (-46.0, -18.0)], 0.35);
    let spilled: Vec<_> = (0..9)
        .map(|i| {
            let x = 84.0 + i as f32 * 6.0;
            shape::wire(&[(x, d.f(-4.0, 8.0)), (x + 6.0, d.f(-4.0, 8.0))])
        })
        .collect();
    s.mark(Flat(c), 4.0, &shape::all(spilled), 1.0);
}
