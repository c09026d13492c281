//! Small things that are looked at closely: keycaps, a saw, earrings, brushes for make-up, a pot that heats itself.

use super::{Good, table};
use crate::colour::{Colour, METAL, PACK, STEEL, WOOD};
use crate::decor::second;
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("keycaps", 1, keycaps),
    table("lid-rest", 1, lid_rest),
    table("saw", 1, saw),
    table("earring", 1, earrings),
    table("makeup-brush", 1, make_up_brushes),
    table("hotpot-box", 1, hotpot_box),
];

/// Rows of keycaps laid out.
fn keycaps(s: &mut Sheet, d: &Dice) {
    let base = d.tint(&[0xe8e2d4, 0x4a5058, 0xc4ccc8, 0xd8c8b4, 0x6a7a80]);
    let accent = second(d, base);
    s.slab(Fall(base.dark(0.4)), (-140.0, -142.0), (280.0, 142.0), 10.0);
    for row in 0..4u8 {
        for col in 0..8u8 {
            let odd = d.odds(16);
            let c = if odd {
                accent
            } else if d.odds(16) {
                base.dark(0.18)
            } else {
                base
            };
            let (x, y) = (-134.0 + f32::from(col) * 33.6, -136.0 + f32::from(row) * 33.2);
            s.slab(Flat(c.dark(0.22)), (x, y), (31.0, 31.0), 5.0);
            s.slab(Fall(c.light(0.08)), (x + 4.0, y + 2.0), (23.0, 22.0), 5.0);
        }
    }
}

/// A lotus leaf of clay that a lid is laid on.
fn lid_rest(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0x8a5138, 0x5f6f52, 0x9c6a44, 0x6a4a3a, 0x7f8a5a]);
    let ragged = |grow: f32| {
        let edge: Vec<At> = (0..12u8)
            .map(|i| {
                let (sin, cos) = (f32::from(i) * 30.0).to_radians().sin_cos();
                let far = grow * d.f(0.86, 1.04);
                (cos * far * 1.2, -44.0 + sin * far * 0.4)
            })
            .collect();
        blob(&edge)
    };
    s.put(Round(c.dark(0.22)), &shape::turned(&[(56.0, -40.0), (46.0, -12.0), (50.0, 0.0)]));
    s.put(Fall(c), &ragged(102.0));
    s.put(Flat(c.dark(0.12)), &ragged(64.0));
    for i in 0..12u8 {
        let (sin, cos) = (f32::from(i) * 30.0 + 8.0).to_radians().sin_cos();
        s.seam(
            c.dark(0.34),
            2.4,
            &[(cos * 8.0, -44.0 + sin * 3.0), (cos * 104.0, -44.0 + sin * 34.0)],
            0.7,
        );
    }
    s.oval(Ball(c.light(0.24)), 0.0, -46.0, 11.0, 6.0);
    s.pipe(c.dark(0.05), 11.0, &[(104.0, -34.0), (134.0, -16.0), (120.0, -3.0)]);
}

/// A hand saw with its teeth down.
fn saw(s: &mut Sheet, d: &Dice) {
    let steel = d.tint(STEEL);
    let wood = d.tint(WOOD);
    s.set((0.0, -34.0), d.f(-14.0, -4.0), 1.0, |s| {
        let (foot, tip) = (d.f(66.0, 78.0), d.f(24.0, 40.0));
        let mut edge = vec![(-150.0, -foot), (128.0, -tip), (132.0, 0.0)];
        let teeth = d.n(22, 34);
        for i in 0..teeth {
            let at = |i: f32| 132.0 - 262.0 * i / teeth as f32;
            edge.push((at(i as f32 + 0.5), 9.0));
            edge.push((at(i as f32 + 1.0), 0.0));
        }
        edge.push((-150.0, 0.0));
        s.put(Fall(steel.light(0.2)), &poly(&edge));
        s.seam(steel.dark(0.3), 2.0, &[(-110.0, -foot * 0.72), (118.0, -tip * 0.7)], 0.5);
        s.hollow(
            Fall(wood),
            &shape::all([
                blob(&[
                    (-186.0, -foot - 12.0),
                    (-142.0, -foot - 16.0),
                    (-104.0, -foot + 4.0),
                    (-116.0, -30.0),
                    (-102.0, 6.0),
                    (-140.0, 20.0),
                    (-176.0, 18.0),
                    (-200.0, -24.0),
                ]),
                blob(&[
                    (-168.0, -foot + 16.0),
                    (-140.0, -foot + 14.0),
                    (-140.0, -6.0),
                    (-160.0, -2.0),
                    (-174.0, -26.0),
                ]),
            ]),
        );
        let screws = [(-122.0, -foot + 12.0), (-124.0, -8.0), (-126.0, -foot * 0.5)];
        s.mark(Flat(Colour::hex(0x00d8bc70)), 10.0, &shape::dots(&screws), 1.0);
    });
}

