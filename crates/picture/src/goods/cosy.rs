//! What makes a room soft and green: pillows, towels, blankets, curtains, rugs, plants, flowers.

use super::{Good, table, wall};
use crate::colour::{CLAY, CLOTH, Colour, LEAF, PETAL, WOOD};
use crate::decor::{POTTERY, WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("pillow", 2, pillow),
    table("towel", 1, towel),
    table("blanket", 1, blanket),
    wall("curtain", curtain),
    table("rug", 1, rug),
    table("plant", 2, plant),
    table("flower", 1, flowers),
];

fn pillow(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let (w, h) = (d.f(92.0, 124.0), d.f(60.0, 88.0));
    s.set((0.0, -h - 2.0), d.f(-9.0, 9.0), 1.0, |s| {
        let form = blob(&[
            (-w, -h),
            (-w * 0.4, -h * 0.86),
            (w * 0.4, -h * 0.86),
            (w, -h),
            (w * 0.9, 0.0),
            (w, h),
            (w * 0.4, h * 0.88),
            (-w * 0.4, h * 0.88),
            (-w, h),
            (-w * 0.9, 0.0),
        ]);
        s.put(Ball(c), &form);
        ornament(s, d, &form, (-w, -h, w * 2.0, h * 2.0), c, WOVEN);
        s.mark(Flat(c.dark(0.3)), 2.6, &form, 0.5);
        for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
            s.seam(
                c.dark(0.4),
                2.2,
                &[(x * w * 0.9, y * h * 0.88), (x * w * 0.66, y * h * 0.5)],
                0.4,
            );
        }
        if d.odds(35) {
            let tassel = second(d, c);
            for (x, y) in [(-w, -h), (w, -h), (w, h), (-w, h)] {
                s.oval(Ball(tassel), x, y, 9.0, 9.0);
            }
        } else if d.odds(30) {
            s.oval(Ball(second(d, c)), 0.0, 0.0, 9.0, 9.0);
        }
    });
}

fn towel(s: &mut Sheet, d: &Dice) {
    // A folded stack.
    let w = d.f(112.0, 128.0);
    let mut y = 0.0;
    for i in 0..d.n(2, 4) {
        let c = d.tint(CLOTH).light(0.12);
        let (h, own) = (d.f(34.0, 48.0), w - i as f32 * d.f(2.0, 9.0));
        let fold = shape::slab(-own, y - h, own * 2.0, h, h / 2.0);
        s.put(Fall(c), &fold);
        let stripe = second(d, c);
        s.inside(&fold, |s| {
            let x = own * 0.52;
            s.veil(Flat(stripe), &shape::slab(x, y - h, 9.0, h, 0.1), 0.6);
            s.veil(Flat(stripe), &shape::slab(x + 14.0, y - h, 4.0, h, 0.1), 0.6);
        });
        s.seam(
            c.dark(0.4),
            3.0,
            &[(-own + 16.0, y - h * 0.5), (0.0, y - h * 0.5 + 2.0), (own - 4.0, y - h * 0.5)],
            0.55,
        );
        s.seam(c.light(0.5), 2.4, &[(-own + 18.0, y - h + 5.0), (own - 18.0, y - h + 5.0)], 0.5);
        y -= h - 1.0;
    }
    if d.odds(50) {
        let c = d.tint(CLOTH).light(0.2);
        s.put(Fall(c), &shape::slab(-70.0, y - 40.0, 140.0, 42.0, 20.0));
        s.oval(Flat(c.light(0.2)), -54.0, y - 19.0, 17.0, 20.0);
        s.mark(
            Flat(c.dark(0.35)),
            3.0,
            &shape::curve(&[
                (-54.0, y - 20.0),
                (-46.0, y - 24.0),
                (-50.0, y - 32.0),
                (-62.0, y - 26.0),
                (-62.0, y - 12.0),
                (-48.0, y - 6.0),
            ]),
            0.6,
        );
    }
}

