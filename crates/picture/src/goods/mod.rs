//! Every kind of good and who draws it: a shelf for each family. A drawing stands at (0, 0) and grows upwards (to negative y),
//! about 200 wide; the stage scales it. Light comes from the left.

mod appliances;
mod bags;
mod bakery;
mod books;
mod clothes;
mod cosy;
mod deli;
mod desk;
mod devices;
mod dolls;
mod fresh;
mod fruit;
mod furniture;
mod garden;
mod green;
mod handmade;
mod home;
mod jewels;
mod kitchen;
mod outdoors;
mod packing;
mod pets;
mod pins;
mod plugs;
mod potions;
mod pottery;
mod shelfware;
mod shoes;
mod smalls;
mod sport;
mod tools;
mod toys;
mod vanity;
mod wardrobe;
mod winds;
mod worn;

use crate::dice::Dice;
use crate::sheet::Sheet;
use crate::stage::Place;

/// A kind of good.
pub struct Good {
    /// Its name in addresses.
    pub kind: &'static str,
    /// So many pieces at most are shown together.
    pub most: u64,
    /// Where it is shown.
    pub place: Place,
    /// Draws one.
    pub draw: fn(&mut Sheet, &Dice),
}

const fn table(kind: &'static str, most: u64, draw: fn(&mut Sheet, &Dice)) -> Good {
    Good { kind, most, place: Place::Table, draw }
}

const fn wall(kind: &'static str, draw: fn(&mut Sheet, &Dice)) -> Good {
    Good { kind, most: 1, place: Place::Wall, draw }
}

/// All shelves.
pub const GOODS: &[&[Good]] = &[
    pottery::SHELF,
    packing::SHELF,
    fruit::SHELF,
    garden::SHELF,
    bakery::SHELF,
    fresh::SHELF,
    kitchen::SHELF,
    furniture::SHELF,
    home::SHELF,
    cosy::SHELF,
    green::SHELF,
    clothes::SHELF,
    wardrobe::SHELF,
    shoes::SHELF,
    bags::SHELF,
    worn::SHELF,
    jewels::SHELF,
    pins::SHELF,
    devices::SHELF,
    plugs::SHELF,
    books::SHELF,
    desk::SHELF,
    vanity::SHELF,
    potions::SHELF,
    toys::SHELF,
    dolls::SHELF,
    sport::SHELF,
    outdoors::SHELF,
    pets::SHELF,
    tools::SHELF,
    appliances::SHELF,
    winds::SHELF,
    deli::SHELF,
    shelfware::SHELF,
    handmade::SHELF,
    smalls::SHELF,
];

/// The good of that kind.
pub fn find(kind: &str) -> Option<&'static Good> {
    GOODS.iter().flat_map(|shelf| shelf.iter()).find(|good| good.kind == kind)
}
