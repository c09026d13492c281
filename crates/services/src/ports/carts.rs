//! Carts. A buyer has one cart; a visitor has one behind a token whose SHA-256 is stored. A scope reaches its own cart only.

use super::catalogue::SkuForSale;
use crate::Result;
use async_trait::async_trait;
use domain::id::{AccountId, CartId, SkuId};
use domain::{Moment, Money, Scope};

/// A cart to be stored.
#[derive(Clone, Debug)]
pub struct NewCart {
    /// The id.
    pub id: CartId,
    /// The buyer whose it is, or none for a visitor's.
    pub buyer: Option<AccountId>,
    /// The SHA-256 of the visitor's token, hex.
    pub token_hash: Option<String>,
    /// Now.
    pub created_at: Moment,
}

/// A line with the SKU as it is now.
#[derive(Clone, Debug)]
pub struct CartLineRow {
    /// The SKU as it is now.
    pub sku: SkuForSale,
    /// How many are wanted.
    pub quantity: i64,
    /// Whether it is ticked for buying.
    pub chosen: bool,
    /// What one cost when it was put in.
    pub price_when_added: Money,
    /// When it was put in.
    pub added_at: Moment,
}

/// Pieces to be put into a cart.
#[derive(Clone, Debug)]
pub struct AddLine {
    /// The scope's own cart.
    pub cart: CartId,
    /// Which SKU.
    pub sku: SkuId,
    /// How many more.
    pub n: i64,
    /// How many of it the cart may hold.
    pub max: i64,
    /// What one costs now.
    pub price: Money,
    /// Now.
    pub now: Moment,
}

/// Reading carts.
#[async_trait]
pub trait CartsRead: Send {
    /// The cart behind a visitor's token hash. System only.
    async fn cart_by_token(&mut self, scope: &Scope, token_hash: &str) -> Result<Option<CartId>>;
    /// The scope's own cart.
    async fn own_cart(&mut self, scope: &Scope) -> Result<Option<CartId>>;
    /// The lines of the scope's own cart, oldest first.
    async fn cart_lines(&mut self, scope: &Scope, now: Moment) -> Result<Vec<CartLineRow>>;
    /// How many pieces the scope's own cart holds; for the header.
    async fn cart_pieces(&mut self, scope: &Scope) -> Result<i64>;
    /// How many different SKUs the scope's own cart holds.
    async fn cart_line_count(&mut self, scope: &Scope) -> Result<i64>;
}

/// Writing carts.
#[async_trait]
pub trait CartsWrite: Send {
    /// Stores a cart and answers its id: a buyer's own, or (as the system) anybody's. A buyer who has a cart already keeps
    /// it, and its id is the answer.
    async fn ensure_cart(&mut self, scope: &Scope, cart: &NewCart) -> Result<CartId>;
    /// Puts more of a SKU into the scope's own cart and answers the new quantity, or `None` when that would be more than the
    /// maximum; nothing is changed then.
    async fn add_to_cart(&mut self, scope: &Scope, line: &AddLine) -> Result<Option<i64>>;
    /// Sets the quantity of a line of the scope's own cart; whether there is such a line.
    async fn set_quantity(
        &mut self,
        scope: &Scope,
        sku: &SkuId,
        quantity: i64,
        now: Moment,
    ) -> Result<bool>;
    /// Ticks or unticks a line of the scope's own cart, or all lines when `sku` is `None`.
    async fn choose(
        &mut self,
        scope: &Scope,
        sku: Option<&SkuId>,
        chosen: bool,
        now: Moment,
    ) -> Result<i64>;
    /// Takes lines out of the scope's own cart; how many there were.
    async fn remove_from_cart(&mut self, scope: &Scope, skus: &[SkuId], now: Moment)
    -> Result<i64>;
    /// Moves every line of a visitor's cart into a buyer's and drops the visitor's: quantities of one SKU are added up to
    /// `max`, nothing is ever lost but what the limits cannot hold. System only.
    async fn merge_cart(
        &mut self,
        scope: &Scope,
        from: &CartId,
        into: &CartId,
        max: i64,
        now: Moment,
    ) -> Result<()>;
}
