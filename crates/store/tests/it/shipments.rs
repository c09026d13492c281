//! Parcels: who may see and add them, one per waybill and order, and nodes that are heard once.

use crate::deals::{Deal, look, trade};
use crate::fixture::{SYSTEM, World, owner};
use domain::shipping::*;
use domain::{Code, Duration, Moment, Scope, StaffRole};
use services::Error;
use services::ports::StoreExt as _;
use services::ports::shipments::NodeRow;

crate::stories![
    a_parcel_is_read_back_as_it_was_stored_and_moves_on_from_its_version,
    parcels_are_seen_by_their_parties_alone,
    a_merchant_ships_only_its_own_orders,
    an_order_has_one_parcel_per_waybill_however_often_it_is_sent,
    a_node_is_heard_once_and_the_newest_is_told_first,
];

fn parcel(world: &World, deal: &Deal, n: usize, waybill: &str) -> Shipment {
    Shipment {
        id: world.id(),
        order: deal.order.clone(),
        number: format!("N1-F{n}"),
        carrier: Carrier::Sf,
        waybill: waybill.into(),
        state: ParcelState::AwaitingPickup,
        salt: "salt".into(),
        shipped_at: world.now(),
        delivered_at: None,
        watched: false,
        version: 0,
    }
}

fn node(world: &World, parcel: &Shipment, at: i64, text: &str) -> NodeRow {
    NodeRow {
        id: world.id(),
        shipment: parcel.id.clone(),
        node: Node {
            at: Moment(at),
            state: Some(ParcelState::InTransit),
            raw_code: "1002".into(),
            text: text.into(),
            place: Some("杭州".into()),
            position: Some(Position { lng_micro: 120_153_576, lat_micro: -30_287_459 }),
        },
        source: "kuaidi100".into(),
        heard_at: world.now(),
    }
}

