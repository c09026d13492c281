//! How good and how fast the search is: the judged queries that come with the program, put to the index of the shop.

use super::figures::Figures;
use crate::house::{self, House};
use crate::serve;
use anyhow::{Context, Result};
use std::path::Path;

/// Judges the index of the shop whose data lie in that folder; the shop has filled it by itself.
pub fn judge(house: &House, folder: &Path, figures: &mut Figures) -> Result<()> {
    let mut server = serve::program(house, "server", false);
    server.env("JISHI_LOG", "warn").arg("judge").args(["--worst", "0", "--data"]).arg(folder);
    let said = String::from_utf8(house::output(&mut server)?)?;
    let numbers = numbers(&said);
    let mut number = |name: &str, at: usize| -> Result<()> {
        let value = numbers.get(at).with_context(|| format!("the judge said {said:?}"))?;
        figures.note(name, *value);
        Ok(())
    };
    number("search.ndcg_at_10", 0)?;
    number("search.nothing_found_percent", 1)?;
    number("search.query_ms", 2)?;
    number("search.queries", 3)
}

/// The numbers of a line, in order: `nDCG@10 0.9, nothing found 0 %, 2.1 ms each, 250 queries`.
fn numbers(line: &str) -> Vec<f64> {
    line.split_whitespace().filter_map(|word| word.trim_end_matches(',').parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_read_from_the_line() {
        let line =
            "nDCG@10 0.9123, nothing found 0.40 %, 1.25 ms each, 251 queries, 7 without goods";
        assert_eq!(numbers(line), [0.9123, 0.4, 1.25, 251.0, 7.0]);
    }
}
