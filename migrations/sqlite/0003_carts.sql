-- A cart: a buyer's own (one each), or a visitor's behind a token whose SHA-256 is here.
create table cart (
    id text not null primary key,
    buyer_id text references account (id),
    token_hash text,
    created_at integer not null,
    updated_at integer not null,
    constraint cart_holder check ((buyer_id is null) <> (token_hash is null))
) strict;
create unique index cart_buyer_id on cart (buyer_id);
create unique index cart_token_hash on cart (token_hash);

-- One SKU in a cart. The price is a memory of what it was, never what is charged.
create table cart_line (
    cart_id text not null references cart (id),
    sku_id text not null references sku (id),
    quantity integer not null constraint cart_line_quantity check (quantity >= 1),
    chosen integer not null constraint cart_line_chosen check (chosen in (0, 1)),
    price_minor integer not null,
    added_at integer not null,
    primary key (cart_id, sku_id)
) strict;

-- The address book. The words are a snapshot.
create table address (
    id text not null primary key,
    buyer_id text not null references account (id),
    recipient text not null,
    phone text not null,
    region_code text not null,
    region text not null,
    detail text not null,
    preferred integer not null constraint address_preferred check (preferred in (0, 1)),
    created_at integer not null,
    updated_at integer not null
) strict;
create index address_by_buyer on address (buyer_id, id);

-- What was typed into a form that had errors: ten minutes, bound to a cookie, never a secret.
create table form_draft (
    id text not null primary key,
    cookie_hash text not null,
    form text not null,
    body_json text not null,
    expires_at integer not null
) strict;
create index form_draft_by_expiry on form_draft (expires_at, id);
