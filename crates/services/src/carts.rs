//! Carts. A visitor's cart hangs on a cookie, a buyer's on the account; at sign-in the first is merged into the second
//! (`accounts`). Prices and stock are read afresh at every look; a cart reserves nothing.

use crate::ports::carts::{AddLine, CartLineRow, NewCart};
use crate::ports::{StoreExt as _, Tx};
use crate::{Actor, Error, Market, Result, checkout, tokens};
use domain::carts::{CartGroup, CartLine, CartView, LINES_MAX, LineState, QUANTITY_MAX};
use domain::id::{CartId, SkuId};
use domain::{Code, Currency, FieldError, Moment, Refusal, Scope};

/// What came of putting something into a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// How many of the SKU the cart holds now.
    pub quantity: i64,
    /// How many pieces the cart holds now.
    pub pieces: i64,
    /// A fresh guest-cart token for the cookie, when the visitor had no cart yet.
    pub new_token: Option<String>,
}

/// Puts `n` of a SKU into the visitor's cart; the first time it makes the cart. Refuses with `NumberRange` on the field
/// `quantity`, `NotForSale`, `OutOfStock` or `CartFull`.
pub async fn add(market: &Market, actor: &Actor, sku: &SkuId, n: i64) -> Result<Added> {
    in_range(n, 1)?;
    let scope = actor.shopper();
    let token = matches!(scope, Scope::Public).then(|| tokens::fresh(&*market.rng));
    let put = Put {
        sku: sku.clone(),
        n,
        now: market.now(),
        cart: NewCart {
            id: market.id(),
            buyer: scope.account().cloned(),
            token_hash: token.as_deref().and_then(tokens::hash),
            created_at: market.now(),
        },
        scope,
    };
    let key = format!("cart.add:{}", put.cart.id);
    let (quantity, pieces) = market
        .store
        .write(key, move |tx| {
            let put = put.clone();
            Box::pin(async move { put.write(tx).await })
        })
        .await?;
    Ok(Added { quantity, pieces, new_token: token })
}

/// Sets how many of a SKU are wanted; none takes the line out. `NotFound` when there is no such line.
pub async fn set_quantity(market: &Market, actor: &Actor, sku: &SkuId, n: i64) -> Result<()> {
    in_range(n, 0)?;
    if n == 0 {
        return remove(market, actor, std::slice::from_ref(sku)).await.map(|_| ());
    }
    let (scope, sku, now) = (actor.shopper(), sku.clone(), market.now());
    market
        .store
        .write(write_key(market, "set"), move |tx| {
            let (scope, sku) = (scope.clone(), sku.clone());
            Box::pin(async move {
                let rows = tx.skus(&Scope::Public, std::slice::from_ref(&sku), now).await?;
                let row = rows.first().filter(|r| r.for_sale).ok_or(Code::NotForSale)?;
                if row.available < n {
                    return Err(Code::OutOfStock.into());
                }
                let known = tx.set_quantity(&scope, &sku, n, now).await?;
                if known { Ok(()) } else { Err(Code::NotFound.into()) }
            })
        })
        .await
}

/// Ticks or unticks a line, or all lines when `sku` is `None`.
pub async fn choose(
    market: &Market,
    actor: &Actor,
    sku: Option<&SkuId>,
    chosen: bool,
) -> Result<()> {
    let (scope, sku, now) = (actor.shopper(), sku.cloned(), market.now());
    market
        .store
        .write(write_key(market, "choose"), move |tx| {
            let (scope, sku) = (scope.clone(), sku.clone());
            Box::pin(async move { tx.choose(&scope, sku.as_ref(), chosen, now).await.map(|_| ()) })
        })
        .await
}

/// Takes lines out; how many there were. Taking out what is not there is no failure.
pub async fn remove(market: &Market, actor: &Actor, skus: &[SkuId]) -> Result<i64> {
    let (scope, skus, now) = (actor.shopper(), skus.to_vec(), market.now());
    market
        .store
        .write(write_key(market, "remove"), move |tx| {
            let (scope, skus) = (scope.clone(), skus.clone());
            Box::pin(async move { tx.remove_from_cart(&scope, &skus, now).await })
        })
        .await
}

/// The visitor's cart with today's prices and stock.
pub async fn view(market: &Market, actor: &Actor) -> Result<CartView> {
    let scope = actor.shopper();
    if matches!(scope, Scope::Public) {
        return Ok(CartView::default());
    }
    let mut reader = market.store.read().await?;
    let id = reader.own_cart(&scope).await?;
    let now = market.now();
    let rows = reader.cart_lines(&scope, now).await?;
    let mut view = arrange(id, rows)?;
    if view.chosen_pieces > 0 {
        let reader = &mut *reader;
        view.quote = checkout::of_cart(reader, &scope, now).await?;
    }
    Ok(view)
}

