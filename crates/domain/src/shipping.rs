//! Parcels and their journeys (3.2.3). The state of a parcel is a function of its nodes, never a field somebody sets;
//! once delivered it stays delivered. Carriers are named by our own words; adapters translate.

use crate::clocks::words;
use crate::error::Refusal;
use crate::id::{OrderId, ShipmentId};
use crate::{Code, Moment};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

words! {
    /// A carrier, by our own word.
    Carrier {
        /// 顺丰速运.
        Sf = "sf",
        /// 中通快递.
        Zto = "zto",
        /// 圆通速递.
        Yto = "yto",
        /// 申通快递.
        Sto = "sto",
        /// 韵达快递.
        Yunda = "yunda",
        /// 极兔速递.
        Jtexpress = "jtexpress",
        /// 邮政/EMS.
        Ems = "ems",
        /// 京东物流.
        Jd = "jd",
        /// 德邦快递.
        Deppon = "deppon",
    }
}

words! {
    /// Where a parcel stands, in our words. Unknown carrier codes keep the text and the last known state.
    ParcelState {
        /// The waybill exists, the parcel was not seen yet.
        AwaitingPickup = "awaiting_pickup",
        /// Collected from the merchant.
        PickedUp = "picked_up",
        /// Between places.
        InTransit = "in_transit",
        /// At customs.
        Customs = "customs",
        /// With the courier.
        OutForDelivery = "out_for_delivery",
        /// Waiting in a locker or station.
        AtPickupPoint = "at_pickup_point",
        /// Signed for.
        Delivered = "delivered",
        /// Something is wrong.
        Exception = "exception",
        /// The receiver refused it.
        Refused = "refused",
        /// On its way back.
        Returning = "returning",
        /// Back with the merchant.
        Returned = "returned",
    }
}

/// The longest waybill number any carrier writes.
pub const WAYBILL_CHARS_MAX: usize = 32;
/// The shortest waybill number any carrier writes.
pub const WAYBILL_CHARS_MIN: usize = 6;

/// A place on the map, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Longitude, east positive.
    pub lng_micro: i32,
    /// Latitude, north positive.
    pub lat_micro: i32,
}

/// One node of a journey as a carrier told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl Node {
    /// What makes two tellings of a node the same: time and sentence. Lower-case hex of SHA-256.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(format!("{}\n{}", self.at.millis(), self.text));
        crate::text::hex(&digest)
    }
}

/// One parcel of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// Which.
    pub id: ShipmentId,
    /// The order it belongs to.
    pub order: OrderId,
    /// The human number: the order's with `-F1`.
    pub number: String,
    /// Who carries it.
    pub carrier: Carrier,
    /// The carrier's number.
    pub waybill: String,
    /// Where it stands.
    pub state: ParcelState,
    /// The random text that signs the pushes of this parcel's subscription.
    pub salt: String,
    /// When the merchant handed it over.
    pub shipped_at: Moment,
    /// When it was signed for.
    pub delivered_at: Option<Moment>,
    /// Whether the partner watches it.
    pub watched: bool,
    /// Counts changes; a stale write is refused.
    pub version: i64,
}

/// Checks a waybill number a merchant typed: spaces and hyphens fall away, letters become upper case.
pub fn parse_waybill(typed: &str) -> Result<String, Refusal> {
    let clean: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let code = match clean.len() {
        0 => Some(Code::Required),
        n if n < WAYBILL_CHARS_MIN => Some(Code::TooShort),
        n if n > WAYBILL_CHARS_MAX => Some(Code::TooLong),
        _ if !clean.bytes().all(|b| b.is_ascii_alphanumeric()) => Some(Code::WaybillShape),
        _ => None,
    };
    code.map_or(Ok(clean), |code| Err(Refusal::field("waybill", code)))
}

/// The state a journey adds up to: that of the newest node which means something, except that a delivered parcel stays
/// delivered (a later scan or a forwarded notice does not undo a signature). Nodes may come in any order; among nodes of
/// one moment the later in the list counts.
pub fn parcel_state<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> ParcelState {
    let mut newest: Option<(Moment, ParcelState)> = None;
    let mut delivered = false;
    for node in nodes {
        let Some(state) = node.state else { continue };
        delivered |= state == ParcelState::Delivered;
        if newest.is_none_or(|(at, _)| at <= node.at) {
            newest = Some((node.at, state));
        }
    }
    if delivered {
        return ParcelState::Delivered;
    }
    newest.map_or(ParcelState::AwaitingPickup, |(_, state)| state)
}

/// When the parcel was first signed for, if it was.
pub fn delivered_at<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> Option<Moment> {
    nodes.into_iter().filter(|n| n.state == Some(ParcelState::Delivered)).map(|n| n.at).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn node(at: i64, state: Option<ParcelState>) -> Node {
        let text = format!("t{at}");
        Node { at: Moment(at), state, raw_code: "0".into(), text, place: None, position: None }
    }

    #[test]
    fn a_signature_is_not_undone_by_a_later_scan() {
        use ParcelState::{Delivered, InTransit, OutForDelivery};
        let nodes =
            [node(3, Some(InTransit)), node(2, Some(Delivered)), node(1, Some(OutForDelivery))];
        assert_eq!(parcel_state(&nodes), Delivered);
        assert_eq!(delivered_at(&nodes), Some(Moment(2)));
        assert_eq!(parcel_state(&nodes[2..]), OutForDelivery);
        assert_eq!(parcel_state(&[node(9, None)]), ParcelState::AwaitingPickup);
    }

    proptest! {
        #[test]
        fn the_order_of_telling_does_not_matter(
            mut told in prop::collection::vec((0i64..1000, 0usize..11), 1..12),
        ) {
            told.sort_unstable();
            told.dedup_by_key(|t| t.0);
            let nodes: Vec<Node> =
                told.iter().map(|(at, s)| node(*at, Some(ParcelState::ALL[*s]))).collect();
            let mut backwards = nodes.clone();
            backwards.reverse();
            prop_assert_eq!(parcel_state(&nodes), parcel_state(&backwards));
        }
    }

    #[test]
    fn a_waybill_is_cleaned_and_checked() {
        assert_eq!(parse_waybill(" sf 1234-5678 "), Ok("SF12345678".into()));
        for (typed, code) in [
            ("", Code::Required),
            ("123", Code::TooShort),
            ("顺丰123456", Code::WaybillShape),
            ("123456789012345678901234567890123", Code::TooLong),
        ] {
            assert_eq!(parse_waybill(typed).unwrap_err().fields[0].code, code, "{typed}");
        }
    }
}
