//! From the baker and the mill: bread, cakes, noodles, rice.

use super::{Good, table};
use crate::colour::{CLAY, Colour, LEAF, WOOD};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("bread", 1, bread),
    table("cake", 1, cake),
    table("noodle", 1, noodles),
    table("rice", 1, rice),
];

fn bread(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xc08a4a, 0xa86a34, 0xd8a868, 0x8a5a34, 0xcf9a56]);
    let board = d.tint(WOOD);
    s.slab(Fall(board), (-136.0, -10.0), (272.0, 14.0), 5.0);
    match d.n(0, 2) {
        0 => {
            loaf(s, d, c);
        }
        1 => {
            sliced(s, d, c);
        }
        _ => {
            buns(s, d, c);
        }
    }
}

fn buns(s: &mut Sheet, d: &Dice, c: Colour) {
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

fn sliced(s: &mut Sheet, d: &Dice, c: Colour) {
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

fn loaf(s: &mut Sheet, d: &Dice, c: Colour) {
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
    topping(s, d, r, top);
}

fn topping(s: &mut Sheet, d: &Dice, r: f32, top: f32) {
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
