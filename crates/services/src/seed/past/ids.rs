//! Ids of the past: the same for everybody who lives through it, so that a step may be repeated.

use crate::ports::Ids;
use domain::Moment;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Ids that follow from the purchase and sort by the moment of their making.
pub struct PastIds {
    /// The moment they sort by.
    pub at: Moment,
    /// Whose they are.
    pub seed: Arc<str>,
    /// How many of them there were before.
    pub count: Arc<AtomicU64>,
}

impl Ids for PastIds {
    fn bits(&self) -> u128 {
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        let digest = Sha256::digest(format!("past:{}:{n}", self.seed));
        let chance = digest.iter().take(10).fold(0u128, |bits, b| (bits << 8) | u128::from(*b));
        let stamp = u128::from(self.at.millis().unsigned_abs()) & 0xffff_ffff_ffff;
        // Version 7 in bits 76 to 79, variant 2 in bits 62 and 63.
        (stamp << 80) | (chance & !(0xf << 76) & !(0b11 << 62)) | (7 << 76) | (0b10 << 62)
    }
}
