-- A cart: a buyer's own (one each), or a visitor's behind a token whose SHA-256 is here.
create table cart (
    id text collate "C" not null primary key,
    buyer_id text collate "C" references account (id),
    token_hash text collate "C",
    created_at bigint not null,
    updated_at bigint not null,
    constraint cart_holder check ((buyer_id is null) <> (token_hash is null))
);
create unique index cart_buyer_id on cart (buyer_id);
create unique index cart_token_hash on cart (token_hash);

-- One SKU in a cart. The price is a memory of what it was, never what is charged.
create table cart_line (
    cart_id text collate "C" not null references cart (id),
    sku_id text collate "C" not null references sku (id),
    quantity bigint not null constraint cart_line_quantity check (quantity >= 1),
    chosen bigint not null constraint cart_line_chosen check (chosen in (0, 1)),
    price_minor bigint not null,
    added_at bigint not null,
    primary key (cart_id, sku_id)
);

-- The address book. The words are a snapshot.
create table address (
    id text collate "C" not null primary key,
    buyer_id text collate "C" not null references account (id),
    recipient text collate "C" not null,
    phone text collate "C" not null,
    region_code text collate "C" not null,
    region text collate "C" not null,
    detail text collate "C" not null,
    preferred bigint not null constraint address_preferred check (preferred in (0, 1)),
    created_at bigint not null,
    updated_at bigint not null
);
create index address_by_buyer on address (buyer_id, id);

-- What was typed into a form that had errors: ten minutes, bound to a cookie, never a secret.
create table form_draft (
    id text collate "C" not null primary key,
    cookie_hash text collate "C" not null,
    form text collate "C" not null,
    body_json text collate "C" not null,
    expires_at bigint not null
);
create index form_draft_by_expiry on form_draft (expires_at, id);
