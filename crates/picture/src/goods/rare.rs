//! What only a few shops have, and what nothing else may stand in for.

use super::{Good, table, wall};
use crate::colour::{CLAY, CLOTH, Colour};
use crate::decor::{POTTERY, WOVEN, emblem, ornament, second};
use crate::dice::Dice;
use crate::shape::{self, At, blob, turned};
use crate::sheet::Ink::{Ball, Flat, Round, Sheen};
use crate::sheet::Sheet;

/// What stands here.
pub const SHELF: &[Good] = &[
    table("chopsticks", 1, chopsticks),
    table("gaiwan", 1, gaiwan),
    table("kiwi", 1, kiwis),
    table("yam", 1, yams),
    table("tote", 1, tote),
    table("brooch", 1, brooch),
    table("earrings", 1, earrings),
    table("bracelet", 1, bracelet),
    table("saw", 1, saw),
    table("hotpot", 1, hotpot),
    wall("bralette", bralette),
];

const WOOD: &[u32] = &[0x6e4a30, 0x9a6a42, 0xc29a66, 0x4a3228, 0xb0543c, 0x3c4a4a];
const METAL: &[u32] = &[0xd9c27a, 0xc9ccd2, 0xd8a68a, 0xe2d3a0];
const STONE: &[u32] = &[0x3f8f7a, 0xb8404a, 0x4a68b0, 0xe6dfd2, 0x7a5aa8, 0xd9a23c];

/// One or two pairs that lie on their rest.
fn chopsticks(s: &mut Sheet, d: &Dice) {
    let (c, rest) = (d.tint(WOOD), d.tint(CLAY));
    let pairs = d.n(1, 2);
    let lift = d.f(26.0, 34.0);
    s.oval(Flat(rest.dark(0.3)), -86.0, 2.0, 36.0, 8.0);
    let stand =
        blob(&[(-118.0, -2.0), (-112.0, -24.0), (-86.0, -17.0), (-60.0, -24.0), (-54.0, -2.0)]);
    for n in 0..pairs * 2 {
        let at = n as f32 * 17.0;
        let (tip, end): (At, At) = ((-140.0, -lift - at * 0.5), (152.0, -14.0 - at * 1.35));
        let own = if n >= 2 { second(d, c) } else { c };
        s.pipe(own, 8.0, &[tip, ((tip.0 + end.0) / 2.0, (tip.1 + end.1) / 2.0), end]);
        let band = |t: f32| (tip.0 + (end.0 - tip.0) * t, tip.1 + (end.1 - tip.1) * t);
        let trim = own.against().mix(own, 0.3);
        s.rod(trim, 9.0, &[band(0.84), band(0.87)]);
        s.rod(trim, 9.0, &[band(0.9), band(0.92)]);
    }
    s.put(Round(rest), &stand);
    s.gloss(3.0, &[(-104.0, -18.0), (-92.0, -13.0), (-80.0, -13.0)], 0.5);
}

/// A bowl on its saucer under its lid.
fn gaiwan(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLAY).light(0.1);
    let (r, h) = (d.f(78.0, 88.0), d.f(84.0, 98.0));
    s.oval(Flat(c.dark(0.25)), 0.0, 2.0, r * 1.22, 17.0);
    s.oval(Round(c), 0.0, -5.0, r * 1.22, 17.0);
    s.oval(Flat(c.dark(0.12)), 0.0, -6.0, r * 0.6, 8.0);
    let bowl = turned(&[
        (r, -h),
        (r, -h),
        (r * 0.86, -h * 0.66),
        (r * 0.52, -h * 0.24),
        (r * 0.42, -12.0),
        (r * 0.3, -8.0),
        (0.0, -8.0),
    ]);
    s.put(Round(c), &bowl);
    ornament(s, d, &bowl, (-r, -h, r * 2.0, h), c, POTTERY);
    s.gloss(5.0, &[(-r * 0.78, -h * 0.86), (-r * 0.66, -h * 0.6), (-r * 0.46, -h * 0.36)], 0.4);
    s.oval(Flat(c.dark(0.2)), 0.0, -h, r, r * 0.16);
    // The lid sinks a little into the bowl.
    let lid = turned(&[
        (0.0, -h - 40.0),
        (r * 0.3, -h - 38.0),
        (r * 0.68, -h - 22.0),
        (r * 0.86, -h - 2.0),
        (r * 0.86, -h - 2.0),
        (r * 0.5, -h + 8.0),
        (0.0, -h + 10.0),
    ]);
    s.put(Round(c.light(0.06)), &lid);
    ornament(s, d, &lid, (-r * 0.86, -h - 40.0, r * 1.72, 48.0), c, POTTERY);
    s.put(
        Round(c.light(0.12)),
        &turned(&[
            (24.0, -h - 60.0),
            (24.0, -h - 60.0),
            (17.0, -h - 46.0),
            (20.0, -h - 36.0),
            (0.0, -h - 34.0),
        ]),
    );
    s.oval(Flat(c.dark(0.16)), 0.0, -h - 60.0, 24.0, 5.0);
}

