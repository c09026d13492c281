//! Machines for the air of a room: fans, heaters, humidifiers.

use super::{Good, table};
use crate::colour::{Colour, METAL, SHELL, WOOD};
use crate::decor::{PRINTED, ornament};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] =
    &[table("fan", 1, fan), table("heater", 1, heater), table("humidifier", 2, humidifier)];

fn fan(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let blade = if d.odds(50) { c.dark(0.2) } else { d.tint(METAL) };
    let r = d.f(76.0, 92.0);
    let neck = d.f(30.0, 70.0);
    let y = -neck - r - 20.0;
    s.put(
        Round(c.dark(0.1)),
        &blob(&[
            (-62.0, -14.0),
            (-40.0, -24.0),
            (40.0, -24.0),
            (62.0, -14.0),
            (60.0, 0.0),
            (0.0, 6.0),
            (-60.0, 0.0),
        ]),
    );
    s.slab(Round(c), (-10.0, -neck - 40.0), (20.0, neck + 24.0), 4.0);
    let buttons: Vec<At> = (0..3).map(|i| (-14.0 + i as f32 * 14.0, -11.0)).collect();
    s.mark(Flat(c.against()), 7.0, &shape::dots(&buttons), 0.9);
    s.oval(Flat(c.dark(0.45)), 4.0, y + 2.0, r, r);
    s.oval(Ball(c.light(0.35)), 0.0, y, r * 0.97, r * 0.97);
    let count = d.n(3, 5);
    let turn = d.f(0.0, 90.0);
    for i in 0..count {
        s.set((0.0, y), turn + i as f32 * 360.0 / count as f32, 1.0, |s| {
            s.put(
                Round(blade),
                &blob(&[
                    (6.0, -6.0),
                    (r * 0.34, -r * 0.46),
                    (r * 0.3, -r * 0.84),
                    (-r * 0.12, -r * 0.88),
                    (-r * 0.2, -r * 0.5),
                    (-6.0, -4.0),
                ]),
            );
        });
    }
    let rings = [0.36, 0.6, 0.82].map(|k| shape::oval(0.0, y, r * k, r * k));
    let spokes = (0..16).map(|i| {
        let (sin, cos) = (i as f32 * std::f32::consts::FRAC_PI_8).sin_cos();
        shape::wire(&[(sin * r * 0.24, y - cos * r * 0.24), (sin * r * 0.97, y - cos * r * 0.97)])
    });
    s.mark(Flat(c.dark(0.3)), 1.8, &shape::all(rings.into_iter().chain(spokes)), 0.75);
    s.trace(Round(c), 8.0, &shape::oval(0.0, y, r, r));
    s.oval(Ball(c), 0.0, y, r * 0.24, r * 0.24);
    s.oval(Flat(c.against()), 0.0, y, r * 0.07, r * 0.07);
}

fn heater(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    if d.odds(50) {
        // Ribs filled with oil.
        let (h, n) = (d.f(150.0, 180.0), d.n(6, 9));
        let step = 27.0;
        let w = step * n as f32 / 2.0;
        for x in [-w + 14.0, w - 14.0] {
            s.slab(Round(Colour::hex(0x002e_3236)), (x - 18.0, -14.0), (36.0, 15.0), 7.0);
        }
        s.pipe(c.dark(0.2), 12.0, &[(-w, -h + 22.0), (w, -h + 22.0)]);
        s.pipe(c.dark(0.2), 12.0, &[(-w, -34.0), (w, -34.0)]);
        for i in 0..n {
            s.slab(Round(c), (-w + i as f32 * step + 1.0, -h), (step - 4.0, h - 12.0), 10.0);
        }
        s.slab(Round(c.dark(0.24)), (w, -h + 6.0), (34.0, h - 22.0), 7.0);
        s.oval(Ball(Colour::hex(0x00e8_e4da)), w + 17.0, -h * 0.62, 11.0, 11.0);
        s.mark(Flat(Colour::hex(0x00d9_573f)), 7.0, &shape::dots(&[(w + 17.0, -h * 0.36)]), 1.0);
        return;
    }
    // A glowing reflector or grille.
    let (w, h) = (d.f(78.0, 96.0), d.f(140.0, 176.0));
    for x in [-w * 0.6, w * 0.6] {
        s.slab(Round(c.dark(0.4)), (x - 16.0, -12.0), (32.0, 13.0), 5.0);
    }
    let body = shape::slab(-w, -h - 8.0, w * 2.0, h, d.f(12.0, 30.0));
    s.put(Round(c), &body);
    s.slab(Fall(Colour::hex(0x003c_3430)), (-w + 14.0, -h + 6.0), (w * 2.0 - 28.0, h * 0.68), 9.0);
    s.aside(|s| s.glow(0.0, -h * 0.6, w * 1.1));
    let bars = d.n(2, 3);
    for i in 0..bars {
        let y = -h + 6.0 + h * 0.68 * (i as f32 + 0.5) / bars as f32;
        s.slab(Fall(Colour::hex(0x00f0_8a3c)), (-w + 26.0, y - 6.0), (w * 2.0 - 52.0, 12.0), 6.0);
        s.slab(Flat(Colour::hex(0x00ff_d896)), (-w + 32.0, y - 3.0), (w * 2.0 - 64.0, 4.0), 2.0);
    }
    let grille = (0..9).map(|i| {
        let x = -w + 24.0 + i as f32 * (w * 2.0 - 48.0) / 8.0;
        shape::wire(&[(x, -h + 10.0), (x, -h * 0.32 + 2.0)])
    });
    s.mark(Flat(c.light(0.3)), 2.6, &shape::all(grille), 0.7);
    let knobs = d.n(1, 3);
    for i in 0..knobs {
        let x = (i as f32 - (knobs as f32 - 1.0) / 2.0) * 42.0;
        s.oval(Ball(c.against().mix(c, 0.3)), x, -h * 0.16, 12.0, 12.0);
        s.mark(Flat(c), 2.6, &shape::wire(&[(x, -h * 0.16), (x + 5.0, -h * 0.16 - 8.0)]), 1.0);
    }
    s.pipe(
        c.dark(0.2),
        9.0,
        &[(-w * 0.4, -h - 8.0), (-w * 0.3, -h - 26.0), (w * 0.3, -h - 26.0), (w * 0.4, -h - 8.0)],
    );
}

