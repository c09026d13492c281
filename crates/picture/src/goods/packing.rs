//! In their packing: tins, bottles, flasks, cartons, boxes, pouches, sacks.

use super::{Good, table};
use crate::colour::{Colour, METAL, PACK, POTION, SHELL, WOOD};
use crate::decor::{PRINTED, label, ornament};
use crate::dice::Dice;
use crate::shape::{self, blob, poly, turned};
use crate::sheet::Ink::{Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("tin", 3, tin),
    table("bottle", 3, bottle),
    table("flask", 3, flask),
    table("carton", 3, carton),
    table("box", 2, gift_box),
    table("pouch", 3, pouch),
    table("sack", 2, sack),
];

fn tin(s: &mut Sheet, d: &Dice) {
    let c = d.tint(PACK);
    let (r, h) = (d.f(46.0, 72.0), d.f(84.0, 156.0));
    let flat = r * 0.17;
    let body =
        turned(&[(r, -h), (r, -h), (r, -2.0), (r, -2.0), (r * 0.7, flat * 0.7), (0.0, flat)]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-r, -h, r * 2.0, h), c, PRINTED);
    if d.odds(75) {
        let w = r * d.f(0.95, 1.3);
        label(s, d, (-w / 2.0, -h * 0.74), (w, (h * 0.56).min(w * 1.3)));
    }
    s.gloss(6.0, &[(-r * 0.8, -h * 0.86), (-r * 0.8, -h * 0.12)], 0.3);
    let lid = if d.odds(45) { d.tint(METAL) } else { c.dark(0.12) };
    let high = d.f(10.0, 30.0);
    s.put(
        Sheen(lid),
        &turned(&[
            (r + 2.0, -h - high),
            (r + 2.0, -h - high),
            (r + 2.0, -h + 4.0),
            (r + 2.0, -h + 4.0),
            (r * 0.7, -h + 4.0 + flat * 0.7),
            (0.0, -h + 4.0 + flat),
        ]),
    );
    s.oval(Flat(lid.light(0.25)), 0.0, -h - high, r + 2.0, flat + 1.0);
    s.oval(Flat(lid.light(0.08)), 0.0, -h - high + 0.6, r * 0.86, flat * 0.82);
    if d.odds(30) {
        s.oval(Round(lid.dark(0.1)), 0.0, -h - high - 5.0, 10.0, 7.0);
    }
}

/// Oil, wine, vinegar, sauce, juice.
const LIQUID: &[u32] =
    &[0xc9a02f, 0x5a2a1e, 0x7a2430, 0xb5722c, 0x6a7a2a, 0xe0b080, 0x3a2018, 0xd98a4a, 0xc0475a];

fn bottle(s: &mut Sheet, d: &Dice) {
    let clear = d.odds(60);
    let (r, h) = (d.f(34.0, 50.0), d.f(165.0, 225.0));
    let (neck, shoulder) = (r * d.f(0.28, 0.42), h * d.f(0.52, 0.7));
    let glass = if clear {
        d.tint(&[0xc8d8d2, 0xd2dcd8, 0xc6d2d8])
    } else {
        d.tint(&[0x3f5a3a, 0x6a3f22, 0x2f3a34, 0x7a8f5a])
    };
    let outline = [
        (neck, -h),
        (neck, -h),
        (neck, -shoulder - h * 0.12),
        (r * 0.92, -shoulder),
        (r, -shoulder * 0.84),
        (r, -8.0),
        (r * 0.92, 3.0),
        (0.0, 7.0),
    ];
    let body = turned(&outline);
    if clear {
        s.put(Glass(glass), &body);
        let liquid = d.tint(LIQUID);
        let level = shoulder * d.f(0.9, 1.08);
        s.inside(&body, |s| {
            s.veil(Round(liquid), &shape::slab(-r, -level, r * 2.0, level + 10.0, 1.0), 0.86)
        });
    } else {
        s.put(Round(glass), &body);
    }
    s.gloss(5.0, &[(-r * 0.7, -shoulder * 0.9), (-r * 0.72, -16.0)], 0.5);
    s.gloss(3.0, &[(-neck * 0.5, -h + 26.0), (-neck * 0.5, -shoulder - h * 0.14)], 0.5);
    let w = r * 1.42;
    label(s, d, (-w / 2.0, -shoulder * 0.74), (w, shoulder * d.f(0.42, 0.56)));
    let cap = if d.odds(40) { d.tint(WOOD) } else { d.tint(PACK) };
    let long = d.f(18.0, 44.0);
    s.slab(Round(cap), (-neck - 2.5, -h - 8.0), (neck * 2.0 + 5.0, long), 4.0);
    if d.odds(30) {
        s.mark(
            Flat(cap.light(0.4)),
            2.0,
            &shape::wire(&[(-neck, -h + long - 14.0), (neck, -h + long - 14.0)]),
            0.7,
        );
    }
}

