//! Adding to the books: head, entries and balances in one transaction. A fact that is booked already changes nothing; an
//! account that must not fall below zero refuses the whole.

use crate::args;
use crate::db::{Arg, Session};
use domain::ledger::{Account, Entry, Nature, Posting};
use domain::{Code, Money};
use services::broken::{Fault, is};
use services::{Error, Result};
use sha2::{Digest as _, Sha256};

const ADD: &str = "
    insert into posting (id, source, purpose, at, reverses, digest) values ($1, $2, $3, $4, $5, $6)
    on conflict (source, purpose) do nothing";

const ADD_ENTRY: &str = "
    insert into posting_entry (posting_id, n, account, currency, amount_minor, order_id)
    values ($1, $2, $3, $4, $5, $6)";

/// What was written is read again before it can be committed.
const UNEVEN: &str = "
    select currency, cast(sum(amount_minor) as bigint) from posting_entry where posting_id = $1
    group by currency, coalesce(order_id, '') having sum(amount_minor) <> 0 limit 1";

pub(super) async fn post(session: &mut Session, posting: &Posting) -> Result<bool> {
    let args = [
        Arg::from(posting.id()),
        Arg::from(posting.source()),
        Arg::from(posting.purpose().as_str()),
        Arg::from(posting.at()),
        Arg::id(posting.reverses()),
        Arg::from(digest(posting.entries())),
    ];
    if session.execute(ADD, &args).await? == 0 {
        return Ok(false);
    }
    for (n, entry) in posting.entries().iter().enumerate() {
        let args = [
            Arg::from(posting.id()),
            Arg::from(i64::try_from(n).map_err(Error::broken)?),
            Arg::from(entry.account.code()),
            Arg::from(entry.amount.currency.code()),
            Arg::from(entry.amount.minor),
            Arg::id(entry.order.as_ref()),
        ];
        session.execute(ADD_ENTRY, &args).await?;
    }
    if session.one(UNEVEN, args![posting.id()]).await?.is_some() {
        return Err(Error::broken(format_args!("{} does not sum to zero", posting.id())));
    }
    // In the order of the accounts' codes, so that two postings never wait for each other.
    for (account, change) in posting.changes()? {
        move_balance(session, &account, change).await?;
    }
    Ok(true)
}

const MOVE: &str = "
    update balance set minor = minor + $3
    where account = $1 and currency = $2 and (may_be_negative = 1 or minor + $3 >= 0)";

/// Somebody else may open the account at the same moment; then this is added to theirs.
const OPEN: &str = "
    insert into balance (account, currency, nature, may_be_negative, minor) values ($1, $2, $3, $4, $5)
    on conflict (account, currency) do update set minor = balance.minor + excluded.minor";

async fn move_balance(session: &mut Session, account: &Account, change: Money) -> Result<()> {
    let (code, currency) = (account.code(), change.currency.code());
    if is(Fault::ReadThenWrite) && read_then_write(session, account, change).await? {
        return Ok(());
    }
    if session.execute(MOVE, args![code.as_str(), currency, change.minor]).await? == 1 {
        return Ok(());
    }
    // Either nothing ever lay there, or not enough does.
    if change.minor < 0 && !account.may_be_negative() {
        return Err(Code::BalanceShort.into());
    }
    let nature = match account.nature() {
        Nature::Debit => "debit",
        Nature::Credit => "credit",
    };
    let args = args![code, currency, nature, account.may_be_negative(), change.minor];
    session.execute(OPEN, args).await.map(|_| ())
}

/// What moving a balance must never be: somebody else may come between reading and writing. Whether there was a balance.
async fn read_then_write(session: &mut Session, account: &Account, change: Money) -> Result<bool> {
    const READ: &str = "select minor from balance where account = $1 and currency = $2";
    const WRITE: &str = "update balance set minor = $3 where account = $1 and currency = $2";
    let (code, currency) = (account.code(), change.currency.code());
    let Some(row) = session.one(READ, args![code.as_str(), currency]).await? else {
        return Ok(false);
    };
    let lies = row.cols().int()?;
    session.execute(WRITE, args![code, currency, lies + change.minor]).await?;
    Ok(true)
}

/// The digest of all entries: the head's chain covers the entries through it.
fn digest(entries: &[Entry]) -> String {
    let mut digest = Digest::default();
    for entry in entries {
        let order = entry.order.as_ref().map(ToString::to_string).unwrap_or_default();
        let (account, minor) = (entry.account.code(), entry.amount.minor.to_string());
        digest.entry([account.as_str(), entry.amount.currency.code(), &minor, &order]);
    }
    digest.finish()
}

/// `SHA-256` over every column of every entry with its length, entry by entry.
#[derive(Default)]
pub(super) struct Digest(Sha256);

impl Digest {
    /// The next entry: account, currency, amount, order or nothing.
    pub(super) fn entry(&mut self, columns: [&str; 4]) {
        for text in columns {
            self.0.update((text.len() as u64).to_be_bytes());
            self.0.update(text.as_bytes());
        }
    }

    /// The digest in hexadecimal.
    pub(super) fn finish(self) -> String {
        domain::text::hex(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{OrderId, TypedId as _};

    #[test]
    fn whatever_is_changed_about_an_entry_shows_in_the_digest() {
        let order = Some(OrderId::from_bits(1));
        let entry = Entry { account: Account::Bank, amount: Money::fen(100), order };
        let other = Entry { account: Account::Suspense, ..entry.clone() };
        let told = digest(&[entry.clone(), other.clone()]);
        let changed = [
            vec![Entry { amount: Money::fen(101), ..entry.clone() }, other.clone()],
            vec![
                Entry { amount: Money::new(100, domain::Currency::Usd), ..entry.clone() },
                other.clone(),
            ],
            vec![Entry { order: None, ..entry.clone() }, other.clone()],
            vec![other, entry.clone()],
            vec![entry],
        ];
        for entries in changed {
            assert_ne!(digest(&entries), told, "{entries:?}");
        }
    }
}
