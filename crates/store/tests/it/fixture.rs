//! A fresh world for every story: a database of its own, a clock that only the story moves, and a few goods.

use domain::catalogue::{Attribute, SpecName, Words};
use domain::id::*;
use domain::listing::{Template, Window};
use domain::orders::Address;
use domain::quote::FreightRules;
use domain::{Currency, Moment, Money, Permissions, Scope};
use services::actor::SignedIn;
use services::passwords::Passwords;
use services::ports::catalogue::*;
use services::ports::payment::Payments;
use services::ports::{
    Clock, Ids as _, LocalBus, Reader, Store, StoreExt as _, SystemIds, SystemRng,
};
use services::{Actor, Market};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

/// Runs one step in a transaction of its own; what is named behind the work is cloned into it.
macro_rules! step {
    ($world:expr, |$tx:ident| $work:expr $(, $clone:ident)*) => {{
        $(let $clone = $clone.clone();)*
        $world
            .store()
            .write("step", move |$tx| {
                $(let $clone = $clone.clone();)*
                Box::pin(async move { $work.await })
            })
            .await
    }};
}

/// Looks at something through a reader of its own.
macro_rules! look {
    ($world:expr, |$reader:ident| $look:expr) => {{
        let mut $reader = $world.read().await;
        $look.await
    }};
}

pub(crate) use {look, step};

/// The machine itself.
pub const SYSTEM: Scope = Scope::System("story");
/// When stories begin.
pub const BEGIN: Moment = Moment(1_790_000_000_000);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    pub fn is_there(self) -> bool {
        self == Self::Sqlite || admin_url().is_some()
    }
}

fn admin_url() -> Option<String> {
    std::env::var("JISHI_TEST_POSTGRES_URL").ok().filter(|u| !u.is_empty())
}

/// A clock that stands still until the story moves it.
pub struct StoryClock(AtomicI64);

