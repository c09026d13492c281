//! Puts values into texts. One small function for all of them keeps the browser bundle small.

use crate::Locale;
use core::fmt::{Display, Write as _};

/// `template` with each `{name}` replaced by its value. The build has checked that every name has one.
pub fn fill(template: &str, args: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        if let Some((_, value)) = args.iter().find(|(n, _)| *n == name) {
            // Writing to a String cannot fail.
            let _ = write!(out, "{value}");
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Like [`fill`], choosing the English singular when `n` is written `1`. Chinese has one form.
pub fn plural(
    l: Locale,
    zh: &str,
    one: &str,
    other: &str,
    args: &[(&str, &dyn Display)],
) -> String {
    let single = args.iter().any(|(name, value)| *name == "n" && value.to_string() == "1");
    fill(l.pick(zh, if single { one } else { other }), args)
}
