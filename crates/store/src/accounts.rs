//! People and their logins.

use crate::args;
use crate::db::{Arg, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::accounts::{AccountView, Login};
use domain::id::{AccountId, MerchantId};
use domain::{MerchantRole, Moment, Scope, StaffRole};
use services::Result;
use services::ports::accounts::{
    Accepted, AccountsRead, AccountsWrite, Credential, NewAccount, Secrets, Throttle,
};

const CREDENTIAL: &str = "
    select a.id, a.password_hash, a.staff_role,
        (select count(*) from member m where m.account_id = a.id)
    from account a where a.login = $1";

const SECRETS: &str = "select password_hash, pay_password_hash from account where id = $1";

const ACCOUNT: &str = "
    select id, name, login, created_at from account where id = $1 and ($2 = 1 or id = $3)";

const ACCEPTED: &str = "
    select accepted_rules, accepted_edition, accepted_at from account
    where id = $1 and ($2 = 1 or id = $3)";

const THROTTLE: &str = "select failures, blocked_until, failed_at from throttle where id = $1";

#[async_trait]
impl AccountsRead for Session {
    async fn credential(&mut self, scope: &Scope, login: &str) -> Result<Option<Credential>> {
        scoped::system(scope)?;
        let Some(row) = self.one(CREDENTIAL, args![login]).await? else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some(Credential {
            account: cols.id()?,
            password_hash: cols.text()?,
            staff: cols.opt_word(StaffRole::parse)?,
            member: cols.int()? > 0,
        }))
    }

    async fn secrets(&mut self, scope: &Scope, id: &AccountId) -> Result<Option<Secrets>> {
        scoped::system(scope)?;
        let Some(row) = self.one(SECRETS, args![id]).await? else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some(Secrets { password_hash: cols.text()?, pay_password_hash: cols.opt_text()? }))
    }

    async fn account(&mut self, scope: &Scope, id: &AccountId) -> Result<Option<AccountView>> {
        let own = scope.account().map_or("", |a| domain::id::TypedId::as_str(a));
        let row = self.one(ACCOUNT, args![id, scope.sees_all(), own]).await?;
        let Some(row) = row else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some(AccountView {
            id: cols.id()?,
            name: cols.text()?,
            login: masked(&cols.text()?),
            created_at: cols.moment()?,
        }))
    }

    async fn accepted(&mut self, scope: &Scope, id: &AccountId) -> Result<Option<Accepted>> {
        let own = scope.account().map_or("", |a| domain::id::TypedId::as_str(a));
        let row = self.one(ACCEPTED, args![id, scope.sees_all(), own]).await?;
        let Some(row) = row else { return Ok(None) };
        let mut cols = row.cols();
        let (rules, edition, at) = (cols.opt_id()?, cols.int()?, cols.moment()?);
        Ok(Some(Accepted { rules, edition, at }))
    }

    async fn throttle(&mut self, scope: &Scope, key: &str) -> Result<Option<Throttle>> {
        scoped::system(scope)?;
        let Some(row) = self.one(THROTTLE, args![key]).await? else { return Ok(None) };
        let mut cols = row.cols();
        Ok(Some(Throttle {
            failures: cols.int()?,
            blocked_until: cols.moment()?,
            failed_at: cols.moment()?,
        }))
    }
}

const ADD_ACCOUNT: &str = "
    insert into account (id, login, name, password_hash, staff_role, accepted_at, accepted_rules,
        accepted_edition, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const SET_PASSWORD: &str = "update account set password_hash = $2 where id = $1";

const SET_PAY_PASSWORD: &str = "update account set pay_password_hash = $2 where id = $1";

const PUT_MEMBER: &str = "
    insert into member (account_id, merchant_id, role, created_at) values ($1, $2, $3, $4)
    on conflict (account_id, merchant_id) do update set role = excluded.role";

const COUNT_FAILURE: &str = "
    insert into throttle (id, failures, failed_at, blocked_until) values ($1, 1, $2, 0)
    on conflict (id) do update set
        failures = case when throttle.failed_at < $3 then 1 else throttle.failures + 1 end,
        failed_at = excluded.failed_at
    returning failures";

const BLOCK: &str = "update throttle set blocked_until = $2 where id = $1 and blocked_until < $2";

const CLEAR_THROTTLE: &str = "delete from throttle where id = $1";

#[async_trait]
impl AccountsWrite for Session {
    async fn add_account(&mut self, scope: &Scope, account: &NewAccount) -> Result<()> {
        scoped::system(scope)?;
        let staff = account.staff.map(|role| role.as_str().to_owned());
        let args = args![
            &account.id,
            account.login.as_str(),
            account.name.as_str(),
            account.password_hash.as_str(),
            staff,
            account.accepted.at,
            Arg::id(account.accepted.rules.as_ref()),
            account.accepted.edition,
            account.created_at,
        ];
        self.execute(ADD_ACCOUNT, args).await.map(|_| ())
    }

    async fn set_password(&mut self, scope: &Scope, id: &AccountId, hash: &str) -> Result<()> {
        scoped::system(scope)?;
        self.execute(SET_PASSWORD, args![id, hash]).await.map(|_| ())
    }

    async fn set_pay_password(&mut self, scope: &Scope, id: &AccountId, hash: &str) -> Result<()> {
        scoped::system(scope)?;
        self.execute(SET_PAY_PASSWORD, args![id, hash]).await.map(|_| ())
    }

    async fn put_member(
        &mut self,
        scope: &Scope,
        merchant: &MerchantId,
        account: &AccountId,
        role: MerchantRole,
        now: Moment,
    ) -> Result<()> {
        scoped::staff(scope)?;
        self.execute(PUT_MEMBER, args![account, merchant, role.as_str(), now]).await.map(|_| ())
    }

    async fn count_failure(
        &mut self,
        scope: &Scope,
        key: &str,
        now: Moment,
        forget_before: Moment,
    ) -> Result<i64> {
        scoped::system(scope)?;
        self.number(COUNT_FAILURE, args![key, now, forget_before]).await
    }

    async fn block(&mut self, scope: &Scope, key: &str, until: Moment) -> Result<()> {
        scoped::system(scope)?;
        self.execute(BLOCK, args![key, until]).await.map(|_| ())
    }

    async fn clear_throttle(&mut self, scope: &Scope, key: &str) -> Result<()> {
        scoped::system(scope)?;
        self.execute(CLEAR_THROTTLE, args![key]).await.map(|_| ())
    }
}

fn masked(login: &str) -> String {
    Login::parse(login).map_or_else(|_| "***".to_owned(), |l| l.masked())
}
