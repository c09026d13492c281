//! On the shelf and the worktop: ovens, blenders, small carved animals, wind chimes.

use super::{Good, table};
use crate::colour::{Colour, METAL, SHELL, STEEL, WOOD};
use crate::dice::Dice;
use crate::shape::{self, At, blob, turned};
use crate::sheet::Ink::{Ball, Fall, Flat, Glass, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("oven", 1, oven),
    table("blender", 1, blender),
    table("figure", 1, figure),
    table("chime", 1, chime),
];

const DARK: Colour = Colour([46.0, 44.0, 46.0]);

fn oven(s: &mut Sheet, d: &Dice) {
    let c = if d.odds(35) { d.tint(STEEL) } else { d.tint(SHELL) };
    let (w, h) = (d.f(206.0, 232.0), d.f(128.0, 152.0));
    for x in [-w * 0.4, w * 0.4 - 14.0] {
        s.slab(Flat(DARK), (x, -8.0), (14.0, 8.0), 2.0);
    }
    s.slab(Fall(c), (-w / 2.0, -h - 6.0), (w, h), 12.0);
    let (door, top) = (w * 0.7, -h + 12.0);
    let pane = shape::slab(-w / 2.0 + 12.0, top, door, h - 32.0, 7.0);
    s.put(Flat(DARK), &pane);
    s.inside(&pane, |s| {
        s.glow(-w / 2.0 + 12.0 + door / 2.0, top + h * 0.3, h * 0.5);
        let y = top + (h - 32.0) * 0.66;
        let bars = (0..9).map(|i| {
            let x = -w / 2.0 + 22.0 + i as f32 * door * 0.11;
            shape::wire(&[(x, y), (x, y + 7.0)])
        });
        s.mark(Flat(Colour::hex(0x00b0_b4b4)), 2.4, &shape::all(bars), 0.8);
        s.slab(Flat(Colour::hex(0x00b0_b4b4)), (-w / 2.0 + 12.0, y - 2.0), (door, 3.0), 1.0);
        s.oval(
            Ball(Colour::hex(0x00c9_8a4a)),
            -w / 2.0 + 12.0 + door / 2.0,
            y - 14.0,
            door * 0.26,
            15.0,
        );
    });
    s.slab(Sheen(d.tint(METAL)), (-w / 2.0 + 20.0, top - 9.0), (door - 16.0, 6.0), 3.0);
    let x = w / 2.0 - w * 0.12;
    for k in [0.24, 0.5, 0.76] {
        s.oval(Round(c.dark(0.25)), x, -h * k - 6.0, 14.0, 14.0);
        s.oval(Ball(c.light(0.3)), x, -h * k - 7.0, 11.0, 11.0);
        s.mark(Flat(DARK), 2.6, &shape::wire(&[(x, -h * k - 17.0), (x, -h * k - 9.0)]), 0.9);
    }
}

fn blender(s: &mut Sheet, d: &Dice) {
    let c = d.tint(SHELL);
    let juice = d.tint(&[0xd8603a, 0x8ab04a, 0xc8405a, 0xe0b04a, 0xf0e4cc]);
    let h = d.f(112.0, 132.0);
    s.put(
        Round(c),
        &turned(&[(46.0, -78.0), (46.0, -78.0), (64.0, -12.0), (66.0, -2.0), (0.0, 7.0)]),
    );
    s.oval(Flat(c.dark(0.3)), 0.0, -34.0, 19.0, 19.0);
    s.oval(Sheen(d.tint(METAL)), 0.0, -35.0, 14.0, 14.0);
    let (wide, top) = (d.f(54.0, 62.0), -80.0 - h);
    let jug = turned(&[(wide, top), (wide, top), (40.0, -80.0), (40.0, -80.0), (0.0, -78.0)]);
    s.rod(
        c.dark(0.2),
        10.0,
        &[
            (wide - 3.0, top + 18.0),
            (wide + 32.0, top + 26.0),
            (wide + 24.0, top + 78.0),
            (46.0, top + 92.0),
        ],
    );
    s.put(Glass(Colour::hex(0x00cf_dcdc)), &jug);
    s.inside(&jug, |s| {
        s.veil(Round(juice), &shape::slab(-70.0, -80.0 - h * 0.66, 140.0, h * 0.68, 1.0), 0.88);
        s.oval(Flat(juice.light(0.3)), 0.0, -80.0 - h * 0.66, wide, 9.0);
    });
    let marks =
        [0.3, 0.5, 0.7, 0.85].map(|k| shape::wire(&[(14.0, -80.0 - h * k), (30.0, -80.0 - h * k)]));
    s.mark(Flat(Colour::hex(0x00ff_ffff)), 2.4, &shape::all(marks), 0.8);
    s.gloss(6.0, &[(-wide * 0.72, top + 16.0), (-34.0, -92.0)], 0.55);
    s.slab(Round(c.dark(0.15)), (-wide - 3.0, top - 14.0), (wide * 2.0 + 6.0, 18.0), 6.0);
    s.slab(Round(c.dark(0.25)), (-18.0, top - 28.0), (36.0, 16.0), 6.0);
}

