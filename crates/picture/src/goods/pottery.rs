//! From the kiln: teapots, cups, bowls, plates, vases, lidded jars.

use super::{Good, table};
use crate::colour::{CLAY, Colour, LEAF, PETAL, WOOD};
use crate::decor::{POTTERY, ornament};
use crate::dice::Dice;
use crate::shape::{self, At, blob, turned};
use crate::sheet::Ink::{Ball, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("teapot", 2, teapot),
    table("cup", 3, cup),
    table("bowl", 3, bowl),
    table("plate", 2, plate),
    table("vase", 3, vase),
    table("jar", 3, jar),
    table("kettle", 1, kettle),
];

/// Tea, broth, coffee.
const DRINK: &[u32] = &[0xb5722c, 0x8a4a24, 0xc9a23f, 0x8a9a3f, 0x4a2e20, 0xe9dcc0];

fn teapot(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY);
    let (r, h) = (d.f(76.0, 96.0), d.f(92.0, 140.0));
    let neck = r * d.f(0.42, 0.62);
    let belly = d.f(0.38, 0.62);
    teapot_arms(s, d, c, (r, h), neck);
    let foot = r * d.f(0.55, 0.72);
    let body = turned(&[
        (neck, -h),
        (neck, -h),
        (r * 0.9, -h * (belly + 0.26)),
        (r, -h * belly),
        (r * 0.86, -h * 0.16),
        (foot, 0.0),
        (foot, 0.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-r, -h, r * 2.0, h), c, POTTERY);
    s.gloss(
        6.0,
        &[
            (-r * 0.76, -h * (belly - 0.1)),
            (-r * 0.72, -h * (belly + 0.18)),
            (-r * 0.5, -h * (belly + 0.33)),
        ],
        0.45,
    );
    let dome = d.f(8.0, 30.0);
    s.put(
        Round(c.light(0.05)),
        &turned(&[
            (6.0, -h - dome),
            (neck * 0.75, -h - dome * 0.8),
            (neck + 3.0, -h - 2.0),
            (neck + 3.0, -h + 3.0),
            (neck * 0.6, -h + 6.0),
            (0.0, -h + 7.0),
        ]),
    );
    let knob = d.f(7.0, 12.0);
    s.oval(
        Ball(if d.odds(30) { c.against() } else { c }),
        0.0,
        -h - dome - knob * 0.6,
        knob,
        knob * d.f(0.7, 1.1),
    );
}

fn teapot_arms(s: &mut Sheet, d: &Dice, c: Colour, (r, h): At, neck: f32) {
    let handle = d.n(0, 2);
    if handle == 2 {
        // A bail over the lid, of bamboo or cane.
        let cane = d.tint(WOOD);
        s.pipe(
            cane,
            8.0,
            &[
                (-neck - 8.0, -h + 6.0),
                (-r * 0.75, -h - 52.0),
                (0.0, -h - 84.0),
                (r * 0.75, -h - 52.0),
                (neck + 8.0, -h + 6.0),
            ],
        );
    } else {
        let (out, top) = (r + d.f(34.0, 52.0), -h * 0.86);
        s.pipe(
            c.dark(0.06),
            d.f(10.0, 15.0),
            &[(neck + 12.0, top), (out - 8.0, top - 8.0), (out, -h * 0.52), (r * 0.9, -h * 0.24)],
        );
    }
    let (sx, sy) = (-r - d.f(42.0, 62.0), -h * d.f(0.9, 1.12));
    s.put(
        Round(c),
        &blob(&[
            (-r * 0.7, -h * 0.62),
            (-r * 1.12, -h * 0.62),
            (sx + 8.0, sy),
            (sx + 8.0, sy),
            (sx - 5.0, sy + 6.0),
            (sx - 5.0, sy + 6.0),
            (-r * 1.2, -h * 0.34),
            (-r * 0.7, -h * 0.22),
        ]),
    );
}

