//! What potters, weavers and printers put on things: bands, drips, sprigs, hills, checks, and labels that say nothing.

use crate::colour::{Colour, LEAF, PETAL};
use crate::dice::Dice;
use crate::shape::{self, At, Shape};
use crate::sheet::{Ink, Sheet};
use Ink::Flat;

/// A manner of ornament.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Nothing.
    Plain,
    /// One to three level bands.
    Bands,
    /// A second glaze that runs down from the rim.
    Drip,
    /// Dots in rows.
    Dots,
    /// Upright stripes.
    Stripes,
    /// A painted branch.
    Sprig,
    /// Hills along the foot.
    Hills,
    /// The lower part dipped in another colour.
    Dipped,
    /// Crossed lines.
    Checks,
    /// Waves.
    Waves,
    /// Specks from the kiln.
    Specks,
    /// Zigzags.
    Zigzag,
}

use Pattern::{
    Bands, Checks, Dipped, Dots, Drip, Hills, Plain, Specks, Sprig, Stripes, Waves, Zigzag,
};

/// For clay.
pub const POTTERY: &[Pattern] =
    &[Plain, Bands, Drip, Dots, Sprig, Hills, Dipped, Waves, Specks, Stripes, Drip, Sprig];
/// For cloth.
pub const WOVEN: &[Pattern] = &[Plain, Bands, Dots, Stripes, Checks, Zigzag, Plain, Dipped, Waves];
/// For printed packing.
pub const PRINTED: &[Pattern] = &[Plain, Bands, Dots, Stripes, Hills, Dipped, Waves, Sprig, Zigzag];

/// The room an ornament has: upper left corner, width and height.
pub type Frame = (f32, f32, f32, f32);

/// Puts an ornament from the list onto `shape`, which fills `frame` and has the colour `base`.
pub fn ornament(
    s: &mut Sheet,
    d: &Dice,
    shape: &Shape,
    frame: Frame,
    base: Colour,
    list: &[Pattern],
) {
    let pattern = d.one(list);
    let accent = second(d, base);
    s.inside(shape, |s| match pattern {
        Plain => {}
        Bands => bands(s, d, frame, accent),
        Drip => drip(s, d, frame, accent),
        Dots => dotted(s, d, frame, accent),
        Stripes => stripes(s, d, frame, accent),
        Sprig => sprig(s, d, frame, base),
        Hills => hills(s, d, frame, accent),
        Dipped => dipped(s, d, frame, accent),
        Checks => checks(s, d, frame, accent),
        Waves => waves(s, d, frame, accent),
        Specks => specks(s, d, frame, base),
        Zigzag => zigzag(s, d, frame, accent),
    });
}

/// A colour that keeps company with `base`.
pub fn second(d: &Dice, base: Colour) -> Colour {
    let towards = Colour::hex(d.one(&[
        0x00f4_eddf,
        0x002c_3e4a,
        0x00b5_5a3c,
        0x00d9_b25a,
        0x0059_7a6a,
        0x00ee_e4d4,
    ]));
    let mixed = base.mix(towards, 0.72);
    if mixed.far(base) < 45.0 { base.against() } else { mixed }
}

fn bands(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let (mut at, thick) = (y + h * d.f(0.15, 0.6), h * d.f(0.025, 0.1));
    for i in 0..d.n(1, 3) {
        let bow = w * 0.04;
        let own = if i == 0 { thick } else { thick * 0.4 };
        s.mark(
            Ink::Round(c),
            own,
            &shape::curve(&[(x, at - bow), (x + w / 2.0, at + bow), (x + w, at - bow)]),
            0.85,
        );
        at += thick * 1.3 + h * 0.03;
    }
}

fn drip(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let deep = h * d.f(0.22, 0.45);
    let mut points = vec![(x - 4.0, y - 10.0), (x - 4.0, y - 10.0)];
    let edge: Vec<At> = (0..9)
        .map(|i| {
            let long = if i % 2 == 0 { d.f(0.6, 0.9) } else { d.f(1.0, 1.6) };
            (x + w * i as f32 / 8.0, y + deep * long)
        })
        .collect();
    points.extend(edge);
    points.extend([(x + w + 4.0, y - 10.0), (x + w + 4.0, y - 10.0)]);
    s.veil(Ink::Round(c), &shape::blob(&points), 0.9);
}

fn dotted(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let gap = w / d.f(5.0, 8.5);
    let mut points = Vec::new();
    let rows = ((h / gap) as usize).min(6);
    for row in 0..=rows {
        let shift = if row % 2 == 0 { 0.0 } else { gap / 2.0 };
        for i in 0..=((w / gap) as usize) {
            points.push((x + i as f32 * gap + shift, y + (row as f32 + 0.4) * gap));
        }
    }
    s.mark(Flat(c), gap * d.f(0.2, 0.5), &shape::dots(&points), 0.8);
}

