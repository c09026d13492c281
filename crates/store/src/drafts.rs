//! What was typed into forms that had errors.

use crate::args;
use crate::db::Session;
use async_trait::async_trait;
use domain::id::DraftId;
use domain::{Moment, Scope};
use services::Result;
use services::ports::drafts::{DraftRow, DraftsRead, DraftsWrite};

const ONE: &str = "
    select id, cookie_hash, form, body_json, expires_at
    from form_draft where id = $1 and cookie_hash = $2 and expires_at > $3";

#[async_trait]
impl DraftsRead for Session {
    async fn draft(
        &mut self,
        _scope: &Scope,
        id: &DraftId,
        cookie_hash: &str,
        now: Moment,
    ) -> Result<Option<DraftRow>> {
        let Some(row) = self.one(ONE, args![id, cookie_hash, now]).await? else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some(DraftRow {
            id: cols.id()?,
            cookie_hash: cols.text()?,
            form: cols.text()?,
            body_json: cols.text()?,
            expires_at: cols.moment()?,
        }))
    }
}

const PUT: &str = "
    insert into form_draft (id, cookie_hash, form, body_json, expires_at)
    values ($1, $2, $3, $4, $5)";

#[async_trait]
impl DraftsWrite for Session {
    async fn put_draft(&mut self, _scope: &Scope, draft: &DraftRow) -> Result<()> {
        let args = args![
            &draft.id,
            draft.cookie_hash.as_str(),
            draft.form.as_str(),
            draft.body_json.as_str(),
            draft.expires_at,
        ];
        self.execute(PUT, args).await.map(|_| ())
    }
}
