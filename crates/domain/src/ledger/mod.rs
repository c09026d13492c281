//! The books. Double entry: a posting sums to zero per currency and per order or it cannot be built; entries are never
//! changed, mistakes are reversed. A debit is positive, a credit negative. Each fact posts once: `(source, purpose)` is
//! unique. Balances are projections that the check rebuilds. The rules that say what a fact posts are in [`rules`].

mod account;
pub mod rules;
#[cfg(test)]
mod tests;

pub use account::{Account, Nature};

use crate::clocks::words;
use crate::id::{OrderId, PostingId};
use crate::{Currency, Moment, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// What a posting is for. Together with its source it is unique.
    Purpose {
        /// Money arrived for a payment attempt. Source: the attempt.
        Capture = "capture",
        /// An order's goods or part of them are refunded: the debt to the buyer arises. Source: the return or order.
        Refund = "refund",
        /// Money went back to the buyer. Source: the refund.
        RefundSent = "refund_sent",
        /// An order was received; its escrow goes to merchant and platform. Source: the order.
        Release = "release",
        /// The after-sales time of an order is over; what it earned may be paid out. Source: the order.
        Settle = "settle",
        /// Money put on a platform balance. Source: whatever vouches for it.
        TopUp = "top_up",
        /// A merchant pays the house for something. Source: the booking.
        Fee = "fee",
        /// A fee, or what is left of it, goes back to the merchant. Source: the booking.
        FeeBack = "fee_back",
        /// Another posting is taken back. Source: the posting.
        Reversal = "reversal",
    }
}

/// One line of a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which account.
    pub account: Account,
    /// Debit positive, credit negative.
    pub amount: Money,
    /// The order the amount belongs to; entries of one order sum to zero within the posting.
    pub order: Option<OrderId>,
}

/// Why entries are not a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    /// The entries of a currency or order do not sum to zero.
    #[error("the entries do not sum to zero")]
    Sum,
    /// A sum does not fit.
    #[error("a sum is out of range")]
    Range,
    /// An amount that must not be negative is.
    #[error("an amount has the wrong sign")]
    Sign,
}

/// A balanced movement of money. Can only be built balanced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Posting {
    id: PostingId,
    source: String,
    purpose: Purpose,
    at: Moment,
    reverses: Option<PostingId>,
    entries: Vec<Entry>,
}

impl Posting {
    /// A posting of `entries`; equal accounts of one order are merged and zeros dropped. Refuses what does not balance.
    pub fn new(
        id: PostingId,
        source: impl Into<String>,
        purpose: Purpose,
        at: Moment,
        entries: Vec<Entry>,
    ) -> Result<Self, Unbalanced> {
        let entries = merged(entries)?;
        let mut sums: BTreeMap<(&str, Option<&OrderId>), i64> = BTreeMap::new();
        for entry in &entries {
            let key = (entry.amount.currency.code(), entry.order.as_ref());
            let sum = sums.entry(key).or_default();
            *sum = sum.checked_add(entry.amount.minor).ok_or(Unbalanced::Range)?;
        }
        if sums.values().any(|sum| *sum != 0) {
            return Err(Unbalanced::Sum);
        }
        Ok(Self { id, source: source.into(), purpose, at, reverses: None, entries })
    }

    /// The posting that takes this one back entirely.
    pub fn reversal(&self, id: PostingId, at: Moment) -> Result<Self, Unbalanced> {
        let turned: Result<Vec<Entry>, Unbalanced> = self
            .entries
            .iter()
            .map(|e| {
                let amount = e.amount.negated().map_err(|_| Unbalanced::Range)?;
                Ok(Entry { amount, ..e.clone() })
            })
            .collect();
        let mut reversal = Self::new(id, self.id.to_string(), Purpose::Reversal, at, turned?)?;
        reversal.reverses = Some(self.id.clone());
        Ok(reversal)
    }

    /// Which posting.
    pub const fn id(&self) -> &PostingId {
        &self.id
    }
    /// The fact it comes from: the text of an id.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// What it is for.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }
    /// When it was made.
    pub const fn at(&self) -> Moment {
        self.at
    }
    /// The posting it takes back.
    pub const fn reverses(&self) -> Option<&PostingId> {
        self.reverses.as_ref()
    }
    /// Its lines, never empty unless nothing moved.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What it adds to each account, in the account's own sign: what the balance projection changes by.
    pub fn changes(&self) -> Result<Vec<(Account, Money)>, Unbalanced> {
        let mut sums: BTreeMap<(String, Currency), (Account, i64)> = BTreeMap::new();
        for entry in &self.entries {
            let key = (entry.account.code(), entry.amount.currency);
            let sum = sums.entry(key).or_insert_with(|| (entry.account.clone(), 0));
            sum.1 = sum.1.checked_add(entry.amount.minor).ok_or(Unbalanced::Range)?;
        }
        let changes = sums.into_iter().filter(|(_, (_, sum))| *sum != 0);
        Ok(changes
            .map(|((_, currency), (account, sum))| {
                let minor = account.nature().natural(sum);
                (account, Money::new(minor, currency))
            })
            .collect())
    }
}

fn merged(entries: Vec<Entry>) -> Result<Vec<Entry>, Unbalanced> {
    let mut out: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let same = out.iter_mut().find(|e| {
            e.account == entry.account
                && e.order == entry.order
                && e.amount.currency == entry.amount.currency
        });
        match same {
            Some(found) => {
                found.amount = found.amount.add(entry.amount).map_err(|_| Unbalanced::Range)?;
            }
            None => out.push(entry),
        }
    }
    out.retain(|e| !e.amount.is_zero());
    Ok(out)
}
