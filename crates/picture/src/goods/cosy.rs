//! What makes a room soft: pillows, towels, blankets, curtains, rugs.

use super::{Good, table, wall};
use crate::colour::{CLOTH, Colour, WOOD};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Fall, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("pillow", 2, pillow),
    table("towel", 1, towel),
    table("blanket", 1, blanket),
    wall("curtain", curtain),
    table("rug", 1, rug),
];

fn pillow(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let (w, h) = (d.f(92.0, 124.0), d.f(60.0, 88.0));
    s.set((0.0, -h - 2.0), d.f(-9.0, 9.0), 1.0, |s| {
        let form = blob(&[
            (-w, -h),
            (-w * 0.4, -h * 0.86),
            (w * 0.4, -h * 0.86),
            (w, -h),
            (w * 0.9, 0.0),
            (w, h),
            (w * 0.4, h * 0.88),
            (-w * 0.4, h * 0.88),
            (-w, h),
            (-w * 0.9, 0.0),
        ]);
        s.put(Ball(c), &form);
        ornament(s, d, &form, (-w, -h, w * 2.0, h * 2.0), c, WOVEN);
        s.mark(Flat(c.dark(0.3)), 2.6, &form, 0.5);
        for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
            s.seam(
                c.dark(0.4),
                2.2,
                &[(x * w * 0.9, y * h * 0.88), (x * w * 0.66, y * h * 0.5)],
                0.4,
            );
        }
        if d.odds(35) {
            let tassel = second(d, c);
            for (x, y) in [(-w, -h), (w, -h), (w, h), (-w, h)] {
                s.oval(Ball(tassel), x, y, 9.0, 9.0);
            }
        } else if d.odds(30) {
            s.oval(Ball(second(d, c)), 0.0, 0.0, 9.0, 9.0);
        }
    });
}

fn towel(s: &mut Sheet, d: &Dice) {
    // A folded stack.
    let w = d.f(112.0, 128.0);
    let mut y = 0.0;
    for i in 0..d.n(2, 4) {
        let c = d.tint(CLOTH).light(0.12);
        let (h, own) = (d.f(34.0, 48.0), w - i as f32 * d.f(2.0, 9.0));
        let fold = shape::slab(-own, y - h, own * 2.0, h, h / 2.0);
        s.put(Fall(c), &fold);
        let stripe = second(d, c);
        s.inside(&fold, |s| {
            let x = own * 0.52;
            s.veil(Flat(stripe), &shape::slab(x, y - h, 9.0, h, 0.1), 0.6);
            s.veil(Flat(stripe), &shape::slab(x + 14.0, y - h, 4.0, h, 0.1), 0.6);
        });
        s.seam(
            c.dark(0.4),
            3.0,
            &[(-own + 16.0, y - h * 0.5), (0.0, y - h * 0.5 + 2.0), (own - 4.0, y - h * 0.5)],
            0.55,
        );
        s.seam(c.light(0.5), 2.4, &[(-own + 18.0, y - h + 5.0), (own - 18.0, y - h + 5.0)], 0.5);
        y -= h - 1.0;
    }
    if d.odds(50) {
        let c = d.tint(CLOTH).light(0.2);
        s.put(Fall(c), &shape::slab(-70.0, y - 40.0, 140.0, 42.0, 20.0));
        s.oval(Flat(c.light(0.2)), -54.0, y - 19.0, 17.0, 20.0);
        s.mark(
            Flat(c.dark(0.35)),
            3.0,
            &shape::curve(&[
                (-54.0, y - 20.0),
                (-46.0, y - 24.0),
                (-50.0, y - 32.0),
                (-62.0, y - 26.0),
                (-62.0, y - 12.0),
                (-48.0, y - 6.0),
            ]),
            0.6,
        );
    }
}

