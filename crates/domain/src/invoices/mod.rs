//! Invoices (发票). The seller of record is the shop, so a shop issues the invoice for its own order, over what the buyer paid
//! for it: no coupon, whoever bore it, and nothing that went back. An order has at most one invoice that is wanted or valid.
//! What is refunded after issuing has to be red-flushed; the shop records the red number within the same time as an issue.

#[cfg(test)]
mod tests;
pub mod title;

use crate::clocks::words;
use crate::error::Refusal;
use crate::id::{AccountId, InvoiceId, InvoiceTitleId, MerchantId, OrderId};
use crate::orders::Order;
use crate::rules::{Param, Terms};
use crate::{Code, Moment, Money};
use serde::{Deserialize, Serialize};
pub use title::{Title, TitleKind, credit_code_fits};

/// The most titles one buyer saves.
pub const TITLES_MAX: i64 = 20;
/// The longest reason for refusing an invoice.
pub const REASON_CHARS_MAX: usize = 200;
/// The largest file of an invoice, in bytes.
pub const FILE_BYTES_MAX: usize = 1_048_576;
/// How many invoices a page of a list shows.
pub const PAGE_SIZE: i64 = 20;

words! {
    /// Where an invoice stands.
    InvoiceState {
        /// The buyer asked for it; the shop has to issue it.
        Requested = "requested",
        /// It is issued and covers what was paid.
        Issued = "issued",
        /// Something was refunded since; the shop has to flush it.
        RedDue = "red_due",
        /// All of it was flushed.
        Flushed = "flushed",
        /// The shop refused it, with a reason.
        Refused = "refused",
        /// The buyer took the request back, or nothing was left to invoice.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// In which form an invoice is kept.
    FileKind {
        /// For reading and printing.
        Pdf = "pdf",
        /// The national layout format.
        Ofd = "ofd",
        /// The all-digital invoice itself.
        Xml = "xml",
    }
}

impl FileKind {
    /// What a file is, by its first bytes; a name proves nothing. Refuses what is empty, too large or of another kind.
    pub fn sniff(bytes: &[u8]) -> Result<Self, Refusal> {
        let fault = |code| Err(Refusal::field("file", code));
        if bytes.len() > FILE_BYTES_MAX {
            return fault(Code::TooLong);
        }
        let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match bytes {
            [] => fault(Code::Required),
            _ if bytes.starts_with(b"%PDF-") => Ok(Self::Pdf),
            // An OFD is a ZIP that names its root document.
            _ if bytes.starts_with(b"PK\x03\x04") && bytes.windows(7).any(|w| w == b"OFD.xml") => {
                Ok(Self::Ofd)
            }
            _ if plain.starts_with(b"<?xml ") => Ok(Self::Xml),
            _ => fault(Code::InvoiceFile),
        }
    }

    /// What a browser is told that it gets.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Xml => "application/xml",
        }
    }
}

/// A title that a buyer saved for the next time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedTitle {
    /// Which.
    pub id: InvoiceTitleId,
    /// What it says.
    pub title: Title,
}

/// A part of an invoice that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Red {
    /// The number of the red invoice.
    pub number: String,
    /// How much it takes back.
    pub amount: Money,
    /// When the shop recorded it.
    pub at: Moment,
}

/// An invoice that was asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Which.
    pub id: InvoiceId,
    /// The order.
    pub order: OrderId,
    /// Who issues it.
    pub merchant: MerchantId,
    /// Who asked for it.
    pub buyer: AccountId,
    /// To whom it is made out.
    pub title: Title,
    /// Where it stands.
    pub state: InvoiceState,
    /// Over how much: what was paid and did not go back. It stays as it is once issued.
    pub amount: Money,
    /// How much of it has still to be flushed.
    pub to_flush: Money,
    /// The number, once issued.
    pub number: Option<String>,
    /// The day that stands on it, `YYYY-MM-DD`.
    pub dated: Option<String>,
    /// What was flushed, the oldest first.
    pub reds: Vec<Red>,
    /// Why the shop refused it.
    pub reason: String,
    /// When it was asked for.
    pub requested_at: Moment,
    /// By when the shop has to do its next part; `None` when nothing waits for it.
    pub due_at: Option<Moment>,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// Something that happens to an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceEvent {
    /// The buyer has it made out to somebody else.
    Retitled(Title),
    /// The buyer takes the request back.
    Withdrawn,
    /// The shop refuses, and says why.
    Refused(String),
    /// The shop issued it: its number, and the day on it.
    Issued(String, String),
    /// Something went back; so much of what was paid is left.
    Left(Money),
    /// The shop flushed what had to be flushed, under this number.
    Flushed(String),
}

impl InvoiceEvent {
    /// What the live pages hear.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Retitled(_) => "invoice.retitled",
            Self::Withdrawn => "invoice.withdrawn",
            Self::Refused(_) => "invoice.refused",
            Self::Issued(..) => "invoice.issued",
            Self::Left(_) => "invoice.left",
            Self::Flushed(_) => "invoice.flushed",
        }
    }
}

/// Over how much an order can be invoiced: what was paid for the units that did not go back. Refused with `WrongState` while
/// it is unpaid and when nothing is left.
pub fn amount_of(order: &Order) -> Result<Money, Refusal> {
    let paid = order.left()?.paid;
    if order.paid_at.is_none() || order.ended_at.is_some() || paid.minor <= 0 {
        return Err(Code::WrongState.into());
    }
    Ok(paid)
}

