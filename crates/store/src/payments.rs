//! Payment attempts, what providers told, and money going back. A purchase has at most one attempt that is still open, an
//! event is heard once, and a fact is refunded once for one reason: the indices say so, and losing to one is an answer.

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{AttemptId, PurchaseId, RefundId, TypedId as _};
use domain::payments::{Attempt, AttemptState, Refund, RefundReason, RefundStatus, Verdict};
use domain::{Code, Currency, Money, Scope};
use services::ports::payments::{PaymentEvent, PaymentsRead, PaymentsWrite};
use services::{Error, Result};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;

macro_rules! attempts {
    ($rest:literal) => {
        concat!(
            "select id, no, purchase_id, buyer_id, provider, currency, due_minor, state, provider_ref,
                paid_currency, paid_minor, verdict, created_at, expires_at, paid_at, polls, version
            from attempt ",
            $rest
        )
    };
}

/// Merchants see no payments: what a buyer pays is between the buyer and the platform.
const ATTEMPT: &str = attempts!("where id = $1 and ($2 = 1 or buyer_id = $3)");
const ATTEMPT_BY_NO: &str = attempts!("where no = $1");
const ATTEMPTS_OF: &str =
    attempts!("where purchase_id = $1 and ($2 = 1 or buyer_id = $3) order by id limit $4");

macro_rules! refunds {
    ($rest:literal) => {
        concat!(
            "select id, no, attempt_id, purchase_id, buyer_id, origin, reason, currency, amount_minor,
                status, failure, created_at, done_at, tries, version
            from refund ",
            $rest
        )
    };
}

const REFUND: &str = refunds!("where id = $1 and ($2 = 1 or buyer_id = $3)");
const REFUNDS_OF: &str =
    refunds!("where purchase_id = $1 and ($2 = 1 or buyer_id = $3) order by id limit $4");
const REFUNDS: &str = refunds!("where status = $1 and id > $2 order by id limit $3");

#[async_trait]
impl PaymentsRead for Session {
    async fn attempt(&mut self, scope: &Scope, id: &AttemptId) -> Result<Option<Attempt>> {
        let args = args![id, scope.sees_all(), scoped::buyer(scope)];
        self.one(ATTEMPT, args).await?.as_ref().map(attempt).transpose()
    }

    async fn attempt_by_no(&mut self, scope: &Scope, no: &str) -> Result<Option<Attempt>> {
        scoped::system(scope)?;
        self.one(ATTEMPT_BY_NO, args![no]).await?.as_ref().map(attempt).transpose()
    }

    async fn attempts_of(&mut self, scope: &Scope, purchase: &PurchaseId) -> Result<Vec<Attempt>> {
        let args = args![purchase, scope.sees_all(), scoped::buyer(scope), LIST_MAX];
        self.all(ATTEMPTS_OF, args).await?.iter().map(attempt).collect()
    }

    async fn refund(&mut self, scope: &Scope, id: &RefundId) -> Result<Option<Refund>> {
        let args = args![id, scope.sees_all(), scoped::buyer(scope)];
        self.one(REFUND, args).await?.as_ref().map(refund).transpose()
    }

    async fn refunds_of(&mut self, scope: &Scope, purchase: &PurchaseId) -> Result<Vec<Refund>> {
        let args = args![purchase, scope.sees_all(), scoped::buyer(scope), LIST_MAX];
        self.all(REFUNDS_OF, args).await?.iter().map(refund).collect()
    }

    async fn refunds(
        &mut self,
        scope: &Scope,
        status: RefundStatus,
        after: Option<&RefundId>,
        limit: i64,
    ) -> Result<Vec<Refund>> {
        scoped::staff(scope)?;
        let after = after.map_or("", |id| id.as_str());
        let args = args![status.as_str(), after, limit.clamp(1, LIST_MAX)];
        self.all(REFUNDS, args).await?.iter().map(refund).collect()
    }
}

fn attempt(row: &Row) -> Result<Attempt> {
    let mut cols = row.cols();
    let (id, no, purchase, buyer) = (cols.id()?, cols.text()?, cols.id()?, cols.id()?);
    let (provider, currency) = (cols.text()?, cols.currency()?);
    let (due, state) = (cols.money(currency)?, cols.word(AttemptState::parse)?);
    let provider_ref = cols.opt_text()?;
    let paid_in = cols.opt_word(Currency::parse)?.unwrap_or(currency);
    Ok(Attempt {
        id,
        no,
        purchase,
        buyer,
        provider,
        due,
        state,
        provider_ref,
        paid: cols.opt_money(paid_in)?,
        verdict: cols.opt_word(Verdict::parse)?,
        created_at: cols.moment()?,
        expires_at: cols.moment()?,
        paid_at: cols.opt_moment()?,
        polls: cols.int()?,
        version: cols.int()?,
    })
}

