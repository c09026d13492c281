-- What a shop has to send, the promise that ends first in front: a walk along this index and no sorting of all that waits.
create index merchant_order_to_ship on merchant_order (
    merchant_id, (case when ship_hours = 0 then 1 else 0 end), (paid_at + ship_hours * 3600000), id
) where state = 'paid';