fn flask(s: &mut Sheet, d: &Dice) {
    // Keeps warm: a slim steel body with a cup for a lid.
    let c = if d.odds(25) { d.tint(METAL) } else { d.tint(SHELL) };
    let (r, h) = (d.f(36.0, 46.0), d.f(150.0, 190.0));
    let top = r * d.f(0.72, 0.96);
    if d.odds(35) {
        let strap = c.dark(0.35);
        s.rod(
            strap,
            6.0,
            &[(top, -h - 14.0), (top + 24.0, -h + 4.0), (top + 18.0, -h + 46.0), (r, -h + 52.0)],
        );
    }
    let body = turned(&[
        (top, -h),
        (top, -h),
        (r, -h + 26.0),
        (r, -h + 40.0),
        (r, -10.0),
        (r, -4.0),
        (r * 0.86, 5.0),
        (0.0, 8.0),
    ]);
    let ink = if d.odds(40) { Sheen(c) } else { Round(c) };
    s.put(ink, &body);
    ornament(s, d, &body, (-r, -h * 0.8, r * 2.0, h * 0.8), c, PRINTED);
    s.gloss(5.0, &[(-r * 0.72, -h + 44.0), (-r * 0.72, -14.0)], 0.42);
    let steel = d.tint(METAL);
    s.slab(Sheen(steel), (-top - 1.0, -h - 6.0), (top * 2.0 + 2.0, 10.0), 2.0);
    let lid = if d.odds(50) { steel } else { c.dark(0.15) };
    let high = d.f(26.0, 48.0);
    s.put(
        Sheen(lid),
        &turned(&[
            (top * 0.7, -h - high - 4.0),
            (top * 0.9, -h - high),
            (top * 0.98, -h - 4.0),
            (top * 0.98, -h - 4.0),
        ]),
    );
    if d.odds(40) {
        s.pipe(
            steel.dark(0.3),
            6.0,
            &[
                (-top * 0.55, -h - high),
                (-top * 0.5, -h - high - 22.0),
                (top * 0.5, -h - high - 22.0),
                (top * 0.55, -h - high),
            ],
        );
    }
}

/// Front, side and top of something square: front from (-w/2, -h) to (w/2, 0).
fn block(s: &mut Sheet, c: Colour, w: f32, h: f32, deep: f32) {
    let (x, rise) = (w / 2.0, deep * 0.45);
    s.put(
        Fall(c.dark(0.24)),
        &poly(&[(x, 0.0), (x + deep, -rise), (x + deep, -h - rise), (x, -h)]),
    );
    s.put(
        Flat(c.light(0.22)),
        &poly(&[(-x, -h), (x, -h), (x + deep, -h - rise), (deep - x, -h - rise)]),
    );
    s.slab(Fall(c), (-x, -h), (w, h), 1.0);
}

