//! Coupons and their redemptions. `used` counts the live redemptions of a coupon; both are only ever written together, and
//! the row of the coupon is taken first, so that buyers who come at once queue up behind it.

use crate::args;
use crate::db::{Arg, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{AccountId, CouponId, MerchantId, PurchaseId};
use domain::quote::{Coupon, CouponScope, Funder, Slot};
use domain::{Moment, Scope};
use services::ports::coupons::{CouponRow, CouponsRead, CouponsWrite};
use services::{Error, Result};

/// The most coupons that are offered for one basket.
const LIST_MAX: i64 = 500;

/// `$3` is the asking buyer; nobody else has redeemed anything.
const IN_FORCE: &str = "
    select c.id, c.merchant_id, c.slot, c.funder, c.currency, c.threshold_minor, c.off_minor,
        c.from_at, c.until_at, c.name_zh, c.name_en, c.uses_max, c.used
    from coupon c
    where (c.merchant_id is null or c.merchant_id in (list($1)))
        and c.from_at <= $2 and c.until_at > $2 and c.used < c.uses_max
        and not exists (select 1 from coupon_redemption r
            where r.coupon_id = c.id and r.buyer_id = $3 and r.released_at is null)
    order by c.id limit $4";

#[async_trait]
impl CouponsRead for Session {
    async fn coupons_for(
        &mut self,
        scope: &Scope,
        merchants: &[MerchantId],
        now: Moment,
    ) -> Result<Vec<CouponRow>> {
        let args = [
            Arg::ids(merchants),
            Arg::from(now),
            Arg::from(scoped::buyer(scope)),
            Arg::from(LIST_MAX),
        ];
        self.all(IN_FORCE, &args).await?.iter().map(coupon).collect()
    }
}

fn coupon(row: &Row) -> Result<CouponRow> {
    let mut cols = row.cols();
    let (id, merchant) = (cols.id()?, cols.opt_id()?);
    let (slot, funder) = (cols.word(Slot::parse)?, cols.word(Funder::parse)?);
    let currency = cols.currency()?;
    let coupon = Coupon {
        id,
        scope: merchant.map_or(CouponScope::Platform, CouponScope::Merchant),
        slot,
        funder,
        threshold: cols.money(currency)?,
        off: cols.money(currency)?,
        from: cols.moment()?,
        until: cols.moment()?,
    };
    Ok(CouponRow { coupon, name: cols.words()?, uses_max: cols.int()?, used: cols.int()? })
}

/// A new coupon has not been redeemed yet, whatever the row says.
const ADD: &str = "
    insert into coupon (id, merchant_id, slot, funder, currency, threshold_minor, off_minor, from_at,
        until_at, name_zh, name_en, uses_max, used, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13)";

const TAKE: &str = "update coupon set used = used + 1 where id = $1 and used < uses_max";

const ADD_REDEMPTION: &str = "
    insert into coupon_redemption (coupon_id, purchase_id, buyer_id, redeemed_at, released_at)
    values ($1, $2, $3, $4, null) on conflict do nothing";

const GIVE_BACK: &str = "update coupon set used = used - 1 where id = $1";

const RELEASE: &str = "
    update coupon_redemption set released_at = $2 where purchase_id = $1 and released_at is null
    returning coupon_id";

#[async_trait]
impl CouponsWrite for Session {
    async fn add_coupon(&mut self, scope: &Scope, row: &CouponRow, now: Moment) -> Result<()> {
        let coupon = &row.coupon;
        let merchant = match &coupon.scope {
            CouponScope::Merchant(merchant) => {
                scoped::owned(scope, merchant)?;
                Some(merchant)
            }
            CouponScope::Platform => {
                scoped::staff(scope)?;
                None
            }
        };
        let currency = coupon.off.currency;
        if coupon.threshold.currency != currency {
            return Err(Error::broken("a coupon in two currencies"));
        }
        let args = [
            Arg::from(&coupon.id),
            Arg::id(merchant),
            Arg::from(coupon.slot.as_str()),
            Arg::from(coupon.funder.as_str()),
            Arg::from(currency.code()),
            Arg::from(coupon.threshold.minor),
            Arg::from(coupon.off.minor),
            Arg::from(coupon.from),
            Arg::from(coupon.until),
            Arg::from(row.name.zh.as_str()),
            Arg::from(row.name.en.as_str()),
            Arg::from(row.uses_max),
            Arg::from(now),
        ];
        self.execute(ADD, &args).await.map(|_| ())
    }

    async fn redeem(
        &mut self,
        scope: &Scope,
        coupon: &CouponId,
        buyer: &AccountId,
        purchase: &PurchaseId,
        now: Moment,
    ) -> Result<bool> {
        scoped::system(scope)?;
        if self.execute(TAKE, args![coupon]).await? == 0 {
            return Ok(false);
        }
        if self.execute(ADD_REDEMPTION, args![coupon, purchase, buyer, now]).await? == 1 {
            return Ok(true);
        }
        // The buyer has a live redemption already; the index saw what a look before the write could have missed.
        self.execute(GIVE_BACK, args![coupon]).await?;
        Ok(false)
    }

    async fn release_coupons(
        &mut self,
        scope: &Scope,
        purchase: &PurchaseId,
        now: Moment,
    ) -> Result<i64> {
        scoped::system(scope)?;
        let rows = self.all(RELEASE, args![purchase, now]).await?;
        let mut released =
            rows.iter().map(|row| row.cols().id()).collect::<Result<Vec<CouponId>>>()?;
        released.sort_unstable();
        for coupon in &released {
            self.execute(GIVE_BACK, args![coupon]).await?;
        }
        i64::try_from(released.len()).map_err(Error::broken)
    }
}
