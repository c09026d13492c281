//! What payments, parcels, returns and postings hang on: a buyer, a shop, a purchase with one order of one line, written
//! behind the store's back so that these stories need nothing of the house but the room they tell of.

use crate::fixture::{Engine, World};
use domain::id::*;
use domain::ledger::rules::OrderShare;
use domain::{Money, Scope};
use sqlx::{Connection as _, Executor as _};

/// Runs one step of trade in a transaction of its own; what is named behind the work is cloned into it.
macro_rules! trade {
    ($world:expr, |$tx:ident| $work:expr $(, $clone:ident)*) => {{
        $(let $clone = $clone.clone();)*
        $world
            .store()
            .write("trade", move |tx| {
                $(let $clone = $clone.clone();)*
                Box::pin(async move {
                    let $tx = tx;
                    $work.await
                })
            })
            .await
    }};
}

/// Looks at something of trade.
macro_rules! look {
    ($world:expr, |$reader:ident| $look:expr) => {{
        let mut reader = $world.read().await;
        let $reader = &mut *reader;
        $look.await
    }};
}

pub(crate) use {look, trade};

/// What the order of a deal costs, what the platform adds to it, and its commission.
pub const PAYABLE: i64 = 10_000;
pub const SUBSIDY: i64 = 500;
pub const COMMISSION: i64 = 300;

/// One purchase with one order of one line of three units, not paid yet.
#[derive(Clone, Debug)]
pub struct Deal {
    pub buyer: AccountId,
    pub merchant: MerchantId,
    pub purchase: PurchaseId,
    pub order: OrderId,
    pub line: OrderLineId,
}

impl Deal {
    /// A deal of a buyer and a shop of its own.
    pub async fn new(world: &World, name: &'static str) -> Self {
        let buyer = world.account(&format!("{name}@example.com")).await;
        let merchant = world.merchant(name).await;
        Self::between(world, &buyer, &merchant).await
    }

    /// A further deal of the same two.
    pub async fn between(world: &World, buyer: &AccountId, merchant: &MerchantId) -> Self {
        let deal = Self {
            buyer: buyer.clone(),
            merchant: merchant.clone(),
            purchase: world.id(),
            order: world.id(),
            line: world.id(),
        };
        let Self { buyer, merchant, purchase, order, line } = &deal;
        let now = world.now().0;
        world
            .tell(format!(
                "insert into purchase (id, number, buyer_id, state, payable_minor, currency, address_json,
                    coupons_json, quote_json, placed_at, expires_at, version)
                values ('{purchase}', 'N{purchase}', '{buyer}', 'open', {PAYABLE}, 'CNY', '{{}}', '[]', '{{}}',
                    {now}, {now}, 0)"
            ))
            .await;
        world
            .tell(format!(
                "insert into merchant_order (id, number, purchase_id, merchant_id, merchant_name_zh,
                    merchant_name_en, merchant_slug, buyer_id, address_json, state, currency, goods_minor,
                    by_merchant_minor, by_platform_minor, freight_minor, payable_minor, terms_json, note,
                    steps_json, placed_at, units_returning, version)
                values ('{order}', 'N{order}', '{purchase}', '{merchant}', '店', 'Shop', 'shop', '{buyer}', '{{}}',
                    'awaiting_payment', 'CNY', {goods}, 0, {SUBSIDY}, 0, {PAYABLE}, '{{}}', '', '[]', {now}, 0, 0)",
                goods = PAYABLE + SUBSIDY
            ))
            .await;
        world
            .tell(format!(
                "insert into order_line (id, order_id, position, sku_id, product_id, slug, name_zh, name_en,
                    spec_zh, spec_en, picture, unit_price_minor, qty, shares_json, draws_json, page_hash,
                    returnable, units_returning, units_refunded)
                values ('{line}', '{order}', 0, 'sku', 'prd', 'tea', '茶', 'Tea', '', '', '', 3500, 3, '{{}}', '[]',
                    '', 'no_reason', 0, 0)"
            ))
            .await;
        deal
    }

    pub fn scope(&self) -> Scope {
        Scope::Buyer(self.buyer.clone())
    }

    /// What the whole order is worth in the books.
    pub fn share(&self) -> OrderShare {
        OrderShare {
            order: self.order.clone(),
            merchant: self.merchant.clone(),
            paid: Money::fen(PAYABLE),
            subsidy: Money::fen(SUBSIDY),
            commission: Money::fen(COMMISSION),
        }
    }
}

impl World {
    /// Like `behind_the_back`, for statements that name ids of the story.
    pub async fn tell(&self, sql: String) -> u64 {
        self.behind_the_back(Box::leak(sql.into_boxed_str())).await
    }
}

/// What the engine itself says to a statement that it should refuse, behind the store's back; nothing when it obeyed.
pub async fn refusal(world: &World, sql: &'static str) -> Option<String> {
    let done = match world.engine {
        Engine::Sqlite => {
            let mut c = sqlx::SqliteConnection::connect(&world.url).await.expect("a connection");
            c.execute(sql).await.map(|_| ())
        }
        Engine::Postgres => {
            let mut c = sqlx::PgConnection::connect(&world.url).await.expect("a connection");
            c.execute(sql).await.map(|_| ())
        }
    };
    done.err().map(|error| error.to_string())
}