async fn a_parcel_is_read_back_as_it_was_stored_and_moves_on_from_its_version(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let first = parcel(&world, &deal, 1, "SF100001");
    trade!(world, |tx| tx.add_shipment(&SYSTEM, &first), first).unwrap();
    let read = look!(world, |r| r.shipment(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read.as_ref(), Some(&first));

    let delivered = Shipment {
        state: ParcelState::Delivered,
        delivered_at: Some(world.now().plus(Duration::days(2))),
        watched: true,
        ..first.clone()
    };
    trade!(world, |tx| tx.save_shipment(&SYSTEM, &delivered), delivered).unwrap();
    let late = Shipment { state: ParcelState::Exception, ..first.clone() };
    let stale = trade!(world, |tx| tx.save_shipment(&SYSTEM, &late), late).unwrap_err();
    assert_eq!(stale.code(), Code::Stale);
    let read = look!(world, |r| r.shipment(&SYSTEM, &first.id)).unwrap();
    assert_eq!(read, Some(Shipment { version: 1, ..delivered }));
}

async fn parcels_are_seen_by_their_parties_alone(world: World) {
    let (deal, other) = (Deal::new(&world, "qing").await, Deal::new(&world, "other").await);
    let sent = parcel(&world, &deal, 1, "SF100001");
    let told = node(&world, &sent, 5, "已揽收");
    trade!(world, |tx| tx.add_shipment(&SYSTEM, &sent), sent).unwrap();
    trade!(world, |tx| tx.keep_node(&SYSTEM, &told), told).unwrap();
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Service };
    for scope in [deal.scope(), owner(&deal.merchant), staff.clone(), SYSTEM] {
        assert!(look!(world, |r| r.shipment(&scope, &sent.id)).unwrap().is_some(), "{scope:?}");
        assert_eq!(look!(world, |r| r.shipments_of(&scope, &deal.order)).unwrap().len(), 1);
        let nodes = look!(world, |r| r.nodes(&scope, &sent.id)).unwrap();
        assert_eq!(nodes, std::slice::from_ref(&told));
    }
    for scope in [other.scope(), owner(&other.merchant), Scope::Public, Scope::Guest(world.id())] {
        assert_eq!(look!(world, |r| r.shipment(&scope, &sent.id)).unwrap(), None, "{scope:?}");
        assert_eq!(look!(world, |r| r.shipments_of(&scope, &deal.order)).unwrap(), []);
        assert_eq!(look!(world, |r| r.nodes(&scope, &sent.id)).unwrap(), []);
    }
    // Only the machine looks parcels up by their waybill, and only it moves them.
    for scope in [deal.scope(), owner(&deal.merchant), staff, Scope::Public] {
        let found = look!(world, |r| r.shipments_by_waybill(&scope, Carrier::Sf, "SF100001"));
        assert_eq!(found.unwrap_err().code(), Code::Forbidden, "{scope:?}");
        let saved = trade!(world, |tx| tx.save_shipment(&scope, &sent), scope, sent);
        assert_eq!(saved.unwrap_err().code(), Code::Forbidden, "{scope:?}");
        let kept = trade!(world, |tx| tx.keep_node(&scope, &told), scope, told);
        assert_eq!(kept.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
}

async fn a_merchant_ships_only_its_own_orders(world: World) {
    let (deal, other) = (Deal::new(&world, "qing").await, Deal::new(&world, "other").await);
    let sent = parcel(&world, &deal, 1, "SF100001");
    for scope in [owner(&other.merchant), deal.scope(), Scope::Public] {
        let added = trade!(world, |tx| tx.add_shipment(&scope, &sent), scope, sent);
        assert_eq!(added.unwrap_err().code(), Code::NotFound, "{scope:?}");
    }
    let scope = owner(&deal.merchant);
    trade!(world, |tx| tx.add_shipment(&scope, &sent), scope, sent).unwrap();
    assert_eq!(look!(world, |r| r.shipments_of(&deal.scope(), &deal.order)).unwrap(), [sent]);
}

async fn an_order_has_one_parcel_per_waybill_however_often_it_is_sent(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let merged = Deal::between(&world, &deal.buyer, &deal.merchant).await;
    let scope = owner(&deal.merchant);
    // The tenth parcel comes behind the second, although its number's text does not.
    for n in [10, 2, 1] {
        let sent = parcel(&world, &deal, n, &format!("SF10000{n}"));
        trade!(world, |tx| tx.add_shipment(&scope, &sent), scope, sent).unwrap();
    }
    let numbers = look!(world, |r| r.shipments_of(&scope, &deal.order)).unwrap();
    let numbers: Vec<_> = numbers.iter().map(|p| p.number.as_str()).collect();
    assert_eq!(numbers, ["N1-F1", "N1-F2", "N1-F10"]);

    let twin = parcel(&world, &deal, 4, "SF100001");
    let refused = trade!(world, |tx| tx.add_shipment(&scope, &twin), scope, twin).unwrap_err();
    assert!(matches!(refused, Error::Conflict(name) if name == "shipment_waybill"));
    let elsewhere = Shipment { carrier: Carrier::Zto, ..parcel(&world, &deal, 4, "SF100001") };
    trade!(world, |tx| tx.add_shipment(&scope, &elsewhere), scope, elsewhere).unwrap();
    // A merged dispatch serves two orders under one waybill.
    let together = parcel(&world, &merged, 1, "SF100001");
    trade!(world, |tx| tx.add_shipment(&scope, &together), scope, together).unwrap();
    let found = look!(world, |r| r.shipments_by_waybill(&SYSTEM, Carrier::Sf, "SF100001")).unwrap();
    let orders: Vec<_> = found.iter().map(|p| &p.order).collect();
    assert_eq!(orders, [&deal.order, &merged.order]);
}

async fn a_node_is_heard_once_and_the_newest_is_told_first(world: World) {
    let deal = Deal::new(&world, "qing").await;
    let sent = parcel(&world, &deal, 1, "SF100001");
    trade!(world, |tx| tx.add_shipment(&SYSTEM, &sent), sent).unwrap();
    let old = node(&world, &sent, 5, "已揽收");
    let new = NodeRow {
        node: Node {
            state: None,
            place: None,
            position: None,
            ..node(&world, &sent, 9, "运输中").node
        },
        ..node(&world, &sent, 9, "")
    };
    let keep = async |row: &NodeRow| trade!(world, |tx| tx.keep_node(&SYSTEM, &row), row).unwrap();
    assert!(keep(&new).await);
    assert!(keep(&old).await);
    // Told again under another code, by the next push: the same moment and sentence are the same node.
    let again = NodeRow {
        node: Node { raw_code: "0".into(), ..old.node.clone() },
        ..node(&world, &sent, 5, "")
    };
    assert!(!keep(&again).await);
    assert_eq!(look!(world, |r| r.nodes(&SYSTEM, &sent.id)).unwrap(), [new, old.clone()]);

    // Another parcel with the same journey hears it for itself.
    let twin = parcel(&world, &deal, 2, "SF100002");
    trade!(world, |tx| tx.add_shipment(&SYSTEM, &twin), twin).unwrap();
    assert!(keep(&NodeRow { id: world.id(), shipment: twin.id.clone(), ..old }).await);
}