/// The buyer asks for the invoice of a paid order. Whether there is one already is not known here.
pub fn request(
    id: InvoiceId,
    order: &Order,
    title: &Title,
    now: Moment,
) -> Result<Invoice, Refusal> {
    let amount = amount_of(order)?;
    Ok(Invoice {
        id,
        order: order.id.clone(),
        merchant: order.merchant.clone(),
        buyer: order.buyer.clone(),
        title: title.checked()?,
        state: InvoiceState::Requested,
        amount,
        to_flush: Money::zero(amount.currency),
        number: None,
        dated: None,
        reds: Vec::new(),
        reason: String::new(),
        requested_at: now,
        due_at: Some(due(&order.terms, now)),
        version: 0,
    })
}

fn due(terms: &Terms, now: Moment) -> Moment {
    now.plus(terms.duration(Param::InvoiceIssue))
}

impl Invoice {
    /// Whether the shop let the time pass.
    pub fn late(&self, now: Moment) -> bool {
        self.due_at.is_some_and(|due| due <= now)
    }

    /// How much was flushed.
    pub fn flushed(&self) -> Result<Money, Refusal> {
        let none = Money::zero(self.amount.currency);
        let sum = self.reds.iter().try_fold(none, |sum, red| sum.add(red.amount));
        sum.map_err(|_| Code::TooMuch.into())
    }

    /// What becomes of it when `event` happens at `now`; `terms` are those of the order. A refusal changes nothing.
    pub fn apply(&self, event: &InvoiceEvent, terms: &Terms, now: Moment) -> Result<Self, Refusal> {
        use InvoiceState::{Issued, RedDue, Refused, Requested, Withdrawn};
        let mut after = self.clone();
        match (event, self.state) {
            (InvoiceEvent::Retitled(title), Requested) => after.title = title.checked()?,
            (InvoiceEvent::Withdrawn, Requested) => after.end(Withdrawn),
            (InvoiceEvent::Refused(reason), Requested) => {
                after.reason = title::text("reason", reason, REASON_CHARS_MAX, true)
                    .map_err(|fault| Refusal::fields(vec![fault]))?;
                after.end(Refused);
            }
            (InvoiceEvent::Issued(number, dated), Requested) => {
                after.number = Some(number_of("number", number)?);
                after.dated = Some(day(dated)?);
                after.end(Issued);
            }
            (InvoiceEvent::Left(left), Requested) => {
                after.amount = *left;
                if left.minor <= 0 {
                    after.end(Withdrawn);
                }
            }
            (InvoiceEvent::Left(left), Issued | RedDue) => after.owe_flush(*left, terms, now)?,
            // What is not valid covers nothing.
            (InvoiceEvent::Left(_), _) => {}
            (InvoiceEvent::Flushed(number), RedDue) => {
                let number = number_of("red_number", number)?;
                after.reds.push(Red { number, amount: self.to_flush, at: now });
                after.to_flush = Money::zero(self.amount.currency);
                let all = after.flushed()? == self.amount;
                after.end(if all { InvoiceState::Flushed } else { Issued });
            }
            _ => return Err(Code::WrongState.into()),
        }
        Ok(after)
    }

    fn end(&mut self, state: InvoiceState) {
        self.state = state;
        self.due_at = None;
    }

    /// What the invoice says too much is to be flushed. The time runs from the first refund that was not flushed yet.
    fn owe_flush(&mut self, left: Money, terms: &Terms, now: Moment) -> Result<(), Refusal> {
        let covered = self.amount.sub(self.flushed()?).map_err(|_| Code::TooMuch)?;
        self.to_flush = covered.sub(left).map_err(|_| Code::TooMuch)?;
        if self.to_flush.minor > 0 && self.state == InvoiceState::Issued {
            self.state = InvoiceState::RedDue;
            self.due_at = Some(due(terms, now));
        }
        Ok(())
    }
}

/// An invoice number: 8 digits of the older kind, or up to the 20 of the all-digital one.
fn number_of(field: &str, typed: &str) -> Result<String, Refusal> {
    let number: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    match number.len() {
        0 => Err(Refusal::field(field, Code::Required)),
        8..=20 if number.bytes().all(|b| b.is_ascii_digit()) => Ok(number),
        _ => Err(Refusal::field(field, Code::InvoiceNumber)),
    }
}

/// The day as it is kept, when it is one.
fn day(typed: &str) -> Result<String, Refusal> {
    let day = typed.trim();
    if day.is_empty() {
        return Err(Refusal::field("dated", Code::Required));
    }
    let parts: Vec<Option<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    let fits = match parts.as_slice() {
        // In the years that are let through every fourth is a leap year.
        [Some(year @ 2001..=2099), Some(2), Some(date @ 1..=29)] => *date < 29 || year % 4 == 0,
        [Some(2001..=2099), Some(month @ 1..=12), Some(date @ 1..=31)] => {
            *month != 2 && *date <= 30 + (month + month / 8) % 2
        }
        _ => false,
    };
    if fits && day.len() == 10 {
        Ok(day.to_owned())
    } else {
        Err(Refusal::field("dated", Code::InvoiceDate))
    }
}
