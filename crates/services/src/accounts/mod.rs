//! Opening an account, signing in and out. An unknown login and a wrong password answer the same words after the same time;
//! tries are throttled per login and per network by counters in the store, so that they hold across servers and restarts.
//! A guest's cart follows its owner into the account in the same transaction and is never replaced.

mod guard;
mod paying;

pub use paying::{
    PAY_PASSWORD_FIELD, PayPasswordDraft, PayProof, has_pay_password, prove_payer, set_pay_password,
};

use crate::ports::StoreExt as _;
use crate::ports::Tx;
use crate::ports::accounts::{Accepted, NewAccount};
use crate::ports::carts::NewCart;
use crate::ports::sessions::NewSession;
use crate::ports::work::NewAudit;
use crate::sessions::{Client, Opened, prepare};
use crate::{Actor, Error, Market, Result, passwords, tokens};
use domain::accounts::{
    AccountView, Login, NAME_CHARS_MAX, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SessionKind,
};
use domain::carts::QUANTITY_MAX;
use domain::id::{AccountId, CartId, RuleVersionId};
use domain::privacy::EDITION;
use domain::{Code, FieldError, Moment, Refusal, Scope};

const SCOPE: Scope = Scope::System("accounts");

/// The password field of the forms. What is typed into it is never kept in a form draft.
pub const PASSWORD_FIELD: &str = "password";

/// What was typed into the form for a new account. Field names: `name`, `login`, `password`, `accept`.
#[derive(Clone, Default)]
pub struct RegisterDraft {
    /// What the person wants to be called.
    pub name: String,
    /// An e-mail address or a mobile number.
    pub login: String,
    /// The password.
    pub password: String,
    /// Whether the rules were accepted (5.1); never pre-ticked.
    pub accept: bool,
    /// Which ones stood on the page, as [`Terms`] are written; empty from whoever did not say.
    pub terms: String,
}

/// What is accepted with a new account: the rulebook by its number, agreement and privacy policy by their edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The number of the version in force; `None` while none was published.
    pub rules: Option<i64>,
    /// The edition of the agreement and the privacy policy.
    pub edition: i64,
}

impl std::fmt::Display for Terms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.rules.unwrap_or_default(), self.edition)
    }
}

/// What would be accepted now.
pub async fn terms(market: &Market) -> Result<Terms> {
    in_force(market).await.map(|(terms, _)| terms)
}

async fn in_force(market: &Market) -> Result<(Terms, Option<RuleVersionId>)> {
    let book = market.store.read().await?.rulebook(&SCOPE).await?;
    let version = book.in_force(market.now());
    let terms = Terms { rules: version.map(|v| v.number), edition: EDITION };
    Ok((terms, version.map(|v| v.id.clone())))
}

/// What was typed into the sign-in form. Field names: `login`, `password`.
#[derive(Clone, Default)]
pub struct SignInDraft {
    /// An e-mail address or a mobile number.
    pub login: String,
    /// The password.
    pub password: String,
}

/// Opens an account and signs in. Refuses with field errors; `LoginTaken` stands on the field `login`.
pub async fn register(market: &Market, client: &Client, draft: RegisterDraft) -> Result<Opened> {
    let (name, login) = check(&draft)?;
    let now = market.now();
    let (terms, rules) = in_force(market).await?;
    if !draft.terms.is_empty() && draft.terms != terms.to_string() {
        return Err(Code::Stale.into());
    }
    guard::admit(market, &[guard::network_key(client)], now).await?;
    let mut salt = [0u8; 16];
    market.rng.fill(&mut salt);
    let password_hash = market.passwords.hash(draft.password, salt).await?;
    let account = NewAccount {
        id: market.id(),
        login: login.as_str().to_owned(),
        name,
        password_hash,
        staff: None,
        accepted: Accepted { rules, edition: terms.edition, at: now },
        created_at: now,
    };
    let (session, opened) = prepare(market, client, &account.id, SessionKind::Buyer);
    let entry = Entry::new(market, client, session, "account.registered");
    let key = format!("account.register:{}", account.id);
    let stored = market
        .store
        .write(key, move |tx| {
            let (account, entry) = (account.clone(), entry.clone());
            Box::pin(async move {
                tx.add_account(&SCOPE, &account).await?;
                entry.write(tx).await
            })
        })
        .await;
    match stored {
        Err(Error::Conflict(name)) if name == "account_login" => {
            // Asking for one login after another must not become a way to list who is here.
            guard::failed(market, &[guard::network_key(client)], now).await?;
            Err(Refusal::field("login", Code::LoginTaken).into())
        }
        stored => stored.map(|()| opened),
    }
}

