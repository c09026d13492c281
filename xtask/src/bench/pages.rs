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

/// How many ask at once.
const AT_ONCE: [usize; 3] = [1, 16, 64];

/// The bare handler.
pub fn hello(house: &House, plan: &Plan, figures: &mut Figures) -> Result<()> {
    let hello = Hello::open(house)?;
    for many in AT_ONCE {
        let load = ask(hello.addr, "/", "", many, plan)?;
        figures.note(format!("hello.c{many}_per_s"), load.per_second());
    }
    Ok(())
}

/// Whole pages: as kept for visitors without cookies, and drawn for somebody who is signed in, who is never given a kept one.
pub fn pages(shop: &Shop, buyer: &Buyer, plan: &Plan, figures: &mut Figures) -> Result<()> {
    let product = format!("/p/{}", buyer.first_product());
    for (page, path) in [("home", "/"), ("product", product.as_str())] {
        for (kind, headers) in [("kept", String::new()), ("drawn", buyer.cookies())] {
            for many in AT_ONCE {
                let load = ask(shop.addr, path, &headers, many, plan)?;
                let name = format!("page.{page}.{kind}.c{many}");
                let base = format!("hello.c{many}_per_s");
                figures.note_against(&format!("{name}_per_s"), load.per_second(), &base);
                figures.note(format!("{name}_p99_us"), load.percentile_micros(99) as f64);
                if load.errors > 0 {
                    let why = load.first_error.unwrap_or_default();
                    bail!("{} of the requests for {path} failed: {why}", load.errors);
                }
            }
        }
    }
    Ok(())
}

fn ask(
    addr: SocketAddr,
    path: &str,
    headers: &str,
    many: usize,
    plan: &Plan,
) -> Result<load::Load> {
    let deeds = (0..many).map(|_| {
        let mut connection = Connection::to(addr);
        let deed: Deed<'_> = Box::new(move || {
            let answer = connection.get(path, headers)?;
            if answer.status == 200 { Ok(()) } else { bail!("{path} answered {}", answer.status) }
        });
        deed
    });
    load::run(deeds.collect(), plan.reading)
}

/// What a browser that knows brotli has to fetch.
pub fn sizes(house: &House, buyer: &Buyer, figures: &mut Figures) -> Result<()> {
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
    let product = format!("/p/{}", buyer.first_product());
    for (page, path) in [("home", "/"), ("product", product.as_str()), ("cart", "/cart")] {
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
