//! What goes along with a telephone: cables, chargers, power banks, cases.

use super::devices::BLACK;
use super::{Good, table};
use crate::colour::{Colour, MERRY, SHELL};
use crate::decor::{PRINTED, emblem, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("cable", 1, cable),
    table("charger", 2, charger),
    table("powerbank", 2, power_bank),
    table("phonecase", 2, phone_case),
];

fn cable(s: &mut Sheet, d: &Dice) {
    // Coiled and tied, both plugs showing.
    let c = d.tint(if d.odds(50) { SHELL } else { MERRY });
    let wide = d.f(7.0, 10.0);
    let (w, h) = (d.f(64.0, 78.0), d.f(62.0, 78.0));
    let y = -h - 4.0;
    for i in 0..4 {
        let k = 1.0 - i as f32 * 0.12;
        let ring = shape::oval(d.f(-4.0, 4.0), y + i as f32 * 4.0, w * k, h * k);
        s.trace(Flat(c.dark(0.22)), wide, &ring);
        s.mark(Flat(c.light(0.18)), wide * 0.42, &ring, 0.85);
    }
    let braid = d.odds(40);
    for (side, from) in [(-1.0, (-w * 0.9, y + 24.0)), (1.0, (w * 0.9, y + 24.0))] {
        let to = (side * (w + d.f(34.0, 52.0)), -d.f(26.0, 44.0));
        s.pipe(c, wide, &[from, (side * w * 1.1, -24.0), (to.0 - side * 14.0, to.1 + 3.0), to]);
        s.set(to, if side > 0.0 { -8.0 } else { 188.0 }, 1.0, |s| {
            s.slab(Fall(if braid { BLACK } else { c.light(0.1) }), (0.0, -11.0), (36.0, 22.0), 6.0);
            s.slab(Fall(Colour::hex(0x00b4_babc)), (36.0, -8.0), (21.0, 16.0), 4.0);
        });
    }
    let strap = second(d, c);
    s.slab(Round(strap), (-13.0, y - h - wide * 0.8), (26.0, h * 0.62), 5.0);
}

fn charger(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xf2efe8, 0xeeebe3, 0x34383c, 0xd8dcd8, 0xc8d4d0, 0xe0c8b8, 0x4a5a66]);
    let (w, h, deep) = (d.f(52.0, 64.0), d.f(100.0, 124.0), d.f(26.0, 40.0));
    // The pins stand up: it lies on its back.
    for x in [-20.0, 20.0] {
        s.slab(
            Sheen(Colour::hex(0x00b8_b098)),
            (x - 5.0 + deep * 0.4, -h - 46.0),
            (10.0, 48.0),
            2.0,
        );
    }
    s.put(
        Fall(c.dark(0.26)),
        &poly(&[
            (w - 6.0, -6.0),
            (w + deep, -deep * 0.5),
            (w + deep, -h - deep * 0.2),
            (w - 6.0, -h + 2.0),
        ]),
    );
    s.put(
        Flat(c.light(0.25)),
        &blob(&[
            (-w + 4.0, -h + 4.0),
            (-w + 4.0, -h + 4.0),
            (deep - w + 6.0, -h - deep * 0.36),
            (deep - w + 6.0, -h - deep * 0.36),
            (w + deep, -h - deep * 0.36),
            (w + deep, -h - deep * 0.36),
            (w - 2.0, -h + 4.0),
            (w - 2.0, -h + 4.0),
        ]),
    );
    s.slab(Fall(c), (-w, -h), (w * 2.0, h), 15.0);
    let ports = d.n(1, 3);
    for i in 0..ports {
        let y = -h * 0.72 + i as f32 * 27.0;
        s.slab(Flat(BLACK), (-22.0, y), (44.0, 15.0), if i == 0 { 3.0 } else { 7.0 });
        s.slab(
            Flat(if i == 0 { Colour::hex(0x003f_7fb0) } else { Colour::hex(0x0070_7678) }),
            (-15.0, y + 5.0),
            (30.0, 5.0),
            2.0,
        );
    }
    emblem(s, d, (0.0, -17.0), 8.0, c.against().mix(c, 0.4));
    s.gloss(5.0, &[(-w + 12.0, -h + 18.0), (-w + 12.0, -24.0)], 0.5);
    let wire = c.dark(0.1);
    s.aside(|s| {
        s.pipe(
            wire,
            7.0,
            &[
                (w + deep + 6.0, -8.0),
                (w + deep + 50.0, -2.0),
                (w + deep + 90.0, -18.0),
                (w + deep + 170.0, -10.0),
            ],
        )
    });
}

