//! Stock: what is on hand, what of it is held, and for whom. Every hold is one conditional statement, so that the last goods
//! are never promised twice; a hold ends once, whoever ends it. Items are touched in the order of their ids, or two
//! purchases of the same goods could wait for each other.

use crate::args;
use crate::catalogue::stock_crossed;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{PurchaseId, StockItemId, TypedId as _, decode};
use domain::stock::{Reservation, ReservationState};
use domain::{Moment, Scope};
use services::broken::{Fault, is};
use services::ports::stock::{StockRead, StockWrite};
use services::{Error, Result};

/// More stock items than one purchase can draw on.
const ITEMS_MAX: i64 = 1_000;

const LEVEL: &str = "
    select on_hand, held from stock_item where id = $1 and ($2 = 1 or merchant_id = $3)";

const RESERVATIONS: &str = "
    select id, purchase_id, stock_item_id, qty, expires_at, state
    from reservation where purchase_id = $1 order by stock_item_id, id limit $2";

#[async_trait]
impl StockRead for Session {
    async fn stock_level(
        &mut self,
        scope: &Scope,
        item: &StockItemId,
    ) -> Result<Option<(i64, i64)>> {
        let args = args![item, scope.sees_all(), scoped::merchant(scope)];
        let Some(row) = self.one(LEVEL, args).await? else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some((cols.int()?, cols.int()?)))
    }

    async fn reservations(
        &mut self,
        scope: &Scope,
        purchase: &PurchaseId,
    ) -> Result<Vec<Reservation>> {
        scoped::system(scope)?;
        self.all(RESERVATIONS, args![purchase, ITEMS_MAX]).await?.iter().map(reservation).collect()
    }
}

fn reservation(row: &Row) -> Result<Reservation> {
    let mut cols = row.cols();
    Ok(Reservation {
        id: cols.id()?,
        purchase: cols.id()?,
        item: cols.id()?,
        qty: cols.int()?,
        expires_at: cols.moment()?,
        state: cols.word(ReservationState::parse)?,
    })
}

const HOLD: &str = "
    update stock_item set held = held + $2 where id = $1 and on_hand - held >= $2
    returning on_hand - held, (select count(*) from sku s where s.stock_item_id = stock_item.id
        and s.stock_units > stock_item.on_hand - stock_item.held
        and s.stock_units <= stock_item.on_hand - stock_item.held + $2)";

/// What a hold must never be: it forgets what others hold.
const HOLD_BROKEN: &str = "
    update stock_item set held = $2 where id = $1 and on_hand >= $2 returning on_hand, cast(0 as bigint)";

const ADD_RESERVATION: &str = "
    insert into reservation (id, purchase_id, stock_item_id, qty, expires_at, state, ended_at)
    values ($1, $2, $3, $4, $5, 'live', null)";

const END: &str = "
    update reservation set state = $2, ended_at = $3 where purchase_id = $1 and state = 'live'
    returning stock_item_id, qty";

const SELL: &str = "
    update stock_item set on_hand = on_hand - $2, held = held - $2, updated_at = $3 where id = $1";

const GIVE_BACK: &str = "
    update stock_item set held = held - $2, updated_at = $3 where id = $1
    returning on_hand - held, (select count(*) from sku s where s.stock_item_id = stock_item.id
        and s.stock_units <= stock_item.on_hand - stock_item.held
        and s.stock_units > stock_item.on_hand - stock_item.held - $2)";

const ADD_RESTOCK: &str = "
    insert into restock (stock_item_id, source, qty, at) values ($1, $2, $3, $4)
    on conflict (stock_item_id, source) do nothing";

const PUT_BACK: &str = "
    update stock_item set on_hand = on_hand + $2, updated_at = $3 where id = $1
    returning on_hand - held, (select count(*) from sku s where s.stock_item_id = stock_item.id
        and s.stock_units <= stock_item.on_hand - stock_item.held
        and s.stock_units > stock_item.on_hand - stock_item.held - $2)";

#[async_trait]
impl StockWrite for Session {
    async fn reserve(&mut self, scope: &Scope, reservation: &Reservation) -> Result<bool> {
        scoped::system(scope)?;
        let (item, qty) = (&reservation.item, reservation.qty);
        let hold = if is(Fault::Hold) { HOLD_BROKEN } else { HOLD };
        let Some(row) = self.one(hold, args![item, qty]).await? else { return Ok(false) };
        let args = args![
            &reservation.id,
            &reservation.purchase,
            &reservation.item,
            reservation.qty,
            reservation.expires_at,
        ];
        self.execute(ADD_RESERVATION, args).await?;
        // A hold has no moment of its own but the one in its id.
        let now = time_of(reservation.id.as_str());
        self.tell_crossing(&row, item, -qty, reservation.purchase.as_str(), now).await?;
        Ok(true)
    }

    async fn consume(&mut self, scope: &Scope, purchase: &PurchaseId, now: Moment) -> Result<i64> {
        scoped::system(scope)?;
        self.end_reservations(purchase, ReservationState::Consumed, SELL, now).await
    }

    async fn release(&mut self, scope: &Scope, purchase: &PurchaseId, now: Moment) -> Result<i64> {
        scoped::system(scope)?;
        self.end_reservations(purchase, ReservationState::Released, GIVE_BACK, now).await
    }

    async fn restock(
        &mut self,
        scope: &Scope,
        item: &StockItemId,
        qty: i64,
        source: &str,
        now: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        if self.execute(ADD_RESTOCK, args![item, source, qty, now]).await? == 0 {
            return Ok(false);
        }
        if let Some(row) = self.one(PUT_BACK, args![item, qty, now]).await? {
            self.tell_crossing(&row, item, qty, source, now).await?;
        }
        Ok(true)
    }
}

impl Session {
    /// Tells which goods have just run out, or can be had again. `moved` is by how much more or less is free than before.
    async fn tell_crossing(
        &mut self,
        row: &Row,
        item: &StockItemId,
        moved: i64,
        source: &str,
        now: Moment,
    ) -> Result<()> {
        let mut cols = row.cols();
        let (free, crossed) = (cols.int()?, cols.int()?);
        if crossed == 0 {
            return Ok(());
        }
        stock_crossed(self, item, (free.min(free - moved), free.max(free - moved)), source, now)
            .await
    }

    /// Ends the live reservations of a purchase and lets `then` happen to the stock of each. How many there were.
    async fn end_reservations(
        &mut self,
        purchase: &PurchaseId,
        to: ReservationState,
        then: &'static str,
        now: Moment,
    ) -> Result<i64> {
        let rows = self.all(END, args![purchase, to.as_str(), now]).await?;
        let mut ended: Vec<(StockItemId, i64)> = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut cols = row.cols();
            ended.push((cols.id()?, cols.int()?));
        }
        ended.sort_unstable();
        for (item, qty) in &ended {
            // What is sold was not free before, so only giving back answers a row.
            if let Some(row) = self.one(then, args![item, *qty, now]).await? {
                self.tell_crossing(&row, item, *qty, purchase.as_str(), now).await?;
            }
        }
        i64::try_from(ended.len()).map_err(Error::broken)
    }
}

/// The moment in an id: its first 48 bits.
fn time_of(id: &str) -> Moment {
    let bits = id.split_once('_').and_then(|(_, text)| decode(text).ok()).unwrap_or_default();
    Moment(i64::try_from(bits >> 80).unwrap_or_default())
}
