//! Both languages say the same things: every key in every file pair, with the same placeholders, and no sentence empty.
//!
//! The words crate refuses to compile when a key is missing; this says it in one line, and knows what a compiler does not see.

use super::{Fault, tree};
use crate::house::House;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FOLDER: &str = "crates/i18n/locales";
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// Endings of the forms English has for one thing and for many; Chinese has one form without an ending.
const PLURALS: [&str; 2] = ["_one", "_other"];

/// Compares the files of both languages.
pub fn check(house: &House) -> Result<Vec<Fault>> {
    let mut files: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for path in tree::files(&house.root, FOLDER, &["toml"])? {
        let name =
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut parts = name.trim_end_matches(".toml").splitn(2, '.');
        let audience = parts.next().unwrap_or_default().to_owned();
        let language = parts.next().unwrap_or_default().to_owned();
        files
            .entry(audience)
            .or_default()
            .insert(language, fs::read_to_string(house.root.join(path))?);
    }
    if files.is_empty() {
        return Ok(vec![Fault::new(FOLDER, "there are no words")]);
    }
    let mut faults = Vec::new();
    for (audience, texts) in &files {
        match LANGUAGES.map(|language| texts.get(language)) {
            [Some(chinese), Some(english)] => faults.extend(compare(audience, chinese, english)?),
            _ => faults.push(Fault::new(
                format!("{FOLDER}/{audience}"),
                "one of the two languages is missing",
            )),
        }
    }
    Ok(faults)
}

fn compare(audience: &str, chinese: &str, english: &str) -> Result<Vec<Fault>> {
    let chinese = sentences(chinese).with_context(|| format!("{audience}.zh-CN.toml"))?;
    let english = sentences(english).with_context(|| format!("{audience}.en.toml"))?;
    let keys: BTreeSet<&String> = chinese.keys().chain(english.keys()).collect();
    let mut faults = Vec::new();
    for key in keys {
        let fault = |text: &str| Fault::new(format!("{audience} {key}"), text);
        match (chinese.get(key), english.get(key)) {
            (Some(one), Some(other)) => {
                if one.iter().chain(other).any(|sentence| sentence.trim().is_empty()) {
                    faults.push(fault("a sentence is empty"));
                }
                // A form for one thing may leave the number out, so all forms together count.
                if placeholders(one) != placeholders(other) {
                    faults.push(fault("the two languages have different placeholders"));
                }
            }
            (None, _) => faults.push(fault("missing in zh-CN")),
            (_, None) => faults.push(fault("missing in en")),
        }
    }
    Ok(faults)
}

/// Every key with its sentence, or with all its plural forms.
fn sentences(text: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let mut found = BTreeMap::new();
    collect("", &toml::from_str::<toml::Table>(text)?, &mut found);
    Ok(found)
}

fn collect(above: &str, table: &toml::Table, found: &mut BTreeMap<String, Vec<String>>) {
    for (key, value) in table {
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match value {
            toml::Value::Table(inner) => collect(&path, inner, found),
            toml::Value::String(sentence) => {
                let stem =
                    PLURALS.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(&path);
                found.entry(stem.to_owned()).or_default().push(sentence.clone());
            }
            // Lists at the top of a file steer the generator and are not sentences.
            _ => {}
        }
    }
}

fn placeholders(sentences: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sentence in sentences {
        for part in sentence.split('{').skip(1) {
            if let Some((name, _)) = part.split_once('}') {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chinese: &str, english: &str, expect: usize) {
        let found = compare("shop", chinese, english).unwrap();
        assert_eq!(found.len(), expect, "{found:?}");
    }

    #[test]
    fn a_sentence_that_one_language_lacks_is_found() {
        check("[cart]\nempty = '空'", "[cart]\nempty = 'Empty'\nfull = 'Full'", 1);
        check("[cart]\nempty = '空'\nfull = '满'", "[cart]\nempty = 'Empty'", 1);
        check("[cart]\nempty = '空'", "[cart]\nempty = ''", 1);
    }

    #[test]
    fn a_figure_that_one_language_forgets_is_found() {
        check("n = '{n} 件'", "n = 'items'", 1);
    }

    #[test]
    fn english_may_count_in_two_forms() {
        check("n = '{n} 件'", "n_one = '{n} item'\nn_other = '{n} items'", 0);
    }
}
