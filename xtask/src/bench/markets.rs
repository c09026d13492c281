//! Markets of a wished size on either engine, made once: a million products take long to seed and are the same every time. They
//! lie below the target folder and are there for the next run; whoever wants them made anew removes `bench-markets`.

use super::shop::Shop;
use crate::house::{self, House};
use crate::serve;
use crate::test::postgres::Postgres;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The databases that the market runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The one for more than one machine.
    Postgres,
}

impl Engine {
    /// As it stands in the names of figures.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// How long it took to make a market, written beside it when all is done.
const MADE: &str = "made.json";

/// A market of some size; its database runs as long as this lives.
pub struct Market {
    folder: PathBuf,
    postgres: Option<Postgres>,
    /// Seconds that seeding took, whenever that was.
    pub seeding_s: f64,
    /// Seconds that filling the index took, whenever that was.
    pub indexing_s: f64,
}

impl Market {
    /// The market of that many products and orders, seeded and indexed unless that was done before.
    pub fn of(house: &House, engine: Engine, products: u64, orders: u64) -> Result<Self> {
        let lived = if orders == 0 { String::new() } else { format!("-{orders}") };
        let folder = format!("bench-markets/{}-{products}{lived}", engine.name());
        let folder = house.target.join(folder);
        let made = folder.join(MADE);
        let known = fs::read(&made).ok().and_then(|text| serde_json::from_slice(&text).ok());
        if known.is_none() && folder.exists() {
            // Begun and not brought to its end.
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::kept(&folder.join("postgres"))?),
        };
        let mut market = Self { folder, postgres, seeding_s: 0.0, indexing_s: 0.0 };
        (market.seeding_s, market.indexing_s) = match known {
            Some(times) => times,
            None => {
                println!("making a market of {products} products on {}", engine.name());
                let (size, past) = (products.to_string(), orders.to_string());
                let seed = ["seed", "--products", &size, "--orders", &past];
                let times = (market.timed(house, &seed)?, market.timed(house, &["reindex"])?);
                fs::write(&made, serde_json::to_vec(&times)?)?;
                times
            }
        };
        Ok(market)
    }

    /// Runs the server with these words to its end; the seconds that took.
    fn timed(&self, house: &House, words: &[&str]) -> Result<f64> {
        self.ask(house, words).map(|(_, seconds)| seconds)
    }

    /// Runs the server with these words to its end; what it says, and the seconds that took.
    pub fn ask(&self, house: &House, words: &[&str]) -> Result<(String, f64)> {
        let mut server = serve::program(house, "server", false);
        server.env("JISHI_LOG", "warn").args(words).arg("--data").arg(self.data());
        if let Some(url) = self.url() {
            server.arg("--database-url").arg(url);
        }
        let began = Instant::now();
        let said = house::output(&mut server)?;
        Ok((String::from_utf8(said)?, began.elapsed().as_secs_f64()))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn url(&self) -> Option<&str> {
        self.postgres.as_ref().map(Postgres::url)
    }

    /// Opens the shop.
    pub fn open(&self, house: &House) -> Result<Shop> {
        Shop::open(house, &self.data(), self.url())
    }

    /// What the database takes on the disk, in bytes.
    pub fn database_bytes(&self) -> Result<f64> {
        match &self.postgres {
            Some(_) => bytes_in(&self.folder.join("postgres/data/base")),
            None => {
                let file = |end: &str| self.data().join(format!("jishi.sqlite{end}"));
                let sizes = ["", "-wal"].map(|end| fs::metadata(file(end)).map_or(0, |m| m.len()));
                Ok(sizes.iter().sum::<u64>() as f64)
            }
        }
    }

    /// What the index takes on the disk, in bytes.
    pub fn index_bytes(&self) -> Result<f64> {
        bytes_in(&self.data().join("search"))
    }
}

fn bytes_in(folder: &Path) -> Result<f64> {
    let mut sum = 0.0;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        // The database and the index remove files while we look.
        let Ok(about) = entry.metadata() else { continue };
        sum += if about.is_dir() { bytes_in(&entry.path())? } else { about.len() as f64 };
    }
    Ok(sum)
}
