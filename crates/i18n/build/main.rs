//! Reads `locales/{audience}.{language}.toml` and writes one plain function per key. What the languages do not agree on
//! stops the build. The rules of the files are in [`catalog`].

mod catalog;

use std::path::Path;
use std::process::ExitCode;

const AUDIENCES: [&str; 6] = ["shop", "merchant", "desk", "common", "rules", "papers"];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=locales");
    let Ok(out) = std::env::var("OUT_DIR") else {
        return fail("OUT_DIR is not set");
    };
    for audience in AUDIENCES {
        let read = |language: &str| {
            let path = format!("locales/{audience}.{language}.toml");
            std::fs::read_to_string(&path).map_err(|e| vec![format!("{path}: {e}")])
        };
        let made =
            read("zh-CN").and_then(|zh| read("en").and_then(|en| catalog::generate(&zh, &en)));
        let code = match made {
            Ok(code) => code,
            Err(problems) => {
                problems.iter().for_each(|p| println!("cargo::error={audience}: {p}"));
                return ExitCode::FAILURE;
            }
        };
        if let Err(e) = std::fs::write(Path::new(&out).join(format!("{audience}.rs")), code) {
            return fail(&format!("{audience}: {e}"));
        }
    }
    ExitCode::SUCCESS
}

fn fail(why: &str) -> ExitCode {
    println!("cargo::error={why}");
    ExitCode::FAILURE
}
