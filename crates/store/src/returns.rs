//! Returns. Each party's lists start from the party's own index, so that nobody waits for somebody else's returns.

use crate::args;
use crate::db::{Arg, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{OrderId, ReturnId, TypedId as _};
use domain::orders::By;
use domain::returns::{Return, ReturnKind, ReturnReason, ReturnState};
use domain::shipping::Carrier;
use domain::{Code, Scope};
use services::ports::returns::{ReturnsRead, ReturnsWrite};
use services::{Error, Result};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;

macro_rules! returns {
    ($($rest:literal),+) => {
        concat!(
            "select id, order_id, line_id, merchant_id, buyer_id, qty, kind, reason, note, share_json, state,
                decided_by, answer, send_to_json, carrier, waybill, requested_at, decided_at, refunded_at, version
            from return_request ",
            $($rest),+
        )
    };
}

const ONE: &str = returns!("where id = $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4)");
const OF_ORDER: &str = returns!(
    "where order_id = $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4) order by id limit $5"
);

/// The list of one party: `$1` is the last id seen (empty at the beginning), `$2` how many rows, `$3` the states.
macro_rules! list {
    ($party:literal) => {
        [
            returns!(
                "where ($1 = '' or id < $1) and $3 = $3",
                $party,
                " order by id desc limit $2"
            ),
            returns!(
                "where ($1 = '' or id < $1) and state in (list($3))",
                $party,
                " order by id desc limit $2"
            ),
        ]
    };
}

const LIST_OF_ALL: [&str; 2] = list!(" and $4 = $4");
const LIST_OF_BUYER: [&str; 2] = list!(" and buyer_id = $4");
const LIST_OF_MERCHANT: [&str; 2] = list!(" and merchant_id = $4");

#[async_trait]
impl ReturnsRead for Session {
    async fn return_by_id(&mut self, scope: &Scope, id: &ReturnId) -> Result<Option<Return>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let row = self.one(ONE, args![id, all, buyer, merchant]).await?;
        row.as_ref().map(ret).transpose()
    }

    async fn returns_of(&mut self, scope: &Scope, order: &OrderId) -> Result<Vec<Return>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let rows = self.all(OF_ORDER, args![order, all, buyer, merchant, LIST_MAX]).await?;
        rows.iter().map(ret).collect()
    }

    async fn returns(
        &mut self,
        scope: &Scope,
        states: &[ReturnState],
        after: Option<&ReturnId>,
        limit: i64,
    ) -> Result<Vec<Return>> {
        let (lists, party) = match scope {
            Scope::Buyer(buyer) => (&LIST_OF_BUYER, buyer.as_str()),
            Scope::Merchant { merchant, .. } => (&LIST_OF_MERCHANT, merchant.as_str()),
            scope if scope.sees_all() => (&LIST_OF_ALL, ""),
            _ => return Ok(Vec::new()),
        };
        let sql = lists[usize::from(!states.is_empty())];
        let args = [
            Arg::from(after.map_or("", |id| id.as_str())),
            Arg::from(limit.clamp(1, LIST_MAX)),
            Arg::list(states.iter().map(|state| state.as_str())),
            Arg::from(party),
        ];
        self.all(sql, &args).await?.iter().map(ret).collect()
    }
}

fn ret(row: &Row) -> Result<Return> {
    let mut cols = row.cols();
    Ok(Return {
        id: cols.id()?,
        order: cols.id()?,
        line: cols.id()?,
        merchant: cols.id()?,
        buyer: cols.id()?,
        qty: cols.int()?,
        kind: cols.word(ReturnKind::parse)?,
        reason: cols.word(ReturnReason::parse)?,
        note: cols.text()?,
        share: cols.json()?,
        state: cols.word(ReturnState::parse)?,
        decided_by: cols.opt_word(By::parse)?,
        answer: cols.text()?,
        send_to: cols
            .opt_text()?
            .map(|t| serde_json::from_str(&t))
            .transpose()
            .map_err(Error::broken)?,
        carrier: cols.opt_word(Carrier::parse)?,
        waybill: cols.opt_text()?,
        requested_at: cols.moment()?,
        decided_at: cols.opt_moment()?,
        refunded_at: cols.opt_moment()?,
        version: cols.int()?,
    })
}

fn send_to(ret: &Return) -> Result<Option<String>> {
    ret.send_to.as_ref().map(serde_json::to_string).transpose().map_err(Error::broken)
}

/// The line must be one of the order, and the order one of these parties.
const LINE_OF: &str = "
    select count(*) from order_line l join merchant_order o on o.id = l.order_id
    where l.id = $1 and o.id = $2 and o.merchant_id = $3 and o.buyer_id = $4";

const ADD: &str = "
    insert into return_request (id, order_id, line_id, merchant_id, buyer_id, qty, kind, reason, note,
        share_json, state, decided_by, answer, send_to_json, carrier, waybill, requested_at, decided_at,
        refunded_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    on conflict (line_id) where state in ('requested', 'agreed', 'sent_back') do nothing";

const SAVE: &str = "
    update return_request set state = $3, decided_by = $4, answer = $5, carrier = $6, waybill = $7,
        decided_at = $8, refunded_at = $9, send_to_json = $10, version = version + 1
    where id = $1 and version = $2 and ($11 = 1 or buyer_id = $12 or merchant_id = $13)";

#[async_trait]
impl ReturnsWrite for Session {
    async fn add_return(&mut self, scope: &Scope, ret: &Return) -> Result<()> {
        if scoped::buyer(scope) != ret.buyer.as_str() {
            scoped::staff(scope)?;
        }
        let parents = args![&ret.line, &ret.order, &ret.merchant, &ret.buyer];
        if self.number(LINE_OF, parents).await? == 0 {
            return Err(Code::NotFound.into());
        }
        let args = args![
            &ret.id,
            &ret.order,
            &ret.line,
            &ret.merchant,
            &ret.buyer,
            ret.qty,
            ret.kind.as_str(),
            ret.reason.as_str(),
            ret.note.as_str(),
            serde_json::to_string(&ret.share).map_err(Error::broken)?,
            ret.state.as_str(),
            ret.decided_by.map(|by| by.as_str().to_owned()),
            ret.answer.as_str(),
            send_to(ret)?,
            ret.carrier.map(|carrier| carrier.as_str().to_owned()),
            ret.waybill.clone(),
            ret.requested_at,
            ret.decided_at,
            ret.refunded_at,
            ret.version,
        ];
        if self.execute(ADD, args).await? == 1 {
            return Ok(());
        }
        Err(Code::AlreadyRequested.into())
    }

    async fn save_return(&mut self, scope: &Scope, ret: &Return) -> Result<()> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![
            &ret.id,
            ret.version,
            ret.state.as_str(),
            ret.decided_by.map(|by| by.as_str().to_owned()),
            ret.answer.as_str(),
            ret.carrier.map(|carrier| carrier.as_str().to_owned()),
            ret.waybill.clone(),
            ret.decided_at,
            ret.refunded_at,
            send_to(ret)?,
            all,
            buyer,
            merchant,
        ];
        scoped::fresh(self.execute(SAVE, args).await?)
    }
}
