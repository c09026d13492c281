//! Migration parity: the same file names in both folders, and after the last of them the same tables with the same columns, keys and
//! indexes. The few words the engines spell differently are listed here.

use super::{Fault, sql, tree};
use crate::house::House;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const ENGINES: [&str; 2] = ["sqlite", "postgres"];

/// What a schema says: table or index name to its normalised parts.
type Schema = BTreeMap<String, BTreeSet<String>>;

/// Reads both folders.
pub fn check(house: &House) -> Result<Vec<Fault>> {
    let mut files: Vec<BTreeMap<String, String>> = Vec::new();
    for engine in ENGINES {
        let mut folder = BTreeMap::new();
        for path in tree::files(&house.root, &format!("migrations/{engine}"), &["sql"])? {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            folder.insert(name, fs::read_to_string(house.root.join(path))?);
        }
        files.push(folder);
    }
    Ok(compare(&files[0], &files[1]))
}

fn compare(sqlite: &BTreeMap<String, String>, postgres: &BTreeMap<String, String>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if sqlite.is_empty() && postgres.is_empty() {
        return vec![Fault::new("migrations", "there are no migrations")];
    }
    for name in sqlite.keys().chain(postgres.keys()).collect::<BTreeSet<_>>() {
        for (engine, folder) in [("sqlite", sqlite), ("postgres", postgres)] {
            if !folder.contains_key(name) {
                faults.push(Fault::new(
                    format!("migrations/{engine}/{name}"),
                    "missing; the other engine has it",
                ));
            }
        }
    }
    let [one, other] = [sqlite, postgres].map(|folder| {
        let mut schema = Schema::new();
        for text in folder.values() {
            read(text, &mut schema);
        }
        schema
    });
    for name in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
        let parts = [one.get(name), other.get(name)];
        let [Some(left), Some(right)] = parts else {
            let lacking = if parts[0].is_none() { "sqlite" } else { "postgres" };
            faults.push(Fault::new(name, format!("missing in migrations/{lacking}")));
            continue;
        };
        for part in left.symmetric_difference(right) {
            let only = if left.contains(part) { "sqlite" } else { "postgres" };
            faults.push(Fault::new(name, format!("only {only} says: {part}")));
        }
    }
    faults
}

/// Adds what the statements of one file create.
fn read(text: &str, schema: &mut Schema) {
    for statement in statements(text) {
        let words: Vec<&str> = statement.iter().map(String::as_str).collect();
        match words[..] {
            ["CREATE", "TABLE", "IF", "NOT", "EXISTS", name, ref body @ ..]
            | ["CREATE", "TABLE", name, ref body @ ..] => {
                schema.entry(format!("table {name}")).or_default().extend(parts(body));
            }
            ["ALTER", "TABLE", name, "ADD", "COLUMN", ref column @ ..] => {
                schema.entry(format!("table {name}")).or_default().insert(normal(column));
            }
            ["ALTER", "TABLE", name, ref change @ ..] => {
                schema
                    .entry(format!("table {name}"))
                    .or_default()
                    .insert(format!("THEN {}", normal(change)));
            }
            ["CREATE", "UNIQUE", "INDEX", name, ref rest @ ..] => {
                schema
                    .entry(format!("index {name}"))
                    .or_default()
                    .insert(format!("UNIQUE {}", normal(rest)));
            }
            ["CREATE", "INDEX", name, ref rest @ ..] => {
                schema.entry(format!("index {name}")).or_default().insert(normal(rest));
            }
            ["DROP", "TRIGGER", ..] => {}
            ["DROP", ref what @ ..] => {
                schema.entry(format!("drop {}", normal(what))).or_default();
            }
            ["INSERT" | "UPDATE" | "DELETE", ref rest @ ..] => {
                schema.entry("rows".to_owned()).or_default().insert(normal(rest));
            }
            // Triggers and functions that keep rows from changing exist where an engine has them.
            _ => {}
        }
    }
}

