//! Furniture: chairs, tables, shelves, beds.

use super::{Good, table};
use crate::colour::{CLAY, CLOTH, LEAF, METAL, PACK, WOOD};
use crate::decor::{WOVEN, ornament};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("chair", 1, chair),
    table("armchair", 1, armchair),
    table("table", 1, desk),
    table("shelf", 1, shelf),
    table("bed", 1, bed),
];

fn chair(s: &mut Sheet, d: &Dice) {
    let wood = d.tint(WOOD);
    let cloth = d.tint(CLOTH);
    if d.odds(35) {
        return armchair(s, d);
    }
    let (w, seat, h) = (d.f(56.0, 68.0), d.f(84.0, 100.0), d.f(190.0, 220.0));
    for x in [-w * 0.66, w * 0.66] {
        s.pipe(wood.dark(0.3), 8.0, &[(x, -seat), (x * 1.05, -18.0)]);
    }
    for x in [-w, w] {
        s.pipe(wood, 11.0, &[(x * 0.9, -h), (x * 0.96, -seat), (x * 0.9, -seat)]);
    }
    match d.n(0, 2) {
        0 => {
            for part in [0.92, 0.74, 0.56] {
                s.pipe(
                    wood,
                    11.0,
                    &[
                        (-w * 0.9, -seat - (h - seat) * part),
                        (0.0, -seat - (h - seat) * part - 8.0),
                        (w * 0.9, -seat - (h - seat) * part),
                    ],
                );
            }
        }
        1 => {
            s.slab(Round(wood.light(0.06)), (-w * 0.98, -h - 8.0), (w * 1.96, 28.0), 10.0);
            for x in [-0.5, -0.17, 0.17, 0.5] {
                s.pipe(wood, 6.0, &[(x * w, -h + 18.0), (x * w, -seat)]);
            }
        }
        _ => {
            let back = shape::slab(-w * 0.92, -h, w * 1.84, (h - seat) * 0.62, 16.0);
            s.put(Round(cloth), &back);
            ornament(s, d, &back, (-w, -h, w * 2.0, h - seat), cloth, WOVEN);
        }
    }
    s.put(
        Fall(wood.light(0.12)),
        &poly(&[
            (-w * 0.92, -seat - 14.0),
            (w * 0.92, -seat - 14.0),
            (w * 1.14, -seat + 4.0),
            (-w * 1.14, -seat + 4.0),
        ]),
    );
    if d.odds(50) {
        s.put(
            Fall(cloth),
            &blob(&[
                (-w * 0.86, -seat - 14.0),
                (0.0, -seat - 22.0),
                (w * 0.86, -seat - 14.0),
                (w * 1.04, -seat + 1.0),
                (0.0, -seat + 3.0),
                (-w * 1.04, -seat + 1.0),
            ]),
        );
    }
    s.slab(Fall(wood), (-w * 1.14, -seat + 3.0), (w * 2.28, 10.0), 3.0);
    for x in [-w * 1.04, w * 1.04] {
        s.pipe(wood, 11.0, &[(x, -seat + 12.0), (x * 1.04, 0.0)]);
    }
    s.pipe(wood.dark(0.1), 6.0, &[(-w, -34.0), (w, -34.0)]);
}

fn armchair(s: &mut Sheet, d: &Dice) {
    let (wood, cloth) = (d.tint(WOOD), d.tint(CLOTH));
    // An armchair.
    let (w, h) = (d.f(88.0, 104.0), d.f(150.0, 184.0));
    for x in [-w + 14.0, w - 14.0] {
        s.pipe(wood, 10.0, &[(x, -24.0), (x * 1.04, 0.0)]);
    }
    s.put(
        Round(cloth.dark(0.08)),
        &blob(&[
            (-w * 0.8, -40.0),
            (-w * 0.86, -h * 0.8),
            (-w * 0.4, -h),
            (w * 0.4, -h),
            (w * 0.86, -h * 0.8),
            (w * 0.8, -40.0),
        ]),
    );
    if d.odds(50) {
        let tufts: Vec<At> = [-34.0, 0.0, 34.0]
            .into_iter()
            .flat_map(|x| [-h * 0.82, -h * 0.62].map(|y| (x, y)))
            .collect();
        s.mark(Flat(cloth.dark(0.4)), 6.0, &shape::dots(&tufts), 0.7);
    }
    s.slab(Fall(cloth.light(0.1)), (-w * 0.72, -76.0), (w * 1.44, 38.0), 15.0);
    s.slab(Fall(cloth), (-w * 0.8, -46.0), (w * 1.6, 30.0), 8.0);
    for x in [-w - 4.0, w - 30.0] {
        s.slab(Round(cloth), (x, -96.0), (34.0, 80.0), 16.0);
    }
}

