//! To listen and to type: headphones, speakers, keyboards, mice.

use super::{Good, table};
use crate::colour::{Colour, MERRY, METAL, SHELL, WOOD};
use crate::decor::{emblem, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("headphones", 1, headphones),
    table("earbuds", 2, earbuds),
    table("speaker", 2, speaker),
    table("keyboard", 1, keyboard),
    table("mouse", 2, mouse),
];

pub(super) const BLACK: Colour = Colour([40.0, 43.0, 46.0]);

fn headphones(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    if d.odds(40) {
        return earbuds(s, d);
    }
    let pad = if d.odds(50) { BLACK } else { d.tint(&[0x7a4a2c, 0xc9b79c, 0x45464a]) };
    let (w, h) = (d.f(74.0, 86.0), d.f(176.0, 200.0));
    // On a stand of wood.
    if d.odds(45) {
        let wood = d.tint(WOOD);
        s.pipe(wood, 12.0, &[(0.0, -h + 12.0), (0.0, -6.0)]);
        s.oval(Flat(wood.dark(0.25)), 0.0, 2.0, 54.0, 12.0);
        s.oval(Round(wood), 0.0, -3.0, 54.0, 11.0);
    }
    let lift = if d.odds(50) { -24.0 } else { -10.0 };
    s.trace(
        Flat(c.dark(0.25)),
        17.0,
        &shape::curve(&[
            (-w, lift - 70.0),
            (-w * 0.94, -h * 0.76),
            (-w * 0.5, -h),
            (w * 0.5, -h),
            (w * 0.94, -h * 0.76),
            (w, lift - 70.0),
        ]),
    );
    s.mark(
        Flat(c.light(0.12)),
        9.0,
        &shape::curve(&[
            (-w - 2.0, lift - 74.0),
            (-w * 0.96, -h * 0.77),
            (-w * 0.52, -h - 2.0),
            (w * 0.48, -h - 2.0),
            (w * 0.9, -h * 0.78),
        ]),
        0.9,
    );
    s.mark(
        Flat(pad),
        10.0,
        &shape::curve(&[(-w * 0.48, -h + 10.0), (0.0, -h + 5.0), (w * 0.48, -h + 10.0)]),
        1.0,
    );
    let metal = d.tint(METAL);
    for side in [-1.0, 1.0] {
        s.set((side * w, lift - 44.0), side * -8.0, 1.0, |s| {
            s.slab(Sheen(metal), (-5.0, -64.0), (10.0, 34.0), 3.0);
            s.slab(Round(pad), (-side * 18.0 - 15.0, -42.0), (30.0, 84.0), 14.0);
            s.slab(Ball(c), (side * 7.0 - 17.0, -46.0), (34.0, 92.0), 17.0);
            s.mark(
                Flat(c.light(0.5)),
                3.0,
                &shape::curve(&[
                    (side * 7.0 - 8.0, -32.0),
                    (side * 7.0 - 10.0, 0.0),
                    (side * 7.0 - 7.0, 30.0),
                ]),
                0.5,
            );
        });
    }
}

fn earbuds(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    // In their case, lid open.
    let (w, h) = (d.f(74.0, 92.0), d.f(70.0, 90.0));
    s.put(
        Round(c.dark(0.08)),
        &blob(&[
            (-w, -h),
            (-w, -h),
            (-w * 1.04, -h - 36.0),
            (-w * 0.7, -h - 62.0),
            (w * 0.7, -h - 62.0),
            (w * 1.04, -h - 36.0),
            (w, -h),
            (w, -h),
        ]),
    );
    s.put(
        Flat(c.dark(0.3)),
        &blob(&[
            (-w * 0.86, -h),
            (-w * 0.86, -h),
            (-w * 0.88, -h - 30.0),
            (-w * 0.6, -h - 50.0),
            (w * 0.6, -h - 50.0),
            (w * 0.88, -h - 30.0),
            (w * 0.86, -h),
            (w * 0.86, -h),
        ]),
    );
    for side in [-1.0, 1.0] {
        s.slab(Round(c.light(0.1)), (side * w * 0.42 - 9.0, -h - 20.0), (18.0, 44.0), 8.0);
        s.oval(Ball(c.light(0.12)), side * w * 0.42, -h - 26.0, 25.0, 21.0);
        s.oval(Flat(BLACK), side * w * 0.42 - side * 12.0, -h - 32.0, 8.0, 7.0);
    }
    s.put(
        Round(c),
        &blob(&[
            (-w, -h + 2.0),
            (-w, -h + 2.0),
            (w, -h + 2.0),
            (w, -h + 2.0),
            (w * 1.06, -h * 0.4),
            (w * 0.8, -2.0),
            (0.0, 3.0),
            (-w * 0.8, -2.0),
            (-w * 1.06, -h * 0.4),
        ]),
    );
    s.seam(c.dark(0.4), 2.4, &[(-w, -h + 3.0), (w, -h + 3.0)], 0.6);
    s.oval(Flat(d.tint(&[0x7fd0a0, 0xe9b13b, 0xe8e8e0])), 0.0, -h * 0.52, 5.0, 5.0);
    s.gloss(6.0, &[(-w * 0.82, -h * 0.8), (-w * 0.86, -h * 0.44), (-w * 0.66, -h * 0.16)], 0.4);
}

