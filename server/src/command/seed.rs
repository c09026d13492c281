//! The demo market, for an empty database.

use super::Outcome;
use crate::config::Config;
use crate::wiring::{Wired, wire};
use std::process::ExitCode;

/// Fills an empty database and says how to sign in.
pub async fn seed(config: Config) -> Outcome {
    let wired = wire(&config, config.addr).await?;
    let said = seed_if_empty(&wired).await?;
    println!("{}", said.as_deref().unwrap_or("the database is not empty; nothing was seeded"));
    Ok(ExitCode::SUCCESS)
}

/// Seeds when there is nothing yet; answers the demo sign-ins whenever this is a demo market.
pub async fn seed_if_empty(wired: &Wired) -> Result<Option<String>, services::Error> {
    let market = &wired.market;
    if services::seed::is_empty(market).await? {
        services::seed::demo(market).await?;
    }
    let sign_ins = services::seed::demo_sign_ins(market).await?;
    if sign_ins.is_empty() {
        return Ok(None);
    }
    let lines = sign_ins.iter().map(|s| format!("  {:<10} {}  {}", s.role, s.login, s.password));
    Ok(Some(format!("demo sign-ins:\n{}", lines.collect::<Vec<_>>().join("\n"))))
}