/// The statements of a file as words; the body of a trigger stays in one piece.
fn statements(text: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut one: Vec<String> = Vec::new();
    for word in sql::tokens(text) {
        let in_trigger = one.get(1).is_some_and(|word| word == "TRIGGER")
            && one.contains(&"BEGIN".to_owned())
            && one.last().is_some_and(|last| last != "END");
        if word == ";" && !in_trigger {
            all.push(std::mem::take(&mut one));
        } else {
            one.push(word);
        }
    }
    all.push(one);
    all.retain(|statement| !statement.is_empty());
    all
}

/// The comma-separated parts between the outer brackets: columns and constraints.
fn parts(body: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut part: Vec<&str> = Vec::new();
    let mut depth = 0_usize;
    for word in body {
        match *word {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let outer = depth == 1 && *word == "(" && part.is_empty();
        if (depth == 1 && *word == ",") || depth == 0 {
            if !part.is_empty() {
                found.push(normal(&part));
            }
            part.clear();
            if depth == 0 {
                break;
            }
        } else if !outer {
            part.push(word);
        }
    }
    found
}

/// Words in one spelling: what the engines call differently gets one name, and what only one of them has to say is left out.
fn normal(words: &[&str]) -> String {
    let mut spelled = Vec::new();
    for word in words {
        match *word {
            "INTEGER" | "BIGINT" | "INT" => spelled.push("BIGINT"),
            "BLOB" | "BYTEA" => spelled.push("BLOB"),
            "STRICT" | "WITHOUT" | "ROWID" | "COLLATE" | "C" | "\"" => {}
            other => spelled.push(other),
        }
    }
    spelled.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sqlite: &str, postgres: &str, expect: usize) {
        let folder = |text: &str| BTreeMap::from([("0001_first.sql".to_owned(), text.to_owned())]);
        let found = compare(&folder(sqlite), &folder(postgres));
        assert_eq!(found.len(), expect, "{found:?}");
    }

    #[test]
    fn a_column_that_one_engine_lacks_is_found() {
        check(
            "CREATE TABLE orders (id TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT;",
            "CREATE TABLE orders (id TEXT PRIMARY KEY);",
            1,
        );
        check(
            "CREATE TABLE a (id TEXT); ALTER TABLE a ADD COLUMN n BIGINT;",
            "CREATE TABLE a (id TEXT);",
            1,
        );
    }

    #[test]
    fn a_rule_that_one_engine_lacks_is_found() {
        check(
            "CREATE TABLE a (n BIGINT CHECK (n >= 0));",
            "CREATE TABLE a (n BIGINT CHECK (n > 0));",
            2,
        );
        check(
            "CREATE TABLE a (id TEXT); CREATE UNIQUE INDEX i ON a (id);",
            "CREATE TABLE a (id TEXT); CREATE INDEX i ON a (id);",
            2,
        );
        check(
            "CREATE TABLE a (s TEXT CHECK (s IN ('x', 'y')));",
            "CREATE TABLE a (s TEXT CHECK (s IN ('x')));",
            2,
        );
    }

    #[test]
    fn a_file_that_one_engine_lacks_is_found() {
        let one = BTreeMap::from([("0001_a.sql".to_owned(), String::new())]);
        let two = BTreeMap::from([("0001_b.sql".to_owned(), String::new())]);
        assert_eq!(compare(&one, &two).len(), 2);
    }

    #[test]
    fn spelling_and_comments_may_differ() {
        check(
            "-- Orders.\nCREATE TABLE orders (id TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT, WITHOUT ROWID;
             CREATE TRIGGER t BEFORE UPDATE ON orders BEGIN SELECT RAISE(ABORT, 'x;y'); END;",
            "CREATE TABLE orders (id TEXT COLLATE \"C\" PRIMARY KEY, total BIGINT NOT NULL);",
            0,
        );
    }
}