fn speaker(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(35) { d.tint(WOOD) } else { d.tint(SHELL) };
    if d.odds(40) {
        // A round one, cloth all over.
        let (r, h) = (d.f(58.0, 78.0), d.f(100.0, 150.0));
        let body = shape::turned(&[
            (r * 0.82, -h),
            (r * 0.98, -h + 12.0),
            (r, -h * 0.6),
            (r, -24.0),
            (r * 0.9, -2.0),
            (r * 0.5, 5.0),
            (0.0, 6.0),
        ]);
        s.put(Round(c), &body);
        let mesh: Vec<At> = (0..11)
            .flat_map(|row| {
                (0..9).map(move |i| (-1.0 + (i as f32 + (row % 2) as f32 * 0.5) / 4.25, row as f32))
            })
            .map(|(x, row)| (x * r, -h + 20.0 + row * (h - 30.0) / 10.5))
            .collect();
        s.inside(&body, |s| s.mark(Flat(c.dark(0.4)), 3.4, &shape::dots(&mesh), 0.55));
        s.oval(Flat(c.light(0.2)), 0.0, -h + 4.0, r * 0.84, r * 0.2);
        s.oval(Flat(BLACK), 0.0, -h + 4.0, r * 0.66, r * 0.15);
        s.oval(Flat(d.tint(&[0x6fb0d0, 0xe9b13b, 0x7fd0a0])), 0.0, -h + 4.0, r * 0.2, r * 0.05);
        return;
    }
    let (w, h) = (d.f(56.0, 72.0), d.f(150.0, 196.0));
    let deep = 20.0;
    s.put(Fall(c.dark(0.32)), &poly(&[(w, 0.0), (w + deep, -9.0), (w + deep, -h - 9.0), (w, -h)]));
    s.put(
        Flat(c.light(0.22)),
        &poly(&[(-w, -h), (w, -h), (w + deep, -h - 9.0), (deep - w, -h - 9.0)]),
    );
    s.slab(Fall(c), (-w, -h), (w * 2.0, h), 5.0);
    let cone = |s: &mut Sheet, y: f32, r: f32| {
        s.oval(Sheen(Colour::hex(0x0088_8e90)), 0.0, y, r, r);
        s.oval(Flat(BLACK), 0.0, y, r * 0.9, r * 0.9);
        s.oval(Ball(Colour::hex(0x0058_5e62)), 0.0, y, r * 0.68, r * 0.68);
        s.oval(Ball(Colour::hex(0x0030_3438)), 0.0, y, r * 0.3, r * 0.3);
    };
    cone(s, -h * 0.32, w * d.f(0.68, 0.8));
    cone(s, -h * 0.76, w * d.f(0.32, 0.46));
    if d.odds(50) {
        s.oval(Flat(d.tint(&[0x6fb0d0, 0xe9b13b, 0x7fd0a0])), w * 0.7, -h + 14.0, 4.0, 4.0);
    }
}

