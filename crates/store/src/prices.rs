//! Former prices.

use crate::args;
use crate::db::Session;
use crate::scoped;
use async_trait::async_trait;
use domain::id::{ProductId, SkuId};
use domain::prices::PriceStep;
use domain::{Moment, Scope};
use services::Result;
use services::ports::prices::PricesRead;

/// More changes than the SKUs of one product have in a month.
const CHANGES_MAX: i64 = 2_000;

const CHANGES: &str = "
    select c.sku_id, p.currency, c.changed_at, c.price_minor
    from product p
    join merchant m on m.id = p.merchant_id
    join sku s on s.product_id = p.id
    join price_change c on c.sku_id = s.id
    where p.id = $1
        and ($4 = 1 or p.merchant_id = $5 or (s.on_sale = 1 and p.on_sale = 1 and m.is_open = 1
            and p.shown_from <= $3 and $3 < p.shown_until))
        and c.changed_at <= $3
        and (c.changed_at >= $2 or c.changed_at = (select max(d.changed_at) from price_change d
            where d.sku_id = c.sku_id and d.changed_at < $2))
    order by s.position, s.id, c.changed_at limit $6";

#[async_trait]
impl PricesRead for Session {
    async fn price_changes(
        &mut self,
        scope: &Scope,
        id: &ProductId,
        since: Moment,
        now: Moment,
    ) -> Result<Vec<(SkuId, PriceStep)>> {
        let own = scoped::merchant(scope);
        let args = args![id, since, now, scope.sees_all(), own, CHANGES_MAX];
        let rows = self.all(CHANGES, args).await?;
        rows.iter()
            .map(|row| {
                let mut cols = row.cols();
                let (sku, currency) = (cols.id()?, cols.currency()?);
                Ok((sku, PriceStep { at: cols.moment()?, price: cols.money(currency)? }))
            })
            .collect()
    }
}
