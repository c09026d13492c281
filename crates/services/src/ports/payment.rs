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

/// An attempt as far as its provider may need it to find it again. All of it is stored before the provider is called,
/// but for the provider's own number, which it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRef {
    /// Our number (`out_trade_no`): at most 32 of `[A-Za-z0-9]`.
    pub no: String,
    /// The provider's own number, once told.
    pub provider_ref: Option<String>,
    /// What is due.
    pub due: Money,
    /// When it was made. Some providers know an attempt by its number and this moment together.
    pub made_at: Moment,
}

/// A refund as far as its provider may need it to find it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRef {
    /// Our number (`out_request_no`): at most 32 of `[A-Za-z0-9]`.
    pub no: String,
    /// When it became due.
    pub made_at: Moment,
}

/// What a provider is asked to collect.
#[derive(Clone, Debug)]
pub struct CreateIntent {
    /// Our number of the attempt (`out_trade_no`): at most 32 of `[A-Za-z0-9]`, stored before this call.
    pub attempt_no: String,
    /// When the attempt was made; the same on every repeat.
    pub made_at: Moment,
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
    /// From which network address the payer asks, where it is known.
    pub payer_ip: Option<std::net::IpAddr>,
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
    /// Post these fields to this address from the browser.
    Post {
        /// The address.
        url: String,
        /// The fields, in their order.
        fields: Vec<(String, String)>,
    },
}

/// A provider expects an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What the browser does next.
    pub step: NextStep,
    /// The provider's own number for the attempt, where it has one already.
    pub provider_ref: Option<String>,
}

impl From<NextStep> for Begun {
    fn from(step: NextStep) -> Self {
        Self { step, provider_ref: None }
    }
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
    /// Which refund, stored before this call.
    pub refund: RefundRef,
    /// The attempt it belongs to.
    pub attempt: AttemptRef,
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

/// A message of a partner as it came: nothing in it is believed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notification {
    /// The headers that are text, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The raw bytes.
    pub body: Vec<u8>,
}

impl Notification {
    /// A message without headers of its own.
    pub fn of_body(body: &[u8]) -> Self {
        Self { headers: Vec::new(), body: body.to_vec() }
    }

    /// The header of this name (in lower case). One that came twice has no meaning.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(n, _)| n == name);
        let (_, value) = found.next()?;
        found.next().is_none().then_some(value.as_str())
    }
}

/// What a notification tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Where an attempt stands.
    Payment(Snapshot),
    /// That something happened to a refund: its provider is asked what.
    Refund {
        /// Our number of the attempt.
        attempt_no: String,
        /// Our number of the refund.
        refund_no: String,
    },
    /// Nothing that concerns us; it is taken note of and acknowledged.
    Other,
}

/// A notification whose signature holds.
#[derive(Clone, Debug)]
pub struct VerifiedEvent {
    /// Names what happened, so that retries and duplicates of one event share it and no two events do.
    pub event_id: String,
    /// What it says.
    pub news: News,
}

impl VerifiedEvent {
    /// What it says of an attempt, if it speaks of one.
    pub const fn snapshot(&self) -> Option<&Snapshot> {
        match &self.news {
            News::Payment(said) => Some(said),
            News::Refund { .. } | News::Other => None,
        }
    }

    /// Our number of the attempt it is about.
    pub fn attempt_no(&self) -> Option<&str> {
        match &self.news {
            News::Payment(said) => Some(&said.attempt_no),
            News::Refund { attempt_no, .. } => Some(attempt_no),
            News::Other => None,
        }
    }
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
    async fn create(&self, intent: &CreateIntent) -> Result<Begun>;
    /// Asks where the attempt stands.
    async fn query(&self, attempt: &AttemptRef, now: Moment) -> Result<Snapshot>;
    /// Makes the attempt unpayable.
    async fn close(&self, attempt: &AttemptRef, now: Moment) -> Result<Closed>;
    /// Sends money back. Repeating it with the same number and amount is harmless.
    async fn refund(&self, request: &RefundRequest) -> Result<RefundState>;
    /// Asks where a refund stands.
    async fn query_refund(
        &self,
        attempt: &AttemptRef,
        refund: &RefundRef,
        now: Moment,
    ) -> Result<RefundState>;
    /// Checks a notification: pure, on the raw bytes.
    fn verify_notification(
        &self,
        message: &Notification,
        now: Moment,
    ) -> Result<VerifiedEvent, Rejected>;
    /// The headers in which the provider's signature stands, to be kept with the body; none when it stands in the body.
    fn signature_headers(&self) -> &'static [&'static str] {
        &[]
    }
    /// What the provider booked on a day of the market's calendar, read from its daily bill; `None` while there is none yet.
    /// Refuses with `MethodUnavailable` where the provider has no bills.
    async fn bill(&self, _day: i64, _now: Moment) -> Result<Option<Vec<BillLine>>> {
        Err(domain::Code::MethodUnavailable.into())
    }
    /// The provider's way of handing a merchant's share on by itself, where it has one.
    fn splits(&self) -> Option<&dyn SplitProvider> {
        None
    }
    /// What to answer: `stored` says whether the event is safely ours.
    fn ack(&self, stored: bool) -> HttpAck;
}

pub use domain::reconciliation::{BillKind, BillLine};

/// A merchant's share that a provider is asked to hand on from a payment.
#[derive(Clone, Debug)]
pub struct SplitRequest {
    /// Our number of the split: at most 32 of `[A-Za-z0-9]`, stored before this call.
    pub split_no: String,
    /// The payment it comes from.
    pub attempt: AttemptRef,
    /// The merchant's account at the provider.
    pub receiver: String,
    /// How much.
    pub amount: Money,
    /// The present moment, for timestamps on the wire.
    pub now: Moment,
}

/// Where a split stands at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SplitState {
    /// The merchant has it.
    Done,
    /// Accepted or unknown; ask again.
    Pending,
    /// Not taken up: send the same request again under the same number.
    NotAccepted(String),
    /// Refused for good, with the provider's code.
    Failed(String),
}

/// A provider that hands merchants' shares on by itself.
#[async_trait]
pub trait SplitProvider: Send + Sync {
    /// Hands a share on. Repeating it with the same number and amount is harmless.
    async fn split(&self, request: &SplitRequest) -> Result<SplitState>;
    /// Asks where a split stands.
    async fn query_split(&self, request: &SplitRequest) -> Result<SplitState>;
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
