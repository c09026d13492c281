//! `cargo xtask lighthouse`: the open shop as Lighthouse's phone sees it. Home, a list and a product have to reach 95 in all four
//! categories (performance, accessibility, best practices, search engines).
//!
//! The phone is a simulated one on a slow network, so the figures hardly depend on the machine as long as nothing else keeps it busy.

use crate::children::{self, Children};
use crate::house::{self, House};
use crate::serve;
use crate::test::browser;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The least that is good enough, in hundredths.
const SCORE_MIN: u32 = 95;
/// Lighthouse's categories, in the order in which they are printed.
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];
/// The pages: a category with many goods, and one of the goods written by hand.
const PAGES: [(&str, &str); 3] = [("home", "/"), ("list", "/c/tea"), ("product", "")];
/// How many reasons are printed for a category that is not good enough.
const REASONS_MAX: usize = 12;

/// Builds what is shipped unless it was `built`, opens the demo market in a folder of its own, and looks.
pub fn run(house: &House, only: Option<&str>, reports: Option<&Path>, built: bool) -> Result<()> {
    if !built {
        serve::build(house, false)?;
    }
    let tools = house.path("xtask/tools/lighthouse");
    house::npm_ci(&tools)?;
    let browser = browser::provide(&house.path("end2end"))?;
    children::listen_for_signals()?;
    let kept = house.target.join("lighthouse");
    let reports = reports.map_or_else(|| kept.join("reports"), |folder| house.path(folder));
    fs::create_dir_all(&reports)?;
    let options = serve::Options {
        addr: SocketAddr::from(([127, 0, 0, 1], 0)),
        data: kept.join("data"),
        gateways: None,
        dev: false,
        empty: false,
    };
    let mut children = Children::default();
    let gateways = serve::partners(house, &options, &mut children)?;
    let mut server = serve::server(house, &options, &gateways);
    let line = children.start_quietly("server", &mut server, "listening on http://")?;
    let shop = line.trim_start_matches("listening on ").to_owned();
    let mut poor = 0;
    for (page, path) in PAGES.iter().filter(|(page, _)| only.is_none_or(|only| only == *page)) {
        let url = if path.is_empty() { product(&shop)? } else { format!("{shop}{path}") };
        let report = look(&tools, browser.as_deref(), &url, &reports.join(format!("{page}.json")))?;
        poor += tell(page, &report)?;
    }
    if poor > 0 {
        bail!("{poor} scores are below {SCORE_MIN}; the reports lie in {}", reports.display());
    }
    Ok(())
}

/// The address of the first product of the front page.
fn product(shop: &str) -> Result<String> {
    let host: SocketAddr = shop.trim_start_matches("http://").parse()?;
    let front = crate::bench::front_page(host)?;
    let (_, rest) = front.split_once("href=\"/p/").context("the front page shows no goods")?;
    let slug = rest.split(['"', '?', '#']).next().unwrap_or_default();
    Ok(format!("{shop}/p/{slug}"))
}

/// Lets Lighthouse look at an address; its report.
fn look(tools: &Path, browser: Option<&Path>, url: &str, report: &PathBuf) -> Result<Value> {
    let mut command = Command::new("node");
    command.arg("node_modules/lighthouse/cli/index.js").arg(url).current_dir(tools);
    command.args(["--quiet", "--output=json"]);
    command.arg(format!("--output-path={}", report.display()));
    command.arg(format!("--only-categories={}", CATEGORIES.join(",")));
    // Nobody but ourselves is visited, so that the browser's own walls are not needed; a container has none.
    command.arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage");
    if let Some(browser) = browser {
        command.env("CHROME_PATH", browser);
    }
    house::run(&mut command)?;
    Ok(serde_json::from_slice(&fs::read(report)?)?)
}

/// Prints the scores of a page, and the reasons of those that are not good enough; how many are not.
fn tell(page: &str, report: &Value) -> Result<usize> {
    let mut poor = 0;
    let mut line = format!("{page:<8}");
    let mut reasons = Vec::new();
    for category in CATEGORIES {
        let about = &report["categories"][category];
        let score = about["score"].as_f64().with_context(|| format!("no score for {category}"))?;
        let score = (score * 100.0).round() as u32;
        line.push_str(&format!("  {category} {score}"));
        if score < SCORE_MIN {
            poor += 1;
            reasons.extend(why(report, about));
        }
    }
    println!("{line}");
    reasons.truncate(REASONS_MAX);
    for reason in reasons {
        println!("          {reason}");
    }
    Ok(poor)
}

/// What weighs in a category and is not as it should be.
fn why(report: &Value, category: &Value) -> Vec<String> {
    let mut reasons = Vec::new();
    for part in category["auditRefs"].as_array().into_iter().flatten() {
        let audit = &report["audits"][part["id"].as_str().unwrap_or_default()];
        let weighs = part["weight"].as_f64().unwrap_or_default() > 0.0;
        if weighs && audit["score"].as_f64().is_some_and(|score| score < 0.9) {
            let title = audit["title"].as_str().unwrap_or_default();
            let value = audit["displayValue"].as_str().unwrap_or_default();
            reasons.push(format!("{title} {value}").trim_end().to_owned());
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_poor_score_is_counted_and_explained() {
        let audit =
            |score| json!({ "score": score, "title": "Contrast", "displayValue": "2 places" });
        let part = |weight| json!({ "id": "contrast", "weight": weight });
        let category = |score: f64| json!({ "score": score, "auditRefs": [part(7), part(0)] });
        let mut report = json!({ "categories": {}, "audits": { "contrast": audit(0.0) } });
        for name in CATEGORIES {
            report["categories"][name] = category(0.95);
        }
        assert_eq!(tell("home", &report).unwrap(), 0);
        report["categories"]["seo"] = category(0.94);
        assert_eq!(tell("home", &report).unwrap(), 1);
        assert_eq!(why(&report, &report["categories"]["seo"]), ["Contrast 2 places"]);
        report["categories"]["seo"] = Value::Null;
        assert!(tell("home", &report).is_err());
    }
}
