//! Two rules about markup that protect visitors: a textarea's children are written unescaped by the renderer (stored script), and a
//! style attribute is refused by the content security policy.

use super::Fault;
use super::rust::{self, Source};
use crate::house::House;
use anyhow::Result;
use proc_macro2::TokenTree;

const ROOMS: [&str; 3] = ["app", "crates/ui", "frontend"];
const TEXTAREA: &str = "a textarea takes its text by `prop:value` only: children are not escaped";
const STYLE: &str =
    "the content security policy refuses style attributes; use a class or an SVG attribute";

/// No textarea has children.
pub fn check_textareas(house: &House) -> Result<Vec<Fault>> {
    Ok(rust::sources(house, &ROOMS)?.iter().flat_map(textarea_faults).collect())
}

/// No element has a style of its own.
pub fn check_styles(house: &House) -> Result<Vec<Fault>> {
    Ok(rust::sources(house, &ROOMS)?.iter().flat_map(style_faults).collect())
}

fn textarea_faults(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    rust::each_level(&source.tokens, &mut |level| {
        let words: Vec<String> = level.iter().map(ToString::to_string).collect();
        for at in 0..level.len() {
            let opens = words[at] == "textarea" && at > 0 && words[at - 1] == "<";
            let builds =
                words[at] == "textarea" && words.get(at + 1).is_some_and(|next| next == "()");
            if (opens && has_children(&words[at + 1..]))
                || (builds && builds_children(&words[at + 1..]))
            {
                faults.push(source.fault(&level[at], TEXTAREA));
            }
        }
    });
    faults
}

/// Whether anything stands between the end of the opening tag and the closing one. `words` begins behind `<textarea`.
fn has_children(words: &[String]) -> bool {
    let inner = words.iter().take_while(|word| *word != "<").any(|word| word == "inner_html");
    let Some(end) = (0..words.len()).find(|&at| {
        let before = at.checked_sub(1).map_or("", |before| words[before].as_str());
        words[at] == ">" && before != "=" && before != "-"
    }) else {
        return true;
    };
    let closed_itself = end > 0 && words[end - 1] == "/";
    let closed_at_once = words[end + 1..].iter().take(3).eq(["<", "/", "textarea"]);
    inner || !(closed_itself || closed_at_once)
}

fn builds_children(words: &[String]) -> bool {
    let statement: Vec<&String> = words.iter().take_while(|word| *word != ";").collect();
    statement
        .windows(2)
        .any(|pair| pair[0] == "." && (pair[1] == "child" || pair[1] == "inner_html"))
}

fn style_faults(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    rust::each_level(&source.tokens, &mut |level| {
        let mut view = false;
        for (at, token) in level.iter().enumerate() {
            let before =
                at.checked_sub(1).map(|before| level[before].to_string()).unwrap_or_default();
            if let (TokenTree::Group(group), true) = (token, view) {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                faults.extend(style_in_view(source, &inside));
            }
            view = before == "view" && token.to_string() == "!";
            let in_text = rust::string(token)
                .is_some_and(|text| text.contains(" style=\"") || text.contains("<style"));
            let built = token.to_string() == "style" && before == "." && calls(level.get(at + 1));
            if in_text || built {
                faults.push(source.fault(token, STYLE));
            }
        }
    });
    faults
}

/// The attributes of a view stand on its own level; what is in braces is Rust and may use the word.
fn style_in_view(source: &Source, tokens: &[TokenTree]) -> Vec<Fault> {
    let words: Vec<String> = tokens.iter().map(ToString::to_string).collect();
    let mut faults = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        let after = words.get(at + 2).map_or("", String::as_str);
        let before = at.checked_sub(1).map_or("", |before| words[before].as_str());
        let attribute = next == "=" || (next == ":" && after != ":");
        if word == "style" && ((attribute && before != ".") || before == "<") {
            faults.push(source.fault(&tokens[at], STYLE));
        }
    }
    faults
}

fn calls(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == proc_macro2::Delimiter::Parenthesis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(faults: fn(&Source) -> Vec<Fault>, body: &str, expect: usize) {
        let text = format!("fn page() {{ {body} }}");
        let found = faults(&Source::parse("app/src/page.rs", &text).unwrap());
        assert_eq!(found.len(), expect, "{body}: {found:?}");
    }

    #[test]
    fn text_inside_a_textarea_is_found() {
        check(textarea_faults, "view! { <textarea name=\"n\">{text}</textarea> }", 1);
        check(
            textarea_faults,
            "view! { <p><textarea on:input=move |_| a()>\"x\"</textarea></p> }",
            1,
        );
        check(textarea_faults, "view! { <textarea inner_html=text></textarea> }", 1);
        check(textarea_faults, "textarea().name(\"n\").child(text)", 1);
    }

    #[test]
    fn an_empty_textarea_may_stand() {
        check(textarea_faults, "view! { <textarea prop:value=text></textarea> }", 0);
        check(textarea_faults, "view! { <textarea prop:value={move || t()} /> <p>{x}</p> }", 0);
        check(textarea_faults, "view! { <textarea on:input=|e| -> () { f(e) }></textarea> }", 0);
        check(textarea_faults, "textarea().name(\"n\"); p().child(text);", 0);
    }

    #[test]
    fn every_way_to_write_a_style_is_found() {
        check(style_faults, "view! { <p style=\"color: red\">x</p> }", 1);
        check(style_faults, "view! { <p style:width=w>x</p> }", 1);
        check(style_faults, "view! { <ul>{list.map(|i| view! { <li style=i/> })}</ul> }", 1);
        check(style_faults, "view! { <style>\"p {}\"</style> }", 1);
        check(style_faults, "p().style(\"color\")", 1);
        check(style_faults, "let html = \"<p style=\\\"color: red\\\">\";", 1);
    }

    #[test]
    fn the_word_itself_is_free() {
        check(style_faults, "let style = 1; view! { <p class=\"style\">{style}</p> }", 0);
        check(style_faults, "view! { <p class={ let style = x; style }>x</p> }", 0);
        check(style_faults, "crate::style::sheet(); book.style", 0);
    }
}
