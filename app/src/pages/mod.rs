//! Every page, by root, then by area. A page has one job: fetch through `api`, draw, offer forms.

pub mod bill;
pub mod console;
pub mod desk;
pub mod forms;
pub mod income;
pub mod journey;
pub mod merchant;
pub mod parts;
pub mod places;
pub mod regions;
pub mod reviews;
pub mod shop;
pub mod wall;