/// Brown fruit and one half that shows its seeds.
fn kiwis(s: &mut Sheet, d: &Dice) {
    let skin = d.tint(&[0x8a6a42, 0x9a7a4a, 0x7a5c3a]);
    let flesh = d.tint(&[0x9ab83c, 0x86ac3a, 0xd0bc48]);
    for (x, y) in [(-66.0, -44.0), (48.0, -46.0)] {
        let (rx, ry) = (d.f(58.0, 64.0), d.f(43.0, 48.0));
        s.oval(Ball(skin.shifted([d.f(-8.0, 8.0), 0.0, 0.0])), x, y, rx, ry);
        s.dashes(skin.light(0.25), 2.4, &shape::oval(x, y, rx * 0.72, ry * 0.7));
        s.dashes(skin.dark(0.25), 2.2, &shape::oval(x, y, rx * 0.5, ry * 0.45));
    }
    let (x, y, r) = (d.f(-10.0, 16.0), -40.0, d.f(42.0, 47.0));
    s.oval(Flat(skin.dark(0.2)), x, y, r, r);
    s.oval(Ball(flesh), x, y, r * 0.92, r * 0.92);
    s.oval(Flat(Colour::hex(0x00f2_eed0)), x, y, r * 0.3, r * 0.26);
    let seeds: Vec<At> = (0..18)
        .map(|n| {
            let turn = n as f32 * std::f32::consts::TAU / 18.0;
            let far = r * if n % 2 == 0 { 0.44 } else { 0.54 };
            (x + turn.cos() * far, y + turn.sin() * far)
        })
        .collect();
    s.mark(Flat(Colour::hex(0x0023_1c18)), 5.0, &shape::dots(&seeds), 0.9);
}

/// Long roots with their fine hair.
fn yams(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb89a6e, 0xa88458, 0xc8a87c]);
    for n in 0..d.n(3, 4) {
        let y = -20.0 - n as f32 * 31.0;
        let (from, to) = (-146.0 + d.f(0.0, 26.0), 128.0 + d.f(0.0, 26.0));
        let own = c.shifted([d.f(-8.0, 8.0), d.f(-6.0, 6.0), 0.0]);
        let bend = d.f(-6.0, 6.0);
        s.pipe(own, d.f(27.0, 33.0), &[(from, y), (-40.0, y + bend), (50.0, y - bend), (to, y)]);
        let hair: Vec<At> = (0..9)
            .map(|i| (from + 22.0 + i as f32 * 27.0, y + if i % 2 == 0 { -7.0 } else { 6.0 }))
            .collect();
        s.mark(Flat(own.dark(0.42)), 2.6, &shape::dots(&hair), 0.8);
        // One end is cut and shows the white inside.
        s.oval(Flat(own.dark(0.25)), to + 3.0, y, 9.0, 15.0);
        s.oval(Flat(Colour::hex(0x00f6_efe2)), to + 4.0, y, 7.0, 12.5);
    }
}

/// A bag of cloth with two long handles.
fn tote(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH).light(0.12);
    let (w, h, long) = (d.f(82.0, 96.0), d.f(128.0, 150.0), d.f(70.0, 96.0));
    let handle = |lift: f32| {
        [
            (-w * 0.46, -h + 8.0),
            (-w * 0.4, -h - lift),
            (0.0, -h - lift * 1.22),
            (w * 0.4, -h - lift),
            (w * 0.46, -h + 8.0),
        ]
    };
    s.rod(c.dark(0.3), 10.0, &handle(long * 0.84));
    let body = blob(&[
        (-w, -h),
        (-w, -h),
        (w, -h),
        (w, -h),
        (w * 0.96, -10.0),
        (w * 0.88, 0.0),
        (-w * 0.88, 0.0),
        (-w * 0.96, -10.0),
    ]);
    s.put(Round(c), &body);
    ornament(s, d, &body, (-w, -h, w * 2.0, h), c, WOVEN);
    s.stitch(c.dark(0.35), &[(-w + 6.0, -h + 15.0), (w - 6.0, -h + 15.0)]);
    if d.odds(60) {
        emblem(s, d, (0.0, -h * 0.48), 30.0, c.against());
    }
    s.rod(c.dark(0.12), 11.0, &handle(long * 0.7));
}

