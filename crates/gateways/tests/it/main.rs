//! The adapters against the stand-ins, over real HTTP on loopback. The stand-in shares no code with the adapters: where
//! the two agree, the protocol's text does.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails, and says where")]

mod alipay;
mod bills;
mod cards;
mod faults;
mod interleavings;
mod journeys;
mod stage;
mod wechat;