fn cup(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY);
    let (r, h) = (d.f(50.0, 62.0), d.f(72.0, 124.0));
    let foot = r * d.f(0.55, 0.95);
    let bulge = r * d.f(0.92, 1.06);
    let lip = r * 0.16;
    if d.odds(62) {
        let wide = d.f(26.0, 38.0);
        s.pipe(
            c,
            d.f(9.0, 13.0),
            &[
                (bulge * 0.92, -h * 0.78),
                (bulge + wide, -h * 0.76),
                (bulge + wide, -h * 0.34),
                ((bulge + foot) / 2.0, -h * 0.24),
            ],
        );
    }
    let saucer = d.odds(35);
    if saucer {
        s.oval(Flat(c.dark(0.2)), 0.0, 3.0, r * 1.55, r * 0.25);
        s.oval(Round(c.light(0.14)), 0.0, 0.0, r * 1.55, r * 0.24);
        s.oval(Flat(c.dark(0.06)), 0.0, 0.0, r * 1.0, r * 0.15);
    }
    let body = turned(&[
        (r, -h),
        (r, -h),
        (bulge, -h * 0.55),
        (foot * 1.08, -h * 0.14),
        (foot * 0.95, -2.0),
        (foot * 0.55, 4.0),
        (0.0, 5.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-r, -h, r * 2.0, h), c, POTTERY);
    s.gloss(5.0, &[(-r * 0.72, -h * 0.78), (-r * 0.73, -h * 0.5), (-r * 0.62, -h * 0.28)], 0.45);
    s.oval(Flat(c.light(0.22)), 0.0, -h, r, lip);
    s.oval(Flat(c.dark(0.32)), 0.0, -h + 0.8, r * 0.91, lip * 0.78);
    let drink = d.tint(DRINK);
    s.oval(Flat(drink), 0.0, -h + lip * 0.3, r * 0.82, lip * 0.52);
}

fn bowl(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY);
    let (r, h) = (d.f(92.0, 108.0), d.f(68.0, 104.0));
    let foot = r * d.f(0.32, 0.44);
    let curve = d.f(0.78, 0.94);
    let ry = r * d.f(0.2, 0.28);
    s.put(
        Round(c.dark(0.12)),
        &turned(&[(foot, -14.0), (foot, -14.0), (foot * 0.94, 2.0), (foot * 0.5, 6.0), (0.0, 7.0)]),
    );
    let body = turned(&[
        (r, -h),
        (r, -h),
        (r * curve, -h * 0.48),
        (foot * 1.2, -10.0),
        (foot * 0.6, -5.0),
        (0.0, -4.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-r, -h + ry * 0.6, r * 2.0, h - ry), c, POTTERY);
    s.gloss(6.0, &[(-r * 0.82, -h * 0.68), (-r * 0.66, -h * 0.4), (-r * 0.46, -h * 0.22)], 0.4);
    s.oval(Flat(c.light(0.25)), 0.0, -h, r, ry);
    let inside = if d.odds(40) { Colour::hex(0x00ee_e8dc) } else { c };
    s.oval(Round(inside.dark(0.16)), 0.0, -h + 1.0, r * 0.94, ry * 0.88);
    s.oval(Flat(inside.dark(0.3)), 0.0, -h + ry * 0.35, r * 0.62, ry * 0.45);
    if d.odds(30) {
        // Chopsticks across the rim.
        let wood = d.tint(WOOD);
        s.rod(wood.dark(0.1), 4.0, &[(-r * 1.15, -h - 6.0), (r * 1.2, -h - 20.0)]);
        s.rod(wood, 4.0, &[(-r * 1.12, -h + 2.0), (r * 1.22, -h - 12.0)]);
    }
}

