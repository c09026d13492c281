//! The sheet one piece is drawn on: paints, outlines, light and groups. It remembers how far the drawing reaches, where it
//! stands and which colour carries it, so that the stage can give it room, a shadow and a ground it is seen on.

use crate::colour::Colour;
use crate::shape::{self, At, Shape, nums};
use std::fmt::Write as _;

/// How a colour takes the light, which comes from the left.
#[derive(Clone, Copy, PartialEq)]
pub enum Ink {
    /// Not at all.
    Flat(Colour),
    /// As a column does.
    Round(Colour),
    /// As a ball does.
    Ball(Colour),
    /// From above.
    Fall(Colour),
    /// As polished metal does.
    Sheen(Colour),
    /// As clear glass does.
    Glass(Colour),
}

/// How far something reaches.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Upper edge.
    pub top: f32,
    /// Lower edge.
    pub foot: f32,
}

impl Reach {
    const NONE: Self = Self { left: f32::MAX, right: f32::MIN, top: f32::MAX, foot: f32::MIN };

    fn take(&mut self, (x, y): At) {
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.top = self.top.min(y);
        self.foot = self.foot.max(y);
    }
}

/// Points lower than this stand on the table.
const STANDING: f32 = -14.0;

/// A drawing in the making.
pub struct Sheet {
    inks: Vec<Ink>,
    clips: String,
    clip_count: usize,
    body: String,
    moves: Vec<[f32; 6]>,
    reach: Reach,
    stand: Reach,
    main: (f32, Colour),
}

/// One piece, lifted from the sheet.
pub struct Piece {
    /// Its SVG.
    pub body: String,
    /// How far it reaches.
    pub reach: Reach,
    /// How far it reaches where it stands.
    pub stand: Reach,
    /// The colour of its largest part.
    pub main: Colour,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            inks: Vec::new(),
            clips: String::new(),
            clip_count: 0,
            body: String::new(),
            moves: Vec::new(),
            reach: Reach::NONE,
            stand: Reach::NONE,
            main: (0.0, Colour::hex(0x0080_8080)),
        }
    }
}

impl Sheet {
    /// Lifts what was drawn since the last time; paints stay.
    pub fn lift(&mut self) -> Piece {
        let piece = Piece {
            body: std::mem::take(&mut self.body),
            reach: self.reach,
            stand: self.stand,
            main: self.main.1,
        };
        (self.reach, self.stand, self.main) = (Reach::NONE, Reach::NONE, (0.0, piece.main));
        piece
    }

    /// The paints and windows the pieces refer to.
    pub fn defs(&self) -> String {
        let mut text = String::new();
        for (i, ink) in self.inks.iter().enumerate() {
            text.push_str(&gradient(i, *ink));
        }
        text + &self.clips
    }

    fn paint(&mut self, ink: Ink) -> String {
        if let Ink::Flat(colour) = ink {
            return colour.text();
        }
        let at = self.inks.iter().position(|known| *known == ink).unwrap_or_else(|| {
            self.inks.push(ink);
            self.inks.len() - 1
        });
        format!("url(#p{at})")
    }

    fn see(&mut self, points: &[At], wide: f32) -> f32 {
        let mut own = Reach::NONE;
        for (x, y) in points {
            let (mut x, mut y) = (*x, *y);
            for [a, b, c, d, e, f] in self.moves.iter().rev() {
                (x, y) = (a * x + c * y + e, b * x + d * y + f);
            }
            own.take((x - wide, y - wide));
            own.take((x + wide, y + wide));
            if y > STANDING {
                self.stand.take((x, y));
            }
        }
        for corner in [(own.left, own.top), (own.right, own.foot)] {
            if !points.is_empty() {
                self.reach.take(corner);
            }
        }
        (own.right - own.left) * (own.foot - own.top)
    }

    /// Fills an outline.
    pub fn put(&mut self, ink: Ink, shape: &Shape) {
        self.veil(ink, shape, 1.0);
    }

