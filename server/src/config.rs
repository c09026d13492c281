//! Configuration: command-line options, each with an environment variable. Nobody else reads the environment.

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where things are; shared by all commands.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "JISHI_ADDR", default_value = "127.0.0.1:3000", global = true)]
    pub addr: SocketAddr,
    /// Folder for the embedded database and everything the server writes.
    #[arg(long, env = "JISHI_DATA", default_value = "data", global = true)]
    pub data: PathBuf,
    /// `postgres://…` to use PostgreSQL instead of the embedded SQLite database.
    #[arg(long, env = "JISHI_DATABASE_URL", global = true)]
    pub database_url: Option<String>,
    /// Folder with the built site (bundles, styles, pictures, `assets.json`).
    #[arg(long, env = "JISHI_SITE", default_value = "dist/site", global = true)]
    pub site: PathBuf,
    /// File with the keys of payment and logistics partners.
    #[arg(long, env = "JISHI_GATEWAYS", global = true)]
    pub gateways: Option<PathBuf>,
    /// The address visitors and partners use, when it is not the one listened on: `https://shop.example`.
    #[arg(long, env = "JISHI_ORIGIN", global = true)]
    pub origin: Option<String>,
    /// Reload pages when the server restarts.
    #[arg(long, env = "JISHI_DEV", global = true)]
    pub dev: bool,
    /// Do not seed the demo market into an empty database.
    #[arg(long, env = "JISHI_EMPTY", global = true)]
    pub empty: bool,
    /// How many products the demo market of an empty database gets; never fewer than those written by hand.
    #[arg(long, env = "JISHI_PRODUCTS", default_value_t = services::seed::GOODS, global = true)]
    pub products: u64,
    /// About how many orders of the past year the demo market of an empty database gets; without it as many as suit its
    /// products, and none when only those written by hand are there.
    #[arg(long, env = "JISHI_ORDERS", global = true)]
    pub orders: Option<u64>,
    /// Folder in which to write down the payments of a demo market's past, for the stand-in of the payment partner (its `--past`).
    #[arg(long, env = "JISHI_DEMO_TRADES", global = true)]
    pub demo_trades: Option<PathBuf>,
    /// Write the log as JSON lines.
    #[arg(long, env = "JISHI_LOG_JSON", global = true)]
    pub log_json: bool,
}

impl Config {
    /// The folder of the index of goods.
    pub fn index(&self) -> PathBuf {
        self.data.join("search")
    }

    /// How many orders the demo market gets.
    pub fn orders(&self) -> u64 {
        self.orders.unwrap_or_else(|| services::seed::usual_orders(self.products))
    }

    /// The file of the embedded database.
    pub fn file(&self) -> PathBuf {
        self.data.join("jishi.sqlite")
    }

    /// The database's address: the one given, else a file in the data folder.
    pub fn database(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", self.file().display()))
    }
}
