//! One sentence for each code, with the next step in it. Codes cross the wire; sentences are only ever written here.

use crate::{Locale, common};
use domain::Code;

/// What to tell a person about `code`. `n` is the figure that goes with it (a limit, what is left, seconds to wait);
/// codes that have a sentence with a figure use it when `n` is there, and the plain one otherwise.
pub fn sentence(l: Locale, code: Code, n: Option<i64>) -> String {
    let word = code.as_str();
    let counted = n.and_then(|n| Some((n, common::counted_error(l, word)?)));
    match counted {
        Some((n, text)) => crate::fill::fill(text, &[("n", &crate::number(n))]),
        None => common::error(l, word)
            .unwrap_or_else(|| {
                l.pick("出了点问题，请稍后再试。", "Something went wrong. Please try again later.")
            })
            .to_owned(),
    }
}

/// The sentence for a field's code.
pub fn field_sentence(l: Locale, error: &domain::FieldError) -> String {
    sentence(l, error.code, error.n)
}
