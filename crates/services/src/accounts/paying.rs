//! The payment password: six digits that a person types to pay from the balance, so that somebody who holds a signed-in phone
//! holds no purse. It is set with the password of the account and hashed like it; wrong tries are slowed down like sign-ins.

use super::{PASSWORD_FIELD, SCOPE, guard};
use crate::ports::StoreExt as _;
use crate::ports::work::NewAudit;
use crate::{Actor, Market, Result};
use domain::accounts::pay_password;
use domain::id::{AccountId, AuditId};
use domain::{Code, Refusal};

/// The field of the forms in which it is typed. It is never kept in a form draft.
pub const PAY_PASSWORD_FIELD: &str = "pay_password";

/// What was typed into the form of the payment password. Field names: `password`, `pay_password`, `again`.
#[derive(Clone, Default)]
pub struct PayPasswordDraft {
    /// The password of the account.
    pub password: String,
    /// The six digits.
    pub digits: String,
    /// The six digits once more.
    pub again: String,
}

/// That a person has shown who is paying. Only [`prove_payer`] makes one.
#[derive(Clone, Debug)]
pub struct PayProof(AccountId);

impl PayProof {
    /// Whose purse it opens.
    pub(crate) const fn account(&self) -> &AccountId {
        &self.0
    }
}

/// Whether the asking person has set a payment password.
pub async fn has_pay_password(market: &Market, actor: &Actor) -> Result<bool> {
    let account = actor.person()?.account.clone();
    let secrets = market.store.read().await?.secrets(&SCOPE, &account).await?;
    Ok(secrets.is_some_and(|s| s.pay_password_hash.is_some()))
}

/// Sets the payment password, for the first time or anew. Refuses with field errors; `WrongCredentials` stands on the field of
/// the account's password.
pub async fn set_pay_password(
    market: &Market,
    actor: &Actor,
    draft: PayPasswordDraft,
) -> Result<()> {
    let account = actor.person()?.account.clone();
    let digits =
        pay_password(&draft.digits).map_err(|code| Refusal::field(PAY_PASSWORD_FIELD, code))?;
    if draft.again.trim() != digits {
        return Err(Refusal::field("again", Code::PayPasswordDiffers).into());
    }
    if draft.password.is_empty() {
        return Err(Refusal::field(PASSWORD_FIELD, Code::Required).into());
    }
    let (now, keys) = (market.now(), [guard::pay_key(&account)]);
    guard::admit(market, &keys, now).await?;
    let secrets = market.store.read().await?.secrets(&SCOPE, &account).await?;
    let stored = secrets.map(|s| s.password_hash);
    if !market.passwords.verify(draft.password, stored).await? {
        guard::failed(market, &keys, now).await?;
        return Err(Refusal::field(PASSWORD_FIELD, Code::WrongCredentials).into());
    }
    let mut salt = [0u8; 16];
    market.rng.fill(&mut salt);
    let hash = market.passwords.hash(digits, salt).await?;
    let audit = NewAudit {
        id: market.id(),
        actor: account.to_string(),
        action: "account.pay_password".to_owned(),
        subject: account.to_string(),
        body_json: "{}".to_owned(),
        at: now,
    };
    let key = keys[0].to_string();
    market
        .store
        .write(format!("account.pay_password:{}", market.id::<AuditId>()), move |tx| {
            let (account, hash, audit, key) =
                (account.clone(), hash.clone(), audit.clone(), key.clone());
            Box::pin(async move {
                tx.set_pay_password(&SCOPE, &account, &hash).await?;
                tx.clear_throttle(&SCOPE, &key).await?;
                tx.audit(&SCOPE, &audit).await
            })
        })
        .await
}

/// Checks what was typed at the cashier. Refuses with `PayPasswordUnset`, `PayPasswordWrong` on the field, and `TooMany` after too
/// many wrong tries.
pub async fn prove_payer(market: &Market, actor: &Actor, typed: String) -> Result<PayProof> {
    let account = actor.person()?.account.clone();
    let secrets = market.store.read().await?.secrets(&SCOPE, &account).await?;
    let Some(stored) = secrets.and_then(|s| s.pay_password_hash) else {
        return Err(Code::PayPasswordUnset.into());
    };
    if typed.trim().is_empty() {
        return Err(Refusal::field(PAY_PASSWORD_FIELD, Code::Required).into());
    }
    let (now, keys) = (market.now(), [guard::pay_key(&account)]);
    guard::admit(market, &keys, now).await?;
    let right = match pay_password(&typed) {
        Ok(digits) => market.passwords.verify(digits, Some(stored)).await?,
        Err(_) => false,
    };
    if !right {
        guard::failed(market, &keys, now).await?;
        return Err(Refusal::field(PAY_PASSWORD_FIELD, Code::PayPasswordWrong).into());
    }
    Ok(PayProof(account))
}
