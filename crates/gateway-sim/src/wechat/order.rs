//! The ledger: orders, what went back of them, and what was handed on. Amounts are whole fen.

use crate::sim::Sim;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many orders are kept.
const ORDERS_MAX: usize = 200_000;
/// How many refunds one order takes, and how many splits.
const PARTS_MAX: usize = 50;
/// How many nonces are remembered. All are forgotten together: they are old by then.
const NONCES_MAX: usize = 500_000;
/// How many receivers of shares there may be.
const RECEIVERS_MAX: usize = 20_000;

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Not paid yet.
    Notpay,
    /// Paid.
    Success,
    /// Paid, and something was given back.
    Refund,
    /// Never paid.
    Closed,
}

impl Status {
    /// WeChat Pay's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notpay => "NOTPAY",
            Self::Success => "SUCCESS",
            Self::Refund => "REFUND",
            Self::Closed => "CLOSED",
        }
    }
}

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub out_refund_no: String,
    pub refund_id: String,
    pub fen: i64,
    pub reason: String,
    pub at_ms: i64,
    /// When the payer has it.
    pub done_ms: i64,
}

impl Refund {
    /// WeChat Pay's word for where it stands.
    pub const fn word(&self, now_ms: i64) -> &'static str {
        if now_ms >= self.done_ms { "SUCCESS" } else { "PROCESSING" }
    }
}

/// Money that is handed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub out_order_no: String,
    pub order_id: String,
    pub account: String,
    pub description: String,
    pub fen: i64,
    pub at_ms: i64,
    /// When it has been looked at.
    pub done_ms: i64,
}

impl Split {
    /// Accounts that end like this are closed: a split to them finishes without a receiver who has anything.
    pub fn fails(&self) -> bool {
        self.account.ends_with("0000")
    }
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub out_trade_no: String,
    pub transaction_id: Option<String>,
    /// What the address of its page is made of; nobody can guess it.
    pub token: String,
    /// `NATIVE` or `MWEB`.
    pub trade_type: String,
    pub description: String,
    pub total_fen: i64,
    pub notify_url: String,
    pub time_expire: String,
    pub expires_ms: i64,
    pub created_ms: i64,
    /// Until when the address for phones leads anywhere.
    pub page_until_ms: i64,
    pub paid_ms: Option<i64>,
    pub profit_sharing: bool,
    /// The number of the key that speaks to this shop.
    pub serial: String,
    pub status: Status,
    pub refunds: Vec<Refund>,
    pub splits: Vec<Split>,
}

impl Order {
    /// Closes what was not paid in time.
    pub fn pass_time(&mut self, now_ms: i64) {
        if self.status == Status::Notpay && now_ms >= self.expires_ms {
            self.status = Status::Closed;
        }
    }

    /// The payer pays.
    pub fn pay(&mut self, sim: &Sim) -> Result<Self, &'static str> {
        match self.status {
            Status::Notpay => {
                self.status = Status::Success;
                self.transaction_id = Some(format!("42{}", sim.number()));
                self.paid_ms = Some(sim.clock.now_ms());
                Ok(self.clone())
            }
            Status::Closed => Err("the order is closed"),
            Status::Success | Status::Refund => Err("it is paid already"),
        }
    }

    /// How much went back or is on its way back, in fen.
    pub fn refunded_fen(&self) -> i64 {
        self.refunds.iter().map(|r| r.fen).sum()
    }

    /// How much was handed on, in fen.
    pub fn split_fen(&self) -> i64 {
        self.splits.iter().filter(|s| !s.fails()).map(|s| s.fen).sum()
    }

    /// What WeChat Pay keeps: six of a thousand, to the nearest fen.
    pub const fn fee_fen(&self) -> i64 {
        fee(self.total_fen)
    }

    /// Whether there is room for one more refund, and for one more split.
    pub fn full(&self) -> bool {
        self.refunds.len() >= PARTS_MAX || self.splits.len() >= PARTS_MAX
    }
}

/// Six of a thousand, to the nearest fen.
pub const fn fee(fen: i64) -> i64 {
    (fen * 6 + 500) / 1000
}

/// The orders, and what else must not happen twice.
#[derive(Default)]
pub struct Orders {
    orders: BTreeMap<String, Order>,
    by_token: HashMap<String, String>,
    nonces: HashSet<String>,
    receivers: BTreeSet<String>,
}

impl Orders {
    /// With what was read back.
    pub fn of(orders: BTreeMap<String, Order>) -> Self {
        let by_token = orders.values().map(|o| (o.token.clone(), o.out_trade_no.clone())).collect();
        Self { orders, by_token, ..Self::default() }
    }

    /// An order to change.
    pub fn get_mut(&mut self, out_trade_no: &str) -> Option<&mut Order> {
        self.orders.get_mut(out_trade_no)
    }

    /// All orders, by the merchant's number, after `after`.
    pub fn after<'a>(&'a self, after: &str) -> impl Iterator<Item = &'a Order> {
        let from = (std::ops::Bound::Excluded(after.to_owned()), std::ops::Bound::Unbounded);
        self.orders.range::<String, _>(from).map(|(_, order)| order)
    }

    /// The merchant's number behind a page.
    pub fn number_of_token(&self, token: &str) -> Option<String> {
        self.by_token.get(token).cloned()
    }

    /// The first order that fits; merchants mostly ask by their own number.
    pub fn number_where(&self, fits: impl Fn(&Order) -> bool) -> Option<String> {
        self.orders.values().find(|order| fits(order)).map(|order| order.out_trade_no.clone())
    }

    /// Writes down an order; `None` when the book is full.
    pub fn put(&mut self, order: Order) -> Option<()> {
        if self.orders.len() >= ORDERS_MAX {
            return None;
        }
        self.by_token.insert(order.token.clone(), order.out_trade_no.clone());
        self.orders.insert(order.out_trade_no.clone(), order);
        Some(())
    }

    /// Whether this nonce comes for the first time.
    pub fn fresh(&mut self, nonce: &str) -> bool {
        if self.nonces.len() >= NONCES_MAX {
            self.nonces.clear();
        }
        self.nonces.insert(nonce.to_owned())
    }

    /// Adds a receiver of shares; adding one again changes nothing. Says whether there was room.
    pub fn add_receiver(&mut self, account: &str) -> bool {
        if self.receivers.len() >= RECEIVERS_MAX {
            return self.receivers.contains(account);
        }
        self.receivers.insert(account.to_owned());
        true
    }

    /// Whether shares may go to this account.
    pub fn receives(&self, account: &str) -> bool {
        self.receivers.contains(account)
    }
}