fn stripes(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let count = d.n(4, 9);
    let bow = d.f(0.0, 0.12);
    let lines = (0..count).map(|i| {
        let part = (i as f32 + 0.5) / count as f32;
        let lean = (part - 0.5) * w * bow;
        shape::curve(&[
            (x + w * part - lean, y),
            (x + w * part + lean, y + h / 2.0),
            (x + w * part - lean, y + h),
        ])
    });
    s.mark(Flat(c), w / count as f32 * d.f(0.12, 0.5), &shape::all(lines), 0.7);
}

fn sprig(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, base: Colour) {
    let leaf = if base.lightness() > 120.0 { d.tint(LEAF) } else { d.tint(LEAF).light(0.45) };
    let (from, to) =
        ((x + w * d.f(0.1, 0.3), y + h * 0.86), (x + w * d.f(0.6, 0.8), y + h * d.f(0.18, 0.35)));
    let mid = ((from.0 + to.0) / 2.0 + w * 0.06, (from.1 + to.1) / 2.0 + h * 0.08);
    s.seam(leaf.dark(0.2), 2.2, &[from, mid, to], 0.9);
    let count = d.n(4, 7);
    let leaves = (0..count).map(|i| {
        let part = (i as f32 + 0.6) / count as f32;
        let at = (
            from.0 + (to.0 - from.0) * part,
            from.1 + (to.1 - from.1) * part + h * 0.05 * (1.0 - part),
        );
        let side = if i % 2 == 0 { -95.0 } else { 5.0 };
        shape::leaf(at, side, w * 0.16, w * 0.055)
    });
    s.veil(Flat(leaf), &shape::all(leaves), 0.9);
    let petal = d.tint(PETAL);
    if d.odds(65) {
        let blooms = [to, (mid.0 + w * 0.1, mid.1 - h * 0.12)];
        s.mark(Flat(petal), w * 0.1, &shape::dots(&blooms), 0.95);
        s.mark(Flat(petal.light(0.6)), w * 0.035, &shape::dots(&blooms), 1.0);
    }
}

fn hills(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    for (layer, opacity) in [(0.52, 0.45), (0.68, 0.75)] {
        let mut points = vec![(x - 6.0, y + h + 6.0), (x - 6.0, y + h + 6.0)];
        for i in 0..6 {
            points.push((x + w * i as f32 / 5.0, y + h * (layer + d.f(-0.14, 0.12))));
        }
        points.extend([(x + w + 6.0, y + h + 6.0), (x + w + 6.0, y + h + 6.0)]);
        s.veil(Flat(c), &shape::blob(&points), opacity);
    }
    if d.odds(50) {
        let sun = Colour::hex(0x00d9_7a4a);
        s.mark(Flat(sun), w * 0.13, &shape::dots(&[(x + w * d.f(0.25, 0.75), y + h * 0.3)]), 0.85);
    }
}

fn dipped(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let (from, lean) = (y + h * d.f(0.4, 0.75), h * d.f(-0.12, 0.12));
    s.veil(
        Ink::Round(c),
        &shape::poly(&[
            (x - 5.0, from),
            (x + w + 5.0, from + lean),
            (x + w + 5.0, y + h + 20.0),
            (x - 5.0, y + h + 20.0),
        ]),
        0.92,
    );
}

fn checks(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let gap = w / d.f(4.0, 7.0);
    let level = (0..=(h / gap) as usize).map(|i| {
        let at = y + (i as f32 + 0.5) * gap;
        shape::wire(&[(x, at), (x + w, at)])
    });
    let upright = (0..=(w / gap) as usize).map(|i| {
        let at = x + (i as f32 + 0.5) * gap;
        shape::wire(&[(at, y), (at, y + h)])
    });
    let wide = gap * d.f(0.14, 0.42);
    s.mark(Flat(c), wide, &shape::all(level), 0.45);
    s.mark(Flat(c), wide, &shape::all(upright), 0.45);
}

fn waves(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let (rows, high) = (d.n(2, 4), h * d.f(0.03, 0.07));
    let lines = (0..rows).map(|row| {
        let at = y + h * (0.35 + 0.14 * row as f32);
        let points: Vec<At> = (0..=8)
            .map(|i| (x + w * i as f32 / 8.0, at + if i % 2 == 0 { -high } else { high }))
            .collect();
        shape::curve(&points)
    });
    s.mark(Flat(c), h * 0.025, &shape::all(lines), 0.8);
}

