//! Parcels: handing over, being pushed to, asking. Nodes are kept as they come, each once; that a parcel was signed for is
//! confirmed by one question before the clock of 3.2.3 starts to count from it.

use crate::ports::StoreExt as _;
use crate::ports::Tx;
use crate::ports::payment::HttpAck;
use crate::ports::shipments::NodeRow;
use crate::ports::tracking::{Journey, TrackingProvider, Watch};
use crate::trade::{self, Hand, MACHINE, Parties};
use crate::{Actor, Market, Result, tokens};
use domain::id::{OrderId, ShipmentId, TypedId as _};
use domain::orders::{Order, OrderEvent, OrderState};
use domain::shipping::{
    Carrier, Node, ParcelState, Shipment, delivered_at, parcel_state, parse_waybill,
};
use domain::text::shipment_number;
use domain::{Code, Permission, Refusal, Scope};
use std::sync::Arc;

/// How many parcels one order may have.
pub const PARCELS_MAX: usize = 50;
/// How often at most a subscription or a question is tried.
const TRACKING_TRIES_MAX: i64 = 12;
/// How many characters sign the pushes of one parcel.
const SALT_CHARS: usize = 32;

/// The merchant hands a paid order to a carrier, or adds a parcel to a shipped one. Refuses with field errors on `carrier`
/// and `waybill`, with `WrongState`, or with `Stale` when the waybill is already on the order.
pub async fn ship(
    market: &Market,
    actor: &Actor,
    order: &OrderId,
    carrier: &str,
    waybill: &str,
) -> Result<ShipmentId> {
    let scope = actor.merchant(None, Permission::OrdersShip)?;
    let carrier =
        Carrier::parse(carrier).ok_or_else(|| Refusal::field("carrier", Code::ChoiceUnknown))?;
    let waybill = parse_waybill(waybill)?;
    let salt: String = tokens::fresh(&*market.rng).chars().take(SALT_CHARS).collect();
    let hand = Hand::of(market);
    let shipment = Shipment {
        id: hand.id(),
        order: order.clone(),
        number: String::new(),
        carrier,
        waybill,
        state: ParcelState::AwaitingPickup,
        salt,
        shipped_at: hand.now,
        delivered_at: None,
        watched: false,
        version: 0,
    };
    let id = shipment.id.clone();
    let key = format!("shipping.ship:{id}");
    trade::write_again(market, key, move |tx| {
        let (hand, scope, shipment) = (hand.clone(), scope.clone(), shipment.clone());
        Box::pin(async move {
            hand_over(tx, &hand, &scope, &shipment).await?;
            let (kind, subject) = ("shipment.watch", shipment.id.as_str());
            trade::enqueue(tx, &hand, kind, subject, hand.now, TRACKING_TRIES_MAX).await
        })
    })
    .await?;
    Ok(id)
}

/// Adds the parcel to its order, inside the caller's transaction; its number is given here.
pub(crate) async fn hand_over(
    tx: &mut dyn Tx,
    hand: &Hand,
    scope: &Scope,
    shipment: &Shipment,
) -> Result<()> {
    let order = tx.order(scope, shipment.order.as_str()).await?.ok_or(Code::NotFound)?;
    let before = tx.shipments_of(scope, &order.id).await?;
    if before.len() >= PARCELS_MAX {
        return Err(Code::TooMuch.into());
    }
    let order = match order.state {
        // Two packers at once: the second one counts the first one's parcel.
        OrderState::Shipped if order.delivered_at.is_none() => {
            trade::touch_order(tx, &order).await?
        }
        _ => trade::move_order(tx, hand, &order, &OrderEvent::Shipped, order.id.as_str()).await?,
    };
    let number = shipment_number(&order.number, before.len() + 1);
    tx.add_shipment(scope, &Shipment { number, ..shipment.clone() }).await?;
    let parties = Parties::of(&order);
    trade::announce(tx, hand, "shipment.added", order.id.as_str(), order.version, parties).await
}

/// Takes a push of the carriers' partner and says what to answer. It is believed only if it verifies against the salt of a
/// parcel of ours with that waybill.
pub async fn push(market: &Market, body: &[u8]) -> Result<HttpAck> {
    let partner = market.tracking.as_ref().ok_or(Code::NotFound)?;
    let (carrier, waybill) = match partner.push_subject(body) {
        Ok(subject) => subject,
        Err(rejected) => {
            tracing::warn!(%rejected, "a carrier's push was refused");
            return Ok(partner.ack(false));
        }
    };
    let parcels = match Carrier::parse(&carrier) {
        Some(carrier) => {
            let mut reader = market.store.read().await?;
            let reader = &mut *reader;
            reader.shipments_by_waybill(&MACHINE, carrier, &waybill).await?
        }
        None => Vec::new(),
    };
    let mut stored = false;
    for parcel in parcels {
        if let Ok(journey) = partner.verify_push(body, &parcel.salt) {
            apply_journey(market, &parcel.id, &journey, partner.id()).await?;
            stored = true;
        }
    }
    if !stored {
        tracing::warn!(carrier, waybill, "a carrier's push fits no parcel of ours");
    }
    Ok(partner.ack(stored))
}

/// Keeps what a journey tells of a parcel; told twice it changes nothing. A signature is confirmed by a job of its own.
pub async fn apply_journey(
    market: &Market,
    id: &ShipmentId,
    journey: &Journey,
    source: &str,
) -> Result<()> {
    let work = Telling {
        hand: Hand::of(market),
        id: id.clone(),
        nodes: journey.nodes.clone(),
        source: source.to_owned(),
    };
    let key = format!("shipping.journey:{}", work.hand.id::<ShipmentId>());
    trade::write_again(market, key, move |tx| {
        let work = work.clone();
        Box::pin(async move {
            if work.run(tx).await? {
                let (kind, subject, now) = ("shipment.confirm", work.id.as_str(), work.hand.now);
                trade::enqueue(tx, &work.hand, kind, subject, now, TRACKING_TRIES_MAX).await?;
            }
            Ok(())
        })
    })
    .await
}

