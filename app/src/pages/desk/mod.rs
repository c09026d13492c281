//! The platform staff's pages.

pub mod not_found;
pub mod work;
