//! Chance: unguessable tokens and numbers from the operating system, and a seeded sequence for faults that must repeat.

/// `count` random letters of `alphabet` (at most 256 letters; the slight bias does not matter for a stand-in).
pub fn letters(alphabet: &[u8], count: usize) -> String {
    let mut bytes = vec![0_u8; count];
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        // Without chance there must be no tokens that could be guessed: better to stop.
        tracing::error!("the operating system gives no chance");
        std::process::abort();
    }
    bytes.into_iter().map(|b| char::from(alphabet[usize::from(b) % alphabet.len()])).collect()
}

/// `count` random digits.
pub fn digits(count: usize) -> String {
    letters(b"0123456789", count)
}

/// An unguessable token.
pub fn token() -> String {
    letters(b"abcdefghijklmnopqrstuvwxyz234567", 32)
}

/// A repeatable sequence (SplitMix64), for "ten of a hundred" that a test can run again.
#[derive(Clone, Debug)]
pub struct Sequence(u64);

impl Sequence {
    /// The sequence of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Whether the next draw falls under `percent` of a hundred.
    pub const fn hits(&mut self, percent: u8) -> bool {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % 100 < percent as u64
    }
}
