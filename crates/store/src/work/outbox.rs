//! Events and the audit log. Both are written unsealed in the business transaction and read only when sealed.

use super::LIST_MAX;
use crate::args;
use crate::db::{Cols, Session};
use crate::scoped;
use domain::Scope;
use services::Result;
use services::ports::work::{NewAudit, NewEvent, SealedAudit, SealedEvent};

const APPEND: &str = "
    insert into outbox (id, kind, subject, version, buyer_id, merchant_id, body_json, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Visitors hear of nothing, buyers and merchants of what is theirs, staff and the system of everything.
const AFTER: &str = "
    select seq, hash, id, kind, subject, version, buyer_id, merchant_id, body_json, at
    from outbox
    where seq > $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4)
    order by seq limit $5";

const LAST: &str = "select seq from chain where id = 'outbox'";

pub(crate) async fn append(session: &mut Session, event: &NewEvent) -> Result<()> {
    let args = &[
        crate::db::Arg::from(&event.id),
        event.kind.as_str().into(),
        event.subject.as_str().into(),
        event.version.into(),
        crate::db::Arg::id(event.buyer.as_ref()),
        crate::db::Arg::id(event.merchant.as_ref()),
        event.body_json.as_str().into(),
        event.at.into(),
    ];
    session.execute(APPEND, args).await.map(|_| ())
}

pub(super) async fn after(
    session: &mut Session,
    scope: &Scope,
    seq: i64,
    limit: i64,
) -> Result<Vec<SealedEvent>> {
    let limit = limit.clamp(1, LIST_MAX);
    let (buyer, merchant) = (scoped::buyer(scope), scoped::merchant(scope));
    let rows = session.all(AFTER, args![seq, scope.sees_all(), buyer, merchant, limit]).await?;
    rows.iter()
        .map(|row| {
            let mut cols = row.cols();
            let (seq, hash) = (cols.int()?, cols.text()?);
            Ok(SealedEvent { seq, hash, event: event(cols)? })
        })
        .collect()
}

pub(super) async fn last(session: &mut Session) -> Result<i64> {
    session.number(LAST, &[]).await
}

/// Reads the columns of an event.
fn event(mut cols: Cols<'_>) -> Result<NewEvent> {
    Ok(NewEvent {
        id: cols.id()?,
        kind: cols.text()?,
        subject: cols.text()?,
        version: cols.int()?,
        buyer: cols.opt_id()?,
        merchant: cols.opt_id()?,
        body_json: cols.text()?,
        at: cols.moment()?,
    })
}

const AUDIT: &str = "
    insert into audit (id, actor, action, subject, body_json, at) values ($1, $2, $3, $4, $5, $6)";

const AUDITS_AFTER: &str = "
    select seq, hash, id, actor, action, subject, body_json, at
    from audit where seq > $1 order by seq limit $2";

pub(super) async fn audit(session: &mut Session, audit: &NewAudit) -> Result<()> {
    let args = args![
        &audit.id,
        audit.actor.as_str(),
        audit.action.as_str(),
        audit.subject.as_str(),
        audit.body_json.as_str(),
        audit.at,
    ];
    session.execute(AUDIT, args).await.map(|_| ())
}

pub(super) async fn audits_after(
    session: &mut Session,
    seq: i64,
    limit: i64,
) -> Result<Vec<SealedAudit>> {
    let rows = session.all(AUDITS_AFTER, args![seq, limit.clamp(1, LIST_MAX)]).await?;
    rows.iter()
        .map(|row| {
            let mut cols = row.cols();
            Ok(SealedAudit {
                seq: cols.int()?,
                hash: cols.text()?,
                audit: NewAudit {
                    id: cols.id()?,
                    actor: cols.text()?,
                    action: cols.text()?,
                    subject: cols.text()?,
                    body_json: cols.text()?,
                    at: cols.moment()?,
                },
            })
        })
        .collect()
}
