//! Skin care and scent: tubes, pumps, droppers, creams, lipstick, perfume.

use super::{Good, table};
use crate::colour::{Colour, HIDE, METAL, POTION, WOOD};
use crate::decor::{PRINTED, emblem, label, ornament};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("tube", 3, tube),
    table("pump", 3, pump),
    table("dropper", 3, dropper),
    table("jarcream", 2, jar_cream),
    table("lipstick", 2, lipstick),
    table("perfume", 2, perfume),
];

fn tube(s: &mut Sheet, d: &Dice) {
    // Stands on its cap, the seam on top.
    let c = d.tint(POTION);
    let (r, h) = (d.f(40.0, 52.0), d.f(150.0, 186.0));
    let cap = if d.odds(50) { c.light(0.35) } else { d.tint(METAL) };
    let wide = r * d.f(1.06, 1.24);
    let body = blob(&[
        (-wide, -h),
        (-wide, -h),
        (wide, -h),
        (wide, -h),
        (r * 1.05, -h * 0.6),
        (r * 0.92, -38.0),
        (r * 0.92, -38.0),
        (-r * 0.92, -38.0),
        (-r * 0.92, -38.0),
        (-r * 1.05, -h * 0.6),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-wide, -h + 14.0, wide * 2.0, h - 50.0), c, PRINTED);
    s.slab(Round(c.dark(0.12)), (-wide, -h - 3.0), (wide * 2.0, 15.0), 1.0);
    let ridges = (0..14).map(|i| {
        let x = -wide + 5.0 + i as f32 * (wide * 2.0 - 10.0) / 13.0;
        shape::wire(&[(x, -h), (x, -h + 9.0)])
    });
    s.mark(Flat(c.dark(0.45)), 1.6, &shape::all(ridges), 0.5);
    label(s, d, (-r * 0.62, -h * 0.82), (r * 1.24, h * d.f(0.36, 0.48)));
    s.slab(Round(cap), (-r * 0.78, -40.0), (r * 1.56, 42.0), 5.0);
    let grip = (0..9).map(|i| {
        let x = -r * 0.66 + i as f32 * r * 1.32 / 8.0;
        shape::wire(&[(x, -34.0), (x, -6.0)])
    });
    s.mark(Flat(cap.dark(0.45)), 1.8, &shape::all(grip), 0.35);
    s.gloss(6.0, &[(-r * 0.86, -h + 26.0), (-r * 0.76, -52.0)], 0.42);
}

/// A bottle's body for creams: its right outline.
fn phial(d: &Dice, r: f32, h: f32, neck: f32) -> Vec<At> {
    match d.n(0, 2) {
        0 => vec![
            (neck, -h),
            (neck, -h),
            (r * 0.9, -h + 10.0),
            (r, -h + 26.0),
            (r, -10.0),
            (r * 0.9, 2.0),
            (0.0, 6.0),
        ],
        1 => vec![
            (neck, -h),
            (neck, -h),
            (r, -h + 6.0),
            (r, -h + 6.0),
            (r, 0.0),
            (r, 0.0),
            (r * 0.6, 5.0),
            (0.0, 6.0),
        ],
        _ => vec![
            (neck, -h),
            (neck, -h),
            (r * 0.72, -h * 0.8),
            (r, -h * 0.42),
            (r * 0.9, -8.0),
            (r * 0.6, 4.0),
            (0.0, 6.0),
        ],
    }
}

fn flagon(s: &mut Sheet, d: &Dice, r: f32, h: f32, neck: f32) -> Colour {
    let c = d.tint(POTION);
    let body = shape::turned(&phial(d, r, h, neck));
    if d.odds(45) {
        s.put(Glass(c.light(0.2)), &body);
        let level = h * d.f(0.6, 0.86);
        let fill = c.mix(Colour::hex(0x00e0_c090), 0.3);
        s.inside(&body, |s| {
            s.veil(Round(fill), &shape::slab(-r, -level, r * 2.0, level + 8.0, 1.0), 0.8)
        });
    } else {
        s.put(Round(c), &body);
        ornament(s, d, &body, (-r, -h, r * 2.0, h), c, &PRINTED[..4]);
    }
    label(s, d, (-r * 0.64, -h * 0.72), (r * 1.28, h * d.f(0.42, 0.56)));
    s.gloss(5.0, &[(-r * 0.8, -h * 0.74), (-r * 0.8, -18.0)], 0.45);
    c
}

