//! Sums of what was shown and clicked.

use crate::args;
use crate::db::Session;
use crate::scoped;
use async_trait::async_trait;
use domain::fairness::{Exposed, Place};
use domain::id::{MerchantId, TypedId as _};
use domain::{Moment, Scope};
use services::Result;
use services::ports::tally::{ExposureRow, TallyRead, TallyWrite};

const EXPOSURE: &str = "
    select m.id, m.region_code,
        (select count(*) from product p where p.merchant_id = m.id and p.on_sale = 1
            and p.shown_from <= $1 and $1 < p.shown_until),
        coalesce((select cast(sum(e.impressions) as bigint) from exposure e
            where e.merchant_id = m.id and e.place = $2 and e.day >= $3 and e.day < $4), 0),
        coalesce((select cast(sum(e.clicks) as bigint) from exposure e
            where e.merchant_id = m.id and e.place = $2 and e.day >= $3 and e.day < $4), 0)
    from merchant m where m.is_open = 1 and m.id > $5 order by m.id limit $6";

/// The merchant is looked up, so that one that is not there spoils nobody else's sums.
const ADD: &str = "
    insert into exposure (merchant_id, day, place, impressions, clicks)
    select m.id, $2, $3, $4, $5 from merchant m where m.id = $1
    on conflict (merchant_id, day, place) do update set
        impressions = exposure.impressions + excluded.impressions,
        clicks = exposure.clicks + excluded.clicks";

/// Which kind of place a click came from stands in an address and can be written by hand, so beside the formula's order
/// nothing has more clicks than it was shown.
const NO_MORE_THAN_SHOWN: &str = "
    update exposure set clicks = impressions
    where merchant_id = $1 and day = $2 and place = $3 and place <> 'organic' and clicks > impressions";

#[async_trait]
impl TallyRead for Session {
    async fn exposure(
        &mut self,
        _scope: &Scope,
        place: Place,
        (from, until): (i64, i64),
        after: Option<&MerchantId>,
        limit: i64,
        now: Moment,
    ) -> Result<Vec<(MerchantId, Exposed)>> {
        let after = after.map_or("", |id| id.as_str());
        let args = args![now, place.as_str(), from, until, after, limit];
        let rows = self.all(EXPOSURE, args).await?;
        rows.iter()
            .map(|row| {
                let mut cols = row.cols();
                let merchant = cols.id()?;
                let exposed = Exposed {
                    region_code: cols.text()?,
                    goods: cols.int()?,
                    impressions: cols.int()?,
                    clicks: cols.int()?,
                };
                Ok((merchant, exposed))
            })
            .collect()
    }
}

#[async_trait]
impl TallyWrite for Session {
    async fn add_exposure(&mut self, scope: &Scope, rows: &[ExposureRow]) -> Result<()> {
        scoped::system(scope)?;
        for row in rows {
            let args =
                args![&row.merchant, row.day, row.place.as_str(), row.impressions, row.clicks];
            self.execute(ADD, args).await?;
            if row.place != Place::Organic {
                let args = args![&row.merchant, row.day, row.place.as_str()];
                self.execute(NO_MORE_THAN_SHOWN, args).await?;
            }
        }
        Ok(())
    }
}
