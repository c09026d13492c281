//! The browser half of the market: bundles, style sheets and public files become one folder that the server hands out.
//!
//! `assets.json` names every file by its content, so that browsers may keep them forever. Nothing is downloaded but what cargo
//! and npm bring, and nothing here may depend on the clock: the same sources give the same names.

mod pack;
mod snip;
mod style;
mod wasm;

use crate::house::{House, hash};
use anyhow::{Context, Result};
use pack::{Pack, Sizes};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The doors of the market, each with its own bundle.
pub const ROOTS: [&str; 4] = ["shop", "mine", "merchant", "desk"];

/// The sheet of a door. Who crosses from looking around to paying has the shop's sheet already.
fn sheet_of(root: &'static str) -> &'static str {
    match root {
        "mine" => "shop",
        _ => root,
    }
}

/// How to build.
pub struct Options {
    /// Quick and large instead of slow and small.
    pub dev: bool,
    /// The folder that is filled; files there that the build does not know are removed.
    pub out: PathBuf,
}

/// What `assets.json` holds; the server's shell reads it.
#[derive(Serialize)]
struct Assets {
    build: String,
    roots: BTreeMap<&'static str, Root>,
}

#[derive(Serialize)]
struct Root {
    js: String,
    wasm: String,
    css: String,
}

/// Builds the whole site and prints what each door weighs.
pub fn build(house: &House, options: &Options) -> Result<()> {
    let bundles = wasm::bundles(house, options.dev)?;
    let mut pack = Pack::new(house, &options.out)?;
    let mut roots = BTreeMap::new();
    let mut weights = Vec::new();
    for (root, bundle) in ROOTS.into_iter().zip(&bundles) {
        let look = sheet_of(root);
        let sheet = style::sheet(&house.path("style").join(format!("{look}.css")), options.dev)
            .with_context(|| format!("the style sheet of {root}"))?;
        for (path, bytes) in &bundle.snippets {
            pack.add(&format!("pkg/{path}"), bytes)?;
        }
        let (js, js_sizes) = pack.add_hashed(root, "js", bundle.js.as_bytes())?;
        let (wasm, wasm_sizes) = pack.add_hashed(root, "wasm", &bundle.wasm)?;
        let (css, css_sizes) = pack.add_hashed(look, "css", sheet.as_bytes())?;
        roots.insert(root, Root { js, wasm, css });
        weights.push((root, [js_sizes, wasm_sizes, css_sizes]));
    }
    pack.add_folder(&house.path("public"))?;
    let build = pack.fingerprint();
    let assets = serde_json::to_vec_pretty(&Assets { build: build.clone(), roots })?;
    pack.finish("assets.json", &assets)?;
    for (root, sizes) in weights {
        println!("{}", weight_line(root, &sizes));
    }
    println!("site {build} in {}", options.out.display());
    Ok(())
}

fn weight_line(root: &str, sizes: &[Sizes; 3]) -> String {
    let [js, wasm, css] = sizes.each_ref().map(|sizes| kilobytes(sizes.brotli));
    format!(
        "{root:<9} js {js}   wasm {wasm}   css {css}   (brotli; wasm raw {})",
        kilobytes(sizes[1].raw)
    )
}

/// Bytes as kilobytes of 1000 with one decimal.
fn kilobytes(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

/// A content name short enough to read and long enough never to meet its like (48 bits).
fn short(bytes: &[u8]) -> String {
    hash(bytes)[..12].to_owned()
}