    /// Fills an outline that lets through what lies behind it.
    pub fn veil(&mut self, ink: Ink, shape: &Shape, opacity: f32) {
        let area = self.see(&shape.points, 0.0);
        let (Ink::Flat(c)
        | Ink::Round(c)
        | Ink::Ball(c)
        | Ink::Fall(c)
        | Ink::Sheen(c)
        | Ink::Glass(c)) = ink;
        if opacity > 0.9 && area > self.main.0 {
            self.main = (area, c);
        }
        let (paint, thin) = (self.paint(ink), thin(opacity));
        let _ = write!(self.body, "<path d=\"{}\" fill=\"{paint}\"{thin}/>", shape.data);
    }

    /// Fills an outline that has holes.
    pub fn hollow(&mut self, ink: Ink, shape: &Shape) {
        self.see(&shape.points, 0.0);
        let paint = self.paint(ink);
        let _ = write!(
            self.body,
            "<path d=\"{}\" fill=\"{paint}\" fill-rule=\"evenodd\"/>",
            shape.data
        );
    }

    /// Draws along an outline with a round pen.
    pub fn trace(&mut self, ink: Ink, width: f32, shape: &Shape) {
        self.see(&shape.points, width / 2.0);
        self.mark(ink, width, shape, 1.0);
    }

    /// Draws a fine line that lets through what lies behind it and does not count as part of the outline.
    pub fn mark(&mut self, ink: Ink, width: f32, shape: &Shape, opacity: f32) {
        let (paint, thin) = (self.paint(ink), thin(opacity));
        let _ = write!(
            self.body,
            "<path d=\"{}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{}\"{thin}/>",
            shape.data,
            shape::num(width)
        );
    }

    /// Ellipse.
    pub fn oval(&mut self, ink: Ink, x: f32, y: f32, rx: f32, ry: f32) {
        self.put(ink, &shape::oval(x, y, rx, ry));
    }

    /// Board with rounded corners, from its upper left corner.
    pub fn slab(&mut self, ink: Ink, (x, y): At, (w, h): At, r: f32) {
        self.put(ink, &shape::slab(x, y, w, h, r));
    }

    /// A bent rod of one colour.
    pub fn rod(&mut self, colour: Colour, width: f32, points: &[At]) {
        self.trace(Ink::Flat(colour), width, &shape::curve(points));
    }

    /// A rod with a lighter stripe along it, so that it looks round.
    pub fn pipe(&mut self, colour: Colour, width: f32, points: &[At]) {
        self.rod(colour.dark(0.16), width, points);
        let lifted: Vec<At> =
            points.iter().map(|(x, y)| (x - width * 0.12, y - width * 0.14)).collect();
        self.mark(Ink::Flat(colour.light(0.2)), width * 0.4, &shape::curve(&lifted), 0.8);
    }

    /// A reflection of the window.
    pub fn gloss(&mut self, width: f32, points: &[At], opacity: f32) {
        self.mark(Ink::Flat(Colour::hex(0x00ff_ffff)), width, &shape::curve(points), opacity);
    }

    /// A seam, a fold, a vein.
    pub fn seam(&mut self, colour: Colour, width: f32, points: &[At], opacity: f32) {
        self.mark(Ink::Flat(colour), width, &shape::curve(points), opacity);
    }

    /// Stitches.
    pub fn stitch(&mut self, colour: Colour, points: &[At]) {
        let shape = shape::curve(points);
        let _ = write!(
            self.body,
            "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\" opacity=\".7\"/>",
            shape.data,
            colour.text()
        );
    }

    /// Flecks along an outline.
    pub fn dashes(&mut self, colour: Colour, width: f32, shape: &Shape) {
        let _ = write!(
            self.body,
            "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"1 15\" opacity=\".7\"/>",
            shape.data,
            colour.text(),
            shape::num(width)
        );
    }