/// A pin on its cushion: petals around a stone, or a stone in its frame.
fn brooch(s: &mut Sheet, d: &Dice) {
    let (cloth, metal, stone) = (d.tint(CLOTH), d.tint(METAL), d.tint(STONE));
    let cushion = blob(&[
        (-112.0, -6.0),
        (-118.0, -70.0),
        (-88.0, -150.0),
        (0.0, -164.0),
        (88.0, -150.0),
        (118.0, -70.0),
        (112.0, -6.0),
        (0.0, 2.0),
    ]);
    s.put(Round(cloth), &cushion);
    s.seam(cloth.dark(0.3), 2.4, &[(-98.0, -24.0), (0.0, -14.0), (98.0, -24.0)], 0.6);
    let (x, y) = (0.0, -86.0);
    let petals = d.n(5, 8);
    let long = d.f(48.0, 58.0);
    if d.odds(65) {
        for n in 0..petals {
            let turn = n as f32 * 360.0 / petals as f32 - 90.0;
            let petal = shape::leaf((x, y), turn, long, d.f(23.0, 30.0));
            s.put(Sheen(metal), &petal);
            s.mark(Flat(metal.dark(0.35)), 1.8, &petal, 0.7);
        }
    } else {
        s.oval(Sheen(metal), x, y, long, long * 0.8);
        let beads: Vec<At> = (0..20)
            .map(|n| n as f32 * std::f32::consts::TAU / 20.0)
            .map(|t| (x + t.cos() * long * 0.86, y + t.sin() * long * 0.68))
            .collect();
        s.mark(Flat(metal.light(0.4)), 7.0, &shape::dots(&beads), 0.95);
    }
    s.oval(Flat(metal.dark(0.3)), x, y, 23.0, 23.0);
    s.oval(Ball(stone), x, y, 19.0, 19.0);
    s.gloss(4.0, &[(x - 9.0, y - 7.0), (x - 3.0, y - 11.0)], 0.8);
}

/// A pair on its stand.
fn earrings(s: &mut Sheet, d: &Dice) {
    let (wood, metal, stone) = (d.tint(WOOD), d.tint(METAL), d.tint(STONE));
    s.oval(Round(wood.dark(0.1)), 0.0, -4.0, 66.0, 12.0);
    s.pipe(wood, 9.0, &[(0.0, -8.0), (0.0, -100.0), (0.0, -176.0)]);
    s.pipe(wood, 9.0, &[(-86.0, -172.0), (0.0, -178.0), (86.0, -172.0)]);
    let (drop, shape_of) = (d.f(34.0, 56.0), d.n(0, 2));
    for x in [-64.0, 64.0] {
        s.mark(Flat(metal.dark(0.15)), 3.4, &shape::oval(x, -166.0, 8.0, 11.0), 1.0);
        s.rod(metal, 3.2, &[(x, -156.0), (x, -156.0 + drop)]);
        let y = -156.0 + drop + 18.0;
        match shape_of {
            0 => s.oval(Ball(stone), x, y, 19.0, 19.0),
            1 => s.put(
                Ball(stone),
                &blob(&[(x, y - 24.0), (x + 17.0, y + 8.0), (x, y + 24.0), (x - 17.0, y + 8.0)]),
            ),
            _ => {
                s.mark(Flat(metal), 7.0, &shape::oval(x, y + 8.0, 24.0, 26.0), 1.0);
                s.oval(Ball(stone), x, y + 8.0, 9.0, 9.0);
            }
        }
        s.gloss(3.4, &[(x - 8.0, y - 5.0), (x - 3.0, y - 11.0)], 0.8);
    }
}

/// Two soft cups on their straps.
fn bralette(s: &mut Sheet, d: &Dice) {
    let c = d.tint(CLOTH).light(0.2);
    let (w, deep) = (d.f(92.0, 104.0), d.f(84.0, 98.0));
    for side in [-1.0, 1.0] {
        s.rod(
            c.dark(0.18),
            7.0,
            &[(side * w * 0.52, 6.0), (side * w * 0.6, -40.0), (side * w * 0.4, -76.0)],
        );
        let cup = blob(&[
            (side * 3.0, deep * 0.5),
            (side * w * 0.3, deep * 0.14),
            (side * w * 0.52, 0.0),
            (side * w * 0.8, deep * 0.3),
            (side * w, deep * 0.62),
            (side * w, deep * 0.92),
            (side * 3.0, deep * 0.94),
        ]);
        s.put(Round(c), &cup);
        s.seam(
            c.dark(0.3),
            2.4,
            &[(side * w * 0.5, 8.0), (side * w * 0.42, deep * 0.5), (side * w * 0.3, deep * 0.9)],
            0.5,
        );
    }
    s.slab(Round(second(d, c)), (-w - 4.0, deep * 0.86), (w * 2.0 + 8.0, 20.0), 6.0);
}

