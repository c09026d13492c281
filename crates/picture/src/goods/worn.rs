//! Worn: hats, scarves, belts, glasses.

use super::{Good, table, wall};
use crate::colour::{CLOTH, Colour, HIDE, METAL};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("hat", 2, hat),
    table("sunhat", 2, brimmed),
    table("beanie", 2, beanie),
    table("cap", 2, cap),
    wall("scarf", scarf),
    table("belt", 1, belt),
    table("glasses", 1, glasses),
];

fn hat(s: &mut Sheet, d: &Dice) {
    match d.n(0, 2) {
        0 => {
            brimmed(s, d);
        }
        1 => {
            beanie(s, d);
        }
        _ => {
            cap(s, d);
        }
    }
}

fn cap(s: &mut Sheet, d: &Dice) {
    // A cap with a peak.
    let c = d.tint(CLOTH);
    let other = second(d, c);
    let dome = blob(&[
        (-84.0, -20.0),
        (-84.0, -20.0),
        (-80.0, -80.0),
        (-20.0, -112.0),
        (44.0, -92.0),
        (68.0, -24.0),
        (68.0, -24.0),
        (0.0, -10.0),
    ]);
    s.put(Ball(c), &dome);
    ornament(s, d, &dome, (-84.0, -112.0, 152.0, 90.0), c, &WOVEN[..2]);
    s.seam(c.dark(0.42), 2.4, &[(-18.0, -110.0), (12.0, -70.0), (16.0, -14.0)], 0.5);
    s.put(
        Fall(if d.odds(50) { c.dark(0.12) } else { other }),
        &blob(&[
            (20.0, -24.0),
            (68.0, -28.0),
            (124.0, -12.0),
            (132.0, 0.0),
            (60.0, 0.0),
            (10.0, -10.0),
        ]),
    );
    s.oval(Ball(other), -18.0, -113.0, 8.0, 6.0);
    crate::decor::emblem(s, d, (36.0, -58.0), 15.0, other);
}

fn beanie(s: &mut Sheet, d: &Dice) {
    // A knitted cap.
    let c = d.tint(CLOTH);
    let h = d.f(112.0, 136.0);
    let dome = blob(&[
        (-84.0, -30.0),
        (-84.0, -30.0),
        (-80.0, -h * 0.66),
        (0.0, -h),
        (80.0, -h * 0.66),
        (84.0, -30.0),
        (84.0, -30.0),
    ]);
    s.put(Ball(c), &dome);
    ornament(s, d, &dome, (-84.0, -h, 168.0, h - 30.0), c, WOVEN);
    if d.odds(65) {
        s.oval(Ball(second(d, c)), 0.0, -h - 12.0, 26.0, 25.0);
    }
    s.slab(Round(c.dark(0.14)), (-90.0, -42.0), (180.0, 44.0), 12.0);
    let ribs = (0..13).map(|i| {
        let x = -78.0 + i as f32 * 13.0;
        shape::wire(&[(x, -36.0), (x, -4.0)])
    });
    s.mark(Flat(c.dark(0.5)), 3.0, &shape::all(ribs), 0.35);
}

fn brimmed(s: &mut Sheet, d: &Dice) {
    // A brimmed hat with its ribbon.
    let c = d.tint(&[0xd8bc8a, 0x6a5040, 0x45464a, 0xc9b79c, 0x8a5040, 0x5b6b4a, 0xe6d8b8]);
    let (w, h) = (d.f(116.0, 132.0), d.f(76.0, 100.0));
    s.oval(Flat(c.dark(0.4)), 0.0, -6.0, w, 21.0);
    s.oval(Ball(c), 0.0, -12.0, w, 22.0);
    s.put(
        Round(c.light(0.04)),
        &blob(&[
            (-66.0, -16.0),
            (-66.0, -16.0),
            (-60.0, -h * 0.7),
            (-40.0, -h),
            (0.0, -h + d.f(0.0, 14.0)),
            (40.0, -h),
            (60.0, -h * 0.7),
            (66.0, -16.0),
            (66.0, -16.0),
            (0.0, -4.0),
        ]),
    );
    let ribbon = second(d, c);
    s.mark(
        Round(ribbon),
        d.f(13.0, 22.0),
        &shape::curve(&[(-63.0, -28.0), (0.0, -16.0), (63.0, -28.0)]),
        1.0,
    );
    s.put(
        Round(ribbon.dark(0.1)),
        &shape::all([
            shape::leaf((46.0, -24.0), -50.0, 34.0, 14.0),
            shape::leaf((46.0, -24.0), 20.0, 30.0, 13.0),
        ]),
    );
}

