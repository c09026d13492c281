//! Filling the index of goods anew. A running market does it by itself when it must; this is for a person who wants it now.

use super::Outcome;
use crate::config::Config;
use crate::wiring::wire;
use indicatif::{ProgressBar, ProgressStyle};
use std::process::ExitCode;

/// Fills the index and says how many products are in it.
pub async fn reindex(config: Config) -> Outcome {
    let wired = wire(&config, config.addr).await?;
    let before = services::search::check_up(&wired.market).await?;
    let bar = ProgressBar::new(before.offered).with_style(style());
    let filled = services::search::reindex(&wired.market, |done| bar.set_position(done)).await;
    bar.finish_and_clear();
    match filled {
        Ok(count) => {
            println!("the index holds {count} products");
            Ok(ExitCode::SUCCESS)
        }
        Err(services::Error::Busy(_)) => {
            Err("a running market writes this index and keeps it true by itself; stop it first"
                .into())
        }
        Err(error) => Err(error.into()),
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len} products, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