fn refund(row: &Row) -> Result<Refund> {
    let mut cols = row.cols();
    let (id, no, attempt) = (cols.id()?, cols.text()?, cols.id()?);
    let (purchase, buyer, origin) = (cols.id()?, cols.id()?, cols.text()?);
    let (reason, currency) = (cols.word(RefundReason::parse)?, cols.currency()?);
    Ok(Refund {
        id,
        no,
        attempt,
        purchase,
        buyer,
        origin,
        reason,
        amount: cols.money(currency)?,
        status: cols.word(RefundStatus::parse)?,
        failure: cols.opt_text()?,
        created_at: cols.moment()?,
        done_at: cols.opt_moment()?,
        tries: cols.int()?,
        version: cols.int()?,
    })
}

/// Who pays is who bought; nobody pays under another's name.
const PURCHASE_OF: &str = "select count(*) from purchase where id = $1 and buyer_id = $2";

const ADD_ATTEMPT: &str = "
    insert into attempt (id, no, purchase_id, buyer_id, provider, due_minor, currency, state,
        provider_ref, paid_minor, paid_currency, verdict, created_at, expires_at, paid_at, polls, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    on conflict (purchase_id) where state in ('created', 'pending', 'unknown') do nothing";

const SAVE_ATTEMPT: &str = "
    update attempt set state = $3, provider_ref = $4, paid_minor = $5, paid_currency = $6, verdict = $7,
        paid_at = $8, polls = $9, version = version + 1
    where id = $1 and version = $2";

const KEEP_EVENT: &str = "
    insert into payment_event (id, provider, event_id, attempt_no, signature, raw, heard_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (provider, event_id) do nothing";

const ADD_REFUND: &str = "
    insert into refund (id, no, attempt_id, purchase_id, buyer_id, origin, reason, amount_minor, currency,
        status, failure, created_at, done_at, tries, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    on conflict (origin, reason) do nothing";

const SAVE_REFUND: &str = "
    update refund set status = $3, failure = $4, done_at = $5, tries = $6, version = version + 1
    where id = $1 and version = $2";

#[async_trait]
impl PaymentsWrite for Session {
    async fn add_attempt(&mut self, scope: &Scope, attempt: &Attempt) -> Result<()> {
        if scoped::buyer(scope) != attempt.buyer.as_str() {
            scoped::system(scope)?;
        }
        let owners = args![&attempt.purchase, &attempt.buyer];
        if self.number(PURCHASE_OF, owners).await? == 0 {
            return Err(Code::NotFound.into());
        }
        let args = args![
            &attempt.id,
            attempt.no.as_str(),
            &attempt.purchase,
            &attempt.buyer,
            attempt.provider.as_str(),
            attempt.due.minor,
            attempt.due.currency.code(),
            attempt.state.as_str(),
            attempt.provider_ref.clone(),
            minor(attempt.paid),
            currency(attempt.paid),
            verdict(attempt),
            attempt.created_at,
            attempt.expires_at,
            attempt.paid_at,
            attempt.polls,
            attempt.version,
        ];
        if self.execute(ADD_ATTEMPT, args).await? == 1 {
            return Ok(());
        }
        Err(Error::Conflict("attempt_live".into()))
    }

    async fn save_attempt(&mut self, scope: &Scope, attempt: &Attempt) -> Result<()> {
        scoped::system(scope)?;
        let args = args![
            &attempt.id,
            attempt.version,
            attempt.state.as_str(),
            attempt.provider_ref.clone(),
            minor(attempt.paid),
            currency(attempt.paid),
            verdict(attempt),
            attempt.paid_at,
            attempt.polls,
        ];
        scoped::fresh(self.execute(SAVE_ATTEMPT, args).await?)
    }

    async fn keep_payment_event(&mut self, scope: &Scope, event: &PaymentEvent) -> Result<bool> {
        scoped::system(scope)?;
        let args = args![
            &event.id,
            event.provider.as_str(),
            event.event_id.as_str(),
            event.attempt_no.as_str(),
            event.signature.as_str(),
            event.raw.as_str(),
            event.heard_at,
        ];
        Ok(self.execute(KEEP_EVENT, args).await? > 0)
    }

    async fn add_refund(&mut self, scope: &Scope, refund: &Refund) -> Result<bool> {
        scoped::system(scope)?;
        let args = args![
            &refund.id,
            refund.no.as_str(),
            &refund.attempt,
            &refund.purchase,
            &refund.buyer,
            refund.origin.as_str(),
            refund.reason.as_str(),
            refund.amount.minor,
            refund.amount.currency.code(),
            refund.status.as_str(),
            refund.failure.clone(),
            refund.created_at,
            refund.done_at,
            refund.tries,
            refund.version,
        ];
        Ok(self.execute(ADD_REFUND, args).await? > 0)
    }

    async fn save_refund(&mut self, scope: &Scope, refund: &Refund) -> Result<()> {
        scoped::system(scope)?;
        let args = args![
            &refund.id,
            refund.version,
            refund.status.as_str(),
            refund.failure.clone(),
            refund.done_at,
            refund.tries,
        ];
        scoped::fresh(self.execute(SAVE_REFUND, args).await?)
    }
}

fn minor(paid: Option<Money>) -> Option<i64> {
    paid.map(|paid| paid.minor)
}

fn currency(paid: Option<Money>) -> Option<String> {
    paid.map(|paid| paid.currency.code().to_owned())
}

fn verdict(attempt: &Attempt) -> Option<String> {
    attempt.verdict.map(|verdict| verdict.as_str().to_owned())
}