fn power_bank(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let (w, h, deep) = (d.f(52.0, 66.0), d.f(140.0, 172.0), d.f(16.0, 30.0));
    s.set((0.0, 0.0), 0.0, 1.0, |s| {
        s.slab(Fall(c.dark(0.34)), (-w + deep, -h - 6.0), (w * 2.0, h + 3.0), 20.0);
        let face = shape::slab(-w, -h, w * 2.0, h, d.f(14.0, 28.0));
        s.put(Round(c), &face);
        ornament(s, d, &face, (-w, -h, w * 2.0, h), c, &PRINTED[..5]);
        let lights: Vec<At> = (0..4).map(|i| (-18.0 + i as f32 * 12.0, -26.0)).collect();
        s.mark(Flat(Colour::hex(0x00f4_f4ec)), 6.0, &shape::dots(&lights), 0.95);
        s.put(
            Flat(c.against()),
            &poly(&[
                (5.0, -h * 0.66),
                (-17.0, -h * 0.46),
                (-3.0, -h * 0.46),
                (-7.0, -h * 0.3),
                (17.0, -h * 0.52),
                (2.0, -h * 0.52),
            ]),
        );
        s.slab(Flat(BLACK), (-22.0, -h + 8.0), (20.0, 8.0), 3.0);
        s.slab(Flat(BLACK), (6.0, -h + 8.0), (16.0, 8.0), 4.0);
        s.gloss(5.0, &[(-w * 0.82, -h * 0.82), (-w * 0.82, -h * 0.3)], 0.4);
    });
}

fn phone_case(s: &mut Sheet, d: &Dice) {
    let c = d.tint(if d.odds(50) { SHELL } else { MERRY });
    let (w, h) = (d.f(56.0, 62.0), d.f(192.0, 214.0));
    s.set((0.0, -3.0), d.f(-9.0, 9.0), 1.0, |s| {
        s.slab(Fall(c.dark(0.42)), (-w + 7.0, -h), (w * 2.0, h), 22.0);
        let back = shape::slab(-w, -h, w * 2.0, h, 22.0);
        s.put(Round(c), &back);
        ornament(s, d, &back, (-w, -h * 0.72, w * 2.0, h * 0.72), c, PRINTED);
        if d.odds(35) {
            emblem(s, d, (0.0, -h * 0.4), 26.0, second(d, c));
        }
        s.mark(
            Flat(c.light(0.45)),
            2.4,
            &shape::slab(-w + 3.0, -h + 3.0, w * 2.0 - 6.0, h - 6.0, 19.0),
            0.7,
        );
        // The window for the cameras.
        let many = d.n(1, 3);
        s.slab(
            Flat(Colour::hex(0x0024_282b)),
            (-w + 12.0, -h + 12.0),
            (if many > 1 { 52.0 } else { 30.0 }, if many > 1 { 52.0 } else { 30.0 }),
            14.0,
        );
        for (x, y) in [(27.0, 27.0), (48.0, 48.0), (27.0, 48.0)].into_iter().take(many) {
            s.oval(Sheen(Colour::hex(0x0070_787c)), -w + x, -h + y, 9.5, 9.5);
            s.oval(Flat(Colour::hex(0x0012_1c26)), -w + x, -h + y, 6.5, 6.5);
            s.oval(Flat(Colour::hex(0x0060_90b0)), -w + x - 2.0, -h + y - 2.0, 2.0, 2.0);
        }
        s.gloss(5.0, &[(-w * 0.84, -h * 0.62), (-w * 0.84, -h * 0.16)], 0.34);
    });
}