fn blanket(s: &mut Sheet, d: &Dice) {
    // Thrown over a rail, with fringes.
    let wood = d.tint(WOOD);
    let c = d.tint(CLOTH);
    let (w, h) = (d.f(74.0, 92.0), d.f(140.0, 170.0));
    for x in [-118.0, 118.0] {
        s.pipe(wood, 10.0, &[(x, -212.0), (x, -3.0)]);
        s.pipe(wood, 10.0, &[(x - 14.0, 0.0), (x + 14.0, 0.0)]);
    }
    s.pipe(wood, 9.0, &[(-118.0, -200.0), (118.0, -200.0)]);
    s.pipe(wood.dark(0.1), 7.0, &[(-118.0, -40.0), (118.0, -40.0)]);
    let back = c.dark(0.22);
    s.put(
        Round(back),
        &poly(&[
            (-w + 12.0, -202.0),
            (w + 10.0, -202.0),
            (w + 12.0, -206.0 + h * 0.7),
            (-w + 12.0, -206.0 + h * 0.7),
        ]),
    );
    let face = blob(&[
        (-w, -206.0),
        (-w, -206.0),
        (w, -206.0),
        (w, -206.0),
        (w + 4.0, -206.0 + h * 0.5),
        (w, -206.0 + h),
        (w, -206.0 + h),
        (0.0, -206.0 + h + 4.0),
        (-w, -206.0 + h),
        (-w, -206.0 + h),
        (-w - 3.0, -206.0 + h * 0.5),
    ]);
    s.put(Round(c), &face);
    ornament(s, d, &face, (-w, -200.0, w * 2.0, h - 8.0), c, &WOVEN[1..]);
    for x in [-0.5, 0.1, 0.6] {
        s.seam(
            c.dark(0.4),
            3.0,
            &[(w * x, -200.0), (w * x + 4.0, -160.0), (w * x - 2.0, -206.0 + h)],
            0.28,
        );
    }
    let fringe = (0..17).map(|i| {
        let x = -w + w * i as f32 / 8.0;
        shape::wire(&[(x, -206.0 + h), (x + 1.0, -190.0 + h)])
    });
    s.mark(Flat(c.light(0.2)), 3.4, &shape::all(fringe), 0.9);
}

fn curtain(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let (w, h) = (d.f(126.0, 146.0), 270.0);
    let tied = d.odds(55);
    let sky = d.tint(&[0xd6e4ea, 0xe6ead8, 0xf0e4d0]);
    // The window behind says what it is for.
    s.slab(Fall(sky), (-w * 0.66, 26.0), (w * 1.32, h - 76.0), 2.0);
    s.mark(
        Flat(Colour::hex(0x00fb_f8f0)),
        9.0,
        &shape::slab(-w * 0.66, 26.0, w * 1.32, h - 76.0, 2.0),
        1.0,
    );
    s.mark(
        Flat(Colour::hex(0x00fb_f8f0)),
        6.0,
        &shape::all([
            shape::wire(&[(0.0, 26.0), (0.0, h - 50.0)]),
            shape::wire(&[(-w * 0.66, 110.0), (w * 0.66, 110.0)]),
        ]),
        1.0,
    );
    let inner = w * d.f(0.1, 0.26);
    let pattern = d.clone();
    for side in [-1.0, 1.0] {
        let at = |x: f32, y: f32| (x * side, y);
        let waist = if tied { (w * 0.66, h * 0.62) } else { (inner + 12.0, h * 0.6) };
        let form = blob(&[
            at(w, 10.0),
            at(w, 10.0),
            at(inner, 10.0),
            at(inner, 10.0),
            at((inner + waist.0) / 2.0 - 6.0, h * 0.36),
            at(waist.0, waist.1),
            at(waist.0 - if tied { 16.0 } else { 0.0 }, h),
            at(waist.0 - if tied { 16.0 } else { 0.0 }, h),
            at(w + 4.0, h),
            at(w + 4.0, h),
            at(w, h * 0.5),
        ]);
        s.put(Round(c), &form);
        let frame = if side < 0.0 { (-w, 10.0, w - inner, h) } else { (inner, 10.0, w - inner, h) };
        ornament(s, &pattern.clone(), &form, frame, c, WOVEN);
        for part in [0.25, 0.5, 0.75] {
            let top = inner + (w - inner) * part;
            let low = waist.0 + (w - waist.0) * part;
            s.seam(
                c.dark(0.42),
                3.4,
                &[
                    at(top, 12.0),
                    at((top + low) / 2.0, h * 0.34),
                    at(low, waist.1),
                    at(low, h - 2.0),
                ],
                0.34,
            );
        }
        if tied {
            s.rod(second(d, c), 8.0, &[at(waist.0 - 3.0, waist.1 + 2.0), at(w, waist.1 - 6.0)]);
        }
    }
    let rod = d.tint(WOOD);
    s.pipe(rod, 9.0, &[(-w - 18.0, 5.0), (w + 18.0, 5.0)]);
    s.oval(Ball(rod), -w - 22.0, 5.0, 10.0, 10.0);
    s.oval(Ball(rod), w + 22.0, 5.0, 10.0, 10.0);
}