/// A pair of earrings on a card.
fn earrings(s: &mut Sheet, d: &Dice) {
    let card = d.tint(PACK).light(0.55);
    let metal = d.tint(METAL);
    let stone = d.tint(&[0xf2ede4, 0x7aa890, 0xb04a5a, 0x4a78a0, 0xd8b458, 0x8a6aa0]);
    s.slab(Fall(card), (-98.0, -236.0), (196.0, 236.0), 12.0);
    s.oval(Flat(card.dark(0.3)), 0.0, -214.0, 12.0, 6.0);
    let (form, long) = (d.n(0, 2), d.f(40.0, 74.0));
    for x in [-44.0, 44.0] {
        s.oval(Ball(metal.light(0.2)), x, -176.0, 9.0, 9.0);
        match form {
            0 => {
                s.trace(
                    Sheen(metal),
                    9.0,
                    &shape::oval(x, -168.0 + long * 0.6, long * 0.5, long * 0.6),
                );
            }
            1 => {
                s.seam(metal, 4.0, &[(x, -168.0), (x, -168.0 + long)], 1.0);
                s.oval(Ball(stone), x, -152.0 + long, 21.0, 23.0);
                s.oval(Flat(stone.light(0.7)), x - 7.0, -160.0 + long, 5.0, 6.0);
            }
            _ => {
                s.seam(metal, 4.0, &[(x, -168.0), (x, -150.0)], 1.0);
                s.put(Sheen(metal), &shape::leaf((x, -154.0), 90.0, long + 40.0, 34.0));
                s.put(Ball(stone), &shape::leaf((x, -136.0), 90.0, long + 8.0, 18.0));
            }
        }
    }
}

/// Make-up brushes standing fanned out in a cup, hair upwards.
fn make_up_brushes(s: &mut Sheet, d: &Dice) {
    let grip = d.tint(&[0x2c2a2c, 0xb98a5a, 0xe6c4bc, 0xf0e8dc, 0x7a3a44, 0x4a5a58]);
    let hair = d.tint(&[0x45382e, 0xd8b898, 0xe8c8c0, 0x7a5640, 0xf0e4d4]);
    let metal = d.tint(METAL);
    let many = d.n(3, 5);
    for i in 0..many {
        let aside = i as f32 - (many as f32 - 1.0) / 2.0;
        let (wide, long) = (d.f(11.0, 34.0), d.f(40.0, 66.0));
        s.set((aside * 15.0, -40.0), aside * 13.0, 1.0, |s| {
            let top = -150.0 - d.f(0.0, 34.0);
            s.put(
                Round(grip),
                &poly(&[(-7.0, 20.0), (7.0, 20.0), (5.0, top + 30.0), (-5.0, top + 30.0)]),
            );
            s.put(
                Sheen(metal),
                &poly(&[
                    (-6.0, top + 42.0),
                    (6.0, top + 42.0),
                    (wide * 0.55, top),
                    (-wide * 0.55, top),
                ]),
            );
            s.put(
                Round(hair),
                &blob(&[
                    (-wide * 0.5, top),
                    (-wide, top - long * 0.6),
                    (-wide * 0.5, top - long),
                    (wide * 0.3, top - long - 6.0),
                    (wide, top - long * 0.6),
                    (wide * 0.5, top),
                ]),
            );
            for x in [-0.5, -0.15, 0.2, 0.5] {
                s.seam(
                    hair.dark(0.3),
                    1.6,
                    &[(x * wide, top - 4.0), (x * wide * 1.4, top - long * 0.8)],
                    0.5,
                );
            }
        });
    }
    let cup = second(d, grip);
    s.put(Round(cup), &shape::turned(&[(58.0, -96.0), (54.0, -40.0), (50.0, -6.0), (44.0, 0.0)]));
    s.oval(Flat(cup.dark(0.3)), 0.0, -96.0, 58.0, 9.0);
    s.oval(Fall(cup.light(0.1)), 0.0, -90.0, 58.0, 9.0);
    s.gloss(6.0, &[(-42.0, -78.0), (-38.0, -16.0)], 0.45);
}

/// A round box that heats itself: broth and what swims in it, the lid leaning behind, steam above.
fn hotpot_box(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb83a2c, 0x2c2a2c, 0xd0702c, 0x8a2c34, 0x3a5a48]);
    let broth = d.tint(&[0xc0482c, 0xd8823c, 0xb8301f, 0xd8b060]);
    s.set((64.0, -106.0), d.f(6.0, 18.0), 1.0, |s| {
        s.oval(Fall(c.dark(0.1)), 0.0, 0.0, 92.0, 88.0);
        s.oval(Fall(c.light(0.14)), -3.0, 0.0, 80.0, 78.0);
        s.oval(Flat(Colour::hex(0x00f0dcb4)), -3.0, 0.0, 40.0, 38.0);
        s.put(Flat(c), &shape::leaf((-3.0, 30.0), -90.0, 62.0, 34.0));
    });
    s.put(Round(c), &shape::turned(&[(128.0, -84.0), (122.0, -66.0), (104.0, -8.0), (94.0, 0.0)]));
    s.seam(Colour::hex(0x00f0dcb4), 10.0, &[(-113.0, -40.0), (0.0, -28.0), (113.0, -40.0)], 0.9);
    s.oval(Fall(c.light(0.2)), 0.0, -84.0, 130.0, 30.0);
    s.oval(Fall(broth), 0.0, -82.0, 116.0, 24.0);
    for _ in 0..d.n(8, 13) {
        let (x, y) = (d.f(-86.0, 86.0), d.f(-94.0, -72.0));
        match d.n(0, 2) {
            0 => s.oval(Ball(Colour::hex(0x00ece0c8)), x, y, 14.0, 7.0),
            1 => s.put(
                Flat(Colour::hex(0x0060803c)),
                &shape::leaf((x, y), d.f(-40.0, 40.0), 30.0, 12.0),
            ),
            _ => s.put(
                Flat(Colour::hex(0x009a1f1a)),
                &shape::leaf((x, y), d.f(-50.0, 50.0), 24.0, 6.0),
            ),
        }
    }
    s.aside(|s| {
        for x in [-58.0, -22.0] {
            s.gloss(
                9.0,
                &[(x, -116.0), (x + 12.0, -142.0), (x - 8.0, -166.0), (x + 8.0, -196.0)],
                0.4,
            );
        }
    });
}
