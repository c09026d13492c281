-- A parcel of an order. Merchant and buyer are those of the order, so that a parcel is narrowed without a join.
create table shipment (
    id text not null primary key,
    order_id text not null references merchant_order (id),
    merchant_id text not null references merchant (id),
    buyer_id text not null references account (id),
    -- The number people call it by: the order's with `-F1`.
    number text not null,
    carrier text not null constraint shipment_carrier check (
        carrier in ('sf', 'zto', 'yto', 'sto', 'yunda', 'jtexpress', 'ems', 'jd', 'deppon')
    ),
    waybill text not null,
    -- Where it stands, a function of its nodes.
    state text not null constraint shipment_state check (
        state in (
            'awaiting_pickup', 'picked_up', 'in_transit', 'customs', 'out_for_delivery', 'at_pickup_point', 'delivered',
            'exception', 'refused', 'returning', 'returned'
        )
    ),
    -- The random text that signs the pushes of this parcel's subscription.
    salt text not null,
    shipped_at integer not null,
    delivered_at integer,
    -- Whether the partner watches it.
    watched integer not null constraint shipment_watched check (watched in (0, 1)),
    version integer not null
) strict;
create unique index shipment_order_id_carrier_waybill on shipment (order_id, carrier, waybill);
create index shipment_by_waybill on shipment (carrier, waybill, id);

-- One node of a parcel's journey, as it was told. Nodes are only added, each once per parcel by its fingerprint.
create table tracking_node (
    id text not null primary key,
    shipment_id text not null references shipment (id),
    -- The SHA-256 of what makes two tellings of a node the same.
    fingerprint text not null,
    -- When the carrier says it happened.
    at integer not null,
    -- What it means; null keeps the last known state.
    state text constraint tracking_node_state check (
        state in (
            'awaiting_pickup', 'picked_up', 'in_transit', 'customs', 'out_for_delivery', 'at_pickup_point', 'delivered',
            'exception', 'refused', 'returning', 'returned'
        )
    ),
    raw_code text not null,
    words text not null,
    place text,
    -- The place on the map, in millionths of a degree.
    lng_micro integer,
    lat_micro integer,
    -- Who told it.
    source text not null,
    heard_at integer not null,
    constraint tracking_node_position check ((lng_micro is null) = (lat_micro is null))
) strict;
create unique index tracking_node_shipment_id_fingerprint on tracking_node (shipment_id, fingerprint);
create index tracking_node_by_shipment on tracking_node (shipment_id, at, id);
