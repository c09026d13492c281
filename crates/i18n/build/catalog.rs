//! From two locale files to Rust text. Pure: text in, text or a list of problems out.
//!
//! The rules of the files:
//! - `[cart] title = "…"` becomes `cart_title(l) -> &'static str`; tables nest, joined by `_`.
//! - A text with a `{name}` placeholder becomes `…(l, name: impl Display) -> String`. With more than one, the parameters stand in
//!   alphabetical order and each has a type of its own, `…(l, N(3), Name("…"))`: a number given for a name does not compile.
//! - English `count_one` and `count_other` beside Chinese `count` become one function `count(l, n, …)`.
//! - Tables listed in the top-level array `lookup` become `table(l, word) -> Option<&'static str>` instead, for words that
//!   come out of the database; their texts keep their placeholders, to be filled by the caller.
//! - Both languages have the same keys with the same placeholders, and nothing is empty.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

type Texts = BTreeMap<String, String>;

/// The generated module for one audience, or everything that is wrong with its two files.
pub fn generate(zh: &str, en: &str) -> Result<String, Vec<String>> {
    let (zh, zh_lookup) = read("zh-CN", zh)?;
    let (en, en_lookup) = read("en", en)?;
    let mut problems = Vec::new();
    if zh_lookup != en_lookup {
        problems.push("the `lookup` lists differ".to_owned());
    }
    let (singular, en) = split_plurals(en, &mut problems);
    compare(&zh, &en, &mut problems);
    for (key, one) in &singular {
        let other = en.get(key).map(|t| placeholders(t)).unwrap_or_default();
        if !placeholders(one).is_subset(&other) || !other.contains("n") {
            problems.push(format!("{key}: plural forms need `{{n}}` and the same placeholders"));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut out = String::new();
    arguments(&mut out, &zh, &zh_lookup);
    for (key, zh) in &zh {
        if !zh_lookup.iter().any(|table| in_table(key, table)) {
            function(&mut out, key, zh, &en[key], singular.get(key));
        }
    }
    for table in &zh_lookup {
        lookup(&mut out, table, &zh, &en);
    }
    Ok(out)
}

/// The names between braces in a text.
pub fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(n, _)| n.to_owned()).collect()
}

fn read(language: &str, text: &str) -> Result<(Texts, Vec<String>), Vec<String>> {
    let mut table: toml::Table =
        text.parse().map_err(|e: toml::de::Error| vec![format!("{language}: {e}")])?;
    let lookup = match table.remove("lookup") {
        Some(toml::Value::Array(names)) => {
            names.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    };
    let (mut texts, mut problems) = (Texts::new(), Vec::new());
    flatten("", &table, &mut texts, &mut problems);
    if problems.is_empty() {
        Ok((texts, lookup))
    } else {
        Err(problems.into_iter().map(|p| format!("{language}: {p}")).collect())
    }
}

fn flatten(prefix: &str, table: &toml::Table, texts: &mut Texts, problems: &mut Vec<String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}_{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, texts, problems),
            toml::Value::String(text) => {
                problems.extend(check_text(&key, text));
                if texts.insert(key.clone(), text.clone()).is_some() {
                    problems.push(format!("{key}: two keys fall together"));
                }
            }
            _ => problems.push(format!("{key}: a text is wanted")),
        }
    }
}

