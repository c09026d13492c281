//! The automation of the house: everything a developer, a shopkeeper or a build machine runs is a verb of `cargo xtask`.
//!
//! It must never hold a rule of trade, and it imports no other room: it calls cargo, npm and the built programs.

mod house;
mod site;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
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
    /// Build the browser half: three bundles, three style sheets, everything hashed and compressed
    Build(BuildArgs),
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
    }
}
