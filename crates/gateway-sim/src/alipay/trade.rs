//! The ledger: trades, what was paid, what went back. Amounts are fen. The states and what they refuse are Alipay's.

use crate::chance;
use crate::sim::Sim;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How many trades are kept.
const TRADES_MAX: usize = 200_000;
/// How many refunds one trade takes.
const REFUNDS_MAX: usize = 300;

/// Where a trade stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// The merchant asked for it, no payer has come: for Alipay there is no trade yet.
    Unopened,
    /// A payer looks at it.
    WaitBuyerPay,
    /// Paid; refunds are possible.
    TradeSuccess,
    /// Paid; refunds are over.
    TradeFinished,
    /// Not paid in time, or given back in full.
    TradeClosed,
}

impl Status {
    /// Alipay's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unopened | Self::WaitBuyerPay => "WAIT_BUYER_PAY",
            Self::TradeSuccess => "TRADE_SUCCESS",
            Self::TradeFinished => "TRADE_FINISHED",
            Self::TradeClosed => "TRADE_CLOSED",
        }
    }
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The merchant's number of it.
    pub out_request_no: String,
    /// How much, in fen.
    pub fen: i64,
    /// Why.
    pub reason: String,
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// How much had gone back in all when it was done, in fen.
    pub cumulative_fen: i64,
}

/// One trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    pub out_trade_no: String,
    /// Alipay's number; there is none before a payer has come.
    pub trade_no: Option<String>,
    /// What the address of its page is made of; nobody can guess it.
    pub token: String,
    /// The method that asked for it.
    pub method: String,
    pub total_fen: i64,
    pub subject: String,
    pub notify_url: String,
    pub return_url: String,
    pub passback_params: String,
    pub expires_ms: i64,
    pub created_ms: i64,
    pub opened_ms: Option<i64>,
    pub paid_ms: Option<i64>,
    pub closed_ms: Option<i64>,
    pub status: Status,
    pub refunds: Vec<Refund>,
}

/// What a refund did.
pub enum Refunded {
    /// The money moved now.
    Moved(Refund),
    /// The same refund had been made before; nothing moved.
    Before,
}

impl Trade {
    /// Closes what was not paid in time.
    pub fn pass_time(&mut self, now_ms: i64) {
        if self.status == Status::WaitBuyerPay && now_ms >= self.expires_ms {
            self.status = Status::TradeClosed;
            self.closed_ms = Some(self.expires_ms);
        }
    }

    /// A payer comes: now Alipay has a trade.
    pub fn open(&mut self, sim: &Sim) -> Result<(), &'static str> {
        if self.status == Status::Unopened {
            let now_ms = sim.clock.now_ms();
            if now_ms >= self.expires_ms {
                return Err("the time for paying is over");
            }
            self.status = Status::WaitBuyerPay;
            self.trade_no = Some(sim.number());
            self.opened_ms = Some(now_ms);
        }
        Ok(())
    }

    /// The payer pays.
    pub fn pay(&mut self, now_ms: i64) -> Result<Self, &'static str> {
        match self.status {
            Status::WaitBuyerPay => {
                self.status = Status::TradeSuccess;
                self.paid_ms = Some(now_ms);
                Ok(self.clone())
            }
            Status::Unopened => Err("nobody has opened it yet"),
            Status::TradeClosed => Err("the trade is closed"),
            Status::TradeSuccess | Status::TradeFinished => Err("it is paid already"),
        }
    }

    /// The merchant closes it.
    pub fn close(&mut self, now_ms: i64) -> Result<(), &'static str> {
        match self.status {
            Status::WaitBuyerPay => {
                self.status = Status::TradeClosed;
                self.closed_ms = Some(now_ms);
                Ok(())
            }
            Status::Unopened => Err("ACQ.TRADE_NOT_EXIST"),
            _ => Err("ACQ.TRADE_STATUS_ERROR"),
        }
    }

    /// The time for refunds is over.
    pub fn finish(&mut self) -> Result<Self, &'static str> {
        if self.status != Status::TradeSuccess {
            return Err("only a paid trade can finish");
        }
        self.status = Status::TradeFinished;
        Ok(self.clone())
    }

    /// The merchant gives money back. A number that comes again must come with the same amount, and moves nothing.
    pub fn refund(
        &mut self,
        number: &str,
        fen: i64,
        reason: &str,
        now_ms: i64,
    ) -> Result<Refunded, &'static str> {
        if let Some(before) = self.refunds.iter().find(|r| r.out_request_no == number) {
            let same = before.fen == fen;
            return if same { Ok(Refunded::Before) } else { Err("ACQ.DISCORDANT_REPEAT_REQUEST") };
        }
        match self.status {
            Status::Unopened => return Err("ACQ.TRADE_NOT_EXIST"),
            Status::WaitBuyerPay => return Err("ACQ.TRADE_STATUS_ERROR"),
            Status::TradeFinished => return Err("ACQ.TRADE_HAS_FINISHED"),
            Status::TradeClosed => return Err("ACQ.TRADE_HAS_CLOSE"),
            Status::TradeSuccess => {}
        }
        let cumulative_fen = self.refunded_fen() + fen;
        if cumulative_fen > self.total_fen || self.refunds.len() >= REFUNDS_MAX {
            return Err("ACQ.REASON_TRADE_REFUND_FEE_ERR");
        }
        let refund = Refund {
            out_request_no: number.to_owned(),
            fen,
            reason: reason.to_owned(),
            at_ms: now_ms,
            cumulative_fen,
        };
        self.refunds.push(refund.clone());
        if cumulative_fen == self.total_fen {
            self.status = Status::TradeClosed;
            self.closed_ms = Some(now_ms);
        }
        Ok(Refunded::Moved(refund))
    }

    /// How much went back, in fen.
    pub fn refunded_fen(&self) -> i64 {
        self.refunds.iter().map(|r| r.fen).sum()
    }
}

