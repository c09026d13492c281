//! The rules every statement of this house obeys, so that the same text runs on both engines and on the distributed ones that
//! speak PostgreSQL's language. Every string of the crate's source and every migration is read.

use crate::parity::{SPELLED, statements};
use std::path::{Path, PathBuf};

pub const CHECKS: &[(&str, fn())] = &[
    ("no_statement_breaks_the_rules_of_sql", no_forbidden_words),
    ("every_list_has_a_limit", every_list_limited),
    ("the_rules_of_sql_have_teeth", teeth),
];

/// What is forbidden, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("serial", "ids are made by the house"),
    ("autoincrement", "ids are made by the house"),
    ("nextval", "distributed engines have no cheap sequences"),
    ("identity", "ids are made by the house"),
    ("listen", "only an accelerator, never in a statement"),
    ("notify", "only an accelerator, never in a statement"),
    ("advisory", "locks are lease rows"),
    ("trigger", "logic lives in the rules"),
    ("temp", "no temporary tables"),
    ("temporary", "no temporary tables"),
    ("truncate", "rows are deleted in bounded numbers"),
    ("deferrable", "distributed engines have none"),
    ("exclude", "no exclusion constraints"),
    ("merge", "on conflict does it"),
    ("offset", "pages go by key"),
    ("now", "time is an argument"),
    ("random", "chance is an argument"),
    ("current_timestamp", "time is an argument"),
    ("gen_random_uuid", "ids are arguments"),
    ("strftime", "time is an argument"),
    ("real", "no floats"),
    ("float", "no floats"),
    ("double", "no floats"),
    ("numeric", "money is whole numbers"),
    ("ilike", "search is not done here"),
    ("for update", "conditional updates do it"),
    ("/", "no division: its meaning differs between engines"),
];

fn no_forbidden_words() {
    let mut count = 0;
    for (place, statement) in all_statements() {
        count += 1;
        // Guards decide nothing about trade: they refuse what no use case ever does.
        if SPELLED.iter().any(|step| place.ends_with(step)) {
            continue;
        }
        if let Some(problem) = problem(&statement) {
            panic!("{place}: {problem}: {statement}");
        }
    }
    assert!(count > 100, "only {count} statements were found");
}

fn problem(statement: &str) -> Option<String> {
    let lower = statement.to_lowercase();
    if lower != statement && !lower.contains("collate \"c\"") {
        return Some("statements are lower case".to_owned());
    }
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .collect();
    for (word, why) in FORBIDDEN {
        let found = if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            words.contains(word)
        } else {
            lower.contains(word)
        };
        if found {
            return Some(format!("`{word}`: {why}"));
        }
    }
    let sum = lower.contains("sum(");
    if sum && !lower.contains("cast(") {
        return Some("a sum has another type on each engine: cast it".to_owned());
    }
    None
}

/// A select that can answer many rows ends in a limit or names its rows by key.
fn every_list_limited() {
    for (place, statement) in all_statements() {
        let ordered = statement.contains(" order by ") && statement.starts_with("select ");
        let bounded = statement.contains(" limit ")
            || ["session.rs", "sessions.rs", "migrate.rs"].iter().any(|f| place.ends_with(f))
            || statement.contains("where c.id = $1 or c.id =");
        assert!(!ordered || bounded, "{place}: a list without a limit: {statement}");
    }
}

fn teeth() {
    for bad in [
        "select now()",
        "insert into a (id) values (random())",
        "select a / 2 from b",
        "SELECT id FROM a",
        "select id from a limit 1 offset 20",
        "select sum(amount) from entry",
        "select id from a for update",
    ] {
        assert!(problem(bad).is_some(), "{bad}");
    }
    assert_eq!(problem("select id from a where id = $1"), None);
}

/// Every string of the source that looks like a statement, and every migration.
fn all_statements() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for engine in ["sqlite", "postgres"] {
        for entry in
            std::fs::read_dir(root.join("../../migrations").join(engine)).expect("migrations")
        {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            found.extend(statements(&text).map(|s| (path.display().to_string(), s)));
        }
    }
    sources(&root.join("src"), &mut |path| {
        // The one place that knows the engines' own spelling.
        if path.ends_with("dialect.rs") || path.ends_with("writer.rs") {
            return;
        }
        let text = std::fs::read_to_string(path).expect("a source file");
        let code: String = text
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .map(|l| format!("{l}\n"))
            .collect();
        for (i, piece) in code.split('"').enumerate() {
            let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            let first = piece.split(' ').next().unwrap_or_default();
            let verbs = ["select", "insert", "update", "delete", "where", "and", "create"];
            if i % 2 == 1 && piece.contains(' ') && verbs.contains(&first) {
                found.push((path.display().to_string(), piece));
            }
        }
    });
    found
}

fn sources(dir: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, each);
        } else if path.extension().is_some_and(|e| e == "rs") {
            each(&path);
        }
    }
}
