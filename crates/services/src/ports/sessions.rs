//! Signed-in devices. A token never reaches the store, only its SHA-256 does; a stolen database opens no session.

use crate::Result;
use crate::actor::SignedIn;
use async_trait::async_trait;
use domain::accounts::{DeviceView, SessionKind};
use domain::id::{AccountId, SessionId};
use domain::{Moment, Scope};

/// A session to be stored.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The id, which may be shown.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// The SHA-256 of the token, hex.
    pub token_hash: String,
    /// What kind of person, which sets the limits.
    pub kind: SessionKind,
    /// What the browser calls itself, shortened.
    pub device: String,
    /// The shortened network address.
    pub network: String,
    /// Now.
    pub created_at: Moment,
    /// When it ends if it is not used.
    pub idle_until: Moment,
    /// When it ends at the latest.
    pub absolute_until: Moment,
}

/// A live session with everything an actor needs.
#[derive(Clone, Debug)]
pub struct LiveSession {
    /// The person.
    pub signed_in: SignedIn,
    /// What kind, which sets the limits.
    pub kind: SessionKind,
    /// When its use was last noted.
    pub last_seen_at: Moment,
    /// When it ends at the latest.
    pub absolute_until: Moment,
}

/// Reading sessions.
#[async_trait]
pub trait SessionsRead: Send {
    /// The live session behind a token's hash, in one query; `None` when it is unknown, revoked or over. System only.
    async fn live_session(
        &mut self,
        scope: &Scope,
        token_hash: &str,
        now: Moment,
    ) -> Result<Option<LiveSession>>;
    /// The asking person's live devices, the last used first; `current` marks the given one.
    async fn devices(
        &mut self,
        scope: &Scope,
        current: &SessionId,
        now: Moment,
    ) -> Result<Vec<DeviceView>>;
}

/// Writing sessions.
#[async_trait]
pub trait SessionsWrite: Send {
    /// Stores a session. System only.
    async fn add_session(&mut self, scope: &Scope, session: &NewSession) -> Result<()>;
    /// Notes that a live session was used. System only.
    async fn touch_session(
        &mut self,
        scope: &Scope,
        id: &SessionId,
        now: Moment,
        idle_until: Moment,
    ) -> Result<()>;
    /// Ends the session behind a token's hash; whether one was live. System only.
    async fn revoke_token(&mut self, scope: &Scope, token_hash: &str, now: Moment) -> Result<bool>;
    /// Ends one session of the asking person; whether one was live.
    async fn revoke_session(&mut self, scope: &Scope, id: &SessionId, now: Moment) -> Result<bool>;
    /// Ends all sessions of the asking person but the given one; how many were live.
    async fn revoke_other_sessions(
        &mut self,
        scope: &Scope,
        keep: &SessionId,
        now: Moment,
    ) -> Result<i64>;
}