fn blanket(s: &mut Sheet, d: &Dice) {
    // Thrown over a rail, with fringes.
    let wood = d.tint(WOOD);
    let c = d.tint(CLOTH);
    let (w, h) = (d.f(74.0, 92.0), d.f(140.0, 170.0));
    for x in [-118.0, 118.0] {
        s.pipe(wood, 10.0, &[(x, -212.0), (x, -3.0)]);
        s.pipe(wood, 10.0, &[(x - 14.0, 0.0), (x + 14.0, 0.0)]);
    }
    s.pipe(wood, 9.0, &[(-118.0, -200.0), (118.0, -200.0)]);
    s.pipe(wood.dark(0.1), 7.0, &[(-118.0, -40.0), (118.0, -40.0)]);
    let back = c.dark(0.22);
    s.put(
        Round(back),
        &poly(&[
            (-w + 12.0, -202.0),
            (w + 10.0, -202.0),
            (w + 12.0, -206.0 + h * 0.7),
            (-w + 12.0, -206.0 + h * 0.7),
        ]),
    );
    let face = blob(&[
        (-w, -206.0),
        (-w, -206.0),
        (w, -206.0),
        (w, -206.0),
        (w + 4.0, -206.0 + h * 0.5),
        (w, -206.0 + h),
        (w, -206.0 + h),
        (0.0, -206.0 + h + 4.0),
        (-w, -206.0 + h),
        (-w, -206.0 + h),
        (-w - 3.0, -206.0 + h * 0.5),
    ]);
    s.put(Round(c), &face);
    ornament(s, d, &face, (-w, -200.0, w * 2.0, h - 8.0), c, &WOVEN[1..]);
    for x in [-0.5, 0.1, 0.6] {
        s.seam(
            c.dark(0.4),
            3.0,
            &[(w * x, -200.0), (w * x + 4.0, -160.0), (w * x - 2.0, -206.0 + h)],
            0.28,
        );
    }
    let fringe = (0..17).map(|i| {
        let x = -w + w * i as f32 / 8.0;
        shape::wire(&[(x, -206.0 + h), (x + 1.0, -190.0 + h)])
    });
    s.mark(Flat(c.light(0.2)), 3.4, &shape::all(fringe), 0.9);
}

fn curtain(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH);
    let (w, h) = (d.f(126.0, 146.0), 270.0);
    let tied = d.odds(55);
    let sky = d.tint(&[0xd6e4ea, 0xe6ead8, 0xf0e4d0]);
    // The window behind says what it is for.
    s.slab(Fall(sky), (-w * 0.66, 26.0), (w * 1.32, h - 76.0), 2.0);
    s.mark(
        Flat(Colour::hex(0x00fb_f8f0)),
        9.0,
        &shape::slab(-w * 0.66, 26.0, w * 1.32, h - 76.0, 2.0),
        1.0,
    );
    s.mark(
        Flat(Colour::hex(0x00fb_f8f0)),
        6.0,
        &shape::all([
            shape::wire(&[(0.0, 26.0), (0.0, h - 50.0)]),
            shape::wire(&[(-w * 0.66, 110.0), (w * 0.66, 110.0)]),
        ]),
        1.0,
    );
    let inner = w * d.f(0.1, 0.26);
    let pattern = d.clone();
    for side in [-1.0, 1.0] {
        let at = |x: f32, y: f32| (x * side, y);
        let waist = if tied { (w * 0.66, h * 0.62) } else { (inner + 12.0, h * 0.6) };
        let form = blob(&[
            at(w, 10.0),
            at(w, 10.0),
            at(inner, 10.0),
            at(inner, 10.0),
            at((inner + waist.0) / 2.0 - 6.0, h * 0.36),
            at(waist.0, waist.1),
            at(waist.0 - if tied { 16.0 } else { 0.0 }, h),
            at(waist.0 - if tied { 16.0 } else { 0.0 }, h),
            at(w + 4.0, h),
            at(w + 4.0, h),
            at(w, h * 0.5),
        ]);
        s.put(Round(c), &form);
        let frame = if side < 0.0 { (-w, 10.0, w - inner, h) } else { (inner, 10.0, w - inner, h) };
        ornament(s, &pattern.clone(), &form, frame, c, WOVEN);
        for part in [0.25, 0.5, 0.75] {
            let top = inner + (w - inner) * part;
            let low = waist.0 + (w - waist.0) * part;
            s.seam(
                c.dark(0.42),
                3.4,
                &[
                    at(top, 12.0),
                    at((top + low) / 2.0, h * 0.34),
                    at(low, waist.1),
                    at(low, h - 2.0),
                ],
                0.34,
            );
        }
        if tied {
            s.rod(second(d, c), 8.0, &[at(waist.0 - 3.0, waist.1 + 2.0), at(w, waist.1 - 6.0)]);
        }
    }
    let rod = d.tint(WOOD);
    s.pipe(rod, 9.0, &[(-w - 18.0, 5.0), (w + 18.0, 5.0)]);
    s.oval(Ball(rod), -w - 22.0, 5.0, 10.0, 10.0);
    s.oval(Ball(rod), w + 22.0, 5.0, 10.0, 10.0);
}

