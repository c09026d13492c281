//! Purchases, merchant orders with their lines, and pages as sold. A purchase is between the buyer and the platform, so
//! merchants see none; an order is seen by its buyer and its merchant.

mod lists;
mod write;

use crate::args;
use crate::db::{Arg, Cols, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{OrderId, PurchaseId};
use domain::orders::{CloseReason, Order, OrderLine, OrderState, Purchase};
use domain::payments::PurchaseState;
use domain::returns::Returnable;
use domain::{Currency, Moment, Scope};
use services::ports::orders::{OrderFilter, OrdersRead};
use services::{Error, Result};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;
/// How many orders are read with their lines at once.
const ORDERS_AT_ONCE: usize = 40;
/// More lines than so many orders have: one quote holds two hundred.
const LINES_MAX: i64 = 9_000;

const PURCHASE: &str = "
    select id, number, buyer_id, state, currency, payable_minor, address_json, coupons_json,
        rule_version_id, placed_at, expires_at, paid_at, paid_by, closed_at, close_reason, version
    from purchase where id = $1 and ($2 = 1 or buyer_id = $3)";

const QUOTE: &str = "select quote_json from purchase where id = $1 and ($2 = 1 or buyer_id = $3)";

const OVERDUE: &str = "
    select id from purchase where state = 'open' and expires_at <= $1
    order by expires_at, id limit $2";

macro_rules! heads {
    ($rest:literal) => {
        concat!(
            "select id, number, purchase_id, merchant_id, merchant_name_zh, merchant_name_en,
                merchant_slug, buyer_id, address_json, state, currency, goods_minor,
                by_merchant_minor, by_platform_minor, freight_minor, payable_minor, terms_json, note,
                steps_json, placed_at, paid_at, shipped_at, delivered_at, received_at, ended_at, version,
                ship_hours, settled_at
            from merchant_order ",
            $rest
        )
    };
}

const ORDER: &str =
    heads!("where (id = $1 or number = $1) and ($2 = 1 or buyer_id = $3 or merchant_id = $4)");

/// The second order of a purchase comes before the tenth: a longer number is a later one.
const OF_PURCHASE: &str = heads!(
    "where purchase_id = $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4)
    order by length(number), number limit $5"
);

const NUMBERED: &str = heads!(
    "where purchase_id = (select id from purchase where number = $1)
        and ($2 = 1 or buyer_id = $3 or merchant_id = $4)
    order by length(number), number limit $5"
);

/// An hour is 3600000 milliseconds. The index `merchant_order_to_ship` has the same two expressions, so the list is a walk
/// along it.
const TO_SHIP: &str = heads!(
    "where merchant_id = $1 and state = 'paid'
    order by case when ship_hours = 0 then 1 else 0 end, paid_at + ship_hours * 3600000, id limit $2"
);

const BY_ID: &str = heads!("where id in (list($1)) order by id desc limit $2");

const LINES: &str = "
    select order_id, id, sku_id, product_id, slug, name_zh, name_en, spec_zh, spec_en, picture,
        unit_price_minor, qty, shares_json, draws_json, page_hash, returnable, units_returning,
        units_refunded
    from order_line where order_id in (list($1)) order by order_id, position limit $2";

const PAGE: &str = "select body_json from page_as_sold where hash = $1";

#[async_trait]
impl OrdersRead for Session {
    async fn purchase(&mut self, scope: &Scope, id: &PurchaseId) -> Result<Option<Purchase>> {
        let args = args![id, scope.sees_all(), scoped::buyer(scope)];
        self.one(PURCHASE, args).await?.as_ref().map(purchase).transpose()
    }

    async fn purchase_quote(&mut self, scope: &Scope, id: &PurchaseId) -> Result<Option<String>> {
        let row = self.one(QUOTE, args![id, scope.sees_all(), scoped::buyer(scope)]).await?;
        row.map(|row| row.cols().text()).transpose()
    }

    async fn orders_of(&mut self, scope: &Scope, purchase: &PurchaseId) -> Result<Vec<Order>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![purchase, all, buyer, merchant, LIST_MAX];
        let heads = self.all(OF_PURCHASE, args).await?;
        self.with_lines(&heads).await
    }

    async fn orders_numbered(&mut self, scope: &Scope, purchase: &str) -> Result<Vec<Order>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![purchase, all, buyer, merchant, LIST_MAX];
        let heads = self.all(NUMBERED, args).await?;
        self.with_lines(&heads).await
    }

    async fn orders_to_ship(&mut self, scope: &Scope, limit: i64) -> Result<Vec<Order>> {
        let args = args![scoped::merchant(scope), limit.clamp(1, LIST_MAX)];
        let heads = self.all(TO_SHIP, args).await?;
        self.with_lines(&heads).await
    }

    async fn order(&mut self, scope: &Scope, id_or_number: &str) -> Result<Option<Order>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let heads = self.all(ORDER, args![id_or_number, all, buyer, merchant]).await?;
        Ok(self.with_lines(&heads).await?.pop())
    }

    async fn orders(
        &mut self,
        scope: &Scope,
        filter: &OrderFilter,
        after: Option<&OrderId>,
        limit: i64,
    ) -> Result<Vec<Order>> {
        let ids = lists::page(self, scope, filter, after, limit.clamp(1, LIST_MAX)).await?;
        let mut orders = Vec::with_capacity(ids.len());
        for ids in ids.chunks(ORDERS_AT_ONCE) {
            let heads = self.all(BY_ID, &[Arg::ids(ids), Arg::from(LIST_MAX)]).await?;
            orders.append(&mut self.with_lines(&heads).await?);
        }
        Ok(orders)
    }

    async fn overdue_purchases(
        &mut self,
        scope: &Scope,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<PurchaseId>> {
        scoped::system(scope)?;
        let rows = self.all(OVERDUE, args![now, limit.clamp(1, LIST_MAX)]).await?;
        rows.iter().map(|row| row.cols().id()).collect()
    }

    async fn page_as_sold(&mut self, _scope: &Scope, hash: &str) -> Result<Option<String>> {
        let row = self.one(PAGE, args![hash]).await?;
        row.map(|row| row.cols().text()).transpose()
    }
}

