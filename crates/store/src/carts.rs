//! Carts. A buyer reaches the cart with their id, a visitor the one whose id the token led to; nobody reaches another.

use crate::args;
use crate::catalogue::{sku_columns, sku_for_sale, sku_joins};
use crate::db::{Arg, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{CartId, SkuId, TypedId as _};
use domain::{Code, Moment, Money, Scope};
use services::Result;
use services::ports::carts::{AddLine, CartLineRow, CartsRead, CartsWrite, NewCart};

/// The scope's own cart: `$1` is the buyer, `$2` the visitor's cart.
macro_rules! own_cart {
    () => {
        "select id from cart where buyer_id = $1 or (id = $2 and buyer_id is null)"
    };
}

const OWN: &str = own_cart!();

const BY_TOKEN: &str = "select id from cart where token_hash = $1 and buyer_id is null";

const LINES: &str = concat!(
    "select ",
    sku_columns!(),
    ", l.quantity, l.chosen, l.price_minor, l.added_at
    from cart_line l join sku s on s.id = l.sku_id ",
    sku_joins!(),
    " where l.cart_id = (",
    own_cart!(),
    ") order by l.added_at, l.sku_id limit 500"
);

const PIECES: &str = concat!(
    "select cast(coalesce(sum(quantity), 0) as bigint) from cart_line where cart_id = (",
    own_cart!(),
    ")"
);

const COUNT: &str = concat!("select count(*) from cart_line where cart_id = (", own_cart!(), ")");

#[async_trait]
impl CartsRead for Session {
    async fn cart_by_token(&mut self, scope: &Scope, token_hash: &str) -> Result<Option<CartId>> {
        scoped::system(scope)?;
        let row = self.one(BY_TOKEN, args![token_hash]).await?;
        row.map(|row| row.cols().id()).transpose()
    }

    async fn own_cart(&mut self, scope: &Scope) -> Result<Option<CartId>> {
        let row = self.one(OWN, &own(scope)).await?;
        row.map(|row| row.cols().id()).transpose()
    }

    async fn cart_lines(&mut self, scope: &Scope, now: Moment) -> Result<Vec<CartLineRow>> {
        let rows = self.all(LINES, &own(scope)).await?;
        rows.iter()
            .map(|row| {
                let mut cols = row.cols();
                let sku = sku_for_sale(&mut cols, now)?;
                let (quantity, chosen) = (cols.int()?, cols.flag()?);
                let price_when_added = Money::new(cols.int()?, sku.price.currency);
                Ok(CartLineRow {
                    sku,
                    quantity,
                    chosen,
                    price_when_added,
                    added_at: cols.moment()?,
                })
            })
            .collect()
    }

    async fn cart_pieces(&mut self, scope: &Scope) -> Result<i64> {
        self.number(PIECES, &own(scope)).await
    }

    async fn cart_line_count(&mut self, scope: &Scope) -> Result<i64> {
        self.number(COUNT, &own(scope)).await
    }
}

const ADD_CART: &str = "
    insert into cart (id, buyer_id, token_hash, created_at, updated_at)
    values ($1, $2, $3, $4, $4) on conflict (buyer_id) do nothing";

const OF_BUYER: &str = "select id from cart where buyer_id = $1";

const ADD_LINE: &str = "
    insert into cart_line (cart_id, sku_id, quantity, chosen, price_minor, added_at)
    select id, $3, $4, 1, $5, $6 from cart
    where id = $7 and (buyer_id = $1 or (id = $2 and buyer_id is null))
    on conflict (cart_id, sku_id) do update set
        quantity = cart_line.quantity + excluded.quantity, chosen = 1
    where cart_line.quantity + excluded.quantity <= $8
    returning quantity";

const SET_QUANTITY: &str = concat!(
    "update cart_line set quantity = $4 where sku_id = $3 and cart_id = (",
    own_cart!(),
    ")"
);

const CHOOSE: &str = concat!(
    "update cart_line set chosen = $4 where ($3 = '' or sku_id = $3) and cart_id = (",
    own_cart!(),
    ")"
);

const REMOVE: &str =
    concat!("delete from cart_line where sku_id in (list($3)) and cart_id = (", own_cart!(), ")");

const TOUCH: &str = concat!("update cart set updated_at = $3 where id = (", own_cart!(), ")");

const MERGE: &str = "
    insert into cart_line (cart_id, sku_id, quantity, chosen, price_minor, added_at)
    select $2, g.sku_id, g.quantity, g.chosen, g.price_minor, g.added_at
    from cart_line g where g.cart_id = $1 order by g.sku_id
    on conflict (cart_id, sku_id) do update set
        quantity = case when cart_line.quantity + excluded.quantity > $3 then $3
            else cart_line.quantity + excluded.quantity end,
        chosen = excluded.chosen";

#[async_trait]
impl CartsWrite for Session {
    async fn ensure_cart(&mut self, scope: &Scope, cart: &NewCart) -> Result<CartId> {
        let allowed = match scope {
            Scope::System(_) => true,
            Scope::Buyer(buyer) => cart.buyer.as_ref() == Some(buyer),
            _ => false,
        };
        if !allowed {
            return Err(Code::Forbidden.into());
        }
        let buyer = Arg::id(cart.buyer.as_ref());
        let token = Arg::from(cart.token_hash.clone());
        let args = [Arg::from(&cart.id), buyer.clone(), token, Arg::from(cart.created_at)];
        if self.execute(ADD_CART, &args).await? == 1 {
            return Ok(cart.id.clone());
        }
        let row = self.one(OF_BUYER, &[buyer]).await?.ok_or(Code::Stale)?;
        row.cols().id()
    }

    async fn add_to_cart(&mut self, scope: &Scope, line: &AddLine) -> Result<Option<i64>> {
        let args = args![
            scoped::buyer(scope),
            scoped::guest_cart(scope),
            &line.sku,
            line.n,
            line.price.minor,
            line.now,
            &line.cart,
            line.max,
        ];
        let row = self.one(ADD_LINE, args).await?;
        let Some(row) = row else { return Ok(None) };
        let quantity = row.cols().int()?;
        self.touch(scope, line.now).await?;
        Ok(Some(quantity))
    }

    async fn set_quantity(
        &mut self,
        scope: &Scope,
        sku: &SkuId,
        quantity: i64,
        now: Moment,
    ) -> Result<bool> {
        let [buyer, cart] = own(scope);
        let args = [buyer, cart, Arg::from(sku), Arg::from(quantity)];
        let known = self.execute(SET_QUANTITY, &args).await? > 0;
        self.touch(scope, now).await?;
        Ok(known)
    }

    async fn choose(
        &mut self,
        scope: &Scope,
        sku: Option<&SkuId>,
        chosen: bool,
        now: Moment,
    ) -> Result<i64> {
        let [buyer, cart] = own(scope);
        let sku = sku.map_or("", |s| s.as_str());
        let n = self.execute(CHOOSE, &[buyer, cart, Arg::from(sku), Arg::from(chosen)]).await?;
        self.touch(scope, now).await?;
        Ok(i64::try_from(n).unwrap_or(i64::MAX))
    }

    async fn remove_from_cart(
        &mut self,
        scope: &Scope,
        skus: &[SkuId],
        now: Moment,
    ) -> Result<i64> {
        let [buyer, cart] = own(scope);
        let n = self.execute(REMOVE, &[buyer, cart, Arg::ids(skus)]).await?;
        self.touch(scope, now).await?;
        Ok(i64::try_from(n).unwrap_or(i64::MAX))
    }

    async fn merge_cart(
        &mut self,
        scope: &Scope,
        from: &CartId,
        into: &CartId,
        max: i64,
        now: Moment,
    ) -> Result<()> {
        scoped::system(scope)?;
        self.execute(MERGE, args![from, into, max]).await?;
        self.execute("delete from cart_line where cart_id = $1", args![from]).await?;
        self.execute("delete from cart where id = $1 and buyer_id is null", args![from]).await?;
        self.execute("update cart set updated_at = $2 where id = $1", args![into, now]).await?;
        Ok(())
    }
}

impl Session {
    async fn touch(&mut self, scope: &Scope, now: Moment) -> Result<()> {
        let [buyer, cart] = own(scope);
        self.execute(TOUCH, &[buyer, cart, Arg::from(now)]).await.map(|_| ())
    }
}

fn own(scope: &Scope) -> [Arg; 2] {
    [Arg::from(scoped::buyer(scope)), Arg::from(scoped::guest_cart(scope))]
}