fn rug(s: &mut Sheet, d: &Dice) {
    // Rolled at one end, so that its face and its thickness are seen.
    let c = d.tint(CLOTH);
    let edge = second(d, c);
    let (w, deep) = (d.f(128.0, 142.0), d.f(56.0, 76.0));
    let lean = d.f(24.0, 40.0);
    if d.odds(35) {
        s.oval(Flat(c.dark(0.35)), 0.0, -deep * 0.7 + 6.0, w, deep * 0.72);
        let face = shape::oval(0.0, -deep * 0.7, w, deep * 0.72);
        s.put(Fall(c), &face);
        for (k, own) in
            [(0.86, edge), (0.66, c.light(0.25)), (0.4, edge.light(0.2)), (0.18, c.dark(0.2))]
        {
            s.mark(
                Flat(own),
                d.f(4.0, 12.0),
                &shape::oval(0.0, -deep * 0.7, w * k, deep * 0.72 * k),
                0.9,
            );
        }
        return;
    }
    let face = poly(&[
        (-w + lean, -deep * 1.5),
        (w - lean - 30.0, -deep * 1.5),
        (w - 30.0, 0.0),
        (-w, 0.0),
    ]);
    s.put(Flat(c.dark(0.4)), &poly(&[(-w, 0.0), (w - 30.0, 0.0), (w - 30.0, 7.0), (-w, 7.0)]));
    s.put(Fall(c), &face);
    ornament(s, d, &face, (-w + 20.0, -deep * 1.5, w * 2.0 - 60.0, deep * 1.5), c, &WOVEN[1..]);
    let inset = |k: f32| {
        poly(&[
            (-w + lean + 10.0 * k, -deep * 1.5 + 7.0 * k),
            (w - lean - 40.0, -deep * 1.5 + 7.0 * k),
            (w - 40.0, -7.0 * k),
            (-w + 14.0 * k, -7.0 * k),
        ])
    };
    s.mark(Flat(edge), 5.0, &inset(1.2), 0.9);
    s.mark(Flat(edge.light(0.3)), 2.4, &inset(2.2), 0.8);
    s.put(
        Fall(c.dark(0.1)),
        &poly(&[
            (w - lean - 44.0, -deep * 1.5),
            (w - lean - 12.0, -deep * 1.5 - 20.0),
            (w + 8.0, -24.0),
            (w - 30.0, 6.0),
        ]),
    );
    s.oval(Round(c.dark(0.2)), w - 9.0, -14.0, 25.0, 21.0);
    s.mark(
        Flat(c.light(0.3)),
        3.0,
        &shape::curve(&[
            (w - 9.0, -14.0),
            (w, -18.0),
            (w - 4.0, -26.0),
            (w - 20.0, -24.0),
            (w - 26.0, -8.0),
            (w - 10.0, 0.0),
        ]),
        0.8,
    );
    let fringe = (0..15).map(|i| {
        let y = -deep * 1.5 * i as f32 / 14.0;
        let x = -w + lean * i as f32 / 14.0;
        shape::wire(&[(x, y), (x - 12.0, y + 3.0)])
    });
    s.mark(Flat(edge.light(0.3)), 3.0, &shape::all(fringe), 0.9);
}