impl Session {
    /// The orders of these heads, in their order, with all their lines.
    async fn with_lines(&mut self, heads: &[Row]) -> Result<Vec<Order>> {
        let mut orders = heads.iter().map(order).collect::<Result<Vec<_>>>()?;
        for some in orders.chunks_mut(ORDERS_AT_ONCE) {
            let ids: Vec<OrderId> = some.iter().map(|o| o.id.clone()).collect();
            let rows = self.all(LINES, &[Arg::ids(&ids), Arg::from(LINES_MAX)]).await?;
            for row in &rows {
                let mut cols = row.cols();
                let id: OrderId = cols.id()?;
                let of = some.iter_mut().find(|o| o.id == id);
                let of = of.ok_or_else(|| Error::broken(format_args!("a line of {id}")))?;
                of.lines.push(line(cols, of.currency)?);
            }
        }
        Ok(orders)
    }
}

fn purchase(row: &Row) -> Result<Purchase> {
    let mut cols = row.cols();
    let (id, number, buyer) = (cols.id()?, cols.text()?, cols.id()?);
    let (state, currency) = (cols.word(PurchaseState::parse)?, cols.currency()?);
    Ok(Purchase {
        id,
        number,
        buyer,
        state,
        payable: cols.money(currency)?,
        address: cols.json()?,
        coupons: cols.json()?,
        rule_version: cols.opt_id()?,
        placed_at: cols.moment()?,
        expires_at: cols.moment()?,
        paid_at: cols.opt_moment()?,
        paid_by: cols.opt_id()?,
        closed_at: cols.opt_moment()?,
        close_reason: cols.opt_word(CloseReason::parse)?,
        version: cols.int()?,
    })
}

/// An order without its lines.
fn order(row: &Row) -> Result<Order> {
    let mut cols = row.cols();
    let (id, number, purchase) = (cols.id()?, cols.text()?, cols.id()?);
    let (merchant, merchant_name, merchant_slug) = (cols.id()?, cols.words()?, cols.text()?);
    let (buyer, address) = (cols.id()?, cols.json()?);
    let (state, currency) = (cols.word(OrderState::parse)?, cols.currency()?);
    Ok(Order {
        id,
        number,
        purchase,
        merchant,
        merchant_name,
        merchant_slug,
        buyer,
        address,
        state,
        currency,
        goods: cols.money(currency)?,
        by_merchant: cols.money(currency)?,
        by_platform: cols.money(currency)?,
        freight: cols.money(currency)?,
        payable: cols.money(currency)?,
        terms: cols.json()?,
        note: cols.text()?,
        steps: cols.json()?,
        placed_at: cols.moment()?,
        paid_at: cols.opt_moment()?,
        shipped_at: cols.opt_moment()?,
        delivered_at: cols.opt_moment()?,
        received_at: cols.opt_moment()?,
        ended_at: cols.opt_moment()?,
        lines: Vec::new(),
        version: cols.int()?,
        ship_hours: cols.int()?,
        settled_at: cols.opt_moment()?,
    })
}

fn line(mut cols: Cols<'_>, currency: Currency) -> Result<OrderLine> {
    Ok(OrderLine {
        id: cols.id()?,
        sku: cols.id()?,
        product: cols.id()?,
        slug: cols.text()?,
        name: cols.words()?,
        spec: cols.words()?,
        picture: cols.text()?,
        unit_price: cols.money(currency)?,
        qty: cols.int()?,
        shares: cols.json()?,
        draws: cols.json()?,
        page: cols.text()?,
        returnable: cols.word(Returnable::parse)?,
        returning: cols.int()?,
        refunded: cols.int()?,
    })
}
