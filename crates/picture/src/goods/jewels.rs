//! Watches, rings, necklaces.

use super::{Good, table};
use crate::colour::{Colour, HIDE, METAL};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] =
    &[table("watch", 1, watch), table("ring", 2, ring), table("necklace", 1, necklace)];

fn watch(s: &mut Sheet, d: &Dice) {
    let strap = if d.odds(60) { d.tint(HIDE) } else { d.tint(METAL) };
    let metal = d.tint(METAL);
    let r = d.f(50.0, 60.0);
    let y = -118.0;
    let smart = d.odds(30);
    // On its cushion, the strap running over it.
    let cushion = d.tint(&[0xe6dcc8, 0x45464a, 0x8a5a50, 0xc8d0cc]);
    s.slab(Ball(cushion), (-92.0, -70.0), (184.0, 74.0), 30.0);
    s.put(
        Round(strap),
        &blob(&[
            (-30.0, y - 34.0),
            (-30.0, y - 34.0),
            (-27.0, y - 96.0),
            (-20.0, y - 108.0),
            (20.0, y - 108.0),
            (27.0, y - 96.0),
            (30.0, y - 34.0),
            (30.0, y - 34.0),
        ]),
    );
    s.put(
        Round(strap),
        &blob(&[
            (-30.0, y + 34.0),
            (-30.0, y + 34.0),
            (-27.0, -22.0),
            (-22.0, -6.0),
            (22.0, -6.0),
            (27.0, -22.0),
            (30.0, y + 34.0),
            (30.0, y + 34.0),
        ]),
    );
    for side in [-24.0, 24.0] {
        s.stitch(strap.light(0.5), &[(side, y - 40.0), (side * 0.9, y - 98.0)]);
        s.stitch(strap.light(0.5), &[(side, y + 50.0), (side * 0.9, -16.0)]);
    }
    s.slab(Sheen(metal), (r - 2.0, y - 8.0), (15.0, 16.0), 4.0);
    let face = d.tint(&[0xf6f2e8, 0x24303a, 0x2f5a56, 0xe8e2d4, 0x1c2022]);
    if smart {
        smart_face(s, d, metal, r, y);
        return;
    }
    s.oval(Sheen(metal), 0.0, y, r, r);
    s.oval(Flat(metal.dark(0.3)), 0.0, y, r * 0.86, r * 0.86);
    s.oval(Flat(face), 0.0, y, r * 0.82, r * 0.82);
    let ink = face.against();
    let hand = |part: f32, from: f32, to: f32| {
        let (sin, cos) = (part * std::f32::consts::TAU).sin_cos();
        shape::wire(&[(sin * r * from, y - cos * r * from), (sin * r * to, y - cos * r * to)])
    };
    s.mark(Flat(ink), 3.4, &shape::all((0..12).map(|i| hand(i as f32 / 12.0, 0.64, 0.73))), 0.9);
    s.mark(Flat(ink), 5.0, &hand(d.f(0.0, 1.0), 0.0, 0.38), 1.0);
    s.mark(Flat(ink), 3.4, &hand(d.f(0.0, 1.0), 0.0, 0.58), 1.0);
    s.mark(Flat(Colour::hex(0x00c0_4a3a)), 1.8, &hand(d.f(0.0, 1.0), -0.14, 0.62), 1.0);
    s.gloss(4.0, &[(-r * 0.62, y - r * 0.36), (-r * 0.3, y - r * 0.66)], 0.5);
}

