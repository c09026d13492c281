//! Answers kept under a key, so that a request sent twice has one effect; and settings.

use crate::args;
use crate::db::Session;
use domain::id::TypedId as _;
use domain::{Code, Moment, Scope};
use services::Result;
use services::broken::{Fault, is};
use services::ports::work::KeptAnswer;

const KEPT: &str =
    "select request_hash, answer_json from kept_answer where owner = $1 and key = $2";

pub(super) async fn kept(
    session: &mut Session,
    scope: &Scope,
    owner: &str,
    key: &str,
) -> Result<Option<KeptAnswer>> {
    owned(scope, owner)?;
    if is(Fault::NoKey) {
        return Ok(None);
    }
    let Some(row) = session.one(KEPT, args![owner, key]).await? else { return Ok(None) };
    let mut cols = row.cols();
    Ok(Some(KeptAnswer { request_hash: cols.text()?, answer_json: cols.text()? }))
}

const KEEP: &str = "
    insert into kept_answer (owner, key, request_hash, answer_json, at)
    values ($1, $2, $3, $4, $5)";

pub(super) async fn keep(
    session: &mut Session,
    scope: &Scope,
    owner: &str,
    key: &str,
    answer: &KeptAnswer,
    now: Moment,
) -> Result<()> {
    owned(scope, owner)?;
    if is(Fault::NoKey) {
        return Ok(());
    }
    let (request, text) = (answer.request_hash.as_str(), answer.answer_json.as_str());
    session.execute(KEEP, args![owner, key, request, text, now]).await.map(|_| ())
}

/// Keys belong to somebody, or one buyer could read another's answers by guessing keys.
fn owned(scope: &Scope, owner: &str) -> Result<()> {
    let own = match scope {
        Scope::System(_) => return Ok(()),
        Scope::Buyer(id) => id.as_str(),
        Scope::Guest(id) => id.as_str(),
        Scope::Merchant { merchant, .. } => merchant.as_str(),
        Scope::Platform { staff, .. } => staff.as_str(),
        Scope::Public => "",
    };
    if own == owner && !owner.is_empty() { Ok(()) } else { Err(Code::Forbidden.into()) }
}

const SETTING: &str = "select value from setting where id = $1";
const SETTING_OR: &str = "
    insert into setting (id, value, updated_at) values ($1, $2, $3) on conflict (id) do nothing";
const PUT_SETTING: &str = "
    insert into setting (id, value, updated_at) values ($1, $2, $3)
    on conflict (id) do update set value = excluded.value, updated_at = excluded.updated_at";

pub(super) async fn setting(session: &mut Session, key: &str) -> Result<Option<String>> {
    let row = session.one(SETTING, args![key]).await?;
    row.map(|row| row.cols().text()).transpose()
}

pub(super) async fn setting_or(
    session: &mut Session,
    key: &str,
    value: &str,
    now: Moment,
) -> Result<String> {
    session.execute(SETTING_OR, args![key, value, now]).await?;
    setting(session, key).await?.ok_or_else(|| Code::Stale.into())
}

pub(super) async fn put_setting(
    session: &mut Session,
    key: &str,
    value: &str,
    now: Moment,
) -> Result<()> {
    session.execute(PUT_SETTING, args![key, value, now]).await.map(|_| ())
}
