//! The two folders of migrations say the same: the same files, tables, columns, types, keys and checks.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The guards of rows that are only ever added, which the engines spell differently. Nothing but guards is in it.
pub const GUARDS: &str = "0012_append_only.sql";
/// The steps the engines spell differently: the guards, and what cannot be done without taking one away for a moment.
pub const SPELLED: [&str; 3] = [GUARDS, "0020_fee_purposes.sql", "0024_settled.sql"];

pub const CHECKS: &[(&str, fn())] = &[
    ("both_engines_have_the_same_migrations", same_files),
    ("both_engines_have_the_same_tables_columns_and_keys", same_statements),
    ("both_engines_guard_the_same_rows", same_guards),
    ("every_unique_index_is_named_after_its_columns", named_after_columns),
    ("every_table_says_what_it_is_for", every_table_explained),
    ("the_privacy_policy_names_every_column_about_people", every_column_told),
    ("every_port_method_has_a_story", every_method_told),
];

fn folder(engine: &str) -> BTreeMap<String, String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(engine);
    std::fs::read_dir(path)
        .expect("the folder")
        .map(|entry| {
            let entry = entry.expect("an entry");
            let text = std::fs::read_to_string(entry.path()).expect("a text");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect()
}

fn same_files() {
    let names = |engine| folder(engine).into_keys().collect::<Vec<_>>();
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

fn same_statements() {
    let (sqlite, postgres) = (folder("sqlite"), folder("postgres"));
    for (name, text) in &sqlite {
        if SPELLED.contains(&name.as_str()) {
            continue;
        }
        let left = statements(text).map(|s| common_form(&s)).collect::<Vec<_>>();
        let right = statements(&postgres[name]).map(|s| common_form(&s)).collect::<Vec<_>>();
        assert!(!left.is_empty(), "{name} is empty");
        assert_eq!(left, right, "{name}");
        for statement in statements(text).filter(|s| s.starts_with("create table")) {
            assert!(
                statement.ends_with(") strict"),
                "{name}: a SQLite table must be STRICT: {statement}"
            );
        }
        for line in postgres[name].lines().filter(|l| !l.trim_start().starts_with("--")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let Some(at) = words.iter().position(|w| *w == "text") {
                // A column without further words ends in a comma, or its statement does.
                let collation = words.get(at + 1..at + 3).unwrap_or_default().join(" ");
                assert_eq!(
                    collation.trim_end_matches([',', ';']),
                    "collate \"C\"",
                    "{name}: {line}"
                );
            }
        }
    }
}

/// What is guarded against what, in the words before each engine's own spelling of the refusal begins.
fn same_guards() {
    let heads = |engine| {
        let text = folder(engine).remove(GUARDS).expect("the guards");
        let creates = text.lines().filter(|l| l.starts_with("create "));
        creates
            .filter(|l| !l.starts_with("create function refuse_change() "))
            .map(|l| l.split(" when ").next().unwrap_or(l).to_owned())
            .collect::<Vec<_>>()
    };
    let guards = heads("sqlite");
    assert_eq!(guards, heads("postgres"));
    assert!(guards.len() >= 9 && guards.iter().all(|g| g.starts_with("create trigger ")));
}

/// The statement with the two spellings of types brought to one.
fn common_form(statement: &str) -> String {
    let words: Vec<&str> = statement.trim_end_matches(" strict").split_whitespace().collect();
    words.join(" ").replace("bigint", "integer").replace(" collate \"C\"", "")
}

pub fn statements(text: &str) -> impl Iterator<Item = String> {
    let code: String =
        text.lines().filter(|l| !l.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    code.split(';')
        .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

fn named_after_columns() {
    for (file, text) in folder("sqlite") {
        for statement in statements(&text) {
            let Some(rest) = statement.strip_prefix("create unique index ") else { continue };
            let (name, rest) = rest.split_once(" on ").expect("a table");
            let (table, rest) = rest.split_once(" (").expect("columns");
            let (columns, _) = rest.split_once(')').expect("columns");
            let expect = format!("{table}_{}", columns.replace(", ", "_"));
            // SQLite tells a conflict by its columns, PostgreSQL by the index: only such names are one word for both.
            assert_eq!(name, expect, "{file}");
        }
    }
}

fn every_table_explained() {
    for engine in ["sqlite", "postgres"] {
        for (file, text) in folder(engine) {
            let lines: Vec<&str> = text.lines().collect();
            for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.starts_with("create table"))
            {
                let above = i.checked_sub(1).map(|i| lines[i]).unwrap_or_default();
                assert!(above.starts_with("-- "), "{engine}/{file}: {line}");
            }
        }
    }
}

/// Each column of each table stands in the register of personal data once, or its table is about nobody.
fn every_column_told() {
    use domain::privacy::{ABOUT_NOBODY, REGISTER};
    let mut told = BTreeMap::new();
    for datum in REGISTER {
        for (table, columns) in datum.stored {
            for column in *columns {
                let before = told.insert(format!("{table}.{column}"), datum.key);
                assert_eq!(before, None, "{table}.{column} is told twice");
            }
        }
    }
    let mut tables = Vec::new();
    for (table, column) in columns() {
        tables.push(table.clone());
        let known = told.remove(&format!("{table}.{column}")).is_some();
        // Of a table about nobody a single column may still name somebody.
        if ABOUT_NOBODY.contains(&&*table) {
            let names_somebody = ["account", "buyer", "login", "phone", "recipient", "address"];
            let names = names_somebody.iter().any(|w| column.contains(w));
            assert_eq!(names, known, "{table}.{column}");
        } else {
            assert!(known, "the privacy policy says nothing of {table}.{column}");
        }
    }
    assert!(told.is_empty(), "the policy tells of what is not there: {told:?}");
    let gone = ABOUT_NOBODY.iter().find(|t| !tables.iter().any(|known| known == *t));
    assert_eq!(gone, None, "a table that is not there");
}

/// Every column with its table, as the migrations make them.
fn columns() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for text in folder("sqlite").into_values() {
        for statement in statements(&text) {
            let (table, columns) = if let Some(rest) = statement.strip_prefix("create table ") {
                rest.split_once(" (").expect("columns")
            } else if let Some(rest) = statement.strip_prefix("alter table ") {
                let Some(added) = rest.split_once(" add column ") else {
                    change(&mut found, rest);
                    continue;
                };
                added
            } else {
                continue;
            };
            let mut depth = 0;
            let parts = columns.split(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                c == ',' && depth == 0
            });
            for part in parts {
                let mut words = part.split_whitespace();
                if let (Some(name), Some("text" | "integer")) = (words.next(), words.next()) {
                    found.push((table.to_owned(), name.to_owned()));
                }
            }
        }
    }
    found
}

/// What a step does to a column that is there already.
fn change(found: &mut Vec<(String, String)>, statement: &str) {
    let words: Vec<&str> = statement.split_whitespace().collect();
    match words[..] {
        [table, "drop", "column", name] => {
            found.retain(|(t, n)| (t.as_str(), n.as_str()) != (table, name))
        }
        [table, "rename", "column", old, "to", new] => {
            let column = found.iter_mut().find(|(t, n)| (t.as_str(), n.as_str()) == (table, old));
            new.clone_into(&mut column.expect("a column").1);
        }
        _ => panic!("a step this check does not know: {statement}"),
    }
}

/// Every method of a repository port appears in some story.
fn every_method_told() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("a source file");
    let mut stories = String::new();
    let mut folders = vec![root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the stories") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                stories.push_str(&read(path));
            }
        }
    }
    let services: String = [
        "accounts/mod.rs",
        "accounts/guard.rs",
        "sessions.rs",
        "carts.rs",
        "catalogue.rs",
        "addresses.rs",
        "drafts.rs",
        "settings.rs",
        "places/mod.rs",
    ]
    .iter()
    .map(|f| read(root.join("../services/src").join(f)))
    .collect();
    let mut missing = Vec::new();
    for area in crate::fixture::AREAS {
        let port = read(root.join(format!("../services/src/ports/{area}.rs")));
        for line in port.lines().filter_map(|l| l.trim().strip_prefix("async fn ")) {
            let name = line.split(['(', '<']).next().expect("a name");
            let call = format!(".{name}(");
            // Told in a story, directly or through the one use case that calls it.
            if !stories.contains(&call) && !services.contains(&call) {
                missing.push(format!("{area}::{name}"));
            }
        }
    }
    assert!(missing.is_empty(), "no story tells of {missing:?}");
}
