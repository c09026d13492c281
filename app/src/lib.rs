//! THE SHOP FLOOR. Four roots (shop, mine, merchant, desk), every page and every server function. A page asks through `api`;
//! `api` says who asks, parses, calls one use case and makes a view. No SQL, no HTTP client and no rule of trade here.
//!
//! The same code runs on the server (`ssr`) and in the browser (`hydrate`): nothing in a view may read a clock, chance,
//! the window or a `cfg!`, or hydration finds another page than the server sent.
#![recursion_limit = "256"]

#[cfg(not(erase_components))]
compile_error!(
    "compile with the flags of .cargo/config.toml: RUSTFLAGS replaces them, so add `--cfg erase_components` to it"
);

pub mod api;
pub mod fetched;
pub mod frame;
pub mod going;
pub mod live;
pub mod pages;
pub mod post;
pub mod roots;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod counting;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod shell;

pub use roots::{DeskApp, MerchantApp, MineApp, Root, ShopApp};
pub use wire::AppError;
