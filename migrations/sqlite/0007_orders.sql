-- A purchase: what is paid at once. It is open until one attempt pays it or it closes.
create table purchase (
    id text not null primary key,
    -- The number people call it by.
    number text not null,
    buyer_id text not null references account (id),
    state text not null constraint purchase_state check (state in ('open', 'paid', 'closed')),
    payable_minor integer not null constraint purchase_payable check (payable_minor >= 0),
    currency text not null,
    -- Where it goes: region code and a snapshot of the texts.
    address_json text not null,
    -- The coupons it redeemed.
    coupons_json text not null,
    -- The version of the rulebook it was placed under (5.2).
    rule_version_id text references rule_version (id),
    -- The price tree as it was accepted (3.2.1).
    quote_json text not null,
    placed_at integer not null,
    -- When paying ends.
    expires_at integer not null,
    paid_at integer,
    -- The attempt that paid it.
    paid_by text,
    closed_at integer,
    close_reason text constraint purchase_close_reason check (close_reason in ('buyer', 'time_over')),
    version integer not null
) strict;
create unique index purchase_number on purchase (number);
create index purchase_by_buyer on purchase (buyer_id, id);
create index purchase_overdue on purchase (expires_at, id) where state = 'open';

-- One merchant's part of a purchase. Everything but where it stands is a snapshot that later edits never change.
create table merchant_order (
    id text not null primary key,
    -- The number people call it by: the purchase's with `-1`.
    number text not null,
    purchase_id text not null references purchase (id),
    merchant_id text not null references merchant (id),
    merchant_name_zh text not null,
    merchant_name_en text not null,
    merchant_slug text not null,
    buyer_id text not null references account (id),
    address_json text not null,
    state text not null constraint merchant_order_state check (
        state in ('awaiting_payment', 'paid', 'shipped', 'received', 'cancelled', 'closed')
    ),
    currency text not null,
    goods_minor integer not null,
    by_merchant_minor integer not null,
    by_platform_minor integer not null,
    freight_minor integer not null,
    payable_minor integer not null constraint merchant_order_payable check (payable_minor >= 0),
    -- The figures of the rulebook it was placed under (5.2).
    terms_json text not null,
    note text not null,
    -- How the price came about.
    steps_json text not null,
    placed_at integer not null,
    paid_at integer,
    shipped_at integer,
    delivered_at integer,
    received_at integer,
    ended_at integer,
    -- The units of its lines that are in an open return, for the lists; written together with the lines.
    units_returning integer not null constraint merchant_order_units_returning check (units_returning >= 0),
    version integer not null
) strict;
create unique index merchant_order_number on merchant_order (number);
create index merchant_order_by_purchase on merchant_order (purchase_id, id);
create index merchant_order_by_buyer on merchant_order (buyer_id, id);
create index merchant_order_by_buyer_state on merchant_order (buyer_id, state, id);
create index merchant_order_by_buyer_returning on merchant_order (buyer_id, id) where units_returning > 0;
create index merchant_order_by_merchant on merchant_order (merchant_id, id);
create index merchant_order_by_merchant_state on merchant_order (merchant_id, state, id);
create index merchant_order_by_merchant_returning on merchant_order (merchant_id, id) where units_returning > 0;
create index merchant_order_by_state on merchant_order (state, id);
create index merchant_order_returning on merchant_order (id) where units_returning > 0;

-- One line of a merchant order, as it was sold. Only the two counts of units ever change.
create table order_line (
    id text not null primary key,
    order_id text not null references merchant_order (id),
    -- Its place in the order.
    position integer not null,
    sku_id text not null,
    product_id text not null,
    slug text not null,
    name_zh text not null,
    name_en text not null,
    spec_zh text not null,
    spec_en text not null,
    picture text not null,
    unit_price_minor integer not null,
    qty integer not null constraint order_line_qty check (qty >= 1),
    -- What each unit was paid for, frozen, so that partial refunds are exact (3.3.1).
    shares_json text not null,
    -- What one unit took from stock.
    draws_json text not null,
    -- The hash of the page as sold.
    page_hash text not null,
    -- Whether it can be sent back without a reason, frozen (3.3.1).
    returnable text not null constraint order_line_returnable check (
        returnable in (
            'no_reason', 'excepted', 'custom', 'perishable', 'fragile', 'digital', 'periodical', 'hygiene'
        )
    ),
    units_returning integer not null constraint order_line_units_returning check (units_returning >= 0),
    units_refunded integer not null constraint order_line_units_refunded check (units_refunded >= 0),
    constraint order_line_enough check (units_returning + units_refunded <= qty)
) strict;
create unique index order_line_order_id_position on order_line (order_id, position);

-- What the buyer saw, by the hash of its content: equal pages are one row, and a row never changes.
create table page_as_sold (
    hash text not null primary key,
    body_json text not null,
    kept_at integer not null
) strict;
