//! The SQL rules: one text for SQLite, PostgreSQL and what lies beyond, so nothing that only one of them has, and no clock, chance or
//! division in the database. SQL lives in `crates/store` and nowhere else.

use super::rust::{self, Source};
use super::{Fault, tree};
use crate::house::House;
use anyhow::Result;
use std::fs;

/// A phrase that must not stand in a statement. A word ending in `*` stands for every word that begins so.
struct Ban {
    phrase: &'static [&'static str],
    reason: &'static str,
    /// A part of the path of the one place where it may stand.
    home: Option<&'static str>,
}

const fn ban(phrase: &'static [&'static str], reason: &'static str) -> Ban {
    Ban { phrase, reason, home: None }
}

/// Where the engines are told apart.
const DIALECT: Option<&str> = Some("crates/store/src/d");

const BANS: [Ban; 34] = [
    ban(&["SERIAL"], "ids are made by us"),
    ban(&["BIGSERIAL"], "ids are made by us"),
    ban(&["IDENTITY"], "ids are made by us"),
    ban(&["AUTOINCREMENT"], "ids are made by us"),
    ban(&["SEQUENCE"], "distributed engines have no cheap sequences"),
    ban(&["NEXTVAL"], "distributed engines have no cheap sequences"),
    ban(&["PG_ADVISORY*"], "some engines answer true without locking; take a lease row"),
    ban(&["PG_TRY_ADVISORY*"], "some engines answer true without locking; take a lease row"),
    ban(&["TRUNCATE", "TABLE"], "not everywhere, and not logged row by row"),
    ban(&["TEMP", "TABLE"], "not everywhere"),
    ban(&["TEMPORARY", "TABLE"], "not everywhere"),
    ban(&["DEFERRABLE"], "not everywhere; re-read in the same transaction"),
    ban(&["MERGE", "INTO"], "not everywhere; use ON CONFLICT"),
    ban(&["INSERT", "OR"], "SQLite only; use ON CONFLICT"),
    ban(&["REPLACE", "INTO"], "SQLite only; use ON CONFLICT"),
    ban(&["LOCK", "TABLE"], "not everywhere; use a conditional UPDATE"),
    ban(&["NOW", "("], "time is an argument"),
    ban(&["CURRENT_TIMESTAMP"], "time is an argument"),
    ban(&["CURRENT_DATE"], "time is an argument"),
    ban(&["CLOCK_TIMESTAMP", "("], "time is an argument"),
    ban(&["UNIXEPOCH", "("], "time is an argument"),
    ban(&["STRFTIME", "("], "time is an argument"),
    ban(&["DATETIME", "("], "time is an argument"),
    ban(&["RANDOM", "("], "chance is an argument"),
    ban(&["GEN_RANDOM_UUID", "("], "ids are made by us"),
    ban(&["OFFSET"], "a page's cost must not grow with its number; page by key"),
    ban(&["/"], "engines divide differently; money is divided in Rust"),
    ban(&["ILIKE"], "PostgreSQL only; fold the text in the app"),
    Ban { phrase: &["LISTEN"], reason: "an accelerator of one engine only", home: DIALECT },
    Ban { phrase: &["NOTIFY"], reason: "an accelerator of one engine only", home: DIALECT },
    Ban { phrase: &["SKIP", "LOCKED"], reason: "told apart in the dialect", home: DIALECT },
    Ban {
        phrase: &["FOR", "UPDATE"],
        reason: "use a conditional UPDATE and count the rows",
        home: DIALECT,
    },
    Ban { phrase: &["SAVEPOINT"], reason: "only the writer groups use cases", home: DIALECT },
    Ban { phrase: &["JSON_EACH"], reason: "lists are expanded by the dialect", home: DIALECT },
];

/// Words a statement, or a piece of one, begins with. Upper case is what tells SQL from prose.
const OPENINGS: [&str; 27] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "WITH",
    "CREATE",
    "ALTER",
    "DROP",
    "TRUNCATE",
    "MERGE",
    "LOCK",
    "LISTEN",
    "NOTIFY",
    "SAVEPOINT",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "ORDER",
    "GROUP",
    "LIMIT",
    "SET",
    "JOIN",
    "LEFT",
    "VALUES",
    "ON",
    "RETURNING",
];

/// Looks through the store, the migrations, and everywhere else for SQL that strayed.
pub fn check(house: &House) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for source in rust::sources(house, &["crates/store"])? {
        faults.extend(statement_faults(&source));
    }
    for path in tree::files(&house.root, "migrations", &["sql"])? {
        let text = fs::read_to_string(house.root.join(&path))?;
        faults.extend(bans(&path.to_string_lossy(), &text));
    }
    for source in rust::sources(house, &["app", "crates", "frontend", "server"])? {
        let home = ["crates/store/", "crates/yardstick/"];
        if !home.iter().any(|room| source.path.starts_with(room)) {
            faults.extend(stray_faults(&source));
        }
    }
    Ok(faults)
}

