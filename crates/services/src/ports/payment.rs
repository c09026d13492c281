//! Payment providers: one adapter per partner behind [`PaymentProvider`]. Amounts are minor units; unknown means pending,
//! never failed; the number of an attempt is stored before the first call and reused on every repeat.

use crate::Result;
use async_trait::async_trait;
use domain::{Moment, Money};
use std::sync::Arc;

/// How a buyer is taken to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayFlow {
    /// A full page on a desktop.
    Page,
    /// A full page on a phone.
    Wap,
    /// A code to be scanned with another device.
    Qr,
}

/// What a provider is asked to collect.
#[derive(Clone, Debug)]
pub struct CreateIntent {
    /// Our number of the attempt (`out_trade_no`): at most 32 of `[A-Za-z0-9]`, stored before this call.
    pub attempt_no: String,
    /// What is due.
    pub amount: Money,
    /// A line the payer sees.
    pub subject: String,
    /// When paying ends.
    pub expires_at: Moment,
    /// Where the browser comes back to (display only, proves nothing).
    pub return_url: String,
    /// Where the provider reports to.
    pub notify_url: String,
    /// How the payer is taken there.
    pub flow: PayFlow,
    /// The present moment, for timestamps on the wire.
    pub now: Moment,
}

/// What the browser does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Follow this address.
    Redirect(String),
    /// Show this text as a QR code.
    QrCode(String),
}

pub use domain::payments::{RemoteState, Snapshot};

/// The answer to closing an attempt at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It cannot be paid any more.
    Closed,
    /// Too late: it is paid.
    AlreadyPaid(Snapshot),
    /// The payer never came, so the provider has no trade that could be closed. The page or code stays usable until
    /// [`CreateIntent::expires_at`]; a payment after all is a late payment and goes back.
    Unopened,
    /// The provider did not say; ask again.
    Unknown,
}

/// What a provider is asked to give back.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// Our number of the refund (`out_request_no`), stored before this call.
    pub refund_no: String,
    /// Our number of the attempt.
    pub attempt_no: String,
    /// What goes back.
    pub amount: Money,
    /// What was paid in all.
    pub total: Money,
    /// A short reason the payer may see.
    pub reason: String,
    /// The present moment, for timestamps on the wire.
    pub now: Moment,
}

/// Where a refund stands at the provider. Requested is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// The money is on its way back.
    Done,
    /// Accepted or unknown; ask again with [`PaymentProvider::query_refund`].
    Pending,
    /// The provider has not taken it up: send the same request again under the same number. The provider's code says
    /// why (the payee's balance is short, too many requests, …) and is empty when it merely has not heard of it.
    NotAccepted(String),
    /// Refused for good, with the provider's code.
    Failed(String),
}

/// A notification whose signature holds.
#[derive(Clone, Debug)]
pub struct VerifiedEvent {
    /// Names what happened, so that retries and duplicates of one event share it and no two events do.
    pub event_id: String,
    /// What it says about the attempt.
    pub snapshot: Snapshot,
}

/// What the provider wants to hear, as data: status, content type, body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAck {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// The exact bytes.
    pub body: String,
}

/// Why a notification was refused, for log and metrics; never an inner text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Not readable as this provider's notification.
    #[error("malformed")]
    Malformed,
    /// The signature does not hold.
    #[error("bad signature")]
    Signature,
    /// Meant for another application or payee.
    #[error("meant for somebody else")]
    Foreign,
    /// Too old or from the future.
    #[error("stale")]
    Stale,
}

/// One payment partner.
#[async_trait]
pub trait PaymentProvider: Send + Sync + 'static {
    /// The stable word for the provider: `alipay`.
    fn id(&self) -> &'static str;
    /// The ways a buyer can be taken there.
    fn flows(&self) -> &'static [PayFlow];
    /// The payee that [`Snapshot::payee`] must equal when told.
    fn payee(&self) -> &str;
    /// Origins a payment form may lead to, for the page's `form-action`.
    fn origins(&self) -> Vec<String>;
    /// Makes the provider expect this attempt. Repeating it with the same number is harmless.
    async fn create(&self, intent: &CreateIntent) -> Result<NextStep>;
    /// Asks where the attempt stands.
    async fn query(&self, attempt_no: &str, now: Moment) -> Result<Snapshot>;
    /// Makes the attempt unpayable.
    async fn close(&self, attempt_no: &str, now: Moment) -> Result<Closed>;
    /// Sends money back. Repeating it with the same number and amount is harmless.
    async fn refund(&self, request: &RefundRequest) -> Result<RefundState>;
    /// Asks where a refund stands.
    async fn query_refund(
        &self,
        attempt_no: &str,
        refund_no: &str,
        now: Moment,
    ) -> Result<RefundState>;
    /// Checks a notification: pure, on the raw bytes.
    fn verify_notification(&self, body: &[u8], now: Moment) -> Result<VerifiedEvent, Rejected>;
    /// What to answer: `stored` says whether the event is safely ours.
    fn ack(&self, stored: bool) -> HttpAck;
}

/// The providers that are configured. A provider without keys is absent.
#[derive(Clone, Default)]
pub struct Payments(Vec<Arc<dyn PaymentProvider>>);

impl Payments {
    /// The given providers, in the order the cashier shows them.
    pub const fn new(providers: Vec<Arc<dyn PaymentProvider>>) -> Self {
        Self(providers)
    }
    /// The provider with this word.
    pub fn get(&self, id: &str) -> Option<&Arc<dyn PaymentProvider>> {
        self.0.iter().find(|p| p.id() == id)
    }
    /// All of them.
    pub fn all(&self) -> &[Arc<dyn PaymentProvider>] {
        &self.0
    }
}
