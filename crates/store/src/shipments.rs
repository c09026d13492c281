//! Parcels and the nodes of their journeys. A parcel carries the merchant and buyer of its order, so that it is narrowed
//! without looking at the order; nodes are only ever added.

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{AccountId, MerchantId, OrderId, ShipmentId};
use domain::shipping::{Carrier, Node, ParcelState, Position, Shipment};
use domain::{Code, Scope};
use services::ports::shipments::{NodeRow, ShipmentsRead, ShipmentsWrite};
use services::{Error, Result};

/// More parcels than any order or waybill has.
const PARCELS_MAX: i64 = 500;
/// More nodes than any journey has.
const NODES_MAX: i64 = 2_000;

macro_rules! parcels {
    ($rest:literal) => {
        concat!(
            "select id, order_id, number, carrier, waybill, state, salt, shipped_at, delivered_at, watched,
                version
            from shipment ",
            $rest
        )
    };
}

const PARCEL: &str = parcels!("where id = $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4)");

/// Numbers end in `-F1`, `-F2` … `-F10`: the shorter comes first.
const PARCELS_OF: &str = parcels!(
    "where order_id = $1 and ($2 = 1 or buyer_id = $3 or merchant_id = $4)
    order by length(number), number, id limit $5"
);

const BY_WAYBILL: &str = parcels!("where carrier = $1 and waybill = $2 order by id limit $3");

const NODES: &str = "
    select n.id, n.shipment_id, n.at, n.state, n.raw_code, n.words, n.place, n.lng_micro, n.lat_micro,
        n.source, n.heard_at
    from tracking_node n join shipment s on s.id = n.shipment_id
    where n.shipment_id = $1 and ($2 = 1 or s.buyer_id = $3 or s.merchant_id = $4)
    order by n.at desc, n.id desc limit $5";

#[async_trait]
impl ShipmentsRead for Session {
    async fn shipment(&mut self, scope: &Scope, id: &ShipmentId) -> Result<Option<Shipment>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let row = self.one(PARCEL, args![id, all, buyer, merchant]).await?;
        row.as_ref().map(parcel).transpose()
    }

    async fn shipments_of(&mut self, scope: &Scope, order: &OrderId) -> Result<Vec<Shipment>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![order, all, buyer, merchant, PARCELS_MAX];
        self.all(PARCELS_OF, args).await?.iter().map(parcel).collect()
    }

    async fn shipments_by_waybill(
        &mut self,
        scope: &Scope,
        carrier: Carrier,
        waybill: &str,
    ) -> Result<Vec<Shipment>> {
        scoped::system(scope)?;
        let args = args![carrier.as_str(), waybill, PARCELS_MAX];
        self.all(BY_WAYBILL, args).await?.iter().map(parcel).collect()
    }

    async fn nodes(&mut self, scope: &Scope, shipment: &ShipmentId) -> Result<Vec<NodeRow>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![shipment, all, buyer, merchant, NODES_MAX];
        self.all(NODES, args).await?.iter().map(node).collect()
    }
}

fn parcel(row: &Row) -> Result<Shipment> {
    let mut cols = row.cols();
    Ok(Shipment {
        id: cols.id()?,
        order: cols.id()?,
        number: cols.text()?,
        carrier: cols.word(Carrier::parse)?,
        waybill: cols.text()?,
        state: cols.word(ParcelState::parse)?,
        salt: cols.text()?,
        shipped_at: cols.moment()?,
        delivered_at: cols.opt_moment()?,
        watched: cols.flag()?,
        version: cols.int()?,
    })
}

fn node(row: &Row) -> Result<NodeRow> {
    let mut cols = row.cols();
    Ok(NodeRow {
        id: cols.id()?,
        shipment: cols.id()?,
        node: Node {
            at: cols.moment()?,
            state: cols.opt_word(ParcelState::parse)?,
            raw_code: cols.text()?,
            text: cols.text()?,
            place: cols.opt_text()?,
            position: position(cols.opt_int()?, cols.opt_int()?)?,
        },
        source: cols.text()?,
        heard_at: cols.moment()?,
    })
}

fn position(lng: Option<i64>, lat: Option<i64>) -> Result<Option<Position>> {
    let (Some(lng), Some(lat)) = (lng, lat) else { return Ok(None) };
    let micro = |degrees| i32::try_from(degrees).map_err(Error::broken);
    Ok(Some(Position { lng_micro: micro(lng)?, lat_micro: micro(lat)? }))
}

/// The parties of an order that the scope may ship.
const ORDER: &str = "
    select merchant_id, buyer_id from merchant_order where id = $1 and ($2 = 1 or merchant_id = $3)";

const ADD_PARCEL: &str = "
    insert into shipment (id, order_id, merchant_id, buyer_id, number, carrier, waybill, state, salt,
        shipped_at, delivered_at, watched, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    on conflict (order_id, carrier, waybill) do nothing";

const SAVE_PARCEL: &str = "
    update shipment set state = $3, delivered_at = $4, watched = $5, version = version + 1
    where id = $1 and version = $2";

const KEEP_NODE: &str = "
    insert into tracking_node (id, shipment_id, fingerprint, at, state, raw_code, words, place, lng_micro,
        lat_micro, source, heard_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (shipment_id, fingerprint) do nothing";

#[async_trait]
impl ShipmentsWrite for Session {
    async fn add_shipment(&mut self, scope: &Scope, shipment: &Shipment) -> Result<()> {
        let own = args![&shipment.order, scope.sees_all(), scoped::merchant(scope)];
        let row = self.one(ORDER, own).await?.ok_or(Code::NotFound)?;
        let mut cols = row.cols();
        let (merchant, buyer): (MerchantId, AccountId) = (cols.id()?, cols.id()?);
        let args = args![
            &shipment.id,
            &shipment.order,
            &merchant,
            &buyer,
            shipment.number.as_str(),
            shipment.carrier.as_str(),
            shipment.waybill.as_str(),
            shipment.state.as_str(),
            shipment.salt.as_str(),
            shipment.shipped_at,
            shipment.delivered_at,
            shipment.watched,
            shipment.version,
        ];
        if self.execute(ADD_PARCEL, args).await? == 1 {
            return Ok(());
        }
        Err(Error::Conflict("shipment_waybill".into()))
    }

    async fn save_shipment(&mut self, scope: &Scope, shipment: &Shipment) -> Result<()> {
        scoped::system(scope)?;
        let args = args![
            &shipment.id,
            shipment.version,
            shipment.state.as_str(),
            shipment.delivered_at,
            shipment.watched,
        ];
        scoped::fresh(self.execute(SAVE_PARCEL, args).await?)
    }

    async fn keep_node(&mut self, scope: &Scope, row: &NodeRow) -> Result<bool> {
        scoped::system(scope)?;
        let node = &row.node;
        let args = args![
            &row.id,
            &row.shipment,
            node.fingerprint(),
            node.at,
            node.state.map(|state| state.as_str().to_owned()),
            node.raw_code.as_str(),
            node.text.as_str(),
            node.place.clone(),
            node.position.map(|position| i64::from(position.lng_micro)),
            node.position.map(|position| i64::from(position.lat_micro)),
            row.source.as_str(),
            row.heard_at,
        ];
        Ok(self.execute(KEEP_NODE, args).await? > 0)
    }
}
