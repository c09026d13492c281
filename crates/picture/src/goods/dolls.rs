//! Toys with a face: plush animals and dolls.

use super::{Good, table};
use crate::colour::{CLOTH, Colour, MERRY};
use crate::decor::{WOVEN, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, blob, poly};
use crate::sheet::Ink::{Ball, Flat, Round};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[table("plush", 2, plush), table("doll", 2, doll)];

fn plush(s: &mut Sheet, d: &Dice) {
    let c =
        d.tint(&[0xb0845a, 0xd8c0a0, 0xf0e6d8, 0x8a6048, 0xb8a8b0, 0xe0b0a8, 0x8fa8b0, 0x7a7a7c]);
    let pale = c.light(0.5);
    let dark = Colour::hex(0x002c_2622);
    let form = d.n(0, 3);
    for side in [-1.0, 1.0] {
        ear(s, d, form, side, (c, pale));
    }
    for side in [-1.0, 1.0] {
        s.oval(Ball(c.dark(0.05)), side * 48.0, -24.0, 32.0, 27.0);
        s.oval(Flat(pale), side * 50.0, -20.0, 17.0, 15.0);
        s.set((side * 62.0, -92.0), side * -24.0, 1.0, |s| {
            s.oval(Ball(c.dark(0.05)), 0.0, 0.0, 20.0, 38.0)
        });
    }
    s.oval(Ball(c), 0.0, -70.0, 58.0, 66.0);
    s.oval(Ball(pale), 0.0, -60.0, 36.0, 42.0);
    s.oval(Ball(c), 0.0, -162.0, 64.0, 56.0);
    s.oval(Ball(pale), 0.0, -146.0, 28.0, 22.0);
    let nose = if form == 1 { Colour::hex(0x00d0_808a) } else { dark };
    s.oval(Flat(nose), 0.0, -156.0, 9.0, 6.5);
    s.mark(
        Flat(dark),
        2.2,
        &shape::all([
            shape::wire(&[(0.0, -150.0), (0.0, -143.0)]),
            shape::curve(&[
                (-9.0, -141.0),
                (-4.0, -138.0),
                (0.0, -143.0),
                (4.0, -138.0),
                (9.0, -141.0),
            ]),
        ]),
        0.8,
    );
    s.mark(Flat(dark), 11.0, &shape::dots(&[(-26.0, -172.0), (26.0, -172.0)]), 1.0);
    s.mark(Flat(pale.light(0.8)), 3.4, &shape::dots(&[(-28.0, -174.0), (24.0, -174.0)]), 1.0);
    ribbon(s, d);
}

fn ribbon(s: &mut Sheet, d: &Dice) {
    let bow = d.tint(MERRY);
    match d.n(0, 2) {
        0 => {
            s.put(
                Round(bow),
                &shape::all([
                    poly(&[(0.0, -112.0), (-26.0, -124.0), (-26.0, -98.0)]),
                    poly(&[(0.0, -112.0), (26.0, -124.0), (26.0, -98.0)]),
                ]),
            );
            s.oval(Ball(bow), 0.0, -111.0, 7.0, 7.0);
        }
        1 => {
            s.trace(
                Round(bow),
                17.0,
                &shape::curve(&[(-50.0, -122.0), (0.0, -106.0), (50.0, -122.0)]),
            );
            s.slab(Round(bow), (14.0, -110.0), (19.0, 50.0), 4.0);
        }
        _ => {}
    }
}

fn ear(s: &mut Sheet, d: &Dice, form: usize, side: f32, (c, pale): (Colour, Colour)) {
    match form {
        0 => {
            s.oval(Ball(c), side * 46.0, -206.0, 23.0, 22.0);
            s.oval(Flat(pale), side * 46.0, -204.0, 12.0, 12.0);
        }
        1 => s.set((side * 24.0, -196.0), side * d.f(6.0, 20.0), 1.0, |s| {
            s.oval(Round(c), 0.0, -46.0, 18.0, 52.0);
            s.oval(Flat(pale.mix(Colour::hex(0x00e0_a0a0), 0.4)), 0.0, -42.0, 9.0, 38.0);
        }),
        2 => s.put(
            Ball(c),
            &blob(&[
                (side * 20.0, -206.0),
                (side * 20.0, -206.0),
                (side * 56.0, -244.0),
                (side * 56.0, -244.0),
                (side * 62.0, -186.0),
                (side * 62.0, -186.0),
            ]),
        ),
        _ => s.put(
            Ball(c.dark(0.14)),
            &blob(&[
                (side * 44.0, -208.0),
                (side * 76.0, -196.0),
                (side * 80.0, -150.0),
                (side * 62.0, -138.0),
                (side * 52.0, -170.0),
            ]),
        ),
    }
}

