//! The automation of the house: everything a developer, a shopkeeper or a build machine runs is a verb of `cargo xtask`.
//!
//! It must never hold a rule of trade, and it imports no other room: it calls cargo, npm and the built programs.

mod bench;
mod check;
mod children;
mod house;
mod lighthouse;
mod serve;
mod site;
mod test;
mod verify;

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, serve and test the market", version)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the browser half: four bundles, three style sheets, everything hashed and compressed
    Build(BuildArgs),
    /// Open the shop: build, fill an empty database with the demo market, serve
    Serve(ServeArgs),
    /// Open the shop for work on it: quick builds, and a restart whenever a file changes
    Dev(ServeArgs),
    /// Keep the house rules: imports, migrations, words, SQL, markup, formatting, clippy
    Check,
    /// Test everything on both databases and in the browser; installs what it needs
    Test {
        /// Only one part: check, unit, contract, e2e, or the name of a room
        #[arg(long, value_name = "PART")]
        only: Option<String>,
        /// Handed on to the part's own runner, for instance the name of one test
        #[arg(last = true)]
        rest: Vec<String>,
    },
    /// Verify a promise from a seed: crowds, crashes, full disks, failing partners
    Verify(verify::Options),
    /// Kill the server in the middle of its work, again and again: short for `verify crash`
    Crash {
        /// How often
        #[arg(long, value_name = "N", default_value_t = 25)]
        rounds: usize,
        /// Where chance begins
        #[arg(long, value_name = "N", default_value_t = 20_261)]
        seed: u64,
    },
    /// Measure reading and shopping beside what the bare libraries do; never judges
    Bench {
        /// Write the figures there, too
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
        /// A second instead of several for each figure
        #[arg(long)]
        quick: bool,
        /// Only one part
        #[arg(long, value_enum)]
        only: Option<bench::Part>,
        /// Sizes of the markets whose pages are compared; each is seeded once and kept below the target folder. The last size
        /// to try is 1000000, which takes a while
        #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = [5_000, 100_000])]
        products: Vec<u64>,
        /// Only one of the databases
        #[arg(long, value_enum)]
        engine: Option<bench::Engine>,
        /// Measure what was built before and build nothing
        #[arg(long)]
        built: bool,
    },
    /// Let Lighthouse look at the front page, a list and a product on a phone; fails below 95 in any category
    Lighthouse {
        /// Only one page: home, list, product
        #[arg(long, value_name = "PAGE")]
        only: Option<String>,
        /// Keep Lighthouse's reports in this folder
        #[arg(long, value_name = "DIR")]
        reports: Option<PathBuf>,
        /// Look at what was built before and build nothing
        #[arg(long)]
        built: bool,
    },
    /// Fill an empty database with the demo market
    Seed {
        /// Folder of the database
        #[arg(long, value_name = "DIR", default_value = "data")]
        data: PathBuf,
        /// How many products; the server's own number without it
        #[arg(long, value_name = "N")]
        products: Option<u64>,
        /// About how many orders of the past year; as many as suit the products without it
        #[arg(long, value_name = "N")]
        orders: Option<u64>,
        /// A catalogue of one's own instead of the demo's goods, as JSON
        #[arg(long, value_name = "FILE", conflicts_with_all = ["products", "orders"])]
        from: Option<PathBuf>,
    },
}

#[derive(Args)]
struct ServeArgs {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:3000")]
    addr: SocketAddr,
    /// Folder of the database and everything else that is written
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// File with the keys of real partners; without it their stand-ins are started
    #[arg(long, value_name = "FILE", env = "JISHI_GATEWAYS")]
    gateways: Option<PathBuf>,
    /// Quick builds, and pages that reload when the server restarts
    #[arg(long)]
    dev: bool,
    /// Do not fill an empty database with the demo market
    #[arg(long)]
    empty: bool,
}

impl ServeArgs {
    fn options(self, house: &house::House, dev: bool) -> serve::Options {
        serve::Options {
            addr: self.addr,
            data: house.path(self.data),
            gateways: self.gateways.map(|file| house.path(file)),
            dev: self.dev || dev,
            empty: self.empty,
        }
    }
}

#[derive(Args)]
struct BuildArgs {
    /// Quick and large instead of slow and small
    #[arg(long)]
    dev: bool,
    /// Where the site is put
    #[arg(long, value_name = "DIR", default_value = "dist/site")]
    out: PathBuf,
}

fn main() -> ExitCode {
    match run(Cli::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> Result<()> {
    let house = house::House::find()?;
    match verb {
        Verb::Build(args) => {
            site::build(&house, &site::Options { dev: args.dev, out: house.path(args.out) })?;
            Ok(())
        }
        Verb::Serve(args) => serve::serve(&house, &args.options(&house, false)),
        Verb::Dev(args) => serve::dev(&house, &args.options(&house, true)),
        Verb::Check => {
            let count = check::run(&house)?;
            if count.failed > 0 {
                bail!("{} of {} rules are broken", count.failed, count.failed + count.passed);
            }
            Ok(())
        }
        Verb::Test { only, rest } => test::run(&house, only.as_deref(), &rest),
        Verb::Verify(options) => verify::run(&house, &options),
        Verb::Crash { rounds, seed } => {
            let (name, tier, rounds) = ("crash".to_owned(), verify::Tier::Quick, Some(rounds));
            verify::run(&house, &verify::Options { name, tier, seed, rounds, broken: false })
        }
        Verb::Bench { json, quick, only, products, engine, built } => {
            bench::run(&house, &bench::Options { json, quick, only, products, engine, built })
        }
        Verb::Lighthouse { only, reports, built } => {
            lighthouse::run(&house, only.as_deref(), reports.as_deref(), built)
        }
        Verb::Seed { data, products, orders, from } => {
            let from = from.map(|file| house.path(file));
            serve::seed(&house, &house.path(data), (products, orders), from.as_deref())
        }
    }
}
