//! What grows in a room: plants and flowers.

use super::{Good, table};
use crate::colour::{CLAY, Colour, LEAF, PETAL, WOOD};
use crate::decor::{POTTERY, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[table("plant", 2, plant), table("flower", 1, flowers)];

fn plant(s: &mut Sheet, d: &Dice) {
    let leaf = d.tint(LEAF);
    let pot = d.tint(CLAY);
    let (r, h) = (d.f(50.0, 64.0), d.f(66.0, 92.0));
    foliage(s, d, leaf, h);
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

fn foliage(s: &mut Sheet, d: &Dice, leaf: Colour, h: f32) {
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
            broad_leaves(s, d, leaf, h);
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
}

fn broad_leaves(s: &mut Sheet, d: &Dice, leaf: Colour, h: f32) {
    // Broad leaves on stalks.
    for (x, y) in [(-70.0, -64.0), (64.0, -76.0), (-30.0, -110.0), (36.0, -126.0), (0.0, -84.0)] {
        let (x, y) = (x + d.f(-8.0, 8.0), -h + y + d.f(-8.0, 8.0));
        s.rod(leaf.dark(0.2), 4.0, &[(0.0, -h + 4.0), (x * 0.3, (y - h) * 0.5), (x, y + 14.0)]);
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
        bloom(s, form, (own, heart), (x, y), r);
    }
    if wrapped {
        wrapping(s, d);
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

fn wrapping(s: &mut Sheet, d: &Dice) {
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
}

fn bloom(s: &mut Sheet, form: usize, (own, heart): (Colour, Colour), (x, y): At, r: f32) {
    match form {
        0 => {
            let petals = (0..8).map(|k| shape::leaf((x, y), k as f32 * 45.0, r * 1.15, r * 0.42));
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
