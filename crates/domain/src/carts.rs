//! What a cart shows and what a cart may hold. Prices in these views are re-read from the store on every look; nothing
//! that comes back from a browser is ever used as a price.

use crate::Money;
use crate::catalogue::Words;
use crate::id::{CartId, MerchantId, ProductId, SkuId};
use crate::quote::Quote;
use serde::{Deserialize, Serialize};

/// How many different SKUs a cart holds at most.
pub const LINES_MAX: i64 = 99;
/// How many of one SKU a cart holds at most.
pub const QUANTITY_MAX: i64 = 99;

/// Whether a line can be bought as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// It can.
    Good,
    /// Fewer are left than wanted.
    Short,
    /// None is left.
    SoldOut,
    /// It is no longer offered.
    NotForSale,
}

/// One SKU in a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// The SKU.
    pub sku: SkuId,
    /// Its product.
    pub product: ProductId,
    /// The product's place in addresses.
    pub slug: String,
    /// The product's name.
    pub name: Words,
    /// The SKU's choice in words.
    pub spec: Words,
    /// The picture.
    pub picture: String,
    /// What one costs now.
    pub price: Money,
    /// What one cost when it was put in.
    pub price_when_added: Money,
    /// How many are wanted.
    pub quantity: i64,
    /// How many can be had now.
    pub available: i64,
    /// Price times quantity.
    pub total: Money,
    /// Whether it is ticked for buying.
    pub chosen: bool,
    /// Whether it can be bought.
    pub state: LineState,
    /// Whether the seven days without reasons apply (3.3.1).
    pub returnable: bool,
}

/// The lines of one shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartGroup {
    /// The shop.
    pub merchant: MerchantId,
    /// Its place in addresses.
    pub merchant_slug: String,
    /// Its name.
    pub merchant_name: Words,
    /// Its lines, oldest first.
    pub lines: Vec<CartLine>,
}

/// A whole cart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    /// Its id; `None` while the visitor has no cart yet.
    pub id: Option<CartId>,
    /// The lines that can be bought or nearly so, by shop.
    pub groups: Vec<CartGroup>,
    /// The lines that cannot be bought any more.
    pub folded: Vec<CartLine>,
    /// How many pieces the cart holds, folded lines left out.
    pub pieces: i64,
    /// How many pieces are ticked and can be bought.
    pub chosen_pieces: i64,
    /// The goods ticked, without discounts and freight.
    pub chosen_total: Money,
    /// What is ticked, priced by the one engine; `None` when nothing is.
    pub quote: Option<Quote>,
}
