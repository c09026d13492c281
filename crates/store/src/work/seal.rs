//! The sealer: committed rows get a gapless number and a hash that chains them to all rows before. A row that commits late
//! simply gets a later number, so a reader by number misses nothing. Only the holder of the chain's lease seals; should two
//! believe they hold it, the second one's update of the chain's end finds another number there and nothing is sealed twice.

use crate::args;
use crate::db::{Cols, Session};
use domain::{Code, Moment};
use services::Result;
use services::ports::work::Chain;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// How many rows are sealed in one transaction at most.
const SEAL_MAX: i64 = 200;

const TAKE_LEASE: &str = "
    insert into lease (id, holder, until) values ($1, $2, $3)
    on conflict (id) do update set holder = excluded.holder, until = excluded.until
    where lease.holder = excluded.holder or lease.until <= $4";

pub(super) async fn take_lease(
    session: &mut Session,
    name: &str,
    holder: &str,
    now: Moment,
    until: Moment,
) -> Result<bool> {
    Ok(session.execute(TAKE_LEASE, args![name, holder, until, now]).await? > 0)
}

/// The statements of one chain: which rows wait, how one is sealed, and what of a row goes into the hash.
struct Statements {
    id: &'static str,
    waiting: &'static str,
    seal: &'static str,
    columns: usize,
}

const OUTBOX: Statements = Statements {
    id: "outbox",
    waiting: "
        select id, kind, subject, cast(version as text), coalesce(buyer_id, ''),
            coalesce(merchant_id, ''), body_json, cast(at as text)
        from outbox where seq is null order by id limit $1",
    seal: "update outbox set seq = $2, hash = $3 where id = $1 and seq is null",
    columns: 8,
};

const AUDIT: Statements = Statements {
    id: "audit",
    waiting: "
        select id, actor, action, subject, body_json, cast(at as text)
        from audit where seq is null order by id limit $1",
    seal: "update audit set seq = $2, hash = $3 where id = $1 and seq is null",
    columns: 6,
};

/// The digest stands for the entries: whoever changes one breaks the chain although entries have no link of their own.
const POSTING: Statements = Statements {
    id: "posting",
    waiting: "
        select id, source, purpose, cast(at as text), coalesce(reverses, ''), digest
        from posting where seq is null order by id limit $1",
    seal: "update posting set seq = $2, hash = $3 where id = $1 and seq is null",
    columns: 6,
};

const END: &str = "select seq, hash from chain where id = $1";
const MOVE_END: &str = "update chain set seq = $2, hash = $3 where id = $1 and seq = $4";

pub(super) async fn seal(session: &mut Session, chain: Chain, limit: i64) -> Result<i64> {
    let statements = match chain {
        Chain::Outbox => &OUTBOX,
        Chain::Audit => &AUDIT,
        Chain::Posting => &POSTING,
    };
    let rows = session.all(statements.waiting, args![limit.clamp(1, SEAL_MAX)]).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let end = session.one(END, args![statements.id]).await?.ok_or(Code::Stale)?;
    let (first, mut hash) = {
        let mut cols = end.cols();
        (cols.int()?, cols.text()?)
    };
    let mut seq = first;
    for row in &rows {
        seq += 1;
        hash = link(&hash, seq, row.cols(), statements.columns)?;
        let id = row.cols().text()?;
        if session.execute(statements.seal, args![id, seq, hash.as_str()]).await? != 1 {
            return Err(Code::Stale.into());
        }
    }
    let moved = session.execute(MOVE_END, args![statements.id, seq, hash, first]).await?;
    if moved == 1 { Ok(seq - first) } else { Err(Code::Stale.into()) }
}

/// `SHA-256(hash before, number, every column with its length)`: no two rows can be cut differently into one text.
pub(crate) fn link(before: &str, seq: i64, mut cols: Cols<'_>, columns: usize) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(before.as_bytes());
    digest.update(seq.to_be_bytes());
    for _ in 0..columns {
        let text = cols.text()?;
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text.as_bytes());
    }
    Ok(digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
