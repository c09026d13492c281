//! Rust sources as tokens, so that a rule about code is not fooled by a comment or a string. Also the rule about the environment.

use super::{Fault, tree};
use crate::house::House;
use anyhow::{Result, anyhow};
use proc_macro2::{TokenStream, TokenTree};
use std::fs;
use std::str::FromStr;

/// One source file.
pub struct Source {
    /// Path from the workspace root.
    pub path: String,
    /// What it says, without what stands behind `#[cfg(test)]`.
    pub tokens: Vec<TokenTree>,
    /// Whether the whole file is only there for tests.
    pub is_test: bool,
}

impl Source {
    /// Reads Rust text.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let stream = TokenStream::from_str(text).map_err(|error| anyhow!("{path}: {error}"))?;
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_test = path.contains("/tests/") || ["tests.rs", "testing.rs"].contains(&name);
        Ok(Self { path: path.to_owned(), tokens: without_tests(stream), is_test })
    }

    /// A fault at the line of `token`.
    pub fn fault(&self, token: &TokenTree, text: &str) -> Fault {
        Fault::new(format!("{}:{}", self.path, token.span().start().line), text)
    }
}

/// All Rust sources below the given folders.
pub fn sources(house: &House, folders: &[&str]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in folders {
        for path in tree::files(&house.root, folder, &["rs"])? {
            let text = fs::read_to_string(house.root.join(&path))?;
            sources.push(Source::parse(&path.to_string_lossy().replace('\\', "/"), &text)?);
        }
    }
    Ok(sources)
}

/// The rooms a visitor's request walks through; xtask and the server's own folder are not among them.
const ROOMS: [&str; 3] = ["app", "crates", "frontend"];

/// Only the server reads the environment, so that every other room can be tested without preparing one.
pub fn check_environment(house: &House) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for source in sources(house, &ROOMS)? {
        if !source.is_test
            && !source.path.ends_with("/build.rs")
            && !source.path.contains("/build/")
        {
            faults.extend(environment_faults(&source));
        }
    }
    Ok(faults)
}

fn environment_faults(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    each_level(&source.tokens, &mut |level| {
        for (at, token) in level.iter().enumerate() {
            let words: Vec<String> = level[at..].iter().take(4).map(ToString::to_string).collect();
            let reads = matches!(
                words.iter().map(String::as_str).collect::<Vec<_>>()[..],
                ["env", ":", ":", "var" | "var_os" | "vars" | "vars_os" | "set_var"]
            );
            if reads {
                faults.push(source.fault(
                    token,
                    "only `server` reads the environment; take the value as an argument",
                ));
            }
        }
    });
    faults
}

/// Calls `visit` with the tokens of every nesting level, the outermost first.
pub fn each_level(tokens: &[TokenTree], visit: &mut dyn FnMut(&[TokenTree])) {
    visit(tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            each_level(&group.stream().into_iter().collect::<Vec<_>>(), visit);
        }
    }
}

/// The text of a string literal, or nothing.
pub fn string(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let text = literal.to_string();
    let text = text.trim_start_matches(['b', 'c', 'r']).trim_matches('#');
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\\n", "\n").replace("\\\"", "\""))
}

/// Drops every item that is marked `#[cfg(test)]`: a story may do what the shop may not.
fn without_tests(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let marks = token.to_string() == "#"
            && tokens.peek().is_some_and(|next| next.to_string().replace(' ', "") == "[cfg(test)]");
        if !marks {
            kept.push(token);
            continue;
        }
        for skipped in tokens.by_ref() {
            let body = matches!(&skipped, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace);
            if body || skipped.to_string() == ";" {
                break;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> usize {
        environment_faults(&Source::parse("crates/store/src/lib.rs", text).unwrap()).len()
    }

    #[test]
    fn a_room_that_reads_the_environment_is_found() {
        assert_eq!(faults("fn f() { let home = std::env::var(\"HOME\"); }"), 1);
        assert_eq!(faults("use std::env::var_os;"), 1);
    }

    #[test]
    fn tests_comments_and_strings_are_left_alone() {
        assert_eq!(faults("// env::var(\"HOME\")\nfn f() -> &'static str { \"env::var\" }"), 0);
        assert_eq!(
            faults("#[cfg(test)] mod tests { fn f() { std::env::var(\"A\"); } } fn g() {}"),
            0
        );
    }

    #[test]
    fn code_after_a_test_module_is_still_looked_at() {
        assert_eq!(faults("#[cfg(test)] mod tests; fn g() { std::env::vars(); }"), 1);
    }
}
