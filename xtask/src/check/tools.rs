//! Checks that other programs make: the formatter, clippy for each half of the app, and cargo-deny where it is installed.

use super::Fault;
use crate::house::House;
use anyhow::Result;
use std::process::Command;

/// Every room that runs on the server. `app` with `ssr` and the browser doors must never meet in one build.
pub const SERVER_ROOMS: [&str; 13] = [
    "domain",
    "services",
    "store",
    "search",
    "gateways",
    "gateway-sim",
    "picture",
    "i18n",
    "ui",
    "app",
    "server",
    "xtask",
    "yardstick",
];

/// Everything is formatted.
pub fn format(house: &House) -> Result<Vec<Fault>> {
    let mut cargo = house.cargo();
    cargo.args(["fmt", "--all", "--check", "--", "--files-with-diff"]);
    judge(&mut cargo, "some files are not formatted: cargo fmt --all")
}

/// Clippy on everything that runs on the server, with its tests, which are compiled by the same stroke.
pub fn clippy_server(house: &House) -> Result<Vec<Fault>> {
    let mut cargo = house.cargo();
    read_by_clippy(&mut cargo);
    cargo.args(["test", "--no-run", "--quiet", "--features", "app/ssr"]);
    packages(&mut cargo, &SERVER_ROOMS);
    judge(&mut cargo, "clippy found something, or it does not compile; the words stand above")
}

/// Lets clippy compile the workspace's own rooms, any warning an error.
///
/// `cargo clippy` sets the same two variables, but only for `cargo check`, whose artifacts no test can use: the whole of
/// the registry would be compiled once for clippy and once for the tests. The driver is a compiler, so one pass does for both,
/// as long as everybody who builds tests here says so.
pub fn read_by_clippy(cargo: &mut Command) {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    cargo.env("CLIPPY_ARGS", ["--deny", "warnings", ""].join("__CLIPPY_HACKERY__"));
}

/// Clippy on everything that runs in the browser.
pub fn clippy_browser(house: &House) -> Result<Vec<Fault>> {
    let mut cargo = house.cargo();
    cargo.args(["clippy", "--quiet", "--target", "wasm32-unknown-unknown"]);
    packages(
        &mut cargo,
        &["app", "ui", "frontend-shop", "frontend-mine", "frontend-merchant", "frontend-desk"],
    );
    cargo.args(["--features", "app/hydrate", "--", "--deny", "warnings"]);
    judge(&mut cargo, "clippy found something; its words stand above")
}

/// Licences, advisories and bans, when the tool is there. Whether it found nothing (or is not installed, which is said aloud).
pub fn deny(house: &House) -> Result<bool> {
    if !crate::house::can_run("cargo-deny", "--version") {
        println!(
            "check licences and bans ... not run: cargo-deny is not installed (cargo install --locked cargo-deny)"
        );
        return Ok(true);
    }
    let mut cargo = house.cargo();
    cargo.args(["deny", "--offline", "check", "bans", "licenses", "sources"]);
    let faults = judge(&mut cargo, "cargo-deny found something; its words stand above")?;
    println!("check licences and bans ... {}", if faults.is_empty() { "ok" } else { "FAILED" });
    Ok(faults.is_empty())
}

/// Adds `--package NAME` for each room.
pub fn packages(cargo: &mut Command, rooms: &[&str]) {
    for room in rooms {
        cargo.arg("--package").arg(room);
    }
}

fn judge(command: &mut Command, sentence: &str) -> Result<Vec<Fault>> {
    let good = command.stdin(std::process::Stdio::null()).status()?.success();
    Ok(if good { Vec::new() } else { vec![Fault::new("workspace", sentence)] })
}
