//! Throws that are no chance: every figure follows from a number and a word, on every machine.

use super::super::hash;

/// A stream of figures.
pub struct Dice(u64);

impl Dice {
    /// The dice of the `n`th of something.
    pub fn of(n: u64, what: &str) -> Self {
        Self(hash(&n.to_string(), what))
    }

    fn step(&mut self) -> u64 {
        // SplitMix64: small, well mixed, and the same everywhere.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below `n`; 0 when there is nothing below.
    pub fn below(&mut self, n: u64) -> u64 {
        self.step() % n.max(1)
    }

    /// From `from` to below `to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from).max(1).unsigned_abs()).cast_signed()
    }

    /// True so often in a hundred.
    pub fn luck(&mut self, per_cent: u64) -> bool {
        self.below(100) < per_cent
    }

    /// One of these; there must be one.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let n = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        &of[n]
    }
}