fn scarf(s: &mut Sheet, d: &Dice) {
    // Wound once, both ends hanging from a peg.
    let c = d.tint(CLOTH);
    let (w, a, b) = (d.f(38.0, 48.0), d.f(170.0, 210.0), d.f(150.0, 230.0));
    for (x, long, lean, own) in [(-34.0, a, -8.0, c.dark(0.08)), (34.0, b, 10.0, c)] {
        let end = blob(&[
            (x - w * 0.7, 20.0),
            (x - w * 0.7, 20.0),
            (x + w * 0.7, 20.0),
            (x + w * 0.7, 20.0),
            (x + lean + w, long),
            (x + lean + w, long),
            (x + lean - w, long),
            (x + lean - w, long),
        ]);
        s.put(Round(own), &end);
        ornament(s, &d.clone(), &end, (x + lean - w, 40.0, w * 2.0, long - 40.0), own, &WOVEN[1..]);
        let fringe = (0..8).map(|i| {
            let fx = x + lean - w + w * 2.0 * (i as f32 + 0.5) / 8.0;
            shape::wire(&[(fx, long), (fx + 1.0, long + 19.0)])
        });
        s.trace(Flat(own.dark(0.1)), 4.0, &shape::all(fringe));
    }
    s.put(
        Ball(c.light(0.05)),
        &blob(&[
            (-82.0, 30.0),
            (-84.0, -6.0),
            (-40.0, -34.0),
            (40.0, -34.0),
            (84.0, -6.0),
            (82.0, 30.0),
            (34.0, 60.0),
            (-34.0, 60.0),
        ]),
    );
    s.put(
        Flat(c.dark(0.45)),
        &blob(&[
            (-46.0, -4.0),
            (0.0, -18.0),
            (46.0, -4.0),
            (30.0, 10.0),
            (0.0, 15.0),
            (-30.0, 10.0),
        ]),
    );
    for y in [26.0, 40.0] {
        s.seam(c.dark(0.42), 3.0, &[(-70.0, y - 14.0), (0.0, y + 8.0), (70.0, y - 14.0)], 0.35);
    }
}

