//! The command line: one binary with roles and errands.

mod doctor;
mod judge;
mod reindex;
mod run;
mod seed;

use crate::config::Config;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Jishi: a marketplace that keeps its own rules.
#[derive(Parser, Debug)]
#[command(name = "server", version, about)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Answer visitors; leave clocks and jobs to a `worker`.
    Serve,
    /// Fire clocks, do jobs, seal; answer nobody.
    Worker,
    /// Both in one process: the small market.
    All,
    /// Bring the database to this version and stop.
    Migrate,
    /// Fill an empty database with the demo market and stop.
    Seed {
        /// A catalogue of one's own instead of the demo's goods: JSON, a list of products with name, slug, category, brand,
        /// image and variants (sku, size, price in cents, stock).
        #[arg(long, value_name = "FILE")]
        from: Option<std::path::PathBuf>,
    },
    /// Fill the index of goods anew from the database and stop.
    Reindex,
    /// Put the judged queries to the index and say how good the answers are.
    Judge {
        /// A list of one's own; see `judged.tsv` for its shape.
        list: Option<std::path::PathBuf>,
        /// How many of the worst queries are named.
        #[arg(long, default_value_t = 10)]
        worst: usize,
    },
    /// Look at the installation and say what is missing.
    Doctor,
    /// The books.
    Ledger {
        #[command(subcommand)]
        errand: Ledger,
    },
}

#[derive(Subcommand, Debug)]
enum Ledger {
    /// Check the invariants of the books; any violation is named and the exit code is not zero.
    Verify,
}

/// Parses the command line and runs it; errors go to standard error in one sentence.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log(&cli.config);
    #[cfg(feature = "broken")]
    if std::env::var("JISHI_BROKEN").is_ok_and(|word| !services::broken::choose(&word)) {
        eprintln!("nothing is called that by which the market could be broken");
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("the runtime does not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What an errand answers; the error is a sentence for the operator.
pub(crate) type Outcome = Result<ExitCode, crate::wiring::Trouble>;

async fn dispatch(cli: Cli) -> Outcome {
    let config = cli.config;
    if matches!(
        cli.command,
        Command::Doctor | Command::Judge { .. } | Command::Reindex | Command::Ledger { .. }
    ) {
        must_be_there(&config)?;
    }
    match cli.command {
        Command::Serve => run::run(config, run::Roles { serve: true, work: false }).await,
        Command::Worker => run::run(config, run::Roles { serve: false, work: true }).await,
        Command::All => run::run(config, run::Roles { serve: true, work: true }).await,
        Command::Migrate => run::migrate(config).await,
        Command::Seed { from } => seed::seed(config, from).await,
        Command::Reindex => reindex::reindex(config).await,
        Command::Judge { list, worst } => judge::judge(config, list, worst).await,
        Command::Doctor => doctor::doctor(config).await,
        Command::Ledger { errand: Ledger::Verify } => doctor::verify_ledger(config).await,
    }
}

/// An errand that looks at a market makes none: a mistyped folder would be a new, empty market that looks sound.
fn must_be_there(config: &Config) -> Result<(), crate::wiring::Trouble> {
    if config.database_url.is_some() || config.file().is_file() {
        return Ok(());
    }
    let folder = config.data.display();
    Err(format!(
        "there is no market in {folder}: name its folder with --data, or make one there with `server migrate` or `server all`"
    )
    .into())
}

fn start_log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_env("JISHI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json { log.json().init() } else { log.init() }
}
