//! The files of the checkout, and the rule that none of them knows the machine it was written on.

use super::Fault;
use crate::house::House;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are made, not written.
const MADE: [&str; 6] =
    ["node_modules", "dist", "data", "test-results", "playwright-report", "target"];

/// Files larger than this are no sources.
const SOURCE_BYTES_MAX: u64 = 2_000_000;

/// Every written file below `folder`, sorted, as paths from `root`.
pub fn files(root: &Path, folder: &str, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found)?;
    found.retain(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        endings.is_empty() || endings.contains(&ending)
    });
    let mut relative = Vec::new();
    for path in found {
        relative.push(path.strip_prefix(root)?.to_owned());
    }
    relative.sort();
    Ok(relative)
}

fn walk(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let hidden = name.starts_with('.') && ![".cargo", ".ci"].contains(&name.as_str());
            if !hidden && !name.starts_with("target-") && !MADE.contains(&name.as_str()) {
                walk(&entry.path(), found)?;
            }
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// No written file names a folder of somebody's machine.
pub fn check_paths(house: &House) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for path in files(&house.root, "", &[])? {
        let whole = house.root.join(&path);
        if fs::metadata(&whole)?.len() > SOURCE_BYTES_MAX {
            continue;
        }
        let Ok(text) = String::from_utf8(fs::read(whole)?) else { continue };
        faults.extend(machine_paths(&path.to_string_lossy(), &text));
    }
    Ok(faults)
}

fn machine_paths(place: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if names_a_machine(line) {
            let place = format!("{place}:{}", number + 1);
            faults
                .push(Fault::new(place, "this path exists on one machine only; make it relative"));
        }
    }
    faults
}

/// A home folder with something in it, at the beginning of a path: `/` preceded by what cannot belong to a longer path.
fn names_a_machine(line: &str) -> bool {
    ["root", "work", "home", "Users"].iter().any(|home| {
        line.match_indices(&format!("/{home}/")).any(|(at, found)| {
            let before = line[..at].chars().next_back();
            let after = line[at + found.len()..].chars().next();
            let starts = before.is_none_or(|c| !c.is_alphanumeric() && !"/_-.*}".contains(c));
            starts && after.is_some_and(char::is_alphanumeric)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_found() {
        let line = format!("let data = \"/{}/me/market\";", "home");
        assert_eq!(machine_paths("a.rs", &line).len(), 1);
        assert_eq!(machine_paths("a.rs", &format!("see /{}/notes", "work")).len(), 1);
    }

    #[test]
    fn addresses_and_relative_paths_are_left_alone() {
        let text = "GET https://shop.example/home/today\n../work/notes\n/en/home/x\n";
        assert_eq!(machine_paths("a.rs", text), []);
    }
}