fn plant(s: &mut Sheet, d: &Dice) {
    let leaf = d.tint(LEAF);
    let pot = d.tint(CLAY);
    let (r, h) = (d.f(50.0, 64.0), d.f(66.0, 92.0));
    match d.n(0, 3) {
        0 => {
            // Upright blades.
            for i in 0..d.n(6, 9) {
                let t = i as f32 / 7.0 - 0.5;
                let own = if i % 2 == 0 { leaf } else { leaf.light(0.16) };
                s.put(
                    Round(own),
                    &shape::leaf(
                        (t * 40.0, -h + 4.0),
                        -90.0 + t * 74.0,
                        d.f(104.0, 150.0),
                        d.f(13.0, 19.0),
                    ),
                );
            }
        }
        1 => {
            // Broad leaves on stalks.
            for (x, y) in
                [(-70.0, -64.0), (64.0, -76.0), (-30.0, -110.0), (36.0, -126.0), (0.0, -84.0)]
            {
                let (x, y) = (x + d.f(-8.0, 8.0), -h + y + d.f(-8.0, 8.0));
                s.rod(
                    leaf.dark(0.2),
                    4.0,
                    &[(0.0, -h + 4.0), (x * 0.3, (y - h) * 0.5), (x, y + 14.0)],
                );
                s.set((x, y), x * 0.6, 1.0, |s| {
                    s.put(
                        Ball(leaf.shifted([0.0, x * 0.16, 0.0])),
                        &blob(&[
                            (0.0, -46.0),
                            (26.0, -24.0),
                            (32.0, 8.0),
                            (12.0, 26.0),
                            (0.0, 18.0),
                            (-12.0, 26.0),
                            (-32.0, 8.0),
                            (-26.0, -24.0),
                        ]),
                    );
                    s.seam(leaf.light(0.5), 2.0, &[(0.0, 18.0), (0.0, -36.0)], 0.6);
                });
            }
        }
        2 => {
            // A rosette: succulents.
            for ring in 0..3 {
                let count = 9 - ring * 2;
                let petals = (0..count).map(|i| {
                    shape::leaf(
                        (0.0, -h - 24.0),
                        -180.0 + 180.0 * i as f32 / (count - 1) as f32,
                        78.0 - ring as f32 * 20.0,
                        24.0 - ring as f32 * 4.0,
                    )
                });
                s.put(Ball(leaf.light(0.12 * ring as f32)), &shape::all(petals));
            }
        }
        _ => {
            // A round bush or small tree.
            s.pipe(d.tint(WOOD).dark(0.2), 8.0, &[(0.0, -h), (4.0, -h - 60.0)]);
            for (x, y, k) in
                [(-36.0, -84.0, 38.0), (38.0, -88.0, 40.0), (0.0, -124.0, 46.0), (0.0, -80.0, 40.0)]
            {
                s.oval(Ball(leaf.shifted([0.0, d.f(-8.0, 8.0), 0.0])), x, -h + y, k, k * 0.92);
            }
            let fruit = d.tint(&[0xe08a2c, 0xd9483a, 0xe9c04a, 0xf0ead8]);
            let spots: Vec<_> = (0..9).map(|_| (d.f(-62.0, 62.0), -h - d.f(62.0, 150.0))).collect();
            s.mark(Flat(fruit), if d.odds(50) { 13.0 } else { 0.1 }, &shape::dots(&spots), 1.0);
        }
    }
    let body = shape::turned(&[
        (r, -h),
        (r, -h),
        (r * d.f(0.86, 1.02), -h * 0.5),
        (r * d.f(0.62, 0.84), -2.0),
        (r * 0.4, 5.0),
        (0.0, 6.0),
    ]);
    s.put(Round(pot), &body);
    ornament(s, d, &body, (-r, -h, r * 2.0, h), pot, POTTERY);
    s.slab(Round(pot.light(0.12)), (-r - 4.0, -h - 4.0), (r * 2.0 + 8.0, d.f(10.0, 20.0)), 4.0);
    s.gloss(5.0, &[(-r * 0.76, -h + 24.0), (-r * 0.64, -12.0)], 0.36);
}

