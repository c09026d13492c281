//! What reading costs: whole pages in a second beside a bare handler, what travels to a browser, and what an idle shop takes.

use super::Plan;
use super::buyers::Buyer;
use super::figures::Figures;
use super::http::Connection;
use super::load::{self, Deed};
use super::shop::{Hello, Shop};
use crate::house::House;
use crate::site::ROOTS;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::SocketAddr;
use std::time::Instant;

/// How many ask at once.
const AT_ONCE: [usize; 3] = [1, 16, 64];

/// The bare handler.
pub fn hello(house: &House, plan: &Plan, figures: &mut Figures) -> Result<()> {
    let hello = Hello::open(house)?;
    for many in AT_ONCE {
        let load = ask(hello.addr, &["/".to_owned()], "", many, plan)?;
        figures.note(format!("hello.c{many}_per_s"), load.per_second());
    }
    Ok(())
}

/// The pages that most visitors see, as they stand in the names of figures.
pub const PAGES: [&str; 4] = ["home", "list", "search", "product"];
/// What is searched for: words of both languages that find much and little, and pinyin.
const WORDS: [&str; 8] = ["龙井", "毛巾", "杯", "茶", "tea", "towel", "longjing", "茶杯"];
/// Over how many lists and products the load is spread.
const SPREAD_MAX: usize = 24;

/// Addresses of each page; the load goes round them, so that no single one is measured.
pub struct Paths([Vec<String>; PAGES.len()]);

impl Paths {
    /// Reads them from the front page, as a visitor would.
    pub fn of(shop: &Shop) -> Result<Self> {
        let front = shop.connect().get("/", "accept: text/html\r\n")?.text();
        let (lists, products) = (links(&front, "/c/"), links(&front, "/p/"));
        if lists.is_empty() || products.is_empty() {
            bail!("the front page leads to {} lists and {} products", lists.len(), products.len());
        }
        let searches = WORDS.map(|words| format!("/search?q={}", escaped(words)));
        Ok(Self([vec!["/".to_owned()], lists, searches.to_vec(), products]))
    }

    fn each(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        PAGES.into_iter().zip(self.0.iter().map(Vec::as_slice))
    }
}

/// The links of a page that begin so, each once.
fn links(page: &str, begin: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for rest in page.split(&format!("href=\"{begin}")).skip(1) {
        let link = format!("{begin}{}", rest.split(['"', '?', '#']).next().unwrap_or_default());
        if links.len() < SPREAD_MAX && !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

fn escaped(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// How long the very first visitor of each address waits, on average: nothing is kept anywhere yet.
pub fn first(shop: &Shop, paths: &Paths, prefix: &str, figures: &mut Figures) -> Result<()> {
    let mut connection = shop.connect();
    for (page, paths) in paths.each() {
        let began = Instant::now();
        for path in paths {
            read(&mut connection, path, "")?;
        }
        let each = began.elapsed().as_micros() as f64 / paths.len() as f64;
        figures.note(format!("{prefix}.{page}.first_us"), each);
    }
    Ok(())
}

/// Whole pages: as kept for visitors without cookies, and drawn for somebody who is signed in, who is never given a kept one.
pub fn pages(
    shop: &Shop,
    paths: &Paths,
    buyer: &Buyer,
    prefix: &str,
    plan: &Plan,
    figures: &mut Figures,
) -> Result<()> {
    for (page, paths) in paths.each() {
        for (kind, headers) in [("kept", String::new()), ("drawn", buyer.cookies())] {
            for many in AT_ONCE {
                let load = ask(shop.addr, paths, &headers, many, plan)?;
                let name = format!("{prefix}.{page}.{kind}.c{many}");
                let base = format!("hello.c{many}_per_s");
                figures.note_against(&format!("{name}_per_s"), load.per_second(), &base);
                for percent in [50, 99] {
                    let micros = load.percentile_micros(percent) as f64;
                    figures.note(format!("{name}_p{percent}_us"), micros);
                }
                if load.errors > 0 {
                    let why = load.first_error.unwrap_or_default();
                    bail!("{} of the requests for {page} failed: {why}", load.errors);
                }
            }
        }
    }
    Ok(())
}

fn ask(
    addr: SocketAddr,
    paths: &[String],
    headers: &str,
    many: usize,
    plan: &Plan,
) -> Result<load::Load> {
    let deeds = (0..many).map(|nth| {
        let mut connection = Connection::to(addr);
        let mut round = paths.iter().cycle().skip(nth % paths.len().max(1));
        let deed: Deed<'_> = Box::new(move || {
            read(&mut connection, round.next().map_or("/", String::as_str), headers)
        });
        deed
    });
    load::run(deeds.collect(), plan.reading)
}

fn read(connection: &mut Connection, path: &str, headers: &str) -> Result<()> {
    let answer = connection.get(path, headers)?;
    if answer.status == 200 { Ok(()) } else { bail!("{path} answered {}", answer.status) }
}

/// What a browser that knows brotli has to fetch.
pub fn sizes(house: &House, paths: &Paths, buyer: &Buyer, figures: &mut Figures) -> Result<()> {
    let site = house.path("dist/site");
    let assets = fs::read(site.join("assets.json")).context("the site is not built")?;
    let assets: serde_json::Value = serde_json::from_slice(&assets)?;
    for root in ROOTS {
        for kind in ["wasm", "js", "css"] {
            let name = assets["roots"][root][kind].as_str().unwrap_or_default();
            let file = site.join(format!("{}.br", name.trim_start_matches('/')));
            let about = fs::metadata(&file).with_context(|| file.display().to_string())?;
            figures.note(format!("size.{root}.{kind}_br_bytes"), about.len() as f64);
        }
    }
    let mut connection = buyer.connect();
    let cart = ["/cart".to_owned()];
    for (page, paths) in paths.each().chain([("cart", cart.as_slice())]) {
        let Some(path) = paths.first() else { continue };
        let headers = format!("accept-encoding: br\r\n{}", buyer.cookies());
        let answer = connection.get(path, &headers)?;
        if answer.status != 200 || answer.header("content-encoding") != "br" {
            bail!("{path} answered {} without brotli", answer.status);
        }
        figures.note(format!("size.html.{page}_br_bytes"), answer.body.len() as f64);
        let plain = connection.get(path, &buyer.cookies())?;
        figures.note(format!("size.html.{page}_bytes"), plain.body.len() as f64);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_once_each_and_without_their_questions() {
        let page = r##"<a href="/p/tea">tea</a><a href="/p/cup?to=33#more">cup</a><a href="/p/tea">again</a>
            <a href="/c/tea">shelf</a>"##;
        assert_eq!(links(page, "/p/"), ["/p/tea", "/p/cup"]);
        assert_eq!(links(page, "/c/"), ["/c/tea"]);
    }

    #[test]
    fn words_of_any_language_fit_into_an_address() {
        assert_eq!(escaped("a茶"), "%61%E8%8C%B6");
    }
}