/// How many pieces the visitor's cart holds; for the header.
pub async fn pieces(market: &Market, actor: &Actor) -> Result<i64> {
    match actor.shopper() {
        Scope::Public => Ok(0),
        scope => market.store.read().await?.cart_pieces(&scope).await,
    }
}

/// Orders the lines by shop and folds away what cannot be bought any more.
fn arrange(id: Option<CartId>, rows: Vec<CartLineRow>) -> Result<CartView> {
    let mut view = CartView { id, ..CartView::default() };
    for row in rows {
        let line = line(&row)?;
        if line.state == LineState::NotForSale || line.state == LineState::SoldOut {
            view.folded.push(line);
            continue;
        }
        view.pieces += line.quantity;
        if line.chosen && line.state == LineState::Good {
            view.chosen_pieces += line.quantity;
            view.chosen_total = view.chosen_total.add(line.total)?;
        }
        match view.groups.iter_mut().find(|g| g.merchant == row.sku.merchant) {
            Some(group) => group.lines.push(line),
            None => view.groups.push(CartGroup {
                merchant: row.sku.merchant,
                merchant_slug: row.sku.merchant_slug,
                merchant_name: row.sku.merchant_name,
                lines: vec![line],
            }),
        }
    }
    Ok(view)
}

fn line(row: &CartLineRow) -> Result<CartLine> {
    let state = match row.sku.available {
        _ if !row.sku.for_sale || row.sku.price.currency != Currency::default() => {
            LineState::NotForSale
        }
        n if n <= 0 => LineState::SoldOut,
        n if n < row.quantity => LineState::Short,
        _ => LineState::Good,
    };
    Ok(CartLine {
        sku: row.sku.id.clone(),
        product: row.sku.product.clone(),
        slug: row.sku.slug.clone(),
        name: row.sku.name.clone(),
        spec: row.sku.spec.clone(),
        picture: row.sku.picture.clone(),
        price: row.sku.price,
        price_when_added: row.price_when_added,
        quantity: row.quantity,
        available: row.sku.available.max(0),
        total: row.sku.price.times(row.quantity)?,
        chosen: row.chosen,
        state,
        returnable: row.sku.returnable,
    })
}

/// One try at putting something into a cart.
#[derive(Clone)]
struct Put {
    scope: Scope,
    sku: SkuId,
    n: i64,
    cart: NewCart,
    now: Moment,
}

impl Put {
    async fn write(&self, tx: &mut dyn Tx) -> Result<(i64, i64)> {
        let rows = tx.skus(&Scope::Public, std::slice::from_ref(&self.sku), self.now).await?;
        let sku = rows.first().filter(|r| r.for_sale).ok_or(Code::NotForSale)?;
        let (scope, cart) = self.cart(tx).await?;
        let line = AddLine {
            cart,
            sku: self.sku.clone(),
            n: self.n,
            max: QUANTITY_MAX,
            price: sku.price,
            now: self.now,
        };
        let quantity = tx.add_to_cart(&scope, &line).await?.ok_or(Code::CartFull)?;
        if quantity > sku.available {
            return Err(Code::OutOfStock.into());
        }
        if tx.cart_line_count(&scope).await? > LINES_MAX {
            return Err(Code::CartFull.into());
        }
        Ok((quantity, tx.cart_pieces(&scope).await?))
    }

    /// The cart to put into, made now if there is none, and the scope that reaches it.
    async fn cart(&self, tx: &mut dyn Tx) -> Result<(Scope, CartId)> {
        const MAKER: Scope = Scope::System("carts");
        match &self.scope {
            Scope::Guest(cart) => Ok((self.scope.clone(), cart.clone())),
            Scope::Public => {
                let cart = tx.ensure_cart(&MAKER, &self.cart).await?;
                Ok((Scope::Guest(cart.clone()), cart))
            }
            scope => Ok((scope.clone(), tx.ensure_cart(scope, &self.cart).await?)),
        }
    }
}

fn in_range(n: i64, least: i64) -> Result<(), Error> {
    if (least..=QUANTITY_MAX).contains(&n) {
        return Ok(());
    }
    let field = "quantity".to_owned();
    let wrong = FieldError { field, code: Code::NumberRange, n: Some(QUANTITY_MAX) };
    Err(Refusal::fields(vec![wrong]).into())
}

fn write_key(market: &Market, what: &str) -> String {
    format!("cart.{what}:{}", market.id::<CartId>())
}
