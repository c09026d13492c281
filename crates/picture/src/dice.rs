//! Throws that are no chance: every figure of a drawing follows from the name and number of its good, on every machine.

use crate::colour::Colour;
use std::cell::Cell;

/// Two streams of figures: one decides the form, the other the colours, so that a second piece may have the same form in
/// another colour.
#[derive(Clone)]
pub struct Dice {
    form: Cell<u64>,
    hue: Cell<u64>,
}

fn step(state: &Cell<u64>) -> u64 {
    // SplitMix64: small, well mixed, and the same everywhere.
    state.set(state.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
    let mut z = state.get();
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// From zero to one, with as many steps as a drawing can show.
fn unit(state: &Cell<u64>) -> f32 {
    (step(state) >> 40) as f32 / (1u64 << 24) as f32
}

impl Dice {
    /// The dice of the `n`th good of a kind.
    pub fn of(kind: &str, n: u64) -> Self {
        let start = kind.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let form = Cell::new(start ^ n.wrapping_mul(0xd6e8_feb8_6659_fd93));
        let hue = Cell::new(step(&form));
        Self { form, hue }
    }

    /// The same form in other colours.
    pub fn sibling(&self, which: u64) -> Self {
        let hue = self.hue.get() ^ (which + 1).wrapping_mul(0xa076_1d64_78bd_642f);
        Self { form: self.form.clone(), hue: Cell::new(hue) }
    }

    /// A figure between the two.
    pub fn f(&self, from: f32, to: f32) -> f32 {
        from + (to - from) * unit(&self.form)
    }

    /// A whole number from `from` to `to`, both included.
    pub fn n(&self, from: usize, to: usize) -> usize {
        from + (step(&self.form) % (to - from + 1) as u64) as usize
    }

    /// Yes in `percent` of a hundred.
    pub fn odds(&self, percent: u64) -> bool {
        step(&self.form) % 100 < percent
    }

    /// One of them.
    pub fn one<T: Copy>(&self, of: &[T]) -> T {
        of[(step(&self.form) % of.len() as u64) as usize]
    }

    /// One of the colours, a little lighter or darker, a little warmer or cooler.
    pub fn tint(&self, of: &[u32]) -> Colour {
        let base = Colour::hex(of[(step(&self.hue) % of.len() as u64) as usize]);
        let all = (unit(&self.hue) - 0.5) * 22.0;
        let warm = (unit(&self.hue) - 0.5) * 14.0;
        let green = (unit(&self.hue) - 0.5) * 8.0;
        base.shifted([all + warm, all + green, all - warm])
    }
}
