//! Carriers' journeys: subscribe, be pushed to, ask. One adapter per aggregator or carrier behind [`TrackingProvider`].

use crate::Result;
use crate::ports::payment::{HttpAck, Rejected};
use async_trait::async_trait;
use domain::Moment;
use std::sync::Arc;

/// Where a parcel stands, in our words. Unknown codes keep the text and the last known state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParcelState {
    /// The waybill exists, the parcel was not seen yet.
    AwaitingPickup,
    /// Collected from the merchant.
    PickedUp,
    /// Between places.
    InTransit,
    /// At customs.
    Customs,
    /// With the courier.
    OutForDelivery,
    /// Waiting in a locker or station.
    AtPickupPoint,
    /// Signed for.
    Delivered,
    /// Something is wrong.
    Exception,
    /// The receiver refused it.
    Refused,
    /// On its way back.
    Returning,
    /// Back with the merchant.
    Returned,
}

impl ParcelState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::AwaitingPickup,
        Self::PickedUp,
        Self::InTransit,
        Self::Customs,
        Self::OutForDelivery,
        Self::AtPickupPoint,
        Self::Delivered,
        Self::Exception,
        Self::Refused,
        Self::Returning,
        Self::Returned,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPickup => "awaiting_pickup",
            Self::PickedUp => "picked_up",
            Self::InTransit => "in_transit",
            Self::Customs => "customs",
            Self::OutForDelivery => "out_for_delivery",
            Self::AtPickupPoint => "at_pickup_point",
            Self::Delivered => "delivered",
            Self::Exception => "exception",
            Self::Refused => "refused",
            Self::Returning => "returning",
            Self::Returned => "returned",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// A place on the map, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Longitude, east positive.
    pub lng_micro: i32,
    /// Latitude, north positive.
    pub lat_micro: i32,
}

/// One node of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// When the carrier says it happened.
    pub at: Moment,
    /// What it means; `None` keeps the last known state.
    pub state: Option<ParcelState>,
    /// The carrier's code, kept as told.
    pub raw_code: String,
    /// The carrier's sentence.
    pub text: String,
    /// The place, when told.
    pub place: Option<String>,
    /// Where that place lies on the map (its centre), when told.
    pub position: Option<Position>,
}

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