fn smart_face(s: &mut Sheet, d: &Dice, metal: Colour, r: f32, y: f32) {
    s.slab(Sheen(metal), (-r + 4.0, y - r - 3.0), (r * 2.0 - 8.0, r * 2.0 + 6.0), 24.0);
    s.slab(
        Flat(Colour::hex(0x0018_1c1e)),
        (-r + 10.0, y - r + 3.0),
        (r * 2.0 - 20.0, r * 2.0 - 6.0),
        19.0,
    );
    for (k, c) in [(0.62, 0x00d9_573f), (0.46, 0x006f_b09a), (0.3, 0x00e9_b13b)] {
        let own = r * k;
        let sweep = d.f(-0.9, 0.9);
        s.mark(
            Flat(Colour::hex(c)),
            6.0,
            &shape::curve(&[
                (0.0, y - own),
                (own * 0.72, y - own * 0.7),
                (own, y),
                (own * 0.7, y + own * 0.7),
                (0.0, y + own),
                (-own * 0.7, y + own * (0.7 + sweep * 0.1)),
            ]),
            1.0,
        );
    }
}

/// Stones.
const STONE: &[u32] =
    &[0x3f8f7a, 0xb8304a, 0x3f6fb0, 0xe8eef0, 0xd9a83f, 0x8a5fa8, 0x7fb0a0, 0x2c2c34];

fn ring(s: &mut Sheet, d: &Dice) {
    let metal = d.tint(&[0xd0b060, 0xc4c8ca, 0xcf9a7a, 0xb8bcbe]);
    let stone = d.tint(STONE);
    let velvet = d.tint(&[0x6a2f3a, 0x2f4a5a, 0x3f5a4a, 0xc8b8a8, 0x4a4048]);
    let r = d.f(50.0, 58.0);
    let thick = d.f(9.0, 17.0);
    // Stuck in the slot of its cushion.
    s.put(
        Ball(velvet),
        &blob(&[
            (-96.0, -44.0),
            (-60.0, -62.0),
            (60.0, -62.0),
            (96.0, -44.0),
            (92.0, 0.0),
            (-92.0, 0.0),
        ]),
    );
    let y = -56.0 - r * 0.72;
    s.mark(Sheen(metal), thick, &shape::oval(0.0, y, r, r), 1.0);
    s.trace(
        Flat(metal.light(0.6)),
        2.4,
        &shape::curve(&[(-r - 1.0, y + 10.0), (-r * 0.86, y - r * 0.5), (-r * 0.44, y - r * 0.88)]),
    );
    s.put(
        Ball(velvet.dark(0.1)),
        &blob(&[
            (-96.0, -40.0),
            (-50.0, -50.0),
            (50.0, -50.0),
            (96.0, -40.0),
            (92.0, 0.0),
            (0.0, 4.0),
            (-92.0, 0.0),
        ]),
    );
    s.seam(velvet.light(0.3), 3.0, &[(-84.0, -38.0), (0.0, -46.0), (84.0, -38.0)], 0.5);
    let top = y - r - thick * 0.3;
    if d.odds(75) {
        set_stone(s, d, (metal, stone), top);
    } else {
        let beads: Vec<At> = (-3..=3)
            .map(|i| {
                let a = i as f32 * 0.2;
                (a.sin() * r, y - a.cos() * r)
            })
            .collect();
        s.mark(Flat(stone), 10.0, &shape::dots(&beads), 1.0);
    }
}

fn set_stone(s: &mut Sheet, d: &Dice, (metal, stone): (Colour, Colour), top: f32) {
    let size = d.f(14.0, 26.0);
    s.put(
        Sheen(metal),
        &shape::poly(&[
            (-size * 0.7, top - 4.0),
            (size * 0.7, top - 4.0),
            (size * 0.4, top + 10.0),
            (-size * 0.4, top + 10.0),
        ]),
    );
    if d.odds(50) {
        s.put(
            Ball(stone),
            &shape::poly(&[
                (-size * 0.6, top - size * 1.1),
                (size * 0.6, top - size * 1.1),
                (size, top - size * 0.6),
                (0.0, top + 6.0),
                (-size, top - size * 0.6),
            ]),
        );
        s.mark(
            Flat(stone.light(0.7)),
            1.8,
            &shape::wire(&[
                (-size, top - size * 0.6),
                (size, top - size * 0.6),
                (0.0, top + 6.0),
                (-size * 0.3, top - size * 0.6),
                (0.0, top - size * 1.1),
                (size * 0.3, top - size * 0.6),
                (0.0, top + 6.0),
            ]),
            0.7,
        );
    } else {
        s.oval(Ball(stone), 0.0, top - size * 0.4, size, size * 0.86);
        s.oval(
            Flat(Colour::hex(0x00ff_ffff)),
            -size * 0.34,
            top - size * 0.66,
            size * 0.22,
            size * 0.16,
        );
    }
}

