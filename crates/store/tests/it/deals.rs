//! What payments, parcels, returns and postings hang on: a buyer, a shop, a purchase with one order of one line, written
//! behind the store's back so that these stories need nothing of the house but the room they tell of; and what the stories
//! of the books share.

use crate::fixture::{Engine, SYSTEM, World};
use domain::id::*;
use domain::ledger::rules::*;
use domain::ledger::{Account, Posting};
use domain::{Currency, Money, Scope};
use services::Result;
use services::ports::StoreExt as _;
use services::ports::ledger::{Check, Violation};
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

pub const ZERO: Money = Money::fen(0);

pub fn head(world: &World) -> Head {
    Head { id: world.id(), at: world.now() }
}

/// The money of whole orders arrives with one payment.
pub fn arrival(world: &World, deals: &[&Deal], till: Till) -> Posting {
    let arrival = Arrival {
        attempt: world.id(),
        purchase: deals[0].purchase.clone(),
        till,
        orders: deals.iter().map(|deal| deal.share()).collect(),
        to_buyer: ZERO,
        to_suspense: ZERO,
    };
    capture(head(world), &arrival).expect("it balances")
}

pub fn alipay() -> Till {
    Till::Provider("alipay".into())
}

pub async fn post(world: &World, posting: &Posting) -> Result<bool> {
    trade!(world, |tx| tx.post(&SYSTEM, &posting), posting)
}

pub async fn balance(world: &World, account: &Account) -> i64 {
    look!(world, |r| r.balance(&SYSTEM, account, Currency::Cny)).unwrap().minor
}

pub async fn found(world: &World, check: Check) -> Vec<Violation> {
    look!(world, |r| r.violations(&SYSTEM, check, 100)).unwrap()
}

/// What every check finds; a story that plants one damage says which of them see it.
pub async fn all_found(world: &World) -> Vec<(Check, String, i64, i64)> {
    let mut all = Vec::new();
    for check in Check::ALL {
        let rows = found(world, check).await;
        all.extend(rows.into_iter().map(|v| (v.check, v.subject, v.expected, v.found)));
    }
    all
}

/// A paid order: money arrived, is booked, and everything about it is right.
pub async fn paid(world: &World, name: &'static str) -> Deal {
    let deal = Deal::new(world, name).await;
    let Deal { purchase, order, buyer, .. } = &deal;
    let (now, attempt) = (world.now().0, world.id::<AttemptId>());
    world
        .tell(format!(
            "insert into attempt (id, no, purchase_id, buyer_id, provider, due_minor, currency, state, paid_minor,
                paid_currency, verdict, created_at, expires_at, paid_at, polls, version)
            values ('{attempt}', 'P{attempt}', '{purchase}', '{buyer}', 'alipay', {PAYABLE}, 'CNY', 'paid',
                {PAYABLE}, 'CNY', 'settled', {now}, {now}, {now}, 0, 1)"
        ))
        .await;
    world
        .tell(format!(
            "update merchant_order set state = 'paid', paid_at = {now} where id = '{order}'"
        ))
        .await;
    assert!(post(world, &arrival(world, &[&deal], alipay())).await.unwrap());
    deal
}

/// A received order: its escrow is released.
pub async fn received(world: &World, name: &'static str) -> Deal {
    let deal = paid(world, name).await;
    let (now, order) = (world.now().0, &deal.order);
    world
        .tell(format!(
            "update merchant_order set state = 'received', received_at = {now} where id = '{order}'"
        ))
        .await;
    assert!(post(world, &release(head(world), &deal.share()).unwrap()).await.unwrap());
    deal
}

/// A third of the order goes back: the debt, and the row that says so.
pub async fn refunded(world: &World, deal: &Deal, released: bool) -> RefundId {
    let part = OrderShare {
        paid: Money::fen(PAYABLE / 4),
        subsidy: Money::fen(SUBSIDY / 4),
        commission: Money::fen(COMMISSION / 4),
        ..deal.share()
    };
    let source: ReturnId = world.id();
    let posting = refund(head(world), source.as_str(), &deal.purchase, &part, released).unwrap();
    assert!(post(world, &posting).await.unwrap());
    let (id, Deal { purchase, buyer, .. }) = (world.id::<RefundId>(), deal);
    let amount = part.paid.minor;
    world
        .tell(format!(
            "insert into refund (id, no, attempt_id, purchase_id, buyer_id, origin, reason, amount_minor, currency,
                status, created_at, tries, version)
            select '{id}', 'R{id}', a.id, '{purchase}', '{buyer}', '{source}', 'return', {amount}, 'CNY', 'done', 1, 1, 0
            from attempt a where a.purchase_id = '{purchase}'"
        ))
        .await;
    let sent =
        refund_sent(head(world), &id, &deal.purchase, part.paid, &alipay(), Some(&deal.order));
    assert!(post(world, &sent.unwrap()).await.unwrap());
    id
}