fn pump(s: &mut Sheet, d: &Dice) {
    let (r, h) = (d.f(46.0, 60.0), d.f(126.0, 160.0));
    let neck = r * 0.4;
    let c = flagon(s, d, r, h, neck);
    let cap =
        if d.odds(40) { d.tint(METAL) } else { c.against().mix(Colour::hex(0x00f6_f2ea), 0.6) };
    s.slab(Round(cap), (-neck - 5.0, -h - 20.0), (neck * 2.0 + 10.0, 24.0), 4.0);
    s.slab(Round(cap.dark(0.12)), (-5.0, -h - 48.0), (10.0, 30.0), 2.0);
    s.put(
        Fall(cap),
        &blob(&[
            (-18.0, -h - 62.0),
            (-18.0, -h - 62.0),
            (22.0, -h - 62.0),
            (66.0, -h - 56.0),
            (68.0, -h - 42.0),
            (68.0, -h - 42.0),
            (58.0, -h - 42.0),
            (58.0, -h - 42.0),
            (20.0, -h - 47.0),
            (-18.0, -h - 46.0),
            (-18.0, -h - 46.0),
        ]),
    );
}

fn dropper(s: &mut Sheet, d: &Dice) {
    let (r, h) = (d.f(40.0, 52.0), d.f(96.0, 124.0));
    let neck = r * 0.42;
    flagon(s, d, r, h, neck);
    let collar = d.tint(METAL);
    let bulb = d.tint(&[0x2a2d30, 0xf2efe8, 0x7a4a44, 0xd8b08a]);
    s.put(
        Round(bulb),
        &blob(&[
            (-11.0, -h - 22.0),
            (-11.0, -h - 22.0),
            (-13.0, -h - 46.0),
            (-10.0, -h - 66.0),
            (0.0, -h - 72.0),
            (10.0, -h - 66.0),
            (13.0, -h - 46.0),
            (11.0, -h - 22.0),
            (11.0, -h - 22.0),
        ]),
    );
    s.gloss(3.0, &[(-5.0, -h - 56.0), (-6.0, -h - 34.0)], 0.4);
    s.slab(Sheen(collar), (-neck - 4.0, -h - 26.0), (neck * 2.0 + 8.0, 30.0), 3.0);
    if d.odds(40) {
        // A drop beside it.
        s.put(
            Ball(Colour::hex(0x00e0_b868)),
            &blob(&[(r + 26.0, -20.0), (r + 36.0, -5.0), (r + 26.0, 4.0), (r + 16.0, -5.0)]),
        );
    }
}

fn jar_cream(s: &mut Sheet, d: &Dice) {
    let c = d.tint(POTION);
    let (r, h) = (d.f(74.0, 90.0), d.f(54.0, 84.0));
    let open = d.odds(40);
    let body = shape::turned(&[
        (r, -h),
        (r, -h),
        (r, -12.0),
        (r * 0.94, 2.0),
        (r * 0.6, 9.0),
        (0.0, 11.0),
    ]);
    s.put(if d.odds(40) { Glass(c) } else { Round(c) }, &body);
    let w = r * d.f(0.9, 1.2);
    label(s, d, (-w / 2.0, -h * 0.8), (w, h * 0.7));
    s.gloss(6.0, &[(-r * 0.84, -h + 12.0), (-r * 0.84, -14.0)], 0.42);
    let cap = if d.odds(40) { d.tint(METAL) } else { c.light(0.3) };
    let high = d.f(22.0, 40.0);
    if open {
        let cream = Colour::hex(0x00fb_f6ec).mix(c, 0.12);
        s.oval(Flat(c.light(0.3)), 0.0, -h, r, r * 0.2);
        s.oval(Flat(cream.dark(0.1)), 0.0, -h, r * 0.92, r * 0.17);
        s.put(
            Ball(cream),
            &blob(&[
                (-r * 0.8, -h + 2.0),
                (-r * 0.4, -h - 9.0),
                (-8.0, -h - 15.0),
                (8.0, -h - 30.0),
                (18.0, -h - 14.0),
                (r * 0.5, -h - 9.0),
                (r * 0.8, -h + 2.0),
                (0.0, -h + 12.0),
            ]),
        );
        s.set((r + 20.0, -r * 0.6), 68.0, 0.9, |s| {
            s.oval(Sheen(cap.dark(0.1)), 0.0, 12.0, r * 0.72, r * 0.3);
            s.oval(Ball(cap), 0.0, 0.0, r * 0.72, r * 0.3);
        });
        return;
    }
    s.put(
        Sheen(cap),
        &shape::turned(&[
            (r + 3.0, -h - high),
            (r + 3.0, -h - high),
            (r + 3.0, -h),
            (r + 3.0, -h),
            (r * 0.7, -h + 11.0),
            (0.0, -h + 14.0),
        ]),
    );
    s.oval(Flat(cap.light(0.35)), 0.0, -h - high, r + 3.0, r * 0.2);
    s.oval(Flat(cap.light(0.15)), 0.0, -h - high + 1.0, r * 0.88, r * 0.16);
}

