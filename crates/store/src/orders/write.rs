//! Writing purchases and orders. A row is stored once as it was agreed; afterwards only where it stands can change, and only
//! by whoever has read it as it is.

use crate::args;
use crate::db::{Arg, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{AccountId, OrderLineId, TypedId as _};
use domain::orders::{Order, OrderLine, Purchase};
use domain::{Code, Moment, Scope};
use serde::Serialize;
use services::ports::orders::OrdersWrite;
use services::{Error, Result};

/// More lines than an order has.
const LINES_MAX: i64 = 1_000;

const ADD_PURCHASE: &str = "
    insert into purchase (id, number, buyer_id, state, payable_minor, currency, address_json,
        coupons_json, rule_version_id, quote_json, placed_at, expires_at, paid_at, paid_by, closed_at,
        close_reason, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

const ADD_ORDER: &str = "
    insert into merchant_order (id, number, purchase_id, merchant_id, merchant_name_zh,
        merchant_name_en, merchant_slug, buyer_id, address_json, state, currency, goods_minor,
        by_merchant_minor, by_platform_minor, freight_minor, payable_minor, terms_json, note,
        steps_json, placed_at, paid_at, shipped_at, delivered_at, received_at, ended_at,
        units_returning, version, ship_hours, settled_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27, $28, $29)";

const ADD_LINE: &str = "
    insert into order_line (id, order_id, position, sku_id, product_id, slug, name_zh, name_en,
        spec_zh, spec_en, picture, unit_price_minor, qty, shares_json, draws_json, page_hash,
        returnable, units_returning, units_refunded)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

const SAVE_PURCHASE: &str = "
    update purchase set state = $3, paid_at = $4, paid_by = $5, closed_at = $6, close_reason = $7,
        version = version + 1
    where id = $1 and version = $2 and ($8 = 1 or buyer_id = $9)";

const SAVE_ORDER: &str = "
    update merchant_order set state = $3, paid_at = $4, shipped_at = $5, delivered_at = $6,
        received_at = $7, ended_at = $8, units_returning = $9, settled_at = $10,
        version = version + 1
    where id = $1 and version = $2 and ($11 = 1 or buyer_id = $12 or merchant_id = $13)";

const COUNTS: &str = "
    select id, units_returning, units_refunded from order_line where order_id = $1
    order by position limit $2";

const SAVE_LINE: &str = "
    update order_line set units_returning = $3, units_refunded = $4 where id = $1 and order_id = $2";

const KEEP_PAGE: &str = "
    insert into page_as_sold (hash, body_json, kept_at) values ($1, $2, $3)
    on conflict (hash) do nothing";

#[async_trait]
impl OrdersWrite for Session {
    async fn add_purchase(
        &mut self,
        scope: &Scope,
        purchase: &Purchase,
        quote_json: &str,
    ) -> Result<()> {
        bought_by(scope, &purchase.buyer)?;
        let args = [
            Arg::from(&purchase.id),
            Arg::from(purchase.number.as_str()),
            Arg::from(&purchase.buyer),
            Arg::from(purchase.state.as_str()),
            Arg::from(purchase.payable.minor),
            Arg::from(purchase.payable.currency.code()),
            Arg::from(json(&purchase.address)?),
            Arg::from(json(&purchase.coupons)?),
            Arg::id(purchase.rule_version.as_ref()),
            Arg::from(quote_json),
            Arg::from(purchase.placed_at),
            Arg::from(purchase.expires_at),
            Arg::from(purchase.paid_at),
            Arg::id(purchase.paid_by.as_ref()),
            Arg::from(purchase.closed_at),
            Arg::from(purchase.close_reason.map(|why| why.as_str().to_owned())),
            Arg::from(purchase.version),
        ];
        self.execute(ADD_PURCHASE, &args).await.map(|_| ())
    }

    async fn add_order(&mut self, scope: &Scope, order: &Order) -> Result<()> {
        bought_by(scope, &order.buyer)?;
        self.insert_order(order).await?;
        for (position, line) in order.lines.iter().enumerate() {
            self.insert_line(order, line, position).await?;
        }
        Ok(())
    }

    async fn save_purchase(&mut self, scope: &Scope, purchase: &Purchase) -> Result<()> {
        let args = [
            Arg::from(&purchase.id),
            Arg::from(purchase.version),
            Arg::from(purchase.state.as_str()),
            Arg::from(purchase.paid_at),
            Arg::id(purchase.paid_by.as_ref()),
            Arg::from(purchase.closed_at),
            Arg::from(purchase.close_reason.map(|why| why.as_str().to_owned())),
            Arg::from(scope.sees_all()),
            Arg::from(scoped::buyer(scope)),
        ];
        scoped::fresh(self.execute(SAVE_PURCHASE, &args).await?)
    }

    async fn save_order(&mut self, scope: &Scope, order: &Order) -> Result<()> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![
            &order.id,
            order.version,
            order.state.as_str(),
            order.paid_at,
            order.shipped_at,
            order.delivered_at,
            order.received_at,
            order.ended_at,
            units_returning(order),
            order.settled_at,
            all,
            buyer,
            merchant,
        ];
        scoped::fresh(self.execute(SAVE_ORDER, args).await?)?;
        self.save_lines(order).await
    }

    async fn keep_page(
        &mut self,
        scope: &Scope,
        hash: &str,
        body_json: &str,
        now: Moment,
    ) -> Result<()> {
        scoped::system(scope)?;
        self.execute(KEEP_PAGE, args![hash, body_json, now]).await.map(|_| ())
    }
}

impl Session {
    async fn insert_order(&mut self, order: &Order) -> Result<()> {
        let args = args![
            &order.id,
            order.number.as_str(),
            &order.purchase,
            &order.merchant,
            order.merchant_name.zh.as_str(),
            order.merchant_name.en.as_str(),
            order.merchant_slug.as_str(),
            &order.buyer,
            json(&order.address)?,
            order.state.as_str(),
            order.currency.code(),
            order.goods.minor,
            order.by_merchant.minor,
            order.by_platform.minor,
            order.freight.minor,
            order.payable.minor,
            json(&order.terms)?,
            order.note.as_str(),
            json(&order.steps)?,
            order.placed_at,
            order.paid_at,
            order.shipped_at,
            order.delivered_at,
            order.received_at,
            order.ended_at,
            units_returning(order),
            order.version,
            order.ship_hours,
            order.settled_at,
        ];
        self.execute(ADD_ORDER, args).await.map(|_| ())
    }

    async fn insert_line(
        &mut self,
        order: &Order,
        line: &OrderLine,
        position: usize,
    ) -> Result<()> {
        let args = args![
            &line.id,
            &order.id,
            i64::try_from(position).map_err(Error::broken)?,
            &line.sku,
            &line.product,
            line.slug.as_str(),
            line.name.zh.as_str(),
            line.name.en.as_str(),
            line.spec.zh.as_str(),
            line.spec.en.as_str(),
            line.picture.as_str(),
            line.unit_price.minor,
            line.qty,
            json(&line.shares)?,
            json(&line.draws)?,
            line.page.as_str(),
            line.returnable.as_str(),
            line.returning,
            line.refunded,
        ];
        self.execute(ADD_LINE, args).await.map(|_| ())
    }

    /// Stores the counts of the lines that changed. The row of the order is taken already, so nobody else is at its lines;
    /// most events of an order touch none of them.
    async fn save_lines(&mut self, order: &Order) -> Result<()> {
        let rows = self.all(COUNTS, args![&order.id, LINES_MAX]).await?;
        for row in &rows {
            let mut cols = row.cols();
            let (id, counts): (OrderLineId, _) = (cols.id()?, (cols.int()?, cols.int()?));
            let line = order.line(&id)?;
            if counts != (line.returning, line.refunded) {
                let args = args![&id, &order.id, line.returning, line.refunded];
                self.execute(SAVE_LINE, args).await?;
            }
        }
        if rows.len() == order.lines.len() {
            return Ok(());
        }
        Err(Error::broken(format_args!("{} has other lines than are stored", order.id)))
    }
}

/// The units of all lines that are in an open return, for the lists.
fn units_returning(order: &Order) -> i64 {
    order.lines.iter().map(|line| line.returning).sum()
}

/// Nobody buys in another person's name.
fn bought_by(scope: &Scope, buyer: &AccountId) -> Result<()> {
    if scope.sees_all() || scoped::buyer(scope) == buyer.as_str() {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}
