//! The rest of the wardrobe: trousers, dresses, skirts, socks, underwear.

use super::clothes::both;
use super::clothes::folds;
use super::clothes::hanger;
use super::clothes::sleeve;
use super::{Good, wall};
use crate::colour::{CLOTH, Colour, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob};
use crate::sheet::Ink::{self, Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What hangs here.
pub const SHELF: &[Good] = &[
    wall("trousers", trousers),
    wall("dress", dress),
    wall("skirt", skirt),
    wall("sock", socks),
    wall("underwear", underwear),
];

fn trousers(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0x3f5f7f, 0x2f3e4e, 0x45464a, 0xc9b79c, 0x5b6b4a, 0x6a5040, 0x7d8f86, 0x8fa2b2]);
    let (w, h) = (d.f(54.0, 62.0), d.f(228.0, 262.0));
    let hem = d.f(26.0, 44.0);
    let short = d.odds(20);
    let h = if short { h * 0.56 } else { h };
    let out = w + d.f(8.0, 22.0);
    s.put(Flat(c.dark(0.45)), &shape::oval(0.0, 2.0, w - 4.0, 9.0));
    for side in [-1.0, 1.0] {
        let at = |x: f32, y: f32| (x * side, y);
        let leg = blob(&[
            at(-1.0, 4.0),
            at(-1.0, 4.0),
            at(w, 2.0),
            at(w, 2.0),
            at(w + 12.0, 60.0),
            at(out, h * 0.6),
            at(out + 2.0, h),
            at(out + 2.0, h),
            at(out - hem * 1.5, h + 3.0),
            at(out - hem * 1.5, h + 3.0),
            at(14.0, h * 0.6),
            at(1.0, 88.0),
            at(-1.0, 84.0),
        ]);
        s.put(Round(if side > 0.0 { c.dark(0.08) } else { c }), &leg);
        s.mark(
            Flat(c.light(0.3)),
            1.8,
            &shape::curve(&[at(out - hem * 0.7, 100.0), at(out - hem * 0.7, h)]),
            0.35,
        );
        s.mark(
            Flat(c.dark(0.4)),
            2.6,
            &shape::curve(&[at(w - 24.0, 20.0), at(w - 4.0, 40.0), at(w + 8.0, 44.0)]),
            0.7,
        );
        s.stitch(c.light(0.5), &[at(out - hem * 1.4, h - 8.0), at(out, h - 11.0)]);
    }
    s.slab(Round(c.dark(0.1)), (-w - 1.0, 0.0), (w * 2.0 + 2.0, 17.0), 3.0);
    let loops = [-0.66, -0.3, 0.3, 0.66].map(|x| shape::wire(&[(x * w, 0.0), (x * w, 19.0)]));
    s.mark(Flat(c.dark(0.35)), 4.0, &shape::all(loops), 0.9);
    s.oval(Ball(Colour::hex(0x00c2_aa72)), 0.0, 8.0, 5.0, 5.0);
    s.stitch(c.light(0.45), &[(0.0, 20.0), (9.0, 56.0), (0.0, 76.0)]);
    folds(
        s,
        c,
        &[[(-6.0, 90.0), (-26.0, 98.0), (-40.0, 96.0)], [(6.0, 90.0), (26.0, 100.0), (40.0, 97.0)]],
    );
}

