//! The stage: a wall with morning light, a table, and the pieces placed on it with their shadows. The ground is chosen after
//! the good, so that a white cup does not stand before a white wall.

use crate::colour::Colour;
use crate::dice::Dice;
use crate::shape::{num, nums};
use crate::sheet::{Piece, Sheet};
use std::fmt::Write as _;

/// How a good is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the table.
    Table,
    /// On the wall, above a narrow strip of table.
    Wall,
}

/// Wall and table of the rooms there are.
const GROUNDS: [(u32, u32); 16] = [
    (0xece2dc, 0xbfa694),
    (0xf1ede4, 0xcfc3a3),
    (0xf0ece6, 0xcdc1ae),
    (0xe4eade, 0xa9b894),
    (0xe2e8ec, 0xa3b4c0),
    (0xefe2e0, 0xc9a8a2),
    (0xdfe6e2, 0x9fb0a8),
    (0xe8e2ec, 0xb3a5bd),
    (0xd8d2c6, 0x9c8b74),
    (0xc6d0c9, 0x7f9188),
    (0xc6ced6, 0x7d8c9a),
    (0xf3ecd8, 0xd6bc86),
    (0xe9d8c6, 0xb58a66),
    (0xefeeea, 0xb48a60),
    (0xd9c3b4, 0xa07f6a),
    (0xc9bfae, 0x85775f),
];
/// So many places for the light on the wall: goods with neighbouring numbers never share one.
const LIGHTS: u64 = 175_000;
const LIGHT_STEP: u64 = 65_537;

const SOFT: &str = "<filter id=\"soft\" x=\"-50%\" y=\"-200%\" width=\"200%\" height=\"500%\"><feGaussianBlur stdDeviation=\"6\"/></filter>";
const NEAR: &str = "<filter id=\"near\" x=\"-50%\" y=\"-200%\" width=\"200%\" height=\"500%\"><feGaussianBlur stdDeviation=\"2\"/></filter>";
const DROP: &str = "<filter id=\"drop\" x=\"-20%\" y=\"-20%\" width=\"150%\" height=\"150%\"><feDropShadow dx=\"9\" dy=\"10\" stdDeviation=\"7\" flood-color=\"#0d1a16\" flood-opacity=\".24\"/></filter>";
const GLOW: &str = "<radialGradient id=\"glow\"><stop offset=\"0\" stop-color=\"#fff2cf\" stop-opacity=\".85\"/><stop offset=\"1\" stop-color=\"#fff2cf\" stop-opacity=\"0\"/></radialGradient>";

struct Room {
    wall: Colour,
    table: Colour,
    horizon: f32,
    base: f32,
}

fn room(d: &Dice, main: Colour, place: Place) -> Room {
    let mut best = (f32::MIN, Colour::hex(0), Colour::hex(0));
    for _ in 0..3 {
        let (wall, table) = d.one(&GROUNDS);
        let sway = [d.f(-5.0, 5.0), d.f(-4.0, 4.0), d.f(-5.0, 5.0)];
        let (wall, table) = (Colour::hex(wall).shifted(sway), Colour::hex(table).shifted(sway));
        let seen = wall.far(main).min(85.0) + 0.5 * table.far(main).min(60.0);
        if seen > best.0 {
            best = (seen, wall, table);
        }
    }
    let horizon = if place == Place::Wall { d.f(338.0, 352.0) } else { d.f(262.0, 288.0) };
    Room { wall: best.1, table: best.2, horizon, base: horizon + d.f(42.0, 56.0) }
}

/// Puts the pieces on the stage and writes the picture.
pub fn compose(sheet: &Sheet, pieces: &[Piece], d: &Dice, place: Place, n: u64) -> String {
    let main = pieces.last().map_or(Colour::hex(0x0080_8080), |piece| piece.main);
    let mut room = room(d, main, place);
    let mut body = String::new();
    wall(&mut body, d, &room);
    table(&mut body, d, &mut room, place);
    match place {
        Place::Table => stand(&mut body, d, pieces, room.base),
        Place::Wall => hang(&mut body, d, pieces),
    }
    let mirror = if d.odds(50) { " transform=\"matrix(-1 0 0 1 400 0)\"" } else { "" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" width=\"800\" height=\"800\"><defs>{}{}</defs><g{mirror} stroke-linecap=\"round\" stroke-linejoin=\"round\">{body}</g></svg>",
        lights(&room, &body, n),
        sheet.defs()
    )
}