fn doll(s: &mut Sheet, d: &Dice) {
    let skin = d.tint(&[0xf0d0b4, 0xe0b48e, 0xc8946a, 0xf4dcc8]);
    let hair = d.tint(&[0x3a2a22, 0x7a4a2a, 0x2a2624, 0xc8964a, 0x8a3a2a]);
    let dress = d.tint(MERRY).mix(d.tint(CLOTH), 0.4);
    let long = d.odds(55);
    if long {
        for side in [-1.0, 1.0] {
            s.put(
                Round(hair.dark(0.1)),
                &blob(&[
                    (side * 34.0, -196.0),
                    (side * 62.0, -180.0),
                    (side * 66.0, -130.0),
                    (side * 52.0, -104.0),
                    (side * 42.0, -140.0),
                ]),
            );
            s.oval(Ball(second(d, dress)), side * 54.0, -170.0, 8.0, 8.0);
        }
    }
    for side in [-1.0, 1.0] {
        s.slab(Round(skin), (side * 21.0 - 10.0, -46.0), (20.0, 42.0), 8.0);
        s.slab(Round(dress.dark(0.4)), (side * 22.0 - 15.0, -15.0), (30.0, 17.0), 8.0);
        s.set((side * 38.0, -118.0), side * -30.0, 1.0, |s| {
            s.slab(Round(skin), (-9.0, 10.0), (18.0, 54.0), 9.0);
            s.slab(Round(dress), (-13.0, -6.0), (26.0, 34.0), 11.0);
        });
    }
    let skirt = blob(&[
        (-30.0, -128.0),
        (-30.0, -128.0),
        (30.0, -128.0),
        (30.0, -128.0),
        (40.0, -92.0),
        (66.0, -34.0),
        (66.0, -34.0),
        (0.0, -26.0),
        (-66.0, -34.0),
        (-66.0, -34.0),
        (-40.0, -92.0),
    ]);
    s.put(Round(dress), &skirt);
    ornament(s, d, &skirt, (-66.0, -128.0, 132.0, 100.0), dress, WOVEN);
    s.mark(
        Flat(Colour::hex(0x00fb_f6ea)),
        6.0,
        &shape::curve(&[(-64.0, -37.0), (0.0, -29.0), (64.0, -37.0)]),
        0.9,
    );
    doll_head(s, skin, hair, long);
}

fn doll_head(s: &mut Sheet, skin: Colour, hair: Colour, long: bool) {
    s.slab(Round(skin.dark(0.1)), (-9.0, -142.0), (18.0, 18.0), 4.0);
    s.oval(Ball(hair), 0.0, -182.0, 52.0, 49.0);
    s.oval(Ball(skin), 0.0, -174.0, 44.0, 41.0);
    s.put(
        Round(hair),
        &blob(&[
            (-47.0, -176.0),
            (-42.0, -212.0),
            (0.0, -228.0),
            (42.0, -212.0),
            (47.0, -176.0),
            (26.0, -200.0),
            (0.0, -204.0),
            (-26.0, -200.0),
        ]),
    );
    s.mark(
        Flat(Colour::hex(0x002c_2622)),
        8.0,
        &shape::dots(&[(-16.0, -172.0), (16.0, -172.0)]),
        1.0,
    );
    s.mark(
        Flat(Colour::hex(0x00e0_8a80)),
        12.0,
        &shape::dots(&[(-26.0, -160.0), (26.0, -160.0)]),
        0.5,
    );
    s.mark(
        Flat(Colour::hex(0x00b0_4a44)),
        2.6,
        &shape::curve(&[(-7.0, -153.0), (0.0, -149.0), (7.0, -153.0)]),
        0.9,
    );
    if !long {
        s.oval(Ball(hair), 0.0, -230.0, 20.0, 18.0);
    }
}
