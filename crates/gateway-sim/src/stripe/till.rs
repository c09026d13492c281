//! Stripe's ledger: hosted sessions with their payments, what went back, what was handed on, and the numbers of requests.

use crate::chance;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// How many numbers of requests are remembered.
const NUMBERS_MAX: usize = 100_000;

/// Something that went back or was handed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub id: String,
    pub minor: i64,
    pub at_s: i64,
    /// To whom; empty for refunds.
    pub to: String,
    pub metadata: BTreeMap<String, String>,
}

/// A session and the payment behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: String,
    pub intent: String,
    pub charge: String,
    pub no: String,
    pub minor: i64,
    pub subject: String,
    pub success_url: String,
    pub metadata: BTreeMap<String, String>,
    pub created_s: i64,
    pub expires_s: i64,
    pub paid_s: Option<i64>,
    pub expired: bool,
    pub refunds: Vec<Moved>,
    pub transfers: Vec<Moved>,
}

/// A fresh id of Stripe's manner.
pub fn fresh(head: &str) -> String {
    format!("{head}{}", chance::letters(LETTERS, 24))
}

impl Payment {
    /// Time does its part: an open session ends.
    pub const fn pass_time(&mut self, now_s: i64) {
        if self.paid_s.is_none() && now_s >= self.expires_s {
            self.expired = true;
        }
    }

    /// What has gone back so far.
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|r| r.minor).sum()
    }

    /// What has been handed on so far.
    pub fn handed_on(&self) -> i64 {
        self.transfers.iter().map(|t| t.minor).sum()
    }

    /// The session as Stripe writes it; `whole` writes the payment out.
    pub fn session(&self, base: &str, whole: bool) -> Value {
        let status = match (self.paid_s, self.expired) {
            (Some(_), _) => "complete",
            (None, true) => "expired",
            (None, false) => "open",
        };
        let url = (status == "open").then(|| format!("{base}/stripe/pay/{}", self.id));
        let intent = self.paid_s.map(|_| if whole { self.intent() } else { json!(self.intent) });
        json!({
            "id": self.id, "object": "checkout.session", "mode": "payment", "livemode": false,
            "client_reference_id": self.no, "amount_total": self.minor, "currency": "cny",
            "status": status,
            "payment_status": if self.paid_s.is_some() { "paid" } else { "unpaid" },
            "created": self.created_s, "expires_at": self.expires_s, "url": url,
            "success_url": self.success_url, "payment_intent": intent, "metadata": self.metadata,
        })
    }

    fn intent(&self) -> Value {
        json!({
            "id": self.intent, "object": "payment_intent", "status": "succeeded",
            "amount": self.minor, "currency": "cny", "metadata": self.metadata,
            "latest_charge": self.charge(),
        })
    }

    /// The charge as Stripe writes it.
    pub fn charge(&self) -> Value {
        json!({
            "id": self.charge, "object": "charge", "paid": true, "amount": self.minor,
            "amount_refunded": self.refunded(), "currency": "cny", "created": self.paid_s,
            "payment_intent": self.intent, "metadata": self.metadata,
        })
    }

    /// A refund as Stripe writes it.
    pub fn refund(&self, moved: &Moved) -> Value {
        json!({
            "id": moved.id, "object": "refund", "status": "succeeded", "amount": moved.minor,
            "currency": "cny", "created": moved.at_s, "payment_intent": self.intent,
            "charge": self.charge, "metadata": moved.metadata,
        })
    }

    /// A transfer as Stripe writes it.
    pub fn transfer(&self, moved: &Moved) -> Value {
        json!({
            "id": moved.id, "object": "transfer", "amount": moved.minor, "currency": "cny",
            "created": moved.at_s, "destination": moved.to, "reversed": false,
            "source_transaction": self.charge, "transfer_group": self.no,
            "metadata": moved.metadata,
        })
    }

    /// What was booked for it: the payment and what went back.
    pub fn booked(&self) -> Vec<Value> {
        let line = |kind: &str, minor: i64, fee: i64, at: i64, source: Value| {
            let id = format!("txn_{}", source["id"].as_str().unwrap_or_default());
            json!({
                "id": id, "object": "balance_transaction", "type": kind, "amount": minor,
                "fee": fee, "net": minor - fee, "currency": "cny", "created": at, "source": source,
            })
        };
        let paid = self.paid_s.map(|at| {
            // 3.4 % and 2.35 yuan, as the real one asks of cards from abroad.
            let fee = self.minor * 34 / 1000 + 235;
            line("charge", self.minor, fee, at, self.charge())
        });
        let back = self.refunds.iter().map(|r| line("refund", -r.minor, 0, r.at_s, self.refund(r)));
        paid.into_iter().chain(back).collect()
    }
}

/// The answer that was given under a number.
#[derive(Clone)]
pub struct Answered {
    /// What was asked: path and body.
    pub asked: String,
    pub status: u16,
    pub body: Value,
}

/// Everything there is.
#[derive(Default)]
pub struct Till {
    pub payments: BTreeMap<String, Payment>,
    pub numbers: BTreeMap<String, Answered>,
}

impl Till {
    /// With what was read back. The numbers of requests are forgotten, as Stripe forgets them after a day.
    pub fn of(payments: BTreeMap<String, Payment>) -> Self {
        Self { payments, numbers: BTreeMap::new() }
    }

    /// The payment with the shop's number.
    pub fn by_no(&self, no: &str) -> Option<String> {
        self.payments.values().find(|p| p.no == no).map(|p| p.id.clone())
    }

    /// Remembers what was answered.
    pub fn remember(&mut self, number: &str, answered: Answered) {
        if self.numbers.len() >= NUMBERS_MAX {
            self.numbers.clear();
        }
        self.numbers.insert(number.to_owned(), answered);
    }
}
