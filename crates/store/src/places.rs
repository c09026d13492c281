//! Places that the formula does not give: draws and what is paid for. A draw is kept once and never changed.

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::display::draw::Draw;
use domain::id::{CategoryId, MerchantId, TypedId};
use domain::{Code, Moment, Scope};
use services::ports::places::{PlacementRow, PlacesRead, PlacesWrite};
use services::{Error, Result};

/// More shops than open in the span that counts as new.
const CANDIDATES_MAX: i64 = 5_000;
/// How many draws or placements one reading answers at most.
const LIST_MAX: i64 = 200;

const DRAW: &str =
    "select hour, seed, places, candidates_json, chosen_json from draw where hour = $1";

const DRAWS: &str = "
    select hour, seed, places, candidates_json, chosen_json from draw
    where hour < $1 order by hour desc limit $2";

const SHOPS_SINCE: &str = "
    select id from merchant where is_open = 1 and opened_at > $1 order by id limit $2";

const PLACEMENTS: &str = "
    select l.id, l.merchant_id, l.product_id, l.from_at, l.until_at
    from placement l join product p on p.id = l.product_id
    where l.until_at > $1 and l.from_at <= $1
        and ($3 = '' or p.category_id = $3 or p.root_id = $3)
    order by l.id limit $2";

const KEEP_DRAW: &str = "
    insert into draw (hour, seed, places, candidates_json, chosen_json, drawn_at)
    values ($1, $2, $3, $4, $5, $6) on conflict (hour) do nothing";

const ADD_PLACEMENT: &str = "
    insert into placement (id, merchant_id, product_id, from_at, until_at, created_at)
    select $1, p.merchant_id, p.id, $4, $5, $6 from product p where p.id = $3 and p.merchant_id = $2";

#[async_trait]
impl PlacesRead for Session {
    async fn draw(&mut self, _scope: &Scope, hour: i64) -> Result<Option<Draw<MerchantId>>> {
        let row = self.one(DRAW, args![hour]).await?;
        row.map(|row| draw(&row)).transpose()
    }

    async fn draws(
        &mut self,
        _scope: &Scope,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Draw<MerchantId>>> {
        let rows = self.all(DRAWS, args![before, limit.clamp(1, LIST_MAX)]).await?;
        rows.iter().map(draw).collect()
    }

    async fn shops_since(&mut self, _scope: &Scope, since: Moment) -> Result<Vec<MerchantId>> {
        let rows = self.all(SHOPS_SINCE, args![since, CANDIDATES_MAX]).await?;
        rows.iter().map(|row| row.cols().id()).collect()
    }

    async fn placements(
        &mut self,
        _scope: &Scope,
        category: Option<&CategoryId>,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<PlacementRow>> {
        let category = category.map_or("", TypedId::as_str);
        let rows = self.all(PLACEMENTS, args![now, limit.clamp(1, LIST_MAX), category]).await?;
        rows.iter().map(placement).collect()
    }
}

fn draw(row: &Row) -> Result<Draw<MerchantId>> {
    let mut cols = row.cols();
    Ok(Draw {
        hour: cols.int()?,
        seed: cols.text()?.parse().map_err(Error::broken)?,
        places: usize::try_from(cols.int()?).map_err(Error::broken)?,
        candidates: cols.json()?,
        chosen: cols.json()?,
    })
}

fn placement(row: &Row) -> Result<PlacementRow> {
    let mut cols = row.cols();
    Ok(PlacementRow {
        id: cols.id()?,
        merchant: cols.id()?,
        product: cols.id()?,
        from: cols.moment()?,
        until: cols.moment()?,
    })
}

#[async_trait]
impl PlacesWrite for Session {
    async fn keep_draw(
        &mut self,
        scope: &Scope,
        draw: &Draw<MerchantId>,
        now: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        let json = |ids: &[MerchantId]| serde_json::to_string(ids).map_err(Error::broken);
        let args = args![
            draw.hour,
            draw.seed.to_string(),
            i64::try_from(draw.places).map_err(Error::broken)?,
            json(&draw.candidates)?,
            json(&draw.chosen)?,
            now,
        ];
        Ok(self.execute(KEEP_DRAW, args).await? == 1)
    }

    async fn add_placement(
        &mut self,
        scope: &Scope,
        placement: &PlacementRow,
        now: Moment,
    ) -> Result<()> {
        scoped::owned(scope, &placement.merchant)?;
        let args = args![
            &placement.id,
            &placement.merchant,
            &placement.product,
            placement.from,
            placement.until,
            now,
        ];
        match self.execute(ADD_PLACEMENT, args).await? {
            1 => Ok(()),
            _ => Err(Code::NotFound.into()),
        }
    }
}
