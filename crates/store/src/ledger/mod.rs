//! The books: what lies on an account, what moved it, what does not hold (`checks.rs`), and the one way to add to them
//! (`post.rs`). Nothing in this room ever changes an entry.

mod chain;
mod checks;
mod post;
mod stretches;

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{PostingId, TypedId as _};
use domain::ledger::{Account, Posting, Purpose};
use domain::{Code, Currency, Money, Permission, Scope, StaffRole};
use services::Result;
use services::ports::ledger::{Check, LedgerRead, LedgerWrite, StatementRow, Violation};

/// The most postings one page of a statement covers.
const PAGE_MAX: i64 = 500;
/// The most lines one page of a statement answers: a payment of many orders has a line for each of them.
const LINES_MAX: i64 = 5_000;

const BALANCE: &str = "select minor from balance where account = $1 and currency = $2";

const EXTENT: &str = "select (select count(*) from posting), (select count(*) from posting_entry)";

/// A page covers whole postings, or the next page would leave out the rest of one that was cut.
const STATEMENT: &str = "
    select p.id, p.purpose, p.source, e.order_id, e.currency, e.amount_minor, p.at
    from posting_entry e join posting p on p.id = e.posting_id
    where e.account = $1 and e.posting_id in (
        select distinct posting_id from posting_entry
        where account = $1 and ($2 = '' or posting_id < $2) order by posting_id desc limit $3)
    order by e.posting_id desc, e.n limit $4";

#[async_trait]
impl LedgerRead for Session {
    async fn balance(
        &mut self,
        scope: &Scope,
        account: &Account,
        currency: Currency,
    ) -> Result<Money> {
        may_see(scope, account)?;
        let row = self.one(BALANCE, args![account.code(), currency.code()]).await?;
        row.map_or(Ok(Money::zero(currency)), |row| row.cols().money(currency))
    }

    async fn statement(
        &mut self,
        scope: &Scope,
        account: &Account,
        after: Option<&PostingId>,
        limit: i64,
    ) -> Result<Vec<StatementRow>> {
        may_see(scope, account)?;
        let after = after.map_or("", |id| id.as_str());
        let args = args![account.code(), after, limit.clamp(1, PAGE_MAX), LINES_MAX];
        self.all(STATEMENT, args).await?.iter().map(|row| line(row, account)).collect()
    }

    async fn extent(&mut self, scope: &Scope) -> Result<(i64, i64)> {
        scoped::staff(scope)?;
        let row = self.one(EXTENT, &[]).await?;
        row.map_or(Ok((0, 0)), |row| {
            let mut cols = row.cols();
            Ok((cols.int()?, cols.int()?))
        })
    }

    async fn violations(
        &mut self,
        scope: &Scope,
        check: Check,
        limit: i64,
    ) -> Result<Vec<Violation>> {
        scoped::staff(scope)?;
        checks::violations(self, check, limit).await
    }
}

#[async_trait]
impl LedgerWrite for Session {
    async fn post(&mut self, scope: &Scope, posting: &Posting) -> Result<bool> {
        scoped::system(scope)?;
        post::post(self, posting).await
    }
}

/// Accounts are narrowed by whose they are, which their codes say; no row is needed to know it.
fn may_see(scope: &Scope, account: &Account) -> Result<()> {
    let own = match (scope, account) {
        (Scope::System(_), _) => true,
        (Scope::Platform { role, .. }, _) => {
            matches!(role, StaffRole::Finance | StaffRole::Auditor)
        }
        (Scope::Buyer(buyer), Account::BuyerBalance(of)) => buyer == of,
        (
            Scope::Merchant { merchant, permissions, .. },
            Account::MerchantPending(of)
            | Account::MerchantAvailable(of)
            | Account::MerchantReceivable(of)
            | Account::MerchantHold(of)
            | Account::MerchantDeposit(of),
        ) => merchant == of && permissions.has(Permission::Money),
        _ => false,
    };
    if own { Ok(()) } else { Err(Code::Forbidden.into()) }
}

fn line(row: &Row, account: &Account) -> Result<StatementRow> {
    let mut cols = row.cols();
    let (posting, purpose, source) = (cols.id()?, cols.word(Purpose::parse)?, cols.text()?);
    let (order, currency) = (cols.opt_id()?, cols.currency()?);
    let amount = Money::new(account.nature().natural(cols.int()?), currency);
    Ok(StatementRow { posting, purpose, source, order, amount, at: cols.moment()? })
}
