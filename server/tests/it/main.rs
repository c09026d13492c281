//! The building as a visitor, a stranger and a partner meet it: a real server on a loopback port, real requests, and what
//! comes back. Nothing here reaches around a door; what is looked at is what the wire shows.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails, and says where")]

mod bag;
mod counting;
mod doors;
mod forms;
mod index;
mod kills;
mod live;
mod pages;
mod people;
mod pictures;
mod program;
mod stage;
mod walk;
mod wire;
