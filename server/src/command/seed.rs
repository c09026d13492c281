//! The demo market, for an empty database.

use super::Outcome;
use crate::config::Config;
use crate::wiring::{Wired, wire};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;

/// Fills an empty database, from a file when one is named, and says how to sign in.
pub async fn seed(config: Config, from: Option<PathBuf>) -> Outcome {
    let wired = wire(&config, config.addr).await?;
    if let Some(file) = from {
        let text = std::fs::read_to_string(&file)
            .map_err(|e| format!("cannot read the catalogue {}: {e}", file.display()))?;
        let bar = ProgressBar::new(0).with_style(style());
        let tell = |written, of| {
            bar.set_length(of);
            bar.set_position(written);
        };
        let filled = services::seed::catalogue(&wired.market, &text, &tell).await;
        bar.finish_and_clear();
        if !filled? {
            return Err("the database is not empty; the catalogue was not taken".into());
        }
    }
    let said = seed_if_empty(&wired, config.products).await?;
    println!("{}", said.as_deref().unwrap_or("the database is not empty; nothing was seeded"));
    Ok(ExitCode::SUCCESS)
}

/// Seeds that many products when there is nothing yet, with a bar on a terminal; answers the demo sign-ins whenever this is a
/// demo market.
pub async fn seed_if_empty(
    wired: &Wired,
    products: u64,
) -> Result<Option<String>, services::Error> {
    let market = &wired.market;
    if services::seed::is_empty(market).await? {
        let bar = ProgressBar::new(products).with_style(style());
        let tell = |written, of| {
            bar.set_length(of);
            bar.set_position(written);
        };
        let seeded = services::seed::demo(market, products, &tell).await;
        bar.finish_and_clear();
        seeded?;
    }
    let sign_ins = services::seed::demo_sign_ins(market).await?;
    if sign_ins.is_empty() {
        return Ok(None);
    }
    let lines = sign_ins.iter().map(|s| format!("  {:<10} {}  {}", s.role, s.login, s.password));
    Ok(Some(format!("demo sign-ins:\n{}", lines.collect::<Vec<_>>().join("\n"))))
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len} products, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
