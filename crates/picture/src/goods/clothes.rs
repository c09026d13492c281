//! Clothes for the upper half, on a hanger: shirts, sweaters, coats.

use super::{Good, wall};
use crate::colour::{CLOTH, Colour, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, Shape, blob};
use crate::sheet::Ink::{self, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What hangs here.
pub const SHELF: &[Good] = &[wall("shirt", shirt), wall("sweater", sweater), wall("coat", coat)];

pub(super) fn hanger(s: &mut Sheet, d: &Dice, half: f32) {
    let wood = d.tint(WOOD);
    s.rod(
        Colour::hex(0x0080_8486),
        3.4,
        &[(0.0, -4.0), (0.0, -18.0), (9.0, -26.0), (6.0, -38.0), (-6.0, -36.0)],
    );
    s.pipe(wood, 8.0, &[(-half, 18.0), (0.0, -6.0), (half, 18.0)]);
}

/// Both halves of an outline given by its right-hand points, straight where a point is named twice.
pub(super) fn both(right: &[At]) -> Shape {
    shape::turned(right)
}

pub(super) fn sleeve(
    s: &mut Sheet,
    c: Colour,
    side: f32,
    shoulder: f32,
    to: At,
    wide: f32,
) -> Shape {
    let at = |x: f32, y: f32| (x * side, y);
    let form = blob(&[
        at(shoulder - 16.0, 14.0),
        at(shoulder - 16.0, 14.0),
        at(shoulder + 12.0, 26.0),
        at((shoulder + to.0) / 2.0 + wide * 0.62, to.1 * 0.56),
        at(to.0 + wide * 0.5, to.1),
        at(to.0 + wide * 0.5, to.1),
        at(to.0 - wide * 0.5, to.1 + wide * 0.24),
        at(to.0 - wide * 0.5, to.1 + wide * 0.24),
        at(shoulder - 14.0, 84.0),
        at(shoulder - 14.0, 84.0),
    ]);
    s.put(Round(if side > 0.0 { c.dark(0.1) } else { c }), &form);
    form
}

pub(super) fn folds(s: &mut Sheet, c: Colour, lines: &[[At; 3]]) {
    s.mark(Flat(c.dark(0.42)), 3.0, &shape::all(lines.iter().map(|l| shape::curve(l))), 0.24);
}

fn shirt(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH).light(0.06);
    let (sh, w, h) = (d.f(76.0, 86.0), d.f(70.0, 84.0), d.f(196.0, 222.0));
    let tee = d.odds(50);
    hanger(s, d, sh - 8.0);
    let short = tee || d.odds(40);
    let to = if short { (sh + d.f(28.0, 44.0), 92.0) } else { (sh + d.f(26.0, 46.0), h * 0.86) };
    for side in [-1.0, 1.0] {
        let form = sleeve(s, c, side, sh, to, if short { 44.0 } else { 32.0 });
        if short && d.odds(35) {
            ornament(s, &d.clone(), &form, (side * sh - 60.0, 20.0, 120.0, 80.0), c, &WOVEN[..1]);
        }
    }
    let neck = d.f(24.0, 32.0);
    let body = both(&[
        (neck, 2.0),
        (neck, 2.0),
        (sh, 18.0),
        (sh, 18.0),
        (w, 84.0),
        (w, h * 0.6),
        (w + 3.0, h),
        (w + 3.0, h),
        (w * 0.4, h + 4.0),
        (0.0, h + 5.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-sh, 26.0, sh * 2.0, h - 30.0), c, WOVEN);
    folds(
        s,
        c,
        &[
            [(-w * 0.8, 92.0), (-w * 0.5, 130.0), (-w * 0.6, h)],
            [(w * 0.8, 92.0), (w * 0.55, 140.0), (w * 0.5, h)],
        ],
    );
    if tee {
        tee_neck(s, d, c, neck);
        return;
    }
    button_front(s, d, c, neck, h);
}

fn button_front(s: &mut Sheet, d: &Dice, c: Colour, neck: f32, h: f32) {
    let inside = c.dark(0.36);
    s.put(Flat(inside), &shape::poly(&[(-neck, 2.0), (neck, 2.0), (0.0, 34.0)]));
    for side in [-1.0, 1.0] {
        s.put(
            Round(c.light(0.16)),
            &shape::poly(&[
                (side * neck, -4.0),
                (side * (neck + 9.0), 14.0),
                (side * 20.0, 46.0),
                (0.0, 30.0),
            ]),
        );
    }
    s.mark(Flat(c.dark(0.34)), 2.0, &shape::wire(&[(-8.0, 38.0), (-8.0, h + 4.0)]), 0.45);
    let buttons: Vec<At> = (0..6).map(|i| (0.0, 54.0 + i as f32 * (h - 66.0) / 5.5)).collect();
    s.mark(Flat(c.against().mix(c, 0.25)), 7.0, &shape::dots(&buttons), 0.95);
    if d.odds(60) {
        s.mark(
            Flat(c.dark(0.36)),
            2.2,
            &shape::poly(&[
                (24.0, 72.0),
                (54.0, 72.0),
                (54.0, 100.0),
                (39.0, 108.0),
                (24.0, 100.0),
            ]),
            0.6,
        );
    }
}

fn tee_neck(s: &mut Sheet, d: &Dice, c: Colour, neck: f32) {
    let inside = c.dark(0.36);
    let low = if d.odds(30) { 44.0 } else { 22.0 };
    s.put(
        Flat(inside),
        &blob(&[
            (-neck, 2.0),
            (-neck, 2.0),
            (neck, 2.0),
            (neck, 2.0),
            (neck * 0.6, low),
            (0.0, low + 5.0),
            (-neck * 0.6, low),
        ]),
    );
    s.mark(
        Flat(c.light(0.14)),
        6.0,
        &shape::curve(&[
            (-neck, 2.0),
            (-neck * 0.6, low),
            (0.0, low + 6.0),
            (neck * 0.6, low),
            (neck, 2.0),
        ]),
        1.0,
    );
    if d.odds(45) {
        crate::decor::emblem(s, d, (0.0, 88.0), d.f(20.0, 32.0), second(d, c));
    }
}

fn sweater(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let (sh, w, h) = (d.f(76.0, 88.0), d.f(78.0, 92.0), d.f(180.0, 206.0));
    let to = (sh + d.f(24.0, 44.0), h * 0.88);
    for side in [-1.0, 1.0] {
        sleeve(s, c, side, sh, to, 42.0);
        s.rod(
            c.dark(0.22),
            17.0,
            &[(side * (to.0 - 14.0), to.1 + 5.0), (side * (to.0 + 14.0), to.1)],
        );
    }
    let body = both(&[
        (32.0, 4.0),
        (32.0, 4.0),
        (sh, 20.0),
        (sh, 20.0),
        (w, 90.0),
        (w + 4.0, h * 0.7),
        (w - 4.0, h),
        (w - 4.0, h),
        (0.0, h + 4.0),
    ]);
    s.put(Round(c), &body);
    let mark = second(d, c);
    match d.n(0, 3) {
        0 => {
            cables(s, c, &body, h);
        }
        1 => {
            yoke(s, &body, mark);
        }
        _ => ornament(s, d, &body, (-sh, 40.0, sh * 2.0, h - 60.0), c, WOVEN),
    }
    folds(
        s,
        c,
        &[
            [(-w * 0.84, 96.0), (-w * 0.6, 130.0), (-w * 0.7, h - 20.0)],
            [(w * 0.84, 96.0), (w * 0.6, 130.0), (w * 0.66, h - 20.0)],
        ],
    );
    s.slab(Round(c.dark(0.18)), (-w + 2.0, h - 16.0), (w * 2.0 - 4.0, 24.0), 6.0);
    let ribs = (0..15).map(|i| {
        let x = -w + 10.0 + i as f32 * (w * 2.0 - 20.0) / 14.0;
        shape::wire(&[(x, h - 13.0), (x, h + 5.0)])
    });
    s.mark(Flat(c.dark(0.45)), 2.0, &shape::all(ribs), 0.4);
    collar(s, d, c);
}

fn collar(s: &mut Sheet, d: &Dice, c: Colour) {
    let polo = d.odds(40);
    if polo {
        s.put(
            Round(c.light(0.08)),
            &blob(&[
                (-32.0, 10.0),
                (-28.0, -26.0),
                (0.0, -32.0),
                (28.0, -26.0),
                (32.0, 10.0),
                (0.0, 22.0),
            ]),
        );
        s.oval(Flat(c.dark(0.4)), 0.0, -24.0, 22.0, 7.0);
    } else {
        s.put(
            Flat(c.dark(0.4)),
            &blob(&[
                (-32.0, 4.0),
                (0.0, -3.0),
                (32.0, 4.0),
                (16.0, 24.0),
                (0.0, 28.0),
                (-16.0, 24.0),
            ]),
        );
        s.mark(
            Flat(c.dark(0.1)),
            10.0,
            &shape::curve(&[(-33.0, 4.0), (-17.0, 25.0), (0.0, 31.0), (17.0, 25.0), (33.0, 4.0)]),
            1.0,
        );
    }
}

fn yoke(s: &mut Sheet, body: &Shape, mark: Colour) {
    // A yoke with a pattern.
    let rows = (0..3).map(|row| {
        let r = 54.0 + row as f32 * 17.0;
        let points: Vec<At> = (0..15)
            .map(|i| {
                let a = 0.2 + i as f32 * 0.195;
                ((a.cos()) * (r + if i % 2 == 0 { 5.0 } else { -5.0 }) * 1.12, a.sin() * r)
            })
            .collect();
        shape::wire(&points)
    });
    s.inside(body, |s| s.mark(Flat(mark), 5.0, &shape::all(rows), 0.9));
}

fn cables(s: &mut Sheet, c: Colour, body: &Shape, h: f32) {
    // Cables.
    let cable = [-44.0, 0.0, 44.0].map(|x| {
        let points: Vec<At> = (0..9)
            .map(|i| (x + if i % 2 == 0 { -9.0 } else { 9.0 }, 46.0 + i as f32 * (h - 60.0) / 8.0))
            .collect();
        let twin: Vec<At> = points.iter().map(|(px, y)| (2.0 * x - px, *y)).collect();
        shape::all([shape::curve(&points), shape::curve(&twin)])
    });
    s.inside(body, |s| {
        let cable = shape::all(cable);
        s.mark(Flat(c.dark(0.36)), 7.0, &cable, 0.35);
        s.mark(Flat(c.light(0.3)), 3.0, &cable, 0.6);
    });
}

fn coat(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0xb08a5a, 0x45464a, 0x2f3e4e, 0x5b6b4a, 0x8a5040, 0xc9b79c, 0x6a5a66, 0x4f6a70]);
    let (sh, w, h) = (d.f(80.0, 90.0), d.f(84.0, 100.0), d.f(226.0, 262.0));
    let puffy = d.odds(30);
    let h = if puffy { h * 0.8 } else { h };
    hanger(s, d, sh - 10.0);
    let to = (sh + d.f(28.0, 42.0), h.min(200.0) * 0.94);
    for side in [-1.0, 1.0] {
        sleeve(s, c, side, sh, to, 46.0);
    }
    let body = both(&[
        (26.0, 0.0),
        (26.0, 0.0),
        (sh, 20.0),
        (sh, 20.0),
        (w * 0.88, 100.0),
        (w, h * 0.74),
        (w + 4.0, h),
        (w + 4.0, h),
        (0.0, h + 4.0),
    ]);
    s.put(Round(c), &body);
    if puffy {
        let rows = (1..6).map(|i| {
            let y = 16.0 + (h - 16.0) * i as f32 / 6.0;
            shape::curve(&[(-w, y), (-w * 0.4, y + 6.0), (0.0, y), (w * 0.4, y + 6.0), (w, y)])
        });
        s.inside(&body, |s| s.mark(Flat(c.dark(0.45)), 4.0, &shape::all(rows), 0.5));
    } else if d.odds(30) {
        ornament(s, d, &body, (-sh, 10.0, sh * 2.0, h), c, &[crate::decor::Pattern::Checks]);
    }
    let lining = second(d, c);
    s.put(Flat(lining.dark(0.25)), &shape::poly(&[(-26.0, 0.0), (26.0, 0.0), (0.0, 76.0)]));
    s.mark(Flat(c.dark(0.45)), 3.0, &shape::wire(&[(0.0, 74.0), (2.0, h + 2.0)]), 0.7);
    for side in [-1.0, 1.0] {
        let at = |x: f32, y: f32| (x * side, y);
        s.put(
            Fall(c.light(0.1)),
            &shape::poly(&[
                at(24.0, -8.0),
                at(44.0, 10.0),
                at(52.0, 44.0),
                at(36.0, 46.0),
                at(42.0, 58.0),
                at(2.0, 86.0),
                at(16.0, 22.0),
            ]),
        );
        s.slab(Fall(c.dark(0.14)), (side * w * 0.52 - 22.0, h * 0.6), (44.0, 13.0), 3.0);
    }
    let double = d.odds(45);
    let buttons: Vec<At> = (0..4)
        .flat_map(|i| {
            let y = 102.0 + i as f32 * (h - 130.0) / 3.6;
            if double { vec![(-15.0, y), (19.0, y)] } else { vec![(-8.0, y)] }
        })
        .collect();
    s.mark(Flat(c.against().mix(c, 0.3)), 10.0, &shape::dots(&buttons), 1.0);
    if d.odds(40) && !puffy {
        coat_belt(s, c, w, h);
    }
}

fn coat_belt(s: &mut Sheet, c: Colour, w: f32, h: f32) {
    s.mark(
        Ink::Round(c.dark(0.2)),
        14.0,
        &shape::curve(&[(-w * 0.88, h * 0.5), (0.0, h * 0.5 + 5.0), (w * 0.88, h * 0.5)]),
        1.0,
    );
    s.slab(Flat(Colour::hex(0x00c2_aa72)), (-12.0, h * 0.5 - 6.0), (24.0, 22.0), 3.0);
}
