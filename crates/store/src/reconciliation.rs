//! Providers' days, what both sides of each came to, and the differences as tasks. A day is compared once and a difference is
//! answered for once: both are conditional updates whose rows are counted.

use crate::args;
use crate::db::{Arg, Cols, Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{DifferenceId, TypedId as _};
use domain::payments::{AttemptState, RefundStatus};
use domain::reconciliation::record::{Answer, Answered, Day, DayState, DaySums, Span, Task};
use domain::reconciliation::{
    BillKind, Difference, DifferenceKind, Movement, Report, Said, Standing, Sums,
};
use domain::{Currency, Scope};
use services::ports::reconciliation::{ReconciliationRead, ReconciliationWrite};
use services::{Error, Result};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;
/// The most movements one reading answers: a bill is matched in stretches of them.
const MOVEMENTS_MAX: i64 = 1_000;
/// More rows than two sides have currencies.
const SUMS_MAX: i64 = 100;

macro_rules! days {
    ($rest:literal) => {
        concat!(
            "select r.provider, r.day, r.state, r.tries, r.asked_at, r.matched, r.compared_at, r.version,
                (select count(*) from reconciliation_difference d where d.day = r.day and d.provider = r.provider),
                (select count(*) from reconciliation_difference d
                    where d.day = r.day and d.provider = r.provider and d.answer is null)
            from reconciliation r ",
            $rest
        )
    };
}

const DAY: &str = days!("where r.provider = $1 and r.day = $2");
const DAYS: &str = days!(
    "where $1 = 0 or r.day < $2 or (r.day = $2 and r.provider < $3)
    order by r.day desc, r.provider desc limit $4"
);

const SUMS: &str = "
    select side, currency, payments, paid_minor, refunds, refunded_minor, fee_minor from reconciliation_sum
    where provider = $1 and day = $2 order by side, currency limit $3";

macro_rules! differences {
    ($rest:literal) => {
        concat!(
            "select id, provider, day, kind, about, attempt_no, refund_no, provider_ref,
                their_currency, their_minor, their_fee_minor, our_currency, our_minor, our_fee_minor,
                answer, answered_by, note, posting_id, answered_at
            from reconciliation_difference ",
            $rest
        )
    };
}

const DIFFERENCE: &str = differences!("where id = $1");
const DIFFERENCES: &str =
    differences!("where provider = $1 and day = $2 and id > $3 order by id limit $4");

macro_rules! payments {
    ($rest:literal) => {
        concat!(
            "select no, currency, due_minor, state, paid_currency, paid_minor from attempt ",
            $rest
        )
    };
}

macro_rules! refunds {
    ($rest:literal) => {
        concat!(
            "select r.no, a.no, r.currency, r.amount_minor, r.status
            from refund r join attempt a on a.id = r.attempt_id ",
            $rest
        )
    };
}

const PAID: &str = payments!(
    "where provider = $1 and paid_at >= $2 and paid_at < $3 and no > $4 order by no limit $5"
);
const REFUNDED: &str = refunds!(
    "where a.provider = $1 and r.done_at >= $2 and r.done_at < $3 and r.no > $4 order by r.no limit $5"
);
const PAYMENTS_NAMED: &str =
    payments!("where provider = $1 and no in (list($2)) order by no limit $3");
const REFUNDS_NAMED: &str =
    refunds!("where a.provider = $1 and r.no in (list($2)) order by r.no limit $3");

#[async_trait]
impl ReconciliationRead for Session {
    async fn bill_day(&mut self, scope: &Scope, provider: &str, day: i64) -> Result<Option<Day>> {
        scoped::staff(scope)?;
        self.one(DAY, args![provider, day]).await?.as_ref().map(read_day).transpose()
    }

    async fn bill_days(
        &mut self,
        scope: &Scope,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<Day>> {
        scoped::staff(scope)?;
        let (day, provider) = before.unwrap_or((0, ""));
        let args = args![before.is_some(), day, provider, limit.clamp(1, LIST_MAX)];
        self.all(DAYS, args).await?.iter().map(read_day).collect()
    }

    async fn bill_sums(&mut self, scope: &Scope, provider: &str, day: i64) -> Result<DaySums> {
        scoped::staff(scope)?;
        let mut sums = DaySums::default();
        for row in self.all(SUMS, args![provider, day, SUMS_MAX]).await? {
            let mut cols = row.cols();
            let theirs = cols.text()? == "theirs";
            let currency = cols.currency()?;
            let sum = Sums {
                payments: cols.int()?,
                paid: cols.money(currency)?,
                refunds: cols.int()?,
                refunded: cols.money(currency)?,
                fees: cols.money(currency)?,
            };
            if theirs { sums.theirs.push(sum) } else { sums.ours.push(sum) }
        }
        Ok(sums)
    }

    async fn bill_differences(
        &mut self,
        scope: &Scope,
        provider: &str,
        day: i64,
        after: Option<&DifferenceId>,
        limit: i64,
    ) -> Result<Vec<Task>> {
        scoped::staff(scope)?;
        let after = after.map_or("", |id| id.as_str());
        let args = args![provider, day, after, limit.clamp(1, LIST_MAX)];
        self.all(DIFFERENCES, args).await?.iter().map(read_task).collect()
    }

    async fn bill_difference(&mut self, scope: &Scope, id: &DifferenceId) -> Result<Option<Task>> {
        scoped::staff(scope)?;
        self.one(DIFFERENCE, args![id]).await?.as_ref().map(read_task).transpose()
    }

    async fn movements_of(
        &mut self,
        scope: &Scope,
        span: &Span,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Movement>> {
        scoped::system(scope)?;
        let limit = limit.clamp(1, MOVEMENTS_MAX);
        let args = args![span.provider.as_str(), span.from, span.until, after, limit];
        let (sql, read): (_, Reading) = match span.kind {
            BillKind::Payment => (PAID, read_payment),
            BillKind::Refund => (REFUNDED, read_refund),
        };
        self.all(sql, args).await?.iter().map(|row| read(row, true)).collect()
    }

    async fn movements_named(
        &mut self,
        scope: &Scope,
        provider: &str,
        kind: BillKind,
        numbers: &[&str],
    ) -> Result<Vec<Movement>> {
        scoped::system(scope)?;
        let many = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        if many > MOVEMENTS_MAX {
            return Err(Error::broken("more numbers than one reading answers"));
        }
        let args = &[Arg::from(provider), Arg::list(numbers.iter().copied()), MOVEMENTS_MAX.into()];
        let (sql, read): (_, Reading) = match kind {
            BillKind::Payment => (PAYMENTS_NAMED, read_payment),
            BillKind::Refund => (REFUNDS_NAMED, read_refund),
        };
        self.all(sql, args).await?.iter().map(|row| read(row, false)).collect()
    }
}

type Reading = fn(&Row, bool) -> Result<Movement>;

fn read_payment(row: &Row, of_the_day: bool) -> Result<Movement> {
    let mut cols = row.cols();
    let (no, currency) = (cols.text()?, cols.currency()?);
    let (due, state) = (cols.money(currency)?, cols.word(AttemptState::parse)?);
    let paid_in = cols.opt_word(Currency::parse)?.unwrap_or(currency);
    let standing = match state {
        AttemptState::Paid => Standing::Done,
        _ if state.is_live() => Standing::Open,
        _ => Standing::Ended,
    };
    Ok(Movement {
        kind: BillKind::Payment,
        attempt_no: no,
        refund_no: None,
        amount: cols.opt_money(paid_in)?.unwrap_or(due),
        fee: None,
        standing,
        of_the_day,
    })
}

fn read_refund(row: &Row, of_the_day: bool) -> Result<Movement> {
    let mut cols = row.cols();
    let (refund_no, attempt_no, currency) = (cols.text()?, cols.text()?, cols.currency()?);
    let amount = cols.money(currency)?;
    let standing = match cols.word(RefundStatus::parse)? {
        RefundStatus::Done => Standing::Done,
        RefundStatus::Pending => Standing::Open,
        RefundStatus::Failed => Standing::Ended,
    };
    Ok(Movement {
        kind: BillKind::Refund,
        attempt_no,
        refund_no: Some(refund_no),
        amount,
        fee: None,
        standing,
        of_the_day,
    })
}

fn read_day(row: &Row) -> Result<Day> {
    let mut cols = row.cols();
    let (provider, day, state) = (cols.text()?, cols.int()?, cols.word(DayState::parse)?);
    let (tries, asked_at, matched) = (cols.int()?, cols.opt_moment()?, cols.int()?);
    let (compared_at, version) = (cols.opt_moment()?, cols.int()?);
    let (differences, open) = (cols.int()?, cols.int()?);
    Ok(Day {
        provider,
        day,
        state,
        tries,
        asked_at,
        matched,
        differences,
        open,
        compared_at,
        version,
    })
}

fn read_task(row: &Row) -> Result<Task> {
    let mut cols = row.cols();
    let (id, provider, day) = (cols.id()?, cols.text()?, cols.int()?);
    let difference = Difference {
        kind: cols.word(DifferenceKind::parse)?,
        about: cols.word(BillKind::parse)?,
        attempt_no: cols.text()?,
        refund_no: cols.opt_text()?,
        provider_ref: cols.opt_text()?,
        theirs: said(&mut cols)?,
        ours: said(&mut cols)?,
    };
    let answered = match cols.opt_word(Answer::parse)? {
        None => None,
        Some(answer) => Some(Answered {
            answer,
            by: cols.id()?,
            note: cols.text()?,
            posting: cols.opt_id()?,
            at: cols.moment()?,
        }),
    };
    Ok(Task { id, provider, day, difference, answered })
}

fn said(cols: &mut Cols<'_>) -> Result<Option<Said>> {
    let currency = cols.opt_word(Currency::parse)?;
    let in_currency = currency.unwrap_or_default();
    let (amount, fee) = (cols.opt_money(in_currency)?, cols.opt_money(in_currency)?);
    Ok(currency.and(amount).map(|amount| Said { amount, fee }))
}

const OPEN_DAY: &str = "
    insert into reconciliation (provider, day, state, tries, asked_at, matched, compared_at, version)
    values ($1, $2, 'waiting', 0, null, 0, null, 0) on conflict (day, provider) do nothing";

const SAVE_DAY: &str = "
    update reconciliation set state = $4, tries = $5, asked_at = $6, version = version + 1
    where provider = $1 and day = $2 and version = $3";

const COMPARED: &str = "
    update reconciliation set state = $4, tries = $5, asked_at = $6, matched = $7, compared_at = $6,
        version = version + 1
    where provider = $1 and day = $2 and version = $3 and state = 'waiting'";

const ADD_SUM: &str = "
    insert into reconciliation_sum
        (provider, day, side, currency, payments, paid_minor, refunds, refunded_minor, fee_minor)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const ADD_DIFFERENCE: &str = "
    insert into reconciliation_difference
        (id, provider, day, kind, about, attempt_no, refund_no, provider_ref,
        their_currency, their_minor, their_fee_minor, our_currency, our_minor, our_fee_minor)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

const ANSWER: &str = "
    update reconciliation_difference
    set answer = $2, answered_by = $3, note = $4, posting_id = $5, answered_at = $6
    where id = $1 and answer is null";

#[async_trait]
impl ReconciliationWrite for Session {
    async fn open_bill_day(&mut self, scope: &Scope, provider: &str, day: i64) -> Result<bool> {
        scoped::system(scope)?;
        Ok(self.execute(OPEN_DAY, args![provider, day]).await? > 0)
    }

    async fn save_bill_day(&mut self, scope: &Scope, day: &Day) -> Result<()> {
        scoped::staff(scope)?;
        let state = day.state.as_str();
        let args =
            args![day.provider.as_str(), day.day, day.version, state, day.tries, day.asked_at];
        scoped::fresh(self.execute(SAVE_DAY, args).await?)
    }

    async fn keep_bill_report(
        &mut self,
        scope: &Scope,
        day: &Day,
        report: &Report,
        ids: &[DifferenceId],
    ) -> Result<()> {
        scoped::system(scope)?;
        if ids.len() != report.differences.len() {
            return Err(Error::broken("a difference without an id"));
        }
        let state = if report.agrees() { DayState::Matched } else { DayState::Different };
        let provider = day.provider.as_str();
        let args = args![
            provider,
            day.day,
            day.version,
            state.as_str(),
            day.tries,
            day.asked_at,
            report.matched,
        ];
        scoped::fresh(self.execute(COMPARED, args).await?)?;
        for (side, sums) in [("theirs", &report.theirs), ("ours", &report.ours)] {
            for sum in sums {
                let args = args![
                    provider,
                    day.day,
                    side,
                    sum.paid.currency.code(),
                    sum.payments,
                    sum.paid.minor,
                    sum.refunds,
                    sum.refunded.minor,
                    sum.fees.minor,
                ];
                self.execute(ADD_SUM, args).await?;
            }
        }
        for (id, difference) in ids.iter().zip(&report.differences) {
            self.execute(ADD_DIFFERENCE, &difference_args(id, day, difference)).await?;
        }
        Ok(())
    }

    async fn answer_difference(
        &mut self,
        scope: &Scope,
        id: &DifferenceId,
        answered: &Answered,
    ) -> Result<()> {
        scoped::staff(scope)?;
        let args = args![
            id,
            answered.answer.as_str(),
            &answered.by,
            answered.note.as_str(),
            Arg::id(answered.posting.as_ref()),
            answered.at,
        ];
        scoped::fresh(self.execute(ANSWER, args).await?)
    }
}

fn difference_args(id: &DifferenceId, day: &Day, difference: &Difference) -> Vec<Arg> {
    let currency = |said: Option<Said>| said.map(|s| s.amount.currency.code().to_owned());
    let amount = |said: Option<Said>| said.map(|s| s.amount.minor);
    let fee = |said: Option<Said>| said.and_then(|s| s.fee).map(|fee| fee.minor);
    let Difference { theirs, ours, .. } = *difference;
    args![
        id,
        day.provider.as_str(),
        day.day,
        difference.kind.as_str(),
        difference.about.as_str(),
        difference.attempt_no.as_str(),
        difference.refund_no.clone(),
        difference.provider_ref.clone(),
        currency(theirs),
        amount(theirs),
        fee(theirs),
        currency(ours),
        amount(ours),
        fee(ours),
    ]
    .to_vec()
}
