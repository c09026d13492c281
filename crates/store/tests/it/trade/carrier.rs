//! The carriers' partner of the stories: it knows the journey of every waybill, pushes it signed with the salt of its
//! subscription, and tells it again when asked.

use async_trait::async_trait;
use domain::Moment;
use domain::text::content_hash;
use serde::{Deserialize, Serialize};
use services::ports::payment::{HttpAck, Rejected};
use services::ports::tracking::*;
use services::{Error, Result};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

#[derive(Default)]
struct Desk {
    away: bool,
    /// By waybill: the salts of its subscriptions and the nodes so far.
    journeys: BTreeMap<String, (Vec<String>, Vec<Node>)>,
}

/// The partner.
#[derive(Default)]
pub struct Carrier(Mutex<Desk>);

#[derive(Serialize, Deserialize)]
struct Push {
    carrier: String,
    waybill: String,
    nodes: Vec<Node>,
    signature: String,
}

impl Carrier {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().expect("no story panics at the desk")
    }

    /// Whether the partner does not answer.
    pub fn be_away(&self, away: bool) {
        self.desk().away = away;
    }

    /// Something happens to a parcel.
    pub fn happen(&self, waybill: &str, state: ParcelState, at: Moment) {
        let mut desk = self.desk();
        let (_, nodes) = desk.journeys.entry(waybill.to_owned()).or_default();
        nodes.push(Node {
            at,
            state: Some(state),
            raw_code: String::new(),
            text: format!("{} {}", state.as_str(), nodes.len()),
            place: None,
            position: None,
        });
    }

    /// What the partner pushes about a waybill now: one body per subscription.
    pub fn pushes(&self, carrier: &str, waybill: &str) -> Vec<Vec<u8>> {
        let desk = self.desk();
        let Some((salts, nodes)) = desk.journeys.get(waybill) else { return Vec::new() };
        let body = |salt: &String| {
            let push = Push {
                carrier: carrier.to_owned(),
                waybill: waybill.to_owned(),
                nodes: nodes.clone(),
                signature: content_hash(&(salt, nodes)),
            };
            serde_json::to_vec(&push).expect("a push has a JSON form")
        };
        salts.iter().map(body).collect()
    }
}

#[async_trait]
impl TrackingProvider for Carrier {
    fn id(&self) -> &'static str {
        "carriers"
    }

    fn carriers(&self) -> &'static [&'static str] {
        &["sf", "zto"]
    }

    async fn subscribe(&self, watch: &Watch) -> Result<()> {
        let mut desk = self.desk();
        if desk.away {
            return Err(Error::Busy("no answer".into()));
        }
        let (salts, _) = desk.journeys.entry(watch.waybill.clone()).or_default();
        if !salts.contains(&watch.salt) {
            salts.push(watch.salt.clone());
        }
        Ok(())
    }

    async fn query(&self, watch: &Watch) -> Result<Journey> {
        let desk = self.desk();
        if desk.away {
            return Err(Error::Busy("no answer".into()));
        }
        let nodes = desk.journeys.get(&watch.waybill).map(|(_, nodes)| nodes.clone());
        Ok(journey(watch.carrier.clone(), watch.waybill.clone(), nodes.unwrap_or_default()))
    }

    fn push_subject(&self, body: &[u8]) -> Result<(String, String), Rejected> {
        let push: Push = serde_json::from_slice(body).map_err(|_| Rejected::Malformed)?;
        Ok((push.carrier, push.waybill))
    }

    fn verify_push(&self, body: &[u8], salt: &str) -> Result<Journey, Rejected> {
        let push: Push = serde_json::from_slice(body).map_err(|_| Rejected::Malformed)?;
        if push.signature != content_hash(&(salt, &push.nodes)) {
            return Err(Rejected::Signature);
        }
        Ok(journey(push.carrier, push.waybill, push.nodes))
    }

    fn ack(&self, stored: bool) -> HttpAck {
        let status = if stored { 200 } else { 500 };
        HttpAck { status, content_type: "application/json", body: "{}".to_owned() }
    }
}

fn journey(carrier: String, waybill: String, nodes: Vec<Node>) -> Journey {
    Journey { carrier, waybill, nodes, ended: false }
}
