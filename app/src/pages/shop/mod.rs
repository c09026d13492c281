//! The consumers' pages.

pub mod account;
pub mod addresses;
pub mod buy;
pub mod cart;
pub mod cashier;
pub mod checkout;
pub mod devices;
pub mod evidence;
pub mod fairness;
pub mod favourites;
pub mod goods;
pub mod heart;
pub mod history;
pub mod home;
pub mod leave;
pub mod list;
pub mod login;
pub mod not_found;
pub mod order;
pub mod orders;
pub mod papers;
pub mod prices;
pub mod product;
pub mod register;
pub mod reviews;
pub mod rules;
