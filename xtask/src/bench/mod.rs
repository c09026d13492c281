//! `cargo xtask bench`: how much this machine's shop can do, each figure beside what the bare libraries do in the same run.
//!
//! It measures and never judges: machines differ, and so do their neighbours. The load, the shop, the stand-ins of the partners and
//! a PostgreSQL share the machine, so a figure says what all of them do together.

mod books;
mod buyers;
mod figures;
mod http;
mod load;
mod markets;
mod pages;
mod scale;
mod search;
mod shop;
mod trade;

use crate::children;
use crate::house::{self, House};
use crate::serve;
use crate::test::postgres::Postgres;
use anyhow::Result;
use buyers::{Buyer, Shelf};
use clap::ValueEnum;
use figures::Figures;
pub use markets::Engine;
use serde_json::json;
use shop::{Place, Shop};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What to measure and where to put it.
pub struct Options {
    /// A file for the figures.
    pub json: Option<PathBuf>,
    /// A second instead of several for each figure.
    pub quick: bool,
    /// Only one part.
    pub only: Option<Part>,
    /// How many products the markets have whose pages are compared.
    pub products: Vec<u64>,
    /// Only one of the databases.
    pub engine: Option<Engine>,
    /// What is shipped was built before.
    pub built: bool,
}

/// What can be measured alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Starting, pages and their sizes in the demo market.
    Pages,
    /// How good the search is.
    Search,
    /// Carts and checkouts.
    Trade,
    /// The same pages in markets of several sizes.
    Scale,
    /// The check of the books of a market that has traded for a year.
    Books,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }

    fn on(&self, engine: Engine) -> bool {
        self.engine.is_none_or(|only| only == engine)
    }
}

/// For how long each thing is done.
pub struct Plan {
    reading: Duration,
    writing: Duration,
}

/// Builds what is shipped, and measures it.
pub fn run(house: &House, options: &Options) -> Result<()> {
    if !options.built {
        build(house)?;
    }
    children::listen_for_signals()?;
    let plan = if options.quick {
        Plan { reading: Duration::from_millis(1_000), writing: Duration::from_millis(2_000) }
    } else {
        Plan { reading: Duration::from_millis(4_000), writing: Duration::from_millis(8_000) }
    };
    let place = Place::fresh(house)?;
    let mut figures = Figures::default();
    println!(
        "\nfigures end with their unit; c16: sixteen connections, b16: sixteen buyers at once"
    );
    let base = "sqlite.insert_and_commit_per_s";
    if options.wants(Part::Trade) {
        figures.note(base, shop::inserts(house, &place.0, plan.writing)?);
    }
    if options.wants(Part::Pages) || options.wants(Part::Scale) {
        pages::hello(house, &plan, &mut figures)?;
    }
    if options.on(Engine::Sqlite) && !matches!(options.only, Some(Part::Scale | Part::Books)) {
        sqlite(house, &place, base, options, &plan, &mut figures)?;
    }
    if options.on(Engine::Postgres) && options.wants(Part::Trade) {
        postgres(house, &place, base, &plan, &mut figures)?;
    }
    let engines = [Engine::Sqlite, Engine::Postgres].into_iter().filter(|e| options.on(*e));
    let engines: Vec<Engine> = engines.collect();
    if options.wants(Part::Scale) {
        scale::measure(house, &engines, &options.products, &plan, &mut figures)?;
    }
    if options.wants(Part::Books) {
        books::measure(house, &engines, options.quick, &mut figures)?;
    }
    if let Some(file) = &options.json {
        figures.write(&house.path(file), about(options))?;
    }
    Ok(())
}

/// The programs, the yardstick and the site, in as few calls of cargo as possible.
fn build(house: &House) -> Result<()> {
    let mut cargo = house.cargo();
    cargo.args(["build", "--release"]);
    for program in ["server", "gateway-sim", "yardstick"] {
        cargo.args(["--package", program]);
    }
    house::run(&mut cargo)?;
    serve::site(house, false)
}

fn sqlite(
    house: &House,
    place: &Place,
    base: &str,
    options: &Options,
    plan: &Plan,
    figures: &mut Figures,
) -> Result<()> {
    let folder = place.0.join("sqlite");
    let first = Shop::open(house, &folder, None)?;
    figures.note("start.first_ms", first.start_ms);
    drop(first);
    let shop = Shop::open(house, &folder, None)?;
    figures.note("start.again_ms", shop.start_ms);
    note_memory(&shop, "memory.idle_bytes", figures);
    if options.wants(Part::Pages) {
        let shelf = Arc::new(Shelf::of(&shop)?);
        let buyer = Buyer::register(&shop, &shelf, "reader")?;
        buyer.add(&mut buyer.connect())?;
        buyer.add(&mut buyer.connect())?;
        let paths = pages::Paths::of(&shop)?;
        pages::sizes(house, &paths, &buyer, figures)?;
        pages::pages(&shop, &paths, &buyer, "page", plan, figures)?;
    }
    if options.wants(Part::Search) {
        search::judge(house, &folder, figures)?;
    }
    if options.wants(Part::Trade) {
        trade::measure(&shop, "sqlite", base, plan, figures)?;
    }
    note_memory(&shop, "memory.after_load_bytes", figures);
    Ok(())
}

/// On a PostgreSQL of this run's own, on the same disk, which writes through like the embedded database.
fn postgres(
    house: &House,
    place: &Place,
    base: &str,
    plan: &Plan,
    figures: &mut Figures,
) -> Result<()> {
    let database = match Postgres::durable(&place.0) {
        Ok(database) => database,
        Err(error) => {
            println!(
                "\nSKIPPED everything on PostgreSQL: {error:#}; install PostgreSQL 15 or later\n"
            );
            return Ok(());
        }
    };
    let shop = Shop::open(house, &place.0.join("postgres-shop"), Some(database.url()))?;
    trade::measure(&shop, "postgres", base, plan, figures)
}

fn note_memory(shop: &Shop, name: &str, figures: &mut Figures) {
    if let Some(bytes) = shop.memory_bytes() {
        figures.note(name, bytes);
    }
}

fn about(options: &Options) -> serde_json::Value {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    json!({
        "cores": cores,
        "system": std::env::consts::OS,
        "processor": std::env::consts::ARCH,
        "quick": options.quick,
        "sharing": "load, shop, partners' stand-ins and database run on the same machine",
    })
}

/// The front page of a shop, as a visitor without scripts gets it.
pub fn front_page(addr: std::net::SocketAddr) -> Result<String> {
    Ok(http::Connection::to(addr).get("/", "accept: text/html\r\n")?.text())
}
