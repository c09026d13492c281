//! The consumers' pages.

pub mod cart;
pub mod devices;
pub mod goods;
pub mod home;
pub mod login;
pub mod not_found;
pub mod product;
pub mod register;
