//! Providers' days: whether a bill came, how it agrees with our books, and the differences as tasks. A day is compared once
//! and a difference is answered for once; losing to another worker or another clerk is `Stale`.

use crate::Result;
use async_trait::async_trait;
use domain::Scope;
use domain::id::DifferenceId;
use domain::reconciliation::record::{Answered, Day, DaySums, Span, Task};
use domain::reconciliation::{BillKind, Movement, Report};

/// Reading. Staff and system only.
#[async_trait]
pub trait ReconciliationRead: Send {
    /// A provider's day.
    async fn bill_day(&mut self, scope: &Scope, provider: &str, day: i64) -> Result<Option<Day>>;
    /// Days, the youngest first; `before` is day and provider of the last row seen.
    async fn bill_days(
        &mut self,
        scope: &Scope,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<Day>>;
    /// What both sides of a day came to.
    async fn bill_sums(&mut self, scope: &Scope, provider: &str, day: i64) -> Result<DaySums>;
    /// The differences of a day, oldest first; `after` is the last one seen.
    async fn bill_differences(
        &mut self,
        scope: &Scope,
        provider: &str,
        day: i64,
        after: Option<&DifferenceId>,
        limit: i64,
    ) -> Result<Vec<Task>>;
    /// One difference.
    async fn bill_difference(&mut self, scope: &Scope, id: &DifferenceId) -> Result<Option<Task>>;
    /// What is booked as moved within a span, by our number; `after` is the number of the last one seen. Each of them is
    /// told as of the day. System only.
    async fn movements_of(
        &mut self,
        scope: &Scope,
        span: &Span,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Movement>>;
    /// Attempts or refunds of a provider by our numbers, of whatever day and state. None of them is told as of the day.
    /// System only.
    async fn movements_named(
        &mut self,
        scope: &Scope,
        provider: &str,
        kind: BillKind,
        numbers: &[&str],
    ) -> Result<Vec<Movement>>;
}

/// Writing.
#[async_trait]
pub trait ReconciliationWrite: Send {
    /// Writes a day down; `false` when it is there already. System only.
    async fn open_bill_day(&mut self, scope: &Scope, provider: &str, day: i64) -> Result<bool>;
    /// Stores where a day stands, how often and when its bill was asked for; `Stale` when its version moved. System and staff.
    async fn save_bill_day(&mut self, scope: &Scope, day: &Day) -> Result<()>;
    /// Keeps sums and differences of a day that waits, with an id for each difference in their order; the day moves on from
    /// its version and is matched or different. `Stale` when somebody was faster. System only.
    async fn keep_bill_report(
        &mut self,
        scope: &Scope,
        day: &Day,
        report: &Report,
        ids: &[DifferenceId],
    ) -> Result<()>;
    /// Answers for a difference; `Stale` when somebody has. Staff and system only.
    async fn answer_difference(
        &mut self,
        scope: &Scope,
        id: &DifferenceId,
        answered: &Answered,
    ) -> Result<()>;
}