fn desk(s: &mut Sheet, d: &Dice) {
    let wood = d.tint(WOOD);
    let (w, h) = (d.f(118.0, 140.0), d.f(96.0, 140.0));
    let round = d.odds(30);
    let leg = if d.odds(30) { d.tint(METAL).dark(0.2) } else { wood };
    for x in [-0.74, 0.74] {
        s.pipe(leg.dark(0.3), 8.0, &[(x * w, -h), (x * w, -20.0)]);
    }
    let splay = d.f(0.92, 1.06);
    for x in [-0.88, 0.88] {
        s.pipe(leg, 11.0, &[(x * w, -h + 6.0), (x * w * splay, 0.0)]);
    }
    if !round && d.odds(55) {
        s.slab(Fall(wood.dark(0.12)), (-w * 0.9, -h + 8.0), (w * 1.8, 28.0), 2.0);
        for x in [-0.45, 0.45] {
            s.mark(
                Flat(wood.dark(0.4)),
                1.6,
                &shape::slab(x * w - w * 0.38, -h + 12.0, w * 0.76, 20.0, 2.0),
                0.6,
            );
            s.oval(Ball(d.tint(METAL)), x * w, -h + 22.0, 5.0, 4.5);
        }
    }
    if round {
        s.oval(Flat(wood.dark(0.3)), 0.0, -h + 7.0, w, 21.0);
        s.oval(Round(wood.light(0.1)), 0.0, -h, w, 20.0);
    } else {
        s.put(
            Fall(wood.light(0.16)),
            &poly(&[
                (-w * 0.84, -h - 24.0),
                (w * 0.84, -h - 24.0),
                (w * 1.04, -h),
                (-w * 1.04, -h),
            ]),
        );
        s.slab(Fall(wood), (-w * 1.04, -h), (w * 2.08, 10.0), 2.0);
    }
    if d.odds(70) {
        // A small vase and a book, so that it is seen how large it is.
        let c = d.tint(CLAY);
        let x = d.f(-0.6, 0.5) * w;
        s.put(
            Fall(d.tint(LEAF)),
            &shape::all([-120.0, -90.0, -60.0].map(|t| shape::leaf((x, -h - 40.0), t, 32.0, 9.0))),
        );
        s.put(
            Round(c),
            &blob(&[
                (x - 7.0, -h - 44.0),
                (x + 7.0, -h - 44.0),
                (x + 16.0, -h - 24.0),
                (x + 10.0, -h - 8.0),
                (x - 10.0, -h - 8.0),
                (x - 16.0, -h - 24.0),
            ]),
        );
        s.slab(Fall(d.tint(PACK)), (x + 34.0, -h - 18.0), (48.0, 9.0), 2.0);
    }
}

