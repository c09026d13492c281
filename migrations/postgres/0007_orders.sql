-- A purchase: what is paid at once. It is open until one attempt pays it or it closes.
create table purchase (
    id text collate "C" not null primary key,
    -- The number people call it by.
    number text collate "C" not null,
    buyer_id text collate "C" not null references account (id),
    state text collate "C" not null constraint purchase_state check (state in ('open', 'paid', 'closed')),
    payable_minor bigint not null constraint purchase_payable check (payable_minor >= 0),
    currency text collate "C" not null,
    -- Where it goes: region code and a snapshot of the texts.
    address_json text collate "C" not null,
    -- The coupons it redeemed.
    coupons_json text collate "C" not null,
    -- The version of the rulebook it was placed under (5.2).
    rule_version_id text collate "C" references rule_version (id),
    -- The price tree as it was accepted (3.2.1).
    quote_json text collate "C" not null,
    placed_at bigint not null,
    -- When paying ends.
    expires_at bigint not null,
    paid_at bigint,
    -- The attempt that paid it.
    paid_by text collate "C",
    closed_at bigint,
    close_reason text collate "C" constraint purchase_close_reason check (close_reason in ('buyer', 'time_over')),
    version bigint not null
);
create unique index purchase_number on purchase (number);
create index purchase_by_buyer on purchase (buyer_id, id);
create index purchase_overdue on purchase (expires_at, id) where state = 'open';

-- One merchant's part of a purchase. Everything but where it stands is a snapshot that later edits never change.
create table merchant_order (
    id text collate "C" not null primary key,
    -- The number people call it by: the purchase's with `-1`.
    number text collate "C" not null,
    purchase_id text collate "C" not null references purchase (id),
    merchant_id text collate "C" not null references merchant (id),
    merchant_name_zh text collate "C" not null,
    merchant_name_en text collate "C" not null,
    merchant_slug text collate "C" not null,
    buyer_id text collate "C" not null references account (id),
    address_json text collate "C" not null,
    state text collate "C" not null constraint merchant_order_state check (
        state in ('awaiting_payment', 'paid', 'shipped', 'received', 'cancelled', 'closed')
    ),
    currency text collate "C" not null,
    goods_minor bigint not null,
    by_merchant_minor bigint not null,
    by_platform_minor bigint not null,
    freight_minor bigint not null,
    payable_minor bigint not null constraint merchant_order_payable check (payable_minor >= 0),
    -- The figures of the rulebook it was placed under (5.2).
    terms_json text collate "C" not null,
    note text collate "C" not null,
    -- How the price came about.
    steps_json text collate "C" not null,
    placed_at bigint not null,
    paid_at bigint,
    shipped_at bigint,
    delivered_at bigint,
    received_at bigint,
    ended_at bigint,
    -- The units of its lines that are in an open return, for the lists; written together with the lines.
    units_returning bigint not null constraint merchant_order_units_returning check (units_returning >= 0),
    version bigint not null
);
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
    id text collate "C" not null primary key,
    order_id text collate "C" not null references merchant_order (id),
    -- Its place in the order.
    position bigint not null,
    sku_id text collate "C" not null,
    product_id text collate "C" not null,
    slug text collate "C" not null,
    name_zh text collate "C" not null,
    name_en text collate "C" not null,
    spec_zh text collate "C" not null,
    spec_en text collate "C" not null,
    picture text collate "C" not null,
    unit_price_minor bigint not null,
    qty bigint not null constraint order_line_qty check (qty >= 1),
    -- What each unit was paid for, frozen, so that partial refunds are exact (3.3.1).
    shares_json text collate "C" not null,
    -- What one unit took from stock.
    draws_json text collate "C" not null,
    -- The hash of the page as sold.
    page_hash text collate "C" not null,
    -- Whether it can be sent back without a reason, frozen (3.3.1).
    returnable text collate "C" not null constraint order_line_returnable check (
        returnable in (
            'no_reason', 'excepted', 'custom', 'perishable', 'fragile', 'digital', 'periodical', 'hygiene'
        )
    ),
    units_returning bigint not null constraint order_line_units_returning check (units_returning >= 0),
    units_refunded bigint not null constraint order_line_units_refunded check (units_refunded >= 0),
    constraint order_line_enough check (units_returning + units_refunded <= qty)
);
create unique index order_line_order_id_position on order_line (order_id, position);

-- What the buyer saw, by the hash of its content: equal pages are one row, and a row never changes.
create table page_as_sold (
    hash text collate "C" not null primary key,
    body_json text collate "C" not null,
    kept_at bigint not null
);
