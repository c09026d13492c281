//! The way of a parcel, as a carrier would have told it node by node.

use super::dice::Dice;
use domain::shipping::{Node, ParcelState};
use domain::{Duration, Moment};

/// How many minutes a parcel waits for its carrier.
const PICKUP_MINUTES: (i64, i64) = (40, 300);
/// How many hours it travels.
const TRAVEL_HOURS: (i64, i64) = (20, 80);
/// How long before the signature the courier leaves.
const COURIER: Duration = Duration::minutes(150);

/// From where to where.
pub struct Way<'a> {
    /// The shop's place, `浙江龙泉`.
    pub from: &'a str,
    /// The receiver's city.
    pub city: &'a str,
    /// The receiver's district.
    pub district: &'a str,
    /// When the shop handed it over.
    pub handed_at: Moment,
}

/// The nodes, oldest first; the last one is the signature.
pub fn nodes(way: &Way<'_>, plain: bool, dice: &mut Dice) -> Vec<Node> {
    let picked = if plain { 60 } else { dice.between(PICKUP_MINUTES.0, PICKUP_MINUTES.1) };
    let hours = if plain { 44 } else { dice.between(TRAVEL_HOURS.0, TRAVEL_HOURS.1) };
    let picked_at = way.handed_at.plus(Duration::minutes(picked));
    let signed_at = way.handed_at.plus(Duration::minutes(hours * 60 + dice.between(0, 60)));
    let travel = signed_at.since(picked_at).as_millis();
    let after = |per_cent: i64| picked_at.plus(Duration::millis(travel / 100 * per_cent));
    let Way { from, city, district, .. } = way;
    let node = |at, code: &str, state, place: &str, text: String| Node {
        at,
        state: Some(state),
        raw_code: code.to_owned(),
        text,
        place: Some(place.to_owned()),
        position: None,
    };
    let (to, travels) = (format!("{city},{district}"), ParcelState::InTransit);
    let collected = format!("【{from}】快件已揽收");
    let left = format!("【{from}】快件离开 {from}集散中心，发往 {city}");
    let reached = format!("【{city}】快件到达 {city}转运中心");
    let courier = format!("【{city}】{district}营业部 派件中，请保持电话畅通");
    let signed = format!("【{city}】已签收，签收人：本人签收");
    vec![
        node(picked_at, "103", ParcelState::PickedUp, from, collected),
        node(after(22), "1002", travels, from, left),
        node(after(74), "1001", travels, city, reached),
        node(signed_at.minus(COURIER), "5", ParcelState::OutForDelivery, &to, courier),
        node(signed_at, "301", ParcelState::Delivered, &to, signed),
    ]
}
