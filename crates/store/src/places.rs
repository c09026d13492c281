//! Places that the formula does not give: draws and what is paid for. A draw is kept once and never changed; a place of a list
//! is had once on a day, which the keys of `placement_day` decide.

use crate::args;
use crate::db::{Cols, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::catalogue::{Paged, Words};
use domain::display::booking::{Booking, DayTaken, EndedBy, Ending, PaidList, Span};
use domain::display::draw::Draw;
use domain::id::{CategoryId, MerchantId, PlacementId, ProductId, TypedId};
use domain::ledger::rules::FeeParts;
use domain::{Code, Moment, Money, Scope};
use services::ports::places::{BookingRow, PlacesRead, PlacesWrite};
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
    select product_id from placement
    where list = $3 and until_at > $1 and from_at <= $1 and ended_at is null
    order by id limit $2";

/// More rows than a list can have places in the longest booking.
const DAYS_MAX: i64 = 1_000;

const DAYS_TAKEN: &str = "
    select day, count(*), cast(sum(case when merchant_id = $4 then 1 else 0 end) as bigint)
    from placement_day where list = $1 and day >= $2 and day < $3
    group by day order by day limit $5";

macro_rules! bookings {
    ($rest:literal) => {
        concat!(
            "select l.id, l.merchant_id, l.product_id, l.list, l.first_day, l.days, l.created_at, l.price_minor,
                l.available_minor, l.pending_minor, l.ended_at, l.ended_by, l.reason, l.back_minor, p.currency,
                m.name_zh, m.name_en, p.name_zh, p.name_en, p.slug, p.picture, c.name_zh, c.name_en
            from placement l join merchant m on m.id = l.merchant_id join product p on p.id = l.product_id
                left join category c on c.id = l.list ",
            $rest
        )
    };
}

const BOOKING: &str = bookings!("where l.id = $1 and ($2 = 1 or l.merchant_id = $3)");
const ALL_BOOKINGS: &str =
    bookings!("where ($1 = '' or l.id < $1) and $3 = $3 order by l.id desc limit $2");
const BOOKINGS_OF: &str =
    bookings!("where l.merchant_id = $3 and ($1 = '' or l.id < $1) order by l.id desc limit $2");

const LISTS_OF: &str = "
    select c.id, c.parent_id from product p join category c on c.id = p.category_id
    where p.id = $1 and ($2 = 1 or p.merchant_id = $3)";

const KEEP_DRAW: &str = "
    insert into draw (hour, seed, places, candidates_json, chosen_json, drawn_at)
    values ($1, $2, $3, $4, $5, $6) on conflict (hour) do nothing";

const BOOK: &str = "
    insert into placement (id, merchant_id, product_id, from_at, until_at, created_at, list, first_day, days,
        price_minor, available_minor, pending_minor)
    select $1, p.merchant_id, p.id, $4, $5, $6, $7, $8, $9, $10, $11, $12
    from product p where p.id = $3 and p.merchant_id = $2";

/// Nothing is written when the place is taken, or when the shop has another one on that day.
const TAKE_DAY: &str = "
    insert into placement_day (list, day, place, merchant_id, placement_id) values ($1, $2, $3, $4, $5)
    on conflict do nothing";

const HELD: &str =
    "select count(*) from placement_day where list = $1 and day = $2 and merchant_id = $3";

const END: &str = "
    update placement set ended_at = $2, ended_by = $3, reason = $4, back_minor = $5
    where id = $1 and ended_at is null";

const FREE_DAYS: &str = "delete from placement_day where placement_id = $1 and day >= $2";

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
        list: &PaidList,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<ProductId>> {
        let rows = self.all(PLACEMENTS, args![now, limit.clamp(1, LIST_MAX), list.key()]).await?;
        rows.iter().map(|row| row.cols().id()).collect()
    }

    async fn days_taken(
        &mut self,
        scope: &Scope,
        list: &PaidList,
        span: Span,
    ) -> Result<Vec<DayTaken>> {
        let own = scoped::merchant(scope);
        let args = args![list.key(), span.from, span.until(), own, DAYS_MAX];
        let day = |row: &Row| {
            let mut cols = row.cols();
            Ok(DayTaken { day: cols.int()?, taken: cols.int()?, own: cols.int()? > 0 })
        };
        self.all(DAYS_TAKEN, args).await?.iter().map(day).collect()
    }

    async fn booking(&mut self, scope: &Scope, id: &PlacementId) -> Result<Option<Booking>> {
        let args = args![id, scope.sees_all(), scoped::merchant(scope)];
        let row = self.one(BOOKING, args).await?;
        row.map(|row| booking(&mut row.cols())).transpose()
    }

    async fn bookings(
        &mut self,
        scope: &Scope,
        after: Option<&PlacementId>,
        limit: i64,
    ) -> Result<Paged<BookingRow>> {
        let (limit, after) = (limit.clamp(1, LIST_MAX), after.map_or("", TypedId::as_str));
        let sql = if scope.sees_all() { ALL_BOOKINGS } else { BOOKINGS_OF };
        // One more than wanted tells whether there is a next page.
        let rows = self.all(sql, args![after, limit + 1, scoped::merchant(scope)]).await?;
        let mut items = rows.iter().map(booking_row).collect::<Result<Vec<_>>>()?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > wanted;
        items.truncate(wanted);
        let next = items.last().filter(|_| more).map(|row| row.booking.id.to_string());
        Ok(Paged { items, next })
    }

    async fn lists_of(
        &mut self,
        scope: &Scope,
        product: &ProductId,
    ) -> Result<Option<(CategoryId, Option<CategoryId>)>> {
        let args = args![product, scope.sees_all(), scoped::merchant(scope)];
        let Some(row) = self.one(LISTS_OF, args).await? else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some((cols.id()?, cols.opt_id()?)))
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

fn booking(cols: &mut Cols<'_>) -> Result<Booking> {
    let (id, merchant, product) = (cols.id()?, cols.id()?, cols.id()?);
    let list = cols.word(PaidList::parse)?;
    let span = Span { from: cols.int()?, days: cols.int()? };
    let booked_at = cols.moment()?;
    let [price, available, pending] = [cols.int()?, cols.int()?, cols.int()?];
    let (ended_at, ended_by) = (cols.opt_moment()?, cols.opt_word(EndedBy::parse)?);
    let (reason, back, currency) = (cols.opt_text()?, cols.int()?, cols.currency()?);
    let money = |minor| Money::new(minor, currency);
    Ok(Booking {
        id,
        merchant,
        product,
        list,
        span,
        booked_at,
        price: money(price),
        paid: FeeParts { available: money(available), pending: money(pending) },
        ended: ended_at.zip(ended_by).map(|(at, by)| Ending {
            at,
            by,
            reason: reason.unwrap_or_default(),
            back: money(back),
        }),
    })
}

fn booking_row(row: &Row) -> Result<BookingRow> {
    let mut cols = row.cols();
    let booking = booking(&mut cols)?;
    let (shop, name, slug, picture) = (cols.words()?, cols.words()?, cols.text()?, cols.text()?);
    let category = cols.opt_text()?.zip(cols.opt_text()?).map(|(zh, en)| Words { zh, en });
    Ok(BookingRow { booking, shop, name, slug, picture, category })
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

    async fn book_place(&mut self, scope: &Scope, booking: &Booking, places: i64) -> Result<()> {
        scoped::owned(scope, &booking.merchant)?;
        let args = args![
            &booking.id,
            &booking.merchant,
            &booking.product,
            booking.begins(),
            booking.span.ends(),
            booking.booked_at,
            booking.list.key(),
            booking.span.from,
            booking.span.days,
            booking.price.minor,
            booking.paid.available.minor,
            booking.paid.pending.minor,
        ];
        if self.execute(BOOK, args).await? != 1 {
            return Err(Code::NotFound.into());
        }
        // Day by day in their order, so that two who want the same days never wait for each other.
        for day in booking.span.each() {
            self.take_day(booking, day, places).await?;
        }
        Ok(())
    }

    async fn end_booking(&mut self, scope: &Scope, ended: &Booking, free_from: i64) -> Result<()> {
        scoped::system(scope)?;
        let ending = ended.ended.as_ref().ok_or(Code::WrongState)?;
        let (by, reason) = (ending.by.as_str(), ending.reason.as_str());
        let args = args![&ended.id, ending.at, by, reason, ending.back.minor];
        scoped::fresh(self.execute(END, args).await?)?;
        self.execute(FREE_DAYS, args![&ended.id, free_from]).await.map(|_| ())
    }
}

impl Session {
    /// Takes the first place of the list that is free on a day. That it is free is decided by the keys of the table, in the
    /// statement that takes it.
    async fn take_day(&mut self, booking: &Booking, day: i64, places: i64) -> Result<()> {
        let list = booking.list.key();
        for place in 1..=places {
            let args = args![list, day, place, &booking.merchant, &booking.id];
            if self.execute(TAKE_DAY, args).await? == 1 {
                return Ok(());
            }
        }
        let held = self.number(HELD, args![list, day, &booking.merchant]).await? > 0;
        Err(if held { Code::PlaceHeld } else { Code::PlacesTaken }.into())
    }
}
