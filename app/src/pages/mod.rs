//! Every page, by root, then by area. A page has one job: fetch through `api`, draw, offer forms.

pub mod desk;
pub mod merchant;
pub mod parts;
pub mod shop;
