//! Reading the chain of postings back (I5): every link is reckoned again from what stands there now, entries included. What
//! was changed, taken away or put between shows at its place; after a break the walk goes on from the stored link, so that
//! one change is named once and not for every posting behind it.

use super::post::Digest;
use crate::args;
use crate::db::{Arg, Row, Session};
use crate::work::link;
use domain::id::{PostingId, TypedId as _};
use services::ports::ledger::{Check, Violation};
use services::{Error, Result};
use std::collections::BTreeMap;

/// How many postings are read in one go.
const PAGE: i64 = 500;
/// More entries than the postings of one page should have; a cut list would show breaks that are none.
const ENTRIES_MAX: usize = 100_000;
/// How many of the columns go into a link: id, source, purpose, moment, what it takes back, digest.
const LINKED: usize = 6;

const SEALED: &str = "
    select id, source, purpose, cast(at as text), coalesce(reverses, ''), digest, seq, hash
    from posting where seq > $1 order by seq limit $2";

const ENTRIES: &str = "
    select posting_id, account, currency, cast(amount_minor as text), coalesce(order_id, '')
    from posting_entry where posting_id in (list($1)) order by posting_id, n limit $2";

const END: &str = "select seq, hash from chain where id = 'posting'";

pub(super) async fn breaks(session: &mut Session, limit: i64) -> Result<Vec<Violation>> {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    // The end first: what is sealed while the chain is read lies behind it.
    let (end, end_hash) = match session.one(END, args![]).await? {
        Some(row) => {
            let mut cols = row.cols();
            (cols.int()?, cols.text()?)
        }
        None => (0, String::new()),
    };
    let (mut seq, mut hash) = (0, String::new());
    while seq < end && found.len() < wanted {
        let rows = session.all(SEALED, args![seq, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        let digests = digests(session, &rows).await?;
        for row in &rows {
            let link = Link::read(row)?;
            let told = digests.get(&link.id).map(String::as_str).unwrap_or_default();
            let reckoned = link_of(&hash, seq + 1, row)?;
            if (link.seq, link.hash.as_str(), link.digest.as_str()) != (seq + 1, &reckoned, told) {
                found.push(broken(link.id, link.seq));
            }
            (seq, hash) = (link.seq, link.hash);
            if seq == end && hash != end_hash {
                found.push(broken("posting".to_owned(), end));
            }
        }
    }
    if seq < end && found.len() < wanted {
        found.push(broken("posting".to_owned(), end));
    }
    found.truncate(wanted);
    Ok(found)
}

fn link_of(before: &str, seq: i64, row: &Row) -> Result<String> {
    link(before, seq, row.cols(), LINKED)
}

const fn broken(subject: String, seq: i64) -> Violation {
    Violation { check: Check::ChainBroken, subject, expected: seq, found: 0 }
}

/// What of a sealed row says where it stands.
struct Link {
    id: String,
    digest: String,
    seq: i64,
    hash: String,
}

impl Link {
    fn read(row: &Row) -> Result<Self> {
        let mut cols = row.cols();
        let id = cols.text()?;
        for _ in 0..4 {
            cols.text()?;
        }
        Ok(Self { id, digest: cols.text()?, seq: cols.int()?, hash: cols.text()? })
    }
}

/// The digests of the postings' entries as they stand now, by posting.
async fn digests(session: &mut Session, rows: &[Row]) -> Result<BTreeMap<String, String>> {
    let ids: Vec<PostingId> = rows.iter().map(|row| row.cols().id()).collect::<Result<_>>()?;
    let limit = i64::try_from(ENTRIES_MAX).map_err(Error::broken)?;
    let entries = session.all(ENTRIES, &[Arg::ids(&ids), Arg::from(limit)]).await?;
    if entries.len() >= ENTRIES_MAX {
        return Err(Error::broken("postings with more entries than can be read in one go"));
    }
    let mut open: BTreeMap<String, Digest> =
        ids.iter().map(|id| (id.as_str().to_owned(), Digest::default())).collect();
    for row in &entries {
        let mut cols = row.cols();
        let id = cols.text()?;
        let (account, currency) = (cols.text()?, cols.text()?);
        let (minor, order) = (cols.text()?, cols.text()?);
        if let Some(digest) = open.get_mut(&id) {
            digest.entry([&account, &currency, &minor, &order]);
        }
    }
    Ok(open.into_iter().map(|(id, digest)| (id, digest.finish())).collect())
}
