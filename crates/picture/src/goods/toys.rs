//! Toys that stand on the floor: blocks, puzzles, cars.

use super::{Good, table};
use crate::colour::{Colour, MERRY, WOOD};
use crate::decor::{WOVEN, emblem, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] =
    &[table("blocks", 1, blocks), table("puzzle", 1, puzzle), table("car", 1, car)];

fn blocks(s: &mut Sheet, d: &Dice) {
    let wooden = d.odds(40);
    let colour = || if wooden { d.tint(WOOD).mix(d.tint(MERRY), 0.35) } else { d.tint(MERRY) };
    let cube = |s: &mut Sheet, x: f32, y: f32, w: f32, c: Colour| {
        let e = 13.0;
        s.put(
            Fall(c.dark(0.28)),
            &poly(&[
                (x + w, y),
                (x + w + e, y - e * 0.6),
                (x + w + e, y - w - e * 0.6),
                (x + w, y - w),
            ]),
        );
        s.put(
            Flat(c.light(0.28)),
            &poly(&[
                (x, y - w),
                (x + w, y - w),
                (x + w + e, y - w - e * 0.6),
                (x + e, y - w - e * 0.6),
            ]),
        );
        s.slab(Fall(c), (x, y - w), (w, w), 3.0);
        emblem(s, d, (x + w / 2.0, y - w / 2.0), w * 0.26, c.against());
    };
    let w = 60.0;
    let rows: &[&[f32]] = if d.odds(50) {
        &[&[-104.0, -36.0, 34.0], &[-70.0, 2.0], &[-32.0]]
    } else {
        &[&[-104.0, 40.0], &[-104.0], &[]]
    };
    let tower = rows[2].is_empty();
    for (row, xs) in rows.iter().enumerate() {
        for x in xs.iter() {
            cube(s, x + d.f(-4.0, 4.0), -(row as f32) * (w + 1.0), w, colour());
        }
    }
    if tower {
        bridge(s, colour);
    }
}

fn bridge(s: &mut Sheet, colour: impl Fn() -> Colour) {
    // A bridge with an arch and a roof.
    let c = colour();
    s.put(
        Fall(c),
        &shape::Shape {
            data: "M-40 0V-62H36V0H22A25 25 0 0 0-26 0Z".to_owned(),
            points: vec![(-40.0, 0.0), (36.0, -62.0)],
        },
    );
    let c = colour();
    s.put(Round(c), &poly(&[(-44.0, -62.0), (-2.0, -118.0), (40.0, -62.0)]));
    let c = colour();
    s.slab(Round(c), (-98.0, -176.0), (48.0, 54.0), 3.0);
    let c = colour();
    s.put(Round(c), &poly(&[(-108.0, -176.0), (-74.0, -222.0), (-40.0, -176.0)]));
    let c = colour();
    s.slab(Round(c), (52.0, -118.0), (38.0, 57.0), 18.0);
}

fn puzzle(s: &mut Sheet, d: &Dice) {
    let colours = [0, 1, 2, 3].map(|_| d.tint(MERRY));
    let piece = |s: &mut Sheet, (x, y): At, turn: f32, c: Colour| {
        s.set((x, y), turn, 1.0, |s| {
            let data = "M-34-34H-9C-13-40-15-50-7-55C0-59 9-57 11-50C13-44 8-39 8-34H34V-9C40-13 50-15 55-7C59 0 57 9 50 11C44 13 39 8 34 8V34H8C12 28 13 19 6 16C0 13-9 15-11 22C-12 27-8 30-8 34H-34Z";
            let form = shape::Shape { data: data.to_owned(), points: vec![(-34.0, -58.0), (58.0, 34.0)] };
            s.set((3.0, 5.0), 0.0, 1.0, |s| s.put(Flat(c.dark(0.4)), &form));
            s.put(Fall(c), &form);
            s.mark(Flat(c.light(0.5)), 2.0, &shape::wire(&[(-31.0, 30.0), (-31.0, -31.0), (-12.0, -31.0)]), 0.6);
        });
    };
    let up = -96.0;
    for (i, (x, y)) in
        [(-36.0, up - 36.0), (36.0, up - 36.0), (36.0, up + 36.0), (-36.0, up + 36.0)]
            .into_iter()
            .enumerate()
    {
        let loose = if i == d.n(0, 3) { d.f(6.0, 16.0) } else { 0.0 };
        piece(s, (x + if x > 0.0 { loose } else { -loose }, y), loose, colours[i]);
    }
    piece(s, (112.0, -36.0), d.f(14.0, 40.0), colours[d.n(0, 3)]);
    if d.odds(50) {
        piece(s, (-114.0, -36.0), d.f(-40.0, -12.0), colours[d.n(0, 3)]);
    }
}

