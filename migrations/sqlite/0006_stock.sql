-- Goods held for a purchase. `stock_item.held` is always the sum of the live rows of its item (I18), because both are only
-- ever written together. A row ends once. The purchase is stored later in the same transaction, so nothing refers to it.
create table reservation (
    id text not null primary key,
    purchase_id text not null,
    stock_item_id text not null references stock_item (id),
    qty integer not null constraint reservation_qty check (qty >= 1),
    expires_at integer not null,
    state text not null constraint reservation_state check (state in ('live', 'consumed', 'released')),
    ended_at integer,
    constraint reservation_ended check ((state = 'live') = (ended_at is null))
) strict;
create unique index reservation_purchase_id_stock_item_id on reservation (purchase_id, stock_item_id) where state = 'live';
create index reservation_by_purchase on reservation (purchase_id, stock_item_id, id);
create index reservation_live on reservation (stock_item_id, id) where state = 'live';

-- Goods that came back to the shelf. The fact they come from is part of the key, so each fact puts an item back once.
create table restock (
    stock_item_id text not null references stock_item (id),
    -- The text of an id: an order, a return.
    source text not null,
    qty integer not null constraint restock_qty check (qty >= 1),
    at integer not null,
    primary key (stock_item_id, source)
) strict;

-- A coupon: an amount off from a threshold on. `used` is the count of its live redemptions (I19).
create table coupon (
    id text not null primary key,
    -- Null is a coupon of the platform, for everything in a purchase.
    merchant_id text references merchant (id),
    slot text not null constraint coupon_slot check (slot in ('shop', 'platform')),
    -- Who bears the discount.
    funder text not null constraint coupon_funder check (funder in ('merchant', 'platform')),
    currency text not null,
    threshold_minor integer not null constraint coupon_threshold check (threshold_minor >= 0),
    off_minor integer not null constraint coupon_off check (off_minor >= 0),
    -- From when on (inclusive) until when (exclusive).
    from_at integer not null,
    until_at integer not null,
    name_zh text not null,
    name_en text not null,
    uses_max integer not null constraint coupon_uses_max check (uses_max >= 0),
    used integer not null constraint coupon_used check (used >= 0),
    created_at integer not null,
    constraint coupon_enough check (used <= uses_max)
) strict;
create index coupon_by_merchant on coupon (merchant_id, until_at, id);

-- A coupon redeemed for a purchase. It is live until the purchase closes without payment; a buyer has one live redemption of
-- a coupon at most.
create table coupon_redemption (
    coupon_id text not null references coupon (id),
    purchase_id text not null,
    buyer_id text not null references account (id),
    redeemed_at integer not null,
    released_at integer,
    primary key (coupon_id, purchase_id)
) strict;
create unique index coupon_redemption_coupon_id_buyer_id on coupon_redemption (coupon_id, buyer_id) where released_at is null;
create index coupon_redemption_by_purchase on coupon_redemption (purchase_id, coupon_id);
