//! What the stand-in knows, as lines of JSON: each line is the whole record after a change, the last one counts. Started
//! again, it reads the lines, keeps the last of each, and goes on. A torn last line is dropped.

use crate::alipay::Trade;
use crate::delivery::Notice;
use crate::kuaidi100::Parcel;
use crate::stripe::Payment;
use crate::unionpay;
use crate::wechat::Order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;

/// The longest journal between two starts, in bytes. Beyond it nothing more is remembered, and the log says so.
const JOURNAL_BYTES_MAX: u64 = 1 << 30;

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A trade after a change.
    Trade(Trade),
    /// A parcel after a change.
    Parcel(Parcel),
    /// An order at WeChat Pay after a change.
    Order(Order),
    /// A payment at Stripe after a change.
    Stripe(Payment),
    /// An order at UnionPay after a change.
    Unionpay(unionpay::Order),
    /// A notification after a change.
    Notice(Notice),
}

/// Everything known, read back.
#[derive(Default)]
pub struct Known {
    /// By `out_trade_no`.
    pub trades: BTreeMap<String, Trade>,
    /// By carrier and number.
    pub parcels: BTreeMap<String, Parcel>,
    /// By `out_trade_no`, at WeChat Pay.
    pub orders: BTreeMap<String, Order>,
    /// By Stripe's session.
    pub stripe: BTreeMap<String, Payment>,
    /// By the shop's number.
    pub unionpay: BTreeMap<String, unionpay::Order>,
    /// By notification id; only those not yet acknowledged.
    pub notices: BTreeMap<String, Notice>,
}

/// The open journal.
pub struct Journal {
    file: File,
    bytes: u64,
}

impl Journal {
    /// Reads what is known and starts a fresh, compact journal with it.
    pub fn open(data: &Path) -> io::Result<(Self, Known)> {
        let path = data.join("journal.jsonl");
        let known = read(&path)?;
        let fresh = data.join("journal.new");
        let mut journal = Self { file: File::create(&fresh)?, bytes: 0 };
        known.trades.values().for_each(|t| journal.append(&Line::Trade(t.clone())));
        known.parcels.values().for_each(|p| journal.append(&Line::Parcel(p.clone())));
        known.orders.values().for_each(|o| journal.append(&Line::Order(o.clone())));
        known.stripe.values().for_each(|p| journal.append(&Line::Stripe(p.clone())));
        known.unionpay.values().for_each(|o| journal.append(&Line::Unionpay(o.clone())));
        known.notices.values().for_each(|n| journal.append(&Line::Notice(n.clone())));
        std::fs::rename(fresh, path)?;
        Ok((journal, known))
    }

    /// Writes one line. A failure is logged: the stand-in goes on, it only forgets.
    pub fn append(&mut self, line: &Line) {
        if self.bytes >= JOURNAL_BYTES_MAX {
            return;
        }
        let written = serde_json::to_string(line).map_err(io::Error::other).and_then(|mut text| {
            text.push('\n');
            self.bytes += text.len() as u64;
            self.file.write_all(text.as_bytes())
        });
        if let Err(error) = written {
            tracing::error!(%error, "the journal cannot be written; this change will be forgotten");
        } else if self.bytes >= JOURNAL_BYTES_MAX {
            tracing::error!(
                "the journal is full; from here on nothing is remembered over a restart"
            );
        }
    }
}

fn read(path: &Path) -> io::Result<Known> {
    let mut known = Known::default();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(known),
        Err(error) => return Err(error),
    };
    for line in BufReader::new(file).lines() {
        match serde_json::from_str(&line?) {
            Ok(Line::Trade(trade)) => {
                known.trades.insert(trade.out_trade_no.clone(), trade);
            }
            Ok(Line::Parcel(parcel)) => {
                known.parcels.insert(parcel.key(), parcel);
            }
            Ok(Line::Order(order)) => {
                known.orders.insert(order.out_trade_no.clone(), order);
            }
            Ok(Line::Stripe(payment)) => {
                known.stripe.insert(payment.id.clone(), payment);
            }
            Ok(Line::Unionpay(order)) => {
                known.unionpay.insert(order.order_id.clone(), order);
            }
            Ok(Line::Notice(notice)) if notice.ended => {
                known.notices.remove(&notice.id);
            }
            Ok(Line::Notice(notice)) => {
                known.notices.insert(notice.id.clone(), notice);
            }
            Err(error) => tracing::warn!(%error, "a line of the journal cannot be read; skipped"),
        }
    }
    Ok(known)
}