fn necklace(s: &mut Sheet, d: &Dice) {
    let bust = d.tint(&[0xe6dcc8, 0x45464a, 0xc8b8b0, 0xd0d6d2, 0x6a4a44, 0x3f5a56]);
    let metal = d.tint(&[0xd0b060, 0xc4c8ca, 0xcf9a7a]);
    s.put(
        Round(bust),
        &shape::turned(&[
            (20.0, -218.0),
            (24.0, -200.0),
            (24.0, -176.0),
            (40.0, -150.0),
            (96.0, -118.0),
            (102.0, -80.0),
            (70.0, -20.0),
            (40.0, -4.0),
            (40.0, -4.0),
            (20.0, 3.0),
            (0.0, 4.0),
        ]),
    );
    s.gloss(7.0, &[(-70.0, -116.0), (-80.0, -84.0), (-58.0, -34.0)], 0.2);
    let drop = d.f(-78.0, -42.0);
    let path: [At; 7] = [
        (-29.0, -168.0),
        (-44.0, -140.0),
        (-32.0, drop - 22.0),
        (0.0, drop),
        (32.0, drop - 22.0),
        (44.0, -140.0),
        (29.0, -168.0),
    ];
    let stone = d.tint(STONE);
    if d.odds(50) {
        pendant(s, d, (metal, stone), &path, drop);
    } else {
        pearls(s, d, stone, drop);
    }
}

fn pearls(s: &mut Sheet, d: &Dice, stone: Colour, drop: f32) {
    let pearl = d.tint(&[0xf4efe4, 0xe8dcd8, 0x9fb8ad, 0xb8304a, 0x5a3a2c, 0x3f4a5a]);
    let r = d.f(7.0, 9.5);
    let at = |t: f32| {
        let a = (t * 2.0 - 1.0) * 2.4;
        (a.sin() * 52.0, -152.0 + (a.cos() + 0.74) * (drop + 152.0) / 1.74)
    };
    for i in 0..19 {
        let (x, y) = at(i as f32 / 18.0);
        s.oval(Ball(pearl), x, y, r, r);
    }
    s.oval(Ball(stone), 0.0, drop + r * 1.6, r * 1.5, r * 1.5);
}

fn pendant(s: &mut Sheet, d: &Dice, (metal, stone): (Colour, Colour), path: &[At], drop: f32) {
    let line = shape::curve(path);
    s.mark(Flat(metal.dark(0.3)), 4.6, &line, 1.0);
    s.mark(Flat(metal.light(0.4)), 2.0, &line, 1.0);
    let size = d.f(13.0, 22.0);
    s.oval(Ball(metal), 0.0, drop + 3.0, 6.0, 6.0);
    match d.n(0, 2) {
        0 => s.put(
            Ball(stone),
            &blob(&[
                (0.0, drop + 4.0),
                (size, drop + size * 1.7),
                (0.0, drop + size * 2.5),
                (-size, drop + size * 1.7),
            ]),
        ),
        1 => s.oval(Ball(stone), 0.0, drop + 7.0 + size, size, size),
        _ => s.put(
            Ball(metal),
            &blob(&[
                (0.0, drop + 18.0),
                (size * 0.7, drop + 4.0),
                (size * 1.3, drop + 18.0),
                (0.0, drop + size * 2.6),
                (-size * 1.3, drop + 18.0),
                (-size * 0.7, drop + 4.0),
            ]),
        ),
    }
}
