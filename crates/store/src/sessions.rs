//! Signed-in devices.

use crate::args;
use crate::db::Session;
use crate::scoped;
use async_trait::async_trait;
use domain::accounts::{DeviceView, SessionKind};
use domain::id::{SessionId, TypedId as _};
use domain::{MerchantRole, Moment, Scope, StaffRole};
use services::Result;
use services::actor::{Membership, SignedIn};
use services::ports::sessions::{LiveSession, NewSession, SessionsRead, SessionsWrite};

/// How many devices the list shows.
const DEVICES_MAX: i64 = 50;

/// One row per shop the person works for, or one row when there is none.
const LIVE: &str = "
    select s.id, s.kind, s.last_seen_at, s.absolute_until, a.id, a.name, a.staff_role,
        m.merchant_id, m.role, r.name_zh
    from session s
    join account a on a.id = s.account_id
    left join member m on m.account_id = a.id
    left join merchant r on r.id = m.merchant_id
    where s.token_hash = $1 and s.revoked_at is null and s.idle_until > $2 and s.absolute_until > $2
    order by m.created_at, m.merchant_id";

const DEVICES: &str = "
    select id, device, network, created_at, last_seen_at
    from session
    where account_id = $1 and revoked_at is null and idle_until > $2 and absolute_until > $2
    order by last_seen_at desc, id desc limit $3";

#[async_trait]
impl SessionsRead for Session {
    async fn live_session(
        &mut self,
        scope: &Scope,
        token_hash: &str,
        now: Moment,
    ) -> Result<Option<LiveSession>> {
        scoped::system(scope)?;
        let rows = self.all(LIVE, args![token_hash, now]).await?;
        let mut live: Option<LiveSession> = None;
        for row in &rows {
            let mut cols = row.cols();
            let session = cols.id()?;
            let (kind, last_seen_at) = (cols.word(SessionKind::parse)?, cols.moment()?);
            let absolute_until = cols.moment()?;
            let signed_in = SignedIn {
                session,
                account: cols.id()?,
                name: cols.text()?,
                staff: cols.opt_word(StaffRole::parse)?,
                memberships: Vec::new(),
            };
            let live =
                live.get_or_insert(LiveSession { signed_in, kind, last_seen_at, absolute_until });
            if let Some(merchant) = cols.opt_id()? {
                let role = cols.word(MerchantRole::parse)?;
                let merchant_name = cols.text()?;
                live.signed_in.memberships.push(Membership { merchant, merchant_name, role });
            }
        }
        Ok(live)
    }

    async fn devices(
        &mut self,
        scope: &Scope,
        current: &SessionId,
        now: Moment,
    ) -> Result<Vec<DeviceView>> {
        let rows = self.all(DEVICES, args![scoped::buyer(scope), now, DEVICES_MAX]).await?;
        rows.iter()
            .map(|row| {
                let mut cols = row.cols();
                let id: SessionId = cols.id()?;
                Ok(DeviceView {
                    current: id == *current,
                    id,
                    device: cols.text()?,
                    network: cols.text()?,
                    created_at: cols.moment()?,
                    last_seen_at: cols.moment()?,
                })
            })
            .collect()
    }
}

const ADD: &str = "
    insert into session (id, account_id, token_hash, kind, device, network, created_at, last_seen_at,
        idle_until, absolute_until, revoked_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, null)";

const TOUCH: &str = "
    update session set last_seen_at = $2, idle_until = $3
    where id = $1 and revoked_at is null and last_seen_at < $2";

const REVOKE_TOKEN: &str = "
    update session set revoked_at = $2 where token_hash = $1 and revoked_at is null";

const REVOKE: &str = "
    update session set revoked_at = $3 where id = $1 and account_id = $2 and revoked_at is null";

const REVOKE_OTHERS: &str = "
    update session set revoked_at = $3 where account_id = $1 and id <> $2 and revoked_at is null
        and idle_until > $3 and absolute_until > $3";

#[async_trait]
impl SessionsWrite for Session {
    async fn add_session(&mut self, scope: &Scope, session: &NewSession) -> Result<()> {
        scoped::system(scope)?;
        let args = args![
            &session.id,
            &session.account,
            session.token_hash.as_str(),
            session.kind.as_str(),
            session.device.as_str(),
            session.network.as_str(),
            session.created_at,
            session.idle_until,
            session.absolute_until,
        ];
        self.execute(ADD, args).await.map(|_| ())
    }

    async fn touch_session(
        &mut self,
        scope: &Scope,
        id: &SessionId,
        now: Moment,
        idle_until: Moment,
    ) -> Result<()> {
        scoped::system(scope)?;
        self.execute(TOUCH, args![id, now, idle_until]).await.map(|_| ())
    }

    async fn revoke_token(&mut self, scope: &Scope, token_hash: &str, now: Moment) -> Result<bool> {
        scoped::system(scope)?;
        Ok(self.execute(REVOKE_TOKEN, args![token_hash, now]).await? > 0)
    }

    async fn revoke_session(&mut self, scope: &Scope, id: &SessionId, now: Moment) -> Result<bool> {
        Ok(self.execute(REVOKE, args![id.as_str(), scoped::buyer(scope), now]).await? > 0)
    }

    async fn revoke_other_sessions(
        &mut self,
        scope: &Scope,
        keep: &SessionId,
        now: Moment,
    ) -> Result<i64> {
        let args = args![scoped::buyer(scope), keep, now];
        Ok(i64::try_from(self.execute(REVOKE_OTHERS, args).await?).unwrap_or(i64::MAX))
    }
}
