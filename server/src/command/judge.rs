//! How good the search is, as figures: for the bench, and for whoever changes synonyms or weights.

use super::Outcome;
use crate::config::Config;
use crate::wiring::wire;
use services::search::judge::JUDGED;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Judges and prints; the first line is for programs.
pub async fn judge(config: Config, list: Option<PathBuf>, worst: usize) -> Outcome {
    let own = list
        .map(|file| {
            std::fs::read_to_string(&file)
                .map_err(|e| format!("cannot read the list {}: {e}", file.display()))
        })
        .transpose()?;
    let wired = wire(&config, config.addr).await?;
    let began = Instant::now();
    let judged =
        services::search::judge::judge(&wired.market, own.as_deref().unwrap_or(JUDGED)).await?;
    let (ndcg, zero, count) = (judged.ndcg(), judged.zero_rate() * 100.0, judged.queries.len());
    let left_out = judged.without_goods;
    let each = began.elapsed().as_secs_f64() * 1_000.0 / count.max(1) as f64;
    println!(
        "nDCG@10 {ndcg:.4}, nothing found {zero:.2} %, {each:.2} ms each, {count} queries, {left_out} without goods"
    );
    for query in judged.queries.iter().take(worst) {
        println!("{:.3}  {:>4} results  {}", query.ndcg, query.results, query.words);
    }
    Ok(ExitCode::SUCCESS)
}