fn belt(s: &mut Sheet, d: &Dice) {
    // Rolled up, the buckle in front.
    let c = d.tint(HIDE);
    let metal = d.tint(METAL);
    let (r, h) = (d.f(74.0, 88.0), d.f(40.0, 54.0));
    let flat = d.f(0.24, 0.32);
    for k in [0.34, 0.56, 0.78, 1.0] {
        let own = r * k;
        let strip = shape::turned(&[
            (own, -h),
            (own, -h),
            (own, -2.0),
            (own, -2.0),
            (own * 0.7, own * flat * 0.7),
            (0.0, own * flat),
        ]);
        s.put(Round(c.dark(0.5 - 0.5 * k)), &strip);
        s.oval(Flat(c.light(0.24)), 0.0, -h, own, own * flat);
        s.oval(Flat(c.dark(0.55)), 0.0, -h + 0.5, own * 0.93, own * flat * 0.9);
    }
    s.oval(Flat(c.light(0.16)), 0.0, -h, r * 0.5, r * 0.5 * flat);
    s.oval(Flat(c.dark(0.5)), 0.0, -h, r * 0.4, r * 0.4 * flat);
    let tail = d.f(96.0, 124.0);
    s.put(
        Fall(c.light(0.04)),
        &blob(&[
            (r * 0.3, -h + r * flat * 0.9),
            (r * 0.3, -h + r * flat * 0.9),
            (r + 10.0, -h + 6.0),
            (tail + 26.0, -h + 12.0),
            (tail + 26.0, -h + 12.0),
            (tail + 26.0, 5.0),
            (tail + 26.0, 5.0),
            (r + 10.0, 1.0),
            (r * 0.3, r * flat * 0.9),
            (r * 0.3, r * flat * 0.9),
        ]),
    );
    s.stitch(c.light(0.5), &[(r * 0.4, -h + r * flat), (r + 10.0, -h + 12.0), (tail, -h + 17.0)]);
    s.mark(Sheen(metal), 8.0, &shape::slab(tail + 2.0, -h + 2.0, 48.0, h + 8.0, 9.0), 1.0);
    s.rod(metal, 5.0, &[(tail + 6.0, -h * 0.42), (tail + 52.0, -h * 0.42)]);
}

fn glasses(s: &mut Sheet, d: &Dice) {
    let frame = d.tint(&[0x2a2d30, 0x7a4a2c, 0xc2aa72, 0xb8bcbe, 0x8a3a30, 0x3f5a56, 0xd8b08a]);
    let dark = d.odds(50);
    let lens = if dark {
        d.tint(&[0x2c3438, 0x5a4030, 0x3f4f44, 0x4a3a4a])
    } else {
        Colour::hex(0x00d4_e2e4)
    };
    let (w, h, thick) = (d.f(52.0, 62.0), d.f(38.0, 54.0), d.f(4.0, 11.0));
    let form = d.n(0, 3);
    let y = -h - 4.0;
    for side in [-1.0, 1.0] {
        // The temples lie folded behind.
        s.rod(
            frame.dark(0.35),
            thick * 0.7,
            &[
                (side * (w * 2.0 + 11.0), y - h * 0.4),
                (side * w * 1.5, y - h * 0.5),
                (-side * w * 0.9, y - h * 0.2),
                (-side * w * 1.4, y + h * 0.2),
            ],
        );
    }
    for side in [-1.0_f32, 1.0] {
        let x = side * (w + 9.0);
        let rim = match form {
            0 => shape::oval(x, y, h * 1.02, h),
            1 => shape::slab(x - w, y - h * 0.8, w * 2.0, h * 1.6, 17.0),
            2 => blob(&[
                (x - side * w, y - h * 0.76),
                (x - side * w, y - h * 0.76),
                (x + side * w, y - h * 0.86),
                (x + side * w, y - h * 0.86),
                (x + side * w * 0.86, y + h * 0.3),
                (x + side * w * 0.1, y + h),
                (x - side * w * 0.8, y + h * 0.6),
            ]),
            _ => blob(&[
                (x - w, y - h * 0.1),
                (x - w * 0.5, y - h * 0.86),
                (x + w * 0.5, y - h * 0.86),
                (x + w, y - h * 0.1),
                (x + w * 0.5, y + h * 0.84),
                (x - w * 0.5, y + h * 0.84),
            ]),
        };
        s.put(if dark { Fall(lens) } else { Glass(lens) }, &rim);
        s.gloss(5.0, &[(x - w * 0.5, y + h * 0.1), (x - w * 0.1, y - h * 0.5)], 0.45);
        s.trace(Round(frame), thick, &rim);
    }
    let inner = if form == 0 { w + 9.0 - h } else { 10.0 };
    s.rod(frame, thick * 0.9, &[(-inner, y - h * 0.2), (0.0, y - h * 0.42), (inner, y - h * 0.2)]);
}
