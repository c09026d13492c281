-- Where returned goods go (3.3.1): an address as orders hold one, null until the merchant has told it. Personal data: the
-- name and telephone number of whoever takes the goods back; buyers see it once their return is agreed to.
alter table merchant add column return_address_json text collate "C";

-- Within how many hours of payment an order is to leave the shop, frozen when it is placed (3.2.3); 0 is no promise.
alter table merchant_order add column ship_hours bigint not null default 0
    constraint merchant_order_ship_hours check (ship_hours >= 0);