/// Signs in. Refuses with `WrongCredentials`, after too many tries with `TooMany`.
pub async fn sign_in(market: &Market, client: &Client, draft: SignInDraft) -> Result<Opened> {
    let now = market.now();
    let login = Login::parse(&draft.login).map_err(|code| Refusal::field("login", code))?;
    if draft.password.is_empty() {
        return Err(Refusal::field(PASSWORD_FIELD, Code::Required).into());
    }
    if draft.password.chars().count() > PASSWORD_CHARS_MAX {
        return Err(Code::WrongCredentials.into());
    }
    let keys = [guard::login_key(&login), guard::network_key(client)];
    guard::admit(market, &keys, now).await?;
    let credential = market.store.read().await?.credential(&SCOPE, login.as_str()).await?;
    let stored = credential.as_ref().map(|c| c.password_hash.clone());
    let fits = market.passwords.verify(draft.password.clone(), stored).await?;
    let Some(credential) = credential.filter(|_| fits) else {
        guard::failed(market, &keys, now).await?;
        return Err(Code::WrongCredentials.into());
    };
    let kind = match (credential.staff, credential.member) {
        (Some(_), _) => SessionKind::Staff,
        (None, true) => SessionKind::Merchant,
        (None, false) => SessionKind::Buyer,
    };
    let fresh_hash = rehash(market, &credential.password_hash, draft.password).await?;
    let (session, opened) = prepare(market, client, &credential.account, kind);
    let entry = Entry::new(market, client, session, "account.signed_in");
    let login_key = keys[0].clone();
    market
        .store
        .write(format!("account.sign_in:{}", entry.session.id), move |tx| {
            let (entry, login_key, hash) = (entry.clone(), login_key.clone(), fresh_hash.clone());
            Box::pin(async move {
                tx.clear_throttle(&SCOPE, &login_key).await?;
                if let Some(hash) = hash {
                    tx.set_password(&SCOPE, &entry.session.account, &hash).await?;
                }
                entry.write(tx).await
            })
        })
        .await?;
    Ok(opened)
}

/// The account page of the signed-in person.
pub async fn me(market: &Market, actor: &Actor) -> Result<AccountView> {
    let (scope, person) = (actor.buyer()?, actor.person()?);
    let account = market.store.read().await?.account(&scope, &person.account).await?;
    account.ok_or_else(|| Code::NotFound.into())
}

/// Everything that happens in the transaction that lets a person in.
#[derive(Clone)]
struct Entry {
    session: NewSession,
    /// The hash of the session the browser had before: rotated, so that a planted cookie is worth nothing.
    old_token: Option<String>,
    guest_token: Option<String>,
    cart: CartId,
    audit: NewAudit,
    now: Moment,
}

impl Entry {
    fn new(market: &Market, client: &Client, session: NewSession, action: &str) -> Self {
        let now = market.now();
        let audit = NewAudit {
            id: market.id(),
            actor: session.account.to_string(),
            action: action.to_owned(),
            subject: session.id.to_string(),
            body_json: "{}".to_owned(),
            at: now,
        };
        Self {
            session,
            old_token: client.session_token.as_deref().and_then(tokens::hash),
            guest_token: client.cart_token.as_deref().and_then(tokens::hash),
            cart: market.id(),
            audit,
            now,
        }
    }