impl StoryClock {
    pub fn forward(&self, by: domain::Duration) {
        self.0.fetch_add(by.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// One story's world.
#[derive(Clone)]
pub struct World {
    pub engine: Engine,
    pub url: String,
    pub market: Market,
    pub clock: Arc<StoryClock>,
    /// The name of what was made for this story alone and goes with it.
    place: Option<String>,
}

static WORLDS: AtomicU32 = AtomicU32::new(0);

impl World {
    /// A fresh database, migrated and empty.
    pub async fn fresh(engine: Engine) -> Self {
        let n = WORLDS.fetch_add(1, Ordering::SeqCst);
        let place = format!("jishi_story_{}_{n}", std::process::id());
        let url = match engine {
            Engine::Sqlite => {
                let dir = sqlite_dir().join(&place);
                std::fs::create_dir_all(&dir).expect("a folder");
                format!("sqlite://{}/market.db", dir.display())
            }
            Engine::Postgres => {
                let admin = admin_url().expect("an address");
                let template = template(&admin).await;
                admin_do(&admin, format!("create database {place} template {template}")).await;
                url::replace_database(&admin, &place)
            }
        };
        Self::with(engine, url, Some(place)).await
    }

    /// What lies at that address, which is made when nothing does. It stays when the world is closed: whoever named the
    /// address takes care of what lies there.
    pub async fn at(engine: Engine, url: String) -> Self {
        Self::with(engine, url, None).await
    }

    async fn with(engine: Engine, url: String, place: Option<String>) -> Self {
        let clock = Arc::new(StoryClock(AtomicI64::new(BEGIN.0)));
        let store = store::open(&url, clock.clone()).await.expect("the store opens");
        let market = Market {
            store,
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            rng: Arc::new(SystemRng),
            bus: Arc::new(LocalBus::default()),
            passwords: Passwords::default(),
            payments: Payments::default(),
            tracking: None,
            search: None,
            tally: Arc::default(),
            origin: "http://127.0.0.1".into(),
        };
        Self { engine, url, market, clock, place }
    }

    /// Drops the database.
    pub async fn close(self) {
        let Self { engine, market, place, .. } = self;
        drop(market);
        let Some(place) = place else { return };
        match engine {
            Engine::Sqlite => {
                let _ = std::fs::remove_dir_all(sqlite_dir().join(place));
            }
            Engine::Postgres => {
                let admin = admin_url().expect("an address");
                admin_do(&admin, format!("drop database {place} with (force)")).await;
            }
        }
    }

    pub fn store(&self) -> &dyn Store {
        &*self.market.store
    }

    pub async fn read(&self) -> Box<dyn Reader> {
        self.store().read().await.expect("a reader")
    }

    pub fn now(&self) -> Moment {
        self.market.now()
    }

    pub fn id<T: TypedId>(&self) -> T {
        self.market.id()
    }

    /// A second store on the same database, as a second server would open it.
    pub async fn second_store(&self) -> Arc<dyn Store> {
        store::open(&self.url, self.clock.clone()).await.expect("a second store")
    }

    /// Runs statements behind the store's back, to look or to damage.
    pub async fn behind_the_back(&self, sql: &'static str) -> u64 {
        self.try_behind_the_back(sql).await.expect("a statement")
    }

    /// The same for what the engine itself may refuse.
    pub async fn try_behind_the_back(&self, sql: &'static str) -> Result<u64, sqlx::Error> {
        match self.engine {
            Engine::Sqlite => {
                let options =
                    sqlx::sqlite::SqliteConnectOptions::from_str(&self.url).expect("address");
                let mut c = options.connect().await.expect("a connection");
                Ok(c.execute(sql).await?.rows_affected())
            }
            Engine::Postgres => {
                let mut c = sqlx::PgConnection::connect(&self.url).await.expect("a connection");
                Ok(c.execute(sql).await?.rows_affected())
            }
        }
    }

    /// A merchant with one open shop, which takes goods back at [`goes_back`].
    pub async fn merchant(&self, slug: &str) -> MerchantId {
        let merchant = NewMerchant {
            id: self.id(),
            slug: slug.to_owned(),
            name: Words::new("测试小店", "Test shop"),
            intro: Words::new("一句话", "A line"),
            picture: "/art/shop-cha.svg".into(),
            region_code: "330106".into(),
            region: Words::new("浙江 杭州", "Hangzhou, Zhejiang"),
            return_address: Some(goes_back()),
            opened_at: self.now(),
        };
        let id = merchant.id.clone();
        self.store()
            .write("merchant", move |tx| {
                let merchant = merchant.clone();
                Box::pin(async move { tx.add_merchant(&SYSTEM, &merchant).await })
            })
            .await
            .expect("a merchant");
        id
    }

    /// A category, below `parent` or at the top.
    pub async fn category(&self, slug: &'static str, parent: Option<CategoryId>) -> CategoryId {
        self.category_row(slug, parent, Template::default()).await
    }

    /// A category at the top that asks something of its goods.
    pub async fn category_asking(&self, slug: &'static str, template: Template) -> CategoryId {
        self.category_row(slug, None, template).await
    }

    async fn category_row(
        &self,
        slug: &'static str,
        parent: Option<CategoryId>,
        template: Template,
    ) -> CategoryId {
        let category = NewCategory {
            id: self.id(),
            slug: slug.to_owned(),
            parent,
            name: Words::new("茶具", "Tea ware"),
            position: 1,
            template,
        };
        let id = category.id.clone();
        self.store()
            .write("category", move |tx| {
                let category = category.clone();
                Box::pin(async move { tx.add_category(&SYSTEM, &category).await })
            })
            .await
            .expect("a category");
        id
    }

    /// A freight template of a merchant: free of charge, everywhere.
    pub async fn freight(&self, merchant: &MerchantId) -> FreightTemplateId {
        let free = FreightRules::free(Currency::Cny);
        let template = NewFreightTemplate {
            id: self.id(),
            merchant: merchant.clone(),
            name: Words::new("全国", "Everywhere"),
            zones_json: serde_json::to_string(&free).expect("rules have a JSON form"),
            created_at: self.now(),
        };
        let id = template.id.clone();
        self.store()
            .write("freight", move |tx| {
                let template = template.clone();
                Box::pin(async move { tx.add_freight_template(&SYSTEM, &template).await })
            })
            .await
            .expect("a template");
        id
    }

    /// A product to be stored: one SKU per price, each with so many on hand.
    pub fn product(
        &self,
        slug: &str,
        (merchant, category, freight): (&MerchantId, &CategoryId, &FreightTemplateId),
        prices: &[i64],
        on_hand: i64,
    ) -> NewProduct {
        let sizes = (0..prices.len()).map(|i| Words::new(format!("规格{i}"), format!("Size {i}")));
        NewProduct {
            id: self.id(),
            merchant: merchant.clone(),
            category: category.clone(),
            freight: freight.clone(),
            slug: slug.to_owned(),
            name: Words::new("天青釉茶具", "Celadon tea set"),
            tagline: Words::new("手工拉坯", "Thrown by hand"),
            description: Words::new("一段话", "A paragraph"),
            pictures: vec!["/art/teaset.svg".into(), "/art/teaset-box.svg".into()],
            specs: vec![SpecName {
                name: Words::new("规格", "Size"),
                values: sizes.clone().collect(),
            }],
            attributes: vec![Attribute::text(
                "origin",
                Words::new("产地", "Origin"),
                Words::new("龙泉", "Longquan"),
            )],
            returnable: true,
            ships_within_hours: 48,
            sold: 3,
            on_sale: true,
            lots: Vec::new(),
            certificates: Vec::new(),
            shown: Some(Window::ALWAYS),
            skus: prices
                .iter()
                .zip(sizes)
                .enumerate()
                .map(|(i, (fen, spec))| NewSku {
                    id: self.id(),
                    stock_item: self.id(),
                    stock_units: 1,
                    on_hand,
                    choice: vec![i],
                    spec,
                    price: Money::fen(*fen),
                    list_price: Some(Money::fen(fen + 1_000)),
                    weight_grams: 800,
                })
                .collect(),
            created_at: self.now(),
        }
    }

    pub async fn add_product(&self, product: &NewProduct) {
        let product = product.clone();
        self.store()
            .write("product", move |tx| {
                let product = product.clone();
                Box::pin(async move { tx.add_product(&SYSTEM, &product).await })
            })
            .await
            .expect("a product");
    }

    /// A shop with one product: the merchant and the product's SKUs.
    pub async fn shop(&self, prices: &[i64], on_hand: i64) -> (MerchantId, NewProduct) {
        let merchant = self.merchant("qing").await;
        let category = self.category("tea", None).await;
        let freight = self.freight(&merchant).await;
        let product = self.product("celadon", (&merchant, &category, &freight), prices, on_hand);
        self.add_product(&product).await;
        (merchant, product)
    }

    /// An account without a usable password.
    pub async fn account(&self, login: &str) -> AccountId {
        let account = services::ports::accounts::NewAccount {
            id: self.id(),
            login: login.to_owned(),
            name: "林知夏".into(),
            password_hash: "none".into(),
            staff: None,
            accepted: services::ports::accounts::Accepted::papers(self.now()),
            created_at: self.now(),
        };
        let id = account.id.clone();
        self.store()
            .write("account", move |tx| {
                let account = account.clone();
                Box::pin(async move { tx.add_account(&SYSTEM, &account).await })
            })
            .await
            .expect("an account");
        id
    }
}

/// A signed-in consumer.
pub fn buyer(account: &AccountId) -> Actor {
    Actor {
        signed_in: Some(SignedIn {
            account: account.clone(),
            session: SessionId::from_bits(1),
            name: "林知夏".into(),
            memberships: Vec::new(),
            staff: None,
        }),
        guest_cart: None,
    }
}

/// Where the shops of these stories take goods back.
pub fn goes_back() -> Address {
    Address {
        recipient: "小店售后".into(),
        phone: "13800000017".into(),
        region_code: "330106".into(),
        region: "浙江 杭州".into(),
        detail: "示例路 17 号退货收件处".into(),
    }
}

/// The owner of a merchant.
pub fn owner(merchant: &MerchantId) -> Scope {
    Scope::Merchant {
        merchant: merchant.clone(),
        member: AccountId::from_bits(SystemIds.bits()),
        permissions: Permissions::ALL,
    }
}

/// tmpfs where there is one: the stories are about meaning, not about disks.
fn sqlite_dir() -> std::path::PathBuf {
    let shm = std::path::Path::new("/dev/shm");
    if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() }
}

static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();

/// The name of a migrated database. Stories on PostgreSQL begin in copies of it, because making the tables there takes longer
/// than most stories do.
async fn template(admin: &str) -> &'static str {
    let make = || async {
        let name = format!("jishi_story_{}_template", std::process::id());
        admin_do(admin, format!("create database {name}")).await;
        let clock = Arc::new(StoryClock(AtomicI64::new(BEGIN.0)));
        let url = url::replace_database(admin, &name);
        drop(store::open(&url, clock).await.expect("the template is migrated"));
        // Nobody may be connected to what is copied.
        let end = "select pg_terminate_backend(pid) from pg_stat_activity where datname";
        admin_do(admin, format!("{end} = '{name}'")).await;
        name
    };
    TEMPLATE.get_or_init(make).await
}

/// Drops what the stories had in common.
pub async fn tidy() {
    if let (Some(admin), Some(name)) = (admin_url(), TEMPLATE.get()) {
        admin_do(&admin, format!("drop database {name} with (force)")).await;
    }
}

async fn admin_do(admin: &str, sql: String) {
    let mut c = sqlx::PgConnection::connect(admin).await.expect("PostgreSQL answers");
    c.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await.expect("an administrator's statement");
}

mod url {
    /// The same server, another database.
    pub fn replace_database(url: &str, database: &str) -> String {
        let (address, query) = url.split_once('?').map_or((url, None), |(a, q)| (a, Some(q)));
        let (server, _) = address.rsplit_once('/').expect("an address with a database");
        match query {
            Some(query) => format!("{server}/{database}?{query}"),
            None => format!("{server}/{database}"),
        }
    }
}

/// The ports whose every method must be told of.
pub const AREAS: &[&str] = &[
    "accounts",
    "sessions",
    "catalogue",
    "carts",
    "addresses",
    "drafts",
    "reconciliation",
    "work",
    "orders",
    "stock",
    "coupons",
    "rules",
    "payments",
    "shipments",
    "returns",
    "reviews",
    "ledger",
    "favourites",
    "tally",
    "prices",
    "places",
];