/// A small animal on a plinth: a resting deer, cat or ox, told apart by what is on its head.
fn figure(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb8864a, 0x8a5a34, 0x6a7a70, 0xc8b090, 0x7a4a3a, 0xb09a60]);
    let plinth = d.tint(WOOD).dark(0.2);
    s.slab(Round(plinth), (-104.0, -24.0), (208.0, 24.0), 6.0);
    s.slab(Round(plinth.light(0.12)), (-94.0, -32.0), (188.0, 10.0), 4.0);
    let body = blob(&[
        (-78.0, -36.0),
        (-84.0, -70.0),
        (-50.0, -104.0),
        (0.0, -106.0),
        (38.0, -98.0),
        (72.0, -66.0),
        (80.0, -36.0),
        (0.0, -30.0),
    ]);
    s.put(Ball(c), &body);
    s.put(
        Ball(c.dark(0.05)),
        &blob(&[(-82.0, -40.0), (-60.0, -78.0), (-24.0, -70.0), (-26.0, -36.0)]),
    );
    s.slab(Round(c.light(0.05)), (18.0, -46.0), (72.0, 16.0), 8.0);
    // Neck and head look back or forward.
    let y = d.f(-168.0, -148.0);
    s.put(Ball(c), &blob(&[(22.0, -80.0), (34.0, y), (66.0, y - 2.0), (72.0, -70.0)]));
    s.put(
        Ball(c.light(0.06)),
        &blob(&[
            (24.0, y + 4.0),
            (46.0, y - 26.0),
            (78.0, y - 14.0),
            (92.0, y + 12.0),
            (70.0, y + 26.0),
            (36.0, y + 24.0),
        ]),
    );
    match d.n(0, 2) {
        0 => {
            let horns: [&[At]; 2] = [
                &[(44.0, y - 22.0), (34.0, y - 52.0), (44.0, y - 78.0)],
                &[(58.0, y - 22.0), (66.0, y - 50.0), (60.0, y - 76.0)],
            ];
            for horn in horns {
                s.pipe(c.dark(0.15), 7.0, horn);
            }
        }
        1 => {
            for x in [38.0, 62.0] {
                s.put(
                    Fall(c.dark(0.05)),
                    &shape::poly(&[(x - 10.0, y - 14.0), (x, y - 44.0), (x + 12.0, y - 14.0)]),
                );
            }
        }
        _ => s.pipe(
            c.dark(0.2),
            10.0,
            &[(30.0, y - 30.0), (34.0, y - 12.0), (62.0, y - 12.0), (72.0, y - 34.0)],
        ),
    }
    s.oval(Flat(DARK), 66.0, y, 4.0, 4.0);
    s.seam(c.dark(0.3), 2.4, &[(-40.0, -96.0), (-10.0, -84.0), (20.0, -94.0)], 0.5);
    s.gloss(5.0, &[(-54.0, -86.0), (-20.0, -98.0)], 0.3);
}

fn chime(s: &mut Sheet, d: &Dice) {
    let (wood, metal) = (d.tint(WOOD), d.tint(METAL));
    // A stand, a disc, and rods of several lengths under it.
    s.slab(Round(wood.dark(0.15)), (-84.0, -8.0), (168.0, 12.0), 5.0);
    s.pipe(wood, 10.0, &[(-66.0, -8.0), (-66.0, -220.0), (-30.0, -250.0), (10.0, -248.0)]);
    s.seam(Colour::hex(0x00d8_c8a8), 2.4, &[(10.0, -248.0), (10.0, -206.0)], 1.0);
    s.oval(Round(wood.dark(0.1)), 10.0, -200.0, 56.0, 12.0);
    s.oval(Fall(wood.light(0.1)), 10.0, -203.0, 56.0, 11.0);
    for (i, x) in [-34.0, -12.0, 10.0, 32.0, 54.0].into_iter().enumerate() {
        let long = d.f(84.0, 148.0) - (i as f32 - 2.0).abs() * 4.0;
        s.seam(Colour::hex(0x00d8_c8a8), 1.6, &[(x, -196.0), (x, -178.0)], 0.9);
        s.slab(Sheen(metal), (x - 6.0, -180.0), (12.0, long), 4.0);
    }
    s.oval(Ball(wood), 21.0, -116.0, 13.0, 13.0);
}