fn check_text(key: &str, text: &str) -> Option<String> {
    let name_ok = |name: &str| {
        name.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let braces_ok = text.matches('{').count() == text.matches('}').count()
        && text.matches('{').count() >= placeholders(text).len()
        && placeholders(text).iter().all(|n| name_ok(n) && n != "l");
    if !name_ok(key) || !key.contains('_') {
        Some(format!("{key}: keys are lower-case words inside a table"))
    } else if text.trim().is_empty() {
        Some(format!("{key}: the text is empty"))
    } else if !braces_ok {
        Some(format!("{key}: a placeholder is not well formed"))
    } else {
        None
    }
}

/// Takes `x_one`/`x_other` pairs out: the singular texts by base key, and the rest with `x_other` under `x`.
fn split_plurals(texts: Texts, problems: &mut Vec<String>) -> (Texts, Texts) {
    let (mut singular, mut rest) = (Texts::new(), Texts::new());
    for (key, text) in &texts {
        let one = key.strip_suffix("_one");
        if let Some(base) = one.filter(|b| texts.contains_key(&format!("{b}_other"))) {
            singular.insert(base.to_owned(), text.clone());
            continue;
        }
        let base = key.strip_suffix("_other").filter(|b| texts.contains_key(&format!("{b}_one")));
        let key = base.unwrap_or(key);
        if rest.insert(key.to_owned(), text.clone()).is_some() {
            problems.push(format!("{key}: both a plain and a plural text"));
        }
    }
    (singular, rest)
}

fn compare(zh: &Texts, en: &Texts, problems: &mut Vec<String>) {
    for key in zh.keys().filter(|k| !en.contains_key(*k)) {
        problems.push(format!("{key}: missing in en"));
    }
    for (key, en) in en {
        match zh.get(key) {
            None => problems.push(format!("{key}: missing in zh-CN")),
            Some(zh) if placeholders(zh) != placeholders(en) => {
                problems.push(format!("{key}: the placeholders differ"));
            }
            Some(_) => {}
        }
    }
}

fn function(out: &mut String, key: &str, zh: &str, en: &str, one: Option<&String>) {
    let names = placeholders(zh);
    let doc = format!("“{zh}” · “{en}”");
    if names.is_empty() {
        let _ = write!(
            out,
            "#[doc = {doc:?}]\n#[must_use]\npub const fn {key}(l: crate::Locale) -> &'static str {{ \
             l.pick({zh:?}, {en:?}) }}\n"
        );
        return;
    }
    let params: String = names.iter().fold(String::new(), |mut list, n| {
        let _ = match (names.len(), type_name(n)) {
            (1, _) => write!(list, ", {n}: impl core::fmt::Display"),
            (_, own) => write!(list, ", {own}({n}): {own}<impl core::fmt::Display>"),
        };
        list
    });
    let args: String = names.iter().fold(String::new(), |mut list, n| {
        let _ = write!(list, "({n:?}, &{n}), ");
        list
    });
    let body = match one {
        Some(one) => format!("crate::fill::plural(l, {zh:?}, {one:?}, {en:?}, &[{args}])"),
        None => format!("crate::fill::fill(l.pick({zh:?}, {en:?}), &[{args}])"),
    };
    let _ = write!(
        out,
        "#[doc = {doc:?}]\n#[must_use]\npub fn {key}(l: crate::Locale{params}) -> String {{ {body} }}\n"
    );
}

/// A type for each parameter that stands beside others.
fn arguments(out: &mut String, texts: &Texts, lookup: &[String]) {
    let calls = texts.iter().filter(|(key, _)| !lookup.iter().any(|table| in_table(key, table)));
    let sets = calls.map(|(_, text)| placeholders(text)).filter(|names| names.len() > 1);
    for name in sets.flatten().collect::<BTreeSet<_>>() {
        let own = type_name(&name);
        let _ = writeln!(out, "#[doc = \"The `{name}` of a text.\"]\npub struct {own}<T>(pub T);");
    }
}

/// `ships_by` as `ShipsBy`.
fn type_name(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('_').map(capital).collect()
}

fn lookup(out: &mut String, table: &str, zh: &Texts, en: &Texts) {
    let arms: String = zh.iter().filter(|(key, _)| in_table(key, table)).fold(
        String::new(),
        |mut arms, (key, zh)| {
            let word = &key[table.len() + 1..];
            let _ = write!(arms, "{word:?} => l.pick({zh:?}, {:?}), ", en[key]);
            arms
        },
    );
    let _ = write!(
        out,
        "#[doc = \"The text for a stored word of `{table}`, if there is one.\"]\n#[must_use]\npub fn {table}(\
         l: crate::Locale, word: &str) -> Option<&'static str> {{ Some(match word {{ {arms} _ => return None }}) }}\n"
    );
}

fn in_table(key: &str, table: &str) -> bool {
    key.strip_prefix(table).is_some_and(|rest| rest.starts_with('_'))
}