fn lights(room: &Room, body: &str, n: u64) -> String {
    let spot = n.wrapping_mul(LIGHT_STEP) % LIGHTS;
    let (x, y) = (100 + spot % 500, spot / 500);
    let Room { wall, table, .. } = room;
    let used = |name: &str, text: &'static str| if body.contains(name) { text } else { "" };
    format!(
        "{}{}{}{}\
         <radialGradient id=\"wall\" cx=\".{x:03}\" cy=\".{y:03}\" r=\"1.1\"><stop offset=\"0\" stop-color=\"{}\"/><stop offset=\"1\" stop-color=\"{}\"/></radialGradient>\
         <linearGradient id=\"table\" x2=\"0\" y2=\"1\"><stop offset=\"0\" stop-color=\"{}\"/><stop offset=\"1\" stop-color=\"{}\"/></linearGradient>",
        used("#soft", SOFT),
        used("#near", NEAR),
        used("#drop", DROP),
        used("#glow", GLOW),
        wall.light(0.25).text(),
        wall.dark(0.09).text(),
        table.text(),
        table.dark(0.13).text()
    )
}

fn wall(body: &mut String, d: &Dice, room: &Room) {
    body.push_str("<rect width=\"400\" height=\"400\" fill=\"url(#wall)\"/>");
    let (pale, deep) = (room.wall.light(0.4).text(), room.wall.dark(0.08).text());
    let x = d.f(150.0, 250.0);
    let _ = match d.n(0, 9) {
        0 | 1 => {
            // The window falls onto the wall in two panes.
            let (w, y) = (d.f(56.0, 84.0), d.f(20.0, 60.0));
            [0.0, w + 9.0].iter().try_for_each(|shift| {
                let left = num(x - 90.0 + shift);
                write!(
                    body,
                    "<path d=\"M{left} {}l{} 26v150l-{} -26z\" fill=\"{pale}\" opacity=\".55\"/>",
                    num(y),
                    num(w),
                    num(w)
                )
            })
        }
        2 => write!(
            body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{pale}\" opacity=\".7\"/>",
            num(x),
            num(d.f(130.0, 170.0)),
            num(d.f(95.0, 125.0))
        ),
        3 => {
            let (half, top) = (d.f(105.0, 135.0), d.f(40.0, 80.0));
            write!(
                body,
                "<path d=\"M{} 400V{}a{} {} 0 0 1 {} 0V400z\" fill=\"{deep}\" opacity=\".55\"/>",
                num(200.0 - half),
                num(top + half * 0.8),
                num(half),
                num(half),
                num(half * 2.0)
            )
        }
        4 => {
            let lines: String = (1..7).map(|i| format!("M{} 0V400", i * 57)).collect();
            write!(
                body,
                "<path d=\"{lines}\" stroke=\"{deep}\" stroke-width=\"2\" opacity=\".6\"/>"
            )
        }
        5 => write!(
            body,
            "<rect y=\"{}\" width=\"400\" height=\"200\" fill=\"{deep}\" opacity=\".6\"/>",
            num(d.f(130.0, 215.0))
        ),
        _ => Ok(()),
    };
}

fn table(body: &mut String, d: &Dice, room: &mut Room, place: Place) {
    let at = num(room.horizon);
    let _ = write!(
        body,
        "<rect y=\"{at}\" width=\"400\" height=\"{}\" fill=\"url(#table)\"/><rect y=\"{at}\" width=\"400\" height=\"2\" fill=\"#fff\" opacity=\".35\"/>",
        num(400.0 - room.horizon)
    );
    if place == Place::Wall {
        return;
    }
    let (pale, deep) = (room.table.light(0.45), room.table.dark(0.16));
    let y = room.base;
    let _ = match d.n(0, 9) {
        0 | 1 => {
            let (rx, ry) = (d.f(130.0, 160.0), d.f(22.0, 30.0));
            let c = if d.odds(50) { pale } else { deep };
            write!(
                body,
                "<ellipse cx=\"200\" cy=\"{}\" rx=\"{}\" ry=\"{}\" fill=\"{}\"/>",
                num(y + 2.0),
                num(rx),
                num(ry),
                c.text()
            )
        }
        2 => {
            let c = d.tint(crate::colour::CLOTH).mix(room.table, 0.5);
            let lean = d.f(-16.0, 16.0);
            write!(
                body,
                "<path d=\"M{} {}H{}L{} {}H{}Z\" fill=\"{}\" opacity=\".75\"/>",
                num(74.0 + lean),
                num(room.horizon + 14.0),
                num(320.0 + lean),
                num(346.0 - lean),
                num(y + 34.0),
                num(48.0 - lean),
                c.text()
            )
        }
        3 => {
            let lines: String = (1..4)
                .map(|i| format!("M0 {}H400", num(room.horizon + 27.0 * i as f32 + d.f(-5.0, 5.0))))
                .collect();
            write!(
                body,
                "<path d=\"{lines}\" stroke=\"{}\" stroke-width=\"2\" opacity=\".35\"/>",
                deep.text()
            )
        }
        4 => {
            // A low block of stone or wood lifts the piece.
            room.base -= 6.0;
            block(body, d, room.base - 10.0, (pale, deep))
        }
        _ => Ok(()),
    };
}

