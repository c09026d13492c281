//! Carriers' journeys: subscribe, be pushed to, ask. One adapter per aggregator or carrier behind [`TrackingProvider`].

use crate::Result;
use crate::ports::payment::{HttpAck, Rejected};
use async_trait::async_trait;
use domain::Moment;
use std::sync::Arc;

pub use domain::shipping::{Node, ParcelState, Position};

/// What a carrier says of one parcel: the whole history known to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The carrier word (ours): `sf`, `zto`, `yto`, ….
    pub carrier: String,
    /// The waybill number.
    pub waybill: String,
    /// The nodes, in any order.
    pub nodes: Vec<Node>,
    /// Whether the provider will send nothing more.
    pub ended: bool,
}

/// A parcel to be watched.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The carrier word (ours).
    pub carrier: String,
    /// The waybill number.
    pub waybill: String,
    /// Last four digits of the receiver's telephone, which some carriers demand.
    pub phone_last4: String,
    /// Where pushes go.
    pub callback_url: String,
    /// The random salt that signs the pushes of this subscription.
    pub salt: String,
    /// The present moment.
    pub now: Moment,
}

/// One logistics partner.
#[async_trait]
pub trait TrackingProvider: Send + Sync + 'static {
    /// The stable word for the provider: `kuaidi100`.
    fn id(&self) -> &'static str;
    /// The carriers it can watch (our words).
    fn carriers(&self) -> &'static [&'static str];
    /// Asks the partner to push the journey. Already subscribed counts as done.
    async fn subscribe(&self, watch: &Watch) -> Result<()>;
    /// Asks for the journey once.
    async fn query(&self, watch: &Watch) -> Result<Journey>;
    /// Which parcel a push claims to be about: carrier and waybill. Proves nothing.
    fn push_subject(&self, body: &[u8]) -> Result<(String, String), Rejected>;
    /// Checks a push against the salt of its subscription: pure, on the raw bytes.
    fn verify_push(&self, body: &[u8], salt: &str) -> Result<Journey, Rejected>;
    /// What to answer: `stored` says whether the push is safely ours.
    fn ack(&self, stored: bool) -> HttpAck;
}

/// The carriers' partner that is configured, if any.
pub type Tracking = Option<Arc<dyn TrackingProvider>>;