fn flowers(s: &mut Sheet, d: &Dice) {
    let leaf = d.tint(LEAF);
    let petal = d.tint(PETAL);
    let form = d.n(0, 2);
    let heart = Colour::hex(d.one(&[0x00e9_b84a, 0x008a_4a2a, 0x00f4_e8a0]));
    let wrapped = d.odds(45);
    let base = if wrapped { -60.0 } else { -96.0 };
    let spots = [
        (-64.0, -78.0),
        (62.0, -84.0),
        (-34.0, -128.0),
        (38.0, -136.0),
        (0.0, -92.0),
        (2.0, -160.0),
    ];
    for (x, y) in spots {
        s.rod(
            leaf.dark(0.15),
            4.0,
            &[(x * 0.12, base + 30.0), (x * 0.4, base - 20.0), (x, base + y)],
        );
    }
    let blades = [-150.0, -126.0, -58.0, -32.0, -90.0]
        .map(|t| shape::leaf((0.0, base + 4.0), t, d.f(86.0, 118.0), 15.0));
    s.put(Fall(leaf), &shape::all(blades));
    for (i, (x, y)) in spots.into_iter().enumerate() {
        let own = if i % 2 == 0 { petal } else { petal.light(0.22) };
        let (x, y, r) = (x + d.f(-6.0, 6.0), base + y, d.f(28.0, 36.0));
        match form {
            0 => {
                let petals =
                    (0..8).map(|k| shape::leaf((x, y), k as f32 * 45.0, r * 1.15, r * 0.42));
                s.put(Ball(own), &shape::all(petals));
                s.oval(Ball(heart), x, y, r * 0.34, r * 0.34);
            }
            1 => s.put(
                Ball(own),
                &blob(&[
                    (x - r * 0.7, y - r),
                    (x - r * 0.3, y - r * 0.6),
                    (x, y - r * 1.2),
                    (x + r * 0.3, y - r * 0.6),
                    (x + r * 0.7, y - r),
                    (x + r * 0.8, y),
                    (x, y + r * 0.7),
                    (x - r * 0.8, y),
                ]),
            ),
            _ => {
                s.oval(Ball(own), x, y, r, r * 0.94);
                s.mark(
                    Flat(own.dark(0.32)),
                    2.6,
                    &shape::curve(&[
                        (x, y),
                        (x + r * 0.3, y - r * 0.2),
                        (x, y - r * 0.5),
                        (x - r * 0.5, y),
                        (x, y + r * 0.5),
                        (x + r * 0.66, y),
                    ]),
                    0.5,
                );
            }
        }
    }
    if wrapped {
        let paper = d.tint(&[0xc9ab7c, 0xe8dcc8, 0xd8b0a8, 0xb8c4b8, 0xf2efe6]);
        s.put(
            Round(paper),
            &blob(&[
                (-84.0, -120.0),
                (-84.0, -120.0),
                (0.0, -84.0),
                (84.0, -120.0),
                (84.0, -120.0),
                (34.0, -40.0),
                (40.0, 0.0),
                (40.0, 0.0),
                (0.0, 5.0),
                (-40.0, 0.0),
                (-40.0, 0.0),
                (-34.0, -40.0),
            ]),
        );
        s.seam(paper.dark(0.3), 2.4, &[(-2.0, -84.0), (6.0, -48.0), (2.0, 2.0)], 0.4);
        s.rod(second(d, paper), 8.0, &[(-33.0, -40.0), (0.0, -34.0), (33.0, -40.0)]);
        return;
    }
    let c = d.tint(CLAY);
    let body = shape::turned(&[
        (22.0, -112.0),
        (22.0, -112.0),
        (20.0, -96.0),
        (d.f(36.0, 50.0), -50.0),
        (30.0, -2.0),
        (16.0, 5.0),
        (0.0, 6.0),
    ]);
    s.put(if d.odds(35) { Glass(c.light(0.3)) } else { Round(c) }, &body);
    s.gloss(5.0, &[(-26.0, -66.0), (-32.0, -46.0), (-26.0, -18.0)], 0.45);
}