fn lipstick(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb0283a, 0xc8485a, 0xd97a7a, 0x8a2a3a, 0xc05a44, 0x9a4a52, 0xd0485f]);
    let case = d.tint(&[0x2a2d30, 0xc2aa72, 0xeeebe3, 0x6a2f3a, 0xb8bcbe, 0x3f5a56]);
    let metal = d.tint(&[0xc2aa72, 0xb8bcbe, 0xcf9a7a]);
    let h = d.f(78.0, 96.0);
    let (tip, r) = (d.f(52.0, 70.0), d.f(19.0, 23.0));
    s.put(
        Round(c),
        &blob(&[
            (-r, -h - 26.0),
            (-r, -h - 26.0),
            (-r, -h - 26.0 - tip * 0.5),
            (-r * 0.2, -h - 26.0 - tip),
            (r * 0.86, -h - 20.0 - tip * 0.86),
            (r, -h - 26.0 - tip * 0.5),
            (r, -h - 26.0),
            (r, -h - 26.0),
        ]),
    );
    s.gloss(4.0, &[(-r * 0.5, -h - 24.0 - tip * 0.5), (-r * 0.5, -h - 34.0)], 0.5);
    s.slab(Sheen(metal), (-r - 3.0, -h - 34.0), (r * 2.0 + 6.0, 40.0), 2.0);
    let body = shape::slab(-r - 9.0, -h, r * 2.0 + 18.0, h + 2.0, 4.0);
    s.put(Round(case), &body);
    s.slab(Sheen(metal), (-r - 9.0, -h + 2.0), (r * 2.0 + 18.0, 8.0), 1.0);
    emblem(s, d, (0.0, -h * 0.42), 12.0, case.against());
    s.gloss(4.0, &[(-r - 1.0, -h + 16.0), (-r - 1.0, -10.0)], 0.4);
    // The cap lies or stands beside it.
    s.slab(Round(case), (r + 34.0, -h * 0.92), (r * 2.0 + 14.0, h * 0.92 + 2.0), 6.0);
    s.slab(Sheen(metal), (r + 34.0, -9.0), (r * 2.0 + 14.0, 8.0), 1.0);
    s.gloss(4.0, &[(r + 43.0, -h * 0.8), (r + 43.0, -16.0)], 0.4);
}

fn perfume(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0xe8c89a, 0xd8a8a8, 0xb0c8d4, 0xc4d0a8, 0xc8b0d4, 0xe0b478, 0x9fb8ad, 0x7a5a6a]);
    let (w, h) = (d.f(60.0, 84.0), d.f(96.0, 138.0));
    let outline = match d.n(0, 3) {
        0 => shape::slab(-w, -h, w * 2.0, h, 10.0),
        1 => shape::oval(0.0, -h * 0.5 - 2.0, w, h * 0.52),
        2 => shape::mirrored(&[
            (0.0, -h),
            (w * 0.5, -h),
            (w, -h * 0.7),
            (w, -h * 0.14),
            (w * 0.7, 0.0),
            (0.0, 0.0),
        ]),
        _ => shape::mirrored(&[(0.0, -h), (w * 0.42, -h), (w * 1.1, 0.0), (0.0, 0.0)]),
    };
    s.put(Glass(c.light(0.35)), &outline);
    let level = h * d.f(0.66, 0.84);
    s.inside(&outline, |s| {
        s.veil(Round(c), &shape::slab(-w * 1.2, -level, w * 2.4, level, 1.0), 0.75);
        s.veil(
            Flat(Colour::hex(0x00ff_ffff)),
            &poly(&[(-w * 0.7, -h), (-w * 0.34, -h), (-w * 0.6, 0.0), (-w * 0.96, 0.0)]),
            0.28,
        );
    });
    s.mark(Flat(c.light(0.6)), 3.0, &outline, 0.8);
    if d.odds(65) {
        label(s, d, (-w * 0.42, -h * 0.66), (w * 0.84, h * 0.42));
    }
    let metal = d.tint(&[0xc2aa72, 0xb8bcbe, 0xcf9a7a, 0x2a2d30]);
    s.slab(Sheen(metal), (-15.0, -h - 14.0), (30.0, 17.0), 2.0);
    match d.n(0, 2) {
        0 => s.oval(Ball(metal), 0.0, -h - 32.0, d.f(19.0, 26.0), 21.0),
        1 => s.slab(
            Round(if d.odds(50) { d.tint(WOOD) } else { d.tint(HIDE) }),
            (-25.0, -h - 58.0),
            (50.0, 46.0),
            4.0,
        ),
        _ => {
            // A spray with its ball and tassel.
            s.slab(Sheen(metal), (-8.0, -h - 36.0), (16.0, 24.0), 3.0);
            s.pipe(metal, 6.0, &[(6.0, -h - 28.0), (40.0, -h - 34.0), (w + 16.0, -h * 0.8)]);
            s.oval(Ball(c.dark(0.3)), w + 22.0, -h * 0.66, 20.0, 24.0);
        }
    }
}