    /// Draws moved, turned (in degrees) and scaled.
    pub fn set(&mut self, (x, y): At, turn: f32, scale: f32, draw: impl FnOnce(&mut Self)) {
        let (sin, cos) = turn.to_radians().sin_cos();
        self.moves.push([cos * scale, sin * scale, -sin * scale, cos * scale, x, y]);
        let _ = write!(self.body, "<g transform=\"translate({})", nums(&[x, y]));
        if turn != 0.0 {
            let _ = write!(self.body, "rotate({})", shape::num(turn));
        }
        if scale != 1.0 {
            let _ = write!(self.body, "scale({scale:.2})");
        }
        self.body.push_str("\">");
        draw(self);
        self.body.push_str("</g>");
        self.moves.pop();
    }

    /// Draws only inside an outline.
    pub fn inside(&mut self, shape: &Shape, draw: impl FnOnce(&mut Self)) {
        let at = self.clip_count;
        self.clip_count += 1;
        let _ =
            write!(self.clips, "<clipPath id=\"c{at}\"><path d=\"{}\"/></clipPath>", shape.data);
        let _ = write!(self.body, "<g clip-path=\"url(#c{at})\">");
        let kept = (self.reach, self.stand);
        draw(self);
        (self.reach, self.stand) = kept;
        self.body.push_str("</g>");
    }

    /// What is drawn inside does not count for room and shadow: light, a cord that leads away.
    pub fn aside(&mut self, draw: impl FnOnce(&mut Self)) {
        let kept = (self.reach, self.stand);
        draw(self);
        (self.reach, self.stand) = kept;
    }

    /// Asks for room up to this height, for what is drawn aside.
    pub fn see_to(&mut self, top: f32) {
        self.reach.take((0.0, top));
    }

    /// Warm light around a flame or bulb.
    pub fn glow(&mut self, x: f32, y: f32, r: f32) {
        let _ = write!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"url(#glow)\"/>",
            shape::num(x),
            shape::num(y),
            shape::num(r)
        );
    }
}

fn thin(opacity: f32) -> String {
    if opacity >= 1.0 { String::new() } else { format!(" opacity=\"{opacity:.2}\"") }
}

fn gradient(id: usize, ink: Ink) -> String {
    let stops = |list: &[(f32, Colour)]| {
        list.iter().fold(String::new(), |mut text, (at, colour)| {
            let _ = write!(text, "<stop offset=\"{at}\" stop-color=\"{}\"/>", colour.text());
            text
        })
    };
    let across = |inner: String| format!("<linearGradient id=\"p{id}\">{inner}</linearGradient>");
    match ink {
        Ink::Flat(_) => String::new(),
        Ink::Round(c) => {
            across(stops(&[(0.0, c.light(0.22)), (0.35, c.light(0.06)), (1.0, c.dark(0.3))]))
        }
        Ink::Sheen(c) => across(stops(&[
            (0.0, c.dark(0.1)),
            (0.18, c.light(0.6)),
            (0.42, c),
            (0.75, c.dark(0.3)),
            (1.0, c.dark(0.05)),
        ])),
        Ink::Ball(c) => format!(
            "<radialGradient id=\"p{id}\" cx=\".35\" cy=\".3\" r=\".75\">{}</radialGradient>",
            stops(&[(0.0, c.light(0.42)), (0.5, c), (1.0, c.dark(0.3))])
        ),
        Ink::Fall(c) => format!(
            "<linearGradient id=\"p{id}\" x2=\"0\" y2=\"1\">{}</linearGradient>",
            stops(&[(0.0, c.light(0.16)), (1.0, c.dark(0.16))])
        ),
        Ink::Glass(c) => across(
            stops(&[(0.0, c.light(0.5)), (0.4, c), (1.0, c.dark(0.25))])
                .replace("\"/>", "\" stop-opacity=\".62\"/>"),
        ),
    }
}
