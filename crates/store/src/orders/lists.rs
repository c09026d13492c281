//! Lists of orders, the youngest first, page by page: which orders a page shows. Ids grow with time, so the key of a page is
//! an id. Every statement walks one index from where the last page ended: the list of one state has an index of its own,
//! and a list of several states is put together from those.

use crate::args;
use crate::db::{Arg, Session};
use crate::scoped;
use domain::Scope;
use domain::id::{OrderId, TypedId as _};
use domain::orders::OrderState;
use services::Result;
use services::ports::orders::OrderFilter;

/// Sorts behind every id: where the first page begins.
const BEHIND_ALL: &str = "~";

/// The lists of one party. `$1` is the party, `$2` the id the page begins behind, `$3` how many rows are wanted, `$4` what
/// the filter asks for. The few orders in return have indexes of their own; the state is wrapped there, or SQLite would
/// walk the index of all orders in a state.
struct Lists {
    every: &'static str,
    of_state: &'static str,
    returning: &'static str,
}

macro_rules! lists {
    ($party:literal) => {
        Lists {
            every: concat!(
                "select id from merchant_order where ",
                $party,
                " and id < $2 order by id desc limit $3"
            ),
            of_state: concat!(
                "select id from merchant_order where ",
                $party,
                " and state = $4 and id < $2 order by id desc limit $3"
            ),
            returning: concat!(
                "select id from merchant_order where ",
                $party,
                " and units_returning > 0 and coalesce(state, '') in (list($4)) and id < $2
                order by id desc limit $3"
            ),
        }
    };
}

const OF_BUYER: Lists = lists!("buyer_id = $1");
const OF_MERCHANT: Lists = lists!("merchant_id = $1");
const OF_ALL: Lists = lists!("$1 = $1");

/// The ids of a page.
pub(super) async fn page(
    session: &mut Session,
    scope: &Scope,
    filter: &OrderFilter,
    after: Option<&OrderId>,
    limit: i64,
) -> Result<Vec<OrderId>> {
    let (lists, party) = match scope {
        Scope::Merchant { .. } => (OF_MERCHANT, scoped::merchant(scope)),
        _ if scope.sees_all() => (OF_ALL, ""),
        _ => (OF_BUYER, scoped::buyer(scope)),
    };
    let after = after.map_or(BEHIND_ALL, |id| id.as_str());
    if filter.returning {
        let all = if filter.states.is_empty() { OrderState::ALL } else { &filter.states };
        let states = Arg::list(all.iter().map(|s| s.as_str()));
        let args = [Arg::from(party), Arg::from(after), Arg::from(limit), states];
        return ids(session, lists.returning, &args).await;
    }
    if filter.states.is_empty() {
        return ids(session, lists.every, args![party, after, limit]).await;
    }
    let mut found = Vec::new();
    for state in &filter.states {
        let args = args![party, after, limit, state.as_str()];
        found.append(&mut ids(session, lists.of_state, args).await?);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    // A state that was asked for twice is one state.
    found.dedup();
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

async fn ids(session: &mut Session, sql: &'static str, args: &[Arg]) -> Result<Vec<OrderId>> {
    session.all(sql, args).await?.iter().map(|row| row.cols().id()).collect()
}
