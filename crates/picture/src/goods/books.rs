//! To read, to write in, to play on: books, notebooks, instruments.

use super::desk::PAPER;
use super::{Good, table};
use crate::colour::{Colour, HIDE, MERRY, PACK};
use crate::decor::{PRINTED, emblem, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("notebook", 2, notebook),
    table("book", 1, books),
    table("instrument", 1, instrument),
    table("guitar", 1, guitar),
    table("drum", 1, drum),
    table("fiddle", 1, fiddle),
];

fn notebook(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(40) { d.tint(HIDE) } else { d.tint(PACK) };
    let (w, h) = (d.f(68.0, 80.0), d.f(176.0, 206.0));
    let rings = d.odds(45);
    s.set((0.0, -2.0), d.f(-6.0, 7.0), 1.0, |s| {
        s.slab(Fall(c.dark(0.4)), (-w + 7.0, -h + 5.0), (w * 2.0, h), 5.0);
        s.slab(Flat(PAPER), (-w + 5.0, -h + 3.0), (w * 2.0 - 1.0, h - 4.0), 3.0);
        let cover = shape::slab(-w, -h, w * 2.0, h - 3.0, 6.0);
        s.put(Fall(c), &cover);
        ornament(s, d, &cover, (-w + 18.0, -h, w * 2.0 - 18.0, h), c, PRINTED);
        if d.odds(55) {
            crate::decor::label(s, d, (-w * 0.5, -h * 0.84), (w * 1.1, h * 0.32));
        }
        if rings {
            let wire = (0..11).map(|i| {
                let y = -h + 12.0 + i as f32 * (h - 26.0) / 10.0;
                shape::curve(&[(-w + 10.0, y), (-w - 8.0, y - 5.0), (-w - 6.0, y + 4.0)])
            });
            s.trace(Sheen(Colour::hex(0x00a8_aeb0)), 3.4, &shape::all(wire));
        } else {
            s.slab(Fall(c.dark(0.22)), (-w, -h), (15.0, h - 3.0), 4.0);
            let band = second(d, c);
            s.slab(Flat(band), (w * 0.64, -h), (9.0, h - 3.0), 0.0);
            if d.odds(60) {
                s.slab(Flat(band.light(0.2)), (w * 0.1, -5.0), (8.0, 26.0), 1.0);
            }
        }
    });
    if d.odds(40) {
        let own = d.tint(MERRY);
        s.pipe(own, 10.0, &[(-w - 20.0, -2.0), (w + 26.0, -9.0)]);
        s.put(
            Flat(Colour::hex(0x00d8_b888)),
            &poly(&[(w + 26.0, -14.0), (w + 44.0, -10.0), (w + 26.0, -4.0)]),
        );
    }
}

fn books(s: &mut Sheet, d: &Dice) {
    if d.odds(45) {
        book_row(s, d);
        return;
    }
    // A stack, and an open one or a cup on top.
    let mut y = 0.0;
    for _ in 0..d.n(3, 5) {
        let c = d.tint(PACK);
        let (w, h, aside) = (d.f(92.0, 124.0), d.f(22.0, 36.0), d.f(-12.0, 12.0));
        s.slab(
            Flat(PAPER.dark(0.05)),
            (aside - w + 6.0, y - h + 4.0),
            (w * 2.0 - 4.0, h - 8.0),
            2.0,
        );
        let leaves = [0.35, 0.5, 0.65]
            .map(|k| shape::wire(&[(aside - w + 12.0, y - h * k), (aside + w, y - h * k)]));
        s.mark(Flat(PAPER.dark(0.3)), 1.2, &shape::all(leaves), 0.5);
        s.slab(Fall(c), (aside - w, y - h), (w * 2.0, 5.0), 2.0);
        s.slab(Fall(c.dark(0.1)), (aside - w, y - 5.0), (w * 2.0, 5.0), 2.0);
        s.slab(Round(c), (aside - w - 4.0, y - h), (26.0, h), 6.0);
        s.mark(
            Flat(Colour::hex(0x00e8_d4a0)),
            2.4,
            &shape::all(
                [6.0, 13.0].map(|x| {
                    shape::wire(&[(aside - w + x, y - h + 4.0), (aside - w + x, y - 4.0)])
                }),
            ),
            0.7,
        );
        y -= h;
    }
    if d.odds(60) {
        open_book(s, d, y);
    }
}

