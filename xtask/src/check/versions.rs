//! Libraries of which there may be only one version in the tree, and pairs that must agree.

use super::Fault;
use crate::house::House;
use anyhow::Result;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;

/// Two of these at once compile and then fail at run time: two database drivers, two reactive graphs, two crypto providers.
const SINGLE: [&str; 5] = ["sqlx", "leptos", "server_fn", "wasm-bindgen", "aws-lc-rs"];

/// Never in the tree: native TLS needs the system's OpenSSL, which a shopkeeper's machine may lack.
const NEVER: [&str; 3] = ["openssl", "openssl-sys", "native-tls"];

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// Reads `Cargo.lock`.
pub fn check(house: &House) -> Result<Vec<Fault>> {
    faults(&fs::read_to_string(house.path("Cargo.lock"))?)
}

fn faults(lock: &str) -> Result<Vec<Fault>> {
    let lock: Lock = toml::from_str(lock)?;
    let versions = |name: &str| -> BTreeSet<&str> {
        lock.package
            .iter()
            .filter(|package| package.name == name)
            .map(|package| package.version.as_str())
            .collect()
    };
    let mut faults = Vec::new();
    for name in SINGLE {
        if versions(name).len() > 1 {
            faults.push(Fault::new(
                name,
                format!("there must be one version, not {:?}", versions(name)),
            ));
        }
    }
    for name in NEVER {
        if !versions(name).is_empty() {
            faults.push(Fault::new(name, "this library is not wanted in the tree; choose rustls"));
        }
    }
    if versions("wasm-bindgen") != versions("wasm-bindgen-cli-support") {
        faults.push(Fault::new(
            "wasm-bindgen",
            "the glue is written for another version; set `wasm-bindgen-cli-support` in Cargo.toml to the locked `wasm-bindgen`",
        ));
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(packages: &[(&str, &str)], expect: usize) {
        let lock: String = packages
            .iter()
            .map(|(name, version)| {
                format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n")
            })
            .collect();
        assert_eq!(faults(&lock).unwrap().len(), expect);
    }

    #[test]
    fn a_second_database_driver_is_found() {
        check(&[("sqlx", "0.9.0"), ("sqlx", "0.8.6")], 1);
        check(&[("sqlx", "0.9.0")], 0);
    }

    #[test]
    fn glue_for_another_browser_bundle_is_found() {
        check(&[("wasm-bindgen", "0.2.131"), ("wasm-bindgen-cli-support", "0.2.130")], 1);
        check(&[("wasm-bindgen", "0.2.130"), ("wasm-bindgen-cli-support", "0.2.130")], 0);
    }

    #[test]
    fn a_library_of_the_system_is_found() {
        check(&[("openssl-sys", "0.9.0")], 1);
    }
}
