//! The merchants' pages.

pub mod not_found;
pub mod order;
pub mod orders;
pub mod places;
pub mod return_case;
pub mod returns;
pub mod reviews;
pub mod settings;
pub mod today;