fn specks(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, base: Colour) {
    let points: Vec<At> = (0..26).map(|_| (x + w * d.f(0.0, 1.0), y + h * d.f(0.0, 1.0))).collect();
    s.mark(Flat(base.against()), w * 0.016, &shape::dots(&points), 0.55);
}

fn zigzag(s: &mut Sheet, d: &Dice, (x, y, w, h): Frame, c: Colour) {
    let (rows, teeth) = (d.n(1, 3), d.n(5, 9));
    let from = d.f(0.2, 0.45);
    let lines = (0..rows).map(|row| {
        let at = y + h * (from + 0.16 * row as f32);
        let points: Vec<At> = (0..=teeth)
            .map(|i| {
                (
                    x + w * i as f32 / teeth as f32,
                    at + if i % 2 == 0 { -h * 0.04 } else { h * 0.04 },
                )
            })
            .collect();
        shape::wire(&points)
    });
    s.mark(Flat(c), h * 0.03, &shape::all(lines), 0.85);
}

/// A label: paper, a picture, and lines where words would be.
pub fn label(s: &mut Sheet, d: &Dice, (x, y): At, (w, h): At) {
    let paper = d.tint(&[0x00f5_f0e4, 0x00fb_faf5, 0x00ec_e2cc, 0x00e6_ece6]);
    let mark =
        d.tint(&[0x00b5_4a3a, 0x003f_6f5a, 0x002f_4f6f, 0x00c0_8a3a, 0x005a_4a3a, 0x008a_4a5a]);
    let round = d.one(&[2.0, 6.0, 40.0]);
    s.slab(Flat(paper), (x, y), (w, h), round);
    if d.odds(45) {
        s.mark(Flat(mark), 1.6, &shape::slab(x + 4.0, y + 4.0, w - 8.0, h - 8.0, round - 1.0), 0.6);
    }
    emblem(s, d, (x + w / 2.0, y + h * 0.38), w.min(h) * 0.21, mark);
    let ink = paper.dark(0.5);
    let lines = [(0.70, 0.24), (0.80, 0.15)].map(|(down, half)| {
        shape::wire(&[(x + w * (0.5 - half), y + h * down), (x + w * (0.5 + half), y + h * down)])
    });
    s.mark(Flat(ink), (h * 0.035).clamp(1.6, 4.0), &shape::all(lines), 0.7);
}

/// A small picture such as stands on labels: a sun, a leaf, hills, a flower, a drop, a ring.
pub fn emblem(s: &mut Sheet, d: &Dice, (x, y): At, r: f32, c: Colour) {
    match d.n(0, 6) {
        0 => s.oval(Flat(c), x, y, r * 0.8, r * 0.8),
        1 => s.put(
            Flat(c),
            &shape::all(
                [-125.0, -90.0, -55.0]
                    .map(|turn| shape::leaf((x, y + r * 0.8), turn, r * 1.7, r * 0.45)),
            ),
        ),
        2 => s.put(
            Flat(c),
            &shape::poly(&[
                (x - r * 1.2, y + r * 0.7),
                (x - r * 0.4, y - r * 0.7),
                (x, y),
                (x + r * 0.5, y - r * 0.4),
                (x + r * 1.2, y + r * 0.7),
            ]),
        ),
        3 => {
            let petals = (0..6).map(|i| shape::leaf((x, y), i as f32 * 60.0, r, r * 0.4));
            s.put(Flat(c), &shape::all(petals));
            s.mark(Flat(c.light(0.7)), r * 0.5, &shape::dots(&[(x, y)]), 1.0);
        }
        4 => s.put(
            Flat(c),
            &shape::blob(&[
                (x, y - r),
                (x, y - r),
                (x + r * 0.6, y + r * 0.3),
                (x, y + r * 0.8),
                (x - r * 0.6, y + r * 0.3),
            ]),
        ),
        5 => {
            s.mark(Flat(c), r * 0.3, &shape::oval(x, y, r * 0.8, r * 0.8), 1.0);
            s.oval(Flat(c), x, y, r * 0.35, r * 0.35);
        }
        _ => {
            let lines = [-0.5, 0.0, 0.5].map(|down| {
                shape::curve(&[
                    (x - r, y + r * down),
                    (x - r * 0.4, y + r * (down - 0.25)),
                    (x + r * 0.3, y + r * (down + 0.2)),
                    (x + r, y + r * down),
                ])
            });
            s.mark(Flat(c), r * 0.2, &shape::all(lines), 1.0);
        }
    }
}
