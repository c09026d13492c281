//! Invoices and the titles buyers save for them. A buyer reaches their own rows, a merchant its own, staff and the system all;
//! a saved title is its buyer's alone. `save_invoice` is conditional on the version: `Stale` when it moved.

use crate::Result;
use async_trait::async_trait;
use domain::catalogue::Paged;
use domain::id::{InvoiceId, InvoiceTitleId, OrderId};
use domain::invoices::{FileKind, Invoice, InvoiceState, SavedTitle};
use domain::{Moment, Money, Scope};

/// An invoice with what a list shows beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    /// What was asked for and what came of it.
    pub invoice: Invoice,
    /// The human number of the order.
    pub order_number: String,
    /// In which form it is kept, when it is.
    pub file: Option<FileKind>,
}

/// The file of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceFile {
    /// In which form.
    pub kind: FileKind,
    /// The SHA-256 of its bytes, in hex.
    pub hash: String,
    /// Its bytes in base64: both engines keep texts alike.
    pub body: String,
}

/// Reading invoices.
#[async_trait]
pub trait InvoicesRead: Send {
    /// The asking buyer's saved titles, the youngest first.
    async fn invoice_titles(&mut self, scope: &Scope) -> Result<Vec<SavedTitle>>;
    /// An invoice of a party that may see it.
    async fn invoice(&mut self, scope: &Scope, id: &InvoiceId) -> Result<Option<InvoiceRow>>;
    /// The youngest invoice of an order, for a party that may see it.
    async fn invoice_of(&mut self, scope: &Scope, order: &OrderId) -> Result<Option<InvoiceRow>>;
    /// The invoices of the scope's shop in one state, the youngest first.
    async fn invoices_of_shop(
        &mut self,
        scope: &Scope,
        state: InvoiceState,
        after: Option<&InvoiceId>,
        limit: i64,
    ) -> Result<Paged<InvoiceRow>>;
    /// How many invoices are overdue at `now`, at most `most`. Staff and system only.
    async fn count_late_invoices(&mut self, scope: &Scope, now: Moment, most: i64) -> Result<i64>;
    /// The file of an invoice, for a party that may see it.
    async fn invoice_file(&mut self, scope: &Scope, id: &InvoiceId) -> Result<Option<InvoiceFile>>;
}

/// Writing invoices.
#[async_trait]
pub trait InvoicesWrite: Send {
    /// Saves a title of the asking buyer.
    async fn add_invoice_title(
        &mut self,
        scope: &Scope,
        title: &SavedTitle,
        now: Moment,
    ) -> Result<()>;
    /// Forgets a title of the asking buyer; whether there was one.
    async fn remove_invoice_title(&mut self, scope: &Scope, id: &InvoiceTitleId) -> Result<bool>;
    /// Stores a request. `InvoiceThere` when the order has an invoice that is wanted or valid.
    async fn add_invoice(&mut self, scope: &Scope, invoice: &Invoice) -> Result<()>;
    /// Stores an invoice anew; `Stale` when its version moved.
    async fn save_invoice(&mut self, scope: &Scope, invoice: &Invoice) -> Result<()>;
    /// Keeps the file of an invoice of the scope's shop. It is kept once: a second one is
    /// refused with `WrongState`.
    async fn keep_invoice_file(
        &mut self,
        scope: &Scope,
        id: &InvoiceId,
        file: &InvoiceFile,
        now: Moment,
    ) -> Result<()>;
}

/// What a partner is asked to issue.
#[derive(Clone, Debug)]
pub struct IssueInvoice {
    /// The invoice as it was asked for; its id is the partner's key, the same on every repeat.
    pub invoice: Invoice,
    /// The human number of the order, for the remark.
    pub order_number: String,
}

/// Where an invoice stands at a partner. No answer is unknown, never failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuing {
    /// It is issued: number, day, and the bytes of its file.
    Issued {
        /// The number.
        number: String,
        /// The day, `YYYY-MM-DD`.
        dated: String,
        /// The bytes.
        file: Vec<u8>,
    },
    /// Accepted or unknown: ask again.
    Pending,
    /// Refused for good, with the partner's code.
    Failed(String),
}

/// A partner who issues invoices for shops. No adapter yet: shops issue at the tax bureau and upload what they get.
#[async_trait]
pub trait InvoiceProvider: Send + Sync {
    /// Asks for an invoice; repeating it with the same invoice issues nothing twice.
    async fn issue(&self, ask: &IssueInvoice) -> Result<Issuing>;
    /// Where the invoice stands.
    async fn query(&self, id: &InvoiceId) -> Result<Issuing>;
    /// Asks for a red invoice over so much of an issued one; `nth` counts the red ones from zero and makes it repeatable.
    async fn flush(&self, id: &InvoiceId, nth: usize, amount: Money) -> Result<Issuing>;
}
