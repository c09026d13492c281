//! The browser stories: installs their packages, builds the shop as it is shipped, lets Playwright walk through it, and counts.

use super::{Postgres, Tally, browser};
use crate::house::{self, House};
use crate::serve;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::process::{Command, Stdio};

#[derive(Deserialize)]
struct Report {
    stats: Stats,
    #[serde(default)]
    errors: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Stats {
    expected: usize,
    unexpected: usize,
    flaky: usize,
    skipped: usize,
}

/// Runs all stories, or those that `rest` chooses in Playwright's own words.
pub fn run(house: &House, database: Option<&Postgres>, rest: &[String]) -> Result<Tally> {
    if !house::can_run("node", "--version") || !house::can_run("npm", "--version") {
        return Ok(Tally::skip("all browser stories", "install node 20 or later"));
    }
    let stories = house.path("end2end");
    house::npm_ci(&stories)?;
    let chromium = match browser::provide(&stories) {
        Ok(chromium) => chromium,
        Err(error) => {
            return Ok(Tally::skip(
                "all browser stories",
                &format!("{error:#}; install Chromium or set CHROMIUM"),
            ));
        }
    };
    serve::build(house, false)?;
    let report = house.target.join("stories.json");
    if report.is_file() {
        fs::remove_file(&report)?;
    }
    let mut playwright = Command::new("node");
    playwright
        .arg("node_modules/@playwright/test/cli.js")
        .args(["test", "--reporter=list,json"])
        .args(rest);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    playwright.env("JISHI_PROGRAMS", house.target.join("release"));
    playwright.env("JISHI_SITE", house.path("dist/site"));
    if let Some(chromium) = chromium {
        playwright.env("CHROMIUM", chromium);
    }
    if let Some(database) = database {
        playwright.env("JISHI_TEST_POSTGRES_URL", database.url());
    }
    let status = playwright.current_dir(&stories).stdin(Stdio::null()).status()?;
    let text = fs::read_to_string(&report).context("Playwright left no report")?;
    let mut tally = count(&text)?;
    if !status.success() && tally.failed == 0 {
        tally.failed += 1;
    }
    Ok(tally)
}

/// A story that holds only at the second attempt does not hold.
fn count(report: &str) -> Result<Tally> {
    let report: Report = serde_json::from_str(report).context("Playwright's report")?;
    Ok(Tally {
        passed: report.stats.expected,
        failed: report.stats.unexpected + report.stats.flaky + report.errors.len(),
        skipped: report.stats.skipped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_that_holds_only_sometimes_has_failed() {
        let report = r#"{"stats":{"expected":7,"unexpected":1,"flaky":2,"skipped":3},"errors":[]}"#;
        assert_eq!(count(report).unwrap(), Tally { passed: 7, failed: 3, skipped: 3 });
    }

    #[test]
    fn a_stage_that_did_not_stand_has_failed() {
        let report = r#"{"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":0},"errors":[{"message":"no server"}]}"#;
        assert_eq!(count(report).unwrap().failed, 1);
    }
}
