//! The stand-in by itself: does it refuse what the partners refuse, does it remember, does it stay at home? The requests
//! are written out here; no adapter is involved.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails, and says where")]

mod client;
mod gateway;
mod house;
mod parcels;
mod past;
mod wechat;
