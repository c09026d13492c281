//! A Chromium for the stories: $CHROMIUM, one of the system, the one that Playwright fetches, or the system's package.

use crate::house;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The shell first: the same engine without the windows around it, which stories never open.
const NAMES: [&str; 5] = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const PLACES: [&str; 1] = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/// Where the browser is; nothing when Playwright knows its own.
pub fn provide(stories: &Path) -> Result<Option<PathBuf>> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(Some(path.into()));
    }
    if let Some(path) = on_this_machine() {
        return Ok(Some(path));
    }
    let mut playwright = Command::new("node");
    playwright
        .arg("node_modules/@playwright/test/cli.js")
        .args(["install", "chromium"])
        .current_dir(stories);
    match house::run(&mut playwright) {
        Ok(()) => Ok(None),
        Err(error) => {
            house::apt_install("chromium-headless-shell")
                .or_else(|_| house::apt_install("chromium"))
                .with_context(|| format!("Playwright could not fetch one ({error:#})"))?;
            on_this_machine().context("the system's package brought no Chromium").map(Some)
        }
    }
}

fn on_this_machine() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let on_path = folders.iter().flat_map(|folder| NAMES.map(|name| folder.join(name)));
    on_path.chain(PLACES.map(PathBuf::from)).find(|path| path.is_file())
}