fn block(
    body: &mut String,
    d: &Dice,
    top: f32,
    (pale, deep): (Colour, Colour),
) -> std::fmt::Result {
    let (half, high) = (d.f(128.0, 150.0), d.f(13.0, 20.0));
    let left = num(200.0 - half);
    write!(
        body,
        "<rect x=\"{left}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{}\"/><rect x=\"{left}\" y=\"{}\" width=\"{}\" height=\"22\" rx=\"4\" fill=\"{}\"/>",
        num(top),
        num(half * 2.0),
        num(high + 22.0),
        deep.text(),
        num(top),
        num(half * 2.0),
        pale.text()
    )
}

fn stand(body: &mut String, d: &Dice, pieces: &[Piece], base: f32) {
    let wide = pieces.iter().map(|p| p.reach.right - p.reach.left).fold(1.0, f32::max);
    let high = pieces.iter().map(|p| -p.reach.top).fold(1.0, f32::max);
    let room = base - d.f(38.0, 62.0);
    // Where each piece stands: to the side in widths, back in units, and how large.
    let spots: &[(f32, f32, f32)] = match pieces.len() {
        0 | 1 => &[(0.0, 0.0, 1.0)],
        2 if wide > high * 1.25 => &[(-0.3, -24.0, 0.84), (0.3, 8.0, 1.0)],
        2 => &[(-0.44, -13.0, 0.86), (0.44, 5.0, 1.0)],
        _ if wide > high * 1.25 => &[(-0.46, -26.0, 0.8), (0.46, -22.0, 0.83), (0.0, 11.0, 1.0)],
        _ => &[(-0.62, -14.0, 0.84), (0.62, -11.0, 0.87), (0.0, 9.0, 1.0)],
    };
    let span = match pieces.len() {
        0 | 1 if wide > high * 2.0 => 304.0,
        0 | 1 => 272.0,
        2 if wide > high * 1.25 => 322.0 / 1.52,
        2 => 322.0 / 1.83,
        _ if wide > high * 1.25 => 330.0 / 1.74,
        _ => 336.0 / 2.1,
    };
    let scale = (span / wide).min(room / high) * d.f(0.9, 1.0);
    let sway = d.f(-9.0, 9.0);
    // Low things would look lost at the lower edge of the picture.
    let lift = ((130.0 - high * scale) * 0.34).clamp(0.0, 30.0);
    for (piece, (aside, back, size)) in pieces.iter().zip(spots) {
        let own = scale * size;
        let middle = (piece.reach.left + piece.reach.right) / 2.0;
        let x = 200.0 + sway + aside * wide * scale - middle * own;
        let y = base + back - lift;
        shadow(body, piece, x, y, own);
        let _ = write!(
            body,
            "<g transform=\"translate({})scale({own:.3})\">{}</g>",
            nums(&[x, y]),
            piece.body
        );
    }
}

fn shadow(body: &mut String, piece: &Piece, x: f32, y: f32, scale: f32) {
    let stand = &piece.stand;
    if stand.right < stand.left {
        return;
    }
    let half = ((stand.right - stand.left) / 2.0 * scale).max(6.0);
    let middle = x + (stand.left + stand.right) / 2.0 * scale;
    let foot = y + stand.foot.max(0.0) * scale * 0.4;
    let flat = (half * 0.13).clamp(5.0, 15.0);
    let mut ellipse = |dx: f32, rx: f32, ry: f32, opacity: &str, filter: &str| {
        let _ = write!(
            body,
            "<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\" fill=\"#0d1a16\" opacity=\"{opacity}\" filter=\"url(#{filter})\"/>",
            num(middle + dx),
            num(foot),
            num(rx),
            num(ry)
        );
    };
    ellipse(half * 0.16 + 6.0, half * 1.14 + 8.0, flat, ".2", "soft");
    ellipse(2.0, half * 1.0 + 1.0, flat * 0.42, ".34", "near");
}

fn hang(body: &mut String, d: &Dice, pieces: &[Piece]) {
    let Some(piece) = pieces.last() else { return };
    let reach = &piece.reach;
    let (wide, high) = (reach.right - reach.left, reach.foot - reach.top);
    let scale = (286.0 / wide).min(272.0 / high) * d.f(0.92, 1.0);
    let x = 200.0 + d.f(-6.0, 6.0) - (reach.left + reach.right) / 2.0 * scale;
    let y = 180.0 - (reach.top + reach.foot) / 2.0 * scale;
    let _ = write!(
        body,
        "<g filter=\"url(#drop)\"><g transform=\"translate({})scale({scale:.3})\">{}</g></g>",
        nums(&[x, y]),
        piece.body
    );
}
