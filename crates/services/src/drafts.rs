//! What was typed into a form that had errors, so that the page can be filled again without JavaScript. It waits as long as
//! the rulebook says, bound to a cookie, and holds never a secret: fields whose name speaks of one are dropped before
//! anything is stored.

use crate::ports::StoreExt as _;
use crate::ports::drafts::DraftRow;
use crate::{Error, Market, Result, tokens};
use domain::id::DraftId;
use domain::rules::Param;
use domain::{Code, FieldError, Scope};
use serde::{Deserialize, Serialize};

/// How many fields a draft keeps at most.
pub const FIELDS_MAX: usize = 40;
/// How many characters of a field are kept at most.
pub const FIELD_CHARS_MAX: usize = 2_000;

/// What was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// Why the form was refused.
    pub code: Option<Code>,
    /// The fields as typed, by name.
    pub fields: Vec<(String, String)>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// Keeps what was typed into `form` for the holder of the cookie, for as long as the rulebook in force says (2.2.2).
pub async fn keep(market: &Market, cookie: &str, form: &str, draft: FormDraft) -> Result<DraftId> {
    let now = market.now();
    let row = DraftRow {
        id: market.id(),
        cookie_hash: tokens::sha256_hex(cookie.as_bytes()),
        form: form.to_owned(),
        body_json: serde_json::to_string(&without_secrets(draft)).map_err(Error::broken)?,
        expires_at: now,
    };
    let id = row.id.clone();
    market
        .store
        .write(format!("draft.keep:{id}"), move |tx| {
            let mut row = row.clone();
            Box::pin(async move {
                let book = tx.rulebook(&Scope::Public).await?;
                row.expires_at = now.plus(book.resolve(Param::FormDraft, now, &[]).duration());
                tx.put_draft(&Scope::Public, &row).await
            })
        })
        .await?;
    Ok(id)
}

/// What was kept under that id for the holder of the cookie and that form; `None` for anybody else and when its time is over.
pub async fn recall(
    market: &Market,
    cookie: &str,
    form: &str,
    id: &DraftId,
) -> Result<Option<FormDraft>> {
    let hash = tokens::sha256_hex(cookie.as_bytes());
    let row = market.store.read().await?.draft(&Scope::Public, id, &hash, market.now()).await?;
    let Some(row) = row.filter(|r| r.form == form) else { return Ok(None) };
    serde_json::from_str(&row.body_json).map(Some).map_err(Error::broken)
}

/// Words in a field's name that mean a secret.
const SECRET_WORDS: [&str; 8] =
    ["password", "secret", "token", "code", "pin", "otp", "card", "cvv"];
/// Fields that carry such a word and are none.
const HARMLESS: [&str; 2] = ["region_code", "coupon_code"];

fn without_secrets(mut draft: FormDraft) -> FormDraft {
    let secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        SECRET_WORDS.iter().any(|w| name.contains(w)) && !HARMLESS.contains(&name.as_str())
    };
    draft.fields.retain(|(name, _)| !secret(name));
    draft.fields.truncate(FIELDS_MAX);
    for (_, text) in &mut draft.fields {
        if let Some((end, _)) = text.char_indices().nth(FIELD_CHARS_MAX) {
            text.truncate(end);
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_never_keeps_a_secret_nor_an_endless_text() {
        let field = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let draft = FormDraft {
            fields: vec![
                field("login", "lin@example.com"),
                field("password", "hunter2"),
                field("new_Password", "hunter3"),
                field("region_code", "330106"),
                field("detail", &"集".repeat(3_000)),
            ],
            ..FormDraft::default()
        };
        let kept = without_secrets(draft);
        let names: Vec<_> = kept.fields.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["login", "region_code", "detail"]);
        assert_eq!(kept.fields[2].1.chars().count(), FIELD_CHARS_MAX);
    }
}