fn plate(s: &mut Sheet, d: &Dice) {
    // A plate leans on its stand and shows its face.
    let c = d.tint(CLAY);
    let r = d.f(88.0, 102.0);
    let squash = d.f(0.92, 1.0);
    let wood = d.tint(WOOD);
    s.pipe(wood.dark(0.2), 7.0, &[(-44.0, -50.0), (-58.0, 0.0)]);
    s.pipe(wood.dark(0.2), 7.0, &[(44.0, -50.0), (58.0, 0.0)]);
    let at = -r * squash - 9.0;
    s.oval(Flat(c.dark(0.34)), 4.0, at + 2.0, r, r * squash);
    let face = shape::oval(0.0, at, r, r * squash);
    s.put(Ball(c), &face);
    ornament(s, d, &face, (-r, at - r, r * 2.0, r * 2.0), c, POTTERY);
    let well = r * d.f(0.58, 0.74);
    let fill = if d.odds(45) { Colour::hex(0x00f0_ebe0) } else { c.light(0.12) };
    s.oval(Flat(c.dark(0.2)), 0.0, at, well + 2.0, (well + 2.0) * squash);
    let inner = shape::oval(1.0, at + 1.5, well, well * squash);
    s.put(Ball(fill), &inner);
    if d.odds(60) {
        crate::decor::emblem(s, d, (0.0, at), well * d.f(0.4, 0.6), fill.against().mix(c, 0.4));
    }
    s.gloss(
        4.0,
        &[(-r * 0.88, at - r * 0.1), (-r * 0.74, at - r * 0.5), (-r * 0.4, at - r * 0.8)],
        0.5,
    );
    s.pipe(wood, 8.0, &[(-62.0, -16.0), (-56.0, -2.0), (-40.0, 0.0)]);
    s.pipe(wood, 8.0, &[(62.0, -16.0), (56.0, -2.0), (40.0, 0.0)]);
}

fn vase(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY);
    let (r, h) = (d.f(46.0, 74.0), d.f(130.0, 200.0));
    let (neck, lip) = (r * d.f(0.26, 0.5), r * d.f(0.4, 0.75));
    let (belly, foot) = (d.f(0.3, 0.62), r * d.f(0.42, 0.7));
    if d.odds(60) {
        twigs(s, d, h);
    }
    let body = turned(&[
        (lip, -h),
        (lip, -h),
        (neck, -h * 0.88),
        (neck * 1.1, -h * (belly + 0.26).min(0.82)),
        (r, -h * belly),
        (r * 0.84, -h * belly * 0.5),
        (foot, -2.0),
        (foot * 0.6, 4.0),
        (0.0, 5.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-r, -h * 0.86, r * 2.0, h * 0.86), c, POTTERY);
    s.gloss(
        6.0,
        &[
            (-r * 0.66, -h * (belly + 0.08)),
            (-r * 0.7, -h * (belly - 0.06)),
            (-r * 0.56, -h * belly * 0.45),
        ],
        0.42,
    );
    s.oval(Flat(c.light(0.2)), 0.0, -h, lip, lip * 0.2);
    s.oval(Flat(c.dark(0.5)), 0.0, -h + 0.6, lip * 0.8, lip * 0.14);
}

fn twigs(s: &mut Sheet, d: &Dice, h: f32) {
    let wood = Colour::hex(0x006b_5a42);
    let leaf = d.tint(LEAF);
    let bloom = d.tint(PETAL);
    let flowering = d.odds(55);
    let (mut leaves, mut blooms) = (Vec::new(), Vec::new());
    for side in [-1.0, 0.35, 1.2] {
        let (x, y) = (side * d.f(26.0, 46.0), -h - d.f(46.0, 84.0));
        s.rod(wood, 3.0, &[(0.0, -h + 10.0), (x * 0.4, -h - 24.0), (x, y)]);
        for part in [0.45, 0.7, 1.0] {
            let at = (x * part, -h + (y + h) * part);
            leaves.push(shape::leaf(
                at,
                if side < 0.0 { 200.0 } else { -20.0 } - part * 40.0,
                26.0,
                9.0,
            ));
            blooms.push((at.0 + 2.0, at.1 - 4.0));
        }
    }
    s.put(Flat(leaf), &shape::all(leaves));
    if flowering {
        s.mark(Flat(bloom), 13.0, &shape::dots(&blooms), 1.0);
        s.mark(Flat(bloom.dark(0.35)), 4.0, &shape::dots(&blooms), 0.8);
    }
}