fn open_book(s: &mut Sheet, d: &Dice, y: f32) {
    let c = d.tint(PACK);
    s.put(
        Fall(c),
        &blob(&[
            (-100.0, y - 6.0),
            (-100.0, y - 6.0),
            (0.0, y),
            (100.0, y - 6.0),
            (100.0, y - 6.0),
            (92.0, y + 1.0),
            (92.0, y + 1.0),
            (-92.0, y + 1.0),
            (-92.0, y + 1.0),
        ]),
    );
    for side in [-1.0, 1.0] {
        s.put(
            Round(PAPER),
            &blob(&[
                (0.0, y - 2.0),
                (0.0, y - 2.0),
                (side * 50.0, y - 19.0),
                (side * 96.0, y - 8.0),
                (side * 96.0, y - 8.0),
                (side * 88.0, y - 40.0),
                (side * 88.0, y - 40.0),
                (side * 46.0, y - 50.0),
                (0.0, y - 34.0),
                (0.0, y - 34.0),
            ]),
        );
        let lines = [14.0, 21.0, 28.0].map(|k| {
            shape::curve(&[
                (side * 16.0, y - k + 4.0),
                (side * 46.0, y - k - 10.0),
                (side * 78.0, y - k - 3.0),
            ])
        });
        s.mark(Flat(PAPER.dark(0.5)), 1.8, &shape::all(lines), 0.5);
    }
}

/// A row between the ends of a shelf.
fn book_row(s: &mut Sheet, d: &Dice) {
    // A row between the ends of a shelf.
    let count = d.n(4, 6);
    let mut x = -18.0 * count as f32;
    for i in 0..count {
        let c = d.tint(PACK);
        let (w, h) = (d.f(24.0, 38.0), d.f(140.0, 196.0));
        let lean = if i + 1 == count { -8.0 } else { 0.0 };
        s.set((x, 0.0), lean, 1.0, |s| {
            s.slab(Round(c), (0.0, -h), (w, h), 3.0);
            let gold = Colour::hex(0x00e8_d4a0);
            let lines =
                [0.12, 0.17, 0.8, 0.85].map(|k| shape::wire(&[(3.0, -h * k), (w - 3.0, -h * k)]));
            s.mark(Flat(gold), 2.4, &shape::all(lines), 0.8);
            if d.odds(50) {
                emblem(s, d, (w / 2.0, -h * 0.5), w * 0.27, gold);
            } else {
                s.slab(Flat(gold), (w * 0.25, -h * 0.68), (w * 0.5, h * 0.36), 2.0);
            }
        });
        x += w + if i + 2 == count { 20.0 } else { 1.0 };
    }
}

/// The woods of instruments.
const TIMBRE: &[u32] = &[0xb5703a, 0x8a4a28, 0xd0a060, 0x6a3424, 0xc98a4a];

const EBONY: Colour = Colour([50.0, 38.0, 31.0]);

fn instrument(s: &mut Sheet, d: &Dice) {
    match d.n(0, 2) {
        0 => guitar(s, d),
        1 => {
            drum(s, d);
        }
        _ => fiddle(s, d),
    }
}

fn drum(s: &mut Sheet, d: &Dice) {
    let wood = d.tint(TIMBRE);
    // A drum.
    let (r, h) = (d.f(84.0, 98.0), d.f(80.0, 116.0));
    let c = d.tint(&[0xb0403a, 0x2f5a6a, 0x8a4a28, 0xc9963a]);
    let body = shape::turned(&[
        (r, -h),
        (r, -h),
        (r * 1.06, -h * 0.5),
        (r, -6.0),
        (r, -6.0),
        (r * 0.7, 12.0),
        (0.0, 18.0),
    ]);
    s.put(Round(c), &body);
    let lacing: Vec<At> = (0..13)
        .map(|i| (-r + r * i as f32 / 6.0, if i % 2 == 0 { -h + 16.0 } else { 4.0 }))
        .collect();
    s.inside(&body, |s| s.mark(Flat(Colour::hex(0x00f0_e0c0)), 3.4, &shape::wire(&lacing), 0.9));
    s.oval(Round(wood), 0.0, -h, r + 4.0, r * 0.25);
    s.oval(Flat(Colour::hex(0x00f0_e4cc)), 0.0, -h - 2.0, r * 0.93, r * 0.21);
    s.pipe(wood.light(0.2), 7.0, &[(-50.0, -h - 10.0), (76.0, -h - 52.0)]);
    s.oval(Ball(wood.light(0.2)), -52.0, -h - 9.0, 10.0, 8.0);
    s.pipe(wood.light(0.2), 7.0, &[(30.0, -h - 4.0), (112.0, -h - 70.0)]);
    s.oval(Ball(wood.light(0.2)), 28.0, -h - 3.0, 10.0, 8.0);
}

