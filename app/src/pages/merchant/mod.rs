//! The merchants' pages.

pub mod not_found;
pub mod orders;
