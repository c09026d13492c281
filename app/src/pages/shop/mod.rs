//! The consumers' pages.

pub mod addresses;
pub mod cart;
pub mod cashier;
pub mod checkout;
pub mod devices;
pub mod goods;
pub mod home;
pub mod list;
pub mod login;
pub mod not_found;
pub mod order;
pub mod orders;
pub mod product;
pub mod register;
pub mod rules;
