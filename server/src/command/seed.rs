//! The demo market, for an empty database.

use super::Outcome;
use crate::config::Config;
use crate::wiring::{Trouble, Wired, wire};
use indicatif::{ProgressBar, ProgressStyle};
use services::Market;
use services::seed::{Filled, Stage};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Fills an empty database, from a file when one is named, and says how to sign in.
pub async fn seed(config: Config, from: Option<PathBuf>) -> Outcome {
    let wired = wire(&config, config.addr).await?;
    if let Some(file) = from {
        let text = std::fs::read_to_string(&file)
            .map_err(|e| format!("cannot read the catalogue {}: {e}", file.display()))?;
        let bar = ProgressBar::new(0).with_style(style());
        let filled = services::seed::catalogue(&wired.market, &text, &tell(&bar)).await;
        bar.finish_and_clear();
        if !filled? {
            return Err("the database is not empty; the catalogue was not taken".into());
        }
    }
    let said = seed_if_empty(&wired, config.products, config.orders()).await?;
    println!("{}", said.as_deref().unwrap_or("the database is not empty; nothing was seeded"));
    Ok(ExitCode::SUCCESS)
}

/// Seeds that many products and orders when there is nothing yet, with a bar on a terminal; answers what was seeded, and the
/// demo sign-ins whenever this is a demo market.
pub async fn seed_if_empty(
    wired: &Wired,
    products: u64,
    orders: u64,
) -> Result<Option<String>, services::Error> {
    let market = &wired.market;
    let mut said = String::new();
    if services::seed::is_empty(market).await? {
        let bar = ProgressBar::new(products).with_style(style());
        let seeded = services::seed::demo(market, products, orders, &tell(&bar)).await;
        bar.finish_and_clear();
        let Filled { goods, orders } = seeded?;
        said = format!("seeded {goods} products and {orders} orders\n");
    }
    let sign_ins = services::seed::demo_sign_ins(market).await?;
    if sign_ins.is_empty() {
        return Ok(None);
    }
    let lines = sign_ins.iter().map(|s| format!("  {:<10} {}  {}", s.role, s.login, s.password));
    Ok(Some(format!("{said}demo sign-ins:\n{}", lines.collect::<Vec<_>>().join("\n"))))
}

/// Writes down once what the stand-in of the payment partner must know of the demo market's past, one trade a line, before
/// anything is asked of the partner. The file is named after the opening, so that it belongs to this market for good.
pub async fn write_trades(market: &Market, folder: &Path) -> Result<(), Trouble> {
    let Some(opened_at) = services::seed::demo_opened_at(market).await? else { return Ok(()) };
    let file = folder.join(format!("{}.jsonl", opened_at.millis()));
    if file.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    let fresh = file.with_extension("new");
    let mut out = BufWriter::new(File::create(&fresh)?);
    let mut after = None;
    loop {
        let page = services::seed::past_trades(market, after.as_ref()).await?;
        for trade in &page.trades {
            serde_json::to_writer(&mut out, trade)?;
            out.write_all(b"\n")?;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    out.into_inner()?.sync_all()?;
    std::fs::rename(fresh, file)?;
    Ok(())
}

/// Moves the bar; a new stage begins it anew.
fn tell(bar: &ProgressBar) -> impl Fn(Stage, u64, u64) + Sync + '_ {
    move |stage, done, of| {
        let what = match stage {
            Stage::Goods => "products",
            Stage::Orders => "orders",
        };
        if bar.message() != what {
            bar.set_message(what);
            bar.reset();
        }
        bar.set_length(of);
        bar.set_position(done);
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