fn dress(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH).mix(Colour::hex(0x00d9_8a8a), if d.odds(30) { 0.35 } else { 0.0 });
    let (waist, h, flare) = (d.f(38.0, 48.0), d.f(230.0, 270.0), d.f(84.0, 124.0));
    let straps = d.odds(45);
    hanger(s, d, 66.0);
    let sh = if straps { 34.0 } else { 66.0 };
    if !straps {
        let to = if d.odds(50) { (92.0, 66.0) } else { (98.0, 150.0) };
        for side in [-1.0, 1.0] {
            sleeve(s, c, side, sh, to, 36.0);
        }
    } else {
        for x in [-32.0, 32.0] {
            s.rod(c.dark(0.12), 7.0, &[(x * 0.9, 4.0), (x, 48.0)]);
        }
    }
    let top = if straps { 42.0 } else { 4.0 };
    let body = both(&[
        (if straps { 18.0 } else { 28.0 }, top + if straps { 10.0 } else { 0.0 }),
        (sh, top + 8.0),
        (sh, top + 8.0),
        (52.0, 74.0),
        (waist, 112.0),
        (waist, 112.0),
        (flare * 0.8, h * 0.74),
        (flare, h),
        (flare, h),
        (flare * 0.5, h + 8.0),
        (0.0, h + 10.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-flare, top + 20.0, flare * 2.0, h - top), c, WOVEN);
    for x in [-0.6, -0.2, 0.2, 0.6] {
        s.seam(
            c.dark(0.42),
            3.0,
            &[(waist * x, 116.0), (flare * x * 0.7, h * 0.7), (flare * x, h + 4.0)],
            0.26,
        );
    }
    s.mark(
        Ink::Round(second(d, c)),
        d.f(7.0, 14.0),
        &shape::curve(&[(-waist, 110.0), (0.0, 115.0), (waist, 110.0)]),
        0.95,
    );
    if !straps {
        s.put(
            Flat(c.dark(0.4)),
            &blob(&[
                (-28.0, 4.0),
                (-28.0, 4.0),
                (0.0, 0.0),
                (28.0, 4.0),
                (28.0, 4.0),
                (0.0, d.f(26.0, 48.0)),
            ]),
        );
    }
}