fn carton(s: &mut Sheet, d: &Dice) {
    // Milk and juice: a gable on a square body.
    let c = d.tint(PACK);
    let (w, h, deep) = (d.f(74.0, 96.0), d.f(120.0, 165.0), d.f(30.0, 44.0));
    let x = w / 2.0;
    let face = shape::slab(-x, -h, w, h, 1.0);
    block(s, c, w, h, deep);
    ornament(s, d, &face, (-x, -h, w, h), c, PRINTED);
    label(s, d, (-x + 8.0, -h * 0.82), (w - 16.0, h * d.f(0.45, 0.6)));
    let (ridge, rise) = (-h - d.f(36.0, 46.0), deep * 0.45);
    s.put(
        Fall(c.dark(0.3)),
        &poly(&[(x, -h), (x + deep, -h - rise), (x + deep * 0.55, ridge - rise * 0.3)]),
    );
    s.put(
        Fall(c.light(0.12)),
        &poly(&[(-x, -h), (x, -h), (x + deep * 0.55, ridge), (-x + deep * 0.55, ridge)]),
    );
    s.slab(Flat(c.light(0.3)), (-x + deep * 0.55, ridge - 16.0), (w, 18.0), 1.0);
    if d.odds(60) {
        let cap = d.tint(PACK);
        s.oval(Flat(cap.dark(0.3)), deep * 0.2 + 4.0, (ridge - h) / 2.0 + 2.0, 15.0, 13.0);
        s.oval(Round(cap), deep * 0.2, (ridge - h) / 2.0 - 2.0, 15.0, 13.0);
    }
}

fn gift_box(s: &mut Sheet, d: &Dice) {
    let c = d.tint(PACK);
    let (w, h, deep) = (d.f(120.0, 170.0), d.f(70.0, 130.0), d.f(40.0, 60.0));
    let x = w / 2.0;
    block(s, c, w, h, deep);
    let face = shape::slab(-x, -h, w, h, 1.0);
    ornament(s, d, &face, (-x, -h, w, h), c, PRINTED);
    let lid = c.dark(0.12);
    let high = h * d.f(0.2, 0.32);
    s.set((0.0, -h + high), 0.0, 1.0, |s| block(s, lid, w + 6.0, high + 2.0, deep));
    let ribbon = crate::decor::second(d, c);
    let rise = deep * 0.45;
    if d.odds(62) {
        let b = d.f(7.0, 11.0);
        s.slab(Flat(ribbon), (-b, -h), (b * 2.0, h), 0.0);
        s.put(
            Flat(ribbon.light(0.2)),
            &poly(&[
                (-b, -h - 2.0),
                (b, -h - 2.0),
                (b + deep, -h - rise - 2.0),
                (deep - b, -h - rise - 2.0),
            ]),
        );
        let at = (deep / 2.0, -h - rise / 2.0 - 2.0);
        for side in [-1.0, 1.0] {
            s.put(
                Round(ribbon),
                &blob(&[
                    at,
                    at,
                    (at.0 + side * 34.0, at.1 - 30.0),
                    (at.0 + side * 46.0, at.1 - 10.0),
                ]),
            );
        }
        s.oval(Round(ribbon.dark(0.15)), at.0, at.1 - 4.0, 9.0, 8.0);
    } else {
        label(s, d, (-w * 0.22, -h * 0.62), (w * 0.44, h * 0.5));
    }
}