fn guitar(s: &mut Sheet, d: &Dice) {
    let (wood, dark) = (d.tint(TIMBRE), EBONY);
    s.set((0.0, -2.0), d.f(-9.0, 9.0), 1.0, |s| {
        let k = d.f(0.86, 1.05);
        s.slab(Round(dark.light(0.1)), (-9.0, -246.0), (18.0, 130.0), 2.0);
        s.put(
            Fall(wood.dark(0.2)),
            &poly(&[(-15.0, -276.0), (15.0, -276.0), (11.0, -240.0), (-11.0, -240.0)]),
        );
        s.put(
            Ball(wood),
            &blob(&[
                (0.0, -136.0 * k),
                (34.0, -132.0 * k),
                (46.0, -108.0 * k),
                (36.0, -82.0 * k),
                (62.0, -48.0),
                (56.0, -10.0),
                (0.0, 2.0),
                (-56.0, -10.0),
                (-62.0, -48.0),
                (-36.0, -82.0 * k),
                (-46.0, -108.0 * k),
                (-34.0, -132.0 * k),
            ]),
        );
        s.oval(Flat(dark), 0.0, -84.0 * k, 17.0, 17.0);
        s.mark(Flat(wood.light(0.5)), 3.0, &shape::oval(0.0, -84.0 * k, 20.0, 20.0), 0.8);
        s.slab(Flat(dark), (-22.0, -38.0), (44.0, 8.0), 2.0);
        let strings = [-5.0, -1.7, 1.7, 5.0].map(|x| shape::wire(&[(x, -262.0), (x, -34.0)]));
        s.mark(Flat(Colour::hex(0x00f0_e8d8)), 1.0, &shape::all(strings), 0.9);
        let pegs: Vec<At> =
            [-270.0, -256.0].into_iter().flat_map(|y| [-18.0, 18.0].map(|x| (x, y))).collect();
        s.mark(Flat(Colour::hex(0x00d8_cdb8)), 8.0, &shape::dots(&pegs), 1.0);
    });
}

fn fiddle(s: &mut Sheet, d: &Dice) {
    let (wood, dark) = (d.tint(TIMBRE), EBONY);
    s.set((0.0, -2.0), d.f(-9.0, 9.0), 1.0, |s| {
        // An erhu or fiddle with its bow.
        s.pipe(dark.light(0.12), 9.0, &[(0.0, -262.0), (0.0, -60.0)]);
        s.pipe(dark.light(0.12), 7.0, &[(0.0, -258.0), (-12.0, -276.0), (-26.0, -270.0)]);
        for y in [-234.0, -214.0] {
            s.pipe(wood, 7.0, &[(2.0, y), (38.0, y - 4.0)]);
        }
        s.put(
            Round(wood),
            &poly(&[
                (-38.0, -76.0),
                (38.0, -76.0),
                (52.0, -40.0),
                (38.0, -4.0),
                (-38.0, -4.0),
                (-52.0, -40.0),
            ]),
        );
        s.oval(Ball(Colour::hex(0x00d0_b890)), 0.0, -40.0, 30.0, 31.0);
        s.mark(Flat(dark), 2.0, &shape::oval(0.0, -40.0, 30.0, 31.0), 0.6);
        s.slab(Fall(wood.dark(0.3)), (-46.0, -6.0), (92.0, 10.0), 4.0);
        s.mark(
            Flat(Colour::hex(0x00f0_e8d8)),
            1.4,
            &shape::all([-3.0, 3.0].map(|x| shape::wire(&[(x, -230.0), (x, -42.0)]))),
            0.9,
        );
        s.pipe(wood.light(0.2), 5.0, &[(64.0, -226.0), (88.0, -120.0), (70.0, -12.0)]);
        s.mark(
            Flat(Colour::hex(0x00f4_ecdc)),
            3.0,
            &shape::wire(&[(64.0, -222.0), (68.0, -16.0)]),
            0.9,
        );
    });
}