fn car(s: &mut Sheet, d: &Dice) {
    let wooden = d.odds(35);
    let c = if wooden { d.tint(WOOD) } else { d.tint(MERRY) };
    let tyre = if wooden { d.tint(MERRY) } else { Colour::hex(0x0030_3336) };
    let form = d.n(0, 2);
    coachwork(s, d, form, c);
    s.mark(Flat(Colour::hex(0x00f4_dc90)), 13.0, &shape::dots(&[(122.0, -42.0)]), 1.0);
    s.seam(c.dark(0.4), 2.4, &[(4.0, -66.0), (4.0, -24.0)], if form == 0 { 0.5 } else { 0.0 });
    for x in [-78.0, 80.0] {
        s.oval(Round(tyre), x, -25.0, 27.0, 27.0);
        s.oval(Ball(tyre.light(0.5)), x, -25.0, 14.0, 14.0);
        s.oval(Flat(tyre.dark(0.3)), x, -25.0, 4.0, 4.0);
    }
    s.gloss(4.0, &[(-100.0, -58.0), (-60.0, -64.0)], 0.4);
}

/// A lorry with its load.
fn lorry(s: &mut Sheet, d: &Dice, c: Colour) {
    let load = d.tint(MERRY);
    let box_ = shape::slab(-130.0, -128.0, 170.0, 100.0, 5.0);
    s.put(Fall(load), &box_);
    ornament(s, d, &box_, (-130.0, -128.0, 170.0, 100.0), load, WOVEN);
    s.put(
        Fall(c),
        &blob(&[
            (46.0, -24.0),
            (46.0, -24.0),
            (46.0, -104.0),
            (46.0, -104.0),
            (94.0, -104.0),
            (94.0, -104.0),
            (112.0, -66.0),
            (130.0, -58.0),
            (132.0, -24.0),
            (132.0, -24.0),
        ]),
    );
    s.put(
        Flat(Colour::hex(0x00d2_e2e8)),
        &poly(&[(58.0, -94.0), (88.0, -94.0), (102.0, -66.0), (58.0, -66.0)]),
    );
    s.slab(Fall(c.dark(0.35)), (-130.0, -34.0), (262.0, 12.0), 3.0);
}

fn coachwork(s: &mut Sheet, d: &Dice, form: usize, c: Colour) {
    let sky = Colour::hex(0x00d2_e2e8);
    match form {
        0 => {
            s.put(
                Round(c),
                &blob(&[
                    (-62.0, -66.0),
                    (-62.0, -66.0),
                    (-40.0, -116.0),
                    (0.0, -122.0),
                    (44.0, -114.0),
                    (70.0, -66.0),
                    (70.0, -66.0),
                ]),
            );
            s.put(
                Flat(sky),
                &shape::all([
                    poly(&[(-48.0, -70.0), (-32.0, -106.0), (0.0, -110.0), (0.0, -70.0)]),
                    poly(&[(9.0, -70.0), (9.0, -110.0), (38.0, -105.0), (55.0, -70.0)]),
                ]),
            );
            s.put(
                Fall(c),
                &blob(&[
                    (-132.0, -24.0),
                    (-130.0, -58.0),
                    (-70.0, -70.0),
                    (72.0, -70.0),
                    (128.0, -54.0),
                    (134.0, -24.0),
                    (100.0, -16.0),
                    (-100.0, -16.0),
                ]),
            );
        }
        1 => {
            // A bus.
            s.slab(Fall(c), (-128.0, -120.0), (256.0, 104.0), 18.0);
            let panes =
                (0..5).map(|i| shape::slab(-114.0 + i as f32 * 47.0, -106.0, 38.0, 36.0, 6.0));
            s.put(Fall(sky), &shape::all(panes));
            s.slab(Flat(second(d, c)), (-128.0, -54.0), (256.0, 11.0), 0.0);
        }
        _ => {
            lorry(s, d, c);
        }
    }
}