fn skirt(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let (waist, flare, h) = (d.f(46.0, 56.0), d.f(88.0, 140.0), d.f(150.0, 226.0));
    for x in [-0.6, 0.6] {
        s.rod(Colour::hex(0x0090_9496), 4.0, &[(x * waist, 4.0), (x * waist * 0.8, -14.0)]);
    }
    s.pipe(d.tint(WOOD), 7.0, &[(-waist - 8.0, -16.0), (waist + 8.0, -16.0)]);
    s.rod(
        Colour::hex(0x0080_8486),
        3.4,
        &[(0.0, -18.0), (0.0, -32.0), (8.0, -40.0), (4.0, -50.0), (-6.0, -48.0)],
    );
    let body = both(&[
        (waist, 0.0),
        (waist, 0.0),
        (waist + 8.0, h * 0.2),
        (flare * 0.84, h * 0.7),
        (flare, h),
        (flare, h),
        (flare * 0.5, h + 9.0),
        (0.0, h + 12.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-flare, 20.0, flare * 2.0, h - 10.0), c, WOVEN);
    let pleats = d.n(4, 9);
    for i in 1..pleats {
        let x = i as f32 / pleats as f32 * 2.0 - 1.0;
        s.seam(
            c.dark(0.45),
            3.2,
            &[(waist * x, 14.0), (flare * x * 0.8, h * 0.6), (flare * x, h + 9.0 * (1.0 - x * x))],
            0.34,
        );
    }
    s.slab(Round(c.dark(0.2)), (-waist - 1.0, -3.0), (waist * 2.0 + 2.0, 19.0), 5.0);
    if d.odds(35) {
        s.oval(Ball(second(d, c)), waist * 0.5, 6.0, 6.0, 6.0);
    }
}

fn socks(s: &mut Sheet, d: &Dice) {
    // A pair or three on a line, with pegs.
    let count = d.n(2, 3);
    s.aside(|s| s.rod(Colour::hex(0x0080_705a), 3.0, &[(-160.0, -2.0), (0.0, 6.0), (160.0, -2.0)]));
    let h = d.f(110.0, 170.0);
    let same = d.odds(55);
    let first = d.tint(CLOTH);
    for i in 0..count {
        let c = if same { first } else { d.tint(CLOTH) };
        let x = (i as f32 - (count as f32 - 1.0) / 2.0) * 92.0 - 14.0;
        s.set((x, 4.0), d.f(-4.0, 4.0), 1.0, |s| {
            let form = blob(&[
                (-25.0, 0.0),
                (-25.0, 0.0),
                (25.0, 0.0),
                (25.0, 0.0),
                (23.0, h * 0.5),
                (26.0, h - 20.0),
                (52.0, h + 16.0),
                (78.0, h + 32.0),
                (78.0, h + 56.0),
                (52.0, h + 62.0),
                (8.0, h + 46.0),
                (-22.0, h + 24.0),
                (-26.0, h - 10.0),
                (-22.0, h * 0.5),
            ]);
            s.put(Round(c), &form);
            ornament(s, &d.clone(), &form, (-26.0, 26.0, 60.0, h - 10.0), c, WOVEN);
            let toe = second(&d.clone(), c);
            s.inside(&form, |s| {
                s.oval(Flat(toe), 76.0, h + 50.0, 27.0, 30.0);
                s.oval(Flat(toe), -18.0, h + 20.0, 22.0, 24.0);
            });
            s.slab(Round(toe), (-26.0, -2.0), (52.0, 22.0), 5.0);
            s.slab(Fall(Colour::hex(0x00c9_a06a)), (-5.0, -18.0), (11.0, 32.0), 3.0);
        });
    }
}

fn underwear(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH).light(0.15);
    let band = second(d, c);
    let (w, h) = (d.f(92.0, 106.0), d.f(104.0, 132.0));
    let at = d.f(-6.0, 6.0);
    if d.odds(45) {
        // Briefs.
        let form = both(&[
            (w, 0.0),
            (w, 0.0),
            (w + 2.0, 24.0),
            (w - 6.0, 44.0),
            (w - 6.0, 44.0),
            (42.0, 74.0),
            (24.0, h),
            (24.0, h),
            (0.0, h + 6.0),
        ]);
        s.put(Round(c), &form);
        ornament(s, d, &form, (-w, 14.0, w * 2.0, h), c, WOVEN);
        s.seam(band, 6.0, &[(w - 6.0, 44.0), (44.0, 74.0), (25.0, h)], 0.9);
        s.seam(band, 6.0, &[(-w + 6.0, 44.0), (-44.0, 74.0), (-25.0, h)], 0.9);
    } else {
        // Boxers.
        let form = shape::mirrored(&[
            (0.0, 0.0),
            (w, 0.0),
            (w + 16.0, h + 18.0),
            (18.0, h + 24.0),
            (0.0, h * 0.62),
        ]);
        s.put(Round(c), &form);
        ornament(s, d, &form, (-w - 16.0, 16.0, w * 2.0 + 32.0, h), c, WOVEN);
        s.seam(c.dark(0.35), 2.4, &[(-w - 13.0, h + 8.0), (-18.0, h + 14.0)], 0.6);
        s.seam(c.dark(0.35), 2.4, &[(w + 13.0, h + 8.0), (18.0, h + 14.0)], 0.6);
        s.seam(c.dark(0.35), 2.4, &[(0.0, 16.0), (at, h * 0.6)], 0.6);
    }
    s.slab(Round(band), (-w - 2.0, -6.0), (w * 2.0 + 4.0, 22.0), 5.0);
    s.mark(
        Flat(band.light(0.4)),
        1.8,
        &shape::all([shape::wire(&[(-w, 1.0), (w, 1.0)]), shape::wire(&[(-w, 10.0), (w, 10.0)])]),
        0.5,
    );
    s.slab(Fall(Colour::hex(0x00c9_a06a)), (-w * 0.7, -22.0), (11.0, 32.0), 3.0);
    s.slab(Fall(Colour::hex(0x00c9_a06a)), (w * 0.7 - 11.0, -22.0), (11.0, 32.0), 3.0);
}