fn pouch(s: &mut Sheet, d: &Dice) {
    // A standing bag with a sealed top; often a window.
    let c = d.tint(PACK);
    let (w, h) = (d.f(58.0, 72.0), d.f(150.0, 186.0));
    let top = w * d.f(0.88, 0.98);
    let body = shape::turned(&[
        (top, -h),
        (top, -h),
        (w * 0.94, -h * 0.7),
        (w, -h * 0.3),
        (w * 1.02, -10.0),
        (w * 0.9, 2.0),
        (w * 0.5, 6.0),
        (0.0, 7.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-w, -h, w * 2.0, h), c, PRINTED);
    s.seam(c.dark(0.3), 2.0, &[(-w, -18.0), (0.0, -4.0), (w, -18.0)], 0.4);
    s.slab(Round(c.dark(0.15)), (-top, -h), (top * 2.0, 17.0), 1.0);
    s.mark(
        Flat(c.light(0.3)),
        1.2,
        &shape::wire(&[(-top + 2.0, -h + 6.0), (top - 2.0, -h + 6.0)]),
        0.7,
    );
    s.mark(
        Flat(c.light(0.3)),
        1.2,
        &shape::wire(&[(-top + 2.0, -h + 11.0), (top - 2.0, -h + 11.0)]),
        0.7,
    );
    if d.odds(40) {
        let inner = d.tint(&[0xb5803f, 0x6a4a2a, 0xd9b070, 0x7a8a3a, 0xb04a34]);
        let window = shape::oval(0.0, -h * 0.25, w * 0.55, h * 0.13);
        s.put(Flat(inner.dark(0.25)), &window);
        let grains: Vec<_> =
            (0..16).map(|_| (d.f(-w * 0.5, w * 0.5), d.f(-h * 0.36, -h * 0.14))).collect();
        s.inside(&window, |s| s.mark(Flat(inner.light(0.1)), 11.0, &shape::dots(&grains), 0.9));
        label(s, d, (-w * 0.6, -h * 0.84), (w * 1.2, h * 0.42));
    } else {
        label(s, d, (-w * 0.66, -h * 0.76), (w * 1.32, h * 0.56));
    }
    s.gloss(6.0, &[(-w * 0.82, -h * 0.82), (-w * 0.84, -h * 0.4), (-w * 0.8, -h * 0.14)], 0.28);
}

fn sack(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xc9ab7c, 0xd8c6a0, 0xb8946a, 0xe2d8c2, 0xa98a62]);
    let (w, h) = (d.f(82.0, 100.0), d.f(140.0, 170.0));
    let neck = w * d.f(0.34, 0.46);
    s.put(
        Fall(c.light(0.08)),
        &blob(&[
            (-neck, -h),
            (-neck, -h),
            (-neck * 1.4, -h - 32.0),
            (-neck * 0.5, -h - 26.0),
            (0.0, -h - 36.0),
            (neck * 0.6, -h - 26.0),
            (neck * 1.4, -h - 33.0),
            (neck, -h),
            (neck, -h),
        ]),
    );
    let body = blob(&[
        (-neck, -h),
        (neck, -h),
        (w * 0.82, -h * 0.74),
        (w, -h * 0.3),
        (w * 0.9, -4.0),
        (0.0, 4.0),
        (-w * 0.9, -4.0),
        (-w, -h * 0.3),
        (-w * 0.82, -h * 0.74),
    ]);
    s.put(Round(c), &body);
    for x in [-0.5, -0.15, 0.25, 0.6] {
        s.seam(
            c.dark(0.35),
            2.4,
            &[(neck * x, -h + 4.0), (neck * x * 1.5, -h + 22.0), (w * x * 0.9, -h + 48.0)],
            0.4,
        );
    }
    let rope = d.tint(&[0x8a5a3a, 0xb0463a, 0xd9c6a0, 0x4a6a5a]);
    s.rod(rope, 8.0, &[(-neck - 1.0, -h - 2.0), (0.0, -h + 5.0), (neck + 1.0, -h - 2.0)]);
    s.rod(rope, 4.0, &[(4.0, -h + 4.0), (18.0, -h + 22.0), (14.0, -h + 38.0)]);
    s.rod(rope, 4.0, &[(2.0, -h + 4.0), (-8.0, -h + 20.0), (-4.0, -h + 34.0)]);
    if d.odds(70) {
        crate::decor::emblem(s, d, (0.0, -h * 0.4), d.f(24.0, 32.0), d.tint(POTION).dark(0.35));
    } else {
        ornament(s, d, &body, (-w, -h * 0.6, w * 2.0, h * 0.5), c, PRINTED);
    }
}