fn shelf(s: &mut Sheet, d: &Dice) {
    let wood = d.tint(WOOD);
    let (w, h) = (d.f(74.0, 96.0), d.f(190.0, 226.0));
    let rows = d.n(3, 4);
    if d.odds(45) {
        s.put(Fall(wood.dark(0.36)), &shape::slab(-w, -h, w * 2.0, h - 8.0, 2.0));
    }
    for x in [-w, w] {
        s.pipe(wood, 10.0, &[(x, -h - 4.0), (x, 0.0)]);
    }
    let gap = (h - 20.0) / rows as f32;
    for row in 0..rows {
        let y = -14.0 - gap * row as f32;
        let mut x = -w + 14.0;
        for _ in 0..3 {
            let room = w - 18.0 - x;
            if room < 26.0 {
                break;
            }
            match d.n(0, 3) {
                0 => {
                    for _ in 0..d.n(2, 4) {
                        let (thick, high) = (d.f(7.0, 11.0), gap * d.f(0.5, 0.74));
                        s.slab(Round(d.tint(PACK)), (x, y - high), (thick, high), 1.0);
                        x += thick + 1.0;
                    }
                }
                1 => {
                    s.slab(Round(d.tint(CLAY)), (x, y - gap * 0.46), (26.0, gap * 0.46), 9.0);
                    x += 28.0;
                }
                2 => {
                    s.slab(
                        Fall(d.tint(&[0xc9ab7c, 0xd8c6a0, 0xe0d8cc])),
                        (x, y - gap * 0.36),
                        (40.0, gap * 0.36),
                        3.0,
                    );
                    x += 42.0;
                }
                _ => {
                    s.put(
                        Fall(d.tint(LEAF)),
                        &shape::all(
                            [-130.0, -90.0, -50.0]
                                .map(|t| shape::leaf((x + 12.0, y - 18.0), t, 24.0, 9.0)),
                        ),
                    );
                    s.slab(Round(d.tint(CLAY)), (x + 2.0, y - 20.0), (20.0, 20.0), 4.0);
                    x += 26.0;
                }
            }
            x += d.f(6.0, 18.0);
        }
        s.slab(Fall(wood.light(0.08)), (-w - 4.0, y), (w * 2.0 + 8.0, 9.0), 2.0);
    }
    s.slab(Fall(wood.light(0.08)), (-w - 6.0, -h - 6.0), (w * 2.0 + 12.0, 9.0), 2.0);
}

fn bed(s: &mut Sheet, d: &Dice) {
    let wood = d.tint(WOOD);
    let cover = d.tint(CLOTH);
    let linen = d.tint(&[0xf2ede2, 0xe2e6e4, 0xeee0d8, 0xdfe4ea]);
    let high = d.f(110.0, 150.0);
    let head = if d.odds(50) {
        shape::slab(-136.0, -high, 26.0, high - 4.0, 10.0)
    } else {
        shape::slab(-134.0, -high, 18.0, high - 4.0, 4.0)
    };
    for x in [-120.0, 128.0] {
        s.pipe(wood.dark(0.2), 12.0, &[(x, -26.0), (x, 0.0)]);
    }
    s.put(Round(wood), &head);
    s.slab(Round(wood), (124.0, -70.0), (18.0, 66.0), 5.0);
    s.slab(Fall(wood.dark(0.08)), (-124.0, -34.0), (260.0, 18.0), 3.0);
    s.slab(Fall(linen), (-118.0, -70.0), (246.0, 40.0), 10.0);
    for (x, c) in [(-112.0, linen.light(0.3)), (-86.0, cover.light(0.4))] {
        s.put(
            Ball(c),
            &blob(&[
                (x, -76.0),
                (x + 6.0, -112.0),
                (x + 40.0, -116.0),
                (x + 58.0, -82.0),
                (x + 54.0, -68.0),
                (x + 8.0, -66.0),
            ]),
        );
    }
    let quilt = blob(&[
        (-46.0, -70.0),
        (-46.0, -70.0),
        (-36.0, -92.0),
        (30.0, -98.0),
        (100.0, -90.0),
        (132.0, -76.0),
        (134.0, -20.0),
        (134.0, -20.0),
        (60.0, -14.0),
        (-20.0, -18.0),
        (-58.0, -20.0),
        (-58.0, -20.0),
    ]);
    s.put(Fall(cover), &quilt);
    ornament(s, d, &quilt, (-58.0, -98.0, 194.0, 84.0), cover, WOVEN);
    s.put(
        Fall(linen.light(0.2)),
        &blob(&[
            (-46.0, -72.0),
            (-46.0, -72.0),
            (-36.0, -94.0),
            (-14.0, -97.0),
            (-30.0, -18.0),
            (-30.0, -18.0),
            (-58.0, -20.0),
            (-58.0, -20.0),
        ]),
    );
}