/// Beads on a string, lying in a ring.
fn bracelet(s: &mut Sheet, d: &Dice) {
    let (stone, metal) = (d.tint(STONE), d.tint(METAL));
    let (rx, ry) = (d.f(92.0, 104.0), d.f(34.0, 42.0));
    let count = d.n(18, 24);
    let r = d.f(13.0, 16.0);
    let every = d.n(3, 6);
    let bead = |n: usize| {
        let turn = n as f32 * std::f32::consts::TAU / count as f32 - std::f32::consts::FRAC_PI_2;
        (turn.cos() * rx, turn.sin() * ry - ry - r * 0.5)
    };
    s.mark(Flat(metal.dark(0.2)), 3.0, &shape::oval(0.0, -ry - r * 0.5, rx, ry), 1.0);
    // The far half first.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| bead(*a).1.total_cmp(&bead(*b).1));
    for n in order {
        let (x, y) = bead(n);
        let c = if n % every == 0 { metal } else { stone.shifted([d.f(-6.0, 6.0), 0.0, 0.0]) };
        s.oval(Ball(c), x, y, r, r);
    }
}

/// A hand saw that leans on its teeth.
fn saw(s: &mut Sheet, d: &Dice) {
    let (wood, steel) = (d.tint(WOOD), Colour::hex(0x00b4_bcc2));
    let (long, high) = (d.f(176.0, 206.0), d.f(50.0, 62.0));
    s.set((-16.0, -10.0), d.f(-9.0, -4.0), 1.0, |s| {
        let mut blade: Vec<At> =
            vec![(-long * 0.5, -high), (long * 0.5, -high * 0.46), (long * 0.5, 0.0)];
        let teeth = 22;
        for n in 0..teeth {
            let x = long * 0.5 - long * n as f32 / teeth as f32;
            blade.push((x, 0.0));
            blade.push((x - long * 0.4 / teeth as f32, 7.0));
        }
        blade.push((-long * 0.5, 0.0));
        s.put(Sheen(steel), &shape::poly(&blade));
        s.gloss(3.0, &[(-long * 0.44, -high * 0.8), (long * 0.46, -high * 0.4)], 0.5);
        let grip = blob(&[
            (-long * 0.44, -high - 8.0),
            (-long * 0.62, -high - 14.0),
            (-long * 0.86, -high * 0.9),
            (-long * 0.9, -high * 0.2),
            (-long * 0.74, 10.0),
            (-long * 0.52, 4.0),
            (-long * 0.4, -8.0),
        ]);
        s.put(Round(wood), &grip);
        s.oval(Flat(wood.dark(0.5)), -long * 0.67, -high * 0.42, long * 0.085, high * 0.26);
        for y in [-high * 0.76, -high * 0.2] {
            s.oval(Ball(Colour::hex(0x00c2_aa72)), -long * 0.49, y, 5.0, 5.0);
        }
    });
}

/// A tub of instant hot pot: it heats itself, and steam comes from its lid.
fn hotpot(s: &mut Sheet, d: &Dice) {
    let c = d.tint(&[0xb0382e, 0xc25a2c, 0x2f5f4a, 0x39404a, 0xa8442c]);
    let (r, h) = (d.f(92.0, 104.0), d.f(84.0, 98.0));
    let tub = turned(&[
        (r, -h),
        (r, -h),
        (r * 0.94, -h * 0.5),
        (r * 0.8, -4.0),
        (r * 0.5, 5.0),
        (0.0, 7.0),
    ]);
    s.put(Round(c), &tub);
    ornament(s, d, &tub, (-r, -h, r * 2.0, h), c, crate::decor::PRINTED);
    s.slab(Flat(c.light(0.75)), (-46.0, -h * 0.74), (92.0, h * 0.46), 6.0);
    emblem(s, d, (0.0, -h * 0.51), 17.0, c);
    s.oval(Flat(c.dark(0.4)), 0.0, -h + 3.0, r * 1.06, 16.0);
    s.oval(Round(c.light(0.08)), 0.0, -h - 3.0, r * 1.06, 16.0);
    s.oval(Flat(c.dark(0.12)), 0.0, -h - 5.0, r * 0.8, 10.0);
    s.oval(Flat(Colour::hex(0x0024_2020)), d.f(-14.0, 14.0), -h - 6.0, 7.0, 3.0);
    s.aside(|s| {
        for x in [-22.0, 2.0, 26.0] {
            let lift = d.f(44.0, 66.0);
            s.gloss(
                7.0,
                &[
                    (x, -h - 20.0),
                    (x + 9.0, -h - 20.0 - lift * 0.4),
                    (x - 7.0, -h - 20.0 - lift * 0.75),
                    (x + 3.0, -h - 20.0 - lift),
                ],
                0.5,
            );
        }
    });
    s.see_to(-h - 80.0);
}