/// The trades.
pub struct Book {
    trades: BTreeMap<String, Trade>,
    by_token: HashMap<String, String>,
}

impl Book {
    /// With what was read back.
    pub fn of(trades: BTreeMap<String, Trade>) -> Self {
        let by_token = trades.values().map(|t| (t.token.clone(), t.out_trade_no.clone())).collect();
        Self { trades, by_token }
    }

    /// A trade to change.
    pub fn get_mut(&mut self, out_trade_no: &str) -> Option<&mut Trade> {
        self.trades.get_mut(out_trade_no)
    }

    /// All trades, by the merchant's number, after `after`.
    pub fn after<'a>(&'a self, after: &str) -> impl Iterator<Item = &'a Trade> {
        let from = (std::ops::Bound::Excluded(after.to_owned()), std::ops::Bound::Unbounded);
        self.trades.range::<String, _>(from).map(|(_, trade)| trade)
    }

    /// The merchant's number behind a page.
    pub fn number_of_token(&self, token: &str) -> Option<String> {
        self.by_token.get(token).cloned()
    }

    /// The merchant's number behind Alipay's. Walks the book: merchants ask by their own number.
    pub fn number_of_trade_no(&self, trade_no: &str) -> Option<String> {
        let found = self.trades.values().find(|t| t.trade_no.as_deref() == Some(trade_no));
        found.map(|trade| trade.out_trade_no.clone())
    }

    /// Writes down a trade that is asked for; `None` when the book is full.
    pub fn put(&mut self, trade: Trade) -> Option<()> {
        if self.trades.len() >= TRADES_MAX && !self.trades.contains_key(&trade.out_trade_no) {
            return None;
        }
        self.by_token.insert(trade.token.clone(), trade.out_trade_no.clone());
        self.trades.insert(trade.out_trade_no.clone(), trade);
        Some(())
    }
}

/// A fresh token for a page.
pub fn fresh_token() -> String {
    chance::token()
}

/// Fen as Alipay writes yuan.
pub fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// Yuan as merchants must write them: up to nine digits, up to two decimals, 0.01 to 100000000.
pub fn fen(yuan: &str) -> Option<i64> {
    let mut fen = 0_i64;
    let (mut whole, mut decimals, mut dot) = (0, 0, false);
    for letter in yuan.chars() {
        match letter {
            '0'..='9' => {
                fen = fen * 10 + i64::from(letter.to_digit(10)?);
                if dot { decimals += 1 } else { whole += 1 }
            }
            '.' if !dot => dot = true,
            _ => return None,
        }
        if whole > 9 || decimals > 2 {
            return None;
        }
    }
    if whole == 0 || (dot && decimals == 0) {
        return None;
    }
    fen *= [100, 10, 1][decimals];
    (1..=10_000_000_000).contains(&fen).then_some(fen)
}

#[cfg(test)]
mod tests {
    use super::{fen, yuan};

    #[test]
    fn only_amounts_that_alipay_takes_are_amounts() {
        for (text, expect) in
            [("88.88", 8888), ("0.01", 1), ("5", 500), ("100000000", 10_000_000_000)]
        {
            assert_eq!(fen(text), Some(expect), "{text}");
        }
        for bad in ["", ".5", "5.", "0", "0.00", "1.234", "-1", "1e2", "100000000.01", "1,0", "１"]
        {
            assert_eq!(fen(bad), None, "{bad}");
        }
        assert_eq!(yuan(5), "0.05");
        assert_eq!(yuan(123_456), "1234.56");
    }
}