fn keyboard(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let key =
        if d.odds(50) { c.light(0.4) } else { d.tint(&[0xf2efe8, 0x3a3f44, 0xd8dcd8, 0xe8d8c8]) };
    let accent = d.tint(MERRY);
    let (w, deep) = (d.f(140.0, 162.0), d.f(80.0, 100.0));
    let lean = 24.0;
    s.put(Fall(c.dark(0.3)), &poly(&[(-w, 0.0), (w, 0.0), (w, 12.0), (-w, 12.0)]));
    s.put(Fall(c), &poly(&[(-w + lean, -deep), (w - lean, -deep), (w, 0.0), (-w, 0.0)]));
    let rows = d.n(4, 5);
    let hot = (d.n(0, 9), d.n(0, rows - 1));
    let mut plain = Vec::new();
    for row in 0..rows {
        let (from, to) = (
            (row as f32 + 0.16) / rows as f32 * 0.92 + 0.03,
            (row as f32 + 0.92) / rows as f32 * 0.92 + 0.03,
        );
        let cells: &[f32] =
            if row + 1 == rows { &[1.0, 1.0, 1.3, 5.0, 1.3, 1.0, 1.4] } else { &[1.0; 12] };
        let sum: f32 = cells.iter().sum();
        let mut x = 0.0;
        for (i, cell) in cells.iter().enumerate() {
            let at = |part: f32, down: f32| {
                let half = w - lean * (1.0 - down) - 10.0;
                (-half + half * 2.0 * part, -deep + deep * down)
            };
            let (l, r) = (x / sum + 0.004, (x + cell) / sum - 0.006);
            let cap = poly(&[at(l, from), at(r, from), at(r, to), at(l, to)]);
            if (i, row) == hot || (row == 0 && i == 0) || (row + 2 == rows && i == 11) {
                s.put(Flat(accent), &cap);
            } else {
                plain.push(cap);
            }
            x += cell;
        }
    }
    s.put(Fall(key), &shape::all(plain));
    s.gloss(2.4, &[(-w + lean + 4.0, -deep + 2.0), (w - lean - 4.0, -deep + 2.0)], 0.5);
}

fn mouse(s: &mut Sheet, d: &Dice) {
    // Seen from behind and above: two buttons and the wheel.
    let c = d.tint(SHELL);
    let (w, h) = (d.f(58.0, 72.0), d.f(128.0, 154.0));
    if d.odds(40) {
        s.aside(|s| {
            s.rod(
                c.dark(0.45),
                5.0,
                &[
                    (0.0, -h + 6.0),
                    (6.0, -h - 30.0),
                    (60.0, -h - 50.0),
                    (110.0, -h - 30.0),
                    (180.0, -h - 50.0),
                ],
            )
        });
    }
    let waist = d.f(0.82, 1.0);
    let body = blob(&[
        (0.0, -h),
        (w * 0.72, -h * 0.93),
        (w * waist, -h * 0.55),
        (w, -h * 0.24),
        (w * 0.6, -3.0),
        (0.0, 4.0),
        (-w * 0.6, -3.0),
        (-w, -h * 0.24),
        (-w * waist, -h * 0.55),
        (-w * 0.72, -h * 0.93),
    ]);
    s.set((0.0, 5.0), 0.0, 1.0, |s| s.put(Flat(c.dark(0.45)), &body));
    s.put(Ball(c), &body);
    let split = -h * d.f(0.5, 0.6);
    s.inside(&body, |s| {
        s.seam(c.dark(0.45), 2.6, &[(0.0, -h), (0.0, split)], 0.8);
        s.seam(c.dark(0.45), 2.6, &[(-w, split - 6.0), (0.0, split + 5.0), (w, split - 6.0)], 0.6);
        if d.odds(45) {
            let side = second(d, c);
            s.put(
                Fall(side),
                &blob(&[
                    (-w - 4.0, -h * 0.6),
                    (-w * 0.72, -h * 0.45),
                    (-w * 0.78, -h * 0.1),
                    (-w - 4.0, 0.0),
                ]),
            );
        }
    });
    s.slab(Round(BLACK), (-8.0, -h * 0.86), (16.0, 34.0), 8.0);
    s.mark(
        Flat(d.tint(&[0x6fb0d0, 0xe9b13b, 0xd9573f, 0x8a9096])),
        3.4,
        &shape::all([-0.8, -0.74, -0.68].map(|y| shape::wire(&[(-5.0, h * y), (5.0, h * y)]))),
        0.9,
    );
    if d.odds(40) {
        emblem(s, d, (0.0, -h * 0.24), 10.0, c.against().mix(c, 0.4));
    }
}
