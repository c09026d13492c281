//! Looking at the installation: what is missing and what to do about it; and whether the books are right.

use super::Outcome;
use crate::assets::Site;
use crate::config::Config;
use crate::wiring::wire;
use std::process::ExitCode;

/// Says what works and what is missing, one line each; fails when the market could not run.
pub async fn doctor(config: Config) -> Outcome {
    let mut sound = true;
    let mut say = |good: bool, text: String| {
        sound &= good;
        println!("{} {text}", if good { "ok     " } else { "missing" });
    };
    match Site::load(&config.site) {
        Ok(site) => {
            say(true, format!("site {} (build {})", config.site.display(), site.assets.build))
        }
        Err(error) => say(false, error.to_string()),
    }
    match wire(&config, config.addr).await {
        Ok(wired) => {
            say(true, format!("database {}", wired.engine));
            match &config.gateways {
                None => say(false, "partners' keys: none configured (--gateways FILE); nobody can pay from outside".into()),
                Some(file) => {
                    let ids: Vec<_> = wired.market.payments.all().iter().map(|p| p.id()).collect();
                    say(!ids.is_empty(), format!("payment providers from {}: {}", file.display(), ids.join(", ")));
                    let tracking = wired.market.tracking.as_ref().map_or("none", |t| t.id());
                    say(wired.market.tracking.is_some(), format!("logistics partner: {tracking}"));
                }
            }
            match services::search::check_up(&wired.market).await {
                Ok(checkup) => println!("{}", of_index(&checkup)),
                Err(error) => println!("note    index: {error}"),
            }
            let https = wired.market.origin.starts_with("https://");
            let local = wired.market.origin.contains("127.0.0.1")
                || wired.market.origin.contains("localhost");
            say(
                https || local,
                format!(
                    "origin {} (visitors can sign in only over HTTPS or on this machine)",
                    wired.market.origin
                ),
            );
        }
        Err(error) => say(false, format!("database {}: {error}", config.database())),
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How well the index agrees with the database. A market runs without one, so this is never a failure.
fn of_index(checkup: &services::search::Checkup) -> String {
    let services::search::Checkup { indexed, offered, sampled, .. } = checkup;
    let missing = checkup.missing.len();
    match checkup.behind {
        None => "note    index: never filled; a running market fills it by itself".to_owned(),
        Some(_) if checkup.is_sound() => {
            format!("ok      index {indexed} products, all {sampled} looked for are there")
        }
        Some(behind) => format!(
            "note    index {indexed} of {offered} products, {missing} of {sampled} looked for are missing, \
             {behind} events behind; a running market catches up, `server reindex` fills it anew"
        ),
    }
}

/// Rebuilds what the books say and names every violation.
pub async fn verify_ledger(config: Config) -> Outcome {
    let wired = wire(&config, config.addr).await?;
    let (postings, entries) = services::ledger::extent(&wired.market).await?;
    let violations = services::ledger::verify(&wired.market).await?;
    for violation in &violations {
        println!("{violation}");
    }
    let count = violations.len();
    println!("read {postings} postings with {entries} entries: {count} violations");
    Ok(if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
