-- What a buyer marked, with the lowest price at that moment, so that a fall can be told later.
create table favourite (
    account_id text not null references account (id),
    product_id text not null references product (id),
    price_minor_at_marking integer not null constraint favourite_price check (price_minor_at_marking >= 0),
    marked_at integer not null,
    primary key (account_id, product_id)
) strict;
create index favourite_by_account on favourite (account_id, marked_at, product_id);

-- What a buyer looked at, once per product with the last time; only so many are kept, and all of it can be erased.
create table seen (
    account_id text not null references account (id),
    product_id text not null references product (id),
    seen_at integer not null,
    primary key (account_id, product_id)
) strict;
create index seen_by_account on seen (account_id, seen_at, product_id);
