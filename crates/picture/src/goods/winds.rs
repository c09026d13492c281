//! What is blown or plucked with the thumbs: flutes of bamboo, pan pipes, the gourd flute, the thumb piano.

use super::{Good, table};
use crate::colour::{Colour, WOOD};
use crate::dice::Dice;
use crate::shape::{self, At, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("flute", 1, flute),
    table("panpipe", 1, pan_pipe),
    table("gourdflute", 1, gourd_flute),
    table("thumbpiano", 1, thumb_piano),
];

/// Canes, from green to smoked.
const CANE: &[u32] = &[0xc9a860, 0xb8924a, 0x9a7038, 0xd8bc78, 0x7a5230, 0xa8a05a];
const BINDING: &[u32] = &[0x7a2430, 0x3a2a22, 0x2f5a4a, 0xb0403a];
const HOLE: Colour = Colour([42.0, 30.0, 22.0]);

/// A cane along the negative y axis with its bindings; the lower end at the origin.
fn cane(s: &mut Sheet, wide: f32, long: f32, c: Colour, binding: Colour) {
    s.put(Round(c), &shape::slab(-wide / 2.0, -long, wide, long, 3.0));
    for k in [0.04, 0.36, 0.66, 0.94] {
        s.slab(Round(binding), (-wide / 2.0 - 1.0, -long * k - 4.0), (wide + 2.0, 6.0), 1.5);
    }
    s.gloss(2.4, &[(-wide * 0.24, -long + 12.0), (-wide * 0.24, -14.0)], 0.45);
}

fn flute(s: &mut Sheet, d: &Dice) {
    let (c, binding) = (d.tint(CANE), d.tint(BINDING));
    let (wide, long) = (d.f(19.0, 24.0), d.f(262.0, 290.0));
    let holes = d.n(6, 8);
    // It leans on a rest, nearly along the table.
    let rest = d.tint(WOOD);
    s.put(Fall(rest), &blob(&[(-58.0, -34.0), (-40.0, -30.0), (-34.0, 0.0), (-66.0, 0.0)]));
    s.put(Fall(rest), &blob(&[(66.0, -62.0), (84.0, -58.0), (92.0, 0.0), (58.0, 0.0)]));
    s.set((-128.0, -16.0), d.f(74.0, 80.0), 1.0, |s| {
        cane(s, wide, long, c, binding);
        let first = -long * 0.14;
        let row: Vec<At> = (0..holes).map(|i| (2.0, first - i as f32 * long * 0.075)).collect();
        s.mark(Flat(HOLE), 7.0, &shape::dots(&row), 0.95);
        s.oval(Flat(HOLE), 2.0, -long * 0.82, 4.2, 6.2);
    });
    // Its tassel.
    s.seam(binding, 3.0, &[(-116.0, -20.0), (-124.0, 0.0), (-112.0, 10.0)], 0.95);
}

fn pan_pipe(s: &mut Sheet, d: &Dice) {
    let (c, binding) = (d.tint(CANE), d.tint(BINDING));
    let count = d.n(9, 12);
    let wide = 176.0 / count as f32;
    let (longest, shortest) = (d.f(196.0, 226.0), d.f(84.0, 108.0));
    let left = -wide * count as f32 / 2.0;
    let lean = d.f(-7.0, 5.0);
    s.set((0.0, -4.0), lean, 1.0, |s| {
        // The mouths stand in one line, the feet do not.
        for i in 0..count {
            let k = i as f32 / (count - 1) as f32;
            let long = longest + (shortest - longest) * k;
            let x = left + i as f32 * wide;
            let own = c.shifted([d.f(-9.0, 9.0), d.f(-9.0, 9.0), d.f(-6.0, 6.0)]);
            s.put(Round(own), &shape::slab(x, -longest, wide - 1.0, long, 3.0));
            s.oval(Flat(own.light(0.3)), x + wide / 2.0 - 0.5, -longest, wide / 2.0, 4.0);
            s.oval(Flat(HOLE), x + wide / 2.0 - 0.5, -longest, wide * 0.3, 2.6);
            let knot = -longest + long * 0.55;
            s.mark(
                Flat(own.dark(0.3)),
                1.6,
                &shape::wire(&[(x, knot), (x + wide - 2.0, knot)]),
                0.6,
            );
        }
        let band = (left - 4.0, wide * count as f32 + 8.0);
        for (y, high) in [(-longest + 34.0, 15.0), (-longest + 62.0, 9.0)] {
            s.slab(Round(binding), (band.0, y), (band.1, high), 4.0);
        }
        let stitches: Vec<At> =
            (0..count).map(|i| (left + (i as f32 + 0.5) * wide, -longest + 41.0)).collect();
        s.mark(Flat(binding.light(0.5)), 4.0, &shape::dots(&stitches), 0.9);
    });
}

