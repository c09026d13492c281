//! The books as they are looked at: balances, statements, and the verifier that names every fact that does not hold.

use crate::ports::StoreExt as _;
use crate::ports::ledger::{Check, StatementRow, Violation};
use crate::trade::{self, Hand, MACHINE};
use crate::{Actor, Market, Result};
use domain::id::{AccountId, PostingId};
use domain::ledger::{Account, rules};
use domain::{Code, Currency, Money, Permission, Scope};

/// How many violations of one check are named.
const VIOLATIONS_MAX: i64 = 100;
/// How many lines of a statement one page holds.
const STATEMENT_ROWS_MAX: i64 = 100;

/// Looks at every invariant that applies and names what does not hold; an empty list is what it should be.
pub async fn verify(market: &Market) -> Result<Vec<Violation>> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let mut found = Vec::new();
    for check in Check::ALL {
        found.extend(reader.violations(&MACHINE, check, VIOLATIONS_MAX).await?);
    }
    Ok(found)
}

/// How much there is to look at: postings, and the entries in them.
pub async fn extent(market: &Market) -> Result<(i64, i64)> {
    market.store.read().await?.extent(&MACHINE).await
}

/// The asking buyer's platform balance.
pub async fn buyer_balance(market: &Market, actor: &Actor) -> Result<Money> {
    let scope = actor.buyer()?;
    let buyer = scope.account().cloned().ok_or(Code::SignInNeeded)?;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    reader.balance(&scope, &Account::BuyerBalance(buyer), Currency::Cny).await
}

/// What a merchant has: pending and available.
pub async fn merchant_balances(market: &Market, actor: &Actor) -> Result<(Money, Money)> {
    let scope = actor.merchant(None, Permission::Money)?;
    let Scope::Merchant { merchant, .. } = &scope else { return Err(Code::Forbidden.into()) };
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let pending = Account::MerchantPending(merchant.clone());
    let available = Account::MerchantAvailable(merchant.clone());
    Ok((
        reader.balance(&scope, &pending, Currency::Cny).await?,
        reader.balance(&scope, &available, Currency::Cny).await?,
    ))
}

/// The statement of an account that the scope may see, the youngest line first.
pub async fn statement(
    market: &Market,
    scope: &Scope,
    account: &Account,
    after: Option<&PostingId>,
) -> Result<Vec<StatementRow>> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    reader.statement(scope, account, after, STATEMENT_ROWS_MAX).await
}

/// Puts money on a buyer's balance, from the house's bank account. `source` is the fact that vouches for it; the same
/// source is booked once. Finance and the system only.
pub async fn top_up(
    market: &Market,
    scope: &Scope,
    buyer: &AccountId,
    amount: Money,
    source: &str,
) -> Result<bool> {
    if !scope.sees_all() {
        return Err(Code::Forbidden.into());
    }
    if amount.minor <= 0 {
        return Err(Code::NumberRange.into());
    }
    let hand = Hand::of(market);
    let (buyer, source, by) = (buyer.clone(), source.to_owned(), scope.clone());
    let key = format!("ledger.top_up:{}", hand.id::<PostingId>());
    market
        .store
        .write(key, move |tx| {
            let (hand, buyer, source, by) =
                (hand.clone(), buyer.clone(), source.clone(), by.clone());
            Box::pin(async move {
                let posting = rules::top_up(hand.head(), &source, &buyer, amount, &Account::Bank)?;
                if !tx.post(&MACHINE, &posting).await? {
                    return Ok(false);
                }
                let body = serde_json::json!({ "minor": amount.minor, "source": source });
                trade::audit(tx, &hand, &by, "balance.top_up", &buyer.to_string(), body).await?;
                Ok(true)
            })
        })
        .await
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (invariant, check) = (self.check.invariant(), self.check);
        let Self { subject, expected, found, .. } = self;
        write!(f, "{invariant} {check:?} {subject}: expected {expected}, found {found}")
    }
}
