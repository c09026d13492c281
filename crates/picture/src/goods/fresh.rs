//! Fresh from the counter: eggs, meat, fish.

use super::{Good, table};
use crate::colour::{CLAY, Colour, LEAF, WOOD};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[table("egg", 1, eggs), table("meat", 1, meat), table("fish", 1, fish)];

fn egg(s: &mut Sheet, x: f32, y: f32, r: f32, own: Colour) {
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
}

fn eggs(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xe8c8a4, 0xf0e6d8, 0xd8a880, 0xc8d4c4, 0xe0b494]);
    let shade = || d.f(-8.0, 8.0);
    if d.odds(50) {
        egg_box(s, d, c);
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

fn egg_box(s: &mut Sheet, d: &Dice, c: Colour) {
    let shade = || d.f(-8.0, 8.0);
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
}

fn meat(s: &mut Sheet, d: &Dice) {
    let board = d.tint(WOOD);
    s.put(Fall(board.dark(0.2)), &shape::slab(-142.0, -10.0, 284.0, 15.0, 6.0));
    s.put(Fall(board), &poly(&[(-142.0, -10.0), (-118.0, -30.0), (118.0, -30.0), (142.0, -10.0)]));
    let c = d.tint(&[0xb8433f, 0xa83a3a, 0xc8605a, 0x9a3434]);
    let fat = Colour::hex(0x00f2_dccc);
    match d.n(0, 2) {
        0 => {
            steak(s, d, c, fat);
        }
        1 => {
            ham(s, c, fat);
        }
        _ => {
            sausages(s, c, fat);
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

fn sausages(s: &mut Sheet, c: Colour, fat: Colour) {
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

fn ham(s: &mut Sheet, c: Colour, fat: Colour) {
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

fn steak(s: &mut Sheet, d: &Dice, c: Colour, fat: Colour) {
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
        shape::curve(&[(x, y), (x + 16.0, y + d.f(-10.0, 10.0)), (x + 40.0, y + d.f(-14.0, 14.0))])
    });
    s.mark(Flat(fat), 3.4, &shape::all(veins), 0.7);
    s.oval(Flat(fat.dark(0.1)), -70.0, -60.0, 12.0, 16.0);
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
    garnish(s, d);
}

fn garnish(s: &mut Sheet, d: &Dice) {
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
