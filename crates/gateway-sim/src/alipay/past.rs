//! Trades made before this stand-in was there. A demo market opens with a year behind it, whose payments no partner has seen;
//! its server writes them down for the stand-in (`--demo-trades`), and only the stand-in can read such files. From then on
//! they are trades like any other: what is asked about them is signed, and refused where Alipay would refuse it.

use super::trade::{Refund, Status, Trade, fresh_token};
use crate::sim::Sim;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// What is known of the folder.
#[derive(Default)]
pub struct Past {
    /// The files that were read. A file is complete when it bears its name, and never changes.
    read: BTreeSet<PathBuf>,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    out_trade_no: String,
    trade_no: String,
    total_fen: i64,
    paid_ms: i64,
    refunds: Vec<Back>,
}

/// Money that went back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Back {
    out_request_no: String,
    fen: i64,
    at_ms: i64,
}

/// Reads the files that were not read yet. What stands in the ledger already stays as it is.
pub fn learn(sim: &Sim) {
    let Some(folder) = &sim.options.past else { return };
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let mut past = sim.past();
    let files = files.filter_map(|file| Some(file.ok()?.path()));
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "jsonl")) {
        if !past.read.insert(file.clone()) {
            continue;
        }
        match read(&file) {
            Ok(trades) => take_in(sim, trades),
            Err(error) => tracing::error!(%error, "the trades of the past cannot be read"),
        }
    }
}

fn take_in(sim: &Sim, trades: Vec<Trade>) {
    let mut book = sim.book();
    for trade in trades {
        if book.get_mut(&trade.out_trade_no).is_none() && book.put(trade).is_none() {
            tracing::error!("the ledger is full; the rest of the past is unknown here");
            return;
        }
    }
}

fn read(file: &Path) -> io::Result<Vec<Trade>> {
    let mut trades = Vec::new();
    for line in BufReader::new(File::open(file)?).lines() {
        let line: Line = serde_json::from_str(&line?).map_err(io::Error::other)?;
        trades.push(trade(line).ok_or_else(|| io::Error::other("more went back than was paid"))?);
    }
    Ok(trades)
}

/// The trade as it stands after everything that happened to it.
fn trade(line: Line) -> Option<Trade> {
    let mut trade = Trade {
        out_trade_no: line.out_trade_no,
        trade_no: Some(line.trade_no),
        token: fresh_token(),
        method: "alipay.trade.page.pay".to_owned(),
        total_fen: line.total_fen,
        subject: String::new(),
        notify_url: String::new(),
        return_url: String::new(),
        passback_params: String::new(),
        expires_ms: line.paid_ms,
        created_ms: line.paid_ms,
        opened_ms: Some(line.paid_ms),
        paid_ms: Some(line.paid_ms),
        closed_ms: None,
        status: Status::TradeSuccess,
        refunds: Vec::<Refund>::new(),
    };
    for back in line.refunds {
        trade.refund(&back.out_request_no, back.fen, "", back.at_ms).ok()?;
    }
    Some(trade)
}
