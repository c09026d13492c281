//! Favourites and the history of what was looked at. What is read here is which goods and when; how a card looks is read
//! where cards are.

use crate::args;
use crate::db::{Cols, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::catalogue::Paged;
use domain::favourites::KeptCard;
use domain::id::{AccountId, ProductId, TypedId as _};
use domain::{Code, Moment, Money, Scope};
use services::ports::catalogue::CatalogueRead as _;
use services::ports::favourites::{FavouritesRead, FavouritesWrite, SeenRow};
use services::{Error, Result};

/// Cards are read as the machine sees them: what is not offered any more is still the buyer's.
const SYSTEM: Scope = Scope::System("favourites");

const FAVOURITES: &str = "
    select p.id, f.marked_at, p.currency, f.price_minor_at_marking,
        cast(case when p.on_sale = 1 and m.is_open = 1
            and p.shown_from <= $2 and $2 < p.shown_until then 1 else 0 end as bigint)
    from favourite f join product p on p.id = f.product_id join merchant m on m.id = p.merchant_id
    where f.account_id = $1 and ($4 = '' or (f.marked_at, f.product_id) < ($3, $4))
    order by f.marked_at desc, f.product_id desc limit $5";

const HISTORY: &str = "
    select p.id, s.seen_at, p.currency, cast(null as bigint),
        cast(case when p.on_sale = 1 and m.is_open = 1
            and p.shown_from <= $2 and $2 < p.shown_until then 1 else 0 end as bigint)
    from seen s join product p on p.id = s.product_id join merchant m on m.id = p.merchant_id
    where s.account_id = $1 and ($4 = '' or (s.seen_at, s.product_id) < ($3, $4))
    order by s.seen_at desc, s.product_id desc limit $5";

const IS_FAVOURITE: &str = "
    select count(*) from favourite f join product p on p.id = f.product_id
    where f.account_id = $1 and (p.id = $2 or p.slug = $2)";

const COUNT: &str = "select count(*) from favourite where account_id = $1";

/// Who marks it again keeps the first price.
const ADD: &str = "
    insert into favourite (account_id, product_id, price_minor_at_marking, marked_at)
    values ($1, $2, $3, $4) on conflict (account_id, product_id) do nothing";

const REMOVE: &str = "delete from favourite where account_id = $1 and product_id = $2";

/// Both are looked up, so that one row that has no place spoils no other. The later of two looks stays.
const ADD_SEEN: &str = "
    insert into seen (account_id, product_id, seen_at)
    select a.id, p.id, $3 from account a, product p where a.id = $1 and p.id = $2
    on conflict (account_id, product_id) do update set seen_at = excluded.seen_at
    where seen.seen_at < excluded.seen_at";

const TRIM_SEEN: &str = "
    delete from seen where account_id = $1 and product_id not in (
        select s.product_id from seen s where s.account_id = $1
        order by s.seen_at desc, s.product_id desc limit $2)";

const REMOVE_SEEN: &str = "delete from seen where account_id = $1 and product_id = $2";

const CLEAR: &str = "delete from seen where account_id = $1";

#[async_trait]
impl FavouritesRead for Session {
    async fn favourites(
        &mut self,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<KeptCard>> {
        self.kept(FAVOURITES, scope, after, limit, now).await
    }

    async fn is_favourite(&mut self, scope: &Scope, id_or_slug: &str) -> Result<bool> {
        Ok(self.number(IS_FAVOURITE, args![scoped::buyer(scope), id_or_slug]).await? > 0)
    }

    async fn favourite_count(&mut self, scope: &Scope) -> Result<i64> {
        self.number(COUNT, args![scoped::buyer(scope)]).await
    }

    async fn history(
        &mut self,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<KeptCard>> {
        self.kept(HISTORY, scope, after, limit, now).await
    }
}

/// A row before its card is known.
struct Kept {
    product: ProductId,
    at: Moment,
    offered: bool,
    price_at_marking: Option<Money>,
}

fn row(mut cols: Cols<'_>) -> Result<Kept> {
    let (product, at, currency) = (cols.id()?, cols.moment()?, cols.currency()?);
    let price_at_marking = cols.opt_money(currency)?;
    Ok(Kept { product, at, price_at_marking, offered: cols.flag()? })
}

impl Session {
    /// One page of either list.
    async fn kept(
        &mut self,
        sql: &'static str,
        scope: &Scope,
        after: Option<&str>,
        limit: i64,
        now: Moment,
    ) -> Result<Paged<KeptCard>> {
        let (at, id) = after.map_or(Ok((Moment(0), String::new())), read_key)?;
        // One more than wanted tells whether there is a next page.
        let args = args![scoped::buyer(scope), now, at, id, limit + 1];
        let rows = self.all(sql, args).await?;
        let mut rows = rows.iter().map(|r| row(r.cols())).collect::<Result<Vec<_>>>()?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = rows.last().filter(|_| more).map(|r| format!("{}.{}", r.at.0, r.product));
        let ids: Vec<ProductId> = rows.iter().map(|r| r.product.clone()).collect();
        let cards = self.product_cards(&SYSTEM, &ids, now).await?;
        if cards.len() != rows.len() {
            return Err(Error::broken("a kept product has no card"));
        }
        let kept = |(row, card): (Kept, _)| KeptCard {
            card,
            at: row.at,
            offered: row.offered,
            price_at_marking: row.price_at_marking,
        };
        Ok(Paged { items: rows.into_iter().zip(cards).map(kept).collect(), next })
    }
}

/// Reads a key that came back from a browser; anything else is an address of nothing.
fn read_key(key: &str) -> Result<(Moment, String)> {
    let (at, id) = key.split_once('.').ok_or(Code::NotFound)?;
    let id = ProductId::parse(id)?;
    Ok((Moment(at.parse().map_err(|_| Code::NotFound)?), id.as_str().to_owned()))
}

#[async_trait]
impl FavouritesWrite for Session {
    async fn add_favourite(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        price: Money,
        now: Moment,
    ) -> Result<bool> {
        let args = args![scoped::buyer(scope), id, price.minor, now];
        Ok(self.execute(ADD, args).await? > 0)
    }

    async fn remove_favourite(&mut self, scope: &Scope, id: &ProductId) -> Result<bool> {
        Ok(self.execute(REMOVE, args![scoped::buyer(scope), id]).await? > 0)
    }

    async fn add_seen(&mut self, scope: &Scope, rows: &[SeenRow], keep: i64) -> Result<()> {
        scoped::system(scope)?;
        let mut people: Vec<&AccountId> = rows.iter().map(|row| &row.account).collect();
        people.sort_unstable();
        people.dedup();
        for row in rows {
            self.execute(ADD_SEEN, args![&row.account, &row.product, row.at]).await?;
        }
        for account in people {
            self.execute(TRIM_SEEN, args![account, keep]).await?;
        }
        Ok(())
    }

    async fn remove_seen(&mut self, scope: &Scope, id: &ProductId) -> Result<bool> {
        Ok(self.execute(REMOVE_SEEN, args![scoped::buyer(scope), id]).await? > 0)
    }

    async fn clear_history(&mut self, scope: &Scope) -> Result<i64> {
        let rows = self.execute(CLEAR, args![scoped::buyer(scope)]).await?;
        i64::try_from(rows).map_err(Error::broken)
    }
}
