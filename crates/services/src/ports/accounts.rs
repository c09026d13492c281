//! People and their logins. Only the machine itself (`Scope::System`) may read a password hash.

use crate::Result;
use async_trait::async_trait;
use domain::accounts::AccountView;
use domain::id::{AccountId, MerchantId, RuleVersionId};
use domain::{MerchantRole, Moment, Scope, StaffRole};

/// What somebody accepted when the account was opened (5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The version of the rulebook in force then; `None` where none was published.
    pub rules: Option<RuleVersionId>,
    /// The edition of the agreement and the privacy policy; 0 from before there were any.
    pub edition: i64,
    /// When.
    pub at: Moment,
}

impl Accepted {
    /// Accepting the papers as they are, where no version of the rulebook was published.
    pub const fn papers(at: Moment) -> Self {
        Self { rules: None, edition: domain::privacy::EDITION, at }
    }
}

/// A person to be stored.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The id.
    pub id: AccountId,
    /// The login in its one spelling; unique.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// The argon2id hash as a PHC string.
    pub password_hash: String,
    /// The role on the platform's staff, if any.
    pub staff: Option<StaffRole>,
    /// Which rules were accepted, and when.
    pub accepted: Accepted,
    /// Now.
    pub created_at: Moment,
}

/// What is needed to check a password.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Whose.
    pub account: AccountId,
    /// The argon2id hash as a PHC string.
    pub password_hash: String,
    /// The role on the platform's staff, if any.
    pub staff: Option<StaffRole>,
    /// Whether they work for a merchant.
    pub member: bool,
}

/// The hashes of what a person types to prove who they are.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Of the password, as a PHC string.
    pub password_hash: String,
    /// Of the payment password, once one was set.
    pub pay_password_hash: Option<String>,
}

/// How many tries failed under a key, and until when the next one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Failures since the last success.
    pub failures: i64,
    /// Until when tries are refused.
    pub blocked_until: Moment,
    /// When the last failure was.
    pub failed_at: Moment,
}

/// Reading people.
#[async_trait]
pub trait AccountsRead: Send {
    /// What is needed to check a password; `None` for an unknown login. System only.
    async fn credential(&mut self, scope: &Scope, login: &str) -> Result<Option<Credential>>;
    /// The hashes of an account; `None` for an unknown one. System only.
    async fn secrets(&mut self, scope: &Scope, id: &AccountId) -> Result<Option<Secrets>>;
    /// The account page of whoever asks; staff and the system may name anybody.
    async fn account(&mut self, scope: &Scope, id: &AccountId) -> Result<Option<AccountView>>;
    /// What whoever asks accepted; staff and the system may name anybody.
    async fn accepted(&mut self, scope: &Scope, id: &AccountId) -> Result<Option<Accepted>>;
    /// The count of failed tries under `key`. System only.
    async fn throttle(&mut self, scope: &Scope, key: &str) -> Result<Option<Throttle>>;
}

/// Writing people.
#[async_trait]
pub trait AccountsWrite: Send {
    /// Stores a person. `Conflict("account_login")` when the login is taken. System only.
    async fn add_account(&mut self, scope: &Scope, account: &NewAccount) -> Result<()>;
    /// Replaces the password hash, for rehashing at sign-in. System only.
    async fn set_password(&mut self, scope: &Scope, id: &AccountId, hash: &str) -> Result<()>;
    /// Sets the hash of the payment password. System only.
    async fn set_pay_password(&mut self, scope: &Scope, id: &AccountId, hash: &str) -> Result<()>;
    /// Makes a person a member of a merchant's staff, or changes the role there. System and platform only.
    async fn put_member(
        &mut self,
        scope: &Scope,
        merchant: &MerchantId,
        account: &AccountId,
        role: MerchantRole,
        now: Moment,
    ) -> Result<()>;
    /// Counts one more failed try under `key` and answers the count. A count older than `forget_before` starts over.
    /// System only.
    async fn count_failure(
        &mut self,
        scope: &Scope,
        key: &str,
        now: Moment,
        forget_before: Moment,
    ) -> Result<i64>;
    /// Refuses tries under `key` until then. System only.
    async fn block(&mut self, scope: &Scope, key: &str, until: Moment) -> Result<()>;
    /// Forgets the failed tries under `key`. System only.
    async fn clear_throttle(&mut self, scope: &Scope, key: &str) -> Result<()>;
}
