//! The import law: what stands to the right may know what stands to the left, never the other way, and each outside library has a
//! home. ARCHITECTURE.md draws the picture; this keeps it.

use super::Fault;
use crate::house::House;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What each room may import of the other rooms. A room that is not listed breaks the law by being there.
const ROOMS: [(&str, &[&str]); 17] = [
    ("domain", &[]),
    ("i18n", &["domain"]),
    ("services", &["domain"]),
    ("store", &["domain", "services"]),
    ("search", &["domain", "services"]),
    ("gateways", &["domain", "services"]),
    ("gateway-sim", &[]),
    ("picture", &[]),
    ("ui", &["domain", "i18n"]),
    ("app", &["domain", "i18n", "services", "ui"]),
    ("frontend-shop", &["app"]),
    ("frontend-mine", &["app"]),
    ("frontend-merchant", &["app"]),
    ("frontend-desk", &["app"]),
    (
        "server",
        &["app", "domain", "gateways", "i18n", "picture", "search", "services", "store", "ui"],
    ),
    ("xtask", &[]),
    ("yardstick", &[]),
];

/// A room that may be imported only as an option: the browser must never carry the work.
const OPTIONAL: [(&str, &str); 1] = [("app", "services")];

/// Outside libraries that live in few rooms; the last column says whether tests elsewhere may borrow them.
const HOMES: [(&str, &[&str], bool); 6] = [
    ("sqlx", &["store", "yardstick"], false),
    ("tantivy", &["search"], false),
    ("jieba-rs", &["search"], false),
    ("reqwest", &["gateways", "gateway-sim"], true),
    (
        "leptos",
        &[
            "app",
            "frontend-desk",
            "frontend-merchant",
            "frontend-mine",
            "frontend-shop",
            "server",
            "ui",
        ],
        false,
    ),
    ("axum", &["app", "gateway-sim", "server", "yardstick"], true),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    optional: bool,
    path: Option<String>,
}

/// Reads the manifests as cargo sees them.
pub fn check(house: &House) -> Result<Vec<Fault>> {
    let mut cargo = house.cargo();
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
    let text = crate::house::output(&mut cargo)?;
    faults(&String::from_utf8(text)?)
}

fn faults(metadata: &str) -> Result<Vec<Fault>> {
    let metadata: Metadata = serde_json::from_str(metadata).context("cargo metadata")?;
    let law: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let Some(allowed) = law.get(package.name.as_str()) else {
            faults.push(Fault::new(
                &package.name,
                "this room is not in the import law; add it with what it may import",
            ));
            continue;
        };
        for dependency in &package.dependencies {
            faults.extend(breach(package, dependency, allowed));
        }
    }
    Ok(faults)
}

fn breach(package: &Package, dependency: &Dependency, allowed: &[&str]) -> Option<Fault> {
    let (room, wanted) = (package.name.as_str(), dependency.name.as_str());
    let in_tests = dependency.kind.as_deref() == Some("dev");
    let fault = |text: String| Some(Fault::new(room, text));
    if dependency.path.is_some() {
        // A story may set up its stage with any room; what is shipped may not.
        if !in_tests && !allowed.contains(&wanted) {
            return fault(format!("must not import `{wanted}`; it may import {allowed:?}"));
        }
        if !in_tests && !dependency.optional && OPTIONAL.contains(&(room, wanted)) {
            return fault(format!("may import `{wanted}` only as an option of the server half"));
        }
        return None;
    }
    let (_, homes, borrowed) = HOMES.iter().find(|(library, ..)| *library == wanted)?;
    if homes.contains(&room) || (in_tests && *borrowed) {
        return None;
    }
    fault(format!("must not use `{wanted}`, which lives in {homes:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        room: &str,
        dependency: &str,
        kind: &str,
        optional: bool,
        inside: bool,
        expect: usize,
    ) {
        let path = if inside { "\"x\"" } else { "null" };
        let text = format!(
            r#"{{"packages":[{{"name":"{room}","dependencies":[{{"name":"{dependency}","kind":{kind},"optional":{optional},"path":{path}}}]}}]}}"#
        );
        let found = faults(&text).unwrap();
        assert_eq!(found.len(), expect, "{room} -> {dependency}: {found:?}");
    }

    #[test]
    fn the_rules_must_not_know_the_work() {
        check("domain", "services", "null", false, true, 1);
        check("services", "store", "null", false, true, 1);
        check("store", "gateways", "null", false, true, 1);
        check("server", "gateway-sim", "null", false, true, 1);
        check("services", "domain", "null", false, true, 0);
        check("app", "picture", "null", false, true, 1);
        check("server", "picture", "null", false, true, 0);
    }

    #[test]
    fn the_browser_must_not_carry_the_work() {
        check("app", "services", "null", false, true, 1);
        check("app", "services", "null", true, true, 0);
    }

    #[test]
    fn outside_libraries_stay_at_home() {
        check("services", "sqlx", "null", false, false, 1);
        check("services", "sqlx", "\"dev\"", false, false, 1);
        check("store", "sqlx", "null", false, false, 0);
        check("server", "reqwest", "null", false, false, 1);
        check("server", "reqwest", "\"dev\"", false, false, 0);
        check("domain", "leptos", "null", false, false, 1);
        check("gateways", "axum", "null", false, false, 1);
    }

    #[test]
    fn a_story_may_set_up_its_stage() {
        check("server", "gateway-sim", "\"dev\"", false, true, 0);
    }

    #[test]
    fn a_room_nobody_listed_is_found() {
        check("helpers", "serde", "null", false, false, 1);
    }
}
