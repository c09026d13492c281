//! For animals: bowls and beds.

use super::{Good, table};
use crate::colour::{CLAY, CLOTH, Colour, SHELL};
use crate::decor::{POTTERY, WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[table("petbowl", 1, pet_bowl), table("petbed", 1, pet_bed)];

fn pet_bowl(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(50) { d.tint(CLAY) } else { d.tint(SHELL) };
    let food = d.tint(&[0xa86a3a, 0x8a5030, 0xb8804a, 0xc0603f]);
    let (top, foot, h) = (84.0, 106.0, d.f(52.0, 70.0));
    for (row, count) in [3, 5, 7].into_iter().enumerate() {
        for i in 0..count {
            let x = (i as f32 - (count as f32 - 1.0) / 2.0) * 21.0 + d.f(-4.0, 4.0);
            s.oval(
                Ball(food.shifted([d.f(-14.0, 14.0), d.f(-8.0, 8.0), 0.0])),
                x,
                -h - 26.0 + row as f32 * 13.0,
                14.0,
                11.0,
            );
        }
    }
    let body = blob(&[
        (-top, -h),
        (-top, -h),
        (0.0, -h + 13.0),
        (top, -h),
        (top, -h),
        (foot, -6.0),
        (foot, 0.0),
        (foot, 0.0),
        (0.0, 9.0),
        (-foot, 0.0),
        (-foot, 0.0),
        (-foot, -6.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-foot, -h, foot * 2.0, h), c, &POTTERY[..4]);
    // A bone, a paw or a fish on the front.
    pet_mark(s, d, c.against(), -h * 0.4);
    s.gloss(5.0, &[(-top * 0.9, -h + 12.0), (-foot * 0.9, -12.0)], 0.35);
}

fn pet_mark(s: &mut Sheet, d: &Dice, mark: Colour, y: f32) {
    match d.n(0, 2) {
        0 => {
            s.mark(Flat(mark), 11.0, &shape::wire(&[(-22.0, y), (22.0, y)]), 1.0);
            s.mark(
                Flat(mark),
                15.0,
                &shape::dots(&[
                    (-25.0, y - 6.0),
                    (-25.0, y + 6.0),
                    (25.0, y - 6.0),
                    (25.0, y + 6.0),
                ]),
                1.0,
            );
        }
        1 => {
            s.oval(Flat(mark), 0.0, y + 7.0, 14.0, 11.0);
            s.mark(
                Flat(mark),
                10.0,
                &shape::dots(&[
                    (-17.0, y - 4.0),
                    (-7.0, y - 13.0),
                    (7.0, y - 13.0),
                    (17.0, y - 4.0),
                ]),
                1.0,
            );
        }
        _ => {
            s.put(
                Flat(mark),
                &blob(&[
                    (-28.0, y),
                    (-6.0, y - 13.0),
                    (16.0, y),
                    (32.0, y - 11.0),
                    (32.0, y + 11.0),
                    (16.0, y),
                    (-6.0, y + 13.0),
                ]),
            );
        }
    }
}

fn pet_bed(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let cushion = second(d, c);
    let w = d.f(124.0, 138.0);
    s.put(
        Round(c.dark(0.2)),
        &blob(&[
            (-w, -44.0),
            (-w * 0.8, -84.0),
            (0.0, -96.0),
            (w * 0.8, -84.0),
            (w, -44.0),
            (0.0, -24.0),
        ]),
    );
    s.put(
        Ball(cushion),
        &blob(&[
            (-w * 0.82, -44.0),
            (-w * 0.4, -70.0),
            (w * 0.4, -70.0),
            (w * 0.82, -44.0),
            (w * 0.4, -18.0),
            (-w * 0.4, -18.0),
        ]),
    );
    if d.odds(65) {
        sleeping_cat(s, d);
    }
    let front = blob(&[
        (-w - 4.0, -46.0),
        (-w * 0.84, -40.0),
        (-w * 0.4, -26.0),
        (0.0, -22.0),
        (w * 0.4, -26.0),
        (w * 0.84, -40.0),
        (w + 4.0, -46.0),
        (w + 2.0, -14.0),
        (w * 0.7, 3.0),
        (0.0, 9.0),
        (-w * 0.7, 3.0),
        (-w - 2.0, -14.0),
    ]);
    s.put(Round(c), &front);
    ornament(s, d, &front, (-w, -40.0, w * 2.0, 44.0), c, WOVEN);
    s.seam(
        c.light(0.4),
        3.0,
        &[(-w * 0.84, -38.0), (-w * 0.4, -24.0), (0.0, -20.0), (w * 0.4, -24.0), (w * 0.84, -38.0)],
        0.5,
    );
}

fn sleeping_cat(s: &mut Sheet, d: &Dice) {
    // A cat asleep in it.
    let fur = d.tint(&[0x8a8480, 0xc88a50, 0x3a3634, 0xe6dccb, 0xa07a5a]);
    s.put(
        Ball(fur),
        &blob(&[
            (-74.0, -44.0),
            (-62.0, -84.0),
            (-10.0, -108.0),
            (48.0, -96.0),
            (76.0, -60.0),
            (60.0, -36.0),
            (-40.0, -32.0),
        ]),
    );
    s.put(
        Ball(fur.dark(0.1)),
        &shape::all([
            poly(&[(-80.0, -78.0), (-76.0, -104.0), (-58.0, -84.0)]),
            poly(&[(-50.0, -86.0), (-36.0, -106.0), (-32.0, -80.0)]),
        ]),
    );
    s.oval(Ball(fur), -56.0, -66.0, 33.0, 26.0);
    let face = [
        shape::curve(&[(-74.0, -66.0), (-68.0, -62.0), (-62.0, -66.0)]),
        shape::curve(&[(-50.0, -66.0), (-44.0, -62.0), (-38.0, -66.0)]),
    ];
    s.mark(Flat(Colour::hex(0x0024_201e)), 2.4, &shape::all(face), 0.9);
    s.mark(Flat(Colour::hex(0x00d0_808a)), 6.0, &shape::dots(&[(-56.0, -58.0)]), 1.0);
    s.pipe(fur.dark(0.06), 14.0, &[(72.0, -58.0), (62.0, -38.0), (10.0, -34.0), (-20.0, -40.0)]);
    if d.odds(60) {
        s.mark(
            Flat(fur.dark(0.4)),
            5.0,
            &shape::all([4.0, 24.0, 44.0].map(|x| {
                shape::curve(&[(x, -104.0 + x * 0.2), (x + 6.0, -88.0), (x + 2.0, -70.0)])
            })),
            0.5,
        );
    }
}