fn humidifier(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let (r, h) = (d.f(60.0, 76.0), d.f(120.0, 156.0));
    mist(s, h);
    let top = match d.n(0, 2) {
        0 => vec![
            (10.0, -h - 12.0),
            (10.0, -h - 12.0),
            (26.0, -h + 8.0),
            (r * 0.8, -h * 0.74),
            (r, -h * 0.4),
            (r * 0.94, -10.0),
            (r * 0.7, 3.0),
            (0.0, 7.0),
        ],
        1 => vec![
            (13.0, -h - 4.0),
            (13.0, -h - 4.0),
            (r * 0.84, -h + 10.0),
            (r, -h * 0.8),
            (r, -20.0),
            (r * 0.9, 0.0),
            (0.0, 7.0),
        ],
        _ => vec![
            (12.0, -h - 16.0),
            (12.0, -h - 16.0),
            (16.0, -h * 0.82),
            (r * 0.62, -h * 0.62),
            (r, -h * 0.3),
            (r * 0.9, -6.0),
            (r * 0.5, 5.0),
            (0.0, 7.0),
        ],
    };
    let body = shape::turned(&top);
    s.put(Round(c), &body);
    if d.odds(45) {
        s.inside(&body, |s| {
            s.veil(
                Glass(Colour::hex(0x00b4_d0da)),
                &poly(&[
                    (-r * 1.1, -h * 0.72),
                    (r * 1.1, -h * 0.72),
                    (r * 1.1, -h * 0.36),
                    (-r * 1.1, -h * 0.36),
                ]),
                0.85,
            );
        });
    } else if d.odds(40) {
        let wood = d.tint(WOOD);
        s.inside(&body, |s| {
            s.veil(Round(wood), &shape::slab(-r * 1.1, -h * 0.26, r * 2.2, h * 0.4, 0.1), 1.0)
        });
    } else {
        ornament(s, d, &body, (-r, -h * 0.8, r * 2.0, h * 0.8), c, PRINTED);
    }
    s.oval(Sheen(d.tint(METAL)), 0.0, -h * 0.15, 11.0, 11.0);
    s.mark(
        Flat(d.tint(&[0x6fb0d0, 0x7fd0a0, 0xe9b13b])),
        5.0,
        &shape::dots(&[(0.0, -h * 0.15)]),
        1.0,
    );
    s.gloss(6.0, &[(-r * 0.66, -h * 0.6), (-r * 0.8, -h * 0.36), (-r * 0.76, -22.0)], 0.45);
}

fn mist(s: &mut Sheet, h: f32) {
    // Mist.
    let mist = Colour::hex(0x00ff_ffff);
    s.aside(|s| {
        for (x, y, k, o) in [
            (2.0, -18.0, 14.0, 0.6),
            (12.0, -44.0, 21.0, 0.46),
            (-6.0, -72.0, 28.0, 0.32),
            (18.0, -102.0, 32.0, 0.2),
        ] {
            s.veil(Flat(mist), &shape::oval(x, -h + y, k, k * 0.9), o);
        }
    });
    s.see_to(-h - 70.0);
}