    async fn write(&self, tx: &mut dyn Tx) -> Result<()> {
        if let Some(old) = &self.old_token {
            tx.revoke_token(&SCOPE, old, self.now).await?;
        }
        tx.add_session(&SCOPE, &self.session).await?;
        tx.audit(&SCOPE, &self.audit).await?;
        let Some(token) = &self.guest_token else { return Ok(()) };
        let Some(guest) = tx.cart_by_token(&SCOPE, token).await? else { return Ok(()) };
        let cart = self.own_cart(&self.session.account);
        let own = tx.ensure_cart(&SCOPE, &cart).await?;
        tx.merge_cart(&SCOPE, &guest, &own, QUANTITY_MAX, self.now).await
    }

    fn own_cart(&self, account: &AccountId) -> NewCart {
        NewCart {
            id: self.cart.clone(),
            buyer: Some(account.clone()),
            token_hash: None,
            created_at: self.now,
        }
    }
}

/// Makes the hash afresh when it was made with weaker settings than today's.
async fn rehash(market: &Market, stored: &str, password: String) -> Result<Option<String>> {
    if !passwords::is_weak(stored) {
        return Ok(None);
    }
    let mut salt = [0u8; 16];
    market.rng.fill(&mut salt);
    market.passwords.hash(password, salt).await.map(Some)
}

/// Reads the form for a new account; every field that needs mending is told at once.
fn check(draft: &RegisterDraft) -> Result<(String, Login), Refusal> {
    let mut wrong = Vec::new();
    let mut add = |field: &str, code, n| wrong.push(FieldError { field: field.into(), code, n });
    let name = draft.name.trim().to_owned();
    match name.chars().count() {
        0 => add("name", Code::Required, None),
        n if n > NAME_CHARS_MAX => add("name", Code::TooLong, Some(NAME_CHARS_MAX as i64)),
        _ => {}
    }
    let login = Login::parse(&draft.login).map_err(|code| add("login", code, None)).ok();
    if let Err((code, n)) = check_password(&draft.password) {
        add(PASSWORD_FIELD, code, n);
    }
    if !draft.accept {
        add("accept", Code::AcceptanceNeeded, None);
    }
    match login {
        Some(login) if wrong.is_empty() => Ok((name, login)),
        _ => Err(Refusal::fields(wrong)),
    }
}

static COMMON: &str = include_str!("common_passwords.txt");

fn check_password(password: &str) -> Result<(), (Code, Option<i64>)> {
    match password.chars().count() {
        0 => Err((Code::Required, None)),
        n if n < PASSWORD_CHARS_MIN => Err((Code::TooShort, Some(PASSWORD_CHARS_MIN as i64))),
        n if n > PASSWORD_CHARS_MAX => Err((Code::TooLong, Some(PASSWORD_CHARS_MAX as i64))),
        _ if COMMON.lines().any(|c| c.eq_ignore_ascii_case(password)) => {
            Err((Code::PasswordCommon, None))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_needs_mending_is_told_at_once() {
        let refusal =
            check(&RegisterDraft { login: "nobody".into(), ..Default::default() }).unwrap_err();
        let told: Vec<_> = refusal.fields.iter().map(|f| (f.field.as_str(), f.code)).collect();
        assert_eq!(
            told,
            [
                ("name", Code::Required),
                ("login", Code::LoginShape),
                ("password", Code::Required),
                ("accept", Code::AcceptanceNeeded),
            ]
        );
    }

    #[test]
    fn a_password_everybody_uses_is_refused() {
        for (password, expect) in [
            ("short", Code::TooShort),
            ("Password123", Code::PasswordCommon),
            ("1qaz2wsx", Code::PasswordCommon),
            (&*"x".repeat(129), Code::TooLong),
        ] {
            assert_eq!(check_password(password).map_err(|e| e.0), Err(expect), "{password}");
        }
        assert_eq!(check_password("茶山竹海七里香一"), Ok(()));
    }
}
