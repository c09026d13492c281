//! Places for new shops, given by lot. A draw is a pure function of things that are published, and its record holds all of
//! them: whoever doubts it draws again.

use super::Turn;
use crate::Moment;
use crate::id::TypedId;
use crate::text::sha256_hex;
use serde::{Deserialize, Serialize};

/// How many draws one page of the public record holds.
pub const DRAWS_SHOWN: u32 = 24;

/// The record of a draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw<T> {
    /// The hour it was drawn for.
    pub hour: i64,
    /// The seed of that hour.
    pub seed: u64,
    /// How many places there were.
    pub places: usize,
    /// Who took part, in the order of their ids.
    pub candidates: Vec<T>,
    /// Who won, the first place first.
    pub chosen: Vec<T>,
}

impl<T: TypedId + Ord> Draw<T> {
    /// Draws for the hour that holds `now`. The order in which the candidates are named does not matter, and naming one
    /// twice gives it no second lot.
    pub fn hold(now: Moment, salt: &str, candidates: Vec<T>, places: usize) -> Self {
        Self::of(Turn::at(now, salt), candidates, places)
    }

    /// Whether the record is what a draw under that salt gives.
    pub fn is_right(&self, salt: &str) -> bool {
        *self == Self::of(Turn::of(self.hour, salt), self.candidates.clone(), self.places)
    }

    fn of(turn: Turn, mut candidates: Vec<T>, places: usize) -> Self {
        candidates.sort();
        candidates.dedup();
        let Turn { hour, seed } = turn;
        let mut lots: Vec<(String, &T)> = candidates
            .iter()
            .map(|one| (sha256_hex(format!("{seed}:{}", one.as_str()).as_bytes()), one))
            .collect();
        lots.sort();
        let chosen = lots.into_iter().take(places).map(|(_, one)| one.clone()).collect();
        Self { hour, seed, places, candidates, chosen }
    }
}