/// A journey, or what of it is known so far.
#[derive(Clone)]
pub(crate) struct Telling {
    pub(crate) hand: Hand,
    pub(crate) id: ShipmentId,
    pub(crate) nodes: Vec<Node>,
    pub(crate) source: String,
}

impl Telling {
    /// Keeps it; whether it says for the first time that the parcel was signed for.
    pub(crate) async fn run(&self, tx: &mut dyn Tx) -> Result<bool> {
        let shipment = tx.shipment(&MACHINE, &self.id).await?.ok_or(Code::NotFound)?;
        let mut news = 0;
        for node in &self.nodes {
            let row = NodeRow {
                id: self.hand.id(),
                shipment: self.id.clone(),
                node: node.clone(),
                source: self.source.clone(),
                heard_at: self.hand.now,
            };
            news += i64::from(tx.keep_node(&MACHINE, &row).await?);
        }
        if news == 0 {
            return Ok(false);
        }
        let mut after = shipment.clone();
        let known = tx.nodes(&MACHINE, &self.id).await?;
        after.state = parcel_state(known.iter().map(|n| &n.node));
        tx.save_shipment(&MACHINE, &after).await?;
        let order = tx.order(&MACHINE, shipment.order.as_str()).await?.ok_or(Code::NotFound)?;
        let signed = after.state == ParcelState::Delivered && after.delivered_at.is_none();
        let (subject, parties) = (order.id.as_str(), Parties::of(&order));
        let version = order.version;
        trade::announce(tx, &self.hand, "shipment.node", subject, version, parties).await?;
        Ok(signed)
    }
}

/// The job that asks the partner to push a parcel's journey.
pub(crate) async fn watch(market: &Market, id: &ShipmentId) -> Result<()> {
    let Some(partner) = &market.tracking else { return Ok(()) };
    let (shipment, order) = parcel(market, id).await?;
    if shipment.watched {
        return Ok(());
    }
    partner.subscribe(&watch_of(market, partner, &shipment, &order)).await?;
    let mut watched = shipment;
    watched.watched = true;
    let key = format!("shipping.watched:{id}:{}", watched.version);
    market
        .store
        .write(key, move |tx| {
            let watched = watched.clone();
            Box::pin(async move { tx.save_shipment(&MACHINE, &watched).await })
        })
        .await
}

/// The job that asks once whether a parcel was really signed for, and then tells the order. A partner that says otherwise
/// leaves the parcel as it is; its next push asks again.
pub(crate) async fn confirm_delivery(market: &Market, id: &ShipmentId) -> Result<()> {
    let Some(partner) = &market.tracking else { return Ok(()) };
    let (shipment, order) = parcel(market, id).await?;
    if shipment.delivered_at.is_some() {
        return Ok(());
    }
    let journey = partner.query(&watch_of(market, partner, &shipment, &order)).await?;
    if parcel_state(&journey.nodes) != ParcelState::Delivered {
        tracing::warn!(shipment = %id, "parcel {id} was pushed as signed for but is not");
        return Ok(());
    }
    let (hand, id) = (Hand::of(market), id.clone());
    let key = format!("shipping.delivered:{}", hand.id::<ShipmentId>());
    trade::write_again(market, key, move |tx| {
        let (hand, id, nodes) = (hand.clone(), id.clone(), journey.nodes.clone());
        Box::pin(async move { delivered(tx, &hand, &id, &nodes).await })
    })
    .await
}

/// Writes the signature; when it was the last parcel of its order, the order is delivered.
pub(crate) async fn delivered(
    tx: &mut dyn Tx,
    hand: &Hand,
    id: &ShipmentId,
    nodes: &[Node],
) -> Result<()> {
    let mut shipment = tx.shipment(&MACHINE, id).await?.ok_or(Code::NotFound)?;
    if shipment.delivered_at.is_some() {
        return Ok(());
    }
    shipment.delivered_at = delivered_at(nodes).or(Some(hand.now));
    tx.save_shipment(&MACHINE, &shipment).await?;
    let order = tx.order(&MACHINE, shipment.order.as_str()).await?.ok_or(Code::NotFound)?;
    let parcels = tx.shipments_of(&MACHINE, &order.id).await?;
    if parcels.iter().all(|p| p.delivered_at.is_some()) {
        let event = OrderEvent::Delivered;
        trade::move_order(tx, hand, &order, &event, order.id.as_str()).await?;
    } else {
        // Another parcel may be signed for at this moment, and neither would be the last one.
        trade::touch_order(tx, &order).await?;
    }
    Ok(())
}

async fn parcel(market: &Market, id: &ShipmentId) -> Result<(Shipment, Order)> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let shipment = reader.shipment(&MACHINE, id).await?.ok_or(Code::NotFound)?;
    let order = reader.order(&MACHINE, shipment.order.as_str()).await?.ok_or(Code::NotFound)?;
    Ok((shipment, order))
}

fn watch_of(
    market: &Market,
    partner: &Arc<dyn TrackingProvider>,
    shipment: &Shipment,
    order: &Order,
) -> Watch {
    Watch {
        carrier: shipment.carrier.as_str().to_owned(),
        waybill: shipment.waybill.clone(),
        phone_last4: order.address.phone_last4(),
        callback_url: format!("{}/hooks/tracking/{}", market.origin, partner.id()),
        salt: shipment.salt.clone(),
        now: market.now(),
    }
}
