//! Outlines: corners, curves through points, and what a wheel turns. Numbers are cut to tenths, so that a picture stays small.

use std::fmt::Write as _;

/// A point.
pub type At = (f32, f32);

/// An outline as SVG writes it, with the points it goes through.
#[derive(Clone)]
pub struct Shape {
    /// The path data.
    pub data: String,
    /// What it goes through.
    pub points: Vec<At>,
}

/// A number with at most one decimal.
pub fn num(value: f32) -> String {
    let tenths = (value * 10.0).round() as i32;
    if tenths % 10 == 0 {
        return (tenths / 10).to_string();
    }
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if whole == 0 { format!("{sign}.{rest}") } else { format!("{sign}{whole}.{rest}") }
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

/// Several numbers one after another.
pub fn nums(values: &[f32]) -> String {
    let mut text = String::new();
    for value in values {
        let next = num(*value);
        let dot_parts = next.starts_with('.')
            && text.contains('.')
            && text.ends_with(|c: char| c.is_ascii_digit())
            && text.rsplit([' ', '-']).next().is_some_and(|last| last.contains('.'));
        if !text.is_empty() && !next.starts_with('-') && !dot_parts {
            text.push(' ');
        }
        text.push_str(&next);
    }
    text
}

fn straight(points: &[At]) -> String {
    let mut data = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let _ = write!(data, "{}{}", if i == 0 { "M" } else { "L" }, nums(&[*x, *y]));
    }
    data
}

/// A curve through the points (Catmull-Rom); a point that is named twice is a corner.
fn curved(points: &[At], closed: bool) -> String {
    let Some(first) = points.first() else { return String::new() };
    let count = points.len();
    let near = |i: usize, by: isize| -> At {
        let at = i as isize + by;
        if closed {
            points[at.rem_euclid(count as isize) as usize]
        } else {
            points[at.clamp(0, count as isize - 1) as usize]
        }
    };
    let mut data = format!("M{}", nums(&[first.0, first.1]));
    // Steps from the last point are shorter to write than places; they start from where the pen really is.
    let (mut x, mut y) = (tenth(first.0), tenth(first.1));
    for i in 0..if closed { count } else { count - 1 } {
        let (before, from, to, after) = (near(i, -1), near(i, 0), near(i, 1), near(i, 2));
        if from == to {
            continue;
        }
        let out = (from.0 + (to.0 - before.0) / 6.0, from.1 + (to.1 - before.1) / 6.0);
        let into = (to.0 - (after.0 - from.0) / 6.0, to.1 - (after.1 - from.1) / 6.0);
        let step = [out.0 - x, out.1 - y, into.0 - x, into.1 - y, to.0 - x, to.1 - y];
        let _ = write!(data, "c{}", nums(&step));
        (x, y) = (x + tenth(step[4]), y + tenth(step[5]));
    }
    data
}

/// Straight edges, closed.
pub fn poly(points: &[At]) -> Shape {
    Shape { data: straight(points) + "Z", points: points.to_vec() }
}

/// Straight edges, open.
pub fn wire(points: &[At]) -> Shape {
    Shape { data: straight(points), points: points.to_vec() }
}

/// A closed curve through the points.
pub fn blob(points: &[At]) -> Shape {
    Shape { data: curved(points, true) + "Z", points: points.to_vec() }
}

/// An open curve through the points.
pub fn curve(points: &[At]) -> Shape {
    Shape { data: curved(points, false), points: points.to_vec() }
}

/// What a wheel turns: the right-hand outline from the top to the foot, and its mirror image.
pub fn turned(right: &[At]) -> Shape {
    let left: Vec<At> = right.iter().rev().map(|(x, y)| (-x, *y)).collect();
    let back = curved(&left, false).replacen('M', "L", 1);
    let points = right.iter().copied().chain(left).collect();
    Shape { data: curved(right, false) + &back + "Z", points }
}

/// The same on both sides, cut with straight edges.
pub fn mirrored(right: &[At]) -> Shape {
    let left = right.iter().rev().map(|(x, y)| (-x, *y));
    poly(&right.iter().copied().chain(left).collect::<Vec<_>>())
}

/// An ellipse.
pub fn oval(x: f32, y: f32, rx: f32, ry: f32) -> Shape {
    let data = format!(
        "M{}A{} 0 1 1 {}A{} 0 1 1 {}Z",
        nums(&[x - rx, y]),
        nums(&[rx, ry]),
        nums(&[x + rx, y]),
        nums(&[rx, ry]),
        nums(&[x - rx, y])
    );
    Shape { data, points: vec![(x - rx, y), (x + rx, y), (x, y - ry), (x, y + ry)] }
}

/// A board with rounded corners; `x` and `y` are its upper left corner.
pub fn slab(x: f32, y: f32, w: f32, h: f32, r: f32) -> Shape {
    let r = r.min(w / 2.0).min(h / 2.0).max(0.1);
    let arc = |x: f32, y: f32| format!("A{} 0 0 1 {}", nums(&[r, r]), nums(&[x, y]));
    let data = format!(
        "M{}H{}{}V{}{}H{}{}V{}{}Z",
        nums(&[x + r, y]),
        num(x + w - r),
        arc(x + w, y + r),
        num(y + h - r),
        arc(x + w - r, y + h),
        num(x + r),
        arc(x, y + h - r),
        num(y + r),
        arc(x + r, y)
    );
    Shape { data, points: vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h)] }
}

/// Dots for a round pen: one outline for all of them.
pub fn dots(points: &[At]) -> Shape {
    let mut data = String::new();
    for (x, y) in points {
        let _ = write!(data, "M{}h.1", nums(&[*x, *y]));
    }
    Shape { data, points: points.to_vec() }
}

/// Many outlines as one, which costs the bytes of its points only.
pub fn all(shapes: impl IntoIterator<Item = Shape>) -> Shape {
    let mut whole = Shape { data: String::new(), points: Vec::new() };
    for shape in shapes {
        whole.data.push_str(&shape.data);
        whole.points.extend(shape.points);
    }
    whole
}

/// A leaf from its stalk to its tip, `wide` at its middle.
pub fn leaf((x, y): At, turn: f32, long: f32, wide: f32) -> Shape {
    let (sin, cos) = turn.to_radians().sin_cos();
    let at =
        |along: f32, aside: f32| (x + cos * along - sin * aside, y + sin * along + cos * aside);
    let (mid_a, mid_b, tip) = (at(long * 0.45, wide), at(long * 0.45, -wide), at(long, 0.0));
    let data = format!(
        "M{}Q{} {}Q{} {}Z",
        nums(&[x, y]),
        nums(&[mid_a.0, mid_a.1]),
        nums(&[tip.0, tip.1]),
        nums(&[mid_b.0, mid_b.1]),
        nums(&[x, y])
    );
    Shape {
        data,
        points: vec![(x, y), at(long * 0.45, wide * 0.5), at(long * 0.45, -wide * 0.5), tip],
    }
}