fn gourd_flute(s: &mut Sheet, d: &Dice) {
    let (c, binding) = (d.tint(CANE), d.tint(BINDING));
    let gourd = d.tint(&[0xb87a3a, 0xc98f4a, 0x9a5a2a, 0xd0a060]);
    let lean = d.f(-9.0, 9.0);
    s.set((0.0, -4.0), lean, 1.0, |s| {
        for (x, long, wide) in [(-22.0, 112.0, 15.0), (22.0, 100.0, 15.0), (0.0, 140.0, 20.0)] {
            s.put(Round(c), &shape::slab(x - wide / 2.0, -142.0, wide, long, 3.0));
            s.slab(Round(binding), (x - wide / 2.0 - 1.0, -134.0), (wide + 2.0, 7.0), 2.0);
        }
        let holes: Vec<At> = (0..d.n(5, 6)).map(|i| (0.0, -112.0 + i as f32 * 17.0)).collect();
        s.mark(Flat(HOLE), 7.0, &shape::dots(&holes), 0.95);
        // The gourd above, with its neck to blow into.
        let body = blob(&[
            (0.0, -214.0),
            (22.0, -208.0),
            (28.0, -194.0),
            (20.0, -184.0),
            (48.0, -166.0),
            (46.0, -140.0),
            (0.0, -130.0),
            (-46.0, -140.0),
            (-48.0, -166.0),
            (-20.0, -184.0),
            (-28.0, -194.0),
            (-22.0, -208.0),
        ]);
        s.put(Ball(gourd), &body);
        s.gloss(5.0, &[(-30.0, -166.0), (-34.0, -152.0)], 0.4);
        s.slab(Round(c.light(0.1)), (-8.0, -252.0), (16.0, 44.0), 4.0);
        s.slab(Round(binding), (-10.0, -216.0), (20.0, 8.0), 3.0);
        s.seam(binding, 3.0, &[(46.0, -150.0), (66.0, -120.0), (60.0, -76.0)], 0.95);
    });
}

fn thumb_piano(s: &mut Sheet, d: &Dice) {
    let (wood, steel) = (d.tint(WOOD), Colour::hex(0x00c4_c8c8));
    let (w, h) = (d.f(144.0, 168.0), d.f(176.0, 202.0));
    s.set((0.0, 0.0), d.f(-6.0, 6.0), 1.0, |s| {
        s.slab(Fall(wood), (-w / 2.0, -h), (w, h), d.f(14.0, 40.0));
        let face = shape::slab(-w / 2.0 + 6.0, -h + 6.0, w - 12.0, h - 12.0, 20.0);
        s.mark(Flat(wood.light(0.35)), 2.0, &face, 0.6);
        s.oval(Flat(HOLE), 0.0, -h * 0.34, 21.0, 21.0);
        s.mark(Flat(wood.dark(0.4)), 3.0, &shape::oval(0.0, -h * 0.34, 25.0, 25.0), 0.8);
        let count = 9;
        for i in 0..count {
            let k = (i as f32 - 4.0).abs();
            let x = (i as f32 - 4.0) * w * 0.09;
            let long = h * (0.42 - k * 0.028);
            s.slab(Sheen(steel), (x - 4.0, -h * 0.94), (8.0, long), 4.0);
        }
        s.slab(Sheen(steel.dark(0.2)), (-w * 0.42, -h * 0.84), (w * 0.84, 8.0), 3.0);
    });
}
