//! What was typed into a form that had errors: for minutes, bound to a cookie, never a secret. A draft is reached only by
//! whoever holds both its id and the cookie it is bound to, whatever the scope.

use crate::Result;
use async_trait::async_trait;
use domain::id::DraftId;
use domain::{Moment, Scope};

/// A draft as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// The id, which stands in the address.
    pub id: DraftId,
    /// The SHA-256 of the cookie it is bound to, hex.
    pub cookie_hash: String,
    /// Which form.
    pub form: String,
    /// The typed fields and the field errors, as JSON.
    pub body_json: String,
    /// When it is forgotten.
    pub expires_at: Moment,
}

/// Reading drafts.
#[async_trait]
pub trait DraftsRead: Send {
    /// The draft with that id bound to that cookie, unless it is over.
    async fn draft(
        &mut self,
        scope: &Scope,
        id: &DraftId,
        cookie_hash: &str,
        now: Moment,
    ) -> Result<Option<DraftRow>>;
}

/// Writing drafts.
#[async_trait]
pub trait DraftsWrite: Send {
    /// Stores a draft.
    async fn put_draft(&mut self, scope: &Scope, draft: &DraftRow) -> Result<()>;
}