fn jar(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY);
    let (r, h) = (d.f(62.0, 80.0), d.f(96.0, 136.0));
    let (mouth, foot) = (r * d.f(0.6, 0.8), r * d.f(0.6, 0.86));
    let body = turned(&[
        (mouth, -h),
        (mouth, -h),
        (r * 0.9, -h * 0.84),
        (r, -h * d.f(0.45, 0.68)),
        (r * 0.92, -h * 0.2),
        (foot, -2.0),
        (foot * 0.6, 5.0),
        (0.0, 6.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-r, -h * 0.94, r * 2.0, h * 0.94), c, POTTERY);
    s.gloss(7.0, &[(-r * 0.72, -h * 0.74), (-r * 0.78, -h * 0.5), (-r * 0.66, -h * 0.24)], 0.42);
    let lid = if d.odds(40) { d.tint(WOOD) } else { c.light(0.06) };
    let high = d.f(10.0, 26.0);
    s.put(
        Round(lid),
        &turned(&[
            (mouth * 0.5, -h - high - 6.0),
            (mouth * 0.9, -h - high * 0.7),
            (mouth + 6.0, -h - 4.0),
            (mouth + 6.0, -h + 4.0),
            (mouth + 6.0, -h + 4.0),
            (mouth * 0.5, -h + 8.0),
            (0.0, -h + 9.0),
        ]),
    );
    s.oval(Ball(lid), 0.0, -h - high - 10.0, d.f(8.0, 14.0), d.f(6.0, 11.0));
    if d.odds(30) {
        let rope = Colour::hex(0x00c2_a878);
        s.rod(rope, 4.0, &[(-mouth - 3.0, -h + 9.0), (0.0, -h + 16.0), (mouth + 3.0, -h + 9.0)]);
        s.rod(rope, 3.0, &[(8.0, -h + 15.0), (2.0, -h + 34.0)]);
        s.rod(rope, 3.0, &[(8.0, -h + 15.0), (18.0, -h + 32.0)]);
    }
}

fn kettle(s: &mut Sheet, d: &Dice) {
    // Metal, with a broad base, a gooseneck and a bail: no teapot.
    let c = d.tint(crate::colour::METAL);
    let (r, h) = (d.f(80.0, 94.0), d.f(104.0, 134.0));
    let top = r * d.f(0.46, 0.66);
    let wood = if d.odds(60) { d.tint(WOOD) } else { Colour::hex(0x002b_2d2f) };
    let (sx, sy) = (-r - d.f(44.0, 58.0), -h - d.f(-6.0, 20.0));
    s.pipe(
        c,
        13.0,
        &[
            (-r * 0.84, -22.0),
            (-r - 24.0, -34.0),
            (-r - 26.0, -h * 0.7),
            (sx + 8.0, sy + 6.0),
            (sx - 8.0, sy + 2.0),
        ],
    );
    if d.odds(50) {
        s.pipe(
            c.dark(0.2),
            6.0,
            &[(-top - 6.0, -h + 4.0), (-top - 8.0, -h - 40.0), (-top + 14.0, -h - 66.0)],
        );
        s.pipe(
            c.dark(0.2),
            6.0,
            &[(top + 6.0, -h + 4.0), (top + 8.0, -h - 40.0), (top - 14.0, -h - 66.0)],
        );
        s.pipe(wood, 14.0, &[(-top + 10.0, -h - 66.0), (0.0, -h - 71.0), (top - 10.0, -h - 66.0)]);
    } else {
        s.pipe(
            wood,
            15.0,
            &[
                (top + 10.0, -h + 10.0),
                (r + 32.0, -h - 2.0),
                (r + 42.0, -h * 0.55),
                (r + 30.0, -h * 0.3),
            ],
        );
    }
    s.put(
        crate::sheet::Ink::Sheen(c),
        &turned(&[
            (top, -h),
            (top, -h),
            (r * 0.9, -h * 0.5),
            (r, -18.0),
            (r, -6.0),
            (r, -6.0),
            (r * 0.8, 3.0),
            (0.0, 6.0),
        ]),
    );
    s.seam(c.dark(0.4), 2.0, &[(-r, -15.0), (0.0, -7.0), (r, -15.0)], 0.5);
    s.put(
        crate::sheet::Ink::Sheen(c.light(0.06)),
        &turned(&[
            (10.0, -h - 18.0),
            (top * 0.8, -h - 12.0),
            (top + 3.0, -h),
            (top * 0.6, -h + 6.0),
            (0.0, -h + 7.0),
        ]),
    );
    s.oval(Ball(wood), 0.0, -h - 26.0, 10.0, 9.0);
}
