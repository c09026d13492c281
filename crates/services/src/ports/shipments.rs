//! Parcels and the nodes of their journeys. Nodes are only ever added, each once per parcel by its fingerprint.

use crate::Result;
use async_trait::async_trait;
use domain::id::{OrderId, ShipmentId, TrackingNodeId};
use domain::shipping::{Carrier, Node, Shipment};
use domain::{Moment, Scope};

/// A node as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeRow {
    /// The id.
    pub id: TrackingNodeId,
    /// The parcel.
    pub shipment: ShipmentId,
    /// What the carrier told.
    pub node: Node,
    /// Who told it: `kuaidi100`, `merchant`.
    pub source: String,
    /// When we heard of it.
    pub heard_at: Moment,
}

/// Reading parcels: those of orders the scope may see.
#[async_trait]
pub trait ShipmentsRead: Send {
    /// A parcel by its id.
    async fn shipment(&mut self, scope: &Scope, id: &ShipmentId) -> Result<Option<Shipment>>;
    /// The parcels of an order, in the order of their numbers.
    async fn shipments_of(&mut self, scope: &Scope, order: &OrderId) -> Result<Vec<Shipment>>;
    /// The parcels under a waybill (a merged dispatch may serve several orders). System only.
    async fn shipments_by_waybill(
        &mut self,
        scope: &Scope,
        carrier: Carrier,
        waybill: &str,
    ) -> Result<Vec<Shipment>>;
    /// The nodes of a parcel, the newest first.
    async fn nodes(&mut self, scope: &Scope, shipment: &ShipmentId) -> Result<Vec<NodeRow>>;
}

/// Writing parcels.
#[async_trait]
pub trait ShipmentsWrite: Send {
    /// Stores a parcel of an order of the scope's merchant. `Conflict("shipment_waybill")` when the order has a parcel
    /// with this carrier and waybill.
    async fn add_shipment(&mut self, scope: &Scope, shipment: &Shipment) -> Result<()>;
    /// Stores a parcel anew; `Stale` when its version moved. System only.
    async fn save_shipment(&mut self, scope: &Scope, shipment: &Shipment) -> Result<()>;
    /// Keeps a node under its fingerprint; `false` when the parcel has it already. System only.
    async fn keep_node(&mut self, scope: &Scope, node: &NodeRow) -> Result<bool>;
}