fn rug(s: &mut Sheet, d: &Dice) {
    // Rolled at one end, so that its face and its thickness are seen.
    let c = d.tint(CLOTH);
    let edge = second(d, c);
    let (w, deep) = (d.f(128.0, 142.0), d.f(56.0, 76.0));
    let lean = d.f(24.0, 40.0);
    if d.odds(35) {
        round_rug(s, d, (c, edge), w, deep);
        return;
    }
    let face = poly(&[
        (-w + lean, -deep * 1.5),
        (w - lean - 30.0, -deep * 1.5),
        (w - 30.0, 0.0),
        (-w, 0.0),
    ]);
    s.put(Flat(c.dark(0.4)), &poly(&[(-w, 0.0), (w - 30.0, 0.0), (w - 30.0, 7.0), (-w, 7.0)]));
    s.put(Fall(c), &face);
    ornament(s, d, &face, (-w + 20.0, -deep * 1.5, w * 2.0 - 60.0, deep * 1.5), c, &WOVEN[1..]);
    let inset = |k: f32| {
        poly(&[
            (-w + lean + 10.0 * k, -deep * 1.5 + 7.0 * k),
            (w - lean - 40.0, -deep * 1.5 + 7.0 * k),
            (w - 40.0, -7.0 * k),
            (-w + 14.0 * k, -7.0 * k),
        ])
    };
    s.mark(Flat(edge), 5.0, &inset(1.2), 0.9);
    s.mark(Flat(edge.light(0.3)), 2.4, &inset(2.2), 0.8);
    s.put(
        Fall(c.dark(0.1)),
        &poly(&[
            (w - lean - 44.0, -deep * 1.5),
            (w - lean - 12.0, -deep * 1.5 - 20.0),
            (w + 8.0, -24.0),
            (w - 30.0, 6.0),
        ]),
    );
    s.oval(Round(c.dark(0.2)), w - 9.0, -14.0, 25.0, 21.0);
    s.mark(
        Flat(c.light(0.3)),
        3.0,
        &shape::curve(&[
            (w - 9.0, -14.0),
            (w, -18.0),
            (w - 4.0, -26.0),
            (w - 20.0, -24.0),
            (w - 26.0, -8.0),
            (w - 10.0, 0.0),
        ]),
        0.8,
    );
    let fringe = (0..15).map(|i| {
        let y = -deep * 1.5 * i as f32 / 14.0;
        let x = -w + lean * i as f32 / 14.0;
        shape::wire(&[(x, y), (x - 12.0, y + 3.0)])
    });
    s.mark(Flat(edge.light(0.3)), 3.0, &shape::all(fringe), 0.9);
}

fn round_rug(s: &mut Sheet, d: &Dice, (c, edge): (Colour, Colour), w: f32, deep: f32) {
    s.oval(Flat(c.dark(0.35)), 0.0, -deep * 0.7 + 6.0, w, deep * 0.72);
    let face = shape::oval(0.0, -deep * 0.7, w, deep * 0.72);
    s.put(Fall(c), &face);
    for (k, own) in
        [(0.86, edge), (0.66, c.light(0.25)), (0.4, edge.light(0.2)), (0.18, c.dark(0.2))]
    {
        s.mark(
            Flat(own),
            d.f(4.0, 12.0),
            &shape::oval(0.0, -deep * 0.7, w * k, deep * 0.72 * k),
            0.9,
        );
    }
}
