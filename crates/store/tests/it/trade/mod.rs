//! Trade as a whole, told to both engines: the use cases on a real store with the story's clock, and with partners that
//! keep ledgers of their own.

mod bazaar;
mod carrier;
mod looks;
mod model;
mod partner;
mod paying;
mod promises;
mod races;
mod rush;
mod settlement;
pub mod verify;

pub use bazaar::owner;
pub use looks::STORIES as LOOKS;
pub use model::STORIES as MODEL;
pub use paying::STORIES as PAYING;
pub use promises::STORIES as PROMISES;
pub use races::STORIES as RACES;
pub use rush::STORIES as RUSH;
pub use settlement::STORIES as SETTLEMENT;
pub use verify::STORIES as VERIFY;