fn statement_faults(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    if source.is_test {
        return faults;
    }
    rust::each_level(&source.tokens, &mut |level| {
        for token in level {
            let Some(text) = rust::string(token) else { continue };
            if opens(&text) {
                let place = format!("{}:{}", source.path, token.span().start().line);
                faults.extend(bans(&place, &text));
            }
        }
    });
    faults
}

/// SQL, or the driver itself, outside the store.
fn stray_faults(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    rust::each_level(&source.tokens, &mut |level| {
        for token in level {
            let text = rust::string(token).unwrap_or_default();
            let words = tokens(&text);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let statement = match words[..] {
                ["SELECT", .., _] => text.contains("SELECT ") && words.contains(&"FROM"),
                ["INSERT", "INTO", ..] | ["DELETE", "FROM", ..] => {
                    text.contains("INTO ") || text.contains("FROM ")
                }
                ["UPDATE", _, "SET", ..] => text.contains("UPDATE "),
                _ => false,
            };
            if statement || token.to_string() == "sqlx" {
                faults.push(
                    source.fault(
                        token,
                        "SQL lives in `crates/store`; add a method to its repository",
                    ),
                );
            }
        }
    });
    faults
}

fn opens(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| OPENINGS.contains(&word))
}

fn bans(place: &str, text: &str) -> Vec<Fault> {
    let words = tokens(text);
    let mut faults = Vec::new();
    for ban in &BANS {
        let at_home = ban.home.is_some_and(|home| place.starts_with(home));
        if !at_home && words.windows(ban.phrase.len()).any(|window| meets(window, ban.phrase)) {
            faults.push(Fault::new(place, format!("`{}`: {}", ban.phrase.join(" "), ban.reason)));
        }
    }
    faults
}

fn meets(words: &[String], phrase: &[&str]) -> bool {
    words.iter().zip(phrase).all(|(word, wanted)| match wanted.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == wanted,
    })
}

/// The words and signs of a statement in upper case, without comments and with texts in quotes reduced to `''`.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(body) = rest.strip_prefix("$$") {
            body.find("$$").map_or(rest.len(), |end| end + 4)
        } else if first == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else if first.is_alphanumeric() || first == '_' || first == '$' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        match first {
            '\'' => found.push(piece.to_owned()),
            _ if piece.starts_with("--") || piece.starts_with("/*") || piece.trim().is_empty() => {}
            _ => found.push(piece.to_uppercase()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, statement: &str, expect: usize) {
        let source = Source::parse(path, &format!("fn f() {{ run(\"{statement}\") }}")).unwrap();
        let found = statement_faults(&source);
        assert_eq!(found.len(), expect, "{statement}: {found:?}");
    }

    #[test]
    fn what_only_one_engine_has_is_found() {
        check("crates/store/src/orders.rs", "INSERT OR IGNORE INTO orders (id) VALUES ($1)", 1);
        check("crates/store/src/orders.rs", "SELECT id FROM orders FOR UPDATE", 1);
        check("crates/store/src/orders.rs", "SELECT pg_advisory_lock(1)", 1);
        check("crates/store/src/dialect.rs", "SELECT id FROM jobs FOR UPDATE SKIP LOCKED", 0);
    }

    #[test]
    fn clocks_chance_and_division_in_the_database_are_found() {
        check("crates/store/src/orders.rs", "UPDATE orders SET paid_at = now()", 1);
        check("crates/store/src/orders.rs", "SELECT id FROM goods ORDER BY random()", 1);
        check("crates/store/src/orders.rs", "SELECT total / 2 FROM orders", 1);
        check("crates/store/src/orders.rs", "SELECT id FROM orders LIMIT 20 OFFSET 40", 1);
    }

    #[test]
    fn plain_statements_and_prose_may_stand() {
        check(
            "crates/store/src/orders.rs",
            "SELECT id FROM orders WHERE state = 'now()/offset' AND id > $1",
            0,
        );
        check(
            "crates/store/src/orders.rs",
            "UPDATE stock SET held = held + $1 WHERE on_hand - held >= $1",
            0,
        );
        check("crates/store/src/orders.rs", "the offset of a page / the now() of a clock", 0);
    }

    #[test]
    fn sql_outside_the_store_is_found() {
        let stray = |body: &str| {
            stray_faults(
                &Source::parse("server/src/a.rs", &format!("fn f() {{ {body} }}")).unwrap(),
            )
            .len()
        };
        assert_eq!(stray("run(\"SELECT id FROM orders\")"), 1);
        assert_eq!(stray("run(\"DELETE FROM orders WHERE id = $1\")"), 1);
        assert_eq!(stray("sqlx::query(text)"), 1);
        assert_eq!(stray("say(\"Select a size from the list\")"), 0);
    }
}
