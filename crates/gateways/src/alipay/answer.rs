//! The synchronous answer. Its signature covers the raw text of one member, so that text is cut out of the answer as it
//! came; nothing is parsed and written again before the signature has been checked.

use crate::http::CallError;
use crate::signing::RsaVerifier;
use serde_json::Value;

/// One answer of the gateway.
pub(super) struct Answer {
    /// Whether Alipay's signature holds over the body.
    authentic: bool,
    body: Value,
}

/// What may be concluded from a call.
#[derive(Debug)]
pub(super) enum Outcome {
    /// `10000`, authentic: the request was handled. What that means is in the body.
    Handled(Value),
    /// `40004`, authentic: the business refused, with its `ACQ.` code.
    Business(String),
    /// Nothing may be concluded: no answer, an unsigned one, or "ask again".
    Silent(CallError),
    /// The gateway does not take our requests (signature, application, permission): a matter for the operator.
    Refused(String),
}

impl Outcome {
    /// No answer came; says so in the log once.
    pub(super) fn silent(method: &str, error: CallError) -> Self {
        tracing::warn!(method, %error, "alipay did not answer {method}; the outcome is unknown");
        Self::Silent(error)
    }
}

impl Answer {
    /// Reads an answer to `method` and checks its signature. `None` when it is no such answer.
    pub(super) fn read(text: &str, method: &str, verifier: &RsaVerifier) -> Option<Self> {
        let wanted = format!("{}_response", method.replace('.', "_"));
        let members = members(text)?;
        let find = |key: &str| members.iter().find(|(k, _)| *k == key).map(|(_, raw)| *raw);
        let raw = find(&wanted).or_else(|| find("error_response"))?;
        let sign: Option<String> = find("sign").and_then(|s| serde_json::from_str(s).ok());
        let authentic = sign.is_some_and(|sign| holds(raw, &sign, verifier));
        Some(Self { authentic, body: serde_json::from_str(raw).ok()? })
    }

    /// Sorts the answer by what may be concluded from it. An unauthentic answer proves nothing but is told in the log.
    pub(super) fn judge(self, method: &str) -> Outcome {
        let word = |key: &str| super::text(&self.body, key).unwrap_or_default().to_owned();
        let (code, sub) = (word("code"), word("sub_code"));
        match (code.as_str(), self.authentic) {
            ("10000", true) => Outcome::Handled(self.body),
            ("40004", true) if !ask_again(&sub) => Outcome::Business(sub),
            ("40001" | "40002" | "40003" | "40006" | "20001", _) => {
                Outcome::Refused(format!("{code} {sub}"))
            }
            (_, authentic) => {
                tracing::warn!(
                    method,
                    code,
                    sub,
                    authentic,
                    "alipay's answer to {method} proves nothing; the outcome is unknown"
                );
                Outcome::Silent(CallError::NoAnswer)
            }
        }
    }
}

/// Business codes that only say "something went wrong here": the outcome is unknown.
fn ask_again(sub_code: &str) -> bool {
    let code = sub_code.strip_prefix("aop.").unwrap_or(sub_code);
    matches!(code, "ACQ.SYSTEM_ERROR" | "" | "isp.unknow-error" | "isp.unknown-error")
}

/// Alipay's own libraries try a second time with every `/` written as `\/`, because some of its systems sign that form.
fn holds(raw: &str, sign: &str, verifier: &RsaVerifier) -> bool {
    verifier.verify(raw.as_bytes(), sign)
        || (raw.contains('/') && verifier.verify(raw.replace('/', "\\/").as_bytes(), sign))
}

/// The members of the outermost object: key and raw text of the value, exactly as received.
/// `None` when the text is not an object or names a key twice.
fn members(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut rest = text.trim().strip_prefix('{')?.trim_start();
    let mut found: Vec<(&str, &str)> = Vec::new();
    loop {
        let (key, after) = split_value(rest)?;
        let key = key.strip_prefix('"')?.strip_suffix('"')?;
        let (value, after) = split_value(after.trim_start().strip_prefix(':')?.trim_start())?;
        if found.iter().any(|(k, _)| *k == key) {
            return None;
        }
        found.push((key, value));
        let after = after.trim_start();
        match after.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => return (after == "}").then_some(found),
        }
    }
}

/// Cuts one JSON value off the front: a string, or everything up to the end of its brackets, or a bare word.
fn split_value(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        let ended = match byte {
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' if in_string => {
                escaped = true;
                false
            }
            b'"' => {
                in_string = !in_string;
                !in_string && depth == 0
            }
            _ if in_string => false,
            b'{' | b'[' => {
                depth += 1;
                false
            }
            // A bare word (number, true, null) ends before what follows it.
            b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => {
                return (at > 0).then(|| text.split_at(at));
            }
            b'}' | b']' => {
                depth -= 1;
                depth == 0
            }
            _ => false,
        };
        if ended {
            return Some(text.split_at(at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_text_is_cut_out_exactly_as_it_came() {
        let text = " {\"a_response\" : {\"x\":\"}\\\"{\", \"y\":[1,{}]} ,\n\"sign\":\"AB\\/C=\",\"n\": 7 } ";
        let found = members(text).unwrap();
        assert_eq!(found[0], ("a_response", "{\"x\":\"}\\\"{\", \"y\":[1,{}]}"));
        assert_eq!(found[1], ("sign", "\"AB\\/C=\""));
        assert_eq!(found[2], ("n", "7"));
    }

    #[test]
    fn what_is_no_object_or_names_a_key_twice_is_no_answer() {
        let bad =
            ["", "{", "{}", "[1]", "{\"a\":1", "{\"a\":1}}", "{\"a\":1,\"a\":2}", "{\"a\":{}", "x"];
        for text in bad {
            assert!(members(text).is_none(), "{text}");
        }
    }
}
