//! What was typed into a form that had errors, for pages drawn again without JavaScript.

use crate::AppError;
use crate::wire::Asking;
use leptos::prelude::*;
use std::collections::BTreeMap;
#[cfg(feature = "ssr")]
use {
    crate::request::{fail, market, visit},
    domain::id::{DraftId, TypedId as _},
};

/// The kept fields by name; empty for anybody else's draft and when its time is over.
#[server(prefix = "/api", endpoint = "/drafts", protocol = Asking)]
pub async fn recall(form: String, draft: String) -> Result<BTreeMap<String, String>, AppError> {
    let (Ok(id), Some(cookie)) = (DraftId::parse(&draft), visit().draft_token) else {
        return Ok(BTreeMap::new());
    };
    let kept = services::drafts::recall(&market()?, &cookie, &form, &id).await.map_err(fail)?;
    Ok(kept.map(|d| d.fields.into_iter().collect()).unwrap_or_default())
}
